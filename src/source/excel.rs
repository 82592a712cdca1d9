//! Workbook → sheets: the text that a person sees in each cell, and merges.
//!
//! The only file that names calamine. Cells are read as a stream, so that a
//! small file which claims a huge used range costs nothing.

use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;
use crate::source::{Format, limits};
use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;
use std::sync::Arc;

/// One visible sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The name on its tab.
    pub(crate) name: String,
    /// Cells that show something, row by row, left to right.
    pub(crate) cells: Vec<Cell>,
    /// Merged ranges.
    pub(crate) merges: Vec<Range>,
}

/// A cell that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// 0 for row 1.
    pub(crate) row: u32,
    /// 0 for column A.
    pub(crate) col: u32,
    /// As shown: lines end with `\n` where their author broke them.
    pub(crate) text: String,
}

/// Opens a workbook and reads its visible sheets.
pub(crate) fn open(
    bytes: &Arc<Vec<u8>>,
    _findings: &mut Vec<Finding>,
) -> Result<(Format, Vec<Sheet>), Kind> {
    let cursor = Cursor::new(bytes.as_slice());
    let mut workbook: Xlsx<_> = Xlsx::new(cursor).map_err(broken)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let sheets: Result<Vec<Sheet>, Kind> =
        names.into_iter().map(|name| read_sheet(&mut workbook, name)).collect();
    Ok((Format::Xlsx, sheets?))
}

fn broken(error: XlsxError) -> Kind {
    match error {
        XlsxError::Password => Kind::Password,
        other => Kind::BrokenWorkbook(other.to_string()),
    }
}

fn read_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Sheet, Kind> {
    let merges = workbook.merge_cells_by_sheet_name(&name).map_err(broken)?;
    let mut cells = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(broken)?;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        if cells.len() >= limits::CELLS_PER_SHEET {
            return Err(Kind::Limit { what: "cells", limit: limits::CELLS_PER_SHEET as u64 });
        }
        let (row, col) = cell.get_position();
        let text = shown(cell.get_value());
        if !text.is_empty() {
            cells.push(Cell { row, col, text });
        }
    }
    // The format asks for this order; a file that breaks it is still readable.
    cells.sort_by_key(|cell| (cell.row, cell.col));
    Ok(Sheet { name, cells, merges: merges.iter().map(to_range).collect() })
}

fn to_range(dimensions: &Dimensions) -> Range {
    Range {
        row: dimensions.start.0,
        col: dimensions.start.1,
        last_row: dimensions.end.0,
        last_col: dimensions.end.1,
    }
}

/// The text that the cell shows.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => lines(text),
        DataRef::SharedString(text) => lines(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => moment.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Line ends as `\n`, nothing behind the last character of a line.
fn lines(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for line in text.replace("\r\n", "\n").replace('\r', "\n").lines() {
        if !clean.is_empty() {
            clean.push('\n');
        }
        clean.push_str(line.trim_end());
    }
    clean.truncate(clean.trim_end().len());
    clean
}
