//! Which tables are in doubt: another reading costs nearly as much, and puts words
//! into other cells.

use super::parts::Parts;
use super::region::Best;
use crate::finding::{Code, Finding, Message};
use crate::grid::lattice::Lattice;
use crate::place::Place;
use std::collections::HashMap;

/// A reading is a doubt if it costs less than this more than the one taken, in points. Of
/// 104 pages by Chromium, Writer and Calc, 6 lay below it, of which 3 were read wrongly, as
/// were 7 of the others (rules/sparse-caption-with-wide-gaps).
const DOUBT_POINTS: i32 = 30;

/// The reading of a table that was nearly taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grid) struct Rival {
    pub(in crate::grid) rows: usize,
    pub(in crate::grid) cols: usize,
    /// How much more it costs.
    pub(in crate::grid) points: i32,
}

/// The reading of least cost, the first of several, with the nearest that is a doubt.
pub(super) fn least<'w>(readings: impl Iterator<Item = Best<'w>>) -> Option<Best<'w>> {
    let mut readings: Vec<Best<'w>> = readings.collect();
    let costs = readings.iter().map(|it| it.bill.total()).enumerate();
    let (least, _) = costs.min_by_key(|(_, cost)| *cost)?;
    let mut best = readings.remove(least);
    let cost = best.bill.total();
    readings.iter().for_each(|other| consider(&mut best, other, other.bill.total() - cost));
    Some(best)
}

/// Notes what else the tables of a region may be: one table, or others.
pub(super) fn compare(best: &mut Parts<'_>, other: &Parts<'_>) {
    let points = other.bill.total() - best.bill.total();
    for table in &mut best.tables {
        other.tables.iter().for_each(|it| consider(table, it, points));
    }
}

fn consider(best: &mut Best<'_>, other: &Best<'_>, points: i32) {
    let is_near = points < best.lattice.rival.map_or(DOUBT_POINTS, |rival| rival.points);
    if is_near && !has_same_cells(best, other) {
        let (rows, cols) = (other.lattice.rows(), other.lattice.cols());
        best.lattice.rival = Some(Rival { rows, cols, points });
    }
}

/// Whether two readings agree about which texts are cells, and which of these share a
/// row and a column, as far as both have the same lines.
fn has_same_cells(one: &Best<'_>, other: &Best<'_>) -> bool {
    let (first, second) = (placed(one), placed(other));
    let (from, to) = (first.top.max(second.top), first.bottom.min(second.bottom));
    let is_common = |y: f32| (from..=to).contains(&y);
    let mut rows: HashMap<usize, usize> = HashMap::new();
    let mut cols: HashMap<usize, usize> = HashMap::new();
    let others: HashMap<[u32; 3], (usize, usize)> =
        second.texts.iter().map(|it| (it.0, it.1)).collect();
    let mut pairs = first.texts.iter().filter(|it| is_common(f32::from_bits(it.0[2])));
    // One row is one row of the other, and the other way; so is a column.
    pairs.all(|(text, (row, col))| {
        others.get(text).is_some_and(|(other_row, other_col)| {
            rows.entry(*row).or_insert(*other_row) == other_row
                && cols.entry(*col).or_insert(*other_col) == other_col
        })
    }) && are_distinct(&rows)
        && are_distinct(&cols)
}

/// The texts of a reading, each by its left, right and middle height, with its row and
/// column.
struct Placed {
    texts: Vec<([u32; 3], (usize, usize))>,
    top: f32,
    bottom: f32,
}

fn placed(reading: &Best<'_>) -> Placed {
    let mut texts = Vec::new();
    for (number, line) in reading.texts.cells.iter().enumerate() {
        let row = reading.rows.partition_point(|border| border.lines <= number);
        for (col, text) in line.iter().enumerate() {
            let Some(bbox) = text.as_ref().map(|text| text.bbox) else { continue };
            let key = [bbox.x0, bbox.x1, bbox.center_y()].map(f32::to_bits);
            texts.push((key, (row, col)));
        }
    }
    let bounds = reading.lattice.bbox();
    Placed { texts, top: bounds.y0, bottom: bounds.y1 }
}

fn are_distinct(pairs: &HashMap<usize, usize>) -> bool {
    let mut values: Vec<usize> = pairs.values().copied().collect();
    values.sort_unstable();
    values.windows(2).all(|pair| pair[0] != pair[1])
}

/// P923 for each table of which another reading is nearly as likely.
pub(in crate::grid) fn findings(lattices: &[Lattice], page: usize) -> Vec<Finding> {
    let doubts = lattices.iter().filter_map(|it| Some((it, it.rival?)));
    doubts
        .map(|(lattice, rival)| {
            let (rows, cols) = (lattice.rows(), lattice.cols());
            let (other_rows, other_cols) = (rival.rows, rival.cols);
            let message = Message::new(
                format!(
                    "罫線のない表を{rows}行{cols}列と読みましたが、{other_rows}行{other_cols}列とする読み方もほぼ同じく成り立ちます。元の文書と比べてください。"
                ),
                format!(
                    "a table without all its rules was read as {rows} rows and {cols} columns, and {other_rows} rows and {other_cols} columns are nearly as likely; compare it with the document"
                ),
            );
            let place = Place::Page { page, bbox: lattice.bbox() };
            Finding::new(Code::P923, message).at(Some(place))
        })
        .collect()
}
