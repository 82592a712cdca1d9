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
