//! What stands behind the number: the unit, the upper end, bounds, acts, notes.

use rust_decimal::Decimal;

use super::{Found, Read, Reader, exact_product};
use crate::value::bound;
use crate::value::change::{self, Change, Direction};
use crate::value::fold::longest;
use crate::value::number;
use crate::value::period::{self, Period};
use crate::value::unit::{self, Unit};
use crate::value::words;

/// What is done with what is counted: 研修３回開催, 100％を維持.
const ACTS: &[&str] = &[
    "実施",
    "開催",
    "導入",
    "設置",
    "整備",
    "登録",
    "参加",
    "利用",
    "公開",
    "配信",
    "作成",
    "策定",
    "締結",
    "認定",
    "支援",
    "配布",
    "発行",
    "掲載",
    "受講",
    "構築",
    "開発",
    "開設",
    "配備",
    "達成",
    "確保",
    "維持",
    "養成",
    "育成",
    "採択",
    "採用",
    "派遣",
    "処理",
    "受付",
    "対応",
    "申請",
    "完了",
    "を維持",
    "を達成",
    "を確保",
    "の実施",
    "の開催",
    "の導入",
    "の設置",
    "の整備",
    "の登録",
    "の参加",
    "の利用",
    "を実施",
    "を開催",
    "を導入",
    "を設置",
    "を整備",
    "を作成",
    "を公開",
];

/// Endings of an act.
const ACT_ENDS: &[&str] = &["する", "した", "済", "済み"];

/// Units of time behind which an act makes an attribute: 24時間対応.
const TIMES: &[&str] = &["day", "year", "month", "week", "hour", "minute", "age"];

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

impl Reader<'_, '_> {
    /// The unit behind the number. The outer `None` says that the number is none.
    pub(super) fn unit(&mut self, number: &number::Scanned) -> Option<Option<Found>> {
        let gap = self.rest().len() - self.rest().trim_start_matches(' ').len();
        // 100余件: the word about stands between number and unit.
        let about = if self.rest()[gap..].starts_with('余') { "余".len() } else { 0 };
        self.it.approximate |= about > 0;
        let gap = gap + about;
        let rest = &self.rest()[gap..];
        if is_behind(rest) && unit::known(rest).is_none() {
            self.at += gap;
            return (!number.kanji || number.fraction).then_some(None);
        }
        let scanned = if gap > about { unit::known(rest) } else { unit::scan(rest) }?;
        let is_lone_kanji = number.kanji && number.len <= '一'.len_utf8();
        let code = scanned.code.as_deref().unwrap_or_default();
        (!number.kanji || scanned.code.is_some()).then_some(())?;
        (!is_lone_kanji || FOR_KANJI.contains(&code)).then_some(())?;
        (!number.fraction).then_some(())?;
        if gap > about {
            self.it.gaps.push(self.folded.place(&(self.at..self.at + gap)));
        }
        let start = self.at + gap;
        self.at = start + scanned.len;
        self.per = scanned.per.and_then(period::of_unit);
        Some(Some(Found { place: start..self.at, scanned }))
    }

    /// The upper end of 10～15件 or 10件～15件.
    pub(super) fn range(&mut self, first: number::Scanned, unit: Option<&Found>) -> Option<Read> {
        let rest = self.rest();
        let Some(separator) = longest(rest, &["~", "-", "から", "ないし"]) else {
            self.keep_unit(unit);
            return Some(Read { first, upper: None });
        };
        self.at += separator.len();
        self.skip_spaces();
        let second = number::scan(self.rest()).ok()?;
        (!second.signed && !second.kanji && !second.fraction && !first.fraction).then_some(())?;
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

    fn keep_unit(&mut self, unit: Option<&Found>) {
        let Some(found) = unit else { return };
        let text = self.folded.published(&found.place).to_owned();
        self.it.unit = Some(Unit { text, code: found.scanned.code.clone() });
    }

    /// One word or bracket behind the number.
    pub(super) fn behind(&mut self) -> Option<()> {
        self.skip_spaces();
        let rest = self.rest();
        if rest.is_empty() {
            return Some(());
        }
        if let Some((bound, len)) = bound::behind(rest).filter(|_| self.it.bound.is_none()) {
            self.it.bound = Some(bound);
            self.at += len;
        } else if let Some(len) = bound::about_behind(rest).filter(|_| !self.it.approximate) {
            self.it.approximate = true;
            self.at += len;
        } else if let Some((direction, len)) = self.direction() {
            self.it.change.get_or_insert(Change { basis: None, direction }).direction = direction;
            self.at += len;
        } else if let Some(len) = self.act() {
            self.at += len;
        } else if let Some(len) = words::footnote(rest) {
            self.at += len;
        } else {
            self.note()?;
        }
        Some(())
    }

    fn direction(&self) -> Option<(Direction, usize)> {
        let open = self.it.change.as_ref().is_none_or(|it| it.direction == Direction::Unstated);
        change::direction(self.rest()).filter(|_| open)
    }

    /// An act, but not behind a time: 15日開催 is a date, 24時間対応 a service.
    fn act(&self) -> Option<usize> {
        let code = self.it.unit.as_ref().and_then(|it| it.code.as_deref());
        code.filter(|code| !TIMES.contains(code))?;
        let act = longest(self.rest(), ACTS)?;
        let end = longest(&self.rest()[act.len()..], ACT_ENDS).unwrap_or_default();
        Some(act.len() + end.len())
    }

    /// A bracket: a period, a unit, a footnote's mark, or words to keep.
    pub(super) fn note(&mut self) -> Option<()> {
        let len = bracket(self.rest())?;
        let inner = self.at + 1..self.at + len - 1;
        self.at += len;
        let published = self.folded.published(&inner).trim().to_owned();
        let folded = self.folded;
        self.take_note(folded.text.get(inner)?.trim(), published);
        Some(())
    }

    fn take_note(&mut self, inner: &str, published: String) {
        if words::footnote(inner).is_some_and(|len| len == inner.len()) {
            return;
        }
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

/// 5～10億円 is 5億 to 10億: the first shares the scale of the second, unless it
/// is the larger (800～1千) and so must stand for itself.
fn shared_scale(first: number::Scanned, second: &number::Scanned) -> Option<number::Scanned> {
    if first.scale > 1 || !second.round {
        return Some(first);
    }
    let scale = Decimal::try_from_i128_with_scale(second.scale, 0).ok()?;
    let scaled = exact_product(first.value, scale)?;
    let value = if scaled <= second.value { scaled } else { first.value };
    Some(number::Scanned { value, ..first })
}

/// The bytes of the bracket at the start of `rest`, the closing one included.
pub(super) fn bracket(rest: &str) -> Option<usize> {
    if !rest.starts_with('(') {
        return None;
    }
    let mut depth = 0usize;
    rest.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => (),
        }
        (depth == 0).then_some(at + 1)
    })
}

/// What may follow a number that has no unit.
fn is_behind(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(['(', '~', '-', '※', '*'])
        || bound::behind(rest).is_some()
        || bound::about_behind(rest).is_some()
        || change::direction(rest).is_some()
        || rest.starts_with("から")
}
