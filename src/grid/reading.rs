//! Tables some or all of whose rules are missing, by one principle.
//!
//! A *reading* of a part of a page is a set of column borders, a set of row
//! borders and a depth of the header. Every piece of evidence that a reading
//! leaves unexplained costs a whole number of points (`cost`). The reading of
//! least cost is taken, and prose is a reading like any other. Generators of
//! candidates propose freely; no candidate is refused by a rule of its own.

mod cost;
mod doubt;
mod words;
mod spread;
mod edges;
mod block;
mod columns;
mod gaps;
mod texts;
mod rows;
mod settled;
mod free;
mod region;
mod parts;
mod carried;
mod entries;
mod spans;
mod weighed;

pub(crate) use carried::Open;
pub(super) use carried::go_on;
pub(super) use doubt::Rival;
pub(super) use doubt::findings as doubts;
pub(super) use entries::part;
pub(super) use weighed::{Candidate, Kind, Weighed};

use super::charts;
use super::crossings::RULES_MAX;
use super::lattice::{Lattice, SNAP};
use crate::geom::Rect;
use crate::page::Page;
use cost::Weights;
use edges::Edge;
use parts::Parts;
use region::Region;
use settled::is_settled;
use words::Line;

/// How many tables of one page are looked at. A page of a report has a few; a drawing
/// may have thousands of boxes.
const REGIONS_MAX: usize = 256;

/// How much of a region may lie in another.
const OVERLAP_MAX: f32 = 0.1;

/// The tables of a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Top to bottom, then left to right.
    pub(super) tables: Vec<Lattice>,
    /// The columns of the last, if it may go on without rules over the page.
    pub(super) open: Option<Box<Open>>,
    /// Whether the page may begin with rows of the table before.
    pub(super) may_go_on: bool,
}

/// Completes the tables whose rules are there in part, and adds those that have
/// none.
pub(super) fn complete(
    page: &Page,
    lattices: Vec<Lattice>,
    weighed: Option<&mut Vec<Weighed>>,
) -> Found {
    complete_by(page, lattices, &Weights::default(), weighed)
}

/// The same, by other weights.
fn complete_by(
    page: &Page,
    lattices: Vec<Lattice>,
    weights: &Weights,
    mut weighed: Option<&mut Vec<Weighed>>,
) -> Found {
    let (charts, lattices): (Vec<_>, Vec<_>) =
        lattices.into_iter().partition(|lattice| lattice.is_chart);
    let mut found = Found { tables: lattices, ..Found::default() };
    if page.horizontal.len() + page.vertical.len() > RULES_MAX {
        return found;
    }
    let mut edges = edges::of(page);
    let (settled, loose): (Vec<_>, Vec<_>) =
        std::mem::take(&mut found.tables).into_iter().partition(|table| is_settled(table, &edges));
    let boxes: Vec<Rect> = settled.iter().chain(&charts).map(Lattice::bbox).collect();
    edges.retain(|edge| {
        let middle = (edge.from + edge.to) / 2.0;
        !boxes.iter().any(|table| {
            (table.y0 - SNAP..=table.y1 + SNAP).contains(&edge.at)
                && (table.x0..=table.x1).contains(&middle)
        })
    });
    if let Some(weighed) = weighed.as_deref_mut() {
        weighed.extend(settled.iter().map(|table| Weighed::alone(table, Kind::Settled)));
    }
    found.tables = settled;
    let mut loose = loose;
    loose.retain(|table| table.ruled || !charts::is_beside_figure(page, table));
    let mut opens = Vec::new();
    let mut loose =
        weigh(page, &boxes, edges, (loose, &mut opens), weights, weighed.as_deref_mut());
    // Verticals alone are no rows of a lattice (rules/verticals-between-columns-alone).
    let whole = loose.iter().filter(|table| table.rows() > 1 || table.cols() == 1);
    let boxes: Vec<Rect> = boxes.into_iter().chain(whole.map(Lattice::bbox)).collect();
    let words = words::of(page, &boxes);
    let lines = words::lines(&words);
    let free = weigh_free(page, &lines, &mut opens, weights, weighed.as_deref_mut());
    loose.retain(|table| !free.iter().any(|it| overlap(&it.bbox(), &table.bbox()) > 0.0));
    loose.extend(free);
    if let Some(weighed) = weighed {
        weighed::add_others(&loose, weighed);
    }
    found.tables.extend(loose);
    found.tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    let end = found.tables.iter().map(|table| table.bbox().y1).fold(f32::MIN, f32::max);
    found.open = opens.into_iter().find(|open| open.0 >= end).map(|open| Box::new(open.1));
    found.may_go_on = carried::may_begin(page, &lines, &found.tables);
    found
}

