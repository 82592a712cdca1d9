//! Text boxes, and other shapes with text, which lie over the cells of a sheet.
//!
//! A person reads them as what stands there: a value typed into a box over an empty
//! cell is the value of that cell, and a note over the margin is a note. So the text
//! of a box that lies over one empty cell of a table becomes that cell's, and that is
//! told; every other one is a line outside of tables, at the cells that it covers.
//! Where those are cells of a table, a person is told as well, because it may say
//! something of them, or hide them.

use super::text::{Text, tidy};
use super::{Cell, Sheet, TextBox};
use crate::finding::{Code, Finding, Message, excerpt};
use crate::place::{Place, Range};
use crate::source::limits;
use std::collections::HashMap;
use std::sync::Arc;

/// A shape with text as the file has it.
pub(super) struct Shape {
    pub(super) text: String,
    pub(super) from: Corner,
    pub(super) reach: Reach,
}

/// Where its right lower corner is.
pub(super) enum Reach {
    Corner(Corner),
    /// Width and height in points.
    Size(f64, f64),
}

/// A corner of a shape: a cell, and how far it lies from that cell's left upper one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Corner {
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) x: Offset,
    pub(super) y: Offset,
}

/// A distance from the beginning of a row or column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Offset {
    Points(f64),
    /// A share of that row or column.
    Share(f64),
}

impl Default for Offset {
    fn default() -> Offset {
        Offset::Points(0.0)
    }
}

/// How wide the columns of a sheet are, or how high its rows, in points.
pub(super) struct Sizes {
    default: f64,
    /// First and last line, and the size of each of them; in order.
    spans: Vec<(u32, u32, f64)>,
}

impl Sizes {
    /// All of one size, so far.
    pub(super) fn new(default: f64) -> Sizes {
        Sizes { default, spans: Vec::new() }
    }

    /// The size of those of which nothing else is said.
    pub(super) fn set_default(&mut self, size: f64) {
        self.default = sane(size).unwrap_or(self.default);
    }

    /// Some lines behind those of which a size is known. Those beyond a number are as
    /// all others, for no sheet with shapes has so many.
    pub(super) fn add(&mut self, first: u32, last: u32, size: f64) {
        let is_behind = self.spans.last().is_none_or(|span| span.1 < first);
        if let Some(size) = sane(size)
            && is_behind
            && first <= last
            && self.spans.len() < limits::SIZES_PER_SHEET
        {
            self.spans.push((first, last, size));
        }
    }

    fn of(&self, line: u32) -> f64 {
        let at = self.spans.partition_point(|span| span.1 < line);
        self.spans.get(at).filter(|span| span.0 <= line).map_or(self.default, |span| span.2)
    }

    /// Where a corner lies, counted in lines: 1.5 is the middle of the second one.
    fn line_of(&self, line: u32, offset: Offset) -> f64 {
        match offset {
            Offset::Share(share) => f64::from(line) + share.clamp(0.0, 1.0),
            Offset::Points(points) => self.behind(f64::from(line), points),
        }
    }

    /// The place so many points behind another one.
    fn behind(&self, from: f64, points: f64) -> f64 {
        let (mut place, mut rest) = (from, points.max(0.0));
        // A shape over more lines than this covers all that anybody asks of.
        for _ in 0..LINES_MAX {
            let line = place.floor();
            let size = self.of(line as u32);
            let left = (line + 1.0 - place) * size;
            if rest < left {
                return place + rest / size;
            }
            (place, rest) = (line + 1.0, rest - left);
        }
        place
    }
}

/// The longest way along rows or columns that is measured for one shape.
const LINES_MAX: usize = 5_000;

/// A size that a row or column may have: not zero, and below the 409 points of a row
/// or the 255 characters of a column, twice over.
fn sane(size: f64) -> Option<f64> {
    (0.01..5_000.0).contains(&size).then_some(size)
}

/// The characters of a shape that are not struck through.
pub(super) fn visible(text: &Text) -> String {
    match text {
        Text::Plain(text) => text.to_string(),
        Text::Rich(runs) => {
            let is_shown = |run: &&super::text::Run| !run.font.is_some_and(|font| font.is_struck);
            tidy(&runs.iter().filter(is_shown).map(|run| run.text.as_str()).collect::<String>())
        }
    }
}

