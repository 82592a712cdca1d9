//! Totals, the legend and the rule in the JSON.

use super::{origin, rating};
use crate::outputs::wire;
use crate::report::{Counted, Declared, Report, StatedRule, TotalsRow};
use crate::value::rating::Entry;
use rust_decimal::Decimal;

pub(super) fn totals(report: &Report) -> wire::Totals {
    let by = &report.counted;
    wire::Totals {
        declared: report.declared.as_ref().map(declared),
        computed: wire::Computed { rows: report.computed.iter().map(row).collect() },
        by: wire::TotalsBy {
            counted: match by.counted {
                Counted::Measures => "measures".into(),
                Counted::Indicators => "indicators".into(),
            },
            measures: by.measures,
            indicators: by.indicators,
        },
    }
}

fn declared(declared: &Declared) -> wire::Declared {
    let numbers = &declared.prose;
    wire::Declared {
        rows: declared.rows.iter().map(row).collect(),
        prose: wire::ProseNumbers {
            undertaken: numbers.undertaken,
            with_indicator: numbers.with_indicator,
            without_indicator: numbers.without_indicator,
            pending: numbers.pending,
        },
    }
}

fn row(row: &TotalsRow) -> wire::TotalsRow {
    let percents = row.percents.iter().map(|(name, percent)| (name.clone(), percent.to_string()));
    let together = row.together.iter().map(|it| (it.name.clone(), it.count));
    wire::TotalsRow {
        label: row.label.clone(),
        counts: wire::Pairs(row.counts.clone()),
        together: wire::Pairs(together.collect()),
        percents: wire::Pairs(percents.collect()),
        total: row.total,
        origin: row.place.as_ref().map(origin),
    }
}

pub(super) fn legend_entry(entry: &Entry) -> wire::LegendEntry {
    wire::LegendEntry {
        symbol: entry.symbol.clone(),
        label: entry.label.clone(),
        step: entry.step,
        rating: entry.rating.map(rating),
    }
}

pub(super) fn rule(stated: &StatedRule) -> wire::Rule {
    let bounds = stated.rule.bounds.iter().map(|bound| wire::RuleBound {
        symbol: bound.symbol.clone(),
        at_least: share(bound.at_least),
    });
    wire::Rule {
        kind: stated.rule.kind.code().into(),
        bounds: bounds.collect(),
        text: stated.rule.text.clone(),
        origin: stated.place.as_ref().map(origin),
    }
}

/// A share with one digit behind the point at least: 1.0, 0.8.
fn share(share: Decimal) -> String {
    let mut share = share.normalize();
    if share.scale() == 0 {
        share.rescale(1);
    }
    share.to_string()
}
