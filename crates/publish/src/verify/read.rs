//! Published files → rows, whatever their format.

use super::Resource;
use crate::cell::{Cell, Kind};
use crate::tables::Table;
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value as Json;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// What a file has in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Raw {
    Empty,
    Text(String),
    /// Of a format whose numbers are doubles.
    Float(f64),
    Boolean(bool),
}

/// A row, with its number in the file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// As a person counts: the header is 1.
    pub(super) line: usize,
    pub(super) table: Table,
    pub(super) cells: Vec<Raw>,
}

/// A table as it was read.
#[derive(Debug)]
pub(super) struct Rows {
    /// The header row; empty where the format has none.
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Row {
    /// The text of a cell.
    pub(super) fn text(&self, at: usize) -> &str {
        match self.cells.get(at) {
            Some(Raw::Text(text)) => text,
            _ => "",
        }
    }

    /// The text of a cell by the name of its column.
    pub(super) fn named(&self, name: &str) -> &str {
        self.table.place(name).map_or("", |at| self.text(at))
    }

    /// A cell as its column has it; what can't be that stays as it was read.
    pub(super) fn print(&self, at: usize) -> String {
        let kind = self.table.columns().get(at).map_or(Kind::Text, |it| it.kind);
        match self.cells.get(at) {
            None | Some(Raw::Empty) => String::new(),
            Some(Raw::Text(text)) => match Cell::parse(text, kind) {
                Some(cell) => cell.print().into_owned(),
                None => text.clone(),
            },
            Some(Raw::Float(number)) => number.to_string(),
            Some(Raw::Boolean(is)) => is.to_string(),
        }
    }

    /// The cells that make it one of a kind.
    pub(super) fn key(&self) -> Vec<String> {
        let places = self.table.key().iter().filter_map(|it| self.table.place(it));
        places.map(|at| self.print(at)).collect()
    }
}

/// Whether a file says what a report does. Formats whose numbers are doubles say the
/// double that is nearest to it.
pub(super) fn is_same(expected: &Cell, found: &Raw, kind: Kind) -> bool {
    match (expected, found) {
        (Cell::Empty, Raw::Empty) => true,
        (Cell::Empty, Raw::Text(text)) => text.is_empty(),
        (_, Raw::Text(text)) => {
            let plain = match expected {
                Cell::Number(number) => Cell::Number(crate::cell::plain(*number)),
                other => other.clone(),
            };
            Cell::parse(text, kind).as_ref() == Some(&plain)
        }
        (Cell::Integer(number), Raw::Float(found)) => *number as f64 == *found,
        (Cell::Number(number), Raw::Float(found)) => number.to_f64() == Some(*found),
        (Cell::Boolean(is), Raw::Boolean(found)) => is == found,
        (Cell::Boolean(is), Raw::Float(found)) => f64::from(u8::from(*is)) == *found,
        _ => false,
    }
}

/// Reads a file of a package that holds a table.
pub(super) fn read(folder: &Path, resource: &Resource) -> io::Result<Rows> {
    let table = resource.table.ok_or(io::ErrorKind::Unsupported)?;
    let place = folder.join(&resource.path);
    match resource.format.as_str() {
        "csv" => csv(&place, table, &resource.encoding),
        "xlsx" => xlsx(&place, table),
        "jsonl" => jsonl(&place, table),
        #[cfg(feature = "parquet")]
        "parquet" => parquet(&place, table),
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

fn csv(place: &Path, table: Table, encoding: &str) -> io::Result<Rows> {
    let bytes = fs::read(place)?;
    let text = if encoding == "utf-8" {
        let text = String::from_utf8(bytes).map_err(io::Error::other)?;
        text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned)
    } else {
        encoding_rs::SHIFT_JIS.decode_without_bom_handling(&bytes).0.into_owned()
    };
    let mut reader =
        ::csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let headers = match records.next() {
        Some(record) => record?.iter().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let mut rows = Vec::new();
    for (number, record) in records.enumerate() {
        let raw =
            |text: &str| if text.is_empty() { Raw::Empty } else { Raw::Text(text.to_owned()) };
        let cells = record?.iter().map(raw).collect();
        rows.push(Row { line: number + 2, table, cells });
    }
    Ok(Rows { headers, rows })
}

fn xlsx(place: &Path, table: Table) -> io::Result<Rows> {
    let open: Result<Xlsx<_>, _> = open_workbook(place);
    let mut workbook = open.map_err(|error| match error {
        calamine::XlsxError::Io(error) => error,
        other => io::Error::other(other),
    })?;
    let range = workbook.worksheet_range_at(0).ok_or(io::ErrorKind::InvalidData)?;
    let range = range.map_err(io::Error::other)?;
    let mut all = range.rows().map(|row| row.iter().map(raw_of_excel).collect::<Vec<Raw>>());
    let headers = all.next().unwrap_or_default();
    let text = |raw: Raw| if let Raw::Text(text) = raw { text } else { String::new() };
    let headers = headers.into_iter().map(text).collect();
    let rows = all.enumerate().map(|(at, cells)| Row { line: at + 2, table, cells }).collect();
    Ok(Rows { headers, rows })
}

fn raw_of_excel(data: &Data) -> Raw {
    match data {
        Data::Empty => Raw::Empty,
        Data::String(text) if text.is_empty() => Raw::Empty,
        Data::String(text) => Raw::Text(text.clone()),
        Data::Float(number) => Raw::Float(*number),
        Data::Int(number) => Raw::Float(*number as f64),
        Data::Bool(is) => Raw::Boolean(*is),
        other => Raw::Text(other.to_string()),
    }
}

fn jsonl(place: &Path, table: Table) -> io::Result<Rows> {
    let mut rows = Vec::new();
    for (number, line) in BufReader::new(File::open(place)?).lines().enumerate() {
        let line: Json = serde_json::from_str(&line?)?;
        let cell = |column: &crate::tables::Column| match line.get(column.name) {
            None | Some(Json::Null) => Raw::Empty,
            Some(Json::String(text)) => Raw::Text(text.clone()),
            Some(Json::Bool(is)) => Raw::Boolean(*is),
            Some(other) => other.as_f64().map_or(Raw::Empty, Raw::Float),
        };
        let cells = table.columns().iter().map(cell).collect();
        rows.push(Row { line: number + 1, table, cells });
    }
    Ok(Rows { headers: Vec::new(), rows })
}

#[cfg(feature = "parquet")]
fn parquet(place: &Path, table: Table) -> io::Result<Rows> {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;
    let reader = SerializedFileReader::new(File::open(place)?).map_err(io::Error::other)?;
    let mut rows = Vec::new();
    let records = reader.get_row_iter(None).map_err(io::Error::other)?;
    for (number, record) in records.enumerate() {
        let record = record.map_err(io::Error::other)?;
        let field = |field: &Field| match field {
            Field::Str(text) => Raw::Text(text.clone()),
            Field::Long(number) => Raw::Float(*number as f64),
            Field::Double(number) => Raw::Float(*number),
            Field::Bool(is) => Raw::Boolean(*is),
            _ => Raw::Empty,
        };
        let cells = record.get_column_iter().map(|it| field(it.1)).collect();
        rows.push(Row { line: number + 1, table, cells });
    }
    Ok(Rows { headers: Vec::new(), rows })
}
