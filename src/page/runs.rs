//! Glyphs → runs: what was written in one go belongs together.
//!
//! A run follows drawing order: the next glyph continues it when it stands
//! where the pen stopped, on the same baseline, under the same clip and in the
//! same marked-content block. Text that overflows its cell thus stays one run,
//! however many fonts it changes, and neighbours that nearly touch stay two.

use super::{Glyph, Heading, Rule, Run, Text, doubles};
use crate::geom::Rect;
use crate::source::pdf::Drawing;

/// How far the next glyph may stand from where the pen stopped, in em.
/// Justified Japanese text is spread by up to half an em; two columns set
/// side by side are further apart.
const GAP_MAX: f32 = 0.55;

/// How far back it may stand: kerned pairs overlap, and 約物 are set tight by
/// half an em.
const OVERLAP_MAX: f32 = 0.55;

/// How far the baseline may wander inside one run, in em. Superscripts move
/// further and become runs of their own.
const BASELINE_DRIFT: f32 = 0.08;

/// Finds the runs of a page, and how many glyphs were drawn twice.
pub(super) fn find(drawing: &Drawing) -> (Vec<Run>, usize) {
    let glyphs = &drawing.glyphs;
    let mut runs: Vec<Run> = Vec::with_capacity(glyphs.len() / 8 + 1);
    for (index, glyph) in glyphs.iter().enumerate() {
        if let (Some(run), Some(previous)) =
            (runs.last_mut(), index.checked_sub(1).map(|previous| &glyphs[previous]))
            && continues(previous, glyph)
        {
            run.glyphs.end = index as u32 + 1;
            run.bbox = run.bbox.union(&glyph.bbox);
            run.size = run.size.max(glyph.size);
            continue;
        }
        runs.push(start(index as u32, glyph));
    }
    doubles::take_out(stacked(runs, glyphs), glyphs)
}

fn start(index: u32, glyph: &Glyph) -> Run {
    let heading = direction(glyph);
    Run {
        glyphs: index..index + 1,
        bbox: glyph.bbox,
        baseline: if is_vertical(heading) { glyph.bbox.center_x() } else { glyph.y },
        size: glyph.size,
        heading,
        clip: glyph.clip,
        block: glyph.block,
        floats: false,
    }
}

/// Where the line goes: a font that writes downwards turns an upright glyph's
/// line by a quarter.
fn direction(glyph: &Glyph) -> Heading {
    if glyph.vertical && glyph.heading == Heading::Right { Heading::Down } else { glyph.heading }
}

fn is_vertical(heading: Heading) -> bool {
    matches!(heading, Heading::Down | Heading::Up)
}

fn continues(previous: &Glyph, next: &Glyph) -> bool {
    let heading = direction(next);
    if (previous.clip, previous.block, direction(previous)) != (next.clip, next.block, heading) {
        return false;
    }
    let (gap, drift) = match heading {
        Heading::Right => (next.bbox.x0 - previous.bbox.x1, next.y - previous.y),
        Heading::Left => (previous.bbox.x0 - next.bbox.x1, next.y - previous.y),
        Heading::Down => {
            (next.bbox.y0 - previous.bbox.y1, next.bbox.center_x() - previous.bbox.center_x())
        }
        Heading::Up => {
            (previous.bbox.y0 - next.bbox.y1, next.bbox.center_x() - previous.bbox.center_x())
        }
    };
    let em = previous.size.max(next.size);
    (-OVERLAP_MAX * em..=GAP_MAX * em).contains(&gap) && drift.abs() <= BASELINE_DRIFT * em
}

/// How far off solid setting glyphs below each other may stand, in em. Browsers
/// move them by up to 0.12, to set each in the middle of its ink.
const SOLID_DRIFT: f32 = 0.15;

/// Joins single upright glyphs that stand right below each other with no room
/// between lines: vertical writing drawn with a horizontal font.
fn stacked(runs: Vec<Run>, glyphs: &[Glyph]) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    let mut is_open = false;
    for run in runs {
        let is_single = run.glyphs.len() == 1 && run.heading == Heading::Right;
        match joined.last_mut() {
            Some(last) if is_open && is_single && goes_on_downwards(last, &run, glyphs) => {
                last.glyphs.end = run.glyphs.end;
                last.bbox = last.bbox.union(&run.bbox);
                last.heading = Heading::Down;
                // A mark stands aside.
                if !is_mark(&glyphs[run.range().start]) {
                    last.baseline = run.bbox.center_x();
                }
            }
            _ => joined.push(run),
        }
        is_open = is_single;
    }
    joined
}

