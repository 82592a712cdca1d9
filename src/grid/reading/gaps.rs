//! Gaps of the text in which columns may end.

use super::block::{Block, PADDING};
use super::words::Line;

/// A gap common to so many lines is a trough.
const TROUGH_LINES: usize = 4;

/// A local gap in the projection may be crossed by one line in so many.
const CROSSED_IN: usize = 5;

/// Places in gaps of the text: those common to header and body, those of the
/// body, those of the header, and those that few lines cross.
pub(super) fn places(block: &Block<'_>) -> Vec<f32> {
    let body = || block.body().iter().filter(|line| !line.is_lone);
    let within = |line: &&Line<'_>| block.header == 0 || !line.is_lone || block.header == 1;
    let head = || block.head().iter().filter(within);
    let all = clear(&reach(block.lines.iter()));
    let both = clear(&reach(body().chain(head())));
    // A header over several columns fills the gaps between those below it.
    let lowest = clear(&reach(body().chain(block.head().last())));
    let of_body = clear(&reach(body()));
    let of_head = clear(&reach(head()));
    let lines = body().count();
    let troughs = troughs(&reach(body()), lines.div_ceil(CROSSED_IN));
    let holds = |gap: &(f32, f32), x: f32| gap.0 <= x && x <= gap.1;
    let place = |gap: &(f32, f32)| gap.1 - (PADDING * block.em).min((gap.1 - gap.0) / 2.0);
    let mut places: Vec<f32> = all.iter().map(place).collect();
    for gap in both.iter().chain(&lowest).chain(&of_body).chain(&of_head).chain(&troughs) {
        if !places.iter().any(|&x| holds(gap, x)) {
            places.push(place(gap));
        }
    }
    places
}

/// The gaps common to all lines of a body but those of one text, with the number
/// of lines that have words on both sides.
pub(super) fn troughs_of(block: &Block<'_>) -> Vec<((f32, f32), usize)> {
    let lines = || block.body().iter().filter(|line| !line.is_lone);
    let gaps = clear(&reach(lines())).into_iter().map(|gap| {
        let has_both = |line: &&Line<'_>| line.x0() < gap.0 + 0.01 && line.x1() > gap.1 - 0.01;
        (gap, lines().filter(has_both).count())
    });
    gaps.filter(|&(_, lines)| lines >= TROUGH_LINES).collect()
}

fn reach<'a>(lines: impl Iterator<Item = &'a Line<'a>>) -> Vec<(f32, f32)> {
    let words = lines.flat_map(|line| &line.words);
    let mut reach: Vec<(f32, f32)> = words.map(|word| (word.bbox.x0, word.bbox.x1)).collect();
    reach.sort_by(|a, b| a.0.total_cmp(&b.0));
    reach
}

/// The gaps that nothing covers, given from left to right.
fn clear(reach: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut gaps = Vec::new();
    let mut end: Option<f32> = None;
    for &(from, to) in reach {
        if let Some(end) = end.filter(|&end| from > end) {
            gaps.push((end, from));
        }
        end = Some(end.map_or(to, |end| end.max(to)));
    }
    gaps
}

/// The gaps that few lines cross, and more on both sides.
fn troughs(reach: &[(f32, f32)], most: usize) -> Vec<(f32, f32)> {
    let mut steps: Vec<(f32, i32)> =
        reach.iter().flat_map(|&(from, to)| [(from, 1), (to, -1)]).collect();
    steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut troughs = Vec::new();
    let mut depth = 0;
    let mut fell: Option<f32> = None;
    for (x, step) in steps {
        depth += step;
        if step < 0 {
            fell = Some(x);
        } else if let Some(from) = fell.take()
            && x > from
            && usize::try_from(depth - 1).is_ok_and(|left| (1..=most).contains(&left))
        {
            troughs.push((from, x));
        }
    }
    troughs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_that_few_lines_cross() {
        let reach = [(0.0, 20.0), (0.0, 22.0), (0.0, 60.0), (30.0, 50.0), (31.0, 52.0)];
        assert_eq!(clear(&reach), []);
        assert_eq!(troughs(&reach, 1), [(22.0, 30.0)]);
        assert_eq!(clear(&[(0.0, 20.0), (5.0, 25.0), (30.0, 40.0)]), [(25.0, 30.0)]);
    }
}
