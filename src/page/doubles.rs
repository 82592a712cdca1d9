//! Text drawn again over itself: rendering mode 2 arrives as a fill and a stroke,
//! imitated bold type is drawn two to four times, word by word or in pieces that
//! begin and end elsewhere each time.

use super::runs::part;
use super::{Glyph, Run};
use std::collections::HashSet;

/// How near a second drawing of the same text counts as the same, in em.
/// Rendering mode 2 fills and strokes at one place; imitated bold type is
/// drawn again 0.02 to 0.05 em to the right.
const DOUBLE_DRIFT: f32 = 0.12;

/// Takes out the glyphs of operations that repeat the one before them at the
/// same place, and says how many: rendering mode 2 arrives as a fill and a
/// stroke, and imitated bold type is drawn again word by word.
pub(super) fn take_out_repeated(glyphs: &mut Vec<Glyph>) -> usize {
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

/// Leaves out what repeats a run that was drawn before at (nearly) the same place, and
/// says how many glyphs that are.
pub(super) fn take_out(runs: Vec<Run>, glyphs: &[Glyph]) -> (Vec<Run>, usize) {
    let mut order: Vec<u32> = (0..runs.len() as u32).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&runs[a as usize], &runs[b as usize]);
        a.baseline.total_cmp(&b.baseline).then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    // Nearly every page has none: nothing is noted before the first.
    let mut doubled: HashSet<u32> = HashSet::new();
    for (position, &index) in order.iter().enumerate() {
        let run = &runs[index as usize];
        // Runs at one place lie within a few positions of each other.
        for &other in order[position + 1..].iter().take(DOUBLES_APART) {
            let next = &runs[other as usize];
            if next.baseline - run.baseline > DOUBLE_DRIFT * run.size {
                break;
            }
            let overlap = run.bbox.x1.min(next.bbox.x1) - run.bbox.x0.max(next.bbox.x0);
            if overlap > OVERLAP_MIN * run.size.min(next.size) {
                let (first, second) = (index.min(other) as usize, index.max(other) as usize);
                note_repeated(&runs[first], &runs[second], glyphs, &mut doubled);
            }
        }
    }
    if doubled.is_empty() {
        return (runs, 0);
    }
    let kept = runs.iter().flat_map(|run| remaining(run, glyphs, &doubled)).collect();
    (kept, doubled.len())
}

/// How many neighbours in reading order are looked at for a second drawing.
/// A line of a wide table has about ten runs, and baselines of equal text
/// differ by rounding alone.
const DOUBLES_APART: usize = 24;

/// How far two runs must lie over each other to be compared, in em: less than half a
/// glyph, and more than kerning.
const OVERLAP_MIN: f32 = 0.3;

/// Notes the glyphs of the second run that stand where the first has the same ones.
fn note_repeated(first: &Run, second: &Run, glyphs: &[Glyph], doubled: &mut HashSet<u32>) {
    let mut rest = first.range();
    for index in second.range() {
        let glyph = &glyphs[index];
        // Both run the same way, so what is behind stays behind; a run that goes
        // another way is looked through for each glyph, up to a line's length.
        let found = rest.clone().take(LINE_MAX).find(|&other| {
            glyphs[other].text == glyph.text && is_at_one_place(&glyphs[other], glyph)
        });
        if let Some(found) = found {
            rest.start = found + 1;
            doubled.insert(index as u32);
        }
    }
}

/// How many glyphs of a run are looked at for a second drawing of one.
const LINE_MAX: usize = 200;

/// The parts of a run that are left.
fn remaining(run: &Run, glyphs: &[Glyph], doubled: &HashSet<u32>) -> Vec<Run> {
    let mut parts = Vec::new();
    let mut start = None;
    for index in run.range() {
        let is_double = doubled.contains(&(index as u32));
        match start {
            None if !is_double => start = Some(index),
            Some(from) if is_double => {
                parts.push(part(run, glyphs, from..index));
                start = None;
            }
            _ => {}
        }
    }
    parts.extend(start.map(|from| part(run, glyphs, from..run.range().end)));
    parts
}
