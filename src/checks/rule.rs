//! R201: a rating contradicts the report's own rule. R202: whether it does can't be
//! computed.
//!
//! **Why.** A rating that does not follow from its numbers is a slip of the rating, of
//! the target or of the actual.
//!
//! **How.** 達成 asks that every target is reached, and every other rating that one is
//! not; bounds in the labels of the legend (80％以上) part the rest. Reports that state a
//! base value may rate the progress from it, so nothing is said of them. Where some
//! items are reached and some are not, the report's way of adding them up decides.

use super::outcome::{Outcome, Row, outcomes, rows};
use crate::finding::{Code, Finding, Message};
use crate::report::{Report, ValueRole};
use crate::text;
use crate::value::{Rating, number};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let bounds = Bounds::of(report);
    for row in rows(report) {
        let Some(rating) = row.rating else { continue };
        if !matches!(rating, Rating::Achieved | Rating::MostlyAchieved | Rating::NotAchieved) {
            continue;
        }
        let outcomes = outcomes(&row);
        let has_base = row.indicator.values.iter().any(|it| it.role == ValueRole::Baseline);
        if let Some(reason) = not_computable(rating, &outcomes) {
            findings.push(unknown(&row, reason));
        } else if !report.legend.is_empty()
            && !has_base
            && let Some(expected) = bounds.contradicts(rating, &outcomes)
        {
            findings.push(contradicts(&row, expected));
        }
    }
}

/// From which ratio a rating is given, where the legend says so.
#[derive(Debug, Default, PartialEq, Eq)]
struct Bounds {
    achieved: Option<Decimal>,
    mostly: Option<Decimal>,
}

static BOUND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([0-9]+(?:\.[0-9]+)?)(%|割)以上").ok());

impl Bounds {
    fn of(report: &Report) -> Bounds {
        let bound = |rating: Rating| {
            let mut entries = report.legend.entries.iter();
            let entry = entries.find(|it| it.rating == Some(rating))?;
            let label = text::normalize(&entry.label);
            let captures = BOUND.as_ref()?.captures(&label)?;
            let parts = if &captures[2] == "割" { Decimal::TEN } else { Decimal::ONE_HUNDRED };
            number::parse(&captures[1]).ok()?.checked_div(parts)
        };
        Bounds { achieved: bound(Rating::Achieved), mostly: bound(Rating::MostlyAchieved) }
    }

    /// What the rule asks for, where the rating is something else.
    fn contradicts(&self, rating: Rating, outcomes: &[Outcome]) -> Option<&'static str> {
        let are_reached = outcomes.iter().all(|it| *it == Outcome::Reached);
        let ratios: Option<Vec<Option<Decimal>>> = outcomes
            .iter()
            .map(|it| if let Outcome::Missed(ratio) = it { Some(*ratio) } else { None })
            .collect();
        // Reports that give 達成 from less or more than the target say so in the legend.
        let full = self.achieved.unwrap_or(Decimal::ONE);
        let ratios = ratios.filter(|it| !it.is_empty());
        match (rating, ratios) {
            _ if outcomes.is_empty() => None,
            (Rating::MostlyAchieved | Rating::NotAchieved, _) if are_reached => {
                (full <= Decimal::ONE).then_some("達成")
            }
            (Rating::Achieved, Some(ratios)) => {
                let falls =
                    |it: &Option<Decimal>| it.map_or(full >= Decimal::ONE, |ratio| ratio < full);
                ratios.iter().all(falls).then_some("未達成")
            }
            (Rating::MostlyAchieved, Some(ratios)) => {
                let least = self.mostly?;
                ratios.iter().all(|it| it.is_some_and(|it| it < least)).then_some("未達成")
            }
            (Rating::NotAchieved, Some(ratios)) => {
                let least = self.mostly?;
                ratios.iter().all(|it| it.is_some_and(|it| it >= least)).then_some("概ね達成")
            }
            _ => None,
        }
    }
}

/// Why a rating can't be computed.
fn not_computable(rating: Rating, outcomes: &[Outcome]) -> Option<(&'static str, &'static str)> {
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
    use super::check;
    use crate::checks::samples::{report, says};

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
    }

    #[test]
    fn not_computable() {
        of(WORDS, "割合|0%|5%|○", &["R202 1-1"]);
        of(WORDS, "利用者数|100人|実施|○", &["R202 1-1"]);
        of(WORDS, "利用者数|100人|90件|○", &["R202 1-1"]);
        of(WORDS, "相談件数|100件/年|90件|○", &[]);
        of(WORDS, "利用者数|100人|※|■", &[]);
    }

    #[test]
    fn several_items() {
        of(WORDS, "①率⏎②数|①90%⏎②10件|①90%⏎②9件|○", &[]);
        of(WORDS, "①率⏎②数|①90%⏎②10件|①89%⏎②9件|◎", &["R201 1-1"]);
        of(WORDS, "①率⏎②数⏎③数|①90%⏎②6件⏎③4件|①90%⏎②・③合計10件|△", &["R201 1-1"]);
    }

    #[test]
    fn a_report_without_a_rule_or_with_a_base() {
        of("本文", "利用者数|100人|99人|◎", &[]);
        let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
        let report = report(header, &["1-1|窓口|数|50人|100人|99人|◎"], &[WORDS]);
        assert!(says(&report, check).is_empty());
    }
}
