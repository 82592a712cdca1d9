//! A sheet → its grid: the used range, with merges as spans.

use super::{Cell, Grid, Ink, Leaf};
use crate::place::{Place, Range};
use crate::source::excel::Sheet;
use std::collections::HashMap;

/// Reads the used range of a sheet. Rows and columns in which nothing stands
/// are left out, so that a table may start anywhere.
pub(super) fn read(sheet: &Sheet) -> Leaf {
    let rows = used(sheet.cells.iter().map(|cell| cell.row));
    let cols = used(sheet.cells.iter().map(|cell| cell.col));
    let spans = Spans::new(sheet);
    let cells: Vec<Cell> = sheet
        .cells
        .iter()
        .filter_map(|cell| {
            let range = spans.of(cell.row, cell.col)?;
            let row = rows.binary_search(&range.row).unwrap_or_else(|next| next);
            let col = cols.binary_search(&range.col).unwrap_or_else(|next| next);
            Some(Cell {
                row,
                col,
                rowspan: count_within(&rows, row, range.last_row),
                colspan: count_within(&cols, col, range.last_col),
                text: cell.text.to_string(),
                ends: None,
                number: cell.number,
                place: Place::Sheet { sheet: sheet.name.clone(), range },
            })
        })
        .collect();
    let whole = cells.iter().map(|cell| cell.place.clone()).reduce(|all, next| all.union(&next));
    let place = whole.unwrap_or_else(|| Place::Sheet {
        sheet: sheet.name.clone(),
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

/// Merged ranges, found by their first cell. A cell inside a merge but not at
/// its start is not shown by any program.
struct Spans {
    starts: HashMap<(u32, u32), Range>,
    by_row: Vec<Range>,
    tallest: u32,
}

impl Spans {
    fn new(sheet: &Sheet) -> Spans {
        let mut by_row = sheet.merges.clone();
        by_row.sort_by_key(|range| (range.row, range.col));
        let starts = by_row.iter().map(|range| ((range.row, range.col), *range)).collect();
        let tallest = by_row.iter().map(|range| range.last_row - range.row).max().unwrap_or(0);
        Spans { starts, by_row, tallest }
    }

    /// The range that a cell shows, or `None` where a merge hides it.
    fn of(&self, row: u32, col: u32) -> Option<Range> {
        if let Some(range) = self.starts.get(&(row, col)) {
            return Some(*range);
        }
        let from =
            self.by_row.partition_point(|range| range.row < row.saturating_sub(self.tallest));
        let hidden = self.by_row[from..]
            .iter()
            .take_while(|range| range.row <= row)
            .any(|range| row <= range.last_row && (range.col..=range.last_col).contains(&col));
        (!hidden).then_some(Range { row, col, last_row: row, last_col: col })
    }
}
