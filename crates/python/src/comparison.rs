//! Reports side by side.

use crate::border::{Failed, outside};
use crate::cells::{Rows, text};
use crate::columns::Columns;
use crate::document::Given;
use crate::schemas;
use pyo3::prelude::*;
use tenken::{Comparison, ErrorCode, Input, Language, Report, TableStyle};

/// Compares reports: whether they are the same where they are to be, the comparison as
/// JSON, and as a table of texts.
#[pyfunction]
pub(crate) fn compare(
    py: Python<'_>,
    given: Vec<Given>,
    are_years: bool,
) -> PyResult<(bool, String, Columns)> {
    outside(py, || {
        let mut reports = Vec::new();
        for given in &given {
            reports.push(tenken::extract(&Input::new(given.name(), given.bytes()?))?);
        }
        let reports: Vec<&Report> = reports.iter().collect();
        let comparison = Comparison::of(&reports, are_years);
        let (mut json, mut table) = (Vec::new(), Vec::new());
        tenken::write_comparison_to(&comparison, &mut json)?;
        let style = TableStyle { header: Language::English, bom: false };
        tenken::write_comparison_table_to(&comparison, style, &mut table)?;
        let json = String::from_utf8(json).map_err(|error| internal(&error))?;
        Ok((comparison.is_clean(), json, of_csv(&table)?))
    })
}

fn internal(words: &dyn std::fmt::Display) -> Failed {
    Failed::internal("", ErrorCode::E901, &words.to_string())
}

/// A table that was written as CSV.
fn of_csv(table: &[u8]) -> Result<Columns, Failed> {
    let mut reader = csv::Reader::from_reader(table);
    let names = reader.headers().map_err(|error| internal(&error))?.clone();
    let mut rows = Rows::new(schemas::of_texts(names.iter()));
    for record in reader.records() {
        let record = record.map_err(|error| internal(&error))?;
        rows.add(record.iter().map(|cell| text(Some(cell).filter(|it| !it.is_empty()))));
    }
    rows.batch().map(Columns::of).map_err(Failed::columns(""))
}
