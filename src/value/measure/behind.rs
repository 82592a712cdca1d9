//! What stands behind the number and its unit: the upper end, bounds, notes.

use rust_decimal::Decimal;

use super::{Found, Read, Reader, Side, exact_product};
use crate::value::bound::{self, Bound};
use crate::value::change;
use crate::value::era;
use crate::value::fold::longest;
use crate::value::number;
use crate::value::period::{self, Period};
use crate::value::qualifier;
use crate::value::unit::{self, Unit};
use crate::value::words;

/// The brackets that may hold a note.
const BRACKETS: &[(char, char)] =
    &[('(', ')'), ('【', '】'), ('〔', '〕'), ('[', ']'), ('〈', '〉'), ('《', '》'), ('<', '>')];

/// What may end the words of a date behind a number.
const DATE_ENDS: &[&str] = &["", "末", "時点", "末時点", "現在", "末現在", "実績", "調べ", "値"];

impl Reader<'_, '_> {
    /// The upper end of 10～15件, 10件～15件, 20人以上30人未満.
    pub(super) fn range(&mut self, first: number::Scanned, unit: Option<&Found>) -> Option<Read> {
        if let Some((second, upper_unit)) = self.between(&first, unit) {
            self.keep_unit(upper_unit.as_ref());
            return Some(Read { first, upper: Some(second) });
        }
        let rest = self.rest();
        let Some(separator) = longest(rest, &["~", "-", "から", "ないし", "乃至"]) else {
            self.keep_unit(unit);
            return Some(Read { first, upper: None });
        };
        self.is_from = separator == "から";
        self.at += separator.len();
        self.skip_spaces();
        let second = number::scan_to_slash(self.rest()).ok()?;
        (!second.kanji && !second.fraction && !first.fraction).then_some(())?;
        // △5～3％ may end at 3 or at -3.
        let may_be_signed = separator == "~" && first.signed;
        (second.signed == may_be_signed || first.value.is_sign_positive() && !second.signed)
            .then_some(())?;
        self.at += second.len;
        let upper_unit = self.unit(&second)?;
        let same = |one: &Found, two: &Found| one.scanned == two.scanned;
        let agree = match (unit, upper_unit.as_ref()) {
            (Some(one), Some(two)) => same(one, two),
            (Some(_), None) => false,
            (None, it) => it.is_some() || separator == "~",
        };
        agree.then_some(())?;
        self.keep_unit(upper_unit.as_ref());
        let first = if unit.is_none() { shared_scale(first, &second)? } else { first };
        (first.value <= second.value).then_some(Read { first, upper: Some(second) })
    }

    /// 20人以上30人未満: the upper end and its unit, where both bounds stand.
    fn between(
        &mut self,
        first: &number::Scanned,
        unit: Option<&Found>,
    ) -> Option<(number::Scanned, Option<Found>)> {
        let rest = self.rest();
        let lower =
            bound::behind(rest).filter(|(it, _)| matches!(it, Bound::AtLeast | Bound::MoreThan))?;
        let body = rest[lower.1..].trim_start_matches([' ', '、', 'か', 'つ']);
        let second = number::scan_to_slash(body).ok().filter(|it| !it.signed && !it.kanji)?;
        (!second.fraction && !first.fraction && !first.signed).then_some(())?;
        let tail = &body[second.len..];
        let scanned = unit::known(tail).or_else(|| unit::scan(tail).filter(|_| unit.is_some()));
        let unit_len = scanned.as_ref().map_or(0, |it| it.len);
        let upper = bound::behind(&tail[unit_len..])
            .filter(|(it, _)| matches!(it, Bound::AtMost | Bound::LessThan))?;
        let start = self.at + rest.len() - tail.len();
        let found = scanned.map(|scanned| Found { place: start..start + unit_len, scanned });
        let agree = match (unit, found.as_ref()) {
            (Some(one), Some(two)) => one.scanned == two.scanned,
            (one, two) => one.is_none() || two.is_some(),
        };
        (agree && first.value <= second.value && self.it.bound.is_none()).then_some(())?;
        self.at = start + unit_len + upper.1;
        Some((second, found))
    }

