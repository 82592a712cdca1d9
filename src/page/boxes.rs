//! Text boxes that lie over a table: drawn with a border and a fill of their
//! own, across rules that go on beneath.
//!
//! Their borders end at their own corners, where a cell's borders go on to the
//! next cell; and rules of the table run through them, hidden by the fill. What
//! such a box says is in none of the cells below it. Without a fill it is a frame
//! around cells that somebody marked, and what it surrounds stays in them; or a
//! seal, which may be round, and only its own text does not.

use super::{Rule, Run};
use crate::geom::Rect;
use crate::source::pdf::{Drawing, Fill};

/// How far a border may lie from the edge of its fill, in points: half the
/// thickest pen.
const EDGE_DRIFT: f32 = 1.5;

/// The smallest side of a box that holds text, in points.
const SIDE_MIN: f32 = 6.0;

/// How many boxes of one page are looked for. Beyond it, it is a drawing.
const BOXES_MAX: usize = 64;

/// Horizontal rules of one page that are looked at as the top of a frame.
const FRAMES_TRIED_MAX: usize = 2_000;

/// The widest radius of a frame's corners, in points.
const RADIUS_MAX: f32 = 12.0;

/// A frame, and which rules are its top and bottom, and its left and right side.
struct Frame {
    rect: Rect,
    across: [usize; 2],
    down: [usize; 2],
}

/// Takes the borders of frames and seals over cells out of the rules, which are
/// sorted by place, and returns those that float. A frame around the page is none.
///
/// Rules run through them, and none ends at their sides as the rules of a table
/// end at its outer ones.
pub(super) fn take_out_frames(
    horizontal: &mut Vec<Rule>,
    vertical: &mut Vec<Rule>,
    runs: &[Run],
) -> Vec<Rect> {
    let tops = 0..horizontal.len().min(FRAMES_TRIED_MAX);
    let frames: Vec<Frame> = tops
        .filter_map(|top| frame(top, horizontal, vertical))
        .filter(|frame| lies_over(frame, horizontal, vertical))
        .take(BOXES_MAX)
        .collect();
    without(horizontal, frames.iter().flat_map(|frame| frame.across).collect());
    without(vertical, frames.iter().flat_map(|frame| frame.down).collect());
    let frames = frames.into_iter().map(|frame| frame.rect);
    frames.filter(|frame| !holds_page(frame, horizontal, vertical, runs)).collect()
}

/// Whether a box is a border around (much of) the page: a lattice lies in it, or
/// most of the text does. What lies over cells has room for neither.
fn holds_page(rect: &Rect, horizontal: &[Rule], vertical: &[Rule], runs: &[Run]) -> bool {
    let (width, height) = ((rect.x0, rect.x1), (rect.y0, rect.y1));
    let is_within = |rule: &&Rule, along: (f32, f32)| along.0 <= rule.from && rule.to <= along.1;
    let across = amid(horizontal, height).filter(|rule| is_within(rule, width)).take(2);
    let down = amid(vertical, width).filter(|rule| is_within(rule, height)).take(2);
    let texts = || {
        let inside = |run: &&Run| rect.contains(run.bbox.center_x(), run.bbox.center_y());
        runs.iter().filter(inside).count()
    };
    across.count().min(down.count()) == 2 || 2 * texts() > runs.len()
}

/// The frame under a horizontal rule, whose corners may be round.
fn frame(top: usize, horizontal: &[Rule], vertical: &[Rule]) -> Option<Frame> {
    let rule = &horizontal[top];
    let first = vertical.partition_point(|side| side.at < rule.from - RADIUS_MAX);
    let near = vertical[first..].iter().take_while(|side| side.at <= rule.from + EDGE_DRIFT);
    let radius_at = |side: &Rule| (rule.from - side.at).max(0.0);
    let begins_here = |side: &&Rule| (side.from - rule.at - radius_at(side)).abs() <= EDGE_DRIFT;
    let (offset, side) = near.enumerate().find(|(_, side)| begins_here(side))?;
    let radius = radius_at(side);
    let rect = Rect { x0: side.at, y0: rule.at, x1: rule.to + radius, y1: side.to + radius };
    let right = border(vertical, rect.x1, side.from, side.to)?;
    let bottom = border(horizontal, rect.y1, rule.from, rule.to)?;
    Some(Frame { rect, across: [top, bottom], down: [first + offset, right] })
}

/// Whether rules run through a frame, and none of them ends at its sides.
fn lies_over(frame: &Frame, horizontal: &[Rule], vertical: &[Rule]) -> bool {
    let (width, height) = ((frame.rect.x0, frame.rect.x1), (frame.rect.y0, frame.rect.y1));
    let is_crossed =
        runs_through(horizontal, height, width) || runs_through(vertical, width, height);
    is_crossed && !ends_at(horizontal, height, width) && !ends_at(vertical, width, height)
}

