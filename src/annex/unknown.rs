//! Columns of values below a header that is not understood, in a table of measures
//! that has no column of targets, or none of actuals.
//!
//! Such a column is kept beside what is known (`extra`). If it is the one that is
//! missing, nothing in the data would say so.

use super::Roles;
use super::roles::Why;
use crate::finding::{Code, Finding, Message, excerpt};
use crate::layout::{self, Role};
use crate::place::Place;
use crate::table::{Entry, Table};
use crate::value::{self, Hints};

/// How many rows and columns are asked: a sheet may have 16,384 columns, and what a
/// column is for shows at its top.
const ROWS_ASKED: usize = 100;
const COLUMNS_ASKED: usize = 100;

/// How many columns a message names, and how much of the header of each.
const NAMED: usize = 5;
const NAME_CHARS: usize = 20;

/// Names the columns that may hold what is missing.
pub(super) fn values(table: &Table, roles: &Roles) -> Option<Finding> {
    // A table of ratings alone has no values, unless no word but theirs is understood.
    let by_cells =
        roles.columns.iter().any(|it| it.role == Some(Role::Rating) && it.why == Why::Cells);
    if roles.get(Role::Indicator).is_none() && !by_cells {
        return None;
    }
    let wanted = [(Role::Target, "目標", "targets"), (Role::Actual, "実績", "actuals")];
    let lacks = |role: Role| {
        // A target of the last year of the plan is one too.
        roles.get(role).is_none() && !(role == Role::Target && roles.get(Role::Goal).is_some())
    };
    let missing: Vec<_> = wanted.iter().filter(|it| lacks(it.0)).collect();
    if missing.is_empty() {
        return None;
    }
    let has_values = |col: usize| {
        let cells = || table.rows.iter().take(ROWS_ASKED).filter_map(move |row| row.cell(col));
        let filled = || cells().filter(|entry| !entry.text.is_empty());
        filled().count() < 2 * filled().filter(|entry| is_value(entry)).count()
    };
    let unknown = roles.others().take(COLUMNS_ASKED).filter(|(col, _)| {
        let Some(column) = table.columns.get(*col) else { return false };
        let path = &column.path;
        layout::role_of(path).is_none() && !layout::is_no_indicator(path) && has_values(*col)
    });
    let names: Vec<String> =
        unknown.take(NAMED).map(|it| excerpt(&it.1.header, NAME_CHARS)).collect();
    if names.is_empty() {
        return None;
    }
    let (ja, en): (Vec<&str>, Vec<&str>) = missing.iter().map(|it| (it.1, it.2)).unzip();
    let message = Message::new(
        format!(
            "{}の列が見つかりません。値のある列（{}）の見出しを確認してください。",
            ja.join("・"),
            names.join("、")
        ),
        format!(
            "no column of {} was found; see whether the header of a column with values ({}) means it",
            en.join(" or "),
            names.join(", ")
        ),
    );
    let place = Place::around(table.rows.iter().map(|row| &row.place));
    Some(Finding::new(Code::P916, message).at(place))
}

fn is_value(entry: &Entry) -> bool {
    entry.number.is_some() || {
        let read = value::read(&entry.text, &Hints::none()).values;
        read.iter().any(|value| value.number.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Context;
    use crate::table::samples;

    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: Option<&str>) {
        let table = samples::table(headers, rows);
        let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
        let found = values(&table, &roles).map(|finding| finding.message.ja);
        assert_eq!(found.is_some(), expected.is_some(), "{found:?}");
        assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()));
    }

    #[test]
    fn values_below_an_unknown_header() {
        let rows = ["1|窓口|件数|10件|12件|◎", "2|港|隻|8隻|5隻|△"];
        let headers = |target: &'static str| ["番号", "施策名", "指標", target, "実績", "評価"];
        check(&headers("目標"), &rows, None);
        check(&headers("(R6)"), &rows, Some("目標の列が見つかりません。値のある列（(R6)）"));
    }

    #[test]
    fn words_or_no_indicators() {
        let headers = ["番号", "施策名", "指標", "考え方", "実績", "評価"];
        check(&headers, &["1|窓口|件数|増やす|12件|◎", "2|港|隻|5を目途|5隻|△"], None);
        check(&["番号", "施策名", "予算", "実績", "評価"], &["1|窓口|10|12件|◎"], None);
        let headers = ["番号", "施策名", "指標", "実績", "評価", "R6予算額", "ページ"];
        check(&headers, &["1|窓口|件数|12件|◎|1,200|45"], None);
    }
}
