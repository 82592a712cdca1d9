//! Boxes joined by lines: 推進体制の図, flow charts. Their rules cross as those of
//! a table do, and what a table is made of is missing: cells side by side.

use super::lattice::{Lattice, Square, Walls};

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
