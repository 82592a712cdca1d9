//! Strokes and fills → rules.
//!
//! A border may come as one stroke, as a thin filled rectangle, as both on top
//! of each other, or as thousands of dots. All pieces on one line are joined
//! here, in the time of a sort, before anything is crossed with anything.
//! Underlines and strikethroughs are told apart by the text that they follow
//! from end to end, and left out.

use super::{Heading, Rule, Run, boxes, tints};
use crate::geom::Rect;
use crate::source::pdf::Drawing;

/// The thickest rule, in points. The widest border of Excel prints at 2.25;
/// a fill beyond 3 is an area.
const THICKNESS_MAX: f32 = 3.0;

/// Pieces whose middles lie this close across are on one line: rounding to
/// printer dots moves them by up to half a point.
const LINE_DRIFT: f32 = 0.75;

/// The widest gap inside one rule, in points. Excel's dotted borders leave 1.5,
/// its dashes 3; two tables side by side are further apart.
const GAP_MAX: f32 = 4.0;

/// The widest gap between two pieces that are long, in points: borders drawn cell by
/// cell stop short of each corner (rules/gaps-at-corners). Dashes are short; where two
/// long pieces are further apart, two tables lie side by side
/// (rules/tables-side-by-side).
const LONG_GAP_MAX: f32 = 3.4;

/// The longest dash, in points. Excel's are 9.
const DASH_MAX: f32 = 20.0;

/// Anything shorter, after joining, is a dot or a tick: no cell is so small.
const LENGTH_MIN: f32 = 4.0;

/// The rules of a page, and the texts that were struck through.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// By height, then from left to right.
    pub(super) horizontal: Vec<Rule>,
    /// From left to right, then by height.
    pub(super) vertical: Vec<Rule>,
    /// What the horizontal ones were joined from, by height.
    pub(super) pieces: Vec<Rule>,
    /// Indices of runs with a line through them.
    pub(super) struck: Vec<Struck>,
    /// Text boxes that lie over rules.
    pub(super) boxes: Vec<Rect>,
    /// Indices of runs that were written in frames over rules.
    pub(super) floating: Vec<usize>,
}

/// Finds the horizontal and the vertical rules.
pub(super) fn find(drawing: &Drawing, runs: &[Run]) -> Rules {
    let mut horizontal: Vec<Rule> = Vec::new();
    let mut vertical: Vec<Rule> = Vec::new();
    let strokes = drawing.strokes.iter().map(|stroke| (stroke.line, stroke.thickness));
    let fills =
        drawing.fills.iter().map(|fill| (fill.rect, fill.rect.width().min(fill.rect.height())));
    for (rect, thickness) in strokes.chain(fills) {
        if thickness > THICKNESS_MAX && rect.width().max(rect.height()) < 4.0 * thickness {
            continue;
        }
        if rect.width().min(rect.height()) > THICKNESS_MAX {
            continue;
        }
        let thickness = thickness.min(THICKNESS_MAX);
        // A dot tells no direction: it may be a piece of either.
        let is_dot = rect.width().max(rect.height()) <= THICKNESS_MAX;
        if is_dot || rect.width() >= rect.height() {
            let (at, from, to) = (rect.center_y(), rect.x0, rect.x1);
            horizontal.push(Rule { at, from, to, thickness });
        }
        if is_dot || rect.height() > rect.width() {
            let (at, from, to) = (rect.center_x(), rect.y0, rect.y1);
            vertical.push(Rule { at, from, to, thickness });
        }
    }
    let mut vertical = join(vertical);
    let (mut horizontal, struck) = without_lines_of_text(horizontal, &vertical, drawing, runs);
    let (across, down) = tints::edges(drawing, runs);
    horizontal.extend(across);
    vertical.extend(down);
    let mut pieces = horizontal.clone();
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let (mut horizontal, mut vertical) = (join(horizontal), join(vertical));
    let boxes = boxes::take_out(&drawing.fills, &mut horizontal, &mut vertical, runs);
    let frames = boxes::take_out_frames(&mut horizontal, &mut vertical, runs);
    let ovals = boxes::ovals_over(&drawing.ovals, &horizontal, &vertical, runs);
    let floating = boxes::written_in(&frames, &ovals, drawing, runs);
    Rules { horizontal, vertical, pieces, struck, boxes, floating }
}

