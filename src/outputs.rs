//! How do others read it? Reports and tables → JSON, CSV, pictures.
//!
//! The serialised types in `wire` are our contract; no other type is serialised.

pub(crate) mod wire;
pub(crate) mod json;
pub(crate) mod csv;
pub(crate) mod picture;

use crate::error::Error;
use crate::report::Report;

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

/// Writes a report in one format.
///
/// # Errors
///
/// When the result does not match its own schema, which is a bug of this
/// program: nothing is returned then.
pub fn write(report: &Report, output: Output) -> Result<String, Error> {
    match output {
        Output::Json => json::report(report),
        Output::Csv => csv::measures(report),
    }
}
