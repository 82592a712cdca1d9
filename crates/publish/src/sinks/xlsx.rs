//! `measures.xlsx`: the table of measures with typed cells, and sheets that explain its
//! columns and codes. Nothing is merged, nothing is a formula; one table a sheet.

use super::Sink;
use crate::cell::{Cell, Kind};
use crate::tables::{Column, Header, Table};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// The rows of a sheet, its header among them.
pub(crate) const ROWS_MAX: usize = 1_048_576;

/// The characters of a cell.
const CHARACTERS_MAX: usize = 32_767;

/// What stands in a cell whose text is longer.
const TOO_LONG: &str = "（長いため省略。measures.csv を参照）";

/// A table of words behind the first sheet.
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// The workbook.
pub(crate) struct Xlsx {
    folder: PathBuf,
    header: Header,
    workbook: Workbook,
    /// Of the first sheet, the header not among them.
    rows: usize,
    pub(crate) behind: Vec<Sheet>,
}

const NAME: &str = "measures.xlsx";

impl Xlsx {
    pub(crate) fn new(
        folder: PathBuf,
        header: Header,
        title: &str,
        author: &str,
    ) -> io::Result<Xlsx> {
        let mut workbook = Workbook::new();
        // Parts of the sheets wait here, not in memory.
        workbook.set_tempdir(&folder).map_err(failure)?;
        // The hour of writing is no part of the data: one day for all.
        let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failure)?;
        let properties = DocProperties::new().set_title(title).set_author(author);
        workbook.set_properties(&properties.set_creation_datetime(&day));
        Ok(Xlsx { folder, header, workbook, rows: 0, behind: Vec::new() })
    }

    /// Whether there were more rows than a sheet holds.
    pub(crate) fn is_full(&self) -> bool {
        self.rows >= ROWS_MAX
    }

    fn sheet(&mut self, name: &str, headers: &[&str]) -> io::Result<()> {
        let bold = Format::new().set_bold();
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failure)?;
        sheet.set_name(name).map_err(failure)?;
        sheet.set_freeze_panes(1, 0).map_err(failure)?;
        caught(|| {
            for (at, header) in (0_u16..).zip(headers) {
                sheet.set_column_width(at, width(header)).map_err(failure)?;
                sheet.write_string_with_format(0, at, *header, &bold).map_err(failure)?;
            }
            Ok(())
        })
    }

    fn write(&mut self, sheet: usize, row: usize, cells: &[Cell]) -> io::Result<()> {
        let row = u32::try_from(row).map_err(io::Error::other)?;
        let sheet = self.workbook.worksheet_from_index(sheet).map_err(failure)?;
        let mut write = |at: u16, cell: &Cell| {
            let written = match cell {
                Cell::Empty => return Ok(()),
                Cell::Text(text) if text.chars().count() > CHARACTERS_MAX => {
                    sheet.write_string(row, at, TOO_LONG)
                }
                Cell::Text(text) => sheet.write_string(row, at, text),
                Cell::Integer(number) => sheet.write_number(row, at, *number as f64),
                Cell::Number(number) => {
                    sheet.write_number(row, at, number.to_f64().unwrap_or_default())
                }
                Cell::Boolean(is) => sheet.write_boolean(row, at, *is),
            };
            written.map(|_| ()).map_err(failure)
        };
        caught(|| (0_u16..).zip(cells).try_for_each(|(at, cell)| write(at, cell)))
    }
}

/// The library panics where a row can't be put aside: a disk that is full is an error.
fn caught(act: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|panic| {
        let words = panic.downcast::<String>().map_or_else(|_| String::new(), |it| *it);
        Err(match words.contains("StorageFull") {
            true => io::ErrorKind::StorageFull.into(),
            false => io::Error::other(words),
        })
    })
}

impl Sink for Xlsx {
    fn begin(&mut self, table: Table) -> io::Result<()> {
        if table != Table::Measures {
            return Ok(());
        }
        let headers: Vec<&str> = table.columns().iter().map(|it| it.header(self.header)).collect();
        self.sheet(table.title(), &headers)
    }

    fn row(&mut self, table: Table, cells: &[Cell]) -> io::Result<()> {
        if table != Table::Measures || self.is_full() {
            return Ok(());
        }
        self.rows += 1;
        if self.is_full() { Ok(()) } else { self.write(0, self.rows, cells) }
    }

    fn end(mut self: Box<Self>) -> io::Result<Vec<String>> {
        if self.is_full() {
            return Ok(Vec::new());
        }
        let last = u16::try_from(Table::Measures.columns().len() - 1).map_err(io::Error::other)?;
        let rows = u32::try_from(self.rows).map_err(io::Error::other)?;
        let first = self.workbook.worksheet_from_index(0).map_err(failure)?;
        first.autofilter(0, 0, rows, last).map_err(failure)?;
        let behind = std::mem::take(&mut self.behind);
        for (at, sheet) in behind.iter().enumerate() {
            let headers: Vec<&str> = sheet.headers.iter().map(String::as_str).collect();
            self.sheet(sheet.name, &headers)?;
            for (row, cells) in sheet.rows.iter().enumerate() {
                self.write(at + 1, row + 1, cells)?;
            }
        }
        let (workbook, place) = (&mut self.workbook, self.folder.join(NAME));
        caught(|| workbook.save(place).map_err(failure))?;
        Ok(vec![NAME.to_owned()])
    }
}

/// The rows of the sheet that explains the columns.
pub(crate) fn explained(columns: &[Column], header: Header) -> Vec<Vec<Cell>> {
    let row = |column: &Column| {
        vec![
            Cell::text(column.header(header)),
            Cell::text(if header == Header::Japanese { column.name } else { column.title }),
            Cell::text(kind(column.kind)),
            Cell::text(if column.required { "必ずある" } else { "空のことがある" }),
            Cell::maybe(column.list),
            Cell::text(column.description),
        ]
    };
    columns.iter().map(row).collect()
}

/// What the cells of a column are, for a person.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "文字列",
        Kind::Code => "コード（文字列）",
        Kind::Integer => "整数",
        Kind::Year => "年（西暦の整数）",
        Kind::Number => "数値",
        Kind::Boolean => "真偽値",
    }
}

/// Wide enough for its header, and for some of the text below.
fn width(header: &str) -> f64 {
    let cells: usize = header.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum();
    (cells + 3).clamp(10, 40) as f64
}

fn failure(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::caught;
    use std::io;

    #[test]
    fn a_full_disk_is_an_error() {
        assert!(caught(|| Ok(())).is_ok());
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let panics = || caught(|| std::panic::panic_any(format!("Couldn't write: {full:?}")));
        assert_eq!(panics().unwrap_err().kind(), io::ErrorKind::StorageFull);
        let other = caught(|| std::panic::panic_any("other".to_owned())).unwrap_err();
        assert_eq!((other.kind(), other.to_string().as_str()), (io::ErrorKind::Other, "other"));
    }
}
