//! The review page in a real browser: what is chosen is lit where the JSON says it stands,
//! verdicts leave and come back, and nothing of a document ever runs.
//!
//! Without Chromium these tests say that they are skipped; under CI it must be there.

mod devtools;

use crate::harness::{path, tenken};
use devtools::{Browser, Tab};
use serde_json::{Value as Json, json};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// A folder with a review of a document, open in a browser; none without a browser.
struct Opened {
    tab: Tab,
    folder: tempfile::TempDir,
}

fn open(document: &Path) -> Option<Opened> {
    let folder = tempfile::tempdir().unwrap();
    let browser = Browser::start(folder.path())?;
    let page = folder.path().join("review.html");
    tenken("review").arg(document).arg("-o").arg(&page).in_japanese().run();
    let mut tab = browser.open(&page);
    tab.wait("document.documentElement?.dataset.ready === 'true'");
    Some(Opened { tab, folder })
}

fn model(name: &str) -> PathBuf {
    path("fixtures/r6").join(name)
}

fn converted(document: &Path) -> Json {
    let output = tenken("convert").arg(document).run();
    serde_json::from_str(&output.stdout).unwrap()
}

/// The box that is lit on a page, in points of that page.
const LIT: &str = "(() => { \
    const lit = document.querySelector('svg .lit'); const svg = lit.ownerSVGElement; \
    const own = lit.getBoundingClientRect(), all = svg.getBoundingClientRect(); \
    const scale = svg.viewBox.baseVal.width / all.width; \
    return { page: Number(lit.dataset.page) + 1, box: [own.left - all.left, own.top - all.top, own.right - all.left, own.bottom - all.top].map((it) => it * scale) }; })()";

/// Whether two boxes are one, but for the stroke around what is lit.
#[track_caller]
fn same_box(lit: &Json, origin: &Json) {
    assert_eq!(lit["page"], origin["page"]);
    let corners = |json: &Json| -> Vec<f64> {
        json.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
    };
    let pairs = corners(&lit["box"]).into_iter().zip(corners(&origin["bbox"]));
    for (seen, said) in pairs {
        assert!((seen - said).abs() < 1.5, "{lit} is not at {origin}");
    }
}

#[test]
fn a_value_is_lit_where_it_was_read_and_the_other_way() {
    let document = model("report-r6.pdf");
    let Some(Opened { mut tab, .. }) = open(&document) else { return };
    let report = converted(&document);
    for m in [2, 40, 180] {
        let values = &report["measures"][m]["indicators"][0]["values"];
        let value = values.as_array().unwrap().iter().find(|it| it["role"] == "actual").unwrap();
        let id = report["measures"][m]["id"].as_str().unwrap();
        tab.eval("document.querySelector('#search').value = ''");
        tab.press("/");
        tab.type_text(id);
        tab.press("Escape");
        let row = format!(
            "[...document.querySelectorAll('[data-record=\"{m}\"] .field')].find((it) => it.textContent.startsWith('実績'))"
        );
        tab.click(&row);
        same_box(&tab.eval(LIT), &value["origin"]);
        let current = tab.eval("document.querySelector('.field[aria-current]').textContent");
        assert!(current.as_str().unwrap().contains(value["text"].as_str().unwrap()), "{current}");
        // The other way: the cell chooses the value.
        tab.press("Escape");
        assert_eq!(tab.eval("document.querySelectorAll('.lit').length"), 0);
        let page = value["origin"]["page"].as_u64().unwrap() - 1;
        let text = value["text"].as_str().unwrap().replace('\n', "\\n");
        tab.click(&format!("[...document.querySelectorAll('.page[data-page=\"{page}\"] .cell.c')].find((it) => it.getAttribute('aria-label') === '実績: {text}')"));
        let chosen = tab.eval("document.querySelector('.field[aria-current]').dataset.m");
        assert_eq!(chosen.as_str(), Some(m.to_string().as_str()));
    }
    tab.is_quiet();
}

/// What a page end cut lights on both pages.
#[test]
fn a_value_over_a_page_end_is_lit_on_both_pages() {
    let document = path("fixtures/layout/row-over-three-pages.pdf");
    let Some(Opened { mut tab, .. }) = open(&document) else { return };
    let found = tab.eval(
        "(() => { const doc = JSON.parse(document.querySelector('script.document').textContent); \
         for (const [m, measure] of doc.measures.entries()) for (const [f, field] of measure.fields.entries()) \
         if (new Set((field.c ?? []).map((it) => it[0])).size > 1) return { m, f, id: measure.id, pages: field.c.map((it) => it[0]), role: field.r }; })()",
    );
    assert!(found.is_object(), "a row goes on over pages");
    tab.press("/");
    tab.type_text(found["id"].as_str().unwrap());
    tab.press("Escape");
    tab.click(&format!(
        "document.querySelector('[data-m=\"{}\"][data-f=\"{}\"]')",
        found["m"], found["f"]
    ));
    let pages = found["pages"].as_array().unwrap();
    for page in pages {
        tab.eval(&format!(
            "document.querySelector('.page[data-page=\"{page}\"]').scrollIntoView()"
        ));
        tab.wait(&format!("document.querySelector('.page[data-page=\"{page}\"] .lit') !== null"));
    }
    tab.is_quiet();
}

