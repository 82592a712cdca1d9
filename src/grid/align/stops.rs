//! Where a text may begin right behind another: `7,837km◎`, a number at the
//! right of its cell and a mark at the left of the next.
//!
//! Nothing but two points of room tells such neighbours apart, and they are one
//! run. But each was shown by itself, the room is wider than between their own
//! characters, and other lines begin or end at the same place: a person sees
//! the edge of a column there.

use super::pieces::Piece;
use crate::page::{Glyph, Text};
use crate::text::breaking;

/// The least room before a stop, in em: two cells padded by a point each leave
/// 0.2 (rules/none-cells-nearly-touching).
const ROOM_MIN: f32 = 0.12;

/// The same between a Latin letter or a digit and a Japanese letter: word
/// processors set a quarter of an em there by themselves (令和 6 年度).
const MIXED_ROOM_MIN: f32 = 0.3;

/// How far edges that are one may lie apart, in em.
const EDGE_DRIFT: f32 = 0.1;

/// How many lines must begin or end at one place, that of the stop included.
const LINES_MIN: usize = 3;

/// The parts of a run between places where a text may begin.
pub(super) fn parts(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    let room = |at: usize| glyphs.get(at + 1).map(|next| next.bbox.x0 - glyphs[at].bbox.x1);
    let mut at: usize = 0;
    glyphs.chunk_by(move |a, b| {
        let beside = [at.checked_sub(1).and_then(room), room(at + 1)];
        let usual = beside.into_iter().flatten().reduce(f32::min).unwrap_or(0.0).max(0.0);
        let room_min = if are_mixed(a, b) { MIXED_ROOM_MIN } else { ROOM_MIN };
        let least = usual + room_min * a.size.max(b.size);
        let is_stop = a.operation != b.operation
            && room(at).is_some_and(|room| room >= least)
            && !is_space(a)
            && !is_space(b);
        at += 1;
        !is_stop
    })
}

fn are_mixed(a: &Glyph, b: &Glyph) -> bool {
    let (Text::Char(a), Text::Char(b)) = (a.text, b.text) else { return false };
    a.is_alphanumeric() && b.is_alphanumeric() && breaking::is_latin(a) != breaking::is_latin(b)
}

fn is_space(glyph: &Glyph) -> bool {
    matches!(glyph.text, Text::Char(c) if c.is_whitespace())
}

/// The pieces, each marked as a stop if other lines have an edge there. Parts
/// of one run, which follow each other and are marked but for the first, are
/// taken together again if none has.
pub(super) fn confirmed(parts: Vec<Piece>) -> Vec<Piece> {
    let sorted = |place: fn(&Piece) -> f32| {
        let mut places: Vec<f32> = parts.iter().map(place).collect();
        places.sort_by(f32::total_cmp);
        places
    };
    let (starts, ends) = (sorted(|part| part.bbox.x0), sorted(|part| part.bbox.x1));
    let is_shared = |places: &[f32], at: f32, size: f32| {
        let first = places.partition_point(|&place| place < at - EDGE_DRIFT * size);
        let last = places.partition_point(|&place| place <= at + EDGE_DRIFT * size);
        last - first >= LINES_MIN
    };
    let mut pieces: Vec<Piece> = Vec::with_capacity(parts.len());
    for part in &parts {
        let Piece { bbox, size, .. } = *part;
        let is_edge = is_shared(&starts, bbox.x0, size) || is_shared(&ends, bbox.x1, size);
        match pieces.last_mut().filter(|_| part.is_stop) {
            Some(before) if !is_edge && !is_shared(&ends, before.bbox.x1, size) => {
                *before = before.joined(part);
            }
            Some(_) => pieces.push(*part),
            None => pieces.push(Piece { is_stop: is_edge, ..*part }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use crate::page::tests::{blank, write};

    /// Shows each of the texts by itself, two points behind the one before, in
    /// type of 10 points, and counts the parts.
    #[track_caller]
    fn check(texts: &[&str], expected: usize) {
        let mut drawing = blank();
        for text in texts {
            let x = drawing.glyphs.last().map_or(50.0, |last| last.bbox.x1 + 2.0);
            write(&mut drawing, text, x, 100.0, 10.0);
        }
        assert_eq!(super::parts(&drawing.glyphs).count(), expected);
    }

    #[test]
    fn a_mark_behind_a_number() {
        check(&["7,837km", "◎"], 2);
    }

    #[test]
    fn a_number_amid_japanese() {
        check(&["令和", "6", "年度末の件数"], 1);
    }

    #[test]
    fn letters_spread_over_a_cell() {
        check(&["施", "策", "名"], 1);
    }
}
