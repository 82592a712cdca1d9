//! Lines → text: which line ends did the author type?
//!
//! A line end is soft when the first unbreakable piece of the next line would
//! not have fitted behind it, and real when it would have: that is how the
//! program that set the text worked, read backwards. Soft ends are joined,
//! Japanese without a space, Latin words with one; real ones become `\n`.
//!
//! Breaking follows JIS X 4051 (see `breaking`).

use super::breaking::{clings_on, is_latin, is_wordy};
use super::{number_ends, repair};
use crate::geom::Rect;

/// One line of text, measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its characters, spaces included.
    pub(crate) text: String,
    /// Around its glyphs.
    pub(crate) bbox: Rect,
    /// Where it begins along its direction: its left end, or its top where it
    /// is written downwards; the place with a minus where it runs the other way.
    pub(crate) from: f32,
    /// Where it ends along its direction.
    pub(crate) to: f32,
    /// Whether it runs downwards or upwards.
    pub(crate) vertical: bool,
    /// Whether it runs upwards or to the left.
    pub(crate) reversed: bool,
    /// The em of its largest glyph.
    pub(crate) size: f32,
    /// How many glyphs it has.
    pub(crate) glyphs: u32,
    /// The width of its first unbreakable piece.
    pub(crate) lead: f32,
    /// The width of its first glyph.
    pub(crate) first: f32,
}

impl Line {
    /// Where the line ends for sure inside its measure: 、 and 。 may hang beyond
    /// it as a whole, a closing bracket with its blank half.
    pub(crate) fn end(&self) -> f32 {
        let hanging = match self.text.trim_end().chars().next_back() {
            Some('、' | '。' | '，' | '．') => self.size,
            Some('）' | '」' | '』' | '】' | '〕') => 0.5 * self.size,
            _ => 0.0,
        };
        self.to - hanging
    }
}

/// The space that lines had along their direction: from where to where they
/// could reach.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Start of the longest possible line.
    pub(crate) left: f32,
    /// End of the longest possible line.
    pub(crate) right: f32,
    /// Where the page shows that lines end: they may have stopped before it.
    pub(crate) limit: f32,
}

/// The room behind a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Room {
    /// Up to where the longest line ends.
    pub(crate) sure: f32,
    /// Up to where the page shows that lines end.
    pub(crate) most: f32,
}

impl Measure {
    /// Lines between these two places.
    pub(crate) fn new(left: f32, right: f32) -> Measure {
        Measure { left, right, limit: right }
    }

    /// Narrows the measure to the longest of many lines, where that comes near
    /// it: what set them stopped there, for reasons that the page does not show
    /// (its cells have padding, and its letters were measured for a screen).
    pub(crate) fn narrowed<'a>(self, lines: impl Iterator<Item = &'a Line>) -> Measure {
        let (longest, em) = self.longest(lines);
        let is_near = self.right - longest.right <= NARROWING_MAX * em;
        if is_near { Measure { left: self.left, ..longest } } else { self }
    }

    /// Narrows the measure to the longest of many lines, where nothing shows
    /// how far they could have gone: no rule is drawn beside their column.
    pub(crate) fn guessed<'a>(self, lines: impl Iterator<Item = &'a Line>) -> Measure {
        let longest = self.longest(lines).0;
        if longest.left < longest.right { longest } else { self }
    }

    /// From where to where the lines go, within the measure, and their em.
    fn longest<'a>(self, lines: impl Iterator<Item = &'a Line>) -> (Measure, f32) {
        let mut longest = Measure { left: self.right, right: f32::NEG_INFINITY, ..self };
        let mut em: f32 = 0.0;
        for line in lines {
            let end = line.end();
            if end <= self.right + line.size {
                longest.right = longest.right.max(end.min(self.right));
            }
            longest.left = longest.left.min(line.from.max(self.left));
            em = em.max(line.size);
        }
        (longest, em)
    }
}

/// How far short of the visible measure the longest line may stop and still
/// be full, in em: less than two characters, which a full line always has room
/// to be moved by.
const NARROWING_MAX: f32 = 1.6;

