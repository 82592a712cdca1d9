//! Grid → header, captions and rows. Bands are still rows here.
//!
//! The header begins at the first row that names at least three fields of the
//! layout, else at the first row with two cells or more; what stands above is
//! captions. It reaches as far down as its cells do: a header over several
//! columns has others below it, and a cell merged downwards ends with them.

use super::{Column, Entry, Paragraph, Row, Table};
use crate::grid::{Cell, Grid, HEADER_ROWS_MAX};
use crate::layout::{self, Role};
use crate::place::Place;
use std::collections::{BTreeMap, HashSet};

/// How many fields of the layout a row must name to be taken for the header
/// in spite of rows above it.
pub(super) const FIELDS_MIN: usize = 3;

pub(super) fn filled(grid: &Grid, line: &[u32]) -> usize {
    line.iter().filter(|&&index| !grid.cells[index as usize].text.is_empty()).count()
}

/// A grid row by row, and where its header stands.
pub(super) struct ByRow {
    pub(super) grid: Grid,
    /// For each row, the cells that cover it, left to right.
    pub(super) lines: Vec<Vec<u32>>,
    /// The first row of the header.
    pub(super) top: usize,
    /// How many rows it has.
    pub(super) depth: usize,
    /// Whether it is known by its words.
    pub(super) is_named: bool,
}

impl ByRow {
    pub(super) fn new(mut grid: Grid) -> ByRow {
        let mut lines = self::lines(&grid);
        let named = lines.iter().position(|line| is_header(&grid, line));
        if let Some(row) = named.filter(|&row| is_split(&grid, &lines, row)) {
            join_header(&mut grid, row);
            lines = self::lines(&grid);
        }
        ByRow::headed(grid, lines, named)
    }

    /// A grid as it is: a header that its author split by hand stays split.
    pub(super) fn unchanged(grid: Grid) -> ByRow {
        let lines = self::lines(&grid);
        let named = lines.iter().position(|line| is_header(&grid, line));
        ByRow::headed(grid, lines, named)
    }

    fn headed(grid: Grid, lines: Vec<Vec<u32>>, named: Option<usize>) -> ByRow {
        let several = || lines.iter().position(|line| filled(&grid, line) >= 2);
        let top = named.or_else(several).map_or(0, |row| top_of(&grid, &lines[row], row));
        let depth = depth(&grid, &lines, top);
        ByRow { grid, lines, top, depth, is_named: named.is_some() }
    }

    /// The rows of the header.
    pub(super) fn header(&self) -> &[Vec<u32>] {
        &self.lines[self.top..self.top + self.depth]
    }

    /// The columns as the header has them.
    pub(super) fn columns(&self) -> Vec<Column> {
        columns(&self.grid, self.header())
    }

    /// All rows, of a grid that has no header.
    pub(super) fn all_rows(mut self) -> Vec<Row> {
        rows(&mut self.grid, &self.lines, 0)
    }
}

/// Splits a grid into a table.
pub(super) fn split(by_row: ByRow, mut captions: Vec<Paragraph>) -> Table {
    let columns = by_row.columns();
    let ByRow { mut grid, lines, top, depth, .. } = by_row;
    let mut notes = Vec::new();
    for line in &lines[..top] {
        let cells = line.iter().map(|&index| &grid.cells[index as usize]);
        let filled: Vec<&Cell> = cells.filter(|cell| !cell.text.is_empty()).collect();
        match filled[..] {
            [] => {}
            [alone] => captions.push(caption(alone)),
            _ => notes.push(note(&filled)),
        }
    }
    captions.dedup_by(|a, b| a.text == b.text && a.place == b.place);
    notes.dedup_by(|a, b| a.text == b.text && a.place == b.place);
    let rows = rows(&mut grid, &lines, top + depth);
    Table { captions, notes, columns, rows, page_starts: Vec::new() }
}

/// A row of several cells as one text: a legend with a cell for each symbol and
/// each word, who signed, when it was printed.
fn note(cells: &[&Cell]) -> Paragraph {
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    let places = cells.iter().map(|cell| &cell.place);
    let place = Place::around(places).unwrap_or_else(|| cells[0].place.clone());
    Paragraph { text: texts.join("　"), place, glyphs: 0 }
}

