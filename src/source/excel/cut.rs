//! Tables that go on right below what is printed of them.
//!
//! Who adds rows to a table forgets its print area. The print is what was
//! published, so the rows stay out; but nobody meant to cut the table there.

use super::{Cell, Sheet};
use crate::finding::{Code, Finding, Message};
use crate::place::{Place, Range};

/// How many columns of the last printed row a row must go on with to be taken
/// for the next one of its table. A remark, or a sum to check by, has one.
const COLUMNS_MIN: usize = 2;

/// The remark about the rows that are cut off, if there are any. `unprinted`
/// are the cells left out, row by row.
pub(super) fn find(sheet: &Sheet, printed: &[Range], unprinted: &[Range]) -> Option<Finding> {
    // Above the last one, what is not printed was left out on purpose.
    let area = printed.iter().max_by_key(|part| part.last_row)?;
    let columns = columns(&sheet.cells, area);
    let row_at = |row: u32| {
        let start = unprinted.partition_point(|cell| cell.row < row);
        let end = unprinted.partition_point(|cell| cell.row <= row);
        unprinted.get(start..end).unwrap_or_default()
    };
    let mut rows = 0;
    let mut cells = 0;
    let mut all: Option<Range> = None;
    for row in area.last_row.saturating_add(1).. {
        let below: Vec<&Range> = row_at(row)
            .iter()
            .filter(|cell| (area.col..=area.last_col).contains(&cell.col))
            .collect();
        let goes_on = below.iter().filter(|cell| columns.binary_search(&cell.col).is_ok());
        if goes_on.count() < COLUMNS_MIN {
            break;
        }
        if is_hidden(sheet, row) {
            continue;
        }
        rows += 1;
        cells += below.len();
        all = below.into_iter().fold(all, |all, cell| Some(all.map_or(*cell, |it| it.union(cell))));
    }
    let range = all?;
    let message = Message::new(
        format!("印刷範囲のすぐ下に続く表の{rows}行（{cells}セル）を、印刷されないため除きました"),
        format!(
            "left out {rows} row(s) ({cells} cell(s)) with which the table goes on right below its print area"
        ),
    );
    let place = Place::Sheet { sheet: sheet.name.clone(), range };
    Some(Finding::new(Code::P908, message).at(Some(place)))
}

/// The columns that hold something in the last row of an area, in their order.
fn columns(cells: &[Cell], area: &Range) -> Vec<u32> {
    let start = cells.partition_point(|cell| (cell.row, cell.col) < (area.last_row, area.col));
    let last = cells.get(start..).unwrap_or_default().iter();
    last.take_while(|cell| (cell.row, cell.col) <= (area.last_row, area.last_col))
        .map(|cell| cell.col)
        .collect()
}

fn is_hidden(sheet: &Sheet, row: u32) -> bool {
    let at = sheet.hidden_rows.partition_point(|span| span.1 < row);
    sheet.hidden_rows.get(at).is_some_and(|span| span.0 <= row)
}
