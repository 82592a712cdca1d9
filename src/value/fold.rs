//! A cell as its parsers see it: one width, each byte knowing where it was.
//!
//! Folding goes character by character, so the place of a remark and the text
//! of a value are those of the cell, not those of a rewritten copy. It follows
//! the table of [`crate::text`]; beyond it, all dashes are one and ▲ is △, for
//! in front of a number they are the same sign. A dakuten joins the kana before
//! it (ﾍ + ﾟ is ペ), for words are looked up in their composed form.

use std::ops::Range;

use crate::text;
use crate::text::table::{self, Column, Out};

/// The folded text with the way back to the cell.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    /// The text of one width.
    pub text: String,
    cell: &'a str,
    /// For each byte of `text`, and its end, the byte of the cell.
    origin: Vec<usize>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(cell: &'a str) -> Self {
        let (text, origin) =
            (String::with_capacity(cell.len()), Vec::with_capacity(cell.len() + 1));
        let mut folded = Folded { text, cell, origin };
        for (at, c) in cell.char_indices() {
            folded.push(c, at);
        }
        folded.origin.push(cell.len());
        folded
    }

    /// The same without some stretches of the text, in order.
    pub(super) fn without(mut self, stretches: &[Range<usize>]) -> Self {
        let (text, origin) = (&self.text, &self.origin);
        let (mut kept, mut places) = (String::new(), Vec::new());
        let mut start = 0;
        for stretch in stretches {
            kept.push_str(&text[start..stretch.start]);
            places.extend_from_slice(&origin[start..stretch.start]);
            start = stretch.end;
        }
        kept.push_str(&text[start..]);
        places.extend_from_slice(&origin[start..]);
        (self.text, self.origin) = (kept, places);
        self
    }

    fn push(&mut self, c: char, at: usize) {
        if let Out::Mark(mark) = table::out(c, Column::Normalized)
            && let Some(kana) = self.text.chars().next_back()
            && let Some(voiced) = table::voiced(kana, mark)
            // Both have three bytes, so every place stays what it is.
            && voiced.len_utf8() == kana.len_utf8()
        {
            self.text.pop();
            self.text.push(voiced);
            return;
        }
        let Some(c) = fold(c) else { return };
        self.text.push(c);
        self.origin.resize(self.text.len(), at);
    }

    /// The place in the cell of a stretch of the folded text.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.origin.get(range.start).copied().unwrap_or(self.cell.len());
        let end = self.origin.get(range.end).copied().unwrap_or(self.cell.len());
        start..end.max(start)
    }

    /// A word of the cell: as published, but for what the producer of the file did to
    /// it and for line ends taken out of it, so that a unit is the same string wherever it
    /// stands.
    pub(super) fn word(&self, range: &Range<usize>) -> String {
        let published = text::repair(self.published(range));
        let has_lines = self.text.get(range.clone()).is_some_and(|it| it.contains('\n'));
        match published.contains('\n') && !has_lines {
            true => published.lines().map(str::trim).collect(),
            false => published.into_owned(),
        }
    }

    /// The text as published of a stretch of the folded text.
    pub(super) fn published(&self, range: &Range<usize>) -> &'a str {
        self.cell.get(self.place(range)).unwrap_or_default()
    }
}

/// One character in one width; `None` for those that nobody sees.
fn fold(c: char) -> Option<char> {
    match table::out(c, Column::Normalized) {
        Out::Nothing => None,
        Out::Line => Some('\n'),
        Out::Char('―') => Some('-'),
        Out::Char(c) => Some(c),
        // A word in a square stays one character, or places would shift.
        Out::Same | Out::Word(_) | Out::Mark(_) => match c {
            '―' => Some('-'),
            '▲' => Some('△'),
            _ => Some(c),
        },
    }
}

/// The stretch of `text` in `range` without spaces at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    start..end.max(start)
}

/// The longest of `words` that `rest` starts with.
pub(super) fn longest<'w>(rest: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len()).copied()
}

/// The longest of `words` that `text` ends with.
pub(super) fn longest_end<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len()).copied()
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[track_caller]
    fn folds(cell: &str, expected: &str) {
        assert_eq!(Folded::new(cell).text, expected, "{cell:?}");
    }

    #[test]
    fn a_dakuten_joins_its_kana() {
        folds("600ﾍﾟｰｼﾞ", "600ページ");
        folds("か\u{3099}は\u{309A}カ\u{3099}", "がぱガ");
        folds("ﾞ1ｱﾞ", "ﾞ1アﾞ");
    }

    #[test]
    fn places_are_those_of_the_cell() {
        let folded = Folded::new("3ﾍﾟｰｼﾞ分");
        let at = folded.text.find('分').unwrap_or_default();
        assert_eq!(folded.published(&(1..at)), "ﾍﾟｰｼﾞ");
        assert_eq!(folded.published(&(at..folded.text.len())), "分");
    }
}
