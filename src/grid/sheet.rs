//! A sheet → its grid: the used range, with merges as spans.

mod letters;

use super::{Cell, Grid, Ink, Leaf};
use crate::finding::Finding;
use crate::place::{Place, Range};
use crate::source::excel::Sheet;
use std::sync::Arc;

/// Reads the used range of a sheet. Rows and columns in which nothing stands
/// are left out, so that a table may start anywhere.
pub(super) fn read(mut sheet: Sheet, findings: &mut Vec<Finding>) -> Leaf {
    letters::join(&mut sheet, findings);
    let rows = used(sheet.cells.iter().map(|cell| cell.row));
    let cols = used(sheet.cells.iter().map(|cell| cell.col));
    // Both come row by row, left to right, and each cell is the first of a merge
    // or in none.
    let mut merges = sheet.merges.iter().peekable();
    let cells: Vec<Cell> = std::mem::take(&mut sheet.cells)
        .into_iter()
        .map(|cell| {
            let at = (cell.row, cell.col);
            while merges.next_if(|merge| (merge.row, merge.col) < at).is_some() {}
            let merge = merges.next_if(|merge| (merge.row, merge.col) == at);
            let single = Range { row: at.0, col: at.1, last_row: at.0, last_col: at.1 };
            let range = merge.copied().unwrap_or(single);
            let row = rows.binary_search(&range.row).unwrap_or_else(|next| next);
            let col = cols.binary_search(&range.col).unwrap_or_else(|next| next);
            Cell {
                row,
                col,
                rowspan: count_within(&rows, row, range.last_row),
                colspan: count_within(&cols, col, range.last_col),
                text: cell.text.to_string(),
                ends: None,
                number: cell.number,
                place: Place::Sheet { sheet: Arc::clone(&sheet.name), range },
            }
        })
        .collect();
    let whole = cells.iter().map(|cell| cell.place.clone()).reduce(|all, next| all.union(&next));
    let place = whole.unwrap_or_else(|| Place::Sheet {
        sheet: Arc::clone(&sheet.name),
        range: Range { row: 0, col: 0, last_row: 0, last_col: 0 },
    });
    let grid =
        Grid { place: place.clone(), rows: rows.len(), cols: cols.len(), cells, ruled: true };
    let grids = if grid.cells.is_empty() { Vec::new() } else { vec![grid] };
    Leaf { place, grids, lines: Vec::new(), ink: Ink::default() }
}

fn used(places: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut used: Vec<u32> = places.collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// How many used lines lie from `first` (an index) to `last` (a line number).
fn count_within(used: &[u32], first: usize, last: u32) -> usize {
    used.partition_point(|&line| line <= last).saturating_sub(first).max(1)
}
