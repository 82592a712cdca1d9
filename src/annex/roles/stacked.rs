//! Columns in which a record holds two values, one below the other.

use super::Why;
use super::candidate::{Candidate, as_of};
use crate::annex::Context;
use crate::layout::{self, Role};
use crate::table::{Entry, Table};

/// Columns whose header names two values one below the other, where the rows of a
/// record do hold two: what only repeats its outer header has one.
pub(super) fn find(candidates: &mut [Candidate], table: &Table, context: &Context) {
    for (col, (own, column)) in candidates.iter_mut().zip(&table.columns).enumerate() {
        let is_open = own.by_row.is_empty() && own.why != Why::Layout;
        let two = column.path.last().and_then(|it| two_values(it, context));
        if let Some(two) = two.filter(|_| is_open && goes_on_below(table, col)) {
            own.by_row = two.into();
            own.years = None;
        }
    }
    for (col, own) in candidates.iter_mut().enumerate().filter(|(_, it)| !it.by_row.is_empty()) {
        let is_given = own.why == Why::Layout;
        let is_two =
            is_given || own.by_row.first() != own.by_row.last() && goes_on_below(table, col);
        if own.role == Some(Role::ByRow) || !is_two {
            own.by_row.clear();
        } else {
            own.role = Some(Role::ByRow);
            own.why = if is_given { Why::Layout } else { Why::Word };
        }
    }
}

/// The values that the two lines of a header name: R6年度目標 above R10最終目標.
fn two_values(header: &str, context: &Context) -> Option<[(Role, Option<i32>); 2]> {
    let (first, second) = header.split_once('\n').filter(|it| !it.1.contains('\n'))?;
    let value = |line: &str| {
        let read = layout::header(line, context.year);
        let (role, year) = (read.role?.0, read.years.map(|it| it.1));
        role.is_value().then(|| (as_of(role, year, context), year))
    };
    let both = [value(first)?, value(second)?];
    (both[0] != both[1]).then_some(both)
}

/// Whether a column says something in rows in which nothing begins at the left.
pub(super) fn goes_on_below(table: &Table, col: usize) -> bool {
    table.rows.windows(2).any(|pair| {
        let [above, row] = pair else { return false };
        let begins = |entry: &Entry| !entry.text.is_empty() && entry.begins_below(Some(above));
        row.cell(col).is_some_and(begins)
            && !row.cells.first().is_some_and(|it| it.col == 0 && begins(it))
    })
}
