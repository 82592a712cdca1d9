//! Merged ranges, hidden rows and print areas together: which cells are left to
//! see.
//!
//! A merged range shows the text of its first cell, in whatever part of it is
//! printed and not hidden. So it shrinks to that part, and its text moves there.

use super::budget::Budget;
use super::left_out::Why;
use super::{Cell, Sheet};
use crate::error::Kind;
use crate::place::Range;
use std::collections::BTreeMap;

/// Leaves of a sheet what can be seen, and tells about each cell that goes.
/// The cells are sorted by row and column, before and after. Where no part is
/// named as printed, all of them are.
pub(super) fn settle(sheet: &mut Sheet, printed: &[Range], mut leave_out: impl FnMut(Range, Why)) {
    join(&mut sheet.hidden_rows);
    join(&mut sheet.hidden_columns);
    part(&mut sheet.merges);
    let mut cover = Cover::new(&sheet.merges);
    let seen = Seen {
        rows: &sheet.hidden_rows,
        columns: &sheet.hidden_columns,
        printed: if prints_nothing(sheet, printed) { &[] } else { printed },
    };
    let mut has_moved = false;
    sheet.cells.retain_mut(|cell| {
        let at = place_of(cell);
        let place = match cover.over(cell) {
            Some(merge) if (merge.row, merge.col) != (cell.row, cell.col) => {
                leave_out(at, Why::Merge);
                return false;
            }
            Some(merge) => seen.part_of(merge),
            None => seen.part_of(&at),
        };
        match place {
            Ok(place) => {
                has_moved |= (place.row, place.col) != (cell.row, cell.col);
                (cell.row, cell.col) = (place.row, place.col);
                true
            }
            Err(why) => {
                leave_out(at, why);
                false
            }
        }
    });
    if has_moved {
        sheet.cells.sort_by_key(|cell| (cell.row, cell.col));
    }
    let merges = sheet.merges.iter().filter_map(|merge| seen.part_of(merge).ok());
    sheet.merges =
        merges.filter(|merge| (merge.row, merge.col) != (merge.last_row, merge.last_col)).collect();
    sheet.merges.sort_by_key(|merge| (merge.row, merge.col));
}

/// Pays for what merged cells become in a table: a cell with its text in each
/// row that they reach over. A thousand columns of one tall cell each, beside a
/// column of a million short ones, would else be a thousand million.
pub(super) fn pay(sheet: &Sheet, budget: &mut Budget) -> Result<(), Kind> {
    let mut rows: Vec<u32> = sheet.cells.iter().map(|cell| cell.row).collect();
    rows.dedup();
    for merge in sheet.merges.iter().filter(|merge| merge.last_row > merge.row) {
        let start = (merge.row, merge.col);
        let Ok(at) = sheet.cells.binary_search_by_key(&start, |cell| (cell.row, cell.col)) else {
            continue;
        };
        let up_to = |row: u32| rows.partition_point(|&used| used <= row);
        let further = up_to(merge.last_row) - up_to(merge.row);
        budget.cells(further)?;
        budget.text(further.saturating_mul(sheet.cells[at].text.len()))?;
    }
    Ok(())
}

/// Drops merges that reach into another one, which no program shows; Excel
/// calls such a file damaged. What is left is sorted by row and column.
fn part(merges: &mut Vec<Range>) {
    merges.sort_by_key(|merge| (merge.row, merge.col));
    // Those that may reach further down, by their first column.
    let mut open: BTreeMap<u32, Range> = BTreeMap::new();
    merges.retain(|merge| {
        while let Some((&col, left)) = open.range(..=merge.last_col).next_back() {
            if left.last_row >= merge.row {
                if left.last_col >= merge.col {
                    return false;
                }
                break;
            }
            open.remove(&col);
        }
        open.insert(merge.col, *merge);
        true
    });
}

fn place_of(cell: &Cell) -> Range {
    Range { row: cell.row, col: cell.col, last_row: cell.row, last_col: cell.col }
}

/// A print area in which nothing stands was left over from another table.
pub(super) fn prints_nothing(sheet: &Sheet, printed: &[Range]) -> bool {
    let is_printed =
        |cell: &Cell| printed.iter().any(|part| part.intersection(&place_of(cell)).is_some());
    !sheet.cells.iter().any(is_printed)
}

