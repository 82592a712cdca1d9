//! A piece that holds several measures: 研修３回、セミナー２回, 26人→33人, 100件中85件.
//!
//! ```text
//! piece = measure ( gap measure )+            gap: "、", " ", "及び" … several values
//!       | measure ( "→" measure )+            both ends, with their years
//!       | measure ( "から" | "を" ) level      15人 of 0人から15人へ, with 0人から as note
//!       | measure "のうち" measure              85件 of 100件のうち85件, with the rest as note
//!       | words "(" measure ")"               達成（100％）
//! ```
//!
//! All parts are measures, or the piece is none.

use std::ops::Range;

use super::change::{Change, Direction};
use super::fold::{Folded, longest, trim};
use super::measure::{self, Around, Measure};
use super::pieces::is_arrow;
use super::words;

/// The measures of a piece, each with its place.
type Parts = Vec<(Range<usize>, Measure)>;

/// What names the whole in front of a part: 100件のうち85件.
const OF: &[&str] = &["に対して", "に対し", "のうち", "の内", "のなかで", "の中で", "中"];

/// What leads to a part that is told beside the whole: 100件、うち県内20件.
const WITH: &[&str] = &["うち", "内"];

/// How often such a word is tried in one piece: each try reads the piece anew.
const TRIES: usize = 4;

/// Words that say how it went, with the number in brackets: 達成（100％）.
const OUTCOMES: &[&str] = &[
    "達成",
    "概ね達成",
    "おおむね達成",
    "一部達成",
    "未達成",
    "実施",
    "実施済",
    "実施済み",
    "一部実施",
    "完了",
    "整備済",
    "整備済み",
    "導入済",
    "導入済み",
    "設置済",
    "設置済み",
    "策定済",
    "策定済み",
    "順調",
    "継続",
    "維持",
    "開催",
    "あり",
    "有",
    "有り",
];

/// Reads the piece at `body`; `None` if any part of it is no measure.
pub(super) fn read(folded: &Folded<'_>, body: Range<usize>, around: Around<'_>) -> Option<Parts> {
    along_arrows(folded, body.clone(), around)
        .or_else(|| from_to(folded, body.clone(), around))
        .or_else(|| part_of_whole(folded, body.clone(), around))
        .or_else(|| several(folded, body.clone(), around))
        .or_else(|| outcome(folded, body, around))
}

/// 26人→33人. One without a unit has that of the last.
fn along_arrows(folded: &Folded<'_>, body: Range<usize>, around: Around<'_>) -> Option<Parts> {
    let text = &folded.text;
    let (mut parts, mut start) = (Vec::new(), body.start);
    for (at, arrow) in text[body.clone()].match_indices(is_arrow) {
        parts.push(trim(text, start..body.start + at));
        start = body.start + at + arrow.len();
    }
    parts.push(trim(text, start..body.end));
    // 26人→ and →33人 lead to another line.
    let is_end = |part: &Range<usize>| part.is_empty();
    let whole = parts.len();
    parts.retain(|part| !is_end(part));
    // ↓3.1％ may have fallen by so much.
    let falls = text[body.clone()].starts_with(['↓', '⇓']) && parts.len() == 1;
    (whole > 1 && !falls).then_some(())?;
    let around = Around { is_one_of_two: true, ..around };
    let read = |part: Range<usize>| Some((part.clone(), measure::read(folded, part, around)?));
    let mut parts: Parts = parts.into_iter().map(read).collect::<Option<_>>()?;
    let last = parts.last().map(|(_, it)| (it.unit.clone(), it.scaled))?;
    for (_, it) in &mut parts {
        if it.unit.is_none() && last.0.is_some() {
            // 5→10万人: whether 5 or 50,000 can't be told.
            (!last.1 || it.scaled).then_some(())?;
            it.unit.clone_from(&last.0);
        }
    }
    Some(parts)
}

/// 0人から15人へ: the level reached, with what was before as a note.
fn from_to(folded: &Folded<'_>, body: Range<usize>, around: Around<'_>) -> Option<Parts> {
    let around = Around { is_one_of_two: true, ..around };
    let words = ["から", "を"].into_iter();
    words.flat_map(|word| splits(&folded.text, &body, word)).find_map(|(left, right)| {
        measure::read(folded, left.clone(), around)?;
        let mut reached = measure::read(folded, right.clone(), around).filter(|it| it.level)?;
        reached.notes.insert(0, folded.word(&(left.start..right.start)).trim().to_owned());
        Some(vec![(body.clone(), reached)])
    })
}

/// 100件のうち85件 is 85件, and 100件、うち県内20件 is 100件; the other is a note.
fn part_of_whole(folded: &Folded<'_>, body: Range<usize>, around: Around<'_>) -> Option<Parts> {
    let around = Around { is_one_of_two: true, ..around };
    let words = OF.iter().map(|word| (word, true)).chain(WITH.iter().map(|word| (word, false)));
    words.into_iter().find_map(|(word, is_part)| {
        splits(&folded.text, &body, word).find_map(|(left, right)| {
            // 中学校 begins no part.
            let is_count =
                folded.text[right.clone()].starts_with(|c: char| c.is_ascii_digit() || c == '約');
            (*word != "中" || is_count).then_some(())?;
            let whole = measure::read(folded, left.clone(), around)?;
            let part = measure::read(folded, right.clone(), around)?;
            (whole.unit.is_some() && part.unit.is_some()).then_some(())?;
            let (mut it, note) = if is_part {
                (part, left.start..right.start)
            } else {
                (whole, right.start - word.len()..right.end)
            };
            it.notes.push(folded.word(&trim(&folded.text, note)).trim_end_matches('、').to_owned());
            Some(vec![(body.clone(), it)])
        })
    })
}

