//! Legends whose symbols stand before their labels without more ado, or behind them:
//! ◎達成　○概ね達成, A 達成 B 概ね達成, ○は達成、×は未達成を示す, 達成：○、未達成：×,
//! A（達成）、B（未達成）, 100％以上を○、100％未満を×とする.

use super::words::{merit, rating_of_label};
use super::{ALIKE, Entry, NOT_SET, usual};
use crate::value::fold::Folded;

/// The entries of a text, without steps.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let folded = Folded::new(text);
    let body = &folded.text;
    let behind_labels = symbols(body, true);
    let entry = |(start, end): (usize, usize), label: std::ops::Range<usize>| {
        let rating = rating_of_label(&body[label.clone()]);
        Entry::new(folded.published(&(start..end)), folded.published(&label), rating)
    };
    if let Some(labels) = labels_before(body, &behind_labels) {
        return behind_labels
            .iter()
            .zip(labels)
            .map(|(&symbol, label)| entry(symbol, label))
            .collect();
    }
    let symbols = symbols(body, false);
    let mut entries = Vec::new();
    for (nth, &(start, end)) in symbols.iter().enumerate() {
        let until = symbols.get(nth + 1).map_or(body.len(), |next| next.0);
        let until = body[end..until].find(['\n', '【']).map_or(until, |at| end + at);
        let range = strip_label(body, end, until);
        if !range.is_empty() {
            entries.push(entry((start, end), range));
        }
    }
    entries
}

/// Where the symbols of a folded legend stand. All are as deep in brackets as
/// the first: （凡例：◎達成　△未達成） is a legend, ◎達成（×は除く） has one symbol. A letter
/// may follow its label.
fn symbols(text: &str, may_follow: bool) -> Vec<(usize, usize)> {
    let (mut found, mut before, mut depth, mut base) = (Vec::new(), None::<char>, 0usize, None);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '【' => depth += 1,
            ')' | '】' => depth = depth.saturating_sub(1),
            _ => (),
        }
        let end = at + c.len_utf8();
        let is_dash = c == '-' && NOT_SET.iter().any(|word| text[end..].starts_with(word));
        let is_parted = begins(before) && is_symbol(c, &text[end..])
            || may_follow
                && follows(before)
                && c.is_ascii_alphabetic()
                && is_step(c)
                && is_last(&text[end..]);
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

/// Whether a step may stand behind its label here: 達成：A, 100％以上を A, 達成（A）.
fn follows(before: Option<char>) -> bool {
    before.is_some_and(|c| matches!(c, ' ' | ':' | '…' | '=' | '→' | '⇒' | 'を' | 'は' | '('))
}

/// Whether a text goes on as it does behind a step whose label stands before it: another
/// label, the end of brackets or of a sentence, or nothing.
fn is_last(rest: &str) -> bool {
    let parted = [' ', '\n', '、', ',', '/', ';', ')', '。'];
    rest.is_empty()
        || rest.starts_with(parted)
        || SENTENCE_ENDS.iter().any(|end| rest.starts_with(end))
}

/// A letter or a digit by which things are rated.
fn is_step(c: char) -> bool {
    matches!(c, 'A'..='E' | 'S' | 'a'..='e' | '0'..='5' | 'O' | 'X')
}

/// A mark that never stands inside a word.
pub(super) fn is_mark(c: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() && c != '〇' || matches!(c, '-' | 'ー');
    !c.is_ascii() && !is_word(c) && ALIKE.iter().any(|group| group.contains(c)) && usual(c) != '―'
}

/// A dash, or a letter or digit that a label follows: `A 達成`, `5：達成`.
fn is_symbol(c: char, rest: &str) -> bool {
    if !matches!(c, '-' | 'ー') && !is_step(c) {
        return false;
    }
    let after = rest.trim_start_matches(' ');
    // ５割以上 and 8割未満 are bounds.
    if after.starts_with(['割', '%']) {
        return false;
    }
    match c {
        '-' | 'ー' => after
            .starts_with(|c: char| c.is_alphabetic() || matches!(c, ':' | '…' | '=' | '」' | '(')),
        _ => {
            let parted = after.len() < rest.len()
                || after.starts_with([':', '…', '=', '」', '-', '・', '.', '(', '/']);
            // A 100%～ has a bound behind it, A 3 has a count.
            let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let is_bound = parted && digits.len() < after.len() && digits.starts_with(['%', '~']);
            let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric());
            is_bound
                || ends
                    && (parted && !after.is_empty()
                        || after.starts_with(|c: char| !c.is_ascii() && c.is_alphabetic()))
        }
    }
}