#[test]
fn keys_walk_values_and_findings() {
    let Some(Opened { mut tab, .. }) = open(&model("report-r6.pdf")) else { return };
    let current = "document.querySelector('#panel [aria-current]')";
    let places: Vec<Json> = ["j", "j", "J", "k"]
        .iter()
        .map(|key| {
            tab.press(key);
            tab.eval(&format!("[Number({current}.dataset.m), Number({current}.dataset.f)]"))
        })
        .collect();
    assert_eq!(places[..3], [json!([0, 0]), json!([0, 1]), json!([1, 0])]);
    assert_eq!(places[3][0], 0, "k goes back to the measure before");
    let findings = tab
        .eval("JSON.parse(document.querySelector('script.document').textContent).findings.length");
    let findings = findings.as_u64().unwrap();
    assert!(findings > 1);
    for number in 0..findings {
        tab.press("n");
        assert_eq!(tab.eval(&format!("Number({current}.dataset.finding)")), number);
        let detail = tab.eval("document.querySelector('#detail').textContent");
        let code = tab.eval(&format!("{current}.querySelector('b').textContent"));
        assert!(detail.as_str().unwrap().contains(code.as_str().unwrap()));
    }
    tab.press("N");
    assert_eq!(tab.eval(&format!("Number({current}.dataset.finding)")), findings - 2);
    tab.press("?");
    assert_eq!(tab.eval("document.querySelector('#help').open"), true);
    tab.press("Escape");
    tab.press("/");
    assert_eq!(tab.eval("document.activeElement.id"), "search");
    tab.is_quiet();
}

#[test]
fn a_verdict_is_exported_and_read_again() {
    let document = model("annex-r6.xlsx");
    let Some(Opened { mut tab, folder }) = open(&document) else { return };
    for _ in 0..8 {
        tab.press("j");
    }
    let text =
        tab.eval("document.querySelector('.field[aria-current] .text').firstChild.textContent");
    tab.press("2");
    tab.wait("document.activeElement.id === 'correct'");
    tab.type_text("55,261人");
    tab.press("Enter");
    tab.press("n");
    tab.press("3");
    tab.click("document.querySelector('#export')");
    let file = folder.path().join("review.json");
    let exported: Json = devtools::until(|| {
        let text = fs::read_to_string(&file).ok()?;
        serde_json::from_str(&text).ok()
    });
    let of = &exported["documents"][0];
    assert_eq!(of["sha256"], converted(&document)["source"]["sha256"]);
    let value = &of["values"][0];
    assert_eq!(
        (&value["verdict"], &value["correct"], &value["text"]),
        (&json!("wrong"), &json!("55,261人"), &text)
    );
    assert_eq!(value["origin"]["sheet"], "別紙");
    assert_eq!(of["findings"][0]["verdict"], "seen");
    // The command applies it to the very cell.
    let run = tenken("convert").arg(&document).arg("--corrections").arg(&file);
    let report: Json = serde_json::from_str(&run.run().stdout).unwrap();
    let all = report["measures"].to_string();
    assert!(all.contains("\"corrected\":\"55,260人\""), "the value is marked");
    // Another browser knows nothing of it until the file is read.
    tab.eval("localStorage.clear()");
    tab.reload();
    tab.wait("document.documentElement?.dataset.ready === 'true'");
    assert_eq!(tab.eval("document.querySelectorAll('.verdict.wrong').length"), 0);
    tab.choose_file("#file", &file);
    tab.wait("document.querySelectorAll('.verdict.wrong').length === 1");
    let words = tab.eval("document.querySelector('#taken').textContent");
    assert!(words.as_str().unwrap().contains('2'), "{words}");
    tab.is_quiet();
}

/// Headers that no word knows get their roles by pointing, and the layout reads them.
#[test]
fn a_layout_is_made_by_pointing() {
    let document = path("fixtures/publishers/own-words.xlsx");
    let Some(Opened { mut tab, folder }) = open(&document) else { return };
    assert_eq!(
        tab.eval("document.querySelector('[role=tab][aria-selected=true]').dataset.tab"),
        "layout"
    );
    // Why it is no report stands above.
    let refused = tab.eval("document.querySelector('.refused').textContent.length > 20");
    assert_eq!(refused, true);
    for (header, role) in [
        ("こと", "name"),
        ("ものさし", "indicator"),
        ("いま", "actual"),
        ("めざす", "goal"),
        ("できばえ", "rating"),
    ] {
        // The header on the page leads to its column.
        tab.click(&format!("[...document.querySelectorAll('.page td.h, .page td.p')].find((it) => it.textContent.startsWith('{header}'))"));
        let focused = tab.eval("document.activeElement.getAttribute('aria-label')");
        assert!(focused.as_str().unwrap().starts_with(header), "{focused}");
        tab.eval(&format!("(() => {{ const it = document.activeElement; it.value = '{role}'; it.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"));
    }
    tab.click("document.querySelector('#toml')");
    let file = folder.path().join("layout.toml");
    devtools::until(|| fs::read_to_string(&file).ok().filter(|it| it.ends_with("\"rating\"\n")));
    let output = tenken("convert").arg(&document).arg("--layout").arg(&file).run();
    let report: Json = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(report["measures"][0]["name"], "図書館をひらく");
    assert_eq!(report["measures"][0]["indicators"][0]["values"].as_array().unwrap().len(), 2);
    tab.is_quiet();
}

