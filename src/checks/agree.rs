//! D801: two files of one report differ.
//!
//! **Why.** A report is published as PDF and as workbook, and one of them is mended
//! after the other was made. Whoever takes the workbook then has other numbers than the
//! report shows.
//!
//! **How.** The measures of both are matched as `tenken compare` does, and every text
//! and value of a measure, the legend, the structure, the totals and the highlights are
//! compared. What one of them lacks altogether is not compared: a workbook of measures
//! has no text. Two files are of one report where half of the measures of the larger
//! one match by what they are called, and their years do not differ.
//!
//! **Tolerance.** None but widths, spaces and line ends.

use crate::compare::{Difference, Readings};
use crate::finding::{Code, Finding, Message};
use crate::report::{Measure, Report};
use crate::text;
use std::collections::HashMap;

/// The columns that findings name.
const COLUMNS: [&str; 15] = [
    "id",
    "groups",
    "name",
    "bureaus",
    "indicator",
    "baseline",
    "target",
    "actual",
    "goal",
    "ratio",
    "forecast",
    "rating",
    "status",
    "reason",
    "remarks",
];

/// What the second of two files of one report says other than the first; none where they
/// are of different reports. Places are in the second.
pub fn agreement(one: &Report, other: &Report) -> Option<Vec<Finding>> {
    let readings = Readings::of(one, other);
    let is_alone = |it: &&Difference| it.field == "measure";
    let alone = readings.differences.iter().filter(is_alone);
    let only_one = alone.clone().filter(|it| it.right.is_none()).count();
    let common = one.measures.len().saturating_sub(only_one);
    let larger = one.measures.len().max(other.measures.len());
    let years = one.year().zip(other.year());
    if 2 * common < larger || years.is_some_and(|(one, other)| one != other) {
        return None;
    }
    let mut labels: HashMap<&str, Vec<&Measure>> = HashMap::new();
    for measure in &other.measures {
        labels.entry(measure.label()).or_default().push(measure);
    }
    // How a table is headed, and a row that a program reads as two, are no facts.
    let is_fact = |it: &&Difference| !it.field.starts_with("layout.") && !is_same(it);
    let differ = readings.differences.iter().filter(is_fact);
    let mut findings: Vec<Finding> = differ
        .map(|difference| {
            let named = labels.get(difference.measure.as_str()).map(Vec::as_slice);
            let measure = if let Some([measure]) = named { Some(*measure) } else { None };
            differs(difference, measure, (one, other))
        })
        .collect();
    super::name_keys(&other.measures, &mut findings);
    Some(findings)
}

/// Whether both say the same but for widths, spaces and line ends.
fn is_same(difference: &Difference) -> bool {
    let plain = |text: &Option<String>| -> Option<String> {
        let text = text::normalize(text.as_deref()?);
        Some(text.split_whitespace().collect())
    };
    plain(&difference.left) == plain(&difference.right)
}

fn differs(
    difference: &Difference,
    measure: Option<&Measure>,
    (one, other): (&Report, &Report),
) -> Finding {
    let (field, names) = (&difference.field, (&one.source.file, &other.source.file));
    let said = |text: &Option<String>| text.as_deref().map(|it| it.replace('\n', " "));
    let (left, right) = (said(&difference.left), said(&difference.right));
    let message = match (&left, &right) {
        (Some(name), None) => Message::new(
            format!("施策「{name}」が{}にありますが、{}にありません。", names.0, names.1),
            format!("the measure {name} is in {} and not in {}", names.0, names.1),
        ),
        (None, Some(name)) => Message::new(
            format!("施策「{name}」が{}にありますが、{}にありません。", names.1, names.0),
            format!("the measure {name} is in {} and not in {}", names.1, names.0),
        ),
        _ => {
            let (left, right) = (left.unwrap_or_default(), right.unwrap_or_default());
            Message::new(
                format!("{field}が、{}では「{left}」、{}では「{right}」です。", names.0, names.1),
                format!("{field} is {left} in {}, {right} in {}", names.0, names.1),
            )
        }
    };
    let finding = Finding::new(Code::D801, message);
    let named = field.rsplit('.').next().unwrap_or(field);
    let bare = named.split(['@', '[', '#']).next().unwrap_or(named);
    let finding = Finding {
        column: COLUMNS.into_iter().find(|it| *it == bare),
        expected: difference.left.clone(),
        found: difference.right.clone(),
        measure: Some(difference.measure.clone()).filter(|it| !it.is_empty()),
        ..finding
    };
    let value = measure.and_then(|measure| {
        let mut values = measure.indicators.iter().flat_map(|it| &it.values);
        let is_it = |it: &&crate::report::IndicatorValue| {
            Some(it.role.code()) == finding.column && Some(&it.text) == difference.right.as_ref()
        };
        values.find(is_it).map(|it| it.place.clone())
    });
    finding.at(value.or_else(|| measure.map(|it| it.place.clone())))
}