/// What of the sheet can be seen.
struct Seen<'s> {
    rows: &'s [(u32, u32)],
    columns: &'s [(u32, u32)],
    /// All where there is none.
    printed: &'s [Range],
}

impl Seen<'_> {
    /// The printed part of a range between its first and last visible row and
    /// column.
    fn part_of(&self, range: &Range) -> Result<Range, Why> {
        let range = match self.printed {
            [] => *range,
            parts => {
                parts.iter().find_map(|part| part.intersection(range)).ok_or(Why::Unprinted)?
            }
        };
        let (row, last_row) = trimmed(range.row, range.last_row, self.rows).ok_or(Why::Row)?;
        let (col, last_col) =
            trimmed(range.col, range.last_col, self.columns).ok_or(Why::Column)?;
        Ok(Range { row, col, last_row, last_col })
    }
}

/// What is left of a stretch when hidden ends are cut off.
fn trimmed(first: u32, last: u32, hidden: &[(u32, u32)]) -> Option<(u32, u32)> {
    let span_at = |at: u32| {
        let index = hidden.partition_point(|span| span.1 < at);
        hidden.get(index).filter(|span| span.0 <= at)
    };
    let first = match span_at(first) {
        Some(span) => span.1.checked_add(1)?,
        None => first,
    };
    let last = match span_at(last) {
        Some(span) => span.0.checked_sub(1)?,
        None => last,
    };
    (first <= last).then_some((first, last))
}

/// Sorts spans and joins those that touch.
pub(super) fn join(spans: &mut Vec<(u32, u32)>) {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let touches = next.0 <= kept.1.saturating_add(1);
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
}

/// Finds the merge over a cell. Cells come row by row, so a merge is taken in
/// when its first row is reached, and thrown out when one asks below its last.
struct Cover<'m> {
    waiting: std::slice::Iter<'m, Range>,
    /// By first column. No two of them overlap.
    open: BTreeMap<u32, &'m Range>,
}

impl<'m> Cover<'m> {
    /// Of merges sorted by their first row.
    fn new(merges: &'m [Range]) -> Cover<'m> {
        Cover { waiting: merges.iter(), open: BTreeMap::new() }
    }

    fn over(&mut self, cell: &Cell) -> Option<&'m Range> {
        while let Some(merge) = self.waiting.as_slice().first()
            && merge.row <= cell.row
        {
            self.waiting.next();
            if merge.last_row >= cell.row {
                self.open.insert(merge.col, merge);
            }
        }
        loop {
            let (&col, &merge) = self.open.range(..=cell.col).next_back()?;
            if merge.last_row >= cell.row {
                return (merge.last_col >= cell.col).then_some(merge);
            }
            self.open.remove(&col);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::reference::range;
    use super::{join, part, trimmed};
    use crate::place::Range;

    #[test]
    fn hidden_ends_are_cut() {
        let hidden = [(0, 1), (4, 4), (8, 9)];
        assert_eq!(trimmed(0, 3, &hidden), Some((2, 3)));
        assert_eq!(trimmed(3, 8, &hidden), Some((3, 7)));
        assert_eq!(trimmed(3, 5, &hidden), Some((3, 5)));
        assert_eq!(trimmed(0, 1, &hidden), None);
        assert_eq!(trimmed(4, 4, &hidden), None);
    }

    #[test]
    fn merges_that_overlap() {
        let names = ["A1:B9", "B2:C3", "C1:C1", "C2:D4", "A10:D11", "D4:D12", "E1:E20", "B5:E6"];
        let mut merges: Vec<Range> = names.iter().filter_map(|name| range(name)).collect();
        part(&mut merges);
        let kept: Vec<String> = merges.iter().map(Range::to_string).collect();
        assert_eq!(kept, ["A1:B9", "C1", "E1:E20", "C2:D4", "A10:D11"]);
    }

    #[test]
    fn spans_that_touch_are_one() {
        let mut spans = vec![(5, 6), (0, 1), (2, 3), (5, 9)];
        join(&mut spans);
        assert_eq!(spans, [(0, 3), (5, 9)]);
    }
}
