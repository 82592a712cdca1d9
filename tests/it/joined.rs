//! Whole tables over pages, and the formats in which they are written.

use crate::command::{bytes, folder, names, parsed};
use crate::harness::{bare, path, r6, tenken};
use serde_json::Value as Json;
use std::fs;
use std::io::{Cursor, Read};
use tenken::{Input, Table, TableFormat};
use zip::ZipArchive;

fn joined(fixture: &str) -> Vec<Table> {
    tenken::joined_tables(&Input::new(fixture, bytes(fixture))).unwrap().0
}

/// What a table says, a text for each square where a cell begins.
fn said(table: &Table) -> Vec<Vec<&str>> {
    let mut rows = vec![vec![""; table.cols]; table.rows];
    for cell in &table.cells {
        rows[cell.row][cell.col] = &cell.text;
    }
    rows
}

/// The model annex is one table of two rows of headers, 225 measures and 24 bands,
/// however its pages cut it.
#[test]
fn the_model_annex_is_one_table() {
    let truth: Json = parsed(&fs::read_to_string(path("fixtures/r6/truth.json")).unwrap());
    let fixtures = ["r6/report-r6.pdf", "layout/row-broken-over-page.pdf"];
    for name in fixtures {
        let tables = joined(&format!("fixtures/{name}"));
        let annex = tables.last().unwrap();
        assert_eq!((annex.rows, annex.cols, annex.header_rows), (251, 10, 2), "{name}");
        let rows = said(annex);
        let measures = truth["measures"].as_array().unwrap();
        let mut rows = rows.iter().filter(|row| !row[2].is_empty()).skip(1);
        for measure in measures {
            let row = rows.next().unwrap();
            for (col, field) in [(2, "id"), (3, "name"), (4, "bureau"), (5, "indicator")] {
                let expected = measure[field].as_str().unwrap_or_default();
                // An abolished measure has its remark there.
                if expected.is_empty() {
                    continue;
                }
                assert_eq!(bare(row[col]), bare(expected), "{name}: {field} of {measure}");
            }
        }
        assert_eq!(rows.next(), None, "{name}");
    }
}

#[test]
fn parts_and_cut_cells_say_where_they_are() {
    let tables = joined("fixtures/layout/row-over-three-pages.pdf");
    let [table] = &tables[..] else { panic!("{} tables", tables.len()) };
    let firsts: Vec<usize> = table.parts.iter().map(|part| part.first_row).collect();
    assert_eq!(firsts, [0, 5, 5, 5, 5]);
    let cut = table.cells.iter().filter(|cell| cell.places.len() == 5);
    assert!(cut.clone().all(|cell| cell.row == 5));
    assert_eq!(cut.count(), table.cols);
}

/// Two tables on one page under captions stay two, and so do page-wise grids.
#[test]
fn what_is_not_one_table_is_not_joined() {
    assert_eq!(joined("fixtures/layout/two-tables-with-caption-between.pdf").len(), 2);
    assert_eq!(joined("fixtures/layout/bands-as-text-above-tables.pdf").len(), 4);
    let (pages, _) = tenken::page_tables(&r6("report-r6.pdf")).unwrap();
    assert_eq!(pages.len(), 13);
    assert!(pages.iter().all(|table| table.parts.len() == 1));
}

