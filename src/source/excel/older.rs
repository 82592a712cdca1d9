//! xls from before 1997 (BIFF2 to BIFF5), which archives still hold.
//!
//! The only file that names calamine, which reads those versions; of newer
//! ones it tells too little (no hidden parts, no struck text, no merges of ods
//! and xlsb), and is the witness in tests. It takes the file's word for how much it
//! will hold, so [`check`] asks first. Number formats, hidden parts and merges of
//! these files are not read, and that is said.

use super::budget::Budget;
use super::bytes::Bytes;
use super::text::tidy;
use super::{Cell, Number, Sheet, broken, sheet_name};
use crate::error::Kind;
use crate::finding::{Code, Finding, Message};
use crate::place::Range;
use crate::source::limits;
use calamine::{Data, Reader, Xls, XlsError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads the sheets of an old workbook, whose records are in this stream.
pub(super) fn open(
    bytes: &[u8],
    stream: &[u8],
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Kind> {
    check(stream)?;
    let read = || -> Result<_, XlsError> {
        let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes))?;
        Ok(workbook.worksheets())
    };
    // It takes for granted that records are as long as their kind asks
    // (fixtures/file/old-workbook-with-short-records.xls).
    let read = catch_unwind(AssertUnwindSafe(read));
    let read = read.map_err(|_| broken("a record is shorter than its kind asks"))?;
    let worksheets = read.map_err(broken)?;
    findings.push(Finding::new(
        Code::P904,
        Message::new(
            "Excel 95以前の形式です。値だけを読み、表示形式・非表示・結合は読んでいません。",
            "saved by Excel 95 or before: values are read, number formats, hidden parts and merges are not",
        ),
    ));
    let mut sheets = Vec::new();
    for (name, range) in worksheets {
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut sheet = Sheet { name: sheet_name(&name), ..Sheet::default() };
        for (row, col, value) in range.used_cells() {
            budget.cells(1)?;
            let at = (top.saturating_add(row as u32), left.saturating_add(col as u32));
            sheet.cells.extend(cell(at, value));
        }
        sheets.push(sheet);
    }
    if sheets.is_empty() { Err(broken("no sheet in it")) } else { Ok(sheets) }
}

/// Rows and columns of a sheet before Excel 97.
const ROWS: u32 = 1 << 14;
const COLUMNS: u32 = 1 << 8;

/// Cells between the first and the last one of all sheets together, for each of which
/// memory is reserved: two sheets used from corner to corner, 256 MB.
const DENSE_CELLS: u64 = 2 * ROWS as u64 * COLUMNS as u64;

/// Refuses what would take memory or time without bound: dimensions and cells beyond
/// the last row or column, sheets that are nearly empty and huge, sheets that share
/// their bytes. The records are walked as calamine walks them.
fn check(stream: &[u8]) -> Result<(), Kind> {
    let mut rest = stream.len();
    let mut dense = 0_u64;
    for start in sheet_starts(stream)? {
        let mut records = Records(stream.get(start..).ok_or_else(|| broken("a sheet is missing"))?);
        let mut used: Option<Range> = None;
        let mut has_begun = false;
        let mut depth = 0_usize;
        for (kind, data) in records.by_ref() {
            match kind {
                BEGIN if has_begun => depth += 1,
                BEGIN => has_begun = true,
                END if depth == 0 => break,
                END => depth -= 1,
                _ if depth > 0 => (),
                0x0200 => check_dimensions(data)?,
                0x0001..=0x0006 | 0x0201..=0x0206 | 0x027E | 0x00BD | 0x00D6 | 0x00FD | 0x0406 => {
                    let at = check_cell(kind, data)?;
                    used = Some(used.map_or(at, |used| used.union(&at)));
                }
                _ => (),
            }
        }
        let length = stream.len() - start - records.0.len();
        rest = rest.checked_sub(length).ok_or_else(|| broken("sheets overlap"))?;
        if let Some(used) = used {
            let rows = u64::from(used.last_row - used.row) + 1;
            dense += rows * (u64::from(used.last_col - used.col) + 1);
        }
    }
    match dense > DENSE_CELLS {
        true => Err(Kind::Limit { what: "cells of old sheets", limit: DENSE_CELLS }),
        false => Ok(()),
    }
}

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;

/// Where the sheets begin that the first substream lists.
fn sheet_starts(stream: &[u8]) -> Result<Vec<usize>, Kind> {
    let mut starts = Vec::new();
    for (kind, data) in Records(stream) {
        match (kind, data) {
            (0x0085, [a, b, c, d, ..]) => {
                starts.push(u32::from_le_bytes([*a, *b, *c, *d]) as usize)
            }
            (END, _) => break,
            _ => (),
        }
        if starts.len() > limits::SHEETS {
            return Err(Kind::Limit { what: "sheets", limit: limits::SHEETS as u64 });
        }
    }
    Ok(starts)
}

