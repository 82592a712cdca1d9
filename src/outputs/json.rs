//! JSON, and the schemas that it keeps to.

mod tables;
mod totals;

pub(crate) use tables::Tables;

use super::wire;
use crate::error::{Error, Kind};
use crate::finding::{Finding, Severity};
use crate::geom::Rect;
use crate::place::Place;
use crate::report::{
    Highlight, Indicator, IndicatorKind, IndicatorValue, Measure, Rated, Report, Side, Status,
};
use crate::source::Corrections;
use crate::text;
use crate::value::{
    self, Bound, Direction, FiscalYear, Item, Qualifier, Rating, Sharing, State, Stated,
};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

/// The schema of a report, as committed in `schemas/report.schema.json`.
pub fn report_schema() -> String {
    pretty(&schema::<wire::Report<'_>>())
}

/// The schema of `tenken tables`, as committed in `schemas/tables.schema.json`.
pub fn tables_schema() -> String {
    pretty(&schema::<wire::Tables>())
}

/// The schema of what the page of `tenken review` exports, as committed in
/// `schemas/review.schema.json`. It is read, too, so that what may be left out may be so.
pub fn review_schema() -> String {
    let settings = SchemaSettings::draft2020_12();
    pretty(&Json::from(settings.into_generator().into_root_schema_for::<Corrections>()))
}

pub(super) fn schema<T: JsonSchema>() -> Json {
    // What is written is always complete, so the schema is that of serialising.
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .into()
}

pub(super) fn pretty(value: &Json) -> String {
    format!("{value:#}\n")
}

/// The whole report.
pub(super) fn report(report: &Report, out: &mut dyn Write) -> Result<(), Kind> {
    // It is printed in pieces of a few bytes.
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &to_wire(report)).map_err(failure)?;
    writeln!(out).and_then(|()| out.flush()).map_err(Kind::Output)
}

/// How a text of a 目標 or 実績 cell is read, as it would stand in a report.
///
/// # Errors
///
/// When the result can't be printed, which is a bug of this program.
pub fn read_value(text: &str, hints: &value::Hints<'_>) -> Result<String, Error> {
    let reading = value::read(text, hints);
    let repaired = text::repair(text);
    let read = wire::Reading {
        text: repaired,
        normalized: text::normalize(text).into(),
        values: reading.values.iter().map(value).collect(),
    };
    let printed = serde_json::to_string_pretty(&read);
    printed.map(|json| json + "\n").map_err(|error| Error::new(text, failure(error)))
}

/// Why something could not be printed.
pub(super) fn failure(error: serde_json::Error) -> Kind {
    if error.is_io() {
        Kind::Output(io::Error::from(error))
    } else {
        Kind::Schema(error.to_string())
    }
}

impl Report {
    /// The report as its JSON has it. Its measures are made one by one, when they are
    /// printed or asked for.
    pub fn to_wire(&self) -> wire::Report<'_> {
        to_wire(self)
    }
}

fn to_wire(report: &Report) -> wire::Report<'_> {
    let source = &report.source;
    wire::Report {
        schema_version: "1".into(),
        tool: wire::Tool {
            name: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
        },
        source: wire::Source {
            file: source.file.clone(),
            format: source.format.as_str().into(),
            sha256: source.sha256.clone(),
            pages: source.pages,
            producer: source.producer.clone(),
            title: source.title.clone(),
            text_source: source.text_source.map(Cow::from),
        },
        complete: report.is_complete(),
        title: report.title.clone(),
        publisher: report.publisher.clone(),
        fiscal_year: report.fiscal_year.as_ref().map(fiscal_year),
        layout: layout(&report.layout),
        legend: report.legend.entries.iter().map(totals::legend_entry).collect(),
        rule: report.rule.as_ref().map(totals::rule),
        structure: report.structure.iter().map(pillar).collect(),
        measures: wire::Measures::of(&report.measures, measure),
        totals: totals::totals(report),
        highlights: report.highlights.iter().map(highlight).collect(),
        findings: report.findings.iter().map(finding).collect(),
    }
}

fn layout(layout: &crate::report::LayoutUse) -> wire::Layout {
    let table = |table: &crate::report::TableUse| wire::LayoutTable {
        origin: origin(&table.place),
        claimed: table.claimed.clone(),
        unclaimed: table.unclaimed.clone(),
    };
    wire::Layout { name: layout.name.clone(), tables: layout.tables.iter().map(table).collect() }
}

fn fiscal_year(year: &FiscalYear) -> wire::FiscalYear {
    wire::FiscalYear {
        text: year.text.clone(),
        era: year.era.name().to_owned(),
        era_year: year.era_year,
        year: year.year,
        period: year.period(),
    }
}