/// Lays the shapes over the cells of a sheet, which are sorted and all to be seen, and
/// gives the places of those that are out of sight.
pub(super) fn lay(
    shapes: Vec<Shape>,
    (columns, rows): (&Sizes, &Sizes),
    sheet: &mut Sheet,
    is_seen: impl Fn(&Range) -> bool,
    findings: &mut Vec<Finding>,
) -> Vec<Range> {
    let mut unseen = Vec::new();
    if shapes.is_empty() {
        return unseen;
    }
    let tables = Tables::of(sheet);
    for shape in shapes {
        let text = tidy(&shape.text);
        let range = range(&shape, columns, rows, &sheet.merges);
        if text.trim().is_empty() {
            continue;
        }
        if !is_seen(&range) {
            unseen.push(range);
            continue;
        }
        let under: Vec<&Cell> = cells_in(&sheet.cells, &range).take(UNDER_MAX).collect();
        let is_one = (range.row, range.col) == (range.last_row, range.last_col)
            || sheet.merges.contains(&range);
        let place = Place::Sheet { sheet: Arc::clone(&sheet.name), range };
        if under.is_empty() && is_one && tables.have_hole(&range) {
            findings.push(read_as(&text).at(Some(place)));
            let at = (range.row, range.col);
            let before = sheet.cells.partition_point(|cell| (cell.row, cell.col) < at);
            let cell = Cell { row: at.0, col: at.1, text: Arc::from(text), number: None };
            sheet.cells.insert(before, cell);
            continue;
        }
        if tables.reach(&range) || under.iter().any(|cell| tables.have(cell)) {
            findings.push(lies_over(&text, &under).at(Some(place)));
        }
        sheet.boxes.push(TextBox { text: Arc::from(text), range });
    }
    unseen
}

/// How many cells below a shape are looked at.
const UNDER_MAX: usize = 1_000;

/// The cells over which a shape lies: each row and column of which it covers half, or
/// in which half of it lies. A merged cell is one.
fn range(shape: &Shape, columns: &Sizes, rows: &Sizes, merges: &[Range]) -> Range {
    let left = columns.line_of(shape.from.col, shape.from.x);
    let top = rows.line_of(shape.from.row, shape.from.y);
    let (right, bottom) = match &shape.reach {
        Reach::Corner(to) => (columns.line_of(to.col, to.x), rows.line_of(to.row, to.y)),
        Reach::Size(width, height) => (columns.behind(left, *width), rows.behind(top, *height)),
    };
    let (col, last_col) = lines(left, right, limits::COLUMNS);
    let (row, last_row) = lines(top, bottom, limits::ROWS);
    let range = Range { row, col, last_row, last_col };
    let around = merges.iter().find(|merge| merge.intersection(&range) == Some(range));
    around.copied().unwrap_or(range)
}

/// The first and the last of the lines that a stretch covers by half, or in which half
/// of it lies; that in which it begins, where there are none.
fn lines(from: f64, to: f64, count: u32) -> (u32, u32) {
    let to = to.max(from);
    let last_line = f64::from(count - 1);
    let covers = |line: f64| {
        let shared = to.min(line + 1.0) - from.max(line);
        shared >= 0.5 || shared >= 0.5 * (to - from)
    };
    let (begin, end) = (from.floor().min(last_line), to.floor().min(last_line));
    let first = if covers(begin) || begin >= end { begin } else { begin + 1.0 };
    let last = if end > first && !covers(end) { end - 1.0 } else { end.max(first) };
    (first as u32, last.max(first) as u32)
}

/// The cells that begin in a range.
fn cells_in<'s>(cells: &'s [Cell], range: &'s Range) -> impl Iterator<Item = &'s Cell> {
    let start = cells.partition_point(|cell| cell.row < range.row);
    let end = cells.partition_point(|cell| cell.row <= range.last_row);
    let rows = cells.get(start..end).unwrap_or_default().iter();
    rows.filter(|cell| (range.col..=range.last_col).contains(&cell.col))
}

/// Where tables are, as far as a shape over one must be told: rows with several texts
/// side by side, and the columns that have a text in one of them.
struct Tables {
    rows: HashMap<u32, usize>,
    /// The first row of a table in which each column has a text.
    columns: HashMap<u32, u32>,
}

