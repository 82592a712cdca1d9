//! Grids of pages → tables as a reader sees them: whole, with their header once.
//!
//! Any table is joined that goes on over the end of a page, whatever it is about:
//! one that the grids show to go on, one whose header the next page repeats, and one
//! whose columns stand there without a header. Text between the two ends it, but
//! for running heads, page numbers and notes. What the page end cut is put together:
//! a row, and a cell merged over several rows.

mod seam;

use super::furniture::{self, LineRole};
use super::header::ByRow;
use super::{Column, around};
use crate::grid::{self, Grid, Leaf, top_of, without_notes};
use crate::layout;
use crate::place::Place;
use crate::text::join::Line;
use seam::Tail;

/// A table of a document, whole, however many pages it covers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// Its parts, one for each page that it covers: from the top down, and behind each
    /// those with the rest of its columns; on a sheet, one.
    pub parts: Vec<TablePart>,
    /// Lines right above it, top to bottom. They are in no cell.
    pub captions: Vec<String>,
    /// How many rows, those of the header included.
    pub rows: usize,
    /// How many columns.
    pub cols: usize,
    /// How many of the first rows are its header, with what stands in cells above
    /// that: a guess where no later page repeats it.
    pub header_rows: usize,
    /// Whether rules part the cells of all parts, or only alignment does.
    pub ruled: bool,
    /// Row by row, left to right. Each place of the table belongs to at most one cell;
    /// a merged cell stands at its first row and column. On a sheet, empty cells are
    /// left out.
    pub cells: Vec<Cell>,
}

/// The part of a table on one page, or its range on a sheet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TablePart {
    /// All of it, a repeated header included.
    pub place: Place,
    /// Its first row in the table, from 0: where a page end cut a row, that row.
    pub first_row: usize,
}

/// A cell of a whole table.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cell {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub col: usize,
    /// How many rows it spans, at least 1.
    pub rowspan: usize,
    /// How many columns it spans, at least 1.
    pub colspan: usize,
    /// Its text: soft line ends joined, real ones as `\n`.
    pub text: String,
    /// Where it is: one place, or one on each page where page ends cut it.
    pub places: Vec<Place>,
}

/// Each grid of the pages or sheets of a document as a table of its own.
pub(crate) fn each(leaves: Vec<Leaf>) -> Vec<Table> {
    let mut joiner = Joiner::default();
    for leaf in leaves {
        for grid in leaf.grids {
            joiner.begin(ByRow::unchanged(grid), Vec::new());
        }
    }
    joiner.finish()
}

/// The whole tables of a document, in reading order.
pub(crate) fn build(leaves: Vec<Leaf>) -> Vec<Table> {
    let roles = furniture::roles(&leaves);
    let heads = furniture::running_heads(&leaves);
    let mut joiner = Joiner::default();
    let mut top = f32::NEG_INFINITY;
    for ((leaf, roles), heads) in leaves.into_iter().zip(roles).zip(heads) {
        // What stands higher than anything on the page before is a running head, though
        // it begins there.
        let before = std::mem::replace(&mut top, top_of(&leaf));
        let Leaf { grids, lines, .. } = leaf;
        let mut captions = vec![Vec::new(); grids.len()];
        let mut between: Vec<Line> = Vec::new();
        for ((line, role), is_repeated) in lines.into_iter().zip(roles).zip(heads) {
            let is_head = is_repeated || line.bbox.y1 < before;
            match role {
                LineRole::Caption(grid) => {
                    let caption = Caption { text: line.text.trim().to_owned(), is_head };
                    if let Some(own) = captions.get_mut(grid) {
                        own.push(caption);
                    }
                }
                LineRole::Running if !is_head => between.push(line),
                LineRole::Running | LineRole::Furniture => {}
            }
        }
        // A spreadsheet prints on below the last border what the page end cuts.
        let bottom = grids.last().and_then(|grid| match &grid.place {
            Place::Page { bbox, .. } => Some(bbox.y1),
            Place::Sheet { .. } => None,
        });
        between.retain(|line| bottom.is_none_or(|bottom| !is_cut_off(line, bottom)));
        let notes: Vec<Line> = without_notes(between.iter()).cloned().collect();
        let (above, _) = around(&grids, &between);
        let (_, below) = around(&grids, &notes);
        if above {
            joiner.end();
        }
        for (grid, captions) in grids.into_iter().zip(captions) {
            joiner.add(grid, captions);
        }
        if below {
            joiner.end();
        }
    }
    joiner.finish()
}

