//! A box that a page end cuts: its rows on the next page are put below those of the page
//! before, so that each record is read whole.

use super::{Item, ROWS_MAX, is_form, is_header, items, label, within_tables};
use crate::grid::{Cell, Grid};
use crate::layout::{self, Labels};
use crate::place::Place;
use crate::table::Paragraph;

/// The forms at the end of the pages so far, which the next page may go on.
#[derive(Default)]
pub(crate) struct Pages {
    open: Option<(Grid, Vec<Paragraph>)>,
    /// The label with which the last form began.
    begin: Option<String>,
}

impl Pages {
    /// Keeps a grid if it is made of forms, or begins as one, and ends its page; gives it
    /// back otherwise.
    pub(crate) fn keep(
        &mut self,
        grid: Grid,
        captions: Vec<Paragraph>,
        is_last: bool,
        labels: &Labels,
    ) -> Option<(Grid, Vec<Paragraph>)> {
        let begin = begin_of(&grid, labels);
        let is_form = begin.is_some() && reads_as_form(&grid, labels);
        let is_part = begin.is_some() && begin == self.begin;
        if is_form {
            self.begin = begin;
        }
        let is_page = matches!(grid.place, Place::Page { .. });
        if is_page && is_last && (is_form || is_part) {
            self.open = Some((grid, captions));
            return None;
        }
        Some((grid, captions))
    }

    /// What was kept, with nothing more to come.
    pub(crate) fn take(&mut self) -> Option<(Grid, Vec<Paragraph>)> {
        self.open.take()
    }

    /// Puts the first grid of a page below what was kept, where it goes on amid a box:
    /// it begins with no label, or with one that begins no box.
    pub(crate) fn goes_on(&mut self, grid: &Grid, labels: &Labels) -> bool {
        let Some((open, _)) = &mut self.open else { return false };
        let (Some(page), Some(next)) = (page(open), page(grid)) else { return false };
        let rows = items(grid, labels);
        let Some(first) = rows.first() else { return false };
        let own = first.first().map(|it| (it.label, layout::fold(&it.cell.text)));
        let is_cut = is_rest(first, &rows);
        let is_amid = is_cut || own.is_some_and(|it| it.0.is_some() && Some(it.1) != self.begin);
        let fits = open.rows + grid.rows <= ROWS_MAX && next == page + 1;
        if !is_amid || !fits {
            return false;
        }
        let mut joined = open.clone();
        join(&mut joined, grid, is_cut);
        let is_whole = reads_as_form(&joined, labels);
        if is_whole {
            *open = joined;
        }
        is_whole
    }
}

/// The label with which a grid begins, where it may begin a box: not as a header does.
fn begin_of(grid: &Grid, labels: &Labels) -> Option<String> {
    let filled = || grid.cells.iter().filter(|it| !it.text.trim().is_empty());
    let first = filled().map(|it| it.row).min()?;
    let item = |cell| Item { cell, label: label(cell, labels) };
    let mut row: Vec<Item<'_>> = filled().filter(|it| it.row == first).map(item).collect();
    row.sort_by_key(|it| it.cell.col);
    let own = row.first().filter(|it| it.label.is_some())?;
    (!is_header(&row)).then(|| layout::fold(&own.cell.text))
}

fn reads_as_form(grid: &Grid, labels: &Labels) -> bool {
    let rows = items(grid, labels);
    grid.rows <= ROWS_MAX && is_form(&rows, &within_tables(&rows))
}

/// The page of a grid.
fn page(grid: &Grid) -> Option<usize> {
    match grid.cells.last().map(|it| &it.place) {
        Some(Place::Page { page, .. }) => Some(*page),
        _ => None,
    }
}

/// Whether the first row holds the rest of cells of the page before: nothing stands in
/// the column where the labels of the others do.
fn is_rest(first: &[Item<'_>], rows: &[Vec<Item<'_>>]) -> bool {
    let left = rows.iter().filter_map(|row| row.first()).map(|it| it.cell.col).min();
    first.first().is_some_and(|it| it.label.is_none() && Some(it.cell.col) > left)
}

/// Puts the rows of a grid below those of another.
fn join(open: &mut Grid, grid: &Grid, is_cut: bool) {
    let first = grid.cells.iter().filter(|it| !it.text.trim().is_empty()).map(|it| it.row).min();
    let last = open.cells.iter().filter(|it| !it.text.trim().is_empty()).map(|it| it.row).max();
    for cell in &grid.cells {
        if is_cut && Some(cell.row) == first {
            let above = open.cells.iter_mut().filter(|it| Some(it.row) == last);
            if let Some(own) = above.into_iter().find(|it| is_under(cell, it)) {
                own.text.push_str(cell.text.trim());
                continue;
            }
        }
        let row = open.rows + cell.row;
        open.cells.push(Cell { row, ..cell.clone() });
    }
    open.rows += grid.rows;
}

/// Whether a cell stands below another, on whatever page.
fn is_under(cell: &Cell, above: &Cell) -> bool {
    match (&cell.place, &above.place) {
        (Place::Page { bbox, .. }, Place::Page { bbox: other, .. }) => {
            (other.x0..other.x1).contains(&f32::midpoint(bbox.x0, bbox.x1))
        }
        _ => cell.col == above.col,
    }
}
