//! P911: a table that looks like one of measures, and lacks what makes it one.

use super::roles::Why;
use super::{ColumnRole, Roles};
use crate::finding::{Code, Finding, Message};
use crate::layout::Role;
use crate::place::Place;
use crate::table::Table;
use std::collections::HashSet;

/// How many roles the header of a table must name to look like one of measures, and how
/// many of them where they are values: 目標 and 実績.
const ROLES_MIN: usize = 3;
const VALUES_MIN: usize = 2;

/// Names a table that is passed over, and what its header lacks.
pub(super) fn finding(table: &Table, roles: &Roles) -> Option<Finding> {
    // Marks make no table one of measures.
    let is_header = |it: &&ColumnRole| it.role != Some(Role::Rating) || it.why != Why::Cells;
    let named: HashSet<Role> =
        roles.columns.iter().filter(is_header).filter_map(|it| it.role).collect();
    let is_value = |role: &Role| role.is_value() || matches!(role, Role::Rating | Role::ByRow);
    let values = named.iter().filter(|role| is_value(role)).count();
    let looks_alike = values >= VALUES_MIN || (named.len() >= ROLES_MIN && values > 0);
    if !looks_alike || table.rows.is_empty() {
        return None;
    }
    let lacks_name = !named.contains(&Role::Name) && !named.contains(&Role::Indicator);
    let (ja, en) = if lacks_name {
        ("施策名・指標", "name or indicator")
    } else {
        ("目標・実績・評価などの2つ", "two of target, actual, base, goal, rating and ratio")
    };
    let rows = table.rows.len();
    let message = Message::new(
        format!(
            "見出しに{ja}がないため、{rows}行の表を施策として読みませんでした。tenken layout で見出しを確認できます。"
        ),
        format!(
            "a table of {rows} rows was not read as measures: its header has no {en}; tenken layout shows what was seen"
        ),
    );
    let place = Place::around(table.rows.iter().map(|row| &row.place));
    Some(Finding::new(Code::P911, message).at(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Context;
    use crate::table::samples;

    #[test]
    fn what_looks_like_measures_is_named() {
        let check = |headers: &[&str], expected: bool| {
            let table = samples::table(headers, &["1|2|3|4"]);
            let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
            assert!(!roles.are_of_measures(), "{headers:?}");
            assert_eq!(finding(&table, &roles).is_some(), expected, "{headers:?}");
        };
        check(&["番号", "課", "目標", "実績"], true);
        check(&["番号", "施策名", "目標", "備考"], true);
        check(&["目標", "実績", "年", "月"], true);
        check(&["目標", "月", "年", "時"], false);
        check(&["番号", "課", "備考", "摘要"], false);
        check(&["年度", "件数", "割合", "備考"], false);
    }
}
