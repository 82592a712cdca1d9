//! Text boxes that lie over a table: drawn with a border and a fill of their
//! own, across rules that go on beneath.
//!
//! Their borders end at their own corners, where a cell's borders go on to the
//! next cell; and rules of the table run through them, hidden by the fill. What
//! such a box says is in none of the cells below it.

use super::Rule;
use crate::geom::Rect;
use crate::source::pdf::Fill;

/// How far a border may lie from the edge of its fill, in points: half the
/// thickest pen.
const EDGE_DRIFT: f32 = 1.5;

/// The smallest side of a box that holds text, in points.
const SIDE_MIN: f32 = 6.0;

/// How many boxes of one page are looked for. Beyond it, it is a drawing.
const BOXES_MAX: usize = 64;

/// Finds the boxes and takes their borders out of the rules, which are sorted
/// by place.
pub(super) fn take_out(
    fills: &[Fill],
    horizontal: &mut Vec<Rule>,
    vertical: &mut Vec<Rule>,
) -> Vec<Rect> {
    let mut boxes: Vec<Rect> = Vec::new();
    for Fill { rect, .. } in fills {
        if rect.width().min(rect.height()) < SIDE_MIN {
            continue;
        }
        let across = [rect.y0, rect.y1].map(|at| border(horizontal, at, rect.x0, rect.x1));
        let down = [rect.x0, rect.x1].map(|at| border(vertical, at, rect.y0, rect.y1));
        let ([Some(top), Some(bottom)], [Some(left), Some(right)]) = (across, down) else {
            continue;
        };
        let is_crossed = runs_through(horizontal, (rect.y0, rect.y1), (rect.x0, rect.x1))
            || runs_through(vertical, (rect.x0, rect.x1), (rect.y0, rect.y1));
        if is_crossed && boxes.len() < BOXES_MAX {
            horizontal.remove(bottom.max(top));
            horizontal.remove(top.min(bottom));
            vertical.remove(right.max(left));
            vertical.remove(left.min(right));
            boxes.push(*rect);
        }
    }
    boxes
}

/// The rule that is one border of a box and nothing more.
fn border(rules: &[Rule], at: f32, from: f32, to: f32) -> Option<usize> {
    let first = rules.partition_point(|rule| rule.at < at - EDGE_DRIFT);
    let near = |a: f32, b: f32| (a - b).abs() <= EDGE_DRIFT;
    let candidates = rules[first..].iter().take_while(|rule| rule.at <= at + EDGE_DRIFT);
    let found = candidates.into_iter().position(|rule| near(rule.from, from) && near(rule.to, to));
    found.map(|offset| first + offset)
}

/// Whether a rule passes through the inside of a box and on, at both ends or
/// one.
fn runs_through(rules: &[Rule], across: (f32, f32), along: (f32, f32)) -> bool {
    let first = rules.partition_point(|rule| rule.at <= across.0 + EDGE_DRIFT);
    rules[first..].iter().take_while(|rule| rule.at < across.1 - EDGE_DRIFT).any(|rule| {
        let overlaps = rule.from < along.1 - EDGE_DRIFT && rule.to > along.0 + EDGE_DRIFT;
        let goes_on = rule.from < along.0 - EDGE_DRIFT || rule.to > along.1 + EDGE_DRIFT;
        overlaps && goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f32, from: f32, to: f32) -> Rule {
        Rule { at, from, to }
    }

    /// One filled box from (20, 20) to (80, 40) among other rules; compares how
    /// many boxes float and how many rules stay.
    #[track_caller]
    fn check(mut horizontal: Vec<Rule>, mut vertical: Vec<Rule>, expected: (usize, usize, usize)) {
        let fill = Fill { rect: Rect::new(20.0, 20.0, 80.0, 40.0), color: [255; 3] };
        horizontal.extend([rule(20.0, 20.0, 80.0), rule(40.0, 20.0, 80.0)]);
        vertical.extend([rule(20.0, 20.0, 40.0), rule(80.0, 20.0, 40.0)]);
        horizontal.sort_by(|a, b| a.at.total_cmp(&b.at));
        vertical.sort_by(|a, b| a.at.total_cmp(&b.at));
        let boxes = take_out(&[fill], &mut horizontal, &mut vertical);
        assert_eq!((boxes.len(), horizontal.len(), vertical.len()), expected);
    }

    #[test]
    fn a_box_over_rules_floats() {
        check(vec![rule(30.0, 0.0, 100.0)], vec![rule(50.0, 0.0, 100.0)], (1, 1, 1));
    }

    #[test]
    fn a_box_beside_the_text_does_not() {
        check(vec![], vec![], (0, 2, 2));
    }
}
