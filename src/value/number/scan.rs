//! A number at the start of a text, by the grammar of [`super`].
//!
//! Sums are kept in whole numbers of 128 bits, so nothing is rounded and what
//! would be too long is noticed before it becomes a decimal.

use rust_decimal::Decimal;

use super::{Error, Kind};
use crate::value::fold::longest;

/// The most digits that a number may have; what [`Decimal`] holds for sure.
pub(super) const MAX_DIGITS: u32 = 28;
/// The first integer with more digits than that.
pub(in crate::value) const LIMIT: i128 = 10i128.pow(MAX_DIGITS);

/// The signs that are words.
pub(in crate::value) const SIGN_WORDS: &[&str] = &[MINUS, "プラス"];
const MINUS: &str = "マイナス";

/// A number at the start of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::value) struct Scanned {
    /// The number, multiplied out.
    pub value: Decimal,
    /// Its bytes.
    pub len: usize,
    /// There is a space inside it.
    pub spaced: bool,
    /// It bears a sign.
    pub signed: bool,
    /// It has no digit of its own width: 二十三, 百.
    pub kanji: bool,
    /// It is a fraction: 2/3.
    pub fraction: bool,
    /// What its last scale multiplies by (万: 10000), 1 without one.
    pub scale: i128,
    /// It is a coefficient and scales, with nothing after the scales: 5億.
    pub round: bool,
}

impl Scanned {
    /// The zero of a word of `len` bytes: ゼロ, 零.
    pub(in crate::value) fn zero(len: usize) -> Scanned {
        let value = Decimal::ZERO;
        let (spaced, signed, kanji, fraction, round) = (false, false, true, false, false);
        Scanned { value, len, spaced, signed, kanji, fraction, scale: 1, round }
    }
}

/// The longest number at the start of `rest`, which is folded.
pub(in crate::value) fn scan(rest: &str) -> Result<Scanned, Error> {
    scan_with(rest, &["/", "分の"])
}

/// The same in a cell, where 3/31 may be a date and 11/96校 are 11 of 96: the
/// slash ends the number.
pub(in crate::value) fn scan_to_slash(rest: &str) -> Result<Scanned, Error> {
    scan_with(rest, &["分の"])
}

fn scan_with(rest: &str, marks: &[&str]) -> Result<Scanned, Error> {
    let (negative, sign_len) = sign(rest);
    let body = &rest[sign_len..];
    let shift = |at: usize| sign_len + at;
    let mut scanned = match fraction(body, marks).map_err(|error| error.moved(shift))? {
        Some(scanned) => scanned,
        None => mixed(body).map_err(|error| error.moved(shift))?,
    };
    scanned.len += sign_len;
    scanned.signed = sign_len > 0;
    if negative {
        scanned.value = -scanned.value;
    }
    Ok(scanned)
}

fn sign(rest: &str) -> (bool, usize) {
    if let Some(word) = longest(rest, SIGN_WORDS) {
        return (word == MINUS, word.len());
    }
    let Some(sign) = rest.chars().next().filter(|c| matches!(c, '+' | '-' | '△')) else {
        return (false, 0);
    };
    let after = &rest[sign.len_utf8()..];
    (sign != '+', rest.len() - after.trim_start_matches(' ').len())
}

/// `2/3` and `三分の一`, by the marks that may part the two. None where there is
/// no denominator.
fn fraction(rest: &str, marks: &[&str]) -> Result<Option<Scanned>, Error> {
    let Ok(first) = mixed(rest) else { return Ok(None) };
    let after = &rest[first.len..];
    let Some(mark) = longest(after, marks) else { return Ok(None) };
    let Ok(second) = mixed(&after[mark.len()..]) else { return Ok(None) };
    let (above, below) = if mark == "/" { (&first, &second) } else { (&second, &first) };
    let error = Error { kind: Kind::Denominator { at: first.len + mark.len() } };
    if above.value > below.value {
        return Err(error);
    }
    let value = above.value.checked_div(below.value).ok_or(error)?;
    Ok(Some(Scanned {
        value: value.normalize(),
        len: first.len + mark.len() + second.len,
        kanji: first.kanji && second.kanji,
        fraction: true,
        ..first
    }))
}