/// The lines of one cell, and the space that they had.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// Top to bottom.
    pub(crate) lines: Vec<Line>,
    /// The space for each of them.
    pub(crate) measure: Measure,
}

impl Setting {
    /// What its author typed.
    pub(crate) fn text(&self) -> String {
        repair(&join(&self.lines, self.measure)).into_owned()
    }

    /// Its first and its last line, if it has any.
    pub(crate) fn ends(&self) -> Option<Ends> {
        Ends::of(&self.lines, self.measure)
    }
}

/// What stands between two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The author typed a line end.
    Real,
    /// The line was full; nothing stood there.
    Soft,
    /// The line was full; a space between two words was swallowed.
    Space,
}

/// How the parts of a cell that a page end cut in two meet: what a later
/// page has to know of an earlier one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ends {
    /// The first line of the part.
    pub(crate) first: Line,
    /// Its last line.
    pub(crate) last: Line,
    /// The room behind that.
    pub(crate) room: Room,
}

impl Ends {
    /// The ends of the lines of one cell, if it has any.
    fn of(lines: &[Line], measure: Measure) -> Option<Ends> {
        let (first, last) = (lines.first()?.clone(), lines.last()?.clone());
        let room = room(&last, measure, alignment(lines));
        Some(Ends { first, last, room })
    }

    /// Joins the text of a part to the text of the next.
    pub(crate) fn join(&self, next: &Ends, text: &mut String, following: &str) {
        match end_between(&self.last, &next.first, self.room) {
            End::Real => text.push('\n'),
            End::Soft => {}
            End::Space => text.push(' '),
        }
        text.push_str(following);
    }
}

/// Joins the lines of one cell or one column of text. Spaces before it are
/// padding: LibreOffice fills a cell with them where a format aligns the sign or
/// the currency of a number. What an author indents by is full-width.
pub(crate) fn join(lines: &[Line], measure: Measure) -> String {
    let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    let alignment = alignment(lines);
    for (index, line) in lines.iter().enumerate() {
        if let Some(previous) = index.checked_sub(1).map(|previous| &lines[previous]) {
            match end_between(previous, line, room(previous, measure, alignment)) {
                End::Real => {
                    trim_end(&mut text);
                    text.push('\n');
                }
                End::Soft => {}
                End::Space => text.push(' '),
            }
        }
        text.push_str(&line.text);
    }
    trim_end(&mut text);
    text.drain(..text.len() - text.trim_start_matches(' ').len());
    text
}

fn trim_end(text: &mut String) {
    text.truncate(text.trim_end().len());
}

/// How far beyond its room a piece may reach and still be taken to fit, in em.
/// Positions in a PDF are rounded to a hundredth of a point or worse.
const FIT_TOLERANCE: f32 = 0.02;

/// What ended `line`, which had this much room left, before `next`.
pub(crate) fn end_between(line: &Line, next: &Line, room: Room) -> End {
    let tolerance = FIT_TOLERANCE * line.size.max(next.size);
    if begins_anew(&next.text) && !goes_on_in_word(line, next, room.sure) {
        return End::Real;
    }
    if is_number_cut(line, next) {
        return End::Soft;
    }
    if let Some(end) = number_ends::between(line, next, room.sure + tolerance) {
        return end;
    }
    if next.lead <= room.sure + tolerance {
        return End::Real;
    }
    let (Some(before), Some(after)) = (line.text.chars().next_back(), next.text.chars().next())
    else {
        return End::Soft;
    };
    // A Latin word that was cut inside fills its line to the last letter; one
    // that was moved down whole leaves room for at least its first. How much
    // the longest line left, the page does not show: there the words decide.
    let moved_whole = next.first <= room.sure + tolerance
        || (next.first <= room.most + tolerance && stands_between_words(line, next));
    if is_latin(before) && is_latin(after) && moved_whole { End::Space } else { End::Soft }
}

