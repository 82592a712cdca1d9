//! Where a table meets the first grid of the next page: whether it goes on there, and
//! how the two become one.

use super::{Caption, Cell, Open, Table};
use crate::grid::{self, Grid, HEADER_ROWS_MAX};
use crate::layout;
use crate::place::Place;
use crate::table::header::ByRow;
use crate::table::page_end::{self, Half, goes_on, is_parted, is_soft};
use crate::table::stitch::same_header;
use std::collections::HashSet;
use std::ops::Range;

/// How far a border may wander from page to page, in points.
const BORDER_DRIFT_PT: f32 = 3.0;

/// How many cells a header that is repeated has at least: one may say the same by
/// chance.
const HEADERS_MIN: usize = 2;

/// How the next grid goes on with a table.
pub(super) struct Seam {
    columns: Fit,
    /// Which of its rows repeat the header, and how many rows of the table these are,
    /// with what stands above them.
    repeated: Range<usize>,
    header_rows: usize,
}

/// The columns of two grids as those of one.
struct Fit {
    /// For each border of the table, and of the next grid, which border it is.
    open: Vec<usize>,
    next: Vec<usize>,
    /// Where these borders are, in points.
    edges: Vec<f32>,
    /// Whether the columns lie below each other.
    is_aligned: bool,
}

impl Open {
    /// How the next grid goes on with this table, if it does.
    pub(super) fn seam(&self, next: &ByRow, captions: &[Caption]) -> Option<Seam> {
        let grid = &next.grid;
        if !self.last.is_right_before(&grid.place) {
            return None;
        }
        // What begins below a caption of its own is another table, and so is what
        // begins below text; but whoever found the columns on the page before has
        // looked at both.
        let is_own = |it: &Caption| !it.is_head && !self.has_caption(&it.text);
        if !grid.goes_on && (self.ended || captions.iter().any(is_own)) {
            return None;
        }
        let columns = self.fit(grid)?;
        if let Some((repeated, header_rows)) = self.repeated(next, &columns) {
            return Some(Seam { columns, repeated, header_rows });
        }
        let has_own_header = next.is_named || begins_with_header(&self.table, grid);
        let goes_on = grid.goes_on || (columns.is_aligned && !has_own_header);
        let header_rows = self.table.header_rows;
        goes_on.then_some(Seam { columns, repeated: 0..0, header_rows })
    }

    /// The columns of both, if they can be those of one table: as many, or where rules
    /// show them, those of one among those of the other.
    fn fit(&self, grid: &Grid) -> Option<Fit> {
        let own = edges(grid);
        let near = |a: &f32, b: &f32| (a - b).abs() <= BORDER_DRIFT_PT;
        let is_ruled = self.table.ruled && grid.ruled;
        if self.table.cols == grid.cols {
            let borders: Vec<usize> = (0..=grid.cols).collect();
            let mut pairs = self.edges.windows(2).zip(own.windows(2));
            let is_aligned = if is_ruled {
                self.edges.iter().zip(&own).all(|(a, b)| near(a, b))
            } else {
                // Where no rules show them they are guessed anew on each page.
                pairs.all(|(a, b)| {
                    let common = a[1].min(b[1]) - a[0].max(b[0]);
                    2.0 * common >= (a[1] - a[0]).max(b[1] - b[0])
                })
            };
            return Some(Fit { open: borders.clone(), next: borders, edges: own, is_aligned });
        }
        let (few, many) =
            if own.len() < self.edges.len() { (&own, &self.edges) } else { (&self.edges, &own) };
        let place = |edge: &f32| many.iter().position(|it| near(it, edge));
        let sides = near(few.first()?, many.first()?) && near(few.last()?, many.last()?);
        let few: Vec<usize> = few.iter().map(place).collect::<Option<_>>()?;
        let is_growing = few.windows(2).all(|pair| pair[0] < pair[1]);
        let all: Vec<usize> = (0..many.len()).collect();
        let edges = many.clone();
        let (open, next) = if own.len() < self.edges.len() { (all, few) } else { (few, all) };
        (is_ruled && sides && is_growing).then_some(Fit { open, next, edges, is_aligned: true })
    }

