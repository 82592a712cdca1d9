//! T101: the measures, counted, must give the totals that the report declares.
//!
//! **Why.** A lost row, a misread symbol or a table that was updated without
//! its summary nearly always breaks a total, so this is the cheapest proof that
//! both the report and its reading are whole.
//!
//! **How.** Each count of each declared row is compared with the measures of the
//! group that it names; 合計 with all. Counts are of the steps of the report's own
//! legend. A row of another year, or of a group that no measure has, is not asked, nor
//! is a table of some groups whose sum is that of its own rows. On one of several sheets
//! 合計 may be of the measures of that sheet.
//!
//! **Tolerance.** None.

use super::rows::sums_across;
use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Report, TotalsRow, counted, counterpart, on_sheet};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let Some(declared) = &report.declared else { return };
    for table in declared.rows.chunk_by(|a, b| a.table == b.table) {
        for row in table {
            findings.extend(differences(report, table, row));
        }
    }
}

/// A declared row with the one count that is not what the measures give set right; none
/// where there is no such count, or more than one. Whatever follows from the row as it
/// is, or from it set right, is no slip of its own: one wrong count is one error.
pub(super) fn mended(report: &Report, row: &TotalsRow) -> Option<TotalsRow> {
    let declared = &report.declared.as_ref()?.rows;
    let table = declared.chunk_by(|a, b| a.table == b.table).find(|it| it.contains(row))?;
    let differing = differing(report, table, row);
    let [(name, _, found)] = differing.as_slice() else { return None };
    let mut mended = row.clone();
    let count = mended.counts.iter_mut().find(|it| it.0 == *name);
    let together = mended.together.iter_mut().find(|it| it.name == *name);
    match (count, together) {
        (Some(count), _) => count.1 = *found,
        (None, Some(together)) => together.count = *found,
        (None, None) => mended.total = Some(*found),
    }
    Some(mended)
}

fn differences(report: &Report, table: &[TotalsRow], row: &TotalsRow) -> Vec<Finding> {
    let differ = |(name, declared, found)| differs(row, name, declared, found);
    differing(report, table, row).into_iter().map(differ).collect()
}

/// The counts of a row that are not what the measures give: name, declared, found.
fn differing<'r>(
    report: &Report,
    table: &[TotalsRow],
    row: &'r TotalsRow,
) -> Vec<(&'r str, u64, u64)> {
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    let Some(computed) = counterpart(row, &report.computed, year) else { return Vec::new() };
    let mut differing = pairs(report, row, computed);
    if row.path.is_empty() && !differing.is_empty() {
        if is_partial(report, table, row) {
            return Vec::new();
        }
        // A total on one of several sheets may count the measures of that sheet.
        if let Some(Place::Sheet { sheet, .. }) = &row.place {
            let of_sheet = pairs(report, row, &on_sheet(report, sheet));
            if of_sheet.len() < differing.len() {
                differing = of_sheet;
            }
        }
    }
    differing
}

/// The counts that differ: name, declared, found.
fn pairs<'r>(
    report: &Report,
    row: &'r TotalsRow,
    computed: &TotalsRow,
) -> Vec<(&'r str, u64, u64)> {
    let counts = row
        .counts
        .iter()
        .map(|(name, declared)| (name.as_str(), *declared, counted(computed, name, &report.known)));
    let mut pairs: Vec<(&str, u64, u64)> = counts.collect();
    // What is counted together is no part of the sum.
    let together = row.together.iter().map(|it| {
        let counts = it.symbols.iter().map(|name| counted(computed, name, &report.known));
        (it.name.as_str(), it.count, counts.sum())
    });
    let together: Vec<(&str, u64, u64)> = together.collect();
    if let Some(total) = row.total {
        // Some reports leave those without a step out of 計, others do not.
        let all: u64 = pairs.iter().map(|it| it.2).sum();
        let with_steps = computed.total.unwrap_or(all);
        let adds_up = sums_across(report, row).contains(&total);
        let is_true = adds_up && pairs.iter().all(|it| it.1 == it.2);
        let found = if total == all || is_true { total } else { with_steps };
        pairs.push(("計", total, found));
    }
    pairs.extend(together);
    pairs.retain(|(_, declared, found)| declared != found);
    pairs
}