    fn keep_unit(&mut self, unit: Option<&Found>) {
        let Some(found) = unit else { return };
        let text = self.folded.word(&found.place);
        self.it.unit = Some(Unit { text, code: found.scanned.code.clone() });
    }

    /// One word or bracket behind the number.
    pub(super) fn behind(&mut self, has_upper: bool) -> Option<()> {
        self.skip_spaces();
        if self.rest().is_empty() {
            return Some(());
        }
        let known = self
            .level()
            .or_else(|| self.bound(has_upper))
            .or_else(|| self.about())
            .or_else(|| self.slash())
            .or_else(|| self.direction())
            .or_else(|| self.act())
            .or_else(|| self.closing())
            .or_else(|| self.qualifier())
            .or_else(|| self.mark())
            .or_else(|| self.date());
        known.or_else(|| self.note())
    }

    fn bound(&mut self, has_upper: bool) -> Option<()> {
        // 少なくとも3回以上 says the same twice.
        let is_open = |it: Bound| self.it.bound.is_none_or(|known| known == it);
        let (bound, len) = bound::behind(self.rest()).filter(|(it, _)| is_open(*it))?;
        let is_until = self.rest()[..len] == *"まで";
        // 10日まで and 3年まで say until when; 10件から15件まで has its bound already.
        (!is_until || !self.may_be_date()).then_some(())?;
        if !(is_until && has_upper) {
            self.side = if bound::is_of_size(self.rest()) { Side::Size } else { Side::Either };
            self.it.bound = Some(bound);
        }
        self.at += len;
        Some(())
    }

    fn about(&mut self) -> Option<()> {
        let len = bound::about_behind(self.rest())?;
        self.it.approximate = true;
        self.at += len;
        Some(())
    }

    /// 10名程度／回: what the unit is per, behind a word.
    fn slash(&mut self) -> Option<()> {
        let (per, len) = unit::behind_slash(self.rest())?;
        let published = self.folded.word(&(self.at..self.at + len));
        if self.is_money && self.it.unit.is_none() {
            self.it.unit = Some(Unit::new("円"));
        }
        let unit = self.it.unit.as_mut().filter(|it| !it.text.contains(['/', '／', '∕']))?;
        unit.code =
            unit.code.as_deref().map(|code| format!("{code}/{}", unit::per_code(code, per)));
        unit.text.push_str(&published);
        self.per = period::of_unit(per);
        self.at += len;
        Some(())
    }

    fn qualifier(&mut self) -> Option<()> {
        let (it, len) = qualifier::behind(self.rest()).filter(|_| self.it.qualifier.is_none())?;
        self.it.qualifier = Some(it);
        self.at += len;
        Some(())
    }

    /// The mark of a footnote: ※, ＊１, 注１）, and behind a unit １） and ¹.
    fn mark(&mut self) -> Option<()> {
        let rest = self.rest();
        let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let raised = rest.chars().take_while(|c| matches!(c, '¹' | '²' | '³' | '⁰'..='⁹'));
        let raised: usize = raised.map(char::len_utf8).sum();
        let len = match words::footnote(rest) {
            Some(len) => len + usize::from(rest[len..].starts_with(')')),
            None if self.it.unit.is_none() => return None,
            None if rest.starts_with("注)") => "注)".len(),
            None if rest.starts_with(['†', '‡']) => '†'.len_utf8(),
            // ㎞² is a square, 件² the mark of a note.
            None if raised > 0 && !self.unit_code().is_some_and(unit::is_measured) => raised,
            None => ((1..3).contains(&digits) && rest[digits..].starts_with(')'))
                .then_some(digits + 1)?,
        };
        self.at += len;
        Some(())
    }

    /// 35.2％ R5, 120人 令和６年４月１日現在: when that was, at the end.
    fn date(&mut self) -> Option<()> {
        let rest = self.rest();
        let is_parted = self.folded.text[..self.at].ends_with(' ');
        let len = era::date(rest, Some(' ')).filter(|_| is_parted)?;
        DATE_ENDS.iter().any(|end| rest[len..] == **end).then_some(())?;
        self.it.notes.push(self.folded.word(&(self.at..self.end)));
        self.at = self.end;
        Some(())
    }