fn goes_on_downwards(run: &Run, next: &Run, glyphs: &[Glyph]) -> bool {
    let glyph = &glyphs[next.glyphs.start as usize];
    let Some((base, steps)) = solid_before(&glyphs[run.range()]) else { return false };
    let near = SOLID_DRIFT * glyph.size;
    let is_at = |a: f32, b: f32| (a - b).abs() <= near;
    let (right, down) =
        (glyph.bbox.center_x() - base.bbox.center_x(), glyph.y - base.y - steps * glyph.size);
    let is_solid = right.abs() <= near && down.abs() <= near;
    (run.clip, run.block) == (next.clip, next.block)
        && run.glyphs.end == next.glyphs.start
        && is_at(base.size, glyph.size)
        && (is_solid || is_mark(glyph) && is_in_corner(right / glyph.size, down / glyph.size))
        && is_at(glyph.bbox.width(), glyph.size)
}

/// The last glyph of a column that stands in the middle of its square, and how many
/// squares the next one is below it: two where a mark stands between.
fn solid_before(glyphs: &[Glyph]) -> Option<(&Glyph, f32)> {
    let (last, before) = glyphs.split_last()?;
    match before.last() {
        Some(base) if is_mark(last) => {
            let off = (last.bbox.center_x() - base.bbox.center_x()).abs();
            Some(if off > SOLID_DRIFT * last.size { (base, 2.0) } else { (last, 1.0) })
        }
        _ => Some((last, 1.0)),
    }
}

/// A mark that vertical writing sets into the upper right corner of its square.
fn is_mark(glyph: &Glyph) -> bool {
    matches!(glyph.text, Text::Char('、' | '。' | '，' | '．'))
}

/// How far into the corner a mark of a horizontal font is moved, in em: about half.
const CORNER_MAX: f32 = 0.7;

/// Whether a place so far right of the middle of a square and so far below it, in em,
/// is that of its upper right corner.
fn is_in_corner(right: f32, down: f32) -> bool {
    (-SOLID_DRIFT..=CORNER_MAX).contains(&right) && (-CORNER_MAX..=SOLID_DRIFT).contains(&down)
}

/// How much closer than a gap of this many em two glyphs must stand to be one
/// word for sure, if they come from one show operation and no rule lies in it.
const WORD_GAP: f32 = 0.25;

/// The same where a rule lies in the gap and meets neither glyph. Programs that
/// write a PDF anew show a whole row in one operation, its cells as little as
/// half a point from their borders.
const RULED_GAP: f32 = 0.1;

/// How far a rule may lie inside the box of a glyph at its side, in em: the
/// boxes of full-width brackets are half empty.
const EDGE_DRIFT: f32 = 0.2;

/// Cuts runs at the vertical rules that pass between two of their glyphs:
/// neighbours that nearly touch across a border. A rule that passes through a
/// glyph is crossed by text that overflows, which stays whole; so does text
/// written in one operation without a gap.
pub(super) fn cut(runs: Vec<Run>, glyphs: &[Glyph], vertical: &[Rule]) -> Vec<Run> {
    let mut cut = Vec::with_capacity(runs.len());
    for run in runs {
        if run.heading != Heading::Right {
            cut.push(run);
            continue;
        }
        let first = vertical.partition_point(|rule| rule.at < run.bbox.x0);
        let crossing = vertical[first..]
            .iter()
            .take_while(|rule| rule.at <= run.bbox.x1)
            .filter(|rule| (rule.from..=rule.to).contains(&run.bbox.center_y()));
        let mut start = run.range().start;
        for rule in crossing {
            let inside = &glyphs[start..run.range().end];
            let length = inside.partition_point(|glyph| glyph.bbox.center_x() < rule.at);
            let (left, right) = inside.split_at(length);
            let (Some(before), Some(after)) = (left.last(), right.first()) else { continue };
            if parts(before, after, rule.at) || blanks_part(left, right, rule.at) {
                cut.push(part(&run, glyphs, start..start + length));
                start += length;
            }
        }
        cut.push(part(&run, glyphs, start..run.range().end));
    }
    cut
}

/// The least width of the blanks in a string that lie under a border, in em: a blank of
/// full width, or two of half. One of half may stand between two words of a text that
/// runs over the border (text/blanks-under-a-border).
const BLANKS_MIN: f32 = 0.9;

/// How many blanks of a string are looked at: a line of a page has about 200.
const BLANKS_MAX: usize = 200;

/// Whether a rule passes through the blanks between two texts of one string.
fn blanks_part(left: &[Glyph], right: &[Glyph], at: f32) -> bool {
    let is_blank = |glyph: &Glyph| matches!(glyph.text, Text::Char(c) if c.is_whitespace());
    let is_text = |glyph: &&Glyph| !is_blank(glyph);
    if !left.last().is_some_and(is_blank) && !right.first().is_some_and(is_blank) {
        return false;
    }
    let (Some(before), Some(after)) = (
        left.iter().rev().take(BLANKS_MAX).find(is_text),
        right.iter().take(BLANKS_MAX).find(is_text),
    ) else {
        return false;
    };
    let width = after.bbox.x0 - before.bbox.x1;
    before.bbox.x1 <= at && at <= after.bbox.x0 && width >= BLANKS_MIN * before.size.max(after.size)
}

