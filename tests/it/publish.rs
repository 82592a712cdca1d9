//! `tenken publish`, the way back by `tenken check`, and the judges of other people.

mod judged;
mod read_back;

use crate::harness::{Run, path, tenken};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const PDF: &str = "fixtures/r6/report-r6.pdf";
const WORKBOOK: &str = "fixtures/r6/annex-r6.xlsx";
const YEARS: [&str; 2] =
    ["fixtures/publish/digital-2023.xlsx", "fixtures/publish/digital-2024.xlsx"];

const METADATA: [&str; 12] = [
    "--id",
    "minato-digital",
    "--publisher",
    "みなと市",
    "--code",
    "140007",
    "--source-url",
    "https://example.jp/plan",
    "--contact",
    "情報課",
    "--update-frequency",
    "年1回",
];

/// Everything that the build can write.
fn all() -> String {
    let mut all = "report.json,findings.csv,totals.csv,jsonl,jsonld,rs,list,ckan".to_owned();
    for (name, is_there) in
        [("sqlite", cfg!(feature = "sqlite")), ("parquet", cfg!(feature = "parquet"))]
    {
        if is_there {
            all.push_str(&format!(",{name}"));
        }
    }
    all
}

/// A run that publishes reports at a place, with all metadata.
fn publish(reports: &[&str], at: &Path) -> Run {
    let run = reports.iter().fold(tenken("publish"), |run, report| run.arg(path(report)));
    METADATA.iter().fold(run.arg("-o").arg(at), |run, word| run.arg(*word))
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A package in it.
    #[track_caller]
    fn publish(&self, name: &str, reports: &[&str]) -> PathBuf {
        let at = self.at(name);
        publish(reports, &at).arg("--with").arg(all()).stderr(&["measures"]).run();
        at
    }
}

/// All files of a package.
fn files(package: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(package).unwrap().map(|it| it.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            for (inner, bytes) in files(&entry) {
                found.insert(format!("{name}/{inner}"), bytes);
            }
        } else {
            found.insert(name, fs::read(entry).unwrap());
        }
    }
    found
}

/// The rows of a CSV of a package, by their headers.
fn rows(package: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(package.join(name)).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// Changes a text of a file once.
#[track_caller]
fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{file:?} has no {from:?}");
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_package_of_the_model_report() {
    let folder = Folder::new();
    let at = folder.at("dx");
    publish(&[PDF], &at).stderr(&["126 achieved, 15 mostly, 28 not"]).run();
    let names: Vec<String> = files(&at).into_keys().collect();
    let usual = [
        "README.md",
        "codelists.csv",
        "datapackage.json",
        "measures.csv",
        "measures.xlsx",
        "values.csv",
    ];
    assert_eq!(names, usual);
    let measures = rows(&at, "measures.csv");
    let of = |code: &str| {
        let rated = measures.iter().filter(|row| row["評価コード"] == code);
        rated.map(|row| &row["キー"]).collect::<BTreeSet<_>>().len()
    };
    assert_eq!(["achieved", "mostly_achieved", "not_achieved"].map(of), [126, 15, 28]);
    let first = &measures[0];
    let cells = [
        "番号",
        "年度",
        "年度（和暦）",
        "目標",
        "目標の単位",
        "目標の表記",
        "評価記号",
        "評価段階",
        "出所ページ",
    ];
    let cells = cells.map(|it| first[it].as_str());
    assert_eq!(cells, ["1-1", "2024", "令和6年度", "50000", "人", "５万人", "◎", "1", "5"]);
    let readme = fs::read_to_string(at.join("README.md")).unwrap();
    for word in
        ["出典：", "を加工して作成", "CC-BY-4.0", "情報課", "達成 126、概ね達成 15、未達成 28"]
    {
        assert!(readme.contains(word), "README lacks {word}");
    }
    // Whatever is published, its own check and the rules find no error.
    tenken("check")
        .arg(&at)
        .arg("--against")
        .arg(path(PDF))
        .arg("--profile")
        .arg("opendata-ja")
        .run();
}

#[test]
fn same_report_same_bytes() {
    let folder = Folder::new();
    let first = files(&folder.publish("one", &[PDF]));
    // A workbook that held the time of its writing would show it.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let second = files(&folder.publish("two", &[PDF]));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(bytes == &second[name], "{name} differs between two runs");
    }
    // A release over another leaves one of them.
    let third = files(&folder.publish("two", &[PDF]));
    assert!(third == second && fs::read_dir(folder.0.path()).unwrap().count() == 2);
}

