//! Tables that tests write down as text.

use super::{Column, Entry, Row, Table};
use crate::grid::{Cell, Grid};
use crate::place::{Place, Range};

/// A table alone, its parts written as [`columns`] and [`rows`] read them.
pub(crate) fn table(headers: &[&str], rows: &[&str]) -> Table {
    Table {
        captions: Vec::new(),
        notes: Vec::new(),
        columns: columns(headers),
        rows: self::rows(rows),
        page_starts: Vec::new(),
    }
}

/// One column under each header, whose levels are parted by `/`.
pub(crate) fn columns(headers: &[&str]) -> Vec<Column> {
    let column = |header: &&str| Column { path: header.split('/').map(str::to_owned).collect() };
    headers.iter().map(column).collect()
}

/// Rows of a sheet whose cells are parted by `|`, with `<` where the cell
/// before it reaches over.
pub(crate) fn rows(texts: &[&str]) -> Vec<Row> {
    texts.iter().enumerate().map(|(index, text)| row(index, text)).collect()
}

/// The grid of a sheet, rows written in the same way. Empty cells are not listed,
/// as on a sheet; columns in which nothing stands are gaps.
pub(crate) fn grid(texts: &[&str]) -> Grid {
    let all = rows(texts);
    let cols = all.iter().flat_map(|row| &row.cells).map(|it| it.col + it.colspan).max();
    let listed =
        || all.iter().enumerate().flat_map(|(row, it)| it.cells.iter().map(move |it| (row, it)));
    let filled = || listed().filter(|(_, entry)| !entry.text.is_empty());
    let used: Vec<usize> =
        (0..cols.unwrap_or(0)).filter(|&col| filled().any(|(_, entry)| entry.col == col)).collect();
    let number = |col: usize| used.partition_point(|&it| it < col);
    let cells = filled().map(|(row, entry)| Cell {
        row,
        col: number(entry.col),
        rowspan: 1,
        colspan: number(entry.col + entry.colspan) - number(entry.col),
        text: entry.text.clone(),
        place: entry.place.clone(),
        ends: None,
        number: None,
    });
    let gaps = used.windows(2).enumerate().filter(|(_, pair)| pair[0] + 1 < pair[1]);
    Grid {
        place: place(0, 0),
        rows: texts.len(),
        cols: used.len(),
        cells: cells.collect(),
        ruled: true,
        goes_on: false,
        ledges: Default::default(),
        gaps: gaps.map(|(before, _)| before + 1).collect(),
    }
}

fn row(index: usize, text: &str) -> Row {
    let mut cells: Vec<Entry> = Vec::new();
    for (col, text) in text.split('|').enumerate() {
        match (text, cells.last_mut()) {
            ("<", Some(before)) => before.colspan += 1,
            _ => cells.push(Entry {
                col,
                colspan: 1,
                text: text.to_owned(),
                place: place(index, col),
                ends: None,
                number: None,
            }),
        }
    }
    Row { cells, bands: Vec::new(), place: place(index, 0), in_box: None }
}

fn place(row: usize, col: usize) -> Place {
    let (row, col) = (row as u32, col as u32);
    Place::Sheet { sheet: "別紙".into(), range: Range { row, col, last_row: row, last_col: col } }
}
