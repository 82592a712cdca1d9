//! How a cell looks, as far as that decides what a person reads.

use super::number_format::NumberFormat;
use std::borrow::Cow;
use std::rc::Rc;

/// The look of a cell.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) font: Font,
    pub(super) fill: Color,
    pub(super) format: Rc<NumberFormat>,
    /// Centred across the empty cells to its right.
    pub(super) is_centred_across: bool,
    pub(super) sides: Sides,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            font: Font::default(),
            fill: Color::WHITE,
            format: Rc::new(NumberFormat::general()),
            is_centred_across: false,
            sides: Sides::default(),
        }
    }
}

/// The sides of a cell along which a border is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) left: bool,
    pub(super) right: bool,
    pub(super) top: bool,
    pub(super) bottom: bool,
}

/// The look of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Font {
    pub(super) is_struck: bool,
    pub(super) color: Color,
    pub(super) level: Level,
}

impl Default for Font {
    fn default() -> Font {
        Font { is_struck: false, color: Color::BLACK, level: Level::Line }
    }
}

/// Where characters stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Level {
    #[default]
    Line,
    /// Superscript.
    Raised,
    /// Subscript.
    Lowered,
}

impl Level {
    /// By the numbers of the binary formats (`sss` of MS-XLS 2.4.122).
    pub(super) fn numbered(number: u16) -> Level {
        match number {
            1 => Level::Raised,
            2 => Level::Lowered,
            _ => Level::Line,
        }
    }

    /// The digits of a raised or lowered run in their own characters, or the
    /// note of 100¹ would become a digit of the number. A run that begins with
    /// a mark of its own (※2) runs into nothing.
    pub(super) fn set(self, text: &str) -> Cow<'_, str> {
        let forms = match self {
            Level::Line => return Cow::Borrowed(text),
            Level::Raised => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾",
            Level::Lowered => "₀₁₂₃₄₅₆₇₈₉₊₋₍₎",
        };
        let at = |c: char| match c {
            '0'..='9' => Some(c as usize - '0' as usize),
            '０'..='９' => Some(c as usize - '０' as usize),
            '+' | '＋' => Some(10),
            '-' | '−' | '－' => Some(11),
            '(' | '（' => Some(12),
            ')' | '）' => Some(13),
            _ => None,
        };
        match text.trim_start().chars().next().and_then(at) {
            Some(0..=11) => {
                let form = |c| at(c).and_then(|at| forms.chars().nth(at)).unwrap_or(c);
                Cow::Owned(text.chars().map(form).collect())
            }
            _ => Cow::Borrowed(text),
        }
    }
}

/// A colour, known well enough to tell whether it equals another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Color {
    /// Red, green and blue, eight bits each.
    Rgb(u32),
    /// A colour of the theme with its tint in hundredths. The first two are
    /// white and black in every theme that prints.
    Theme { index: u32, tint: i32 },
    /// A pattern, a gradient, or a colour that is not known.
    Other,
}

impl Color {
    pub(super) const WHITE: Color = Color::Rgb(0x00FF_FFFF);
    pub(super) const BLACK: Color = Color::Rgb(0);

    /// A colour of the theme.
    pub(super) fn theme(index: u32, tint: f64) -> Color {
        let tint = (tint.clamp(-1.0, 1.0) * 100.0).round() as i32;
        match (index, tint) {
            (0, 0) => Color::WHITE,
            (1, 0) => Color::BLACK,
            _ => Color::Theme { index, tint },
        }
    }

    /// A colour of the fixed palette (ECMA-376 part 1, 18.8.27): the eight
    /// basic ones come twice; 64 and 65 are those of text and paper.
    pub(super) fn indexed(index: u32) -> Color {
        match index {
            0 | 8 | 64 | 0x7FFF => Color::BLACK,
            1 | 9 | 65 => Color::WHITE,
            2 | 10 => Color::Rgb(0x00FF_0000),
            3 | 11 => Color::Rgb(0x0000_FF00),
            4 | 12 => Color::Rgb(0x0000_00FF),
            5 | 13 => Color::Rgb(0x00FF_FF00),
            6 | 14 => Color::Rgb(0x00FF_00FF),
            7 | 15 => Color::Rgb(0x0000_FFFF),
            _ => Color::Theme { index: 0x100 + index, tint: 0 },
        }
    }

    /// `FFRRGGBB` or `#rrggbb`; the first pair, where there are four, is
    /// ignored by Excel.
    pub(super) fn hexadecimal(text: &str) -> Color {
        let digits = text.trim_start_matches('#');
        let last = digits.len().checked_sub(6).and_then(|start| digits.get(start..));
        last.and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map_or(Color::Other, Color::Rgb)
    }

    /// Whether text of this colour can't be seen on that ground.
    pub(super) fn vanishes_on(self, ground: Color) -> bool {
        match (self, ground) {
            (Color::Other, _) => false,
            (Color::Rgb(own), Color::Rgb(ground)) => {
                let differs = |at: u32| {
                    let part = |color: u32| (color >> at) & 0xFF;
                    part(own).abs_diff(part(ground)) > UNSEEN
                };
                ![0, 8, 16].into_iter().any(differs)
            }
            _ => self == ground,
        }
    }
}

/// How far apart red, green and blue of two colours may be that nobody tells from
/// each other: FFFFFE on white is meant to be white.
const UNSEEN: u32 = 4;

#[cfg(test)]
mod tests {
    use super::{Color, Level};

    #[test]
    fn colours_that_cannot_be_told_apart() {
        let vanishes =
            |one: &str, other: &str| Color::hexadecimal(one).vanishes_on(Color::hexadecimal(other));
        assert!(vanishes("FFFFFFFE", "FFFFFFFF"));
        assert!(vanishes("#fcfcfc", "#ffffff"));
        assert!(!vanishes("FFF2F2F2", "FFFFFFFF"));
        assert!(!vanishes("FFFF0000", "FFFFFFFF"));
        assert!(!Color::Other.vanishes_on(Color::Other));
    }

    #[test]
    fn raised_and_lowered() {
        assert_eq!(Level::Raised.set("1"), "¹");
        assert_eq!(Level::Raised.set("2)"), "²⁾");
        assert_eq!(Level::Raised.set("－２"), "⁻²");
        assert_eq!(Level::Raised.set("10+"), "¹⁰⁺");
        assert_eq!(Level::Lowered.set("2"), "₂");
        assert_eq!(Level::Line.set("2"), "2");
        for marked in ["※2", "*1", "(1)", "注1", "", " "] {
            assert_eq!(Level::Raised.set(marked), marked);
        }
    }
}
