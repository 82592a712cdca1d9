//! Runs → words, and lines of them.
//!
//! A word is what stands on one line without a gap. Splitting too much does no
//! harm: a border in a narrow gap has its price.

use super::spread;
use crate::geom::Rect;
use crate::page::{Glyph, Heading, Page, Text};
use crate::text;

/// The widest gap inside a word, in em: between two Japanese letters, and
/// otherwise. Neighbours of filled cells stand .12 em apart
/// (`rules/horizontals-cells-nearly-touching`).
const GAP_JAPANESE: f32 = 0.06;
const GAP_OTHER: f32 = 0.13;

/// How far apart the middles of words of one line may lie, in em: half of the
/// distance of lines set solid, and some room.
pub(super) const LINE_DRIFT: f32 = 0.35;

/// The widest gap inside one text, in em: two blanks of a spread header are two.
pub(super) const TEXT_GAP: f32 = 1.2;

/// How deep a border may lie in the box of a letter, in em.
const LETTER_EM: f32 = 0.2;

/// A word.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) bbox: Rect,
    /// The em.
    pub(super) size: f32,
    pub(super) text: String,
    /// Whether it is a whole number with at most one unit.
    pub(super) is_number: bool,
    /// The first and the last show operation that drew it.
    pub(super) operations: (u32, u32),
}

/// Words on one line, left to right.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub(super) y0: f32,
    pub(super) y1: f32,
    /// The em of its largest word.
    pub(super) size: f32,
    pub(super) words: Vec<&'a Word>,
    /// Whether no gap in it is wider than one inside a text.
    pub(super) is_lone: bool,
}

impl<'a> Line<'a> {
    fn new(mut words: Vec<&'a Word>) -> Line<'a> {
        words.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        let bounds = words.iter().fold(Rect::EMPTY, |all, word| all.union(&word.bbox));
        let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
        let is_lone = !gaps(&words).any(|gap| gap > TEXT_GAP * size);
        Line { y0: bounds.y0, y1: bounds.y1, size, words, is_lone }
    }

    pub(super) fn x0(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.bbox.x0)
    }

    pub(super) fn x1(&self) -> f32 {
        self.words.iter().map(|word| word.bbox.x1).fold(f32::MIN, f32::max)
    }

    pub(super) fn middle(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    /// Whether a border goes through its letters.
    pub(super) fn is_cut(&self, y: f32) -> bool {
        let room = LETTER_EM * self.size;
        self.y0 + room < y && y < self.y1 - room
    }

    /// How many texts it has.
    pub(super) fn texts(&self) -> usize {
        1 + gaps(&self.words).filter(|gap| *gap > TEXT_GAP * self.size).count()
    }

    /// All that stands in it.
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// The gaps between words, which are sorted.
pub(super) fn gaps(words: &[&Word]) -> impl Iterator<Item = f32> {
    words.windows(2).map(|pair| pair[1].bbox.x0 - pair[0].bbox.x1)
}

/// The words of a page outside of some tables, by the middle of their height.
/// Vertical writing is left out: its lines say nothing about columns.
pub(super) fn of(page: &Page, complete: &[Rect]) -> Vec<Word> {
    let is_open = |bbox: &Rect| {
        !complete.iter().any(|table| table.contains(bbox.center_x(), bbox.center_y()))
    };
    let runs = page.runs.iter().filter(|run| run.heading == Heading::Right && !run.floats);
    let mut words = Vec::new();
    for run in runs.filter(|run| is_open(&run.bbox)) {
        let mut open: Option<Word> = None;
        for glyph in page.glyphs.get(run.range()).unwrap_or_default() {
            let text = text_of(page, glyph);
            if text.trim().is_empty() {
                words.extend(open.take());
                continue;
            }
            match open.as_mut().filter(|word| goes_on(word, glyph, &text)) {
                Some(word) => {
                    word.bbox = word.bbox.union(&glyph.bbox);
                    word.size = word.size.max(glyph.size);
                    word.text.push_str(&text);
                    word.operations.1 = glyph.operation;
                }
                None => words.extend(open.replace(Word {
                    bbox: glyph.bbox,
                    size: glyph.size,
                    text,
                    is_number: false,
                    operations: (glyph.operation, glyph.operation),
                })),
            }
        }
        words.extend(open);
    }
    words.retain(|word| word.bbox.is_finite() && word.size > 0.0);
    for word in &mut words {
        word.is_number = is_number(&word.text);
    }
    words.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));
    spread::join(words)
}

