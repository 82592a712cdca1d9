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
    // What leaves the page keeps to its schema.
    let schema = serde_json::from_str(&tenken::review_schema()).unwrap();
    jsonschema::draft202012::new(&schema).unwrap().validate(&exported).unwrap();
    // A page made with it shows what is right, and exports the same correction again.
    let again = folder.path().join("again.html");
    let run = tenken("review").arg(&document).arg("--corrections").arg(&file);
    run.arg("-o").arg(&again).in_japanese().run();
    tab.go(&again);
    tab.wait("document.documentElement?.dataset.ready === 'true'");
    let shown = "[...document.querySelectorAll('.field')].filter((it) => it.textContent.includes('修正済み')).map((it) => it.querySelector('.text').firstChild.textContent)";
    assert_eq!(tab.eval(shown), json!(["55,261人"]));
    fs::remove_file(&file).unwrap();
    tab.click("document.querySelector('#export')");
    let second: Json = devtools::until(|| {
        let text = fs::read_to_string(&file).ok()?;
        serde_json::from_str(&text).ok()
    });
    assert_eq!(second["documents"][0]["values"], exported["documents"][0]["values"]);
    tab.go(&folder.path().join("review.html"));
    tab.wait("document.documentElement?.dataset.ready === 'true'");
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

/// A scan is seen as it is, where it lies on its page.
#[test]
fn a_scan_is_shown_in_its_place() {
    let Some(Opened { mut tab, .. }) = open(&path("fixtures/file/scanned-page-alone.pdf")) else {
        return;
    };
    tab.wait("document.querySelector('.page svg image') !== null");
    let shares = tab.eval(
        "(() => { const image = document.querySelector('.page svg image').getBoundingClientRect(); \
         const page = document.querySelector('.page > svg').getBoundingClientRect(); \
         return [image.width / page.width, image.height / page.height]; })()",
    );
    for share in shares.as_array().unwrap() {
        let share = share.as_f64().unwrap();
        assert!(share > 0.5 && share < 1.01, "{shares}");
    }
    // A browser can read it, and the policy lets it be shown.
    let href = "document.querySelector('.page svg image').getAttribute('href')";
    tab.eval(&format!("(() => {{ const it = new Image(); it.src = {href}; it.onload = () => {{ window.seen = it.naturalWidth; }}; }})()"));
    tab.wait("window.seen > 10");
    tab.is_quiet();
}

/// A PDF of so many pages, each with a box and its number.
fn long(pages: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {pages}/Kids[{}]>>", kids.join(" ")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    for page in 0..pages {
        let content = format!("50 700 200 40 re S BT /F 12 Tf 60 715 Td (page {}) Tj ET", page + 1);
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * page
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let (mut pdf, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let (at, count) = (pdf.len(), objects.len() + 1);
    pdf.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for place in places {
        pdf.extend(format!("{place:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").bytes());
    pdf
}

/// A thousand pages are read in bounded memory, and drawn as they are scrolled to.
#[test]
fn a_thousand_pages_are_drawn_when_they_are_scrolled_to() {
    let folder = tempfile::tempdir().unwrap();
    let (document, page) = (folder.path().join("long.pdf"), folder.path().join("review.html"));
    fs::write(&document, long(1000)).unwrap();
    let run = tenken("review").arg(&document).arg("-o").arg(&page);
    // What the command may take of memory for it, in MB; threads have addresses of their own.
    run.arg("--limit-memory").arg("256").arg("--limit-time").arg("60").in_japanese().run();
    let Some(browser) = Browser::start(folder.path()) else { return };
    let mut tab = browser.open(&page);
    tab.wait("document.documentElement?.dataset.ready === 'true'");
    assert_eq!(tab.eval("document.querySelectorAll('article.page').length"), 1000);
    for number in [500, 999, 0] {
        let own = format!("document.querySelector('.page[data-page=\"{number}\"]')");
        tab.eval(&format!("{own}.scrollIntoView()"));
        tab.wait(&format!("{own}.textContent.includes('page {}')", number + 1));
        tab.wait("document.querySelectorAll('.page > svg').length <= 8");
    }
    tab.is_quiet();
}
