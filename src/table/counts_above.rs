//! Counts of ratings that stand above a table of measures on the same sheet.
//!
//! A sheet is one grid, so what stands above a header is its captions and notes. Rows
//! that count ratings are a table of their own.

use super::header::{ByRow, filled};
use crate::grid::{Cell, Grid};
use crate::place::Place;
use crate::value::rating;

/// Rows of the shortest table of counts: a header and a row.
const ROWS_MIN: usize = 2;

/// Takes the first rows above the header out that count ratings.
pub(super) fn counts_above(by_row: ByRow) -> Vec<ByRow> {
    let ByRow { grid, lines, top, is_named, .. } = &by_row;
    if !is_named || matches!(grid.place, Place::Page { .. }) {
        return vec![by_row];
    }
    let above = lines.get(..*top).unwrap_or_default();
    let is_full: Vec<bool> = above.iter().map(|line| filled(grid, line) >= 2).collect();
    let mut blocks = Vec::new();
    let mut start = 0;
    for run in is_full.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        if run.first() == Some(&true) && run.len() >= ROWS_MIN {
            blocks.push(start..end);
        }
        start = end;
    }
    let counts = |rows: &std::ops::Range<usize>| {
        let lines = above.get(rows.clone()).unwrap_or_default();
        counts_across(grid, lines) || counts_down(grid, lines)
    };
    let Some(block) = blocks.into_iter().find(counts) else { return vec![by_row] };
    let (mut grid, mut cells) = (by_row.grid, Vec::new());
    let mut rest: Vec<Cell> = Vec::with_capacity(grid.cells.len());
    for mut cell in std::mem::take(&mut grid.cells) {
        if block.contains(&cell.row) {
            cell.row -= block.start;
            cells.push(cell);
        } else {
            rest.push(cell);
        }
    }
    let counts = grid.part(cells, block.len(), grid.cols);
    grid.cells = rest;
    vec![ByRow::new(counts), ByRow::new(grid)]
}

fn texts<'g>(grid: &'g Grid, line: &[u32]) -> Vec<(usize, &'g str)> {
    let cells = line.iter().filter_map(|&index| grid.cells.get(index as usize));
    cells.filter(|cell| !cell.text.is_empty()).map(|cell| (cell.col, cell.text.as_str())).collect()
}

fn is_number(text: &str) -> bool {
    text.trim_start_matches(['(', '（']).starts_with(char::is_numeric)
}

/// Whether a row has two ratings or more above numbers.
pub(super) fn counts_across(grid: &Grid, lines: &[Vec<u32>]) -> bool {
    lines.windows(2).any(|pair| {
        let [line, below] = pair else { return false };
        let numbers = texts(grid, below);
        let counted = |col: usize| numbers.iter().any(|it| it.0 == col && is_number(it.1));
        let ratings = texts(grid, line);
        ratings.iter().filter(|it| rating::may_be(it.1) && counted(it.0)).count() >= 2
    })
}

/// Whether two rows or more have a rating and a number behind it.
fn counts_down(grid: &Grid, lines: &[Vec<u32>]) -> bool {
    let counts = |line: &&Vec<u32>| {
        let texts = texts(grid, line);
        let at = texts.iter().position(|it| rating::may_be(it.1));
        let behind = at.and_then(|at| texts.get(at + 1..)).unwrap_or_default();
        // A | 目標を達成 | 2: what it means may stand between.
        let is_whole = |text: &str| !text.is_empty() && text.chars().all(char::is_numeric);
        behind.first().is_some_and(|it| is_number(it.1)) || behind.iter().any(|it| is_whole(it.1))
    };
    lines.iter().filter(counts).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{header, samples};

    /// The headers and the number of rows of each table.
    #[track_caller]
    fn check(rows: &[&str], expected: &[(&str, usize)]) {
        let tables: Vec<(String, usize)> = counts_above(ByRow::new(samples::grid(rows)))
            .into_iter()
            .map(|by_row| {
                let table = header::split(by_row, Vec::new());
                let headers: Vec<String> =
                    table.columns.iter().map(|column| column.path.join("/")).collect();
                (headers.join("|"), table.rows.len())
            })
            .collect();
        let expected: Vec<(String, usize)> =
            expected.iter().map(|&(headers, rows)| (headers.to_owned(), rows)).collect();
        assert_eq!(tables, expected);
    }

    const HEADER: &str = "番号|施策名|評価|備考";

    #[test]
    fn counts_are_a_table_of_their_own() {
        let measure = "1|窓口|◎|再";
        check(
            &["計画", "区分|◎|○|△", "合計|3|1|0", "", HEADER, measure],
            &[("区分|◎|○|△", 1), (HEADER, 1)],
        );
        check(
            &["評価|施策数|割合", "順調|3|75%", "遅れ|1|25%", "", HEADER, measure],
            &[("評価|施策数|割合|", 2), (HEADER, 1)],
        );
        check(
            &["評価|区分|数|割合", "A|早い|3|75%", "B|遅い|1|25%", "", HEADER, measure],
            &[("評価|区分|数|割合", 2), (HEADER, 1)],
        );
    }

    #[test]
    fn other_rows_above() {
        let measure = "1|窓口|◎|再";
        check(&["計画", "◎|達成|○|概ね達成", "△|未達成|×|なし", HEADER, measure], &[(HEADER, 1)]);
        check(&["担当|企画課", "電話|123", HEADER, measure], &[(HEADER, 1)]);
        check(&[HEADER, measure], &[(HEADER, 1)]);
    }
}
