//! What stands below a table of measures in one grid, and is none of it: counts of the
//! ratings, and on a sheet whatever an empty row parts from it.

use super::header::{ByRow, filled};
use super::sections::{counts, cut, rated};
use super::{Column, column_of};
use crate::grid::{Cell, Grid};
use crate::layout::{self, Role};
use crate::place::Place;
use std::collections::HashSet;

/// Rows with several cells that make a table of its own.
const OTHER_ROWS_MIN: usize = 2;

/// Cuts off what stands below a table of measures and has no number where the
/// measures have theirs: on a sheet behind an empty row, and anywhere below a
/// row of rating symbols that is the header of their counts.
pub(super) fn others_below(by_row: ByRow) -> Vec<ByRow> {
    let ByRow { grid, lines, top, depth, .. } = &by_row;
    let start = top + depth;
    let columns = by_row.columns();
    let id = column_of(&columns, Role::Id);
    let numbers = sheet_rows(grid).unwrap_or_default();
    let is_gap = |row: usize| {
        numbers.get(row).is_some_and(|number| *number > numbers[row - 1].saturating_add(1))
    };
    let legend = layout::usual_legend();
    let is_numbered = |row: usize| {
        // The years of a matrix of counts are no numbers of measures.
        let is_number = |text: &str| text.contains(char::is_numeric) && !layout::is_year(text);
        lines[row]
            .iter()
            .map(|&index| &grid.cells[index as usize])
            .any(|cell| (cell.row, Some(cell.col)) == (row, id) && is_number(&cell.text))
    };
    let used = ratings_used(grid, &columns, start);
    // Without numbers, only counts of ratings are known for something else.
    let begins = |&row: &usize| {
        (id.is_some() && is_gap(row))
            || counts(grid, &lines[row..], |text| rated(text, &legend))
            || counts(grid, &lines[row..], |text| used.get(text))
    };
    let mut blocks: Vec<usize> = (start + 1..lines.len()).filter(begins).collect();
    blocks.push(lines.len());
    let is_other = |block: &[usize]| {
        let rows = block[0]..block[1];
        let full = rows.clone().filter(|&row| filled(grid, &lines[row]) >= 2).count();
        full >= OTHER_ROWS_MIN && !rows.into_iter().any(is_numbered)
    };
    let others = blocks.windows(2).filter(|block| is_other(block));
    let cuts: Vec<usize> = others.map(|block| block[0]).collect();
    cut(by_row, &cuts)
}

/// What stands in the column of ratings of a table, as far as it is short.
fn ratings_used(grid: &Grid, columns: &[Column], start: usize) -> HashSet<String> {
    let Some(rating) = column_of(columns, Role::Rating) else { return HashSet::new() };
    let is_rating = |cell: &&Cell| {
        (cell.col, cell.colspan) == (rating, 1)
            && cell.row >= start
            && (1..=WORD_BYTES_MAX).contains(&cell.text.len())
            && !cell.text.contains(char::is_numeric)
    };
    grid.cells.iter().filter(is_rating).map(|cell| cell.text.clone()).collect()
}

/// The longest word of a rating that is counted below, in bytes: 努力を要する.
const WORD_BYTES_MAX: usize = 24;

/// The number on the sheet of each row of a grid, none where it is of a page.
fn sheet_rows(grid: &Grid) -> Option<Vec<u32>> {
    let mut numbers = vec![0; grid.rows];
    for cell in &grid.cells {
        let Place::Sheet { range, .. } = &cell.place else { return None };
        *numbers.get_mut(cell.row)? = range.row;
    }
    Some(numbers)
}
