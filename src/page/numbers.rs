//! The number of the page (- 26 -), where the frame of a table reaches down to it.
//!
//! It stands in the middle of the foot, below all else, and in no cell.

use super::{Heading, Run, Text};
use crate::source::pdf::Drawing;

/// The foot of a page, as a share of its height.
const FOOT: f32 = 0.12;

/// How far from the middle of the page its number may stand, as a share of the width.
const MIDDLE_DRIFT: f32 = 0.02;

/// The longest number of a page, in characters: - 1234 / 1234 -.
const LENGTH_MAX: usize = 16;

/// Marks the run that is the number of the page.
pub(super) fn mark(drawing: &Drawing, runs: &mut [Run]) {
    let lowest = (0..runs.len()).max_by(|&a, &b| runs[a].bbox.y1.total_cmp(&runs[b].bbox.y1));
    let Some(lowest) = lowest else { return };
    let bbox = runs[lowest].bbox;
    // What stands in a row of a table has others beside it.
    let is_beside = |(at, other): (usize, &Run)| {
        at != lowest && other.bbox.y0 < bbox.y1 && bbox.y0 < other.bbox.y1
    };
    let is_alone = !runs.iter().enumerate().any(is_beside);
    let run = &mut runs[lowest];
    let off = (run.bbox.center_x() - drawing.width / 2.0).abs();
    let is_at_foot = run.heading == Heading::Right
        && run.bbox.y0 >= (1.0 - FOOT) * drawing.height
        && off <= MIDDLE_DRIFT * drawing.width;
    if is_at_foot && run.glyphs.len() <= LENGTH_MAX {
        let text = drawing.glyphs[run.range()].iter().filter_map(|glyph| match glyph.text {
            Text::Char(c) => Some(c),
            _ => None,
        });
        let text: String = text.collect();
        let is_number = is_between_dashes(&text) || is_alone && is_number_of_page(&text);
        run.floats |= is_number;
    }
}

/// Whether a text is what stands below pages: 26, 26 / 40, p. 26, 26ページ.
fn is_number_of_page(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['P', 'p', '.', ' ']);
    let text = text.trim_end_matches("ページ").trim_end_matches('頁').trim();
    let mut parts = text.split(['/', '／']).map(str::trim);
    let is_number = |part: &str| !part.is_empty() && part.chars().all(is_digit);
    parts.clone().count() <= 2 && parts.all(is_number)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether a text is a number between two dashes.
fn is_between_dashes(text: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '－' | '–' | '—' | '―' | '‐' | '─' | '−');
    let text = text.trim();
    let inner = text.trim_start_matches(is_dash);
    let number = inner.trim_end_matches(is_dash);
    inner.len() < text.len()
        && number.len() < inner.len()
        && !number.trim().is_empty()
        && number.trim().chars().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::runs;
    use crate::page::tests::{blank, write};

    #[track_caller]
    fn check(text: &str, x: f32, y: f32, expected: bool) {
        let mut drawing = blank();
        write(&mut drawing, "なし", 100.0, 400.0, 10.0);
        write(&mut drawing, text, x, y, 10.0);
        let (mut runs, _) = runs::find(&drawing);
        mark(&drawing, &mut runs);
        assert_eq!(runs.iter().any(|run| run.floats), expected);
    }

    #[test]
    fn a_number_between_dashes_in_the_middle_of_the_foot() {
        check("- 26 -", 282.0, 800.0, true);
        check("- 26 -", 200.0, 800.0, false);
        check("- 26 -", 282.0, 600.0, false);
        check("26", 292.0, 800.0, true);
        check("26 / 40", 280.0, 800.0, true);
        check("26件", 290.0, 800.0, false);
        check("-26", 290.0, 800.0, false);
    }
}
