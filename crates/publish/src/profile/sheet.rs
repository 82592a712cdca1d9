//! Bytes → sheets of cells, and what a workbook has besides cells.

use super::Told;
use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use std::io::{Cursor, Read};
use tenken::Code;
use zip::ZipArchive;

/// A sheet of a workbook, or a CSV.
pub(super) struct Sheet {
    /// On its tab; empty for a CSV.
    pub(super) name: String,
    pub(super) rows: Vec<Vec<Datum>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Datum {
    Empty,
    Text(String),
    /// As it is written, or would be.
    Number(String),
    Other,
}

impl Datum {
    /// Its text, where it is one.
    pub(super) fn text(&self) -> &str {
        match self {
            Datum::Text(text) => text,
            _ => "",
        }
    }

    /// What is in it, whatever its type.
    pub(super) fn shown(&self) -> &str {
        match self {
            Datum::Text(text) | Datum::Number(text) => text,
            Datum::Empty | Datum::Other => "",
        }
    }
}

pub(super) enum Opened {
    Sheets(Vec<Sheet>),
    Nothing,
}

/// Cells that a sheet may span: ten thousand rows of a thousand columns, or the other way.
const CELLS_MAX: usize = 10_000_000;

/// Bytes that the parts of a workbook may inflate to.
const INFLATED_MAX: u64 = 1 << 30;

/// A part that is searched for merged and hidden cells.
const PART_MAX: u64 = 256 << 20;

/// Opens a file by its content.
pub(super) fn open(bytes: &[u8], told: &mut Told) -> Opened {
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes, told);
    }
    let is_binary = bytes.starts_with(b"%PDF") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    if is_binary || bytes.contains(&0) {
        none(told, "");
        return Opened::Nothing;
    }
    csv(bytes, told).map_or(Opened::Nothing, |sheet| Opened::Sheets(vec![sheet]))
}

fn none(told: &mut Told, words: &str) {
    let part = if words.is_empty() { String::new() } else { format!(" ({words})") };
    told.add(
        Code::O101,
        ("", ""),
        &format!("CSVでもExcelブック（xlsx）でもありません{part}。"),
        &format!("neither CSV nor a workbook (xlsx){part}"),
        "",
    );
}

fn csv(bytes: &[u8], told: &mut Told) -> Option<Sheet> {
    let has_mark = bytes.starts_with("\u{feff}".as_bytes());
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => {
            if !has_mark && !text.is_ascii() {
                told.add(
                    Code::O305,
                    ("", ""),
                    "BOMがないため、Excelで開くと文字化けします。",
                    "no byte order mark: Excel takes it for Shift_JIS",
                    "",
                );
            }
            text.trim_start_matches('\u{feff}').to_owned()
        }
        Err(_) => {
            let (text, _, is_garbled) = encoding_rs::SHIFT_JIS.decode(bytes);
            let (ja, en) = match is_garbled {
                true => ("UTF-8でもCP932でもありません。", "neither UTF-8 nor code page 932"),
                false => ("UTF-8ではありません（CP932です）。", "not UTF-8 (code page 932)"),
            };
            told.add(Code::O301, ("", ""), ja, en, "");
            if is_garbled {
                return None;
            }
            text.into_owned()
        }
    };
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Datum>> = Vec::new();
    let mut blanks = blank_lines(&text).into_iter();
    for record in reader.records() {
        let Ok(record) = record else {
            none(told, "RFC 4180");
            return None;
        };
        // The reader passes over empty lines: they part a table.
        let before = blanks.next().unwrap_or(0);
        rows.extend(std::iter::repeat_n(Vec::new(), before));
        rows.push(record.iter().map(datum).collect());
    }
    Some(Sheet { name: String::new(), rows })
}

/// For each record of a CSV, how many empty lines stand before it.
fn blank_lines(text: &str) -> Vec<usize> {
    let (mut counts, mut blank, mut is_quoted) = (Vec::new(), 0, false);
    for line in text.split('\n') {
        let was_quoted = is_quoted;
        is_quoted ^= line.matches('"').count() % 2 == 1;
        match (was_quoted, line.trim_end_matches('\r').is_empty()) {
            // Within a cell, an empty line is part of its text.
            (true, _) => {}
            (false, true) => blank += 1,
            (false, false) => counts.push(std::mem::take(&mut blank)),
        }
    }
    counts
}

/// A cell of a CSV: a number is one that any program reads as such.
fn datum(text: &str) -> Datum {
    match text {
        "" => Datum::Empty,
        _ if is_number(text) => Datum::Number(text.to_owned()),
        _ => Datum::Text(text.to_owned()),
    }
}

/// Half-width digits, one point, a sign in front.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    is_digits(whole) && is_digits(part)
}

