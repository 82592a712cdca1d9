//! Tables whose rules are missing, all or in part: alignment decides.
//!
//! The eye sees columns where nothing is printed from the header down to the
//! last row, and rows where lines stand apart. Rules that are there decide
//! first: a frame gives the outline, horizontals give rows, verticals columns.
//! What is missing is put in as a rule that nobody drew, and the lattice is
//! built as for any other table, so that merged headers and bands need nothing
//! of their own.
//!
//! A table is taken only on strong evidence, because prose has aligned words
//! and gaps too. What that evidence is, each step says.

mod pieces;
mod columns;
mod rows;
mod missing;
mod within;
mod stacks;
mod blocks;

use super::crossings::RULES_MAX;
use super::lattice::Lattice;
use crate::page::Page;
use pieces::Piece;

/// How many regions of one page are looked at. A page of a report has a few
/// tables; a drawing may have thousands of boxes.
const REGIONS_MAX: usize = 256;

/// Completes the tables whose rules are there in part, and adds those that
/// have none. Top to bottom, then left to right.
pub(super) fn complete(page: &Page, lattices: Vec<Lattice>) -> Vec<Lattice> {
    // Such a page is a drawing, and was reported as unread.
    if page.horizontal.len() + page.vertical.len() > RULES_MAX {
        return lattices;
    }
    let pieces = pieces::of(page);
    let mut tables = Vec::with_capacity(lattices.len());
    for (number, lattice) in lattices.into_iter().enumerate() {
        let completed =
            if number < REGIONS_MAX { within::complete(&pieces, &lattice) } else { None };
        tables.push(completed.unwrap_or(lattice));
    }
    let free = outside(pieces, &tables);
    tables.extend(stacks::find(page, &free, &tables));
    let free = outside(free, &tables);
    tables.extend(blocks::find(&free));
    tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    tables
}

fn outside(mut pieces: Vec<Piece>, tables: &[Lattice]) -> Vec<Piece> {
    let boxes: Vec<_> = tables.iter().map(Lattice::bbox).collect();
    pieces.retain(|piece| {
        let (x, y) = (piece.bbox.center_x(), piece.bbox.center_y());
        !boxes.iter().any(|bbox| bbox.contains(x, y))
    });
    pieces
}
