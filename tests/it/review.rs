//! The data of the review page: what became of each cell, and where each value stands.

use crate::harness::{path, tenken};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs;

struct Review {
    document: Json,
    pages: Vec<Json>,
    report: Option<Json>,
}

fn review(name: &str) -> Review {
    let bytes = fs::read(path(name)).unwrap();
    review_of(&tenken::Input::new(name, bytes))
}

fn review_of(input: &tenken::Input) -> Review {
    let review = tenken::review(input).unwrap();
    let parse = |text: &String| serde_json::from_str(text).unwrap();
    let report = tenken::extract(input).ok();
    let report = report.map(|it| tenken::write(&it, tenken::Output::Json).unwrap());
    Review {
        document: parse(&review.document),
        pages: review.pages.iter().map(parse).collect(),
        report: report.as_ref().map(parse),
    }
}

impl Review {
    /// The cells of the pages with what became of them.
    fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages.iter().flat_map(|page| page["c"].as_array().unwrap()).map(|cell| {
            let mut texts = cell.as_array().unwrap().iter().filter_map(Json::as_str);
            (texts.next().unwrap(), texts.next().unwrap())
        })
    }

    fn count(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        self.cells().for_each(|(kind, _)| *counts.entry(kind).or_default() += 1);
        counts
    }

    /// Where a field is lit: page or sheet, and the corners of its first cell.
    fn place(&self, field: &Json) -> Json {
        let (page, cell) = (field["c"][0][0].as_u64(), field["c"][0][1].as_u64());
        let page = &self.pages[page.unwrap() as usize];
        let cell = &page["c"][cell.unwrap() as usize];
        match page["s"].as_str() {
            None => json!([page["n"], [cell[0], cell[1], cell[2], cell[3]]]),
            Some(sheet) => {
                let col = page["cols"][cell[1].as_u64().unwrap() as usize].as_str().unwrap();
                let row = &page["rows"][cell[0].as_u64().unwrap() as usize];
                json!([sheet, format!("{col}{row}")])
            }
        }
    }
}

/// Whether a place is an origin of the JSON, to a tenth of a point.
#[track_caller]
fn same_place(place: &Json, origin: &Json) {
    match origin["sheet"].as_str() {
        Some(sheet) => {
            let first = origin["range"].as_str().unwrap().split(':').next().unwrap();
            assert_eq!(*place, json!([sheet, first]));
        }
        None => {
            assert_eq!(place[0], origin["page"]);
            for corner in 0..4 {
                let (a, b) = (place[1][corner].as_f64(), origin["bbox"][corner].as_f64());
                assert!((a.unwrap() - b.unwrap()).abs() <= 0.06, "{place} is not {origin}");
            }
        }
    }
}

#[test]
fn every_value_stands_where_the_json_says() {
    for name in ["fixtures/r6/report-r6.pdf", "fixtures/r6/annex-r6.xlsx"] {
        let review = review(name);
        let report = review.report.as_ref().unwrap();
        let measures = review.document["measures"].as_array().unwrap();
        assert_eq!(measures.len(), 225);
        let mut values = 0;
        for (shown, own) in measures.iter().zip(report["measures"].as_array().unwrap()) {
            let fields = shown["fields"].as_array().unwrap();
            for field in fields {
                assert!(field["c"][0].is_array(), "{name}: {field}");
            }
            for indicator in own["indicators"].as_array().unwrap() {
                for value in indicator["values"].as_array().unwrap() {
                    let is_it = |it: &&Json| {
                        it["r"] == value["role"]
                            && it["t"] == value["text"]
                            && it["y"] == value["fiscal_year"]
                    };
                    let field = fields.iter().find(is_it).unwrap();
                    same_place(&review.place(field), &value["origin"]);
                    values += 1;
                }
            }
        }
        assert!(values > 300, "{name}: {values}");
        let counts = review.count();
        assert_eq!(counts.get("p"), None, "{name}: nothing is passed over: {counts:?}");
        assert!(counts["c"] > 1500 && counts["b"] > 20 && counts["h"] >= 9, "{name}: {counts:?}");
    }
}

/// What a page end cut is one field with a cell on each page.
#[test]
fn what_goes_on_over_pages_has_a_cell_on_each() {
    let review = review("fixtures/layout/row-over-three-pages.pdf");
    let fields = review.document["measures"].as_array().unwrap().iter();
    let pages = fields.flat_map(|it| it["fields"].as_array().unwrap()).map(|field| {
        let cells = field["c"].as_array().into_iter().flatten();
        cells.map(|cell| cell[0].as_u64().unwrap()).collect::<Vec<_>>()
    });
    assert!(pages.into_iter().any(|pages| pages == [0, 1, 2, 3, 4]));
    assert_eq!(review.count().get("p"), None, "a rest is not passed over");
}

/// As docs/layouts.md has it.
const LAYOUT: &str = "[columns]\n\"こと\" = \"name\"\n\"ものさし\" = \"indicator\"\n\"いま*\" = \"actual\"\n\"めざす*\" = \"goal\"\n";