    /// The first rows of a grid that say what the header of this table says, and how
    /// many of its rows those are.
    fn repeated(&self, next: &ByRow, columns: &Fit) -> Option<(Range<usize>, usize)> {
        let (grid, table) = (&next.grid, &self.table);
        let mut best = 0..0;
        let mut header_rows = 0;
        for start in [0, self.top] {
            for begin in [0, next.top] {
                let rows = (self.top + HEADER_ROWS_MAX).min(table.rows) - start;
                let same = |row: &usize| {
                    let own = said(&grid.cells, begin + row, &columns.next);
                    begin + row < grid.rows && own == said(&table.cells, start + row, &columns.open)
                };
                let mut count = (0..rows).take_while(same).count();
                let crosses = |end: usize| {
                    grid.cells.iter().any(|it| it.row < end && it.row + it.rowspan > end)
                };
                while count > 0 && crosses(begin + count) {
                    count -= 1;
                }
                let cells: usize =
                    (0..count).map(|row| said(&grid.cells, begin + row, &columns.next).len()).sum();
                if count > best.len() && start + count > self.top && cells >= HEADERS_MIN {
                    (best, header_rows) = (begin..begin + count, start + count);
                }
            }
        }
        if !best.is_empty() {
            return Some((best, header_rows));
        }
        // The same words over the same columns, merged in another way.
        let has_words = self.columns.iter().filter(|it| !it.path.is_empty()).count() >= HEADERS_MIN;
        let own = next.top..next.top + next.depth;
        (has_words && table.cols == grid.cols && same_header(&self.columns, &next.columns()))
            .then_some((own, table.header_rows))
    }

    /// Appends the next grid.
    pub(super) fn join(&mut self, next: ByRow, seam: &Seam) {
        self.spread(&seam.columns);
        let ByRow { mut grid, .. } = next;
        let Range { start, end } = seam.repeated;
        for cell in &mut grid.cells {
            let (first, last) = (cell.col, cell.col + cell.colspan);
            (cell.col, cell.colspan) = spread(&seam.columns.next, first, last);
        }
        grid.cells.retain(|cell| !(start..end).contains(&cell.row));
        for cell in &mut grid.cells {
            if cell.row >= end {
                cell.row -= end - start;
            }
        }
        grid.rows -= end - start;
        if !self.is_joined && start < end {
            self.table.header_rows = seam.header_rows;
        }
        let is_rest = self.tail.is_cut(&self.table, &grid);
        let first_row = self.table.rows - usize::from(is_rest);
        let mut tail = Tail::of(&grid, usize::from(is_rest));
        let parts = super::parts(&grid, first_row);
        self.last = grid.place.clone();
        let mut numbers = Vec::with_capacity(grid.cells.len());
        let rows = grid.rows;
        for mut cell in grid.cells {
            let partner = self.tail.partner(&cell).filter(|_| cell.row == 0);
            let partner = partner.filter(|it| is_rest || it.is_merged_with(&self.table, &cell));
            let Some(TailCell { number, cell: above }) = partner else {
                numbers.push(self.table.cells.len());
                cell.row += first_row;
                self.table.cells.push(cell.into());
                continue;
            };
            numbers.push(*number);
            let Some(whole) = self.table.cells.get_mut(*number) else { continue };
            whole.rowspan = first_row + cell.rowspan - whole.row;
            if is_rest || whole.text != cell.text {
                page_end::join(&mut whole.text, &mut above.ends.clone(), cell.text, cell.ends);
            }
            whole.places.push(cell.place);
        }
        if rows > 0 {
            tail.renumber(&numbers);
            tail.gather(&self.tail);
            self.tail = tail;
        }
        self.table.rows = first_row + rows;
        self.table.parts.extend(parts);
        self.table.ruled &= grid.ruled;
        self.edges.clone_from(&seam.columns.edges);
        self.ended = false;
        self.is_joined = true;
    }

