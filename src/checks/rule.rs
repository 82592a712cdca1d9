//! R201: a rating contradicts the report's own rule. R202: whether it does can't be
//! computed.
//!
//! **Why.** A rating that does not follow from its numbers is a slip of the rating, of
//! the target or of the actual.
//!
//! **How.** The rule that the report states gives each step its bound: of the ratio of
//! actual to target (the one that is printed, if there is one), or of the progress from
//! the base to it. Without a rule 達成 in the
//! legend asks that every target is reached, and every other rating that one is not;
//! reports without a rule that state a base may rate the progress from it, so nothing is
//! said of them. Each item gives the steps that are open to it, where less is better
//! those below the target alone; the rating must lie between the best and the worst of
//! them, for how items are added up is the report's to say.
//!
//! **Tolerance.** Half a percent below a bound, for ratios are rounded before they are
//! rated.

use super::outcome::{Outcome, Row, outcomes, rows, rows_to_goals};
use crate::finding::{Code, Finding, Message};
use crate::report::{IndicatorValue, Report, StatedRule, ValueRole};
use crate::text;
use crate::value::rating::{Entry, RuleBound, RuleKind};
use crate::value::{Rating, number};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let bands = Bands::of(report);
    for row in rows(report) {
        if row.symbol.is_empty() {
            continue;
        }
        let outcomes = outcomes(&row);
        if let Some(reason) = not_computable(row.rating, &outcomes) {
            findings.push(unknown(&row, reason));
        } else if let Some(bands) = &bands
            && let Some(outcomes) = bands.seen(&row, outcomes)
            && let Some(expected) = bands.contradicts(report, &row, &outcomes)
        {
            findings.push(contradicts(&row, &expected));
        }
    }
    // Without a target of the year, the way to the goal of a later one is what is rated.
    for row in rows_to_goals(report).filter(|it| !it.symbol.is_empty()) {
        let bands = bands.as_ref().filter(|it| it.is_stated);
        let outcomes = bands.and_then(|bands| Some((bands, bands.seen(&row, Vec::new())?)));
        let expected = outcomes.and_then(|(bands, it)| bands.contradicts(report, &row, &it));
        findings.extend(expected.map(|it| contradicts(&row, &it)));
    }
}

/// From what a rating follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Target and actual as numbers, and the report's rule, give this rating alone.
    Numbers,
    /// Target and actual are one text, as 実施, which reaches the target.
    Words,
    /// It can't be computed: words, other units, or a step that needs a ratio.
    NotComputable,
    /// The numbers give another rating (R201).
    Contradicted,
}

/// From what each rating of an indicator with target and actual follows, by the label of
/// its measure and its symbol, in the order of the report; nothing for a report that says
/// neither by what it rates nor what 達成 is.
pub fn bases_of_ratings(report: &Report) -> Vec<(String, String, Basis)> {
    let Some(bands) = Bands::of(report) else { return Vec::new() };
    let is_rated =
        |row: &Row<'_>| report.known.entry(row.symbol).is_some_and(|it| it.step.is_some());
    let of = |row: Row<'_>| {
        let basis = bands.basis(report, &row);
        (row.measure.label().to_owned(), row.symbol.to_owned(), basis)
    };
    rows(report).filter(is_rated).map(of).collect()
}

/// The number of a cell that holds one exact number.
fn only(value: &IndicatorValue) -> Option<Decimal> {
    let [part] = value.parts.as_slice() else { return None };
    part.number.filter(|_| part.upper.is_none() && !part.approximate)
}

/// A printed ratio: 97.2%, 97.2 below 達成率（％）, or 0.97. No ratio is threefold where
/// it is no percentage.
fn ratio_of(value: &IndicatorValue) -> Option<Decimal> {
    let number = only(value)?;
    let has_unit = value.parts.iter().any(|it| it.unit.as_ref().is_some_and(|it| it.text == "%"));
    if has_unit || number > Decimal::from(3) {
        number.checked_div(Decimal::ONE_HUNDRED)
    } else {
        Some(number)
    }
}

fn reached_by(ratio: Decimal) -> Outcome {
    let is_reached = ratio >= Decimal::ONE;
    if is_reached { Outcome::Reached(Some(ratio)) } else { Outcome::Missed(Some(ratio)) }
}

/// Whether the ratio of an outcome is rounded to a printed one.
fn is_near(outcome: Outcome, printed: Decimal) -> bool {
    let (Outcome::Reached(Some(own)) | Outcome::Missed(Some(own))) = outcome else { return false };
    own.checked_sub(printed).is_some_and(|it| it.abs() <= ROUNDED)
}

/// Half a percent.
const ROUNDED: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// From which ratio on each step is given, the best first.
#[derive(Debug)]
struct Bands<'r> {
    /// Progress, and no ratio.
    is_progress: bool,
    /// Whether the report says what its bounds are of.
    is_stated: bool,
    /// Whether the best step asks for the target, whatever the base is.
    is_of_target: bool,
    bounds: Vec<(&'r Entry, Decimal)>,
}

/// Steps by their place among the bounds, the best and the worst; what is worse than all
/// of them has the place behind.
type Steps = (usize, usize);

