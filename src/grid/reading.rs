//! Tables some or all of whose rules are missing, by one principle.
//!
//! A *reading* of a part of a page is a set of column borders, a set of row
//! borders and a depth of the header. Every piece of evidence that a reading
//! leaves unexplained costs a whole number of points (`cost`). The reading of
//! least cost is taken, and prose is a reading like any other. Generators of
//! candidates propose freely; no candidate is refused by a rule of its own.

mod cost;
mod words;
mod edges;
mod block;
mod columns;
mod texts;
mod rows;
mod settled;
mod spans;
mod weighed;

pub(super) use weighed::{Candidate, Kind, Weighed};

use super::align::{self, Found};
use super::charts;
use super::crossings::RULES_MAX;
use super::lattice::{Lattice, SNAP};
use crate::geom::Rect;
use crate::page::{Page, Rule};
use block::Block;
use columns::Columns;
use cost::{Bill, Term, Weights};
use edges::{Edge, Group, LEVEL};
use rows::Rows;
use settled::is_settled;
use texts::Texts;
use words::{Line, TEXT_GAP, Word};

/// How many lines above the first rule may be a header.
const LINES_ABOVE_MAX: usize = 4;

/// How many lines below the last rule may be rows.
const LINES_BELOW_MAX: usize = 60;

/// The widest gap between lines of one block beyond its rules, in em.
const BEYOND_EM: f32 = 1.5;

/// The widest gap inside a line of prose, in em.
const PROSE_WIDE_EM: f32 = 3.0;

/// How much less than prose a table must cost, with fewer rules than `SURE_RULES`.
const MARGIN: i32 = 30;
const SURE_RULES: usize = 3;

/// How often a block is parted in two.
const PARTS_DEPTH_MAX: usize = 4;

/// How many places are tried at which a block may be parted.
const PARTS_TRIED_MAX: usize = 6;

/// How much of a region may lie in another.
const OVERLAP_MAX: f32 = 0.1;

/// The most lines of a caption between two tables.
const CAPTION_LINES_MAX: usize = 2;

/// How much wider than the usual distance of lines one is that parts two tables.
const APART_RATIO: f32 = 2.5;

/// Lines longer than this are prose, in em: two columns of it have a gutter, which
/// is a perfect border.
const PROSE_EM: f32 = 12.0;

/// Completes the tables whose rules are there in part, and adds those that have
/// none. What `align` finds competes with the readings of the same lines.
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
    let mut found = align::complete(page, lattices);
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
    let loose = weigh(page, &boxes, edges, loose, weights, weighed.as_deref_mut());
    if let Some(weighed) = weighed {
        weighed::add_others(&loose, weighed);
    }
    found.tables.extend(loose);
    found.tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    found
}

/// The tables between edges, or those that are known where these cost no more.
fn weigh(
    page: &Page,
    boxes: &[Rect],
    edges: Vec<Edge>,
    mut known: Vec<Lattice>,
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
        let Some(best) = region.best_parts(weights, PARTS_DEPTH_MAX) else { continue };
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
            tables.extend(best.tables.into_iter().map(|best| best.lattice));
        }
    }
    tables.extend(known);
    tables
}

fn overlap(a: &Rect, b: &Rect) -> f32 {
    a.intersection(b).map_or(0.0, |both| both.width() * both.height())
}

/// A part of a page that may hold a table: its lines, from those that may stand
/// above its first rule to those that may stand below the last.
struct Region<'a> {
    lines: Vec<Line<'a>>,
    /// Which of them lie between its rules.
    between: std::ops::Range<usize>,
    group: Group,
    downs: Vec<Rule>,
}

/// Tables one above the other, and what they cost with the prose between them.
struct Parts<'w> {
    tables: Vec<Best<'w>>,
    bill: Bill<'w>,
}

/// A reading and its cost, with what it leaves to prose.
struct Best<'w> {
    lattice: Lattice,
    bill: Bill<'w>,
    /// The widths of the lines of each column.
    widths: Vec<Vec<f32>>,
}