    /// Gives the table the columns that the next page shows.
    fn spread(&mut self, columns: &Fit) {
        let cols = columns.edges.len().saturating_sub(1).max(self.table.cols);
        if cols == self.table.cols {
            return;
        }
        for cell in &mut self.table.cells {
            (cell.col, cell.colspan) = spread(&columns.open, cell.col, cell.col + cell.colspan);
        }
        for TailCell { cell, .. } in &mut self.tail.cells {
            (cell.col, cell.colspan) = spread(&columns.open, cell.col, cell.col + cell.colspan);
        }
        let mut paths = Vec::with_capacity(cols);
        for (column, borders) in self.columns.iter().zip(columns.open.windows(2)) {
            paths.extend((borders[0]..borders[1]).map(|_| column.clone()));
        }
        let mut keys = vec![false; cols];
        for (is_key, border) in self.tail.keys.iter().zip(&columns.open) {
            keys[*border] = *is_key;
        }
        (self.columns, self.tail.keys, self.table.cols) = (paths, keys, cols);
    }
}

/// The first column of a cell and how many it spans, among the borders of both pages.
fn spread(borders: &[usize], first: usize, last: usize) -> (usize, usize) {
    let border = |at: usize| borders.get(at).or(borders.last()).copied().unwrap_or(at);
    (border(first), border(last).saturating_sub(border(first)).max(1))
}

/// What the cells that begin in a row say, and over which columns.
fn said<C: Square>(cells: &[C], row: usize, borders: &[usize]) -> Vec<(usize, usize, String)> {
    let begin = cells.partition_point(|cell| cell.at().0 < row);
    let own = cells.iter().skip(begin).take_while(|cell| cell.at().0 == row);
    let filled = own.filter(|cell| !cell.said().trim().is_empty());
    let said = filled.map(|cell| {
        let (_, col, colspan) = cell.at();
        let (col, colspan) = spread(borders, col, col + colspan);
        (col, colspan, layout::fold(cell.said()))
    });
    said.collect()
}

/// A cell of a grid or of a table, which both list row by row.
trait Square {
    /// Its first row and column, and how many columns it spans.
    fn at(&self) -> (usize, usize, usize);
    fn said(&self) -> &str;
}

impl Square for grid::Cell {
    fn at(&self) -> (usize, usize, usize) {
        (self.row, self.col, self.colspan)
    }

    fn said(&self) -> &str {
        &self.text
    }
}

impl Square for Cell {
    fn at(&self) -> (usize, usize, usize) {
        (self.row, self.col, self.colspan)
    }

    fn said(&self) -> &str {
        &self.text
    }
}

/// Where the columns of a grid begin and end on its page; nothing on a sheet.
pub(super) fn edges(grid: &Grid) -> Vec<f32> {
    let Place::Page { bbox: whole, .. } = &grid.place else { return Vec::new() };
    let mut edges = vec![f32::NAN; grid.cols + 1];
    for cell in &grid.cells {
        let Place::Page { bbox, .. } = &cell.place else { continue };
        let end = (cell.col + cell.colspan).min(grid.cols);
        edges[end] = edges[end].min(bbox.x1);
        edges[cell.col] = edges[cell.col].min(bbox.x0);
    }
    let at = |edge: f32| if edge.is_nan() { whole.x0 } else { edge };
    edges.into_iter().map(at).collect()
}

