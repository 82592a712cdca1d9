//! A sheet → its grid: the used range, with merges as spans.

mod letters;

use super::{Cell, Grid, Ink, Leaf, Number};
use crate::finding::Finding;
use crate::place::{Place, Range};
use crate::source::excel::{Sheet, TextBox};
use crate::text::repair;
use std::borrow::Cow;
use std::sync::Arc;

/// The used range of a sheet, whose cells are made one by one: a large sheet is
/// held in its own short form alone. Rows and columns in which nothing stands
/// are left out, so that a table may start anywhere.
#[derive(Debug)]
pub(crate) struct SheetGrid {
    sheet: Sheet,
    /// The used rows and columns.
    rows: Vec<u32>,
    cols: Vec<u32>,
}

/// A cell of such a grid, as [`Cell`] has it, on a sheet that need not be named.
#[derive(Debug)]
pub(crate) struct SheetCell {
    pub(crate) row: usize,
    pub(crate) col: usize,
    pub(crate) rowspan: usize,
    pub(crate) colspan: usize,
    pub(crate) text: Arc<str>,
    pub(crate) number: Option<Number>,
    pub(crate) range: Range,
}

impl SheetGrid {
    pub(crate) fn new(mut sheet: Sheet, findings: &mut Vec<Finding>) -> SheetGrid {
        letters::join(&mut sheet, findings);
        // Radicals and kana with a mark of their own come into cells from a PDF or a
        // Mac, and mean the same there as on a page.
        for cell in &mut sheet.cells {
            if let Cow::Owned(text) = repair(&cell.text) {
                cell.text = Arc::from(text);
            }
        }
        let rows = used(sheet.cells.iter().map(|cell| cell.row));
        let cols = used(sheet.cells.iter().map(|cell| cell.col));
        SheetGrid { sheet, rows, cols }
    }

    /// The grid without its cells; none where nothing stands on the sheet.
    pub(crate) fn frame(&self) -> Option<Grid> {
        (!self.rows.is_empty()).then(|| Grid {
            place: self.place(),
            rows: self.rows.len(),
            cols: self.cols.len(),
            cells: Vec::new(),
            ruled: true,
            gaps: self.gaps(),
            goes_on: false,
            ledges: self.sheet.ledges.as_slice().into(),
        })
    }

    /// The used columns with an empty one before them that can be seen.
    fn gaps(&self) -> Vec<usize> {
        let hidden = &self.sheet.hidden_columns;
        let is_hidden = |col: u32| {
            let at = hidden.partition_point(|span| span.1 < col);
            hidden.get(at).is_some_and(|span| span.0 <= col)
        };
        let pairs = self.cols.windows(2).enumerate();
        let gaps = pairs.filter(|(_, pair)| (pair[0] + 1..pair[1]).any(|col| !is_hidden(col)));
        gaps.map(|(before, _)| before + 1).collect()
    }

    /// From the first used cell to the last, merged ones as a whole.
    fn place(&self) -> Place {
        let begin = |used: &[u32]| used.first().copied().unwrap_or(0);
        let end = |used: &[u32]| used.last().copied().unwrap_or(0);
        let used = Range {
            row: begin(&self.rows),
            col: begin(&self.cols),
            last_row: end(&self.rows),
            last_col: end(&self.cols),
        };
        // A merge belongs to the cell that it begins with.
        let starts = |merge: &&Range| {
            let at = (merge.row, merge.col);
            self.sheet.cells.binary_search_by_key(&at, |cell| (cell.row, cell.col)).is_ok()
        };
        let merges = self.sheet.merges.iter().filter(starts);
        let range = merges.fold(used, |all, merge| all.union(merge));
        Place::Sheet { sheet: Arc::clone(&self.sheet.name), range }
    }

    /// The texts of its shapes, which stand in no cell.
    pub(crate) fn boxes(&self) -> impl Iterator<Item = &str> {
        self.sheet.boxes.iter().map(|it| &*it.text)
    }

    /// Its cells, row by row, left to right.
    pub(crate) fn cells(self) -> impl Iterator<Item = SheetCell> {
        let SheetGrid { sheet, rows, cols } = self;
        // Both come row by row, left to right, and each cell is the first of a
        // merge or in none.
        let mut merges = sheet.merges.into_iter().peekable();
        let mut row = 0;
        sheet.cells.into_iter().map(move |cell| {
            let at = (cell.row, cell.col);
            while merges.next_if(|merge| (merge.row, merge.col) < at).is_some() {}
            let merge = merges.next_if(|merge| (merge.row, merge.col) == at);
            let single = Range { row: at.0, col: at.1, last_row: at.0, last_col: at.1 };
            let range = merge.unwrap_or(single);
            while rows.get(row).is_some_and(|&line| line < range.row) {
                row += 1;
            }
            let col = cols.binary_search(&range.col).unwrap_or_else(|next| next);
            SheetCell {
                row,
                col,
                rowspan: count_within(&rows, row, range.last_row),
                colspan: count_within(&cols, col, range.last_col),
                text: cell.text,
                number: cell.number,
                range,
            }
        })
    }

    /// All of it at once.
    pub(crate) fn leaf(self) -> Leaf {
        let place = self.place();
        let name = Arc::clone(&self.sheet.name);
        let whole = |cell: SheetCell| Cell {
            row: cell.row,
            col: cell.col,
            rowspan: cell.rowspan,
            colspan: cell.colspan,
            text: cell.text.to_string(),
            ends: None,
            number: cell.number,
            place: Place::Sheet { sheet: Arc::clone(&name), range: cell.range },
        };
        let frame = self.frame();
        let boxes: Vec<Grid> = self.sheet.boxes.iter().map(|it| line(&name, it)).collect();
        let grids = frame.map(|grid| Grid { cells: self.cells().map(whole).collect(), ..grid });
        Leaf {
            place,
            grids: grids.into_iter().chain(boxes).collect(),
            lines: Vec::new(),
            top: Vec::new(),
            open: None,
            unread: None,
            ink: Ink::default(),
        }
    }
}

/// The text of a shape: a line outside of tables, which on a sheet is a grid of one
/// cell.
fn line(sheet: &Arc<str>, text: &TextBox) -> Grid {
    let place = Place::Sheet { sheet: Arc::clone(sheet), range: text.range };
    let cell = Cell {
        row: 0,
        col: 0,
        rowspan: 1,
        colspan: 1,
        text: repair(&text.text).into_owned(),
        ends: None,
        number: None,
        place: place.clone(),
    };
    Grid {
        place,
        rows: 1,
        cols: 1,
        cells: vec![cell],
        ruled: false,
        gaps: Vec::new(),
        goes_on: false,
        ledges: Arc::default(),
    }
}

fn used(places: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut used: Vec<u32> = places.collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// How many used lines lie from `first` (an index) to `last` (a line number).
fn count_within(used: &[u32], first: usize, last: u32) -> usize {
    // Most cells span one line.
    if used.get(first).is_some_and(|&line| line == last) {
        return 1;
    }
    used.partition_point(|&line| line <= last).saturating_sub(first).max(1)
}