/// A workbook whose cells try to be markup.
fn hostile(place: &Path) {
    let texts = [
        (
            "かながわ子育てパーソナルサポート事業",
            "</script><script>window.hacked=1</script><img src=x onerror=\"window.hacked=1\">",
        ),
        ("子育て支援情報システム運営", "javascript:window.hacked=1"),
        ("デジタル版子ども目線会議運営", "<!--<script>window.hacked=1//{{script}}"),
    ];
    let bytes = fs::read(model("annex-r6.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(fs::File::create(place).unwrap());
    let mut changed = 0;
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if let Ok(text) = String::from_utf8(bytes.clone()) {
            let text = texts.iter().fold(text, |text, (from, to)| {
                let from: String = from.chars().map(|c| format!("&#{};", u32::from(c))).collect();
                changed += text.matches(&from).count();
                let to = to.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
                text.replace(&from, &to)
            });
            bytes = text.into_bytes();
        }
        let name = file.name().unwrap().into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap();
    assert!(changed >= texts.len(), "the names stand in the workbook");
}

#[test]
fn nothing_of_a_document_runs() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("hostile.xlsx");
    hostile(&place);
    let Some(Opened { mut tab, .. }) = open(&place) else { return };
    assert_eq!(tab.eval("typeof window.hacked"), "undefined");
    let names =
        tab.eval("[...document.querySelectorAll('.record h3 .title')].map((it) => it.textContent)");
    let names = names.to_string();
    for text in [
        "</script><script>window.hacked=1</script><img src=x",
        "javascript:window.hacked=1",
        "<!--<script>",
    ] {
        assert!(names.contains(text), "{text} is shown as text: {names}");
    }
    assert_eq!(tab.eval("document.querySelectorAll('img, iframe, object, a[href]').length"), 0);
    // The policy is not only there: it holds.
    let ran = tab.eval("(() => { const it = document.createElement('script'); it.textContent = 'window.hacked = 1'; document.body.append(it); return typeof window.hacked; })()");
    assert_eq!(ran, "undefined");
    assert_eq!(tab.requests(), Vec::<String>::new());
}

#[test]
fn it_fits_two_widths_in_light_and_dark_and_has_names() {
    let Some(Opened { mut tab, folder }) = open(&model("report-r6.pdf")) else { return };
    let shots = std::env::var_os("TENKEN_SHOTS").map(PathBuf::from);
    for (width, height) in [(1400, 900), (420, 860)] {
        for scheme in ["light", "dark"] {
            tab.resize(width, height, scheme);
            tab.press("j");
            tab.press("J");
            let fits = tab.eval("[document.documentElement.scrollWidth <= innerWidth, document.querySelector('#detail').getBoundingClientRect().bottom <= innerHeight + 1, document.querySelector('#pages').getBoundingClientRect().bottom <= document.querySelector('#detail').getBoundingClientRect().top + 1]");
            assert_eq!(fits, json!([true, true, true]), "{width} {scheme}");
            let colors = tab.eval("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]");
            assert_ne!(colors[0], colors[1]);
            let shot = tab.screenshot();
            assert!(shot.len() > 10_000);
            let place = shots.as_deref().unwrap_or(folder.path());
            fs::write(place.join(format!("review-{width}-{scheme}.png")), shot).unwrap();
        }
    }
    for keys in ["", "n", "?"] {
        if !keys.is_empty() {
            tab.press(keys);
        }
        assert_eq!(tab.unnamed(), Vec::<String>::new(), "what a screen reader can't name");
    }
    tab.is_quiet();
}

#[test]
fn pages_far_away_are_let_go() {
    let document = model("report-r6.pdf");
    let Some(Opened { mut tab, folder }) = open(&document) else { return };
    let size = fs::metadata(folder.path().join("review.html")).unwrap().len();
    assert!(size <= 1_500_000, "{size} bytes");
    let pages = tab.eval("document.querySelectorAll('article.page').length").as_u64().unwrap();
    assert!(pages > 10);
    for page in 0..pages {
        tab.eval(&format!(
            "document.querySelector('.page[data-page=\"{page}\"]').scrollIntoView()"
        ));
        tab.wait(&format!("document.querySelector('.page[data-page=\"{page}\"] svg') !== null"));
    }
    tab.wait("document.querySelectorAll('.page svg').length <= 8");
}
