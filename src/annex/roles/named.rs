//! Names over two columns, and names of their own side by side: which of them groups the
//! other.

use super::Why;
use super::among::{goes_on_beside, is_below_first};
use super::candidate::Candidate;
use crate::layout::{self, Role};
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
