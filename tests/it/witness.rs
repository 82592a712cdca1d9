//! An independent reader of PDF must see the characters that we see.

use crate::harness::{census, path, r6};
use std::collections::BTreeSet;

#[test]
fn pdf_extract_sees_the_same_characters() {
    let theirs = pdf_extract::extract_text(path("fixtures/r6/report-r6.pdf")).unwrap();
    let ours = tenken::plain_text(&r6("report-r6.pdf")).unwrap();
    let (theirs, ours) = (census(&theirs), census(&ours));
    let total: i64 = ours.values().sum();
    assert!(total > 10_000, "only {total} characters");
    let differences: Vec<String> = theirs
        .keys()
        .chain(ours.keys())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|character| theirs.get(character) != ours.get(character))
        .map(|character| {
            let count = |of: &std::collections::BTreeMap<char, i64>| {
                of.get(character).copied().unwrap_or_default()
            };
            format!(
                "{character} {}: {} by theirs, {} by ours",
                character.escape_unicode(),
                count(&theirs),
                count(&ours)
            )
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