fn rating(rating: Rating) -> wire::Rating {
    match rating {
        Rating::Achieved => wire::Rating::Achieved,
        Rating::MostlyAchieved => wire::Rating::MostlyAchieved,
        Rating::NotAchieved => wire::Rating::NotAchieved,
        Rating::Pending => wire::Rating::Pending,
        Rating::NotSet => wire::Rating::NotSet,
    }
}

fn pillar(pillar: &crate::report::Pillar) -> wire::Pillar {
    let fields = pillar
        .fields
        .iter()
        .map(|field| wire::PolicyField { number: field.number, name: field.name.clone() });
    wire::Pillar { name: pillar.name.clone(), fields: fields.collect() }
}

fn measure(measure: &Measure) -> wire::Measure<'_> {
    let groups = measure.groups.iter().enumerate().map(|(at, group)| wire::Group {
        level: at + 1,
        number: group.number.as_deref().map(Cow::from),
        name: (&group.name).into(),
    });
    let extra = measure.extra.iter().map(|extra| wire::Extra {
        header: (&extra.header).into(),
        text: (&extra.text).into(),
        number: extra.number.map(wire::Exact),
    });
    wire::Measure {
        key: (&measure.key).into(),
        id: measure.id.as_deref().map(Cow::from),
        id_text: measure.id_text.as_deref().map(Cow::from),
        groups: groups.collect(),
        name: measure.name.as_deref().map(Cow::from),
        bureaus: (&measure.bureaus).into(),
        indicators: measure.indicators.iter().map(indicator).collect(),
        ratings: measure.ratings.iter().map(rated).collect(),
        rating: measure.rating.map(rating),
        rating_symbol: measure.rating_symbol.as_deref().map(Cow::from),
        status: match measure.status {
            Status::Evaluated => wire::Status::Evaluated,
            Status::Pending => wire::Status::Pending,
            Status::NotSet => wire::Status::NotSet,
            Status::Abolished => wire::Status::Abolished,
        },
        reason: measure.reason.as_deref().map(Cow::from),
        remarks: measure.remarks.as_deref().map(Cow::from),
        texts: wire::Texts {
            deed: measure.texts.deed.as_deref().map(Cow::from),
            plan: measure.texts.plan.as_deref().map(Cow::from),
            next: measure.texts.next.as_deref().map(Cow::from),
        },
        extra: extra.collect(),
        origin: origin(&measure.place),
    }
}

fn rated(rated: &Rated) -> wire::Rated<'_> {
    wire::Rated {
        indicator: rated.indicator,
        by: rated.by.as_deref().map(Cow::from),
        aspect: rated.aspect.as_deref().map(Cow::from),
        fiscal_year: rated.fiscal_year,
        symbol: (&rated.symbol).into(),
        step: rated.step,
        rating: rated.rating.map(rating),
        origin: origin(&rated.place),
        corrected: rated.corrected.as_deref().map(Cow::from),
    }
}

fn indicator(indicator: &Indicator) -> wire::Indicator<'_> {
    wire::Indicator {
        id: indicator.id.as_deref().map(Cow::from),
        kind: indicator.kind.map(|kind| match kind {
            IndicatorKind::Activity => "activity".into(),
            IndicatorKind::Output => "output".into(),
            IndicatorKind::Outcome => "outcome".into(),
        }),
        of: indicator.of.as_deref().map(Cow::from),
        text: (&indicator.text).into(),
        normalized: (&indicator.normalized).into(),
        items: indicator.items.iter().map(item).collect(),
        unit: indicator.unit.as_ref().map(|unit| (&unit.text).into()),
        unit_code: indicator.unit.as_ref().and_then(|unit| unit.code.as_deref()).map(Cow::from),
        direction: indicator.direction.map(|side| match side {
            Side::Up => "up".into(),
            Side::Down => "down".into(),
        }),
        values: indicator.values.iter().map(indicator_value).collect(),
    }
}

fn indicator_value(value: &IndicatorValue) -> wire::IndicatorValue<'_> {
    wire::IndicatorValue {
        role: value.role.code().into(),
        fiscal_year: value.fiscal_year,
        text: (&value.text).into(),
        normalized: (&value.normalized).into(),
        parts: value.parts.iter().map(self::value).collect(),
        origin: origin(&value.place),
        corrected: value.corrected.as_deref().map(Cow::from),
    }
}

