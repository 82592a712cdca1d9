//! Small workbooks, written part by part, each for one thing that is stored
//! otherwise than it is seen.

use super::super::open;
use super::listed;
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive of the parts given.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(data).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const LINKS: &str = r#"<Relationships>
    <Relationship Id="r1" Type="x/worksheet" Target="sheet.xml"/>
    <Relationship Id="r2" Type="x/styles" Target="styles.xml"/>
    <Relationship Id="r3" Type="x/sharedStrings" Target="strings.xml"/>
    <Relationship Id="r4" Type="x/worksheet" Target="http://example.com/s.xml" TargetMode="External"/>
</Relationships>"#;

const STYLES: &str = r##"<styleSheet>
    <numFmts><numFmt numFmtId="164" formatCode="#,##0&quot;件&quot;"/></numFmts>
    <fonts><font/><font><color theme="0"/></font><font><strike val="0"/></font></fonts>
    <fills><fill><patternFill patternType="none"/></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills>
    <cellStyleXfs><xf/><xf/></cellStyleXfs>
    <cellXfs><xf/><xf numFmtId="164"/><xf fontId="1"/><xf fontId="1" fillId="1"/><xf fillId="1"/>
        <xf fontId="2" numFmtId="14"/><xf><alignment horizontal="centerContinuous"/></xf></cellXfs>
    <dxfs><dxf><font><b/></font><fill><patternFill><bgColor rgb="FFFF0000"/></patternFill></fill></dxf>
        <dxf><font><color rgb="FFFFFFFF"/></font><border><left><color rgb="FF000000"/></left></border></dxf>
        <dxf><font><color theme="0"/></font><fill><patternFill><bgColor rgb="FF1F4E78"/></patternFill></fill></dxf>
        <dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf></dxfs>
</styleSheet>"##;

/// A workbook of one sheet with these elements in it, and these shared strings.
pub(super) fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    computed("", sheet, strings)
}

/// The same, computed so.
fn computed(how: &str, sheet: &str, strings: &str) -> Vec<u8> {
    let book = format!(
        r#"<workbook><workbookPr/><sheets><sheet name="表" r:id="r1"/></sheets>{how}</workbook>"#
    );
    archive(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/strings.xml", format!("<sst>{strings}</sst>").as_bytes()),
        ("xl/sheet.xml", format!("<worksheet>{sheet}</worksheet>").as_bytes()),
    ])
}

#[track_caller]
fn shows(sheet: &str, strings: &str, expected: &[&str]) {
    shows_all(workbook(sheet, strings), expected);
}

#[track_caller]
fn shows_all(workbook: Vec<u8>, expected: &[&str]) {
    let mut findings = Vec::new();
    let (_, sheets) = open(&Arc::new(workbook), &mut findings).unwrap();
    let (mut cells, remarks) = listed(&sheets, &findings);
    cells.extend(remarks);
    assert_eq!(cells, expected);
}

#[track_caller]
fn cells(row: &str, expected: &[&str]) {
    shows(&format!("<sheetData>{row}</sheetData>"), "", expected);
}

#[track_caller]
fn shared(string: &str, expected: &str) {
    let sheet = r#"<sheetData><row><c t="s"><v>0</v></c></row></sheetData>"#;
    let expected = format!("A1 {expected}");
    shows(sheet, &format!("<si>{string}</si>"), &[&expected]);
}

