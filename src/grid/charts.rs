//! Boxes joined by lines: 推進体制の図, flow charts. Their rules cross as those of
//! a table do, and what a table is made of is missing: cells side by side.

use super::lattice::{Lattice, SNAP, Square, Walls};
use crate::geom::Rect;
use crate::page::{Mark, Page, Rule, Run};

/// Whether two cells or more have rules at all four sides, and no two of them
/// share one. A table that is open at its sides has neighbours amid it.
pub(super) fn is_chart(walls: &Walls, lattice: &Lattice) -> bool {
    let (rows, cols) = (lattice.rows(), lattice.cols());
    let is_closed = |cell: &Square| {
        let (right, bottom) = (cell.col + cell.colspan, cell.row + cell.rowspan);
        let beside = |line: usize| (cell.row..bottom).all(|row| walls.down[line * rows + row]);
        let along = |line: usize| (cell.col..right).all(|col| walls.across[line * cols + col]);
        beside(cell.col) && beside(right) && along(cell.row) && along(bottom)
    };
    let closed: Vec<bool> = lattice.cells.iter().map(is_closed).collect();
    let is_box = |row: usize, col: usize| {
        row < rows && col < cols && closed[lattice.owner(row, col) as usize]
    };
    let touches = |cell: &Square| {
        let (right, bottom) = (cell.col + cell.colspan, cell.row + cell.rowspan);
        (cell.row..bottom).any(|row| is_box(row, right))
            || (cell.col..right).any(|col| is_box(bottom, col))
    };
    let mut boxes = lattice.cells.iter().zip(&closed).filter(|(_, closed)| **closed);
    closed.iter().filter(|closed| **closed).count() >= 2 && !boxes.any(|(cell, _)| touches(cell))
}

/// The fewest bars of a chart, and how many of them must end between the lines of its
/// scale.
const BARS_MIN: usize = 3;
const FREE_MIN: usize = 2;

/// How far the end of a bar lies from each line of its scale, in points, where it shows
/// a value between two.
const END_MIN: f32 = 1.0;

/// Whether bars stand on the lines of a scale: areas on one line, each narrower than its
/// column, of which some run over lines across and end between two. What shades cells
/// ends at their borders (rules/bars-over-a-scale).
pub(super) fn has_bars(page: &Page, lattice: &Lattice) -> bool {
    let (xs, ys) = (&lattice.xs, &lattice.ys);
    let bounds = lattice.bbox();
    let nearest = |at: f32| {
        let next = ys.partition_point(|&y| y < at);
        let around = [next.checked_sub(1), Some(next)].into_iter().flatten();
        let lines = around.filter_map(|line| ys.get(line));
        lines.map(|y| (y - at).abs()).fold(f32::INFINITY, f32::min)
    };
    let is_bar = |rect: &&Rect| {
        let column = xs.partition_point(|&x| x <= rect.center_x());
        let sides = column.checked_sub(1).and_then(|at| Some((xs.get(at)?, xs.get(column)?)));
        bounds.contains(rect.center_x(), rect.center_y())
            && nearest(rect.y1) <= END_MIN
            && sides
                .is_some_and(|(left, right)| left + END_MIN < rect.x0 && rect.x1 < right - END_MIN)
    };
    let areas = page.marks.iter().filter(|(_, kind)| matches!(kind, Mark::Square | Mark::Tint));
    let mut bars = areas.map(|(rect, _)| rect).filter(is_bar).peekable();
    let Some(base) = bars.peek().map(|bar| bar.y1) else { return false };
    let (mut count, mut free) = (0, 0);
    for bar in bars.filter(|bar| (bar.y1 - base).abs() <= END_MIN) {
        let crosses = ys.iter().any(|&y| bar.y0 + END_MIN < y && y < bar.y1 - END_MIN);
        count += 1;
        free += usize::from(crosses && nearest(bar.y0) > END_MIN);
    }
    count >= BARS_MIN && free >= FREE_MIN
}

/// How many boxes side by side show a figure.
const BOXES_MIN: usize = 2;

