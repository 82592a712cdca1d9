//! Files made to hurt: each ends in a limit, a clear error or a plain reading,
//! and none of them in a panic.

use super::super::open;
use super::parts::{archive, workbook};
use super::seen::ods;
use crate::error::Error;
use crate::place::Range;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

#[track_caller]
fn fails(bytes: Vec<u8>, words: &str) {
    match open(&Arc::new(bytes), &mut Vec::new()) {
        Ok(_) => panic!("read"),
        Err(kind) => {
            let message = Error::new("f", kind).to_string();
            assert!(message.contains(words), "{message}");
        }
    }
}

#[track_caller]
fn reads(bytes: Vec<u8>, count: usize) {
    let (_, sheets) = open(&Arc::new(bytes), &mut Vec::new()).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>(), count);
}

#[test]
fn a_million_formatted_empty_rows() {
    let rows: String = (1..=1_048_576)
        .map(|row| format!(r#"<row r="{row}" s="1"><c r="A{row}" s="1"/></row>"#))
        .collect();
    reads(workbook(&format!("<sheetData>{rows}</sheetData>"), ""), 0);
}

#[test]
fn a_hundred_thousand_merges() {
    let merges: String = (0..100_000)
        .map(|at| format!(r#"<mergeCell ref="A{}:XFD{}"/>"#, at % 1000 + 1, at + 1))
        .collect();
    let rows = r#"<row><c r="A1"><v>1</v></c></row><row><c r="B200000"><v>2</v></c></row>"#;
    reads(workbook(&format!("<sheetData>{rows}</sheetData>{merges}"), ""), 2);
}

#[test]
fn a_string_of_many_megabytes() {
    let string = format!("<si><t>{}</t></si>", "あ".repeat(2 << 20));
    fails(workbook("", &string), "bytes of one text");
}

/// The declared size of every part as in the directory at the end of the
/// archive (APPNOTE 4.3.12: 24 bytes into each entry).
fn claiming(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let starts: Vec<usize> =
        (0..bytes.len() - 4).filter(|&at| bytes[at..].starts_with(b"PK\x01\x02")).collect();
    for at in starts {
        bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
    }
    bytes
}

#[test]
fn parts_that_claim_gigabytes() {
    fails(claiming(workbook("", ""), 0xF000_0000), "inflated bytes beyond the limit");
}

#[test]
fn parts_that_share_their_bytes() {
    let mut bytes = workbook("", "");
    let starts: Vec<usize> =
        (0..bytes.len() - 4).filter(|&at| bytes[at..].starts_with(b"PK\x01\x02")).collect();
    let (first, second) = (starts[0], starts[1]);
    // Offsets and sizes of the first entry are given to the second one.
    for field in [20..28, 42..46] {
        let copy = bytes[first + field.start..first + field.end].to_vec();
        bytes[second + field.start..second + field.end].copy_from_slice(&copy);
    }
    fails(bytes, "overlapping entries");
}

#[test]
fn more_parts_than_any_workbook() {
    let names: Vec<String> = (0..10_001).map(|at| at.to_string()).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    fails(archive(&parts), "parts beyond the limit");
}

#[test]
fn entities_that_multiply() {
    let parts: &[(&str, &[u8])] = &[(
        "content.xml",
        br#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><body><spreadsheet><table name="t">
        <table-row><table-cell value-type="string"><p>&b;</p></table-cell></table-row></table></spreadsheet></body>"#,
    )];
    fails(archive(parts), "declares a document type");
}

#[test]
fn elements_within_elements() {
    fails(workbook(&"<a>".repeat(100_000), ""), "nested elements beyond the limit");
}

#[test]
fn rows_and_columns_repeated() {
    let row = r#"<table:table-row table:number-rows-repeated="1048576">"#;
    let cell = r#"<table:table-cell table:number-columns-repeated="16384""#;
    reads(ods(&format!("{row}{cell}/></table:table-row>")), 0);
    let full =
        format!(r#"{row}{cell} office:value-type="float" office:value="1"/></table:table-row>"#);
    fails(ods(&full), "cells beyond the limit");
    let merged = format!(r#"{row}{cell} table:number-columns-spanned="2"/></table:table-row>"#);
    fails(ods(&merged), "merged ranges beyond the limit");
    let endless = r#"<table:table-row><table:table-cell table:number-columns-repeated="4294967295"
        office:value-type="float" office:value="1"/></table:table-row>"#;
    reads(ods(&format!(r#"<table:table-column/>{endless}"#)), 16_384);
    reads(
        ods(r#"<table:table-row table:number-rows-repeated="4294967295"/><table:table-row/>"#),
        0,
    );
}

#[test]
fn not_a_workbook() {
    fails(archive(&[("word/document.xml", b"<w/>")]), "without a workbook");
    fails("番号,施策名".as_bytes().to_vec(), "binary data");
    fails(b"PK\x03\x04".to_vec(), "cannot be parsed as a workbook");
    fails(vec![0xD0, 0xCF, 0x11, 0xE0], "cannot be parsed as a workbook");
}

fn compound(stream: &str, data: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(data).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn encrypted() {
    fails(compound("/EncryptedPackage", b"x"), "password");
    // BOF of BIFF8, then FILEPASS.
    fails(compound("/Workbook", &[9, 8, 2, 0, 0, 6, 0x2F, 0, 0, 0]), "password");
    let manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>";
    fails(archive(&[("content.xml", b"x"), ("META-INF/manifest.xml", manifest)]), "password");
    fails(compound("/WordDocument", b"x"), "without a workbook");
    fails(compound("/Book", &[9, 8, 2, 0, 0, 5]), "no sheet");
}

/// A row of numbers that look random and are the same on every run.
pub(super) fn noise() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    }
}

#[test]
fn damaged_records() {
    let path = format!("{}/fixtures/excel/looks.xls", env!("CARGO_MANIFEST_DIR"));
    let whole = std::fs::read(path).unwrap();
    let mut noise = noise();
    for _ in 0..2000 {
        let mut bytes = whole.clone();
        for _ in 0..4 {
            let at = noise(bytes.len());
            bytes[at] = noise(256) as u8;
        }
        bytes.truncate(whole.len() - noise(2) * noise(whole.len()));
        let _ = open(&Arc::new(bytes), &mut Vec::new());
    }
}

#[test]
fn damaged_parts() {
    for name in ["looks.xlsx", "looks.xlsb", "looks.ods"] {
        let path = format!("{}/fixtures/excel/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut zip = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
        let mut parts = Vec::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            let is_read = name.contains("xl/") || name.contains("content") || name.contains("rels");
            if is_read && !data.is_empty() {
                parts.push((name, data));
            }
        }
        let mut noise = noise();
        for _ in 0..300 {
            let mut parts = parts.clone();
            let at = noise(parts.len());
            for _ in 0..3 {
                let part = &mut parts[at].1;
                let byte = noise(part.len());
                part[byte] = noise(256) as u8;
            }
            let parts: Vec<(&str, &[u8])> =
                parts.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
            let _ = open(&Arc::new(archive(&parts)), &mut Vec::new());
        }
    }
}

#[test]
fn tall_merges_beside_a_tall_column() {
    let first: String = (0..1000).map(|_| "<c><v>1</v></c>").collect();
    let rows: String =
        (2..=10_000).map(|row| format!(r#"<row r="{row}"><c><v>1</v></c></row>"#)).collect();
    let merges: String = (1..1000)
        .map(|col| Range { row: 0, col, last_row: 1_048_575, last_col: col })
        .map(|merge| format!(r#"<mergeCell ref="{merge}"/>"#))
        .collect();
    let sheet = format!("<sheetData><row>{first}</row>{rows}</sheetData>{merges}");
    fails(workbook(&sheet, ""), "cells beyond the limit");
}
