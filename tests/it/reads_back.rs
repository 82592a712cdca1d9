//! What is printed as JSON reads back, and prints as the same bytes.

use crate::harness::path;
use tenken::wire;
use tenken::{Input, Output};

/// Reads back what is printed of a fixture, where it is a report.
fn check(file: &str) -> Option<wire::Report<'static>> {
    let bytes = std::fs::read(path(file)).unwrap();
    let report = tenken::extract(&Input::new(file, bytes)).ok()?;
    let json = tenken::write(&report, Output::Json).unwrap();
    let read: wire::Report<'static> =
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{file}: {error}"));
    let again = serde_json::to_string_pretty(&read).unwrap() + "\n";
    assert!(again == json, "{file}: it reads back as another");
    let direct = serde_json::to_string_pretty(&report.to_wire()).unwrap() + "\n";
    assert!(direct == json, "{file}: it is printed as another");
    Some(read)
}

#[test]
fn reports_read_back() {
    let report = check("fixtures/r6/report-r6.pdf").unwrap();
    let mut achieved = 0;
    report.measures.for_each(|measure| {
        achieved += usize::from(measure.rating == Some(wire::Rating::Achieved));
    });
    assert_eq!((report.measures.len(), achieved), (225, 126));
    assert!(check("fixtures/r6/annex-r6.xlsx").is_some());
    let folder = std::fs::read_dir(path("fixtures/excel")).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let read = names.filter_map(|name| check(&format!("fixtures/excel/{name}"))).count();
    assert!(read > 10, "only {read} workbooks are reports");
}

/// A later version may print more.
#[test]
fn keys_that_are_not_known_are_passed_over() {
    let json = "{\"number\": 7, \"later\": [1], \"name\": \"くらし\"}";
    let read: wire::PolicyField = serde_json::from_str(json).unwrap();
    assert_eq!((read.number, read.name.as_str()), (7, "くらし"));
    assert!(serde_json::from_str::<wire::PolicyField>("{\"number\": 7}").is_err());
}