/// `DIMENSIONS`: rows are numbers of two bytes, or of four as BIFF8 has them; the last
/// row and column are one too many.
fn check_dimensions(data: &[u8]) -> Result<(), Kind> {
    let short =
        |at: usize| data.get(at..at + 2).map_or(0, |it| u32::from(it[0]) | u32::from(it[1]) << 8);
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let (row, end_row, end_col) = match data.len() {
        10 => (short(0), short(2), short(6)),
        _ => (long(0), long(4), short(10)),
    };
    // An empty sheet ends at row 0.
    let is_sound = row <= end_row && end_row <= ROWS && end_col <= COLUMNS;
    is_sound
        .then_some(())
        .ok_or_else(|| broken("its dimensions are beyond the last cell of a sheet"))
}

/// The cells of a record, which begins with a row, a column and, of several cells,
/// ends with a column.
fn check_cell(kind: u16, data: &[u8]) -> Result<Range, Kind> {
    let out_of_sheet = || broken("a cell is beyond the last cell of a sheet");
    let mut fields = Bytes(data);
    let (row, col) = (fields.u16(), fields.u16());
    let (Some(row), Some(col)) = (row.map(u32::from), col.map(u32::from)) else {
        return Err(broken("a cell is cut short"));
    };
    let last_col = match data {
        [.., low, high] if kind == 0x00BD => u32::from(u16::from_le_bytes([*low, *high])),
        _ => col,
    };
    if row >= ROWS || col > last_col || last_col >= COLUMNS {
        return Err(out_of_sheet());
    }
    Ok(Range { row, col, last_row: row, last_col })
}

/// Kinds and data, as far as whole records go.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let mut rest = Bytes(self.0);
        let (kind, length) = (rest.u16()?, rest.u16()?);
        let data = rest.take(length.into())?;
        self.0 = rest.0;
        Some((kind, data))
    }
}

fn cell((row, col): (u32, u32), value: &Data) -> Option<Cell> {
    let number = match value {
        Data::Int(number) => Some(*number as f64),
        Data::Float(number) => Some(*number),
        _ => None,
    };
    let text = tidy(&value.to_string());
    let number = number.map(Number::exactly);
    (!text.is_empty()).then(|| Cell { row, col, text: text.into(), number })
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use std::io::{Cursor, Write};
    use std::sync::Arc;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// A workbook of Excel 5.0: one sheet, 達成 (in Shift_JIS) in A1, 126 in B1.
    fn workbook() -> Vec<u8> {
        workbook_with(&[])
    }

    /// The same with further records in its sheet.
    fn workbook_with(more: &[u8]) -> Vec<u8> {
        let bof = |kind: u16| record(0x0809, &[&[0x00, 0x05], &kind.to_le_bytes()[..]].concat());
        let codepage = record(0x0042, &932u16.to_le_bytes());
        let name = b"KPI";
        let start = (bof(5).len() + codepage.len() + 4 + 7 + name.len() + 4) as u32;
        let sheet_entry = record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 3], name].concat());
        let text = [0x92, 0x42, 0x90, 0xAC];
        let label = record(0x0204, &[&[0, 0, 0, 0, 0, 0, 4, 0], &text[..]].concat());
        let number = record(0x0203, &[&[0, 0, 1, 0, 0, 0], &126f64.to_le_bytes()[..]].concat());
        let end = record(0x000A, &[]);
        let stream = [
            bof(5),
            codepage,
            sheet_entry,
            end.clone(),
            bof(16),
            label,
            number,
            more.to_vec(),
            end,
        ]
        .concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Book").unwrap().write_all(&stream).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[track_caller]
    fn refuses(more: &[u8], words: &str) {
        let bytes = Arc::new(workbook_with(more));
        match crate::source::excel::open(&bytes, &mut Vec::new()) {
            Ok(_) => panic!("read"),
            Err(kind) => {
                let message = crate::error::Error::new("f", kind).to_string();
                assert!(message.contains(words), "{message}");
            }
        }
    }

    #[test]
    fn dimensions_and_cells_that_no_sheet_has() {
        let beyond = "beyond the last cell of a sheet";
        refuses(&record(0x0200, &[0, 0, 0xFF, 0xFF, 0, 0, 9, 0, 0, 0]), beyond);
        refuses(&record(0x0200, &[0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 9, 0, 0, 0]), beyond);
        refuses(&record(0x0200, &[9, 0, 1, 0, 0, 0, 9, 0, 0, 0]), beyond);
        refuses(&record(0x0203, &[&[0, 0x40, 1, 0, 0, 0][..], &[0; 8]].concat()), beyond);
        refuses(&record(0x0203, &[&[1, 0, 0, 1, 0, 0][..], &[0; 8]].concat()), beyond);
        refuses(&record(0x0203, &[0]), "cut short");
        let sound = record(0x0200, &[0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
        assert!(
            crate::source::excel::open(&Arc::new(workbook_with(&sound)), &mut Vec::new()).is_ok()
        );
    }

    #[test]
    fn excel_5_is_read() {
        let mut findings = Vec::new();
        let (_, sheets) = crate::source::excel::open(&Arc::new(workbook()), &mut findings).unwrap();
        let cells: Vec<(u32, u32, &str)> =
            sheets[0].cells.iter().map(|cell| (cell.row, cell.col, &*cell.text)).collect();
        assert_eq!((&*sheets[0].name, cells), ("KPI", vec![(0, 0, "達成"), (0, 1, "126")]));
        assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::P904]);
    }
}
