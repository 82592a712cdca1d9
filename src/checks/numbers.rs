//! I301: the number of a measure stands once. I305: it is merged over several.
//!
//! **Why.** A number that stands twice is a slip of the pen, a measure counted
//! twice, or one that is spread over several rows and was read as several: in
//! each case no total can be trusted.
//!
//! **How.** Every measure whose number an earlier one has is named, with the
//! place of both. Where both share the cell of the number and each has an indicator
//! of its own, the number stands once: that is said as a remark.

use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Measure, Report};
use std::collections::HashMap;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let mut first: HashMap<&str, &Measure> = HashMap::new();
    let mut before: Option<&Measure> = None;
    for measure in report.measures.iter().filter(|measure| !measure.id.is_empty()) {
        match first.get(measure.id.as_str()) {
            Some(_) if before.is_some_and(|before| is_merged(before, measure)) => {
                findings.push(merged(&measure.id, &measure.place));
            }
            Some(earlier) => findings.push(twice(&measure.id, &earlier.place, &measure.place)),
            None => {
                first.insert(&measure.id, measure);
            }
        }
        before = Some(measure);
    }
}

/// Whether a measure shares a cell with the one before, and is about another thing.
fn is_merged(before: &Measure, measure: &Measure) -> bool {
    let share = match (&before.place, &measure.place) {
        (Place::Sheet { sheet, range }, Place::Sheet { sheet: other, range: own }) => {
            sheet == other && range.intersection(own).is_some()
        }
        _ => false,
    };
    let has_own = !measure.indicator.text.is_empty();
    share && before.id == measure.id && has_own && before.indicator.text != measure.indicator.text
}

fn merged(id: &str, place: &Place) -> Finding {
    let message = Message::new(
        format!("番号{id}の欄が複数の指標にまたがるため、指標ごとに1件としました。"),
        format!("the number {id} stands beside several indicators: each was listed"),
    );
    Finding::new(Code::I305, message).of_measure(id).at(Some(place.clone()))
}

fn twice(id: &str, earlier: &Place, place: &Place) -> Finding {
    let message = Message::new(
        format!("番号{id}が2回あります（先の行: {earlier}）。"),
        format!("the number {id} stands twice (first at {earlier})"),
    );
    Finding::new(Code::I301, message).of_measure(id).at(Some(place.clone()))
}
