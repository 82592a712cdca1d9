//! I305: the number of a measure is merged over several rows.
//!
//! **Why.** Each indicator of such a measure is listed under its number, as if it
//! were a measure of its own; whoever counts measures should know.
//!
//! **How.** A measure that shares the cell of its number with the one numbered
//! before it, and has an indicator of its own, is named.

use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Measure, Report};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    findings.extend(sharing(&report.measures).map(|it| merged(&it.id, &it.place)));
}

/// The measures that share their number with the one numbered before them.
fn sharing(measures: &[Measure]) -> impl Iterator<Item = &Measure> {
    let numbered = || measures.iter().filter(|measure| !measure.id.is_empty());
    let pairs = numbered().zip(numbered().skip(1));
    pairs.filter(|(before, measure)| is_merged(before, measure)).map(|(_, measure)| measure)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Range;
    use crate::report::{Indicator, Quantity, Status};

    /// A measure on some sheet rows that it shares with all others.
    fn measure(id: &str, indicator: &str) -> Measure {
        let nothing =
            || Quantity { text: String::new(), normalized: String::new(), values: Vec::new() };
        let range = Range { row: 1, col: 0, last_row: 3, last_col: 4 };
        Measure {
            id: id.to_owned(),
            pillar: None,
            field: None,
            name: "窓口".to_owned(),
            bureau: String::new(),
            indicator: Indicator {
                text: indicator.to_owned(),
                normalized: indicator.to_owned(),
                items: Vec::new(),
            },
            target: nothing(),
            actual: nothing(),
            rating: None,
            rating_symbol: String::new(),
            reason: String::new(),
            remarks: String::new(),
            status: Status::Evaluated,
            extra: Default::default(),
            place: Place::Sheet { sheet: "別紙".into(), range },
        }
    }

    #[test]
    fn each_indicator_under_one_number() {
        let first = measure("1-1", "件数");
        let second = measure("1-1", "人数");
        let count = |measures: &[Measure]| sharing(measures).count();
        assert_eq!(count(&[first.clone(), second.clone()]), 1);
        assert_eq!(count(&[first.clone(), measure("", "隻"), second]), 1);
        assert_eq!(count(&[first.clone(), first.clone(), measure("1-2", "人数")]), 0);
    }
}
