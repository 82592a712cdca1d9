//! Ratings: ◎, △, 概ね達成, and the legend that says what a symbol means.
//!
//! ```text
//! cell   = symbol | word | symbol "(" word ")" | word "(" symbol ")"
//! legend = [ "【" … "】" ] ( symbol [ separator ] label gap )*
//!        | ( symbol ":" label gap )*                    symbol may be a word here: 順調：…
//! symbol = one of ◎ ○ △ × ■ ― and their look-alikes | a letter or digit of the legend
//! word   = "達成" | "概ね達成" | "未達成" | "集計中" | "指標未設定" …
//! ```
//!
//! What ○ means is the report's to say: 達成 here, 概ね達成 there. So a symbol is
//! read through a [`Legend`], and one that the legend lacks has no rating.
//! A rating is a step of its legend, 1 the best; it is one of the five of [`Rating`]
//! only where the label says so, and 順調 is no 達成.
//! Look-alikes count as one symbol (◯ ○ 〇, × ✕, ― －), unless the legend has
//! two of them with different meanings, or the column of ratings uses △ and ▲.

mod keyed;
mod rule;
mod scanned;
mod words;

use crate::text;
pub use rule::{Rule, RuleBound, RuleKind};
use scanned::is_mark;
use std::cmp::Ordering;
use words::{has_no_step, merit, word};

/// How a measure was rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rating {
    /// 達成.
    Achieved,
    /// 概ね達成.
    MostlyAchieved,
    /// 未達成.
    NotAchieved,
    /// 集計中.
    Pending,
    /// 指標未設定.
    NotSet,
}

impl Rating {
    /// The name in data: `achieved`, `mostly_achieved` ….
    pub fn code(self) -> &'static str {
        match self {
            Rating::Achieved => "achieved",
            Rating::MostlyAchieved => "mostly_achieved",
            Rating::NotAchieved => "not_achieved",
            Rating::Pending => "pending",
            Rating::NotSet => "not_set",
        }
    }
}

/// What the symbols of a report mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Legend {
    /// In the order of the legend.
    pub entries: Vec<Entry>,
    /// Symbols that stand beside a look-alike in the column of ratings and mean
    /// something else there: only the very symbol of the legend serves for them.
    apart: Vec<char>,
}

/// One symbol of a legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As published.
    pub symbol: String,
    /// How good it is, 1 the best. None where it says why there is no rating: 集計中.
    pub step: Option<u32>,
    /// What the label means; none where it says none of the five.
    pub rating: Option<Rating>,
    /// The words of the legend: 概ね達成（80％以上）.
    pub label: String,
    /// Both as cells are compared with them; every cell of a column of ratings is.
    folded: (String, String),
}

/// Words before which a dash is a symbol even where no gap stands before it.
const NOT_SET: &[&str] = &["指標", "目標", "未設定", "設定なし", "対象外"];

/// Symbols that are drawn alike, the usual one first.
const ALIKE: &[&str] = &[
    "◎⦾◉⊚",
    "○◯〇⚪⭕❍OＯo",
    "△▲∆",
    "▽▼",
    "×✕✖╳✗✘❌X",
    "■◼◾⬛▪",
    "□◻◽⬜▫",
    "●⚫⬤",
    "☆⭐",
    "★",
    "◇",
    "◆",
    "―-ー—–−─‐",
];

/// Look-alikes of which one is filled: a column that has both means two things.
const FILLED: &[(char, char)] = &[('△', '▲'), ('▽', '▼')];

impl Legend {
    /// Reads a legend: 【「評価」欄の凡例】◎達成　◯概ね達成　△未達成　■集計中　―指標未設定.
    ///
    /// Lines and other words around it are passed over; a text without symbols
    /// gives an empty legend.
    pub fn parse(text: &str) -> Legend {
        Legend::of(scanned::entries(text))
    }

    /// Reads a legend each of whose steps stands before a colon, whatever the steps
    /// and their words are: S：予定より進んだ, 順調：100％以上. Other lists of words and
    /// explanations look the same, so what comes out rates nothing by itself.
    pub fn parse_keyed(text: &str) -> Legend {
        Legend::of(keyed::entries(text))
    }

