//! Where the number of a piece begins: past the digits of names, dates, bases
//! and spans that stand before it.
//!
//! ```text
//! before the number, in any order:
//! basis    前年度比, 令和５年度比
//! date     令和６年度末時点, H26年, ４月１日
//! name     5G, CO2, 第２期, 2次, 65歳以上, ３年生, 24時間相談
//! each     1日平均, １校当たり, 10万人当たり, 1日 (of 1日3回)
//! span     10年間で, 2年に, 3か月以内に
//! ```
//!
//! All of them stay in the subject or in the period; any other digit is the
//! number, and if it can't be read, the piece is none.

use super::Reader;
use crate::value::change::{self, Change, Direction};
use crate::value::era;
use crate::value::fold::longest;
use crate::value::number;
use crate::value::period;
use crate::value::unit;
use crate::value::words;

/// What makes a span of a number of years or months in front: 10年間で20％減.
const SPANS: &[&str] = &["で", "に", "以内に", "ごとに", "毎に", "おきに", "につき", "の"];

/// What makes one of 3年間 without such a word: 3年間累計100件.
const SUMS: &[&str] = &["累計", "延べ", "計", "合計"];

/// What a span is counted in.
const SPAN_UNITS: &[&str] = &["year", "month", "week", "day", "hour"];

/// Words of the zero.
const ZERO: &[&str] = &["ゼロ", "零"];

impl Reader<'_, '_> {
    /// Where the number begins.
    pub(super) fn start(&mut self) -> Option<usize> {
        let text = &self.folded.text[..self.end];
        let (mut at, mut before, mut kanji) = (self.at, None::<char>, None);
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let basis = if change_may_begin(c) { change::basis(rest, before) } else { None };
            if let Some(len) = basis {
                self.it.change.is_none().then_some(())?;
                let basis = self.folded.word(&(at..at + len));
                self.it.change =
                    Some(Change { basis: Some(basis), direction: Direction::Unstated });
                self.at_basis(at, at + len)?;
                (at, before, kanji) = (at + len, None, None);
                continue;
            }
            let is_name = before.is_some_and(|it| it.is_ascii_alphabetic());
            let date = if change_may_begin(c) { era::date(rest, before) } else { None };
            let each = if c.is_ascii_digit() && !is_name { self.per_unit(rest) } else { None };
            let step = if c.is_ascii_digit() && is_name {
                rest.bytes().take_while(|it| it.is_ascii_digit() || *it == b'.').count()
            } else if let Some(len) = each {
                self.each = self.it.period.is_some().then_some(at..at + len);
                len
            } else if let Some(len) = date {
                let end = longest(&rest[len..], &["末", "末現在", "末時点"]).map_or(0, str::len);
                self.date_end = Some(at + len + end);
                len
            } else if c.is_ascii_digit() {
                match self.no_number(rest, before, at) {
                    Some(len) => len,
                    None => return Some(at - sign_before(&text[self.at..at])),
                }
            } else {
                c.len_utf8()
            };
            // 二酸化炭素排出実質ゼロ: the zero is no part of another word.
            let is_first = kanji.is_none() || zero(rest).is_some();
            if is_first && !is_name && date.is_none() && is_numeral(rest) {
                kanji = Some(at - sign_before(&text[self.at..at]));
            }
            before = text[..at + step].chars().next_back();
            at += step;
        }
        kanji
    }

    /// What precedes a basis is the subject; only qualifiers may follow it.
    fn at_basis(&mut self, start: usize, end: usize) -> Option<()> {
        let subject = self.folded.text.get(self.at..start)?;
        let subject = subject.trim_end_matches(['の', ' ', '、', 'を', 'が', 'は']);
        let place = self.at..self.at + subject.len();
        self.it.subject = (!subject.is_empty()).then(|| self.folded.word(&place));
        self.at = end;
        super::before::is_balanced(subject).then_some(())
    }

    /// The bytes of digits, with what they belong to, that are not the number.
    fn no_number(&mut self, rest: &str, before: Option<char>, at: usize) -> Option<usize> {
        if let Some(len) = words::generation(rest).or_else(|| words::ordinal(rest, before)) {
            return Some(len);
        }
        if let Some(len) = attribute(rest).or_else(|| span(rest)).or_else(|| per_many(rest)) {
            return Some(len);
        }
        let len = self.per_time(rest)?;
        self.each = self.it.period.is_some().then_some(at..at + len);
        Some(len)
    }

    /// 1日平均, １校当たり: the bytes of number, unit and word.
    fn per_unit(&mut self, rest: &str) -> Option<usize> {
        let (digits, unit) = short_count(rest)?;
        let (counting, len) = period::each(&rest[digits + unit.len..])?;
        let per =
            (&rest[..digits] == "1").then(|| period::of_unit(unit.code.as_deref()?)).flatten();
        if let Some(per) = per {
            let period = self.it.period.get_or_insert_default();
            (period.per, period.counting) = (Some(per), counting);
        }
        Some(digits + unit.len + len)
    }

    /// 1日3回: a time of one in front of another count. 1時間30分 is one time.
    fn per_time(&mut self, rest: &str) -> Option<usize> {
        let (digits, unit) = short_count(rest).filter(|(digits, _)| &rest[..*digits] == "1")?;
        let code = unit.code.as_deref()?;
        let per = period::of_unit(code)?;
        let after = &rest[digits + unit.len..];
        let about = longest(after, &["約", "平均", "延べ", "最低", "最大", "に", "に約"])
            .unwrap_or_default();
        let counted = &after[about.len()..];
        let scanned = number::scan_to_slash(counted).ok().filter(|it| !it.signed && !it.kanji)?;
        let next = unit::known(&counted[scanned.len..])?.code;
        next.is_none_or(|next| super::amount::parts(code, &next).is_none()).then_some(())?;
        self.it.period.get_or_insert_default().per = Some(per);
        Some(digits + unit.len + if about.starts_with('に') { 'に'.len_utf8() } else { 0 })
    }
}

