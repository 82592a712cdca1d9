//! I305: the number of a measure is merged over several rows.
//!
//! **Why.** Each indicator of such a measure is listed under its number, as if it
//! were a measure of its own; whoever counts measures should know.
//!
//! **How.** A measure that shares the cell of its number with the one numbered before it,
//! and has an indicator of its own, is named.

use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Measure, Report};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let numbered = || report.measures.iter().filter(|measure| !measure.id.is_empty());
    for (before, measure) in numbered().zip(numbered().skip(1)) {
        if is_merged(before, measure) {
            findings.push(merged(&measure.id, &measure.place));
        }
    }
}

/// Whether a measure shares a cell with the one before, and is about another thing.
pub(super) fn is_merged(before: &Measure, measure: &Measure) -> bool {
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
