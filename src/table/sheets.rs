//! A sheet without a header that goes on with the table of the sheet before.
//!
//! Nobody who turns to it sees another table: the same columns, and in most rows
//! a number like those before and a name.

use super::counts_above::counts_across;
use super::header::ByRow;
use super::numbering::Numbering;
use super::stitch::same_header;
use super::{Row, Table};
use crate::grid::Grid;
use crate::place::Place;
use std::sync::Arc;

/// The rows of the next sheet, if it goes on with this table.
pub(super) fn rest_of(table: &Table, by_row: &ByRow) -> Option<Vec<Row>> {
    let rows = rows_before(table, &by_row.grid.place);
    // A table that counts the ratings is one of its own.
    if counts_across(&by_row.grid, &by_row.lines) {
        return None;
    }
    // The header again is one, whatever its words.
    let is_headed = by_row.is_named || same_header(&table.columns, &by_row.columns());
    let own = offset(rows).filter(|_| !is_headed)?;
    let known = Numbering::of(rows, table.columns.len())?;
    let first = by_row.grid.cells.iter().filter_map(|cell| match &cell.place {
        Place::Sheet { range, .. } => Some(range.col),
        Place::Page { .. } => None,
    });
    // The author may have begun it at another column.
    let offsets = [Some(own), first.min().filter(|col| *col != own)];
    offsets.into_iter().flatten().find_map(|offset| laid_on(table, by_row, offset, &known))
}

/// The rows of a grid whose first column is one of its sheet, if most are numbered
/// as those of the table.
fn laid_on(table: &Table, by_row: &ByRow, offset: u32, known: &Numbering) -> Option<Vec<Row>> {
    let cols = table.columns.len();
    let mut moved = Grid { cols, gaps: Vec::new(), ..by_row.grid.clone() };
    for cell in &mut moved.cells {
        let Place::Sheet { range, .. } = &cell.place else { return None };
        let (first, last) = (range.col.checked_sub(offset)?, range.last_col.checked_sub(offset)?);
        if last as usize >= cols {
            return None;
        }
        (cell.col, cell.colspan) = (first as usize, (last - first) as usize + 1);
    }
    let rows = ByRow::new(moved).all_rows();
    let numbered = rows.iter().filter(|row| known.is_of(row)).count();
    (2 * numbered > rows.len()).then_some(rows)
}

/// The rows of the table on its last sheet, none where that is this one.
fn rows_before<'t>(table: &'t Table, place: &Place) -> &'t [Row] {
    let sheet = |place: &Place| match place {
        Place::Sheet { sheet, .. } => Some(Arc::clone(sheet)),
        Place::Page { .. } => None,
    };
    let last = table.rows.last().and_then(|row| sheet(&row.place));
    if last.is_none() || last == sheet(place) {
        return &[];
    }
    let of_others = table.rows.iter().rposition(|row| sheet(&row.place) != last);
    table.rows.get(of_others.map_or(0, |at| at + 1)..).unwrap_or_default()
}

/// At which column of its sheet a table begins, if each of its columns is one there.
fn offset(rows: &[Row]) -> Option<u32> {
    let mut offsets = rows.iter().flat_map(|row| &row.cells).map(|cell| match &cell.place {
        Place::Sheet { range, .. } => {
            let is_same = (range.last_col - range.col) as usize + 1 == cell.colspan;
            range.col.checked_sub(u32::try_from(cell.col).ok()?).filter(|_| is_same)
        }
        Place::Page { .. } => None,
    });
    let first = offsets.next()??;
    offsets.all(|offset| offset == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{ByRow, rest_of};
    use crate::place::Place;
    use crate::table::samples;

    /// How many rows a sheet goes on with, behind a table of 番号, 施策名 and 評価.
    #[track_caller]
    fn check(rows: &[&str], expected: Option<usize>) {
        let table = samples::table(&["番号", "施策名", "評価"], &["1-1|窓口|◎", "1-2|港|△"]);
        let mut grid = samples::grid(rows);
        if let Place::Sheet { sheet, .. } = &mut grid.place {
            *sheet = "続き".into();
        }
        let found = rest_of(&table, &ByRow::new(grid));
        assert_eq!(found.map(|rows| rows.len()), expected);
    }

    #[test]
    fn the_same_columns_and_numbers() {
        check(&["2-1|道路|◎", "2-2|橋|", "計||"], Some(3));
        check(&["番号|施策名|評価", "2-1|道路|◎"], None);
        check(&["窓口|1課|2階", "港|2課|3階"], None);
        check(&["2-1|道路|◎|再掲"], None);
        check(&["||2-1|道路|◎", "||2-2|橋|△"], Some(2));
        check(&["◎|○|△", "3-1|1|2", "3-2|4|5"], None);
    }
}