fn text_of(page: &Page, glyph: &Glyph) -> String {
    match glyph.text {
        Text::Char(c) => c.to_string(),
        Text::String(index) => page.strings.get(index as usize).cloned().unwrap_or_default(),
        Text::Covered => String::new(),
        Text::Unknown(_) => char::REPLACEMENT_CHARACTER.to_string(),
    }
}

fn goes_on(word: &Word, glyph: &Glyph, text: &str) -> bool {
    let is_japanese = |c: Option<char>| c.is_some_and(|c| c > '\u{2e7f}');
    let both = is_japanese(word.text.chars().next_back()) && is_japanese(text.chars().next());
    let most = if both { GAP_JAPANESE } else { GAP_OTHER };
    glyph.bbox.x0 - word.bbox.x1 <= most * word.size.max(glyph.size)
}

/// The lines of some words, top to bottom, given the words by height.
pub(super) fn lines<'a>(words: impl IntoIterator<Item = &'a Word>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut current: Vec<&Word> = Vec::new();
    for word in words {
        let is_next = current.first().is_some_and(|first| {
            let drift = LINE_DRIFT * first.size.min(word.size);
            word.bbox.center_y() - first.bbox.center_y() > drift
        });
        if is_next {
            lines.push(Line::new(std::mem::take(&mut current)));
        }
        current.push(word);
    }
    if !current.is_empty() {
        lines.push(Line::new(current));
    }
    lines
}

/// The median distance between the middles of neighbouring lines, 0 where there are none.
pub(super) fn usual_distance(lines: &[Line<'_>]) -> f32 {
    let mut distances: Vec<f32> =
        lines.windows(2).map(|pair| pair[1].middle() - pair[0].middle()).collect();
    distances.sort_by(f32::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(0.0)
}

/// The words with their middle in a rectangle, given words by height.
pub(super) fn inside(words: &[Word], bounds: Rect) -> impl Iterator<Item = &Word> {
    let first = words.partition_point(|word| word.bbox.center_y() < bounds.y0);
    let below = words.get(first..).unwrap_or_default();
    let near = below.iter().take_while(move |word| word.bbox.center_y() <= bounds.y1);
    near.filter(move |word| bounds.contains(word.bbox.center_x(), word.bbox.center_y()))
}

/// The longest unit behind a number, in letters (億円, 事業者 is a word).
const UNIT_LETTERS_MAX: usize = 2;

/// Whether a text is one number: a sign, digits with their separators in the
/// right places, and at most one unit.
pub(super) fn is_number(text: &str) -> bool {
    let text = text::normalize(text);
    let text = text.trim().trim_start_matches(['約', '▲', '△', '-', '−', '+', '±', '¥', '(']);
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let (number, unit) = text.split_at(text.len() - digits.len());
    let unit = unit.trim_end_matches(')');
    let mut parts = number.split('.');
    let whole = parts.next().unwrap_or_default();
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let is_whole = is_digits(first) && groups.all(|group| group.len() == 3 && is_digits(group));
    let is_fraction = parts.next().is_none_or(is_digits) && parts.next().is_none();
    is_whole
        && is_fraction
        && unit.chars().count() <= UNIT_LETTERS_MAX
        && unit.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '‰'))
}

/// The most letters of a value: an era's year is one (令和６年度).
const VALUE_LETTERS_MAX: usize = 4;

/// Whether a text is a value, a number with few letters around it, or a mark (◎, ―).
pub(super) fn is_value_or_mark(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0 || (letters <= VALUE_LETTERS_MAX && text.contains(char::is_numeric))
}

/// Whether a text names a year (令和６年度, 2024): a header may be made of them.
pub(super) fn is_year(text: &str) -> bool {
    let text = text::normalize(text);
    let text = text.trim();
    let bare = text.trim_end_matches('度').trim_end_matches('年');
    let is_western =
        |year: &str| year.len() == 4 && year.parse().is_ok_and(|y| (1900..2100).contains(&y));
    is_western(bare) || (bare.len() < text.len() && bare.chars().count() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        for text in ["10,052", "5.3%", "３人", "▲1,097", "184,220", "50万", "(1,200)"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["1-1", "10,0528", "第3回", "3,915事業者", "―", "1,2", "3.4.5", ""] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn values_and_marks() {
        for text in ["令和６年度", "1,200億円", "◎", "―", ""] {
            assert!(is_value_or_mark(text), "{text}");
        }
        for text in ["達成", "第３回定例会議", "努力を要する"] {
            assert!(!is_value_or_mark(text), "{text}");
        }
    }

    #[test]
    fn years() {
        assert!(is_year("令和６年度") && is_year("2024") && is_year("R6年"));
        assert!(!is_year("12,345") && !is_year("1850") && !is_year("目標"));
    }
}
