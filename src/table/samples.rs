//! Tables that tests write down as text.

use super::{Column, Entry, Row};
use crate::place::{Place, Range};

/// One column under each header.
pub(crate) fn columns(headers: &[&str]) -> Vec<Column> {
    headers.iter().map(|&it| Column { path: vec![it.to_owned()] }).collect()
}

/// Rows of a sheet whose cells are parted by `|`, with `<` where the cell
/// before it reaches over.
pub(crate) fn rows(texts: &[&str]) -> Vec<Row> {
    texts.iter().enumerate().map(|(index, text)| row(index, text)).collect()
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
    Row { cells, bands: Vec::new(), place: place(index, 0) }
}

fn place(row: usize, col: usize) -> Place {
    let (row, col) = (row as u32, col as u32);
    Place::Sheet { sheet: "別紙".into(), range: Range { row, col, last_row: row, last_col: col } }
}
