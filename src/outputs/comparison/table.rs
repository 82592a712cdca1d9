//! Comparisons as flat tables.

use super::super::csv::{Column, Rows, TableStyle, groups, header, number, text, year};
use crate::compare::{Change, Move, Readings, Revision, Step, Thread, Years};
use crate::error::Kind;
use crate::report::{Indicator, IndicatorValue, ValueRole};
use crate::value::Rating;
use std::collections::HashMap;
use std::io::Write;

const DIFFERENCES: [Column; 4] =
    [("measure", "施策"), ("field", "項目"), ("left", "1つめ"), ("right", "2つめ")];

/// A row a difference. What a report lacks altogether is empty, as the text of a field is
/// that says nothing; the field `measure` tells them apart.
pub(super) fn readings(
    readings: &Readings<'_>,
    style: TableStyle,
    out: &mut dyn Write,
) -> Result<(), Kind> {
    let mut rows = Rows::begin(style, out)?;
    rows.add(DIFFERENCES.map(|column| header(column, style.header)))?;
    for difference in &readings.differences {
        let side = |side: &Option<String>| text(side.as_ref());
        rows.add([
            difference.measure.clone(),
            difference.field.clone(),
            side(&difference.left),
            side(&difference.right),
        ])?;
    }
    rows.end()
}

const YEARS: [Column; 26] = [
    ("measure", "通し番号"),
    ("state", "継続・新規・廃止"),
    ("report", "報告書"),
    ("fiscal_year", "年度"),
    ("key", "キー"),
    ("id", "番号"),
    ("groups", "体系"),
    ("name", "施策名"),
    ("indicator", "指標"),
    ("of", "内訳"),
    ("matched_by", "対応の根拠"),
    ("certainty", "対応の確かさ"),
    ("changes", "番号・名称・体系の変更"),
    ("target", "目標"),
    ("target_number", "目標（数値）"),
    ("target_unit", "目標（単位）"),
    ("target_changed", "目標の変更"),
    ("actual", "実績"),
    ("actual_number", "実績（数値）"),
    ("actual_unit", "実績（単位）"),
    ("actual_direction", "実績の増減"),
    ("actual_moved", "実績の良否"),
    ("rating_symbol", "評価"),
    ("rating", "評価の区分"),
    ("rating_moved", "評価の良否"),
    ("revised", "遡って改められた値"),
];

/// What later reports print otherwise: by measure, report and indicator.
type Revised<'a> = HashMap<(usize, usize, Option<&'a str>), Vec<&'a Revision<'a>>>;

/// A row for each indicator of each report, measure by measure; what changed is said of
/// the report that has it before.
pub(super) fn years(years: &Years<'_>, style: TableStyle, out: &mut dyn Write) -> Result<(), Kind> {
    let mut revised: Revised<'_> = HashMap::new();
    for revision in &years.revisions {
        let key = (revision.thread, revision.to.0, revision.indicator);
        revised.entry(key).or_default().push(revision);
    }
    let mut rows = Rows::begin(style, out)?;
    rows.add(YEARS.map(|column| header(column, style.header)))?;
    for (place, thread) in years.threads.iter().enumerate() {
        for step in &thread.steps {
            for (at, indicator) in step.measure.indicators.iter().enumerate() {
                let mut of_row = revised.remove(&(place, step.report, Some(&*indicator.text)));
                if at == 0 {
                    let of_measure = revised.remove(&(place, step.report, None));
                    of_row.get_or_insert_default().extend(of_measure.into_iter().flatten());
                }
                let revised: Vec<String> =
                    of_row.into_iter().flatten().map(revision_words).collect();
                let row = Row { years, thread, place, step, at, indicator };
                rows.add(row.cells(revised.join("\n")))?;
            }
        }
    }
    rows.end()
}

fn revision_words(revision: &Revision<'_>) -> String {
    let Revision { what, fiscal_year, from, to, .. } = revision;
    format!("{what} {}: {} → {}", year(*fiscal_year), from.1, to.1)
}

struct Row<'a> {
    years: &'a Years<'a>,
    thread: &'a Thread<'a>,
    place: usize,
    step: &'a Step<'a>,
    at: usize,
    indicator: &'a Indicator,
}

impl Row<'_> {
    fn cells(&self, revised: String) -> [String; YEARS.len()] {
        let Row { years, thread, place, step, at, indicator } = self;
        let measure = step.measure;
        let report = years.reports.get(step.report);
        let own_year = report.and_then(|report| report.year());
        let link = step.link.as_ref();
        let changed = link.and_then(|it| it.indicators.iter().find(|it| it.places.1 == *at));
        let [target, target_number, target_unit] =
            value(indicator.of_report(ValueRole::Target, own_year));
        let [actual, actual_number, actual_unit] =
            value(indicator.of_report(ValueRole::Actual, own_year));
        let mark = step.mark();
        let moved = |it: Option<Move>| it.map_or("", Move::code).to_owned();
        let of_actual = |it: fn(&Change<'_>) -> Option<Move>| changed.and_then(|c| it(&c.actual));
        [
            (place + 1).to_string(),
            thread.state(years.reports.len()).to_owned(),
            report.map(|report| report.source.file.clone()).unwrap_or_default(),
            year(own_year),
            measure.key.clone(),
            text(measure.id.as_ref()),
            groups(measure),
            text(measure.name.as_ref()),
            indicator.text.clone(),
            text(indicator.of.as_ref()),
            link.map_or("", |it| it.by.code()).to_owned(),
            link.map_or("", |it| it.certainty.code()).to_owned(),
            link.map(|it| it.changes().join(" ")).unwrap_or_default(),
            target,
            target_number,
            target_unit,
            changed.map(|it| it.target.is_changed.to_string()).unwrap_or_default(),
            actual,
            actual_number,
            actual_unit,
            changed.and_then(|it| it.actual.went()).unwrap_or_default().to_owned(),
            moved(of_actual(|it| it.moved)),
            mark.map_or("", |it| it.symbol).to_owned(),
            mark.and_then(|it| it.rating).map_or("", Rating::code).to_owned(),
            moved(link.and_then(|it| it.rating)),
            revised,
        ]
    }
}

/// Text, number and unit of a value; of several in a cell the first that is a number.
fn value(value: Option<&IndicatorValue>) -> [String; 3] {
    let Some(value) = value else { return Default::default() };
    let first = value.parts.iter().find(|part| part.number.is_some());
    [
        value.text.clone(),
        number(first.and_then(|part| part.number)),
        text(first.and_then(|part| part.unit.as_ref()).map(|unit| &unit.text)),
    ]
}
