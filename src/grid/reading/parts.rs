//! Where one region of a page holds several tables, one above the other.

use super::block;
use super::cost::{Bill, Term, Weights};
use super::doubt;
use super::edges::{Group, LEVEL};
use super::free;
use super::region::{Best, Region, charge_prose};
use super::words::{self, Line};
use std::collections::HashMap;

/// How much less than prose a table must cost, with fewer rules than `SURE_RULES`.
const MARGIN: i32 = 30;
const SURE_RULES: usize = 3;

/// How many places are tried at which the first table of a region may end.
const PARTS_TRIED_MAX: usize = 6;

/// At how many lines a table of one region may begin. With the places tried from each, a
/// region costs a bounded number of readings.
const PARTS_MAX: usize = 32;

/// The most lines of a caption between two tables.
const CAPTION_LINES_MAX: usize = 2;

/// How much wider than the usual distance of lines one is that parts two tables.
const APART_RATIO: f32 = 2.5;

/// Tables one above the other, and what they cost with the prose between them.
#[derive(Clone)]
pub(super) struct Parts<'w> {
    pub(super) tables: Vec<Best<'w>>,
    pub(super) bill: Bill<'w>,
}

/// The tables of least cost from a line to the end, by that line.
type PartsFrom<'w> = HashMap<usize, Parts<'w>>;

impl<'a> Region<'a> {
    /// The reading of least cost, as one table or as several.
    pub(super) fn best_parts<'w>(&self, weights: &'w Weights) -> Option<Parts<'w>> {
        self.parts_from(0, weights, &mut HashMap::new())
    }

    /// The best reading of a region that begins at this line of the first one: one table, or a
    /// first table and the best reading of what is below it.
    fn parts_from<'w>(
        &self,
        line: usize,
        weights: &'w Weights,
        known: &mut PartsFrom<'w>,
    ) -> Option<Parts<'w>> {
        if let Some(parts) = known.get(&line) {
            return Some(parts.clone());
        }
        let whole = self.best(weights)?;
        let mut best = Parts { bill: whole.bill.clone(), tables: vec![whole] };
        // Known before what is below it is read, so that it counts towards the limit.
        known.insert(line, best.clone());
        for (end, start, bonus) in self.cuts() {
            if known.len() >= PARTS_MAX {
                break;
            }
            let above = self.part(0..end).and_then(|part| part.best(weights));
            let below = self.part(start..self.lines.len());
            let below = below.and_then(|part| part.parts_from(line + start, weights, known));
            let (Some(above), Some(below)) = (above, below) else { continue };
            let above = Parts { bill: above.bill.clone(), tables: vec![above] };
            let mut bill = Bill::new(weights);
            bill.charge(bonus, 1);
            charge_prose(self.lines.get(end..start)?, &mut bill);
            bill.append(&above.bill);
            bill.append(&below.bill);
            // A row by itself is no table, however far it stands from the next.
            let are_tables = [&above, &below].iter().all(|parts| parts.are_tables());
            if !are_tables {
                continue;
            }
            let mut parts =
                Parts { tables: above.tables.into_iter().chain(below.tables).collect(), bill };
            if parts.bill.total() < best.bill.total() {
                std::mem::swap(&mut parts, &mut best);
            }
            doubt::compare(&mut best, &parts);
        }
        known.insert(line, best.clone());
        Some(best)
    }

    /// Where it may be parted in two, up to one line and from another on: where the
    /// first line stands again, below lines of one text, and where lines stand far
    /// apart.
    fn cuts(&self) -> Vec<(usize, usize, Term)> {
        let is_first = |line: &&Line<'_>| !self.group.edges.is_empty() || !line.is_lone;
        let start = if self.group.edges.is_empty() { 0 } else { self.between.start };
        let first = self.lines.get(start..).and_then(|lines| lines.iter().find(is_first));
        let first = first.map(Line::text);
        let usual = words::usual_distance(&self.lines);
        let cut = |at: usize| {
            let line = self.lines.get(at)?;
            if at > start && Some(line.text()) == first && !line.is_lone {
                let captions = self.lines.get(..at)?.iter().rev().take_while(|line| line.is_lone);
                return Some((at - captions.take(CAPTION_LINES_MAX).count(), at, Term::Again));
            }
            // A header below a caption (rules/none-two-tables-with-caption-between).
            let captions = self.lines[..at].iter().rev().take_while(|line| line.is_lone);
            let captions = captions.take(CAPTION_LINES_MAX).count();
            if self.group.edges.is_empty() && captions > 0 && !line.is_lone && block::may_head(line)
            {
                let has_numbers =
                    |line: Option<&Line<'_>>| line.is_some_and(|it| !block::may_head(it));
                let above = self.lines.get((at - captions).wrapping_sub(1));
                if has_numbers(above) && has_numbers(self.lines.get(at + 1)) {
                    return Some((at - captions, at, Term::Again));
                }
            }
            if let Some(caption) = self.caption(at) {
                return Some((caption, at, Term::Caption));
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

    /// Where the text right above a line begins, if a rule or a tint parts the two: a caption,
    /// or prose between two tables.
    fn caption(&self, at: usize) -> Option<usize> {
        let above = self.lines.get(..at)?;
        let between = above.last()?.middle()..self.lines.get(at)?.middle();
        let start = at - above.iter().rev().take_while(|line| line.is_lone).count();
        let mut full = self.group.edges.iter().filter(|edge| self.group.is_full(edge));
        (start < at && full.any(|edge| between.contains(&edge.at))).then_some(start)
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
        let between = match (edges.is_empty(), start < end) {
            (true, _) => free::core(&lines),
            (false, true) => start..end,
            (false, false) => 0..lines.len(),
        };
        let group = Group { edges, ..self.group.clone() };
        Some(Region { lines, between, group, downs: self.downs.clone() })
    }
}

impl Parts<'_> {
    /// How much less than prose they must cost.
    pub(super) fn margin(&self, region: &Region<'_>) -> i32 {
        let is_sure =
            region.full_rules() >= SURE_RULES || self.tables.iter().all(Best::heads_numbers);
        if is_sure { 0 } else { MARGIN }
    }

    pub(super) fn is_table(&self, region: &Region<'_>, weights: &Weights) -> bool {
        self.is_plain(region)
            && self.bill.total() + self.margin(region) <= region.prose(weights).total()
    }

    /// Whether all are tables by their looks: two rows and two columns, and no prose in
    /// two columns.
    pub(super) fn is_plain(&self, region: &Region<'_>) -> bool {
        let rules = region.full_rules();
        let is_plain = |best: &Best<'_>| !(best.is_prose() && rules < 2);
        self.are_tables() && self.tables.iter().all(is_plain)
    }

    /// Whether all have two rows and two columns.
    fn are_tables(&self) -> bool {
        self.tables.iter().all(|best| best.lattice.rows() > 1 && best.lattice.cols() > 1)
    }
}
