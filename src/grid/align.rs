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
mod undivided;
mod entries;
mod stacks;
mod blocks;
mod goes_on;

use super::crossings::RULES_MAX;
use super::lattice::Lattice;
use crate::geom::Rect;
use crate::page::Page;
pub(super) use entries::part;
pub(crate) use goes_on::Open;
use goes_on::between_rules::{self, Rest};
use pieces::Piece;
use std::cell::OnceCell;

/// How many regions of one page are looked at. A page of a report has a few
/// tables; a drawing may have thousands of boxes.
const REGIONS_MAX: usize = 256;

/// The tables of a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Top to bottom, then left to right.
    pub(super) tables: Vec<Lattice>,
    /// The columns of the last, if it may go on without rules over the page.
    pub(super) open: Option<Box<Open>>,
    /// Whether the page may begin with rows of the table before.
    pub(super) may_go_on: bool,
}

/// Completes the tables whose rules are there in part, and adds those that
/// have none.
pub(super) fn complete(page: &Page, lattices: Vec<Lattice>) -> Found {
    // Such a page is a drawing, and was reported as unread.
    if page.horizontal.len() + page.vertical.len() > RULES_MAX {
        return Found { tables: lattices, ..Found::default() };
    }
    let complete = lattices.iter().filter(|lattice| !within::may_lack(lattice));
    let complete: Vec<_> = complete.take(REGIONS_MAX).map(undivided::settled).collect();
    let pieces = pieces::of(page, &complete);
    let all = OnceCell::new();
    let mut tables = Vec::with_capacity(lattices.len());
    for (number, lattice) in lattices.into_iter().enumerate() {
        let is_looked_at = number < REGIONS_MAX;
        let complete = || within::complete(page, &pieces, &lattice);
        let completed = is_looked_at.then(complete).flatten().unwrap_or(lattice);
        let all = || all.get_or_init(|| pieces::of(page, &[])).as_slice();
        let headed = || undivided::find(&pieces, all, &completed);
        let headed = is_looked_at.then(headed).flatten();
        tables.push(headed.unwrap_or(completed));
    }
    let free = outside(pieces, &tables);
    let mut opens = Vec::new();
    let mut add = |tables: &mut Vec<Lattice>, (table, open): (Lattice, Option<Open>)| {
        opens.extend(open.map(|open| (table.bbox().y1, open)));
        tables.push(table);
    };
    let found = stacks::find(page, &free, &tables);
    found.into_iter().for_each(|found| add(&mut tables, found));
    let free = outside(free, &tables);
    let found = blocks::find(&free).into_iter();
    found.for_each(|(table, open)| add(&mut tables, (table, Some(open))));
    let end = tables.iter().map(|table| table.bbox().y1).fold(f32::NEG_INFINITY, f32::max);
    let open = opens.into_iter().find(|&(bottom, _)| bottom >= end);
    let open = open.map(|(_, open)| Box::new(open));
    tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    let may_go_on = page.number > 1
        && (goes_on::may_begin(&above(free, &tables))
            || between_rules::may_begin(&page.horizontal, &tables));
    Found { tables, open, may_go_on }
}

/// The lines above all tables.
fn above(mut free: Vec<Piece>, tables: &[Lattice]) -> Vec<pieces::Row> {
    let top = tables.first().map_or(f32::INFINITY, |table| table.ys[0]);
    free.retain(|piece| piece.bbox.center_y() < top);
    pieces::lines(free)
}

/// The rows with which the table of the page before goes on above the tables
/// of this one, or as the first of them, and its columns now. Texts that pages
/// repeat are left out.
pub(super) fn go_on(
    page: &Page,
    tables: &[Lattice],
    open: &Open,
    is_repeated: impl Fn(&Rect) -> bool,
) -> Option<Rest> {
    let is_other = |table: &&Lattice| !open.has_rules || table.has_columns;
    let others = tables.iter().take(REGIONS_MAX).filter(is_other);
    let mut free = pieces::of(page, &others.map(Lattice::bbox).collect::<Vec<Rect>>());
    free.retain(|piece| !is_repeated(&piece.bbox));
    if open.has_rules {
        return between_rules::find(&page.horizontal, &free, tables, open);
    }
    let (table, open) = goes_on::find(&above(free, tables), open)?;
    Some(Rest { table, open, is_first: false, is_captioned: false })
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
        check(
            &[rule, "", head, "", rule, "", "City   18,220      unknown", "", rule],
            &["Debt|2024 (yen)|2025 (yen) / City|18,220|unknown"],
        );
        check(&[rule, "", "Read the notes of 2024", "", "and those of 2025", "", rule], &[]);
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
    fn a_band_above_a_row_that_begins_with_wrapped_lines() {
        check(
            &[
                "No     Measure    Target   Reason",
                "",
                "",
                "",
                "1-1    Childcare  50",
                "",
                "",
                "",
                "Life at home and at school",
                "",
                "",
                "",
                "Schools of the prefecture",
                "",
                "",
                "",
                "                           The works",
                "",
                "1-2    Schools    90       began a",
                "",
                "                           year later",
            ],
            &["No|Measure|Target|Reason / 1-1|Childcare|50| / Life at home and at school||| \
               / Schools of the prefecture||| / 1-2|Schools|90|The works began a year later"],
        );
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
