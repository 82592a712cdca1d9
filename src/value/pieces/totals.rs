//! 合計, 延べ and their like behind a list of labels: ①３件 ②５件 合計８件.

use std::ops::Range;

use super::Piece;
use crate::value::fold::{longest, trim};

/// What names the whole of a list.
const TOTALS: &[&str] = &[
    "合計",
    "計",
    "総計",
    "延べ",
    "のべ",
    "延べ人数",
    "延人数",
    "延べ数",
    "累計",
    "総数",
    "全体",
    "トータル",
    "あわせて",
    "合わせて",
    "併せて",
    "両方で",
];

/// The same in brackets behind the last value; 延べ there is of that value.
const IN_BRACKETS: &[&str] = &["合計", "計", "総計"];

/// What may stand between such a word and its number.
const LINKS: [char; 6] = [':', ' ', 'で', 'は', '約', 'の'];

/// What makes other words of 計: 設計, 統計.
const OTHER_WORDS: &str = "設統累小会家時余推集合総";

/// Takes the total off the last label of a list, so that it has a piece of its own
/// without a label. A list has two labels at least.
pub(super) fn take_out(text: &str, pieces: &mut Vec<Piece>) {
    let is_named = |piece: &Piece| piece.label.is_some() && piece.whole.start < piece.body.start;
    let names = |piece: &Piece| piece.label.as_ref().map_or(1, |it| it.refers_to.len().max(1));
    let count: usize = pieces.iter().filter(|it| is_named(it)).map(names).sum();
    let Some(last) = pieces.iter().rposition(is_named).filter(|_| count > 1) else { return };
    let (named, below) = pieces.split_at_mut(last + 1);
    for piece in below.iter_mut().filter(|it| total(&text[it.body.clone()]).is_some()) {
        piece.label = None;
    }
    let Some((piece, earlier)) = named.split_last_mut() else { return };
    let is_of_each = |word: &str| earlier.iter().any(|it| text[it.body.clone()].contains(word));
    let of_each: Vec<&str> = TOTALS.iter().copied().filter(|word| is_of_each(word)).collect();
    let cut = find(&text[piece.body.clone()], &of_each);
    let mut found = Vec::new();
    if let Some((before, inside)) = cut {
        let body = piece.body.clone();
        piece.body = trim(text, body.start..body.start + before);
        piece.whole = piece.whole.start..piece.body.end;
        found.push(body.start + inside.start..body.start + inside.end);
    }
    let inner = |note: &Range<usize>| {
        let inside = bracketed(&text[note.clone()])?;
        longest(&text[note.start + 1..], IN_BRACKETS)?;
        total(inside).map(|_| note.start + 1..note.end - 1)
    };
    piece.notes.retain(|note| {
        let total = inner(note);
        found.extend(total.clone());
        total.is_none()
    });
    let whole = |place: Range<usize>| {
        let place = trim(text, place);
        Piece { label: None, whole: place.clone(), body: place, notes: Vec::new() }
    };
    pieces.splice(last + 1..last + 1, found.into_iter().map(whole));
}

/// The word of a total at the start of `rest`, with a number behind it.
fn total(rest: &str) -> Option<&'static str> {
    let word = longest(rest, TOTALS)?;
    let number = rest[word.len()..].trim_start_matches(LINKS);
    number.starts_with(|c: char| c.is_ascii_digit()).then_some(word)
}

fn bracketed(text: &str) -> Option<&str> {
    text.strip_prefix('(').and_then(|it| it.strip_suffix(')'))
}

/// Where the body of the last label ends and what follows it is a total: the bytes
/// before, and where the total stands. A word that each label has names none.
fn find(body: &str, of_each: &[&str]) -> Option<(usize, Range<usize>)> {
    let (mut depth, mut before, mut has_digit) = (0usize, ' ', false);
    for (at, c) in body.char_indices() {
        let rest = &body[at..];
        let opens = before == '(' && depth == 1 && body.ends_with(')');
        let is_parted = matches!(before, ' ' | '、' | ',' | '。') || !OTHER_WORDS.contains(before);
        if let Some(word) = total(rest).filter(|word| has_digit && !of_each.contains(word)) {
            if opens && IN_BRACKETS.contains(&word) && rest.find(')') == Some(rest.len() - 1) {
                return Some((at - 1, at..body.len() - 1));
            }
            if depth == 0 && is_parted {
                return Some((at, at..body.len()));
            }
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => (),
        }
        (before, has_digit) = (c, has_digit || c.is_ascii_digit());
    }
    None
}
