//! The serialised types of comparisons, and their schema.

use super::super::wire::Exact;
use crate::compare::{
    self, Change, IndicatorChange, Link, Matrix, Move, Readings, Revision, Thread, Years,
};
use crate::report::{IndicatorValue, Report};
use crate::value::Rating as ValueRating;
use schemars::JsonSchema;
use serde::Serialize;

/// Reports side by side.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(title = "tenken compare", extend("$id" = "urn:tenken:schema:compare:1"))]
pub(super) enum Comparison<'a> {
    /// Two readings of one report.
    Readings {
        /// Version of this schema.
        schema_version: &'static str,
        /// Both of them.
        reports: Vec<Heading<'a>>,
        /// All that differs.
        differences: Vec<Difference<'a>>,
        /// Parts that one of them lacks, which were not compared.
        only_in_one: Vec<OnlyIn>,
    },
    /// Years of one plan.
    Years {
        /// Version of this schema.
        schema_version: &'static str,
        /// All of them, in order.
        reports: Vec<Heading<'a>>,
        /// Their measures, in the order of the first report that has them.
        measures: Vec<Measure<'a>>,
        /// How often each rating became which, from each report to the next.
        ratings: Vec<Ratings<'a>>,
        /// How many measures of each report have which rating.
        totals: Vec<Vec<Total<'a>>>,
        /// What two reports print of one year, and print differently.
        revised: Vec<Revised<'a>>,
    },
}

/// A report.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Heading<'a> {
    /// The file, as it was named.
    file: &'a str,
    /// Its title.
    title: &'a str,
    /// The one year that it is about; null for a report of several.
    fiscal_year: Option<i32>,
    /// How many measures it has.
    measures: usize,
}

/// Something that differs between two readings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Difference<'a> {
    /// The number or the name of the measure; null for what is of the whole report.
    measure: Option<&'a str>,
    /// The name of the field; `measure` where one reading lacks it.
    field: &'a str,
    /// Null where the first lacks the measure.
    left: Option<&'a str>,
    /// Null where the second lacks the measure.
    right: Option<&'a str>,
}

/// A part that only one of two readings has.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OnlyIn {
    /// Its name in the JSON of a report.
    part: &'static str,
    /// The report that has it, 0 for the first.
    report: usize,
}

/// A measure through the years.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Measure<'a> {
    /// `continued`, `new`, `dropped`, or `new_and_dropped`.
    state: &'static str,
    /// How sure the least sure of its matches is; null where one report alone has it.
    certainty: Option<&'static str>,
    /// What each report says.
    steps: Vec<Step<'a>>,
}

/// A measure in one report.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Step<'a> {
    /// The report, 0 for the first.
    report: usize,
    fiscal_year: Option<i32>,
    /// Its key in the JSON of the report.
    key: &'a str,
    id: Option<&'a str>,
    groups: Vec<&'a str>,
    name: Option<&'a str>,
    rating_symbol: Option<&'a str>,
    rating: Option<&'static str>,
    /// What changed since the last report that has it; null for the first.
    since: Option<Since<'a>>,
}

/// What changed of a measure since the last report that has it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Since<'a> {
    /// `groups_name_indicator`, `name_indicator`, `groups_name`, `name` or `number`.
    matched_by: &'static str,
    /// `certain`, `likely` or `doubtful`.
    certainty: &'static str,
    /// `renumbered`, `renamed`, `moved`.
    changes: Vec<&'static str>,
    /// `better`, `same` or `worse`.
    rating: Option<&'static str>,
    indicators: Vec<Indicator<'a>>,
}

/// An indicator that both reports have.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Indicator<'a> {
    /// Its text in the later report.
    indicator: &'a str,
    of: Option<&'a str>,
    target: Values<'a>,
    actual: Values<'a>,
}

/// A value in both reports, each for the year of its report.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Values<'a> {
    from: Option<&'a str>,
    from_number: Option<Exact>,
    to: Option<&'a str>,
    to_number: Option<Exact>,
    /// Whether both are there and differ.
    changed: bool,
    /// `up`, `same` or `down`.
    direction: Option<&'static str>,
    /// `better`, `same` or `worse`.
    moved: Option<&'static str>,
}

/// How ratings moved from one report to the next.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Ratings<'a> {
    /// The earlier report, 0 for the first.
    from_report: usize,
    /// The later one.
    to_report: usize,
    cells: Vec<Cell<'a>>,
}

/// How often one rating became another.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Cell<'a> {
    /// The rating in the earlier report; empty for none, null where the report lacks the
    /// measure.
    from: Option<&'a str>,
    /// The same in the later report.
    to: Option<&'a str>,
    count: usize,
}

/// How many measures have a rating.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Total<'a> {
    /// Empty for none.
    rating: &'a str,
    count: usize,
}

