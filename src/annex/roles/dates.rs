//! Columns of dates: which value each dates, or that it dates the rows.

use super::ColumnRole;
use super::candidate::{Candidate, ROWS_ASKED};
use crate::layout::{self, Role};
use crate::table::Table;

/// The column that dates the rows of a record, 年度 before the values of each year: in
/// it stand years, also where nothing begins at the left.
pub(super) fn of_rows(candidates: &[Candidate], table: &Table) -> Option<usize> {
    let is_date = |it: &Candidate| it.role == Some(Role::Date);
    let is_value = |it: &Candidate| it.role.is_some_and(|it| it.is_value() || it == Role::Rating);
    let first = candidates.iter().position(is_value)?;
    let is_only = candidates.iter().filter(|it| is_date(it)).count() == 1;
    // Of 年次 below 目標 and 年次 below 実績 the one that dates several actuals.
    let is_of_next = |col: usize| {
        let own = candidates.get(col).map(|it| it.outer.as_str()).filter(|it| !it.is_empty());
        let next = candidates.get(col + 1).filter(|it| is_value(it));
        own.is_some() && next.map(|it| it.outer.as_str()) == own
    };
    let is_of_rows = |col: &usize| {
        let are_years = are_years(table, *col);
        let stands = (is_only && *col < first) || (!is_only && is_of_next(*col));
        are_years && stands && super::stacked::goes_on_below(table, *col)
    };
    let dates = candidates.iter().enumerate().filter(|it| is_date(it.1)).map(|it| it.0);
    let mut found = dates.filter(is_of_rows);
    found.next().filter(|_| found.next().is_none())
}

/// Whether most cells of a column are years: 令和６年度, 2024.
fn are_years(table: &Table, col: usize) -> bool {
    let rows = table.rows.iter().take(ROWS_ASKED).filter_map(|row| row.cell(col));
    let said: Vec<&str> = rows.map(|it| it.text.as_str()).filter(|text| !text.is_empty()).collect();
    let years = said.iter().filter(|text| layout::year_of_date(text, None).is_some()).count();
    2 * years > said.len()
}

/// For each column of values the column of dates beside it that is about it: one below
/// the same outer header, else the next one, else the one before unless that stands
/// behind another value.
pub(super) fn beside(columns: &[ColumnRole], paths: &[Vec<String>]) -> Vec<Option<usize>> {
    let role = |col: usize| columns.get(col).and_then(|it| it.role);
    let is_date = |col: &usize| role(*col) == Some(Role::Date);
    let outer = |col: usize| paths.get(col).and_then(|it| it.split_last()).map(|it| it.1);
    (0..columns.len())
        .map(|col| {
            role(col).filter(|it| it.is_value())?;
            let sides = [col + 1, col.wrapping_sub(1)];
            let is_of_it = |date: &usize| {
                let header = outer(*date).filter(|it| !it.is_empty());
                header.is_some_and(|it| {
                    Some(it) == outer(col) || paths.get(col).is_some_and(|own| own == it)
                })
            };
            let is_of_other = |date: usize| {
                let left = date.checked_sub(1).and_then(role);
                left.is_some_and(Role::is_value)
            };
            sides.into_iter().filter(is_date).find(is_of_it).or_else(|| {
                sides.into_iter().find(|date| is_date(date) && (*date > col || !is_of_other(*date)))
            })
        })
        .collect()
}
