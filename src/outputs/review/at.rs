//! Where on the drawn pages a place lies: page and cell, by their numbers.

use super::leaf::View;
use super::wire::{Length, Spot};
use crate::place::{Place, PlaceKey};
use std::collections::HashMap;

/// A cell: the index of its page, and its own on that page.
pub(super) type Address = [usize; 2];

/// Finds cells and pages.
pub(super) struct Places<'a> {
    views: &'a [View],
    /// The index of the first page of each leaf.
    firsts: Vec<usize>,
    cells: HashMap<PlaceKey, Vec<Address>>,
}

/// How many cells of a place on a sheet are named.
const CELLS_MAX: usize = 200;

impl<'a> Places<'a> {
    pub(super) fn new(views: &'a [View]) -> Places<'a> {
        let mut places = Places { views, firsts: Vec::new(), cells: HashMap::new() };
        let mut first = 0;
        for view in views {
            places.firsts.push(first);
            let mut counts = vec![0; view.blocks()];
            for cell in &view.cells {
                for block in view.blocks_of(cell) {
                    let Some(count) = counts.get_mut(block) else { continue };
                    let address = [first + block, *count];
                    places.cells.entry(cell.place.key()).or_default().push(address);
                    *count += 1;
                }
            }
            first += view.blocks();
        }
        places
    }

    /// Each cell as it is drawn; a merged one on two blocks of a sheet is drawn twice.
    pub(super) fn cell(&self, place: &Place) -> &[Address] {
        self.cells.get(&place.key()).map_or(&[], Vec::as_slice)
    }

    /// Where a place is to be shown: as its cell, else as a box on its page, or as the
    /// cells of its sheet.
    pub(super) fn spot(&self, place: &Place) -> Option<Spot> {
        let (index, view) =
            self.views.iter().enumerate().find(|(_, view)| view.place.is_on_leaf_of(place))?;
        let first = *self.firsts.get(index)?;
        let own = self.cell(place);
        if let Some([page, ..]) = own.first() {
            return Some(Spot { page: first.max(*page), bbox: None, cells: own.to_vec() });
        }
        match place {
            Place::Page { bbox, .. } => {
                let bbox = [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(Length);
                Some(Spot { page: first, bbox: Some(bbox), cells: Vec::new() })
            }
            Place::Sheet { .. } => {
                let inner = view.cells.iter().filter(|cell| place.holds(&cell.place));
                let cells: Vec<Address> = inner
                    .flat_map(|cell| self.cell(&cell.place).iter().copied())
                    .take(CELLS_MAX)
                    .collect();
                let page = cells.first().map_or(first, |it| it[0]);
                Some(Spot { page, bbox: None, cells })
            }
        }
    }
}
