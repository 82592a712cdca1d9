//! R204: 未達成 without a reason. R205: 集計中 without a word on when it will be known.
//! R206: 指標未設定 with a value.
//!
//! **Why.** A table with a column for the reason promises one for every measure that
//! failed; a reader of ■ wants to know when to look again; ― beside a value is a rating
//! that was forgotten, or a value in the wrong row.
//!
//! **How.** R204 is asked where half of the failed measures or more give a reason. R205
//! takes a year in the actual or its note, or one of the words of such notes. R206 looks
//! at target and actual of the report's year.

use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Measure, Report, ValueRole};
use crate::value::{Rating, State};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let rated = |rating| report.measures.iter().filter(move |it| it.rating == Some(rating));
    // Where no step says 未達成, the last of three or more is what needs a reason.
    let says_failed = report.legend.entries.iter().any(|it| it.rating == Some(Rating::NotAchieved));
    let last = report.legend.entries.iter().filter_map(|it| it.step).max();
    let last = last.filter(|step| *step > 2 && !says_failed);
    let is_last = |it: &&Measure| {
        let step = it.rating_symbol.as_deref().and_then(|symbol| report.legend.step(symbol));
        last.is_some() && step == last
    };
    let worst = report.measures.iter().filter(is_last);
    let failed: Vec<&Measure> = rated(Rating::NotAchieved).chain(worst).collect();
    let without: Vec<&Measure> = failed.iter().copied().filter(|it| it.reason.is_none()).collect();
    if without.len() * 2 <= failed.len() {
        findings.extend(without.into_iter().map(no_reason));
    }
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    findings.extend(rated(Rating::Pending).filter(|it| !says_when(it, year)).map(no_date));
    // 評価対象外 says nothing of the values.
    let says_set = |it: &&Measure| {
        let entry = it.rating_symbol.as_deref().and_then(|symbol| report.known.entry(symbol));
        entry.is_none_or(|entry| ["指標", "目標", "設定"].iter().any(|it| entry.label.contains(it)))
    };
    let none = rated(Rating::NotSet).filter(says_set);
    findings.extend(none.filter_map(|it| value_of_none(it, year)));
}

fn no_reason(measure: &Measure) -> Finding {
    let message =
        Message::new("未達成ですが、理由がありません。", "not achieved, and no reason is given");
    about(Code::R204, measure, "reason", message)
}

/// Words of notes that say when a value will be known: 令和７年度中に把握予定.
const WHEN: &[&str] = &["予定", "見込", "公表", "判明", "確定", "年度", "年"];

fn says_when(measure: &Measure, year: Option<i32>) -> bool {
    let actuals = measure.indicators.iter().filter_map(|it| it.value(ValueRole::Actual, year));
    let mut parts = actuals.flat_map(|it| &it.parts);
    let is_said = |text: &Option<String>| {
        text.as_ref().is_some_and(|text| WHEN.iter().any(|word| text.contains(word)))
    };
    parts.any(|it| it.state == Some(State::Pending) && it.known_in.is_some())
        || is_said(&measure.reason)
        || is_said(&measure.remarks)
}

fn no_date(measure: &Measure) -> Finding {
    let message = Message::new(
        "集計中ですが、いつ分かるかが書かれていません。",
        "pending, and nothing says when it will be known",
    );
    about(Code::R205, measure, "actual", message)
}

fn value_of_none(measure: &Measure, year: Option<i32>) -> Option<Finding> {
    let roles = [ValueRole::Actual, ValueRole::Target];
    let mut values = measure
        .indicators
        .iter()
        .flat_map(|it| roles.iter().filter_map(move |role| it.value(*role, year)));
    let value = values.find(|it| it.parts.iter().any(|part| part.number.is_some()))?;
    let text = &value.normalized;
    let message = Message::new(
        format!("指標未設定ですが、値「{text}」があります。"),
        format!("no indicator is set, and there is a value: {text}"),
    );
    let finding = about(Code::R206, measure, value.role.code(), message);
    Some(Finding { found: Some(value.text.clone()), ..finding }.at(Some(value.place.clone())))
}

