//! Headers that no vertical parts above rows that verticals part: a dark row with
//! white letters, or a tint right above the first rule.
//!
//! A person sees that each text of it stands over a column of its own.

use super::columns::PADDING;
use super::header::Header;
use super::missing;
use super::open_top::{adjoining, is_value};
use super::pieces::{Piece, Row, inside, lines};
use super::within::edges;
use crate::geom::Rect;
use crate::grid::lattice::Lattice;

/// The fewest columns: over two, a caption may stand with its unit.
const COLUMNS_MIN: usize = 3;

/// How far above the first rule the last line of a header may stand, in points.
const REACH: f32 = 15.0;

/// The most lines of a header, and their height, in em.
const LINES_MAX: usize = 6;
const LINE_MAX: f32 = 1.8;

/// How far a text may reach over the borders of its column, in em.
const DRIFT: f32 = 0.2;

/// The part of a lattice whose texts say nothing about rows or columns: all of
/// it, but for a header that is one cell.
pub(super) fn settled(lattice: &Lattice) -> Rect {
    let bbox = lattice.bbox();
    if is_undivided(lattice) { Rect { y0: lattice.ys[1], ..bbox } } else { bbox }
}

/// Whether the first row is one cell, over columns below it.
fn is_undivided(lattice: &Lattice) -> bool {
    let first = &lattice.cells[0];
    lattice.cols() >= COLUMNS_MIN
        && lattice.rows() > 1
        && first.rowspan == 1
        && first.colspan == lattice.cols()
}

/// The lattice with such a header: parted, or added above rows that have none.
/// `pieces` are those outside of what is settled; `all` are needed for a header
/// above alone.
pub(super) fn find<'a>(
    pieces: &[Piece],
    all: impl FnOnce() -> &'a [Piece],
    lattice: &Lattice,
) -> Option<Lattice> {
    if lattice.cols() < COLUMNS_MIN {
        return None;
    }
    let bbox = lattice.bbox();
    if is_undivided(lattice) {
        let row = Row::new(inside(pieces, &Rect { y1: lattice.ys[1], ..bbox }));
        return with_header(lattice, &row, bbox.y0).map(|(table, _)| table);
    }
    let em = inside(pieces, &Rect { y0: bbox.y0 - REACH, y1: bbox.y0, ..bbox }).last()?.size;
    let region = Rect { y0: bbox.y0 - LINES_MAX as f32 * LINE_MAX * em, y1: bbox.y0, ..bbox };
    let above = lines(inside(pieces, &region));
    let above = adjoining(&above, bbox.y0);
    // A caption is no part of the header, so that is as low as can be, but for
    // texts over several columns.
    let mut readings = (0..above.len()).rev().filter_map(|start| {
        let row = Row::new(above[start..].iter().flat_map(|line| &line.pieces).copied().collect());
        with_header(lattice, &row, row.y0 - PADDING * row.size)
    });
    let (lowest, _) = readings.next()?;
    // A caption, its date and its unit may stand over three columns.
    let first = inside(all(), &Rect { y1: lattice.ys[1], ..bbox });
    if !first.iter().any(is_value) {
        return None;
    }
    Some(readings.find(|(_, has_levels)| *has_levels).map_or(lowest, |(table, _)| table))
}

/// The lattice with a header that begins at `top`, and whether that has levels, if
/// each of its texts stands over a column of its own, and nearly each column has one.
fn with_header(lattice: &Lattice, row: &Row, top: f32) -> Option<(Lattice, bool)> {
    let header = Header::of(row);
    let xs = &lattice.xs;
    let texts = &header.columns.segments;
    let column = |text: &Piece| xs.partition_point(|&x| x <= text.bbox.center_x());
    let has_own = |text: &Piece| {
        let (drift, at) = (DRIFT * text.size, column(text));
        let ends = at.checked_sub(1).and_then(|left| Some((xs.get(left)?, xs.get(at)?)));
        ends.is_some_and(|(left, right)| {
            left - drift <= text.bbox.x0
                && text.bbox.x1 <= right + drift
                && text.has_letter()
                && !is_value(text)
        })
    };
    let are_apart = texts.windows(2).all(|pair| column(&pair[0]) < column(&pair[1]));
    // A caption and its unit may stand over two of three columns.
    let is_above = top < lattice.ys[0];
    let empty_max = usize::from(!is_above && lattice.cols() > COLUMNS_MIN);
    if texts.len() + empty_max < lattice.cols() || !are_apart || !texts.iter().all(has_own) {
        return None;
    }
    let end = if is_above { lattice.ys[0] } else { lattice.ys[1] };
    let mut across = header.rules(xs, &[]);
    across.extend([top, end].map(|y| missing::whole(y, xs)));
    let ys = missing::snapped(across.iter().map(|rule| rule.at).collect());
    let head = missing::lay_part(&row.pieces, end, xs.clone(), ys, across)?;
    let mut component = edges(lattice);
    let added = edges(&head);
    component.horizontal.extend(added.horizontal);
    component.vertical.extend(added.vertical);
    let ys = missing::snapped(head.ys.iter().chain(&lattice.ys).copied().collect());
    Some((missing::build(component, xs.clone(), ys)?, header.has_levels()))
}