/// Whether the sum of a table is that of its own rows, which are some of the groups and
/// each of which is true: a chapter has a table of its own.
fn is_partial(report: &Report, table: &[TotalsRow], sum: &TotalsRow) -> bool {
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    let parts: Vec<(&TotalsRow, &TotalsRow)> = table
        .iter()
        .filter(|row| !row.path.is_empty())
        .filter_map(|row| Some((row, counterpart(row, &report.computed, year)?)))
        .collect();
    let groups = report.computed.iter().filter(|row| row.path.len() == 1).count();
    let is_true = |(row, computed): &(&TotalsRow, &TotalsRow)| {
        row.counts.iter().all(|(name, count)| counted(computed, name, &report.known) == *count)
    };
    let adds_up = sum
        .counts
        .iter()
        .all(|(name, count)| parts.iter().filter_map(|it| it.0.count(name)).sum::<u64>() == *count);
    !parts.is_empty() && parts.len() < groups && adds_up && parts.iter().all(is_true)
}

fn differs(row: &TotalsRow, name: &str, expected: u64, found: u64) -> Finding {
    let label = &row.label;
    Finding::new(
        Code::T101,
        Message::new(
            format!(
                "{label}の「{name}」は{expected}と記載されていますが、施策を数えると{found}です。"
            ),
            format!("{label}: {name} is declared as {expected}, the measures give {found}"),
        ),
    )
    .comparing(expected.to_string(), found.to_string())
    .at(row.place.clone())
}

#[cfg(test)]
mod tests {
    use super::mended;
    use crate::checks::samples::{Sample, codes, details};
    use crate::place::Place;
    use crate::report::{Report, Together};

    /// Measures of two groups: 3 ◎, 1 ○, 1 △.
    const MEASURES: &[(&str, &str)] =
        &[("くらし", "◎"), ("くらし", "◎"), ("くらし", "△"), ("行政", "◎"), ("行政", "○")];

    #[track_caller]
    fn check(tables: &[&[&str]], expected: &[&str]) {
        let report = Sample { measures: MEASURES, tables, ..Sample::default() }.report();
        assert_eq!(codes(&report, super::check), expected, "{tables:?}");
    }

    #[test]
    fn true_totals() {
        check(&[&["区分|◎|○|△|計", "くらし|2|0|1|3", "行政|1|1|0|2", "合計|3|1|1|5"]], &[]);
        check(&[&["評価|施策数|割合", "◎|3|60.0%", "○|1|20.0%", "△|1|20.0%", "計|5|100%"]], &[]);
        check(&[&["区分|達成|概ね達成|未達成", "合計|3（60.0%）|1（20.0%）|1（20.0%）"]], &[]);
        // A group that no measure has, another year, some of the groups.
        check(&[&["区分|◎|○|△", "その他|9|9|9"]], &[]);
        check(&[&["年度|◎|○|△", "令和５年度|9|9|9", "令和６年度|3|1|1"]], &[]);
        check(&[&["区分|◎|○|△", "くらし|2|0|1", "合計|2|0|1"]], &[]);
        check(&[], &[]);
    }

    #[test]
    fn false_totals() {
        check(&[&["区分|◎|○|△|計", "合計|2|1|1|5"]], &["T101 合計の「◎」"]);
        check(&[&["区分|◎|○|△|計", "合計|3|1|1|6"]], &["T101 合計の「計」"]);
        check(&[&["区分|◎|○|△", "くらし|2|1|1"]], &["T101 くらしの「○」"]);
        check(&[&["区分|達成|概ね達成|未達成", "１ くらし|1|0|1"]], &["T101 １くらしの「◎」"]);
        check(&[&["評価|施策数", "◎|3", "○|0", "△|1"]], &["T101 合計の「○」"]);
        check(&[&["年度|◎|○|△", "令和６年度|3|1|2"]], &["T101 令和６年度の「△」"]);
        check(
            &[&["区分|◎|○|△", "くらし|2|0|1", "合計|2|0|2"]],
            &["T101 合計の「◎」", "T101 合計の「○」", "T101 合計の「△」"],
        );
        check(
            &[&["区分|◎|○|△", "合計|0|0|0"]],
            &["T101 合計の「◎」", "T101 合計の「○」", "T101 合計の「△」"],
        );
        check(&[&["区分|◎|○|△", "くらし|3|1|1"]], &["T101 くらしの「◎」", "T101 くらしの「○」"]);
    }