/// Whether the words around a line end are ones of a text with spaces: neither
/// is part of an address or a number, and one has a space at its other side.
fn stands_between_words(line: &Line, next: &Line) -> bool {
    let (before, after) = (line.text.as_str(), next.text.as_str());
    let last = before.rsplit(|c| !is_wordy(c)).next().unwrap_or_default();
    let first = after.split(|c| !is_wordy(c)).next().unwrap_or_default();
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, ',' | '.'));
    let rest = &after[first.len()..];
    let start = before[..before.len() - last.len()].trim_end_matches(clings_on);
    is_word(last)
        && is_word(first)
        && (start.ends_with(char::is_whitespace) || rest.starts_with(char::is_whitespace))
}

/// The longest unit that a number is followed by on a line of its own, in
/// characters: 市町村, 事業者.
const UNIT_LENGTH_MAX: usize = 3;

/// Whether the next line goes on with the number that ends this one: its unit
/// alone (4,642⏎件), or its thousands (19⏎万3,000件). A number keeps no inner
/// break, whoever made it.
fn is_number_cut(line: &Line, next: &Line) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_power = |c: char| matches!(c, '千' | '万' | '億' | '兆');
    let (before, after) = (line.text.trim_end(), next.text.trim());
    let rest = after.trim_start_matches(is_power);
    let is_unit = rest.chars().count() <= UNIT_LENGTH_MAX
        && rest.chars().all(|c| !is_digit(c) && (c.is_alphabetic() || matches!(c, '%' | '％')));
    let goes_on = rest.len() < after.len() && rest.starts_with(is_digit);
    before.trim_end_matches(is_power).ends_with(is_digit)
        && !after.is_empty()
        && (is_unit || goes_on)
}

/// Whether a ・ at the start of a line is one inside a word (整備⏎・運用) and not
/// a bullet: the line before it is full and no sentence ended there.
fn goes_on_in_word(line: &Line, next: &Line, room: f32) -> bool {
    let ended = line.text.trim_end().ends_with(['。', '」', '）', '】', '：', ')', ':']);
    next.text.starts_with('・') && !ended && room < next.size
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alignment {
    Left,
    Center,
    Right,
}

/// How far the starts of left-aligned lines differ, in em: rounding, and
/// opening brackets that are set tight.
const ALIGNMENT_DRIFT: f32 = 0.6;

fn alignment(lines: &[Line]) -> Alignment {
    let spread = |place: fn(&Line) -> f32| {
        let (low, high) = lines
            .iter()
            .map(place)
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), place| {
                (low.min(place), high.max(place))
            });
        high - low
    };
    let em = lines.iter().map(|line| line.size).fold(0.0, f32::max);
    let (left, center, right) = (
        spread(|line| line.from),
        spread(|line| (line.from + line.to) / 2.0),
        spread(|line| line.to),
    );
    if left <= ALIGNMENT_DRIFT * em || left <= center.min(right) {
        Alignment::Left
    } else if center <= right {
        Alignment::Center
    } else {
        Alignment::Right
    }
}

fn room(line: &Line, measure: Measure, alignment: Alignment) -> Room {
    let room = |right: f32| match alignment {
        Alignment::Left => right - line.to,
        Alignment::Center => (right - measure.left) - (line.to - line.from),
        Alignment::Right => line.from - measure.left,
    };
    Room { sure: room(measure.right), most: room(measure.limit) }
}

/// The room behind a line of a left-aligned column.
pub(crate) fn room_behind(line: &Line, measure: Measure) -> Room {
    room(line, measure, Alignment::Left)
}

/// Whether the lines are entries of a list: of one form, each with a number.
pub(crate) fn are_entries(lines: &[Line]) -> bool {
    lines.windows(2).all(|pair| number_ends::are_entries(&pair[0].text, &pair[1].text))
}

/// Whether a line that starts like this was started by its author.
pub(crate) fn begins_anew(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('　' | '\u{2003}' | '・' | '【' | '※' | '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿') => {
            true
        }
        Some('（' | '(') => matches!(characters.next(), Some('注' | '※')),
        Some('○' | '●' | '◆' | '◇' | '■' | '□') => {
            characters.next().is_some_and(char::is_whitespace)
        }
        _ => false,
    }
}

