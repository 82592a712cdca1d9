//! The rows of `measures`, and of the tables about a report itself.

use super::{Of, as_one, code, exact, label, list, origin};
use crate::cell::Cell;
use crate::codes;
use crate::report::{self, Indicator, Measure};
use rust_decimal::Decimal;
use std::str::FromStr;
use tenken::wire::{LegendEntry, Pairs, TotalsRow};

/// The row of a report in `reports`.
pub(crate) fn report(of: Of<'_>) -> Vec<Cell> {
    let Of { report, id, metadata } = of;
    let (source, year) = (&report.source, report::year(report));
    vec![
        Cell::text(id),
        Cell::text(&report.title),
        Cell::integer(year),
        label(year),
        Cell::maybe(report.fiscal_year.as_ref().map(|it| it.period.as_str())),
        Cell::text(&metadata.code),
        Cell::text(&metadata.publisher),
        Cell::text(file_name(&source.file)),
        Cell::text(&*source.format),
        Cell::text(&source.sha256),
        Cell::integer(Some(report.measures.len())),
        Cell::Boolean(report.complete),
    ]
}

/// The name of a file without the folders of the machine that read it.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The rows of `measures`: one an indicator; a report has one at least for each measure.
pub(crate) fn measures(of: Of<'_>) -> impl Iterator<Item = Vec<Cell>> {
    of.report.measures.read().iter().flat_map(move |measure| {
        let rows = measure.indicators.iter().enumerate();
        rows.map(move |(at, indicator)| row(of, measure, at, indicator))
    })
}

fn row(of: Of<'_>, measure: &Measure, at: usize, indicator: &Indicator) -> Vec<Cell> {
    let Of { report, id, metadata } = of;
    let year = report::year(report);
    let mut row = vec![
        Cell::text(id),
        Cell::integer(year),
        label(year),
        Cell::text(&metadata.code),
        Cell::text(&metadata.publisher),
        code(&measure.key),
        Cell::integer(Some(at + 1)),
        code(measure.id.as_deref().unwrap_or_default()),
    ];
    for level in 0..3 {
        let group = measure.groups.get(level);
        row.push(code(group.and_then(|it| it.number.as_deref()).unwrap_or_default()));
        row.push(Cell::maybe(group.map(|it| &*it.name)));
    }
    let below: Vec<&str> = measure.groups.iter().skip(3).map(|it| &*it.name).collect();
    row.extend([
        list(&below),
        Cell::maybe(measure.name.as_deref()),
        list(&measure.bureaus),
        code(indicator.id.as_deref().unwrap_or_default()),
        Cell::maybe(indicator.kind.as_deref()),
        Cell::maybe(indicator.of.as_deref()),
        Cell::text(&*indicator.text),
        Cell::maybe(indicator.unit.as_deref()),
        Cell::maybe(indicator.direction.as_deref()),
    ]);
    for role in ["baseline", "target", "actual", "goal"] {
        let value = report::value_of(indicator, role, year);
        // Base and goal are of years of their own.
        if matches!(role, "baseline" | "goal") {
            row.push(Cell::integer(value.and_then(|it| it.fiscal_year)));
        }
        row.extend(as_one(value));
    }
    row.extend(rating(of, measure, at));
    row.extend([
        Cell::text(measure.status.code()),
        Cell::maybe(measure.reason.as_deref()),
        Cell::maybe(measure.remarks.as_deref()),
        Cell::maybe(measure.texts.deed.as_deref()),
        Cell::maybe(measure.texts.plan.as_deref()),
        Cell::maybe(measure.texts.next.as_deref()),
    ]);
    row.extend(origin(Some(&measure.origin)));
    row
}

/// Code, symbol and step of the rating of the report's year.
fn rating(of: Of<'_>, measure: &Measure, at: usize) -> [Cell; 3] {
    match (report::rating_of(measure, at, report::year(of.report)), &measure.rating_symbol) {
        (Some(rated), _) => [
            Cell::text(codes::rating(rated.rating, rated.step)),
            Cell::text(&*rated.symbol),
            Cell::integer(rated.step),
        ],
        (None, Some(symbol)) => {
            let code = codes::rating(measure.rating, None);
            [Cell::text(code), Cell::text(&**symbol), Cell::Empty]
        }
        (None, None) => [Cell::Empty, Cell::Empty, Cell::Empty],
    }
}

