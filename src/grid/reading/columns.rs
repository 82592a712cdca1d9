//! Where do columns end? The borders of least cost, found from left to right.
//!
//! All terms are sums over single borders or over neighbouring pairs, so that
//! the best way to each candidate is the best way to one before it, and the
//! search is exact.

use super::block::Block;
use super::cost::{Bill, Term, Weights};
use super::gaps;
use super::words::{Line, TEXT_GAP, Word};
use crate::text::breaking::is_latin;

/// More candidates than this are not weighed: nobody reads so many columns.
const CANDIDATES_MAX: usize = 72;

/// Of two candidates that are so near, the drawn one stays, in points.
const NEAR_PT: f32 = 4.0;

/// Joints and rules down so near are one, in points.
const DRIFT_PT: f32 = 2.5;

/// How far a text must reach over a border on both sides to cross it, in
/// points: boxes of glyphs are wider than their ink.
pub(super) const CROSSING_PT: f32 = 1.0;

/// A border in a gap narrower than this needs a reason, in em.
const NARROW_EM: f32 = 0.9;

/// The widest gap inside a text of the header, in em.
const HEAD_GAP_EM: f32 = 0.6;

/// How far sides that agree may lie apart, in em.
pub(super) const SIDE_EM: f32 = 0.5;

/// A joint of so many rules weighs no more.
const JOINT_RULES_MAX: usize = 4;

/// How often a long rule down weighs more than a short one.
const DOWN_WHOLE: f32 = 6.0;

/// A rule down over less than this share of the height parts the header alone.
const DOWN_MIN: f32 = 0.6;

/// With so many inner borders drawn, columns are ruled.
const RULED_MIN: usize = 2;

/// A column has few texts where fewer than one line in so many has one.
const FEW_IN: usize = 6;

/// A place where a column may end.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    x: f32,
    /// On how many rules pieces meet there.
    joints: usize,
    /// How much of the height a rule down covers, if there is one.
    down: Option<f32>,
}

impl Candidate {
    fn is_drawn(&self) -> bool {
        self.joints >= 2 || self.down.is_some_and(|share| share >= DOWN_MIN)
    }
}

/// The candidates of a block, and what each would cost.
pub(super) struct Columns<'b> {
    block: &'b Block<'b>,
    weights: &'b Weights,
    candidates: Vec<Candidate>,
    /// Whether columns are ruled.
    has_rules: bool,
    /// How many lines of the body have several texts.
    rows: usize,
    /// For each line, how many words lie before each candidate.
    before: Vec<Vec<usize>>,
    /// The gaps that all lines of the body have in common, and how many lines have
    /// words on both sides of each.
    troughs: Vec<((f32, f32), usize)>,
    /// What each candidate costs if it is a border, and if it is none.
    taken: Vec<i32>,
    skipped: Vec<i32>,
    /// What the troughs before each cost if they hold no border.
    closed: Vec<i32>,
}

