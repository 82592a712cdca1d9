//! The model report, every cell of it, from the PDF and from the workbook.

use crate::harness::{bare, r6};
use crate::truth::{self, list, text};
use serde_json::{Value as Json, json};
use std::sync::LazyLock;
use tenken::value::{Bound, State};
use tenken::{Code, Measure, Output, Report, Status, TotalsRow, ValueRole};

const FILES: [&str; 2] = ["report-r6.pdf", "annex-r6.xlsx"];

static PDF: LazyLock<Report> = LazyLock::new(|| tenken::extract(&r6(FILES[0])).unwrap());
static WORKBOOK: LazyLock<Report> = LazyLock::new(|| tenken::extract(&r6(FILES[1])).unwrap());

fn both() -> [(&'static str, &'static Report); 2] {
    [(FILES[0], &*PDF), (FILES[1], &*WORKBOOK)]
}

/// The JSON, read back: what is compared is what a user gets.
fn published(report: &Report) -> Json {
    serde_json::from_str(&tenken::write(report, Output::Json).unwrap()).unwrap()
}

#[track_caller]
fn measure<'a>(report: &'a Report, id: &str) -> &'a Measure {
    report
        .measures
        .iter()
        .find(|it| it.id.as_deref() == Some(id))
        .unwrap_or_else(|| panic!("no measure {id}"))
}

#[test]
fn every_cell_of_every_measure() {
    let expected: Vec<&Json> = list(&truth::r6()["measures"]).iter().collect();
    assert_eq!(expected.len(), 225);
    for (file, report) in both() {
        let found = published(report);
        let differences = truth::differences(&expected, &truth::flat(&found));
        assert!(differences.is_empty(), "{file}:\n{differences}");
    }
}

#[test]
fn pdf_and_workbook_agree() {
    assert_eq!(tenken::compare(&PDF, &WORKBOOK), []);
}

#[test]
fn an_abolished_measure() {
    for (file, report) in both() {
        let measure = measure(report, "2-13");
        assert_eq!(measure.status, Status::Abolished, "{file}");
        assert_eq!(measure.remarks.as_deref(), Some("（施策見直しにより廃止）"), "{file}");
        assert_eq!(measure.rating, None, "{file}");
        assert!(measure.indicators[0].values.is_empty(), "{file}");
    }
}

#[test]
fn every_measure_has_the_status_of_its_symbol() {
    for (file, report) in both() {
        for measure in &report.measures {
            let expected = match measure.rating_symbol.as_deref().unwrap_or_default() {
                "◎" | "○" | "△" => Status::Evaluated,
                "■" => Status::Pending,
                "―" => Status::NotSet,
                symbol => {
                    assert_eq!(symbol, "", "{file} {}", measure.label());
                    Status::Abolished
                }
            };
            assert_eq!(measure.status, expected, "{file} {}", measure.label());
        }
    }
}

#[test]
fn title_and_fiscal_year() {
    assert_eq!(PDF.title, text(&truth::r6()["title"]));
    assert_eq!(WORKBOOK.title, text(&truth::r6()["annex_title"]));
    for (file, report) in both() {
        let year = report.fiscal_year.as_ref().unwrap_or_else(|| panic!("{file}: no fiscal year"));
        assert_eq!((year.year, year.era_year, year.era.name()), (2024, 6, "令和"), "{file}");
        assert_eq!(year.text, "令和６年度", "{file}");
        assert_eq!(year.period(), "2024-04-01/2025-03-31", "{file}");
    }
}

#[test]
fn legend() {
    let entries = list(&truth::r6()["legend"]);
    let ratings = ["achieved", "mostly_achieved", "not_achieved", "pending", "not_set"];
    let found = published(&PDF);
    let found = list(&found["legend"]);
    assert_eq!(found.len(), entries.len());
    for ((entry, truth), rating) in found.iter().zip(entries).zip(ratings) {
        assert_eq!(entry["symbol"], truth["symbol"]);
        assert_eq!(entry["label"], truth["label"]);
        assert_eq!(entry["rating"], rating);
    }
}

