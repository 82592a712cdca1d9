//! Single-bit faults: whatever bit of a workbook flips, no table changes without a
//! word, unless what changed is a legal text, number or look by itself.

use super::super::{Cell, Sheet, open};
use super::hostile::noise;
use crate::finding::Finding;
use std::sync::Arc;

/// Faults in each format, shared among its fixtures.
const FAULTS: usize = 200;

fn read(bytes: Vec<u8>) -> Option<(Vec<Sheet>, Vec<Finding>)> {
    let mut findings = Vec::new();
    let (_, sheets) = open(&Arc::new(bytes), &mut findings).ok()?;
    Some((sheets, findings))
}

/// Where the texts stand, and all else but the texts: a fault that leaves it alone
/// changed the value or the look of some cells to another legal one.
fn shape(sheets: &[Sheet]) -> Vec<Sheet> {
    let blank = |cell: &Cell| Cell { text: Arc::from(""), number: None, ..cell.clone() };
    let shape = |sheet: &Sheet| Sheet {
        name: Arc::from(""),
        cells: sheet.cells.iter().map(blank).collect(),
        // Borders tell nothing of what a cell says.
        walls: Vec::new(),
        ledges: Vec::new(),
        ..sheet.clone()
    };
    sheets.iter().map(shape).collect()
}

/// Flips bits of the fixtures of one format, and lists the silent changes.
#[track_caller]
fn flip(extension: &str, is_checked: bool) {
    let mut noise = noise();
    let mut silent = Vec::new();
    for name in ["looks", "printed", "shapes", "annex-r6"] {
        let path = format!("{}/fixtures/excel/{name}.{extension}", env!("CARGO_MANIFEST_DIR"));
        let Ok(whole) = std::fs::read(path) else { continue };
        let (sheets, findings) = read(whole.clone()).unwrap();
        for _ in 0..FAULTS / 4 {
            let (at, bit) = (noise(whole.len()), noise(8));
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            let Some((found, told)) = read(bytes) else { continue };
            let is_said = told.iter().any(|finding| !findings.contains(finding));
            // An archive keeps a checksum of every byte; in the records of xls, a text
            // or a number is as legal as any other.
            let is_same =
                if is_checked { found == sheets } else { shape(&found) == shape(&sheets) };
            if !is_same && !is_said {
                silent.push(format!("{name}: bit {bit} of byte {at}"));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new(), "{extension}");
}

#[test]
fn faults_in_xlsx() {
    flip("xlsx", true);
}

#[test]
fn faults_in_xlsb() {
    flip("xlsb", true);
}

#[test]
fn faults_in_ods() {
    flip("ods", true);
}

#[test]
fn faults_in_xls() {
    flip("xls", false);
}
