//! Runs → lines of text, each measured so that its end can be judged.

use super::{Glyph, Heading, Page, Run, Text};
use crate::geom::Rect;
use crate::text::breaking;
use crate::text::join::Line;

/// Sets runs into lines, top to bottom and left to right (right to left for
/// vertical writing). The runs are given by index into [`Page::runs`].
pub(crate) fn set(page: &Page, mut runs: Vec<u32>) -> Vec<Line> {
    let run = |index: u32| &page.runs[index as usize];
    let vertical = runs.iter().filter(|&&index| is_vertical(run(index))).count();
    if 2 * vertical > runs.len() {
        // Columns of vertical writing follow each other from right to left.
        runs.sort_by(|&a, &b| run(b).bbox.x1.total_cmp(&run(a).bbox.x1));
    } else {
        runs.sort_by(|&a, &b| run(a).baseline.total_cmp(&run(b).baseline));
    }
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

fn is_vertical(run: &Run) -> bool {
    matches!(run.heading, Heading::Down | Heading::Up)
}

fn start(run: &Run) -> f32 {
    if is_vertical(run) { run.bbox.y0 } else { run.bbox.x0 }
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
            is_vertical(next) && next.bbox.center_x() > bounds.x0
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
    let mut lead = Lead::default();
    let mut from = f32::INFINITY;
    let mut end: Option<f32> = None;
    let vertical = runs.first().is_some_and(|&index| is_vertical(&page.runs[index as usize]));
    let spread = is_spread(page, runs);
    for &index in runs {
        let run = &page.runs[index as usize];
        from = from.min(start(run));
        if let Some(end) = end.filter(|_| !spread) {
            let gap = start(run) - end;
            let next = first_char(page, run);
            if let Some(space) = space_between(text.chars().next_back(), next, gap / run.size) {
                text.push(space);
            }
        }
        for glyph in &page.glyphs[run.range()] {
            let start = text.len();
            push_text(page, glyph, &mut text);
            lead.take(&text[start..], glyph, vertical);
        }
        glyphs += run.glyphs.len() as u32;
        bbox = bbox.union(&run.bbox);
        size = size.max(run.size);
        end = Some(if is_vertical(run) { run.bbox.y1 } else { run.bbox.x1 });
    }
    let to = end?;
    let (lead, first) = (lead.width(), lead.first);
    Some(Line { text, bbox, from, to, vertical, size, glyphs, lead, first })
}

/// Whether a word was spread over its cell letter by letter (均等割付): every
/// run is a single character, so the gaps between them are no spaces.
fn is_spread(page: &Page, runs: &[u32]) -> bool {
    runs.len() > 1 && runs.iter().all(|&index| page.runs[index as usize].glyphs.len() == 1)
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
    piece: breaking::Piece,
    from: Option<f32>,
    to: f32,
    first: f32,
    complete: bool,
}

impl Lead {
    fn take(&mut self, text: &str, glyph: &Glyph, vertical: bool) {
        if self.complete {
            return;
        }
        for c in text.chars() {
            if !self.piece.takes(c) {
                self.complete = true;
                return;
            }
        }
        let (start, end) =
            if vertical { (glyph.bbox.y0, glyph.bbox.y1) } else { (glyph.bbox.x0, glyph.bbox.x1) };
        let from = *self.from.get_or_insert_with(|| {
            self.first = end - start;
            start
        });
        self.to = self.to.max(end).max(from);
    }

    fn width(&self) -> f32 {
        self.from.map_or(0.0, |from| self.to - from)
    }
}
