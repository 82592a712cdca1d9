//! Contents → the facts, each reader in its turn.

use super::{
    LayoutUse, Report, Source, StatedRule, Trace, context, corrected, highlights, legend, measures,
    other_tables, structure, table_use, title, totals, unread,
};
use crate::annex::{self, Context};
use crate::finding::{Code, Finding};
use crate::grid::Ink;
use crate::layout::Layout;
use crate::place::Place;
use crate::source::Correction;
use crate::table::{Contents, Row, Table};
use crate::text::join;
use std::sync::Arc;

/// Reads the facts of a document, and nobody asks what became of its cells.
#[cfg(test)]
pub(crate) fn read(
    source: Source,
    contents: Contents,
    ink: Vec<Ink>,
    layouts: &[Arc<Layout>],
    findings: Vec<Finding>,
) -> Report {
    read_traced(source, contents, ink, Given { layouts, corrections: &[] }, findings, None)
}

/// What a caller says of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) layouts: &'a [Arc<Layout>],
    pub(crate) corrections: &'a [Correction],
}

/// Reads the facts of a document; a trace gets what became of the cells of its tables.
pub(crate) fn read_traced(
    source: Source,
    mut contents: Contents,
    ink: Vec<Ink>,
    given: Given<'_>,
    mut findings: Vec<Finding>,
    mut trace: Option<&mut Trace>,
) -> Report {
    let title = title::read(&contents, source.title.as_deref());
    let context = context(&title, &contents, given.layouts);
    let fiscal_year = title::fiscal_year(&title, &contents);
    let roles = annex::roles(&mut contents, &context, &mut findings);
    let is_annex: Vec<bool> = roles.iter().map(Option::is_some).collect();
    let used = legend::used(&contents, &roles);
    let legend::Found { legend, known, rule, place, finding } =
        legend::read(&contents, &used, &is_annex);
    let entries = legend.entries.len();
    findings.extend(finding);
    // What a layout gives goes before what the report prints.
    let of_layout = context.layout.as_deref().filter(|layout| !layout.steps.is_empty());
    let of_layout = of_layout.map(legend::of_layout);
    let (legend, known) = of_layout.map_or((legend, known), |own| (own.clone(), own));
    let of_layout = context.layout.as_deref().and_then(|layout| layout.rule.clone());
    let rule = of_layout.map(|rule| StatedRule { rule, place: None }).or(rule);
    let is_own = !legend.is_empty();
    let words = totals::Words { known: &known, is_own, used: &used, year: context.year };
    // Before the rows of tables of measures are taken: totals may stand below them.
    let declared = totals::declared(&contents, &is_annex, words);
    let is_read = |at: Option<&Place>| {
        let is_legend = at == place.as_ref() && at.is_some();
        is_legend && rows_at(&contents, place.as_ref()) <= entries
            || unread::holds_totals(at, declared.as_ref())
    };
    findings.retain(|it| it.code != Code::P911 || !is_read(it.place.as_ref()));
    let (structure, plan) = structure::read(&contents, &is_annex);
    let claimed: Vec<bool> =
        is_annex.iter().enumerate().map(|(at, is_annex)| *is_annex || plan == Some(at)).collect();
    let others = others(&contents, &claimed, &context, &findings);
    let others = others.filter(|table| {
        let is_legend_again = legend::repeats(&legend, table, &used);
        !is_legend_again && !is_read(place_of(&table.rows).as_ref())
    });
    findings.extend(other_tables::findings(others));
    if let Some(trace) = &mut trace {
        trace.before(&contents, &roles);
    }
    let mut tables = annex::take(&mut contents, roles, &context, &mut findings);
    let corrected = corrected::apply(&mut tables, given.corrections, &mut findings);
    if let Some(trace) = &mut trace {
        trace.bands(&tables);
    }
    let layout = LayoutUse {
        name: context.layout.as_ref().and_then(|layout| layout.name.clone()),
        tables: tables.iter().filter_map(table_use).collect(),
    };
    let notes = notes(&contents);
    let of = (&*structure, &known, &*notes, &context);
    let mut measures = measures::read(tables, of, &mut findings, trace.as_deref_mut());
    corrected::mark(&mut measures, &corrected);
    if let Some(trace) = trace {
        trace.settle(declared.as_ref(), &structure);
    }
    findings.extend(unread::findings(&contents, &measures, &known, declared.as_ref()));
    let (computed, counted) = totals::compute(&structure, &measures, declared.as_ref(), words);
    let highlights = highlights::read(&contents, &structure, &measures);
    Report {
        source,
        publisher: title::publisher(&contents),
        title,
        fiscal_year,
        legend,
        rule,
        structure,
        measures,
        declared,
        computed,
        counted,
        known,
        highlights,
        findings,
        layout,
        ink,
    }
}

/// The tables that nobody claims, that no layout skips, and that no finding names yet.
fn others<'c>(
    contents: &'c Contents,
    claimed: &[bool],
    context: &Context,
    findings: &[Finding],
) -> impl Iterator<Item = &'c Table> {
    let tables = contents.tables.iter().zip(claimed).filter(|it| !it.1).map(|it| it.0);
    tables.filter(|table| {
        let place = place_of(&table.rows);
        let is_named = findings.iter().any(|it| it.code == Code::P911 && it.place == place);
        !is_named && !annex::is_skipped(table, context)
    })
}

fn place_of(rows: &[Row]) -> Option<Place> {
    Place::around(rows.iter().map(|row| &row.place))
}

/// How many rows the table at a place has.
fn rows_at(contents: &Contents, place: Option<&Place>) -> usize {
    let mut tables = contents.tables.iter().map(|table| &table.rows);
    tables.find(|rows| place_of(rows).as_ref() == place).map_or(usize::MAX, Vec::len)
}

/// The notes outside the rows of tables, a line each: ※１ 令和７年度中に公表予定.
fn notes(contents: &Contents) -> String {
    let mut notes = String::new();
    for text in super::texts(contents).filter(|text| join::begins_note(text)) {
        // Each value with a mark looks through all of them.
        if notes.len() + text.len() > NOTES_BYTES_MAX {
            break;
        }
        text.lines().for_each(|line| notes.push_str(line));
        notes.push('\n');
    }
    notes
}

/// The most notes that are asked what a mark means, in bytes: a hundred of a line each.
const NOTES_BYTES_MAX: usize = 16 * 1024;
