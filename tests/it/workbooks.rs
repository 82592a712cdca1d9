//! Sheets laid out in the ways that people lay them out: the same measures come
//! back, whatever stands around, beside and between them.

use crate::harness::{path, tenken};
use crate::truth;
use serde_json::Value as Json;

const MEASURES: [&str; 4] = [
    "相談窓口の設置|1,200件|1,350件|◎",
    "学童クラブの拡充|45か所|38か所|△",
    "消防水利の整備|90％|88％|○",
    "橋梁の点検|30橋|30橋|◎",
];

fn report(name: &str) -> Json {
    let output = tenken("convert").arg(path(&format!("fixtures/excel/{name}"))).run();
    serde_json::from_str(&output.stdout).unwrap()
}

#[test]
fn the_cover_names_the_report() {
    for extension in ["xlsx", "ods"] {
        let report = report(&format!("shapes.{extension}"));
        assert_eq!(report["title"], "まちづくり計画　令和５年度点検報告書");
        assert_eq!(report["publisher"], "みどり市");
        assert_eq!(report["fiscal_year"]["year"], 2023);
    }
}

/// What stands behind an empty row below the measures is no measure.
#[test]
fn a_count_below_the_measures_is_checked() {
    let report = report("shapes.xlsx");
    assert_eq!(report["totals"]["declared"]["rows"][0]["counts"]["◎"], 19);
    let findings = report["findings"].as_array().unwrap();
    let codes: Vec<&Json> = findings.iter().map(|finding| &finding["code"]).collect();
    // Two of its sheets have other columns than the first, and digits of both widths.
    assert_eq!(codes, ["P907", "P932", "P932", "W601", "W601"]);
}

/// Captions name what a table stands under, and no table of another sheet.
#[test]
fn captions_hold_for_their_sheet() {
    let report = report("shapes.xlsx");
    let group = |measure: usize| report["measures"][measure]["groups"][0]["name"].clone();
    let expected = ["子どものまち", "子どものまち", "安全なまち", "安全なまち"];
    assert_eq!((10..14).map(group).collect::<Vec<_>>(), expected);
    assert!((14..18).map(group).all(|group| group.is_null()));
}

/// 施策 is a group where another column is called 施策名.
#[test]
fn groups_are_told_from_names() {
    let measure = &report("shapes.xls")["measures"][29];
    assert_eq!(measure["groups"][0]["name"], "安心");
    assert_eq!(measure["extra"][0]["header"], "施策");
    assert_eq!(measure["extra"][0]["text"], "福祉");
}

/// Of two years side by side, each value has its own.
#[test]
fn values_of_another_year_keep_their_year() {
    let measure = &report("shapes.ods")["measures"][22];
    let values = measure["indicators"][0]["values"].as_array().unwrap();
    let shown: Vec<String> = values
        .iter()
        .map(|it| format!("{} {} {}", it["role"], it["fiscal_year"], it["text"]).replace('"', ""))
        .collect();
    assert_eq!(shown[1], "actual 2022 9件", "{shown:?}");
    assert!(shown.iter().any(|it| it.starts_with("target 2023")), "{shown:?}");
    let ratings = measure["ratings"].as_array().unwrap();
    assert_eq!(ratings.iter().map(|it| &it["fiscal_year"]).collect::<Vec<_>>(), [2022, 2023]);
}

/// A legend or another table behind an empty column adds nothing to a measure.
#[test]
fn what_stands_beside_a_table_is_none_of_it() {
    let report = report("shapes.ods");
    assert!(
        (30..38).all(|measure| report["measures"][measure]["extra"].as_array().unwrap().is_empty())
    );
}

#[test]
fn every_layout_gives_the_same_measures() {
    for extension in ["xlsx", "xlsm", "xls", "xlsb", "ods"] {
        assert_eq!(measures(&format!("shapes.{extension}")), expected(), "{extension}");
    }
}

fn measures(name: &str) -> Vec<String> {
    let fields = ["id", "name", "target", "actual", "rating_symbol"];
    let row = |row: &Json| fields.map(|field| truth::text(&row[field]).to_owned()).join("|");
    truth::flat(&report(name)).iter().map(row).collect()
}

fn expected() -> Vec<String> {
    // How many measures each sheet has.
    let counts = [2, 4, 4, 4, 4, 4, 4, 4, 4, 4];
    let mut expected: Vec<String> = Vec::new();
    for (sheet, count) in (1..).zip(counts) {
        let numbered = (1..).zip(&MEASURES[..count]);
        expected.extend(numbered.map(|(number, measure)| format!("{sheet}-{number}|{measure}")));
    }
    expected
}

/// A mark in place of a value is explained by a note below the table.
#[test]
fn a_note_below_the_table_says_when_a_value_comes() {
    let file = "fixtures/publishers/notes-below.xlsx";
    let input = tenken::Input::new(file, std::fs::read(crate::harness::path(file)).unwrap());
    let report = tenken::extract(&input).unwrap();
    let known_in = |measure: usize| {
        let actual = &report.measures[measure].indicators[0].values[1];
        actual.parts[0].known_in.as_ref().map(|it| it.year)
    };
    assert_eq!([known_in(0), known_in(1)], [None, Some(2025)]);
}
