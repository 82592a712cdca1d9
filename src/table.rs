//! What does each cell stand for? Grids → tables with headers, bands and rows.
//!
//! Knows headers, merged cells, bands and continuation over pages; reads no
//! numbers. Lines outside grids become paragraphs, captions, and what pages
//! repeat.

mod bands;
#[allow(
    clippy::indexing_slicing,
    reason = "rows list cells of their own grid, which lie within its columns"
)]
mod below;
mod counts_above;
mod forms;
#[allow(clippy::indexing_slicing, reason = "one flag for each line of the page")]
mod furniture;
#[allow(
    clippy::indexing_slicing,
    reason = "columns of a grid are asked by the columns of its own cells"
)]
mod halves;
#[allow(
    clippy::indexing_slicing,
    reason = "rows list cells of their own grid, which lie within its columns"
)]
mod header;
#[allow(
    clippy::indexing_slicing,
    reason = "the columns and borders of one table are numbered together"
)]
pub(crate) mod joined;
#[allow(clippy::indexing_slicing, reason = "one place for each column of the grid")]
mod lacking;
mod numbering;
pub(crate) mod page_end;
#[allow(clippy::indexing_slicing, reason = "columns are numbered as they are found")]
mod prose;
#[allow(
    clippy::indexing_slicing,
    reason = "rows list cells of their own grid, which lie within its columns"
)]
mod sections;
#[cfg(test)]
pub(crate) mod samples;
mod sheets;
mod side_by_side;
mod stitch;

use crate::grid::{Cell, Grid, Leaf, Number};
use crate::layout::{self, Labels, Role};
use crate::place::Place;
use crate::text::join::{Ends, Line};
use std::sync::Arc;

pub(crate) use bands::{Band, spanning};
use furniture::LineRole;
pub(crate) use numbering::{form, form_of, style as numbering_style};
use side_by_side::Beside;

/// A document in terms of what a reader sees: tables and text.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// In reading order.
    pub(crate) tables: Vec<Table>,
    /// Running text, in reading order.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Page numbers and titles that pages repeat.
    pub(crate) furniture: Vec<Paragraph>,
    /// Lines outside tables that stand side by side.
    pub(crate) beside: Vec<Beside>,
    /// The names of the sheets of a workbook, in their order.
    pub(crate) sheets: Vec<Arc<str>>,
}

/// Text outside tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paragraph {
    /// Soft line ends joined.
    pub(crate) text: String,
    /// Its first page's part.
    pub(crate) place: Place,
    /// How many glyphs it was made of.
    pub(crate) glyphs: usize,
}

/// One logical table, however many pages it covers.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Lines right above it, and first rows that hold one cell.
    pub(crate) captions: Vec<Paragraph>,
    /// First rows that hold several cells, and name nothing that the rows below
    /// stand under.
    pub(crate) notes: Vec<Paragraph>,
    /// One for each column.
    pub(crate) columns: Vec<Column>,
    /// Below the header, as they are printed.
    pub(crate) rows: Vec<Row>,
    /// The rows with which its parts on later pages begin.
    pub(crate) page_starts: Vec<usize>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its headers, outermost first; a header over several columns is part of
    /// the path of each.
    pub(crate) path: Vec<String>,
}

/// The first column whose header names a role.
fn column_of(columns: &[Column], role: Role) -> Option<usize> {
    columns.iter().position(|column| layout::role_of(&column.path) == Some(role))
}

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Its cells, left to right; merged cells from above are among them.
    pub(crate) cells: Vec<Entry>,
    /// Bands that it stands under, outermost first.
    pub(crate) bands: Vec<Band>,
    /// Around all its cells.
    pub(crate) place: Place,
    /// On a sheet, the first row of the box that borders above and below draw
    /// around it.
    pub(crate) in_box: Option<u32>,
}

/// How much of a row a finding repeats, in characters.
const SAID_LENGTH_MAX: usize = 200;

/// A cell, seen from one of its rows.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// First column.
    pub(crate) col: usize,
    /// How many columns it spans.
    pub(crate) colspan: usize,
    /// Its text.
    pub(crate) text: String,
    /// Where it is.
    pub(crate) place: Place,
    /// How its text begins and ends, at the top and the bottom of a page.
    pub(crate) ends: Option<Box<Ends>>,
    /// The number that a workbook stores behind the text.
    pub(crate) number: Option<Number>,
}

impl Entry {
    /// Whether it begins in its row: it is no cell merged from the row above.
    pub(crate) fn begins_below(&self, above: Option<&Row>) -> bool {
        let same = above.and_then(|above| above.cell(self.col));
        same.is_none_or(|same| same.place != self.place)
    }
}

impl Row {
    /// A row without cells.
    pub(crate) fn at(place: Place) -> Row {
        Row { cells: Vec::new(), bands: Vec::new(), place, in_box: None }
    }

    /// Whether the cell over a column says something.
    pub(crate) fn says(&self, col: usize) -> bool {
        self.cell(col).is_some_and(|entry| !entry.text.is_empty())
    }

    /// Its cells that say something.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &Entry> {
        self.cells.iter().filter(|entry| !entry.text.trim().is_empty())
    }

    /// What they say, for a finding that repeats it.
    pub(crate) fn said(&self) -> String {
        let texts: Vec<&str> = self.filled().map(|entry| entry.text.as_str()).collect();
        texts.join(" | ").chars().take(SAID_LENGTH_MAX).collect()
    }

    /// The cell over a column.
    pub(crate) fn cell(&self, col: usize) -> Option<&Entry> {
        self.cells.get(self.index(col)?)
    }

    pub(crate) fn cell_mut(&mut self, col: usize) -> Option<&mut Entry> {
        let index = self.index(col)?;
        self.cells.get_mut(index)
    }

    /// Which of the cells, sorted as they are, lies over a column. A sheet may
    /// have 16,384 of them in a row.
    fn index(&self, col: usize) -> Option<usize> {
        let index = self.cells.partition_point(|entry| entry.col <= col).checked_sub(1)?;
        let entry = self.cells.get(index)?;
        (col < entry.col + entry.colspan).then_some(index)
    }
}

