//! I305: a measure has several indicators.
//!
//! **Why.** Whoever counts rows counts such a measure more than once; whoever counts
//! measures should know.
//!
//! **How.** A measure with two indicators or more, each on a row of its own, is named.

use crate::finding::{Code, Finding, Message};
use crate::report::{Measure, Report};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    findings.extend(report.measures.iter().filter(|it| it.indicators.len() > 1).map(several));
}

fn several(measure: &Measure) -> Finding {
    let (count, label) = (measure.indicators.len(), measure.label());
    let message = Message::new(
        format!("施策{label}には成果指標が{count}あります。"),
        format!("the measure {label} has {count} indicators"),
    );
    Finding::new(Code::I305, message).of_measure(label).at(Some(measure.place.clone()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{report, says};

    #[test]
    fn several_indicators() {
        let rows = ["1|窓口|数|1件|1件|◎", "1|窓口|率|1%|1%|◎", "2|相談|数|1件|1件|◎"];
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &[]);
        assert!(says(&report, check).is_empty());
        let more = report.measures[1].indicators.clone();
        report.measures[0].indicators.extend(more);
        assert_eq!(says(&report, check), ["I305 1"]);
    }
}
