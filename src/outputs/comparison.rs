//! Reports side by side, for programs: as JSON, and as one long table.

mod table;
mod wire;

pub use wire::comparison_schema;

use super::csv::TableStyle;
use crate::compare::Comparison;
use crate::error::{Error, Kind};
use std::io::Write;

/// Writes a comparison as JSON, pretty-printed.
///
/// # Errors
///
/// Where `out` can't be written to: part of it may have been written then.
pub fn write_comparison_to(comparison: &Comparison<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let written = serde_json::to_writer_pretty(&mut *out, &wire::comparison(comparison));
    let written = written.map_err(super::json::failure);
    let written = written.and_then(|()| writeln!(out).map_err(Kind::Output));
    written.map_err(|kind| Error::new(file(comparison), kind))
}

/// Writes a comparison as CSV: of readings a row a difference; of years one long table, a
/// row for each indicator of each report.
///
/// # Errors
///
/// Where `out` can't be written to: part of it may have been written then.
pub fn write_comparison_table_to(
    comparison: &Comparison<'_>,
    style: TableStyle,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let written = match comparison {
        Comparison::Readings(readings) => table::readings(readings, style, out),
        Comparison::Years(years) => table::years(years, style, out),
    };
    written.map_err(|kind| Error::new(file(comparison), kind))
}

/// The first file, for errors.
fn file(comparison: &Comparison<'_>) -> String {
    let report = match comparison {
        Comparison::Readings(readings) => Some(readings.left),
        Comparison::Years(years) => years.reports.first().copied(),
    };
    report.map(|report| report.source.file.clone()).unwrap_or_default()
}
