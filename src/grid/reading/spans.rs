//! Columns and rows → cells: which of the squares belong together.
//!
//! Spans are settled once borders are known. A text over several columns spans
//! them. A rule that covers a part of the columns parts only those; in the others
//! a cell goes on that is empty on one side, or whose texts stand in the middle.

use super::block::Block;
use super::cost::{Bill, Term};
use super::edges::LEVEL;
use super::rows::Border;
use super::texts::{Link, Text, Texts};
use super::words::{LINE_DRIFT, Line};
use crate::grid::crossings::Component;
use crate::grid::lattice::{self, Lattice};
use crate::page::Rule;
use crate::source::limits::LATTICE_SQUARES;

/// How much of the height rules down must cover to part the columns alone: bands
/// interrupt them.
const DRAWN_SHARE: f32 = 0.5;

/// How far the middle of a cell's texts may lie from a border that it goes over,
/// in em.
const MIDDLE_EM: f32 = 0.3;

/// The table with these borders.
pub(super) fn lay(
    block: &Block<'_>,
    xs: &[f32],
    rows: &[Border],
    texts: &Texts,
) -> Option<Lattice> {
    let ys: Vec<f32> = rows.iter().map(|row| row.y).collect();
    let is_table = xs.len() > 2 && ys.len() > 1;
    let squares = xs.len().saturating_sub(1).saturating_mul(ys.len().saturating_sub(1));
    if !is_table || squares > LATTICE_SQUARES {
        return None;
    }
    let component = Component {
        horizontal: across(block, xs, rows, texts),
        vertical: down(block, xs, rows, texts),
    };
    let mut lattice = lattice::build(&component, xs.to_vec(), ys);
    lattice.ruled = false;
    lattice.has_columns = xs[1..xs.len() - 1].iter().all(|&x| is_drawn(block, x));
    // Fills of cells part them as rules do (rules/filled-header-above-ruled-rows).
    let is_tinted = |x: f32, y: f32| {
        let mut along = block.edges.iter().filter(|edge| (edge.at - y).abs() <= 2.0 * LEVEL);
        along.any(|edge| edge.joints.iter().any(|at| (at - x).abs() <= 2.0 * LEVEL))
    };
    let is_walled = |cell: &lattice::Square| {
        cell.col == 0
            || block.is_walled(cell.bbox.x0, cell.bbox.center_y())
            || is_tinted(cell.bbox.x0, cell.bbox.y0)
    };
    lattice.ruled = lattice.has_columns
        && rows.iter().all(Border::is_drawn)
        && lattice.cells.iter().all(is_walled);
    Some(lattice)
}

/// Charges for what cells hold that span columns or rows: texts far apart, and
/// numbers one below the other.
pub(super) fn charge(lattice: &Lattice, block: &Block<'_>, texts: &Texts, bill: &mut Bill<'_>) {
    let spans = lattice.cells.iter().filter(|cell| cell.colspan > 1 || cell.rowspan > 1);
    for cell in spans {
        let middles = |line: &Line<'_>| line.middle();
        let first = block.lines.partition_point(|line| middles(line) < cell.bbox.y0);
        let last = block.lines.partition_point(|line| middles(line) < cell.bbox.y1);
        let mut above: Vec<bool> = vec![false; cell.colspan];
        let mut row = cell.row;
        for line in first..last {
            let found = |offset: usize| texts.at(line, cell.col + offset);
            let filled = (0..cell.colspan).filter(|&offset| found(offset).is_some()).count();
            let numbers = |offset: &usize| found(*offset).is_some_and(|text| text.is_number);
            bill.charge(Term::Gap, filled.saturating_sub(1));
            let y = block.lines.get(line).map_or(0.0, middles);
            let is_next = lattice.ys.partition_point(|&at| at <= y) > row + 1;
            row = lattice.ys.partition_point(|&at| at <= y).saturating_sub(1);
            let stacked = (0..cell.colspan).filter(numbers).filter(|&it| above[it] && is_next);
            bill.charge(Term::Stack, stacked.count());
            (0..cell.colspan).for_each(|offset| above[offset] = numbers(&offset));
        }
    }
}

fn is_drawn(block: &Block<'_>, x: f32) -> bool {
    let along = block.downs.iter().filter(|rule| (rule.at - x).abs() <= 2.0 * LEVEL);
    let length: f32 = along.map(|rule| rule.to - rule.from).sum();
    length >= DRAWN_SHARE * (block.bottom - block.top)
}

fn whole(at: f32, crossed: (f32, f32)) -> Rule {
    Rule { at, from: crossed.0, to: crossed.1, thickness: 0.0 }
}

/// What a row has in each column: its first and its last text.
fn contents<'t>(texts: &'t Texts, from: &Border, to: &Border) -> Vec<Option<(&'t Text, &'t Text)>> {
    let mut row: Vec<Option<(&Text, &Text)>> = vec![None; texts.cols()];
    for line in from.lines..to.lines {
        for (col, cell) in row.iter_mut().enumerate() {
            let Some(text) = texts.at(line, col) else { continue };
            *cell = Some((cell.map_or(text, |(first, _)| first), text));
        }
    }
    row
}

/// For each column, what lies over it in a row.
fn covering<'t>(row: &[Option<(&'t Text, &'t Text)>]) -> Vec<Option<(&'t Text, &'t Text)>> {
    let mut all = row.to_vec();
    for (col, cell) in row.iter().enumerate() {
        let Some((_, last)) = cell else { continue };
        let over = all.iter_mut().skip(col + 1).take(last.to.saturating_sub(col));
        over.for_each(|it| *it = it.or(*cell));
    }
    all
}