#[test]
fn the_workbook_is_a_witness_of_what_was_made_of_the_pdf() {
    let folder = Folder::new();
    let at = folder.publish("dx", &[PDF]);
    tenken("check")
        .arg(&at)
        .arg("--against")
        .arg(path(WORKBOOK))
        .stdout(&["0 errors, 0 warnings"])
        .run();
}

#[test]
fn metadata_is_asked_for_by_name_and_never_made_up() {
    let folder = Folder::new();
    let at = folder.at("dx");
    let words = [
        "E501",
        "--id",
        "--publisher",
        "--code",
        "--source-url",
        "--contact",
        "--update-frequency",
    ];
    let run = tenken("publish").arg(path(PDF)).arg("-o").arg(&at).within(folder.0.path());
    let run = run.status(2).stderr(&words).run();
    // What goes to a terminal is one line.
    assert!(!run.stderr.contains("\\n"), "{}", run.stderr);
    publish(&[PDF], &at)
        .arg("--released")
        .arg("令和7年")
        .status(2)
        .stderr(&["E502", "--released"])
        .run();
    assert!(!at.exists());
    // What a file says, flags need not; they go before it.
    let settings = "[publish]\nid = \"a\"\npublisher = \"みなと市\"\ncode = \"140008\"\nsource-url = \"https://example.jp\"\ncontact = \"情報課\"\nupdate-frequency = \"年1回\"\n";
    fs::write(folder.at("tenken.toml"), settings).unwrap();
    let run = || tenken("publish").arg(path(YEARS[0])).arg("-o").arg(&at).within(folder.0.path());
    run().status(2).stderr(&["E502", "the check digit of 14000 is 7"]).run();
    run().arg("--code").arg("140007").stderr(&["6 measures"]).run();
    edit(&folder.at("tenken.toml"), "contact =", "contakt =");
    run().status(2).stderr(&["contakt"]).run();
}

#[test]
fn two_reports_of_one_key_are_refused() {
    let folder = Folder::new();
    let at = folder.at("dx");
    let copy = folder.at("copy.xlsx");
    fs::copy(path(YEARS[0]), &copy).unwrap();
    publish(&[YEARS[0]], &at)
        .arg(&copy)
        .status(2)
        .stderr(&["E503", "digital-2023.xlsx", "copy.xlsx"])
        .run();
    publish(&[PDF, WORKBOOK], &at).status(2).stderr(&["E503", "same measures"]).run();
    assert!(!at.exists() && fs::read_dir(folder.0.path()).unwrap().count() == 1);
}

#[test]
fn what_was_not_read_whole_is_published_only_where_asked() {
    let folder = Folder::new();
    let at = folder.at("part");
    let cut = "fixtures/file/truncated-at-two-thirds.pdf";
    publish(&[cut], &at).status(3).stderr(&["E504", "P904", "--allow-incomplete"]).run();
    assert!(!at.exists());
    publish(&[cut], &at)
        .arg("--allow-incomplete")
        .arg("--title")
        .arg("一部")
        .stderr(&["measures"])
        .run();
    let readme = fs::read_to_string(at.join("README.md")).unwrap();
    assert!(
        readme.contains("このデータは完全ではありません") && readme.contains("P904"),
        "{readme}"
    );
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(at.join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(
        (&package["complete"], &package["sources"][0]["complete"]),
        (&false.into(), &false.into())
    );
}

#[test]
fn nothing_is_written_over_what_is_no_package() {
    let folder = Folder::new();
    let at = folder.at("mine");
    fs::create_dir(&at).unwrap();
    fs::write(at.join("notes.txt"), "mine").unwrap();
    publish(&[YEARS[0]], &at).status(2).stderr(&["E505"]).run();
    assert_eq!(fs::read_to_string(at.join("notes.txt")).unwrap(), "mine");
    publish(&[YEARS[0]], &at.join("notes.txt/in")).status(2).stderr(&["E201"]).run();
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 1);
}

