//! What each column and each row of a table of measures is, resolved once.
//!
//! Tables → records: the columns get their roles before any row is looked at, rows
//! that are none of a record are taken out and named, and what a page end, a box or
//! an author cut is put together again. What the records state is read in `report`.

mod bands;
mod boxes;
mod examples;
mod notes;
mod page_ends;
mod records;
pub(crate) mod roles;
mod spans;
mod split_rows;
mod unknown;
mod units;
mod unnumbered;

use crate::finding::Finding;
use crate::layout::Role;
use crate::table::{Contents, Paragraph, Row, Table};
pub(crate) use roles::{ColumnRole, Roles};

/// What is known of a report before its tables are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// The fiscal year that it reports on.
    pub(crate) year: Option<i32>,
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
        let mut said = Vec::new();
        let roles = Roles::of(table, context, &mut said);
        if roles.are_of_measures() {
            findings.append(&mut said);
            found.push(Some(roles));
        } else {
            table.rows = bands::take_out(std::mem::take(&mut table.rows), &roles, &mut Vec::new());
            found.push(None);
        }
    }
    found
}

/// Takes the tables of measures, for a large one is not to be held twice. What
/// stands around their records is text of the report, or named.
pub(crate) fn take(
    contents: &mut Contents,
    roles: Vec<Option<Roles>>,
    findings: &mut Vec<Finding>,
) -> Vec<AnnexTable> {
    findings.extend(examples::take_out(&mut contents.tables, &roles));
    let mut found = Vec::new();
    for (table, roles) in contents.tables.iter_mut().zip(roles) {
        let Some(roles) = roles else { continue };
        findings.extend(unknown::values(table, &roles));
        let rows = std::mem::take(&mut table.rows);
        let mut own = Table { rows: Vec::new(), ..table.clone() };
        own.rows = records_of(rows, &own, &roles, &mut contents.paragraphs, findings);
        found.push(AnnexTable { roles, table: own });
    }
    found
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