    /// The legend of the rows of a layout.
    pub fn from_rows<'a>(rows: impl IntoIterator<Item = (&'a str, Rating, &'a str)>) -> Legend {
        let entry =
            |(symbol, rating, label): (&str, Rating, &str)| Entry::new(symbol, label, Some(rating));
        Legend::of(rows.into_iter().map(entry).collect())
    }

    /// The legend of symbols whose steps are given, best first: 集計中 and 未設定 are none.
    pub fn of_steps<'a>(steps: impl IntoIterator<Item = (&'a str, Option<Rating>)>) -> Legend {
        let mut next = 0;
        let entry = |(symbol, rating): (&str, Option<Rating>)| {
            let is_step = !matches!(rating, Some(Rating::Pending | Rating::NotSet));
            next += u32::from(is_step);
            Entry { step: is_step.then_some(next), ..Entry::new(symbol, symbol, rating) }
        };
        Legend { entries: steps.into_iter().map(entry).collect(), apart: Vec::new() }
    }

    /// The entries, with their steps: as they stand, or turned round where their words
    /// say that the worst stands first.
    fn of(mut entries: Vec<Entry>) -> Legend {
        let mut steps: Vec<usize> = (0..entries.len())
            .filter(|&at| entries.get(at).is_some_and(|it| !has_no_step(&it.label, it.rating)))
            .collect();
        let merits: Vec<i32> = steps.iter().filter_map(|&at| entries.get(at)?.merit()).collect();
        if let (Some(first), Some(last)) = (merits.first(), merits.last())
            && first.cmp(last) == Ordering::Less
        {
            steps.reverse();
        }
        entries.iter_mut().for_each(|entry| entry.step = None);
        for (step, at) in (1..).zip(steps) {
            if let Some(entry) = entries.get_mut(at) {
                entry.step = Some(step);
            }
        }
        Legend { entries, apart: Vec::new() }
    }

    /// The same with some of its entries.
    pub fn only(&self, keep: impl Fn(&Entry) -> bool) -> Legend {
        Legend::of(self.entries.iter().filter(|entry| keep(entry)).cloned().collect())
    }

    /// Tells look-alikes apart of which the column of ratings uses both: △ and ▲. One
    /// that the legend lacks is not understood then.
    pub fn tell_apart<'a>(&mut self, used: impl IntoIterator<Item = &'a str>) {
        let mut symbols: Vec<char> = used.into_iter().filter_map(single).collect();
        symbols.sort_unstable();
        for (hollow, filled) in FILLED {
            let has = |symbol: &char| symbols.binary_search(symbol).is_ok();
            if has(hollow) && has(filled) {
                self.apart.extend([*hollow, *filled]);
            }
        }
    }

    /// Whether two look-alikes are told apart that it may have as one.
    pub fn tells_apart(&self, symbol: char) -> bool {
        self.apart.contains(&symbol)
    }

    /// Whether it has no symbol at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether it says what two symbols or more mean.
    pub fn explains(&self) -> bool {
        self.entries.iter().filter(|entry| entry.rating.is_some()).count() >= 2
    }

    /// The rating in a cell; none where neither a word nor the legend knows it,
    /// or where both do and differ.
    pub fn read(&self, cell: &str) -> Option<Rating> {
        self.said(cell).and_then(|said| said.rating)
    }

    /// The step in a cell, 1 the best; none where the legend has no such entry, or one
    /// that is no step.
    pub fn step(&self, cell: &str) -> Option<u32> {
        self.entry(cell).and_then(|entry| entry.step)
    }

    /// The entry that a cell shows: by its symbol, or by the word of its label.
    pub fn entry(&self, cell: &str) -> Option<&Entry> {
        self.said(cell).and_then(|said| said.entry)
    }

    /// What a cell shows, under one name however it is written: the symbol of the legend
    /// where it has one, and else the text of the cell itself.
    pub fn symbol_of(&self, cell: &str) -> String {
        match self.entry(cell) {
            Some(entry) => entry.symbol.clone(),
            None => text::normalize(cell).trim().to_owned(),
        }
    }

    /// Whether a cell shows something that the legend or a word knows, understood as
    /// one of the five or not.
    pub fn knows(&self, cell: &str) -> bool {
        self.said(cell).is_some()
    }

    /// What a cell says outside its brackets and inside; none where both say something
    /// and differ.
    fn said(&self, cell: &str) -> Option<Said<'_>> {
        let text = text::normalize(cell);
        let text = text.trim();
        if let Some(entry) = self.of_name(text) {
            return Some(Said::of(entry));
        }
        let (outer, inner) = split(without_mark(text));
        let mut all = [outer, inner].into_iter().filter(|it| !it.is_empty());
        let (first, second) = (all.next()?, all.next());
        let first = self.says(first);
        let Some(second) = second.map(|it| self.says(it)) else { return first };
        match (first, second) {
            (Some(one), Some(two)) => (one.rating == two.rating).then_some(one),
            (one, two) => one.or(two),
        }
    }

    /// What a symbol or a word says by itself.
    fn says(&self, text: &str) -> Option<Said<'_>> {
        if let Some(entry) = self.of_name(text) {
            return Some(Said::of(entry));
        }
        let mut chars = text.chars();
        if let (Some(symbol), "" | "\u{20DD}") = (chars.next(), chars.as_str()) {
            return self.of_symbol(symbol).map(Said::of);
        }
        let labelled = |entry: &&Entry| {
            let (symbol, label) = &entry.folded;
            let (outer, _) = split(label);
            let behind = text.strip_prefix(symbol.as_str());
            let behind = behind.map(|it| it.trim_start_matches([' ', ':', '\n', '・']));
            let is_label = |words: &str| !words.is_empty() && (label == words || outer == words);
            is_label(text) || behind.is_some_and(is_label)
        };
        if let Some(entry) = self.entries.iter().find(labelled) {
            return Some(Said::of(entry));
        }
        word(text).map(|rating| self.of_rating(rating)).or_else(|| self.of_both(text))
    }

    /// The entry whose symbol is the text, of whatever length: B+, 達成A.
    fn of_name(&self, text: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.folded.0 == text)
    }

    /// A rating that a word says, with the entry of the legend that means it, if one does.
    fn of_rating(&self, rating: Rating) -> Said<'_> {
        let mut entries = self.entries.iter().filter(|entry| entry.rating == Some(rating));
        let first = entries.next();
        Said { entry: first.filter(|_| entries.next().is_none()), rating: Some(rating) }
    }

    /// The rating of a symbol and its word in one line: ◎達成, 達成 ◎.
    fn of_both(&self, text: &str) -> Option<Said<'_>> {
        let first = text.chars().next().map(|mark| (mark, &text[mark.len_utf8()..]));
        let last =
            text.chars().next_back().map(|mark| (mark, &text[..text.len() - mark.len_utf8()]));
        let (mark, words) = [first, last].into_iter().flatten().find(|it| is_mark(it.0))?;
        let words = words.trim_matches([' ', ':', '・']);
        let said = word(words);
        match (self.of_symbol(mark), said) {
            (Some(entry), Some(said)) => {
                let agrees = entry.rating.is_none_or(|rating| rating == said);
                agrees.then_some(Said { entry: Some(entry), rating: Some(said) })
            }
            (Some(entry), None) => (entry.folded.1 == words).then(|| Said::of(entry)),
            (None, said) => said.map(|said| self.of_rating(said)),
        }
    }

    /// The entry of the very symbol, or else of those drawn alike if they agree.
    fn of_symbol(&self, symbol: char) -> Option<&Entry> {
        let key = |entry: &Entry| only_char(&entry.folded.0);
        if let Some(entry) = self.entries.iter().find(|entry| key(entry) == Some(symbol)) {
            return Some(entry);
        }
        if self.tells_apart(symbol) {
            return None;
        }
        let alike = |entry: &&Entry| key(entry).is_some_and(|it| usual(it) == usual(symbol));
        let mut entries = self.entries.iter().filter(alike);
        let first = entries.next()?;
        entries.all(|it| it.rating == first.rating && it.label == first.label).then_some(first)
    }
}