/// How far below the last border a line begins that its page end has cut, in points.
const CUT_OFF_PT: f32 = 1.0;

/// Whether a line hangs below the last border of a page.
fn is_cut_off(line: &Line, bottom: f32) -> bool {
    line.bbox.center_y() > bottom && line.bbox.y0 < bottom + CUT_OFF_PT
}

/// A line above a grid.
#[derive(Debug, Clone)]
struct Caption {
    text: String,
    /// Whether it is a head that other pages have as well.
    is_head: bool,
}

/// Collects tables in reading order.
#[derive(Debug, Default)]
struct Joiner {
    done: Vec<Table>,
    open: Option<Open>,
}

/// A table that may go on on the next page.
#[derive(Debug)]
struct Open {
    table: Table,
    /// Where its last rows lie, their first column.
    last: Place,
    /// The row with which its header begins.
    top: usize,
    /// Its header by words.
    columns: Vec<Column>,
    /// Where its columns begin and end on its last page, in points: one more than
    /// there are columns.
    edges: Vec<f32>,
    /// Its last row.
    tail: Tail,
    /// Whether text stands between it and whatever comes next.
    ended: bool,
    /// Whether a page end has been joined already.
    is_joined: bool,
}

impl Joiner {
    /// Adds the next grid of the document.
    fn add(&mut self, grid: Grid, captions: Vec<Caption>) {
        let next = ByRow::unchanged(grid);
        match self.open.as_mut().and_then(|open| Some((open.seam(&next, &captions)?, open))) {
            Some((seam, open)) => {
                open.caption(captions);
                open.join(next, &seam);
            }
            None => self.begin(next, captions),
        }
    }

    /// Begins a table.
    fn begin(&mut self, by_row: ByRow, captions: Vec<Caption>) {
        self.close();
        let columns = by_row.columns();
        let ByRow { grid, top, depth, .. } = by_row;
        let last = grid.place.clone();
        let edges = seam::edges(&grid);
        let tail = Tail::of(&grid, top + depth);
        let table = Table {
            parts: parts(&grid, 0),
            captions: captions.into_iter().map(|caption| caption.text).collect(),
            rows: grid.rows,
            cols: grid.cols,
            header_rows: (top + depth).min(grid.rows),
            ruled: grid.ruled,
            cells: grid.cells.into_iter().map(Cell::from).collect(),
        };
        self.open =
            Some(Open { last, table, top, columns, edges, tail, ended: false, is_joined: false });
    }

    /// Says that text stands behind the last grid.
    fn end(&mut self) {
        if let Some(open) = &mut self.open {
            open.ended = true;
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.done.push(open.table);
        }
    }

    fn finish(mut self) -> Vec<Table> {
        self.close();
        self.done
    }
}

/// The parts that a grid is of a table: its own, and one for each page on which columns
/// of it go on.
fn parts(grid: &Grid, first_row: usize) -> Vec<TablePart> {
    let mut parts = vec![TablePart { place: grid.place.clone(), first_row }];
    for cell in &grid.cells {
        match parts.iter_mut().find(|part| part.place.is_on_leaf_of(&cell.place)) {
            Some(part) => part.place = part.place.union(&cell.place),
            None => parts.push(TablePart { place: cell.place.clone(), first_row }),
        }
    }
    parts
}

impl From<grid::Cell> for Cell {
    fn from(cell: grid::Cell) -> Cell {
        let grid::Cell { row, col, rowspan, colspan, text, place, .. } = cell;
        Cell { row, col, rowspan, colspan, text, places: vec![place] }
    }
}

impl Open {
    /// Keeps the captions that it does not have yet.
    fn caption(&mut self, captions: Vec<Caption>) {
        for Caption { text, is_head } in captions {
            if !is_head && !self.has_caption(&text) {
                self.table.captions.push(text);
            }
        }
    }

    /// Whether a caption is one of this table, repeated: 表１（つづき）.
    fn has_caption(&self, text: &str) -> bool {
        let bare = |text: &str| {
            let folded = layout::fold(text);
            let end = CONTINUED.iter().find_map(|word| folded.strip_suffix(word));
            end.map(str::to_owned).unwrap_or(folded)
        };
        let text = bare(text);
        text.is_empty() || self.table.captions.iter().any(|caption| bare(caption) == text)
    }
}

/// How a page says that a table goes on, folded.
const CONTINUED: [&str; 10] = [
    "(続き)",
    "(つづき)",
    "(続)",
    "[続き]",
    "続き",
    "つづき",
    "(continued)",
    "(cont.)",
    "continued",
    "(cont'd)",
];
