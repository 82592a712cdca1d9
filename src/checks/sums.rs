//! T102: the row of all, and the column of all, must be the sum of the others.
//!
//! **Why.** A table of totals is often updated row by row, and its last row forgotten.
//!
//! **How.** In each declared table, every count of the row of all is compared with the
//! sum of the rows of groups; and in each row 計 with the sum of its counts, of those
//! with a step or of all. A table without rows of groups, or with groups inside groups
//! and not all of the outer ones, has no sum down.
//!
//! **Tolerance.** None. What follows from a count that T101 names is not said again.

use super::rows::{Table, differs, false_sums, mended, outer, sums_across, tables};
use crate::finding::{Code, Finding};
use crate::report::{Report, TotalsRow};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    for table in tables(report) {
        let mended = mended(report, table);
        for (row, other) in table.iter().zip(&mended) {
            let (row, other) = (across(report, row), across(report, other));
            findings.extend(row.filter(|_| other.is_some()));
        }
        for (whole, other) in table.iter().zip(&mended).filter(|it| it.0.path.is_empty()) {
            let others = down(&mended, other);
            let is_false = |it: &(&str, u64, u64)| others.iter().any(|other| other.0 == it.0);
            let sums = down(table, whole).into_iter().filter(is_false);
            findings.extend(sums.map(|(name, sum, count)| {
                let name = if name == TOTAL { (TOTAL, "the total") } else { (name, name) };
                differs(Code::T102, whole, name, sum, count)
            }));
        }
    }
}

/// The column of all.
const TOTAL: &str = "計";

/// 計 of a row.
fn across(report: &Report, row: &TotalsRow) -> Option<Finding> {
    let total = row.total?;
    let sums = sums_across(report, row);
    let first = sums.first().copied()?;
    let has_all = report
        .legend
        .entries
        .iter()
        .filter(|entry| entry.step.is_some())
        .all(|entry| row.counts.iter().any(|it| it.0 == entry.symbol));
    // Where a rating has no column 計 may be more, and never less.
    let is_whole = !report.legend.is_empty() && has_all;
    let is_false = !sums.contains(&total) && (is_whole || total < first);
    is_false.then(|| differs(Code::T102, row, (TOTAL, "the total"), first, total))
}

/// What of the row of all is not the sum of the outer groups of its year.
fn down<'r>(table: Table<'_>, whole: &'r TotalsRow) -> Vec<(&'r str, u64, u64)> {
    let parts = outer(table, whole.year);
    let mut found = false_sums(whole, &parts);
    let totals: Option<Vec<u64>> = parts.iter().map(|row| row.total).collect();
    if let (Some(totals), Some(total)) = (totals, whole.total)
        && parts.len() > 1
        && totals.iter().sum::<u64>() != total
    {
        found.push((TOTAL, totals.iter().sum(), total));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::checks::samples::{Sample, codes};

    #[track_caller]
    fn check(table: &[&str], expected: &[&str]) {
        let report = Sample { tables: &[table], ..Sample::default() }.report();
        assert_eq!(codes(&report, super::check), expected, "{table:?}");
    }

    #[test]
    fn true_sums() {
        check(&["区分|◎|○|△|計", "くらし|2|0|1|3", "行政|1|1|0|2", "合計|3|1|1|5"], &[]);
        check(
            &["区分|◎|○|△|計|集計中", "くらし|2|0|1|3|(1)", "行政|1|1|0|2|(0)", "合計|3|1|1|5|(1)"],
            &[],
        );
        // 計 with those that are not known yet.
        check(&["区分|◎|○|△|■|計", "合計|3|1|1|2|7"], &[]);
        // Years are no parts of each other.
        check(&["年度|◎|○|△|計", "令和５年度|2|0|1|3", "令和６年度|1|1|0|2"], &[]);
        check(&["区分|◎|○|△", "くらし|2|0|1", "合計|3|1|1"], &[]);
        check(
            &[
                "分野|施策|◎|○|△",
                "くらし|相談|1|0|1",
                "くらし|小計|1|0|1",
                "行政|窓口|1|1|0",
                "行政|小計|1|1|0",
                "合計||2|1|1",
            ],
            &[],
        );
        check(&["区分|◎|○|計", "合計|3|1|9"], &[]);
        check(&["区分|◎|○|△|計", "くらし|2|0|1|3", "合計|3|1|1|5"], &[]);
    }

    #[test]
    fn false_sums() {
        check(
            &["区分|◎|○|△|計", "くらし|2|0|1|3", "行政|1|1|0|2", "合計|3|1|2|6"],
            &["T102 合計の「△」", "T102 合計の「計」"],
        );
        check(&["区分|◎|○|△|計", "合計|3|1|1|6"], &["T102 合計の「計」"]);
        check(&["区分|◎|○|計", "合計|3|1|2"], &["T102 合計の「計」"]);
        check(&["区分|◎|○|△", "くらし|2|0|1", "行政|1|1|0", "合計|2|1|1"], &["T102 合計の「◎」"]);
        check(
            &[
                "分野|施策|◎|○|△",
                "くらし|相談|1|0|1",
                "くらし|小計|1|0|1",
                "行政|窓口|1|1|0",
                "行政|小計|1|1|0",
                "合計||2|2|1",
            ],
            &["T102 合計の「○」"],
        );
    }
}
