//! Names over two columns, names of their own side by side, which of them groups the
//! other, and names below a header that nobody knows.

use super::Why;
use super::among::{goes_on_beside, is_below_first};
use super::candidate::{Candidate, Kinds};
use crate::finding::{Code, Finding, Message, excerpt};
use crate::layout::{self, Role};
use crate::place::Place;
use crate::table::Table;

/// A name over two columns of which the second goes on where the first is empty:
/// the first is the name, the second what is counted. Of two names of their own, the
/// first groups the second if more than one stands beside it: 主な施策, 事業. Numbers
/// may stand between them, and before them those of the second.
pub(super) fn names(candidates: &mut [Candidate], table: &Table) {
    let has_indicator = candidates.iter().any(|it| it.role == Some(Role::Indicator));
    let mut named: Option<usize> = None;
    for col in 0..candidates.len() {
        let Some(own) = candidates.get(col).filter(|it| it.role == Some(Role::Name)) else {
            continue;
        };
        let is_same = named.is_some_and(|before| {
            before + 1 == col && table.columns.get(before) == table.columns.get(col)
        });
        let header = |col: usize| {
            let path = table.columns.get(col).and_then(|it| it.path.last());
            path.map(|it| layout::fold(it)).unwrap_or_default()
        };
        let is_id = |at: usize| candidates.get(at).is_some_and(|it| it.role == Some(Role::Id));
        // 施策名 beside 主な取組 is the name: what was done stands beside it.
        let groups = named.filter(|&before| {
            (before + 1..col).all(is_id)
                && !is_same
                && (!header(before).contains('名') || header(col).contains('名'))
                && own.why != Why::Layout
                && goes_on_beside(table, before, col)
                && (0..before).filter(|at| is_id(*at)).all(|at| goes_on_beside(table, before, at))
        });
        if let Some(first) = groups.and_then(|before| candidates.get_mut(before)) {
            (first.role, first.why) = (Some(Role::Group(2)), Why::Cells);
            named = Some(col);
        } else if is_same && !has_indicator && is_below_first(table, col) {
            if let Some(own) = candidates.get_mut(col) {
                (own.role, own.why) = (Some(Role::Indicator), Why::Cells);
            }
        } else {
            named = Some(col);
        }
    }
}

/// In a table whose headers say target and actual, and no name, the column of words before
/// them names the measures, whatever its header is: 個別目標. Of several, the one that says
/// most; beside units it is an indicator. P935 says which.
pub(super) fn unknown_name(
    candidates: &mut [Candidate],
    kinds: &[Kinds],
    table: &Table,
) -> Option<Finding> {
    let has = |role: Role| candidates.iter().any(|it| it.role == Some(role) && it.why == Why::Word);
    let is_named =
        candidates.iter().any(|it| matches!(it.role, Some(Role::Name | Role::Indicator)));
    if is_named || !has(Role::Target) || !has(Role::Actual) {
        return None;
    }
    let role = if has(Role::Unit) { Role::Indicator } else { Role::Name };
    let is_value = |it: &Candidate| it.role.is_some_and(Role::is_value);
    let first = candidates.iter().position(is_value)?;
    // Marks and numbers name nothing.
    let says_words = |col: usize, kind: &Kinds| {
        kind.filled > 0
            && 2 * (kind.numbers + kind.years) < kind.filled
            && !super::among::are_rated(table, &[col])
    };
    let before = candidates.iter_mut().zip(kinds).take(first).enumerate();
    let unclaimed = before.filter(|(col, (own, kind))| {
        own.role.is_none()
            && own.why != Why::Layout
            && !own.levels.is_empty()
            && says_words(*col, kind)
    });
    let (col, (own, _)) = unclaimed.max_by_key(|it| it.1.1.filled)?;
    (own.role, own.why) = (Some(role), Why::Cells);
    let header = table.columns.get(col)?.path.join(" ").replace('\n', "");
    let header = excerpt(&header, super::NAME_CHARS);
    let message = Message::new(
        format!("見出しに施策名も指標もないため、列「{header}」を名前として読みました。"),
        format!("no header says name or indicator: the column {header:?} was read as the names"),
    );
    let place = Place::around(table.rows.iter().map(|row| &row.place));
    Some(Finding::new(Code::P935, message).at(place))
}