/// Whether a rule ends at one of the sides of a box that it would cross. The
/// second line of a double border lies at its other sides.
fn ends_at(rules: &[Rule], across: (f32, f32), sides: (f32, f32)) -> bool {
    let is_at = |end: f32, side: f32| (end - side).abs() <= EDGE_DRIFT;
    amid(rules, across).any(|rule| {
        let ends = [rule.from, rule.to];
        ends.iter().any(|&end| is_at(end, sides.0) || is_at(end, sides.1))
    })
}

/// The rules between two sides of a box, clear of them.
fn amid(rules: &[Rule], across: (f32, f32)) -> impl Iterator<Item = &Rule> {
    let first = rules.partition_point(|rule| rule.at <= across.0 + EDGE_DRIFT);
    rules[first..].iter().take_while(move |rule| rule.at < across.1 - EDGE_DRIFT)
}

/// The runs that were written in frames, as indices. A seal is drawn at once, its
/// text right behind its border; what a frame surrounds was written before.
pub(super) fn written_in(
    frames: &[Rect],
    ovals: &[(Rect, u32)],
    drawing: &Drawing,
    runs: &[Run],
) -> Vec<usize> {
    let operation = |run: &Run| drawing.glyphs[run.range().start].operation;
    let mut written = Vec::new();
    let borders = frames.iter().map(|frame| (*frame, drawn_after(frame, drawing)));
    for (frame, drawn) in borders.chain(ovals.iter().copied()) {
        let first = runs.partition_point(|run| operation(run) <= drawn);
        let is_inside = |run: &Run| frame.contains(run.bbox.center_x(), run.bbox.center_y());
        let count = runs[first..].iter().take_while(|run| is_inside(run)).count();
        written.extend(first..first + count);
    }
    written
}

/// The circles and ovals that rules run through: curves are no rules, so nothing
/// need be taken out.
pub(super) fn ovals_over(
    ovals: &[(Rect, u32)],
    horizontal: &[Rule],
    vertical: &[Rule],
    runs: &[Run],
) -> Vec<(Rect, u32)> {
    let is_seal = |(rect, _): &&(Rect, u32)| {
        let (width, height) = ((rect.x0, rect.x1), (rect.y0, rect.y1));
        rect.width().min(rect.height()) >= SIDE_MIN
            && (runs_through(horizontal, height, width) || runs_through(vertical, width, height))
    };
    let seals = ovals.iter().filter(is_seal).take(BOXES_MAX);
    seals.filter(|(rect, _)| !holds_page(rect, horizontal, vertical, runs)).copied().collect()
}

