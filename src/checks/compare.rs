//! Two readings of one report, side by side.

use crate::report::{Measure, Report};
use std::collections::{BTreeMap, HashMap};

/// A field of a measure that differs between two reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// By what a person names the measure.
    pub measure: String,
    /// The field, by its name in the JSON; `measure` where one report lacks it.
    pub field: String,
    /// What the first report has; `None` where it lacks the measure.
    pub left: Option<String>,
    /// What the second report has; `None` where it lacks the measure.
    pub right: Option<String>,
}

/// The measures that differ, in the order of the first report; those that only
/// the second has come last. Measures are matched by key.
pub fn compare(left: &Report, right: &Report) -> Vec<Difference> {
    let mut others: HashMap<&str, &Measure> =
        right.measures.iter().map(|measure| (measure.key.as_str(), measure)).collect();
    let alone = |measure: &Measure, is_left: bool| {
        let name = Some(measure.name.clone().unwrap_or_default());
        let (left, right) = if is_left { (name, None) } else { (None, name) };
        Difference { measure: measure.label().to_owned(), field: "measure".to_owned(), left, right }
    };
    let mut differences = Vec::new();
    for measure in &left.measures {
        match others.remove(measure.key.as_str()) {
            Some(other) => differences.extend(fields(measure, other)),
            None => differences.push(alone(measure, true)),
        }
    }
    let only_right = right.measures.iter().filter(|it| others.contains_key(it.key.as_str()));
    differences.extend(only_right.map(|measure| alone(measure, false)));
    differences
}

fn fields(left: &Measure, right: &Measure) -> Vec<Difference> {
    let (mut ours, mut theirs) = (texts(left), texts(right));
    let names: Vec<String> = ours.keys().chain(theirs.keys()).cloned().collect();
    let mut differences = Vec::new();
    for field in names {
        let (Some(left_text), Some(right_text)) = (
            ours.remove(&field).or(Some(String::new())),
            theirs.remove(&field).or(Some(String::new())),
        ) else {
            continue;
        };
        if left_text != right_text {
            differences.push(Difference {
                measure: left.label().to_owned(),
                field,
                left: Some(left_text),
                right: Some(right_text),
            });
        }
    }
    differences
}

/// Every text of a measure, by the name of its field.
fn texts(measure: &Measure) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut add = |field: String, text: &str| {
        if !text.is_empty() {
            found.insert(field, text.to_owned());
        }
    };
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let groups: Vec<&str> = measure.groups.iter().map(|it| it.name.as_str()).collect();
    add("groups".to_owned(), &groups.join(" > "));
    add("name".to_owned(), &option(&measure.name));
    add("bureaus".to_owned(), &measure.bureaus.join("\n"));
    let is_one = measure.indicators.len() == 1;
    for (at, indicator) in measure.indicators.iter().enumerate() {
        let of = if is_one { String::new() } else { format!("indicators[{at}].") };
        add(format!("{of}indicator"), &indicator.text);
        for value in &indicator.values {
            let year = value.fiscal_year.map(|year| format!("@{year}")).unwrap_or_default();
            add(format!("{of}{}{year}", value.role.code()), &value.text);
        }
    }
    for (at, rated) in measure.ratings.iter().enumerate() {
        add(format!("ratings[{at}]"), &rated.symbol);
    }
    let texts = &measure.texts;
    let others = [
        ("reason", &measure.reason),
        ("remarks", &measure.remarks),
        ("texts.deed", &texts.deed),
        ("texts.plan", &texts.plan),
        ("texts.next", &texts.next),
    ];
    others.into_iter().for_each(|(field, text)| add(field.to_owned(), &option(text)));
    for extra in &measure.extra {
        add(format!("extra.{}", extra.header), &extra.text);
    }
    found
}