/// What a later report prints otherwise of one year.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Revised<'a> {
    /// The measure, 0 for the first of `measures`.
    measure: usize,
    indicator: Option<&'a str>,
    /// The role of the value, or `rating`.
    role: &'static str,
    fiscal_year: Option<i32>,
    from_report: usize,
    from: &'a str,
    to_report: usize,
    to: &'a str,
}

/// The schema of `tenken compare -f json`, as committed in `schemas/compare.schema.json`.
pub fn comparison_schema() -> String {
    super::super::json::pretty(&super::super::json::schema::<Comparison<'_>>())
}

pub(super) fn comparison<'a>(comparison: &'a compare::Comparison<'a>) -> Comparison<'a> {
    match comparison {
        compare::Comparison::Readings(it) => readings(it),
        compare::Comparison::Years(it) => years(it),
    }
}

fn readings<'a>(readings: &'a Readings<'a>) -> Comparison<'a> {
    let differences = readings.differences.iter().map(|it| Difference {
        measure: Some(it.measure.as_str()).filter(|it| !it.is_empty()),
        field: &it.field,
        left: it.left.as_deref(),
        right: it.right.as_deref(),
    });
    let only_in_one = readings.only_in_one.iter();
    Comparison::Readings {
        schema_version: "1",
        reports: vec![heading(readings.left), heading(readings.right)],
        differences: differences.collect(),
        only_in_one: only_in_one
            .map(|it| OnlyIn { part: it.part, report: usize::from(!it.is_left) })
            .collect(),
    }
}

fn heading(report: &Report) -> Heading<'_> {
    Heading {
        file: &report.source.file,
        title: &report.title,
        fiscal_year: report.year(),
        measures: report.measures.len(),
    }
}

fn years<'a>(years: &'a Years<'a>) -> Comparison<'a> {
    let total = |(rating, count): &'a (String, usize)| Total { rating, count: *count };
    let totals = years.totals.iter().map(|of_report| of_report.iter().map(total).collect());
    Comparison::Years {
        schema_version: "1",
        reports: years.reports.iter().map(|report| heading(report)).collect(),
        measures: years.threads.iter().map(|thread| measure(thread, &years.reports)).collect(),
        ratings: years.matrices.iter().map(ratings).collect(),
        totals: totals.collect(),
        revised: years.revisions.iter().map(revised).collect(),
    }
}

fn ratings<'a>(matrix: &'a Matrix) -> Ratings<'a> {
    let cell = |(from, to, count): &'a (Option<String>, Option<String>, usize)| Cell {
        from: from.as_deref(),
        to: to.as_deref(),
        count: *count,
    };
    Ratings {
        from_report: matrix.from,
        to_report: matrix.to,
        cells: matrix.cells.iter().map(cell).collect(),
    }
}

fn revised<'a>(revision: &'a Revision<'a>) -> Revised<'a> {
    Revised {
        measure: revision.thread,
        indicator: revision.indicator,
        role: revision.what,
        fiscal_year: revision.fiscal_year,
        from_report: revision.from.0,
        from: revision.from.1,
        to_report: revision.to.0,
        to: revision.to.1,
    }
}

fn measure<'a>(thread: &'a Thread<'a>, reports: &[&'a Report]) -> Measure<'a> {
    let step = |step: &'a compare::Step<'a>| {
        let mark = step.mark();
        Step {
            report: step.report,
            fiscal_year: reports.get(step.report).and_then(|report| report.year()),
            key: &step.measure.key,
            id: step.measure.id.as_deref(),
            groups: step.measure.groups.iter().map(|group| group.name.as_str()).collect(),
            name: step.measure.name.as_deref(),
            rating_symbol: mark.map(|it| it.symbol),
            rating: mark.and_then(|it| it.rating).map(ValueRating::code),
            since: step.link.as_ref().map(since),
        }
    };
    Measure {
        state: thread.state(reports.len()),
        certainty: thread.certainty().map(compare::Certainty::code),
        steps: thread.steps.iter().map(step).collect(),
    }
}

fn since<'a>(link: &'a Link<'a>) -> Since<'a> {
    Since {
        matched_by: link.by.code(),
        certainty: link.certainty.code(),
        changes: link.changes(),
        rating: link.rating.map(Move::code),
        indicators: link.indicators.iter().map(indicator).collect(),
    }
}

fn indicator<'a>(change: &'a IndicatorChange<'a>) -> Indicator<'a> {
    Indicator {
        indicator: &change.to.text,
        of: change.to.of.as_deref(),
        target: values(&change.target),
        actual: values(&change.actual),
    }
}

fn values<'a>(change: &'a Change<'a>) -> Values<'a> {
    let number = |value: Option<&IndicatorValue>| {
        value?.parts.iter().find_map(|part| part.number).map(Exact)
    };
    Values {
        from: change.from.map(|it| it.text.as_str()),
        from_number: number(change.from),
        to: change.to.map(|it| it.text.as_str()),
        to_number: number(change.to),
        changed: change.is_changed,
        direction: change.went(),
        moved: change.moved.map(Move::code),
    }
}
