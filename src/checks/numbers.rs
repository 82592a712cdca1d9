//! I301: the number of a measure stands once.
//!
//! **Why.** A number that stands twice is a slip of the pen, a measure counted
//! twice, or one that is spread over several rows and was read as several: in
//! each case no total can be trusted.
//!
//! **How.** Every measure whose number an earlier one has is named, with the
//! place of both, but for one that says so itself (再掲). Where both share the cell of the number, it stands once: I305
//! says so.

use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Measure, Report};
use std::collections::HashMap;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let mut first: HashMap<&str, &Measure> = HashMap::new();
    for measure in &report.measures {
        let Some(id) = measure.id.as_deref().filter(|_| !is_listed_again(measure)) else {
            continue;
        };
        match first.get(id) {
            // Numbers may begin anew in each group, and name other measures there.
            Some(earlier) if earlier.groups != measure.groups && earlier.name != measure.name => {
                first.insert(id, measure);
            }
            Some(earlier) => findings.push(twice(id, &earlier.place, &measure.place)),
            None => {
                first.insert(id, measure);
            }
        }
    }
}

/// Whether a measure says that it stands elsewhere too: 再掲.
fn is_listed_again(measure: &Measure) -> bool {
    let extra = measure.extra.iter().map(|it| it.text.as_str());
    let own = [&measure.remarks, &measure.name, &measure.id_text, &measure.rating_symbol];
    own.into_iter().flatten().map(String::as_str).chain(extra).any(|it| it.contains("再掲"))
}

fn twice(id: &str, earlier: &Place, place: &Place) -> Finding {
    let message = Message::new(
        format!("番号{id}が2回あります（先の行: {earlier}）。"),
        format!("the number {id} stands twice (first at {earlier})"),
    );
    Finding::new(Code::I301, message).of_measure(id).at(Some(place.clone()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{report, says};

    #[track_caller]
    fn of(rows: &[&str], expected: &[&str]) {
        let rows: Vec<String> = rows.iter().map(|row| format!("{row}|数|1件|1件|◎")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = report("体系|番号|施策名|備考|成果指標|目標|実績|評価", &rows, &[]);
        assert_eq!(says(&report, check), expected, "{rows:?}");
    }

    #[test]
    fn numbers_that_stand_twice() {
        of(&["くらし|1|窓口|", "くらし|2|相談|"], &[]);
        of(&["くらし|1|窓口|", "くらし|1|相談|"], &["I301 1"]);
        of(&["くらし|1|窓口|", "行政|1|窓口|"], &["I301 1"]);
        // They begin anew in each group.
        of(&["くらし|1|窓口|", "行政|1|相談|"], &[]);
        of(&["くらし|1|窓口|", "行政|1|相談|", "行政|1|防災|"], &["I301 1"]);
        // One says so itself.
        of(&["くらし|1|窓口|", "行政|1|窓口|再掲"], &[]);
        of(&["くらし|1|窓口|", "行政|1|窓口（再掲）|"], &[]);
    }
}
