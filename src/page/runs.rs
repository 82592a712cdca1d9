//! Glyphs → runs: what was written in one go belongs together.
//!
//! A run follows drawing order: the next glyph continues it when it stands
//! where the pen stopped, on the same baseline, under the same clip and in the
//! same marked-content block. Text that overflows its cell thus stays one run,
//! however many fonts it changes, and neighbours that nearly touch stay two.

use super::{Glyph, Heading, Rule, Run};
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

/// How near a second drawing of the same text counts as the same, in em.
/// Rendering mode 2 fills and strokes at one place; imitated bold type is
/// drawn again 0.02 to 0.05 em to the right.
const DOUBLE_DRIFT: f32 = 0.12;

/// Takes out the glyphs of operations that repeat the one before them at the
/// same place, and says how many: rendering mode 2 arrives as a fill and a
/// stroke, and imitated bold type is drawn again word by word.
pub(super) fn take_out_doubled(glyphs: &mut Vec<Glyph>) -> usize {
    let before = glyphs.len();
    let mut keep = vec![true; before];
    let mut previous = 0..0;
    let mut start = 0;
    for operation in glyphs.chunk_by(|a, b| a.operation == b.operation) {
        let range = start..start + operation.len();
        start = range.end;
        let earlier = &glyphs[previous.clone()];
        if earlier.len() == operation.len()
            && earlier.iter().zip(operation).all(|(a, b)| a.text == b.text && is_at_one_place(a, b))
        {
            keep[range].fill(false);
        } else {
            previous = range;
        }
    }
    let mut keep = keep.into_iter();
    glyphs.retain(|_| keep.next().unwrap_or(true));
    before - glyphs.len()
}

fn is_at_one_place(a: &Glyph, b: &Glyph) -> bool {
    let near = DOUBLE_DRIFT * a.size;
    (a.x - b.x).abs() <= near && (a.y - b.y).abs() <= near
}

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
    drop_doubled(stacked(runs, glyphs), glyphs)
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
                last.baseline = run.bbox.center_x();
            }
            _ => joined.push(run),
        }
        is_open = is_single;
    }
    joined
}

fn goes_on_downwards(run: &Run, next: &Run, glyphs: &[Glyph]) -> bool {
    let (last, glyph) = (&glyphs[run.glyphs.end as usize - 1], &glyphs[next.glyphs.start as usize]);
    let near = SOLID_DRIFT * glyph.size;
    let is_at = |a: f32, b: f32| (a - b).abs() <= near;
    (run.clip, run.block) == (next.clip, next.block)
        && run.glyphs.end == next.glyphs.start
        && is_at(last.size, glyph.size)
        && is_at(glyph.y - last.y, glyph.size)
        && is_at(last.bbox.center_x(), glyph.bbox.center_x())
        && is_at(glyph.bbox.width(), glyph.size)
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
            let (Some(before), Some(after)) =
                (length.checked_sub(1).map(|last| &inside[last]), inside.get(length))
            else {
                continue;
            };
            if parts(before, after, rule.at) {
                cut.push(part(&run, glyphs, start..start + length));
                start += length;
            }
        }
        cut.push(part(&run, glyphs, start..run.range().end));
    }
    cut
}

fn parts(before: &Glyph, after: &Glyph, at: f32) -> bool {
    let em = before.size.max(after.size);
    let between = before.bbox.x1 - EDGE_DRIFT * em <= at && at <= after.bbox.x0 + EDGE_DRIFT * em;
    let gap = after.bbox.x0 - before.bbox.x1;
    let is_in_gap = before.bbox.x1 <= at && at <= after.bbox.x0;
    let least = if is_in_gap { RULED_GAP } else { WORD_GAP };
    between && (before.operation != after.operation || gap > least * em)
}

fn part(run: &Run, glyphs: &[Glyph], range: std::ops::Range<usize>) -> Run {
    if range == run.range() {
        return run.clone();
    }
    let inside = &glyphs[range.clone()];
    Run {
        glyphs: range.start as u32..range.end as u32,
        bbox: inside.iter().fold(Rect::EMPTY, |all, glyph| all.union(&glyph.bbox)),
        baseline: inside.first().map_or(run.baseline, |glyph| glyph.y),
        size: inside.iter().map(|glyph| glyph.size).fold(0.0, f32::max),
        ..run.clone()
    }
}

/// Leaves out every run that repeats another at (nearly) the same place.
fn drop_doubled(runs: Vec<Run>, glyphs: &[Glyph]) -> (Vec<Run>, usize) {
    let mut order: Vec<u32> = (0..runs.len() as u32).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&runs[a as usize], &runs[b as usize]);
        a.baseline.total_cmp(&b.baseline).then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    let mut doubled = vec![false; runs.len()];
    for (position, &index) in order.iter().enumerate() {
        let run = &runs[index as usize];
        // Runs at one place lie within a few positions of each other.
        for &other in order[position + 1..].iter().take(DOUBLES_APART) {
            let (first, second) = (index.min(other) as usize, index.max(other) as usize);
            if runs[other as usize].baseline - run.baseline > DOUBLE_DRIFT * run.size {
                break;
            }
            if !doubled[first] && repeats(&runs[first], &runs[second], glyphs) {
                doubled[second] = true;
            }
        }
    }
    let mut kept = Vec::with_capacity(runs.len());
    let mut dropped = 0;
    for (run, is_double) in runs.into_iter().zip(doubled) {
        if is_double {
            dropped += run.glyphs.len();
        } else {
            kept.push(run);
        }
    }
    (kept, dropped)
}

/// How many neighbours in reading order are looked at for a second drawing.
/// A line of a wide table has about ten runs, and baselines of equal text
/// differ by rounding alone.
const DOUBLES_APART: usize = 24;

fn repeats(first: &Run, second: &Run, glyphs: &[Glyph]) -> bool {
    let near = DOUBLE_DRIFT * first.size;
    first.glyphs.len() == second.glyphs.len()
        && is_near(&first.bbox, &second.bbox, near)
        && first.range().zip(second.range()).all(|(a, b)| glyphs[a].text == glyphs[b].text)
}

fn is_near(a: &Rect, b: &Rect, near: f32) -> bool {
    (a.x0 - b.x0).abs() <= near && (a.y0 - b.y0).abs() <= near && (a.x1 - b.x1).abs() <= near
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
