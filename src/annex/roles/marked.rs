//! Ratings that are ticked: ○ in one of the columns 順調, やや遅れ and 遅れ.

use super::Why;
use super::candidate::{Candidate, ROWS_ASKED};
use crate::layout::{self, Role};
use crate::table::{Entry, Row, Table};
use crate::value::rating;
use std::collections::HashSet;

/// Finds the columns below one header of ratings of which each row marks one at most,
/// always by the same mark: what their own headers say is the rating.
pub(super) fn claim(candidates: &mut [Candidate], table: &Table) {
    let mut col = 0;
    while let Some(first) = candidates.get(col) {
        let outer = first.outer.clone();
        let is_alike = |it: &&Candidate| {
            it.role == Some(Role::Rating)
                && it.why == Why::Outer
                && !outer.is_empty()
                && it.outer == outer
        };
        let count = candidates.iter().skip(col).take_while(is_alike).count();
        let words =
            || candidates.iter().skip(col).take(count).filter_map(|it| it.aspect.as_deref());
        let are_steps = words().count() == count && words().all(rating::may_be);
        if count > 1 && is_one_of(table, col..col + count, are_steps) {
            for (at, own) in candidates.iter_mut().enumerate().skip(col).take(count) {
                own.is_marked = true;
                // The rating as printed.
                let header = table.columns.get(at).and_then(|it| it.path.last());
                own.aspect = header.map(|it| it.trim().to_owned()).or(own.aspect.take());
            }
        }
        col += count.max(1);
    }
}

/// Whether each row has one mark at most in some columns, the same in all rows, and more
/// than one of the columns is marked, or their headers are steps by their words.
fn is_one_of(table: &Table, cols: std::ops::Range<usize>, are_steps: bool) -> bool {
    let (mut marks, mut marked) = (HashSet::new(), HashSet::new());
    // 計 | 1 | 3 | 1 counts the marks.
    let is_sum = |row: &&Row| row.filled().next().is_some_and(|it| layout::is_sum(&it.text));
    for row in table.rows.iter().take(ROWS_ASKED).filter(|row| !is_sum(row)) {
        let own = |col: usize| row.cell(col).filter(|it: &&Entry| it.col == col && it.colspan == 1);
        let filled: Vec<&Entry> =
            cols.clone().filter_map(own).filter(|it| !it.text.trim().is_empty()).collect();
        if filled.len() > 1 {
            return false;
        }
        marks.extend(filled.iter().map(|it| rating::symbol(&it.text)));
        marked.extend(filled.iter().map(|it| it.col));
    }
    let is_mark = |it: &Option<char>| it.is_some_and(|mark| !mark.is_alphanumeric());
    marks.len() == 1 && marks.iter().all(is_mark) && (are_steps || marked.len() > 1)
}
