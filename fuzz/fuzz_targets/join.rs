//! Pages of a ruled table, made of what comes: lines that wrap, borders that lack, cells
//! over several columns. Joined, no character may vanish or be made up.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Columns and rows of a page; more makes nothing new.
const COLUMNS: u8 = 5;
const ROWS: usize = 12;
const PAGES: usize = 4;

#[derive(Debug, Arbitrary)]
struct Row {
    height: u8,
    /// Bits: which cells have a rule on their left, and which one below.
    left: u8,
    below: u8,
    /// The words of each cell: how many lines, of how many letters.
    cells: [(u8, u8); COLUMNS as usize],
}

#[derive(Debug, Arbitrary)]
struct Pages {
    widths: [u8; COLUMNS as usize],
    pages: Vec<Vec<Row>>,
}

fuzz_target!(|asked: Pages| {
    let (file, letters) = drawn(&asked);
    let input = tenken::Input::new("fuzz.pdf", file);
    let Ok((tables, _)) = tenken::joined_tables(&input) else {
        // Pages without a letter are none that can be read.
        assert!(letters.is_empty(), "not read");
        return;
    };
    let mut read = BTreeMap::new();
    for table in &tables {
        for cell in &table.cells {
            count(&cell.text, &mut read);
        }
    }
    for (letter, times) in &read {
        assert!(letters.get(letter).is_some_and(|drawn| times <= drawn), "{letter} made up");
    }
});

fn count(text: &str, into: &mut BTreeMap<char, usize>) {
    for letter in text.chars().filter(|it| !it.is_whitespace()) {
        *into.entry(letter).or_default() += 1;
    }
}

/// A PDF of the pages, and how often each letter was drawn.
fn drawn(asked: &Pages) -> (Vec<u8>, BTreeMap<char, usize>) {
    let mut letters = BTreeMap::new();
    let mut contents = Vec::new();
    for page in asked.pages.iter().take(PAGES) {
        contents.push(content(&asked.widths, page, &mut letters));
    }
    if contents.is_empty() {
        contents.push(String::new());
    }
    let kids: String = (0..contents.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{kids}]>>", contents.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * at
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        let _ = write!(file, "{} 0 obj{object}\nendobj\n", at + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = write!(file, "{offset:010} 00000 n \n");
    }
    let size = objects.len() + 1;
    let _ = write!(file, "trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    (file.into_bytes(), letters)
}

fn content(widths: &[u8; 5], rows: &[Row], letters: &mut BTreeMap<char, usize>) -> String {
    let mut lefts = vec![40.0];
    for width in widths {
        lefts.push(lefts[lefts.len() - 1] + 30.0 + f64::from(width % 70));
    }
    let (mut out, mut top) = (String::new(), 800.0);
    let _ = writeln!(out, "0.5 w {} {top} m {} {top} l S", lefts[0], lefts[5]);
    for row in rows.iter().take(ROWS) {
        let bottom = top - 14.0 - f64::from(row.height % 48);
        for column in 0..COLUMNS {
            let at = usize::from(column);
            let (left, right) = (lefts[at], lefts[at + 1]);
            if column == 0 || row.left >> column & 1 == 0 {
                let _ = writeln!(out, "{left} {top} m {left} {bottom} l S");
            }
            if row.below >> column & 1 == 0 {
                let _ = writeln!(out, "{left} {bottom} m {right} {bottom} l S");
            }
            let (lines, length) = row.cells[at];
            for line in 0..lines % 4 {
                let letter = char::from(b'a' + (column * 5 + line) % 26);
                let word: String = [letter].repeat(usize::from(length % 12)).iter().collect();
                count(&word, letters);
                let y = top - 9.0 - 9.0 * f64::from(line);
                let _ = writeln!(out, "BT /F 8 Tf {} {y} Td ({word}) Tj ET", left + 2.0);
            }
        }
        let _ = writeln!(out, "{} {top} m {} {bottom} l S", lefts[5], lefts[5]);
        top = bottom;
    }
    out
}
