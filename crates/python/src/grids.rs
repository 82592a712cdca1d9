//! The raw tables of a document as rows, a row a cell.

use crate::cells::{Cell, Rows, count, text, texts};
use crate::{places, schemas};
use arrow_array::RecordBatch;
use serde::Deserialize;
use tenken::Place;

/// What `tenken tables` prints.
#[derive(Debug, Deserialize)]
struct Tables {
    tables: Vec<Table>,
}

#[derive(Debug, Deserialize)]
struct Table {
    page: Option<usize>,
    sheet: Option<String>,
    range: Option<String>,
    rows: usize,
    cols: usize,
    ruled: bool,
    cells: Vec<TableCell>,
}

#[derive(Debug, Deserialize)]
struct TableCell {
    row: usize,
    col: usize,
    rowspan: usize,
    colspan: usize,
    text: String,
    bbox: Option<[f64; 4]>,
    range: Option<String>,
}

/// A row for each cell of the tables of a document, from their JSON.
///
/// # Errors
///
/// Words about a JSON that is not that of tables: a bug of this program.
pub(crate) fn cells(file: &str, json: &[u8]) -> Result<RecordBatch, String> {
    let read: Tables = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let mut rows = Rows::new(schemas::tables());
    for (at, table) in read.tables.iter().enumerate() {
        for cell in &table.cells {
            rows.add(row(file, at, table, cell));
        }
    }
    rows.batch().map_err(|error| error.to_string())
}

fn row(file: &str, at: usize, table: &Table, cell: &TableCell) -> Vec<Cell> {
    let corners = |bbox: &[f64; 4]| Cell::Record(bbox.map(Cell::Float).into());
    vec![
        text(Some(file)),
        count(Some(at)),
        text(table.range.as_ref()),
        // Of one page alone, nobody knows.
        Cell::Null,
        count(Some(table.rows)),
        count(Some(table.cols)),
        Cell::Null,
        Cell::Flag(table.ruled),
        count(Some(cell.row)),
        count(Some(cell.col)),
        count(Some(cell.rowspan)),
        count(Some(cell.colspan)),
        text(Some(&cell.text)),
        count(table.page),
        cell.bbox.as_ref().map_or(Cell::Null, corners),
        text(table.sheet.as_ref()),
        text(cell.range.as_ref()),
    ]
}

/// A row for each cell of whole tables; a cell that page ends cut stands where it begins.
///
/// # Errors
///
/// Words about cells that are not what their columns are: a bug of this program.
pub(crate) fn of_whole(file: &str, tables: &[tenken::Table]) -> Result<RecordBatch, String> {
    let mut rows = Rows::new(schemas::tables());
    for (at, table) in tables.iter().enumerate() {
        let range = match table.parts.first().map(|part| &part.place) {
            Some(Place::Sheet { range, .. }) => Some(range.to_string()),
            _ => None,
        };
        for cell in &table.cells {
            let mut row = vec![
                text(Some(file)),
                count(Some(at)),
                text(range.as_ref()),
                texts(&table.captions),
                count(Some(table.rows)),
                count(Some(table.cols)),
                count(Some(table.header_rows)),
                Cell::Flag(table.ruled),
                count(Some(cell.row)),
                count(Some(cell.col)),
                count(Some(cell.rowspan)),
                count(Some(cell.colspan)),
                text(Some(&cell.text)),
            ];
            row.extend(places::of(cell.places.first()));
            rows.add(row);
        }
    }
    rows.batch().map_err(|error| error.to_string())
}
