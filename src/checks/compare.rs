//! Two readings of one report, or two years of one plan, side by side.

use crate::report::{Measure, Report};
use std::collections::HashMap;

/// A field of a measure that differs between two reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The number of the measure.
    pub measure: String,
    /// The field, by its name in the JSON; `measure` where one report lacks it.
    pub field: &'static str,
    /// What the first report has; `None` where it lacks the measure.
    pub left: Option<String>,
    /// What the second report has; `None` where it lacks the measure.
    pub right: Option<String>,
}

/// The measures that differ, in the order of the first report; those that only
/// the second has come last. Measures are matched by number; where a number
/// comes twice, in order.
pub fn compare(left: &Report, right: &Report) -> Vec<Difference> {
    let mut by_id: HashMap<&str, Vec<&Measure>> = HashMap::new();
    for measure in right.measures.iter().rev() {
        by_id.entry(&measure.id).or_default().push(measure);
    }
    let mut differences = Vec::new();
    for measure in &left.measures {
        match by_id.get_mut(measure.id.as_str()).and_then(Vec::pop) {
            Some(other) => differences.extend(fields(measure, other)),
            None => differences.push(Difference {
                measure: measure.id.clone(),
                field: "measure",
                left: Some(measure.name.clone()),
                right: None,
            }),
        }
    }
    let only_right = right.measures.iter().filter(|measure| {
        by_id
            .get(measure.id.as_str())
            .is_some_and(|rest| rest.iter().any(|it| std::ptr::eq(*it, *measure)))
    });
    differences.extend(only_right.map(|measure| Difference {
        measure: measure.id.clone(),
        field: "measure",
        left: None,
        right: Some(measure.name.clone()),
    }));
    differences
}

fn fields(left: &Measure, right: &Measure) -> Vec<Difference> {
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = [
        ("pillar", option(&left.pillar), option(&right.pillar)),
        ("field", option(&left.field), option(&right.field)),
        ("name", left.name.clone(), right.name.clone()),
        ("bureau", left.bureau.clone(), right.bureau.clone()),
        ("indicator", left.indicator.text.clone(), right.indicator.text.clone()),
        ("target", left.target.text.clone(), right.target.text.clone()),
        ("actual", left.actual.text.clone(), right.actual.text.clone()),
        ("rating", left.rating_symbol.clone(), right.rating_symbol.clone()),
        ("reason", left.reason.clone(), right.reason.clone()),
        ("remarks", left.remarks.clone(), right.remarks.clone()),
    ];
    pairs
        .into_iter()
        .filter(|(_, left, right)| left != right)
        .map(|(field, left_text, right_text)| Difference {
            measure: left.id.clone(),
            field,
            left: Some(left_text),
            right: Some(right_text),
        })
        .collect()
}