/// The columns of tables that may go on, each with where its table ends.
type Opens = Vec<(f32, Open)>;

fn keep_open(parts: &Parts<'_>, opens: &mut Opens) {
    let open = |best: &region::Best<'_>| Some((best.lattice.bbox().y1, best.open()?));
    opens.extend(parts.tables.iter().filter_map(open));
}

/// The tables between edges, or those that are known where these cost no more.
fn weigh(
    page: &Page,
    boxes: &[Rect],
    edges: Vec<Edge>,
    (mut known, opens): (Vec<Lattice>, &mut Opens),
    weights: &Weights,
    mut weighed: Option<&mut Vec<Weighed>>,
) -> Vec<Lattice> {
    if edges.len() < 2 {
        return known;
    }
    let words = words::of(page, boxes);
    let groups = edges::groups(edges);
    let mut taken: Vec<Rect> = Vec::new();
    let mut tables = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let others = groups.iter().enumerate().filter(|(other, _)| *other != number);
        let others: Vec<Rect> = others.map(|(_, other)| other.bounds()).collect();
        let Some(region) = Region::new(page, &words, group, &others) else { continue };
        let bounds = region.bounds();
        let most = OVERLAP_MAX * bounds.width() * bounds.height();
        if taken.iter().any(|other| overlap(other, &bounds) > most) {
            continue;
        }
        let is_inside =
            |table: &Lattice| bounds.contains(table.bbox().center_x(), table.bbox().center_y());
        let inside: Vec<&Lattice> = known.iter().filter(|table| is_inside(table)).collect();
        let Some(best) = region.best_parts(weights) else { continue };
        let known_cost = region.known(&inside, weights);
        let wins = match &known_cost {
            Some(cost) => best.bill.total() < cost.total(),
            None => best.is_table(&region, weights),
        };
        if let Some(weighed) = weighed.as_deref_mut() {
            weighed.push(Weighed::of(&region, &best, &inside, known_cost.as_ref(), wins, weights));
        }
        if wins {
            taken.push(bounds);
            known.retain(|table| !is_inside(table));
            keep_open(&best, opens);
            tables.extend(best.tables.into_iter().map(|best| best.lattice));
        }
    }
    tables.extend(known);
    tables
}

/// The tables in text beside which nothing is drawn.
fn weigh_free(
    page: &Page,
    lines: &[Line<'_>],
    opens: &mut Opens,
    weights: &Weights,
    mut weighed: Option<&mut Vec<Weighed>>,
) -> Vec<Lattice> {
    let mut tables = Vec::new();
    for stretch in free::stretches(lines) {
        let Some(region) = Region::free(page, &lines[stretch]) else { continue };
        let Some(best) = region.best_parts(weights) else { continue };
        let wins = best.is_table(&region, weights);
        if let Some(weighed) = weighed.as_deref_mut() {
            weighed.push(Weighed::of(&region, &best, &[], None, wins, weights));
        }
        if wins {
            keep_open(&best, opens);
            tables.extend(best.tables.into_iter().map(|best| best.lattice));
        }
    }
    tables
}

fn overlap(a: &Rect, b: &Rect) -> f32 {
    a.intersection(b).map_or(0.0, |both| both.width() * both.height())
}

#[cfg(test)]
use cost::Term;
#[cfg(test)]
mod tests;
