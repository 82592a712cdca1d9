//! Text boxes that lie over a table: drawn with a border and a fill of their
//! own, across rules that go on beneath.
//!
//! Their borders end at their own corners, where a cell's borders go on to the
//! next cell; and rules of the table run through them, hidden by the fill. What
//! such a box says is in none of the cells below it. Without a fill it is a frame
//! around cells that somebody marked, and what it surrounds stays in them.

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

/// Horizontal rules of one page that are looked at as the top of a frame.
const FRAMES_TRIED_MAX: usize = 2_000;

/// Takes the borders of frames around cells out of the rules, which are sorted
/// by place: boxes that rules run through in both directions.
pub(super) fn take_out_frames(horizontal: &mut Vec<Rule>, vertical: &mut Vec<Rule>) {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for (top, rule) in horizontal.iter().enumerate().take(FRAMES_TRIED_MAX) {
        let Some((left, bottom)) = left_side(rule, vertical) else { continue };
        let Some(right) = border(vertical, rule.to, rule.at, bottom) else { continue };
        let Some(bottom_rule) = border(horizontal, bottom, rule.from, rule.to) else { continue };
        if runs_through(horizontal, (rule.at, bottom), (rule.from, rule.to))
            && runs_through(vertical, (rule.from, rule.to), (rule.at, bottom))
        {
            across.extend([top, bottom_rule]);
            down.extend([left, right]);
        }
        if across.len() > BOXES_MAX {
            break;
        }
    }
    without(horizontal, across);
    without(vertical, down);
}

/// The vertical rule that begins where a horizontal one does, and where it ends.
fn left_side(top: &Rule, vertical: &[Rule]) -> Option<(usize, f32)> {
    let first = vertical.partition_point(|rule| rule.at < top.from - EDGE_DRIFT);
    let near = vertical[first..].iter().take_while(|rule| rule.at <= top.from + EDGE_DRIFT);
    let begins_here = |rule: &&Rule| (rule.from - top.at).abs() <= EDGE_DRIFT;
    let (offset, rule) = near.enumerate().find(|(_, rule)| begins_here(rule))?;
    Some((first + offset, rule.to))
}

fn without(rules: &mut Vec<Rule>, mut removed: Vec<usize>) {
    removed.sort_unstable();
    let mut at = 0;
    rules.retain(|_| {
        at += 1;
        removed.binary_search(&(at - 1)).is_err()
    });
}

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
    fn a_frame_around_cells() {
        let mut horizontal =
            vec![rule(10.0, 20.0, 80.0), rule(20.0, 0.0, 100.0), rule(40.0, 20.0, 80.0)];
        let mut vertical =
            vec![rule(20.0, 10.0, 40.0), rule(50.0, 0.0, 100.0), rule(80.0, 10.0, 40.0)];
        take_out_frames(&mut horizontal, &mut vertical);
        assert_eq!((horizontal.len(), vertical.len()), (1, 1));
    }

    #[test]
    fn a_box_beside_the_text_does_not() {
        check(vec![], vec![], (0, 2, 2));
    }
}
