//! Tables → a workbook: a sheet for each, merged cells merged.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use tenken::{Cell, Place, Table};

/// The limits of Excel: rows and columns of a sheet, and characters of a cell.
const ROWS_MAX: usize = 1 << 20;
const COLS_MAX: usize = 1 << 14;
const TEXT_MAX: usize = 32_767;

/// Widths of columns, in half-width characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 6..=40;

/// A workbook with these tables; an empty sheet where there are none.
///
/// # Errors
///
/// Where a table is larger than a sheet, or has a text longer than a cell of one.
pub(super) fn workbook(tables: &[Table]) -> Result<Vec<u8>, String> {
    let fail = |error: XlsxError| error.to_string();
    let mut workbook = Workbook::new();
    // The same tables give the same bytes, whenever they are written.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).map_err(fail)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    for (number, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name(number, table)).map_err(fail)?;
        fill(sheet, table)?;
    }
    if tables.is_empty() {
        workbook.add_worksheet();
    }
    workbook.save_to_buffer().map_err(fail)
}

/// The number of the table, and its first page.
fn name(number: usize, table: &Table) -> String {
    match table.parts.first().map(|part| &part.place) {
        Some(Place::Page { page, .. }) => format!("{} (p.{page})", number + 1),
        _ => (number + 1).to_string(),
    }
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), String> {
    let fail = |error: XlsxError| error.to_string();
    if table.rows > ROWS_MAX || table.cols > COLS_MAX {
        return Err(format!("{} × {} > {ROWS_MAX} × {COLS_MAX} (xlsx)", table.rows, table.cols));
    }
    let body =
        Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let header = body.clone().set_bold().set_background_color(0x00EE_EEEE);
    let mut widths = vec![*WIDTHS.start(); table.cols];
    for cell in &table.cells {
        let format = if cell.row < table.header_rows { &header } else { &body };
        put(sheet, cell, format)?;
        if let Some(width) = widths.get_mut(cell.col).filter(|_| cell.colspan == 1) {
            *width = (*width).max(cell.text.lines().map(half_widths).max().unwrap_or(0));
        }
    }
    for (col, width) in (0..).zip(widths) {
        sheet.set_column_width(col, width.min(*WIDTHS.end()) as f64).map_err(fail)?;
    }
    if let Some(rows) = u32::try_from(table.header_rows).ok().filter(|rows| *rows > 0) {
        sheet.set_freeze_panes(rows, 0).map_err(fail)?;
    }
    Ok(())
}

fn half_widths(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn put(sheet: &mut Worksheet, cell: &Cell, format: &Format) -> Result<(), String> {
    let fail = |error: XlsxError| error.to_string();
    let place = |row: usize, col: usize| {
        let row = u32::try_from(row).map_err(|error| error.to_string())?;
        let col = u16::try_from(col).map_err(|error| error.to_string())?;
        Ok::<(u32, u16), String>((row, col))
    };
    if cell.text.chars().count() > TEXT_MAX {
        let shown: String = cell.text.chars().take(20).collect();
        return Err(format!("{shown}…: > {TEXT_MAX} (xlsx)"));
    }
    let (row, col) = place(cell.row, cell.col)?;
    if cell.rowspan > 1 || cell.colspan > 1 {
        let (last_row, last_col) = place(cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1)?;
        sheet.merge_range(row, col, last_row, last_col, "", format).map_err(fail)?;
    }
    match number(&cell.text) {
        Some((number, shown)) => {
            let format = format.clone().set_num_format(shown);
            sheet.write_number_with_format(row, col, number, &format).map_err(fail)?;
        }
        None if cell.text.is_empty() => {
            sheet.write_blank(row, col, format).map_err(fail)?;
        }
        None => {
            sheet.write_string_with_format(row, col, &cell.text, format).map_err(fail)?;
        }
    }
    Ok(())
}

/// The digits that a number of Excel keeps.
const DIGITS_MAX: usize = 15;

/// A text that is a number and nothing else, with the format by which a sheet shows it
/// just so. `007`, `1.` and `1,00` are texts.
fn number(text: &str) -> Option<(f64, String)> {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = bare.split_once('.').map_or((bare, None), |it| (it.0, Some(it.1)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let (first, others) = groups.split_first()?;
    let is_grouped = !others.is_empty();
    let holds = others.iter().all(|it| it.len() == 3 && is_digits(it))
        && is_digits(first)
        && (!is_grouped || first.len() <= 3)
        && (!first.starts_with('0') || (*first == "0" && !is_grouped))
        && decimals.is_none_or(is_digits);
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    if !holds || digits > DIGITS_MAX {
        return None;
    }
    let number: f64 = text.replace(',', "").parse().ok()?;
    // -0 would lose its sign.
    let is_kept = number != 0.0 || !text.starts_with('-');
    let zeros = "0".repeat(decimals.map_or(0, str::len));
    let point = if decimals.is_some() { "." } else { "" };
    let shown = format!("{}{point}{zeros}", if is_grouped { "#,##0" } else { "0" });
    is_kept.then_some((number, shown))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(number(text).map(|it| it.1).as_deref(), expected, "{text}");
    }

    #[test]
    fn only_what_a_sheet_shows_as_it_is_printed_is_a_number() {
        check("10,052", Some("#,##0"));
        check("-1,097.50", Some("#,##0.00"));
        check("2024", Some("0"));
        check("0.5", Some("0.0"));
        for text in ["007", "1-1", "1,00", "12,34,567", "1.", ".5", "-0", "5件", "１２", "", "-"]
        {
            check(text, None);
        }
        check("1234567890123456", None);
    }
}