/// A number being put together, scale by scale.
#[derive(Default)]
struct Sum {
    /// What stands before the last 万, 億 or 兆.
    total: i128,
    /// What follows it: thousands, hundreds, tens.
    section: i128,
    coefficient: Option<Coefficient>,
    /// The last scale within the section and the last of 万, 億, 兆.
    small: Option<i128>,
    big: Option<i128>,
}

/// The digits in front of a scale: `mantissa` over ten to the `point`.
#[derive(Debug, Clone, Copy)]
struct Coefficient {
    mantissa: i128,
    point: u32,
    len: usize,
    kanji: bool,
    spaced: bool,
}

fn mixed(rest: &str) -> Result<Scanned, Error> {
    let mut sum = Sum::default();
    let (mut at, mut point, mut spaced, mut kanji) = (0, 0, false, true);
    let mut round = true;
    while let Some(c) = rest[at..].chars().next() {
        if let Some(factor) = scale(c) {
            if factor >= 10_000 && !sum.has_coefficient() {
                break;
            }
            sum.multiply(factor).ok_or(Error { kind: Kind::Scale { found: c, at } })?;
            at += c.len_utf8();
        } else if let Some(next) = coefficient(&rest[at..]).map_err(|e| e.moved(|to| at + to))? {
            if sum.coefficient.is_some() || (point > 0 || next.point > 0) && at > 0 {
                break;
            }
            sum.take(next).ok_or(Error { kind: Kind::Smaller { at } })?;
            round = at == 0;
            (point, spaced, kanji) = (next.point, spaced | next.spaced, kanji & next.kanji);
            at += next.len;
        } else {
            break;
        }
    }
    if at == 0 {
        let found = rest.chars().next().ok_or(Error { kind: Kind::End })?;
        return Err(Error { kind: Kind::Digit { found, at } });
    }
    let scale = sum.scale();
    let value = sum.finish(point).ok_or(Error { kind: Kind::TooLong })?;
    let round = round && scale > 1;
    Ok(Scanned { value, len: at, spaced, signed: false, kanji, fraction: false, scale, round })
}

impl Sum {
    fn has_coefficient(&self) -> bool {
        self.coefficient.is_some() || self.section > 0
    }

    /// The digits behind a scale must be worth less than the scale.
    fn take(&mut self, next: Coefficient) -> Option<()> {
        let room = self.small.or(self.big).unwrap_or(i128::MAX);
        (next.mantissa < room).then_some(())?;
        self.coefficient = Some(next);
        Some(())
    }

    /// A scale must be smaller than the one before it, and so must what it makes.
    fn multiply(&mut self, factor: i128) -> Option<()> {
        let digits = self.coefficient.take();
        let lone_digit = |it: &Coefficient| !it.kanji || it.mantissa < 10 && it.point == 0;
        let mantissa = digits.map(|it| it.mantissa);
        if factor < 10_000 {
            let part = mantissa.unwrap_or(1).checked_mul(factor)?;
            let room = self.small.or(self.big).unwrap_or(i128::MAX);
            (part < room && factor < room && digits.as_ref().is_none_or(lone_digit))
                .then_some(())?;
            self.section = self.section.checked_add(part)?;
            self.small = Some(factor);
            return Some(());
        }
        let part = self.section.checked_add(mantissa.unwrap_or(0))?.checked_mul(factor)?;
        let room = self.big.unwrap_or(i128::MAX);
        (part < room && factor < room).then_some(())?;
        self.total = self.total.checked_add(part)?;
        (self.section, self.small, self.big) = (0, None, Some(factor));
        Some(())
    }

    /// What the last digits were multiplied by in all: 百万 is a million.
    fn scale(&self) -> i128 {
        self.small.unwrap_or(1).saturating_mul(self.big.unwrap_or(1))
    }

    fn finish(self, point: u32) -> Option<Decimal> {
        let last = self.coefficient.map_or(0, |it| it.mantissa);
        let mantissa = self.total.checked_add(self.section)?.checked_add(last)?;
        // 4.31億 has no decimals left: the scale has used them up.
        let spare = if self.coefficient.is_some() { 0 } else { point };
        let (mantissa, point) = (0..spare).fold((mantissa, point), |(mantissa, point), _| {
            if mantissa % 10 == 0 {
                (mantissa / 10, point.saturating_sub(1))
            } else {
                (mantissa, point)
            }
        });
        (mantissa < LIMIT).then_some(())?;
        Decimal::try_from_i128_with_scale(mantissa, point).ok()
    }
}