#[test]
fn structure() {
    let found = published(&PDF);
    let (found, truth) = (list(&found["structure"]), list(&truth::r6()["structure"]));
    assert_eq!(found.len(), truth.len());
    for (part, truth) in found.iter().zip(truth) {
        assert_eq!((&part["name"], &part["fields"]), (&truth["pillar"], &truth["fields"]));
    }
    let fields: Vec<usize> = PDF.structure.iter().map(|pillar| pillar.fields.len()).collect();
    assert_eq!(fields, [13, 9]);
}

#[test]
fn declared_totals() {
    let found = published(&PDF);
    let (found, truth) = (&found["totals"]["declared"], &truth::r6()["declared"]);
    assert_eq!(found["prose"], truth["prose"]);
    let (found, truth) = (list(&found["rows"]), list(&truth["rows"]));
    assert_eq!(found.len(), truth.len());
    let symbols = [("achieved", "◎"), ("mostly_achieved", "◯"), ("not_achieved", "△")];
    for (row, truth) in found.iter().zip(truth) {
        assert_eq!(row["label"], truth["label"]);
        assert_eq!(row["total"], truth["total"]);
        for (name, symbol) in symbols.into_iter().chain([("pending", "■")]) {
            assert_eq!(row["counts"][symbol], truth[name], "{name} of {}", truth["label"]);
        }
        for (name, symbol) in symbols.into_iter().take(2).chain([("total", "計")]) {
            let percent = &truth[format!("{name}_percent")];
            assert_eq!(&row["percents"][symbol], percent, "{name} of {}", truth["label"]);
        }
        assert!(row["origin"]["page"].is_u64(), "{row}");
    }
    assert!(WORKBOOK.declared.is_none(), "the workbook declares nothing");
}

#[test]
fn highlights() {
    let found = published(&PDF);
    let (found, truth) = (list(&found["highlights"]), list(&truth::r6()["highlights"]));
    assert_eq!((found.len(), truth.len()), (22, 22));
    for (highlight, truth) in found.iter().zip(truth) {
        for name in ["id", "pillar", "field"] {
            assert_eq!(highlight[name], truth[name]);
        }
        // Spaces at a line end of the prose are not on the page; breaks between
        // its paragraphs are.
        for name in ["name", "text"] {
            let lines = |json: &Json| text(json).lines().map(bare).collect::<Vec<_>>();
            assert_eq!(lines(&highlight[name]), lines(&truth[name]), "{name} of {}", truth["id"]);
        }
    }
    assert!(WORKBOOK.highlights.is_empty(), "the workbook has no body");
}

#[test]
fn reproduces_the_published_totals() {
    let expected = [
        ("くらしのデジタル化", [71, 11, 23, 105, 10]),
        ("行政のデジタル化", [55, 4, 5, 64, 0]),
        ("合計", [126, 15, 28, 169, 10]),
    ];
    for (file, report) in both() {
        let counts: Vec<(&str, [u64; 5])> =
            report.computed.iter().map(|row| (row.label.as_str(), five(row))).collect();
        assert_eq!(counts, expected, "{file}");
    }
}

fn five(row: &TotalsRow) -> [u64; 5] {
    let count = |symbol: &str| row.count(symbol).unwrap();
    [count("◎"), count("◯"), count("△"), row.total.unwrap(), count("■")]
}

/// The rule that the body states, and the steps of the legend.
#[test]
fn rule_and_steps() {
    let found = published(&PDF);
    let steps: Vec<&Json> = list(&found["legend"]).iter().map(|entry| &entry["step"]).collect();
    assert_eq!(steps, [&json!(1), &json!(2), &json!(3), &Json::Null, &Json::Null]);
    let rule = &found["rule"];
    assert_eq!(rule["kind"], "ratio");
    let bounds = json!([
        {"symbol": "◎", "at_least": "1.0"},
        {"symbol": "◯", "at_least": "0.8"},
        {"symbol": "△", "at_least": "0.0"},
    ]);
    assert_eq!(rule["bounds"], bounds);
    assert!(text(&rule["text"]).contains("成果指標の８割以上を達成した取組"), "{rule}");
    assert_eq!(found["totals"]["by"]["counted"], "measures");
    assert_eq!(found["totals"]["by"]["measures"], 225);
}

/// What a cell of the report's year says.
fn parts(measure: &Measure, role: ValueRole) -> &[tenken::value::Value] {
    let value = measure.indicators[0].value(role, Some(2024));
    value.map_or(&[], |value| &value.parts)
}

