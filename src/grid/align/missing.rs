//! Lines that were inferred → a lattice, as if they had been drawn.

use super::pieces::{Piece, Row, between};
use crate::grid::crossings::Component;
use crate::grid::lattice::{self, Lattice};
use crate::page::Rule;
use crate::source::limits::LATTICE_SQUARES;

/// How far a text must reach beyond a line on both sides to cross it, in
/// points. Positions are rounded, and boxes of glyphs are wider than the ink.
const CROSSING_MIN: f32 = 1.0;

/// The lattice of these lines, with the verticals left out where a text
/// crosses them. `across` are the horizontal rules, drawn or inferred; the
/// header ends at `header_end`.
pub(super) fn lay(
    pieces: &[Piece],
    header_end: f32,
    xs: Vec<f32>,
    ys: Vec<f32>,
    across: Vec<Rule>,
) -> Option<Lattice> {
    let has_rows = ys.len() > 2;
    has_rows.then(|| lay_part(pieces, header_end, xs, ys, across)).flatten()
}

/// The same for the rows, or the one row, with which a table goes on.
pub(super) fn lay_part(
    pieces: &[Piece],
    header_end: f32,
    xs: Vec<f32>,
    ys: Vec<f32>,
    across: Vec<Rule>,
) -> Option<Lattice> {
    let rows = between(pieces, &ys);
    let mut down = vec![whole(xs[0], &ys), whole(xs[xs.len() - 1], &ys)];
    for (number, row) in rows.iter().enumerate() {
        let ends = (ys[number], ys[number + 1]);
        let is_header = ends.0 < header_end - lattice::SNAP;
        let spanners = if is_header { spanners(row, ends.1, &across, &xs) } else { Vec::new() };
        let open = open(row, &xs, is_header, &spanners);
        let walls = xs[1..xs.len() - 1].iter().zip(open).filter(|(_, open)| !open);
        down.extend(walls.map(|(&at, _)| Rule { at, from: ends.0, to: ends.1, thickness: 0.0 }));
    }
    let mut lattice = build(Component { horizontal: across, vertical: down }, xs, ys)?;
    lattice.has_columns = false;
    Some(lattice)
}

/// The lattice of these rules. It counts as unruled.
pub(super) fn build(component: Component, xs: Vec<f32>, ys: Vec<f32>) -> Option<Lattice> {
    let is_table = xs.len() > 2 && ys.len() > 1;
    let fits = (xs.len() - 1).saturating_mul(ys.len() - 1) <= LATTICE_SQUARES;
    if !(is_table && fits) {
        return None;
    }
    let mut lattice = lattice::build(&component, xs, ys);
    lattice.ruled = false;
    Some(lattice)
}

/// A line at `at` through all the lines that cross it.
pub(super) fn whole(at: f32, crossed: &[f32]) -> Rule {
    Rule { at, from: crossed[0], to: crossed[crossed.len() - 1], thickness: 0.0 }
}

/// The places of lines, those that are one taken together.
pub(super) fn snapped(mut ys: Vec<f32>) -> Vec<f32> {
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a <= lattice::SNAP);
    ys
}

/// For each line between two columns, whether the row has no border there.
fn open(row: &Row, xs: &[f32], is_header: bool, spanners: &[Rule]) -> Vec<bool> {
    let inner = &xs[1..xs.len() - 1];
    let begins = begins(row, xs);
    let mut open = vec![false; inner.len()];
    for piece in &row.pieces {
        let first = inner.partition_point(|&x| x <= piece.bbox.x0 + CROSSING_MIN);
        let last = inner.partition_point(|&x| x < piece.bbox.x1 - CROSSING_MIN);
        // Where another text begins in the next column, this one overflows.
        if first + 1 < last || (first < last && begins[last] <= piece.bbox.x0) {
            open[first..last].fill(true);
        }
    }
    // A band holds for the rest of its row, however short its text.
    if !is_header
        && row.segments.len() == 1
        && let Some(first) = open.iter().position(|&open| open)
    {
        open[first..].fill(true);
    }
    for rule in spanners {
        for (open, &x) in open.iter_mut().zip(inner) {
            *open |= rule.from + CROSSING_MIN < x && x < rule.to - CROSSING_MIN;
        }
    }
    open
}

/// For each column, where the last text of the row that lies in it begins.
fn begins(row: &Row, xs: &[f32]) -> Vec<f32> {
    let mut begins = vec![f32::NEG_INFINITY; xs.len() - 1];
    for piece in &row.pieces {
        let column = xs.partition_point(|&x| x <= piece.bbox.center_x()).saturating_sub(1);
        if let Some(begin) = begins.get_mut(column) {
            *begin = begin.max(piece.bbox.x0);
        }
    }
    begins
}

/// The rules below the row that do not go all the way and have just one text
/// above them: headers over several columns.
fn spanners(row: &Row, bottom: f32, across: &[Rule], xs: &[f32]) -> Vec<Rule> {
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let ends_here = |rule: &&Rule| {
        (rule.at - bottom).abs() <= lattice::SNAP
            && (rule.from > left + lattice::SNAP || rule.to < right - lattice::SNAP)
    };
    let heads = |rule: &Rule| texts_above(row, rule) == 1;
    across.iter().filter(ends_here).copied().filter(heads).collect()
}

/// How many texts of the row stand right above a rule.
pub(super) fn texts_above(row: &Row, rule: &Rule) -> usize {
    let middles = row.segments.iter().map(|segment| segment.bbox.center_x());
    middles.filter(|x| (rule.from..=rule.to).contains(x)).count()
}