    #[test]
    fn totals_with_what_has_no_step() {
        let measures = &[("くらし", "◎"), ("くらし", "△"), ("くらし", "■")];
        let of = |table: &[&str], expected: &[&str]| {
            let report = Sample { measures, tables: &[table], ..Sample::default() }.report();
            assert_eq!(codes(&report, super::check), expected, "{table:?}");
        };
        of(&["区分|◎|○|△|■|計", "合計|1|0|1|1|3"], &[]);
        of(&["区分|◎|○|△|■|計", "合計|1|0|1|1|2"], &[]);
        of(&["区分|◎|○|△|■|計", "合計|2|0|1|1|3"], &["T101 合計の「◎」"]);
        of(&["区分|◎|○|△|評価なし|計", "合計|1|0|1|4|6"], &[]);
        of(&["区分|◎|○|△|評価なし|計", "合計|1|0|1|4|7"], &["T101 合計の「計」"]);
    }

    fn with(tables: &[&[&str]]) -> Report {
        Sample { measures: MEASURES, tables, ..Sample::default() }.report()
    }

    /// 合計 on one of several sheets may be of the measures of that sheet.
    #[test]
    fn totals_of_a_sheet() {
        let said = |row: &str| {
            let mut report = with(&[&["区分|◎|○|△", row]]);
            let Some(Place::Sheet { sheet, .. }) =
                report.declared.as_ref().and_then(|it| it.rows[0].place.clone())
            else {
                panic!("no sheet")
            };
            for measure in &mut report.measures {
                let is_here = measure.groups[0].name == "くらし";
                if let Place::Sheet { sheet: own, .. } = &mut measure.place {
                    *own = if is_here { sheet.clone() } else { "別".into() };
                }
            }
            details(&report, super::check)
        };
        assert!(said("合計|2|0|1").is_empty() && said("合計|3|1|1").is_empty());
        assert_eq!(said("合計|2|0|2"), ["T101 - - - 2 → 1"]);
        assert_eq!(said("合計|9|9|9")[0], "T101 - - - 9 → 3");
    }

    #[test]
    fn rows_set_right() {
        let row = |table: &[&str]| {
            let report = with(&[table]);
            let row = report.declared.as_ref().unwrap().rows.last().unwrap().clone();
            mended(&report, &row).map(|it| {
                let counts: Vec<u64> = it.counts.iter().map(|it| it.1).collect();
                (counts, it.total)
            })
        };
        assert_eq!(row(&["区分|◎|○|△|計", "合計|2|1|1|5"]), Some((vec![3, 1, 1], Some(5))));
        assert_eq!(row(&["区分|◎|○|△|計", "合計|3|1|1|6"]), Some((vec![3, 1, 1], Some(5))));
        assert_eq!(row(&["区分|◎|○|△|計", "合計|3|2|1|5"]), Some((vec![3, 1, 1], Some(5))));
        assert_eq!(row(&["区分|◎|○|△|計", "合計|3|1|1|5"]), None);
        assert_eq!(row(&["区分|◎|○|△|計", "合計|2|2|1|5"]), None);
        // The sum of a table of one group alone is true.
        assert_eq!(row(&["区分|◎|△", "くらし|2|1", "合計|2|1"]), None);
    }

    #[test]
    fn counts_of_several_ratings_set_right() {
        let mut report = with(&[&["区分|◎|○|△", "合計|3|1|1"]]);
        let together = |name: &str, symbols: &[&str], count| Together {
            name: name.to_owned(),
            symbols: symbols.iter().map(|it| (*it).to_owned()).collect(),
            count,
        };
        let rows = &mut report.declared.as_mut().unwrap().rows;
        rows[0].together = vec![together("最良", &["◎"], 3), together("良", &["◎", "○"], 5)];
        let row = rows[0].clone();
        let mended = mended(&report, &row).unwrap();
        assert_eq!(mended.together.iter().map(|it| it.count).collect::<Vec<_>>(), [3, 4]);
    }
}