#[test]
fn several_inputs_make_one_json() {
    let files = ["fixtures/layout/header-on-every-page.pdf", "fixtures/r6/annex-r6.xlsx"];
    let run = files.iter().fold(tenken("tables").arg("--join"), |run, file| run.arg(path(file)));
    let documents = parsed(&run.run().stdout)["documents"].clone();
    let documents = documents.as_array().unwrap();
    assert_eq!(documents.len(), 2);
    let pages = documents[0]["tables"][0]["parts"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    assert!(documents[1]["tables"][0]["parts"][0]["origin"]["sheet"].is_string());
    // What can't be read is told, and costs itself alone.
    let run = tenken("tables").arg("--join").arg(path(files[0])).arg("missing.pdf");
    let output = run.status(2).stderr(&["missing.pdf"]).run();
    assert_eq!(parsed(&output.stdout)["documents"].as_array().unwrap().len(), 1);
}

#[test]
fn each_format_has_the_table_once() {
    let file = path("fixtures/layout/header-on-every-page.pdf");
    let asked = |format: &str| tenken("tables").arg("--join").arg("-f").arg(format).arg(&file);
    let csv = asked("csv").run().stdout;
    assert_eq!(csv.matches("施策名").count(), 1, "{csv}");
    assert!(csv.starts_with("\u{feff}体系,分野,番号,"), "{csv}");
    let html = asked("html").run().stdout;
    assert!(html.contains("<th colspan=\"3\">令和６年度</th>"), "{html}");
    assert_eq!(html.matches("<tr>").count(), 19);
    let markdown = asked("markdown").run().stdout;
    assert!(markdown.contains("| 令和６年度 / 目標 | 令和６年度 / 実績 |"), "{markdown}");
    // A header row, the rule below it, and 17 rows.
    assert_eq!(markdown.lines().filter(|line| line.starts_with('|')).count(), 19);
    asked("xlsx").arg("-o").arg(folder().path()).stdout(&[]).run();
}

#[test]
fn a_folder_takes_a_file_for_each_document_or_table() {
    let results = folder();
    let inputs = ["fixtures/r6/report-r6.pdf", "fixtures/layout/two-tables-side-by-side.pdf"];
    for format in ["json", "csv", "xlsx", "html", "markdown"] {
        let run = tenken("tables").arg("--join").arg("-f").arg(format).arg("-o");
        let run = run.arg(results.path()).arg("--escape-formulas");
        inputs.iter().fold(run, |run, file| run.arg(path(file))).stdout(&[]).run();
    }
    let expected = [
        "report-r6.table-1.csv",
        "report-r6.table-2.csv",
        "report-r6.table-3.csv",
        "report-r6.tables.html",
        "report-r6.tables.json",
        "report-r6.tables.md",
        "report-r6.tables.xlsx",
        "two-tables-side-by-side.table-1.csv",
        "two-tables-side-by-side.table-2.csv",
        "two-tables-side-by-side.tables.html",
        "two-tables-side-by-side.tables.json",
        "two-tables-side-by-side.tables.md",
        "two-tables-side-by-side.tables.xlsx",
    ];
    assert_eq!(names(results.path()), expected);
    let once = fs::read(results.path().join("report-r6.tables.xlsx")).unwrap();
    // Our own reader finds in the workbook what stands in the PDF, merged cells too.
    let input = Input::new("report-r6.tables.xlsx", once.clone());
    let (sheets, _) = tenken::page_tables(&input).unwrap();
    let whole = joined("fixtures/r6/report-r6.pdf");
    assert_eq!(sheets.len(), whole.len());
    for (sheet, table) in sheets.iter().zip(&whole) {
        let filled = |table: &Table| -> Vec<(usize, usize, String)> {
            let cells = table.cells.iter().filter(|cell| !cell.text.is_empty());
            cells.map(|it| (it.rowspan, it.colspan, it.text.clone())).collect()
        };
        assert_eq!(filled(sheet), filled(table));
    }
    let run = tenken("tables").arg("--join").arg("-f").arg("xlsx").arg("-o").arg(results.path());
    run.arg(path(inputs[0])).run();
    let again = fs::read(results.path().join("report-r6.tables.xlsx")).unwrap();
    assert!(once == again, "other bytes the second time");
    let mut archive = ZipArchive::new(Cursor::new(once)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet3.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("<mergeCell ref=\"G1:I1\"/>"), "{sheet:.600}");
}

/// Pages of a browser and Markdown must not take a text for their own signs.
#[test]
fn signs_of_the_format_are_escaped() {
    let workbook = bytes("fixtures/excel/looks.xlsx");
    let (tables, _) = tenken::joined_tables(&Input::new("a<b>.xlsx", workbook)).unwrap();
    let documents = [("a<b>.xlsx", tables.as_slice())];
    let html = tenken::write_tables(&documents, TableFormat::Html).unwrap();
    assert!(html.contains("<h1>a&lt;b&gt;.xlsx</h1>"));
    let markdown = tenken::write_tables(&documents, TableFormat::Markdown).unwrap();
    assert!(markdown.starts_with("# a&lt;b>.xlsx\n"));
}

#[test]
fn what_stdout_can_not_hold_is_refused() {
    for format in ["xlsx", "html"] {
        let run = tenken("tables").arg("--join").arg("-f").arg(format);
        let run = run.arg(path("fixtures/r6/annex-r6.xlsx")).arg(path("fixtures/r6/report-r6.pdf"));
        run.status(2).stdout(&[]).stderr(&["-o"]).run();
    }
}

/// What is weighed adds up, and the reading that was taken is the one that the rules of
/// the comparison take: the cheapest, but prose where a table is not cheaper by the margin.
#[test]
fn readings_are_explained_by_their_terms() {
    use tenken::ReadingKind::{Known, NoTable, Prose, Table, Tables};
    let mut kinds = std::collections::BTreeSet::new();
    for folder in ["rules", "layout", "joined"] {
        for name in names(&path(&format!("fixtures/{folder}"))) {
            let fixture = format!("fixtures/{folder}/{name}");
            if !name.ends_with(".pdf") {
                continue;
            }
            let input = Input::new(&fixture, bytes(&fixture));
            for explained in tenken::explain_tables(&input).unwrap_or_default() {
                for reading in &explained.readings {
                    let sum: i32 = reading.terms.iter().map(|term| term.points).sum();
                    assert_eq!(sum, reading.cost, "{fixture}: {reading:?}");
                }
                let [taken, others @ ..] = &explained.readings[..] else { panic!("{fixture}") };
                let other = |kind| others.iter().find(|it| it.kind == kind);
                kinds.insert(format!("{:?}", taken.kind));
                let is_right = match (taken.kind, other(Known), other(Prose)) {
                    (Table | Tables | NoTable, Some(known), _) => taken.cost < known.cost,
                    (Table | Tables, None, Some(prose)) => {
                        taken.cost + explained.margin <= prose.cost
                    }
                    (Known, ..) => {
                        others.iter().all(|it| it.kind == Prose || it.cost >= taken.cost)
                    }
                    _ => true,
                };
                assert!(is_right, "{fixture}: {explained:#?}");
            }
        }
    }
    let all = ["Continuation", "Known", "Settled", "Table", "Tables"];
    assert!(all.iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
}

#[test]
fn explain_says_what_won_and_by_how_much() {
    let file = path("fixtures/joined/browser-rules-across-header-once.pdf");
    let words = [
        "* one table 25×5 = 282: Line 100, ",
        "the next (prose) costs 1828 points more",
        "columns of the page before",
        "NarrowShown: The same where",
    ];
    tenken("tables").arg("--explain").arg(&file).stdout(&words).run();
    let words = ["* 1つの表 25×5", "との差は1828点です。", "NarrowShown: 同上"];
    tenken("tables").in_japanese().arg("--explain").arg(&file).stdout(&words).run();
    let settled = path("fixtures/layout/table-amid-prose.pdf");
    tenken("tables").arg("--explain").arg(settled).stdout(&["rules settle it"]).run();
    let svg = tenken::draw_page(&Input::new("a.pdf", fs::read(&file).unwrap()), 1).unwrap();
    assert!(svg.contains("one table 282 (+1828 prose)</text>"));
}
