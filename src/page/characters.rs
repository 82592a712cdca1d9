//! Tables ruled with characters (┌─┬─┐, │): what they draw are rules.
//!
//! A text of fixed pitch draws a table with the signs of a keyboard's line drawing set.
//! Their strokes become rules, and they are no text. The blanks beside them only fill
//! the cells.

use super::{Glyph, Text};
use crate::geom::Rect;
use crate::source::pdf::{Drawing, Stroke};

/// The fewest corners and crossings of such a table: four of a box, two of a line
/// between two rows. In running text ─ stands for a dash and │ for a bar.
const CORNERS_MIN: usize = 6;

/// How far a vertical stroke reaches over its glyph, in em: up to the next line of a
/// text with a leading of 1.8 em.
const LEADING_REACH: f32 = 0.4;

/// The thickness of such a stroke, in points.
const THICKNESS: f32 = 0.5;

/// Where a sign draws a stroke: from its middle to the left, up, right and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Arms {
    left: bool,
    up: bool,
    right: bool,
    down: bool,
}

impl Arms {
    /// The arms of a sign, thin or thick.
    fn of(c: char) -> Option<Arms> {
        let (left, up, right, down) = match c {
            '─' | '━' => (true, false, true, false),
            '│' | '┃' => (false, true, false, true),
            '┌'..='┏' => (false, false, true, true),
            '┐'..='┓' => (true, false, false, true),
            '└'..='┗' => (false, true, true, false),
            '┘'..='┛' => (true, true, false, false),
            '├'..='┣' => (false, true, true, true),
            '┤'..='┫' => (true, true, false, true),
            '┬'..='┳' => (true, false, true, true),
            '┴'..='┻' => (true, true, true, false),
            '┼'..='╋' => (true, true, true, true),
            _ => return None,
        };
        Some(Arms { left, up, right, down })
    }

    fn is_corner(self) -> bool {
        (self.left || self.right) && (self.up || self.down)
    }
}

fn arms(glyph: &Glyph) -> Option<Arms> {
    let Text::Char(c @ '\u{2500}'..='\u{254B}') = glyph.text else { return None };
    Arms::of(c)
}

/// Makes rules of the signs, if they rule a table, and says how many glyphs were taken
/// out: the signs and the blanks beside them.
pub(super) fn to_rules(drawing: &mut Drawing) -> usize {
    let corners = drawing.glyphs.iter().filter_map(arms).filter(|it| it.is_corner());
    if corners.take(CORNERS_MIN).count() < CORNERS_MIN {
        return 0;
    }
    let signs: Vec<bool> = drawing.glyphs.iter().map(|glyph| arms(glyph).is_some()).collect();
    for glyph in &drawing.glyphs {
        if let Some(arms) = arms(glyph) {
            draw(glyph, arms, &mut drawing.strokes);
        }
    }
    let fills = blanks_beside(&drawing.glyphs, &signs);
    let before = drawing.glyphs.len();
    let mut taken = signs.iter().zip(&fills).map(|(sign, fill)| *sign || *fill);
    drawing.glyphs.retain(|_| !taken.next().unwrap_or(false));
    before - drawing.glyphs.len()
}

fn draw(glyph: &Glyph, arms: Arms, strokes: &mut Vec<Stroke>) {
    let Rect { x0, y0, x1, y1 } = glyph.bbox;
    let (x, y) = (glyph.bbox.center_x(), glyph.bbox.center_y());
    let reach = LEADING_REACH * glyph.size;
    let mut push = |line: Rect| {
        strokes.push(Stroke { line, thickness: THICKNESS, operation: glyph.operation });
    };
    if arms.left || arms.right {
        let (from, to) = (if arms.left { x0 } else { x }, if arms.right { x1 } else { x });
        push(Rect::new(from, y, to, y));
    }
    if arms.up || arms.down {
        let (from, to) =
            (if arms.up { y0 - reach } else { y }, if arms.down { y1 + reach } else { y });
        push(Rect::new(x, from, x, to));
    }
}

/// Which glyphs are blanks in a row that begins or ends at a sign.
fn blanks_beside(glyphs: &[Glyph], signs: &[bool]) -> Vec<bool> {
    let is_blank = |at: usize| matches!(glyphs[at].text, Text::Char(c) if c.is_whitespace());
    let mut fills = vec![false; glyphs.len()];
    for at in 1..glyphs.len() {
        let goes_on = glyphs[at].operation == glyphs[at - 1].operation;
        fills[at] = goes_on && is_blank(at) && (signs[at - 1] || fills[at - 1]);
    }
    for at in (1..glyphs.len()).rev() {
        let goes_on = glyphs[at].operation == glyphs[at - 1].operation;
        fills[at - 1] |= goes_on && is_blank(at - 1) && (signs[at] || fills[at]);
    }
    fills
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::{blank, write};

    /// How many strokes some lines of text make, and what is left of the text.
    #[track_caller]
    fn check(lines: &[&str], strokes: usize, left: &str) {
        let mut drawing = blank();
        for (at, line) in lines.iter().enumerate() {
            write(&mut drawing, line, 100.0, 100.0 + 12.0 * at as f32, 10.0);
        }
        to_rules(&mut drawing);
        let text: String = drawing
            .glyphs
            .iter()
            .filter_map(|glyph| if let Text::Char(c) = glyph.text { Some(c) } else { None })
            .collect();
        assert_eq!((drawing.strokes.len(), text.as_str()), (strokes, left));
    }

    #[test]
    fn a_table() {
        check(&["┌─┬─┐", "│番　│○│", "└─┴─┘"], 2 * 8 + 3, "番○");
    }

    #[test]
    fn dashes_and_bars_in_a_text() {
        check(&["第１章 ─ 概要 ─", "│注"], 0, "第１章 ─ 概要 ─│注");
    }
}