#[test]
fn several_years_make_one_table_and_what_changed() {
    let folder = Folder::new();
    // The order in which they are given is none.
    let at = folder.publish("years", &[YEARS[1], YEARS[0]]);
    let years: BTreeSet<String> =
        rows(&at, "measures.csv").into_iter().map(|mut row| row.remove("年度").unwrap()).collect();
    assert_eq!(years, ["2023", "2024"].map(str::to_owned).into());
    // There may be ten thousand of them.
    publish(&YEARS, &folder.at("kept"))
        .arg("--with")
        .arg("report.json")
        .stderr(&["values.csv, reports/ (2)"])
        .run();
    let changes = rows(&at, "changes.csv");
    let of = |change: &str| {
        let named = changes.iter().filter(|row| row["変化コード"] == change);
        named.map(|row| row["施策名"].as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        (of("dropped"), of("new")),
        (vec!["販路の拡大"], vec!["多言語の案内", "周遊の調査"])
    );
    let moved = changes.iter().find(|row| row["施策名"] == "融資の支援").unwrap();
    let cells = ["前のキー", "キー", "番号の変更", "前の評価コード", "評価コード"]
        .map(|it| moved[it].as_str());
    assert_eq!(cells, ["しごと/産業/3-2", "しごと/産業/3-1", "true", "pending", "not_achieved"]);
    let check = || {
        YEARS.iter().fold(tenken("check").arg(&at), |run, it| run.arg("--against").arg(path(it)))
    };
    check().stdout(&["13 measures", "0 errors"]).run();
    edit(&at.join("changes.csv"), "achieved,worse", "achieved,better");
    check()
        .status(1)
        .stdout(&["error O401", "changes.csv, row 2", "\"worse\"", "\"better\""])
        .run();
}

#[test]
fn the_way_back_names_what_differs() {
    let folder = Folder::new();
    let at = folder.publish("dx", &[YEARS[0]]);
    let check = || tenken("check").arg(&at).arg("--against").arg(path(YEARS[0]));
    check().stdout(&["0 errors, 0 warnings, 0 infos"]).run();
    // As a spreadsheet program changes a number of a measure.
    edit(&at.join("measures.csv"), ",1-1,", ",1月1日,");
    check()
        .status(1)
        .stdout(&["O401", "measures.csv, row 2, \"番号\"", "\"1-1\"", "\"1月1日\"", "O404"])
        .run();
    edit(&at.join("measures.csv"), ",1月1日,", ",1-1,");
    check().run();
    edit(&at.join("values.csv"), ",1250,", ",1251,");
    check().status(1).stdout(&["O401", "values.csv", "1250", "1251"]).run();
    edit(&at.join("values.csv"), ",1251,", ",1250,");
    edit(&at.join("measures.csv"), ",mostly_achieved,", ",mostly,");
    check().status(1).stdout(&["O308", "measures.csv", "O401"]).run();
    edit(&at.join("measures.csv"), ",mostly,", ",mostly_achieved,");
    edit(&at.join("measures.csv"), "しごと/観光/4-1", "しごと/観光/4-9");
    check().status(1).stdout(&["O402", "measures.csv", "O403", "measures.csv"]).run();
    fs::remove_file(at.join("measures.xlsx")).unwrap();
    check().status(1).stdout(&["O404", "measures.xlsx"]).run();
}

#[test]
fn a_package_names_its_reports_or_says_that_it_cannot_find_them() {
    let folder = Folder::new();
    let at = folder.at("dx");
    publish(&[YEARS[0]], &at).stderr(&["measures"]).run();
    let check = || tenken("check").arg(&at).within(folder.0.path());
    check().status(2).stderr(&["E508", "digital-2023.xlsx", "--against"]).run();
    // Another file of that name is another report.
    fs::copy(path(YEARS[1]), folder.at("digital-2023.xlsx")).unwrap();
    check().status(2).stderr(&["E508"]).run();
    fs::copy(path(YEARS[0]), folder.at("digital-2023.xlsx")).unwrap();
    check().stdout(&["0 errors"]).run();
    tenken("check").arg(at.join("datapackage.json")).within(folder.0.path()).run();
}

#[test]
fn the_last_release_names_what_is_gone() {
    let folder = Folder::new();
    let old = folder.publish("old", &[YEARS[0]]);
    let new = folder.publish("new", &[YEARS[0]]);
    let check = || tenken("check").arg(&new).arg("--against").arg(&old);
    check().stdout(&["0 errors, 0 warnings, 0 infos"]).run();
    for file in ["measures.csv", "values.csv"] {
        let text = fs::read_to_string(new.join(file)).unwrap();
        let kept: String =
            text.split_inclusive("\r\n").filter(|it| !it.contains("/3-1,")).collect();
        fs::write(new.join(file), kept).unwrap();
    }
    edit(&new.join("measures.csv"), ",1250,", ",1300,");
    let words = [
        "O412",
        "販路の拡大",
        "importers delete it",
        "O411",
        "measures.csv",
        "\"1250\" became \"1300\"",
    ];
    check().status(1).stdout(&words).run();
    let both = folder.publish("both", &YEARS);
    let words = ["O413", "of 7 measures is new", "140007-2024-"];
    tenken("check").arg(&both).arg("--against").arg(&old).stdout(&words).run();
    tenken("check")
        .arg(&old)
        .arg("--against")
        .arg(&both)
        .stdout(&["O412", "of 7 measures is gone"])
        .run();
}

#[test]
fn encodings_and_headers_as_asked() {
    let folder = Folder::new();
    let at = folder.at("sjis");
    // ① and 髙 are in code page 932.
    let run = publish(&[YEARS[0]], &at).arg("--encoding").arg("cp932").stderr(&["measures"]).run();
    assert!(!run.stderr.contains("O310"), "{}", run.stderr);
    let bytes = fs::read(at.join("measures.csv")).unwrap();
    let (text, _, is_garbled) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!is_garbled && text.starts_with("報告書ID,") && text.contains("髙齢"));
    tenken("check").arg(&at).arg("--against").arg(path(YEARS[0])).stdout(&["0 errors"]).run();
    // A variation selector, and a character beyond the basic plane.
    let other = folder.at("other.xlsx");
    changed(&other, &[("見守りの推進", "葛\u{e0100}飾😀の推進")]);
    let lost = folder.at("lost");
    let words = [
        "O310",
        "(U+E0100)",
        "(U+1F600)",
        "became 〓 (4 times, first in measures.csv, row 2, \"施策名\")",
    ];
    publish(&[], &lost).arg(&other).arg("--encoding").arg("cp932").stderr(&words).run();
    assert!(fs::read_to_string(lost.join("README.md")).unwrap().contains("U+1F600"));
    tenken("check").arg(&lost).arg("--against").arg(&other).stdout(&["0 errors"]).run();
    let plain = folder.at("plain");
    publish(&[YEARS[0]], &plain)
        .arg("--header")
        .arg("en")
        .arg("--no-bom")
        .stderr(&["measures"])
        .run();
    let text = fs::read_to_string(plain.join("measures.csv")).unwrap();
    assert!(text.starts_with("report_id,fiscal_year,"), "{text}");
    tenken("check").arg(&plain).arg("--against").arg(path(YEARS[0])).stdout(&["0 errors"]).run();
}

