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

use super::outcome::{Outcome, Row, outcomes, rows};
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

/// Half a percent.
const ROUNDED: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// From which ratio on each step is given, the best first.
#[derive(Debug)]
struct Bands<'r> {
    /// Progress, and no ratio.
    is_progress: bool,
    /// Whether the report says what its bounds are of.
    is_stated: bool,
    bounds: Vec<(&'r Entry, Decimal)>,
}

/// Steps by their place among the bounds, the best and the worst; what is worse than all
/// of them has the place behind.
type Steps = (usize, usize);

impl<'r> Bands<'r> {
    fn of(report: &'r Report) -> Option<Bands<'r>> {
        Bands::stated(report).or_else(|| Bands::of_words(report))
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
        Some(Bands { is_progress, is_stated: true, bounds })
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
        is_best.then_some(Bands { is_progress: false, is_stated: false, bounds })
    }

    /// The outcomes as the rule sees them; none where it says nothing of a row.
    fn seen(&self, row: &Row<'_>, outcomes: Vec<Outcome>) -> Option<Vec<Outcome>> {
        let value = |role| row.indicator.values.iter().find(move |it| it.role == role);
        let base = value(ValueRole::Baseline);
        // The ratio that the report prints itself knows on which side is better.
        let printed = value(ValueRole::Ratio).filter(|it| it.fiscal_year == row.actual.fiscal_year);
        if let Some(ratio) = printed.and_then(ratio_of).filter(|_| self.is_stated) {
            return Some(vec![reached_by(ratio)]);
        }
        match base {
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
mod tests {
    use super::{Basis, bases_of_ratings, check};
    use crate::checks::samples::{details, report, says};
    use crate::report::Report;
    use crate::value::rating::RuleKind;

    const BOUNDS: &str = "凡例　◎達成　○概ね達成（80％以上）　△未達成";
    const WORDS: &str = "凡例　◎達成　○概ね達成　△未達成";

    #[track_caller]
    fn of(legend: &str, row: &str, expected: &[&str]) {
        let row = format!("1-1|窓口|{row}");
        let report = report("番号|施策名|成果指標|目標|実績|評価", &[&row], &[legend]);
        assert_eq!(says(&report, check), expected, "{row}");
    }

    #[test]
    fn reached_or_missed() {
        of(WORDS, "利用者数|100人|100人|◎", &[]);
        of(WORDS, "利用者数|100人|99人|◎", &["R201 1-1"]);
        of(WORDS, "利用者数|100人|100人|△", &["R201 1-1"]);
        of(WORDS, "利用者数|100人|101人|○", &["R201 1-1"]);
        of(WORDS, "利用者数|100人|10人|○", &[]);
        of(WORDS, "周知|実施|実施|△", &["R201 1-1"]);
        of(WORDS, "利用者数|100人|約99人|◎", &[]);
        of(WORDS, "利用者数|50～100人|40人|◎", &[]);
        of(WORDS, "利用者数|100人超|100人|△", &[]);
        of(WORDS, "利用者数|100人超|100人|○", &[]);
        of(WORDS, "利用者数|100人超|100人|◎", &["R201 1-1"]);
        of(WORDS, "損益|△10億円|△5億円|◎", &[]);
        of(WORDS, "損益|△10億円|△20億円|◎", &["R201 1-1"]);
        of(WORDS, "ごみの量|880g|880g|△", &["R201 1-1"]);
        of(WORDS, "周知|※|※|△", &[]);
    }

    #[test]
    fn bounds_of_the_legend() {
        of(BOUNDS, "利用者数|100人|80人|○", &[]);
        of(BOUNDS, "利用者数|100人|79人|○", &["R201 1-1"]);
        of(BOUNDS, "利用者数|100人|80人|△", &["R201 1-1"]);
        of(BOUNDS, "利用者数|100人|79人|△", &[]);
        of("凡例　◎達成（9割以上）　○概ね達成　△未達成", "利用者数|100人|90人|◎", &[]);
        of("凡例　◎達成（9割以上）　○概ね達成　△未達成", "利用者数|100人|89人|◎", &["R201 1-1"]);
    }

    #[test]
    fn less_is_better() {
        of(WORDS, "事故件数|10件|9件|◎", &[]);
        of(WORDS, "事故件数|10件|11件|◎", &["R201 1-1"]);
        of(WORDS, "利用者数|100人以下|90人|△", &["R201 1-1"]);
        of(WORDS, "件数の削減|15件|14件|○", &[]);
        of(WORDS, "件数の削減|15件|14件|◎", &[]);
        of(WORDS, "割合|0%|5%|△", &[]);
        of(WORDS, "割合|0%|5%|◎", &["R201 1-1"]);
        of(WORDS, "事故件数|10件以上|11件|△", &["R201 1-1"]);
        of(WORDS, "入所待ちの人数|10人|11人|◎", &["R201 1-1"]);
        of(WORDS, "利用者数|10％減|20％減|△", &["R201 1-1"]);
        of(WORDS, "利用者数|100人未満|100人|△", &[]);
        of(WORDS, "利用者数|100人未満|100人|◎", &["R201 1-1"]);
    }

    #[test]
    fn not_computable() {
        of(WORDS, "割合|0%|5%|○", &["R202 1-1"]);
        of(WORDS, "利用者数|100人|実施|○", &["R202 1-1"]);
        of(WORDS, "周知|実施|3件|○", &["R202 1-1"]);
        of(WORDS, "利用者数|100人|90件|○", &["R202 1-1"]);
        of(WORDS, "相談件数|100件/年|90件|○", &[]);
        of(WORDS, "利用者数|100人|※|■", &[]);
    }

    #[test]
    fn several_items() {
        of(WORDS, "①率⏎②数|①90%⏎②10件|①90%⏎②9件|○", &[]);
        of(WORDS, "①率⏎②数|①90%⏎②10件|①89%⏎②9件|◎", &["R201 1-1"]);
        of(WORDS, "①率⏎②数⏎③数|①90%⏎②6件⏎③4件|①90%⏎②・③合計10件|△", &["R201 1-1"]);
        of(WORDS, "①数⏎②数|①6件⏎②4件|①・②合計8件|◎", &["R201 1-1"]);
        of(WORDS, "①数⏎②数|①6件⏎②4件|①・②各5件|◎", &[]);
    }

    #[test]
    fn steps_of_letters_by_the_rule_of_the_report() {
        let legend = "凡例　S：110％以上　A：100％以上110％未満　B：80％以上100％未満　C：80％未満";
        let sentence = "評価は目標に対する達成率により判定した。";
        let row = |row: &str| {
            let row = format!("1-1|窓口|{row}");
            let header = "番号|施策名|成果指標|目標|実績|評価";
            says(&report(header, &[&row], &[legend, sentence]), check)
        };
        for fits in ["数|100人|110人|S", "数|100人|100人|A", "数|100人|99人|B", "数|100人|9人|C"]
        {
            assert!(row(fits).is_empty(), "{fits}");
        }
        // Rounded to 110 % or 80 %; said in words, it may be more than reached.
        for fits in ["数|1000人|1096人|S", "数|1000人|796人|B", "周知|実施|実施|S"] {
            assert!(row(fits).is_empty(), "{fits}");
        }
        for false_ in [
            "数|100人|110人|A",
            "数|100人|100人|B",
            "数|100人|99人|A",
            "数|1000人|996人|A",
            "周知|実施|実施|B",
            "事故件数|10件|11件|A",
        ] {
            assert_eq!(row(false_), ["R201 1-1"], "{false_}");
        }
    }

    #[test]
    fn the_printed_ratio_goes_before_the_computed_one() {
        let legend = "凡例　A：達成率100％以上　B：70％以上100％未満　C：70％未満";
        let row = |row: &str| {
            let row = format!("1-1|ごみ|{row}");
            let header = "番号|施策名|成果指標|目標|実績|達成率|評価";
            says(&report(header, &[&row], &[legend]), check)
        };
        for fits in [
            "ごみの量|880g|905g|97.2%|B",
            "ごみの量|880g|905g|97.2|B",
            "ごみの量|880g|905g|0.97|B",
            "ごみの量|880g|293g|3|A",
            "ごみの量|880g|905g|2%|C",
            "通報件数|50件|81件|0.38|C",
        ] {
            assert!(row(fits).is_empty(), "{fits}");
        }
        for false_ in ["ごみの量|880g|905g|97.2%|A", "ごみの量|880g|884g|99.6%|A"] {
            assert_eq!(row(false_), ["R201 1-1"], "{false_}");
        }
        // Without one, nobody says on which side the amount of rubbish is better.
        assert!(row("ごみの量|880g|905g||B").is_empty());
    }

    #[test]
    fn progress_from_the_base() {
        let legend = "凡例　A：進捗率100％以上　B：進捗率50％以上100％未満　C：進捗率50％未満";
        let row = |row: &str| {
            let row = format!("1-1|窓口|{row}");
            let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
            says(&report(header, &[&row], &[legend]), check)
        };
        assert!(row("数|50人|100人|75人|B").is_empty());
        assert!(row("率|10%|5%|5%|A").is_empty());
        assert_eq!(row("数|50人|100人|75人|A"), ["R201 1-1"]);
        assert_eq!(row("数|50人|100人|60人|B"), ["R201 1-1"]);
        assert!(row("数|実施|100人|60人|B").is_empty());
        assert!(row("数|50人|100人|約75人|A").is_empty());
        assert!(row("数||100人|75人|A").is_empty());
    }

    #[test]
    fn a_report_without_a_rule_or_with_a_base() {
        of("本文", "利用者数|100人|99人|◎", &[]);
        let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
        let report = report(header, &["1-1|窓口|数|50人|100人|99人|◎"], &[WORDS]);
        assert!(says(&report, check).is_empty());
    }

    #[test]
    fn a_rule_of_ratios_beside_a_base() {
        let legend = "凡例　A：達成率100％以上　B：70％以上100％未満　C：70％未満";
        let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
        let said = |row: &str| says(&report(header, &[row], &[legend]), check);
        assert!(said("1-1|窓口|数|50人|100人|75人|B").is_empty());
        assert_eq!(said("1-1|窓口|数|50人|100人|75人|C"), ["R201 1-1"]);
    }

    #[test]
    fn rules_that_say_nothing() {
        let base = "凡例　◎：目標達成　○：前年度より改善　△：前年度より悪化";
        of(base, "利用者数|100人|99人|◎", &[]);
        // Bounds that rise, and two of one step.
        of("凡例　A：達成率50％以上　B：達成率100％以上", "利用者数|100人|9人|A", &[]);
        of("凡例　A：達成率90％以上　B：達成率90％以上", "利用者数|100人|9人|A", &[]);
    }

    fn of_one(legend: &str, row: &str) -> Report {
        report("番号|施策名|成果指標|目標|実績|評価", &[&format!("1-1|窓口|{row}")], &[legend])
    }

    /// A layout may say that bounds are stated, and not of what.
    #[test]
    fn rules_of_layouts() {
        let said = |legend: &str, row: &str, kind: Option<RuleKind>| {
            let mut report = of_one(legend, row);
            match (kind, &mut report.rule) {
                (Some(kind), Some(stated)) => stated.rule.kind = kind,
                (_, rule) => *rule = None,
            }
            says(&report, check)
        };
        let letters = "凡例　A：100％以上　B：80％以上100％未満　C：80％未満";
        let stated = Some(RuleKind::Stated);
        assert!(said(letters, "数|100人|9人|A", stated).is_empty());
        assert_eq!(said(BOUNDS, "数|100人|79人|○", stated), ["R201 1-1"]);
        // Without a rule, the bounds in the words of the legend.
        assert!(said(BOUNDS, "数|100人|80人|○", None).is_empty());
        assert_eq!(said(BOUNDS, "数|100人|79人|○", None), ["R201 1-1"]);
        let same = "凡例　◎達成（80％以上）　○概ね達成（80％以上）　△未達成";
        assert!(said(same, "数|100人|70人|○", None).is_empty());
    }

    #[test]
    fn what_is_expected_and_found() {
        let said = |legend: &str, row: &str| details(&of_one(legend, row), check);
        assert_eq!(said(WORDS, "数|100人|99人|◎"), ["R201 1-1 key rating ◎より下 → ◎"]);
        assert_eq!(said(BOUNDS, "数|100人|90人|△"), ["R201 1-1 key rating ○ → △"]);
        let items = "①数⏎②数|①10件⏎②10件|①10件⏎②8件|△";
        assert_eq!(said(BOUNDS, items), ["R201 1-1 key rating ◎～○ → △"]);
        assert_eq!(said(WORDS, "数|100人|実施|○"), ["R202 1-1 key rating - → 実施"]);
    }

    #[test]
    fn from_what_a_rating_follows() {
        let basis = |row: &str| {
            let bases = bases_of_ratings(&of_one(WORDS, row));
            bases
                .into_iter()
                .map(|(measure, symbol, it)| (format!("{measure} {symbol}"), it))
                .next()
        };
        let is = |name: &str, basis: Basis| Some((name.to_owned(), basis));
        assert_eq!(basis("数|100人|100人|◎"), is("1-1 ◎", Basis::Numbers));
        assert_eq!(basis("周知|実施|実施|◎"), is("1-1 ◎", Basis::Words));
        assert_eq!(basis("①周知⏎②数|①実施⏎②9件|①実施⏎②9件|◎"), is("1-1 ◎", Basis::Numbers));
        assert_eq!(basis("数|100人|約99人|◎"), is("1-1 ◎", Basis::NotComputable));
        assert_eq!(basis("数|①100人|②90人|◎"), is("1-1 ◎", Basis::NotComputable));
        assert_eq!(basis("数|100人|99人|◎"), is("1-1 ◎", Basis::Contradicted));
        assert_eq!(basis("数|100人|※|■"), None);
        assert!(bases_of_ratings(&of_one("本文", "数|100人|100人|◎")).is_empty());
    }
}
