//! H401: a highlight (主な取組) whose number the annex lacks. H402: its name differs
//! there. H403: a figure in its text is not the annex's actual. H404: the figure is, and
//! its unit is another.
//!
//! **Why.** The body is written by hand beside the annex. The model report states a
//! target as what was reached (4-1).
//!
//! **How.** Names are compared without spaces and in one width. Of the figures of the
//! text, those in the unit of an actual of the report's year must have one that is an
//! actual: others may speak of something else. Where none is in its unit, a figure of two
//! digits or more that equals the actual counts the same in another unit.

use super::outcome::same_unit;
use crate::finding::{Code, Finding, Message};
use crate::layout;
use crate::report::{Highlight, Measure, Report, ValueRole};
use crate::text;
use crate::value::{Unit, number};
use regex::Regex;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let mut measures: HashMap<&str, Vec<&Measure>> = HashMap::new();
    for measure in &report.measures {
        measures.entry(measure.id.as_deref().unwrap_or_default()).or_default().push(measure);
    }
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    for highlight in &report.highlights {
        match measures.get(highlight.id.as_str()).map(Vec::as_slice) {
            None => findings.push(not_in_annex(highlight)),
            Some([measure]) => {
                findings.extend(other_name(highlight, measure));
                findings.extend(other_figure(highlight, measure, year));
            }
            // Which of several is meant, nobody knows; I301 names them.
            Some(_) => {}
        }
    }
}

fn not_in_annex(highlight: &Highlight) -> Finding {
    let message = Message::new(
        format!("主な取組「{} {}」は別紙にありません。", highlight.id, highlight.name),
        format!("the highlight {} {} is not in the annex", highlight.id, highlight.name),
    );
    let finding = Finding::new(Code::H401, message).of_measure(&highlight.id).in_column("id");
    Finding { found: Some(highlight.id.clone()), ..finding }.at(Some(highlight.place.clone()))
}

fn about(code: Code, highlight: &Highlight, measure: &Measure, message: Message) -> Finding {
    let finding = Finding::new(code, message).of_measure(measure.label());
    Finding { key: Some(measure.key.clone()), ..finding }.at(Some(highlight.place.clone()))
}

fn other_name(highlight: &Highlight, measure: &Measure) -> Option<Finding> {
    let name = measure.name.as_deref()?;
    if layout::fold(name) == layout::fold(&highlight.name) {
        return None;
    }
    let (here, there) = (highlight.name.as_str(), text::normalize(name).replace('\n', " "));
    let message = Message::new(
        format!("主な取組の名称「{here}」が、別紙では「{there}」です。"),
        format!("the highlight is named {here}, in the annex {there}"),
    );
    let finding = about(Code::H402, highlight, measure, message).in_column("name");
    Some(finding.comparing(name, here))
}

/// A number in a text, and what follows it.
struct Figure<'a> {
    number: Decimal,
    /// As written.
    text: &'a str,
    rest: &'a str,
}

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(億|万|千)?").ok());

fn figures(text: &str) -> Vec<Figure<'_>> {
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let figure = |captures: regex::Captures<'_>| {
        let whole = captures.get(0)?.range();
        let factor = match captures.get(2).map(|it| it.as_str()) {
            Some("億") => Decimal::from(100_000_000),
            Some("万") => Decimal::from(10_000),
            Some("千") => Decimal::ONE_THOUSAND,
            _ => Decimal::ONE,
        };
        let number = number::parse(&captures[1]).ok()?.checked_mul(factor)?;
        let (said, rest) = (text.get(whole.clone())?, text.get(whole.end..)?);
        Some(Figure { number, text: said, rest: rest.trim_start() })
    };
    pattern.captures_iter(text).filter_map(figure).collect()
}

/// The longest unit behind a figure that is looked for, in characters: クリック, 市町村.
const UNIT_CHARS_MAX: usize = 8;

impl Figure<'_> {
    /// Whether it is counted in a unit, and no change: 304件増えた.
    fn is_in(&self, unit: &Unit) -> bool {
        let ends = self.rest.char_indices().take(UNIT_CHARS_MAX).map(|(at, c)| at + c.len_utf8());
        let mut parts = ends.filter_map(|end| self.rest.split_at_checked(end));
        let behind = parts.find(|it| same_unit(&Unit::new(it.0), unit)).map(|it| it.1);
        behind.is_some_and(|it| !it.trim_start_matches('の').starts_with(['増', '減']))
    }

    fn shown(&self) -> String {
        let unit: String =
            self.rest.chars().take_while(|c| !is_end(*c)).take(UNIT_CHARS_MAX).collect();
        format!("{}{unit}", self.text)
    }
}

/// What ends a unit in a sentence: marks, spaces and particles.
fn is_end(c: char) -> bool {
    !c.is_alphanumeric() && c != '%' || matches!(c, 'を' | 'に' | 'の' | 'が' | 'は' | 'で' | 'と')
}