/// Number, unit and bound of the values of one cell.
#[track_caller]
fn reads(role: ValueRole, id: &str, expected: &[(&str, &str, Option<Bound>)]) {
    for (file, report) in both() {
        let values = parts(measure(report, id), role);
        let found: Vec<(String, &str, Option<Bound>)> = values
            .iter()
            .map(|value| {
                let number = value.number.map(|it| it.normalize().to_string()).unwrap_or_default();
                (number, value.unit.as_ref().map_or("", |unit| unit.text.as_str()), value.bound)
            })
            .collect();
        let expected: Vec<(String, &str, Option<Bound>)> = expected
            .iter()
            .map(|&(number, unit, bound)| (number.to_owned(), unit, bound))
            .collect();
        assert_eq!(found, expected, "{file} {id}");
    }
}

#[test]
fn numbers_are_exact_and_units_apart() {
    let (target, actual) = (ValueRole::Target, ValueRole::Actual);
    reads(target, "1-1", &[("50000", "人", None)]);
    reads(actual, "1-1", &[("55260", "人", None)]);
    reads(target, "1-2", &[("3847", "事業者", None)]);
    reads(actual, "1-2", &[("3915", "事業者", None)]);
    reads(actual, "2-2", &[("74.78", "%", None)]);
    reads(target, "3-1", &[("500000", "人", None)]);
    reads(target, "3-2", &[("9", "市町村", None)]);
    reads(target, "3-4", &[("12000000", "件", None)]);
    reads(target, "3-6", &[("0.7", "％", None)]);
    reads(target, "3-11", &[("500", "件", Some(Bound::AtLeast))]);
    reads(target, "5-4", &[("431000000", "円", None)]);
    reads(actual, "5-4", &[("175000000", "円", None)]);
    reads(target, "3-10", &[("100", "%", None), ("5", "%", None)]);
}

#[test]
fn states_stand_where_there_is_no_number() {
    let states = |id: &str| -> Vec<Option<State>> {
        parts(measure(&PDF, id), ValueRole::Actual).iter().map(|value| value.state).collect()
    };
    let of_symbol = |symbol: &'static str| {
        let measures = PDF.measures.iter();
        measures
            .filter(move |it| it.rating_symbol.as_deref() == Some(symbol))
            .filter_map(|it| it.id.as_deref())
    };
    assert!(of_symbol("■").any(|id| states(id).contains(&Some(State::Pending))));
    for id in of_symbol("―") {
        let states = states(id);
        assert!(states.iter().all(Option::is_some), "{id} has a number: {states:?}");
    }
}

#[test]
fn every_value_is_a_number_or_a_state() {
    for (file, report) in both() {
        for measure in &report.measures {
            for value in measure.indicators[0].values.iter().flat_map(|it| &it.parts) {
                let kinds = (value.number.is_some(), value.state.is_some());
                assert!(kinds.0 != kinds.1, "{file} {}: {value:?}", measure.label());
            }
        }
    }
}

#[test]
fn every_glyph_is_accounted_for() {
    assert!(PDF.findings.iter().all(|finding| finding.code != Code::P902));
    assert_eq!(PDF.ink().len(), PDF.source.pages);
    for (index, ink) in PDF.ink().iter().enumerate() {
        let page = index + 1;
        assert!(ink.drawn > 0, "page {page} is empty");
        assert_eq!(ink.drawn, ink.doubled + ink.in_cells + ink.in_lines, "page {page}");
        assert_eq!((ink.lost(), ink.unknown), (0, 0), "page {page}");
    }
}

#[test]
fn same_bytes_whatever_the_threads_and_the_run() {
    for file in FILES {
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let report = tenken::extract(&r6(file)).unwrap();
                [Output::Json, Output::Csv, Output::Values]
                    .map(|output| tenken::write(&report, output).unwrap())
            })
        };
        let first = run(1);
        for threads in [1, 4] {
            assert!(run(threads) == first, "{file} differs with {threads} threads");
        }
        let tables = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| tenken::tables(&r6(file)).unwrap().0)
        };
        assert!(tables(1) == tables(4), "{file}: tables differ with 4 threads");
    }
}
