//! A table with horizontal rules alone that goes on over the page, where nobody
//! repeated its header.
//!
//! The page by itself shows as many columns as have texts there: where all reasons
//! are empty, one less. Its rules are as long as those of the page before, and a
//! person reads on in the columns that were there.

use super::super::columns::{self, Columns, borders};
use super::super::missing;
use super::super::pieces::{Piece, Row, between, inside};
use super::super::rows::Found;
use super::{Open, is_most};
use crate::geom::Rect;
use crate::grid::lattice::{Lattice, SNAP};
use crate::page::Rule;

/// More rules than this are no table that fits a page.
const RULES_MAX: usize = 2_000;

/// The rest of a table that a page begins with.
pub(in crate::grid) struct Rest {
    pub(in crate::grid) table: Lattice,
    pub(in crate::grid) open: Open,
    /// Whether it is what was found as the first table of the page.
    pub(in crate::grid) is_first: bool,
    /// Whether text stands above it that pages do not repeat: its caption.
    pub(in crate::grid) is_captioned: bool,
}

/// Whether a page may begin with rows of the table before between its rules: two
/// or more of these have the same ends, and no vertical tells the columns.
pub(in super::super) fn may_begin(rules: &[Rule], tables: &[Lattice]) -> bool {
    let top = tables.first().map_or(f32::INFINITY, |table| match table.has_columns {
        true => table.ys[0],
        false => f32::INFINITY,
    });
    let widest = rules.iter().filter(|rule| rule.at < top).max_by(|a, b| {
        let length = |rule: &Rule| rule.to - rule.from;
        length(a).total_cmp(&length(b))
    });
    let is_alike = |rule: &&Rule| widest.is_some_and(|it| has_ends(rule, (it.from, it.to)));
    rules.iter().filter(is_alike).count() >= 2
}

fn has_ends(rule: &Rule, (left, right): (f32, f32)) -> bool {
    (rule.from - left).abs() <= SNAP && (rule.to - right).abs() <= SNAP
}

/// The rows with which the table of the page before goes on, given the texts of
/// this page outside its other tables, and those tables.
pub(in super::super) fn find(
    rules: &[Rule],
    pieces: &[Piece],
    tables: &[Lattice],
    open: &Open,
) -> Option<Rest> {
    let ends = (open.xs[0], open.xs[open.xs.len() - 1]);
    let whole = rules.iter().filter(|rule| has_ends(rule, ends));
    let ys = missing::snapped(whole.map(|rule| rule.at).collect());
    let until = |bottom: f32| &ys[..ys.partition_point(|&y| y <= bottom + SNAP)];
    let within = |bottom: f32| rows(pieces, until(bottom), open, ends);
    let Some(first) = tables.first() else {
        let (table, open, is_captioned) = within(f32::MAX)?;
        return Some(Rest { table, open, is_first: false, is_captioned });
    };
    let bbox = first.bbox();
    let own = (!first.has_columns).then(|| within(bbox.y1)).flatten();
    // Its header may stand above the first rule.
    let own = own.filter(|(table, ..)| table.ys[0] <= bbox.y0 + SNAP);
    let is_first = own.is_some();
    let (table, open, is_captioned) = own.or_else(|| within(bbox.y0))?;
    Some(Rest { table, open, is_first, is_captioned })
}

/// The rows between rules at `ys`, if they are rows of the table before, its columns
/// now, and whether text stands above.
fn rows(
    pieces: &[Piece],
    ys: &[f32],
    open: &Open,
    ends: (f32, f32),
) -> Option<(Lattice, Open, bool)> {
    if !(2..=RULES_MAX).contains(&ys.len()) {
        return None;
    }
    let rows = between(pieces, ys);
    let first = rows.iter().position(|row| !row.segments.is_empty())?;
    let last = rows.iter().rposition(|row| !row.segments.is_empty())?;
    let (rows, ys) = (&rows[first..=last], &ys[first..last + 2]);
    let mut columns = open.columns.clone();
    let mut full = rows.iter().filter(|row| row.segments.len() > 1);
    if !full.all(|row| columns.take(row)) {
        return None;
    }
    let columns = columns.within(&open.xs)?;
    // Where the texts allow it, columns lie where they lay.
    let xs = borders(&columns, ends, open.em, &open.xs);
    let found = found(rows, &xs);
    if columns::are_joined(rows, &xs) || open.is_header(found.first()?) || !open.has(&found) {
        return None;
    }
    let bounds = Rect::new(ends.0, ys[0], ends.1, ys[ys.len() - 1]);
    let across: Vec<Rule> = ys.iter().map(|&y| missing::whole(y, &xs)).collect();
    let is_captioned = pieces.iter().any(|piece| piece.bbox.center_y() < bounds.y0);
    let pieces = inside(pieces, &bounds);
    let next =
        Open { columns: Columns::carried(&columns, open.em), xs: xs.clone(), ..open.clone() };
    let table = missing::lay_part(&pieces, bounds.y0, xs, ys.to_vec(), across)?;
    Some((table, next, is_captioned))
}

/// What rows that rules part have in each column, bands left out.
pub(super) fn found(rows: &[Row], xs: &[f32]) -> Vec<Found> {
    let found =
        rows.iter().map(|row| Found::of(std::slice::from_ref(row), columns::cells(row, xs)));
    found.filter(|row| row.filled() >= 2).collect()
}

impl Open {
    /// Whether a row has words where the rows before had numbers: another header.
    fn is_header(&self, row: &Found) -> bool {
        let numbers = row.cells.iter().zip(&self.seen).filter(|(_, seen)| seen.has_numbers);
        let numbers: Vec<Piece> = numbers.filter_map(|(cell, _)| *cell).collect();
        let is_known = self.seen.iter().any(|seen| seen.has_numbers);
        let is_numbered = self.seen[0].has_numbers && row.cells[0].is_some_and(|it| it.is_number());
        !is_known || (!is_numbered && !is_most(&numbers, Piece::is_number))
    }
}
