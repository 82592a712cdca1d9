//! What can't be read: it is named, with what was found and what to do.

use crate::command::{PDF, WORKBOOK, bytes, folder, zipped};
use crate::harness::{path, tenken};
use std::fs;

/// A workbook of one sheet with two cells: none of them heads a measure.
fn workbook_without_measures() -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types = format!(
        r#"<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/><Override PartName="/xl/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/></Types>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let workbook = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="予算" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{DOCUMENT}/worksheet" Target="sheet1.xml"/></Relationships>"#
    );
    let sheet = format!(
        r#"<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>費目</t></is></c><c r="B1" t="inlineStr"><is><t>金額</t></is></c></row></sheetData></worksheet>"#
    );
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A PDF of two pages, each of which is one grey picture.
fn scanned() -> Vec<u8> {
    let content = "q 400 0 0 600 50 50 cm /Scan Do Q";
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 5 0 R/Resources<</XObject<</Scan 6 0 R>>>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
        page.to_owned(),
        page.to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\nstream\nx\nendstream".to_owned(),
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let (table, count) = (pdf.len(), objects.len() + 1);
    pdf += &format!("xref\n0 {count}\n0000000000 65535 f \n");
    for offset in offsets {
        pdf += &format!("{offset:010} 00000 n \n");
    }
    pdf += &format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    pdf.into_bytes()
}

/// What `verb` says on stdout where nothing could be read: `check` its closing line.
fn closing(verb: &str) -> &'static [&'static str] {
    if verb == "check" { &["1 document not read"] } else { &[] }
}

/// What can't be read ends with 2, gives no data on stdout, and names the file,
/// what was found, and what to do.
#[track_caller]
fn refused(name: &str, content: &[u8], verbs: &[&str], found: &str, to_do: &str) {
    let inputs = folder();
    let file = inputs.path().join(name);
    fs::write(&file, content).unwrap();
    for verb in verbs {
        let run = tenken(verb).arg(&file);
        let run = if *verb == "compare" { run.arg(path(WORKBOOK)) } else { run };
        let output =
            run.status(2).stdout(closing(verb)).stderr(&["error: ", name, found, to_do]).run();
        assert_eq!(output.stderr.lines().count(), 1, "{verb}:\n{}", output.stderr);
    }
    let run = tenken("convert").in_japanese().arg(&file);
    run.status(2).stdout(&[]).stderr(&["エラー: ", name, "。"]).run();
}

const ALL: [&str; 4] = ["convert", "check", "tables", "compare"];
const OF_REPORTS: [&str; 3] = ["convert", "check", "compare"];

#[test]
fn a_missing_file() {
    for verb in ["convert", "check", "tables"] {
        let words = ["nowhere.pdf", "cannot read the file", "check the path"];
        tenken(verb).arg("nowhere.pdf").status(2).stdout(closing(verb)).stderr(&words).run();
    }
}

#[test]
fn an_empty_file() {
    refused("empty.pdf", b"", &ALL, "the file is empty", "download it again");
}

#[test]
fn a_web_page_named_pdf() {
    let page = b"<!DOCTYPE html><html><body>404 Not Found</body></html>";
    refused("page.pdf", page, &ALL, "looks like HTML", "check what was downloaded");
}

#[test]
fn a_table_as_text_named_xlsx() {
    // 番号,施策 in Shift_JIS.
    let table = b"\x94\xD4\x8D\x86,\x8E\x7B\x8D\xF4\r\n1,2\r\n";
    let words = "looks like CSV in Shift_JIS (cp932)";
    refused("annex.xlsx", table, &ALL, words, "check what was downloaded");
}

#[test]
fn a_truncated_pdf() {
    // Cut within the header, and within the first page.
    let report = bytes(PDF);
    refused("cut.pdf", &report[..20], &ALL, "cut short", "download it again");
    refused("cut.pdf", &report[..5_000], &OF_REPORTS, "cut short", "download it again");
}

#[test]
fn a_password() {
    let locked = bytes("fixtures/file/user-password-aes-256.pdf");
    refused("locked.pdf", &locked, &ALL, "password", "give a copy without one");
}

#[test]
fn scanned_pages() {
    refused("scan.pdf", &scanned(), &ALL, "no text on any of its 2 pages", "OCR");
}

#[test]
fn a_workbook_without_measures() {
    let workbook = workbook_without_measures();
    let words = "no table of measures among the 1 tables of its 1 sheets";
    refused("budget.xlsx", &workbook, &OF_REPORTS, words, "a name or an indicator");
    let inputs = folder();
    let file = inputs.path().join("budget.xlsx");
    fs::write(&file, workbook).unwrap();
    tenken("tables").arg(file).stdout(&["費目", "金額"]).run();
}