/// Columns without a role are kept, and are coloured as such; a table of other things is
/// passed over.
#[test]
fn other_columns_and_other_tables_are_told_apart() {
    let name = "fixtures/publishers/own-words.xlsx";
    let passed_over = review(name).count().keys().copied().collect::<String>();
    assert!(passed_over.contains('p') && !passed_over.contains('c'), "{passed_over}");
    let layout = tenken::Layout::parse(LAYOUT).unwrap();
    let input = tenken::Input::new(name, fs::read(path(name)).unwrap());
    let read = review_of(&input.with_layout(layout.into()));
    assert!(read.count().contains_key("c") && read.count().contains_key("x"), "{:?}", read.count());
    let none = review("fixtures/layout/no-table-in-prose.pdf");
    assert!(none.document["refused"]["en"].is_string());
    assert!(none.document["measures"].as_array().unwrap().is_empty());
    assert!(!none.pages.is_empty() && !none.pages[0]["t"].as_array().unwrap().is_empty());
}

/// The headers of a table are found above their columns.
#[test]
fn headers_are_cells_of_the_pages() {
    for name in ["fixtures/r6/report-r6.pdf", "fixtures/r6/annex-r6.xlsx"] {
        let review = review(name);
        let tables = review.document["tables"].as_array().unwrap();
        let annex = tables.iter().find(|it| it["annex"] == true).unwrap();
        for column in annex["columns"].as_array().unwrap() {
            let first = &column["c"][0];
            let page = &review.pages[first[0].as_u64().unwrap() as usize];
            let cell = &page["c"][first[1].as_u64().unwrap() as usize];
            let text = cell.as_array().unwrap().iter().filter_map(Json::as_str).nth(1).unwrap();
            let path = column["path"].as_str().unwrap();
            assert!(path.contains(&text.replace('\n', "")), "{text:?} of {path}");
        }
    }
}

#[test]
fn a_page_is_drawn_as_svg() {
    let output = tenken("draw").arg(path("fixtures/r6/report-r6.pdf")).arg("5").run();
    let svg = output.stdout;
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    for part in ["かながわ子育てパーソナルサポート", "1-1 actual", "textLength=", "#d22"]
    {
        assert!(svg.contains(part), "{part}");
    }
    let run = tenken("draw").arg(path("fixtures/r6/report-r6.pdf")).arg("99").status(2);
    run.stdout(&[]).stderr(&["it has no page 99"]).run();
    let run = tenken("draw").arg(path("fixtures/r6/annex-r6.xlsx")).arg("1").status(2);
    run.stdout(&[]).stderr(&["only pages of a PDF"]).run();
    // A scan is drawn as it is.
    let scan = tenken("draw").arg(path("fixtures/file/scanned-page-alone.pdf")).arg("1").run();
    assert!(scan.stdout.contains("href=\"data:image/"));
    // What is no SVG is not called so, and nothing is written.
    let folder = tempfile::tempdir().unwrap();
    let run = tenken("draw").arg(path("fixtures/r6/report-r6.pdf")).arg("5").arg("-o");
    run.arg(folder.path().join("page.webp")).status(2).stdout(&[]).stderr(&["SVG"]).run();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_page_is_drawn_as_png() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("page.PNG");
    let run = tenken("draw").arg(path("fixtures/r6/report-r6.pdf")).arg("5").arg("-o").arg(&place);
    if cfg!(not(feature = "png")) {
        run.status(2).stdout(&[]).stderr(&["--features png"]).run();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        return;
    }
    run.run();
    // The signature, and the sides of the first chunk (PNG 5.2, 11.2.1): A4 at two pixels a point.
    let png = fs::read(place).unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (1191, 1684));
    // One of a single colour has a hundredth of that.
    assert!(png.len() > 40_000, "{} bytes are no page of text", png.len());
}

#[test]
fn the_page_is_whole_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("review.html");
    let run = tenken("review").arg(path("fixtures/README.md")).arg("-o").arg(&page).status(2);
    run.stdout(&[]).stderr(&["README.md"]).run();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // One that can't be read costs itself alone.
    let run =
        tenken("review").arg(path("fixtures/README.md")).arg(path("fixtures/r6/annex-r6.xlsx"));
    run.arg("-o").arg(&page).status(2).stderr(&["README.md"]).run();
    let first = fs::read_to_string(&page).unwrap();
    assert!(first.contains("Content-Security-Policy") && first.trim_end().ends_with("</html>"));
    assert_eq!(first.matches("class=\"document\"").count(), 1);
    // The same bytes give the same page.
    let run = tenken("review").arg(path("fixtures/r6/annex-r6.xlsx")).arg("-o").arg(&page);
    run.arg("--jobs").arg("1").run();
    assert_eq!(fs::read_to_string(&page).unwrap(), first);
}

/// What a person sees of a scan is its picture; its text is there, and not seen twice.
#[test]
fn scans_are_kept_as_pictures_in_bounded_size() {
    for (name, is_layer) in [("scanned-page-alone", false), ("scanned-page-with-ocr-text", true)] {
        let review = review(&format!("fixtures/file/{name}.pdf"));
        let page = &review.pages[0];
        let uri = page["i"][0][2].as_str().unwrap_or_else(|| panic!("{name} has a picture"));
        assert!(uri.starts_with("data:image/"), "{name}: {uri:.40}");
        assert!(uri.len() < 6 << 20, "{name}: {}", uri.len());
        assert_eq!(page["y"].as_bool().unwrap_or(false), is_layer, "{name}");
    }
    // What nobody looks at is not decoded.
    assert_eq!(review("fixtures/r6/report-r6.pdf").pages[0]["i"], Json::Null);
}
