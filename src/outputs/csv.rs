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
use crate::report::{Indicator, IndicatorValue, Measure, Report, Status, ValueRole};
use crate::value::Rating;
use std::io::Write;

const HEADER: [&str; 22] = [
    "fiscal_year",
    "key",
    "id",
    "groups",
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

/// One row for each indicator of a measure.
pub(super) fn measures(report: &Report, out: &mut dyn Write) -> Result<(), Kind> {
    let fail = |error: csv::Error| Kind::Output(error.into());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(HEADER).map_err(fail)?;
    let year = report.fiscal_year.as_ref().map(|year| year.year);
    for measure in &report.measures {
        for indicator in &measure.indicators {
            writer.write_record(row(year, measure, indicator)).map_err(fail)?;
        }
    }
    writer.flush().map_err(Kind::Output)
}

fn row(year: Option<i32>, measure: &Measure, indicator: &Indicator) -> [String; 22] {
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let [target, target_number, target_unit, target_values] =
        value(indicator.value(ValueRole::Target, year));
    let [actual, actual_number, actual_unit, actual_values] =
        value(indicator.value(ValueRole::Actual, year));
    let (place, bbox) = origin(measure);
    let groups: Vec<&str> = measure.groups.iter().map(|it| it.name.as_str()).collect();
    [
        year.map(|year| year.to_string()).unwrap_or_default(),
        measure.key.clone(),
        option(&measure.id),
        groups.join(" > "),
        option(&measure.name),
        measure.bureaus.join(" "),
        indicator.text.clone(),
        target,
        target_number,
        target_unit,
        target_values,
        actual,
        actual_number,
        actual_unit,
        actual_values,
        measure.rating.map_or("", Rating::code).to_owned(),
        option(&measure.rating_symbol),
        status(measure.status).to_owned(),
        option(&measure.reason),
        option(&measure.remarks),
        place,
        bbox,
    ]
}

fn value(value: Option<&IndicatorValue>) -> [String; 4] {
    let Some(value) = value else { return Default::default() };
    let first = value.parts.iter().find(|part| part.number.is_some());
    [
        value.text.clone(),
        first.and_then(|part| part.number).map(|number| number.to_string()).unwrap_or_default(),
        first.and_then(|part| part.unit.as_ref()).map(|unit| unit.text.clone()).unwrap_or_default(),
        value.parts.len().to_string(),
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
