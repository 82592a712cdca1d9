//! The model annex in every format, and small workbooks written part by part.

mod faults;
mod hostile;
mod office;
mod witness;
mod parts;
mod seen;
mod vectors;

use super::{Sheet, open};
use crate::finding::Finding;
use crate::place::Range;
use crate::source::Format;
use std::sync::Arc;

fn fixture(path: &str) -> (Format, Vec<Sheet>, Vec<Finding>) {
    let path = format!("{}/fixtures/{path}", env!("CARGO_MANIFEST_DIR"));
    let bytes = Arc::new(std::fs::read(path).unwrap());
    let mut findings = Vec::new();
    let (format, sheets) = open(&bytes, &mut findings).unwrap();
    (format, sheets, findings)
}

#[track_caller]
fn annex_is_the_same(path: &str, expected: Format) {
    let (_, model, _) = fixture("r6/annex-r6.xlsx");
    let (format, sheets, findings) = fixture(path);
    assert_eq!((format, findings), (expected, Vec::new()));
    let seen = |sheets: Vec<Sheet>| -> Vec<Sheet> {
        // Programs differ in which of two cells has the border between them.
        sheets.into_iter().map(|sheet| Sheet { walls: Vec::new(), ..sheet }).collect()
    };
    let (sheets, model) = (seen(sheets), seen(model));
    assert_eq!(sheets, model);
    let [sheet] = sheets.as_slice() else { panic!("one sheet") };
    assert_eq!((&*sheet.name, sheet.cells.len(), sheet.merges.len()), ("別紙", 1647, 35));
}

#[test]
fn annex_as_xlsm() {
    annex_is_the_same("excel/annex-r6.xlsm", Format::Xlsm);
}

#[test]
fn annex_as_xls() {
    annex_is_the_same("excel/annex-r6.xls", Format::Xls);
}

#[test]
fn annex_as_xlsb() {
    annex_is_the_same("excel/annex-r6.xlsb", Format::Xlsb);
}

#[test]
fn annex_as_ods() {
    annex_is_the_same("excel/annex-r6.ods", Format::Ods);
}

/// The text of each cell and each remark, as a person would list them.
fn listed(sheets: &[Sheet], findings: &[Finding]) -> (Vec<String>, Vec<String>) {
    let name = |row: u32, col: u32| Range { row, col, last_row: row, last_col: col };
    let cells = sheets.iter().flat_map(|sheet| &sheet.cells);
    let cells = cells.map(|cell| match cell.number {
        None => format!("{} {}", name(cell.row, cell.col), cell.text),
        Some(number) => {
            let sign = if number.rounded { "≈" } else { "=" };
            format!("{} {} {sign} {number}", name(cell.row, cell.col), cell.text)
        }
    });
    let findings = findings.iter().map(|finding| match &finding.place {
        Some(place) => format!("{} {place} {}", finding.code, finding.message.en),
        None => finding.message.en.clone(),
    });
    (cells.collect(), findings.collect())
}

const LOOKS: [&str; 33] = [
    "A1 75% = 0.75",
    "B1 90% ≈ 0.8985",
    "C1 89.9% ≈ 0.8985",
    "D1 89.9% ≈ 89.85",
    "E1 1,234,567 = 1234567",
    "F1 12,345件 = 12345",
    "G1 007 = 7",
    "A2 ▲1,234 = -1234",
    "B2 令和6年3月31日",
    "C2 2024年度",
    "D2 12:00",
    "E2 ― = 0",
    "F2 △ 3 = -3",
    "A3 0.3 = 0.30000000000000004",
    "B3 1234.5 = 1234.5",
    "C3 -42 = -42",
    "D3 0.8985 = 0.8985",
    // The sheet of texts: runs joined without what is struck through.
    "A1 番号",
    "B1 前新しい",
    "C1 神奈川",
    "D1 　字下げ\n二行目",
    "C2 番号",
    "A3 TRUE",
    "B3 #DIV/0!",
    "C3 3 = 3",
    "A4 番号",
    // The sheet with hidden rows 2 and 5 and column B; A5:A6 are merged.
    "A1 番号",
    "C1 2 = 2",
    "D1 3 = 3",
    "A3 6 = 6",
    "D3 7 = 7",
    "A6 番号",
    "A8 8 = 8",
];

