//! Legends in which each step stands before a colon, one a line or in one line,
//! whatever its words: S：予定より進んだ, 達成A：目標を達成した状態, 順調：100％以上.

use super::words::rating_of_label;
use super::{Entry, NOT_SET};
use crate::value::fold::{Folded, trim};

/// What parts a step from its label.
const COLONS: &[char] = &[':', '…', '=', '⇒', '→', '‥'];

/// What parts an entry from the one before it.
const SEPARATORS: &[char] =
    &[' ', '\n', '、', ',', ';', '/', '。', '】', ')', '」', '・', '※', '|', '(', '【', '<'];

/// The longest step, in characters: 概ね順調である, 横ばいC.
const KEY_CHARS_MAX: usize = 10;

/// The entries of a text, without steps. Whether they rate anything is for the one to
/// say who knows what the cells of the report hold.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let folded = Folded::new(text);
    let body = &folded.text;
    let keys = keys(body);
    let mut entries = Vec::new();
    for (nth, key) in keys.iter().enumerate() {
        let until = keys.get(nth + 1).map_or(body.len(), |next| next.start);
        let rest = body.get(key.label..until).unwrap_or_default();
        // A label ends with its line, or with the sentence.
        let end = rest.find(['\n', '。', '【']).map_or(until, |at| key.label + at);
        let label = stripped(body, key.label, end);
        if label.is_empty() {
            continue;
        }
        let words = body.get(label.clone()).unwrap_or_default();
        let symbol = folded.published(&(key.start..key.end));
        entries.push(Entry::new(symbol, folded.published(&label), rating_of_label(words)));
    }
    entries
}

/// A step: where it stands, and where its label begins.
struct Key {
    start: usize,
    end: usize,
    label: usize,
}

fn keys(body: &str) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    // Where the words before the next colon begin.
    let mut from = 0;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if SEPARATORS.contains(&c) {
            from = at + c.len_utf8();
            // A step in brackets or quotes ends at them: 「A」：…
            let closes = matches!(c, ')' | '」' | '】');
            let before = body.get(..at).unwrap_or_default();
            let opened = before.rfind(['(', '「', '【']).filter(|_| closes);
            let is_key = chars.peek().is_some_and(|next| COLONS.contains(&next.1));
            if let Some(open) = opened.filter(|_| is_key) {
                from = open;
            }
        } else if COLONS.contains(&c) {
            let mut label = at + c.len_utf8();
            while let Some((next, mark)) = chars.next_if(|it| COLONS.contains(&it.1)) {
                label = next + mark.len_utf8();
            }
            let range = trim(body, from..at);
            let quotes = |c: char| matches!(c, '「' | '」' | '(' | ')' | '【' | '】' | ' ');
            let text = body.get(range.clone()).unwrap_or_default();
            let key = text.trim_matches(quotes);
            let start = range.start + (text.len() - text.trim_start_matches(quotes).len());
            // Before another colon an arrow is a step itself: →：横ばい.
            let arrow = at + c.len_utf8();
            if key.is_empty() && c == '→' && label > arrow {
                keys.push(Key { start: at, end: arrow, label });
            }
            if !key.is_empty() && key.chars().nth(KEY_CHARS_MAX).is_none() {
                keys.push(Key { start, end: start + key.len(), label });
            }
            from = label;
        } else if c == '-' {
            // A dash needs no gap before it where its words follow.
            let rest = body.get(at + 1..).unwrap_or_default();
            let words = rest.trim_start_matches(COLONS);
            if NOT_SET.iter().any(|word| words.starts_with(word)) {
                from = at;
            }
        }
    }
    keys
}

/// A label without what parts it from its neighbours.
fn stripped(body: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let range = trim(body, start..end);
    let text = body.get(range.clone()).unwrap_or_default();
    let kept = text.trim_end_matches(['、', ',', ';', '/', '・', ' ', '「', '※', '|', '<']);
    let opens = kept.matches('(').count();
    let closes = kept.matches(')').count();
    let kept = match closes.cmp(&opens) {
        std::cmp::Ordering::Greater => kept.strip_suffix(')').unwrap_or(kept),
        std::cmp::Ordering::Less => kept.trim_end_matches('('),
        std::cmp::Ordering::Equal => kept,
    };
    range.start..range.start + kept.trim_end().len()
}