fn workbook(bytes: &[u8], told: &mut Told) -> Opened {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        none(told, "ZIP");
        return Opened::Nothing;
    };
    let parts: Vec<String> =
        archive.file_names().filter_map(|it| it.ok().map(|it| it.into_owned())).collect();
    let sizes = (0..archive.len()).filter_map(|at| archive.by_index(at).ok().map(|it| it.size()));
    if sizes.sum::<u64>() > INFLATED_MAX {
        none(told, "> 1 GiB");
        return Opened::Nothing;
    }
    beside_cells(&mut archive, &parts, told);
    let opened: Result<Xlsx<_>, XlsxError> = Xlsx::new(Cursor::new(bytes));
    let Ok(mut workbook) = opened else {
        none(told, "");
        return Opened::Nothing;
    };
    let mut sheets = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.visible != calamine::SheetVisible::Visible {
            let name = &sheet.name;
            let (ja, en) = (
                format!("シート「{name}」が非表示です。"),
                format!("the sheet {name:?} is hidden"),
            );
            told.add(Code::O306, ("", ""), &ja, &en, name);
            continue;
        }
        match rows(&mut workbook, &sheet.name, told) {
            Ok(rows) => sheets.push(Sheet { name: sheet.name, rows }),
            Err(words) => none(told, &words),
        }
    }
    Opened::Sheets(sheets)
}

fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    told: &mut Told,
) -> Result<Vec<Vec<Datum>>, String> {
    let mut found: Vec<(u32, u32, Datum)> = Vec::new();
    let (mut last_row, mut last_col) = (0_usize, 0_usize);
    {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|it| it.to_string())?;
        while let Some(cell) = cells.next_cell().map_err(|it| it.to_string())? {
            let (row, col) = cell.get_position();
            let datum = match Data::from(clone(cell.get_value())) {
                Data::Empty => Datum::Empty,
                Data::String(text) if text.is_empty() => Datum::Empty,
                Data::String(text) => Datum::Text(text),
                Data::Float(number) => Datum::Number(number.to_string()),
                Data::Int(number) => Datum::Number(number.to_string()),
                _ => Datum::Other,
            };
            if datum != Datum::Empty {
                last_row = last_row.max(row as usize);
                last_col = last_col.max(col as usize);
                found.push((row, col, datum));
            }
            // One cell may ask for a sheet of seventeen thousand million.
            if (last_row + 1).saturating_mul(last_col + 1) > CELLS_MAX {
                return Err(format!("{name}: > {CELLS_MAX}"));
            }
        }
    }
    if let Ok(formulas) = workbook.worksheet_formula(name) {
        let start = formulas.start().unwrap_or_default();
        for (row, col, formula) in formulas.used_cells().filter(|it| !it.2.is_empty()) {
            let place = address(start.0 as usize + row, start.1 as usize + col);
            let place = format!("{name}!{place}");
            told.add(
                Code::O107,
                (&place, &place),
                "数式があります。値にしてください。",
                "a formula; store its value",
                formula,
            );
        }
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = vec![vec![Datum::Empty; last_col + 1]; last_row + 1];
    for (row, col, datum) in found {
        if let Some(cell) = rows.get_mut(row as usize).and_then(|it| it.get_mut(col as usize)) {
            *cell = datum;
        }
    }
    Ok(rows)
}

fn clone<'a>(data: &DataRef<'a>) -> DataRef<'a> {
    data.clone()
}

/// Merged and hidden cells, drawings.
fn beside_cells(archive: &mut ZipArchive<Cursor<&[u8]>>, parts: &[String], told: &mut Told) {
    let is_object = |it: &&String| {
        ["xl/drawings/drawing", "xl/charts/", "xl/media/"].iter().any(|begin| it.starts_with(begin))
    };
    for part in parts.iter().filter(is_object) {
        told.add(
            Code::O108,
            ("", ""),
            &format!("図形・画像・グラフがあります（{part}）。"),
            &format!("a picture, a shape or a chart ({part})"),
            part,
        );
    }
    let is_sheet = |it: &&String| it.starts_with("xl/worksheets/") && it.ends_with(".xml");
    let mut sheets: Vec<&String> = parts.iter().filter(is_sheet).collect();
    sheets.sort();
    for part in sheets {
        let Ok(entry) = archive.by_name(part) else { continue };
        let mut text = String::new();
        if entry.take(PART_MAX).read_to_string(&mut text).is_err() {
            continue;
        }
        let sheet = part.rsplit('/').next().unwrap_or_default();
        for merged in text.split("mergeCell ").skip(1) {
            let range = attribute(merged, "ref");
            told.add(
                Code::O104,
                (sheet, sheet),
                &format!("セルが結合されています（{range}）。"),
                &format!("merged cells ({range})"),
                range,
            );
        }
        for (tag, ja, en) in [("<row ", "行", "row"), ("<col ", "列", "column")] {
            let hidden = |it: &&str| matches!(attribute(it, "hidden"), "1" | "true");
            let number =
                |it: &str| attribute(it, if tag == "<row " { "r" } else { "min" }).to_owned();
            for found in text.split(tag).skip(1).filter(hidden) {
                let number = number(found);
                told.add(
                    Code::O306,
                    (sheet, sheet),
                    &format!("{number}番目の{ja}が非表示です。"),
                    &format!("the {en} {number} is hidden"),
                    &number,
                );
            }
        }
    }
}

/// The value of an attribute of the tag that a text begins within.
fn attribute<'t>(text: &'t str, name: &str) -> &'t str {
    let tag = text.split('>').next().unwrap_or_default();
    let mut parts = tag.split(['"', '\'']);
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        let before = before.trim_end().trim_end_matches('=').trim_end();
        if before == name || before.ends_with(&format!(" {name}")) {
            return value;
        }
    }
    ""
}

/// As Excel names a cell: `C7`.
pub(super) fn address(row: usize, col: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), col + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}
