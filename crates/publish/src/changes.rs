//! `changes`: what became of each measure from one report of a plan to the next, as
//! `tenken compare -f json` tells it (`schemas/compare.schema.json`).

use crate::cell::Cell;
use crate::codes::Used;
use crate::package::Added;
use serde::Deserialize;
use tenken::value::{self, Hints};
use tenken::wire::Exact;
use tenken::{Error, ErrorCode, Message};

/// A comparison of years.
#[derive(Debug, Deserialize)]
pub(crate) struct Comparison {
    measures: Vec<Thread>,
}

#[derive(Debug, Deserialize)]
struct Thread {
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    report: usize,
    key: String,
    name: Option<String>,
    rating_symbol: Option<String>,
    rating: Option<String>,
    since: Option<Since>,
}

#[derive(Debug, Deserialize)]
struct Since {
    matched_by: String,
    certainty: String,
    changes: Vec<String>,
    rating: Option<String>,
    indicators: Vec<Indicator>,
}

#[derive(Debug, Deserialize)]
struct Indicator {
    indicator: String,
    of: Option<String>,
    target: Values,
    actual: Values,
}

#[derive(Debug, Deserialize)]
struct Values {
    from: Option<String>,
    from_number: Option<Exact>,
    to: Option<String>,
    to_number: Option<Exact>,
    changed: bool,
    direction: Option<String>,
    moved: Option<String>,
}

impl Comparison {
    /// Reads the JSON of a comparison of years.
    pub(crate) fn parse(name: &str, json: &str) -> Result<Comparison, Error> {
        serde_json::from_str(json).map_err(|error| {
            let words = Message::new(
                format!("年度間の比較を読めません（{error}）。"),
                format!("the comparison of years can't be read ({error})"),
            );
            Error::outside(name, ErrorCode::E506, words)
        })
    }
}

/// The rows of a plan.
pub(crate) fn rows(
    code: &str,
    series: i64,
    reports: &[Added],
    comparison: &Comparison,
    used: &Used,
) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (number, thread) in comparison.measures.iter().enumerate() {
        let mut add = |change: &str, from: Option<&Step>, to: Option<&Step>| {
            let sides = Sides { code, change, from, to, reports, used };
            let indicators = to.and_then(|it| it.since.as_ref()).map(|it| it.indicators.as_slice());
            let indicators = indicators.unwrap_or_default();
            let of_measure = indicators.is_empty().then(|| sides.row(None));
            for row in indicators.iter().map(|it| sides.row(Some(it))).chain(of_measure) {
                let head = [
                    Cell::Integer(series),
                    Cell::integer(Some(rows.len() + 1)),
                    Cell::integer(Some(number + 1)),
                ];
                rows.push(head.into_iter().chain(row).collect());
            }
        };
        let mut before: Option<&Step> = None;
        for step in &thread.steps {
            match before {
                None if step.report > 0 => add("new", None, Some(step)),
                None => {}
                Some(_) => add("continued", before, Some(step)),
            }
            before = Some(step);
        }
        if before.is_some_and(|last| last.report + 1 < reports.len()) {
            add("dropped", before, None);
        }
    }
    rows
}

struct Sides<'a> {
    code: &'a str,
    change: &'a str,
    from: Option<&'a Step>,
    to: Option<&'a Step>,
    reports: &'a [Added],
    used: &'a Used,
}

impl Sides<'_> {
    /// All but the numbers of plan, row and measure.
    fn row(&self, indicator: Option<&Indicator>) -> Vec<Cell> {
        let Sides { code, change, from, to, reports, used } = self;
        let since = to.and_then(|it| it.since.as_ref());
        let report = |step: &Option<&Step>| step.and_then(|it| reports.get(it.report)).cloned();
        let (before, after) = (report(from), report(to));
        let year = |it: &Option<Added>| Cell::integer(it.as_ref().and_then(|it| it.year));
        let id = |it: &Option<Added>| Cell::maybe(it.as_ref().map(|it| it.id.as_str()));
        let changed = |word: &str| {
            since.map_or(Cell::Empty, |it| Cell::Boolean(it.changes.iter().any(|it| it == word)))
        };
        let rating = |step: &Option<&Step>| {
            let code =
                step.and_then(|it| used.code_of(it.rating.as_deref(), it.rating_symbol.as_deref()));
            Cell::text(code.unwrap_or_default())
        };
        let (target, actual) = (indicator.map(|it| &it.target), indicator.map(|it| &it.actual));
        let text = |text: Option<&String>| Cell::maybe(text.map(String::as_str));
        let number = |number: Option<Exact>| Cell::number(number.map(|it| it.0));
        vec![
            Cell::text(*change),
            id(&before),
            year(&before),
            id(&after),
            year(&after),
            Cell::maybe(from.map(|it| it.key.as_str())),
            Cell::maybe(to.map(|it| it.key.as_str())),
            Cell::text(*code),
            text(to.or(*from).and_then(|it| it.name.as_ref())),
            text(indicator.map(|it| &it.indicator)),
            text(indicator.and_then(|it| it.of.as_ref())),
            text(since.map(|it| &it.matched_by)),
            text(since.map(|it| &it.certainty)),
            changed("renumbered"),
            changed("renamed"),
            changed("moved"),
            rating(from),
            rating(to),
            text(since.and_then(|it| it.rating.as_ref())),
            text(target.and_then(|it| it.from.as_ref())),
            text(target.and_then(|it| it.to.as_ref())),
            target.map_or(Cell::Empty, |it| Cell::Boolean(it.changed)),
            number(actual.and_then(|it| it.from_number)),
            unit(actual.and_then(|it| it.from.as_ref())),
            number(actual.and_then(|it| it.to_number)),
            unit(actual.and_then(|it| it.to.as_ref())),
            text(actual.and_then(|it| it.direction.as_ref())),
            text(actual.and_then(|it| it.moved.as_ref())),
        ]
    }
}

/// The unit of the number that a cell is known by: of several, the first.
fn unit(text: Option<&String>) -> Cell {
    let read = text.map(|it| value::read(it, &Hints::none()));
    let mut parts = read.into_iter().flat_map(|it| it.values);
    let first = parts.find(|it| it.number.is_some());
    Cell::text(first.and_then(|it| it.unit).map(|it| it.text).unwrap_or_default())
}
