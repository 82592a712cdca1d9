//! Lines → text: which line ends did the author type?
//!
//! A line end is soft when the first unbreakable piece of the next line would
//! not have fitted behind it, and real when it would have: that is how the
//! program that set the text worked, read backwards. Soft ends are joined,
//! Japanese without a space, Latin words with one; real ones become `\n`.
//!
//! Breaking follows JIS X 4051: a closing mark never starts a line, an opening
//! bracket never ends one, and a number or a Latin word stays whole.

use crate::geom::Rect;

/// One line of text, measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its characters, spaces included.
    pub(crate) text: String,
    /// Around its glyphs.
    pub(crate) bbox: Rect,
    /// Where it begins along its direction: its left end, or its top where it
    /// is written downwards.
    pub(crate) from: f32,
    /// Where it ends along its direction.
    pub(crate) to: f32,
    /// Whether it is written downwards.
    pub(crate) vertical: bool,
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
}

impl Measure {
    /// Narrows the measure to the longest of many lines, where that comes near
    /// it: what set them stopped there, for reasons that the page does not show
    /// (its cells have padding, and its letters were measured for a screen).
    pub(crate) fn narrowed<'a>(self, lines: impl Iterator<Item = &'a Line>) -> Measure {
        let mut right = f32::NEG_INFINITY;
        let mut em: f32 = 0.0;
        for line in lines {
            let end = line.end();
            if end <= self.right + line.size {
                right = right.max(end.min(self.right));
            }
            em = em.max(line.size);
        }
        if self.right - right <= NARROWING_MAX * em { Measure { right, ..self } } else { self }
    }
}

/// How far short of the visible measure the longest line may stop and still
/// be full, in em: less than two characters, which a full line always has room
/// to be moved by.
const NARROWING_MAX: f32 = 1.6;

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
    pub(crate) room: f32,
}

impl Ends {
    /// The ends of the lines of one cell, if it has any.
    pub(crate) fn of(lines: &[Line], measure: Measure) -> Option<Ends> {
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

/// Joins the lines of one cell or one column of text.
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
    text
}

fn trim_end(text: &mut String) {
    text.truncate(text.trim_end().len());
}

/// How far beyond its room a piece may reach and still be taken to fit, in em.
/// Positions in a PDF are rounded to a hundredth of a point or worse.
const FIT_TOLERANCE: f32 = 0.02;

/// What ended `line`, which had this much room left, before `next`.
pub(crate) fn end_between(line: &Line, next: &Line, room: f32) -> End {
    let size = line.size.max(next.size);
    if begins_anew(&next.text) && !goes_on_in_word(line, next, room) {
        return End::Real;
    }
    if is_unit_behind(line, next) {
        return End::Soft;
    }
    if next.lead <= room + FIT_TOLERANCE * size {
        return End::Real;
    }
    let (Some(before), Some(after)) = (line.text.chars().next_back(), next.text.chars().next())
    else {
        return End::Soft;
    };
    // A Latin word that was cut inside fills its line to the last letter; one
    // that was moved down whole leaves room for at least its first.
    let moved_whole = next.first <= room + FIT_TOLERANCE * size;
    if is_latin(before) && is_latin(after) && moved_whole { End::Space } else { End::Soft }
}

/// The longest unit that a number is followed by on a line of its own, in
/// characters: 市町村, 事業者.
const UNIT_LENGTH_MAX: usize = 3;

/// Whether the next line is nothing but the unit of the number that ends this
/// one (4,642⏎件): a number keeps no inner break, whoever made it.
fn is_unit_behind(line: &Line, next: &Line) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let unit = next.text.trim();
    line.text.trim_end().ends_with(is_digit)
        && (1..=UNIT_LENGTH_MAX).contains(&unit.chars().count())
        && unit.chars().all(|c| !is_digit(c) && (c.is_alphabetic() || matches!(c, '%' | '％')))
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

fn room(line: &Line, measure: Measure, alignment: Alignment) -> f32 {
    match alignment {
        Alignment::Left => measure.right - line.to,
        Alignment::Center => (measure.right - measure.left) - (line.to - line.from),
        Alignment::Right => line.from - measure.left,
    }
}

/// The room behind a line of a left-aligned column.
pub(crate) fn room_behind(line: &Line, measure: Measure) -> f32 {
    room(line, measure, Alignment::Left)
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

/// Letters and digits that form words: broken by spaces, joined with them.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('À'..='ɏ').contains(&c)
}

/// Marks that may not start a line, and cling to what stands before them
/// (JIS X 4051 行頭禁則, the strict set: where a program allows more, a piece is
/// shorter than thought, and its line fuller).
fn clings_back(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '」'
            | '』'
            | '）'
            | '】'
            | '〕'
            | '〉'
            | '》'
            | '］'
            | '｝'
            | '｣'
            | '！'
            | '？'
            | '：'
            | '；'
            | '％'
            | '々'
            | '”'
            | '’'
            | ')'
            | ']'
            | '}'
            | ','
            | '.'
            | ':'
            | ';'
            | '!'
            | '?'
            | '%'
            | '｡'
            | '､'
            | '・'
            | '/'
            | 'ー'
            | 'ゝ'
            | 'ゞ'
            | 'ヽ'
            | 'ヾ'
            | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ゎ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
            | 'ヮ'
            | 'ヵ'
            | 'ヶ'
    )
}

/// Closing brackets, which a number behind them holds on to (UAX 14, LB30).
fn is_closing(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '】' | '〕' | '」' | '』' | '〉' | '》')
}

/// Marks that may not end a line (行末禁則).
fn clings_on(c: char) -> bool {
    matches!(
        c,
        '「' | '『'
            | '（'
            | '【'
            | '〔'
            | '〈'
            | '《'
            | '［'
            | '｛'
            | '｢'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
    )
}

/// Marks that hold a number, a word or an address together.
fn holds_together(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '_' | '@' | '%' | '&' | '=' | '+' | '#' | '~' | '\'' | '$')
}

/// Recognises the first unbreakable piece of a line, one character at a time.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    last: Option<char>,
    has_core: bool,
}

impl Piece {
    /// Whether `c` still belongs to the piece.
    pub(crate) fn takes(&mut self, c: char) -> bool {
        let belongs = match self.last {
            None => true,
            Some(last) => {
                !self.has_core
                    || clings_back(c)
                    || clings_on(last)
                    || last == '/'
                    || (is_wordy(last) && is_wordy(c))
                    || (is_closing(last) && is_latin(c))
            }
        };
        if belongs {
            self.has_core |= !clings_on(c);
            self.last = Some(c);
        }
        belongs
    }
}

fn is_wordy(c: char) -> bool {
    is_latin(c) || holds_together(c)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let measure = Measure { left: 0.0, right: ems * 10.0 };
        assert_eq!(join(&lines(texts), measure), expected);
    }

    #[test]
    fn a_full_line_goes_on() {
        check(6.5, &["かながわ子育", "て事業"], "かながわ子育て事業");
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
    fn markers_begin_anew() {
        check(6.0, &["①建設業許可", "②経営事項"], "①建設業許可\n②経営事項");
        check(6.0, &["上未達成とな", "　今後は"], "上未達成とな\n　今後は");
    }

    #[test]
    fn spaces_at_the_end_go() {
        check(9.0, &["実施　 ", "予定 "], "実施\n予定");
    }
}
