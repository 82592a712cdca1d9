//! Tinted cells side by side → rules along their edges.
//!
//! Where each cell has a tint of its own, the edge between two tints is the
//! border that a person sees. An edge alone is none: a shaded row, a box or a
//! bar of a chart has edges too. So only areas count that have a neighbour of
//! another colour both beside them and above or below.

use super::{Rule, Run};
use crate::geom::Rect;
use crate::source::pdf::{Drawing, Fill};

/// The smallest cell with text in it, in points. Thinner fills are rules.
const SIDE_MIN: f32 = 4.0;

/// How far apart two tints may lie and be neighbours, in points: a white gap
/// as wide as a thick rule.
const GAP_MAX: f32 = 3.0;

/// How far apart they may lie without a gap that anybody sees, in points.
const SEAM_MAX: f32 = 0.3;

/// The fewest areas of a tinted table: three rows of two columns.
const AREAS_MIN: usize = 6;

/// More areas than this are a picture. A page of 100 rows and 40 columns,
/// each cell tinted, has as many.
const AREAS_MAX: usize = 4_000;

/// One area in this many must hold text, or the areas are a chart.
const AREAS_FOR_EACH_TEXT: usize = 3;

/// Runs of text that are looked up in the areas.
const RUNS_MAX: usize = 10_000;

/// The edges of tinted cells: horizontal ones and vertical ones.
pub(super) fn edges(drawing: &Drawing, runs: &[Run]) -> (Vec<Rule>, Vec<Rule>) {
    let areas: Vec<&Fill> = drawing
        .fills
        .iter()
        .filter(|fill| fill.rect.is_finite())
        .filter(|fill| fill.rect.width().min(fill.rect.height()) >= SIDE_MIN)
        .take(AREAS_MAX + 1)
        .collect();
    if !(AREAS_MIN..=AREAS_MAX).contains(&areas.len()) {
        return Default::default();
    }
    let across: Vec<Sides> = areas.iter().map(|area| across(&area.rect)).collect();
    let down: Vec<Sides> = areas.iter().map(|area| down(&area.rect)).collect();
    let (across, down) = (bordered(&areas, &across), bordered(&areas, &down));
    let cells: Vec<Rect> = (0..areas.len())
        .filter(|&area| across[area] && down[area])
        .map(|area| areas[area].rect)
        .collect();
    if cells.len() < AREAS_MIN || AREAS_FOR_EACH_TEXT * texts(&cells, runs) < cells.len() {
        return Default::default();
    }
    let horizontal = cells.iter().flat_map(|cell| {
        [cell.y0, cell.y1].map(|at| Rule { at, from: cell.x0, to: cell.x1, thickness: 0.0 })
    });
    let vertical = cells.iter().flat_map(|cell| {
        [cell.x0, cell.x1].map(|at| Rule { at, from: cell.y0, to: cell.y1, thickness: 0.0 })
    });
    (horizontal.collect(), vertical.collect())
}

/// An area seen along one axis: where it begins and ends on it, and on the
/// other.
#[derive(Debug, Clone, Copy)]
struct Sides {
    from: f32,
    to: f32,
    low: f32,
    high: f32,
}

fn across(rect: &Rect) -> Sides {
    Sides { from: rect.x0, to: rect.x1, low: rect.y0, high: rect.y1 }
}

fn down(rect: &Rect) -> Sides {
    Sides { from: rect.y0, to: rect.y1, low: rect.x0, high: rect.x1 }
}

/// Which areas have a neighbour along the axis that can be told from them, and
/// none that can't.
fn bordered(areas: &[&Fill], sides: &[Sides]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|&a, &b| sides[a].from.total_cmp(&sides[b].from));
    let mut told_apart = vec![false; sides.len()];
    let mut flows_on = vec![false; sides.len()];
    for (area, side) in sides.iter().enumerate() {
        let first = order.partition_point(|&next| sides[next].from < side.to - SEAM_MAX);
        let neighbours = order[first..]
            .iter()
            .copied()
            .take_while(|&next| sides[next].from <= side.to + GAP_MAX)
            .filter(|&next| next != area && lie_side_by_side(side, &sides[next]));
        for next in neighbours {
            let is_seam = sides[next].from - side.to <= SEAM_MAX;
            let is_border = !is_seam || areas[area].color != areas[next].color;
            let marks = if is_border { &mut told_apart } else { &mut flows_on };
            marks[area] = true;
            marks[next] = true;
        }
    }
    told_apart.into_iter().zip(flows_on).map(|(apart, flows)| apart && !flows).collect()
}

/// Whether two areas share most of the edge between them.
fn lie_side_by_side(a: &Sides, b: &Sides) -> bool {
    let shared = a.high.min(b.high) - a.low.max(b.low);
    2.0 * shared > (a.high - a.low).min(b.high - b.low)
}

/// How many runs stand in one of the areas.
fn texts(areas: &[Rect], runs: &[Run]) -> usize {
    let mut areas = areas.to_vec();
    areas.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let tallest = areas.iter().map(Rect::height).fold(0.0, f32::max);
    let stands_in_one = |run: &&Run| {
        let (x, y) = (run.bbox.center_x(), run.bbox.center_y());
        let end = areas.partition_point(|area| area.y0 <= y);
        let near = areas[..end].iter().rev().take_while(|area| area.y0 >= y - tallest);
        near.into_iter().any(|area| area.contains(x, y))
    };
    runs.iter().take(RUNS_MAX).filter(stands_in_one).take(areas.len()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::runs;
    use crate::page::tests::{blank, write};

    /// Paints cells of 50 by 20 points, each letter a colour, with a text in
    /// each, and counts the edges.
    #[track_caller]
    fn check(cells: &[&str], expected: usize) {
        let mut drawing = blank();
        for (row, colors) in cells.iter().enumerate() {
            for (col, color) in colors.bytes().enumerate() {
                let (x, y) = (50.0 * col as f32, 20.0 * row as f32);
                let rect = Rect::new(x, y, x + 50.0, y + 20.0);
                drawing.fills.push(Fill { rect, color: [color; 3], operation: 0 });
                write(&mut drawing, "達成", x + 5.0, y + 15.0, 10.0);
            }
        }
        let (runs, _) = runs::find(&drawing);
        let (across, down) = edges(&drawing, &runs);
        assert_eq!((across.len(), down.len()), (expected, expected));
    }

    #[test]
    fn cells_of_two_colours() {
        check(&["abab", "baba", "abab"], 24);
    }

    #[test]
    fn shaded_rows_have_no_columns() {
        check(&["aaaa", "bbbb", "aaaa"], 0);
    }

    #[test]
    fn bars_of_a_chart() {
        check(&["abcdefgh"], 0);
    }
}
