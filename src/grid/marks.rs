//! Ink that is no text: symbols drawn as shapes or pictures, a circle around a word,
//! letters drawn as outlines. Nothing here reads it; what it may cost is said.

use super::Leaf;
use super::lattice::Lattice;
use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::page::{Mark, Page};
use crate::place::Place;
use std::collections::BTreeMap;

/// How far a sign may reach over the borders of its cell, in points: half a pen.
const REACH: f32 = 1.5;

/// A square that takes more than this share of its cell's width and height shades it.
const SHADE_SHARE: f32 = 0.85;

/// Slanted lines that take more than this share of the width or the height of their cell
/// go through it; a cross or a tick stands in it.
const SLASH_SHARE: f32 = 0.7;

/// How many circles of a page are looked at for the text in them.
const CIRCLES_MAX: usize = 64;

/// Beyond so many cells with drawings, a page is said once.
const CELLS_SAID_MAX: usize = 16;

/// The largest letter drawn as an outline, in points: that of a title page.
const LETTER_MAX: f32 = 72.0;

/// Takes out what only looks like tables: letters drawn as outlines (日, 田, 目) have
/// rules that cross and no text (rules/outlined-letters).
pub(super) fn without_outlines(
    page: &Page,
    tables: &mut Vec<Lattice>,
    findings: &mut Vec<Finding>,
) {
    let has_text = |bbox: &Rect| {
        page.runs.iter().any(|run| bbox.contains(run.bbox.center_x(), run.bbox.center_y()))
    };
    let before = tables.len();
    tables.retain(|table| {
        let bbox = table.bbox();
        bbox.width().max(bbox.height()) > LETTER_MAX || has_text(&bbox)
    });
    if tables.len() < before {
        let code = if page.runs.is_empty() { Code::P903 } else { Code::P918 };
        findings.push(outlined(code, page.number).at(Some(whole(page))));
    }
}

fn whole(page: &Page) -> Place {
    let bbox = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    Place::Page { page: page.number, bbox }
}

fn outlined(code: Code, page: usize) -> Finding {
    Finding::new(
        code,
        Message::new(
            format!(
                "{page}ページに、文字のない小さな罫線の集まりがあります（文字が図形として描かれているようです）。文字は読み取れません。"
            ),
            format!(
                "page {page} has rules without text that are no table; letters seem to be drawn as outlines and can't be read"
            ),
        ),
    )
}

/// Says where cells hold ink that is no text, and where a table is empty though text of
/// its page was left out.
pub(super) fn check(page: &Page, tables: &[Lattice], leaf: &Leaf, findings: &mut Vec<Finding>) {
    let mut cells = leaf.grids.iter().flat_map(|grid| &grid.cells);
    if !leaf.grids.is_empty() && cells.all(|cell| cell.text.is_empty()) {
        let lies_within = |bbox: &Rect| {
            let inside = |table: &Lattice| table.bbox().contains(bbox.center_x(), bbox.center_y());
            tables.iter().any(inside)
        };
        if page.hides_text || leaf.lines.iter().any(|line| lies_within(&line.bbox)) {
            findings.push(emptied(page.number).at(Some(leaf.place.clone())));
        }
        return;
    }
    let found = drawn_in_cells(page, tables, leaf);
    if found.len() > CELLS_SAID_MAX {
        findings.push(many(page.number, found.len()).at(Some(leaf.place.clone())));
        return;
    }
    for ((table, cell), kind) in found {
        let Some(square) = tables.get(table).and_then(|it| it.cells.get(cell)) else { continue };
        let place = Place::Page { page: page.number, bbox: square.bbox };
        findings.push(drawn(kind).at(Some(place)));
    }
}

/// What a cell holds that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Drawn {
    /// A sign, and no text.
    Sign,
    /// A circle around a part of its text.
    Circle,
}