/// The show operation before the last border of a frame.
fn drawn_after(frame: &Rect, drawing: &Drawing) -> u32 {
    let near = |a: f32, b: f32| (a - b).abs() <= EDGE_DRIFT;
    let is_at = |from: f32, to: f32, side: f32| near(from, side) && near(to, side);
    let lies_within = |from: f32, to: f32, side: (f32, f32)| {
        side.0 - EDGE_DRIFT <= from && to <= side.1 + EDGE_DRIFT
    };
    let is_border = |rect: &Rect| {
        let across = [frame.y0, frame.y1].iter().any(|&side| is_at(rect.y0, rect.y1, side));
        let down = [frame.x0, frame.x1].iter().any(|&side| is_at(rect.x0, rect.x1, side));
        across && lies_within(rect.x0, rect.x1, (frame.x0, frame.x1))
            || down && lies_within(rect.y0, rect.y1, (frame.y0, frame.y1))
    };
    let strokes = drawing.strokes.iter().map(|stroke| (&stroke.line, stroke.operation));
    let fills = drawing.fills.iter().map(|fill| (&fill.rect, fill.operation));
    let borders = strokes.chain(fills).filter(|(rect, _)| is_border(rect));
    borders.map(|(_, operation)| operation).max().unwrap_or(u32::MAX)
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
    runs: &[Run],
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
    boxes.retain(|rect| !holds_page(rect, horizontal, vertical, runs));
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
    amid(rules, across).any(|rule| {
        let overlaps = rule.from < along.1 - EDGE_DRIFT && rule.to > along.0 + EDGE_DRIFT;
        let goes_on = rule.from < along.0 - EDGE_DRIFT || rule.to > along.1 + EDGE_DRIFT;
        overlaps && goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::runs;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::Stroke;

    fn rule(at: f32, from: f32, to: f32) -> Rule {
        Rule { at, from, to, thickness: 0.5 }
    }

    /// One filled box from (20, 20) to (80, 40) among other rules; compares how
    /// many boxes float and how many rules stay.
    #[track_caller]
    fn check(mut horizontal: Vec<Rule>, mut vertical: Vec<Rule>, expected: (usize, usize, usize)) {
        let fill = Fill { rect: Rect::new(20.0, 20.0, 80.0, 40.0), color: [255; 3], operation: 0 };
        horizontal.extend([rule(20.0, 20.0, 80.0), rule(40.0, 20.0, 80.0)]);
        vertical.extend([rule(20.0, 20.0, 40.0), rule(80.0, 20.0, 40.0)]);
        horizontal.sort_by(|a, b| a.at.total_cmp(&b.at));
        vertical.sort_by(|a, b| a.at.total_cmp(&b.at));
        let boxes = take_out(&[fill], &mut horizontal, &mut vertical, &[]);
        assert_eq!((boxes.len(), horizontal.len(), vertical.len()), expected);
    }

    #[test]
    fn a_box_over_rules_floats() {
        check(vec![rule(30.0, 0.0, 100.0)], vec![rule(50.0, 0.0, 100.0)], (1, 1, 1));
    }

    /// Compares how many frames lie over rules and how many rules stay.
    #[track_caller]
    fn check_frames(horizontal: &[Rule], vertical: &[Rule], expected: (usize, usize, usize)) {
        let (mut horizontal, mut vertical) = (horizontal.to_vec(), vertical.to_vec());
        let frames = take_out_frames(&mut horizontal, &mut vertical, &[]);
        assert_eq!((frames.len(), horizontal.len(), vertical.len()), expected);
    }

    #[test]
    fn a_frame_around_cells() {
        let across = [rule(10.0, 20.0, 80.0), rule(20.0, 0.0, 100.0), rule(40.0, 20.0, 80.0)];
        let down = [rule(20.0, 10.0, 40.0), rule(50.0, 0.0, 100.0), rule(80.0, 10.0, 40.0)];
        check_frames(&across, &down, (1, 1, 1));
    }

    #[test]
    fn a_seal_over_the_corner_of_a_table() {
        let across = [
            rule(10.0, 80.0, 120.0),
            rule(20.0, 0.0, 100.0),
            rule(30.0, 80.0, 120.0),
            rule(40.0, 0.0, 100.0),
            rule(60.0, 0.0, 100.0),
        ];
        let down = [
            rule(0.0, 20.0, 60.0),
            rule(80.0, 10.0, 30.0),
            rule(100.0, 20.0, 60.0),
            rule(120.0, 10.0, 30.0),
        ];
        check_frames(&across, &down, (1, 3, 2));
    }

    #[test]
    fn round_corners() {
        let across = [rule(10.0, 25.0, 75.0), rule(20.0, 0.0, 100.0), rule(40.0, 25.0, 75.0)];
        let down = [rule(20.0, 15.0, 35.0), rule(80.0, 15.0, 35.0)];
        check_frames(&across, &down, (1, 1, 0));
    }

    #[test]
    fn rows_that_stick_out_of_a_table() {
        let across = [rule(10.0, 20.0, 80.0), rule(20.0, 0.0, 80.0), rule(40.0, 20.0, 80.0)];
        let down = [rule(20.0, 10.0, 40.0), rule(80.0, 10.0, 40.0)];
        check_frames(&across, &down, (0, 3, 2));
    }

    #[test]
    fn the_text_behind_its_border() {
        let mut drawing = blank();
        write(&mut drawing, "備考", 30.0, 32.0, 10.0);
        for (x0, y0, x1, y1) in
            [(20.0, 20.0, 80.0, 20.0), (80.0, 20.0, 80.0, 40.0), (20.0, 40.0, 80.0, 40.0)]
        {
            let line = Rect::new(x0, y0, x1, y1);
            drawing.strokes.push(Stroke { line, thickness: 1.0, operation: 0 });
        }
        write(&mut drawing, "受付済", 35.0, 34.0, 10.0);
        write(&mut drawing, "合計", 100.0, 34.0, 10.0);
        write(&mut drawing, "件", 60.0, 34.0, 10.0);
        let (runs, _) = runs::find(&drawing);
        let written = written_in(&[Rect::new(20.0, 20.0, 80.0, 40.0)], &[], &drawing, &runs);
        assert_eq!(written, [1]);
    }

    /// A circle from (20, 20) to (60, 60) between two texts; compares which runs
    /// are its own, with a rule across it or none.
    #[track_caller]
    fn check_circle(rules: &[Rule], expected: &[usize]) {
        let mut drawing = blank();
        write(&mut drawing, "備考", 30.0, 32.0, 10.0);
        let written = drawing.glyphs.last().map_or(0, |last| last.operation);
        write(&mut drawing, "済", 35.0, 48.0, 10.0);
        for (x, text) in [(100.0, "合計"), (140.0, "12件"), (180.0, "達成")] {
            write(&mut drawing, text, x, 48.0, 10.0);
        }
        let circle = (Rect::new(20.0, 20.0, 60.0, 60.0), written);
        let (runs, _) = runs::find(&drawing);
        let ovals = ovals_over(&[circle], rules, &[], &runs);
        assert_eq!(written_in(&[], &ovals, &drawing, &runs), expected);
    }

    #[test]
    fn a_round_seal_over_a_rule() {
        check_circle(&[rule(50.0, 0.0, 40.0)], &[1]);
        check_circle(&[rule(70.0, 0.0, 100.0)], &[]);
    }

    #[test]
    fn a_box_beside_the_text_does_not() {
        check(vec![], vec![], (0, 2, 2));
    }
}
