//! What each column and each row of a table of measures is, resolved once.
//!
//! Tables → records: the columns get their roles before any row is looked at, rows
//! that are none of a record are taken out and named, and what a page end, a box or
//! an author cut is put together again. What the records state is read in `report`.

mod bands;
mod boxes;
mod examples;
mod headers_again;
mod headings;
mod long_lists;
mod notes;
mod page_ends;
mod passed_over;
mod records;
pub(crate) mod roles;
mod spans;
mod split_rows;
mod two_in_one;
mod unknown;
mod units;
mod unnumbered;

use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Layout, Role};
use crate::place::Place;
use crate::table::{Contents, Paragraph, Row, Table};
use crate::value::Legend;
pub(crate) use roles::{ColumnRole, Roles};
use std::sync::Arc;

/// What is known of a report before its tables are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// The fiscal year that it reports on.
    pub(crate) year: Option<i32>,
    /// Its title.
    pub(crate) title: String,
    /// What its tables look like, where that is given.
    pub(crate) layout: Option<Arc<Layout>>,
    /// What may be its legend: each text that names steps of a rating.
    pub(crate) legends: Vec<Legend>,
}

/// A table of measures.
#[derive(Debug)]
pub(crate) struct AnnexTable {
    pub(crate) roles: Roles,
    /// Its rows are those of records, the bands above them noted on each.
    pub(crate) table: Table,
}

/// The roles of the columns of each table, `None` for tables of other things.
pub(crate) fn roles(
    contents: &mut Contents,
    context: &Context,
    findings: &mut Vec<Finding>,
) -> Vec<Option<Roles>> {
    let mut found = Vec::with_capacity(contents.tables.len());
    for table in &mut contents.tables {
        units::join(table);
        two_in_one::part(table);
        long_lists::merge(table);
        let mut said = Vec::new();
        let roles = roles_of(table, context, &mut said);
        if roles.are_of_measures() && !is_skipped(table, context) {
            findings.append(&mut said);
            found.push(Some(roles));
        } else {
            findings.extend(passed_over::finding(table, &roles));
            table.rows = bands::take_out(std::mem::take(&mut table.rows), &roles, &mut Vec::new());
            found.push(None);
        }
    }
    found
}

/// The roles of the columns of a table, whose heading is one where it names its values.
fn roles_of(table: &mut Table, context: &Context, findings: &mut Vec<Finding>) -> Roles {
    let mut said = Vec::new();
    let mut roles = Roles::of(table, context, &mut said);
    if headings::name_by(table, &roles) {
        said.clear();
        roles = Roles::of(table, context, &mut said);
        headings::claim(&mut roles);
    }
    findings.append(&mut said);
    roles
}

/// Whether a layout says that a table is none of measures.
pub(crate) fn is_skipped(table: &Table, context: &Context) -> bool {
    let words = context.layout.iter().flat_map(|layout| &layout.skipped_tables);
    let texts = || table.captions.iter().chain(&table.notes);
    words.into_iter().any(|word| {
        let word = layout::fold(word);
        texts().any(|text| layout::fold(&text.text).contains(&word))
    })
}

/// The roles of the columns of each table, and whether it is one of measures: what a
/// layout can change.
pub(crate) fn seen(contents: &mut Contents, context: &Context) -> Vec<(Roles, bool)> {
    let of = |table: &mut Table| {
        units::join(table);
        two_in_one::part(table);
        long_lists::merge(table);
        let roles = roles_of(table, context, &mut Vec::new());
        let is_annex = roles.are_of_measures() && !is_skipped(table, context);
        (roles, is_annex)
    };
    contents.tables.iter_mut().map(of).collect()
}

/// Takes the tables of measures, for a large one is not to be held twice. What
/// stands around their records is text of the report, or named.
pub(crate) fn take(
    contents: &mut Contents,
    roles: Vec<Option<Roles>>,
    context: &Context,
    findings: &mut Vec<Finding>,
) -> Vec<AnnexTable> {
    findings.extend(examples::take_out(&mut contents.tables, &roles));
    let mut found: Vec<AnnexTable> = Vec::new();
    for (table, roles) in contents.tables.iter_mut().zip(roles) {
        let Some(roles) = roles else { continue };
        if let Some(first) = found.first().filter(|it| it.roles.are_others_than(&roles)) {
            findings.extend(other_columns(&first.table, table));
        }
        findings.extend(unknown::values(table, &roles));
        let mut rows = std::mem::take(&mut table.rows);
        if let Some(layout) = &context.layout {
            rows = skip(rows, layout, &mut contents.paragraphs, findings);
        }
        let mut own = Table { rows: Vec::new(), ..table.clone() };
        own.rows = records_of(rows, &own, &roles, &mut contents.paragraphs, findings);
        found.push(AnnexTable { roles, table: own });
    }
    found
}

/// Says that a table with other columns than the first was read as measures too.
fn other_columns(first: &Table, table: &Table) -> Option<Finding> {
    let place = Place::around(table.rows.iter().map(|row| &row.place))?;
    let begin = first.rows.first()?.place.clone();
    let rows = table.rows.len();
    let message = Message::new(
        format!("最初の表（{begin}）と列の違う{rows}行の表も、施策として読みました。"),
        format!(
            "a table of {rows} rows with other columns than the first ({begin}) was read as measures too"
        ),
    );
    Some(Finding::new(Code::P932, message).at(Some(place)))
}

/// The rows that a layout does not skip. Of those that it does, a text alone is text of
/// the report, and others are named.
fn skip(
    rows: Vec<Row>,
    layout: &Layout,
    texts: &mut Vec<Paragraph>,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let (skipped, kept): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| is_skipped_row(row, layout));
    for row in skipped {
        match (row.filled().next(), row.filled().nth(1)) {
            (Some(alone), None) => texts.push(Paragraph {
                text: alone.text.clone(),
                place: alone.place.clone(),
                glyphs: 0,
            }),
            _ => findings.push(records::left_out(&row)),
        }
    }
    kept
}

/// Whether a layout says that a row is none of a record.
fn is_skipped_row(row: &Row, layout: &Layout) -> bool {
    let Some(first) = row.filled().next() else { return false };
    let text = layout::fold(&first.text);
    layout.skipped_rows.iter().any(|word| text.starts_with(&layout::fold(word)))
}

/// The rows of a table that are records or parts of them.
fn records_of(
    mut rows: Vec<Row>,
    table: &Table,
    roles: &Roles,
    texts: &mut Vec<Paragraph>,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    page_ends::mend(&mut rows, &table.page_starts, roles);
    headers_again::to_bands(&mut rows, table);
    // The rows of a record are not its lines where each holds a value of its own.
    let is_by_row = roles.is_by_row();
    if !is_by_row {
        boxes::join(&mut rows, roles, findings);
    }
    texts.extend(notes::take_off(&mut rows, roles));
    let is_numbered =
        [Role::Id, Role::Name, Role::Rating].iter().all(|it| roles.get(*it).is_some());
    rows = if is_numbered {
        records::sort_out(rows, roles, texts, findings)
    } else {
        unnumbered::sort_out(rows, roles, texts, findings)
    };
    rows = bands::take_out(rows, roles, texts);
    if !is_by_row {
        rows = split_rows::put_together(rows, roles, findings);
    }
    spans::fill(&mut rows, roles);
    rows
}
