//! Runs → lines of text, each measured so that its end can be judged.

use super::{Glyph, Heading, Page, Run, Text};
use crate::geom::Rect;
use crate::text::breaking;
use crate::text::join::Line;

/// Sets runs into lines, in the order in which they are read: top to bottom and left
/// to right, seen as the lines run. The runs are given by index into [`Page::runs`].
pub(crate) fn set(page: &Page, mut runs: Vec<u32>) -> Vec<Line> {
    let run = |index: u32| &page.runs[index as usize];
    let heading = most_common(page, &runs);
    let place = |index: u32| across(run(index), heading);
    runs.sort_by(|&a, &b| place(a).total_cmp(&place(b)));
    let mut lines = Vec::new();
    let mut rest = runs.as_mut_slice();
    while !rest.is_empty() {
        let length = line_length(page, rest);
        let (line, others) = rest.split_at_mut(length);
        line.sort_by(|&a, &b| start(run(a)).total_cmp(&start(run(b))).then(a.cmp(&b)));
        lines.extend(build(page, line));
        rest = others;
    }
    lines
}

/// The direction of most of the runs; that of the first where there are as many of each
/// kind.
fn most_common(page: &Page, runs: &[u32]) -> Heading {
    let all = [Heading::Right, Heading::Down, Heading::Left, Heading::Up];
    let count = |heading: Heading| {
        runs.iter().filter(|&&index| page.runs[index as usize].heading == heading).count()
    };
    let most = all.into_iter().rev().max_by_key(|&heading| count(heading));
    most.unwrap_or(Heading::Right)
}

/// Where a line lies among those of a text that runs this way, the first one least:
/// columns of vertical writing, and lines turned clockwise, follow each other from right
/// to left; lines turned the other way from left to right; those upside down upwards.
fn across(run: &Run, heading: Heading) -> f32 {
    match heading {
        // Its baseline goes down; the first of its letters may stand further from the others,
        // and be a line of its own (text/one-letter-a-line).
        Heading::Right if is_vertical(run) => run.bbox.y0 + run.size,
        Heading::Right => run.baseline,
        Heading::Down => -run.bbox.x1,
        Heading::Up => run.bbox.x0,
        Heading::Left => -run.baseline,
    }
}

fn is_vertical(run: &Run) -> bool {
    matches!(run.heading, Heading::Down | Heading::Up)
}

/// Where a run begins along its line.
fn start(run: &Run) -> f32 {
    along(&run.bbox, run.heading).0
}

/// From where to where a box goes, seen along a line that runs this way.
pub(crate) fn along(bbox: &Rect, heading: Heading) -> (f32, f32) {
    match heading {
        Heading::Right => (bbox.x0, bbox.x1),
        Heading::Down => (bbox.y0, bbox.y1),
        Heading::Left => (-bbox.x1, -bbox.x0),
        Heading::Up => (-bbox.y1, -bbox.y0),
    }
}

/// How many of the runs, which are sorted, stand on the first one's line. A
/// superscript counts: its middle lies within the box of the line.
fn line_length(page: &Page, runs: &[u32]) -> usize {
    let run = |index: u32| &page.runs[index as usize];
    let first = run(runs[0]);
    let mut bounds = first.bbox;
    let mut length = 1;
    for &index in &runs[1..] {
        let next = run(index);
        let stays = if is_vertical(first) {
            is_vertical(next) && (bounds.x0..=bounds.x1).contains(&next.bbox.center_x())
        } else if first.heading == Heading::Left {
            next.heading == Heading::Left && (bounds.y0..=bounds.y1).contains(&next.bbox.center_y())
        } else {
            let (above, below) = (bounds.center_y(), next.bbox.center_y());
            next.bbox.y0 < above || (below < bounds.y1 && next.size < first.size)
        };
        if !stays {
            break;
        }
        if next.size >= first.size {
            bounds = bounds.union(&next.bbox);
        }
        length += 1;
    }
    length
}

/// A gap wider than this between Latin letters or digits is a space that the
/// producer did not draw, in em.
const LATIN_GAP: f32 = 0.18;

/// A gap wider than this is a space whatever stands beside it, in em. Below
/// it, Japanese text is merely spread.
const WIDE_GAP: f32 = 1.5;