#[cfg(test)]
mod tests {
    use super::agreement;
    use crate::checks::samples::{detail, report};

    const HEADER: &str = "番号|施策名|成果指標|目標|実績|評価";
    const ROWS: [&str; 3] =
        ["1-1|窓口|件数|90件|95件|◎", "1-2|相談|人数|9人|8人|○", "1-3|防災|率|5%|5%|◎"];

    #[track_caller]
    fn check(rows: &[&str], expected: Option<&[&str]>) {
        let (one, other) = (report(HEADER, &ROWS, &[]), report(HEADER, rows, &[]));
        let said = agreement(&one, &other).map(|findings| {
            let said = findings.iter().map(|it| {
                let found = it.found.as_deref().unwrap_or("-");
                let label = it.measure.as_deref().unwrap_or("-");
                format!("{label} {} {found}", it.column.unwrap_or("-"))
            });
            said.collect::<Vec<_>>()
        });
        let expected = expected.map(|it| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(said, expected, "{rows:?}");
    }

    #[test]
    fn what_differs() {
        check(&ROWS, Some(&[]));
        check(&["1-1|窓 口|件数|９０件|95件|◎", ROWS[1], ROWS[2]], Some(&[]));
        check(&[ROWS[0], "1-2|相談|人数|9人|7人|○", ROWS[2]], Some(&["1-2 actual 7人"]));
        check(&[ROWS[0], "1-2|相談|人数|9人|8人|△", ROWS[2]], Some(&["1-2 rating △"]));
        check(&ROWS[..2], Some(&["1-3 - -"]));
    }

    #[test]
    fn where_it_differs() {
        let (one, other) = (
            report(HEADER, &ROWS, &[]),
            report(HEADER, &[ROWS[0], "1-2|相談|人数|9人|9人|○"], &[]),
        );
        let findings = agreement(&one, &other).unwrap();
        let [actual, gone] = findings.as_slice() else { panic!("{findings:?}") };
        assert_eq!(detail(actual), "D801 1-2 key actual 8人 → 9人");
        // That of the actual, though the target has the same text.
        assert_eq!(actual.place.as_ref(), Some(&other.measures[1].indicators[0].values[1].place));
        let there = "施策「防災」がみどり.pdfにありますが、みどり.pdfにありません。";
        assert_eq!(gone.message.ja, there);
        let [_, added] = agreement(&other, &one).unwrap().try_into().unwrap();
        assert_eq!(added.message.ja, there);
        assert_eq!(added.place.as_ref(), Some(&one.measures[2].place));
    }

    #[test]
    fn other_reports() {
        check(&[ROWS[0], "2-1|河川|延長|9km|9km|◎"], None);
        let half = [ROWS[0], ROWS[1], "2-1|河川|延長|9km|9km|◎", "2-2|公園|数|9か所|8か所|○"];
        check(&half, Some(&["1-3 - -", "2-1 - 河川", "2-2 - 公園"]));
        check(&["1-1|河川|延長|9km|9km|◎", "1-2|公園|数|9か所|8か所|○"], None);
        let next = |year: &str| {
            let mut next = report(HEADER, &ROWS, &[]);
            next.fiscal_year = crate::value::era::find_fiscal_year(year);
            next
        };
        assert!(agreement(&next("令和５年度"), &next("令和６年度")).is_none());
        assert!(
            agreement(&next("令和６年度"), &next("令和６年度")).is_some_and(|it| it.is_empty())
        );
    }
}