impl<'a> Region<'a> {
    fn new(page: &Page, words: &'a [Word], group: &Group, others: &[Rect]) -> Option<Region<'a>> {
        let (first, last) = (group.edges.first()?, group.edges.last()?);
        if last.at - first.at <= LEVEL {
            return None;
        }
        let (from, to) = (group.from - SNAP, group.to + SNAP);
        let column = Rect { x0: from, y0: f32::MIN, x1: to, y1: f32::MAX };
        let all = words::lines(words::inside(words, column));
        let start = all.partition_point(|line| line.middle() < first.at);
        let end = all.partition_point(|line| line.middle() < last.at);
        let is_other = |y0: f32, y1: f32| {
            others.iter().any(|it| {
                it.x0 + 2.0 * SNAP < to && from + 2.0 * SNAP < it.x1 && it.y0 < y1 && y0 < it.y1
            })
        };
        let is_near = |a: f32, b: f32, line: &Line<'_>| {
            b - a <= BEYOND_EM * line.size && !is_other(line.y0, line.y1)
        };
        let mut above = start;
        let mut y = first.at;
        while let Some(line) = above.checked_sub(1).and_then(|at| all.get(at))
            && start - above < LINES_ABOVE_MAX
            && is_near(line.y1, y, line)
        {
            (above, y) = (above - 1, line.y0);
        }
        let mut below = end;
        let mut y = last.at;
        while let Some(line) = all.get(below)
            && below - end < LINES_BELOW_MAX
            && is_near(y, line.y0, line)
        {
            (below, y) = (below + 1, line.y1);
        }
        let downs = page.vertical.iter().filter(|rule| {
            (from..=to).contains(&rule.at) && rule.from < last.at && first.at < rule.to
        });
        let downs = downs.copied().collect();
        let lines: Vec<Line<'a>> = all.get(above..below)?.to_vec();
        (start < end).then(|| Region {
            lines,
            between: start - above..end - above,
            group: group.clone(),
            downs,
        })
    }

    fn bounds(&self) -> Rect {
        let ats = self.group.edges.iter().map(|edge| edge.at);
        let ys = ats.chain(self.lines.iter().flat_map(|line| [line.y0, line.y1]));
        let (y0, y1) = ys.fold((f32::MAX, f32::MIN), |(y0, y1), y| (y0.min(y), y1.max(y)));
        Rect { x0: self.group.from, y0, x1: self.group.to, y1 }
    }

