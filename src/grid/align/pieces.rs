//! Runs → pieces of text, and rows of them.

use super::stops;
use crate::geom::Rect;
use crate::page::{Glyph, Heading, Page, Text};

/// The narrowest gap between two columns, in em. Cells that were filled to
/// their padding leave 0.6 or more (rules/shading-alone); words of justified
/// Japanese stand up to half an em apart.
pub(super) const CORRIDOR_MIN: f32 = 0.5;

/// How far lines of neighbouring cells must overlap to stand side by side, in
/// em. Lines of one cell that are set solid touch.
const OVERLAP_MIN: f32 = 0.2;

/// A piece of text on one line, or several side by side in one column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Around its characters, spaces at its ends left out.
    pub(super) bbox: Rect,
    /// The em.
    pub(super) size: f32,
    /// How many characters it has.
    pub(super) chars: usize,
    /// Whether one of them is a digit.
    pub(super) has_digit: bool,
    /// How many of them are letters, 漢字 and 仮名 included.
    pub(super) letters: usize,
    /// Whether it may be a text of its own right behind another: see `stops`.
    pub(super) is_stop: bool,
}

/// The longest unit of a number, in letters, an era's year (令和年度) included.
const UNIT_LETTERS_MAX: usize = 4;

impl Piece {
    pub(super) fn has_letter(&self) -> bool {
        self.letters > 0
    }

    /// Whether it is a number with its unit, or a mark (◎, ―).
    pub(super) fn is_number(&self) -> bool {
        !self.has_letter() || (self.has_digit && self.letters <= UNIT_LETTERS_MAX)
    }

    pub(super) fn joined(&self, other: &Piece) -> Piece {
        Piece {
            bbox: self.bbox.union(&other.bbox),
            size: self.size.max(other.size),
            chars: self.chars + other.chars,
            has_digit: self.has_digit | other.has_digit,
            letters: self.letters + other.letters,
            is_stop: self.is_stop,
        }
    }
}

/// Pieces that stand side by side.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Where it begins.
    pub(super) y0: f32,
    /// Where it ends.
    pub(super) y1: f32,
    /// The em of its largest piece.
    pub(super) size: f32,
    /// As they are on the page.
    pub(super) pieces: Vec<Piece>,
    /// Left to right, those taken together between which no column could pass.
    pub(super) segments: Vec<Piece>,
}

impl Row {
    pub(super) fn new(mut pieces: Vec<Piece>) -> Row {
        pieces.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        let bounds = pieces.iter().fold(Rect::EMPTY, |all, piece| all.union(&piece.bbox));
        let size = pieces.iter().map(|piece| piece.size).fold(0.0, f32::max);
        let mut segments: Vec<Piece> = Vec::new();
        for piece in &pieces {
            match segments.last_mut() {
                Some(last) if piece.bbox.x0 - last.bbox.x1 < CORRIDOR_MIN * size => {
                    *last = last.joined(piece);
                }
                _ => segments.push(*piece),
            }
        }
        Row { y0: bounds.y0, y1: bounds.y1, size, pieces, segments }
    }

    /// A row of these pieces, each a segment of its own.
    pub(super) fn of_columns(pieces: Vec<Piece>) -> Row {
        let mut row = Row::new(pieces);
        row.segments.clone_from(&row.pieces);
        row
    }

    /// Takes the letters of spread headers (備　　考) together.
    pub(super) fn into_header(mut self) -> Row {
        let mut segments: Vec<Piece> = Vec::new();
        let mut last_width = 0.0;
        for segment in self.segments {
            let width = segment.bbox.width() / segment.size;
            let spread = segment.chars == 1 && segment.has_letter() && last_width <= 1.0;
            match segments.last_mut() {
                Some(last)
                    if spread && segment.bbox.x0 - last.bbox.x1 < SPREAD_GAP_MAX * segment.size =>
                {
                    *last = last.joined(&segment);
                }
                _ => segments.push(segment),
            }
            last_width = if segment.has_letter() && segment.chars == 1 { width } else { f32::MAX };
        }
        self.segments = segments;
        self
    }
}

/// How far apart the letters of a spread header stand, in em. Two full-width
/// spaces are usual (備　　考).
const SPREAD_GAP_MAX: f32 = 2.2;