#[test]
fn the_chart_counts_each_field() {
    let folder = Folder::new();
    let at = folder.publish("dx", &[PDF]);
    let svg = tenken("chart").arg(&at).stdout(&["<svg ", "子ども・若者 達成"]).run().stdout;
    let counts = svg.split("<title>").skip(2).filter_map(|it| it.split("</title>").next());
    let achieved =
        counts.filter_map(|it| it.split_once(" 達成 ")?.1.parse::<u32>().ok()).sum::<u32>();
    let mostly: u32 = svg.matches("概ね達成 ").count() as u32;
    assert!(achieved == 126 && mostly > 0, "{achieved}");
    tenken("chart").arg(folder.0.path()).status(2).stderr(&["E506"]).run();
}

#[test]
fn tables_of_anybody_are_asked_by_the_rules() {
    let folder = Folder::new();
    let csv = folder.at("theirs.csv");
    fs::write(&csv, "\u{feff}名称,件数\na,\"1,234\"\nb,2\nc,3\nd,4\ne,5\n").unwrap();
    let run = tenken("check").arg(&csv).arg("--profile").arg("opendata-ja").status(1);
    run.stdout(&["O103", "theirs.csv row 2 \"件数\"", "O112"]).run();
    // The model annex is made for print.
    let run = tenken("check").arg(path(WORKBOOK)).arg("--profile").arg("opendata-ja").status(1);
    run.stdout(&["O104", "merged cells"]).run();
    tenken("explain").arg("O103").stdout(&["1-3"]).run();
}

/// The first year, with some of its texts changed.
fn changed(at: &Path, edits: &[(&str, &str)]) {
    rewritten(&path(YEARS[0]), at, edits);
}

/// A workbook with some of its texts changed.
fn rewritten(from: &Path, at: &Path, edits: &[(&str, &str)]) {
    let mut archive = zip::ZipArchive::new(fs::File::open(from).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(fs::File::create(at).unwrap());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let text = edits.iter().fold(text, |text, (from, to)| text.replace(from, to));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(entry.name().unwrap().into_owned(), options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
}
