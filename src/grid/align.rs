//! Tables whose rules are missing, all or in part: alignment decides.
//!
//! The eye sees columns where nothing is printed from the header down to the
//! last row, and rows where lines stand apart. Rules that are there decide
//! first: a frame gives the outline, horizontals give rows, verticals columns.
//! What is missing is put in as a rule that nobody drew, and the lattice is
//! built as for any other table, so that merged headers and bands need nothing
//! of their own.
//!
//! A table is taken only on strong evidence, because prose has aligned words
//! and gaps too. What that evidence is, each step says.

mod pieces;
mod stops;
mod ways;
mod columns;
mod header;
mod rows;
mod missing;
mod open_top;
mod within;
mod stacks;
mod blocks;

use super::crossings::RULES_MAX;
use super::lattice::Lattice;
use crate::page::Page;
use pieces::Piece;

/// How many regions of one page are looked at. A page of a report has a few
/// tables; a drawing may have thousands of boxes.
const REGIONS_MAX: usize = 256;

/// Completes the tables whose rules are there in part, and adds those that
/// have none. Top to bottom, then left to right.
pub(super) fn complete(page: &Page, lattices: Vec<Lattice>) -> Vec<Lattice> {
    // Such a page is a drawing, and was reported as unread.
    if page.horizontal.len() + page.vertical.len() > RULES_MAX {
        return lattices;
    }
    let complete = lattices.iter().filter(|lattice| !within::may_lack(lattice));
    let complete: Vec<_> = complete.take(REGIONS_MAX).map(Lattice::bbox).collect();
    let pieces = pieces::of(page, &complete);
    let mut tables = Vec::with_capacity(lattices.len());
    for (number, lattice) in lattices.into_iter().enumerate() {
        let is_looked_at = number < REGIONS_MAX;
        let complete = || within::complete(page, &pieces, &lattice);
        let completed = is_looked_at.then(complete).flatten();
        tables.push(completed.unwrap_or(lattice));
    }
    let free = outside(pieces, &tables);
    tables.extend(stacks::find(page, &free, &tables));
    let free = outside(free, &tables);
    tables.extend(blocks::find(&free));
    tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    tables
}

fn outside(mut pieces: Vec<Piece>, tables: &[Lattice]) -> Vec<Piece> {
    let boxes: Vec<_> = tables.iter().map(Lattice::bbox).collect();
    pieces.retain(|piece| {
        let (x, y) = (piece.bbox.center_x(), piece.bbox.center_y());
        !boxes.iter().any(|bbox| bbox.contains(x, y))
    });
    pieces
}

#[cfg(test)]
mod tests {
    use crate::geom::Rect;
    use crate::grid;
    use crate::page;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::Stroke;

    /// Reads a page drawn as text: 5 points to a character, 6 to a line, type
    /// of 10 points. Two spaces part two texts, `---` and `|` are rules. A table comes
    /// back as its cells, `|` between them and `/` between rows, empty where
    /// a cell beside or above reaches over.
    #[track_caller]
    fn check(lines: &[&str], expected: &[&str]) {
        let mut drawing = blank();
        for (number, line) in lines.iter().enumerate() {
            let (y, mut column) = (100.0 + 6.0 * number as f32, 0);
            for text in line.split("  ") {
                let x = 50.0 + 5.0 * (column + text.len() - text.trim_start().len()) as f32;
                let text_width = 5.0 * text.trim().len() as f32;
                if text.starts_with("---") {
                    let line = Rect::new(x, y, x + text_width, y);
                    drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
                } else if text.trim() == "|" {
                    let line = Rect::new(x, y, x, y + 6.0);
                    drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
                } else if !text.trim().is_empty() {
                    write(&mut drawing, text.trim(), x, y + 4.0, 10.0);
                }
                column += text.len() + 2;
            }
        }
        let mut findings = Vec::new();
        let mut page = page::read(1, drawing, &mut findings);
        let grids = grid::find(&mut page, &mut findings).grids;
        let tables: Vec<String> = grids.iter().map(shown).collect();
        assert_eq!(tables, expected);
    }

    fn shown(grid: &grid::Grid) -> String {
        let mut rows = vec![vec![String::new(); grid.cols]; grid.rows];
        for cell in &grid.cells {
            rows[cell.row][cell.col].clone_from(&cell.text);
        }
        assert!(!grid.ruled);
        rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn no_rule_at_all() {
        check(
            &[
                "Results of 2024",
                "",
                "",
                "",
                "No     Measure     Target",
                "",
                "",
                "",
                "1-1    Childcare   50",
                "",
                "       at home",
                "",
                "",
                "",
                "1-2    School PCs  90",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "Note: see the annex",
            ],
            &["No|Measure|Target / 1-1|Childcare at home|50 / 1-2|School PCs|90"],
        );
    }

    #[test]
    fn horizontals_with_a_header_over_two_columns_and_a_band() {
        check(
            &[
                "-----------------------------------",
                "",
                "                  2024",
                "No     Measure    ----------------",
                "",
                "                  Target   Actual",
                "",
                "-----------------------------------",
                "",
                "Life at home and at school",
                "",
                "-----------------------------------",
                "",
                "1-1    Childcare  50       60",
                "",
                "-----------------------------------",
                "",
                "1-2    Schools    90       80",
                "",
                "-----------------------------------",
            ],
            &["No|Measure|2024| / ||Target|Actual / Life at home and at school||| \
               / 1-1|Childcare|50|60 / 1-2|Schools|90|80"],
        );
    }

    #[test]
    fn three_horizontals() {
        check(
            &[
                "-------------------------",
                "",
                "No     Measure     Target",
                "",
                "-------------------------",
                "",
                "1-1    Childcare   50",
                "",
                "",
                "",
                "1-2    School PCs  90",
                "",
                "-------------------------",
            ],
            &["No|Measure|Target / 1-1|Childcare|50 / 1-2|School PCs|90"],
        );
    }

    #[test]
    fn one_row_of_numbers() {
        let rule = "-------------------------";
        let head = "Debt   2024 (yen)  2025 (yen)";
        check(
            &[rule, "", head, "", rule, "", "City   18,220      17,930", "", rule],
            &["Debt|2024 (yen)|2025 (yen) / City|18,220|17,930"],
        );
        check(&[rule, "", head, "", rule, "", "City   18,220      unknown", "", rule], &[]);
    }

    #[test]
    fn verticals_between_columns_alone() {
        let row = |line: &'static str| {
            [line, "       |             |          |", "       |             |          |"]
        };
        let table = [
            row("No     |  Measure    |  Target  |  Mark"),
            row("1-1    |  Childcare  |  50      |  A"),
            row("1-2    |  Schools    |  90      |  B"),
            row("1-3    |  Roads      |  70"),
        ];
        let expected =
            "No|Measure|Target|Mark / 1-1|Childcare|50|A / 1-2|Schools|90|B / 1-3|Roads|70|";
        check(&table.concat(), &[expected]);
    }

    #[test]
    fn prose_is_no_table() {
        check(
            &[
                "1    Purpose of this report",
                "",
                "     This report says what",
                "",
                "     the 197 measures did.",
                "",
                "2    Results",
                "",
                "     126 of them succeeded.",
            ],
            &[],
        );
    }

    #[test]
    fn a_list_is_no_table() {
        check(&["Date     1 April 2024", "", "", "Place    Yokohama", "", "", "Persons  24"], &[]);
    }
}
