//! Which row names a character.

use super::Chars::{Span, These};
use super::{ROWS, Row};
use std::sync::LazyLock;

/// Where a character is named. Spans are not taken apart: the index is made
/// anew by every process, and most of them read one small file.
pub(super) static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

pub(super) struct Index {
    /// The characters that rows name one by one, sorted: each with the row that
    /// names it first, and the how manieth of it that is.
    named: Vec<(char, usize, usize)>,
    /// The spans, sorted, each with its row; they do not overlap each other.
    spans: Vec<(char, char, usize)>,
}

impl Index {
    fn new() -> Index {
        let (mut named, mut spans) = (Vec::new(), Vec::new());
        for (row, Row { from, .. }) in ROWS.iter().enumerate() {
            match from {
                Span(first, last) => spans.push((*first, *last, row)),
                These(chars) => {
                    named.extend(chars.chars().enumerate().map(|(nth, c)| (c, row, nth)));
                }
            }
        }
        // Stable: of two rows that name a character the first stays.
        named.sort_by_key(|&(c, ..)| c);
        named.dedup_by_key(|&mut (c, ..)| c);
        spans.sort_by_key(|&(first, ..)| first);
        Index { named, spans }
    }

    /// The row that decides about a character, and the how manieth of it that is.
    pub(super) fn find(&self, c: char) -> Option<(&'static Row, usize)> {
        let at = self.named.binary_search_by_key(&c, |&(named, ..)| named).ok();
        let named = at.map(|at| (self.named[at].1, self.named[at].2));
        let after = self.spans.partition_point(|&(first, ..)| first <= c);
        let span = after.checked_sub(1).map(|at| self.spans[at]);
        let inside = span.filter(|&(_, last, _)| c <= last);
        let inside =
            inside.map(|(first, _, row)| (row, (u32::from(c) - u32::from(first)) as usize));
        let (row, nth) = named.into_iter().chain(inside).min()?;
        Some((&ROWS[row], nth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_decides() {
        for c in ROWS.iter().flat_map(|row| row.from.iter()) {
            let first = ROWS.iter().find(|row| row.from.iter().any(|it| it == c)).unwrap();
            let (found, nth) = INDEX.find(c).unwrap();
            assert_eq!((found.what, found.from.iter().nth(nth)), (first.what, Some(c)), "{c:?}");
        }
    }
}