impl Tables {
    fn of(sheet: &Sheet) -> Tables {
        let mut rows: HashMap<u32, usize> = HashMap::new();
        for cell in &sheet.cells {
            *rows.entry(cell.row).or_default() += 1;
        }
        // A merged cell is part of each of its rows.
        let starts = |merge: &&Range| {
            let at = (merge.row, merge.col);
            sheet.cells.binary_search_by_key(&at, |cell| (cell.row, cell.col)).is_ok()
        };
        for merge in sheet.merges.iter().filter(starts) {
            let below = merge.row + 1..=merge.last_row.min(merge.row.saturating_add(TALL_MAX));
            below.for_each(|row| *rows.entry(row).or_default() += 1);
        }
        rows.retain(|_, count| *count >= SIDE_BY_SIDE);
        let mut columns: HashMap<u32, u32> = HashMap::new();
        for cell in sheet.cells.iter().filter(|cell| rows.contains_key(&cell.row)) {
            columns.entry(cell.col).or_insert(cell.row);
        }
        Tables { rows, columns }
    }

    /// Whether a cell is one of a table.
    fn have(&self, cell: &Cell) -> bool {
        self.rows.contains_key(&cell.row)
    }

    /// Whether an empty cell is one of a table: beside texts, and below one.
    fn have_hole(&self, range: &Range) -> bool {
        self.rows.contains_key(&range.row)
            && self.columns.get(&range.col).is_some_and(|first| *first < range.row)
    }

    /// Whether some cells, empty or not, are such.
    fn reach(&self, range: &Range) -> bool {
        let columns = range.col..=range.last_col.min(range.col.saturating_add(TALL_MAX));
        let rows = range.row..=range.last_row.min(range.row.saturating_add(TALL_MAX));
        let first = columns.filter_map(|col| self.columns.get(&col)).min();
        first.is_some_and(|first| {
            rows.into_iter().any(|row| row > *first && self.rows.contains_key(&row))
        })
    }
}

/// The fewest texts side by side that make a row of a table.
const SIDE_BY_SIDE: usize = 2;

/// The rows of one merged cell, and the rows and columns of one shape, that are looked
/// at: more than any page has.
const TALL_MAX: u32 = 1_000;

fn read_as(text: &str) -> Finding {
    let text = excerpt(text, EXCERPT);
    let message = Message::new(
        format!("空のセルに重なる図形の文字「{text}」を、そのセルの値として読みました"),
        format!("read the text “{text}” of a shape over an empty cell as the value of that cell"),
    );
    Finding { found: Some(text), ..Finding::new(Code::P917, message) }
}

fn lies_over(text: &str, under: &[&Cell]) -> Finding {
    let text = excerpt(text, EXCERPT);
    let texts: Vec<&str> = under.iter().map(|cell| &*cell.text).collect();
    let covered = excerpt(&texts.join(" | "), EXCERPT);
    let message = Message::new(
        format!(
            "表のセル「{covered}」に図形の文字「{text}」が重なっています。表の外の文字として読みました"
        ),
        format!(
            "the text “{text}” of a shape lies over cells of a table (“{covered}”); it was read as a line outside of it"
        ),
    );
    Finding::new(Code::P917, message).comparing(covered, text)
}

/// Characters of a text that a message repeats.
const EXCERPT: usize = 100;

#[cfg(test)]
mod tests {
    use super::{Offset, Sizes, lines};

    #[track_caller]
    fn covers(from: f64, to: f64, expected: (u32, u32)) {
        assert_eq!(lines(from, to, 100), expected, "{from} to {to}");
    }

    #[test]
    fn lines_that_are_covered() {
        covers(5.1, 6.1, (5, 5));
        covers(4.8, 6.1, (5, 5));
        covers(4.4, 6.6, (4, 6));
        // Half of it lies in either.
        covers(4.8, 5.2, (4, 5));
        covers(4.9, 5.2, (5, 5));
        covers(4.2, 4.3, (4, 4));
        covers(5.0, 5.0, (5, 5));
        covers(7.0, 6.0, (7, 7));
        covers(98.9, 250.0, (99, 99));
    }

    #[test]
    fn places_by_sizes() {
        let mut rows = Sizes::new(10.0);
        rows.add(2, 3, 20.0);
        rows.add(1, 1, 5.0);
        rows.add(9, 9, f64::NAN);
        let line = |line, points| rows.line_of(line, Offset::Points(points));
        assert_eq!(
            [line(0, 5.0), line(0, 30.0), line(2, 5.0), line(2, 45.0)],
            [0.5, 2.5, 2.25, 4.5]
        );
        assert_eq!(rows.line_of(7, Offset::Share(0.25)), 7.25);
        assert_eq!(rows.line_of(7, Offset::Share(9.0)), 8.0);
    }
}
