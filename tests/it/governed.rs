//! What governs `tenken check`: settings, expectations, baselines, last year's report, and
//! two files of one report.

use crate::command::{bytes, folder, parsed, with_text};
use crate::harness::{Run, path, same_as_file, tenken};
use std::fs;
use std::path::Path;

const PDF: &str = "fixtures/r6/report-r6.pdf";
const WORKBOOK: &str = "fixtures/r6/annex-r6.xlsx";

fn check(file: &Path) -> Run {
    tenken("check").arg(file)
}

#[test]
fn committed_schemas_of_settings_are_those_of_the_types() {
    for kind in ["config", "expectations", "baseline"] {
        let schema = tenken("schema").arg(kind).run().stdout;
        same_as_file(&format!("schemas/{kind}.schema.json"), &schema);
        jsonschema::draft202012::meta::validate(&parsed(&schema)).unwrap();
    }
}

#[test]
fn settings_are_found_upward() {
    let place = folder();
    let inner = place.path().join("a/b");
    fs::create_dir_all(&inner).unwrap();
    let file = inner.join("report.pdf");
    fs::copy(path(PDF), &file).unwrap();
    let settings = |text: &str| fs::write(place.path().join("tenken.toml"), text).unwrap();
    settings("[check]\nselect = [\"H\"]\nfail-on = \"warning\"\n");
    check(&file).status(1).stdout(&["H403", "1 warning, 1 info"]).run();
    // The command line goes before it.
    check(&file).arg("--fail-on").arg("error").run();
    check(&file).arg("--select").arg("W602").stdout(&["0 warnings, 1 info"]).run();
    let found = check(&file).arg("--ignore").arg("H403").run().stdout;
    assert!(!found.contains("H403") && found.contains("H404"), "{found}");
    settings("[check]\nselect = [\"H\"]\n[check.severity]\nH = \"off\"\nH404 = \"error\"\n");
    check(&file).status(1).stdout(&["error H404", "1 error, 0 warnings, 0 infos"]).run();
    settings("[check]\n[[check.measures]]\nmeasure = \"4-1\"\nseverity = { H403 = \"off\" }\n");
    let found = check(&file).run().stdout;
    assert!(!found.contains("H403") && found.contains("H404"), "{found}");
    // Another file of settings, and none above a document elsewhere.
    let other = place.path().join("other.toml");
    fs::write(&other, "[check]\nignore = [\"H\", \"W\", \"R\", \"T\"]\n").unwrap();
    let found = check(&file).arg("--config").arg(other);
    found.stdout(&["0 errors, 0 warnings, 0 infos"]).run();
}

#[test]
fn a_slip_in_settings_is_told_with_its_place() {
    let place = folder();
    let file = place.path().join("report.pdf");
    fs::copy(path(PDF), &file).unwrap();
    for (text, words) in [
        ("[check]\nignor = []\n", &["line 2, column 1", "ignor"]),
        ("[check]\nfail-on = 1\n", &["line 2, column 11", "E405"]),
        ("[check]\nselect = [\"Q1\"]\n", &["line 2, column 11", "Q1"]),
        ("[check.severity]\nT101 = \"bad\"\n", &["line 2, column 8", "bad"]),
        ("[check.severity]\nQ101 = \"off\"\n", &["line 2, column 1", "Q101"]),
        ("[chek]\n", &["line 1, column 2", "chek"]),
    ] {
        fs::write(place.path().join("tenken.toml"), text).unwrap();
        check(&file).status(2).stdout(&[]).stderr(&words[..]).stderr(&["tenken.toml"]).run();
    }
}

#[test]
fn expectations_are_found_upward() {
    let place = folder();
    let file = place.path().join("annex.xlsx");
    fs::copy(path(WORKBOOK), &file).unwrap();
    let expect = |text: &str| fs::write(place.path().join("expectations.toml"), text).unwrap();
    expect("rows = 225\nratings = \"126/15/28/10/45\"\n");
    check(&file).run();
    expect(
        "[[report]]\nfile = \"annex.xlsx\"\nrows = 224\nratings = { \"達成\" = 126, \"△\" = 27 }\n",
    );
    let words = ["T190", "measures: expected 224, found 225", "△: expected 27, found 28"];
    check(&file).status(1).stdout(&words).run();
    expect("[[report]]\nfile = \"other.xlsx\"\nrows = 224\n[report.sums]\n\"目標\" = 3\n");
    check(&file).run();
    expect("[sums]\n\"予算額\" = 3\n");
    check(&file).status(1).stdout(&["予算額: expected 3, found ―"]).run();
    expect("[sums]\n予算額 = 3\n");
    check(&file).in_japanese().status(2).stderr(&["引用符", "2行1文字目"]).run();
    expect("row = 3\n");
    check(&file).status(2).stderr(&["expectations.toml", "line 1, column 1"]).run();
}