/// Whether the first row of a grid heads columns: in those that hold numbers, in the
/// table before and below in this grid, it has words.
fn begins_with_header(open: &Table, grid: &Grid) -> bool {
    let below =
        open.cells.iter().filter(|it| it.row >= open.header_rows).map(|it| (it.col, &it.text));
    let own = grid.cells.iter().filter(|it| it.row > 0).map(|it| (it.col, &it.text));
    let of_numbers = of_numbers(below, open.cols);
    let own: HashSet<usize> = self::of_numbers(own, grid.cols);
    let mut first = grid.cells.iter().take_while(|it| it.row == 0).peekable();
    let is_filled = |it: &grid::Cell| !it.text.trim().is_empty();
    let heads: Vec<&grid::Cell> = first
        .by_ref()
        .filter(|it| own.contains(&it.col) && of_numbers.contains(&it.col) && is_filled(it))
        .collect();
    !heads.is_empty() && heads.iter().all(|it| !is_number(&it.text))
}

/// The columns most of whose texts are numbers.
fn of_numbers<'a>(texts: impl Iterator<Item = (usize, &'a String)>, cols: usize) -> HashSet<usize> {
    let mut counts = vec![(0_usize, 0_usize); cols];
    for (col, text) in texts.filter(|(_, text)| !text.trim().is_empty()) {
        let Some((numbers, all)) = counts.get_mut(col) else { continue };
        *numbers += usize::from(is_number(text));
        *all += 1;
    }
    let most = |(numbers, all): (usize, usize)| all > 0 && 3 * numbers >= 2 * all;
    counts.into_iter().enumerate().filter(|(_, it)| most(*it)).map(|(col, _)| col).collect()
}

/// Whether a text is a number with its signs and at most a short unit.
fn is_number(text: &str) -> bool {
    let folded = layout::fold(text);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let others =
        folded.chars().filter(|c| !c.is_ascii_digit() && !",.+-−△▲()%％".contains(*c)).count();
    (digits > 0 && others <= 2 && others <= digits) || matches!(folded.as_str(), "-" | "―" | "－")
}

/// The last row of a table on its last page.
#[derive(Debug)]
pub(super) struct Tail {
    /// The cells that reach down to it.
    cells: Vec<TailCell>,
    /// For each column, whether each row has a text of its own there.
    keys: Vec<bool>,
    /// Of how many rows that is known.
    rows: usize,
}

#[derive(Debug)]
struct TailCell {
    /// Which cell of the table it belongs to.
    number: usize,
    /// As it is on its page.
    cell: grid::Cell,
}

/// From how many rows on a column in which each has a text is one that names them.
const KEYED_ROWS_MIN: usize = 3;

impl Tail {
    /// Of a grid whose rows begin behind so many others.
    pub(super) fn of(grid: &Grid, first: usize) -> Tail {
        let last = grid.cells.iter().enumerate();
        let last = last.filter(|(_, cell)| cell.row + cell.rowspan >= grid.rows);
        let cells = last.map(|(number, cell)| TailCell { number, cell: cell.clone() });
        let (keys, rows) = keys(grid, first);
        Tail { cells: cells.collect(), keys, rows }
    }

    fn renumber(&mut self, numbers: &[usize]) {
        for cell in &mut self.cells {
            cell.number = numbers.get(cell.number).copied().unwrap_or(usize::MAX);
        }
    }

    /// Adds what the rows on earlier pages say about the keys.
    fn gather(&mut self, before: &Tail) {
        self.rows += before.rows;
        for (own, before) in self.keys.iter_mut().zip(&before.keys) {
            *own &= *before;
        }
    }

    /// The cell that a cell at the top of the next page may go on.
    fn partner(&self, cell: &grid::Cell) -> Option<&TailCell> {
        self.cells.iter().find(|it| (it.cell.col, it.cell.colspan) == (cell.col, cell.colspan))
    }

