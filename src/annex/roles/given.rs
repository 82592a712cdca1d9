//! What a layout says of columns goes before what their headers do.

use super::Why;
use super::candidate::Candidate;
use crate::annex::Context;
use crate::finding::{Code, Finding, Message};
use crate::layout::{Layout, YearRule};
use crate::table::Table;

/// Gives the columns that a layout names the roles that it says. Two rules that claim
/// one column are a finding, and neither holds.
pub(super) fn apply(
    candidates: &mut [Candidate],
    table: &Table,
    layout: &Layout,
    context: &Context,
    findings: &mut Vec<Finding>,
) {
    for (own, column) in candidates.iter_mut().zip(&table.columns) {
        let rule = match layout.rule(&column.path) {
            Ok(Some(rule)) => rule,
            Ok(None) => continue,
            Err([first, second]) => {
                let header = column.path.join("/").replace('\n', "");
                let (one, two) = (first.line, second.line);
                let message = Message::new(
                    format!(
                        "レイアウトの{one}行目と{two}行目が同じ列「{header}」に当てはまります。どちらかを直してください。"
                    ),
                    format!(
                        "lines {one} and {two} of the layout both claim the column {header:?}: mend one of them"
                    ),
                );
                findings.push(Finding::new(Code::P931, message));
                continue;
            }
        };
        let year = |rule: Option<YearRule>| match rule {
            Some(YearRule::Of(year)) => Some(year),
            Some(YearRule::FromReport(off)) => context.year.map(|year| year.saturating_add(off)),
            Some(YearRule::Said) | None => None,
        };
        let Some(first) = rule.holds.first() else { continue };
        (own.role, own.why) = (Some(first.role), Why::Layout);
        own.aspect.clone_from(&first.aspect);
        own.by_row.clear();
        if rule.holds.len() > 1 {
            own.by_row = rule.holds.iter().map(|it| (it.role, year(it.year))).collect();
        } else if let Some(year) = year(first.year) {
            own.years = Some((year, year));
        }
    }
}