/// Joins the pieces of each line. Sorted by place across, then along.
fn join(mut pieces: Vec<Rule>) -> Vec<Rule> {
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut rules = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while let Some(first) = rest.first() {
        let limit = first.at + LINE_DRIFT;
        let length = rest.partition_point(|piece| piece.at <= limit);
        let (line, others) = rest.split_at_mut(length);
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        join_line(line, &mut rules);
        rest = others;
    }
    rules
}

fn join_line(pieces: &[Rule], rules: &mut Vec<Rule>) {
    let mut current: Option<Rule> = None;
    for &piece in pieces {
        match &mut current {
            Some(rule) if piece.from <= rule.to + gap_max(rule, &piece) => {
                // The longest piece knows best where the line is.
                if piece.to - piece.from > rule.to - rule.from {
                    rule.at = piece.at;
                }
                rule.to = rule.to.max(piece.to);
                rule.thickness = rule.thickness.max(piece.thickness);
            }
            _ => rules.extend(current.replace(piece).filter(is_long)),
        }
    }
    rules.extend(current.filter(is_long));
}

fn gap_max(rule: &Rule, next: &Rule) -> f32 {
    let are_long = (rule.to - rule.from).min(next.to - next.from) > DASH_MAX;
    if are_long { LONG_GAP_MAX } else { GAP_MAX }
}

fn is_long(rule: &Rule) -> bool {
    rule.to - rule.from >= LENGTH_MIN
}

/// How far below its baseline an underline is drawn, in em.
const UNDERLINE_BELOW: f32 = 0.35;

/// How far above the baseline a strikethrough is drawn, in em.
const STRIKE_ABOVE: f32 = 0.55;

/// How closely the ends of an underline follow the ends of its text, in em.
const END_DRIFT: f32 = 0.25;

/// How near its baseline a line still counts as an underline, in em; above, it
/// goes through the letters.
const UNDERLINE_ABOVE: f32 = 0.1;

/// Glyphs of a run that are struck through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Struck {
    /// Index of the run.
    pub(super) run: usize,
    /// Which glyphs of the page.
    pub(super) glyphs: (usize, usize),
}

/// A run as its underline sees it.
struct Written {
    run: usize,
    baseline: f32,
    from: f32,
    to: f32,
    size: f32,
}

/// How far the end of a border may lie from the border that it meets, in
/// points: half of a thick pen.
const MEETING_MAX: f32 = 1.0;

