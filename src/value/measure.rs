//! One piece of a cell as a measured value: 研修を年間延べ約1,200人以上（累計）.
//!
//! ```text
//! measure = [ note ] [ subject ] before* amount [ range ] behind*
//! before  = about | bound | period | basis | per | qualifier | "¥"
//!                                                 約, 最低, 年間, 前年度比, 1日平均
//! amount  = number [ gap ] [ unit ]               amount.rs: 1,200万円, 10数件, 2時間30分
//! range   = ( "～" | "-" | "から" ) amount          10～15件, 10件から15件
//!         | "以上" amount "未満" …                  20人以上30人未満
//! behind  = bound | about | level | change | act | qualifier | mark | note
//!                                                 acts.rs: 以上, に減少, 減, 開催, （累計）, ※
//! subject = words                                 建設業許可12%, 5G基地局120局
//! ```
//!
//! All of the piece is read or none: what does not fit this grammar is no
//! number, for half a sentence (10月から…) would be a wrong one.

mod acts;
mod amount;
mod before;
mod behind;
mod skip;

use std::ops::Range;

use rust_decimal::Decimal;

use super::bound::Bound;
use super::change::{Change, Direction};
use super::fold::Folded;
use super::hints::Hints;
use super::number;
use super::period::{Per, Period};
use super::qualifier::Qualifier;
use super::unit::{self, Unit};

/// A piece that was read to its end.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Measure {
    pub subject: Option<String>,
    pub number: Decimal,
    pub upper: Option<Decimal>,
    pub unit: Option<Unit>,
    pub bound: Option<Bound>,
    pub approximate: bool,
    pub period: Option<Period>,
    pub change: Option<Change>,
    pub qualifier: Option<Qualifier>,
    pub notes: Vec<String>,
    /// Where a space stands inside the number.
    pub gaps: Vec<Range<usize>>,
    /// The number has a sign of its own.
    pub signed: bool,
    /// The words behind it say that it is reached: 10件に減少, 15人へ.
    pub level: bool,
    /// The number is in thousands or more, by a word: 350万.
    pub scaled: bool,
}

/// What a piece is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub labels: &'a [String],
    pub hints: &'a Hints<'a>,
    /// Another number stands beside it, as before and after an arrow.
    pub is_one_of_two: bool,
}

/// Reads the piece at `range` of a folded cell; `None` if any of it is left.
pub(super) fn read(
    folded: &Folded<'_>,
    range: Range<usize>,
    around: Around<'_>,
) -> Option<Measure> {
    let end = range.start + folded.text.get(range.clone())?.trim_end_matches(['。', '、']).len();
    let mut reader = Reader::new(folded, range.start, end, around.is_one_of_two);
    reader.opening_note();
    let start = reader.start()?;
    reader.at = reader.before(start)?;
    reader.check_dash()?;
    let scanned = reader.number()?;
    let unit = reader.unit(&scanned)?;
    let (scanned, unit) = reader.compound(scanned, unit)?;
    reader.check_subject(unit.as_ref())?;
    let read = reader.range(scanned, unit.as_ref())?;
    while reader.at < reader.end {
        reader.behind(read.upper.is_some())?;
    }
    reader.finish(read, around)
}

struct Reader<'f, 'a> {
    folded: &'f Folded<'a>,
    /// Where the piece begins, where the reader is, and where the piece ends.
    from: usize,
    at: usize,
    end: usize,
    it: Measure,
    /// Which time the unit is per.
    per: Option<Per>,
    /// Where 1日平均 stands.
    each: Option<Range<usize>>,
    /// Where the last date in front of the number ends.
    date_end: Option<usize>,
    /// Where the whole of 11/96校 begins, with its slash.
    whole: Option<usize>,
    /// What the bound speaks of.
    side: Side,
    /// Another number stands beside this one.
    is_one_of_two: bool,
    /// The subject is a date and nothing else.
    is_dated: bool,
    /// The number follows words and has no unit.
    is_unsure: bool,
    /// The number has a comma, as amounts have and names don't.
    is_grouped: bool,
    /// The number is a scale and nothing else: 千.
    is_scale: bool,
    /// The number follows words, and with its unit it may be a date.
    is_maybe_date: bool,
    /// ¥ stands before the number, ± does, or it is ゼロ.
    is_money: bool,
    is_either: bool,
    zero: bool,
    /// The range is one of から, which may name what was before.
    is_from: bool,
}

