//! Another reader of workbooks agrees: calamine reads the same texts and numbers in
//! every fixture.
//!
//! What it can't tell is why this project reads workbooks itself: what is hidden or
//! struck through or outside a print area, how a number is shown, where merged cells
//! end (in ods and xlsb), what shapes say. So a cell that it has and we don't must be
//! one that a finding leaves out, and one that we have and it doesn't must be in
//! [`OURS`].

use super::fixture;
use crate::place::{Place, Range};
use crate::source::excel::text::tidy;
use crate::source::excel::{Cell, Sheet};
use calamine::{Data, Reader};

/// Cells that calamine doesn't have, with the reason.
const OURS: [(&str, &str, &str); 4] = [
    // A merge whose first row is hidden: its text moves to the first row to be seen.
    ("looks", "非表示", "A6"),
    // It passes over errors of formulas in xlsb.
    ("looks.xlsb", "文字", "B3"),
    // Texts of shapes over empty cells.
    ("boxes", "別紙", "D4"),
    ("boxes", "別紙", "E6"),
];

/// A cell that only calamine has there: the first one of that merge.
const THEIRS: (&str, &str, &str) = ("looks", "非表示", "A5");

fn name(row: u32, col: u32) -> String {
    Range { row, col, last_row: row, last_col: col }.to_string()
}

/// What differs between a cell and what calamine says of it, if anything does.
fn differs(ours: &Cell, said: &Data) -> Option<String> {
    let is_same = match said {
        Data::Int(number) => ours.number.is_none_or(|own| own.value == *number as f64),
        Data::Float(number) => ours.number.is_none_or(|own| own.value == *number),
        // It counts days as we do, and shows no date.
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => true,
        Data::String(text) => *ours.text == tidy(text),
        Data::Bool(_) | Data::Error(_) => *ours.text == said.to_string().to_uppercase(),
        Data::Empty => true,
    };
    (!is_same).then(|| format!("{} is {said:?}", ours.text))
}

fn compare(file: &str, sheet: &Sheet, said: &calamine::Range<Data>, left_out: &[Range]) {
    let stem = file.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap();
    let (top, left) = said.start().unwrap_or((0, 0));
    let mut found = 0;
    for (row, col, value) in said.used_cells() {
        let (row, col) = (top + row as u32, left + col as u32);
        let at = Range { row, col, last_row: row, last_col: col };
        let own = sheet.cells.binary_search_by_key(&(row, col), |cell| (cell.row, cell.col));
        match own {
            Ok(own) => {
                found += 1;
                let own = &sheet.cells[own];
                let is_told = left_out.iter().any(|range| range.intersection(&at).is_some());
                let differs = differs(own, value).filter(|_| !is_told);
                assert_eq!(differs, None, "{file} {}!{at}", sheet.name);
            }
            Err(_) => assert!(
                left_out.iter().any(|range| range.intersection(&at).is_some())
                    || (stem, &*sheet.name, &*at.to_string()) == THEIRS
                    || value.to_string().trim().is_empty(),
                "{file} {}!{at} {value:?}",
                sheet.name
            ),
        }
    }
    let is_here =
        |it: &&(&str, &str, &str)| file.contains(&format!("/{}", it.0)) && it.1 == &*sheet.name;
    let others: Vec<&str> = OURS.iter().filter(is_here).map(|it| it.2).collect();
    assert_eq!(sheet.cells.len(), found + others.len(), "{file} {}", sheet.name);
    for at in others {
        assert!(sheet.cells.iter().any(|cell| name(cell.row, cell.col) == at), "{at}");
    }
}

#[test]
fn the_witness() {
    let folder = format!("{}/fixtures", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<String> = std::fs::read_dir(format!("{folder}/excel"))
        .unwrap()
        .map(|entry| format!("excel/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    files.push("r6/annex-r6.xlsx".to_owned());
    files.sort();
    for file in files {
        let mut witness = calamine::open_workbook_auto(format!("{folder}/{file}")).unwrap();
        let (_, sheets, findings) = fixture(&file);
        let left_out: Vec<(String, Range)> = findings
            .into_iter()
            .filter_map(|finding| match finding.place {
                Some(Place::Sheet { sheet, range }) => Some((sheet.to_string(), range)),
                _ => None,
            })
            .collect();
        for sheet in &sheets {
            let range = witness.worksheet_range(&sheet.name).unwrap();
            let left_out: Vec<Range> = left_out
                .iter()
                .filter(|(name, _)| **name == *sheet.name)
                .map(|(_, range)| *range)
                .collect();
            compare(&file, sheet, &range, &left_out);
        }
    }
}
