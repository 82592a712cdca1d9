//! Grid → header, captions and rows. Bands are still rows here.
//!
//! The header begins at the first row that names at least three fields of the
//! layout, else at the first row with two cells or more; what stands above is
//! captions. It reaches as far down as its cells do: a header over several
//! columns has others below it, and a cell merged downwards ends with them.

use super::{Column, Entry, Paragraph, Row, Table};
use crate::grid::{Cell, Grid};
use crate::layout::{self, Field};
use crate::place::Place;
use crate::value::Legend;
use std::collections::HashSet;

/// How many fields of the layout a row must name to be taken for the header
/// in spite of rows above it.
const FIELDS_MIN: usize = 3;

/// How many rows a header may have. Stacked years over 目標・実績・評価 need
/// three; one more for safety.
const DEPTH_MAX: usize = 4;

/// The tables of a grid, which on a sheet may hold several: first those below
/// each other, then those beside each other.
pub(super) fn sections(grid: Grid) -> Vec<Grid> {
    let parts = below_each_other(grid).into_iter().flat_map(others_below);
    parts.flat_map(beside_each_other).collect()
}

/// Rows with several cells that make a table of its own.
const OTHER_ROWS_MIN: usize = 2;

/// Cuts off what stands below a table of measures and has no number where the
/// measures have theirs: on a sheet behind an empty row, and anywhere below a
/// row of rating symbols that is the header of their counts.
fn others_below(grid: Grid) -> Vec<Grid> {
    let lines = by_row(&grid);
    let top = top(&grid, &lines);
    let start = top + depth(&grid, &lines, top);
    let columns = columns(&grid, &lines[top..start]);
    let id = columns.iter().position(|it| layout::field(&it.path) == Some(Field::Id));
    let Some(id) = id else { return vec![grid] };
    let numbers = sheet_rows(&grid).unwrap_or_default();
    let is_gap = |row: usize| {
        numbers.get(row).is_some_and(|number| *number > numbers[row - 1].saturating_add(1))
    };
    let legend = layout::usual_legend();
    let is_numbered = |row: usize| {
        lines[row]
            .iter()
            .map(|&index| &grid.cells[index as usize])
            .any(|cell| (cell.row, cell.col) == (row, id) && cell.text.contains(char::is_numeric))
    };
    let begins = |&row: &usize| is_gap(row) || counts_ratings(&grid, &lines[row..], &legend);
    let mut blocks: Vec<usize> = (start + 1..lines.len()).filter(begins).collect();
    blocks.push(lines.len());
    let is_other = |block: &[usize]| {
        let rows = block[0]..block[1];
        let full = rows.clone().filter(|&row| filled(&grid, &lines[row]) >= 2).count();
        full >= OTHER_ROWS_MIN && !rows.into_iter().any(is_numbered)
    };
    let others = blocks.windows(2).filter(|block| is_other(block));
    let cuts: Vec<usize> = others.map(|block| block[0]).collect();
    if cuts.is_empty() { vec![grid] } else { cut(grid, &cuts) }
}

/// The longest rating symbol or word, in bytes: 概ね達成.
const RATING_BYTES_MAX: usize = 12;

/// Whether the first of some rows has two ratings or more, each above a number.
fn counts_ratings(grid: &Grid, lines: &[Vec<u32>], legend: &Legend) -> bool {
    let [line, below, ..] = lines else { return false };
    let cell = |&index: &u32| &grid.cells[index as usize];
    let is_number = |text: &str| text.starts_with(char::is_numeric);
    let counted =
        |col: usize| below.iter().map(cell).any(|it| it.col == col && is_number(&it.text));
    let texts = line.iter().map(cell).filter(|it| (1..=RATING_BYTES_MAX).contains(&it.text.len()));
    let ratings = texts.filter_map(|it| legend.read(&it.text).filter(|_| counted(it.col)));
    ratings.collect::<HashSet<_>>().len() >= 2
}