fn across(block: &Block<'_>, xs: &[f32], rows: &[Border], texts: &Texts) -> Vec<Rule> {
    let ends = (xs[0], xs[xs.len() - 1]);
    let own: Vec<_> = rows.windows(2).map(|pair| contents(texts, &pair[0], &pair[1])).collect();
    let contents: Vec<_> = own.iter().map(|row| covering(row)).collect();
    // A column that has no text in a quarter of the rows names groups of these.
    let body = contents.iter().zip(rows).filter(|(_, border)| border.lines >= block.header);
    let body: Vec<_> = body.map(|(row, _)| row).collect();
    let filled = |col: usize| body.iter().filter(|row| row[col].is_some()).count();
    let is_of_groups: Vec<bool> = (0..texts.cols())
        .map(|col| col <= texts.key && 4 * filled(col) <= 3 * body.len())
        .collect();
    let mut rules = Vec::new();
    for (number, border) in rows.iter().enumerate() {
        let above = number.checked_sub(1).and_then(|above| contents.get(above));
        let (Some(above), Some(below)) = (above, contents.get(number)) else {
            rules.push(whole(border.y, ends));
            continue;
        };
        let is_head = border.lines < block.header;
        let drawn: Vec<(f32, f32)> = block
            .edges
            .iter()
            .filter(|edge| (edge.at - border.y).abs() <= 2.0 * LEVEL)
            .map(|edge| (edge.from, edge.to))
            .collect();
        for (col, pair) in xs.windows(2).enumerate() {
            let middle = (pair[0] + pair[1]) / 2.0;
            let is_covered = drawn.iter().any(|rule| (rule.0..=rule.1).contains(&middle));
            // The name of a group that is broken between its lines goes on beside its rows
            // (rules/sparse-group-names-of-two-lines).
            let is_broken = is_of_groups[col]
                && above[col].zip(below[col]).is_some_and(|((_, top), (bottom, _))| {
                    texts.link(col, top, bottom) == Some(Link::Soft)
                });
            let is_inferred = drawn.is_empty() && !is_head && !is_broken;
            let goes_on = || match (above[col], below[col]) {
                (Some((first, top)), Some((bottom, last))) => {
                    let is_centred = || {
                        is_centred(first, last, border.y)
                            && !(stands_beside(top, above) && stands_beside(bottom, below))
                    };
                    // A header that spans nothing has no header of its own below it
                    // (rules/sparse-wrapped-headers-beside-two-levels).
                    let is_wrapped = || {
                        is_head
                            && are_lines(top, bottom)
                            && [&own[number - 1], &own[number]]
                                .iter()
                                .all(|row| row[col].is_some_and(|(_, last)| last.to == col))
                    };
                    is_broken
                        || is_wrapped()
                        || (!drawn.is_empty()
                            && are_lines(top, bottom)
                            && (is_head || is_centred()))
                }
                _ => true,
            };
            let ends_header = border.lines == block.header;
            if is_covered || is_inferred || ends_header || !goes_on() {
                rules.push(whole(border.y, (pair[0], pair[1])));
            }
        }
    }
    rules
}

/// Whether a text stands on one line with another of its row: lines of a cell over two
/// rows stand between these.
fn stands_beside(text: &Text, row: &[Option<(&Text, &Text)>]) -> bool {
    let mut others = row.iter().flatten().flat_map(|(first, last)| [first, last]);
    let drift = LINE_DRIFT * text.size;
    others.any(|it| {
        it.bbox != text.bbox && (it.bbox.center_y() - text.bbox.center_y()).abs() <= drift
    })
}

/// Whether the texts from the first to the last stand in the middle of a border.
fn is_centred(first: &Text, last: &Text, y: f32) -> bool {
    ((first.bbox.y0 + last.bbox.y1) / 2.0 - y).abs() <= MIDDLE_EM * first.size
}

/// The widest gap between two lines of one text, in em.
pub(super) const LINE_GAP_EM: f32 = 0.6;

/// Whether two texts may be lines of one.
fn are_lines(above: &Text, below: &Text) -> bool {
    below.bbox.y0 - above.bbox.y1 <= LINE_GAP_EM * below.size
        && !(above.is_number && below.is_number)
}

fn down(block: &Block<'_>, xs: &[f32], rows: &[Border], texts: &Texts) -> Vec<Rule> {
    let mut rules = Vec::new();
    for pair in rows.windows(2) {
        let reach = (pair[0].y, pair[1].y);
        let row = contents(texts, &pair[0], &pair[1]);
        let mut open = vec![false; xs.len()];
        let filled = row.iter().flatten().count();
        for (col, cell) in row.iter().enumerate() {
            if cell.is_none() {
                continue;
            }
            let lines = pair[0].lines..pair[1].lines;
            let to = lines.filter_map(|line| texts.at(line, col)).map(|text| text.to).max();
            let to = to.unwrap_or(col);
            // Where another text begins in the next column, this one overflows.
            let next =
                (col + 1..texts.cols()).find(|&it| row[it].is_some()).unwrap_or(texts.cols());
            // A band holds for the rest of its row, however short its text.
            let is_band = to > col && filled == 1 && pair[0].lines >= block.header;
            let last = if is_band { texts.cols() - 1 } else { to.min(next - 1) };
            open.iter_mut().take(last + 1).skip(col + 1).for_each(|open| *open = true);
        }
        let middle = (reach.0 + reach.1) / 2.0;
        let walls = xs.iter().zip(open).filter(|&(&x, open)| !open || block.is_walled(x, middle));
        rules.extend(walls.map(|(&x, _)| whole(x, reach)));
    }
    rules
}
