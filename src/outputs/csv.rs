//! The measures as a flat table.
//!
//! UTF-8, RFC 4180, one header row. Numbers and units stand in columns of
//! their own (総務省統一ルール 1-3, 1-9); of a cell with several values, those
//! columns hold the first that is a number and `…_values` says how many there
//! are. The full values are in the JSON.
//!
//! A cell that a spreadsheet program would take for a formula is text here:
//! what is published is kept as it is, and CSV has no formulas.

use crate::error::Kind;
use crate::report::{Measure, Quantity, Report, Status};
use crate::value::Rating;
use std::io::Write;

const HEADER: [&str; 22] = [
    "fiscal_year",
    "id",
    "pillar",
    "field",
    "name",
    "bureau",
    "indicator",
    "target",
    "target_number",
    "target_unit",
    "target_values",
    "actual",
    "actual_number",
    "actual_unit",
    "actual_values",
    "rating",
    "rating_symbol",
    "status",
    "reason",
    "remarks",
    "origin_place",
    "origin_box",
];

/// One row for each measure.
pub(super) fn measures(report: &Report, out: &mut dyn Write) -> Result<(), Kind> {
    let fail = |error: csv::Error| Kind::Output(error.into());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(HEADER).map_err(fail)?;
    let year = report.fiscal_year.as_ref().map(|year| year.year.to_string()).unwrap_or_default();
    for measure in &report.measures {
        writer.write_record(row(&year, measure)).map_err(fail)?;
    }
    writer.flush().map_err(Kind::Output)
}

fn row(year: &str, measure: &Measure) -> [String; 22] {
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let [target, target_number, target_unit, target_values] = quantity(&measure.target);
    let [actual, actual_number, actual_unit, actual_values] = quantity(&measure.actual);
    let (place, bbox) = origin(measure);
    [
        year.to_owned(),
        measure.id.clone(),
        option(&measure.pillar),
        option(&measure.field),
        measure.name.clone(),
        measure.bureau.clone(),
        measure.indicator.text.clone(),
        target,
        target_number,
        target_unit,
        target_values,
        actual,
        actual_number,
        actual_unit,
        actual_values,
        measure.rating.map_or("", Rating::code).to_owned(),
        measure.rating_symbol.clone(),
        status(measure.status).to_owned(),
        measure.reason.clone(),
        measure.remarks.clone(),
        place,
        bbox,
    ]
}

fn quantity(quantity: &Quantity) -> [String; 4] {
    let first = quantity.values.iter().find(|value| value.number.is_some());
    [
        quantity.text.clone(),
        first.and_then(|value| value.number).map(|number| number.to_string()).unwrap_or_default(),
        first
            .and_then(|value| value.unit.as_ref())
            .map(|unit| unit.text.clone())
            .unwrap_or_default(),
        quantity.values.len().to_string(),
    ]
}

fn origin(measure: &Measure) -> (String, String) {
    use crate::place::Place;
    match &measure.place {
        Place::Page { page, bbox } => (
            page.to_string(),
            format!("{:.2} {:.2} {:.2} {:.2}", bbox.x0, bbox.y0, bbox.x1, bbox.y1),
        ),
        Place::Sheet { sheet, range } => (sheet.to_string(), range.to_string()),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Evaluated => "evaluated",
        Status::Pending => "pending",
        Status::NotSet => "not_set",
        Status::Abolished => "abolished",
    }
}
