//! Leaves as they are drawn again.

use super::wire::{Image, Length, Page, PageCell, Piece, SheetBlock, SheetCell, Text};
use crate::geom::Rect;
use crate::grid::Leaf;
use crate::outputs::picture::uri;
use crate::page::Picture;
use crate::place::{Place, Range};
use crate::report::{Fate, Trace};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A page or a sheet after it was read, with what there is to draw of it.
#[derive(Debug)]
pub(crate) struct View {
    /// All of it.
    pub(crate) place: Place,
    pub(crate) picture: Picture,
    pub(crate) cells: Vec<SeenCell>,
    /// Lines of text outside tables.
    pub(crate) lines: Vec<Rect>,
}

/// A cell of a table.
#[derive(Debug)]
pub(crate) struct SeenCell {
    pub(crate) row: usize,
    pub(crate) col: usize,
    pub(crate) rowspan: usize,
    pub(crate) colspan: usize,
    pub(crate) text: String,
    pub(crate) place: Place,
    /// Whether it is a shape over the sheet and in none of its rows.
    pub(crate) floats: bool,
}

impl View {
    /// What is kept of a leaf, which is used up when its tables are built.
    pub(crate) fn of(leaf: &Leaf, picture: Picture) -> View {
        let is_sheet = matches!(leaf.place, Place::Sheet { .. });
        let grids = leaf.grids.iter().enumerate();
        let cells = grids.flat_map(|(number, grid)| {
            grid.cells.iter().map(move |cell| SeenCell {
                row: cell.row,
                col: cell.col,
                rowspan: cell.rowspan,
                colspan: cell.colspan,
                text: cell.text.clone(),
                place: cell.place.clone(),
                floats: is_sheet && number > 0,
            })
        });
        View {
            place: leaf.place.clone(),
            picture,
            cells: cells.collect(),
            lines: leaf.lines.iter().map(|line| line.bbox).collect(),
        }
    }

    /// How many pages it is drawn as.
    pub(super) fn blocks(&self) -> usize {
        match self.place {
            Place::Page { .. } => 1,
            Place::Sheet { .. } => self.rows().div_ceil(BLOCK_ROWS).max(1),
        }
    }

    fn rows(&self) -> usize {
        let cells = self.cells.iter().filter(|it| !it.floats);
        cells.map(|cell| cell.row + cell.rowspan).max().unwrap_or(0)
    }

    /// The blocks of rows over which a cell of a sheet reaches; shapes stand in the last.
    pub(super) fn blocks_of(&self, cell: &SeenCell) -> std::ops::Range<usize> {
        match self.place {
            Place::Page { .. } => 0..1,
            Place::Sheet { .. } if cell.floats => self.blocks() - 1..self.blocks(),
            Place::Sheet { .. } => {
                let last = cell.row + cell.rowspan.max(1) - 1;
                cell.row / BLOCK_ROWS..last / BLOCK_ROWS + 1
            }
        }
    }
}

/// How many rows of a sheet are drawn at a time.
const BLOCK_ROWS: usize = 100;

