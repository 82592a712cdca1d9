//! What a piece of a cell is called: ①, (2), 【特別支援学校】, ②・③合計.
//!
//! ```text
//! label  = group [ sharing ] | "(" number ")" | "【" words "】"
//! group  = mark ( ( "・" | "、" | "と" | "及び" … ) mark | "～" mark )*
//! mark   = "①" … "㊿" | "⑴" … | "⒈" … | "❶" … | "Ⓐ" … | "㋐" …
//! sharing = "合計" … | "とも" …
//! ```

use super::fold::longest;
use super::{period, qualifier, words};

/// How several labels share one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// 合計: the value is their sum.
    Sum,
    /// とも, 各: each of them has it.
    Each,
}

impl Sharing {
    /// The name in data: `sum`, `each`.
    pub fn code(self) -> &'static str {
        match self {
            Sharing::Sum => "sum",
            Sharing::Each => "each",
        }
    }
}

/// A label at the start of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scanned {
    /// All of it, sharing words and brackets included, in bytes.
    pub len: usize,
    /// The part that names it: from and to, in bytes.
    pub name: (usize, usize),
    /// Each mark, where there are several.
    pub refers_to: Vec<String>,
    pub sharing: Option<Sharing>,
}

/// How the labels of a cell are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// ①, (1), 【…】.
    Marks,
    /// Words in brackets as well, each before its value: (男)12人(女)15人.
    Brackets,
    /// Steps of a rating, one a line: ○5⏎△2.
    Ratings,
}

/// The signs of ratings, △ among them, which is no minus beside the others.
const RATINGS: &[char] = &['◎', '○', '●', '△', '×', '✕', '□', '■'];

/// The most bytes of a cell with labels in brackets: each is a few words.
const CELL_BYTES_MAX: usize = 2000;

impl Style {
    /// The style of a folded cell.
    pub(super) fn of(text: &str) -> Style {
        if text.starts_with('(') && text.len() <= CELL_BYTES_MAX && are_labels_in_brackets(text) {
            return Style::Brackets;
        }
        let lines = || text.split('\n').map(str::trim).filter(|line| !line.is_empty());
        let is_count = |line: &str| {
            let rest = line.trim_start_matches(RATINGS);
            let is_one =
                line.chars().next().is_some_and(|c| line.len() == c.len_utf8() + rest.len());
            is_one && rest.trim_start_matches([':', ' ']).starts_with(|c: char| c.is_ascii_digit())
        };
        let is_rating = text.starts_with(RATINGS)
            && lines().all(is_count)
            && lines().any(|line| line.starts_with('△'))
            && lines().any(|line| !line.starts_with('△'));
        if is_rating { Style::Ratings } else { Style::Marks }
    }

    /// The label at the start of `rest`.
    pub(super) fn scan(self, rest: &str) -> Option<Scanned> {
        let first = rest.chars().next()?;
        let one = |len: usize, name: (usize, usize)| {
            Some(Scanned { len, name, refers_to: vec![], sharing: None })
        };
        match self {
            Style::Ratings if RATINGS.contains(&first) => {
                one(first.len_utf8(), (0, first.len_utf8()))
            }
            Style::Brackets => scan(rest).or_else(|| {
                let end = rest.strip_prefix('(')?.find(')')? + 1;
                one(end + 1, (1, end))
            }),
            _ => scan(rest),
        }
    }
}

/// Whether a cell is brackets and values by turns, a value last. A bracket that says
/// how its number was counted or how sure it is, or that has a number, is a note.
fn are_labels_in_brackets(text: &str) -> bool {
    let (mut rest, mut count) = (text, 0);
    while let Some(inside) = rest.strip_prefix('(') {
        let Some((name, after)) = inside.split_once(')') else { return false };
        let (value, next) = after.split_at(after.find('(').unwrap_or(after.len()));
        let is_number = name.len() <= 2 && name.bytes().all(|c| c.is_ascii_digit());
        let is_note = period::whole(name).is_some()
            || qualifier::of_note(name).is_some()
            || words::has_loose_digit(name) && !is_number;
        if name.trim().is_empty() || is_note || !value.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        (rest, count) = (next, count + 1);
    }
    rest.is_empty() && count > 1
}

const BETWEEN: &[&str] = &["・", "+", "、", ",", "と", "及び", "/", "&", "･"];
const SHARING: &[(Sharing, &[&str])] = &[
    (
        Sharing::Sum,
        &["合計", "の合計", "合計で", "計", "合算", "合わせて", "あわせて", "を合わせて"],
    ),
    (
        Sharing::Each,
        &["とも", "ともに", "共", "共に", "いずれも", "各", "それぞれ", "各々", "どちらも"],
    ),
];
/// The most marks that a range such as ①～⑤ stands for.
const MOST: u32 = 50;

