//! What is left of a header without its years.

use super::point::Stretch;
use super::{Dated, Years};

/// Stands for a stretch of years until the header is whole. No text has it: white
/// space and controls are gone.
const GAP: char = '\n';

/// Brackets that a year may stand in by itself: 目標（R6）.
const BRACKETS: &[(char, char)] =
    &[('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('<', '>'), ('〈', '〉'), ('「', '」')];

/// What parts a year from the words beside it: 実績/R6, 基準値：令和元年度.
const SEPARATORS: &[char] =
    &[':', '/', '・', ',', '、', '-', '~', '→', ' ', '･', '|', '_', '=', '―'];

/// Words that say of a year only that it is one: 年度 beside R6.
const EMPTY: &[&str] =
    &["年度", "年", "年次", "時点", "末", "年度末", "西暦", "和暦", "平成", "令和", "度"];

/// Collects the words and years of a header from its start to its end.
pub(super) struct Words {
    text: String,
    depth: usize,
    years: Vec<(usize, Years)>,
    unknown: bool,
}

impl Words {
    pub(super) fn new() -> Words {
        Words { text: String::new(), depth: 0, years: Vec::new(), unknown: false }
    }

    pub(super) fn put(&mut self, c: char) {
        if BRACKETS.iter().any(|it| it.0 == c) {
            self.depth += 1;
        } else if let Some((open, _)) = BRACKETS.iter().find(|it| it.1 == c) {
            self.depth = self.depth.saturating_sub(1);
            // A bracket that held years alone goes with them.
            let inner = self.text.trim_end_matches(SEPARATORS);
            if let Some(rest) = inner.strip_suffix(GAP).and_then(|it| it.strip_suffix(*open)) {
                let end = rest.len();
                self.text.truncate(end);
                self.put_gap();
                return;
            }
        }
        self.text.push(c);
    }

    pub(super) fn put_years(&mut self, stretch: Stretch) {
        match stretch.years {
            Some(years) => self.years.push((self.depth, years)),
            None => self.unknown = true,
        }
        self.put_gap();
    }

    /// Two years with nothing but a separator between them leave one gap.
    fn put_gap(&mut self) {
        let body = self.text.trim_end_matches(SEPARATORS);
        if body.ends_with(GAP) {
            let end = body.len();
            self.text.truncate(end);
        } else {
            self.text.push(GAP);
        }
    }

    /// The header whole; `unknown` where a relative year stays among its words.
    pub(super) fn done(self, unknown: bool) -> Dated {
        let mut years = self.years;
        // What stands outside brackets is meant; （R6公表） says more of it.
        years.sort_by_key(|it| it.0);
        let mut different: Vec<Years> = Vec::new();
        for (_, one) in years {
            if !different.iter().any(|it| (it.first, it.last) == (one.first, one.last)) {
                different.push(one);
            }
        }
        let has_year = !different.is_empty() || self.unknown;
        let mut different = different.into_iter();
        Dated {
            words: if has_year { without_gaps(&self.text) } else { self.text },
            years: different.next(),
            others: different.collect(),
            unknown: self.unknown || unknown,
        }
    }
}

/// The words without gaps, without separators and whole brackets at their ends.
fn without_gaps(text: &str) -> String {
    let parts: Vec<&str> = text
        .split(GAP)
        .map(|part| part.trim_matches(SEPARATORS))
        .filter(|part| !part.is_empty())
        .collect();
    let joined = parts.concat();
    let mut words = joined.as_str();
    for (open, close) in BRACKETS {
        let inner = words.strip_prefix(*open).and_then(|it| it.strip_suffix(*close));
        if let Some(inner) = inner.filter(|it| !it.contains([*open, *close])) {
            words = inner;
        }
    }
    if EMPTY.contains(&words) { String::new() } else { words.to_owned() }
}
