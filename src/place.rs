//! Where something was seen: a box on a page, or a range of a sheet.

use crate::geom::Rect;
use std::fmt::{self, Write as _};
use std::sync::Arc;

/// The place of a value, a row or a finding in its document.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// On a page of a PDF.
    Page {
        /// 1 for the first page.
        page: usize,
        /// The box on the upright page, in points.
        bbox: Rect,
    },
    /// On a sheet of a workbook.
    Sheet {
        /// The name on the sheet's tab.
        sheet: Arc<str>,
        /// The cells.
        range: Range,
    },
}

impl Place {
    /// The smallest place around both. Where they lie on different pages or
    /// sheets there is none, and the first stands for both.
    pub fn union(&self, other: &Place) -> Place {
        match (self, other) {
            (Place::Page { page, bbox }, Place::Page { page: other_page, bbox: other_bbox })
                if page == other_page =>
            {
                Place::Page { page: *page, bbox: bbox.union(other_bbox) }
            }
            (
                Place::Sheet { sheet, range },
                Place::Sheet { sheet: other_sheet, range: other_range },
            ) if sheet == other_sheet => {
                Place::Sheet { sheet: sheet.clone(), range: range.union(other_range) }
            }
            _ => self.clone(),
        }
    }
}

/// A place that can be looked up: the same bits, the same place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum PlaceKey {
    Page(usize, [u32; 4]),
    Sheet(Arc<str>, [u32; 4]),
}

impl Place {
    /// What it is looked up by.
    pub(crate) fn key(&self) -> PlaceKey {
        match self {
            Place::Page { page, bbox } => {
                PlaceKey::Page(*page, [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(f32::to_bits))
            }
            Place::Sheet { sheet, range: Range { row, col, last_row, last_col } } => {
                PlaceKey::Sheet(Arc::clone(sheet), [*row, *col, *last_row, *last_col])
            }
        }
    }

    /// Whether the middle of a place on a page lies within this one, or all of its cells
    /// on a sheet do.
    pub(crate) fn holds(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Page { page, bbox }, Place::Page { page: other, bbox: inner }) => {
                page == other && bbox.contains(inner.center_x(), inner.center_y())
            }
            (Place::Sheet { sheet, range }, Place::Sheet { sheet: other, range: inner }) => {
                sheet == other && range.intersection(inner) == Some(*inner)
            }
            _ => false,
        }
    }

    /// Whether it shares half of its width, or of the other's, with a place on its leaf.
    pub(crate) fn is_over(&self, below: &Place) -> bool {
        match (self, below) {
            (Place::Page { page, bbox }, Place::Page { page: other, bbox: below }) => {
                let shared = bbox.x1.min(below.x1) - bbox.x0.max(below.x0);
                page == other && 2.0 * shared >= bbox.width().min(below.width())
            }
            (Place::Sheet { sheet, range }, Place::Sheet { sheet: other, range: below }) => {
                sheet == other && range.col <= below.last_col && below.col <= range.last_col
            }
            _ => false,
        }
    }

    /// The smallest place around some, if there are any.
    pub(crate) fn around<'a>(mut places: impl Iterator<Item = &'a Place>) -> Option<Place> {
        let first = places.next()?.clone();
        Some(places.fold(first, |all, next| all.union(next)))
    }
}

/// How far the sides of one table may differ from page to page, in points.
const SIDE_DRIFT: f32 = 3.0;

impl Place {
    /// Whether the other place is on the page behind this one. Each sheet is a
    /// document of its own: nothing goes on from one to the next.
    pub(crate) fn is_right_before(&self, next: &Place) -> bool {
        match (self, next) {
            (Place::Page { page, .. }, Place::Page { page: next, .. }) => *next == page + 1,
            _ => false,
        }
    }