/// What a bound is said of where the number has a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The number as written: ≧-5.
    Number,
    /// Its size: ▲50％以上.
    Size,
    /// One of both: ▲5％以下.
    Either,
}

/// A number with its unit, as far as it was read.
struct Read {
    first: number::Scanned,
    upper: Option<number::Scanned>,
}

/// A unit as scanned, where it stands, and whether the catalogue has it.
#[derive(Clone, PartialEq)]
struct Found {
    scanned: unit::Scanned,
    place: Range<usize>,
}

impl<'f, 'a> Reader<'f, 'a> {
    fn new(folded: &'f Folded<'a>, from: usize, end: usize, is_one_of_two: bool) -> Self {
        Reader {
            folded,
            from,
            at: from,
            end,
            it: Measure::default(),
            per: None,
            each: None,
            date_end: None,
            whole: None,
            side: Side::Either,
            is_one_of_two,
            is_dated: false,
            is_unsure: false,
            is_grouped: false,
            is_scale: false,
            is_maybe_date: false,
            is_money: false,
            is_either: false,
            zero: false,
            is_from: false,
        }
    }

    fn rest(&self) -> &str {
        self.folded.text.get(self.at..self.end).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    /// The measure, in the unit that the surroundings state if it has none.
    fn finish(mut self, read: Read, around: Around<'_>) -> Option<Measure> {
        let Read { first, upper } = read;
        // 0人から15人へ has two numbers and no range, nor has 100件から120件増加.
        let is_range = self.it.bound.is_none()
            && !(self.is_from && (self.it.level || self.it.change.is_some()))
            && !(self.it.unit.is_none() && is_years(&first, upper.as_ref()));
        (upper.is_none() || is_range).then_some(())?;
        let stated = around.hints.unit(around.labels);
        let is_amount =
            self.is_amount_of(stated.is_some() || self.is_grouped, first.value.scale() > 0);
        (is_amount && self.is_no_date(first.value)).then_some(())?;
        if self.is_money {
            let yen = self.it.unit.get_or_insert_with(|| Unit::new("円"));
            (yen.base() == Some("yen")).then_some(())?;
        }
        self.it.scaled = first.scale > 1 || upper.as_ref().is_some_and(|it| it.scale > 1);
        let mut factor = Decimal::ONE;
        if let Some(stated) = stated.filter(|_| self.it.unit.is_none() && !first.fraction) {
            // 350万 below 単位：千円 could be either.
            (!self.it.scaled || stated.factor == Decimal::ONE).then_some(())?;
            factor = stated.factor;
            self.it.unit = Some(stated.unit.clone());
        }
        let number = exact_product(first.value, factor)?;
        self.it.upper = match upper {
            Some(upper) => Some(exact_product(upper.value, factor)?),
            None => None,
        };
        self.it.signed = first.signed;
        self.it.number = self.signed(number)?;
        if let Some(per) = self.per {
            let unit = self.it.unit.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
            let text = unit.split(['/', '／', '∕']).next_back().unwrap_or_default().to_owned();
            self.it.period.get_or_insert(Period { text, ..Period::default() }).per = Some(per);
        }
        Some(self.it)
    }

    /// A decrease is negative, and 20％以上削減 and ▲20％以上 are at most -20; what
    /// rises and falls at once (▲20％増) is neither.
    fn signed(&mut self, number: Decimal) -> Option<Decimal> {
        if self.is_either {
            return self.either(number);
        }
        let (is_signed, is_down) = (self.it.signed, number.is_sign_negative() && !number.is_zero());
        let is_point = self.unit_code().is_some_and(|it| POINTS.contains(&it));
        if is_signed && is_point && self.it.change.is_none() {
            self.it.change = Some(Change { basis: None, direction: Direction::Unstated });
        }
        let by_sign = if is_down { Direction::Decrease } else { Direction::Increase };
        let said = self.it.change.as_mut().map(|change| {
            let said = change.direction;
            if is_signed && said == Direction::Unstated {
                change.direction = by_sign;
            }
            said
        });
        let stands = is_signed || self.is_ratio() && self.is_share();
        match said {
            Some(Direction::Decrease) if !is_signed => {
                self.it.bound = self.it.bound.map(Bound::negated);
                let upper = self.it.upper.take();
                self.it.upper = upper.is_some().then_some(-number);
                return Some(-upper.unwrap_or(number));
            }
            Some(Direction::Decrease) => {
                self.it.bound = self.it.bound.map(Bound::negated);
                return is_down.then_some(number);
            }
            Some(Direction::Increase | Direction::Improvement) if is_down => return None,
            // ▲5件に減少: a level below zero, or one that fell by five.
            None if is_signed && self.it.level => return None,
            // 令和６年度から10件 counts since then or is a difference, and 前年度比10件 is
            // one to either side.
            Some(Direction::Unstated) if !stands => return None,
            _ => (),
        }
        let is_scale = self.unit_code().is_some_and(|it| BELOW_ZERO.contains(&it));
        if is_down && self.it.bound.is_some() && self.side != Side::Number && !is_scale {
            (self.side == Side::Size).then_some(())?;
            self.it.bound = self.it.bound.map(Bound::negated);
        }
        Some(number)
    }

    /// ±5％以内: from -5 to 5.
    fn either(&mut self, number: Decimal) -> Option<Decimal> {
        let is_within = matches!(self.it.bound.take(), None | Some(Bound::AtMost));
        let is_plain = self.it.upper.is_none() && self.it.change.is_none() && is_within;
        self.it.upper = (!number.is_zero()).then_some(number);
        is_plain.then_some(if number.is_zero() { number } else { -number })
    }

    /// 前年度比120％: what the number is a ratio to is named by 比.
    pub(super) fn is_ratio(&self) -> bool {
        let basis = self.it.change.as_ref().and_then(|it| it.basis.as_deref());
        basis.is_some_and(|it| it.contains('比') && !it.contains("比べ") && !it.contains("比較"))
    }

    fn is_share(&self) -> bool {
        self.it.unit.is_none() || self.unit_code().is_some_and(|it| SHARES.contains(&it))
    }

    fn unit_code(&self) -> Option<&str> {
        self.it.unit.as_ref().and_then(|it| it.code.as_deref())
    }
}

/// 2024～2026 names years, where no unit says otherwise.
fn is_years(first: &number::Scanned, upper: Option<&number::Scanned>) -> bool {
    let years = Decimal::from(1900)..Decimal::from(2100);
    let is_year = |it: &number::Scanned| it.len == 4 && years.contains(&it.value);
    is_year(first) && upper.is_some_and(is_year)
}

/// Units of what is a ratio to something.
const SHARES: &[&str] = &["percent", "multiple", "tenth", "[ppth]"];

/// Units of a difference: a sign before them says to which side it is.
const POINTS: &[&str] = &["point", "percentage_point"];

/// Units of scales that go on below zero: -18℃以下 is what it says.
const BELOW_ZERO: &[&str] = &["Cel", "dB"];

/// The product, unless it would have to be rounded.
fn exact_product(number: Decimal, factor: Decimal) -> Option<Decimal> {
    if factor == Decimal::ONE {
        return Some(number);
    }
    let product = number.checked_mul(factor)?;
    let is_exact = product.checked_div(factor) == Some(number);
    (is_exact && product.mantissa().abs() < number::LIMIT).then(|| product.normalize())
}
