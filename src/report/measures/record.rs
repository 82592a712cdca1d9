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
    let mut rows = rows.into_iter().peekable();
    for groups in groups {
        let Some(row) = rows.next() else { break };
        let own_dates = dates_of(&row, rows.peek(), roles, year);
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

/// The years of a row that dates columns: its cells of values are all years, and either
/// it says nothing else, or it begins a record that goes on below it. A row that is
/// rated, or has an indicator beside its name, has years for values: 令和７年度.
fn dates_of(
    row: &Row,
    below: Option<&Row>,
    roles: &Roles,
    year: Option<i32>,
) -> HashMap<usize, i32> {
    let mut found = HashMap::new();
    for entry in row.filled().filter(|it| roles.role(it.col).is_some_and(Role::is_value)) {
        match layout::year_alone(&entry.text, year) {
            Some(year) => found.insert(entry.col, year),
            None => return HashMap::new(),
        };
    }
    let says = |role: Role| roles.get(role).is_some_and(|col| row.says(col));
    let is_bare = ![Role::Id, Role::Name, Role::Indicator].iter().any(|it| says(*it));
    let rating = roles.get(Role::Rating).and_then(|col| row.cell(col));
    let is_shared = |own: &&Entry| {
        below.and_then(|it| it.cell(own.col)).is_some_and(|it| it.place == own.place)
    };
    let is_rated = rating.filter(|it| !it.text.is_empty() && !is_shared(it)).is_some();
    let is_one = is_rated || (says(Role::Name) && says(Role::Indicator));
    let goes_on = || below.is_some_and(|below| roles.rows.count > 1 || is_same(row, below, roles));
    // One year alone may be a value that is a year.
    if found.len() >= 2 && (is_bare || (!is_one && goes_on())) { found } else { HashMap::new() }
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

#[cfg(test)]
mod tests {
    use super::of_rows;
    use crate::annex::{Context, Roles};
    use crate::place::Place;
    use crate::table::samples;

    /// Of each record the rows, and whether the first dates columns. `^` is merged with
    /// the cell above.
    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: &[(usize, bool)]) {
        let mut table = samples::table(headers, rows);
        for at in 1..table.rows.len() {
            for col in 0..headers.len() {
                let Some(above) = table.rows[at - 1].cell(col).cloned() else { continue };
                if let Some(own) = table.rows[at].cell_mut(col).filter(|it| it.text == "^") {
                    *own = above;
                }
            }
        }
        let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
        let groups = vec![Vec::new(); table.rows.len()];
        let records = of_rows(table.rows, groups, &roles, Some(2024));
        let found: Vec<(usize, bool)> =
            records.iter().map(|it| (it.rows.len(), it.begins_with_dates)).collect();
        assert_eq!(found, expected);
        assert!(records.iter().all(|it| matches!(it.rows[0].place, Place::Sheet { .. })));
    }

    #[test]
    fn years_above_values() {
        let headers = ["項目", "指標", "現状値", "目標値", "評価"];
        let dated = "(1)|窓口の整備|（令和５年度）|（令和７年度）|";
        check(&headers, &[dated, "^|窓口の数|5|6|Ａ", "^|満足度|7|8|Ｂ"], &[(3, true)]);
        let bare = "|||令和５年度|令和７年度|";
        check(
            &["番号", "施策名", "指標", "実績", "目標", "評価"],
            &[bare, "1|港|船|5|6|Ａ"],
            &[(1, true), (1, false)],
        );
    }

    /// 策定の時期 has years for values, and dates nothing.
    #[test]
    fn years_as_values() {
        let headers = ["番号", "施策名", "指標", "目標", "実績", "評価"];
        let plan = "2|計画の策定|策定の時期|令和７年度|令和５年度|◎";
        check(&headers, &[plan, "3|港|船|5|6|◎"], &[(1, false), (1, false)]);
        check(&headers, &["1|港|船|5|6|◎", plan], &[(1, false), (1, false)]);
        check(&headers, &[plan, "^|^|説明会|5回|6回|○"], &[(2, false)]);
        let unrated = ["番号", "施策名", "指標", "目標", "実績"];
        let plan = "2|計画の策定|策定の時期|令和７年度|令和５年度";
        check(&unrated, &[plan, "^|^|説明会|5回|6回"], &[(2, false)]);
        check(&unrated, &[plan, "3|港|船|5|6"], &[(1, false), (1, false)]);
    }
}
