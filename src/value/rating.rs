//! Ratings: ◎, △, 概ね達成, and the legend that says what a symbol means.
//!
//! ```text
//! cell   = symbol | word | symbol "(" word ")" | word "(" symbol ")"
//! legend = [ "【" … "】" ] ( symbol [ separator ] label gap )*
//! symbol = one of ◎ ○ △ × ■ ― and their look-alikes | a letter or digit of the legend
//! word   = "達成" | "概ね達成" | "未達成" | "集計中" | "指標未設定" …
//! ```
//!
//! What ○ means is the report's to say: 達成 here, 概ね達成 there. So a symbol is
//! read through a [`Legend`], and one that the legend lacks has no rating.
//! Look-alikes count as one symbol (◯ ○ 〇, × ✕, ― －), unless the legend has
//! two of them with different meanings. Words mean what they say.

mod words;

use super::fold::Folded;
use words::{rating_of_label, word};

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
}

/// One symbol of a legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As published.
    pub symbol: String,
    /// What the label means; none where its words are not known.
    pub rating: Option<Rating>,
    /// The words of the legend: 概ね達成（80％以上）.
    pub label: String,
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

impl Legend {
    /// Reads a legend: 【「評価」欄の凡例】◎達成　◯概ね達成　△未達成　■集計中　―指標未設定.
    ///
    /// Lines and other words around it are passed over; a text without symbols
    /// gives an empty legend.
    pub fn parse(text: &str) -> Legend {
        let folded = Folded::new(text);
        let body = &folded.text;
        let symbols = symbols(body);
        if let Some(labels) = labels_before(body, &symbols) {
            let entry = |(symbol, label): (&(usize, usize), std::ops::Range<usize>)| Entry {
                symbol: folded.published(&(symbol.0..symbol.1)).to_owned(),
                rating: rating_of_label(&body[label.clone()]),
                label: folded.published(&label).to_owned(),
            };
            return Legend { entries: symbols.iter().zip(labels).map(entry).collect() };
        }
        let mut entries = Vec::new();
        for (nth, &(start, end)) in symbols.iter().enumerate() {
            let until = symbols.get(nth + 1).map_or(body.len(), |next| next.0);
            let until = body[end..until].find(['\n', '【']).map_or(until, |at| end + at);
            let range = strip_label(body, end, until);
            if !range.is_empty() {
                let symbol = folded.published(&(start..end)).to_owned();
                let label = folded.published(&range).to_owned();
                entries.push(Entry { symbol, rating: rating_of_label(&body[range]), label });
            }
        }
        Legend { entries }
    }

    /// The legend of the rows of a layout.
    pub fn from_rows<'a>(rows: impl IntoIterator<Item = (&'a str, Rating, &'a str)>) -> Legend {
        let entry = |(symbol, rating, label): (&str, Rating, &str)| Entry {
            symbol: symbol.to_owned(),
            rating: Some(rating),
            label: label.to_owned(),
        };
        Legend { entries: rows.into_iter().map(entry).collect() }
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
        let folded = Folded::new(cell);
        let (outer, inner) = split(folded.text.trim());
        let all: Vec<Option<Rating>> =
            [outer, inner].into_iter().filter(|it| !it.is_empty()).map(|it| self.of(it)).collect();
        match all[..] {
            [one] => one,
            [Some(one), Some(two)] => (one == two).then_some(one),
            [one, two] => one.or(two),
            _ => None,
        }
    }

    /// The rating of a symbol or a word by itself.
    fn of(&self, text: &str) -> Option<Rating> {
        let mut chars = text.chars();
        match (chars.next(), chars.as_str()) {
            (Some(symbol), "" | "\u{20DD}") => self.of_symbol(symbol),
            _ => self
                .entries
                .iter()
                .find(|it| it.label == text)
                .and_then(|it| it.rating)
                .or_else(|| word(text))
                .or_else(|| self.of_both(text)),
        }
    }

    /// The rating of a symbol and its word in one line: ◎達成, 達成 ◎.
    fn of_both(&self, text: &str) -> Option<Rating> {
        let first = text.chars().next().map(|mark| (mark, &text[mark.len_utf8()..]));
        let last =
            text.chars().next_back().map(|mark| (mark, &text[..text.len() - mark.len_utf8()]));
        let (mark, words) = [first, last].into_iter().flatten().find(|it| is_mark(it.0))?;
        let said = word(words.trim_matches([' ', ':', '・']))?;
        self.of_symbol(mark).is_none_or(|rating| rating == said).then_some(said)
    }

    /// The entry of the very symbol, or else of those drawn alike if they agree.
    fn of_symbol(&self, symbol: char) -> Option<Rating> {
        let key = |entry: &Entry| single(&entry.symbol);
        if let Some(entry) = self.entries.iter().find(|entry| key(entry) == Some(symbol)) {
            return entry.rating;
        }
        let alike = |entry: &&Entry| key(entry).is_some_and(|it| usual(it) == usual(symbol));
        let mut ratings = self.entries.iter().filter(alike).map(|entry| entry.rating);
        let first = ratings.next()?;
        ratings.all(|it| it == first).then_some(first).flatten()
    }
}