/// Whether what alignment takes for a table is text beside a figure: boxes that stand
/// apart, each around several lines, and text at their height that is in none
/// (layout/prose-around-a-figure-of-boxes). A box around a cell holds no two rows, and
/// boxes that touch are columns.
pub(super) fn is_beside_figure(page: &Page, lattice: &Lattice) -> bool {
    let bounds = lattice.bbox();
    let boxes = boxes(page, &bounds);
    let holds_lines = |it: &&Rect| {
        let mut lines: Vec<f32> = page
            .runs
            .iter()
            .filter(|run| it.contains(run.bbox.center_x(), run.bbox.center_y()))
            .map(|run| run.baseline)
            .collect();
        lines.sort_by(f32::total_cmp);
        lines.dedup_by(|b, a| *b - *a <= SNAP);
        lines.len() > 1
    };
    let stands_apart = |it: &&Rect| {
        let wide = Rect { x0: it.x0 - SNAP, x1: it.x1 + SNAP, ..**it };
        boxes.iter().all(|other| other == *it || other.intersection(&wide).is_none())
    };
    let apart: Vec<&Rect> = boxes.iter().filter(holds_lines).filter(stands_apart).collect();
    let is_beside = |run: &Run| {
        let (x, y) = (run.bbox.center_x(), run.bbox.center_y());
        bounds.contains(x, y)
            && !boxes.iter().any(|it| it.contains(x, y))
            && apart.iter().any(|it| (it.y0..=it.y1).contains(&y))
    };
    apart.len() >= BOXES_MIN && page.runs.iter().any(is_beside)
}

/// How many rules down within a table are looked at: a figure has a few boxes.
const SIDES_MAX: usize = 256;

