//! The report as flat tables.
//!
//! UTF-8, RFC 4180, one header row. `measures` has a row an indicator of the
//! report's year, for people; `values` has a row a value, in the same columns
//! whatever the report, for programs that put reports together. Numbers and units
//! stand in columns of their own (総務省統一ルール 1-3, 1-9).
//!
//! A cell that a spreadsheet program would take for a formula is text here:
//! what is published is kept as it is, and CSV has no formulas.

mod measures;
mod values;

use crate::error::Kind;
use crate::finding::Language;
use crate::geom::Rect;
use crate::place::Place;
use crate::report::{Measure, Report};
use rust_decimal::Decimal;
use std::io::Write;

/// How a flat table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableStyle {
    /// The language of its header row.
    pub header: Language,
    /// Whether a byte order mark stands in front, without which Excel takes a file
    /// for one of the system's own encoding (Shift_JIS).
    pub bom: bool,
}

impl Default for TableStyle {
    /// For whoever opens the file in a spreadsheet program: headers in Japanese, as the
    /// cells below them are, and a byte order mark. Programs ask for neither, and say so.
    fn default() -> TableStyle {
        TableStyle { header: Language::Japanese, bom: true }
    }
}

/// The flat tables of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Measures,
    Values,
}

/// Writes a flat table of a report.
pub(super) fn write(
    report: &Report,
    table: Table,
    style: TableStyle,
    out: &mut dyn Write,
) -> Result<(), Kind> {
    let mut rows = Rows::begin(style, out)?;
    match table {
        Table::Measures => measures::write(report, style.header, &mut rows)?,
        Table::Values => values::write(report, style.header, &mut rows)?,
    }
    rows.end()
}

/// A flat table that is being written.
pub(super) struct Rows<'o>(csv::Writer<&'o mut dyn Write>);

impl<'o> Rows<'o> {
    /// Begins a table: its byte order mark, where one is wanted.
    pub(super) fn begin(style: TableStyle, out: &'o mut dyn Write) -> Result<Rows<'o>, Kind> {
        if style.bom {
            out.write_all("\u{feff}".as_bytes()).map_err(Kind::Output)?;
        }
        Ok(Rows(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)))
    }

    /// Writes a row.
    pub(super) fn add<T: AsRef<[u8]>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), Kind> {
        self.0.write_record(cells).map_err(|error| Kind::Output(error.into()))
    }

    /// Hands on what is left.
    pub(super) fn end(mut self) -> Result<(), Kind> {
        self.0.flush().map_err(Kind::Output)
    }
}

/// A column: its name for programs, and its header in Japanese.
pub(super) type Column = (&'static str, &'static str);

/// The header of a column.
pub(super) fn header(column: Column, language: Language) -> &'static str {
    match language {
        Language::Japanese => column.1,
        Language::English => column.0,
    }
}

/// What a measure stands under, as one text.
pub(super) fn groups(measure: &Measure) -> String {
    let names: Vec<&str> = measure.groups.iter().map(|it| it.name.as_str()).collect();
    names.join(" > ")
}

/// A text that may be missing.
pub(super) fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

/// A number that may be missing.
pub(super) fn number(number: Option<Decimal>) -> String {
    number.map(|it| it.to_string()).unwrap_or_default()
}

/// A year that may not be known.
pub(super) fn year(year: Option<i32>) -> String {
    year.map(|it| it.to_string()).unwrap_or_default()
}

/// Where something stands: `別紙!C7`, or the page and the corners of the box in points
/// as `p.5 (28.74, 104.33, 561.68, 146.49)`.
pub(super) fn origin(place: &Place) -> String {
    match place {
        Place::Page { page, bbox: Rect { x0, y0, x1, y1 } } => {
            format!("p.{page} ({x0:.2}, {y0:.2}, {x1:.2}, {y1:.2})")
        }
        Place::Sheet { sheet, range } => format!("{sheet}!{range}"),
    }
}
