//! Which lines of text begin a row?
//!
//! Rows stand further apart than the lines of a cell; where all lines stand
//! equally far apart, a row begins where its first column, or half of all
//! columns, are filled.

use super::columns;
use super::pieces::{Piece, Row};

/// A gap smaller than this share of the usual gap between rows is one between
/// the lines of a cell. In rules/none it is a quarter.
const GAP_SHARE: f32 = 0.6;

/// A row as its lines show it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where its texts begin.
    pub(super) y0: f32,
    /// Where its texts end.
    pub(super) y1: f32,
    /// What it has in each column.
    pub(super) cells: Vec<Option<Piece>>,
}

impl Found {
    /// How many of its columns are filled.
    pub(super) fn filled(&self) -> usize {
        self.cells.iter().flatten().count()
    }

    /// Whether its first column is filled, and half of all.
    pub(super) fn is_full(&self) -> bool {
        self.cells.first().is_some_and(Option::is_some) && 2 * self.filled() >= self.cells.len()
    }
}

/// Groups lines into rows. `xs` bound the columns.
pub(super) fn find(lines: &[Row], xs: &[f32]) -> Vec<Found> {
    let cells: Vec<_> = lines.iter().map(|line| columns::cells(line, xs)).collect();
    let starts = starts(lines, &cells);
    let mut rows: Vec<Found> = Vec::new();
    for ((line, cells), starts) in lines.iter().zip(cells).zip(starts) {
        match rows.last_mut() {
            Some(row) if !starts => {
                row.y1 = line.y1;
                for (all, cell) in row.cells.iter_mut().zip(cells) {
                    *all = match (*all, cell) {
                        (Some(all), Some(cell)) => Some(all.joined(&cell)),
                        (all, cell) => all.or(cell),
                    };
                }
            }
            _ => rows.push(Found { y0: line.y0, y1: line.y1, cells }),
        }
    }
    rows
}

fn starts(lines: &[Row], cells: &[Vec<Option<Piece>>]) -> Vec<bool> {
    // Each line but the first: the gap above it, and whether it is an anchor.
    let steps: Vec<(f32, bool)> = lines
        .windows(2)
        .zip(cells.iter().skip(1))
        .map(|(pair, cells)| ((pair[1].y0 - pair[0].y1).max(0.0), is_anchor(cells)))
        .collect();
    let mut gaps: Vec<f32> = steps.iter().filter(|step| step.1).map(|step| step.0).collect();
    gaps.sort_by(f32::total_cmp);
    let row_gap = GAP_SHARE * gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let has_lines_in_cells = steps.iter().any(|step| step.0 < row_gap);
    let starts =
        steps.iter().map(|&(gap, anchor)| if has_lines_in_cells { gap >= row_gap } else { anchor });
    std::iter::once(true).chain(starts).collect()
}

/// Whether a line with these cells begins a row, if nothing else tells: a line
/// that goes on in wrapped cells fills few.
fn is_anchor(cells: &[Option<Piece>]) -> bool {
    let filled = cells.iter().flatten().count();
    let first = cells.first().is_some_and(Option::is_some);
    filled >= 2 && (first || 2 * filled >= cells.len())
}

/// The lines between rows, halfway from text to text.
pub(super) fn borders(rows: &[Found]) -> Vec<f32> {
    rows.windows(2).map(|pair| (pair[0].y1 + pair[1].y0) / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::drawn;
    use super::*;

    /// Counts the lines of each row of a table drawn as text, with three
    /// columns of ten characters.
    #[track_caller]
    fn check(table: &[&str], expected: &[usize]) {
        let lines = drawn(table);
        let rows = find(&lines, &[0.0, 50.0, 100.0, 150.0]);
        let counts: Vec<usize> = rows
            .iter()
            .map(|row| lines.iter().filter(|line| row.y0 <= line.y0 && line.y1 <= row.y1).count())
            .collect();
        assert_eq!(counts, expected);
    }

    #[test]
    fn rows_stand_apart() {
        check(
            &[
                "no        name      mark",
                "",
                "1         abcdefgh  a",
                "          ijk",
                "",
                "          abcdefgh  a",
            ],
            &[1, 2, 1],
        );
    }

    #[test]
    fn equal_gaps_leave_it_to_the_first_column() {
        check(
            &[
                "no        name      mark",
                "1         abcdefgh  a",
                "          ijk",
                "2         abcdefgh  a",
            ],
            &[1, 2, 1],
        );
    }
}
