//! T101: the annex, counted, must give the totals that the report declares.
//!
//! **Why.** A lost row, a misread symbol or a table that was updated without
//! its summary nearly always breaks a total, so this is the cheapest proof that
//! both the report and its reading are whole.
//!
//! **How.** Each count of each row of the declared table is compared with the
//! rows of the pillar of that name; 合計 with all rows. A count that the report
//! does not declare is not asked for.

use crate::finding::{Code, Finding, Message};
use crate::layout;
use crate::report::{Counts, Report, TotalsRow};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let Some(declared) = &report.declared else { return };
    for row in &declared.rows {
        let Some(computed) = counterpart(row, &report.computed) else { continue };
        for (name, expected, found) in pairs(&row.counts, &computed.counts) {
            if expected != found {
                findings.push(differs(row, name, expected, found));
            }
        }
    }
}

fn counterpart<'a>(row: &TotalsRow, computed: &'a [TotalsRow]) -> Option<&'a TotalsRow> {
    let label = layout::fold(&row.label);
    computed
        .iter()
        .find(|other| layout::fold(&other.label) == label)
        .or_else(|| matches!(label.as_str(), "計" | "合計" | "総計").then(|| computed.last())?)
}

/// Counts that both rows have, by the word under which they are declared.
pub(super) fn pairs(declared: &Counts, computed: &Counts) -> Vec<(&'static str, u64, u64)> {
    [
        ("達成", declared.achieved, computed.achieved),
        ("概ね達成", declared.mostly_achieved, computed.mostly_achieved),
        ("未達成", declared.not_achieved, computed.not_achieved),
        ("計", declared.total, computed.total),
        ("集計中", declared.pending, computed.pending),
    ]
    .into_iter()
    .filter_map(|(name, declared, computed)| Some((name, declared?, computed?)))
    .collect()
}

fn differs(row: &TotalsRow, name: &str, expected: u64, found: u64) -> Finding {
    let label = &row.label;
    Finding::new(
        Code::T101,
        Message::new(
            format!(
                "{label}の「{name}」は{expected}と記載されていますが、別紙を数えると{found}です。"
            ),
            format!("{label}: {name} is declared as {expected}, the annex gives {found}"),
        ),
    )
    .comparing(expected.to_string(), found.to_string())
    .at(row.place.clone())
}
