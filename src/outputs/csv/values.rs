//! `values`: a row a value, in the same columns whatever the report. A cell with
//! several values has a row for each.
//!
//! Each rating has a row of its own, with the role `rating`, so that none is lost
//! that stands beside no value, and each is counted once. The actual that a rating is
//! about shows it as well.

use super::{Column, Rows, groups, header, number, origin, text, year};
use crate::error::Kind;
use crate::finding::Language;
use crate::report::{Indicator, IndicatorValue, Measure, Rated, Report, ValueRole};
use crate::value::{Bound, Rating, State, Value};
use std::collections::HashMap;

const COLUMNS: [Column; 25] = [
    ("report", "報告書"),
    ("key", "キー"),
    ("id", "番号"),
    ("groups", "体系"),
    ("name", "施策名"),
    ("indicator", "指標"),
    ("of", "内訳"),
    ("item", "項目"),
    ("unit", "単位"),
    ("role", "種別"),
    ("fiscal_year", "年度"),
    ("text", "表記"),
    ("number", "数値"),
    ("upper", "上限"),
    ("bound", "範囲"),
    ("state", "状態"),
    ("rating_symbol", "評価"),
    ("rating_step", "評価の段階"),
    ("rating", "評価の区分"),
    ("by", "評価者"),
    ("aspect", "評価の観点"),
    ("approximate", "概数"),
    ("unit_code", "単位コード"),
    ("cell", "セル全体"),
    ("origin", "出所"),
];

/// The role of a row that is a rating.
const RATING: &str = "rating";

pub(super) fn write(report: &Report, language: Language, rows: &mut Rows<'_>) -> Result<(), Kind> {
    rows.add(COLUMNS.map(|column| header(column, language)))?;
    for measure in &report.measures {
        let ratings = by_year(measure);
        for (at, indicator) in measure.indicators.iter().enumerate() {
            for value in &indicator.values {
                let of = |at| ratings.get(&(at, value.fiscal_year)).copied();
                let rated = (value.role == ValueRole::Actual)
                    .then(|| of(Some(at)).or_else(|| of(None)))
                    .flatten();
                let common = Common { report, measure, indicator: Some(indicator) };
                for part in &value.parts {
                    rows.add(common.row(of_part(value, Some(part), rated)))?;
                }
                // A cell whose text says nothing that is a value.
                if value.parts.is_empty() {
                    rows.add(common.row(of_part(value, None, rated)))?;
                }
            }
        }
        for rated in &measure.ratings {
            let indicator = rated.indicator.and_then(|at| measure.indicators.get(at));
            rows.add(Common { report, measure, indicator }.row(of_rating(rated)))?;
        }
    }
    Ok(())
}

/// The ratings that no rater and no aspect is named for, by indicator and year.
fn by_year(measure: &Measure) -> HashMap<(Option<usize>, Option<i32>), &Rated> {
    let plain = measure.ratings.iter().filter(|it| it.by.is_none() && it.aspect.is_none());
    let mut found = HashMap::new();
    for rated in plain {
        found.entry((rated.indicator, rated.fiscal_year)).or_insert(rated);
    }
    found
}

/// What the rows of an indicator have in common.
struct Common<'a> {
    report: &'a Report,
    measure: &'a Measure,
    /// None for a rating of the measure.
    indicator: Option<&'a Indicator>,
}

/// The columns of a row alone: `item` to `origin`.
type Own = [String; COLUMNS.len() - COMMON];

/// How many columns come from [`Common`].
const COMMON: usize = 7;

impl Common<'_> {
    fn row(&self, own: Own) -> impl Iterator<Item = String> {
        let Common { report, measure, indicator } = self;
        let common: [String; COMMON] = [
            report.source.file.clone(),
            measure.key.clone(),
            text(measure.id.as_ref()),
            groups(measure),
            text(measure.name.as_ref()),
            text(indicator.map(|it| &it.text)),
            text(indicator.and_then(|it| it.of.as_ref())),
        ];
        common.into_iter().chain(own)
    }
}

fn of_part(value: &IndicatorValue, part: Option<&Value>, rated: Option<&Rated>) -> Own {
    let item = part.map(|part| part.labels().join("・"));
    // The unit of a column of its own has reached the values that are numbers.
    let unit = part.and_then(|it| it.unit.as_ref());
    let [symbol, step, rating, by, aspect] = rated.map(words).unwrap_or_default();
    [
        item.unwrap_or_default(),
        text(unit.map(|it| &it.text)),
        value.role.code().to_owned(),
        year(value.fiscal_year),
        part.map_or(&value.text, |part| &part.text).clone(),
        number(part.and_then(|it| it.number)),
        number(part.and_then(|it| it.upper)),
        part.and_then(|it| it.bound).map_or("", Bound::code).to_owned(),
        part.and_then(|it| it.state).map_or("", State::code).to_owned(),
        symbol,
        step,
        rating,
        by,
        aspect,
        part.map_or("", |it| if it.approximate { "true" } else { "false" }).to_owned(),
        text(unit.and_then(|it| it.code.as_ref())),
        value.text.clone(),
        origin(&value.place),
    ]
}

fn of_rating(rated: &Rated) -> Own {
    let [symbol, step, rating, by, aspect] = words(rated);
    let none = String::new;
    [
        none(),
        none(),
        RATING.to_owned(),
        year(rated.fiscal_year),
        rated.symbol.clone(),
        none(),
        none(),
        none(),
        none(),
        symbol,
        step,
        rating,
        by,
        aspect,
        none(),
        none(),
        rated.symbol.clone(),
        origin(&rated.place),
    ]
}

/// Symbol, step, meaning, rater and aspect of a rating.
fn words(rated: &Rated) -> [String; 5] {
    [
        rated.symbol.clone(),
        rated.step.map(|step| step.to_string()).unwrap_or_default(),
        rated.rating.map_or("", Rating::code).to_owned(),
        text(rated.by.as_ref()),
        text(rated.aspect.as_ref()),
    ]
}