/// The usual form of the symbol in a cell: ○ for ◯, 〇 and ⚪. None where the
/// cell holds no single symbol.
pub fn symbol(cell: &str) -> Option<char> {
    single(cell).map(usual)
}

/// The one character of a text, folded.
fn single(text: &str) -> Option<char> {
    let folded = Folded::new(text);
    let mut chars = folded.text.trim().chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn usual(symbol: char) -> char {
    let group = ALIKE.iter().find(|group| group.contains(symbol));
    group.and_then(|group| group.chars().next()).unwrap_or(symbol)
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

/// Where the symbols of a folded legend stand. All are as deep in brackets as
/// the first: （凡例：◎達成　△未達成） is a legend, ◎達成（×は除く） has one symbol.
fn symbols(text: &str) -> Vec<(usize, usize)> {
    let (mut found, mut before, mut depth, mut base) = (Vec::new(), None::<char>, 0usize, None);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '【' => depth += 1,
            ')' | '】' => depth = depth.saturating_sub(1),
            _ => (),
        }
        let end = at + c.len_utf8();
        let is_dash = c == '-' && NOT_SET.iter().any(|word| text[end..].starts_with(word));
        let is_parted = begins(before) && is_symbol(c, &text[end..]);
        if (is_parted || is_dash || is_mark(c)) && base.is_none_or(|base| base == depth) {
            base = Some(depth);
            found.push((at, end));
        }
        before = Some(c);
    }
    found
}

fn begins(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        matches!(c, ' ' | '\n' | '、' | ',' | '/' | ';' | '】' | '「' | ')' | ':' | '(' | '。')
    })
}

/// A mark that never stands inside a word.
fn is_mark(c: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() && c != '〇' || matches!(c, '-' | 'ー');
    !is_word(c) && ALIKE.iter().any(|group| group.contains(c)) && !matches!(usual(c), '―')
}

/// A dash, or a letter or digit that a label follows: `A 達成`, `5：達成`.
fn is_symbol(c: char, rest: &str) -> bool {
    if !matches!(c, '-' | 'ー' | 'A'..='E' | 'S' | 'a'..='e' | '0'..='5' | 'O' | 'X') {
        return false;
    }
    let after = rest.trim_start_matches(' ');
    match c {
        '-' | 'ー' => after
            .starts_with(|c: char| c.is_alphabetic() || matches!(c, ':' | '…' | '=' | '」' | '(')),
        'A'..='E' | 'S' | 'a'..='e' | '0'..='5' | 'O' | 'X' => {
            let parted = after.len() < rest.len()
                || after.starts_with([':', '…', '=', '」', '-', '・', '.']);
            let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric());
            ends && (parted && !after.is_empty()
                || after.starts_with(|c: char| !c.is_ascii() && c.is_alphabetic()))
        }
        _ => false,
    }
}