fn build(page: &Page, runs: &[u32]) -> Option<Line> {
    let mut text = String::new();
    let mut bbox = Rect::EMPTY;
    let mut size: f32 = 0.0;
    let mut glyphs = 0;
    let heading = page.runs[*runs.first()? as usize].heading;
    let mut lead = Lead { heading: Some(heading), ..Lead::default() };
    let mut from = f32::INFINITY;
    let mut end: Option<f32> = None;
    let is_all_spread = (0..runs.len()).all(|at| single(page, runs, at).is_some());
    for (at, &index) in runs.iter().enumerate() {
        let run = &page.runs[index as usize];
        from = from.min(start(run));
        if let Some(end) = end.filter(|_| !is_all_spread && !is_spread(page, runs, at)) {
            let gap = start(run) - end;
            let next = first_char(page, run);
            if let Some(space) = space_between(text.chars().next_back(), next, gap / run.size) {
                text.push(space);
            }
        }
        let parts_words = parts_words(page, run);
        let mut last: Option<&Glyph> = None;
        for glyph in &page.glyphs[run.range()] {
            if parts_words && last.is_some_and(|last| is_word_gap(last, glyph)) {
                text.push(' ');
            }
            let start = text.len();
            push_text(page, glyph, &mut text);
            lead.take(&text[start..], glyph);
            last = Some(glyph);
        }
        glyphs += run.glyphs.len() as u32;
        bbox = bbox.union(&run.bbox);
        size = size.max(run.size);
        end = Some(along(&run.bbox, run.heading).1);
    }
    let (to, vertical) = (end?, matches!(heading, Heading::Down | Heading::Up));
    let reversed = matches!(heading, Heading::Left | Heading::Up);
    let (lead, first) = (lead.width(), lead.first);
    Some(Line { text, bbox, from, to, vertical, reversed, size, glyphs, lead, first })
}

/// Whether a gap stands between two glyphs of a run that writes two Latin words.
fn is_word_gap(last: &Glyph, next: &Glyph) -> bool {
    let is_wide = last.heading == Heading::Right
        && next.bbox.x0 - last.bbox.x1 > LATIN_GAP * last.size.max(next.size);
    let is_latin = |glyph: &Glyph| matches!(glyph.text, Text::Char(c) if breaking::is_latin(c));
    is_wide && is_latin(last) && is_latin(next)
}

/// Whether the gaps of a run part words: where most letters stand apart, they were
/// spread.
fn parts_words(page: &Page, run: &Run) -> bool {
    let glyphs = &page.glyphs[run.range()];
    let gaps = glyphs.windows(2).filter(|pair| is_word_gap(&pair[0], &pair[1])).count();
    gaps > 0 && 2 * gaps < glyphs.len() - 1
}

/// How much the gaps of a word that was spread over its cell differ, in em.
const SPREAD_DRIFT: f32 = 0.1;

/// The run at a place of a line, if it is a single glyph.
fn single<'p>(page: &'p Page, runs: &[u32], at: usize) -> Option<&'p Run> {
    let run = page.runs.get(*runs.get(at)? as usize)?;
    (run.glyphs.len() == 1).then_some(run)
}

/// Whether the gap before a run is one of a word that was spread over its cell letter
/// by letter (均等割付): this one and those beside it are single characters at the same
/// distance. Such gaps are no spaces.
fn is_spread(page: &Page, runs: &[u32], at: usize) -> bool {
    let gap = |at: usize| {
        let before = single(page, runs, at.checked_sub(1)?)?;
        let run = single(page, runs, at)?;
        Some((start(run) - along(&before.bbox, before.heading).1, run.size))
    };
    let Some((own, em)) = gap(at) else { return false };
    let is_equal = |other: Option<(f32, f32)>| {
        other.is_some_and(|(other, _)| (own - other).abs() <= SPREAD_DRIFT * em)
    };
    is_equal(gap(at + 1)) || is_equal(at.checked_sub(1).and_then(gap))
}

fn first_char(page: &Page, run: &Run) -> Option<char> {
    match page.glyphs.get(run.glyphs.start as usize)?.text {
        Text::Char(c) => Some(c),
        Text::String(index) => page.strings.get(index as usize)?.chars().next(),
        Text::Covered | Text::Unknown(_) => None,
    }
}

fn space_between(before: Option<char>, after: Option<char>, gap: f32) -> Option<char> {
    let (before, after) = (before?, after?);
    if before.is_whitespace() || after.is_whitespace() {
        return None;
    }
    if breaking::is_latin(before) && breaking::is_latin(after) {
        return (gap > LATIN_GAP).then_some(' ');
    }
    (gap > WIDE_GAP).then_some('　')
}

fn push_text(page: &Page, glyph: &Glyph, text: &mut String) {
    match glyph.text {
        Text::Char(c) => text.push(c),
        Text::String(index) => {
            text.push_str(page.strings.get(index as usize).map_or("", String::as_str));
        }
        Text::Covered => {}
        Text::Unknown(_) => text.push(char::REPLACEMENT_CHARACTER),
    }
}

/// Measures the first unbreakable piece of a line while it is built.
#[derive(Default)]
struct Lead {
    heading: Option<Heading>,
    piece: breaking::Piece,
    from: Option<f32>,
    to: f32,
    first: f32,
    complete: bool,
}

impl Lead {
    fn take(&mut self, text: &str, glyph: &Glyph) {
        if self.complete {
            return;
        }
        for c in text.chars() {
            if !self.piece.takes(c) {
                self.complete = true;
                return;
            }
        }
        let (start, end) = along(&glyph.bbox, self.heading.unwrap_or(Heading::Right));
        if self.from.is_none() {
            (self.from, self.to, self.first) = (Some(start), end, end - start);
        }
        self.to = self.to.max(end);
    }

    fn width(&self) -> f32 {
        self.from.map_or(0.0, |from| self.to - from)
    }
}