/// Whether a text is marked as a note to what stands above it.
pub(crate) fn begins_note(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.trim_start_matches(['（', '(', '【', '〔']);
    inner.starts_with(['※', '注', '＊', '*']) || text.starts_with("出典")
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::breaking::Piece;

    /// Lines of 10 point type, set left-aligned from 0; a half-width
    /// character is 5 points wide.
    fn lines(texts: &[&str]) -> Vec<Line> {
        let width = |text: &str| -> f32 {
            text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum()
        };
        texts
            .iter()
            .map(|text| {
                let mut piece = Piece::default();
                let lead: String = text.chars().take_while(|&c| piece.takes(c)).collect();
                let first: String = text.chars().take(1).collect();
                Line {
                    text: (*text).to_owned(),
                    bbox: Rect::new(0.0, 0.0, width(text), 10.0),
                    from: 0.0,
                    to: width(text),
                    vertical: false,
                    reversed: false,
                    size: 10.0,
                    glyphs: 1,
                    lead: width(&lead),
                    first: width(&first),
                }
            })
            .collect()
    }

    /// Joins lines that could be this many full-width characters long.
    #[track_caller]
    fn check(ems: f32, texts: &[&str], expected: &str) {
        let measure = Measure::new(0.0, ems * 10.0);
        assert_eq!(join(&lines(texts), measure), expected);
    }

    #[test]
    fn a_full_line_goes_on() {
        check(6.5, &["かながわ子育", "て事業"], "かながわ子育て事業");
    }

    #[test]
    fn padding_is_no_text() {
        check(9.0, &["    1,234 "], "1,234");
        check(9.0, &["　字下げ"], "　字下げ");
    }

    #[test]
    fn a_voice_mark_of_its_own_stays_with_its_kana() {
        let mut piece = Piece::default();
        let lead: String = "ト\u{3099}ラム".chars().take_while(|&c| piece.takes(c)).collect();
        assert_eq!(lead, "ト\u{3099}");
    }

    #[test]
    fn a_short_line_ends() {
        check(6.5, &["施設点検", "操縦者の育成"], "施設点検\n操縦者の育成");
    }

    #[test]
    fn a_number_is_one_piece() {
        check(6.5, &["およそ年間", "12,345件"], "およそ年間12,345件");
        check(9.0, &["4,642", "件"], "4,642件");
        check(9.0, &["100", "200"], "100\n200");
        check(2.6, &["4,642", "件"], "4,642件");
        check(2.2, &["74.7", "8%"], "74.78%");
        check(9.0, &["約19", "万3,000件"], "約19万3,000件");
        check(9.0, &["100万", "円"], "100万円");
        check(9.0, &["第5", "万葉集の展示"], "第5\n万葉集の展示");
    }

    #[test]
    fn a_closing_mark_clings() {
        check(6.5, &["子どもの割", "合）とする"], "子どもの割合）とする");
    }

    #[test]
    fn words_keep_their_space() {
        check(6.5, &["open data", "catalogue"], "open data catalogue");
        check(5.0, &["https://ex", "ample.jp"], "https://example.jp");
    }

    #[test]
    fn words_at_the_end_of_the_longest_line() {
        let join = |texts: &[&str]| {
            let lines = lines(texts);
            join(&lines, Measure::new(0.0, 90.0).guessed(lines.iter()))
        };
        assert_eq!(join(&["open data", "catalogue site"]), "open data catalogue site");
        assert_eq!(join(&["see https://exa", "mple.jp for it"]), "see https://example.jp for it");
    }

    #[test]
    fn markers_begin_anew() {
        check(6.0, &["①建設業許可", "②経営事項"], "①建設業許可\n②経営事項");
        check(6.0, &["上未達成とな", "　今後は"], "上未達成とな\n　今後は");
    }

    #[test]
    fn spaces_at_the_end_go() {
        check(9.0, &["実施　 ", "予定 "], "実施\n予定");
    }
}