    /// The edges from one line to another.
    fn edges(&self, lines: &[Line<'_>]) -> Vec<Edge> {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
        let before = self.lines.iter().rfind(|line| line.middle() < first.middle());
        let behind = self.lines.iter().find(|line| line.middle() > last.middle());
        let (from, to) =
            (before.map_or(f32::MIN, Line::middle), behind.map_or(f32::MAX, Line::middle));
        self.group.edges.iter().filter(|edge| from < edge.at && edge.at < to).cloned().collect()
    }

    fn block(&self, lines: &[Line<'a>]) -> Option<Block<'a>> {
        Block::new(lines.to_vec(), self.edges(lines), self.downs.clone())
    }

    /// The reading of least cost, over all extents.
    fn best<'w>(&self, weights: &'w Weights) -> Option<Best<'w>> {
        self.readings(weights).min_by_key(|reading| reading.bill.total())
    }

    /// A reading for each extent.
    fn readings<'w>(&self, weights: &'w Weights) -> impl Iterator<Item = Best<'w>> {
        let tops = (0..=self.between.start).rev();
        let mut bottoms = vec![self.between.end];
        bottoms.extend([1, 2].map(|more| self.between.end + more));
        bottoms.push(self.lines.len());
        bottoms.retain(|&bottom| bottom <= self.lines.len());
        bottoms.dedup();
        tops.flat_map(move |top| bottoms.clone().into_iter().map(move |bottom| (top, bottom)))
            .filter_map(|(top, bottom)| self.read(top, bottom, weights))
    }

    /// The reading of least cost, as one table or as several.
    fn best_parts<'w>(&self, weights: &'w Weights, depth: usize) -> Option<Parts<'w>> {
        let whole = self.best(weights)?;
        let mut best = Parts { bill: whole.bill.clone(), tables: vec![whole] };
        if depth == 0 {
            return Some(best);
        }
        for (end, start, bonus) in self.cuts() {
            let parts = [self.part(0..end), self.part(start..self.lines.len())];
            let [Some(above), Some(below)] =
                parts.map(|part| part.and_then(|part| part.best_parts(weights, depth - 1)))
            else {
                continue;
            };
            let mut bill = Bill::new(weights);
            bill.charge(bonus, 1);
            charge_prose(self.lines.get(end..start)?, &mut bill);
            bill.append(&above.bill);
            bill.append(&below.bill);
            // A row by itself is no table, however far it stands from the next.
            let are_tables = [&above, &below].iter().all(|parts| parts.are_tables());
            if are_tables && bill.total() < best.bill.total() {
                let tables = above.tables.into_iter().chain(below.tables).collect();
                best = Parts { tables, bill };
            }
        }
        Some(best)
    }

    /// Where it may be parted in two, up to one line and from another on: where the
    /// first line stands again, below lines of one text, and where lines stand far
    /// apart.
    fn cuts(&self) -> Vec<(usize, usize, Term)> {
        let first = self.lines.get(self.between.start).map(Line::text);
        let mut distances: Vec<f32> =
            self.lines.windows(2).map(|pair| pair[1].middle() - pair[0].middle()).collect();
        distances.sort_by(f32::total_cmp);
        let usual = distances.get(distances.len() / 2).copied().unwrap_or(0.0);
        let cut = |at: usize| {
            let line = self.lines.get(at)?;
            if at > self.between.start && Some(line.text()) == first && !line.is_lone {
                let captions = self.lines.get(..at)?.iter().rev().take_while(|line| line.is_lone);
                return Some((at - captions.take(CAPTION_LINES_MAX).count(), at, Term::Again));
            }
            let distance = line.middle() - self.lines.get(at.checked_sub(1)?)?.middle();
            // Rows of a form may be empty, and are ruled.
            let (from, to) = (self.lines.get(at - 1)?.middle(), line.middle());
            let mut rules: Vec<f32> = self.group.edges.iter().map(|edge| edge.at).collect();
            rules.retain(|rule| (from..to).contains(rule));
            rules.dedup_by(|b, a| *b - *a <= 2.0 * LEVEL);
            (distance > APART_RATIO * usual && rules.len() <= 2).then_some((at, at, Term::Apart))
        };
        (1..self.lines.len())
            .filter_map(cut)
            .filter(|cut| cut.0 > 0)
            .take(PARTS_TRIED_MAX)
            .collect()
    }

    /// Some of its lines, with the rules around these.
    fn part(&self, lines: std::ops::Range<usize>) -> Option<Region<'a>> {
        let lines = self.lines.get(lines)?.to_vec();
        let mut edges = self.edges(&lines);
        let (first, last) = (lines.first()?.middle(), lines.last()?.middle());
        // Of several rules beyond its lines, the nearest is its own.
        let top =
            edges.iter().map(|edge| edge.at).filter(|&at| at < first).fold(f32::MIN, f32::max);
        let bottom =
            edges.iter().map(|edge| edge.at).filter(|&at| at > last).fold(f32::MAX, f32::min);
        edges.retain(|edge| (top - LEVEL..=bottom + LEVEL).contains(&edge.at));
        let start =
            edges.first().map_or(0, |edge| lines.partition_point(|it| it.middle() < edge.at));
        let end = edges.last().map_or(0, |edge| lines.partition_point(|it| it.middle() < edge.at));
        let between = if start < end { start..end } else { 0..lines.len() };
        let group = Group { edges, ..self.group.clone() };
        Some(Region { lines, between, group, downs: self.downs.clone() })
    }

    fn read<'w>(&self, top: usize, bottom: usize, weights: &'w Weights) -> Option<Best<'w>> {
        let block = self.block(self.lines.get(top..bottom)?)?;
        let columns = Columns::new(&block, &[], weights);
        let xs = columns.best();
        let texts = Texts::of(&block, &xs);
        let rows = Rows::new(&block, &texts, &[], weights);
        let borders = rows.best();
        let ys: Vec<f32> = borders.iter().map(|border| border.y).collect();
        let mut bill = Bill::new(weights);
        columns.price(&xs, &mut bill);
        rows.price(&ys, &mut bill);
        charge_table(&block, &mut bill);
        charge_prose(self.lines.get(..top)?, &mut bill);
        charge_prose(self.lines.get(bottom..)?, &mut bill);
        let lattice = spans::lay(&block, &xs, &borders, &texts)?;
        spans::charge(&lattice, &block, &texts, &mut bill);
        let widths = (0..texts.cols())
            .map(|col| {
                let lines = 0..block.lines.len();
                lines
                    .filter_map(|line| Some(texts.at(line, col)?.bbox.width() / block.em))
                    .collect()
            })
            .collect();
        Some(Best { lattice, bill, widths })
    }

    /// What tables that are known cost, if there are any.
    fn known<'w>(&self, tables: &[&Lattice], weights: &'w Weights) -> Option<Bill<'w>> {
        let mut bill = Bill::new(weights);
        let mut taken = vec![false; self.lines.len()];
        for table in tables {
            let bbox = table.bbox();
            let first = self.lines.partition_point(|line| line.middle() < bbox.y0);
            let last = self.lines.partition_point(|line| line.middle() < bbox.y1);
            let lines = self.lines.get(first..last)?;
            let mut edges = self.edges(lines);
            edges.retain(|edge| (bbox.y0 - 2.0 * LEVEL..=bbox.y1 + 2.0 * LEVEL).contains(&edge.at));
            let mut block = Block::new(lines.to_vec(), edges, self.downs.clone())?;
            block.left = block.left.min(bbox.x0);
            block.right = block.right.max(bbox.x1);
            let columns = Columns::new(&block, &table.xs, weights);
            columns.price(&table.xs, &mut bill);
            let texts = Texts::of(&block, &table.xs);
            Rows::new(&block, &texts, &table.ys, weights).price(&table.ys, &mut bill);
            spans::charge(table, &block, &texts, &mut bill);
            charge_table(&block, &mut bill);
            taken.get_mut(first..last)?.fill(true);
        }
        for (line, _) in self.lines.iter().zip(taken).filter(|(_, taken)| !taken) {
            charge_prose(std::slice::from_ref(line), &mut bill);
        }
        (!tables.is_empty()).then_some(bill)
    }

    /// How many rules go all the way.
    fn full_rules(&self) -> usize {
        self.group.edges.iter().filter(|edge| self.group.is_full(edge)).count()
    }

    /// How much less than prose a table must cost here.
    fn margin(&self) -> i32 {
        if self.full_rules() >= SURE_RULES { 0 } else { MARGIN }
    }

    /// What it costs as prose.
    fn prose<'w>(&self, weights: &'w Weights) -> Bill<'w> {
        let mut bill = Bill::new(weights);
        charge_prose(&self.lines, &mut bill);
        bill.charge(Term::ProseRule, self.group.edges.iter().filter(|edge| edge.is_rule).count());
        bill
    }
}

