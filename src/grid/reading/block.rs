//! A block: the lines of a part of a page, what is drawn there, and how deep its
//! header is.

use super::edges::{Edge, LEVEL};
use super::rows::CLOSE_SHARE;
use super::words::{self, Line, is_year};
use crate::page::Rule;

/// How many lines the header of a block without rules may have.
const HEADER_LINES_MAX: usize = 4;

/// How many lines a header between two rules may have.
const RULED_HEADER_LINES_MAX: usize = 10;

/// How much of the width an edge must cover to end the header.
const FULL_SHARE: f32 = 0.85;

/// The room between a text and a border that nobody drew, in em: half a
/// character, as word processors leave by default.
pub(super) const PADDING: f32 = 0.5;

/// A part of a page, to be read as a table.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// Top to bottom.
    pub(super) lines: Vec<Line<'a>>,
    /// How many of them are the header.
    pub(super) header: usize,
    /// How many lines stand above the edge that ends the header, 0 without one.
    pub(super) headed: usize,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// What is drawn across, by height.
    pub(super) edges: Vec<Edge>,
    /// What is drawn down.
    pub(super) downs: Vec<Rule>,
    /// The usual em.
    pub(super) em: f32,
}

impl<'a> Block<'a> {
    /// The block of these lines, if there are any, given all that is drawn
    /// within its reach.
    pub(super) fn new(
        lines: Vec<Line<'a>>,
        edges: Vec<Edge>,
        downs: Vec<Rule>,
    ) -> Option<Block<'a>> {
        let (first, last) = (lines.first()?, lines.last()?);
        let mut sizes: Vec<f32> =
            lines.iter().flat_map(|line| &line.words).map(|word| word.size).collect();
        sizes.sort_by(f32::total_cmp);
        let em = *sizes.get(sizes.len() / 2)?;
        let pad = PADDING * em;
        let x0 = lines.iter().map(Line::x0).fold(f32::MAX, f32::min) - pad;
        let x1 = lines.iter().map(Line::x1).fold(f32::MIN, f32::max) + pad;
        // A text that leans on its border does not move it.
        let from = edges.iter().map(|edge| edge.from).fold(f32::MAX, f32::min);
        let to = edges.iter().map(|edge| edge.to).fold(f32::MIN, f32::max);
        let left = if x0 + pad < from - LEVEL { x0 } else { from.min(x0 + pad) };
        let right = if x1 - pad > to + LEVEL { x1 } else { to.max(x1 - pad) };
        let (left, right) = if edges.is_empty() { (x0, x1) } else { (left, right) };
        let y0 = edges.first().map_or(f32::MAX, |edge| edge.at);
        let y1 = edges.last().map_or(f32::MIN, |edge| edge.at);
        let top = if y0 <= first.middle() { y0 } else { first.y0 - pad };
        let bottom = if y1 >= last.middle() { y1 } else { last.y1 + pad };
        let mut block =
            Block { lines, header: 0, headed: 0, left, right, top, bottom, edges, downs, em };
        (block.header, block.headed) = block.depth();
        Some(block)
    }

    /// How many lines the header has: those above the second edge that goes all
    /// the way, and without edges the first without a full number. And how many
    /// lines stand above such an edge.
    fn depth(&self) -> (usize, usize) {
        let until = |y: f32| self.lines.partition_point(|line| line.middle() < y);
        let full = self.edges.iter().filter(|edge| self.is_full(edge));
        let mut ends: Vec<f32> = full.map(|edge| edge.at).collect();
        ends.dedup_by(|b, a| *b - *a <= 2.0 * LEVEL);
        let end = ends.into_iter().map(until).find(|&count| count > 0);
        let wordy = self.lines.iter().position(|line| !may_head(line)).unwrap_or(usize::MAX);
        match end {
            Some(end) if end < self.lines.len() && end <= RULED_HEADER_LINES_MAX && wordy > 0 => {
                (end.min(wordy), end)
            }
            _ if self.edges.is_empty() => (self.levels().min(wordy), 0),
            _ => (wordy.min(HEADER_LINES_MAX).min(self.lines.len().saturating_sub(1)), 0),
        }
    }

    /// How many lines the header has where nothing is drawn: one, and those after it
    /// that stand close or have more texts than the one above, which spans them.
    fn levels(&self) -> usize {
        let usual = words::usual_distance(&self.lines);
        let goes_on = |pair: &[Line<'_>]| {
            let (above, below) = (&pair[0], &pair[1]);
            above.texts() < below.texts() || below.middle() - above.middle() < CLOSE_SHARE * usual
        };
        let more = self.lines.windows(2).take_while(|pair| goes_on(pair)).count();
        (1 + more).min(HEADER_LINES_MAX).min(self.lines.len().saturating_sub(1))
    }

    pub(super) fn is_full(&self, edge: &Edge) -> bool {
        edge.share(self.left, self.right) >= FULL_SHARE
    }

    /// Whether a line begins where the block does.
    pub(super) fn begins_at_left(&self, line: &Line<'_>) -> bool {
        line.x0() <= self.left + self.em
    }

    /// The lines below the header.
    pub(super) fn body(&self) -> &[Line<'a>] {
        self.lines.get(self.header..).unwrap_or_default()
    }

    /// The lines of the header.
    pub(super) fn head(&self) -> &[Line<'a>] {
        self.lines.get(..self.header).unwrap_or_default()
    }

    /// Whether a rule down passes a place.
    pub(super) fn is_walled(&self, x: f32, y: f32) -> bool {
        let mut near = self.downs.iter().filter(|rule| (rule.at - x).abs() <= 2.0 * LEVEL);
        near.any(|rule| (rule.from..=rule.to).contains(&y))
    }
}

/// Whether a line may stand in a header: it has no full number but years.
pub(super) fn may_head(line: &Line<'_>) -> bool {
    let mut numbers = line.words.iter().filter(|word| word.is_number && !is_year(&word.text));
    let has_word = line.words.iter().any(|word| word.text.chars().any(char::is_alphabetic));
    numbers.next().is_none() || (has_word && numbers.next().is_none() && line.is_lone)
}