fn other_figure(highlight: &Highlight, measure: &Measure, year: Option<i32>) -> Option<Finding> {
    let actuals: Vec<_> =
        measure.indicators.iter().filter_map(|it| it.value(ValueRole::Actual, year)).collect();
    let parts = actuals.iter().flat_map(|it| &it.parts);
    let known: Vec<(Decimal, &Unit)> =
        parts.filter_map(|it| Some((it.number?, it.unit.as_ref()?))).collect();
    let said = text::normalize(&highlight.text);
    let figures = figures(&said);
    let in_unit: Vec<&Figure<'_>> =
        figures.iter().filter(|it| known.iter().any(|(_, unit)| it.is_in(unit))).collect();
    let is_actual = |it: &Figure<'_>| known.iter().any(|(number, _)| it.number == *number);
    let actual = actuals.first()?;
    let printed = actual.normalized.replace('\n', " ");
    if let Some(figure) = in_unit.first() {
        if in_unit.iter().any(|it| is_actual(it)) {
            return None;
        }
        let (figure, targets) = (figure.shown(), is_target(measure, year, figure.number));
        let (ja, en) =
            if targets { ("（目標の値です）", " (that is the target)") } else { ("", "") };
        let message = Message::new(
            format!("本文の「{figure}」{ja}は、別紙の実績「{printed}」と違います。"),
            format!("the text says {figure}{en}, the actual of the annex is {printed}"),
        );
        let finding = about(Code::H403, highlight, measure, message).in_column("actual");
        return Some(finding.comparing(&actual.text, figure));
    }
    let is_plain = |it: &&Figure<'_>| it.number >= Decimal::TEN && is_actual(it);
    let figure = figures.iter().find(is_plain)?.shown();
    let message = Message::new(
        format!("本文の「{figure}」は、別紙の実績「{printed}」と単位が違います。"),
        format!("the text says {figure}, the actual of the annex is {printed}: another unit"),
    );
    let finding = about(Code::H404, highlight, measure, message).in_column("actual");
    Some(finding.comparing(&actual.text, figure))
}

fn is_target(measure: &Measure, year: Option<i32>, number: Decimal) -> bool {
    let targets = measure.indicators.iter().filter_map(|it| it.value(ValueRole::Target, year));
    targets.flat_map(|it| &it.parts).any(|it| it.number == Some(number))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{details, place, report, says};
    use crate::report::{Highlight, Report};

    fn with(id: &str, name: &str, text: &str, actual: &str) -> Report {
        let row = format!("1-1|窓口の 改善|数|90件|{actual}|◎");
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &[&row], &[]);
        report.highlights.push(Highlight {
            id: id.to_owned(),
            pillar: None,
            field: None,
            name: name.to_owned(),
            text: text.to_owned(),
            place: place(1),
        });
        report
    }

    #[track_caller]
    fn of(id: &str, name: &str, text: &str, actual: &str, expected: &[&str]) {
        let report = with(id, name, text, actual);
        assert_eq!(says(&report, check), expected, "{text}");
    }

    #[test]
    fn what_is_expected_and_found() {
        let said = |id, name, text, actual| details(&with(id, name, text, actual), check).concat();
        assert_eq!(said("1-2", "窓口の改善", "", "95件"), "H401 1-2 - id - → 1-2");
        assert_eq!(said("1-1", "窓口", "", "95件"), "H402 1-1 key name 窓口の 改善 → 窓口");
        let figure = |text, actual| said("1-1", "窓口の改善", text, actual);
        assert_eq!(figure("90件を実施", "95件"), "H403 1-1 key actual 95件 → 90件");
        assert_eq!(figure("90件、実施", "95件"), "H403 1-1 key actual 95件 → 90件");
        assert_eq!(figure("90件相談を", "95件"), "H403 1-1 key actual 95件 → 90件相談");
        assert_eq!(figure("率は85%。", "95%"), "H403 1-1 key actual 95% → 85%");
        assert_eq!(figure("95業務で実施", "95件"), "H404 1-1 key actual 95件 → 95業務");
        let message = |text: &str| {
            let mut findings = Vec::new();
            check(&with("1-1", "窓口の改善", text, "95件"), &mut findings);
            findings[0].message.ja.clone()
        };
        assert!(message("90件を実施").contains("（目標の値です）"));
        assert!(!message("80件を実施").contains("目標"));
    }

    #[test]
    fn number_and_name() {
        of("1-1", "窓口の改善", "", "95件", &[]);
        of("1-2", "窓口の改善", "", "95件", &["H401 1-2"]);
        of("1-1", "窓口の改良", "", "95件", &["H402 1-1"]);
    }

    #[test]
    fn figures() {
        let of = |text, actual, expected: &[&str]| of("1-1", "窓口の改善", text, actual, expected);
        of("令和６年度は 95 件を実施", "95件", &[]);
        of("90件を実施", "95件", &["H403 1-1"]);
        of("前年度から90件増えた", "95件", &[]);
        of("前年度から90件の減少", "95件", &[]);
        of("90件に増えた", "95件", &["H403 1-1"]);
        of("３か所で９５件を実施", "95件", &[]);
        of("10件の相談を含め95件", "95件", &[]);
        of("1.2万人が参加", "12,000人", &[]);
        of("3千人が参加", "3,000人", &[]);
        of("1.2億円を支援", "120,000,000円", &[]);
        of("95業務で実施", "95件", &["H404 1-1"]);
        of("９業務で実施", "9件", &[]);
        of("12,000名が参加", "12,000人", &[]);
        of("実施", "95件", &[]);
        of("90件", "実施", &[]);
    }
}