const LOOKS_FINDINGS: [&str; 7] = [
    "P905 数!G2 left out 1 cell(s) hidden by their number format (such as ;;;)",
    "P905 文字!B2 left out 1 cell(s) in the colour of their background",
    "P905 文字!B1 left out the struck-through text “旧い”",
    "P905 文字!A2 left out the struck-through text “番号”",
    "P905 非表示!A2:B2 left out 2 cell(s) in hidden rows (filtered ones and zero heights included)",
    "P905 非表示!B1 left out 1 cell(s) in hidden columns",
    "P905 隠しシート!A1 left out the hidden sheet “隠しシート”",
];

#[track_caller]
fn looks(kind: &str, except: &[(&str, &str)]) {
    let (_, sheets, findings) = fixture(&format!("excel/looks.{kind}"));
    let (cells, remarks) = listed(&sheets, &findings);
    let expected: Vec<&str> = LOOKS
        .into_iter()
        .map(|line| except.iter().find(|(from, _)| *from == line).map_or(line, |(_, to)| to))
        .collect();
    assert_eq!(cells, expected);
    assert_eq!(remarks, LOOKS_FINDINGS);
    let merges = |at: usize| sheets[at].merges.iter().map(Range::to_string).collect::<Vec<_>>();
    // Centred across in one sheet, merged and half hidden in the other.
    assert_eq!((merges(1), merges(2)), (vec!["A4:C4".to_owned()], vec!["C6:D6".to_owned()]));
    assert_eq!(sheets[2].hidden_rows, [(1, 1), (4, 4)]);
    assert_eq!(sheets[2].hidden_columns, [(1, 1)]);
}

#[test]
fn looks_in_every_format() {
    looks("xlsx", &[]);
    looks("xlsm", &[]);
    looks("xls", &[]);
    looks("xlsb", &[]);
    // LibreOffice stores 15 digits.
    looks("ods", &[("A3 0.3 = 0.30000000000000004", "A3 0.3 = 0.3")]);
}

/// A value and a rating over empty cells, a text over a value, a note below the table.
#[test]
fn boxes_in_every_format() {
    for extension in ["xlsx", "xlsm", "xlsb", "xls", "ods"] {
        let (_, sheets, findings) = fixture(&format!("excel/boxes.{extension}"));
        let boxes: Vec<String> =
            sheets[0].boxes.iter().map(|it| format!("{} {}", it.range, it.text)).collect();
        assert_eq!(boxes, ["D5 速報値", "A9:E10 ※速報値を含む。\n翌年度に改める。"], "{extension}");
        let (cells, findings) = listed(&sheets, &findings);
        for cell in ["D4 13回", "D5 4橋", "E6 △"] {
            assert!(cells.iter().any(|it| it == cell), "{extension}: {cell}");
        }
        let over = |at: &str, text: &str| {
            format!(
                "P917 別紙!{at} read the text “{text}” of a shape over an empty cell as the value of that cell"
            )
        };
        let beside = "P917 別紙!D5 the text “速報値” of a shape lies over cells of a table (“4橋”); it was read as a line outside of it";
        let expected = [over("D4", "13回"), beside.to_owned(), over("E6", "△")];
        assert_eq!(findings, expected, "{extension}");
    }
}

/// The title row above the two areas is printed with each; a merge is cut at
/// the edge of its area; workings beside and between are left out.
#[test]
fn print_areas_in_every_format() {
    for extension in ["xlsx", "xlsm", "xls", "xlsb", "ods"] {
        let (_, sheets, findings) = fixture(&format!("excel/printed.{extension}"));
        let (cells, findings) = listed(&sheets, &findings);
        let expected = [
            "B2 番号",
            "C2 施策名",
            "D2 実績",
            "B4 1-1",
            "C4 相談",
            "D4 12 = 12",
            "C5 窓口",
            "D5 7 = 7",
            "B6 合計",
            "D6 19 = 19",
            "B9 2-1",
            "C9 道路",
            "D9 5 = 5",
        ];
        assert_eq!(cells, expected, "{extension}");
        let merges: Vec<String> = sheets[0].merges.iter().map(Range::to_string).collect();
        assert_eq!(merges, ["B4:B5"], "{extension}");
        let left_out = "P905 別紙 1!A1:F12 left out 5 cell(s) outside the print area";
        assert_eq!(findings, [left_out], "{extension}");
    }
}
