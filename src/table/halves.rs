//! Where a grid may hold another table beside the first: behind a gap, or where the
//! header begins again.

use super::header::FIELDS_MIN;
use crate::grid::Grid;
use crate::layout::{self, Role};
use crate::place::Place;
use std::collections::HashSet;

/// The columns at which parts begin: the first, those behind a gap, and those
/// where the header begins with a number again. A title may reach over them, a
/// row of the table not.
pub(super) fn starts(grid: &Grid, top: usize, header: &[u32]) -> Vec<usize> {
    let mut crossing = vec![0_isize; grid.cols + 1];
    for cell in grid.cells.iter().filter(|cell| cell.row >= top && cell.colspan > 1) {
        crossing[cell.col + 1] += 1;
        crossing[(cell.col + cell.colspan).min(grid.cols)] -= 1;
    }
    let anew = anew(grid, header);
    let empty = behind_empty(grid, top);
    let mut starts = vec![0];
    let mut crossed = 0;
    for (col, change) in crossing.into_iter().enumerate() {
        crossed += change;
        let begins =
            [&grid.gaps, &anew, &empty].iter().any(|cols| cols.binary_search(&col).is_ok());
        if crossed == 0 && begins && col > 0 {
            starts.push(col);
        }
    }
    starts
}

/// On a page, the columns behind one in which nothing stands, not even a header.
fn behind_empty(grid: &Grid, top: usize) -> Vec<usize> {
    if matches!(grid.place, Place::Sheet { .. }) {
        return Vec::new();
    }
    let mut is_used = vec![false; grid.cols];
    for cell in grid.cells.iter().filter(|cell| cell.row >= top && !cell.text.is_empty()) {
        let end = (cell.col + cell.colspan).min(grid.cols);
        is_used[cell.col.min(end)..end].fill(true);
    }
    let first = is_used.iter().position(|used| *used).unwrap_or(grid.cols);
    let last = is_used.iter().rposition(|used| *used).unwrap_or(0);
    (first..last).filter(|&col| !is_used[col]).map(|col| col + 1).collect()
}

/// What a second half has at least that goes without numbers of its own.
pub(super) const AGAIN: [Role; 2] = [Role::Name, Role::Rating];

/// The columns where a header names a number again, or a name behind a rating, and
/// a table of its own behind it.
fn anew(grid: &Grid, header: &[u32]) -> Vec<usize> {
    let named = header.iter().filter_map(|&index| {
        let cell = &grid.cells[index as usize];
        Some((layout::whole_cell(&cell.text)?, cell.col))
    });
    let named: Vec<(Role, usize)> = named.collect();
    let mut seen = HashSet::new();
    let mut begins = Vec::new();
    for (at, &(field, _)) in named.iter().enumerate() {
        let is_again = AGAIN.iter().all(|it| seen.contains(it)) && field == AGAIN[0];
        if field == Role::Id || is_again {
            begins.push(at);
            seen.clear();
        }
        seen.insert(field);
    }
    let ends = begins.iter().skip(1).copied().chain([named.len()]);
    let tables = begins.iter().zip(ends).map(|(&begin, end)| &named[begin..end]);
    let is_table = |fields: &&[(Role, usize)]| {
        fields.iter().map(|(field, _)| *field).collect::<HashSet<_>>().len() >= FIELDS_MIN
    };
    tables.filter(is_table).skip(1).map(|table| table[0].1).collect()
}
