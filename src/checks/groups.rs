//! T106: the sum of a group must be that of the rows that it holds.
//!
//! **Why.** 小計 is typed by hand as often as 合計.
//!
//! **How.** In each declared table, a row of a group that has rows of parts of it is
//! compared with their sum, count by count.
//!
//! **Tolerance.** None. What follows from a count that T101 names is not said again.

use super::rows::{Table, differs, false_sums, mended, tables};
use crate::finding::{Code, Finding};
use crate::report::{Report, TotalsRow};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    for table in tables(report) {
        let mended = mended(report, table);
        for (group, other) in table.iter().zip(&mended).filter(|it| !it.0.path.is_empty()) {
            let others = false_sums(other, &parts(&mended, other));
            let is_false = |it: &(&str, u64, u64)| others.iter().any(|other| other.0 == it.0);
            let sums = false_sums(group, &parts(table, group)).into_iter().filter(is_false);
            findings.extend(
                sums.map(|(name, sum, count)| differs(Code::T106, group, (name, name), sum, count)),
            );
        }
    }
}

fn parts<'t>(table: Table<'t>, group: &TotalsRow) -> Vec<&'t TotalsRow> {
    table.iter().filter(|row| is_part(row, group)).collect()
}

/// Whether a row is of a part of a group, one level below it, in the same year.
fn is_part(row: &TotalsRow, group: &TotalsRow) -> bool {
    row.year == group.year
        && row.path.len() == group.path.len() + 1
        && row.path.starts_with(&group.path)
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
    fn sums_of_groups() {
        let header = "分野|施策|◎|○|△";
        let (one, two) = ("くらし|相談|1|0|1", "くらし|防災|1|0|0");
        check(&[header, one, two, "くらし|小計|2|0|1", "合計||2|0|1"], &[]);
        check(&[header, one, two, "くらし|小計|2|1|1"], &["T106 くらし　小計の「○」"]);
        check(&[header, one, "くらし|小計|2|1|1"], &[]);
        check(&[header, one, two, "行政|小計|2|1|1"], &[]);
    }
}
