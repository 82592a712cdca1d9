//! Where the table of a sheet is: one header row, rows below it, nothing around it.

use super::Told;
use super::sheet::{Datum, Sheet};
use tenken::Code;

/// The table of a sheet, by places from 0.
pub(super) struct Table {
    pub(super) header: usize,
    /// One behind its last row.
    pub(super) end: usize,
    pub(super) width: usize,
}

/// Cells that a row must have to be more than a title or a note.
const CELLS_MIN: usize = 2;

/// Finds it, and tells of what stands around and within it.
pub(super) fn table(sheet: &Sheet, told: &mut Told) -> Option<Table> {
    let counts: Vec<usize> = sheet.rows.iter().map(|row| count(row)).collect();
    let width = sheet.rows.iter().map(|row| used(row)).max().unwrap_or(0);
    let first = counts.iter().position(|it| *it > 0)?;
    let last = counts.iter().rposition(|it| *it > 0)?;
    let is_row = |count: usize| count >= CELLS_MIN.min(width);
    let header = (first..=last).find(|at| counts.get(*at).is_some_and(|it| is_row(*it)))?;
    let place = |at: usize| places(sheet, at, None);
    for at in first..header {
        let (ja, en) = place(at);
        told.add(
            Code::O202,
            (&ja, &en),
            "見出しの行の前に表題や注記があります。",
            "a title or a note above the header row",
            shown(sheet, at),
        );
    }
    let mut end = last + 1;
    // Of a table with many columns, rows with a single cell at the end are notes.
    while width > CELLS_MIN && end > header + 1 && counts.get(end - 1).is_some_and(|it| *it <= 1) {
        end -= 1;
        if counts.get(end).is_some_and(|it| *it == 1) {
            let (ja, en) = place(end);
            told.add(
                Code::O202,
                (&ja, &en),
                "表の後に注記があります。",
                "a note below the table",
                shown(sheet, end),
            );
        }
    }
    for at in header + 1..end {
        if counts.get(at) == Some(&0) {
            let (ja, en) = place(at);
            told.add(
                Code::O201,
                (&ja, &en),
                "表の途中に空の行があります。",
                "an empty row within the table",
                "",
            );
        }
    }
    let rows = sheet.rows.get(header..end).unwrap_or_default();
    let has =
        |col: usize| rows.iter().any(|row| row.get(col).is_some_and(|it| *it != Datum::Empty));
    let used: Vec<usize> = (0..width).filter(|col| has(*col)).collect();
    if let (Some(first), Some(last)) = (used.first(), used.last()) {
        for col in (*first..*last).filter(|col| !used.contains(col)) {
            let name = super::sheet::address(0, col);
            let name = name.trim_end_matches('1');
            told.add(
                Code::O201,
                ("", ""),
                &format!("表の途中に空の列（{name}）があります。"),
                &format!("an empty column ({name}) within the table"),
                name,
            );
        }
    }
    ragged(sheet, header, end, told);
    Some(Table { header, end, width })
}

/// Rows of a CSV whose count of cells is not that of the header.
fn ragged(sheet: &Sheet, header: usize, end: usize, told: &mut Told) {
    if !sheet.name.is_empty() {
        return;
    }
    let expected = sheet.rows.get(header).map_or(0, Vec::len);
    for at in header + 1..end {
        let found = sheet.rows.get(at).map_or(0, Vec::len);
        if found != expected && found > 0 {
            let (ja, en) = places(sheet, at, None);
            told.add(
                Code::O302,
                (&ja, &en),
                &format!("列が{found}個です（見出しは{expected}個）。"),
                &format!("{found} cells, the header has {expected}"),
                &found.to_string(),
            );
        }
    }
}

fn count(row: &[Datum]) -> usize {
    row.iter().filter(|it| **it != Datum::Empty).count()
}

fn used(row: &[Datum]) -> usize {
    row.iter().rposition(|it| *it != Datum::Empty).map_or(0, |it| it + 1)
}

fn shown(sheet: &Sheet, at: usize) -> &str {
    let cells = sheet.rows.get(at).into_iter().flatten();
    cells.map(Datum::shown).find(|it| !it.is_empty()).unwrap_or_default()
}

/// Where something stands, in both languages.
pub(super) fn places(sheet: &Sheet, row: usize, header: Option<&str>) -> (String, String) {
    let name = if sheet.name.is_empty() { String::new() } else { format!("{} ", sheet.name) };
    let (ja, en) = match header {
        Some(header) => (format!("「{header}」"), format!(" {header:?}")),
        None => Default::default(),
    };
    (format!("{name}{}行目{ja}", row + 1), format!("{name}row {}{en}", row + 1))
}