fn about(code: Code, measure: &Measure, column: &'static str, message: Message) -> Finding {
    let place = measure.ratings.first().map_or(&measure.place, |it| &it.place);
    of(code, measure, column, message, place)
}

/// A finding about a column of a measure.
pub(super) fn of(
    code: Code,
    measure: &Measure,
    column: &'static str,
    message: Message,
    place: &Place,
) -> Finding {
    let finding = Finding::new(code, message).of_measure(measure.label()).in_column(column);
    Finding { key: Some(measure.key.clone()), ..finding }.at(Some(place.clone()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{details, report, says};

    #[track_caller]
    fn of(rows: &[&str], expected: &[&str]) {
        let legend = ["凡例　◎達成　○概ね達成　△未達成　■集計中　―指標未設定"];
        let report = report("番号|施策名|成果指標|目標|実績|評価|未達成の理由", rows, &legend);
        assert_eq!(says(&report, check), expected, "{rows:?}");
    }

    #[test]
    fn failed_without_a_reason() {
        let (with, without) = ("1-1|あ|数|9件|1件|△|周知の不足", "1-2|い|数|9件|1件|△|");
        of(&[with, without], &["R204 1-2"]);
        of(&[with, "1-2|い|数|9件|9件|◎|"], &[]);
        // Where hardly anybody gives one, the column is for something else.
        of(&[with, without, "1-3|う|数|9件|1件|△|"], &[]);
    }

    #[test]
    fn the_last_step_without_a_reason() {
        let header = "番号|施策名|成果指標|目標|実績|評価|未達成の理由";
        let legend = ["凡例　◎：目標達成　○：基準値より改善　×：基準値より悪化"];
        let rows = ["1-1|あ|数|9件|1件|×|周知の不足", "1-2|い|数|9件|1件|×|"];
        assert_eq!(says(&report(header, &rows, &legend), check), ["R204 1-2"]);
    }

    #[test]
    fn pending_without_a_date() {
        of(&["1-1|あ|数|9件|※|■|※令和７年度中に把握予定"], &[]);
        of(&["1-1|あ|数|9件|※|■|"], &["R205 1-1"]);
        of(&["1-1|あ|数|9件|※（令和７年度に把握予定）|■|"], &[]);
        of(&["1-1|あ|数|9件|※|■|現在集計している"], &["R205 1-1"]);
        let header = "番号|施策名|成果指標|目標|実績|評価|備考";
        let legend = ["凡例　◎達成　○概ね達成　△未達成　■集計中　―指標未設定"];
        let said = |remark: &str| {
            says(&report(header, &[&format!("1-1|あ|数|9件|集計中|■|{remark}")], &legend), check)
        };
        assert!(said("冬に公表される").is_empty());
        assert_eq!(said("件数は速報"), ["R205 1-1"]);
    }

    #[test]
    fn not_rated_with_a_value() {
        let header = "番号|施策名|成果指標|目標|実績|評価|未達成の理由";
        let legend = ["凡例　◎達成　○概ね達成　△未達成　－評価対象外"];
        let report = report(header, &["1-1|あ|数|3件|2件|－|"], &legend);
        assert!(says(&report, check).is_empty());
    }

    #[test]
    fn not_set_with_a_value() {
        of(&["1-1|あ|数|―|―|―|"], &[]);
        of(&["1-1|あ|数|―|3件|―|"], &["R206 1-1"]);
        of(&["1-1|あ|数|3件|―|―|"], &["R206 1-1"]);
        let header = "番号|施策名|成果指標|目標|実績|評価";
        let legend = ["凡例　◎達成　○概ね達成　△未達成　■集計中　―指標未設定"];
        let report = report(header, &["1-1|あ|数|―|3件|―"], &legend);
        assert_eq!(details(&report, check), ["R206 1-1 key actual - → 3件"]);
    }
}
