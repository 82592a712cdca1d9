//! Frames → tables: lattices with too few lines, completed by alignment.
//!
//! A rule between two columns shows that the author rules columns, so columns
//! are inferred only where there is none; likewise rows, but for the rule
//! below the header.

use super::missing;
use super::pieces::{Piece, inside, lines};
use super::rows;
use super::stacks;
use crate::geom::Rect;
use crate::grid::crossings::Component;
use crate::grid::lattice::Lattice;
use crate::page::Rule;

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

/// The lattice with what was missing, or `None` where nothing was.
pub(super) fn complete(pieces: &[Piece], lattice: &Lattice) -> Option<Lattice> {
    let inner = inside(pieces, &lattice.bbox());
    if lattice.cols() == 1 {
        let across = lattice.ys.iter().map(|&y| missing::whole(y, &lattice.xs)).collect();
        return stacks::table(&inner, lattice.bbox(), lattice.ys.clone(), across);
    }
    // Rows of a frame, or of a frame with a rule below the header.
    (lattice.rows() <= 2).then(|| by_rows(&inner, lattice)).flatten()
}

fn by_rows(pieces: &[Piece], lattice: &Lattice) -> Option<Lattice> {
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
    missing::build(component, lattice.xs.clone(), ys)
}

/// The edges of all cells, as rules.
fn edges(lattice: &Lattice) -> Component {
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
