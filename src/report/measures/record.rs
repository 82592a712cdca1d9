//! Rows → records: which rows are of one measure.

use super::Group;
use crate::annex::Roles;
use crate::layout::{self, RecordKind, Role};
use crate::table::{Entry, Row};
use std::collections::HashMap;
use std::sync::Arc;

/// The rows of one measure.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) rows: Vec<Row>,
    pub(super) groups: Vec<Group>,
    /// The fiscal years that a row of the table gives to columns.
    pub(super) dates: Arc<HashMap<usize, i32>>,
    /// Whether its first row dates columns, and names the measure at most.
    pub(super) begins_with_dates: bool,
}

/// Groups the rows of a table into records. A row that only names, above rows without
/// a number that have names and values of their own, is what those stand under.
pub(super) fn of_rows(
    rows: Vec<Row>,
    groups: Vec<Vec<Group>>,
    roles: &Roles,
    year: Option<i32>,
) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut dates = Arc::default();
    for (row, groups) in rows.into_iter().zip(groups) {
        let own_dates = dates_of(&row, roles, year);
        let begins_with_dates = !own_dates.is_empty();
        if begins_with_dates {
            dates = Arc::new(own_dates);
        }
        let count = roles.rows.count;
        let open = records.last_mut().filter(|open| {
            let is_counted = count > 0 && open.rows.len() < count;
            let is_next = || {
                open.groups == groups && open.rows.last().is_some_and(|it| is_same(it, &row, roles))
            };
            !begins_with_dates && (is_counted || (count == 0 && is_next()))
        });
        match open {
            Some(open) => open.rows.push(row),
            None => records.push(Record {
                rows: vec![row],
                groups,
                dates: Arc::clone(&dates),
                begins_with_dates,
            }),
        }
    }
    under_parents(records, roles)
}

/// The years of a row whose cells of values are all years, by column.
fn dates_of(row: &Row, roles: &Roles, year: Option<i32>) -> HashMap<usize, i32> {
    let mut found = HashMap::new();
    for entry in row.filled().filter(|it| roles.role(it.col).is_some_and(Role::is_value)) {
        match layout::year_alone(&entry.text, year) {
            Some(year) => found.insert(entry.col, year),
            None => return HashMap::new(),
        };
    }
    // One year alone may be a value that is a year.
    if found.len() < 2 { HashMap::new() } else { found }
}

/// Whether a row is of the measure of the row above.
fn is_same(above: &Row, row: &Row, roles: &Roles) -> bool {
    let cell = |col: Option<usize>| col.and_then(|col| row.cell(col));
    let says = |it: &&Entry| !it.text.is_empty();
    let shares = |col: Option<usize>| {
        let above = col.and_then(|col| above.cell(col)).filter(says);
        above.zip(cell(col)).is_some_and(|(above, own)| above.place == own.place)
    };
    let begins =
        |col: Option<usize>| cell(col).filter(says).is_some_and(|it| it.begins_below(Some(above)));
    let (id, name) = (roles.get(Role::Id), roles.get(Role::Name));
    let indicator = roles.get(Role::Indicator);
    // A page end cuts a record, and each part has its key.
    let is_cut = |col: Option<usize>| {
        let cells = col.and_then(|col| Some((above.cell(col)?, row.cell(col)?)));
        !above.place.is_on_leaf_of(&row.place)
            && cells.is_some_and(|(above, own)| above.text == own.text && !own.text.is_empty())
    };
    if roles.is_by_row() {
        let begins = |col: Option<usize>| begins(col) && !is_cut(col);
        let has_key = [id, name].iter().any(Option::is_some);
        return !begins(id) && !begins(name) && (has_key || !begins(indicator));
    }
    // A layout may say that each row is a record of its own.
    if matches!(roles.rows.record, Some(RecordKind::Indicator | RecordKind::Office)) {
        return false;
    }
    // Under a name that begins above, an indicator of its own.
    let goes_on = || !cell(name).is_some_and(|it| says(&it)) && name.is_some() && begins(indicator);
    match id {
        // One with a name of its own is another measure, whatever its number.
        Some(_) if is_cut(id) && !begins(name) => begins(indicator),
        Some(_) if begins(id) => false,
        Some(_) if shares(id) => !begins(name),
        Some(_) => goes_on() && (above.says(name.unwrap_or(usize::MAX)) || shares(id)),
        // One indicator merged over the parts that it counts: 男性, 女性.
        None if name.is_none() => roles.get(Role::Of).is_some() && shares(indicator),
        None => shares(name) || goes_on(),
    }
}

/// Puts the names of records that hold nothing else above the records that follow
/// without a number.
fn under_parents(records: Vec<Record>, roles: &Roles) -> Vec<Record> {
    let Some(id) = roles.get(Role::Id) else { return records };
    let Some(name) = roles.get(Role::Name) else { return records };
    let is_parent = |record: &Record| {
        let [row] = record.rows.as_slice() else { return false };
        row.says(id)
            && row.says(name)
            && row.filled().all(|it| {
                let role = roles.role(it.col);
                matches!(role, Some(Role::Id | Role::Name | Role::Bureau))
                    || role.is_some_and(Role::is_group)
            })
    };
    let is_member = |record: &Record| {
        record.rows.first().is_some_and(|row| {
            let is_value = |it: &Entry| {
                roles.role(it.col).is_some_and(|it| it.is_value() || it == Role::Rating)
            };
            !row.says(id) && row.says(name) && row.filled().any(is_value)
        })
    };
    let mut kept: Vec<Record> = Vec::with_capacity(records.len());
    let mut parent: Option<Group> = None;
    let mut records = records.into_iter().peekable();
    while let Some(mut record) = records.next() {
        if is_parent(&record) && records.peek().is_some_and(is_member) {
            let text = record.rows.first().and_then(|row| row.cell(name));
            parent = text.map(|it| Group { number: None, name: it.text.clone() });
            continue;
        }
        if is_member(&record) {
            record.groups.extend(parent.clone());
        } else {
            parent = None;
        }
        kept.push(record);
    }
    kept
}
