//! Readings (ルビ) above words: kana of half the size, right above a line.
//!
//! They say how the words below are spoken and are no part of the line.

use super::{Glyph, Heading, Run, Text};
use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::place::Place;

/// The size of a reading, as a share of that of its words: half, and a little more
/// where a browser has a smallest size (font/readings-above-words).
const SIZE_MAX: f32 = 0.62;

/// How far above the box of its words the box of a reading may end, in em of the words.
const GAP_MAX: f32 = 0.35;

/// How far the two boxes may lie over each other, in em of the words.
const OVERLAP_MAX: f32 = 0.3;

/// How far a reading may reach over its line at either side, in em of the words.
const OVERHANG_MAX: f32 = 1.0;

/// How much of the readings a finding repeats, in characters.
const SHOWN: usize = 40;

/// Takes the readings out of the runs of a page and says how many glyphs they have.
pub(super) fn take_out(
    page: usize,
    runs: &mut Vec<Run>,
    glyphs: &[Glyph],
    findings: &mut Vec<Finding>,
) -> usize {
    let largest = runs.iter().map(|run| run.size).fold(0.0, f32::max);
    let may_be_one = |run: &Run| {
        run.heading == Heading::Right
            && run.size <= SIZE_MAX * largest
            && glyphs[run.range()].iter().all(is_kana)
    };
    if !runs.iter().any(may_be_one) {
        return 0;
    }
    let mut words: Vec<&Run> = runs.iter().filter(|run| run.heading == Heading::Right).collect();
    words.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let stands_above = |run: &Run| {
        let first = words.partition_point(|it| it.bbox.y0 < run.bbox.y1 - OVERLAP_MAX * largest);
        let near =
            words[first..].iter().take_while(|it| it.bbox.y0 <= run.bbox.y1 + GAP_MAX * largest);
        near.into_iter().any(|words| is_above(run, words))
    };
    let is_reading: Vec<bool> =
        runs.iter().map(|run| may_be_one(run) && stands_above(run)).collect();
    let (mut count, mut bbox, mut text) = (0, Rect::EMPTY, String::new());
    let mut flags = is_reading.into_iter();
    runs.retain(|run| {
        let is_reading = flags.next().unwrap_or(false);
        if is_reading {
            count += run.glyphs.len();
            bbox = bbox.union(&run.bbox);
            text.extend(glyphs[run.range()].iter().filter_map(|glyph| match glyph.text {
                Text::Char(c) => Some(c),
                _ => None,
            }));
        }
        !is_reading
    });
    if count > 0 {
        findings.push(set_aside(&text).at(Some(Place::Page { page, bbox })));
    }
    count
}

fn is_kana(glyph: &Glyph) -> bool {
    matches!(glyph.text, Text::Char('ぁ'..='ゖ' | 'ァ'..='ヶ' | 'ー' | '・' | ' ' | '　'))
}

fn is_above(reading: &Run, words: &Run) -> bool {
    let em = words.size;
    let gap = words.bbox.y0 - reading.bbox.y1;
    let overhang = OVERHANG_MAX * em;
    reading.size <= SIZE_MAX * em
        && (-OVERLAP_MAX * em..=GAP_MAX * em).contains(&gap)
        && words.bbox.x0 - overhang <= reading.bbox.x0
        && reading.bbox.x1 <= words.bbox.x1 + overhang
}

fn set_aside(text: &str) -> Finding {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).take(SHOWN).collect();
    let message = Message::new(
        format!("ルビ（ふりがな）を本文から除きました: {text}"),
        format!("readings (ruby) above words were set aside: {text}"),
    );
    Finding { found: Some(text), ..Finding::new(Code::P921, message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::runs;
    use crate::page::tests::{blank, write};

    /// How many glyphs are set aside of a small text above 防災訓練 in 10 points, at
    /// (100, 100).
    #[track_caller]
    fn check(text: &str, size: f32, baseline: f32, expected: usize) {
        let mut drawing = blank();
        write(&mut drawing, "防災訓練", 100.0, 100.0, 10.0);
        write(&mut drawing, text, 104.0, baseline, size);
        let (mut runs, _) = runs::find(&drawing);
        let taken = take_out(1, &mut runs, &drawing.glyphs, &mut Vec::new());
        assert_eq!((taken, runs.len()), (expected, if expected > 0 { 1 } else { 2 }));
    }

    #[test]
    fn kana_of_half_the_size_right_above() {
        check("ぼうさい", 5.0, 90.5, 4);
        check("ぼうさい", 7.0, 90.5, 0);
        check("ぼうさい", 5.0, 82.0, 0);
        check("ぼうさい", 5.0, 104.0, 0);
        check("防災", 5.0, 90.5, 0);
    }
}
