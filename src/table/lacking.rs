//! A page that goes on with a table and shows fewer columns of it: the rest of a
//! merged cell is drawn without a frame, or nothing stands in a column.
//!
//! The columns that it does show lie where they lay on the page before.

use super::Row;
use crate::grid::{Cell, Grid};

/// How many rows are searched for one without merged cells.
const ROWS_SEARCHED: usize = 32;

/// How few columns are enough to know a table again.
const COLUMNS_MIN: usize = 3;

/// Gives the cells of a grid the columns that lay in their place in the rows of a
/// table. False where some column lay in no such place, and nothing is changed.
pub(super) fn lay_on(rows: &[Row], columns: usize, grid: &mut Grid) -> bool {
    let lacks_some = (COLUMNS_MIN..columns).contains(&grid.cols);
    let Some(places) = lacks_some.then(|| places(rows, columns, grid)).flatten() else {
        return false;
    };
    for cell in &mut grid.cells {
        let last = places[(cell.col + cell.colspan).min(places.len()) - 1];
        cell.col = places[cell.col];
        cell.colspan = last - cell.col + 1;
    }
    grid.cols = columns;
    true
}

/// Whether the columns of a grid lie where all those of a table lay.
pub(super) fn lies_on(rows: &[Row], columns: usize, grid: &Grid) -> bool {
    let lines = unmerged(rows, columns, grid).filter(|_| grid.cols == columns);
    lines.is_some_and(|(row, line)| {
        row.cells.iter().zip(line).all(|(entry, cell)| entry.place.has_sides_of(&cell.place))
    })
}

/// A row of the table and one of the grid without merged cells: they show where the
/// columns lie.
fn unmerged<'a>(rows: &'a [Row], columns: usize, grid: &'a Grid) -> Option<(&'a Row, &'a [Cell])> {
    let is_full = |row: &&Row| row.cells.len() == columns;
    let row = rows.iter().rev().take(ROWS_SEARCHED).find(is_full)?;
    let mut lines = grid.cells.chunk_by(|a, b| a.row == b.row).take(ROWS_SEARCHED);
    Some((row, lines.find(|line| line.len() == grid.cols)?))
}

/// For each column of the grid, which of the table it is.
fn places(rows: &[Row], columns: usize, grid: &Grid) -> Option<Vec<usize>> {
    let (row, line) = unmerged(rows, columns, grid)?;
    let ends = row.cells.iter().any(|entry| entry.place.ends_as(&line[line.len() - 1].place));
    let mut entries = row.cells.iter().enumerate();
    let mut place = |cell: &Cell| {
        entries.find(|(_, entry)| entry.place.begins_as(&cell.place)).map(|(at, _)| at)
    };
    let places: Option<Vec<usize>> = line.iter().map(&mut place).collect();
    places.filter(|_| ends)
}

#[cfg(test)]
mod tests {
    use super::lay_on;
    use crate::geom::Rect;
    use crate::place::Place;
    use crate::table::samples;

    fn at(from: f32, to: f32) -> Place {
        Place::Page { page: 1, bbox: Rect::new(from, 0.0, to, 10.0) }
    }

    /// The columns that cells with these sides get in a table with columns of 50 points.
    #[track_caller]
    fn check(sides: &[(f32, f32)], expected: Option<&[usize]>) {
        let mut rows = samples::rows(&["防災|1-1|窓口|5件|◎"]);
        for (col, entry) in rows[0].cells.iter_mut().enumerate() {
            entry.place = at(50.0 * col as f32, 50.0 * (col + 1) as f32);
        }
        let mut grid = samples::grid(&[&vec!["x"; sides.len()].join("|")]);
        for (cell, &(from, to)) in grid.cells.iter_mut().zip(sides) {
            cell.place = at(from, to);
        }
        let is_laid = lay_on(&rows, 5, &mut grid);
        let cols: Vec<usize> = grid.cells.iter().map(|cell| cell.col).collect();
        assert_eq!(is_laid.then_some(cols.as_slice()), expected);
    }

    #[test]
    fn columns_at_their_places() {
        let all = [(50.0, 100.0), (100.0, 150.0), (150.0, 200.0), (200.0, 250.0)];
        check(&all, Some(&[1, 2, 3, 4]));
        check(&[(0.0, 50.0), (50.0, 100.0), (100.0, 200.0), (200.0, 250.0)], Some(&[0, 1, 2, 4]));
        check(&all[..2], None);
        check(&[(50.0, 100.0), (120.0, 150.0), (150.0, 250.0)], None);
    }
}
