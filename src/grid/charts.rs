//! Boxes joined by lines: 推進体制の図, flow charts. Their rules cross as those of
//! a table do, and what a table is made of is missing: cells side by side.

use super::lattice::{Lattice, Square, Walls};
use crate::geom::Rect;
use crate::page::{Mark, Page};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::crossings::Component;
    use crate::grid::lattice;
    use crate::page::Rule;

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