impl<'b> Columns<'b> {
    /// The candidates that a block shows, and some others that must be weighed.
    pub(super) fn new(block: &'b Block<'b>, others: &[f32], weights: &'b Weights) -> Columns<'b> {
        let candidates = candidates(block, others);
        let before = block.lines.iter().map(|line| {
            let index =
                |it: &Candidate| line.words.partition_point(|word| word.bbox.center_x() < it.x);
            candidates.iter().map(index).collect()
        });
        let before = before.collect();
        let drawn = candidates.iter().filter(|it| it.is_drawn()).count();
        let mut columns = Columns {
            block,
            weights,
            candidates,
            has_rules: drawn >= RULED_MIN,
            rows: block.body().iter().filter(|line| !line.is_lone).count(),
            before,
            troughs: gaps::troughs_of(block),
            taken: Vec::new(),
            skipped: Vec::new(),
            closed: vec![0],
        };
        let mut sum = Bill::new(weights);
        for &(_, lines) in &columns.troughs {
            sum.charge(Term::Trough, lines);
            columns.closed.push(sum.total());
        }
        let (mut taken, mut skipped) = (Vec::new(), Vec::new());
        for at in 0..columns.candidates.len() {
            let mut bill = Bill::new(weights);
            columns.charge_border(at, &mut bill);
            taken.push(bill.total());
            let mut bill = Bill::new(weights);
            columns.charge_skipped(at, &mut bill);
            skipped.push(bill.total());
        }
        columns.taken = taken;
        columns.skipped = skipped;
        columns
    }

    /// The borders of least cost, the outer ones included.
    pub(super) fn best(&self) -> Vec<f32> {
        let count = self.candidates.len();
        let mut best = vec![i32::MAX; count];
        let mut from = vec![0; count];
        if let Some(first) = best.first_mut() {
            *first = 0;
        }
        for b in 1..count {
            let mut between = 0_i32;
            for a in (0..b).rev() {
                let mut bill = Bill::new(self.weights);
                self.charge_column(a, b, &mut bill);
                let cost = best[a]
                    .saturating_add(bill.total())
                    .saturating_add(between)
                    .saturating_add(self.closed_between(a, b))
                    .saturating_add(self.taken[b]);
                if cost < best[b] {
                    (best[b], from[b]) = (cost, a);
                }
                between = between.saturating_add(self.skipped[a]);
            }
        }
        let mut borders = Vec::new();
        let mut at = count.saturating_sub(1);
        while at > 0 {
            borders.push(self.candidates[at].x);
            at = from[at];
        }
        borders.extend(self.candidates.first().map(|it| it.x));
        borders.reverse();
        borders
    }

    /// What these borders cost, term by term.
    pub(super) fn price(&self, xs: &[f32], bill: &mut Bill<'_>) {
        let nearest = |&x: &f32| {
            let away = |at: &usize| (self.candidates[*at].x - x).abs();
            (0..self.candidates.len()).min_by(|a, b| away(a).total_cmp(&away(b)))
        };
        let mut chosen: Vec<usize> = xs.iter().filter_map(nearest).collect();
        chosen.dedup();
        for pair in chosen.windows(2) {
            self.charge_column(pair[0], pair[1], bill);
            (pair[0] + 1..pair[1]).for_each(|at| self.charge_skipped(at, bill));
            let lines = self.inside(pair[0], pair[1]).map(|at| self.troughs[at].1).sum();
            bill.charge(Term::Trough, lines);
            self.charge_border(pair[1], bill);
        }
    }

    fn is_outer(&self, at: usize) -> bool {
        at == 0 || at + 1 == self.candidates.len()
    }

    fn charge_border(&self, at: usize, bill: &mut Bill<'_>) {
        if self.is_outer(at) {
            return;
        }
        let x = self.candidates[at].x;
        if self.has_rules && !self.candidates[at].is_drawn() {
            bill.charge(Term::ColumnUndrawn, 1);
        }
        for (number, line) in self.block.lines.iter().enumerate() {
            let is_head = number < self.block.header;
            let index = self.before[number][at];
            let left = index.checked_sub(1).and_then(|before| line.words.get(before));
            let right = line.words.get(index);
            let is_cut = left.is_some_and(|word| word.bbox.x1 > x + CROSSING_PT)
                || right.is_some_and(|word| word.bbox.x0 < x - CROSSING_PT);
            let gap = left.zip(right).map(|(a, b)| b.bbox.x0 - a.bbox.x1);
            if is_cut {
                let term = match (is_head, line.is_lone) {
                    (true, _) => Term::CutHead,
                    (false, true) => Term::CutLone,
                    (false, false) => Term::Cut,
                };
                bill.charge(term, 1);
            } else if gap.is_some_and(|gap| gap < NARROW_EM * line.size) {
                let is_shown =
                    left.zip(right).is_some_and(|(a, b)| a.operations.1 != b.operations.0);
                let term = match (is_head, line.is_lone) {
                    (false, true) => Term::CutLone,
                    _ if is_shown => Term::NarrowShown,
                    _ => Term::Narrow,
                };
                bill.charge(term, 1);
            }
        }
    }

    fn charge_skipped(&self, at: usize, bill: &mut Bill<'_>) {
        if self.is_outer(at) {
            return;
        }
        let candidate = self.candidates[at];
        if candidate.joints >= 2 {
            bill.charge(Term::Joint, candidate.joints.min(JOINT_RULES_MAX));
        }
        if let Some(share) = candidate.down {
            bill.charge_part(Term::Down, 1.0 + DOWN_WHOLE * share);
        }
    }

    /// The troughs that lie between two borders.
    fn inside(&self, a: usize, b: usize) -> std::ops::Range<usize> {
        let (from, to) = (self.candidates[a].x, self.candidates[b].x);
        let first = self.troughs.partition_point(|(gap, _)| gap.0 <= from);
        first..self.troughs.partition_point(|(gap, _)| gap.1 < to).max(first)
    }

    fn closed_between(&self, a: usize, b: usize) -> i32 {
        let inside = self.inside(a, b);
        self.closed[inside.end] - self.closed[inside.start]
    }

    fn charge_column(&self, a: usize, b: usize, bill: &mut Bill<'_>) {
        let reach = (self.candidates[a].x, self.candidates[b].x);
        let mut texts: Vec<(f32, f32)> = Vec::with_capacity(self.block.lines.len());
        let mut head = None;
        let mut head_texts = 0;
        let words_of = |number: usize| {
            let (line, before) = (self.block.lines.get(number)?, self.before.get(number)?);
            Some((line, line.words.get(before[a]..before[b])?))
        };
        for (number, line) in self.block.lines.iter().enumerate() {
            let words = words_of(number).map_or(&[][..], |(_, words)| words);
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let text = (first.bbox.x0, last.bbox.x1);
            let is_whole = reach.0 - CROSSING_PT <= text.0 && text.1 <= reach.1 + CROSSING_PT;
            if number < self.block.header {
                head_texts += 1;
                if let Some(above) = head.filter(|_| is_whole)
                    && !agree(above, text, line.size)
                    && !spans(above, text, line)
                {
                    bill.charge(Term::HeadOff, 1);
                }
                head = Some(text).filter(|_| is_whole).or(head);
            } else if is_whole || !line.is_lone {
                charge_gaps(words, line, None, bill);
                texts.push(text);
            }
        }
        // What letters of a header are is told by the body.
        for (line, words) in (0..self.block.header).filter_map(words_of) {
            charge_gaps(words, line, Some(&texts), bill);
        }
        bill.charge(Term::Column, 1);
        // Texts of one inner column may be the rest of a row of the page before
        // (joined/browser-row-of-many-lines-over-the-page-end).
        let is_header = |line: &Line<'_>| !line.is_lone || self.block.begins_at_left(line);
        let is_headless = self.block.head().iter().any(is_header)
            && head_texts == 0
            && a > 0
            && 2 * texts.len() > self.rows
            && !self.block.head().iter().flat_map(|line| &line.words).any(|word| {
                word.bbox.x0 < reach.1 - CROSSING_PT && reach.0 + CROSSING_PT < word.bbox.x1
            });
        bill.charge(Term::Headless, usize::from(is_headless));
        let is_inner = !self.is_outer(a) && !self.is_outer(b);
        if is_inner && head.is_some_and(|head| is_beside(head, &texts, reach, self.block.em)) {
            bill.charge(Term::HeadBeside, 1);
        }
        if texts.is_empty() {
            bill.charge(if head_texts > 0 { Term::EmptyHeaded } else { Term::Empty }, 1);
        } else if texts.len() * FEW_IN < self.rows {
            bill.charge(Term::Few, 1);
        }
        bill.charge(Term::Spread, spread(&mut texts, self.block.em));
    }
}

/// Charges for words of one line that stand apart in one column; those of its header
/// come with the texts of its body.
fn charge_gaps(words: &[&Word], line: &Line<'_>, body: Option<&[(f32, f32)]>, bill: &mut Bill<'_>) {
    // Single Japanese letters are one text, spread over its cell; Latin ones and marks head
    // columns of their own.
    let is_letter = |c: char| c.is_alphabetic() && !is_latin(c) && !('Ａ'..='ｚ').contains(&c);
    let are_letters = words.iter().all(|word| {
        let mut letters = word.text.chars();
        letters.next().is_some_and(is_letter) && letters.next().is_none()
    });
    // Japanese letters do so, too, where texts of the body stand below each and none below
    // both.
    let is_parted = |middle: f32| {
        body.is_some_and(|texts| {
            texts.iter().any(|text| text.1 < middle)
                && texts.iter().any(|text| middle < text.0)
                && !texts.iter().any(|text| (text.0..=text.1).contains(&middle))
        })
    };
    for pair in words.windows(2) {
        let gap = (pair[1].bbox.x0 - pair[0].bbox.x1) / line.size;
        let is_spread = are_letters && !is_parted((pair[0].bbox.x1 + pair[1].bbox.x0) / 2.0);
        if gap > TEXT_GAP && !is_spread {
            bill.charge(Term::Gap, 1);
        }
        if body.is_some() && gap > HEAD_GAP_EM && !is_spread {
            bill.charge(Term::HeadGap, 1);
        }
        if pair.iter().all(|word| word.is_number) && gap > 0.2 {
            bill.charge(Term::Numbers, 1);
        }
    }
}

/// Whether two texts agree at the left, at the right or in the middle.
pub(super) fn agree(a: (f32, f32), b: (f32, f32), em: f32) -> bool {
    let off = [a.0 - b.0, a.1 - b.1, (a.0 + a.1 - b.0 - b.1) / 2.0];
    off.iter().any(|off| off.abs() <= SIDE_EM * em)
}

/// Whether the middle of a header stands over no text of the line below, but between
/// two: it spans both.
fn spans(above: (f32, f32), text: (f32, f32), line: &Line<'_>) -> bool {
    let middle = (above.0 + above.1) / 2.0;
    let is_left = middle < text.0 && line.words.iter().any(|word| word.bbox.x1 < middle);
    let is_right = text.1 < middle && line.words.iter().any(|word| middle < word.bbox.x0);
    is_left || is_right
}

/// Whether a header stands over none of the texts of its column, nor in the middle of
/// it: these belong to the column beside
/// (`rules/none-header-of-an-empty-column-nearer`).
fn is_beside(head: (f32, f32), texts: &[(f32, f32)], column: (f32, f32), em: f32) -> bool {
    let off = ((head.0 + head.1 - column.0 - column.1) / 2.0).abs();
    let is_apart = |text: &(f32, f32)| text.1 + em < head.0 || head.1 + em < text.0;
    !texts.is_empty() && 4.0 * off > column.1 - column.0 && texts.iter().all(is_apart)
}

/// One side of a text, or its middle.
type Side = fn(&(f32, f32)) -> f32;

/// How many texts of a column agree with most of them at no side: where they
/// are set at the left, in the middle or at the right, few do.
fn spread(texts: &mut [(f32, f32)], em: f32) -> usize {
    let left = |text: &(f32, f32)| text.0;
    let right = |text: &(f32, f32)| text.1;
    let middle = |text: &(f32, f32)| (text.0 + text.1) / 2.0;
    let sides: [Side; 3] = [left, right, middle];
    let off = sides.into_iter().map(|side| {
        texts.sort_unstable_by(|a, b| side(a).total_cmp(&side(b)));
        let Some(middle) = texts.get(texts.len() / 2).map(side) else { return 0 };
        texts.iter().filter(|text| (side(text) - middle).abs() > SIDE_EM * em).count()
    });
    off.min().unwrap_or(0)
}

fn candidates(block: &Block<'_>, others: &[f32]) -> Vec<Candidate> {
    let inner = |x: f32| block.left + NEAR_PT < x && x < block.right - NEAR_PT;
    let mut drawn: Vec<Candidate> = Vec::new();
    let joints = block.edges.iter().flat_map(|edge| &edge.joints);
    drawn.extend(joints.map(|&x| Candidate { x, joints: 1, down: None }));
    let height = (block.bottom - block.top).max(1.0);
    drawn.extend(block.downs.iter().map(|rule| {
        let share = ((rule.to - rule.from) / height).min(1.0);
        Candidate { x: rule.at, joints: 0, down: Some(share) }
    }));
    drawn.retain(|it| inner(it.x));
    drawn.sort_by(|a, b| a.x.total_cmp(&b.x));
    drawn.dedup_by(|next, last| {
        let is_one = next.x - last.x <= DRIFT_PT;
        if is_one {
            last.joints += next.joints;
            last.down = match (last.down, next.down) {
                (Some(a), Some(b)) => Some((a + b).min(1.0)),
                (a, b) => a.or(b),
            };
        }
        is_one
    });
    let mut all = drawn;
    let add = |all: &mut Vec<Candidate>, x: f32| {
        let is_near = all.iter().any(|other| (other.x - x).abs() < NEAR_PT);
        if inner(x) && !is_near && all.len() < CANDIDATES_MAX {
            all.push(Candidate { x, joints: 0, down: None });
        }
    };
    others.iter().for_each(|&x| add(&mut all, x));
    gaps::places(block).into_iter().for_each(|x| add(&mut all, x));
    all.push(Candidate { x: block.left, joints: 0, down: None });
    all.push(Candidate { x: block.right, joints: 0, down: None });
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}