/// The ways to part `body` at a word, outside of brackets, the first few.
fn splits<'t>(
    text: &'t str,
    body: &Range<usize>,
    word: &'t str,
) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + 't {
    let Range { start, end } = *body;
    text[start..end].match_indices(word).take(TRIES).filter_map(move |(at, _)| {
        let left = trim(text, start..start + at);
        let left = left.start..left.start + text[left.clone()].trim_end_matches(['、', ' ']).len();
        let right = trim(text, start + at + word.len()..end);
        let right =
            right.end - text[right.clone()].trim_start_matches(['、', ' ']).len()..right.end;
        (!left.is_empty() && !right.is_empty()).then_some((left, right))
    })
}

/// 研修３回、セミナー２回: all parts are measures with units, or words with an
/// amount (男性79.83以上 女性84.35以上), or it is no list.
fn several(folded: &Folded<'_>, body: Range<usize>, around: Around<'_>) -> Option<Parts> {
    let parts = parts(&folded.text, body);
    let read = |part: Range<usize>| {
        let measure = measure::read(folded, part.clone(), around)?;
        (measure.unit.is_some() || measure.subject.is_some()).then_some((part, measure))
    };
    if parts.len() < 2 {
        return None;
    }
    let mut read: Parts = parts.into_iter().map(read).collect::<Option<_>>()?;
    (!is_condition(&folded.text, &read)).then_some(())?;
    for at in 1..read.len() {
        let before = read[at - 1].1.unit.clone();
        let it = &mut read[at].1;
        // 120件 ＋5件: what has a sign and no name says how the one before it changed.
        let is_change =
            it.signed && it.subject.is_none() && it.change.is_none() && it.unit == before;
        if is_change {
            let falls = it.number.is_sign_negative();
            let direction = if falls { Direction::Decrease } else { Direction::Increase };
            it.change = Some(Change { basis: None, direction });
        }
    }
    Some(read)
}

/// Whether the first of two measures, which a space alone parts from the other, may say of
/// what the other is: 週1回以上 50％, 15～64歳 55.2％, 200床以上 5病院.
fn is_condition(text: &str, parts: &Parts) -> bool {
    let [(place, first), (next, second)] = parts.as_slice() else { return false };
    let limits = |it: &Measure| it.bound.is_some() || it.upper.is_some();
    let is_share = |it: &Measure| {
        it.unit.as_ref().is_some_and(|it| matches!(it.code.as_deref(), Some("percent" | "tenth")))
    };
    text[place.end..next.start].trim().is_empty()
        && limits(first)
        && first.subject.is_none()
        && second.subject.is_none()
        && first.unit != second.unit
        && (!limits(second) || is_share(second) && !is_share(first))
}

/// What parts the entries of a list. A slash parts nothing: 8人/10人 and 1回/2か月
/// are ratios.
const GAPS: &[&str] =
    &["、", ";", " ", "・", "と", "+", "。", "及び", "および", "並びに", "ならびに", "かつ", "/ "];

/// The parts of a list. A part without any number names the one behind it: 小学校
/// 10校.
fn parts(text: &str, body: Range<usize>) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut depth, mut at) = (Vec::new(), body.start, 0usize, body.start);
    let mut before = ' ';
    let mut push = |place: Range<usize>| {
        let place = trim(text, place);
        if !place.is_empty() {
            parts.push(place);
        }
    };
    while let Some(c) = text[at..body.end].chars().next() {
        match c {
            '(' | '【' | '〔' | '[' => depth += 1,
            ')' | '】' | '〕' | ']' => depth = depth.saturating_sub(1),
            _ => (),
        }
        let rest = &text[at..body.end];
        let is_comma = c == ',' && !before.is_ascii_digit();
        let gap = longest(rest, GAPS).or(is_comma.then_some(","));
        // 10人（男）20人（女）.
        if depth == 0 && before == ')' && c.is_ascii_digit() {
            push(start..at);
            start = at;
        }
        let gap = gap.filter(|_| depth == 0 && !is_sign(rest, before)).unwrap_or_default();
        if !gap.is_empty() {
            push(start..at);
            start = at + gap.len();
        }
        at += gap.len().max(c.len_utf8());
        before = c;
    }
    push(start..body.end);
    with_names(text, parts)
}

/// ＋1.2 is a sign where a gap stands before it.
fn is_sign(rest: &str, before: char) -> bool {
    let number = rest.strip_prefix('+').map(|it| it.trim_start_matches(' '));
    number.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()))
        && matches!(before, ' ' | '、')
}

fn with_names(text: &str, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut named: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    let mut is_name = false;
    for part in parts {
        let names = !words::has_loose_digit(&text[part.clone()]);
        match named.last_mut() {
            Some(name) if is_name => name.end = part.end,
            _ => named.push(part),
        }
        is_name = names;
    }
    named
}

/// 達成（100％）: a word that says how it went, and the number.
fn outcome(folded: &Folded<'_>, body: Range<usize>, around: Around<'_>) -> Option<Parts> {
    let text = &folded.text[body.clone()];
    let word = longest(text, OUTCOMES)?;
    let inner = text[word.len()..].trim_start().strip_prefix('(')?.strip_suffix(')')?;
    (!inner.contains(['(', ')'])).then_some(())?;
    let place = body.end - 1 - inner.len()..body.end - 1;
    let mut it = measure::read(folded, place, around).filter(|it| it.subject.is_none())?;
    it.subject = Some(folded.word(&(body.start..body.start + word.len())));
    Some(vec![(body, it)])
}