impl Parts<'_> {
    fn is_table(&self, region: &Region<'_>, weights: &Weights) -> bool {
        self.is_plain(region)
            && self.bill.total() + region.margin() <= region.prose(weights).total()
    }

    /// Whether all are tables by their looks: two rows and two columns, and no prose in
    /// two columns.
    fn is_plain(&self, region: &Region<'_>) -> bool {
        let rules = region.full_rules();
        let median = |widths: &Vec<f32>| {
            let mut sorted = widths.clone();
            sorted.sort_by(f32::total_cmp);
            sorted.get(sorted.len() / 2).copied()
        };
        let is_plain = |best: &Best<'_>| {
            let is_prose = best.widths.iter().filter_map(median).all(|width| width > PROSE_EM);
            !(is_prose && rules < 2)
        };
        self.are_tables() && self.tables.iter().all(is_plain)
    }

    /// Whether all have two rows and two columns.
    fn are_tables(&self) -> bool {
        self.tables.iter().all(|best| best.lattice.rows() > 1 && best.lattice.cols() > 1)
    }
}

fn charge_table(block: &Block<'_>, bill: &mut Bill<'_>) {
    bill.charge(Term::Table, 1);
    bill.charge(Term::Line, block.lines.len());
}

/// What lines cost that are no table.
fn charge_prose(lines: &[Line<'_>], bill: &mut Bill<'_>) {
    for line in lines {
        bill.charge(Term::Prose, 1);
        if line.text().contains("単位") {
            continue;
        }
        for gap in words::gaps(&line.words) {
            let gap = gap / line.size;
            if gap > PROSE_WIDE_EM {
                bill.charge(Term::ProseWide, 1);
            } else if gap > TEXT_GAP {
                bill.charge(Term::ProseGap, 1);
            }
        }
    }
}

#[cfg(test)]
mod tests;