/// The number on the sheet of each row of a grid, none where it is of a page.
fn sheet_rows(grid: &Grid) -> Option<Vec<u32>> {
    let mut numbers = vec![0; grid.rows];
    for cell in &grid.cells {
        let Place::Sheet { range, .. } = &cell.place else { return None };
        *numbers.get_mut(cell.row)? = range.row;
    }
    Some(numbers)
}

/// Cuts a grid where its header begins anew in the same row: a long list laid
/// out in two or three halves.
fn beside_each_other(grid: Grid) -> Vec<Grid> {
    let columns = columns_of(&grid);
    let again = columns.iter().skip(1).position(|column| Some(column) == columns.first());
    let Some(width) = again.map(|before| before + 1) else { return vec![grid] };
    let (first, _) = columns.split_at(width);
    let fields: HashSet<_> = first.iter().filter_map(|it| layout::field(&it.path)).collect();
    if fields.len() < FIELDS_MIN || columns.chunks(width).any(|part| part != first) {
        return vec![grid];
    }
    let mut parts: Vec<Vec<Cell>> = vec![Vec::new(); columns.len() / width];
    for mut cell in grid.cells {
        let part = cell.col / width;
        cell.col -= part * width;
        cell.colspan = cell.colspan.min(width - cell.col);
        parts[part].push(cell);
    }
    parts
        .into_iter()
        .map(|cells| Grid {
            place: around(&cells, &grid.place),
            rows: grid.rows,
            cols: width,
            cells,
            ruled: grid.ruled,
        })
        .collect()
}

/// The place of some cells, or that of all of them where there is none.
fn around(cells: &[Cell], all: &Place) -> Place {
    let places = cells.iter().map(|cell| cell.place.clone());
    places.reduce(|all, next| all.union(&next)).unwrap_or_else(|| all.clone())
}

/// Cuts a grid before each further row that names enough fields to be a header.
/// Rows of one cell right above such a header are its captions.
fn below_each_other(grid: Grid) -> Vec<Grid> {
    let lines = by_row(&grid);
    let is_header = |row: usize| fields(&grid, &lines[row]) >= FIELDS_MIN;
    let is_caption = |row: usize| filled(&grid, &lines[row]) <= 1;
    let mut starts = Vec::new();
    let mut row = 0;
    while row < lines.len() {
        if !is_header(row) {
            row += 1;
            continue;
        }
        let top = top_of(&grid, &lines[row], row);
        let mut start = top;
        let last = starts.last().map_or(0, |&(_, end)| end);
        while start > last && is_caption(start - 1) {
            start -= 1;
        }
        row = (row + 1).max(top + depth(&grid, &lines, top));
        starts.push((start, row));
    }
    let cuts: Vec<usize> = starts.iter().skip(1).map(|&(start, _)| start).collect();
    if cuts.is_empty() { vec![grid] } else { cut(grid, &cuts) }
}

fn cut(grid: Grid, cuts: &[usize]) -> Vec<Grid> {
    let mut starts = vec![0];
    starts.extend(cuts);
    let mut parts: Vec<Vec<Cell>> = vec![Vec::new(); starts.len()];
    for mut cell in grid.cells {
        let part = starts.partition_point(|&start| start <= cell.row) - 1;
        cell.row -= starts[part];
        parts[part].push(cell);
    }
    let ends = starts.iter().skip(1).copied().chain([grid.rows]);
    parts
        .into_iter()
        .zip(starts.iter().zip(ends))
        .map(|(cells, (start, end))| Grid {
            place: around(&cells, &grid.place),
            rows: end - start,
            cols: grid.cols,
            cells,
            ruled: grid.ruled,
        })
        .collect()
}

fn filled(grid: &Grid, line: &[u32]) -> usize {
    line.iter().filter(|&&index| !grid.cells[index as usize].text.is_empty()).count()
}

/// Splits a grid into a table.
pub(super) fn split(mut grid: Grid, mut captions: Vec<Paragraph>) -> Table {
    let lines = by_row(&grid);
    let top = top(&grid, &lines);
    let depth = depth(&grid, &lines, top);
    for &index in lines[..top].iter().flatten() {
        let cell = &grid.cells[index as usize];
        if !cell.text.is_empty() {
            captions.push(caption(cell));
        }
    }
    captions.dedup_by(|a, b| a.text == b.text && a.place == b.place);
    let columns = columns(&grid, &lines[top..top + depth]);
    let rows = rows(&mut grid, &lines, top + depth);
    Table { captions, columns, rows }
}

