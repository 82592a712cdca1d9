//! What each column is, and what is asked of all of them together.

use super::Told;
use super::shape::{Table, places};
use super::sheet::{Datum, Sheet};
use std::collections::HashMap;
use tenken::Code;

/// A column of a table.
pub(super) struct Column {
    pub(super) header: String,
    pub(super) class: Class,
    /// Its cells, with their rows from 0.
    pub(super) cells: Vec<(usize, Datum)>,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Numbers to be calculated with.
    Number,
    /// Names for programs.
    Code,
    /// What a document prints, kept as it is.
    Printed,
    Text,
}

/// How many of ten cells are numbers where a column is of numbers.
const OF_TEN: usize = 8;

pub(super) fn has(header: &str, words: &[&str]) -> bool {
    let header = header.to_lowercase();
    words.iter().any(|word| header.contains(word))
}

/// 出所 says where something stands.
const CODES: [&str; 10] =
    ["コード", "番号", "キー", "id", "code", "key", "ハッシュ", "sha", "出所", "source_"];
const PRINTED: [&str; 6] = ["表記", "記号", "text", "symbol", "実際の値", "あるべき値"];

/// The columns of a table.
pub(super) fn read(sheet: &Sheet, table: &Table) -> Vec<Column> {
    let header = sheet.rows.get(table.header);
    (0..table.width)
        .map(|at| {
            let header = header.and_then(|it| it.get(at)).map_or("", Datum::shown).to_owned();
            // An empty row is said to be one, and no cell of it is missing.
            let is_row = |it: &usize| {
                sheet.rows.get(*it).is_some_and(|it| it.iter().any(|it| *it != Datum::Empty))
            };
            let rows = (table.header + 1..table.end).filter(is_row);
            let cell = |row: usize| {
                (
                    row,
                    sheet.rows.get(row).and_then(|it| it.get(at)).cloned().unwrap_or(Datum::Empty),
                )
            };
            let cells: Vec<(usize, Datum)> = rows.map(cell).collect();
            let class = class(&header, &cells);
            Column { header, class, cells }
        })
        .collect()
}

fn class(header: &str, cells: &[(usize, Datum)]) -> Class {
    if has(header, &PRINTED) {
        return Class::Printed;
    }
    if has(header, &CODES) {
        return Class::Code;
    }
    let filled = cells.iter().filter(|it| it.1 != Datum::Empty).count();
    let numbers = cells.iter().filter(|it| looks_like_number(&it.1)).count();
    if filled > 0 && numbers * 10 >= filled * OF_TEN { Class::Number } else { Class::Text }
}

/// A number, or a text that a person reads as one: `1,234`, `▲5`, `50％`, `１２件`.
pub(super) fn looks_like_number(datum: &Datum) -> bool {
    let text = match datum {
        Datum::Number(_) => return true,
        Datum::Text(text) => tenken::text::normalize(text),
        _ => return false,
    };
    let text =
        text.trim().trim_start_matches(['▲', '△', '-', '+', '−', '－', '約', '\\', '¥', '$']);
    let digits: String =
        text.chars().take_while(|it| it.is_ascii_digit() || matches!(it, ',' | '.')).collect();
    let unit = text.get(digits.len()..).unwrap_or_default().trim();
    digits.starts_with(|it: char| it.is_ascii_digit())
        && unit.chars().count() <= UNIT_MAX
        && !unit.contains(|it: char| it.is_ascii_digit())
        && !unit.starts_with(['-', '/', ':', '年', '月', '日', '時', ')', ']'])
}

/// A unit behind a number is short: 人, 件/年, 事業者.
const UNIT_MAX: usize = 4;

/// Headers that are missing, or there twice, or laid out.
pub(super) fn headers(sheet: &Sheet, table: &Table, told: &mut Told) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let row = sheet.rows.get(table.header).map(Vec::as_slice).unwrap_or_default();
    let (ja, en) = places(sheet, table.header, None);
    // What a row of a CSV has beyond its header is said of that row.
    let width = if sheet.name.is_empty() { row.len() } else { table.width };
    for at in 0..width {
        let header = row.get(at).map_or("", Datum::shown);
        let name = super::sheet::address(table.header, at);
        if header.trim().is_empty() {
            told.add(
                Code::O106,
                (&ja, &en),
                &format!("{name} の項目名がありません。"),
                &format!("{name} has no header"),
                &name,
            );
        } else if let Some(other) = seen.insert(header, at) {
            let other = super::sheet::address(table.header, other);
            told.add(
                Code::O106,
                (&ja, &en),
                &format!("項目名「{header}」が2つあります（{other} と {name}）。"),
                &format!("two columns are called {header:?} ({other} and {name})"),
                header,
            );
        }
        if header.contains(['\n', '\r', '\t']) || super::cells::is_laid_out(header) {
            told.add(
                Code::O105,
                (&ja, &en),
                &format!("項目名「{}」に空白や改行があります。", header.escape_debug()),
                &format!("the header {header:?} is laid out by spaces or line ends"),
                header,
            );
        }
    }
}