/// The rows from one on, which take over what the cells of the grid say.
fn rows(grid: &mut Grid, lines: &[Vec<u32>], first: usize) -> Vec<Row> {
    let numbered = lines.iter().enumerate().skip(first);
    numbered.filter_map(|(number, line)| row(grid, line, number)).collect()
}

fn caption(cell: &Cell) -> Paragraph {
    Paragraph { text: cell.text.clone(), place: cell.place.clone(), glyphs: 0 }
}

fn lines(grid: &Grid) -> Vec<Vec<u32>> {
    let mut lines: Vec<Vec<u32>> = vec![Vec::new(); grid.rows];
    for (index, cell) in grid.cells.iter().enumerate() {
        let last = (cell.row + cell.rowspan).min(grid.rows);
        for line in &mut lines[cell.row.min(last)..last] {
            line.push(index as u32);
        }
    }
    for line in &mut lines {
        line.sort_by_key(|&index| grid.cells[index as usize].col);
    }
    lines
}

/// Whether a row names enough fields to be a header, or the numbers of what is below.
pub(super) fn is_header(grid: &Grid, line: &[u32]) -> bool {
    let named = named(grid, line);
    named.len() >= FIELDS_MIN || (named.contains(&Role::Id) && filled(grid, line) >= 2)
}

/// By which a table of measures is known.
const NEEDED: [Role; 3] = [Role::Id, Role::Name, Role::Rating];

/// Whether a header that lacks what measures need has it together with the row
/// below: its author split it by hand (とりまとめ above 局) and merged nothing.
fn is_split(grid: &Grid, lines: &[Vec<u32>], row: usize) -> bool {
    let has_all = |fields: &HashSet<Role>| NEEDED.iter().all(|it| fields.contains(it));
    let Some(below) = lines.get(row + 1) else { return false };
    let cell = |index: &u32| &grid.cells[*index as usize];
    let is_single = |it: &Cell| it.rowspan == 1 && it.colspan == 1;
    if has_all(&named(grid, &lines[row]))
        || !lines[row].iter().chain(below).all(|index| is_single(cell(index)))
    {
        return false;
    }
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    for cell in lines[row].iter().chain(below).map(cell) {
        texts.entry(cell.col).or_default().push_str(&cell.text);
    }
    has_all(&texts.values().filter_map(|text| layout::whole_cell(text)).collect())
}

/// Puts the texts of the row below on those of a header.
fn join_header(grid: &mut Grid, row: usize) {
    let cells = std::mem::take(&mut grid.cells);
    let mut above: BTreeMap<usize, usize> = BTreeMap::new();
    for mut cell in cells {
        if cell.row == row {
            above.insert(cell.col, grid.cells.len());
        }
        let first = above.get(&cell.col).filter(|_| cell.row == row + 1);
        match first.and_then(|&index| grid.cells.get_mut(index)) {
            Some(first) => {
                first.text.push_str(&cell.text);
                first.place = first.place.union(&cell.place);
            }
            None => {
                cell.row -= usize::from(cell.row == row + 1);
                grid.cells.push(cell);
            }
        }
    }
}

/// A header merged downwards begins at the top of its tallest cell.
pub(super) fn top_of(grid: &Grid, line: &[u32], row: usize) -> usize {
    line.iter().map(|&index| grid.cells[index as usize].row).min().unwrap_or(row)
}

/// The fields that a row names.
pub(super) fn named(grid: &Grid, line: &[u32]) -> HashSet<Role> {
    let cells = line.iter().map(|&index| &grid.cells[index as usize]);
    cells.filter_map(|cell| layout::whole_cell(&cell.text)).collect()
}

/// Whether a row says 目標, 実績 or 評価 and nothing else, twice at least.
pub(super) fn names_values(grid: &Grid, line: &[u32]) -> bool {
    let cells = line.iter().map(|&index| &grid.cells[index as usize]);
    let mut count = 0;
    for cell in cells.filter(|cell| !cell.text.is_empty()) {
        let role = layout::whole_cell(&cell.text);
        if !role.is_some_and(|role| role.is_value() || role == Role::Rating) {
            return false;
        }
        count += 1;
    }
    count >= 2
}

