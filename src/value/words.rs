//! Cells and pieces that hold words: 実施, 実績なし, ※, ―, 安定運用.
//!
//! Only words that say whether there is a value are read; what the words of a
//! plan mean (運用開始, 調達中, 試験運用) is not for a parser to judge, and they
//! stay text.

use super::State;
use super::era;

const DONE: &[&str] = &["実施", "実施済", "実施済み"];
const NOT_SET: &[&str] =
    &["指標未設定", "目標未設定", "未設定", "設定なし", "目標値未設定", "目標値なし", "目標なし"];
const PENDING: &[&str] = &[
    "集計中",
    "精査中",
    "算定中",
    "算出中",
    "把握中",
    "調査中",
    "確認中",
    "未集計",
    "未公表",
    "未確定",
    "未把握",
    "公表前",
    "集計前",
    "今後把握",
    "今後公表",
];
/// What there may be none of. 問題なし and 事故なし are results, not absences.
const ABSENT: &[&str] = &[
    "",
    "実績",
    "設置",
    "該当",
    "実施",
    "対象",
    "利用",
    "利用実績",
    "申請",
    "開催",
    "導入",
    "応募",
    "参加",
    "相談",
    "登録",
    "事例",
    "対象者",
    "該当者",
    "利用者",
    "申請者",
    "特に",
];
const NONE: &[&str] = &["なし", "無し", "無"];
const PROMISES: &[&str] = &["予定", "把握", "公表", "判明", "確定", "集計", "見込"];

/// What the words of a piece, folded and trimmed, say about its value.
pub(super) fn state(text: &str) -> State {
    let body = text.trim_end_matches('。');
    let bare = body.split('(').next().map_or(body, str::trim);
    if is_dashes(body) || NOT_SET.contains(&bare) {
        return State::NotSet;
    }
    if is_pending(body) || PENDING.contains(&bare) {
        return State::Pending;
    }
    if DONE.contains(&body) {
        return State::Done;
    }
    let absent = NONE.iter().filter_map(|none| bare.strip_suffix(none));
    if absent.into_iter().any(|what| ABSENT.contains(&what.trim_end_matches('は'))) {
        return State::Nothing;
    }
    State::Text
}

/// ―, －－, ー: nothing but dashes.
fn is_dashes(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | 'ー'))
}

/// ※, ※１, （※）, and ※ with words that promise the value.
fn is_pending(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(text);
    let Some(len) = footnote(inner) else { return false };
    let after = inner[len..].trim();
    after.is_empty() || PROMISES.iter().any(|word| after.contains(word))
}

/// The bytes of a footnote's mark at the start of `rest`: ※, ※1, *2, 注1.
pub(super) fn footnote(rest: &str) -> Option<usize> {
    let mark = super::fold::longest(rest, &["※", "*", "注"])?;
    let digits = rest[mark.len()..].bytes().take_while(u8::is_ascii_digit).count();
    (mark != "注" || digits > 0).then_some(mark.len() + digits)
}

/// Whether `text` has a digit that belongs to no date, place in a row or name:
/// then it may be a value that was not understood.
pub(super) fn has_loose_digit(text: &str) -> bool {
    let (mut at, mut before) = (0, None);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let step = era::date(rest, before).or_else(|| name(rest)).or_else(|| ordinal(rest, before));
        if step.is_none() && c.is_ascii_digit() {
            return true;
        }
        at += step.unwrap_or(c.len_utf8());
        before = text[..at].chars().next_back();
    }
    false
}

/// CO2, Web3.0, 5G, 3D: digits in a name.
fn name(rest: &str) -> Option<usize> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(rest.chars().take_while(is_part).count());
    }
    let generation = rest.get(..2).filter(|it| matches!(*it, "5G" | "3D" | "2D" | "4K" | "8K"))?;
    let ends = !rest[2..].starts_with(|c: char| c.is_ascii_alphanumeric());
    ends.then_some(generation.len())
}

/// 第3期, 2次, 3次元.
fn ordinal(rest: &str, before: Option<char>) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let is_ordinal = before == Some('第') || after.starts_with(['次', '期', '号', '版']);
    (digits > 0 && is_ordinal).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::State;

    #[track_caller]
    fn is(text: &str, expected: State) {
        assert_eq!(super::state(text), expected, "{text:?}");
    }

    #[test]
    fn states() {
        is("実施", State::Done);
        is("調達実施", State::Text);
        is("安定運用", State::Text);
        is("実績なし", State::Nothing);
        is("設置なし", State::Nothing);
        is("なし", State::Nothing);
        is("問題なし", State::Text);
        is("※", State::Pending);
        is("※1", State::Pending);
        is("(※)", State::Pending);
        is("※令和7年度中に把握予定", State::Pending);
        is("集計中(9月公表)", State::Pending);
        is("調達中", State::Text);
        is("-", State::NotSet);
        is("ー", State::NotSet);
        is("指標未設定", State::NotSet);
        is("", State::Text);
    }

    #[test]
    fn loose_digits() {
        assert!(super::has_loose_digit("研修を10件ほど予定"));
        assert!(super::has_loose_digit("100PV達成見込み"));
        assert!(!super::has_loose_digit("10月から軽油引取税電子申告開始"));
        assert!(!super::has_loose_digit("第3期計画の策定"));
        assert!(!super::has_loose_digit("CO2の見える化、5Gの活用、3次元モデル"));
        assert!(!super::has_loose_digit("令和7年3月27日に運用開始"));
    }
}
