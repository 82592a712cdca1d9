//! Names of cells: `C7`, `C7:J9`.

use crate::place::Range;
use crate::source::limits::{COLUMNS, ROWS};

/// The row and column of a cell, from 0.
pub(super) fn cell(name: &str) -> Option<(u32, u32)> {
    let mut row: u32 = 0;
    let mut col: u32 = 0;
    for c in name.bytes().filter(|&c| c != b'$') {
        match c {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let letter = u32::from(c.to_ascii_uppercase() - b'A') + 1;
                col = col.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(c - b'0'))?,
            _ => return None,
        }
    }
    let (row, col) = (row.checked_sub(1)?, col.checked_sub(1)?);
    (row < ROWS && col < COLUMNS).then_some((row, col))
}

/// A range, whichever of its corners comes first.
pub(super) fn range(name: &str) -> Option<Range> {
    let (from, to) = name.split_once(':').unwrap_or((name, name));
    let (from, to) = (cell(from)?, cell(to)?);
    Some(Range {
        row: from.0.min(to.0),
        col: from.1.min(to.1),
        last_row: from.0.max(to.0),
        last_col: from.1.max(to.1),
    })
}

/// A range between two corners that may both be whole rows (`3`) or whole
/// columns (`A`).
pub(super) fn lines(from: &str, to: &str) -> Option<Range> {
    let is_row = |name: &str| !name.is_empty() && name.bytes().all(|c| c.is_ascii_digit());
    let is_column = |name: &str| !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphabetic());
    if is_row(from) && is_row(to) {
        let mut rows = range(&format!("A{from}:A{to}"))?;
        rows.last_col = COLUMNS - 1;
        return Some(rows);
    }
    if is_column(from) && is_column(to) {
        let mut columns = range(&format!("{from}1:{to}1"))?;
        columns.last_row = ROWS - 1;
        return Some(columns);
    }
    range(&format!("{from}:{to}"))
}

#[cfg(test)]
mod tests {
    use super::{cell, range};

    #[test]
    fn names() {
        assert_eq!(cell("A1"), Some((0, 0)));
        assert_eq!(cell("$XFD$1048576"), Some((1_048_575, 16_383)));
        assert_eq!(cell("XFE1"), None);
        assert_eq!(cell("A0"), None);
        assert_eq!(cell("A99999999999"), None);
        assert_eq!(range("J9:C7").map(|it| it.to_string()).as_deref(), Some("C7:J9"));
        assert_eq!(range("C7").map(|it| it.to_string()).as_deref(), Some("C7"));
    }
}
