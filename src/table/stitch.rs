//! Parts of one table on several pages → one table.
//!
//! A part continues the table of the page before when it has the same header,
//! or no header of its own and the same columns; a heading of its own makes it
//! another table. What the page end cut in two is put together again.

use super::numbering::Numbering;
use super::{Column, Paragraph, Row, Table, bands, header, lacking, sheets};
use crate::layout;
use crate::place::Place;
use header::ByRow;

/// Collects tables in reading order.
#[derive(Default)]
pub(super) struct Stitcher {
    tables: Vec<Part>,
}

/// A table that may still go on.
struct Part {
    table: Table,
    /// Where its last part lies.
    last: Place,
    /// Whether text stands between it and whatever comes next.
    ended: bool,
    /// Whether text stands below its last part: running text, and then it has
    /// ended, or the notes and the foot of a page.
    noted: bool,
}

impl Stitcher {
    /// Adds the next grid of the document with its captions.
    pub(super) fn add(&mut self, mut by_row: ByRow, captions: Vec<Paragraph>) {
        let last = by_row.grid.place.clone();
        if let Some(open) = self.tables.last_mut()
            && let Some(rows) = sheets::rest_of(&open.table, &by_row)
        {
            open.table.rows.extend(rows);
            return;
        }
        // Whoever found its columns on the page before saw that it goes on.
        if by_row.grid.goes_on
            && let Some(open) = self.tables.last_mut()
            && open.last.is_right_before(&last)
        {
            let mut rows = Vec::new();
            for caption in captions {
                match bands::from_caption(&caption, &open.table) {
                    Some(band) => rows.push(band),
                    None => open.table.captions.push(caption),
                }
            }
            rows.extend(by_row.all_rows());
            open.ended = false;
            open.go_on(rows, last);
            return;
        }
        let is_page = matches!(last, Place::Page { .. });
        let open = self.tables.last().filter(|open| is_page && open.last.is_on_leaf_of(&last));
        if let Some(open) = open
            && open.goes_on_below_caption(&by_row)
            && are_numbered_as(&open.table, &by_row)
        {
            let columns = open.table.columns.clone();
            let table = Table::headed_before(captions, columns, by_row.all_rows());
            self.tables.push(Part::new(table, last));
            return;
        }
        let open = self.tables.last_mut().filter(|open| !open.ended);
        let Some(open) = open.filter(|open| open.last.is_right_before(&last)) else {
            let table = header::split(by_row, captions);
            self.tables.push(Part::new(table, last));
            return;
        };
        if !captions.is_empty() {
            // What a band heads is on the next page.
            let ends_in_band = |row: &Row| bands::spanning(row, open.table.columns.len()).is_some();
            if !open.goes_on_below_caption(&by_row) {
                self.tables.push(Part::new(header::split(by_row, captions), last));
            } else if open.table.rows.last().is_some_and(ends_in_band) {
                open.table.captions.extend(captions);
                open.go_on(by_row.all_rows(), last);
            } else {
                let columns = open.table.columns.clone();
                let table = Table::headed_before(captions, columns, by_row.all_rows());
                self.tables.push(Part::new(table, last));
            }
            return;
        }
        // Where the next page begins amid a table of measures, what stands below it
        // on the page before was a note.
        let may_go_on = !open.noted || is_annex(&open.table.columns);
        if may_go_on && !by_row.is_named && open.has_columns_of(&mut by_row) {
            open.go_on(by_row.all_rows(), last);
            return;
        }
        let table = header::split(by_row, captions);
        if may_go_on && same_header(&open.table.columns, &table.columns) {
            open.go_on(table.rows, last);
        } else {
            self.tables.push(Part::new(table, last));
        }
    }

    /// Adds the records of a form, which ends where the next begins.
    pub(super) fn add_form(&mut self, table: Table, place: &Place) {
        self.tables.push(Part::new(table, place.clone()));
        self.end();
    }

    /// Says that running text stands above the next grid.
    pub(super) fn end(&mut self) {
        if let Some(open) = self.tables.last_mut() {
            open.ended = true;
        }
    }

    /// Says that text stands below the last grid on its page.
    pub(super) fn note(&mut self) {
        if let Some(open) = self.tables.last_mut() {
            open.noted = true;
        }
    }

    /// The tables, whole.
    pub(super) fn finish(self) -> Vec<Table> {
        self.tables.into_iter().map(|part| part.table).collect()
    }
}

