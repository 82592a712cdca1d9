//! A cell of a published table.

use rust_decimal::Decimal;
use std::borrow::Cow;
use std::str::FromStr;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing; a column of states says why.
    Empty,
    /// A text; never empty.
    Text(String),
    /// A whole number: a year, a count, a step.
    Integer(i64),
    /// An exact number.
    Number(Decimal),
    /// Yes or no.
    Boolean(bool),
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A name for programs: no line ends, no spaces at its ends.
    Code,
    /// Whole numbers.
    Integer,
    /// Fiscal years, by the western year in which they begin.
    Year,
    /// Exact numbers.
    Number,
    /// Yes or no.
    Boolean,
}

impl Cell {
    /// A text; one that is empty is no text.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A text that may be missing.
    pub fn maybe(text: Option<&str>) -> Cell {
        Cell::text(text.unwrap_or_default())
    }

    /// A whole number that may be missing.
    pub fn integer<T: TryInto<i64>>(number: Option<T>) -> Cell {
        number.and_then(|it| it.try_into().ok()).map_or(Cell::Empty, Cell::Integer)
    }

    /// A number that may be missing.
    pub fn number(number: Option<Decimal>) -> Cell {
        number.map_or(Cell::Empty, Cell::Number)
    }

    /// As it stands in a CSV: numbers half-width and without commas.
    pub fn print(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            Cell::Number(number) => Cow::Owned(plain(*number).to_string()),
            Cell::Boolean(is) => Cow::Borrowed(if *is { "true" } else { "false" }),
        }
    }

    /// What a text of a file says in a column of a kind; none where it can't be that.
    pub fn parse(text: &str, kind: Kind) -> Option<Cell> {
        if text.is_empty() {
            return Some(Cell::Empty);
        }
        match kind {
            Kind::Text | Kind::Code => Some(Cell::Text(text.to_owned())),
            Kind::Integer | Kind::Year => text.parse().ok().map(Cell::Integer),
            Kind::Number => Decimal::from_str(text).ok().map(|it| Cell::Number(plain(it))),
            Kind::Boolean => match text {
                "true" | "TRUE" => Some(Cell::Boolean(true)),
                "false" | "FALSE" => Some(Cell::Boolean(false)),
                _ => None,
            },
        }
    }
}

/// A number without zeros behind its last digit: `80`, not `80.0`, whatever it was read from.
pub(crate) fn plain(number: Decimal) -> Decimal {
    number.normalize()
}

#[cfg(test)]
mod tests {
    use super::{Cell, Kind};

    #[track_caller]
    fn check(text: &str, kind: Kind, printed: Option<&str>) {
        let read = Cell::parse(text, kind);
        assert_eq!(read.as_ref().map(Cell::print).as_deref(), printed, "{text} as {kind:?}");
    }

    #[test]
    fn texts_of_files_are_read_as_what_their_column_is() {
        check("", Kind::Number, Some(""));
        check("74.60", Kind::Number, Some("74.6"));
        check("1234567890123456789.5", Kind::Number, Some("1234567890123456789.5"));
        check("1,234", Kind::Number, None);
        check("２", Kind::Integer, None);
        check("2024", Kind::Year, Some("2024"));
        check("TRUE", Kind::Boolean, Some("true"));
        check("はい", Kind::Boolean, None);
        check(" 1-1", Kind::Code, Some(" 1-1"));
    }
}
