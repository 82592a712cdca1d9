//! Borders that stand apart: cells with a box of their own each, a frame around
//! the boxes, two lines of a wide double rule.
//!
//! Between such borders no character of the table would find room, and none
//! stands there. Two lines of a lattice with nothing but that between them are
//! one.

use crate::page::{Page, Run};

/// The widest gutter, as a share of the smallest em in the table: less than a
/// line of text or a column of single characters takes.
const WIDTH_MAX: f32 = 0.75;

/// The runs of a page by the middle of their height.
pub(super) fn texts(page: &Page) -> Vec<&Run> {
    let mut texts: Vec<&Run> = page.runs.iter().collect();
    texts.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));
    texts
}

/// Takes the second line of each gutter out. `texts` are sorted.
pub(super) fn close(texts: &[&Run], xs: &mut Vec<f32>, ys: &mut Vec<f32>) {
    let bounds = |lines: &[f32]| lines.first().copied().zip(lines.last().copied());
    let (Some((left, right)), Some((top, bottom))) = (bounds(xs), bounds(ys)) else { return };
    let first = texts.partition_point(|text| text.bbox.center_y() < top);
    let last = texts.partition_point(|text| text.bbox.center_y() < bottom);
    let inside = || {
        let texts = texts[first..last.max(first)].iter();
        texts.filter(|text| (left..=right).contains(&text.bbox.center_x()))
    };
    let em = inside().map(|text| text.size).fold(f32::INFINITY, f32::min);
    // Nothing tells how wide the columns of an empty table must be.
    let width = if em.is_finite() { WIDTH_MAX * em } else { 0.0 };
    let is_narrow = |lines: &[f32]| lines.windows(2).any(|pair| pair[1] - pair[0] < width);
    if is_narrow(xs) {
        without_gutters(xs, width, inside().map(|text| text.bbox.center_x()));
    }
    if is_narrow(ys) {
        without_gutters(ys, width, inside().map(|text| text.bbox.center_y()));
    }
}

/// A gutter stands alone: of many narrow columns side by side (a calendar, a
/// chart) each is one.
fn without_gutters(lines: &mut Vec<f32>, width: f32, texts: impl Iterator<Item = f32>) {
    let mut is_gutter: Vec<bool> = (0..lines.len().saturating_sub(1))
        .map(|at| {
            let is_narrow = |at: usize| {
                lines.get(at).zip(lines.get(at + 1)).is_some_and(|(a, b)| b - a < width)
            };
            is_narrow(at) && !is_narrow(at + 1) && !at.checked_sub(1).is_some_and(is_narrow)
        })
        .collect();
    for text in texts {
        let line = lines.partition_point(|&line| line <= text);
        if let Some(taken) = line.checked_sub(1).and_then(|at| is_gutter.get_mut(at)) {
            *taken = false;
        }
    }
    let mut ends_gutter = std::iter::once(false).chain(is_gutter);
    lines.retain(|_| !ends_gutter.next().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[f32], texts: &[f32], expected: &[f32]) {
        let mut lines = lines.to_vec();
        without_gutters(&mut lines, 6.0, texts.iter().copied());
        assert_eq!(lines, expected);
    }

    #[test]
    fn boxes_apart() {
        check(&[0.0, 30.0, 34.0, 60.0], &[15.0, 50.0], &[0.0, 30.0, 60.0]);
    }

    #[test]
    fn a_column_with_text_stays() {
        check(&[0.0, 30.0, 34.0, 60.0], &[15.0, 32.0], &[0.0, 30.0, 34.0, 60.0]);
    }

    #[test]
    fn a_calendar_stays() {
        check(&[0.0, 30.0, 35.0, 40.0, 45.0], &[15.0], &[0.0, 30.0, 35.0, 40.0, 45.0]);
    }
}