fn coefficient(rest: &str) -> Result<Option<Coefficient>, Error> {
    match rest.chars().next() {
        Some('0'..='9') => plain(rest).map(Some),
        Some(c) if kanji_digit(c).is_some() => kanji(rest).map(Some),
        _ => Ok(None),
    }
}

/// Digits with commas and a point.
fn plain(rest: &str) -> Result<Coefficient, Error> {
    let mut it = Coefficient { mantissa: 0, point: 0, len: 0, kanji: false, spaced: false };
    it.len = digits(rest);
    let mut all = rest[..it.len].to_owned();
    while let Some((spaced, start, end)) = group(&rest[it.len..]) {
        if end - start != 3 || digits(rest) > 3 {
            return Err(Error { kind: Kind::Group { at: it.len } });
        }
        all.push_str(&rest[it.len + start..it.len + end]);
        it.spaced |= spaced;
        it.len += end;
    }
    if let Some(decimals) = rest[it.len..].strip_prefix('.').map(digits).filter(|&len| len > 0) {
        all.push_str(&rest[it.len + 1..it.len + 1 + decimals]);
        it.point = u32::try_from(decimals).unwrap_or(u32::MAX);
        it.len += 1 + decimals;
    }
    it.mantissa = mantissa(all.bytes().map(|digit| i128::from(digit - b'0')), it.point)?;
    Ok(it)
}

fn digits(rest: &str) -> usize {
    rest.bytes().take_while(u8::is_ascii_digit).count()
}

/// A comma and the digits behind it: was there a space, where they start and
/// end. None where no digit follows, for then the comma parts two things.
fn group(rest: &str) -> Option<(bool, usize, usize)> {
    let after = rest.trim_start_matches(' ').strip_prefix(',')?;
    let tail = after.trim_start_matches(' ');
    let start = rest.len() - tail.len();
    let len = digits(tail);
    (len > 0).then_some((start > 1, start, start + len))
}

/// Kanji digits one after the other: 二〇二四, 〇.五.
fn kanji(rest: &str) -> Result<Coefficient, Error> {
    let whole = kanji_digits(rest);
    let mut len = whole.1;
    let mut all = whole.0;
    let mut point = 0;
    if let Some(after) = rest[len..].strip_prefix(['.', '・']) {
        let (decimals, more) = kanji_digits(after);
        if more > 0 {
            point = u32::try_from(decimals.len()).unwrap_or(u32::MAX);
            len = rest.len() - after.len() + more;
            all.extend(decimals);
        }
    }
    let mantissa = mantissa(all.into_iter(), point)?;
    Ok(Coefficient { mantissa, point, len, kanji: true, spaced: false })
}

fn kanji_digits(rest: &str) -> (Vec<i128>, usize) {
    let digits: Vec<i128> = rest.chars().map_while(kanji_digit).collect();
    let len = rest.chars().take(digits.len()).map(char::len_utf8).sum();
    (digits, len)
}

/// All digits as one integer, within the 28 that are exact.
fn mantissa(digits: impl Iterator<Item = i128>, point: u32) -> Result<i128, Error> {
    let error = Error { kind: Kind::TooLong };
    if point > MAX_DIGITS {
        return Err(error);
    }
    let mut mantissa: i128 = 0;
    for digit in digits {
        mantissa = mantissa * 10 + digit;
        if mantissa >= LIMIT {
            return Err(error);
        }
    }
    Ok(mantissa)
}

fn kanji_digit(c: char) -> Option<i128> {
    let digit = match c {
        '〇' | '零' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(digit)
}

/// What a scale multiplies by.
pub(in crate::value) fn scale(c: char) -> Option<i128> {
    let factor = match c {
        '十' | '拾' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        '億' => 100_000_000,
        '兆' => 1_000_000_000_000,
        '京' => 10_000_000_000_000_000,
        _ => return None,
    };
    Some(factor)
}
