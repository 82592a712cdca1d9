//! A table too wide for its page: a spreadsheet prints the rest of its columns on a
//! page of their own, with the columns that name the rows once more.
//!
//! A form on each page has the same words there too; they are labels, and name no rows.
//!
//! Such a page is known by its rows: as many, at the same heights, named by the same
//! words in the same first columns; and by standing below no caption of its own.

use super::{Cell, Grid, Leaf};
use crate::layout;
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
    let first = || grid.cells.iter().filter(|cell| cell.col == 0);
    let labels = first().filter(|cell| layout::label(&cell.text).is_some()).count();
    // A header names one column, and few rows are named like one: 合計.
    let is_form = labels >= LABELS_MIN && 2 * labels >= first().count();
    (!is_form).then(|| first().map(|cell| (cell.row, cell.text.clone())).collect())
}

/// How many labels at the left make a form.
const LABELS_MIN: usize = 2;

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

#[cfg(test)]
mod tests {
    use super::join;
    use crate::geom::Rect;
    use crate::grid::{Cell, Grid, Ink, Leaf};
    use crate::place::Place;
    use std::sync::Arc;

    fn leaf(page: usize, rows: &[&str]) -> Leaf {
        let place = |row: f32, col: f32| {
            let (x0, y0) = (100.0 * col, 20.0 * row);
            Place::Page { page, bbox: Rect { x0, y0, x1: x0 + 100.0, y1: y0 + 20.0 } }
        };
        let mut cells = Vec::new();
        for (row, texts) in (0_u16..).zip(rows) {
            for (col, text) in (0_u16..).zip(texts.split('|')) {
                cells.push(Cell {
                    row: row.into(),
                    col: col.into(),
                    rowspan: 1,
                    colspan: 1,
                    text: text.to_owned(),
                    place: place(row.into(), col.into()),
                    ends: None,
                    number: None,
                });
            }
        }
        let cols = cells.iter().map(|it| it.col + 1).max().unwrap_or(0);
        let grid = Grid {
            place: place(0.0, 0.0),
            rows: rows.len(),
            cols,
            cells,
            ruled: true,
            gaps: Vec::new(),
            goes_on: false,
            ledges: Arc::default(),
        };
        Leaf {
            place: place(0.0, 0.0),
            grids: vec![grid],
            lines: Vec::new(),
            top: Vec::new(),
            open: None,
            unread: None,
            ink: Ink::default(),
        }
    }

    /// How many columns the first page has in the end.
    #[track_caller]
    fn check(first: &[&str], second: &[&str], expected: usize) {
        let mut leaves = [leaf(1, first), leaf(2, second)];
        join(&mut leaves);
        assert_eq!(leaves[0].grids[0].cols, expected, "{second:?}");
    }

    #[test]
    fn the_rest_of_the_columns() {
        let names = ["施策名|目標", "港の整備|5", "道の整備|6", "森の保全|7"];
        let rest = ["施策名|実績", "港の整備|8", "道の整備|6", "森の保全|7"];
        check(&names, &rest, 3);
    }

    #[test]
    fn a_form_on_each_page() {
        let form = ["施策名|港の整備", "担当課|港湾課", "目標値|5", "実績値|6"];
        let next = ["施策名|道の整備", "担当課|道路課", "目標値|7", "実績値|8"];
        check(&form, &next, 2);
    }
}