/// Where the labels stand in a legend that has them before its symbols: 達成：○、未達成：×,
/// 達成したものには○. Each is known, or the text begins with a label, ends with a symbol,
/// and each says how good it is: 100％以上…◎　80％未満…△.
fn labels_before(text: &str, symbols: &[(usize, usize)]) -> Option<Vec<std::ops::Range<usize>>> {
    // 達成状況 ◎ 達成 has its labels behind.
    let rest = &text[symbols.last()?.1..];
    let is_behind = rating_of_label(&rest[strip_label(rest, 0, rest.len())]).is_some();
    if symbols.len() < 2 || is_behind {
        return None;
    }
    let closed = rest.trim_start_matches([')', '」', '】']);
    let ends = closed.trim_matches(['。', ' ', '\n', ')', '」', '】']);
    let is_last = ends.is_empty() || SENTENCE_ENDS.contains(&ends);
    let mut last = 0;
    let label = |&(start, end): &(usize, usize)| {
        let before = &text[last..start];
        let words = before.trim_end_matches([' ', '(', '「']);
        let words = words.strip_suffix(JOINTS).unwrap_or(words).trim_end();
        let words = words.strip_suffix("ものに").unwrap_or(words);
        // 80％以上 100％未満 is one label.
        let is_bound = is_last && words.contains(['%', '割']);
        let parts = match (is_bound, last) {
            (false, _) => PARTS,
            (true, 0) => &PARTS[..PARTS_BEFORE_BOUNDS],
            (true, _) => &PARTS[..PARTS_OF_BOUNDS],
        };
        let part = words.rfind(parts);
        let from = part.map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8));
        let from =
            words.len() - words[from..].trim_start_matches([')', '」', '、', ',', ' ', '/']).len();
        let range = last + from..last + words.len();
        last = end;
        let own = &text[range.clone()];
        let is_known = rating_of_label(own).is_some();
        (is_known || is_last && (merit(own).is_some() || own.contains(['%', '割'])))
            .then_some(range)
    };
    symbols.iter().map(label).collect()
}

/// What parts a label from what stands before it, and how many of these part bounds too.
const PARTS: &[char] = &['\n', '】', '。', ':', '※', '、', ',', '/', ';', ' '];
const PARTS_OF_BOUNDS: usize = 5;
const PARTS_BEFORE_BOUNDS: usize = 7;

/// What stands between a label and the symbol behind it.
const JOINTS: &[char] = &[':', '=', '…', 'は', 'を', '→', '⇒'];

/// Words behind the last label of a legend that is a sentence: ×は未達成を示す.
const SENTENCE_ENDS: &[&str] = &[
    "を示す",
    "を表す",
    "を示します",
    "を表します",
    "とする",
    "とします",
    "である",
    "です",
    "とした",
    "としている",
    "としています",
    "としました",
];

/// The label between two symbols without what parts it from them.
fn strip_label(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let part = &text[start..end];
    let body = part.trim_start_matches([':', '…', '=', '」', '-', '・', '.', ' ', '→', '⇒', '/']);
    let body = body.strip_prefix('は').unwrap_or(body);
    let kept = body.trim_end_matches(['、', ',', '/', ';', ' ', '「', '。', '・']);
    let kept = SENTENCE_ENDS.iter().find_map(|end| kept.strip_suffix(end)).unwrap_or(kept);
    let closes = kept.matches(')').count() > kept.matches('(').count();
    let kept = if closes { kept.strip_suffix(')').unwrap_or(kept) } else { kept };
    let start = end - body.len();
    start..start + kept.len()
}