    /// Whether both are on one page, or on one sheet.
    pub(crate) fn is_on_leaf_of(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Page { page, .. }, Place::Page { page: other, .. }) => page == other,
            (Place::Sheet { sheet, .. }, Place::Sheet { sheet: other, .. }) => sheet == other,
            _ => false,
        }
    }

    /// Whether no row of the sheet, hidden or empty, lies between this and one above
    /// it. On pages nothing of the kind is known.
    pub(crate) fn is_right_below(&self, above: &Place) -> bool {
        match (self, above) {
            (Place::Sheet { sheet, range }, Place::Sheet { sheet: other, range: above }) => {
                sheet == other && range.row <= above.last_row.saturating_add(1)
            }
            _ => true,
        }
    }

    /// Whether both begin and end equally far from the left of their pages.
    pub(crate) fn has_sides_of(&self, other: &Place) -> bool {
        self.begins_as(other) && self.ends_as(other)
    }

    /// Whether both begin equally far from the left of their pages.
    pub(crate) fn begins_as(&self, other: &Place) -> bool {
        self.sides().zip(other.sides()).is_some_and(|(a, b)| (a.0 - b.0).abs() <= SIDE_DRIFT)
    }

    /// Whether both end equally far from the left of their pages.
    pub(crate) fn ends_as(&self, other: &Place) -> bool {
        self.sides().zip(other.sides()).is_some_and(|(a, b)| (a.1 - b.1).abs() <= SIDE_DRIFT)
    }

    /// Where it begins and ends on its page.
    fn sides(&self) -> Option<(f32, f32)> {
        match self {
            Place::Page { bbox, .. } => Some((bbox.x0, bbox.x1)),
            Place::Sheet { .. } => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Page { page, bbox } => {
                write!(f, "p.{page} ({:.0}, {:.0})", bbox.x0, bbox.y0)
            }
            Place::Sheet { sheet, range } => write!(f, "{sheet}!{range}"),
        }
    }
}

/// A rectangle of cells, zero-based and inclusive at both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// First row, 0 for row 1.
    pub row: u32,
    /// First column, 0 for column A.
    pub col: u32,
    /// Last row.
    pub last_row: u32,
    /// Last column.
    pub last_col: u32,
}

impl Range {
    /// The smallest range around both.
    pub fn union(&self, other: &Range) -> Range {
        Range {
            row: self.row.min(other.row),
            col: self.col.min(other.col),
            last_row: self.last_row.max(other.last_row),
            last_col: self.last_col.max(other.last_col),
        }
    }

    /// The cells that both have, or `None` where there are none.
    pub(crate) fn intersection(&self, other: &Range) -> Option<Range> {
        let both = Range {
            row: self.row.max(other.row),
            col: self.col.max(other.col),
            last_row: self.last_row.min(other.last_row),
            last_col: self.last_col.min(other.last_col),
        };
        (both.row <= both.last_row && both.col <= both.last_col).then_some(both)
    }
}

impl fmt::Display for Range {
    /// As Excel writes it: `C7`, or `C7:J7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", ColumnName(self.col), u64::from(self.row) + 1)?;
        if (self.row, self.col) == (self.last_row, self.last_col) {
            return Ok(());
        }
        write!(f, ":{}{}", ColumnName(self.last_col), u64::from(self.last_row) + 1)
    }
}

/// The letters of a column, 0 for A.
pub(crate) fn column_name(col: u32) -> String {
    ColumnName(col).to_string()
}

/// A zero-based column number as letters: 0 is A, 26 is AA.
struct ColumnName(u32);

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = char::from(b'A' + (self.0 % 26) as u8);
        if self.0 >= 26 {
            ColumnName(self.0 / 26 - 1).fmt(f)?;
        }
        f.write_char(letter)
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[track_caller]
    fn check(row: u32, col: u32, last_row: u32, last_col: u32, expected: &str) {
        assert_eq!(Range { row, col, last_row, last_col }.to_string(), expected);
    }

    #[test]
    fn names_as_excel_writes_them() {
        check(6, 2, 6, 9, "C7:J7");
        check(0, 0, 0, 0, "A1");
        check(0, 25, 0, 26, "Z1:AA1");
        check(1_048_575, 16_383, 1_048_575, 16_383, "XFD1048576");
    }
}