const AREAS: [&str; 14] = [
    "地方公共団体",
    "都道府県",
    "市区町村",
    "市町村",
    "地域",
    "自治体",
    "府省庁",
    "住所",
    "所在地",
    "団体名",
    "local_code",
    "prefecture",
    "municipality",
    "area",
];

/// Headers of numbers that have no unit, or say it.
const UNITS: [&str; 30] = [
    "数",
    "率",
    "割合",
    "年",
    "月",
    "日",
    "順",
    "段階",
    "ページ",
    "緯度",
    "経度",
    "額",
    "件",
    "人",
    "円",
    "％",
    "%",
    "no",
    "order",
    "step",
    "year",
    "page",
    "percent",
    "count",
    "measures",
    "サイズ",
    "面積",
    "単価",
    "回",
    "見出し",
];

/// What is asked of the columns together.
pub(super) fn check(sheet: &Sheet, columns: &[Column], told: &mut Told) {
    let headers = || columns.iter().map(|it| it.header.as_str());
    let tab = if sheet.name.is_empty() { "" } else { &sheet.name };
    // A list of codes, or of columns, is of no area.
    let is_list = headers().any(|it| has(it, &["リスト", "list", "別名"]));
    if !is_list && !headers().any(|it| has(it, &AREAS)) {
        told.add(
            Code::O112,
            (tab, tab),
            "地域コードも地域名称もありません。",
            "neither the code nor the name of an area",
            "",
        );
    }
    let has_units = headers().any(|it| has(it, &["単位", "unit", "見出し"]));
    let numbers = columns.iter().filter(|it| it.class == Class::Number);
    for column in numbers.filter(|it| !has_units && !has(&it.header, &UNITS)) {
        let header = &column.header;
        // Brackets of a header hold a unit as a rule.
        if !header.contains(['（', '(', '【', '［', '[']) {
            told.add(
                Code::O109,
                (tab, tab),
                &format!("「{header}」の単位が分かりません。"),
                &format!("no unit is told for {header:?}"),
                header,
            );
        }
    }
    years(tab, columns, told);
    for column in columns {
        codes(sheet, column, told);
        dates(sheet, column, told);
    }
}

fn is_western(text: &str) -> bool {
    let year = text.get(..4).and_then(|it| it.parse::<u32>().ok());
    year.is_some_and(|it| (1868..3000).contains(&it))
}

/// Years by era need western ones beside them.
fn years(tab: &str, columns: &[Column], told: &mut Told) {
    let is_era = |text: &str| {
        let text = tenken::text::normalize(text);
        let behind =
            ["令和", "平成", "昭和", "大正", "明治"].iter().find_map(|it| text.strip_prefix(it));
        // A day of an era is a date, in a form of its own.
        !text.contains('月')
            && behind.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit() || it == '元'))
    };
    let all = |column: &Column, is: &dyn Fn(&str) -> bool| {
        let mut filled = column.cells.iter().filter(|it| it.1 != Datum::Empty).peekable();
        filled.peek().is_some() && filled.all(|it| is(it.1.shown()))
    };
    let western = columns
        .iter()
        .any(|it| has(&it.header, &["西暦", "年", "year", "日付", "date"]) && all(it, &is_western));
    // What a document prints has its reading in columns of its own.
    let own = columns.iter().filter(|it| it.class != Class::Printed);
    for column in own.filter(|it| !western && all(it, &is_era)) {
        let header = &column.header;
        told.add(
            Code::O111,
            (tab, tab),
            &format!("「{header}」は和暦だけです。西暦の列を加えてください。"),
            &format!("{header:?} has years of eras alone; add a column of western ones"),
            header,
        );
    }
}

/// Codes of local governments have check digits.
fn codes(sheet: &Sheet, column: &Column, told: &mut Told) {
    if !has(&column.header, &["地方公共団体コード", "市区町村コード", "団体コード", "local_code"])
    {
        return;
    }
    for (row, datum) in &column.cells {
        let code = datum.shown();
        if !code.is_empty() && !crate::metadata::is_code(code) {
            let (ja, en) = places(sheet, *row, Some(&column.header));
            told.add(
                Code::O303,
                (&ja, &en),
                &format!("「{code}」は検査数字を含む6桁のコードではありません。"),
                &format!("{code:?} is no code of six digits with its check digit"),
                code,
            );
        }
    }
}

/// Dates are those of ISO 8601, or two of them parted by a slash.
fn dates(sheet: &Sheet, column: &Column, told: &mut Told) {
    let header = column.header.trim_end();
    if !(header.ends_with('日') || has(header, &["日付", "年月日", "_date"])) {
        return;
    }
    for (row, datum) in &column.cells {
        let text = datum.shown();
        if !text.is_empty() && !text.split('/').all(crate::metadata::is_date) {
            let (ja, en) = places(sheet, *row, Some(&column.header));
            told.add(
                Code::O304,
                (&ja, &en),
                &format!("「{text}」は 2025-09-30 の形の日付ではありません。"),
                &format!("{text:?} is no date such as 2025-09-30"),
                text,
            );
        }
    }
}