/// Leaves out the strokes that follow a run of text from end to end: an
/// underline or a strikethrough. The border of a cell that its text fills does
/// so too, but ends at other borders at both sides and goes on in the next cell
/// (the underline of a text that is cut off at its cell's borders does not).
/// Returns the struck runs as well.
fn without_lines_of_text(
    mut pieces: Vec<Rule>,
    vertical: &[Rule],
    drawing: &Drawing,
    runs: &[Run],
) -> (Vec<Rule>, Vec<Struck>) {
    let written = by_baseline(drawing, runs);
    let size_max = written.iter().map(|run| run.size).fold(0.0, f32::max);
    let mut struck = Vec::new();
    let mut joined = None;
    let mut is_border = |piece: &Rule| {
        let from = piece.at - UNDERLINE_BELOW * size_max;
        let to = piece.at + STRIKE_ABOVE * size_max;
        let first = written.partition_point(|run| run.baseline < from);
        let near = || written[first..].iter().take_while(|run| run.baseline <= to);
        let Some(run) = near().find(|run| follows(piece, run)) else {
            let part = near().find_map(|run| struck_part(piece, run, drawing, runs));
            // The border of a cell meets others.
            let part = part.filter(|_| {
                ![piece.from, piece.to].iter().any(|&end| meets(vertical, end, piece.at))
            });
            let is_border = part.is_none();
            struck.extend(part);
            return is_border;
        };
        if [piece.from, piece.to].iter().all(|&end| meets(vertical, end, piece.at)) {
            let all = joined.get_or_insert_with(|| join(pieces.clone()));
            if goes_on(all, piece) {
                return true;
            }
        }
        if run.baseline - piece.at > UNDERLINE_ABOVE * run.size {
            let glyphs = runs[run.run].range();
            struck.push(Struck { run: run.run, glyphs: (glyphs.start, glyphs.end) });
        }
        false
    };
    let kept: Vec<bool> = pieces.iter().map(&mut is_border).collect();
    let mut kept = kept.into_iter();
    pieces.retain(|_| kept.next().unwrap_or(true));
    struck.sort_unstable();
    struck.dedup();
    (pieces, struck)
}

/// Whether a vertical rule passes through this place or ends there.
fn meets(vertical: &[Rule], x: f32, y: f32) -> bool {
    let first = vertical.partition_point(|rule| rule.at < x - MEETING_MAX);
    let near = vertical[first..].iter().take_while(|rule| rule.at <= x + MEETING_MAX);
    near.into_iter().any(|rule| (rule.from - MEETING_MAX..=rule.to + MEETING_MAX).contains(&y))
}

/// Whether a piece is part of a longer one of these rules.
fn goes_on(rules: &[Rule], piece: &Rule) -> bool {
    let first = rules.partition_point(|rule| rule.at < piece.at - LINE_DRIFT);
    let near = rules[first..].iter().take_while(|rule| rule.at <= piece.at + LINE_DRIFT);
    near.into_iter().any(|rule| {
        let goes_on = rule.from < piece.from - LENGTH_MIN || rule.to > piece.to + LENGTH_MIN;
        goes_on && rule.from <= piece.to && piece.from <= rule.to
    })
}

fn by_baseline(drawing: &Drawing, runs: &[Run]) -> Vec<Written> {
    let mut written: Vec<Written> = runs
        .iter()
        .enumerate()
        .map(|(index, run)| {
            let clip = drawing.clips.get(run.clip as usize).copied().unwrap_or(run.bbox);
            // Where text is clipped, so is its underline.
            let seen = run.bbox.intersection(&clip).unwrap_or(run.bbox);
            Written {
                run: index,
                baseline: run.baseline,
                from: seen.x0,
                to: seen.x1,
                size: run.size,
            }
        })
        .collect();
    written.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    written
}

fn follows(piece: &Rule, run: &Written) -> bool {
    let below = piece.at - run.baseline;
    (-STRIKE_ABOVE * run.size..=UNDERLINE_BELOW * run.size).contains(&below)
        && (piece.from - run.from).abs() <= END_DRIFT * run.size
        && (piece.to - run.to).abs() <= END_DRIFT * run.size
}

