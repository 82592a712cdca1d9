//! Reads the numbers of government tables: `1,234`, `△５６`, `1億2,300万`, `二十三`.
//!
//! ```text
//! number      = [sign] ( fraction | mixed )
//! sign        = "+" | "プラス" | "-" and its look-alikes | "△" | "▲" | "マイナス"
//! fraction    = plain "/" plain | plain "分の" plain        at most one
//! mixed       = ( [coefficient] scale )* [coefficient]     scales descend
//! coefficient = plain | kanji digit+ [ "." kanji digit+ ]
//! plain       = digits [ "." digits ] | group ( "," group )+ [ "." digits ]
//! scale       = "十" | "百" | "千" | "万" | "億" | "兆" | "京"
//! ```
//!
//! Both widths and any mix of them are one. The result is exact to 28 digits
//! and was never a float; only a fraction such as 2/3 is rounded, at the 28th.
//! A decimal coefficient takes scales (4.31億) but no second coefficient. A
//! comma stands before three digits or the text is no number: guessing what
//! `12,34` meant would be worse than saying that it can't be read. A space at
//! a comma (`116, 691`) is a slip of the typist: read, and told.

use std::fmt;

use rust_decimal::Decimal;

mod scan;

pub(super) use scan::{LIMIT, SIGN_WORDS, Scanned, scale, scan, scan_to_slash};

use super::fold::Folded;
use scan::MAX_DIGITS;

/// A number could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
}

/// What is wrong. Positions are characters of the text, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Empty,
    Dash,
    Digit { found: char, at: usize },
    End,
    Group { at: usize },
    Scale { found: char, at: usize },
    Smaller { at: usize },
    Denominator { at: usize },
    TooLong,
}

/// Reads a text that is a number and nothing else.
pub fn parse(text: &str) -> Result<Decimal, Error> {
    let folded = Folded::new(text);
    let start = folded.text.len() - folded.text.trim_start().len();
    let rest = folded.text.trim();
    let chars = |at: usize| {
        let place = folded.place(&(start + at..start + at));
        text.get(..place.start).unwrap_or_default().chars().count()
    };
    if rest.is_empty() {
        return Err(Error { kind: Kind::Empty });
    }
    if rest.chars().all(|c| matches!(c, '-' | 'ー' | '△')) {
        return Err(Error { kind: Kind::Dash });
    }
    let scanned = scan(rest).map_err(|error| error.moved(chars))?;
    match rest[scanned.len..].chars().next() {
        None => Ok(scanned.value),
        Some(found) => Err(Error { kind: Kind::Digit { found, at: chars(scanned.len) } }),
    }
}

/// Prints a number so that [`parse`] reads the same again, digits after the
/// point included.
pub fn print(number: Decimal) -> String {
    number.to_string()
}

