//! Tables that go on beyond what is printed of them.
//!
//! Who adds rows or columns to a table forgets its print area. Should they be read,
//! since the screen shows them? They are left out: what went to the council and onto
//! the web is the print, and a print area is the only way in which an author says
//! that drafts and workings beside a table are none of it. A report read from its
//! workbook must have the measures that its print has, or no comparison of the two
//! means anything. But nobody means to cut a table, so each row and column of it that
//! is cut off is counted, bands and their rows as well, and told by a warning with
//! its range; who wants them widens the print area and reads again.

use super::{Cell, Sheet};
use crate::finding::{Code, Finding, Message};
use crate::place::{Place, Range};
use std::collections::HashMap;

/// How many columns of the last printed row a row must go on with to be taken
/// for the next one of its table. A remark, or a sum to check by, has one.
const COLUMNS_MIN: usize = 2;

/// How many rows of a table a column must go on with to be taken for its next one: a
/// header and a value.
const ROWS_MIN: usize = 2;

/// The remarks about the rows and columns that are cut off. `unprinted` are the cells
/// left out, row by row.
pub(super) fn find(sheet: &Sheet, printed: &[Range], unprinted: &[Range]) -> Vec<Finding> {
    let place = |range: Range| Place::Sheet { sheet: sheet.name.clone(), range };
    let rows = below(sheet, printed, unprinted).map(|Cut { lines, cells, range }| {
        let message = Message::new(
            format!(
                "印刷範囲のすぐ下に続く表の{lines}行（{cells}セル）を、印刷されないため除きました"
            ),
            format!(
                "left out {lines} row(s) ({cells} cell(s)) with which the table goes on right below its print area"
            ),
        );
        Finding::new(Code::P908, message).at(Some(place(range)))
    });
    let columns = beside(sheet, printed, unprinted).map(|Cut { lines, cells, range }| {
        let message = Message::new(
            format!(
                "印刷範囲のすぐ右に続く表の{lines}列（{cells}セル）を、印刷されないため除きました"
            ),
            format!(
                "left out {lines} column(s) ({cells} cell(s)) with which the table goes on right beside its print area"
            ),
        );
        Finding::new(Code::P908, message).at(Some(place(range)))
    });
    rows.into_iter().chain(columns).collect()
}

/// Rows or columns that are cut off.
struct Cut {
    lines: usize,
    cells: usize,
    range: Range,
}

impl Cut {
    fn add(cut: &mut Option<Cut>, lines: usize, cells: &[&Range]) {
        for cell in cells {
            let all = cut.get_or_insert(Cut { lines: 0, cells: 0, range: **cell });
            all.range = all.range.union(cell);
            all.cells += 1;
        }
        if let Some(cut) = cut {
            cut.lines += lines;
        }
    }
}

/// The rows with which a table goes on below its print area, up to an empty one.
fn below(sheet: &Sheet, printed: &[Range], unprinted: &[Range]) -> Option<Cut> {
    // Above the last one, what is not printed was left out on purpose.
    let area = printed.iter().max_by_key(|part| part.last_row)?;
    let columns = columns(&sheet.cells, area);
    let mut cut: Option<Cut> = None;
    // Rows of fewer texts: bands, if a row of the table follows, else remarks.
    let mut waiting: (usize, Vec<&Range>) = (0, Vec::new());
    for row in area.last_row.saturating_add(1).. {
        let below: Vec<&Range> = row_at(unprinted, row)
            .iter()
            .filter(|cell| (area.col..=area.last_col).contains(&cell.col))
            .collect();
        if below.is_empty() {
            break;
        }
        if is_hidden(&sheet.hidden_rows, row) {
            continue;
        }
        let goes_on = below.iter().filter(|cell| columns.binary_search(&cell.col).is_ok());
        if goes_on.count() < COLUMNS_MIN {
            waiting.0 += 1;
            waiting.1.extend(below);
            continue;
        }
        let (bands, cells) = std::mem::take(&mut waiting);
        Cut::add(&mut cut, bands, &cells);
        Cut::add(&mut cut, 1, &below);
    }
    cut
}

/// The columns with which tables go on at the right of their print areas, up to an
/// empty one.
fn beside(sheet: &Sheet, printed: &[Range], unprinted: &[Range]) -> Option<Cut> {
    let mut cut: Option<Cut> = None;
    for area in printed {
        let rows = rows(&sheet.cells, area);
        let mut by_column: HashMap<u32, Vec<&Range>> = HashMap::new();
        for &row in &rows {
            for cell in row_at(unprinted, row).iter().filter(|cell| cell.col > area.last_col) {
                by_column.entry(cell.col).or_default().push(cell);
            }
        }
        for col in area.last_col.saturating_add(1).. {
            if is_hidden(&sheet.hidden_columns, col) {
                continue;
            }
            match by_column.get(&col).filter(|cells| cells.len() >= ROWS_MIN) {
                Some(cells) => Cut::add(&mut cut, 1, cells),
                None => break,
            }
        }
    }
    cut
}

fn row_at(unprinted: &[Range], row: u32) -> &[Range] {
    let start = unprinted.partition_point(|cell| cell.row < row);
    let end = unprinted.partition_point(|cell| cell.row <= row);
    unprinted.get(start..end).unwrap_or_default()
}

/// The columns that hold something in the last row of an area, in their order.
fn columns(cells: &[Cell], area: &Range) -> Vec<u32> {
    let start = cells.partition_point(|cell| (cell.row, cell.col) < (area.last_row, area.col));
    let last = cells.get(start..).unwrap_or_default().iter();
    last.take_while(|cell| (cell.row, cell.col) <= (area.last_row, area.last_col))
        .map(|cell| cell.col)
        .collect()
}

/// The rows of tables in an area: those with several texts side by side.
fn rows(cells: &[Cell], area: &Range) -> Vec<u32> {
    let start = cells.partition_point(|cell| cell.row < area.row);
    let end = cells.partition_point(|cell| cell.row <= area.last_row);
    let within = cells.get(start..end).unwrap_or_default();
    let is_within = |cell: &&Cell| (area.col..=area.last_col).contains(&cell.col);
    let rows = within.chunk_by(|one, next| one.row == next.row);
    rows.filter(|row| row.iter().filter(is_within).count() >= COLUMNS_MIN)
        .filter_map(|row| row.first().map(|cell| cell.row))
        .collect()
}

fn is_hidden(spans: &[(u32, u32)], line: u32) -> bool {
    let at = spans.partition_point(|span| span.1 < line);
    spans.get(at).is_some_and(|span| span.0 <= line)
}
