//! Which cells are there? Pages and sheets → grids of cells with their text.
//!
//! Knows rules, crossings and tolerances; does not know what a header is.
//! After this stage no coordinate matters but as a place.

mod crossings;
mod gutters;
mod nested;
mod lattice;
mod reading;
pub(crate) mod explained;
mod charts;
mod fill;
mod marks;
mod reshape;
mod sheet;
pub(crate) mod repeats;
mod over_pages;
mod across;

use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::page::{self, Page, Rule};
use crate::place::Place;
pub(crate) use crate::source::excel::Number;
use crate::text::join::{Ends, Line, Setting};
use lattice::{Lattice, Square};
pub(crate) use over_pages::Unread;
pub(crate) use over_pages::{settle, settle_all, top_of, waits, without_notes};
pub(crate) use reading::Open;
use reading::Weighed;
pub(crate) use sheet::{SheetCell, SheetGrid};
use std::sync::Arc;

/// How many rows a header may have. Stacked years over 目標・実績・評価 need
/// three; one more for safety.
pub(crate) const HEADER_ROWS_MAX: usize = 4;

/// Cells in rows and columns.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// All of it.
    pub(crate) place: Place,
    /// How many rows.
    pub(crate) rows: usize,
    /// How many columns.
    pub(crate) cols: usize,
    /// Row by row, left to right. Each place of the grid belongs to at most
    /// one cell; a merged cell stands at its first row and column.
    pub(crate) cells: Vec<Cell>,
    /// Whether rules separate the cells, or only alignment does.
    pub(crate) ruled: bool,
    /// On a sheet, the columns with an empty one before them that is not hidden.
    pub(crate) gaps: Vec<usize>,
    /// Whether it was found by the columns of the last grid of the page before.
    pub(crate) goes_on: bool,
    /// The rows of its sheet along the top of which a border is drawn.
    pub(crate) ledges: Arc<[u32]>,
}

impl Grid {
    /// Some of its cells, as a grid of so many rows and columns.
    pub(crate) fn part(&self, cells: Vec<Cell>, rows: usize, cols: usize) -> Grid {
        let place = Place::around(cells.iter().map(|cell| &cell.place));
        Grid {
            place: place.unwrap_or_else(|| self.place.clone()),
            rows,
            cols,
            cells,
            ruled: self.ruled,
            gaps: Vec::new(),
            goes_on: false,
            ledges: Arc::clone(&self.ledges),
        }
    }
}

/// One cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// First row, from 0.
    pub(crate) row: usize,
    /// First column, from 0.
    pub(crate) col: usize,
    /// How many rows it spans, at least 1.
    pub(crate) rowspan: usize,
    /// How many columns it spans, at least 1.
    pub(crate) colspan: usize,
    /// Its text: soft line ends joined, real ones as `\n`.
    pub(crate) text: String,
    /// Where it is.
    pub(crate) place: Place,
    /// How its text begins and ends, kept for the cells at the top and the
    /// bottom of a page's grid: the next page may hold the rest of the row.
    pub(crate) ends: Option<Box<Ends>>,
    /// The number that a workbook stores behind the text.
    pub(crate) number: Option<Number>,
}

/// What one page or sheet holds: grids, and lines of text outside them.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// The whole page or sheet.
    pub(crate) place: Place,
    /// Top to bottom, then left to right.
    pub(crate) grids: Vec<Grid>,
    /// Lines outside all grids, top to bottom.
    pub(crate) lines: Vec<Line>,
    /// The lines of the first cells of the first grid, as far down as a header
    /// may reach: none where no row can stand in one with it.
    pub(crate) top: Vec<Setting>,
    /// The columns of the last grid, if it may go on without rules over the page.
    pub(crate) open: Option<Box<Open>>,
    /// What to read again once the page before is known.
    pub(crate) unread: Option<Box<Unread>>,
    /// What became of every glyph.
    pub(crate) ink: Ink,
}

/// The account of a page's glyphs: each was drawn, and each went somewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ink {
    /// Drawn on the page.
    pub drawn: usize,
    /// Left out: nobody sees them in the content of the page, they are readings above
    /// words, or they draw the rules of a table.
    pub hidden: usize,
    /// Read from the layer of text that OCR laid over a scan; they are counted below as
    /// well.
    pub layer: usize,
    /// Left out because they were drawn over themselves.
    pub doubled: usize,
    /// In cells.
    pub in_cells: usize,
    /// In lines outside tables: paragraphs, captions, headers and footers.
    pub in_lines: usize,
    /// Without a Unicode value; they are counted above as well.
    pub unknown: usize,
}

impl Ink {
    /// Glyphs that were drawn and are nowhere, or that were counted twice: 0 if
    /// the account is right.
    pub fn lost(&self) -> usize {
        self.drawn.abs_diff(self.hidden + self.doubled + self.in_cells + self.in_lines)
    }
}