/// The closed boxes within bounds.
fn boxes(page: &Page, bounds: &Rect) -> Vec<Rect> {
    let is_inside = |rule: &&Rule| {
        (bounds.x0 - SNAP..=bounds.x1 + SNAP).contains(&rule.at)
            && rule.to > bounds.y0
            && rule.from < bounds.y1
    };
    let mut sides: Vec<&Rule> = page.vertical.iter().filter(is_inside).take(SIDES_MAX).collect();
    sides.sort_by(|a, b| a.at.total_cmp(&b.at));
    let near = |a: f32, b: f32| (a - b).abs() <= SNAP;
    let is_covered = |y: f32, left: f32, right: f32| {
        page.horizontal
            .iter()
            .any(|rule| near(rule.at, y) && rule.from <= left + SNAP && right - SNAP <= rule.to)
    };
    let mut found = Vec::new();
    for (number, left) in sides.iter().enumerate() {
        let others = sides.iter().skip(number + 1);
        let right = others
            .filter(|it| it.at - left.at > SNAP)
            .find(|it| near(it.from, left.from) && near(it.to, left.to));
        let Some(right) = right else { continue };
        if [left.from, left.to].iter().all(|&y| is_covered(y, left.at, right.at)) {
            found.push(Rect { x0: left.at, y0: left.from, x1: right.at, y1: left.to });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::crossings::Component;
    use crate::grid::lattice;
    use crate::page::Heading;

    /// Rules as `(at, from, to)`.
    type Rules<'a> = &'a [(f32, f32, f32)];

    #[track_caller]
    fn check(horizontal: Rules<'_>, vertical: Rules<'_>, expected: bool) {
        let rules = |list: Rules<'_>| -> Vec<Rule> {
            list.iter().map(|&(at, from, to)| Rule { at, from, to, thickness: 0.5 }).collect()
        };
        let places = |list: Rules<'_>| {
            let mut places: Vec<f32> = list.iter().map(|rule| rule.0).collect();
            places.sort_by(f32::total_cmp);
            places.dedup();
            places
        };
        let (xs, ys) = (places(vertical), places(horizontal));
        let component = Component { horizontal: rules(horizontal), vertical: rules(vertical) };
        let walls = Walls::of(&component, &xs, &ys);
        let lattice = lattice::build(&component, xs, ys);
        assert_eq!(is_chart(&walls, &lattice), expected);
    }

    /// Whether areas from these heights (of 100 points in four rows) to the bottom are
    /// bars.
    #[track_caller]
    fn check_bars(tops: &[f32], expected: bool) {
        let rule = |at: f32, to: f32| Rule { at, from: 0.0, to, thickness: 0.5 };
        let ys = [0.0, 25.0, 50.0, 75.0, 100.0];
        let component = Component {
            horizontal: ys.map(|at| rule(at, 200.0)).to_vec(),
            vertical: [0.0, 200.0].map(|at| rule(at, 100.0)).to_vec(),
        };
        let lattice = lattice::build(&component, vec![0.0, 200.0], ys.to_vec());
        let bar = |(at, &top): (usize, &f32)| {
            let x = 10.0 + 30.0 * at as f32;
            (Rect::new(x, top, x + 20.0, 100.0), Mark::Tint)
        };
        let marks = tops.iter().enumerate().map(bar).collect();
        let page = Page { marks, ..Page::default() };
        assert_eq!(has_bars(&page, &lattice), expected);
    }

    #[test]
    fn bars_end_between_the_lines() {
        check_bars(&[12.0, 34.0, 60.0], true);
        check_bars(&[12.0, 34.0, 75.0], true);
        check_bars(&[12.0, 34.0], false);
        check_bars(&[25.0, 50.0, 50.0], false);
        check_bars(&[80.0, 90.0, 85.0], false);
    }

    /// Boxes from left to right on a page with lines of text at these places: whether
    /// they are a figure beside text.
    #[track_caller]
    fn check_figure(boxes: &[(f32, f32)], texts: &[(f32, f32)], expected: bool) {
        let (mut page, bounds) = (Page::default(), Rect::new(0.0, 0.0, 300.0, 60.0));
        for &(x0, x1) in boxes {
            let rule = |at: f32, from: f32, to: f32| Rule { at, from, to, thickness: 0.5 };
            page.vertical.extend([rule(x0, 10.0, 50.0), rule(x1, 10.0, 50.0)]);
            page.horizontal.extend([rule(10.0, x0, x1), rule(50.0, x0, x1)]);
        }
        for &(x, y) in texts {
            page.runs.push(Run {
                glyphs: 0..0,
                bbox: Rect::new(x, y, x + 30.0, y + 10.0),
                baseline: y + 8.0,
                size: 10.0,
                heading: Heading::Right,
                clip: 0,
                block: 0,
                floats: false,
            });
        }
        let rule = |at: f32, to: f32| Rule { at, from: 0.0, to, thickness: 0.5 };
        let component = Component {
            horizontal: vec![rule(bounds.y0, bounds.x1), rule(bounds.y1, bounds.x1)],
            vertical: vec![rule(bounds.x0, bounds.y1), rule(bounds.x1, bounds.y1)],
        };
        let (xs, ys) = (vec![bounds.x0, bounds.x1], vec![bounds.y0, bounds.y1]);
        let lattice = lattice::build(&component, xs, ys);
        assert_eq!(is_beside_figure(&page, &lattice), expected);
    }

    #[test]
    fn text_beside_boxes_that_stand_apart() {
        let (apart, touching) =
            ([(100.0, 150.0), (170.0, 220.0)], [(100.0, 150.0), (150.0, 220.0)]);
        let beside = (10.0, 15.0);
        let inside = [(110.0, 15.0), (110.0, 35.0), (180.0, 15.0), (180.0, 35.0)];
        let all = [&inside[..], &[beside]].concat();
        check_figure(&apart, &all, true);
        check_figure(&touching, &all, false);
        check_figure(&apart, &inside, false);
        check_figure(&apart, &[inside[0], inside[2], beside], false);
        check_figure(&apart[..1], &all, false);
    }

    #[test]
    fn two_boxes_and_the_line_between() {
        check(
            &[(0.0, 0.0, 80.0), (20.0, 0.0, 80.0), (50.0, 0.0, 80.0), (70.0, 0.0, 80.0)],
            &[
                (0.0, 0.0, 20.0),
                (0.0, 50.0, 70.0),
                (40.0, 20.0, 50.0),
                (80.0, 0.0, 20.0),
                (80.0, 50.0, 70.0),
            ],
            true,
        );
    }

    #[test]
    fn tables() {
        let across = [(0.0, 0.0, 90.0), (20.0, 0.0, 90.0), (40.0, 0.0, 90.0)];
        let down = [0.0, 30.0, 60.0, 90.0].map(|at| (at, 0.0, 40.0));
        check(&across, &down, false);
        // Open at both sides, with one column between.
        let open = [(0.0, 0.0, 1.0), down[1], down[2], (90.0, 0.0, 1.0)];
        check(&across, &open, false);
        // One row, of which one cell is closed.
        check(&across[..2], &open, false);
    }
}
