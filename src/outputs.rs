//! How do others read it? Reports and tables → JSON, CSV, pictures.
//!
//! The serialised types in `wire` are our contract; no other type is serialised.

pub(crate) mod wire;
pub(crate) mod json;
pub(crate) mod csv;
pub(crate) mod picture;
mod spool;

use crate::error::{Error, Kind};
use crate::report::Report;
use spool::Spool;
use std::io::Write;

/// The formats in which a report can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// The whole report, pretty-printed.
    Json,
    /// The measures, one row each.
    Csv,
}

impl Output {
    /// The name of the format, which is also its extension.
    pub fn as_str(self) -> &'static str {
        match self {
            Output::Json => "json",
            Output::Csv => "csv",
        }
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Output> {
        [Output::Json, Output::Csv].into_iter().find(|output| output.as_str() == name)
    }
}

/// A report in one format.
///
/// # Errors
///
/// When the result does not match its own schema, which is a bug of this
/// program: nothing is returned then.
pub fn write(report: &Report, output: Output) -> Result<String, Error> {
    let mut text = Vec::new();
    write_to(report, output, &mut text)?;
    utf8(text).map_err(|kind| Error::new(&report.source.file, kind))
}

/// Writes a report in one format, once all of it is found valid.
///
/// # Errors
///
/// When the result does not match its own schema, which is a bug of this
/// program: nothing is written then. And where `out` can't be written to.
pub fn write_to(report: &Report, output: Output, out: &mut dyn Write) -> Result<(), Error> {
    let mut text = Spool::default();
    let printed = match output {
        Output::Json => json::report(report, &mut text),
        Output::Csv => csv::measures(report, &mut text),
    };
    printed.and_then(|()| text.pour(out)).map_err(|kind| Error::new(&report.source.file, kind))
}

/// What our printers wrote is text.
pub(crate) fn utf8(text: Vec<u8>) -> Result<String, Kind> {
    String::from_utf8(text).map_err(|error| Kind::Schema(error.to_string()))
}