/// The rows of `extras`.
pub(crate) fn extras(of: Of<'_>) -> impl Iterator<Item = Vec<Cell>> {
    of.report.measures.read().iter().flat_map(move |measure| {
        let cells = measure.extra.iter().enumerate();
        cells.filter(|it| !it.1.text.is_empty()).map(move |(at, extra)| {
            vec![
                Cell::text(of.id),
                Cell::text(&of.metadata.code),
                code(&measure.key),
                Cell::integer(Some(at + 1)),
                Cell::text(if extra.header.is_empty() {
                    "（見出しなし）"
                } else {
                    &*extra.header
                }),
                exact(extra.number.as_ref()),
                Cell::text(&*extra.text),
            ]
        })
    })
}

/// The rows of `totals`: for each row of totals one a rating, and one for all.
pub(crate) fn totals(of: Of<'_>) -> Vec<Vec<Cell>> {
    let totals = &of.report.totals;
    let declared = totals.declared.iter().flat_map(|it| &it.rows).map(|it| ("declared", it));
    let computed = totals.computed.rows.iter().map(|it| ("computed", it));
    let mut rows = Vec::new();
    for (side, total) in declared.chain(computed) {
        let of_percents = total.percents.0.iter().map(|it| &it.0);
        let symbols = total.counts.0.iter().map(|it| &it.0).chain(of_percents);
        let mut seen: Vec<&String> = Vec::new();
        for symbol in symbols {
            if !seen.contains(&symbol) {
                seen.push(symbol);
                rows.push(of_total(of, side, total, Some(symbol)));
            }
        }
        rows.push(of_total(of, side, total, None));
    }
    for (number, row) in rows.iter_mut().enumerate() {
        row.insert(2, Cell::integer(Some(number + 1)));
    }
    rows
}

fn of_total(of: Of<'_>, side: &str, total: &TotalsRow, symbol: Option<&String>) -> Vec<Cell> {
    let count = match symbol {
        Some(symbol) => named(&total.counts, symbol).copied(),
        None => total.total,
    };
    let percent = symbol.and_then(|it| named(&total.percents, it));
    let percent = percent.and_then(|it| Decimal::from_str(it).ok());
    let entry = |symbol: &String| of.report.legend.iter().find(|it| it.symbol == *symbol);
    let rating = |it: &LegendEntry| codes::rating(it.rating, it.step.map(|it| it as usize));
    vec![
        Cell::text(of.id),
        Cell::text(&of.metadata.code),
        Cell::text(side),
        Cell::text(if total.label.is_empty() { "合計" } else { &total.label }),
        Cell::maybe(symbol.map(String::as_str)),
        Cell::text(symbol.and_then(entry).map(rating).unwrap_or_default()),
        Cell::integer(count),
        Cell::number(percent),
    ]
}

fn named<'p, T>(pairs: &'p Pairs<T>, name: &str) -> Option<&'p T> {
    pairs.0.iter().find(|it| it.0 == name).map(|it| &it.1)
}

/// The rows of `findings`.
pub(crate) fn findings(of: Of<'_>) -> impl Iterator<Item = Vec<Cell>> {
    of.report.findings.iter().enumerate().map(move |(at, finding)| {
        let mut row = vec![
            Cell::text(of.id),
            Cell::text(&of.metadata.code),
            Cell::integer(Some(at + 1)),
            Cell::text(&*finding.code),
            Cell::text(finding.severity.code()),
            Cell::text(&finding.message.ja),
            code(finding.key.as_deref().unwrap_or_default()),
            Cell::maybe(finding.column.as_deref()),
            Cell::maybe(finding.expected.as_deref()),
            Cell::maybe(finding.found.as_deref()),
            Cell::text(&finding.fingerprint),
        ];
        row.extend(origin(finding.origin.as_ref()));
        row
    })
}
