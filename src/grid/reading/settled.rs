//! Which tables need no reading: their rules say all.

use super::edges::Edge;
use crate::grid::lattice::{Lattice, SNAP};

/// How high a filled header may be above the rules of its table, in points.
const FILLED_HEADER_PT: f32 = 40.0;

/// Whether rules settle a table: they part rows and columns, all that is one cell
/// over all columns is a text, and no fill ends amid a row.
pub(super) fn is_settled(table: &Lattice, edges: &[Edge]) -> bool {
    let (rows, cols) = (table.rows(), table.cols());
    let bbox = table.bbox();
    let bands = table.cells.iter().filter(|cell| cell.row > 0 && cell.colspan == cols);
    let ends_amid = |edge: &Edge| {
        !edge.is_rule
            && edge.share(bbox.x0, bbox.x1) > 0.95
            && (bbox.y0..=bbox.y1).contains(&edge.at)
            && table.ys.iter().all(|y| (y - edge.at).abs() > 2.0 * SNAP)
    };
    // A fill from its top upwards may be its header (rules/filled-header-above-ruled-rows).
    let begins_above = |edge: &Edge| {
        !edge.is_rule
            && edge.share(bbox.x0, bbox.x1) > 0.95
            && (edge.at..edge.at + FILLED_HEADER_PT).contains(&bbox.y0)
            && bbox.y0 - edge.at > 2.0 * SNAP
    };
    // Texts over columns, which no rule parts (rules/header-without-verticals).
    let is_undivided = table.cells.first().is_some_and(|it| cols > 2 && it.colspan == cols);
    table.ruled
        && !is_undivided
        && cols > 1
        && rows > 2
        && 2 * bands.count() < rows
        && !edges.iter().any(|edge| ends_amid(edge) || begins_above(edge))
}
