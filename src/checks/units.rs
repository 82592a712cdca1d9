//! V501: the units of target and actual differ. V503: labelled items (①②) that have no
//! counterpart.
//!
//! **Why.** 25人 of 20件 is a slip, or two different things that nobody can compare; an
//! item without target or actual was forgotten.
//!
//! **How.** Values pair by label, else line by line; units are compared without what they
//! are per (件/年 counts 件) and by what they mean (人 and 名 are one).

use super::outcome::{rows, units_differ};
use super::reasons::of;
use crate::finding::{Code, Finding, Message};
use crate::report::Report;
use crate::value::{self, Value};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    for row in rows(report) {
        let (targets, actuals) = (&row.target.parts, &row.actual.parts);
        // What is not known yet has no items.
        if targets.is_empty() || actuals.is_empty() {
            continue;
        }
        let pairing = value::pair(&row.indicator.items, targets, actuals);
        let both = |it: &value::Pair| -> Option<(&Value, &Value)> {
            let ([target], [actual]) = (it.targets.as_slice(), it.actuals.as_slice()) else {
                return None;
            };
            Some((targets.get(*target)?, actuals.get(*actual)?))
        };
        let mut pairs = pairing.pairs.iter().filter_map(both);
        if let Some((target, actual)) = pairs.find(|it| units_differ(it.0, it.1)) {
            let message = Message::new(
                format!("目標「{}」と実績「{}」の単位が違います。", target.text, actual.text),
                format!("the units of target {} and actual {} differ", target.text, actual.text),
            );
            let finding = of(Code::V501, row.measure, "actual", message, &row.actual.place);
            findings.push(finding.comparing(&target.text, &actual.text));
        }
        for unpaired in &pairing.unpaired {
            let Some(label) = &unpaired.label else { continue };
            let (ja, en, column, place) = match unpaired.missing {
                value::Side::Indicator => ("成果指標", "indicator", "indicator", &row.target.place),
                value::Side::Target => ("目標", "target", "target", &row.target.place),
                value::Side::Actual => ("実績", "actual", "actual", &row.actual.place),
            };
            let message = Message::new(
                format!("「{label}」が{ja}にありません。"),
                format!("{label} has no {en}"),
            );
            let finding = of(Code::V503, row.measure, column, message, place);
            findings.push(Finding { expected: Some(label.clone()), ..finding });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{details, report, says};
    use crate::report::ValueRole;

    #[track_caller]
    fn of(row: &str, expected: &[&str]) {
        let row = format!("1-1|窓口|{row}|◎");
        let report = report("番号|施策名|成果指標|目標|実績|評価", &[&row], &[]);
        assert_eq!(says(&report, check), expected, "{row}");
    }

    #[test]
    fn units() {
        of("数|20件|25件", &[]);
        of("数|20件|25人", &["V501 1-1"]);
        of("数|20人|25名", &[]);
        of("数|20件/年|25件", &[]);
        of("数|20％|25%", &[]);
        of("数|20件|実施", &[]);
    }

    #[test]
    fn items() {
        of("①率⏎②数|①90%⏎②9件|①90%⏎②9件", &[]);
        of("①率⏎②数|①90%⏎②9件|①90%", &["V503 1-1"]);
        of("①率⏎②数|①90%|①90%⏎②9件", &["V503 1-1"]);
        of("①率|①90%⏎②9件|①90%⏎②9件", &["V503 1-1"]);
        of("割合|0%|【高校】1%⏎【支援】2%", &[]);
        let row = "1-1|窓口|①率⏎②数|①90%⏎②9件|①90%|◎";
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &[row], &[]);
        assert_eq!(details(&report, check), ["V503 1-1 key actual ② → -"]);
        for value in &mut report.measures[0].indicators[0].values {
            if value.role == ValueRole::Actual {
                value.parts.clear();
            }
        }
        assert!(says(&report, check).is_empty());
    }
}