/// Finds the grids of a page.
pub(crate) fn find(page: &mut Page, findings: &mut Vec<Finding>) -> Leaf {
    find_weighed(page, findings, None)
}

/// The same, and what was weighed for it.
fn find_weighed(
    page: &mut Page,
    findings: &mut Vec<Finding>,
    weighed: Option<&mut Vec<Weighed>>,
) -> Leaf {
    let mut found = reading::complete(page, lattice::find(page, findings), weighed);
    let kept = found.may_go_on.then(|| page.clone());
    let open = found.open.take();
    marks::without_outlines(page, &mut found.tables, findings);
    let mut leaf = read(page, &mut found.tables);
    marks::check(page, &found.tables, &leaf, findings);
    findings.extend(reading::doubts(&found.tables, page.number));
    if leaf.ink.lost() > 0 {
        findings.push(lost(page.number, leaf.ink.lost()).at(Some(leaf.place.clone())));
    }
    leaf.unread = kept.map(|page| Box::new(Unread::new(page, found.tables)));
    leaf.open = open;
    leaf
}

/// The cells of these lattices and the lines outside.
fn read(page: &mut Page, lattices: &mut [Lattice]) -> Leaf {
    page.cut_runs(&inferred_columns(lattices));
    let filled = fill::fill(page, lattices);
    let place = |bbox: Rect| Place::Page { page: page.number, bbox };
    let mut ink = Ink {
        drawn: page.drawn,
        hidden: page.hidden,
        layer: page.layer,
        doubled: page.doubled,
        unknown: page
            .glyphs
            .iter()
            .filter(|glyph| matches!(glyph.text, page::Text::Unknown(_)))
            .count(),
        ..Ink::default()
    };
    let mut grids = Vec::with_capacity(lattices.len());
    let mut top = Vec::new();
    for (number, (lattice, texts)) in lattices.iter().zip(filled.cells).enumerate() {
        let cells = lattice.cells.iter().zip(texts).map(|(cell, content)| {
            ink.in_cells += content.glyphs;
            top.extend(content.setting.filter(|_| number == 0));
            Cell {
                row: cell.row,
                col: cell.col,
                rowspan: cell.rowspan,
                colspan: cell.colspan,
                text: content.text,
                ends: content.ends,
                number: None,
                place: place(cell.bbox),
            }
        });
        grids.push(Grid {
            cells: cells.collect(),
            place: place(lattice.bbox()),
            rows: lattice.rows(),
            cols: lattice.cols(),
            ruled: lattice.ruled,
            gaps: Vec::new(),
            goes_on: false,
            ledges: Arc::default(),
        });
    }
    ink.in_lines = filled.lines.iter().map(|line| line.glyphs as usize).sum();
    let whole = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    let place = place(whole);
    let mut leaf = Leaf { place, grids, lines: filled.lines, top, open: None, unread: None, ink };
    if !repeats::may_hold_header(&leaf) {
        leaf.top = Vec::new();
    }
    leaf
}

/// The edges of cells that alignment shows: neighbours that nearly touch were
/// taken for one run as long as nobody knew of them.
fn inferred_columns(lattices: &[Lattice]) -> Vec<Rule> {
    let inferred = lattices.iter().filter(|lattice| !lattice.has_columns);
    let cells = inferred.flat_map(|lattice| lattice.cells.iter().filter(|cell| cell.col > 0));
    let edge = |cell: &Square| Rule {
        at: cell.bbox.x0,
        from: cell.bbox.y0,
        to: cell.bbox.y1,
        thickness: 0.0,
    };
    let mut edges: Vec<Rule> = cells.map(edge).collect();
    edges.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    edges.dedup_by(|next, edge| {
        let goes_on = edge.at == next.at && edge.to == next.from;
        edge.to = if goes_on { next.to } else { edge.to };
        goes_on
    });
    edges
}

/// P902: what is printed and read by nobody is how errors stay hidden.
fn lost(page: usize, glyphs: usize) -> Finding {
    Finding::new(
        Code::P902,
        Message::new(
            format!("{page}ページの{glyphs}文字が、どのセルにも段落にも入りませんでした。"),
            format!("{glyphs} glyphs of page {page} are in no cell and no paragraph"),
        ),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Grid, Leaf, find};
    use crate::page;
    use crate::source::pdf::Drawing;

    /// What a page with this drawing holds.
    pub(crate) fn leaf(number: usize, drawing: Drawing) -> Leaf {
        let mut findings = Vec::new();
        let mut page = page::read(number, drawing, &mut findings);
        find(&mut page, &mut findings)
    }

    /// The cells of a grid, `|` between them and ` / ` between rows.
    pub(crate) fn shown(grid: &Grid) -> String {
        let row = |row: usize| {
            let cells = grid.cells.iter().filter(|cell| cell.row == row);
            cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")
        };
        (0..grid.rows).map(row).collect::<Vec<_>>().join(" / ")
    }
}