/// The pieces of a page outside of tables that need no completing, by the
/// middle of their height. Vertical writing is left out: its lines say nothing
/// about columns.
pub(super) fn of(page: &Page, complete: &[Rect]) -> Vec<Piece> {
    let is_open = |bbox: &Rect| {
        !complete.iter().any(|table| table.contains(bbox.center_x(), bbox.center_y()))
    };
    let upright =
        page.runs.iter().filter(|run| run.heading == Heading::Right && is_open(&run.bbox));
    let mut parts: Vec<Piece> = Vec::new();
    for run in upright {
        let glyphs = &page.glyphs[run.range()];
        for (number, part) in stops::parts(glyphs).enumerate() {
            let inked = part.iter().filter_map(|glyph| piece(page, glyph));
            let all = inked.reduce(|all, next| all.joined(&next));
            parts.extend(all.map(|all| Piece { is_stop: number > 0, ..all }));
        }
    }
    parts.retain(|piece| piece.bbox.is_finite() && piece.size > 0.0);
    let mut pieces = stops::confirmed(parts);
    pieces.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));
    pieces
}

fn piece(page: &Page, glyph: &Glyph) -> Option<Piece> {
    let c = match glyph.text {
        Text::Char(c) => c,
        Text::String(index) => page.strings.get(index as usize)?.chars().next()?,
        Text::Covered => return None,
        Text::Unknown(_) => char::REPLACEMENT_CHARACTER,
    };
    (!c.is_whitespace()).then_some(Piece {
        bbox: glyph.bbox,
        size: glyph.size,
        chars: 1,
        has_digit: c.is_numeric(),
        letters: usize::from(c.is_alphabetic()),
        is_stop: false,
    })
}

/// The pieces with their middle in a rectangle, given pieces by that height.
pub(super) fn inside(pieces: &[Piece], bounds: &Rect) -> Vec<Piece> {
    let first = pieces.partition_point(|piece| piece.bbox.center_y() < bounds.y0);
    pieces[first..]
        .iter()
        .take_while(|piece| piece.bbox.center_y() < bounds.y1)
        .filter(|piece| bounds.contains(piece.bbox.center_x(), piece.bbox.center_y()))
        .copied()
        .collect()
}

/// The rows of text, top to bottom: lines that overlap in height stand side by
/// side. A cell of several lines makes several rows where no other fills the
/// gaps between its lines.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Row> {
    pieces.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let mut rows = Vec::new();
    let mut current: Vec<Piece> = Vec::new();
    let mut bottom = f32::NEG_INFINITY;
    for piece in pieces {
        if piece.bbox.y0 > bottom - OVERLAP_MIN * piece.size && !current.is_empty() {
            rows.push(Row::new(std::mem::take(&mut current)));
            bottom = f32::NEG_INFINITY;
        }
        bottom = bottom.max(piece.bbox.y1);
        current.push(piece);
    }
    if !current.is_empty() {
        rows.push(Row::new(current));
    }
    rows
}

/// The row between each two lines, which are sorted; rows may be empty.
pub(super) fn between(pieces: &[Piece], ys: &[f32]) -> Vec<Row> {
    let mut rows: Vec<Vec<Piece>> = vec![Vec::new(); ys.len().saturating_sub(1)];
    for piece in pieces {
        let line = ys.partition_point(|&y| y <= piece.bbox.center_y());
        if let Some(row) = line.checked_sub(1).and_then(|row| rows.get_mut(row)) {
            row.push(*piece);
        }
    }
    rows.into_iter().map(Row::new).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Lines of text on a raster: a character is 5 points wide and a line 12
    /// points high, type of 10 points. Two spaces part two pieces.
    pub(in super::super) fn drawn(lines: &[&str]) -> Vec<Row> {
        super::lines(draw(lines))
    }

    pub(in super::super) fn draw(lines: &[&str]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let mut open = false;
            for (column, c) in line.chars().enumerate() {
                let (x, y) = (5.0 * column as f32, 12.0 * number as f32);
                let piece = Piece {
                    bbox: Rect::new(x, y, x + 5.0, y + 10.0),
                    size: 10.0,
                    chars: 1,
                    has_digit: c.is_numeric(),
                    letters: usize::from(c.is_alphabetic()),
                    is_stop: false,
                };
                match pieces.last_mut() {
                    _ if c == ' ' => {
                        open &= line[..].chars().nth(column + 1).is_some_and(|next| next != ' ');
                    }
                    Some(last) if open => *last = last.joined(&piece),
                    _ => {
                        pieces.push(piece);
                        open = true;
                    }
                }
            }
        }
        pieces
    }

    #[test]
    fn the_letters_of_a_spread_header_are_one() {
        let row = drawn(&["備    考  名"]).remove(0);
        assert_eq!(row.segments.len(), 3);
        assert_eq!(row.into_header().segments.len(), 1);
    }
}
