//! Where something stands, as cells.

use crate::cells::{Cell, count, text};
use tenken::wire::{Hundredths, Origin};
use tenken::{Place, Rect};

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

/// The same of a place of the library, its box to a hundredth of a point.
pub(crate) fn of(place: Option<&Place>) -> [Cell; 4] {
    match place {
        Some(Place::Page { page, bbox: Rect { x0, y0, x1, y1 } }) => {
            let hundredths = |it: &f32| (f64::from(*it) * 100.0).round() / 100.0;
            let corners = [x0, y0, x1, y1].map(|it| Cell::Float(hundredths(it)));
            [count(Some(*page)), Cell::Record(corners.into()), Cell::Null, Cell::Null]
        }
        Some(Place::Sheet { sheet, range }) => {
            [Cell::Null, Cell::Null, text(Some(sheet)), text(Some(range.to_string()))]
        }
        None => [Cell::Null, Cell::Null, Cell::Null, Cell::Null],
    }
}

fn corners(bbox: Option<&[Hundredths; 4]>) -> Cell {
    bbox.map_or(Cell::Null, |bbox| {
        Cell::Record(bbox.iter().map(|it| Cell::Float(it.points())).collect())
    })
}
