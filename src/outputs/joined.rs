//! Whole tables → JSON, CSV, HTML, Markdown.

mod html;
mod markdown;

use super::json::{failure, origin};
use super::{utf8, wire};
use crate::error::{Error, Kind};
use crate::table::joined::{Cell, Table, TablePart};
use std::io::Write;

/// The formats in which tables can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFormat {
    /// One document with all tables, as `schemas/joined-tables.schema.json` says.
    Json,
    /// RFC 4180, a table behind the other, an empty line between two. A merged cell has
    /// its text in its first square; the others are empty.
    Csv,
    /// A page with all tables, merged cells as they are.
    Html,
    /// Tables as GitHub reads them: one row of headers, their levels parted by ` / `. A
    /// merged cell has its text in its first square.
    Markdown,
}

/// The schema of whole tables, as committed in `schemas/joined-tables.schema.json`.
pub fn joined_tables_schema() -> String {
    super::json::pretty(&super::json::schema::<wire::JoinedTables<'_>>())
}

/// The tables of some documents in one format; the first of each pair is the name of
/// its file.
///
/// # Errors
///
/// When the result can't be printed, which is a bug of this program.
pub fn write_tables(documents: &[(&str, &[Table])], format: TableFormat) -> Result<String, Error> {
    let name = documents.first().map_or("", |document| document.0);
    let mut text = Vec::new();
    let all = || documents.iter().flat_map(|document| document.1);
    let written = match format {
        TableFormat::Json => json(documents, &mut text),
        TableFormat::Csv => csv(all(), &mut text),
        TableFormat::Html => html::write(documents, &mut text),
        TableFormat::Markdown => markdown::write(documents, &mut text),
    };
    written.and_then(|()| utf8(text)).map_err(|kind| Error::new(name, kind))
}

/// A line for each cell, as the raw grids are printed.
fn json(documents: &[(&str, &[Table])], out: &mut Vec<u8>) -> Result<(), Kind> {
    out.extend_from_slice(b"{\n  \"documents\": [");
    let mut separator = "";
    for (file, tables) in documents {
        let name = serde_json::to_string(file).map_err(failure)?;
        write!(out, "{separator}\n    {{\n      \"file\": {name},\n      \"tables\": [")
            .map_err(Kind::Output)?;
        separator = ",";
        for (number, table) in tables.iter().enumerate() {
            out.extend_from_slice(if number > 0 { b"," } else { b"" });
            json_table(table, out)?;
        }
        out.extend_from_slice(if tables.is_empty() { b"]\n    }" } else { b"\n      ]\n    }" });
    }
    out.extend_from_slice(if documents.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" });
    Ok(())
}

fn json_table(table: &Table, out: &mut Vec<u8>) -> Result<(), Kind> {
    let shell = serde_json::to_string_pretty(&wire_table(table)).map_err(failure)?;
    let shell = shell.replace('\n', "\n        ");
    // Strings hold no line end, so this stands at that key and nowhere else.
    let (before, behind) = shell
        .split_once("\n          \"cells\": []")
        .ok_or_else(|| Kind::Schema("a table without a list of cells".to_owned()))?;
    out.extend_from_slice(b"\n        ");
    out.extend_from_slice(before.as_bytes());
    out.extend_from_slice(b"\n          \"cells\": [");
    for (number, cell) in table.cells.iter().enumerate() {
        out.extend_from_slice(if number > 0 { b",\n            " } else { b"\n            " });
        serde_json::to_writer(&mut *out, &wire_cell(cell)).map_err(failure)?;
    }
    out.extend_from_slice(if table.cells.is_empty() { b"]" } else { b"\n          ]" });
    out.extend_from_slice(behind.as_bytes());
    Ok(())
}

/// All of a table but its cells.
fn wire_table(table: &Table) -> wire::JoinedTable<'_> {
    let part = |part: &TablePart| wire::TablePart {
        origin: origin(&part.place),
        first_row: part.first_row,
    };
    wire::JoinedTable {
        parts: table.parts.iter().map(part).collect(),
        captions: &table.captions,
        rows: table.rows,
        cols: table.cols,
        header_rows: table.header_rows,
        ruled: table.ruled,
        cells: Vec::new(),
    }
}

fn wire_cell(cell: &Cell) -> wire::JoinedCell<'_> {
    wire::JoinedCell {
        row: cell.row,
        col: cell.col,
        rowspan: cell.rowspan,
        colspan: cell.colspan,
        text: &cell.text,
        origins: cell.places.iter().map(origin).collect(),
    }
}

fn csv<'t>(tables: impl Iterator<Item = &'t Table>, out: &mut Vec<u8>) -> Result<(), Kind> {
    let fail = |error: ::csv::Error| Kind::Output(error.into());
    for (number, table) in tables.enumerate() {
        if number > 0 {
            out.extend_from_slice(b"\r\n");
        }
        let mut writer =
            ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut *out);
        for row in rows(table) {
            let texts = row.iter().map(|cell| cell.map_or("", |cell| cell.text.as_str()));
            writer.write_record(texts).map_err(fail)?;
        }
        writer.flush().map_err(Kind::Output)?;
    }
    Ok(())
}

/// The rows of a table: for each column the cell that begins there.
fn rows(table: &Table) -> impl Iterator<Item = Vec<Option<&Cell>>> {
    let mut cells = table.cells.iter().peekable();
    (0..table.rows).map(move |number| {
        let mut row = vec![None; table.cols];
        while let Some(cell) = cells.next_if(|cell| cell.row <= number) {
            if let Some(square) = row.get_mut(cell.col) {
                *square = Some(cell);
            }
        }
        row
    })
}

/// The pages or the sheet of a table, for a person: `p.2-4`.
fn pages(table: &Table) -> String {
    use crate::place::Place;
    let page = |part: &TablePart| match &part.place {
        Place::Page { page, .. } => Some(*page),
        Place::Sheet { .. } => None,
    };
    let ends = table.parts.first().and_then(page).zip(table.parts.last().and_then(page));
    match (ends, table.parts.first()) {
        (Some((first, last)), _) if first == last => format!("p.{first}"),
        (Some((first, last)), _) => format!("p.{first}-{last}"),
        (None, Some(part)) => part.place.to_string(),
        (None, None) => String::new(),
    }
}
