//! What the rating symbols mean.

use super::measures::is_annex;
use crate::table::{Contents, Row, Table};
use crate::value::Legend;

/// The legend of the report: the first text that explains two ratings or more,
/// wherever it stands. Texts that call themselves 凡例 are asked first, the cells
/// of small tables last.
pub(super) fn read(contents: &Contents) -> Legend {
    let (named, others): (Vec<&str>, Vec<&str>) =
        super::texts(contents).partition(|text| text.contains("凡例"));
    let in_texts = named.into_iter().chain(others).map(Legend::parse).find(Legend::explains);
    let in_tables = || contents.tables.iter().filter_map(in_cells).find(Legend::explains);
    in_texts.or_else(in_tables).unwrap_or_default()
}

/// Rows of the longest legend in cells.
const ROWS_MAX: usize = 12;

/// A legend of one symbol a row, or of all in one row. What looks like a header
/// may be its first row.
fn in_cells(table: &Table) -> Option<Legend> {
    let is_small = table.rows.len() <= ROWS_MAX && table.columns.len() <= ROWS_MAX;
    (is_small && !is_annex(table)).then(|| {
        let header: String =
            table.columns.iter().filter_map(|it| it.path.last()).cloned().collect();
        let row =
            |row: &Row| -> String { row.cells.iter().map(|entry| entry.text.as_str()).collect() };
        let lines: Vec<String> = [header].into_iter().chain(table.rows.iter().map(row)).collect();
        Legend::parse(&lines.join("\n"))
    })
}
