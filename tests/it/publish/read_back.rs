//! Whatever form a value was published in, it is read back from it.

use super::{Folder, YEARS, rewritten};
use crate::harness::{path, tenken};
use std::fs;
use std::path::Path;

/// Changes bytes of a file once, or a text of a workbook; the change is taken back by
/// writing what is returned.
#[track_caller]
fn spoil(file: &Path, from: &str, to: &str) -> Vec<u8> {
    let kept = fs::read(file).unwrap();
    if file.extension().is_some_and(|it| it == "xlsx") {
        let other = file.with_extension("other");
        rewritten(file, &other, &[(from, to)]);
        fs::rename(other, file).unwrap();
        return kept;
    }
    let found = kept.windows(from.len()).position(|it| it == from.as_bytes());
    let at = found.unwrap_or_else(|| panic!("{file:?} has no {from:?}"));
    let parts = [&kept[..at], to.as_bytes(), &kept[at + from.len()..]];
    fs::write(file, parts.concat()).unwrap();
    kept
}

#[test]
fn every_form_is_read_back() {
    let folder = Folder::new();
    let at = folder.publish("dx", &[YEARS[0]]);
    let check = || tenken("check").arg(&at).arg("--against").arg(path(YEARS[0]));
    check().stdout(&["0 errors, 0 warnings, 0 infos"]).run();
    let mut forms = vec![
        ("totals.csv", "achieved,3,", "achieved,4,", "totals.csv, row 14, \"件数\""),
        ("codelists.csv", "達成", "完了", "codelists.csv, row 2, \"名称\""),
        ("values.jsonl", ":1250,", ":1251,", "the report says \"1250\", the file \"1251\""),
        ("rs-3-1.csv", ",1250,", ",1251,", "rs-3-1.csv, row 4, \"2023\""),
        ("report.json", "見守りの推進", "見守りの廃止", "report.json, /measures/1/name"),
        (
            "measures.xlsx",
            "<t>達成</t>",
            "<t>完了</t>",
            "measures.xlsx コード一覧, row 2, \"名称\"",
        ),
    ];
    if cfg!(feature = "sqlite") {
        // Of one length, so that the pages of the file stay as they are.
        let words = "the report says \"融資の支援\", the file \"融資の支払\"";
        forms.push(("data.sqlite", "融資の支援", "融資の支払", words));
        forms.push(("data.sqlite", "CREATE TABLE \"totals\"", "CREATE TABLE \"totalz\"", "O404"));
    }
    for (file, from, to, words) in forms {
        let kept = spoil(&at.join(file), from, to);
        check().status(1).stdout(&[file, words]).run();
        fs::write(at.join(file), kept).unwrap();
    }
    check().run();
}

/// Files that this build can't read back are named, and nothing passes for compared.
#[test]
#[cfg(not(feature = "sqlite"))]
fn what_is_not_read_back_is_said() {
    let folder = Folder::new();
    let at = folder.publish("dx", &[YEARS[0]]);
    let file = "{\"path\": \"data.sqlite\", \"format\": \"sqlite\"}";
    fs::write(at.join("data.sqlite"), "").unwrap();
    spoil(&at.join("datapackage.json"), "\"files\": [", &format!("\"files\": [{file},"));
    let check = tenken("check").arg(&at).arg("--against").arg(path(YEARS[0]));
    check.stdout(&["O405", "data.sqlite", "without sqlite"]).run();
}