#[test]
fn counts_on_the_command_line() {
    let expect = |counts: &str| check(&path(WORKBOOK)).arg("--expect").arg(counts);
    for counts in ["126/15/28/10/45", "１２６／１５／２８", "達成=126,指標未設定=45,施策=225"]
    {
        expect(counts).run();
    }
    expect("126/15/28/10/46").status(1).stdout(&["not set: expected 46, found 45"]).run();
    expect("達成=126,概ね達成=16").status(1).stdout(&["概ね達成: expected 16, found 15"]).run();
}

#[test]
fn two_files_of_one_report_are_asked_whether_they_agree() {
    let place = folder();
    let copy = place.path().join("annex.xlsx");
    fs::write(&copy, with_text(&bytes(WORKBOOK), "80,317", "80,318")).unwrap();
    let both = |file: &Path| check(&path(PDF)).arg(file).arg("--select").arg("D");
    both(&path(WORKBOOK)).stdout(&["450 measures checked: 0 errors, 0 warnings, 0 infos"]).run();
    let words = ["annex.xlsx: warning D801", "measure 1-5, column actual", "80,317", "80,318"];
    both(&copy).stdout(&words).run();
    // Files of one name in a folder belong together; those of other reports do not.
    fs::copy(path(PDF), place.path().join("annex.pdf")).unwrap();
    fs::copy(path(WORKBOOK), place.path().join("next.xlsx")).unwrap();
    let found = check(place.path()).arg("--select").arg("D").stdout(&["675 measures"]).run();
    assert_eq!(found.stdout.matches("warning D801").count(), 1, "{}", found.stdout);
    // A caption of the print alone says the year of the totals, which is that of the report.
    let both = ["pdf", "xlsx"].map(|it| path(&format!("fixtures/publishers/education.{it}")));
    let found = check(&both[0]).arg(&both[1]).run();
    assert!(!found.stdout.contains("D801"), "{}", found.stdout);
    let other = path("fixtures/rules/dotted.pdf");
    let run = check(&path(WORKBOOK)).arg(&other).arg("--select").arg("D");
    run.stdout(&["0 warnings"]).run();
}

#[test]
fn a_report_against_that_of_the_year_before() {
    let place = folder();
    let before = place.path().join("r5.xlsx");
    // 令和６ and 令和５: the workbook spells characters as references.
    let (six, five) = ("&#20196;&#21644;&#65302;", "&#20196;&#21644;&#65301;");
    fs::write(&before, with_text(&bytes(WORKBOOK), six, five)).unwrap();
    let run = |new: &Path, old: &Path| check(new).arg("--before").arg(old);
    run(&path(WORKBOOK), &path(WORKBOOK))
        .status(2)
        .stdout(&["0 measures checked"])
        .stderr(&["E404"])
        .run();
    run(&path(WORKBOOK), Path::new("none.xlsx")).status(2).stderr(&["none.xlsx"]).run();
    // It has no column of the year before, so that nothing but targets can be told.
    let of_years = |new: &Path| run(new, &before).arg("--select").arg("Y");
    let closing = "225 measures checked: 0 errors, 0 warnings";
    of_years(&path(WORKBOOK)).stdout(&[closing]).run();
    let lower = place.path().join("r6.xlsx");
    fs::write(&lower, with_text(&bytes(WORKBOOK), "36,300", "30,000")).unwrap();
    let words = ["Y703", "measure 1-5, column target", "36,300クリック", "30,000クリック"];
    of_years(&lower).stdout(&words).run();
}

