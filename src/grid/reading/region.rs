//! A part of a page that may hold a table, its extents, and the readings of each.

use super::block::Block;
use super::carried::Open;
use super::columns::Columns;
use super::cost::{Bill, Term, Weights};
use super::doubt;
use super::edges::{Edge, Group, LEVEL};
use super::free;
use super::rows::{Border, Rows};
use super::spans;
use super::texts::{Text, Texts};
use super::words::{self, Line, TEXT_GAP, Word};
use crate::geom::Rect;
use crate::grid::lattice::{Lattice, SNAP};
use crate::page::{Page, Rule};

/// How many lines above the first rule may be a header.
const HEADER_LINES_MAX: usize = 4;

/// How many lines beyond the first and the last rule may be rows: the rest of one may go
/// on at the top of a page.
const LINES_BEYOND_MAX: usize = 60;

/// The widest gap between lines of one block beyond its rules, in em.
const BEYOND_EM: f32 = 1.5;

/// The widest gap inside a line of prose, in em.
const PROSE_WIDE_EM: f32 = 3.0;

/// Lines longer than this are prose, in em: two columns of it have a gutter, which
/// is a perfect border.
const PROSE_EM: f32 = 12.0;

/// A part of a page that may hold a table: its lines, from those that may stand
/// above its first rule to those that may stand below the last.
pub(super) struct Region<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Which of them lie between its rules, or are sure to be rows without any.
    pub(super) between: std::ops::Range<usize>,
    pub(super) group: Group,
    pub(super) downs: Vec<Rule>,
}

/// A reading and its cost, with what it leaves to prose.
#[derive(Clone)]
pub(super) struct Best<'w> {
    pub(super) lattice: Lattice,
    pub(super) bill: Bill<'w>,
    pub(super) texts: Texts,
    pub(super) rows: Vec<Border>,
    xs: Vec<f32>,
    /// The first line of the region that it takes.
    top: usize,
    /// How many lines its header has.
    header: usize,
    em: f32,
}

impl<'a> Region<'a> {
    pub(super) fn new(
        page: &Page,
        words: &'a [Word],
        group: &Group,
        others: &[Rect],
    ) -> Option<Region<'a>> {
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
            && start - above < LINES_BEYOND_MAX
            && is_near(line.y1, y, line)
        {
            (above, y) = (above - 1, line.y0);
        }
        let mut below = end;
        let mut y = last.at;
        while let Some(line) = all.get(below)
            && below - end < LINES_BEYOND_MAX
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

    /// One without anything drawn.
    pub(super) fn free(page: &Page, lines: &[Line<'a>]) -> Option<Region<'a>> {
        let from = lines.iter().map(Line::x0).fold(f32::MAX, f32::min);
        let to = lines.iter().map(Line::x1).fold(f32::MIN, f32::max);
        let group = Group { from, to, edges: Vec::new() };
        let (top, bottom) = (lines.first()?.y0, lines.last()?.y1);
        let downs = page
            .vertical
            .iter()
            .filter(|rule| (from..=to).contains(&rule.at) && rule.from < bottom && top < rule.to);
        let downs = downs.copied().collect();
        let region = Region { lines: lines.to_vec(), between: free::core(lines), group, downs };
        (lines.len() > 1).then_some(region)
    }

    pub(super) fn bounds(&self) -> Rect {
        let ats = self.group.edges.iter().map(|edge| edge.at);
        let ys = ats.chain(self.lines.iter().flat_map(|line| [line.y0, line.y1]));
        let (y0, y1) = ys.fold((f32::MAX, f32::MIN), |(y0, y1), y| (y0.min(y), y1.max(y)));
        Rect { x0: self.group.from, y0, x1: self.group.to, y1 }
    }

    /// The edges from one line to another.
    pub(super) fn edges(&self, lines: &[Line<'_>]) -> Vec<Edge> {
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
    pub(super) fn best<'w>(&self, weights: &'w Weights) -> Option<Best<'w>> {
        if !self.group.edges.is_empty() {
            return doubt::least(self.readings(weights));
        }
        // One end at a time: where nothing is drawn, both may lie at many lines.
        let all = self.lines.len();
        let tops = (0..=self.between.start).rev();
        let best = doubt::least(tops.filter_map(|top| self.read(top, all, weights)))?;
        let (top, bottoms) = (best.top, (self.between.end..all).rev());
        let bottoms = bottoms.filter_map(|bottom| self.read(top, bottom, weights));
        doubt::least([best].into_iter().chain(bottoms))
    }

    /// A reading for each extent.
    pub(super) fn readings<'w>(&self, weights: &'w Weights) -> impl Iterator<Item = Best<'w>> {
        // A header, or all that stands above.
        let start = self.between.start;
        let tops =
            (0..=start).rev().filter(move |&top| top == 0 || start - top <= HEADER_LINES_MAX);
        let mut bottoms = vec![self.between.end];
        bottoms.extend([1, 2].map(|more| self.between.end + more));
        bottoms.push(self.lines.len());
        bottoms.retain(|&bottom| bottom <= self.lines.len());
        bottoms.dedup();
        tops.flat_map(move |top| bottoms.clone().into_iter().map(move |bottom| (top, bottom)))
            .filter_map(|(top, bottom)| self.read(top, bottom, weights))
    }

