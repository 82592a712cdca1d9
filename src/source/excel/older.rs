//! xls from before 1997 (BIFF2 to BIFF5), which archives still hold.
//!
//! The only file that names calamine, which reads those versions; of newer
//! ones it tells too little (no hidden parts, no struck text, no merges of ods
//! and xlsb), and is the witness in tests. Old sheets have 16,384 rows of 256
//! columns at most, so the dense range that it builds stays small. Number
//! formats, hidden parts and merges of these files are not read, and that is
//! said.

use super::budget::Budget;
use super::text::tidy;
use super::{Cell, Number, Sheet, broken, sheet_name};
use crate::error::Kind;
use crate::finding::{Code, Finding, Message};
use calamine::{Data, Reader, Xls};
use std::io::Cursor;

/// Reads the sheets of an old workbook.
pub(super) fn open(
    bytes: &[u8],
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Kind> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    findings.push(Finding::new(
        Code::P904,
        Message::new(
            "Excel 95以前の形式です。値だけを読み、表示形式・非表示・結合は読んでいません。",
            "saved by Excel 95 or before: values are read, number formats, hidden parts and merges are not",
        ),
    ));
    let mut sheets = Vec::new();
    for (name, range) in workbook.worksheets() {
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
        let bof = |kind: u16| record(0x0809, &[&[0x00, 0x05], &kind.to_le_bytes()[..]].concat());
        let codepage = record(0x0042, &932u16.to_le_bytes());
        let name = b"KPI";
        let start = (bof(5).len() + codepage.len() + 4 + 7 + name.len() + 4) as u32;
        let sheet_entry = record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 3], name].concat());
        let text = [0x92, 0x42, 0x90, 0xAC];
        let label = record(0x0204, &[&[0, 0, 0, 0, 0, 0, 4, 0], &text[..]].concat());
        let number = record(0x0203, &[&[0, 0, 1, 0, 0, 0], &126f64.to_le_bytes()[..]].concat());
        let end = record(0x000A, &[]);
        let stream =
            [bof(5), codepage, sheet_entry, end.clone(), bof(16), label, number, end].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Book").unwrap().write_all(&stream).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
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
