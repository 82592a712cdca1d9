//! A table too wide for its page: a spreadsheet prints the rest of its columns on a
//! page of their own, with the columns that name the rows once more.
//!
//! Such a page is known by its rows: as many, at the same heights, named by the same
//! words in the same first columns; and by standing below no caption of its own.

use super::{Cell, Grid, Leaf};
use crate::place::Place;
use crate::text::join::Line;
use std::collections::{HashMap, HashSet};

/// How far a row may lie from where it is on the page before, in points.
const ROW_DRIFT_PT: f32 = 3.0;

/// How many rows below the header must be named at the least: fewer may be alike by
/// chance.
const NAMED_ROWS_MIN: usize = 2;

/// How many letters a name has at the least: numbers stand in every table.
const NAME_LETTERS_MIN: usize = 2;

/// Puts the columns of such pages beside those that they go on from.
pub(super) fn join(leaves: &mut [Leaf]) {
    // The pages of each first column, which may be many apart: first all that lie below
    // each other are printed, then those beside them.
    let mut known: HashMap<Vec<(usize, String)>, Vec<usize>> = HashMap::new();
    for next in 0..leaves.len() {
        let Some(names) = names(&leaves[next]) else { continue };
        let pages = known.entry(names).or_default();
        let before = pages.last().copied().filter(|before| *before < next);
        let (first, rest) = leaves.split_at_mut(next);
        let joined = before.and_then(|before| {
            let (leaf, next) = (first.get_mut(before)?, rest.first_mut()?);
            let shared = shared(leaf.grids.first()?, next.grids.first()?)?;
            if !next.lines.iter().all(|line| is_of_pages(line, &leaf.lines, next)) {
                return None;
            }
            put_beside(leaf.grids.first_mut()?, next.grids.pop()?, shared);
            Some(())
        });
        if joined.is_none() {
            pages.push(next);
        }
    }
}

/// What the first column of a page says, if all that it has is one table.
fn names(leaf: &Leaf) -> Option<Vec<(usize, String)>> {
    let [grid] = &leaf.grids[..] else { return None };
    if !matches!(grid.place, Place::Page { .. }) {
        return None;
    }
    let first = grid.cells.iter().filter(|cell| cell.col == 0);
    Some(first.map(|cell| (cell.row, cell.text.clone())).collect())
}

/// Whether a line is the number of a page, or stands on the page before as well.
fn is_of_pages(line: &Line, before: &[Line], leaf: &Leaf) -> bool {
    let Place::Page { bbox: page, .. } = &leaf.place else { return false };
    let words = |line: &Line| -> String {
        line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
    };
    let own = words(line);
    let is_number = own.chars().all(|c| !c.is_alphabetic() || c == 'ペ' || c == 'ー' || c == 'ジ');
    let in_margin = line.bbox.y1 < 0.1 * page.height() || line.bbox.y0 > 0.9 * page.height();
    let repeats = |it: &Line| words(it) == own && (it.bbox.y0 - line.bbox.y0).abs() <= ROW_DRIFT_PT;
    (is_number && in_margin) || before.iter().any(repeats)
}

/// How many first columns of both name the same rows, if the second goes on beside the
/// first.
fn shared(grid: &Grid, next: &Grid) -> Option<usize> {
    if grid.rows != next.rows {
        return None;
    }
    let own: HashMap<(usize, usize), &Cell> =
        grid.cells.iter().map(|cell| ((cell.row, cell.col), cell)).collect();
    let is_same = |cell: &Cell| {
        own.get(&(cell.row, cell.col)).is_some_and(|other| {
            (other.rowspan, other.colspan, &other.text) == (cell.rowspan, cell.colspan, &cell.text)
                && lies_beside(&other.place, &cell.place)
        })
    };
    let others = next.cells.iter().filter(|cell| !is_same(cell));
    let shared = others.map(|cell| cell.col).min()?.min(grid.cols);
    let ends_there =
        next.cells.iter().all(|cell| cell.col >= shared || cell.col + cell.colspan <= shared);
    let is_named = (0..shared).any(|col| {
        let cells = next.cells.iter().filter(|cell| cell.col == col && cell.row > 0);
        let texts: Vec<&str> = cells.map(|cell| cell.text.trim()).collect();
        let is_name =
            |text: &&str| text.chars().filter(|c| c.is_alphabetic()).count() >= NAME_LETTERS_MIN;
        let distinct: HashSet<&str> = texts.iter().copied().collect();
        texts.iter().all(is_name)
            && distinct.len() == texts.len()
            && texts.len() > NAMED_ROWS_MIN
            && texts.len() + 1 >= next.rows.saturating_sub(super::HEADER_ROWS_MAX - 1)
    });
    let is_beside = next.cells.iter().all(|cell| {
        // Rows that neither names must lie at one height, too.
        cell.col < shared
            || row_of(grid, cell.row)
                .is_none_or(|row| lies_beside(row, &cell.place) || cell.rowspan > 1)
    });
    (shared > 0 && ends_there && is_named && is_beside).then_some(shared)
}

/// Where a row is: the place of a cell of it alone.
fn row_of(grid: &Grid, row: usize) -> Option<&Place> {
    grid.cells.iter().find(|cell| cell.row == row && cell.rowspan == 1).map(|cell| &cell.place)
}

/// Whether two places lie at the same height of their pages.
fn lies_beside(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Page { bbox: a, .. }, Place::Page { bbox: b, .. }) => {
            (a.y0 - b.y0).abs() <= ROW_DRIFT_PT && (a.y1 - b.y1).abs() <= ROW_DRIFT_PT
        }
        _ => false,
    }
}

/// Appends the columns behind the shared ones.
fn put_beside(grid: &mut Grid, next: Grid, shared: usize) {
    let before = grid.cols.saturating_sub(shared);
    let columns = next.cells.into_iter().filter(|cell| cell.col >= shared);
    grid.cells.extend(columns.map(|cell| Cell { col: cell.col + before, ..cell }));
    grid.cells.sort_by_key(|cell| (cell.row, cell.col));
    grid.cols += next.cols.saturating_sub(shared);
}