pub(super) fn depth(grid: &Grid, lines: &[Vec<u32>], top: usize) -> usize {
    let mut depth = 1;
    while depth < HEADER_ROWS_MAX && top + depth < lines.len() {
        let last = top + depth - 1;
        let goes_on = lines[last].iter().any(|&index| {
            let cell = &grid.cells[index as usize];
            let reaches_down = cell.row + cell.rowspan > last + 1;
            let heads_several = cell.row == last && cell.colspan > 1 && cell.colspan < grid.cols;
            (reaches_down && cell.row + cell.rowspan <= top + HEADER_ROWS_MAX)
                || (heads_several && !cell.text.is_empty())
        });
        // A cell that a header of this depth could not hold is one of the rows:
        // it groups them. So is one below a header of one column that has ended,
        // unless others beside it are headers by what they say: below a wider one, or
        // merged down from the row above.
        let names_fields = lines[last + 1].iter().any(|&index| {
            let cell = &grid.cells[index as usize];
            let is_merged = cell.row <= last && cell.row + cell.rowspan <= top + HEADER_ROWS_MAX;
            (is_merged || !is_below_single(grid, &lines[last], cell))
                && layout::whole_cell(&cell.text).is_some()
        });
        let is_row = lines[last + 1].iter().any(|&index| {
            let cell = &grid.cells[index as usize];
            let is_new = cell.row == last + 1 && !cell.text.is_empty();
            // A text over the whole width heads rows, not columns.
            let is_band = is_new && cell.colspan >= grid.cols && grid.cols > 1;
            is_band
                || (cell.row == last + 1 && cell.row + cell.rowspan > top + HEADER_ROWS_MAX)
                || (is_new && !names_fields && is_below_single(grid, &lines[last], cell))
        });
        if !goes_on || is_row {
            break;
        }
        depth += 1;
    }
    depth.min(lines.len() - top)
}

/// Whether a cell stands below one that says something and heads no more than
/// the columns of it.
fn is_below_single(grid: &Grid, line: &[u32], cell: &Cell) -> bool {
    line.iter().map(|&index| &grid.cells[index as usize]).any(|above| {
        !above.text.is_empty() && (above.col, above.colspan) == (cell.col, cell.colspan)
    })
}

fn columns(grid: &Grid, header: &[Vec<u32>]) -> Vec<Column> {
    let mut columns = vec![Column { path: Vec::new() }; grid.cols];
    let mut seen = HashSet::new();
    for &index in header.iter().flatten().filter(|&&index| seen.insert(index)) {
        let cell = &grid.cells[index as usize];
        if cell.text.is_empty() {
            continue;
        }
        let last = (cell.col + cell.colspan).min(columns.len());
        for column in &mut columns[cell.col.min(last)..last] {
            column.path.push(cell.text.clone());
        }
    }
    columns
}

fn row(grid: &mut Grid, line: &[u32], number: usize) -> Option<Row> {
    let cells: Vec<Entry> = line
        .iter()
        .map(|&index| {
            let cell = &mut grid.cells[index as usize];
            // A merged cell is one of each of its rows; the last one may have it.
            let goes_on = cell.row + cell.rowspan > number + 1;
            let kept = goes_on.then(|| (cell.text.clone(), cell.ends.clone()));
            let (text, ends) =
                kept.unwrap_or_else(|| (std::mem::take(&mut cell.text), cell.ends.take()));
            Entry {
                col: cell.col,
                colspan: cell.colspan,
                text,
                place: cell.place.clone(),
                ends,
                number: cell.number,
            }
        })
        .collect();
    let mut place = Place::around(cells.iter().map(|cell| &cell.place))?;
    // Empty cells of a sheet are not listed; a row reaches to the last column.
    if let (Place::Sheet { range, .. }, Place::Sheet { range: all, .. }) = (&mut place, &grid.place)
    {
        range.last_col = range.last_col.max(all.last_col);
    }
    let in_box = in_box(&cells, &grid.ledges);
    Some(Row { cells, bands: Vec::new(), place, in_box })
}

/// The first row of the box around a row of a sheet, if borders are drawn above
/// and below it.
fn in_box(cells: &[Entry], ledges: &[u32]) -> Option<u32> {
    let own = |entry: &Entry| match &entry.place {
        Place::Sheet { range, .. } => Some(range.row),
        Place::Page { .. } => None,
    };
    let row = cells.iter().filter_map(own).max()?;
    let next = ledges.partition_point(|ledge| *ledge <= row);
    let above = next.checked_sub(1)?;
    (next < ledges.len()).then(|| ledges[above])
}
