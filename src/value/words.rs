//! Cells and pieces that hold words: 実施, 実績なし, ※, ―, 安定運用.
//!
//! Only words that say whether there is a value are read; what the words of a
//! plan mean (運用開始, 調達中, 試験運用) is not for a parser to judge, and they
//! stay text.

use super::State;
use super::era;
use super::number;
use super::unit;

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

/// What the words of a piece, folded and trimmed, say about its value; brackets around
/// them, a footnote's mark behind them and when that was say nothing else.
pub(super) fn state(text: &str) -> State {
    let body = text.trim_end_matches('。');
    match state_of(body) {
        State::Text => state_of(core(body)),
        state => state,
    }
}

fn state_of(body: &str) -> State {
    let (bare, note) = body.split_once('(').map_or((body, ""), |(bare, note)| (bare.trim(), note));
    if is_pending(body) || PENDING.contains(&bare) {
        return State::Pending;
    }
    // ―(集計中), and ―(新規); a number in the bracket may be the value.
    if is_dashes(bare) && !has_loose_digit(note) {
        let is_pending = PENDING.contains(&note.trim_end_matches(')'));
        return if is_pending { State::Pending } else { State::NotSet };
    }
    if NOT_SET.contains(&bare) {
        return State::NotSet;
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

/// (集計中), 【集計中】, 集計中※1, R6年度集計中 and 現在集計中 without what stands around.
fn core(body: &str) -> &str {
    const AROUND: &[(char, char)] = &[('(', ')'), ('【', '】'), ('〔', '〕'), ('[', ']')];
    let inside = |(open, close): &(char, char)| {
        let inner = body.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    };
    let body = AROUND.iter().find_map(inside).unwrap_or(body).trim();
    let mark = body.find(['※', '*', '注']).filter(|at| *at > 0);
    let is_mark = |at: &usize| {
        let mark = &body[*at..];
        footnote(mark).is_some_and(|len| matches!(&mark[len..], "" | ")"))
    };
    let body = mark.filter(is_mark).map_or(body, |at| body[..at].trim_end());
    let body = era::date(body, None).map_or(body, |len| &body[len..]);
    body.strip_prefix("現在").unwrap_or(body).trim_start_matches('、')
}

/// The word of a pending value at the start of a text that has no mark: 集計中.
pub(super) fn pending(text: &str) -> Option<&'static str> {
    super::fold::longest(text, PENDING)
}

/// R6年度集計中: a date and the word of a pending value.
pub(super) fn is_dated_pending(text: &str) -> bool {
    era::date(text, None).is_some_and(|len| PENDING.contains(&&text[len..]))
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
        let is_some = || c == '数' && !before.is_some_and(char::is_alphabetic) && is_of_unit(rest);
        if step.is_none() && (c.is_ascii_digit() || is_kanji_amount(rest) || is_some()) {
            return true;
        }
        at += step.unwrap_or(c.len_utf8());
        before = text[..at].chars().next_back();
    }
    false
}

/// 三十二十件: several numerals of kanji before something that is counted. One
/// alone may be part of a word (一部, 十分).
fn is_kanji_amount(rest: &str) -> bool {
    let is_numeral =
        |c: &char| number::scale(*c).is_some() || "〇一二三四五六七八九数零".contains(*c);
    // No number is longer; a run of more is asked at each of its characters.
    let len: usize =
        rest.chars().take(NUMERALS_MAX).take_while(is_numeral).map(char::len_utf8).sum();
    len > '一'.len_utf8() && (rest.len() == len || unit::known(&rest[len..]).is_some())
}

/// 数件: some, where nothing says of what order.
fn is_of_unit(rest: &str) -> bool {
    rest.strip_prefix('数').is_some_and(|it| unit::known(it).is_some())
}

/// How many numerals of kanji are looked at: 九千九百九十九億 and the like.
const NUMERALS_MAX: usize = 12;

/// CO2, Web3.0, 5G, 3D: digits in a name.
fn name(rest: &str) -> Option<usize> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let len = rest.chars().take_while(is_part).count();
        // A10件 and DO5mg/L may be ten and five of what the letters name.
        let digits = rest[..len].find(|c: char| c.is_ascii_digit());
        let unit = digits
            .map(|at| rest[at..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
        let is_count = unit.is_some_and(|it| unit::known(it).is_some());
        return (!is_count).then_some(len);
    }
    generation(rest)
}

/// 5G, 4K, 3D, 3R: a name of one digit and a letter that is no unit.
pub(super) fn generation(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let digit = chars.next().is_some_and(|c| c.is_ascii_digit());
    let letter = chars.next().is_some_and(|c| matches!(c, 'G' | 'K' | 'D' | 'R' | 'S'));
    let ends = !chars.next().is_some_and(|c| c.is_ascii_alphanumeric());
    (digit && letter && ends).then_some(2)
}

/// 第3期, 2次, 3次元.
pub(super) fn ordinal(rest: &str, before: Option<char>) -> Option<usize> {
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
        is("(集計中)", State::Pending);
        is("集計中※", State::Pending);
        is("R6年度集計中", State::Pending);
        is("現在集計中", State::Pending);
        is("実績なし※1", State::Nothing);
        is("(該当なし)", State::Nothing);
        is("(実施)", State::Done);
        is("-※", State::NotSet);
        is("(-)", State::NotSet);
        is("-(R5調査なし)", State::NotSet);
        is("-(集計中)", State::Pending);
        is("-(12件)", State::Text);
        is("検討(集計中)", State::Text);
        is("-", State::NotSet);
        is("ー", State::NotSet);
        is("指標未設定", State::NotSet);
        is("", State::Text);
    }

    #[test]
    fn loose_digits() {
        assert!(super::has_loose_digit("研修を10件ほど予定"));
        assert!(super::has_loose_digit("100PV達成見込み"));
        assert!(super::has_loose_digit("三十二十件"));
        assert!(super::has_loose_digit("数十件の相談"));
        assert!(super::has_loose_digit("数件"));
        assert!(!super::has_loose_digit("件数の増、数値目標"));
        assert!(!super::has_loose_digit("十分な一部の百貨店、千葉市"));
        assert!(!super::has_loose_digit("10月から軽油引取税電子申告開始"));
        assert!(!super::has_loose_digit("第3期計画の策定"));
        assert!(!super::has_loose_digit("CO2の見える化、5Gの活用、3次元モデル"));
        assert!(!super::has_loose_digit("令和7年3月27日に運用開始"));
    }
}