/// What a cell says.
#[derive(Debug, Clone, Copy)]
struct Said<'l> {
    /// The entry of the legend.
    entry: Option<&'l Entry>,
    /// One of the five, if the entry or a word says so.
    rating: Option<Rating>,
}

impl<'l> Said<'l> {
    fn of(entry: &'l Entry) -> Said<'l> {
        Said { entry: Some(entry), rating: entry.rating }
    }
}

impl Entry {
    /// An entry without a step.
    fn new(symbol: &str, label: &str, rating: Option<Rating>) -> Entry {
        let fold = |text: &str| text::normalize(text).trim().to_owned();
        let folded = (fold(symbol), fold(label));
        Entry { symbol: symbol.to_owned(), step: None, rating, label: label.to_owned(), folded }
    }

    /// How good it is by its words or its bounds, in thousandths of the target.
    pub(super) fn merit(&self) -> Option<i32> {
        merit(&self.folded.1)
    }

    /// Whether anything of its label is understood.
    pub fn is_understood(&self) -> bool {
        // 12点以上 says what it takes, if not how good that is.
        let is_bound = || {
            let has = |word: &str| self.folded.1.contains(word);
            has_digit(&self.folded.1) && ["以上", "以下", "未満", "超"].into_iter().any(has)
        };
        self.rating.is_some()
            || self.merit().is_some()
            || self.label.contains(['%', '％', '割'])
            || is_bound()
    }
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// The longest word that heads counts, in characters: 努力を要する.
const WORD_CHARS_MAX: usize = 8;

/// Whether a text looks like a rating, whatever the legend: a symbol, a letter, a word of
/// achievement or progress.
pub fn may_be(text: &str) -> bool {
    let text = text::normalize(text);
    let text: String = text.split_whitespace().collect();
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => is_mark(c) || usual(c) == '―' || c.is_ascii_alphabetic(),
        _ => {
            let is_short = text.chars().nth(WORD_CHARS_MAX).is_none();
            is_short && (word(&text).is_some() || merit(&text).is_some())
        }
    }
}

/// What is ticked in a cell of boxes: C of □A　□B　☑C. None where it has no such boxes,
/// or several are ticked.
pub fn ticked(cell: &str) -> Option<&str> {
    const EMPTY: [char; 2] = ['□', '☐'];
    const TICKED: [char; 4] = ['☑', '☒', '■', '✔'];
    let is_box = |c: char| EMPTY.contains(&c) || TICKED.contains(&c);
    let mut ticks = cell.match_indices(TICKED);
    let (at, tick) = ticks.next()?;
    if ticks.next().is_some() || !cell.contains(EMPTY) {
        return None;
    }
    let rest = cell.get(at + tick.len()..)?;
    let word = rest.split(is_box).next().unwrap_or(rest).trim();
    (!word.is_empty()).then_some(word)
}

/// The usual form of the symbol in a cell: ○ for ◯, 〇 and ⚪. None where the
/// cell holds no single symbol.
pub fn symbol(cell: &str) -> Option<char> {
    single(cell).map(usual)
}

/// The one character of a text, of one width.
fn single(text: &str) -> Option<char> {
    only_char(text::normalize(text).trim())
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn usual(symbol: char) -> char {
    // Most texts begin with an ideograph or a kana, which none is drawn like.
    if matches!(symbol, 'ぁ'..='ヺ' | '一'..='鿿') {
        return symbol;
    }
    let group = ALIKE.iter().find(|group| group.contains(symbol));
    group.and_then(|group| group.chars().next()).unwrap_or(symbol)
}

/// A cell without the mark of a note behind it: ◎※1, △*.
fn without_mark(text: &str) -> &str {
    let marked = text.rfind(['※', '*']).and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
    let is_mark = |it: &str| it.chars().skip(1).all(|c| c.is_ascii_digit());
    let bare = marked.filter(|it| is_mark(it.1)).map(|it| it.0.trim_end_matches(['※', '*']).trim());
    bare.filter(|it| !it.is_empty()).unwrap_or(text)
}

/// A cell into what stands outside and inside its brackets: ○（達成）.
fn split(text: &str) -> (&str, &str) {
    let plain = |it: &'_ str| -> usize { it.len() };
    let Some(open) = text.find(['(', '「', '[']).filter(|&open| open > 0) else {
        let bare = text.trim_matches(['(', ')', '「', '」', '[', ']']);
        return (bare.trim(), &text[plain(text)..]);
    };
    let outer = text[..open].trim();
    (outer, text[open..].trim_matches(['(', ')', '「', '」', '[', ']']).trim())
}

#[cfg(test)]
mod tests;