fn item(item: &Item) -> wire::Item<'_> {
    let stated = |stated: &Stated| wire::StatedUnit {
        text: stated.unit.text.clone(),
        code: stated.unit.code.clone(),
        factor: wire::Exact(stated.factor),
    };
    wire::Item {
        label: item.label.as_deref().map(Cow::from),
        text: (&item.text).into(),
        unit: item.unit.as_ref().map(stated),
    }
}

fn value(value: &value::Value) -> wire::Value<'_> {
    wire::Value {
        label: value.label.as_deref().map(Cow::from),
        refers_to: (&value.refers_to).into(),
        sharing: value.sharing.map(|sharing| match sharing {
            Sharing::Sum => wire::Sharing::Sum,
            Sharing::Each => wire::Sharing::Each,
        }),
        subject: value.subject.as_deref().map(Cow::from),
        text: (&value.text).into(),
        number: value.number.map(wire::Exact),
        upper: value.upper.map(wire::Exact),
        unit: value.unit.as_ref().map(|unit| (&unit.text).into()),
        unit_code: value.unit.as_ref().and_then(|unit| unit.code.as_deref()).map(Cow::from),
        bound: value.bound.map(bound),
        approximate: value.approximate,
        period: value
            .period
            .as_ref()
            .map(|period| wire::Period { text: period.text.clone(), code: period.code() }),
        change: value.change.as_ref().map(|change| wire::Change {
            basis: change.basis.clone(),
            direction: direction(change.direction),
        }),
        qualifier: value.qualifier.map(qualifier),
        notes: (&value.notes).into(),
        state: value.state.map(state),
        known_in: value.known_in.as_ref().map(fiscal_year),
    }
}

fn qualifier(qualifier: Qualifier) -> wire::Qualifier {
    match qualifier {
        Qualifier::Preliminary => wire::Qualifier::Preliminary,
        Qualifier::Provisional => wire::Qualifier::Provisional,
        Qualifier::Expected => wire::Qualifier::Expected,
        Qualifier::Estimated => wire::Qualifier::Estimated,
        Qualifier::Reference => wire::Qualifier::Reference,
        Qualifier::Revised => wire::Qualifier::Revised,
        Qualifier::Final => wire::Qualifier::Final,
    }
}

pub(super) fn bound(bound: Bound) -> wire::Bound {
    match bound {
        Bound::AtLeast => wire::Bound::AtLeast,
        Bound::AtMost => wire::Bound::AtMost,
        Bound::LessThan => wire::Bound::LessThan,
        Bound::MoreThan => wire::Bound::MoreThan,
    }
}

fn direction(direction: Direction) -> wire::Direction {
    match direction {
        Direction::Increase => wire::Direction::Increase,
        Direction::Decrease => wire::Direction::Decrease,
        Direction::Improvement => wire::Direction::Improvement,
        Direction::Unstated => wire::Direction::Unstated,
    }
}

pub(super) fn state(state: State) -> wire::State {
    match state {
        State::Done => wire::State::Done,
        State::Nothing => wire::State::None,
        State::Pending => wire::State::Pending,
        State::NotSet => wire::State::NotSet,
        State::Text => wire::State::Text,
    }
}

fn highlight(highlight: &Highlight) -> wire::Highlight {
    wire::Highlight {
        id: highlight.id.clone(),
        pillar: highlight.pillar.clone(),
        field: highlight.field.clone(),
        name: highlight.name.clone(),
        text: highlight.text.clone(),
        origin: origin(&highlight.place),
    }
}

fn finding(finding: &Finding) -> wire::Finding {
    wire::Finding {
        code: finding.code.as_str().into(),
        severity: match finding.code.severity() {
            Severity::Error => wire::Severity::Error,
            Severity::Warning => wire::Severity::Warning,
            Severity::Info => wire::Severity::Info,
        },
        message: wire::Message { ja: finding.message.ja.clone(), en: finding.message.en.clone() },
        measure: finding.measure.clone(),
        key: finding.key.clone(),
        column: finding.column.map(Cow::from),
        fingerprint: finding.fingerprint(),
        origin: finding.place.as_ref().map(origin),
        expected: finding.expected.clone(),
        found: finding.found.clone(),
    }
}

pub(super) fn origin(place: &Place) -> wire::Origin {
    match place {
        Place::Page { page, bbox } => {
            wire::Origin::Page(wire::PageOrigin { page: *page, bbox: corners(bbox) })
        }
        Place::Sheet { sheet, range } => wire::Origin::Sheet(wire::SheetOrigin {
            sheet: sheet.to_string(),
            range: range.to_string(),
        }),
    }
}

fn corners(bbox: &Rect) -> [wire::Hundredths; 4] {
    [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(wire::Hundredths::new)
}