    /// A bracket: a period, a unit, a footnote's mark, or words to keep.
    pub(super) fn note(&mut self) -> Option<()> {
        let (open, len) = bracket(self.rest())?;
        let close = self.rest()[..len].chars().next_back().map_or(0, char::len_utf8);
        let inner = self.at + open..self.at + len - close;
        self.at += len;
        // 10件(以上).
        let said = self.folded.text.get(inner.clone())?.trim();
        if let Some((bound, _)) =
            bound::behind(said).filter(|(_, len)| *len == said.len() && self.it.bound.is_none())
        {
            self.side = if bound::is_of_size(said) { Side::Size } else { Side::Either };
            self.it.bound = Some(bound);
            return Some(());
        }
        let published = self.folded.word(&inner).trim().to_owned();
        let folded = self.folded;
        self.take_note(folded.text.get(inner)?.trim(), published);
        Some(())
    }

    fn take_note(&mut self, inner: &str, published: String) {
        if inner == "注" || words::footnote(inner).is_some_and(|len| len == inner.len()) {
            return;
        }
        self.it.qualifier = self.it.qualifier.or_else(|| qualifier::of_note(inner));
        match period::whole(inner) {
            Some(period) if self.it.period.is_none() => {
                self.it.period = Some(Period { text: published, ..period });
            }
            _ => match unit::parse(&published) {
                Some(unit) if self.it.unit.is_none() && self.it.number.is_zero() => {
                    self.it.unit = Some(unit)
                }
                _ => self.it.notes.push(published),
            },
        }
    }
}

/// The ends of a range that share no scale lie less than this apart: 800～1千, but not
/// 5～1億円.
const THOUSAND: Decimal = Decimal::ONE_THOUSAND;

/// 5～10億円 is 5億 to 10億: the first shares the scale of the second, unless it
/// is the larger (800～1千) and so must stand for itself.
fn shared_scale(first: number::Scanned, second: &number::Scanned) -> Option<number::Scanned> {
    if first.scale > 1 || !second.round {
        return Some(first);
    }
    let scale = Decimal::try_from_i128_with_scale(second.scale, 0).ok()?;
    let scaled = exact_product(first.value, scale)?;
    if scaled <= second.value {
        return Some(number::Scanned { value: scaled, ..first });
    }
    // 500～1億円 is no range from 500 yen on.
    let is_of_same_order = exact_product(first.value, THOUSAND)? >= second.value;
    is_of_same_order.then_some(first)
}

/// The bytes of the opening bracket at the start of `rest`, and of all to the one
/// that closes it.
pub(super) fn bracket(rest: &str) -> Option<(usize, usize)> {
    let (open, close) = BRACKETS.iter().find(|(open, _)| rest.starts_with(*open))?;
    let mut depth = 0usize;
    let len = rest.char_indices().find_map(|(at, c)| {
        if c == *open {
            depth += 1;
        } else if c == *close {
            depth = depth.saturating_sub(1);
        }
        (depth == 0).then_some(at + c.len_utf8())
    })?;
    Some((open.len_utf8(), len))
}

/// What may follow a number that has no unit; behind a zero, what is done too.
pub(super) fn is_behind(rest: &str, is_zero: bool) -> bool {
    rest.is_empty()
        || BRACKETS.iter().any(|(open, _)| rest.starts_with(*open))
        || rest.starts_with(['~', '-', '※', '*'])
        || bound::behind(rest).is_some()
        || bound::about_behind(rest).is_some()
        || change::direction(rest).is_some()
        || change::goal(rest)
            .is_some_and(|len| change::verb(&rest[len..]).is_some() || rest.len() == len)
        || qualifier::behind(rest).is_some()
        || is_zero && rest.starts_with(['を', 'の', 'で', 'と', 'に', 'が'])
        || rest.starts_with("から")
}