/// A page, or a block of a sheet.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Printed<'a> {
    Page(Page<'a>),
    Block(SheetBlock<'a>),
}

/// The pages as which a leaf is drawn, cells in the order of the view.
pub(super) fn pages<'a>(view: &'a View, trace: &'a Trace) -> Vec<Printed<'a>> {
    match &view.place {
        Place::Page { page, .. } => vec![Printed::Page(drawn(*page, view, trace))],
        Place::Sheet { sheet, .. } => blocks(sheet, view, trace),
    }
}

fn drawn<'a>(number: usize, view: &'a View, trace: &'a Trace) -> Page<'a> {
    let picture = &view.picture;
    let cells = view.cells.iter().filter_map(|cell| match &cell.place {
        Place::Page { bbox, .. } => {
            let (kind, role) = fate(cell, trace);
            Some(PageCell { bbox: corners(bbox), kind, text: shown(&cell.text), role })
        }
        Place::Sheet { .. } => None,
    });
    let cells: Vec<PageCell<'_>> = cells.collect();
    let boxes = || {
        let cells = view.cells.iter().filter_map(|it| match &it.place {
            Place::Page { bbox, .. } => Some(bbox),
            Place::Sheet { .. } => None,
        });
        cells.chain(&view.lines)
    };
    let texts = picture.texts.iter().map(|it| Text {
        x: Length(it.x),
        y: Length(it.y),
        length: Length(it.length),
        size: Length(it.size),
        text: &it.text,
        turn: it.turn,
        is_lost: boxes().all(|place| place.intersection(&it.bbox).is_none()),
    });
    Page {
        number,
        width: Length(picture.width),
        height: Length(picture.height),
        images: picture.images.iter().map(image).collect(),
        texts: texts.collect(),
        is_layer: picture.is_layer,
        horizontal: picture.horizontal.iter().map(|it| it.map(Length)).collect(),
        vertical: picture.vertical.iter().map(|it| it.map(Length)).collect(),
        tints: picture.tints.iter().map(corners).collect(),
        cells,
        lines: view.lines.iter().map(corners).collect(),
        is_cut: picture.is_cut,
    }
}

/// What became of a cell, in one letter, and what it was read as.
fn fate<'a>(cell: &SeenCell, trace: &'a Trace) -> (&'static str, &'a str) {
    match trace.of(&cell.place) {
        _ if cell.text.trim().is_empty() => ("e", ""),
        None => ("h", ""),
        Some(used) => {
            let kind = match used.fate {
                Fate::Claimed => "c",
                Fate::Extra => "x",
                Fate::Band => "b",
                Fate::Stated => "s",
                Fate::PassedOver => "p",
            };
            (kind, &used.role)
        }
    }
}

fn blocks<'a>(sheet: &'a str, view: &'a View, trace: &'a Trace) -> Vec<Printed<'a>> {
    let mut rows: BTreeMap<usize, u32> = BTreeMap::new();
    let mut cols: BTreeMap<usize, u32> = BTreeMap::new();
    for cell in view.cells.iter().filter(|it| !it.floats) {
        if let Place::Sheet { range, .. } = &cell.place {
            rows.insert(cell.row, range.row + 1);
            cols.insert(cell.col, range.col);
        }
    }
    let letters = |col: &u32| Range { row: 0, col: *col, last_row: 0, last_col: *col };
    let cols: Vec<String> = cols
        .values()
        .map(|col| letters(col).to_string().trim_end_matches('1').to_owned())
        .collect();
    let mut blocks: Vec<SheetBlock<'_>> = (0..view.blocks())
        .map(|block| {
            let first = block * BLOCK_ROWS;
            let own = rows.range(first..first + BLOCK_ROWS).map(|(_, row)| *row);
            SheetBlock { sheet, block, rows: own.collect(), cols: cols.clone(), cells: Vec::new() }
        })
        .collect();
    for cell in &view.cells {
        let (kind, role) = fate(cell, trace);
        for block in view.blocks_of(cell) {
            let first = block * BLOCK_ROWS;
            let from = cell.row.max(first);
            let to = (cell.row + cell.rowspan).min(first + BLOCK_ROWS);
            if let Some(open) = blocks.get_mut(block) {
                open.cells.push(SheetCell {
                    row: from - first,
                    col: cell.col,
                    rowspan: to.saturating_sub(from).max(1),
                    colspan: cell.colspan,
                    kind,
                    text: shown(&cell.text),
                    role,
                    piece: match (cell.floats, cell.row < first) {
                        (true, _) => Piece::Floating,
                        (_, true) => Piece::Rest,
                        _ => Piece::Whole,
                    },
                });
            }
        }
    }
    blocks.into_iter().map(Printed::Block).collect()
}

fn image(image: &crate::page::Image) -> Image {
    Image(image.matrix.map(Length), corners(&image.clip), uri(image))
}

/// The text of a cell as it is shown on a page, where no more of it could be read.
fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or(text))),
        None => Cow::Borrowed(text),
    }
}

/// How many characters of a cell are shown on a page; its value has all of them. The
/// longest cell of the reports that were seen has 1,300.
const SHOWN_MAX: usize = 2_000;

pub(super) fn corners(bbox: &Rect) -> [Length; 4] {
    [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(Length)
}