/// The glyphs in a run that a stroke goes through from the first to the last.
fn struck_part(piece: &Rule, run: &Written, drawing: &Drawing, runs: &[Run]) -> Option<Struck> {
    let above = run.baseline - piece.at;
    let is_inside = run.from - END_DRIFT * run.size <= piece.from
        && piece.to <= run.to + END_DRIFT * run.size
        && (UNDERLINE_ABOVE * run.size..=STRIKE_ABOVE * run.size).contains(&above);
    let run_of = runs.get(run.run).filter(|it| is_inside && it.heading == Heading::Right)?;
    let range = run_of.range();
    let glyphs = drawing.glyphs.get(range.clone())?;
    let near = |a: f32, b: f32| (a - b).abs() <= END_DRIFT * run.size;
    let first = glyphs.iter().position(|glyph| near(glyph.bbox.x0, piece.from))?;
    let last = glyphs.iter().rposition(|glyph| near(glyph.bbox.x1, piece.to))?;
    let glyphs = (range.start + first, range.start + last + 1);
    (first <= last).then_some(Struck { run: run.run, glyphs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::runs;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::{Fill, Stroke};

    #[track_caller]
    fn check(drawing: &Drawing, horizontal: usize, vertical: usize) {
        let (runs, _) = runs::find(drawing);
        let Rules { horizontal: across, vertical: down, .. } = find(drawing, &runs);
        assert_eq!((across.len(), down.len()), (horizontal, vertical), "{across:?} {down:?}");
    }

    fn fill(x0: f32, y0: f32, x1: f32, y1: f32) -> Fill {
        Fill { rect: Rect::new(x0, y0, x1, y1), color: [0; 3], operation: 0 }
    }

    #[test]
    fn a_stroke_on_a_thin_fill_is_one_rule() {
        let mut drawing = blank();
        drawing.fills.push(fill(10.0, 10.0, 200.0, 10.5));
        drawing.strokes.push(Stroke {
            line: Rect::new(10.0, 10.3, 200.0, 10.3),
            thickness: 0.5,
            operation: 0,
        });
        check(&drawing, 1, 0);
    }

    #[test]
    fn dots_become_a_rule_in_their_own_direction() {
        let mut drawing = blank();
        for step in 0..100 {
            let x = 10.0 + 2.0 * step as f32;
            drawing.fills.push(fill(x, 10.0, x + 0.7, 10.7));
        }
        check(&drawing, 1, 0);
    }

    #[test]
    fn an_area_is_no_rule() {
        let mut drawing = blank();
        drawing.fills.push(fill(10.0, 10.0, 200.0, 30.0));
        check(&drawing, 0, 0);
    }

    #[test]
    fn an_underline_is_no_rule() {
        let mut drawing = blank();
        write(&mut drawing, "https://example.jp/", 100.0, 100.0, 10.0);
        drawing.fills.push(fill(100.0, 101.0, 195.0, 101.6));
        check(&drawing, 0, 0);
    }

    /// A stroke from one place to another at a height, and the glyphs of a text of eight
    /// letters at (100, 100) in 10 points that it strikes through.
    #[track_caller]
    fn strikes(from: f32, to: f32, y: f32, verticals: &[f32], expected: Option<(usize, usize)>) {
        let mut drawing = blank();
        write(&mut drawing, "防災訓練の実施数", 100.0, 100.0, 10.0);
        drawing.fills.push(fill(from, y, to, y + 0.6));
        for &x in verticals {
            drawing.fills.push(fill(x - 0.3, 80.0, x + 0.3, 130.0));
        }
        let (runs, _) = runs::find(&drawing);
        let found = find(&drawing, &runs);
        let struck: Vec<_> = found.struck.iter().map(|it| it.glyphs).collect();
        assert_eq!(struck, Vec::from_iter(expected));
        assert_eq!(found.horizontal.len(), usize::from(expected.is_none()));
    }

    #[test]
    fn a_part_of_a_text_is_struck_through() {
        strikes(100.0, 180.0, 96.0, &[], Some((0, 8)));
        strikes(120.0, 150.0, 96.0, &[], Some((2, 5)));
        // Between two letters a rule ends that is none of the text's.
        strikes(125.0, 155.0, 96.0, &[], None);
        // Below the letters, or where it meets another rule, it is a border.
        strikes(120.0, 150.0, 101.0, &[], None);
        strikes(120.0, 150.0, 96.0, &[120.0], None);
    }

    #[test]
    fn a_rule_below_text_stays() {
        let mut drawing = blank();
        write(&mut drawing, "達成", 100.0, 100.0, 10.0);
        drawing.fills.push(fill(95.0, 103.0, 195.0, 103.6));
        check(&drawing, 1, 0);
    }
}
