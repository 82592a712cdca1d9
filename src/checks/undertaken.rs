//! T105: the number of measures undertaken must be made of its parts, and reconcile with
//! the table of measures.
//!
//! **Why.** 197 undertaken are 169 with an indicator, 18 without one, and 10 that are not
//! known yet; a table with 225 rows, 45 of them without an indicator, holds others too:
//! a person should know why.
//!
//! **How.** The numbers of the prose are added up, and compared with the measures listed
//! and with those that have no indicator.
//!
//! **Tolerance.** None. It is no error: what 取り組んだ施策 means is the report's to say.

use crate::finding::{Code, Finding, Message};
use crate::report::{Measure, ProseNumbers, Report};
use crate::value::Rating;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let Some(declared) = &report.declared else { return };
    let Some(undertaken) = declared.prose.undertaken else { return };
    findings.extend(parts(undertaken, &declared.prose));
    findings.extend(listed(report, undertaken, &declared.prose));
}

/// Whether the parts that the prose names add up.
fn parts(undertaken: u64, prose: &ProseNumbers) -> Option<Finding> {
    let (with, without) = (prose.with_indicator?, prose.without_indicator?);
    let pending = prose.pending.unwrap_or(0);
    let sum = with.saturating_add(without).saturating_add(pending);
    let message = Message::new(
        format!(
            "取り組んだ{undertaken}施策は、{with}＋{without}＋{pending}の{sum}施策と一致しません。"
        ),
        format!("{undertaken} measures were undertaken, {with} + {without} + {pending} are {sum}"),
    );
    let finding = Finding::new(Code::T105, message);
    (sum != undertaken).then(|| finding.comparing(sum.to_string(), undertaken.to_string()))
}

/// Whether the measures listed are those undertaken.
fn listed(report: &Report, undertaken: u64, prose: &ProseNumbers) -> Option<Finding> {
    let count = |keep: fn(&&Measure) -> bool| report.measures.iter().filter(keep).count() as u64;
    let rows = count(|_| true);
    let not_set = count(|it| it.rating == Some(Rating::NotSet));
    let without = prose.without_indicator.unwrap_or(not_set);
    let message = Message::new(
        format!(
            "取り組んだ施策は{undertaken}、うち指標のないものは{without}と記載されていますが、別紙は{rows}行で、うち{not_set}行に指標がありません。"
        ),
        format!(
            "{undertaken} measures were undertaken, {without} of them without an indicator; {rows} are listed, {not_set} of them without one"
        ),
    );
    let finding = Finding::new(Code::T105, message);
    let differs = rows > 0 && (rows != undertaken || not_set != without);
    differs.then(|| finding.comparing(undertaken.to_string(), rows.to_string()))
}

#[cfg(test)]
mod tests {
    use crate::checks::samples::{Sample, codes};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let measures = &[("くらし", "◎"), ("くらし", "―"), ("行政", "■"), ("行政", "△")];
        let report = Sample { measures, paragraphs: &[text], ..Sample::default() }.report();
        assert_eq!(codes(&report, super::check), expected, "{text}");
    }

    #[test]
    fn parts_and_rows() {
        let text = |undertaken, without| {
            format!(
                "{undertaken}施策に取り組み、成果指標を設定している2施策を点検した。指標の設定がない{without}施策及び未集計の1施策を除く。"
            )
        };
        check(&text(4, 1), &[]);
        check(&text(5, 2), &["T105 取り組んだ施策"]);
        check(&text(5, 1), &["T105 取り組んだ5施策", "T105 取り組んだ施策"]);
        check("4施策に取り組みました。", &[]);
        check("3施策に取り組みました。", &["T105 取り組んだ施策"]);
        check("施策に取り組みました。", &[]);
        let texts = ["3施策に取り組みました。"];
        let report = Sample { paragraphs: &texts, ..Sample::default() }.report();
        assert!(codes(&report, super::check).is_empty());
    }
}
