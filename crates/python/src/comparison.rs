//! Reports side by side.

use crate::border::{Failed, outside};
use crate::cells::{Cell, Rows, count, number, text, texts, year};
use crate::columns::Columns;
use crate::document::Given;
use crate::{fiscal, schemas};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use pyo3::prelude::*;
use tenken::{
    Change, Comparison, ErrorCode, IndicatorValue, Input, Measure, Move, Readings, Report, Step,
    ValueRole, Years,
};

/// Compares reports: whether they are the same where they are to be, the comparison as
/// JSON, and as a table.
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
        let mut json = Vec::new();
        tenken::write_comparison_to(&comparison, &mut json)?;
        let internal = |words: String| Failed::internal("", ErrorCode::E901, &words);
        let json = String::from_utf8(json).map_err(|error| internal(error.to_string()))?;
        let table = match &comparison {
            Comparison::Readings(it) => readings(it),
            Comparison::Years(it) => years(it),
        };
        let table = table.map(Columns::of).map_err(Failed::columns(""))?;
        Ok((comparison.is_clean(), json, table))
    })
}

/// A row a difference. A side that lacks the measure is null; a field that says nothing is
/// an empty text.
fn readings(readings: &Readings<'_>) -> Result<RecordBatch, ArrowError> {
    let mut rows = Rows::new(schemas::differences());
    for difference in &readings.differences {
        rows.add([
            text(Some(&difference.measure).filter(|it| !it.is_empty())),
            text(Some(&difference.field)),
            text(difference.left.as_ref()),
            text(difference.right.as_ref()),
        ]);
    }
    rows.batch()
}

/// A row for each indicator of each report, measure by measure; what changed is said of the
/// report that has it before.
fn years(years: &Years<'_>) -> Result<RecordBatch, ArrowError> {
    let mut rows = Rows::new(schemas::years());
    for (thread, of_thread) in years.threads.iter().enumerate() {
        let state = of_thread.state(years.reports.len());
        for step in &of_thread.steps {
            let report = years.reports.get(step.report).copied();
            for indicator in 0..step.measure.indicators.len() {
                let mut row = vec![count(Some(thread)), text(Some(state))];
                row.push(text(report.map(|it| &it.source.file)));
                row.extend(fiscal::cells(report.and_then(Report::year)));
                row.extend(of_step(step, indicator, report.and_then(Report::year)));
                row.push(revised(years, thread, step, indicator));
                rows.add(row);
            }
        }
    }
    rows.batch()
}

/// From `key` to `rating_moved`.
fn of_step(step: &Step<'_>, at: usize, own_year: Option<i32>) -> Vec<Cell> {
    let measure: &Measure = step.measure;
    let link = step.link.as_ref();
    let Some(indicator) = measure.indicators.get(at) else { return Vec::new() };
    let changed = link.and_then(|it| it.indicators.iter().find(|it| it.places.1 == at));
    let mut row = vec![
        text(Some(&measure.key)),
        text(measure.id.as_ref()),
        texts(measure.groups.iter().map(|it| &it.name)),
        text(measure.name.as_ref()),
        count(Some(at)),
        text(Some(&indicator.text)),
        text(indicator.of.as_ref()),
        text(link.map(|it| it.by.code())),
        text(link.map(|it| it.certainty.code())),
        link.map_or(Cell::Null, |it| texts(it.changes())),
    ];
    row.extend(value(indicator.of_report(ValueRole::Target, own_year)));
    row.extend(change(changed.map(|it| &it.target)));
    row.extend(value(indicator.of_report(ValueRole::Actual, own_year)));
    row.extend(change(changed.map(|it| &it.actual)));
    let mark = step.mark();
    row.extend([
        text(mark.map(|it| it.symbol)),
        text(mark.and_then(|it| it.rating).map(|it| it.code())),
        text(link.and_then(|it| it.rating).map(Move::code)),
    ]);
    row
}

/// Text, number and unit of a value; of several in a cell the first that is a number.
fn value(value: Option<&IndicatorValue>) -> Vec<Cell> {
    let first = value.and_then(|it| it.parts.iter().find(|part| part.number.is_some()));
    let mut cells = vec![text(value.map(|it| &it.text))];
    cells.extend(number(first.and_then(|it| it.number)));
    cells.push(text(first.and_then(|it| it.unit.as_ref()).map(|it| &it.text)));
    cells
}

fn change(change: Option<&Change<'_>>) -> [Cell; 3] {
    [
        change.map_or(Cell::Null, |it| Cell::Flag(it.is_changed)),
        text(change.and_then(Change::went)),
        text(change.and_then(|it| it.moved).map(Move::code)),
    ]
}

/// What this report prints otherwise than one before: of the indicator, and in the row of
/// the first that of the measure.
fn revised(years: &Years<'_>, thread: usize, step: &Step<'_>, at: usize) -> Cell {
    // Of indicators of one text, the first has it.
    let first = |wanted: &str| step.measure.indicators.iter().position(|it| it.text == wanted);
    let of_row = years.revisions.iter().filter(|it| {
        it.thread == thread
            && it.to.0 == step.report
            && it.indicator.map_or(Some(0), first) == Some(at)
    });
    let record = of_row.map(|it| {
        Cell::Record(vec![
            text(Some(it.what)),
            year(it.fiscal_year),
            text(Some(it.from.1)),
            text(Some(it.to.1)),
        ])
    });
    Cell::List(record.collect())
}
