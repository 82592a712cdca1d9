//! What follows the number of a year: 年度, a month, another name of the year, and the like.

use super::beside::begins_counter;
use super::{Form, Head, Kind, Tail, after, head};
use crate::value::era::header::Context;
use crate::value::era::scan::count;
use crate::value::fold::longest;

pub(super) fn tail(rest: &str, head: &Head, context: Context) -> Tail {
    let same_before = same(rest, head, context);
    let body = after(rest, same_before);
    if body.starts_with("年度") {
        return Tail { kind: Kind::Nendo, len: same_before + "年度".len() };
    }
    if head.form != Form::Fy && body.starts_with('年') {
        let nen = same_before + '年'.len_utf8();
        let same_behind = same(after(rest, nen), head, context);
        let body = after(rest, nen + same_behind);
        if body.starts_with('度') {
            return Tail { kind: Kind::Nendo, len: nen + same_behind + '度'.len_utf8() };
        }
        return match month_in_words(body) {
            Some(month) => several_months(month, nen + same_behind, rest),
            None => Tail { kind: Kind::Nen, len: nen + same_behind },
        };
    }
    if head.form == Form::Western && body.starts_with("fy") {
        return Tail { kind: Kind::Nendo, len: same_before + "fy".len() };
    }
    if let Some(month) = month_in_digits(body, head.form) {
        return several_months(month, same_before, rest);
    }
    let kind = if same_before > 0 { Kind::Same } else { Kind::Nothing };
    Tail { kind, len: same_before }
}

/// The tail of a month at `start`, or of several: ４月～９月, .4～9月. The last counts,
/// so that 1月～12月 is that year; 10月～３月 ends in another.
fn several_months((first, len): (u32, usize), start: usize, rest: &str) -> Tail {
    let len = start + len;
    let separator = longest(after(rest, len), &["~", "-", "から", "・", "〜"]);
    let last = separator.and_then(|it| {
        let (month, bytes) = month_in_words(after(rest, len + it.len()))?;
        Some((month, len + it.len() + bytes))
    });
    let (last, len) = last.unwrap_or((first, len));
    Tail { kind: Kind::Month(first.max(last)), len }
}

/// A month and a day in words, behind 年: ３月, ３月31日.
fn month_in_words(rest: &str) -> Option<(u32, usize)> {
    let (mut month, mut digits) = count(rest)?;
    // １～３月 ends in its last.
    if let Some(body) = after(rest, digits).strip_prefix(['~', '〜', '-']) {
        let (last, more) = count(body)?;
        (month <= last).then_some(())?;
        (month, digits) = (last, rest.len() - body.len() + more);
    }
    let body = after(rest, digits);
    (month <= 12 && body.starts_with('月') && !body.starts_with("月間")).then_some(())?;
    let len = digits + '月'.len_utf8();
    let day = count(after(rest, len)).and_then(|(day, digits)| {
        let is_day = day <= 31 && after(rest, len + digits).starts_with('日');
        is_day.then_some(digits + '日'.len_utf8())
    });
    Some((month, len + day.unwrap_or(0)))
}

/// A month and a day in digits: .3, .3.31, /3/31, -03-31.
fn month_in_digits(rest: &str, form: Form) -> Option<(u32, usize)> {
    let mark = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
    let number = |at: usize, max: u32| {
        let body = after(rest, at).strip_prefix(mark)?;
        let digits = body.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let number: u32 = body.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
        (1..=max).contains(&number).then_some((number, at + 1 + digits))
    };
    let (month, len) = number(0, 12)?;
    let day = number(len, 31);
    // R3.3月末, R3.3.31日
    let word = if day.is_some() { '日' } else { '月' };
    let len = day.map_or(len, |it| it.1);
    let len = if after(rest, len).starts_with(word) { len + word.len_utf8() } else { len };
    let next = after(rest, len);
    let is_dated = ["末", "現在", "時点"].iter().any(|it| next.starts_with(it));
    // R3/4 may be two years, 2010-12 mostly is, and R1-2 is the number of a thing.
    let is_date = match mark {
        // 12.5 is a value.
        '.' => form != Form::Count,
        '/' => day.is_some() || is_dated || form == Form::Western,
        _ => form == Form::Western && day.is_some(),
    };
    let goes_on =
        next.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '.' | '/'));
    (is_date && !goes_on && !begins_counter(next)).then_some((month, len))
}

/// The bytes of the same year in brackets, under any of its names: (2021), (平成31・令和元).
fn same(rest: &str, of: &Head, context: Context) -> usize {
    /// 平成31年度・令和元年度 has twelve.
    const CHARS_MAX: usize = 16;
    let Some(body) = rest.strip_prefix(['(', '[', '<']) else { return 0 };
    let closes = |c: char| matches!(c, ')' | ']' | '>');
    let Some((end, _)) = body.char_indices().take(CHARS_MAX).find(|it| closes(it.1)) else {
        return 0;
    };
    let inner = body.get(..end).unwrap_or_default();
    let is_same = |part: &str| {
        head("", part, context).is_some_and(|other| {
            let end = after(part, other.len);
            let is_whole = matches!(end, "" | "年度" | "年");
            is_whole && other.year == of.year && other.form != Form::Count
        })
    };
    if of.year.is_some() && inner.split(['・', '/', '、', ',']).all(is_same) {
        end + 2
    } else {
        0
    }
}

/// The bytes of how many years a range has: の５年間, (5か年).
pub(super) fn span(rest: &str) -> usize {
    let body = rest.strip_prefix(['の', '(']).unwrap_or(rest);
    let Some((_, digits)) = count(body) else { return 0 };
    let ends = ["年間", "か年", "カ年", "ヶ年", "ヵ年", "ケ年", "箇年"];
    let Some(end) = longest(after(body, digits), &ends) else { return 0 };
    let len = rest.len() - body.len() + digits + end.len();
    let closes = rest.starts_with('(') && after(rest, len).starts_with(')');
    match (rest.starts_with('('), closes) {
        (true, false) => 0,
        (true, true) => len + 1,
        _ => len,
    }
}