fn parts(before: &Glyph, after: &Glyph, at: f32) -> bool {
    let em = before.size.max(after.size);
    let between = before.bbox.x1 - EDGE_DRIFT * em <= at && at <= after.bbox.x0 + EDGE_DRIFT * em;
    let gap = after.bbox.x0 - before.bbox.x1;
    let is_in_gap = before.bbox.x1 <= at && at <= after.bbox.x0;
    let least = if is_in_gap { RULED_GAP } else { WORD_GAP };
    between && (before.operation != after.operation || gap > least * em)
}

pub(super) fn part(run: &Run, glyphs: &[Glyph], range: std::ops::Range<usize>) -> Run {
    if range == run.range() {
        return run.clone();
    }
    let inside = &glyphs[range.clone()];
    Run {
        glyphs: range.start as u32..range.end as u32,
        bbox: inside.iter().fold(Rect::EMPTY, |all, glyph| all.union(&glyph.bbox)),
        baseline: match inside.first() {
            Some(glyph) if !is_vertical(run.heading) => glyph.y,
            _ => run.baseline,
        },
        size: inside.iter().map(|glyph| glyph.size).fold(0.0, f32::max),
        ..run.clone()
    }
}

#[cfg(test)]
mod tests {
    use crate::page::Text;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::Drawing;

    /// Compares the runs, each as its text, and the number of doubled glyphs.
    #[track_caller]
    fn check(drawing: &Drawing, expected: &[&str], expected_doubled: usize) {
        let (runs, doubled) = super::find(drawing);
        let texts: Vec<String> = runs
            .iter()
            .map(|run| {
                let glyphs = &drawing.glyphs[run.range()];
                glyphs
                    .iter()
                    .map(|glyph| match glyph.text {
                        Text::Char(c) => c,
                        _ => '?',
                    })
                    .collect()
            })
            .collect();
        assert_eq!(
            (texts, doubled),
            (expected.iter().map(|it| it.to_string()).collect(), expected_doubled)
        );
    }

    #[test]
    fn a_change_of_font_is_no_end() {
        let mut drawing = blank();
        write(&mut drawing, "寺町", 100.0, 100.0, 10.0);
        write(&mut drawing, "139", 120.0, 100.0, 10.0);
        check(&drawing, &["寺町139"], 0);
    }

    #[test]
    fn neighbours_in_two_blocks_stay_apart() {
        let mut drawing = blank();
        write(&mut drawing, "診療所", 100.0, 100.0, 10.0);
        write(&mut drawing, "東谷医院", 130.5, 100.0, 10.0);
        for glyph in &mut drawing.glyphs[3..] {
            glyph.block = 1;
        }
        check(&drawing, &["診療所", "東谷医院"], 0);
    }

    /// How a row shown in one operation is cut by a rule at 130.6, between two
    /// texts that lie so far apart.
    #[test]
    fn a_rule_in_a_gap_parts_what_was_shown_at_once() {
        let cuts = |gap: f32, at: f32| {
            let mut drawing = blank();
            write(&mut drawing, "事業者", 100.0, 100.0, 10.0);
            write(&mut drawing, "◎", 130.0 + gap, 100.0, 10.0);
            for glyph in &mut drawing.glyphs {
                glyph.operation = 0;
            }
            let (runs, _) = super::find(&drawing);
            let rule = crate::page::Rule { at, from: 50.0, to: 150.0, thickness: 0.5 };
            super::cut(runs, &drawing.glyphs, &[rule]).len()
        };
        assert_eq!(cuts(1.2, 130.6), 2);
        assert_eq!(cuts(0.2, 130.1), 1, "one word over a border");
        assert_eq!(cuts(1.2, 131.9), 1, "a rule through a glyph");
        assert_eq!(cuts(2.8, 131.9), 2);
    }

    #[test]
    fn fill_and_stroke_is_one_text() {
        let mut drawing = blank();
        write(&mut drawing, "達成", 100.0, 100.0, 10.0);
        write(&mut drawing, "達成", 100.3, 100.0, 10.0);
        check(&drawing, &["達成"], 2);
    }

    #[test]
    fn equal_words_side_by_side_are_two() {
        let mut drawing = blank();
        write(&mut drawing, "実施", 100.0, 100.0, 10.0);
        write(&mut drawing, "実施", 160.0, 100.0, 10.0);
        check(&drawing, &["実施", "実施"], 0);
    }
}
