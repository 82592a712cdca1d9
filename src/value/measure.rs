//! One piece of a cell as a measured value: 研修を年間延べ約1,200人以上（累計）.
//!
//! ```text
//! measure = [ note ] [ subject ] before* number [ gap ] [ unit ] [ range ] behind*
//! before  = about | bound | period | basis | per            約, 最低, 年間, 前年度比, 1日平均
//! range   = ( "～" | "-" | "から" ) number [ unit ]            10～15件, 10件から15件
//! behind  = bound | about | direction | act | note | footnote 以上, 程度, 減, 開催, （累計）, ※
//! subject = words without digits of their own               建設業許可12%
//! ```
//!
//! All of the piece is read or none: what does not fit this grammar is no
//! number, for half a sentence (10月から…) would be a wrong one.

mod before;
mod behind;

use std::ops::Range;

use rust_decimal::Decimal;

use super::bound::Bound;
use super::change::{Change, Direction};
use super::era;
use super::fold::Folded;
use super::hints::Hints;
use super::number;
use super::period::{Per, Period};
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
    pub notes: Vec<String>,
    /// Where a space stands inside the number.
    pub gaps: Vec<Range<usize>>,
}

/// Reads the piece at `range` of a folded cell; `None` if any of it is left.
pub(super) fn read(
    folded: &Folded<'_>,
    range: Range<usize>,
    labels: &[String],
    hints: &Hints<'_>,
) -> Option<Measure> {
    let end = range.start + folded.text.get(range.clone())?.trim_end_matches(['。', '、']).len();
    let mut reader = Reader {
        folded,
        from: range.start,
        at: range.start,
        end,
        it: Measure::default(),
        per: None,
        each: None,
    };
    reader.opening_note();
    reader.opening_date();
    let start = reader.start()?;
    let body = reader.before(start)?;
    reader.at = body;
    let subject = reader.it.subject.is_some();
    let scanned = reader.number()?;
    let unit = reader.unit(&scanned)?;
    reader.check_subject(subject, unit.as_ref())?;
    let scanned = reader.range(scanned, unit.as_ref())?;
    while reader.at < reader.end {
        reader.behind()?;
    }
    reader.finish(scanned, labels, hints)
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

impl Reader<'_, '_> {
    fn rest(&self) -> &str {
        self.folded.text.get(self.at..self.end).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    fn number(&mut self) -> Option<number::Scanned> {
        let rest = self.rest();
        let before = self.folded.text[..self.at].chars().next_back();
        if era::date(rest, before).is_some() {
            return None;
        }
        let scanned = number::scan(rest).ok()?;
        let kanji_in_words = scanned.kanji && self.it.subject.is_some();
        (!kanji_in_words).then_some(())?;
        if scanned.spaced {
            self.it.gaps.push(self.folded.place(&(self.at..self.at + scanned.len)));
        }
        self.at += scanned.len;
        Some(scanned)
    }

    /// The measure, in the unit that the surroundings state if it has none.
    fn finish(mut self, read: Read, labels: &[String], hints: &Hints<'_>) -> Option<Measure> {
        let Read { first, upper } = read;
        (upper.is_none() || self.it.bound.is_none()).then_some(())?;
        let mut factor = Decimal::ONE;
        if let Some(stated) =
            hints.unit(labels).filter(|_| self.it.unit.is_none() && !first.fraction)
        {
            // 350万 below 単位：千円 could be either.
            let scaled = first.scale > 1 || upper.as_ref().is_some_and(|it| it.scale > 1);
            (!scaled || stated.factor == Decimal::ONE).then_some(())?;
            factor = stated.factor;
            self.it.unit = Some(stated.unit.clone());
        }
        let number = exact_product(first.value, factor)?;
        self.it.upper = match upper {
            Some(upper) => Some(exact_product(upper.value, factor)?),
            None => None,
        };
        self.it.number = self.signed(number, first.signed)?;
        if let Some(per) = self.per {
            let unit = self.it.unit.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
            let text = unit.split(['/', '／', '∕']).next_back().unwrap_or_default().to_owned();
            self.it.period.get_or_insert(Period { text, ..Period::default() }).per = Some(per);
        }
        Some(self.it)
    }

    /// A decrease is negative, and 20％以上削減 is at most -20; one that is so twice (▲20％減) may mean either.
    fn signed(&mut self, number: Decimal, is_signed: bool) -> Option<Decimal> {
        let Some(change) = self.it.change.as_mut() else { return Some(number) };
        match (change.direction, is_signed) {
            (Direction::Unstated, true) => {
                let falls = number.is_sign_negative();
                change.direction = if falls { Direction::Decrease } else { Direction::Increase };
                Some(number)
            }
            (Direction::Unstated | Direction::Increase | Direction::Improvement, false) => {
                Some(number)
            }
            (Direction::Decrease, false) if self.it.upper.is_none() => {
                self.it.bound = self.it.bound.map(Bound::negated);
                Some(-number)
            }
            _ => None,
        }
    }
}

/// The product, unless it would have to be rounded.
fn exact_product(number: Decimal, factor: Decimal) -> Option<Decimal> {
    if factor == Decimal::ONE {
        return Some(number);
    }
    let product = number.checked_mul(factor)?;
    let is_exact = product.checked_div(factor) == Some(number);
    (is_exact && product.mantissa().abs() < number::LIMIT).then(|| product.normalize())
}