/// Builds the tables and the text of a document from its pages or sheets.
pub(crate) fn build(leaves: Vec<Leaf>, labels: &Labels) -> Contents {
    let roles = furniture::roles(&leaves);
    let mut contents = Contents::default();
    let mut flow = prose::Flow::new(&leaves, &roles);
    let mut stitcher = stitch::Stitcher::default();
    let mut forms = forms::Pages::default();
    for (leaf, roles) in leaves.into_iter().zip(roles) {
        let Leaf { place: page, mut grids, lines, .. } = leaf;
        if let Place::Sheet { sheet, .. } = &page {
            contents.sheets.push(Arc::clone(sheet));
            let (texts, tables): (Vec<Grid>, Vec<Grid>) = grids.into_iter().partition(is_text);
            contents.paragraphs.extend(texts.iter().flat_map(|grid| &grid.cells).map(written));
            grids = tables;
        }
        contents.beside.extend(side_by_side::of(&page, &lines));
        let mut captions = vec![Vec::new(); grids.len()];
        let mut running = Vec::new();
        for (line, role) in lines.into_iter().zip(roles) {
            match role {
                LineRole::Furniture => contents.furniture.push(paragraph(&page, &line)),
                LineRole::Caption(grid) => {
                    if let Some(own) = captions.get_mut(grid) {
                        own.push(paragraph(&page, &line));
                    }
                }
                LineRole::Running => running.push(line),
            }
        }
        let (above, below) = around(&grids, &running);
        flow.page(&page, &grids, running);
        let last = grids.len();
        for (number, (grid, captions)) in (1..).zip(grids.into_iter().zip(captions)) {
            if number == 1 && captions.is_empty() && !above && forms.goes_on(&grid, labels) {
                continue;
            }
            add_open(&mut stitcher, &mut forms, labels, &mut contents.paragraphs);
            if number == 1 && above {
                stitcher.end();
            }
            let is_last = number == last && !below;
            if let Some((grid, captions)) = forms.keep(grid, captions, is_last, labels) {
                add(&mut stitcher, grid, captions, labels, &mut contents.paragraphs);
            }
        }
        if last == 0 && above {
            add_open(&mut stitcher, &mut forms, labels, &mut contents.paragraphs);
            stitcher.end();
        }
        if below {
            stitcher.note();
        }
    }
    add_open(&mut stitcher, &mut forms, labels, &mut contents.paragraphs);
    contents.paragraphs.extend(flow.finish());
    contents.tables = stitcher.finish();
    contents
}

/// Adds the tables of a grid; what stands below their rows is text.
fn add(
    stitcher: &mut stitch::Stitcher,
    grid: Grid,
    mut captions: Vec<Paragraph>,
    labels: &Labels,
    texts: &mut Vec<Paragraph>,
) {
    if let Some(tables) = forms::read(&grid, labels, &mut captions) {
        tables.into_iter().for_each(|table| stitcher.add_form(table, &grid.place));
        return;
    }
    let mut captions = Some(captions);
    for section in sections::sections(grid) {
        let (section, below) = below::texts_below(section);
        texts.extend(below);
        stitcher.add(section, captions.take().unwrap_or_default());
    }
}

/// Adds the forms of the pages before, which nothing goes on.
fn add_open(
    stitcher: &mut stitch::Stitcher,
    forms: &mut forms::Pages,
    labels: &Labels,
    texts: &mut Vec<Paragraph>,
) {
    if let Some((grid, captions)) = forms.take() {
        add(stitcher, grid, captions, labels, texts);
    }
}

/// Whether no two cells of a grid stand side by side: the cover of a workbook,
/// or a sheet of remarks.
fn is_text(grid: &Grid) -> bool {
    let mut rows: Vec<usize> = grid.cells.iter().map(|cell| cell.row).collect();
    rows.sort_unstable();
    rows.windows(2).all(|pair| pair.first() != pair.last())
}

fn written(cell: &Cell) -> Paragraph {
    Paragraph { text: cell.text.clone(), place: cell.place.clone(), glyphs: 0 }
}

/// Whether running text stands above the first grid of a page, and below the
/// last. On a page without grids all text does.
fn around(grids: &[Grid], running: &[Line]) -> (bool, bool) {
    let boxes = grids.iter().filter_map(|grid| match &grid.place {
        Place::Page { bbox, .. } => Some(bbox),
        Place::Sheet { .. } => None,
    });
    let (top, bottom) = boxes.fold((f32::INFINITY, f32::NEG_INFINITY), |(top, bottom), bbox| {
        (top.min(bbox.y0), bottom.max(bbox.y1))
    });
    let above = running.iter().any(|line| line.bbox.center_y() < top);
    let below = running.iter().any(|line| line.bbox.center_y() > bottom);
    (above, below)
}

fn paragraph(page: &Place, line: &Line) -> Paragraph {
    Paragraph {
        text: line.text.trim().to_owned(),
        place: on(page, line),
        glyphs: line.glyphs as usize,
    }
}

/// The place of a line on its page.
fn on(page: &Place, line: &Line) -> Place {
    match page {
        Place::Page { page, .. } => Place::Page { page: *page, bbox: line.bbox },
        Place::Sheet { .. } => page.clone(),
    }
}
