//! How do others read it? Reports and tables → JSON, CSV, pictures.
//!
//! The serialised types in `wire` are our contract; no other type is serialised.

pub mod wire;
pub(crate) mod json;
pub(crate) mod joined;
pub(crate) mod layout;
pub(crate) mod csv;
pub(crate) mod comparison;
pub(crate) mod picture;
pub(crate) mod sheet_part;
pub(crate) mod review;

pub use csv::TableStyle;

use crate::error::{Error, Kind};
use crate::report::Report;
use std::io::Write;

/// The formats in which a report can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// The whole report, pretty-printed.
    Json,
    /// CSV: a row an indicator, with its values of the report's year.
    Csv,
    /// CSV: a row a value, and a row a rating.
    Values,
}

/// A report in one format.
///
/// # Errors
///
/// When the result can't be printed, which is a bug of this program.
pub fn write(report: &Report, output: Output) -> Result<String, Error> {
    let mut text = Vec::new();
    write_to(report, output, &mut text)?;
    utf8(text).map_err(|kind| Error::new(&report.source.file, kind))
}

/// Writes a report in one format, tables in their usual style. It writes many small
/// pieces: `out` had better gather them.
///
/// # Errors
///
/// Where `out` can't be written to: part of the report may have been written then.
pub fn write_to(report: &Report, output: Output, out: &mut dyn Write) -> Result<(), Error> {
    write_styled_to(report, output, TableStyle::default(), out)
}

/// Writes a report in one format; the style is that of tables, and JSON has none.
///
/// # Errors
///
/// Where `out` can't be written to: part of the report may have been written then.
pub fn write_styled_to(
    report: &Report,
    output: Output,
    style: TableStyle,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let written = match output {
        Output::Json => json::report(report, out),
        Output::Csv => csv::write(report, csv::Table::Measures, style, out),
        Output::Values => csv::write(report, csv::Table::Values, style, out),
    };
    written.map_err(|kind| Error::new(&report.source.file, kind))
}

/// What our printers wrote is text.
pub(crate) fn utf8(text: Vec<u8>) -> Result<String, Kind> {
    String::from_utf8(text).map_err(|error| Kind::Schema(error.to_string()))
}