impl Error {
    /// The same error where positions count from elsewhere.
    fn moved(self, to: impl Fn(usize) -> usize) -> Self {
        let kind = match self.kind {
            Kind::Digit { found, at } => Kind::Digit { found, at: to(at) },
            Kind::Group { at } => Kind::Group { at: to(at) },
            Kind::Scale { found, at } => Kind::Scale { found, at: to(at) },
            Kind::Smaller { at } => Kind::Smaller { at: to(at) },
            Kind::Denominator { at } => Kind::Denominator { at: to(at) },
            kind @ (Kind::Empty | Kind::Dash | Kind::End | Kind::TooLong) => kind,
        };
        Error { kind }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Empty => f.write_str("empty text, expected a number"),
            Kind::Dash => f.write_str("a bare sign means no value, not a number"),
            Kind::Digit { found, at } => {
                write!(f, "expected a digit at character {at}, found {found:?}")
            }
            Kind::End => f.write_str("expected a digit, found the end"),
            Kind::Group { at } => {
                write!(f, "expected three digits behind the comma at character {at}")
            }
            Kind::Scale { found, at } => {
                write!(f, "{found:?} at character {at} does not fit what stands before it")
            }
            Kind::Smaller { at } => {
                write!(f, "the digits at character {at} are too large for the scale before them")
            }
            Kind::Denominator { at } => {
                write!(
                    f,
                    "the fraction with its second part at character {at} is not within 0 to 1"
                )
            }
            Kind::TooLong => write!(f, "number has more than {MAX_DIGITS} digits"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        let read = super::parse(text).map(super::print);
        assert_eq!(read.as_deref(), Ok(expected), "{text:?}");
    }

    #[track_caller]
    fn fails(text: &str, message: &str) {
        assert_eq!(super::parse(text).unwrap_err().to_string(), message, "{text:?}");
    }

    #[test]
    fn widths_and_commas() {
        reads("55260", "55260");
        reads("５5,260", "55260");
        reads("１，２３４．５", "1234.5");
        reads("21,258,471", "21258471");
        reads(" 007 ", "7");
    }

    #[test]
    fn decimals_are_exact() {
        reads("99.90", "99.90");
        reads("0.1", "0.1");
        reads("1234567890123456789012345678", "1234567890123456789012345678");
        reads("0.1234567890123456789012345678", "0.1234567890123456789012345678");
    }

    #[test]
    fn signs() {
        reads("△56", "-56");
        reads("▲５６", "-56");
        reads("－1.5", "-1.5");
        reads("−1", "-1");
        reads("＋3", "3");
        reads("マイナス1.5", "-1.5");
        reads("プラス3", "3");
        reads("△ 3", "-3");
    }

    #[test]
    fn scales() {
        reads("５万", "50000");
        reads("1億2,300万", "123000000");
        reads("2億3千430万", "234300000");
        reads("2億3千456万7890", "234567890");
        reads("３千", "3000");
        reads("4.31億", "431000000");
        reads("1.75億", "175000000");
        reads("1.23456万", "12345.6");
        reads("5百万", "5000000");
        reads("1.5百万", "1500000");
        reads("1,234百万", "1234000000");
        reads("350千", "350000");
        reads("１，２００万", "12000000");
        reads("1京2兆3億4万5", "10002000300040005");
        reads("1兆", "1000000000000");
    }

    #[test]
    fn kanji() {
        reads("二十三", "23");
        reads("百", "100");
        reads("千二百", "1200");
        reads("二〇二四", "2024");
        reads("〇.五", "0.5");
        reads("〇・五", "0.5");
        reads("三千四百五十六万七千八百九十", "34567890");
        reads("壱百弐拾参", "123");
        reads("十万", "100000");
    }

    #[test]
    fn fractions() {
        reads("2/3", "0.6666666666666666666666666667");
        reads("３／４", "0.75");
        reads("三分の一", "0.3333333333333333333333333333");
        reads("4分の3", "0.75");
        reads("3/3", "1");
    }

    #[test]
    fn a_space_at_a_comma() {
        reads("116, 691", "116691");
        reads("116 ,691", "116691");
    }

    #[test]
    fn not_numbers() {
        fails("", "empty text, expected a number");
        fails("　", "empty text, expected a number");
        fails("―", "a bare sign means no value, not a number");
        fails("△", "a bare sign means no value, not a number");
        fails("12人", "expected a digit at character 2, found '人'");
        fails(" 12人", "expected a digit at character 3, found '人'");
        fails("12,", "expected a digit at character 2, found ','");
        fails("五.", "expected a digit at character 1, found '.'");
        fails("約12", "expected a digit at character 0, found '約'");
        fails("1 2", "expected a digit at character 1, found ' '");
        fails("１2.", "expected a digit at character 2, found '.'");
        fails("万", "expected a digit at character 0, found '万'");
        fails("+", "expected a digit, found the end");
    }

    #[test]
    fn broken_commas() {
        fails("12,34", "expected three digits behind the comma at character 2");
        fails("1,2345", "expected three digits behind the comma at character 1");
        fails("△1234,567", "expected three digits behind the comma at character 5");
    }

    #[test]
    fn broken_scales() {
        fails("1万2億", "'億' at character 3 does not fit what stands before it");
        fails("2百3千", "'千' at character 3 does not fit what stands before it");
        fails("2百300", "the digits at character 2 are too large for the scale before them");
        fails("二三十", "'十' at character 2 does not fit what stands before it");
        fails("一〇百", "'百' at character 2 does not fit what stands before it");
        fails("百20十", "'十' at character 3 does not fit what stands before it");
        fails("百10十", "'十' at character 3 does not fit what stands before it");
        fails("2百0百", "'百' at character 3 does not fit what stands before it");
        fails("1億20000万", "'万' at character 7 does not fit what stands before it");
        fails("1億10000万", "'万' at character 7 does not fit what stands before it");
        fails("1億0億", "'億' at character 3 does not fit what stands before it");
        fails("2百100", "the digits at character 2 are too large for the scale before them");
        fails("1億2.5", "expected a digit at character 2, found '2'");
        fails("百1.5", "expected a digit at character 1, found '1'");
        fails("1.5億2000万", "expected a digit at character 4, found '2'");
    }

    #[test]
    fn broken_fractions() {
        let message = "the fraction with its second part at character 2 is not within 0 to 1";
        fails("3/2", message);
        fails("0/0", message);
    }

    #[test]
    fn too_long() {
        fails("12345678901234567890123456789", "number has more than 28 digits");
        fails(&"9".repeat(100_000), "number has more than 28 digits");
        fails("0.12345678901234567890123456789", "number has more than 28 digits");
        fails("9999999999999京", "number has more than 28 digits");
        fails("1000000000000京", "number has more than 28 digits");
    }

    fn full_width(text: &str) -> String {
        let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0);
        text.chars().map(|c| wide(c).filter(|_| c.is_ascii_graphic()).unwrap_or(c)).collect()
    }

    proptest! {
        #[test]
        fn any_text(text: String) {
            let _ = super::parse(&text);
        }

        #[test]
        fn any_numerals(text in "[0-9０-９,.，．〇一九十百千万億兆京/分の△+ -]{0,24}") {
            if let Ok(number) = super::parse(&text) {
                prop_assert_eq!(super::parse(&super::print(number)), Ok(number));
            }
        }

        #[test]
        fn print_and_parse(mantissa in -super::LIMIT + 1..super::LIMIT, point in 0u32..=28) {
            let number = Decimal::from_i128_with_scale(mantissa, point);
            let again = super::parse(&super::print(number)).unwrap();
            prop_assert_eq!((again, again.scale()), (number, point));
        }

        #[test]
        fn widths_do_not_matter(text in "[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,4})?[万億]?") {
            prop_assert_eq!(super::parse(&text), super::parse(&full_width(&text)));
        }
    }
}
