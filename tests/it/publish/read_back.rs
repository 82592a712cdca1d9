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

/// What describes the package says what the package says.
#[test]
fn descriptions_are_read_back() {
    let folder = Folder::new();
    let at = folder.at("dx");
    let all = [("--with", super::all().as_str()), ("--keywords", "DX"), ("--category", "行政")]
        .into_iter()
        .chain([("--files-url", "https://example.jp/data"), ("--released", "2025-09-30")])
        .chain([("--contact-email", "a@example.jp"), ("--page-url", "https://example.jp/dx")])
        .fold(super::publish(&[YEARS[0]], &at), |run, (flag, value)| run.arg(flag).arg(value));
    all.stderr(&["measures"]).run();
    let check = || tenken("check").arg(&at).arg("--against").arg(path(YEARS[0]));
    check().stdout(&["0 errors, 0 warnings, 0 infos"]).run();
    let mut forms = vec![
        ("README.md", "年1回", "毎月", "row 12: the package says \"- 更新頻度：年1回\", this file"),
        ("README.md", " | 20 |", " | 21 |", "README.md, row 29: the package says"),
        ("ckan.json", "\"みなと市\"", "\"みさき市\"", "ckan.json, /author"),
        ("ckan.json", "\"type\": \"numeric\"", "\"type\": \"text\"", "/resources/0/fields/"),
        ("dataset.jsonld", "by/4.0", "by/3.0", "dataset.jsonld, /license"),
        ("dataset.jsonld", "text/csv", "text/tsv", "/distribution/0/encodingFormat"),
        (
            "opendata-list.csv",
            "年1回",
            "毎月",
            "opendata-list.csv, row 2, \"データセット_更新頻度\"",
        ),
        (
            "opendata-list.csv",
            "配信中",
            "停止中",
            "the package says \"配信中\", this file \"停止中\"",
        ),
        ("measures.xlsx", "必ずある", "空のことがある", "measures.xlsx 列の説明, row 2, \"空\""),
    ];
    if cfg!(feature = "sqlite") {
        forms.push(("metadata.json", "施策・指標一覧", "施策", "/databases/data/tables/measures/"));
        forms.push(("metadata.json", "\"units\"", "\"unit\"", "metadata.json, /databases/data"));
    }
    for (file, from, to, words) in forms {
        let kept = spoil(&at.join(file), from, to);
        check().status(1).stdout(&["O404", file, words]).run();
        fs::write(at.join(file), kept).unwrap();
    }
    let readme = fs::read(at.join("README.md")).unwrap();
    fs::remove_file(at.join("README.md")).unwrap();
    check().status(1).stdout(&["O404", "README.md: can't be read back"]).run();
    fs::write(at.join("README.md"), readme).unwrap();
    check().run();
    // Words of another version are not held against those of today.
    let version = format!("\"version\": \"{}\"\n", env!("CARGO_PKG_VERSION"));
    spoil(&at.join("datapackage.json"), &version, "\"version\": \"0.0.9\"\n");
    check().stdout(&["O405", "README.md: not compared", "(0.0.9)", "0 errors"]).run();
}

/// Packages of every form describe themselves as they are.
#[test]
fn descriptions_of_every_form_agree() {
    let folder = Folder::new();
    let forms: [(&str, &[&str]); 4] = [
        ("years", &[]),
        ("cp932", &["--encoding", "cp932"]),
        ("english", &["--header", "en", "--no-bom"]),
        ("licence", &["--license", "PDL1.0", "--title", "表", "--description", "説明"]),
    ];
    for (name, flags) in forms {
        let at = folder.at(name);
        let run = super::publish(&YEARS, &at).arg("--with").arg(super::all());
        flags.iter().fold(run, |run, flag| run.arg(*flag)).stderr(&["measures"]).run();
        let check = YEARS
            .iter()
            .fold(tenken("check").arg(&at), |run, year| run.arg("--against").arg(path(year)));
        check.stdout(&["0 errors, 0 warnings, 0 infos"]).run();
    }
}

/// A file that no package has is named, whether the description names it or not.
#[test]
fn unknown_files_are_named() {
    let folder = Folder::new();
    let at = folder.publish("dx", &[YEARS[0]]);
    let check = || tenken("check").arg(&at).arg("--against").arg(path(YEARS[0]));
    fs::write(at.join("memo.txt"), "").unwrap();
    let said = check().stdout(&["O405", "memo.txt: not read back", "1 warning"]).run();
    assert_eq!(
        said.stdout.matches("error O405").count() + said.stdout.matches("warning O405").count(),
        1,
        "{}",
        said.stdout
    );
    fs::remove_file(at.join("memo.txt")).unwrap();
    fs::write(at.join("ours.csv"), "a\r\n").unwrap();
    let entry = "{\"path\": \"ours.csv\", \"format\": \"csv\"}";
    let place = "\"resources\": [";
    spoil(&at.join("datapackage.json"), place, &format!("{place}{entry},"));
    check().stdout(&["O405", "ours.csv: not read back"]).run();
}
