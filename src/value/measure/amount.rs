//! The number with its unit: 1,200万円, 10数件, 2時間30分, 11/96校, ±5％, ゼロ件.
//!
//! ```text
//! amount = [ "±" ] number [ few ] [ "/" number ] [ gap ] [ unit ] part*
//! few    = "数" scale*                    10数件 is more than 10, 百数十件 than 100
//! part   = number unit | "半"             2時間30分, 1年半
//! ```
//!
//! A slash parts what was counted from all that there are (11/96校), and only
//! before a unit that is no time: 3/31 is a date or a share, and nothing says
//! which.

use rust_decimal::Decimal;

use super::{Found, Reader, exact_product, skip};
use crate::value::bound::Bound;
use crate::value::era;
use crate::value::number;
use crate::value::period;
use crate::value::unit;

/// Units of which the second is a part of the first, and how many of it make one.
const PARTS: &[(&str, &str, u8)] =
    &[("year", "month", 12), ("hour", "minute", 60), ("minute", "second", 60)];

/// Units of which there may be a half: 2時間半.
const HALVED: &[&str] = &["year", "month", "week", "hour", "multiple"];

/// Units before which a single kanji is a number: 一件, but not 一部 or 十分.
const FOR_KANJI: &[&str] = &[
    "case",
    "person",
    "time",
    "school",
    "unit",
    "company",
    "facility",
    "group",
    "municipality",
    "place",
    "yen",
    "percent",
    "tenth",
    "hour",
    "business",
    "office",
    "site",
];

/// Units that are no things to have so many of: 2/3％, 3/31日.
const NOT_OUT_OF: &[&str] = &[
    "day",
    "year",
    "month",
    "week",
    "hour",
    "minute",
    "second",
    "age",
    "percent",
    "percentage_point",
    "tenth",
    "multiple",
    "yen",
    "rank",
];

/// How many of the second unit make one of the first.
pub(super) fn parts(one: &str, two: &str) -> Option<u8> {
    PARTS.iter().find(|it| (it.0, it.1) == (one, two)).map(|it| it.2)
}

impl Reader<'_, '_> {
    /// The number, without its unit.
    pub(super) fn number(&mut self) -> Option<number::Scanned> {
        let rest = self.rest();
        if let Some(len) = skip::zero(rest) {
            self.at += len;
            self.zero = true;
            return Some(number::Scanned::zero(len));
        }
        let before = self.folded.text[..self.at].chars().next_back();
        if era::date(rest, before).is_some() {
            return None;
        }
        let either = rest.strip_prefix('±').map(|it| it.trim_start_matches(' '));
        let body = either.unwrap_or(rest);
        let (skipped, is_either) = (rest.len() - body.len(), either.is_some());
        let scanned = number::scan_to_slash(body).ok()?;
        (!is_either || !scanned.signed).then_some(())?;
        self.at += skipped;
        self.is_either = is_either;
        let kanji_in_words = scanned.kanji && self.it.subject.is_some();
        (!kanji_in_words).then_some(())?;
        if scanned.spaced {
            self.it.gaps.push(self.folded.place(&(self.at..self.at + scanned.len)));
        }
        let written = &self.rest()[..scanned.len];
        let is_scale = written.chars().all(|c| number::scale(c).is_some());
        (self.is_grouped, self.is_scale) = (written.contains(','), is_scale);
        self.at += scanned.len;
        let scanned = self.few(scanned)?;
        self.out_of(&scanned)?;
        Some(scanned)
    }

    /// 10数件, 百数十件, 20数万円: more than what is named, and less than its next.
    fn few(&mut self, mut scanned: number::Scanned) -> Option<number::Scanned> {
        let Some(after) = self.rest().strip_prefix('数') else { return Some(scanned) };
        let scales: Vec<i128> = after.chars().map_while(number::scale).collect();
        let small = scales.iter().take_while(|it| **it < 10_000).product::<i128>();
        let big = scales.iter().skip_while(|it| **it < 10_000).product::<i128>();
        let len: usize = after.chars().take(scales.len()).map(char::len_utf8).sum();
        let next =
            small.checked_mul(10).and_then(|it| Decimal::try_from_i128_with_scale(it, 0).ok())?;
        let is_open = !scanned.value.is_zero() && scanned.value.checked_rem(next)?.is_zero();
        is_open.then_some(())?;
        scanned.value =
            exact_product(scanned.value, Decimal::try_from_i128_with_scale(big, 0).ok()?)?;
        (self.it.bound, self.it.approximate) = (Some(Bound::MoreThan), true);
        self.at += '数'.len_utf8() + len;
        Some(scanned)
    }