#[test]
fn documents_of_another_kind_are_passed_over() {
    let place = folder();
    fs::copy(path(PDF), place.path().join("a.pdf")).unwrap();
    let other = path("fixtures/rules/dotted-lines-to-write-on.pdf");
    fs::copy(&other, place.path().join("other.pdf")).unwrap();
    check(place.path()).status(2).stdout(&["1 document not read"]).stderr(&["E112"]).run();
    let run = check(place.path()).arg("--skip-others");
    run.stdout(&["225 measures", "1 document without measures", "other.pdf"]).run();
    // A commit that touches other documents alone is none of ours; a wrong path is.
    check(&other).arg("--skip-others").stdout(&["0 measures checked"]).run();
    check(&place.path().join("none.pdf")).arg("--skip-others").status(2).stderr(&["none"]).run();
    fs::write(place.path().join("tenken.toml"), "[check]\nskip-others = true\n").unwrap();
    check(place.path()).run();
}

#[test]
fn an_entry_of_a_baseline_may_expire() {
    let place = folder();
    let file = place.path().join("baseline.json");
    let check = || {
        let run = check(&path(PDF)).arg("--select").arg("H403").arg("--fail-on").arg("warning");
        run.arg("--baseline").arg(&file)
    };
    check().arg("--update-baseline").run();
    let kept = fs::read_to_string(&file).unwrap();
    let entry =
        |reason: &str| kept.replacen("\"reason\": null,\n      \"expires\": null", reason, 1);
    fs::write(&file, entry("\"reason\": \"asked\", \"expires\": \"9999-12-31\"")).unwrap();
    check().stdout(&["(known: asked)", "1 known"]).run();
    let sarif = parsed(&check().arg("--format").arg("sarif").run().stdout);
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["justification"], "asked");
    assert_eq!(result["baselineState"], "unchanged");
    fs::write(&file, entry("\"expires\": \"2020-03-31\"")).unwrap();
    check().status(1).stdout(&["1 warning,"]).stderr(&["expired on 2020-03-31"]).run();
    fs::write(&file, entry("\"expires\": \"next year\"")).unwrap();
    check().status(2).stderr(&["next year", "2026-03-31"]).run();
}

#[test]
fn what_was_not_read_fails_whatever_is_selected() {
    let place = folder();
    let file = place.path().join("cut.pdf");
    let whole = bytes(PDF);
    fs::write(&file, &whole[..whole.len() * 9 / 10]).unwrap();
    let run = || check(&file).arg("--select").arg("H");
    let output = run().spawn();
    if output.code == Some(2) {
        // Nothing was left to be checked.
        return;
    }
    run().status(1).stdout(&["1 document not read whole"]).run();
    run().arg("--ignore").arg("P904,P901").run();
}

#[test]
fn the_summary_of_a_step_and_the_page_are_whole() {
    let place = folder();
    let page = check(&path(PDF)).arg("--format").arg("html").run().stdout;
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("H403") && !page.contains("<script") && !page.contains("src="));
    // Where a finding stands is shown as it is printed, with a frame around it.
    let row = page.split("<tr ").find(|row| row.contains("W603")).unwrap();
    let figure = row.split("<figure>").nth(1).unwrap();
    assert!(figure.contains("116,691") && figure.contains(r##"stroke="#d22" stroke-width="1.5""##));
    assert!(!page.split("<tr ").find(|row| row.contains("T105")).unwrap().contains("<figure>"));
    // On a sheet its cells are, with the rows around.
    let page = check(&path(WORKBOOK)).arg("--format").arg("html").run().stdout;
    let row = page.split("<tr class=").find(|row| row.contains("W603")).unwrap();
    let here: Vec<&str> = row.split("class=\"here\">").skip(1).collect();
    assert!(row.contains("<table class=\"sheet\">") && here.len() == 1, "{row}");
    assert!(here[0].starts_with("116,691"), "{row}");
    // What a report says is text, whatever it says.
    let copy = place.path().join("a.xlsx");
    let evil = "80 &lt;script&gt;1&lt;/script&gt;";
    fs::write(&copy, with_text(&bytes(WORKBOOK), "80,317", evil)).unwrap();
    let run = check(&path(PDF)).arg(&copy).arg("--select").arg("D").arg("--format").arg("html");
    let page = run.run().stdout;
    assert!(page.contains("&lt;script&gt;1") && !page.contains("<script"), "{page}");
}