#[test]
fn texts() {
    shared("<t>_x000D_\n上_x000D_\n下 </t>", "\n上\n下");
    shared("<t>　字下げ　</t>", "　字下げ");
    shared("<t>  詰め物\n  二行目 </t>", "詰め物\n  二行目");
    shared("<t>R&amp;D &#12354;</t>", "R&D あ");
    // XML folds the line end before Excel's escape is read.
    shared("<t>上_x000D_\r\n下\r終</t>", "上\n下\n終");
    shared("<t>上&#13;&#10;下</t>", "上\n下");
    shared("<t><![CDATA[a<b]]></t>", "a<b");
    shared(r#"<r><t>前</t></r><r><rPr><b/></rPr><t>後</t></r>"#, "前後");
    shared(r#"<t>県</t><rPh sb="0" eb="1"><t>ケン</t></rPh>"#, "県");
    shared(r#"<r><t>新</t></r><r><rPr><strike val="false"/></rPr><t>旧</t></r>"#, "新旧");
    shared(r#"<x:t>接頭辞</x:t>"#, "接頭辞");
}

#[test]
fn line_ends_among_runs_that_are_left_out() {
    let struck = |text: &str| format!("<r><rPr><strike/></rPr><t>{text}</t></r>");
    let white = r#"<r><rPr><color rgb="FFFFFFFF"/></rPr><t>\n</t></r>"#.replace("\\n", "\n");
    let plain = |text: &str| format!("<r><t>{text}</t></r>");
    shared(&(plain("一") + &struck("\n") + &plain("二")), "一\n二");
    shared(&(plain("一") + &white + &plain("二")), "一\n二");
    let strings = format!("<si>{}</si>", plain("一") + &struck("\n旧\n") + &plain("二"));
    let sheet = r#"<sheetData><row><c t="s"><v>0</v></c></row></sheetData>"#;
    shows(sheet, &strings, &["A1 一\n二", "P905 表!A1 left out the struck-through text “旧”"]);
}

#[test]
fn superscripts_and_subscripts() {
    let at = |level: &str, text: &str| {
        format!(r#"<r><rPr><vertAlign val="{level}"/></rPr><t>{text}</t></r>"#)
    };
    let raised = |text: &str| at("superscript", text);
    shared(&format!("<r><t>100</t></r>{}", raised("1")), "100¹");
    shared(&format!("<r><t>5m</t></r>{}<r><t>/年</t></r>", raised("2")), "5m²/年");
    shared(&format!("<r><t>t-CO</t></r>{}", at("subscript", "2")), "t-CO₂");
    shared(&format!("<r><t>120</t></r>{}", raised("※2")), "120※2");
    shared(&format!("<r><t>計</t></r>{}", at("baseline", "2")), "計2");
    // Nothing stands below these.
    shared(&raised("100"), "100");
}

#[test]
fn values() {
    cells(r#"<row><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>"#, &["A1 FALSE", "B1 #N/A"]);
    cells(r#"<row><c s="1"><v>1234</v></c></row>"#, &["A1 1,234件 = 1234"]);
    cells(r#"<row><c t="str"><f>A2</f><v>計</v></c></row>"#, &["A1 計"]);
    cells(r#"<row><c t="inlineStr"><is><t>県</t></is></c></row>"#, &["A1 県"]);
    cells(r#"<row><c><v>1.5E+3</v></c></row>"#, &["A1 1500 = 1500"]);
    cells(r#"<row><c><v>文字</v></c></row>"#, &["A1 文字"]);
    cells(r#"<row><c s="5"><v>45382</v></c></row>"#, &["A1 2024/3/31"]);
    cells(r#"<row><c s="5" t="d"><v>2024-03-31</v></c></row>"#, &["A1 2024/3/31"]);
}

/// What a cell refers to and is not there.
#[test]
fn references_to_nothing() {
    let lost = "the text of this cell is not in the workbook; its value is lost";
    for index in ["99", "-1", "x"] {
        let row = format!(r#"<row><c/><c t="s"><v>{index}</v></c></row>"#);
        cells(&row, &[&format!("P904 表!B1 {lost}")]);
    }
    let look =
        "P904 表!A1 the look of this cell is not in the workbook; it may show something else";
    cells(r#"<row><c s="77"><v>1</v></c></row>"#, &["A1 1 = 1", look]);
    let name = |name: &str, at: &str| format!("P904 表!{at} “{name}” names no cell and no range");
    cells(r#"<row><c r="1A"><v>1</v></c></row>"#, &["A1 1 = 1", &name("1A", "A1")]);
    cells(r#"<row r="2"/><row r="0"><c><v>1</v></c></row>"#, &["A3 1 = 1", &name("0", "A3")]);
}

/// Each loss up to a number, then their count.
#[test]
fn references_to_nothing_by_the_hundred() {
    let row = format!("<row>{}</row>", r#"<c t="s"><v>9</v></c>"#.repeat(100));
    let book = workbook(&format!("<sheetData>{row}</sheetData>"), "");
    let mut findings = Vec::new();
    open(&Arc::new(book), &mut findings).unwrap();
    assert_eq!(findings.len(), 21);
    assert_eq!(findings[20].message.en, "80 more places of the sheet are damaged");
}

/// A sheet cut short though its archive is sound.
#[test]
fn a_sheet_that_ends_amid_a_row() {
    let parts = [
        ("xl/workbook.xml", &br#"<workbook><sheets><sheet name="a" r:id="r1"/><sheet name="b" r:id="r9"/></sheets></workbook>"#[..]),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/sheet.xml", b"<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</v>"),
    ];
    shows_all(
        archive(&parts),
        &[
            "A1 1 = 1",
            "the shared strings of the workbook are damaged or missing (no part xl/strings.xml)",
            "the cell styles of the workbook are damaged or missing (xl/styles.xml)",
            "P904 a!A1 the sheet is damaged and could not be read any further (it ends within an element)",
            "P904 b!A1 the sheet “b” could not be read (no such part)",
        ],
    );
}

#[test]
fn places() {
    cells(
        r#"<row r="7"><c r="C7"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"#,
        &["C7 1 = 1", "D7 2 = 2", "A8 3 = 3"],
    );
    cells(
        r#"<row r="2"><c r="B2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#,
        &["A1 1 = 1", "B2 2 = 2"],
    );
    cells(
        r#"<row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>2</v></c></row>"#,
        &["A1 1 = 1", "XFD1048576 2 = 2"],
    );
}

#[test]
fn a_formula_never_computed() {
    cells(
        r#"<row><c><f>SUM(B1:B9)</f></c><c t="str"><f>""</f><v></v></c></row>"#,
        &["P906 表!A1 left out 1 cell(s) whose formula has no stored result"],
    );
}

/// As programs write a workbook that compute nothing themselves.
#[test]
fn zeros_to_be_computed() {
    let sheet = r#"<sheetData><row><c><f>5+5</f><v>0</v></c><c><f>1</f><v>1</v></c><c><v>0</v></c>
        </row></sheetData>"#;
    let cells = ["A1 0 = 0", "B1 1 = 1", "C1 0 = 0"];
    let told = "P906 表!A1 the workbook is to be computed when opened: 1 formula(s) with a stored 0 may have no result yet";
    shows_all(
        computed(r#"<calcPr fullCalcOnLoad="1"/>"#, sheet, ""),
        &[&cells[..], &[told]].concat(),
    );
    shows_all(computed("<calcPr/>", sheet, ""), &cells);
}

#[test]
fn zeros_that_the_sheet_does_not_show() {
    let cells = r#"<sheetData><row><c><v>0</v></c><c s="1"><v>0.0</v></c><c><v>10</v></c>
        <c t="b"><v>0</v></c><c t="str"><v>0</v></c></row></sheetData>"#;
    let view =
        |it: &str| format!(r#"<sheetViews><sheetView showZeros="{it}"/></sheetViews>{cells}"#);
    let rest = ["C1 10 = 10", "D1 FALSE", "E1 0"];
    let told = "P905 表!A1:B1 left out 2 cell(s) with zeros that the sheet does not show";
    shows(&view("0"), "", &[&rest[..], &[told]].concat());
    shows(&view("1"), "", &[&["A1 0 = 0", "B1 0件 = 0"], &rest[..]].concat());
}

#[test]
fn white_on_white() {
    cells(
        r#"<row><c s="2"><v>1</v></c><c s="3"><v>2</v></c><c s="4" t="b"><v>1</v></c></row>"#,
        &["B1 2 = 2", "P905 表!A1:C1 left out 2 cell(s) in the colour of their background"],
    );
}

#[test]
fn zero_heights_and_widths() {
    shows(
        r#"<cols><col min="2" max="3" width="0"/></cols><sheetData>
            <row><c><v>1</v></c><c><v>2</v></c></row>
            <row ht="0"><c><v>3</v></c></row><row ht="0.75"><c><v>4</v></c></row>
            <row ht="6"><c><v>5</v></c></row></sheetData>"#,
        "",
        &[
            "A1 1 = 1",
            "A4 5 = 5",
            "P905 表!A2:A3 left out 2 cell(s) in hidden rows (filtered ones and zero heights included)",
            "P905 表!B1 left out 1 cell(s) in hidden columns",
        ],
    );
}

/// Zeros in white are a rule's doing; a coloured ground, with white letters or
/// without, hides nothing.
#[test]
fn conditional_formats() {
    let rules = |range: &str, look: usize| {
        format!(
            r#"<conditionalFormatting sqref="{range}"><cfRule dxfId="{look}"/></conditionalFormatting>"#
        )
    };
    let cells = "<sheetData><row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row></sheetData>";
    let plain = ["A1 1 = 1", "B1 2 = 2", "C1 3 = 3"];
    shows(&(cells.to_owned() + &rules("A1:C1", 0) + &rules("A1:C1", 2)), "", &plain);
    let told = "P909 表!A1:C1 read 2 cell(s) as they are that a conditional format may hide or show otherwise";
    for look in [1, 3] {
        let rules = rules("A1:A9 C1", look) + &rules("E1:E9", look);
        shows(&(cells.to_owned() + &rules), "", &[&plain[..], &[told]].concat());
    }
}

/// A tall merge is often centred across its first row as well.
#[test]
fn a_merge_is_stronger_than_centring() {
    let sheet = r#"<sheetData><row><c s="6"><v>1</v></c><c s="6"/></row><row><c><v>2</v></c></row></sheetData>
        <mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#;
    shows(sheet, "", &["A1 1 = 1", "P905 表!A2 left out 1 cell(s) covered by a merged cell"]);
}

#[test]
fn values_under_a_merge() {
    shows(
        r#"<sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>
            <mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="broken"/></mergeCells>"#,
        "",
        &[
            "A1 1 = 1",
            "P904 表!B1 “broken” names no cell and no range",
            "P905 表!B1 left out 1 cell(s) covered by a merged cell",
        ],
    );
}