    /// 11/96校: the whole, of which the number is a part.
    fn out_of(&mut self, scanned: &number::Scanned) -> Option<()> {
        let Some(after) = self.rest().strip_prefix('/') else { return Some(()) };
        let Ok(whole) = number::scan_to_slash(after) else { return Some(()) };
        let fits = !scanned.signed && !whole.signed && !scanned.fraction && !whole.fraction;
        (fits && scanned.value <= whole.value).then_some(())?;
        self.whole = Some(self.at);
        self.at += 1 + whole.len;
        Some(())
    }

    /// The unit behind the number. The outer `None` says that the number is none.
    pub(super) fn unit(&mut self, number: &number::Scanned) -> Option<Option<Found>> {
        let gap = self.rest().len() - self.rest().trim_start_matches(' ').len();
        // 100余件: the word about stands between number and unit.
        let about = if self.rest()[gap..].starts_with('余') { "余".len() } else { 0 };
        self.it.approximate |= about > 0;
        let gap = gap + about;
        let rest = &self.rest()[gap..];
        if super::behind::is_behind(rest, self.zero) && unit::known(rest).is_none() {
            self.at += gap;
            let stands = !number.kanji || number.fraction || self.zero;
            return (stands && self.whole.is_none()).then_some(None);
        }
        if self.is_money && unit::behind_slash(rest).is_some() {
            return Some(None);
        }
        let scanned = if gap > about { unit::known(rest) } else { unit::scan(rest) }?;
        let is_lone_kanji = number.kanji && number.len <= '一'.len_utf8() && !self.zero;
        let code = scanned.code.as_deref().unwrap_or_default();
        (!number.kanji || scanned.code.is_some()).then_some(())?;
        (!is_lone_kanji || FOR_KANJI.contains(&code)).then_some(())?;
        (!number.fraction).then_some(())?;
        // 千円 is what something is counted in.
        (!self.is_scale || code != "yen").then_some(())?;
        if gap > about {
            self.it.gaps.push(self.folded.place(&(self.at..self.at + gap)));
        }
        let start = self.at + gap;
        self.at = start + scanned.len;
        if let Some(whole) = self.whole {
            (!code.is_empty() && !NOT_OUT_OF.contains(&code)).then_some(())?;
            self.it.notes.push(self.folded.word(&(whole..self.at)));
        }
        self.per = scanned.per.and_then(period::of_unit);
        Some(Some(Found { place: start..self.at, scanned }))
    }

    /// 2時間30分 is counted in its last unit, 8割5分 in its first, 1年半 as well.
    pub(super) fn compound(
        &mut self,
        mut number: number::Scanned,
        mut unit: Option<Found>,
    ) -> Option<(number::Scanned, Option<Found>)> {
        // Hours, minutes and seconds are the most that go together.
        for _ in 1..3 {
            let code = unit.as_ref().and_then(|it| it.scanned.code.clone()).unwrap_or_default();
            if HALVED.contains(&code.as_str()) && self.half() {
                number.value = self.plus(&number, Decimal::ONE, Decimal::new(5, 1))?;
                break;
            }
            let rest = self.rest();
            let next = number::scan_to_slash(rest).ok().filter(|it| !it.signed && !it.kanji);
            let Some(next) = next.filter(|_| !number.fraction) else { break };
            let Some(found) = unit::known(&rest[next.len..]) else { break };
            let two = found.code.as_deref().unwrap_or_default();
            let is_share = code == "tenth" && rest[next.len..].starts_with('分');
            let Some(count) = parts(&code, two).or(is_share.then_some(10)) else { break };
            let count = Decimal::from(count);
            (next.value < count && next.value.fract().is_zero() && number.value.fract().is_zero())
                .then_some(())?;
            if is_share {
                let share = next.value.checked_div(count)?.normalize();
                number.value = self.plus(&number, Decimal::ONE, share)?;
                self.at += next.len + found.len;
                break;
            }
            number.value = self.plus(&number, count, next.value)?;
            let start = self.at + next.len;
            self.at = start + found.len;
            unit = Some(Found { place: start..self.at, scanned: found });
        }
        Some((number, unit))
    }

    /// 半 behind a unit, but not 半 of 半期.
    fn half(&mut self) -> bool {
        let half = self.rest().strip_prefix('半');
        let is_half = half.is_some_and(|it| {
            super::behind::is_behind(it, false) || !it.starts_with(unit::is_kanji)
        });
        self.at += if is_half { '半'.len_utf8() } else { 0 };
        is_half
    }

    /// The number times `count` and some more, away from zero.
    fn plus(&self, number: &number::Scanned, count: Decimal, more: Decimal) -> Option<Decimal> {
        let more = if number.value.is_sign_negative() { -more } else { more };
        exact_product(number.value, count)?.checked_add(more)
    }
}