    /// The table of least cost of some lines; none where the line above them, which is left
    /// out, would lie in it.
    pub(super) fn read<'w>(
        &self,
        top: usize,
        bottom: usize,
        weights: &'w Weights,
    ) -> Option<Best<'w>> {
        let block = self.block(self.lines.get(top..bottom)?)?;
        let above = top.checked_sub(1).and_then(|above| self.lines.get(above));
        if above.is_some_and(|line| line.middle() > block.top) {
            return None;
        }
        let columns = Columns::new(&block, &[], weights);
        let xs = columns.best();
        let texts = Texts::of(&block, &xs);
        let rows = Rows::new(&block, &texts, &xs, &[], weights);
        let borders = rows.best();
        let ys: Vec<f32> = borders.iter().map(|border| border.y).collect();
        let mut bill = Bill::new(weights);
        columns.price(&xs, &mut bill);
        rows.price(&ys, &mut bill);
        charge_table(&block, &mut bill);
        // Above a header that a rule ends stands a caption, however far its words stand apart
        // (rules/sparse-caption-with-wide-gaps).
        if block.headed > 0 {
            bill.charge(Term::Prose, top);
        } else {
            charge_prose(self.lines.get(..top)?, &mut bill);
        }
        charge_prose(self.lines.get(bottom..)?, &mut bill);
        let next = self.lines.get(bottom);
        let is_left = next.is_some_and(|line| texts.is_heading(line, &xs));
        bill.charge(Term::HeadingLeft, usize::from(is_left));
        let lattice = spans::lay(&block, &xs, &borders, &texts)?;
        spans::charge(&lattice, &block, &texts, &mut bill);
        let (header, em) = (block.header, block.em);
        Some(Best { lattice, bill, texts, rows: borders, xs, top, header, em })
    }

    /// What tables that are known cost, if there are any.
    pub(super) fn known<'w>(&self, tables: &[&Lattice], weights: &'w Weights) -> Option<Bill<'w>> {
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
            Rows::new(&block, &texts, &table.xs, &table.ys, weights).price(&table.ys, &mut bill);
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
    pub(super) fn full_rules(&self) -> usize {
        self.group.edges.iter().filter(|edge| self.group.is_full(edge)).count()
    }

    /// What it costs as prose.
    pub(super) fn prose<'w>(&self, weights: &'w Weights) -> Bill<'w> {
        let mut bill = Bill::new(weights);
        charge_prose(&self.lines, &mut bill);
        bill.charge(Term::ProseRule, self.group.edges.iter().filter(|edge| edge.is_rule).count());
        bill
    }
}

impl Best<'_> {
    /// Whether all its columns are prose, with gutters between.
    pub(super) fn is_prose(&self) -> bool {
        let median = |col: usize| {
            let lines = self.texts.cells.iter().filter_map(|line| line.get(col)?.as_ref());
            let mut widths: Vec<f32> = lines.map(|it| it.bbox.width() / self.em).collect();
            widths.sort_by(f32::total_cmp);
            widths.get(widths.len() / 2).copied()
        };
        (0..self.texts.cols()).filter_map(median).all(|width| width > PROSE_EM)
    }

    /// Whether a header without numbers stands over a column of them: no list and no
    /// letter has it (`grid::over_pages::tests`).
    pub(super) fn heads_numbers(&self) -> bool {
        let lines = |col: usize, lines: &[Vec<Option<Text>>]| -> Vec<bool> {
            let texts = lines.iter().filter_map(|line| line.get(col)?.as_ref());
            texts.map(|text| text.is_number).collect()
        };
        let (head, body) = self.texts.cells.split_at(self.header.min(self.texts.cells.len()));
        (1..self.texts.cols()).any(|col| {
            let (head, body) = (lines(col, head), lines(col, body));
            let numbers = body.iter().filter(|it| **it).count();
            head.contains(&false) && numbers > 1 && 4 * numbers >= 3 * body.len()
        })
    }

    /// Its columns for the page behind, if no rule tells these.
    pub(super) fn open(&self) -> Option<Open> {
        let new = || Open::new(self.header, self.em, &self.xs, &self.rows, &self.texts);
        (!self.lattice.has_columns).then(new)
    }
}

pub(super) fn charge_table(block: &Block<'_>, bill: &mut Bill<'_>) {
    bill.charge(Term::Table, 1);
    bill.charge(Term::Line, block.lines.len());
}

/// What lines cost that are no table.
pub(super) fn charge_prose(lines: &[Line<'_>], bill: &mut Bill<'_>) {
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
