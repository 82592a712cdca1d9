//! Frames → tables: lattices with too few lines, completed by alignment.
//!
//! A rule between two columns shows that the author rules columns, so columns
//! are inferred only where there is none; likewise rows, but for the rule
//! below the header. Verticals alone part columns, so the first of them stands
//! behind one and the last before one.

use super::columns::PADDING;
use super::missing;
use super::pieces::{Piece, inside, lines};
use super::rows;
use super::stacks;
use crate::geom::Rect;
use crate::grid::crossings::Component;
use crate::grid::lattice::{self, Lattice, SNAP};
use crate::page::{Page, Rule};

/// How many rows alignment must show within one row of rules. Two are often a
/// number and its unit, or a wrapped text in each cell.
const ROWS_MIN: usize = 3;

/// The least gap between rows inside one frame, in em. Lines of a cell leave
/// 0.2 to 0.75; rows 1.1 in rules/no-inner-horizontals.
const ROW_GAP_MIN: f32 = 0.8;

/// How much wider than the lines of its cells rows stand apart, where both are
/// seen and the rows stand closer than that.
const ROW_GAP_RATIO_MIN: f32 = 1.4;

/// Whether a lattice has too few lines to be sure that none is missing.
pub(super) fn may_lack(lattice: &Lattice) -> bool {
    lattice.cols() == 1 || lattice.rows() <= 2
}

/// How far from the outermost vertical a text may begin that belongs to a column
/// beside it, in em: it may stand in the middle of a narrow one.
const BESIDE_MAX: f32 = 3.0;

/// The lattice with what was missing, or `None` where nothing was.
pub(super) fn complete(page: &Page, pieces: &[Piece], lattice: &Lattice) -> Option<Lattice> {
    let inner = inside(pieces, &lattice.bbox());
    if lattice.cols() == 1 {
        let across = lattice.ys.iter().map(|&y| missing::whole(y, &lattice.xs)).collect();
        return stacks::table(&inner, lattice.bbox(), lattice.ys.clone(), across)
            .map(|(table, _)| table);
    }
    // Rows of a frame, or of a frame with a rule below the header.
    let opened = || {
        let sides = [(true, true), (true, false), (false, true)];
        sides.into_iter().find_map(|sides| by_open_sides(page, pieces, lattice, sides))
    };
    let by_rows = || by_rows(&inner, lattice).map(|(table, _)| table);
    (lattice.rows() <= 2).then(|| opened().or_else(by_rows)).flatten()
}

/// The lattice of verticals alone, with the columns before the first and behind
/// the last: where a header stands there, and texts in half of the rows.
fn by_open_sides(
    page: &Page,
    pieces: &[Piece],
    lattice: &Lattice,
    (left, right): (bool, bool),
) -> Option<Lattice> {
    let bounds = lattice.bbox();
    if lattice.rows() != 1 || lattice.cells.len() != lattice.cols() {
        return None;
    }
    let reach = |x0: f32, x1: f32| {
        let texts = inside(pieces, &Rect { x0, x1, ..bounds });
        let em = texts.iter().map(|piece| piece.size).fold(0.0, f32::max);
        let all = texts.iter().map(|piece| piece.bbox).reduce(|all, next| all.union(&next))?;
        Some((all.x0 - PADDING * em, all.x1 + PADDING * em, (BESIDE_MAX + PADDING) * em))
    };
    let mut xs = lattice.xs.clone();
    if left {
        let (first, last, most) = reach(f32::MIN, bounds.x0)?;
        xs.insert(0, first);
        (bounds.x0 - last <= most).then_some(())?;
    }
    if right {
        let (first, last, most) = reach(bounds.x1, f32::MAX)?;
        xs.push(last);
        (first - bounds.x1 <= most).then_some(())?;
    }
    if !is_verticals_alone(page, &bounds, (xs[0], xs[xs.len() - 1])) {
        return None;
    }
    let component = Component {
        horizontal: lattice.ys.iter().map(|&y| missing::whole(y, &xs)).collect(),
        vertical: xs.iter().map(|&x| missing::whole(x, &lattice.ys)).collect(),
    };
    let wider = lattice::build(&component, xs, lattice.ys.clone());
    let (table, rows) = by_rows(&inside(pieces, &wider.bbox()), &wider)?;
    let is_column = |at: usize| {
        let filled = |row: &&rows::Found| row.cells.get(at).is_some_and(Option::is_some);
        rows.first().is_some_and(|row| filled(&row))
            && 2 * rows.iter().filter(filled).count() >= rows.len()
    };
    let is_table = (!left || is_column(0)) && (!right || is_column(wider.cols() - 1));
    is_table.then_some(table)
}

/// Whether no rule crosses some verticals, or stands beside them between the
/// outermost columns.
fn is_verticals_alone(page: &Page, verticals: &Rect, (left, right): (f32, f32)) -> bool {
    let Rect { x0, y0, x1, y1 } = *verticals;
    let crosses = |rule: &Rule| {
        (y0 - SNAP..=y1 + SNAP).contains(&rule.at) && rule.from <= right && left <= rule.to
    };
    let is_beside = |rule: &Rule| {
        let is_outside = rule.at < x0 - SNAP || x1 + SNAP < rule.at;
        is_outside && (left..=right).contains(&rule.at) && rule.from <= y1 && y0 <= rule.to
    };
    !page.horizontal.iter().any(crosses) && !page.vertical.iter().any(is_beside)
}

fn by_rows(pieces: &[Piece], lattice: &Lattice) -> Option<(Lattice, Vec<rows::Found>)> {
    let last = lattice.rows() - 1;
    let cells = lattice.cells.iter().filter(|cell| cell.row == last && cell.rowspan == 1);
    if cells.filter(|cell| cell.colspan == 1).count() != lattice.cols() {
        return None;
    }
    let bounds = Rect { y0: lattice.ys[last], ..lattice.bbox() };
    let found = rows::find(&lines(inside(pieces, &bounds)), &lattice.xs);
    let em = pieces.iter().map(|piece| piece.size).fold(0.0, f32::max);
    let line_gap = found.iter().map(|row| row.gap).fold(0.0, f32::max);
    let row_gap = if line_gap > 0.0 { ROW_GAP_RATIO_MIN * line_gap } else { f32::INFINITY };
    let row_gap = row_gap.min(ROW_GAP_MIN * em);
    let stands_apart = |pair: &[rows::Found]| pair[1].y0 - pair[0].y1 >= row_gap;
    if found.len() < ROWS_MIN
        || !found.iter().all(rows::Found::is_full)
        || !found.windows(2).all(stands_apart)
    {
        return None;
    }
    let mut ys = lattice.ys.clone();
    let borders = rows::borders(&found);
    ys.splice(last + 1..last + 1, borders.iter().copied());
    let mut component = edges(lattice);
    component.horizontal.extend(borders.iter().map(|&y| missing::whole(y, &lattice.xs)));
    missing::build(component, lattice.xs.clone(), ys).map(|table| (table, found))
}

/// The edges of all cells, as rules.
pub(super) fn edges(lattice: &Lattice) -> Component {
    let mut component = Component::default();
    for cell in &lattice.cells {
        let Rect { x0, y0, x1, y1 } = cell.bbox;
        component.horizontal.extend([y0, y1].map(|at| Rule {
            at,
            from: x0,
            to: x1,
            thickness: 0.0,
        }));
        component.vertical.extend([x0, x1].map(|at| Rule { at, from: y0, to: y1, thickness: 0.0 }));
    }
    component
}