/// The label at the start of `rest`.
pub(super) fn scan(rest: &str) -> Option<Scanned> {
    group(rest).or_else(|| numbered(rest)).or_else(|| bracketed(rest))
}

/// Whether `c` is a label by itself.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{2460}'..='\u{249B}' | '\u{24B6}'..='\u{24F4}' | '\u{2776}'..='\u{2793}'
        | '\u{3251}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}' | '\u{32D0}'..='\u{32FE}')
}

fn group(rest: &str) -> Option<Scanned> {
    let first = rest.chars().next().filter(|&c| is_mark(c))?;
    let (mut len, mut last, mut marks) = (first.len_utf8(), first, vec![first]);
    while let Some((mark, step)) = next_mark(&rest[len..]) {
        let is_range = rest[len..].starts_with(['~', '-']);
        marks.extend(is_range.then(|| between(last, mark)).into_iter().flatten());
        marks.push(mark);
        (last, len) = (mark, len + step);
    }
    let name = (0, len);
    let mut sharing = None;
    if marks.len() > 1 {
        let all = SHARING.iter().flat_map(|(it, words)| words.iter().map(move |word| (*it, *word)));
        let found = all.filter(|(_, word)| rest[len..].starts_with(word));
        if let Some((kind, word)) = found.max_by_key(|(_, word)| word.len()) {
            (sharing, len) = (Some(kind), len + word.len());
        }
    }
    let refers_to =
        if marks.len() > 1 { marks.iter().map(char::to_string).collect() } else { vec![] };
    Some(Scanned { len, name, refers_to, sharing })
}

/// The mark behind a separator, or right behind the last one.
fn next_mark(rest: &str) -> Option<(char, usize)> {
    let separator = longest(rest, BETWEEN).or(longest(rest, &["~", "-"])).unwrap_or_default();
    let mark = rest[separator.len()..].chars().next().filter(|&c| is_mark(c))?;
    Some((mark, separator.len() + mark.len_utf8()))
}

/// The marks between the ends of ①～③.
fn between(first: char, last: char) -> Vec<char> {
    let (first, last) = (u32::from(first), u32::from(last));
    let few = last.checked_sub(first).is_some_and(|count| count < MOST);
    let all = if few { first + 1..last } else { 0..0 };
    all.filter_map(char::from_u32).filter(|&c| is_mark(c)).collect()
}

/// (1), with something behind it.
fn numbered(rest: &str) -> Option<Scanned> {
    let inside = rest.strip_prefix('(')?;
    let digits = inside.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let after = inside[digits..].strip_prefix(')')?;
    let len = rest.len() - after.len();
    let is_label = (1..=2).contains(&digits) && !after.trim().is_empty();
    is_label.then(|| Scanned { len, name: (0, len), refers_to: vec![], sharing: None })
}

/// 【特別支援学校】, by the words inside.
fn bracketed(rest: &str) -> Option<Scanned> {
    let (open, close) =
        [('【', '】'), ('〔', '〕'), ('[', ']'), ('<', '>'), ('〈', '〉'), ('《', '》')]
            .into_iter()
            .find(|(open, _)| rest.starts_with(*open))?;
    let start = open.len_utf8();
    let end = start + rest[start..].find([close, open])?;
    let is_label = rest[end..].starts_with(close) && !rest[start..end].trim().is_empty();
    let len = end + close.len_utf8();
    is_label.then(|| Scanned { len, name: (start, end), refers_to: vec![], sharing: None })
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn reads(rest: &str, name: &str, refers_to: &str, after: &str) {
        let it = super::scan(rest).unwrap();
        let sharing = it.sharing.map_or(String::new(), |it| format!(" {}", it.code()));
        let found =
            (&rest[it.name.0..it.name.1], it.refers_to.concat() + &sharing, &rest[it.len..]);
        assert_eq!(found, (name, refers_to.to_owned(), after), "{rest:?}");
    }

    #[track_caller]
    fn fails(rest: &str) {
        assert_eq!(super::scan(rest), None, "{rest:?}");
    }

    #[test]
    fn one_mark() {
        reads("①90%", "①", "", "90%");
        reads("⑴90%", "⑴", "", "90%");
        reads("(1)90%", "(1)", "", "90%");
        reads("①合計10件", "①", "", "合計10件");
    }

    #[test]
    fn several_marks() {
        reads("②・③合計3,915件", "②・③", "②③ sum", "3,915件");
        reads("①②とも100%", "①②", "①② each", "100%");
        reads("①~③各10件", "①~③", "①②③ each", "10件");
        reads("①、②100%", "①、②", "①②", "100%");
    }

    #[test]
    fn brackets() {
        reads("【特別支援学校】5.3%", "特別支援学校", "", "5.3%");
        reads("[県]5", "県", "", "5");
    }

    #[test]
    fn no_labels() {
        fails("(10)");
        fails("(100)件");
        fails("【】5");
        fails("【5");
        fails("10件");
        fails("");
    }
}