/// The few digits and the known unit at the start of `rest`. 月 is a month here.
fn short_count(rest: &str) -> Option<(usize, unit::Scanned)> {
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let unit = if after.starts_with('月') {
        unit::Scanned { code: Some("month".to_owned()), len: '月'.len_utf8(), per: None }
    } else {
        unit::known(after)?
    };
    (digits > 0).then_some((digits, unit))
}

/// Digits that tell which people or which service, where a number follows: 65歳以上
/// 人口 30％, 6か月児, ３年生10人. Alone they are the value: 65歳以上.
fn attribute(rest: &str) -> Option<usize> {
    const GROUPS: &[&str] =
        &["か月児", "カ月児", "ヶ月児", "年生", "年制", "年次", "時間相談", "段階", "点満点"];
    const AGES: &[&str] = &["歳", "才"];
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let group = longest(after, GROUPS);
    let word = group.or_else(|| longest(after, AGES)).or_else(|| longest(after, &["年度"]))?;
    let tail = &after[word.len()..];
    // 1歳6か月児.
    let months = tail.trim_start_matches(|c: char| c.is_ascii_digit());
    let group = group.or_else(|| longest(months, GROUPS));
    let tail = longest(tail, &["以上", "以下", "未満"]).map_or(tail, |it| &tail[it.len()..]);
    let number = tail.char_indices().take(NAME_CHARS).find(|(_, c)| c.is_ascii_digit())?.0;
    // 80歳、85歳 and 18歳から20歳 are ages, not names of something.
    let is_next = longest(tail, &["から", "と", "や", "及び"]).is_some();
    let is_name = tail.starts_with(char::is_alphabetic) && !is_next;
    let is_age = |it: number::Scanned| longest(&tail[number + it.len..], AGES).is_some();
    let is_parted =
        tail.starts_with([' ', ':']) && tail[..number].trim_matches([' ', ':']).is_empty();
    let is_of_other = is_parted && !number::scan_to_slash(&tail[number..]).is_ok_and(is_age);
    (group.is_some() || is_name || is_of_other).then_some(digits + word.len())
}

/// 人口10万人当たり, 1,000人当たり, 10万対, 1人 of 1人1日当たり: how many the value is per.
fn per_many(rest: &str) -> Option<usize> {
    let scanned = number::scan_to_slash(rest).ok()?;
    let after = &rest[scanned.len..];
    if let Some(counted) = after.strip_prefix('対') {
        return counted
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some(scanned.len + '対'.len_utf8());
    }
    let unit = unit::known(after)?;
    let next = &after[unit.len..];
    let is_next = || {
        short_count(next)
            .is_some_and(|(digits, unit)| period::each(&next[digits + unit.len..]).is_some())
    };
    match period::each(next) {
        Some((_, word)) => Some(scanned.len + unit.len + word),
        None => is_next().then_some(scanned.len + unit.len),
    }
}

/// How far a name may reach from its first digit to the number: 65歳以上人口に占める
/// 就業者の割合 30％.
const NAME_CHARS: usize = 40;

/// 10年間で: the bytes of a time and the word that makes a span of it, where a
/// number follows. 20分に短縮 is a level.
fn span(rest: &str) -> Option<usize> {
    let (digits, unit) = short_count(rest)?;
    unit.code.as_deref().filter(|code| SPAN_UNITS.contains(code))?;
    let len = digits + unit.len;
    let word = longest(&rest[len..], SPANS);
    let sums = longest(&rest[len..], SUMS).filter(|_| rest[..len].ends_with('間'));
    let len = len + word.or(sums.map(|_| ""))?.len();
    let next =
        rest[len..].trim_start_matches([' ', '、', '約', '合', '計', '累', '延', 'べ', 'で']);
    next.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '△' | '-' | '+')).then_some(len)
}

fn change_may_begin(c: char) -> bool {
    unit::is_kanji(c) || matches!(c, 'R' | 'H' | 'S' | 'F' | '0'..='9' | '㋿' | '㍻')
}

fn is_numeral(rest: &str) -> bool {
    rest.starts_with(|c| number::scale(c).is_some() || "〇一二三四五六七八九壱弐参".contains(c))
        || longest(rest, ZERO).is_some()
}

/// The bytes of a word of the zero at the start of `rest`.
pub(super) fn zero(rest: &str) -> Option<usize> {
    longest(rest, ZERO).map(str::len)
}

/// The bytes of the sign right before a number.
fn sign_before(prefix: &str) -> usize {
    let body = prefix.trim_end_matches(' ');
    if let Some(word) = crate::value::fold::longest_end(prefix, number::SIGN_WORDS) {
        return word.len();
    }
    let Some(sign) = body.chars().next_back().filter(|c| matches!(c, '△' | '-' | '+' | '±'))
    else {
        return 0;
    };
    let is_bound =
        body[..body.len() - sign.len_utf8()].ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_bound { 0 } else { prefix.len() - body.len() + sign.len_utf8() }
}
