//! Two parts of one cell: whether a page end cut it, and what both say together.

use super::Entry;
use crate::grid::Cell;
use crate::place::Place;
use crate::text::join::{End, Ends, end_between};

/// What a cell says on one side of a page end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Half<'a> {
    text: &'a str,
    place: &'a Place,
    ends: Option<&'a Ends>,
}

impl<'a> Half<'a> {
    /// Of a cell of a table.
    pub(crate) fn of(entry: &'a Entry) -> Half<'a> {
        Half { text: &entry.text, place: &entry.place, ends: entry.ends.as_deref() }
    }

    /// What it says.
    pub(crate) fn text(self) -> &'a str {
        self.text
    }

    /// Of a cell of a grid.
    pub(crate) fn of_cell(cell: &'a Cell) -> Half<'a> {
        Half { text: &cell.text, place: &cell.place, ends: cell.ends.as_deref() }
    }
}

/// How much room may be between a text and the page end that cut it, in em: less
/// than a line, and the padding of the cell.
const CUT_ROOM_MAX: f32 = 1.4;

/// How much more room a line has at its other side where it can't stand in the
/// middle of its cell, in em.
const OFF_CENTRE_MIN: f32 = 1.0;

/// Whether a text goes on in that of a cell of the next page: both stand right at
/// the page end, and one of them would not, had it not been cut.
pub(crate) fn goes_on(above: Half<'_>, below: Half<'_>) -> bool {
    let is_of_lines =
        |half: Half<'_>| half.ends.is_some_and(|ends| ends.first.bbox != ends.last.bbox);
    rooms(above, below).is_some_and(|rooms| {
        rooms.iter().all(|it| it.at_end <= CUT_ROOM_MAX)
            && (is_of_lines(above)
                || is_of_lines(below)
                || rooms.iter().any(|it| it.is_off_centre()))
    })
}

/// Whether a page end went through the name of a merged cell: its parts stand
/// there and not in the middle of their cells, as names do.
pub(crate) fn is_parted(above: Half<'_>, below: Half<'_>) -> bool {
    let is_at_end = |it: &Room| it.at_end <= CUT_ROOM_MAX && it.is_off_centre();
    rooms(above, below).is_some_and(|rooms| rooms.iter().all(is_at_end))
}

/// The room that a text leaves in its cell, in em.
#[derive(Clone, Copy)]
struct Room {
    at_end: f32,
    at_other_side: f32,
}

impl Room {
    fn is_off_centre(&self) -> bool {
        self.at_other_side - self.at_end >= OFF_CENTRE_MIN
    }
}

/// The room of a text on a page and of one on the next, unless a page repeats it.
fn rooms(above: Half<'_>, below: Half<'_>) -> Option<[Room; 2]> {
    if above.text == below.text {
        return None;
    }
    let around = |half: Half<'_>| {
        let (Some(ends), Place::Page { bbox, .. }) = (half.ends, half.place) else {
            return None;
        };
        let (top, bottom) = (ends.first.bbox.y0 - bbox.y0, bbox.y1 - ends.last.bbox.y1);
        Some((top / ends.first.size, bottom / ends.last.size))
    };
    let ((top, bottom), (next_top, next_bottom)) = (around(above)?, around(below)?);
    Some([
        Room { at_end: bottom, at_other_side: top },
        Room { at_end: next_top, at_other_side: next_bottom },
    ])
}

/// Whether the line at the page end was full: nobody typed a line end there.
pub(crate) fn is_soft(above: Half<'_>, below: Half<'_>) -> bool {
    above
        .ends
        .zip(below.ends)
        .is_some_and(|(ends, next)| end_between(&ends.last, &next.first, ends.room) != End::Real)
}

/// Appends the rest of a text to it, with what is known of how both end.
pub(crate) fn join(
    text: &mut String,
    ends: &mut Option<Box<Ends>>,
    rest: String,
    next: Option<Box<Ends>>,
) {
    match (&mut *ends, next) {
        (_, None) => {}
        (None, Some(next)) => {
            *text = rest;
            *ends = Some(next);
        }
        (Some(before), Some(next)) => {
            before.join(&next, text, &rest);
            let first = before.first.clone();
            **before = Ends { first, ..*next };
        }
    }
}