/// Where the labels stand in a legend that has them before its symbols, each known:
/// 達成：○、未達成：×, 達成したものには○.
fn labels_before(text: &str, symbols: &[(usize, usize)]) -> Option<Vec<std::ops::Range<usize>>> {
    // 達成状況 ◎ 達成 has its labels behind.
    let rest = &text[symbols.last()?.1..];
    let is_behind = rating_of_label(&rest[strip_label(rest, 0, rest.len())]).is_some();
    let mut last = 0;
    let label = |&(start, end): &(usize, usize)| {
        let before = &text[last..start];
        let parted = ['\n', '、', ',', '/', ';', ' ', '】', '。', ':', '※'];
        let words = before.trim_end();
        let words = words.strip_suffix([':', '=', '…', 'は']).unwrap_or(words).trim_end();
        let words = words.strip_suffix("ものに").unwrap_or(words);
        let from = words
            .rfind(parted)
            .map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8));
        let range = last + from..last + words.len();
        last = end;
        rating_of_label(&text[range.clone()]).map(|_| range)
    };
    (symbols.len() >= 2 && !is_behind).then(|| symbols.iter().map(label).collect())?
}

/// Words behind the last label of a legend that is a sentence: ×は未達成を示す.
const SENTENCE_ENDS: &[&str] =
    &["を示す", "を表す", "を示します", "を表します", "とする", "とします", "である", "です"];

/// The label between two symbols without what parts it from them.
fn strip_label(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let part = &text[start..end];
    let body = part.trim_start_matches([':', '…', '=', '」', '-', '・', '.', ' ', '→', '⇒']);
    let body = body.strip_prefix('は').unwrap_or(body);
    let kept = body.trim_end_matches(['、', ',', '/', ';', ' ', '「', '。', '・']);
    let kept = SENTENCE_ENDS.iter().find_map(|end| kept.strip_suffix(end)).unwrap_or(kept);
    let closes = kept.matches(')').count() > kept.matches('(').count();
    let kept = if closes { kept.strip_suffix(')').unwrap_or(kept) } else { kept };
    let start = end - body.len();
    start..start + kept.len()
}

#[cfg(test)]
mod tests {
    use super::{Legend, Rating};
    use proptest::prelude::*;

    const MODEL: &str = "【「評価」欄の凡例】◎達成　◯概ね達成　△未達成　■集計中　―指標未設定";

    #[track_caller]
    fn parses(text: &str, expected: &str) {
        let legend = Legend::parse(text);
        let print = |it: &super::Entry| {
            format!("{}={}:{}", it.symbol, it.label, it.rating.map_or("?", Rating::code))
        };
        let found: Vec<String> = legend.entries.iter().map(print).collect();
        assert_eq!(found.join(" "), expected, "{text:?}");
    }

    #[track_caller]
    fn reads(legend: &str, cell: &str, expected: &str) {
        let rating = Legend::parse(legend).read(cell);
        assert_eq!(rating.map_or("nothing", Rating::code), expected, "{cell:?}");
    }

    #[test]
    fn legends() {
        let model = "◎=達成:achieved ◯=概ね達成:mostly_achieved △=未達成:not_achieved ■=集計中:pending ―=指標未設定:not_set";
        parses(MODEL, model);
        parses(&MODEL.replace('　', ""), model);
        parses(
            "◎：達成、○：概ね達成、×：未達成",
            "◎=達成:achieved ○=概ね達成:mostly_achieved ×=未達成:not_achieved",
        );
        parses(
            "Ａ：達成　Ｂ：概ね達成　Ｃ：未達成",
            "Ａ=達成:achieved Ｂ=概ね達成:mostly_achieved Ｃ=未達成:not_achieved",
        );
        parses("A 達成 B 概ね達成", "A=達成:achieved B=概ね達成:mostly_achieved");
        parses("（凡例：○達成　△未達成）", "○=達成:achieved △=未達成:not_achieved");
        parses("「◎」達成、「△」未達成", "◎=達成:achieved △=未達成:not_achieved");
        parses("５：達成　１：未達成", "５=達成:achieved １=未達成:not_achieved");
        parses("Ｓ…大きく達成", "Ｓ=大きく達成:?");
        parses("○は達成、×は未達成を示す。", "○=達成:achieved ×=未達成:not_achieved");
        parses("達成：○、未達成：×", "○=達成:achieved ×=未達成:not_achieved");
        parses("評価：目標達成 ○、目標未達成 ×", "○=目標達成:achieved ×=目標未達成:not_achieved");
        parses("◎（達成）　△（未達成）", "◎=（達成）:achieved △=（未達成）:not_achieved");
        parses(
            "○は目標を達成したもの、―は実績が未判明のもの",
            "○=目標を達成したもの:achieved ―=実績が未判明のもの:pending",
        );
        parses("目標達成 ◎ 達成 △ 未達成", "◎=達成:achieved △=未達成:not_achieved");
        let sentence = "達成したものには○、達成していないものには△を付した。";
        parses(sentence, "○=達成した:achieved △=達成していない:not_achieved");
        parses("凡例", "");
        parses("", "");
    }