/// Whether most rows of a grid with the columns of a table are numbered as its rows.
fn are_numbered_as(table: &Table, by_row: &ByRow) -> bool {
    let Some(known) = Numbering::of(&table.rows, table.columns.len()) else { return false };
    let text = |line: &[u32], col: usize| {
        let mut cells = line.iter().filter_map(|&index| by_row.grid.cells.get(index as usize));
        cells.find(|cell| cell.col == col).map_or("", |cell| cell.text.as_str())
    };
    let is_numbered =
        |line: &&Vec<u32>| known.has(text(line, known.col()), text(line, known.col() + 1));
    2 * by_row.lines.iter().filter(is_numbered).count() > by_row.lines.len()
}

impl Table {
    /// Rows below the header of the table before.
    fn headed_before(captions: Vec<Paragraph>, columns: Vec<Column>, rows: Vec<Row>) -> Table {
        Table { captions, notes: Vec::new(), columns, rows, page_starts: Vec::new() }
    }
}

impl Part {
    fn new(table: Table, last: Place) -> Part {
        Part { table, last, ended: false, noted: false }
    }

    /// Whether the next page has a table just like this one of measures, without a
    /// header, below a caption: a running head that begins there, or the name of the
    /// next part.
    fn goes_on_below_caption(&self, by_row: &ByRow) -> bool {
        let Table { columns, rows, .. } = &self.table;
        !by_row.is_named && is_annex(columns) && lacking::lies_on(rows, columns.len(), &by_row.grid)
    }

    /// Whether a grid without a header has the columns of this table, or those of
    /// one of measures which it shows.
    fn has_columns_of(&self, by_row: &mut ByRow) -> bool {
        let Table { columns, rows, .. } = &self.table;
        let is_alike = by_row.grid.cols == columns.len()
            && self.last.has_sides_of(&by_row.grid.place)
            && !same_header(columns, &by_row.columns());
        is_alike || (is_annex(columns) && lacking::lay_on(rows, columns.len(), &mut by_row.grid))
    }

    fn go_on(&mut self, rows: Vec<Row>, last: Place) {
        self.last = last;
        self.noted = false;
        self.table.page_starts.push(self.table.rows.len());
        self.table.rows.extend(rows);
    }
}

/// Whether columns name enough fields to be those of measures.
fn is_annex(columns: &[Column]) -> bool {
    columns.iter().filter_map(|column| layout::role_of(&column.path)).count() >= header::FIELDS_MIN
}

pub(super) fn same_header(open: &[Column], next: &[Column]) -> bool {
    let folded = |columns: &[Column]| -> Vec<String> {
        columns
            .iter()
            .map(|column| column.path.iter().map(|header| layout::fold(header)).collect())
            .collect()
    };
    folded(open) == folded(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Rect;
    use crate::table::samples;

    /// A grid on page 1, its columns 50 points wide.
    fn on_page(rows: &[&str]) -> ByRow {
        let mut grid = samples::grid(rows);
        let place = |col: usize, colspan: usize| {
            let (x0, x1) = (50.0 * col as f32, 50.0 * (col + colspan) as f32);
            Place::Page { page: 1, bbox: Rect::new(x0, 0.0, x1, 10.0) }
        };
        grid.place = place(0, grid.cols);
        for cell in &mut grid.cells {
            cell.place = place(cell.col, cell.colspan);
        }
        ByRow::new(grid)
    }

    /// How many columns named 評価 the tables have in all, given the second table.
    #[track_caller]
    fn check(rows: &[&str], expected: usize) {
        let mut stitcher = Stitcher::default();
        stitcher.add(on_page(&["番号|施策名|実績|評価", "1-1|窓口|5件|◎"]), Vec::new());
        stitcher.add(on_page(rows), Vec::new());
        let tables = stitcher.finish();
        let paths = tables.iter().flat_map(|table| &table.columns).map(|column| &column.path);
        assert_eq!(paths.filter(|path| path.contains(&"評価".to_owned())).count(), expected);
    }

    #[test]
    fn another_part_of_the_annex_on_one_page() {
        check(&["1-2|道路|6件|△", "1-3|橋|7件|○"], 2);
        check(&["局|件数|金額|備考", "総務|5|6|なし"], 1);
        check(&["1-2|道路|6件", "1-3|橋|7件"], 1);
    }
}