    /// Whether the first row of a grid is the rest of this row.
    ///
    /// It is if the table has a column of names, in which this row has one and the next
    /// none, and a text stands on both sides of the page end as one that was cut. Without
    /// such a column all such texts must stand right at the page end, and a line be full
    /// there; unless other cells have ended, in all of them.
    fn is_cut(&self, table: &Table, grid: &Grid) -> bool {
        let first: Vec<&grid::Cell> = grid.cells.iter().take_while(|it| it.row == 0).collect();
        let pairs: Option<Vec<(&TailCell, &grid::Cell)>> =
            first.iter().map(|cell| Some((self.partner(cell)?, *cell))).collect();
        let Some(pairs) = pairs.filter(|it| !it.is_empty() && it.len() == self.cells.len()) else {
            return false;
        };
        let is_said = |it: &TailCell| {
            table.cells.get(it.number).is_some_and(|cell| !cell.text.trim().is_empty())
        };
        let both: Vec<(Half<'_>, Half<'_>)> = pairs
            .iter()
            .filter(|(above, below)| is_said(above) && !below.text.trim().is_empty())
            .map(|(above, below)| (Half::of_cell(&above.cell), Half::of_cell(below)))
            .collect();
        // Two numbers below each other are those of two rows.
        let is_soft = |(above, below): &(Half<'_>, Half<'_>)| is_soft(*above, *below);
        let are_numbers = |pair: &(Half<'_>, Half<'_>)| {
            is_number(pair.0.text()) && is_number(pair.1.text()) && !is_soft(pair)
        };
        if both.iter().any(are_numbers) {
            return false;
        }
        let (below, rows) = keys(grid, 1);
        let is_keyed = self.rows + rows >= KEYED_ROWS_MIN;
        let is_key = |col: usize| {
            is_keyed
                && self.keys.get(col) == Some(&true)
                && (rows == 0 || below.get(col) == Some(&true))
        };
        let ended = |(above, below): &(&TailCell, &grid::Cell)| {
            is_said(above) && below.text.trim().is_empty()
        };
        let stand_there = both.iter().filter(|(above, below)| goes_on(*above, *below)).count();
        let full = both.iter().filter(|it| is_soft(it)).count();
        let says = pairs.iter().any(|(_, below)| !below.text.trim().is_empty());
        let is_named_above = pairs.iter().any(|it| ended(it) && is_key(it.0.cell.col));
        says && ((is_named_above && (both.is_empty() || stand_there + full > 0))
            || (stand_there == both.len() && full > 0 && pairs.iter().any(ended))
            || (stand_there == both.len() && full > 0 && full == both.len()))
    }
}

/// The columns in which each row from one on has a text of its own, and how many rows
/// were asked: not those with one text, which head others.
fn keys(grid: &Grid, first: usize) -> (Vec<bool>, usize) {
    let mut said = vec![vec![false; grid.cols]; grid.rows.saturating_sub(first)];
    for cell in &grid.cells {
        let row = cell.row.checked_sub(first).and_then(|row| said.get_mut(row));
        if let Some(said) = row.and_then(|row| row.get_mut(cell.col)) {
            *said = !cell.text.trim().is_empty();
        }
    }
    said.retain(|row| row.iter().filter(|it| **it).count() > 1);
    let keys = (0..grid.cols).map(|col| said.iter().all(|row| row[col]));
    (keys.collect(), said.len())
}

impl TailCell {
    /// Whether a cell at the top of the next page is a part of this one, which is
    /// merged over several rows: it is empty, or a spreadsheet prints its name on both
    /// pages, or the page end went through that.
    fn is_merged_with(&self, table: &Table, cell: &grid::Cell) -> bool {
        let is_named = table.cells.get(self.number).is_some_and(|it| !it.text.trim().is_empty());
        if self.cell.rowspan == 1 && cell.rowspan == 1 {
            return false;
        }
        if cell.text.trim().is_empty() {
            return is_named || (self.cell.rowspan > 1 && cell.rowspan > 1);
        }
        is_named
            && (self.cell.text == cell.text
                || is_parted(Half::of_cell(&self.cell), Half::of_cell(cell)))
    }
}
