//! Where something stands, as cells.

use crate::cells::{Cell, count, text};
use tenken::wire::{Hundredths, Origin};

/// Page, box, sheet and range.
pub(crate) fn cells(origin: Option<&Origin>) -> [Cell; 4] {
    match origin {
        Some(Origin::Page(it)) => {
            [count(Some(it.page)), corners(Some(&it.bbox)), Cell::Null, Cell::Null]
        }
        Some(Origin::Sheet(it)) => {
            [Cell::Null, Cell::Null, text(Some(&it.sheet)), text(Some(&it.range))]
        }
        // A later version may know more places.
        _ => [Cell::Null, Cell::Null, Cell::Null, Cell::Null],
    }
}

fn corners(bbox: Option<&[Hundredths; 4]>) -> Cell {
    bbox.map_or(Cell::Null, |bbox| {
        Cell::Record(bbox.iter().map(|it| Cell::Float(it.points())).collect())
    })
}
