//! Which of the columns that claim a role has it.

use super::{ColumnRole, Why, Years};
use crate::layout::{self, Role};
use crate::table::{Column, Table};
use std::collections::HashSet;

/// What only one column of a table may hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Claim {
    role: Role,
    years: Option<Years>,
    slot: usize,
    aspect: Option<String>,
}

impl Claim {
    pub(super) fn of(role: Role, own: &ColumnRole) -> Claim {
        let years = own.years.filter(|_| role.is_yearly());
        // A column beside a value is of that value.
        let slot = if role.is_yearly() || matches!(role, Role::Indicator | Role::Unit) {
            own.slot
        } else {
            0
        };
        Claim { role, years, slot, aspect: own.aspect.clone() }
    }
}

/// How well a column serves as its role, the smallest best.
pub(super) type Rank = (bool, u8);

pub(super) fn rank(role: Role, own: &ColumnRole, column: &Column) -> Rank {
    let fit = match own.why {
        Why::Layout => 0,
        Why::Word | Why::Outer | Why::Year => 1,
        _ => 2,
    };
    (is_group(role, column), fit)
}

/// Whether a name is that of a group, where another one beside it is called so:
/// 施策 left of 施策名.
fn is_group(role: Role, column: &Column) -> bool {
    let header = column.path.last().map(|header| layout::fold(header)).unwrap_or_default();
    role == Role::Name && !header.contains('名')
}

/// How near a column is to the report's year, the smallest best; `None` where it is
/// about another one.
pub(super) fn near(
    role: Role,
    own: &ColumnRole,
    year: Option<i32>,
) -> Option<(bool, usize, u8, u32)> {
    // The rating as such goes before those by office, or of one side of it.
    let is_aspect = role == Role::Rating && own.aspect.is_some();
    let last = own.years.map(|it| it.1).filter(|_| role.is_yearly());
    let off = match (last, year) {
        (Some(own), Some(year)) => (own.saturating_sub(year)).unsigned_abs(),
        (Some(_), None) => 1,
        (None, _) => return Some((is_aspect, own.slot, 1, 0)),
    };
    match role {
        _ if off == 0 => Some((is_aspect, own.slot, 0, 0)),
        Role::Baseline | Role::Goal | Role::Forecast => Some((is_aspect, own.slot, 2, off)),
        _ if year.is_none() => Some((is_aspect, own.slot, 2, off)),
        _ => None,
    }
}

/// The year whose columns are the report's: its own, unless there are others and
/// none of it; then the latest whose column is filled.
pub(super) fn year_read(columns: &[ColumnRole], report: Option<i32>, table: &Table) -> Option<i32> {
    for role in [Role::Actual, Role::Rating, Role::Target] {
        let of_role: Vec<(usize, Option<i32>)> = columns
            .iter()
            .enumerate()
            .filter(|(_, it)| it.role == Some(role))
            .map(|(col, it)| (col, it.years.map(|it| it.1)))
            .collect();
        if of_role.iter().all(|(_, year)| year.is_none()) {
            continue;
        }
        if of_role.iter().any(|(_, year)| year.is_none() || *year == report) {
            return report;
        }
        // One look at all cells: a sheet may have 16,384 such columns.
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let filled: HashSet<usize> =
            cells.filter(|entry| !entry.text.is_empty()).map(|entry| entry.col).collect();
        let said = of_role.iter().filter(|(col, _)| filled.contains(col));
        let latest = said.filter_map(|(_, year)| *year).max();
        return latest.or_else(|| of_role.iter().filter_map(|(_, year)| *year).max());
    }
    report
}
