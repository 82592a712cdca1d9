//! Can this be true? Questions asked of a finished report.
//!
//! One check, one file, one code; its doc comment is its manual page. A check
//! only reads: it never repairs a value and never stops the run.

mod characters;
mod totals;
mod sums;
mod percentages;
mod prose;
mod undertaken;
mod groups;
mod fields;
mod numbers;
mod merged_numbers;
mod outcome;
mod rule;
mod symbols;
mod reasons;
mod ratio;
mod gaps;
mod highlights;
mod units;
mod writing;
mod expect;
mod agree;
mod before;
mod rows;
#[cfg(test)]
mod samples;

pub use agree::agreement;
pub use before::against_last_year;
pub use expect::Expectation;
pub use rule::{Basis, bases_of_ratings};

use crate::finding::Finding;
use crate::report::{Measure, Report};
use std::collections::HashMap;

/// Every check, in the order in which findings are reported.
const ALL: &[fn(&Report, &mut Vec<Finding>)] = &[
    totals::check,
    sums::check,
    percentages::check,
    prose::check,
    undertaken::check,
    groups::check,
    fields::check,
    symbols::check,
    rule::check,
    reasons::check,
    ratio::check,
    numbers::check,
    gaps::check,
    merged_numbers::check,
    highlights::check,
    units::check,
    writing::check,
    characters::check,
];

/// Asks every question and adds the answers to the report's findings.
pub(crate) fn run(report: &mut Report) {
    let mut findings = Vec::new();
    for check in ALL {
        check(report, &mut findings);
    }
    report.findings.extend(findings);
    name_keys(&report.measures, &mut report.findings);
}

/// Gives findings that name a measure its key, where one measure alone is named so.
fn name_keys(measures: &[Measure], findings: &mut [Finding]) {
    let mut keys: HashMap<&str, Option<&str>> = HashMap::new();
    for measure in measures {
        let key = keys.entry(measure.label());
        key.and_modify(|key| *key = None).or_insert(Some(measure.key.as_str()));
    }
    for finding in findings.iter_mut().filter(|it| it.key.is_none()) {
        let known = finding.measure.as_deref().and_then(|it| keys.get(it).copied().flatten());
        finding.key = known.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::samples::report;

    #[test]
    fn every_check_is_asked_and_keys_are_those_of_one_measure() {
        let rows = ["1|窓口|数|1件|1件|☆", "2|相談|数|1件|1件|☆", "2|防災|数|1件|1件|☆"];
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &[]);
        report.findings.clear();
        super::run(&mut report);
        let said = report.findings.iter().map(|it| (it.code.as_str(), it.measure.as_deref()));
        let said: Vec<_> = said.collect();
        assert!(
            said.contains(&("R203", Some("1"))) && said.contains(&("I301", Some("2"))),
            "{said:?}"
        );
        for finding in &mut report.findings {
            finding.key = None;
        }
        super::name_keys(&report.measures, &mut report.findings);
        for finding in &report.findings {
            let key = (finding.measure.as_deref() == Some("1")).then_some(&report.measures[0].key);
            assert_eq!(finding.key.as_ref(), key, "{finding:?}");
        }
    }
}