/// The cells with ink that is no text, as indices of a table and its cell.
fn drawn_in_cells(page: &Page, tables: &[Lattice], leaf: &Leaf) -> BTreeMap<(usize, usize), Drawn> {
    let mut found = BTreeMap::new();
    let mut circles = 0;
    for (rect, kind) in &page.marks {
        let Some((table, cell)) = cell_around(tables, rect) else { continue };
        let (square, text) = (&tables[table].cells[cell].bbox, &leaf.grids[table].cells[cell].text);
        if text.is_empty() {
            let takes = |share: f32| {
                (rect.width() > share * square.width(), rect.height() > share * square.height())
            };
            let shades = match kind {
                Mark::Tint => true,
                Mark::Square => takes(SHADE_SHARE) == (true, true),
                // A slash goes through a cell that has no value.
                Mark::Slanted => takes(SLASH_SHARE) != (false, false),
                Mark::Oval | Mark::Shape | Mark::Picture => false,
            };
            if !shades {
                found.insert((table, cell), Drawn::Sign);
            }
        } else if *kind == Mark::Oval && circles < CIRCLES_MAX {
            circles += 1;
            if encircles_part(page, rect, square) {
                found.entry((table, cell)).or_insert(Drawn::Circle);
            }
        }
    }
    found
}

/// The cell in which some ink lies whole.
fn cell_around(tables: &[Lattice], rect: &Rect) -> Option<(usize, usize)> {
    let around = |(number, table): (usize, &Lattice)| {
        let cell = table.cell_at(rect.center_x(), rect.center_y())? as usize;
        let Rect { x0, y0, x1, y1 } = table.cells[cell].bbox;
        let lies_within = x0 - REACH <= rect.x0
            && rect.x1 <= x1 + REACH
            && y0 - REACH <= rect.y0
            && rect.y1 <= y1 + REACH;
        lies_within.then_some((number, cell))
    };
    tables.iter().enumerate().filter_map(around).next_back()
}

/// Whether a circle goes around some of the letters in a cell, and not around others.
fn encircles_part(page: &Page, circle: &Rect, cell: &Rect) -> bool {
    let in_cell = |run: &&crate::page::Run| cell.contains(run.bbox.center_x(), run.bbox.center_y());
    let glyphs = page.runs.iter().filter(in_cell).flat_map(|run| &page.glyphs[run.range()]);
    let (mut inside, mut outside) = (false, false);
    for glyph in glyphs {
        let is_inside = circle.contains(glyph.bbox.center_x(), glyph.bbox.center_y());
        inside |= is_inside;
        outside |= !is_inside;
    }
    inside && outside
}

fn drawn(kind: Drawn) -> Finding {
    let message = match kind {
        Drawn::Sign => Message::new(
            "セルに文字がなく、図形か画像が描かれています（記号かもしれません）。読み取れないため空欄としました。",
            "a cell holds a drawing or a picture and no text; it may be a symbol, and is read as empty",
        ),
        Drawn::Circle => Message::new(
            "セルの文字の一部が丸で囲まれています（選択肢かもしれません）。囲みは読み取れません。",
            "a circle goes around a part of the text of a cell, which may mark a choice; all of the text is kept",
        ),
    };
    Finding::new(Code::P918, message)
}

fn many(page: usize, cells: usize) -> Finding {
    Finding::new(
        Code::P918,
        Message::new(
            format!(
                "{page}ページの表の{cells}個のセルに、文字でなく図形か画像があります。読み取れません。"
            ),
            format!(
                "{cells} cells of the tables of page {page} hold drawings or pictures that can't be read"
            ),
        ),
    )
}

/// P919: a table that comes out empty while the page shows its text to everybody.
fn emptied(page: usize) -> Finding {
    Finding::new(
        Code::P919,
        Message::new(
            format!(
                "{page}ページの表は、すべてのセルが空です。ページの文字が本文として見えないか、表の外にあると判断されました。"
            ),
            format!(
                "all cells of the tables of page {page} are empty, while text of the page was left out of them"
            ),
        ),
    )
}
