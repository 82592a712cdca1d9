//! Rows above the first rule of a table: where each row is ruled below, nothing
//! is drawn above the header, or even between it and the first row.

use super::columns::{Columns, PADDING};
use super::header::Header;
use super::pieces::{Piece, Row, between, inside, lines};
use super::rows;
use crate::geom::Rect;

/// How far above the first rule is looked, in em, and how many lines.
const REACH: f32 = 15.0;
const LINES_MAX: usize = 8;

/// The widest gap between lines of these rows, and to the rule below, in em.
/// Captions stand as near, but over fewer columns.
const GAP_MAX: f32 = 1.5;

/// The longest unit of a value, in letters: a header with a number in it has
/// more (令和６年度).
const UNIT_LETTERS_MAX: usize = 2;

/// The lines between the rows above the first of the rules `ys`, the top of the
/// header first: where a header stands over the columns of the rows below, and
/// the first of these is none.
pub(super) fn find(pieces: &[Piece], bounds: &Rect, ys: &[f32]) -> Vec<f32> {
    let rows = between(&inside(pieces, bounds), ys);
    let Some(first) = rows.first().filter(|row| row.segments.iter().any(is_value)) else {
        return Vec::new();
    };
    let region = Rect { y0: bounds.y0 - REACH * first.size, y1: bounds.y0, ..*bounds };
    let above = lines(inside(pieces, &region));
    let above = adjoining(&above, bounds.y0);
    // A caption is no part of the header, so that is as low as can be, but for
    // texts over several columns.
    let heights = |start: usize| (1..=above.len() - start).map(move |height| (start, height));
    let mut readings = (0..above.len()).rev().flat_map(heights).filter_map(|(start, height)| {
        read(&above[start..], height, &rows).map(|(ys, has_levels)| (start, ys, has_levels))
    });
    let Some((start, ys, _)) = readings.next() else { return Vec::new() };
    let higher = readings.find(|&(other, _, has_levels)| has_levels && other < start);
    higher.map_or(ys, |(_, ys, _)| ys)
}

/// The last lines that stand close to each other and to the rule below.
pub(super) fn adjoining(lines: &[Row], rule: f32) -> &[Row] {
    let mut start = lines.len();
    let mut below = rule;
    while let Some(line) = start.checked_sub(1).map(|last| &lines[last])
        && below - line.y1 <= GAP_MAX * line.size
        && lines.len() - start < LINES_MAX
    {
        below = line.y0;
        start -= 1;
    }
    &lines[start..]
}

/// The lines between rows, and whether the header has levels, if the first of
/// these lines are the header and the others rows of its columns.
fn read(lines: &[Row], height: usize, rows: &[Row]) -> Option<(Vec<f32>, bool)> {
    let (head, body) = lines.split_at(height);
    if head.iter().flat_map(|line| &line.segments).any(is_value) {
        return None;
    }
    let all = Row::new(head.iter().flat_map(|line| &line.pieces).copied().collect());
    let header = Header::of(&all);
    let first = rows.first()?;
    // A caption and its unit stand over more columns than they have texts.
    if header.columns.segments.len() < first.segments.len().max(MIN_COLUMNS) {
        return None;
    }
    let mut columns = Columns::of_header(&header.columns)?;
    if !body.iter().chain(rows).all(|row| row.segments.len() < 2 || columns.take(row)) {
        return None;
    }
    let pad = PADDING * all.size;
    let mut ys = vec![all.y0 - pad];
    if let Some(below) = body.first() {
        let columns = columns.finish(1, None)?;
        let ends = (columns.first()?.x0 - pad, columns.last()?.x1 + pad);
        let xs = super::columns::borders(&columns, ends, all.size, &[]);
        ys.push((all.y1 + below.y0) / 2.0);
        ys.extend(rows::borders(&rows::find(body, &xs)));
    }
    Some((ys, header.has_levels()))
}

/// The fewest columns: over two, a caption may stand with its unit.
const MIN_COLUMNS: usize = 3;

pub(super) fn is_value(segment: &Piece) -> bool {
    segment.is_number() && segment.letters <= UNIT_LETTERS_MAX
}
