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
    pub(super) table: Table,
    /// Its file, and its name there where the file has several.
    pub(super) place: String,
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

/// Reads the tables that a file of a package holds.
///
/// # Errors
///
/// Where it is not what its description says; `Unsupported` where this build can't read
/// its format.
pub(super) fn read(folder: &Path, resource: &Resource) -> io::Result<Vec<Rows>> {
    let file = folder.join(&resource.path);
    let mut all = Vec::new();
    for table in resource.tables.iter().copied() {
        let (headers, rows) = match resource.format.as_str() {
            "csv" => csv(&file, table, &resource.encoding),
            "xlsx" => xlsx(&file, table),
            "jsonl" => jsonl(&file, table),
            #[cfg(feature = "parquet")]
            "parquet" => parquet(&file, table),
            #[cfg(feature = "sqlite")]
            "sqlite" => sqlite(&file, table),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }?;
        let path = &resource.path;
        let place = match resource.format.as_str() {
            "xlsx" => format!("{path} {}", table.title()),
            "sqlite" => format!("{path} {}", table.name()),
            _ => path.clone(),
        };
        all.push(Rows { table, place, headers, rows });
    }
    Ok(all)
}

/// A header row, which some formats lack, and the rows below.
type Read = io::Result<(Vec<String>, Vec<Row>)>;

fn csv(place: &Path, table: Table, encoding: &str) -> Read {
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
    Ok((headers, rows))
}

fn xlsx(place: &Path, table: Table) -> Read {
    let range = range(place, table.title())?;
    let mut all = range.rows().map(|row| row.iter().map(raw_of_excel).collect::<Vec<Raw>>());
    let headers = all.next().unwrap_or_default();
    let headers = headers.into_iter().map(words).collect();
    let rows = all.enumerate().map(|(at, cells)| Row { line: at + 2, table, cells }).collect();
    Ok((headers, rows))
}

/// The cells of a sheet of words, by its name.
pub(super) fn sheet(place: &Path, name: &str) -> io::Result<Vec<Vec<String>>> {
    let range = range(place, name)?;
    Ok(range.rows().map(|row| row.iter().map(|it| words(raw_of_excel(it))).collect()).collect())
}

fn range(place: &Path, sheet: &str) -> io::Result<calamine::Range<Data>> {
    let open: Result<Xlsx<_>, _> = open_workbook(place);
    let mut workbook = open.map_err(|error| match error {
        calamine::XlsxError::Io(error) => error,
        other => io::Error::other(other),
    })?;
    workbook.worksheet_range(sheet).map_err(io::Error::other)
}

fn words(raw: Raw) -> String {
    if let Raw::Text(text) = raw { text } else { String::new() }
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

fn jsonl(place: &Path, table: Table) -> Read {
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
    Ok((Vec::new(), rows))
}

#[cfg(feature = "parquet")]
fn parquet(place: &Path, table: Table) -> Read {
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
    Ok((Vec::new(), rows))
}

/// In the order of its key, in which it is numbered.
#[cfg(feature = "sqlite")]
fn sqlite(place: &Path, table: Table) -> Read {
    use rusqlite::types::ValueRef;
    use rusqlite::{Connection, OpenFlags};
    let database = Connection::open_with_flags(place, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let database = database.map_err(io::Error::other)?;
    // In double quotes, a column that is not there would be a text.
    let quoted = |names: Vec<&str>| format!("[{}]", names.join("], ["));
    let columns = quoted(table.columns().iter().map(|it| it.name).collect());
    let (name, key) = (table.name(), quoted(table.key().to_vec()));
    let select = format!("SELECT {columns} FROM [{name}] ORDER BY {key}");
    let mut statement = database.prepare(&select).map_err(io::Error::other)?;
    let mut records = statement.query(()).map_err(io::Error::other)?;
    let mut rows = Vec::new();
    while let Some(record) = records.next().map_err(io::Error::other)? {
        let mut cells = Vec::new();
        for at in 0..table.columns().len() {
            cells.push(match record.get_ref(at).map_err(io::Error::other)? {
                ValueRef::Null => Raw::Empty,
                ValueRef::Integer(number) => Raw::Float(number as f64),
                ValueRef::Real(number) => Raw::Float(number),
                ValueRef::Text(text) | ValueRef::Blob(text) => {
                    Raw::Text(String::from_utf8_lossy(text).into_owned())
                }
            });
        }
        rows.push(Row { line: rows.len() + 1, table, cells });
    }
    Ok((Vec::new(), rows))
}
