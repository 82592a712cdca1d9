//! Where may a table stand beside which nothing is drawn? Stretches of lines with
//! gaps, and the lines around them.

use super::words::Line;
use std::ops::Range;

/// The widest gap between lines of one table, in em: rows stand 1.7 apart in
/// `rules/none`, and a note further down 7 below.
pub(super) const APART_EM: f32 = 4.0;

/// How many lines of one text may follow each other in a table: a cell can have many
/// lines more than its neighbours.
const LONE_LINES_MAX: usize = 8;

/// How many lines of one text above the first row may be its header.
const LONE_ABOVE_MAX: usize = 2;

/// How many lines at either end may be none of the table.
const ENDS_MAX: usize = 6;

/// The most lines of one table.
const LINES_MAX: usize = 400;

/// The stretches of lines that may hold tables.
pub(super) fn stretches(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| !line.is_lone) {
        let is_near = |from: usize, to: usize| {
            lines[from..=to]
                .windows(2)
                .all(|pair| pair[1].y0 - pair[0].y1 <= APART_EM * pair[0].size)
        };
        match stretches.last_mut() {
            Some(last)
                if at - last.end < LONE_LINES_MAX
                    && at - last.start < LINES_MAX
                    && is_near(last.end - 1, at) =>
            {
                last.end = at + 1;
            }
            last => {
                let free = last.map_or(0, |last| last.end);
                let mut start = at;
                while start > free && at - start < LONE_ABOVE_MAX && is_near(start - 1, at) {
                    start -= 1;
                }
                stretches.push(start..at + 1);
            }
        }
    }
    let starts: Vec<usize> = stretches.iter().skip(1).map(|it| it.start).collect();
    for (number, stretch) in stretches.iter_mut().enumerate() {
        let limit = starts.get(number).copied().unwrap_or(lines.len());
        let most = (stretch.end + LONE_LINES_MAX).min(limit);
        while stretch.end < most
            && lines[stretch.end].y0 - lines[stretch.end - 1].y1
                <= APART_EM * lines[stretch.end].size
        {
            stretch.end += 1;
        }
    }
    stretches.retain(|it| lines[it.clone()].iter().filter(|line| !line.is_lone).count() > 1);
    stretches
}

/// The lines that are in each reading of a stretch.
pub(super) fn core(lines: &[Line<'_>]) -> Range<usize> {
    let first = lines.iter().position(|line| !line.is_lone).unwrap_or(0);
    let last = lines.iter().rposition(|line| !line.is_lone).unwrap_or(0);
    let middle = lines.len() / 2;
    (first + ENDS_MAX).min(middle)..last.saturating_sub(ENDS_MAX).max(middle + 1).min(lines.len())
}
