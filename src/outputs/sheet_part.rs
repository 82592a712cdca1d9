//! A part of a sheet as an HTML table: the cells of a place, and those around it.

use super::picture::escaped;
use crate::grid::Leaf;
use crate::place::{Place, Range, column_name};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many rows above and below a place are shown.
const ROWS_AROUND: u32 = 1;

/// The most rows and columns of a part: what a person takes in at a glance.
const ROWS_MAX: u32 = 12;
const COLUMNS_MAX: u32 = 14;

/// The most characters of a cell that are shown.
const CHARACTERS_MAX: usize = 80;

/// The cells around a place on a sheet, those of the place marked with the class `here`;
/// none where no table of the sheet has any of them.
pub(crate) fn part(leaf: &Leaf, place: &Range) -> Option<String> {
    let window = window(leaf, place)?;
    let mut out = String::from("<table class=\"sheet\"><thead><tr><th></th>");
    for col in window.col..=window.last_col {
        // Writing to a string does not fail.
        let _ = write!(out, "<th>{}</th>", column_name(col));
    }
    out.push_str("</tr></thead><tbody>\n");
    let cells: Vec<(Range, Range, &str)> = cells(leaf)
        .filter_map(|(range, text)| Some((range.intersection(&window)?, range, text)))
        .collect();
    let mut covered = BTreeSet::new();
    for row in window.row..=window.last_row {
        let _ = write!(out, "<tr><th>{}</th>", u64::from(row) + 1);
        for col in window.col..=window.last_col {
            if covered.contains(&(row, col)) {
                continue;
            }
            let found = cells.iter().find(|(seen, ..)| (seen.row, seen.col) == (row, col));
            let here = Range { row, col, last_row: row, last_col: col };
            let (seen, whole, text) = found.copied().unwrap_or((here, here, ""));
            covered.extend(
                (seen.row..=seen.last_row)
                    .flat_map(|row| (seen.col..=seen.last_col).map(move |col| (row, col))),
            );
            out.push_str(&cell(&seen, whole.intersection(place).is_some(), text));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>");
    Some(out)
}

fn cell(seen: &Range, is_here: bool, text: &str) -> String {
    let mut out = String::from("<td");
    let (rows, cols) = (seen.last_row - seen.row + 1, seen.last_col - seen.col + 1);
    if rows > 1 {
        let _ = write!(out, " rowspan=\"{rows}\"");
    }
    if cols > 1 {
        let _ = write!(out, " colspan=\"{cols}\"");
    }
    out.push_str(if is_here { " class=\"here\">" } else { ">" });
    let shown: String = text.chars().take(CHARACTERS_MAX).collect();
    let lines: Vec<String> = shown.lines().map(escaped).collect();
    out.push_str(&lines.join("<br>"));
    out.push_str(if shown.len() < text.len() { "…</td>" } else { "</td>" });
    out
}

fn cells(leaf: &Leaf) -> impl Iterator<Item = (Range, &str)> {
    let cells = leaf.grids.iter().flat_map(|grid| &grid.cells);
    cells.filter_map(|cell| match &cell.place {
        Place::Sheet { range, .. } => Some((*range, cell.text.as_str())),
        Place::Page { .. } => None,
    })
}

/// The rows and columns that are shown: those of the place with a row around it, and all
/// columns of its table, as far as there is room.
fn window(leaf: &Leaf, place: &Range) -> Option<Range> {
    let table = leaf.grids.iter().find_map(|grid| match &grid.place {
        Place::Sheet { range, .. } => range.intersection(place).map(|_| *range),
        Place::Page { .. } => None,
    })?;
    let row = place.row.saturating_sub(ROWS_AROUND).max(table.row);
    let last_row = place.last_row.saturating_add(ROWS_AROUND).min(table.last_row);
    let is_wide = table.last_col - table.col >= COLUMNS_MAX;
    let col =
        if is_wide { place.col.saturating_sub(COLUMNS_MAX / 2).max(table.col) } else { table.col };
    Some(Range {
        row,
        col,
        last_row: last_row.min(row + ROWS_MAX - 1),
        last_col: table.last_col.min(col + COLUMNS_MAX - 1),
    })
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::grid::{Cell, Grid, Ink, Leaf};
    use crate::place::{Place, Range};

    fn range(row: u32, col: u32, last_row: u32, last_col: u32) -> Range {
        Range { row, col, last_row, last_col }
    }

    fn leaf(cells: &[(Range, &str)]) -> Leaf {
        let place = |range: Range| Place::Sheet { sheet: "別紙".into(), range };
        let cell = |(range, text): &(Range, &str)| Cell {
            row: 0,
            col: 0,
            rowspan: 1,
            colspan: 1,
            text: (*text).to_owned(),
            place: place(*range),
            ends: None,
            number: None,
        };
        let cells: Vec<Cell> = cells.iter().map(cell).collect();
        let whole = Place::around(cells.iter().map(|cell| &cell.place)).unwrap();
        let grid = Grid {
            place: whole.clone(),
            rows: 0,
            cols: 0,
            cells,
            ruled: true,
            gaps: Vec::new(),
            goes_on: false,
            ledges: [].into(),
        };
        let (lines, top, ink) = (Vec::new(), Vec::new(), Ink::default());
        Leaf { place: whole, grids: vec![grid], lines, top, open: None, unread: None, ink }
    }

    #[test]
    fn the_rows_around_a_place() {
        let leaf = leaf(&[
            (range(0, 0, 0, 1), "施策"),
            (range(1, 0, 2, 0), "<b>見守り</b>\n二行"),
            (range(1, 1, 1, 1), "12件"),
            (range(2, 1, 2, 1), "15件"),
            (range(3, 1, 3, 1), "20件"),
        ]);
        let found = part(&leaf, &range(2, 1, 2, 1)).unwrap();
        assert_eq!(
            found,
            "<table class=\"sheet\"><thead><tr><th></th><th>A</th><th>B</th></tr></thead><tbody>\n\
            <tr><th>2</th><td rowspan=\"2\">&lt;b&gt;見守り&lt;/b&gt;<br>二行</td><td>12件</td></tr>\n\
            <tr><th>3</th><td class=\"here\">15件</td></tr>\n\
            <tr><th>4</th><td></td><td>20件</td></tr>\n</tbody></table>"
        );
        assert_eq!(part(&leaf, &range(9, 0, 9, 0)), None);
    }

    #[test]
    fn no_more_than_there_is_room_for() {
        let cells: Vec<(Range, &str)> = (0..40)
            .flat_map(|row| (0..40).map(move |col| (range(row, col, row, col), "1")))
            .collect();
        let found = part(&leaf(&cells), &range(5, 20, 39, 20)).unwrap();
        assert_eq!(found.matches("<tr>").count(), 13);
        assert_eq!(found.matches("<th>").count(), 1 + 14 + 12);
        assert!(found.contains("<th>N</th>") && found.contains("class=\"here\""));
    }
}
