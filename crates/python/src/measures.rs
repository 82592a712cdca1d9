//! The measures of a report as rows, and the report itself as one.

use crate::cells::{Cell, Rows, count, number, text, texts, year};
use crate::{fiscal, places, schemas};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tenken::wire::{Measure, Report};

/// A row for the document.
pub(crate) fn document(report: &Report<'_>) -> Result<RecordBatch, ArrowError> {
    let mut rows = Rows::new(schemas::documents());
    let source = &report.source;
    let mut row = vec![
        text(Some(&source.file)),
        text(Some(&source.sha256)),
        text(Some(&source.format)),
        count(Some(source.pages)),
        text(source.producer.as_ref()),
        text(Some(&report.title)),
        text(report.publisher.as_ref()),
    ];
    row.extend(fiscal::cells(report.fiscal_year.as_ref().map(|it| it.year)));
    row.push(Cell::Flag(report.complete));
    row.extend([count(Some(report.measures.len())), count(Some(report.findings.len()))]);
    rows.add(row);
    rows.batch()
}

/// A row for each measure.
pub(crate) fn measures(report: &Report<'_>) -> Result<RecordBatch, ArrowError> {
    let mut rows = Rows::new(schemas::measures());
    report.measures.for_each(|measure| rows.add(row(report, measure)));
    rows.batch()
}

fn row(report: &Report<'_>, measure: &Measure<'_>) -> Vec<Cell> {
    let mut row = vec![
        text(Some(&report.source.file)),
        text(Some(&report.source.sha256)),
        text(Some(&report.title)),
        text(report.publisher.as_ref()),
    ];
    row.extend(fiscal::cells(report.fiscal_year.as_ref().map(|it| it.year)));
    row.extend([
        text(Some(&measure.key)),
        text(measure.id.as_ref()),
        text(measure.id_text.as_ref()),
        groups(measure),
        text(measure.name.as_ref()),
        texts(measure.bureaus.iter()),
        text(measure.rating.map(|it| it.code())),
        text(measure.rating_symbol.as_ref()),
        text(Some(measure.status.code())),
        ratings(measure),
        indicators(measure),
        text(measure.reason.as_ref()),
        text(measure.remarks.as_ref()),
        text(measure.texts.deed.as_ref()),
        text(measure.texts.plan.as_ref()),
        text(measure.texts.next.as_ref()),
        extra(measure),
    ]);
    row.extend(places::cells(Some(&measure.origin)));
    row
}

fn groups(measure: &Measure<'_>) -> Cell {
    let group = |it: &tenken::wire::Group<'_>| {
        Cell::Record(vec![count(Some(it.level)), text(it.number.as_ref()), text(Some(&it.name))])
    };
    Cell::List(measure.groups.iter().map(group).collect())
}

fn ratings(measure: &Measure<'_>) -> Cell {
    let rated = |it: &tenken::wire::Rated<'_>| {
        Cell::Record(vec![
            count(it.indicator),
            text(it.by.as_ref()),
            text(it.aspect.as_ref()),
            year(it.fiscal_year),
            text(Some(&it.symbol)),
            count(it.step),
            text(it.rating.map(|it| it.code())),
        ])
    };
    Cell::List(measure.ratings.iter().map(rated).collect())
}

fn indicators(measure: &Measure<'_>) -> Cell {
    let indicator = |it: &tenken::wire::Indicator<'_>| {
        Cell::Record(vec![
            text(it.id.as_ref()),
            text(it.kind.as_ref()),
            text(it.of.as_ref()),
            text(Some(&it.text)),
            text(Some(&it.normalized)),
            text(it.unit.as_ref()),
            text(it.unit_code.as_ref()),
            text(it.direction.as_ref()),
        ])
    };
    Cell::List(measure.indicators.iter().map(indicator).collect())
}

fn extra(measure: &Measure<'_>) -> Cell {
    let extra = |it: &tenken::wire::Extra<'_>| {
        let [number, number_text] = number(it.number.map(|it| it.0));
        Cell::Record(vec![text(Some(&it.header)), text(Some(&it.text)), number, number_text])
    };
    Cell::List(measure.extra.iter().map(extra).collect())
}