impl<'r> Bands<'r> {
    fn of(report: &'r Report) -> Option<Bands<'r>> {
        Bands::stated(report)
            .or_else(|| Bands::against_base(report))
            .or_else(|| Bands::of_words(report))
    }

    /// 目標達成 above steps against the base: it alone asks for the target.
    fn against_base(report: &'r Report) -> Option<Bands<'r>> {
        let is_it = report.rule.as_ref().is_some_and(|it| it.rule.kind == RuleKind::AgainstBase);
        let best = report.legend.entries.iter().find(|it| it.step == Some(1));
        let best = best.filter(|it| is_it && is_achieved(it) && it.label.contains("目標"))?;
        Some(Bands {
            is_progress: false,
            is_of_target: true,
            is_stated: false,
            bounds: vec![(best, Decimal::ONE)],
        })
    }

    /// The rule that the report states, if it says what its bounds are of.
    fn stated(report: &'r Report) -> Option<Bands<'r>> {
        let StatedRule { rule, .. } = report.rule.as_ref()?;
        let is_progress = match rule.kind {
            RuleKind::Ratio => false,
            RuleKind::Progress => true,
            // 達成（9割以上）: what is achieved is the target.
            RuleKind::Stated if report.legend.entries.iter().any(is_achieved) => false,
            RuleKind::AgainstBase | RuleKind::Stated => return None,
        };
        let bound = |it: &RuleBound| Some((report.known.entry(&it.symbol)?, it.at_least));
        let bounds: Option<Vec<(&Entry, Decimal)>> = rule.bounds.iter().map(bound).collect();
        // Bounds that rise are none of steps that fall.
        let bounds = bounds.filter(|it| it.is_sorted_by(|a, b| a.1 > b.1) && !it.is_empty())?;
        Some(Bands { is_progress, is_stated: true, is_of_target: false, bounds })
    }

    /// 達成 in the legend of a report without a rule, and one bound that stands there.
    fn of_words(report: &'r Report) -> Option<Bands<'r>> {
        let is_plain = report.rule.is_none() && !report.legend.is_empty();
        let entry = |rating| report.legend.entries.iter().find(|it| it.rating == Some(rating));
        let achieved = entry(Rating::Achieved).filter(|_| is_plain)?;
        let full = bound_of(achieved).unwrap_or(Decimal::ONE);
        let mostly = entry(Rating::MostlyAchieved).and_then(|it| Some((it, bound_of(it)?)));
        let mut bounds = vec![(achieved, full)];
        bounds.extend(mostly.filter(|it| it.1 < full));
        // Where 達成 is the second step, the first asks for more.
        let is_best = achieved.step.is_none_or(|step| step == 1);
        is_best.then_some(Bands {
            is_progress: false,
            is_stated: false,
            is_of_target: false,
            bounds,
        })
    }

    /// The outcomes as the rule sees them; none where it says nothing of a row.
    fn seen(&self, row: &Row<'_>, outcomes: Vec<Outcome>) -> Option<Vec<Outcome>> {
        let value = |role| row.indicator.values.iter().find(move |it| it.role == role);
        let base = value(ValueRole::Baseline);
        // The ratio that the report prints itself knows on which side is better.
        let printed = value(ValueRole::Ratio).filter(|it| it.fiscal_year == row.actual.fiscal_year);
        if let Some(ratio) = printed.and_then(ratio_of).filter(|_| self.is_stated) {
            // 約5万人 is reached by 49,800人, whatever the ratio.
            let is_about = [row.target, row.actual]
                .iter()
                .any(|it| it.parts.iter().any(|part| part.approximate));
            if is_about && ratio < Decimal::ONE {
                return Some(vec![Outcome::Open]);
            }
            // Printed as 100 %, 299 of 300 may be rated by what it is too.
            let near = outcomes.into_iter().filter(|it| is_near(*it, ratio));
            return Some(near.chain([reached_by(ratio)]).collect());
        }
        match base {
            _ if self.is_of_target => Some(outcomes),
            Some(_) if !self.is_stated => None,
            Some(base) if self.is_progress => {
                let base = only(base)?;
                let (target, actual) = (only(row.target)?, only(row.actual)?);
                let way = target.checked_sub(base)?;
                let progress = actual.checked_sub(base)?.checked_div(way)?;
                Some(vec![reached_by(progress)])
            }
            None if self.is_progress => None,
            _ => Some(outcomes),
        }
    }

    /// The steps that are open to an outcome.
    fn open_to(&self, outcome: Outcome) -> Steps {
        let last = self.bounds.len();
        let step = |ratio: Decimal| {
            self.bounds.iter().position(|(_, bound)| ratio >= *bound).unwrap_or(last)
        };
        let rounded = |ratio: Decimal| ratio.checked_add(ROUNDED).unwrap_or(ratio);
        let below_one = || self.bounds.iter().position(|(_, bound)| *bound < Decimal::ONE);
        match outcome {
            Outcome::Reached(Some(ratio)) => (step(rounded(ratio)), step(ratio)),
            // What missed its target is not rounded up to it, nor is it all of it: 100 of
            // more than 100.
            Outcome::Missed(Some(ratio)) => {
                (step(rounded(ratio).min(ALMOST_ONE)), step(ratio.min(ALMOST_ONE)))
            }
            Outcome::Reached(None) | Outcome::Said => (0, step(Decimal::ONE)),
            Outcome::Missed(None) => (below_one().unwrap_or(last), last),
            Outcome::NotComparable | Outcome::Open => (0, last),
        }
    }

    /// From what the rating of a row follows.
    fn basis(&self, report: &Report, row: &Row<'_>) -> Basis {
        let outcomes = outcomes(row);
        let is_said = !outcomes.is_empty() && outcomes.iter().all(|it| *it == Outcome::Said);
        let Some(outcomes) = self.seen(row, outcomes) else { return Basis::NotComputable };
        if self.contradicts(report, row, &outcomes).is_some() {
            return Basis::Contradicted;
        }
        let open = outcomes.iter().map(|it| self.open_to(*it));
        match open.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
            _ if is_said => Basis::Words,
            Some((best, worst)) if best == worst => Basis::Numbers,
            _ => Basis::NotComputable,
        }
    }

    /// What the rule asks for, where the rating is something else.
    fn contradicts(&self, report: &Report, row: &Row<'_>, outcomes: &[Outcome]) -> Option<String> {
        let printed = report.known.entry(row.symbol)?;
        let last = self.bounds.len();
        let place = self.bounds.iter().position(|(entry, _)| *entry == printed);
        // A step that has no bound is worse than all, if it is a step at all.
        let worst = self.bounds.iter().filter_map(|it| it.0.step).max();
        let place = place.or(printed.step.filter(|step| Some(*step) > worst).map(|_| last))?;
        let open = outcomes.iter().map(|it| self.open_to(*it));
        let (best, worst) = open.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        if (best..=worst).contains(&place) {
            return None;
        }
        let name = |at: usize| match self.bounds.get(at) {
            Some((entry, _)) => entry.symbol.clone(),
            None => format!("{}より下", self.bounds.last().map_or("", |it| it.0.symbol.as_str())),
        };
        Some(if best == worst { name(best) } else { format!("{}～{}", name(best), name(worst)) })
    }
}

static BOUND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([0-9]+(?:\.[0-9]+)?)(%|割)以上").ok());

/// The bound in a label: 達成（9割以上）.
fn bound_of(entry: &Entry) -> Option<Decimal> {
    let label = text::normalize(&entry.label);
    let captures = BOUND.as_ref()?.captures(&label)?;
    let parts = if &captures[2] == "割" { Decimal::TEN } else { Decimal::ONE_HUNDRED };
    number::parse(&captures[1]).ok()?.checked_div(parts)
}

fn is_achieved(entry: &Entry) -> bool {
    entry.rating == Some(Rating::Achieved)
}

/// Below one by less than any printed ratio.
const ALMOST_ONE: Decimal = Decimal::from_parts(999_999_999, 0, 0, false, 9);

/// Why a rating can't be computed.
fn not_computable(
    rating: Option<Rating>,
    outcomes: &[Outcome],
) -> Option<(&'static str, &'static str)> {
    let is_step = |it: &Rating| !matches!(it, Rating::Pending | Rating::NotSet);
    let rating = rating.filter(is_step)?;
    if outcomes.contains(&Outcome::NotComparable) {
        return Some(("目標と実績を数値で比べられません", "target and actual are not comparable"));
    }
    // 達成 and 未達成 follow from a miss alone; a step between them needs a ratio.
    let has_no_ratio = rating == Rating::MostlyAchieved
        && !outcomes.is_empty()
        && outcomes.iter().all(|it| *it == Outcome::Missed(None));
    has_no_ratio.then_some(("目標に対する割合を計算できません", "there is no ratio to the target"))
}

fn unknown(row: &Row<'_>, (ja, en): (&str, &str)) -> Finding {
    let message = Message::new(
        format!("{ja}（目標「{}」、実績「{}」）。", row.target.normalized, row.actual.normalized),
        format!("{en}: target {}, actual {}", row.target.normalized, row.actual.normalized),
    );
    Finding { found: Some(row.actual.text.clone()), ..finding(Code::R202, row, message) }
}

fn contradicts(row: &Row<'_>, expected: &str) -> Finding {
    let (target, actual) = (&row.target.normalized, &row.actual.normalized);
    let symbol = row.symbol;
    let message = Message::new(
        format!(
            "目標「{target}」、実績「{actual}」からは「{expected}」ですが、評価は「{symbol}」です。"
        ),
        format!("target {target} and actual {actual} give {expected}, the rating is {symbol}"),
    );
    finding(Code::R201, row, message).comparing(expected, symbol)
}

fn finding(code: Code, row: &Row<'_>, message: Message) -> Finding {
    let key = Some(row.measure.key.clone());
    let finding = Finding::new(code, message).of_measure(row.measure.label()).in_column("rating");
    Finding { key, ..finding.at(Some(row.actual.place.clone())) }
}

#[cfg(test)]
mod tests;