/// Whether a row of the grid names enough fields to be a header.
pub(super) fn is_named(grid: &Grid) -> bool {
    by_row(grid).iter().any(|line| fields(grid, line) >= FIELDS_MIN)
}

/// The columns as the grid's own header would have them.
pub(super) fn columns_of(grid: &Grid) -> Vec<Column> {
    let lines = by_row(grid);
    let top = top(grid, &lines);
    columns(grid, &lines[top..top + depth(grid, &lines, top)])
}

/// All rows of a grid that has no header.
pub(super) fn all_rows(mut grid: Grid) -> Vec<Row> {
    let lines = by_row(&grid);
    rows(&mut grid, &lines, 0)
}

/// The rows from one on, which take over what the cells of the grid say.
fn rows(grid: &mut Grid, lines: &[Vec<u32>], first: usize) -> Vec<Row> {
    let numbered = lines.iter().enumerate().skip(first);
    numbered.filter_map(|(number, line)| row(grid, line, number)).collect()
}

fn caption(cell: &Cell) -> Paragraph {
    Paragraph { text: cell.text.clone(), place: cell.place.clone(), glyphs: 0 }
}

/// For each row, the cells that cover it, left to right.
fn by_row(grid: &Grid) -> Vec<Vec<u32>> {
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

fn top(grid: &Grid, lines: &[Vec<u32>]) -> usize {
    let named = lines.iter().position(|line| fields(grid, line) >= FIELDS_MIN);
    let several = || lines.iter().position(|line| filled(grid, line) >= 2);
    named.or_else(several).map_or(0, |row| top_of(grid, &lines[row], row))
}

/// A header merged downwards begins at the top of its tallest cell.
fn top_of(grid: &Grid, line: &[u32], row: usize) -> usize {
    line.iter().map(|&index| grid.cells[index as usize].row).min().unwrap_or(row)
}

fn fields(grid: &Grid, line: &[u32]) -> usize {
    let cells = line.iter().map(|&index| &grid.cells[index as usize]);
    let fields: HashSet<_> = cells.filter_map(|cell| layout::whole_cell(&cell.text)).collect();
    fields.len()
}

fn depth(grid: &Grid, lines: &[Vec<u32>], top: usize) -> usize {
    let mut depth = 1;
    while depth < DEPTH_MAX && top + depth < lines.len() {
        let last = top + depth - 1;
        let goes_on = lines[last].iter().any(|&index| {
            let cell = &grid.cells[index as usize];
            let reaches_down = cell.row + cell.rowspan > last + 1;
            let heads_several = cell.row == last && cell.colspan > 1 && cell.colspan < grid.cols;
            (reaches_down && cell.row + cell.rowspan <= top + DEPTH_MAX)
                || (heads_several && !cell.text.is_empty())
        });
        // A cell that a header of this depth could not hold is one of the rows:
        // it groups them. So is one below a header of one column that has ended,
        // unless others beside it are headers by what they say.
        let names_fields = fields(grid, &lines[last + 1]) > 0;
        let is_row = lines[last + 1].iter().any(|&index| {
            let cell = &grid.cells[index as usize];
            let is_new = cell.row == last + 1 && !cell.text.is_empty();
            (cell.row == last + 1 && cell.row + cell.rowspan > top + DEPTH_MAX)
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
    let places = cells.iter().map(|cell| cell.place.clone());
    let mut place = places.reduce(|all, next| all.union(&next))?;
    // Empty cells of a sheet are not listed; a row reaches to the last column.
    if let (Place::Sheet { range, .. }, Place::Sheet { range: all, .. }) = (&mut place, &grid.place)
    {
        range.last_col = range.last_col.max(all.last_col);
    }
    Some(Row { cells, bands: Vec::new(), place })
}
