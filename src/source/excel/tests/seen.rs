//! OpenDocument sheets, written row by row: what of them is hidden or cut off.

use super::super::open;
use super::listed;
use super::parts::archive;
use std::sync::Arc;

/// A workbook of one sheet with these elements in it.
pub(super) fn ods(rows: &str) -> Vec<u8> {
    printed("", rows)
}

/// A workbook of one sheet with these elements in it, printed so.
fn printed(print: &str, rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="表" {print}>
        {rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[("content.xml", content.as_bytes())])
}

/// A row of texts, parted by `|`.
fn row(texts: &str) -> String {
    let cell = |text| match text {
        "" => "<table-cell/>".to_owned(),
        text => format!(r#"<table-cell value-type="string"><p>{text}</p></table-cell>"#),
    };
    format!("<table-row>{}</table-row>", texts.split('|').map(cell).collect::<String>())
}

#[track_caller]
fn shows(bytes: Vec<u8>, expected: &[&str]) {
    let mut findings = Vec::new();
    let (_, sheets) = open(&Arc::new(bytes), &mut findings).unwrap();
    let (mut cells, remarks) = listed(&sheets, &findings);
    cells.extend(remarks);
    assert_eq!(cells, expected);
}

#[track_caller]
fn cut(area: &str, rows: &[&str], expected: &[&str]) {
    let rows: String = rows.iter().map(|texts| row(texts)).collect();
    shows(printed(&format!(r#"table:print-ranges="表.{area}""#), &rows), expected);
}

#[test]
fn a_table_that_outgrew_its_print_area() {
    cut(
        "A1:表.B1",
        &["1|a", "2|b|検算", "3|c"],
        &[
            "A1 1",
            "B1 a",
            "P908 表!A2:B3 left out 2 row(s) (4 cell(s)) with which the table goes on right below its print area",
            "P905 表!A2:C3 left out 5 cell(s) outside the print area",
        ],
    );
}

/// Bands within the rows are counted with them; a remark behind the last row is not.
#[test]
fn a_table_whose_bands_are_beyond_its_print_area() {
    cut(
        "A1:表.B1",
        &["1|a", "", "二|"],
        &["A1 1", "B1 a", "P905 表!A3 left out 1 cell(s) outside the print area"],
    );
    cut(
        "A1:表.B1",
        &["1|a", "2|b", "二|", "3|c", "三", "4|d", "※"],
        &[
            "A1 1",
            "B1 a",
            "P908 表!A2:B6 left out 5 row(s) (8 cell(s)) with which the table goes on right below its print area",
            "P905 表!A2:B7 left out 9 cell(s) outside the print area",
        ],
    );
}

/// A header and a value make a column; one sum beside a table makes none.
#[test]
fn a_table_whose_columns_are_beyond_its_print_area() {
    cut(
        "A1:表.B3",
        &["題|", "番号|名|評価|理由||控", "1|a|◎|なし||x"],
        &[
            "A1 題",
            "A2 番号",
            "B2 名",
            "A3 1",
            "B3 a",
            "P908 表!C2:D3 left out 2 column(s) (4 cell(s)) with which the table goes on right beside its print area",
            "P905 表!C2:F3 left out 6 cell(s) outside the print area",
        ],
    );
    cut(
        "A1:表.B2",
        &["番号|名", "1|a|12"],
        &[
            "A1 番号",
            "B1 名",
            "A2 1",
            "B2 a",
            "P905 表!C2 left out 1 cell(s) outside the print area",
        ],
    );
}

#[test]
fn what_is_left_out_on_purpose() {
    // A sum to check by; something behind an empty row; a stretch between areas.
    let unprinted = |range: &str, count: usize| {
        format!("P905 表!{range} left out {count} cell(s) outside the print area")
    };
    let rows = ["1|a", "|12", "|", "x|y"];
    cut("A1:表.B1", &rows, &["A1 1", "B1 a", &unprinted("A2:B4", 3)]);
    let rows = ["1|a", "2|b", "3|c"];
    cut("A1:表.B1 表.A3:表.B3", &rows, &["A1 1", "B1 a", "A3 3", "B3 c", &unprinted("A2:B2", 2)]);
}

#[test]
fn zeros_that_the_view_does_not_show() {
    let settings = r#"<document-settings><config-item-map-entry>
        <config-item name="ShowGrid">true</config-item>
        <config-item name="ShowZeroValues">false</config-item>
        </config-item-map-entry></document-settings>"#;
    let cell = |it: &str| {
        format!(r#"<table-cell value-type="float" value="{it}"><p>{it}</p></table-cell>"#)
    };
    let content = format!(
        r#"<document-content><body><spreadsheet><table name="表"><table-row>{}{}</table-row>
        </table></spreadsheet></body></document-content>"#,
        cell("0"),
        cell("3")
    );
    let parts = [("content.xml", content.as_bytes()), ("settings.xml", settings.as_bytes())];
    let told = "P905 表!A1 left out 1 cell(s) with zeros that the sheet does not show";
    shows(archive(&parts), &["B1 3 = 3", told]);
}

#[test]
fn conditional_styles() {
    let style = |name: &str, inner: &str| {
        format!(r#"<style family="table-cell" name="{name}">{inner}</style>"#)
    };
    let styles = style("white", r##"<text-properties color="#ffffff"/>"##)
        + &style("red", r##"<table-cell-properties background-color="#ff0000"/>"##)
        + &style("ce1", r#"<map apply-style-name="white"/>"#)
        + &style("ce2", r#"<map apply-style-name="red"/>"#);
    let cell = |style: &str| {
        format!(
            r#"<table-cell style-name="{style}" value-type="string"><p>{style}</p></table-cell>"#
        )
    };
    let rows = format!("<table-row>{}{}{}</table-row>", cell("ce1"), cell("ce2"), cell("ce1"));
    let content = format!(
        r#"<document-content><automatic-styles>{styles}</automatic-styles><body><spreadsheet>
        <table name="表">{rows}</table></spreadsheet></body></document-content>"#
    );
    let told = "P909 表!A1:C1 read 2 cell(s) as they are that a conditional format may hide or show otherwise";
    let bytes = archive(&[("content.xml", content.as_bytes())]);
    shows(bytes, &["A1 ce1", "B1 ce2", "C1 ce1", told]);
}

/// An outline as other programs than LibreOffice write it: the group alone says
/// that its rows are folded away.
#[test]
fn groups_folded_away() {
    let group = |display: &str, rows: &str| {
        format!(r#"<table-row-group table:display="{display}">{rows}</table-row-group>"#)
    };
    let inner = group("true", &row("2")) + &row("3");
    let rows = row("1") + &group("false", &inner) + &group("true", &row("4")) + &row("5");
    let rows_hidden =
        "P905 表!A2:A3 left out 2 cell(s) in hidden rows (filtered ones and zero heights included)";
    shows(ods(&rows), &["A1 1", "A4 4", "A5 5", rows_hidden]);
    let columns = r#"<table-column/><table-column-group table:display="false"><table-column/>
        </table-column-group><table-column/>"#;
    let columns_hidden = "P905 表!B1 left out 1 cell(s) in hidden columns";
    shows(ods(&(columns.to_owned() + &row("1|2|3"))), &["A1 1", "C1 3", columns_hidden]);
}
