//! W601: digits of both widths in one column. W602: look-alikes of one symbol.
//!
//! **Why.** Whoever searches for 12件 does not find １２件, whoever counts ○ misses ◯.
//!
//! **How.** W601 looks at digits and per cents of the cells of a column, and shows one of
//! the width that is rarer. W602 looks at the legend and at the ratings; where the legend
//! itself has two look-alikes, they mean different things.

use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Report, ValueRole};
use crate::value::rating;
use std::collections::BTreeMap;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    findings.extend(ValueRole::ALL.into_iter().filter_map(|role| widths(report, role)));
    variants(report, findings);
}

fn widths(report: &Report, role: ValueRole) -> Option<Finding> {
    let (mut full, mut half) = (Vec::new(), Vec::new());
    let indicators = report.measures.iter().flat_map(|it| &it.indicators);
    for value in indicators.flat_map(|it| &it.values).filter(|it| it.role == role) {
        if value.text.chars().any(|c| matches!(c, '０'..='９' | '％')) {
            full.push(value);
        }
        if value.text.chars().any(|c| matches!(c, '0'..='9' | '%')) {
            half.push(value);
        }
    }
    let rarer = if full.len() <= half.len() { &full } else { &half };
    let example = rarer.first()?;
    let column = role.code();
    let (wide, narrow) = (full.len(), half.len());
    let said = example.text.replace('\n', " ");
    let message = Message::new(
        format!(
            "{}の列に全角（{wide}件）と半角（{narrow}件）の数字が混ざっています。例: {said}",
            role.name()
        ),
        format!(
            "{column}: digits of full width ({wide} cells) and of half width ({narrow}), as {said}"
        ),
    );
    let finding = Finding::new(Code::W601, message).in_column(column);
    Some(finding.at(Some(example.place.clone())))
}

fn variants(report: &Report, findings: &mut Vec<Finding>) {
    let mut forms: BTreeMap<char, BTreeMap<&str, Option<&Place>>> = BTreeMap::new();
    let mut in_legend: BTreeMap<char, usize> = BTreeMap::new();
    for entry in &report.legend.entries {
        let Some(usual) = rating::symbol(&entry.symbol) else { continue };
        let known = forms.entry(usual).or_default();
        if known.insert(entry.symbol.trim(), None).is_none() {
            *in_legend.entry(usual).or_default() += 1;
        }
    }
    for rated in report.measures.iter().flat_map(|it| &it.ratings) {
        let Some(usual) = rating::symbol(&rated.symbol) else { continue };
        forms.entry(usual).or_default().entry(rated.symbol.trim()).or_insert(Some(&rated.place));
    }
    for (usual, forms) in forms {
        let several = in_legend.get(&usual).is_some_and(|count| *count > 1);
        if forms.len() < 2 || several {
            continue;
        }
        let list: Vec<&str> = forms.keys().copied().collect();
        let list = list.join(" ");
        let place = forms.values().copied().flatten().next().cloned();
        let message = Message::new(
            format!("同じ記号に複数の文字が使われています: {list}"),
            format!("one symbol is written with several characters: {list}"),
        );
        let finding = Finding::new(Code::W602, message).in_column("rating");
        findings.push(Finding { found: Some(list), ..finding }.at(place));
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{details, report, says};

    #[track_caller]
    fn of(legend: &str, rows: &[&str], expected: &[&str]) {
        let report = report("番号|施策名|成果指標|目標|実績|評価", rows, &[legend]);
        assert_eq!(says(&report, check), expected, "{rows:?}");
    }

    #[test]
    fn widths() {
        let legend = "凡例　◎達成　○概ね達成　△未達成";
        of(legend, &["1-1|あ|数|3件|3件|◎", "1-2|い|数|4件|４件|◎"], &["W601"]);
        of(legend, &["1-1|あ|数|3％|3％|◎"], &["W601", "W601"]);
        of(legend, &["1-1|あ|数|３件|3件|◎", "1-2|い|数|４件|4件|◎"], &[]);
        of(legend, &["1-1|あ|数|実施|実施|◎"], &[]);
    }

    #[test]
    fn variants() {
        let rows = ["1-1|あ|数|3件|3件|○"];
        of("凡例　◎達成　◯概ね達成　△未達成", &rows, &["W602"]);
        of("凡例　◎達成　○概ね達成　△未達成", &rows, &[]);
        let both = ["1-1|あ|数|3件|3件|○", "1-2|い|数|3件|3件|〇"];
        of("凡例　◎達成　○概ね達成　△未達成", &both, &["W602"]);
        of("凡例　○達成　◯概ね達成　△未達成", &rows, &[]);
        let legend = ["凡例　◎達成　◯概ね達成　△未達成"];
        let report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &legend);
        assert_eq!(details(&report, super::variants), ["W602 - - rating - → ○ ◯"]);
    }
}
