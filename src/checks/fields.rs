//! T107: counts by field in the prose must be those of the plan and of the measures.
//!
//! **Why.** A field that was added or merged changes them, and the introduction is copied
//! from last year.
//!
//! **How.** A count of a rating that a sentence gives for a field named in quotes is
//! compared with the measures of that field; the number of fields that a sentence gives
//! for a pillar (「くらしのデジタル化」の13の施策分野) with the structure of the plan.
//!
//! **Tolerance.** None.

use super::prose::differences;
use crate::finding::{Code, Finding, Message};
use crate::report::{FieldCount, Report, Stated, TotalsRow, is_same_group};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let Some(declared) = &report.declared else { return };
    for stated in &declared.stated {
        let row = field_of(report, &declared.rows, stated);
        findings
            .extend(row.into_iter().flat_map(|row| differences(report, row, stated, Code::T107)));
    }
    findings.extend(declared.fields.iter().filter_map(|it| fields(report, it)));
}

/// The measures of the field that a sentence names and no table has a row of.
fn field_of<'a>(
    report: &'a Report,
    declared: &[TotalsRow],
    stated: &Stated,
) -> Option<&'a TotalsRow> {
    let group = stated.group.as_deref()?;
    let is_it = |row: &&TotalsRow| row.path.last().is_some_and(|name| is_same_group(name, group));
    if declared.iter().any(|row| is_it(&row) && row.place.as_ref() != Some(&stated.place)) {
        return None;
    }
    let mut rows = report.computed.iter().filter(is_it);
    let first = rows.next();
    first.filter(|_| rows.next().is_none())
}

fn fields(report: &Report, stated: &FieldCount) -> Option<Finding> {
    let pillar = report.structure.iter().find(|it| is_same_group(&it.name, &stated.group))?;
    let count = pillar.fields.len() as u64;
    let (group, said) = (&stated.group, stated.count);
    let message = Message::new(
        format!("「{group}」の分野は本文に{said}と記載されていますが、体系では{count}です。"),
        format!("{group} has {said} fields in the text, {count} in the structure"),
    );
    let finding = Finding::new(Code::T107, message).at(Some(stated.place.clone()));
    (count > 0 && said != count).then(|| finding.comparing(count.to_string(), said.to_string()))
}

#[cfg(test)]
mod tests {
    use crate::checks::samples::{Sample, codes};
    use crate::report::{Pillar, PolicyField};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let measures = &[("防災", "◎"), ("防災", "△"), ("窓口", "◎")];
        let mut report = Sample { measures, paragraphs: &[text], ..Sample::default() }.report();
        let field = |number| PolicyField { number, name: format!("分野{number}") };
        report.structure =
            vec![Pillar { name: "くらし".to_owned(), fields: (1..4).map(field).collect() }];
        assert_eq!(codes(&report, super::check), expected, "{text}");
    }

    #[test]
    fn counts_by_field() {
        check("「防災」では1施策が「達成」、1施策が「未達成」でした。", &[]);
        check("「防災」では2施策が「達成」、1施策が「未達成」でした。", &["T107 防災の「◎」"]);
        check("「その他」では2施策が「達成」でした。", &[]);
    }

    #[test]
    fn numbers_of_fields() {
        check("「くらし」の３の施策分野に位置付けています。", &[]);
        check("「くらし」の４つの取組事項に位置付けています。", &["T107 「くらし」の分野"]);
        check("「行政」の９つの取組事項に位置付けています。", &[]);
        let texts = ["「くらし」の３の施策分野に位置付けています。"];
        let mut report = Sample { paragraphs: &texts, ..Sample::default() }.report();
        report.structure = vec![Pillar { name: "くらし".to_owned(), fields: Vec::new() }];
        assert!(codes(&report, super::check).is_empty());
    }
}