    #[test]
    fn labels_with_brackets() {
        parses(
            "◎達成（100％以上）　○概ね達成（80％以上100％未満）",
            "◎=達成（100％以上）:achieved ○=概ね達成（80％以上100％未満）:mostly_achieved",
        );
    }

    #[test]
    fn symbols_through_the_legend() {
        for cell in ["◎", " ◎ ", "◎\u{FE0E}"] {
            reads(MODEL, cell, "achieved");
        }
        for cell in ["◯", "○", "〇", "⚪", "O", "Ｏ"] {
            reads(MODEL, cell, "mostly_achieved");
        }
        for cell in ["△", "▲"] {
            reads(MODEL, cell, "not_achieved");
        }
        for cell in ["■", "◼"] {
            reads(MODEL, cell, "pending");
        }
        for cell in ["―", "－", "‐", "–", "—", "-", "ー", "−", "─", "ｰ"] {
            reads(MODEL, cell, "not_set");
        }
    }

    #[test]
    fn symbols_that_nobody_knows() {
        reads(MODEL, "×", "nothing");
        reads(MODEL, "A", "nothing");
        reads("", "◎", "nothing");
        reads("", "", "nothing");
        reads(MODEL, "◎◎", "nothing");
    }

    #[test]
    fn letters_and_digits() {
        let letters = "Ｓ：達成　Ａ：達成　Ｂ：概ね達成　Ｃ：未達成　Ｄ：集計中";
        reads(letters, "S", "achieved");
        reads(letters, "Ｂ", "mostly_achieved");
        reads(letters, "D", "pending");
        reads("５：達成　３：概ね達成", "3", "mostly_achieved");
        reads("×未達成", "✕", "not_achieved");
    }

    #[test]
    fn words_need_no_legend() {
        reads("", "達成", "achieved");
        reads("", "おおむね達成", "mostly_achieved");
        reads("", "未達成", "not_achieved");
        reads("", "達成（○）", "achieved");
        reads("", "○（未達成）", "not_achieved");
        reads("", "「達成」", "achieved");
        reads("○：達成", "達成（○）", "achieved");
        reads("○：概ね達成", "達成（○）", "nothing");
        reads("", "◎達成", "achieved");
        reads("○：達成", "概ね達成○", "nothing");
        reads("○：概ね達成", "○ 概ね達成", "mostly_achieved");
    }

    #[test]
    fn a_legend_may_tell_look_alikes_apart() {
        reads("△：概ね達成　▲：未達成", "△", "mostly_achieved");
        reads("●：達成　○：未達成", "○", "not_achieved");
    }

    proptest! {
        #[test]
        fn any_text(text: String, cell: String) {
            let _ = Legend::parse(&text).read(&cell);
        }

        #[test]
        fn any_legend(text in "[◎○A5―：:（）【】「」達成未概ね、　 \n]{0,24}", cell in "[◎○A（）達成]{0,6}") {
            let _ = Legend::parse(&text).read(&cell);
        }
    }
}
