//! xls: BIFF8 records (MS-XLS) in a compound file, as Excel 97 to 2003 wrote
//! them.

mod conditional;
mod globals;
mod rc4;
mod order;
mod records;
mod shapes;
mod sheet;
mod strings;

use super::budget::Budget;
use super::damage::lost_sheet;
use super::{Sheet, broken, hidden_sheet, locked, not_a_workbook};
use crate::error::Kind;
use crate::finding::Finding;
pub(super) use rc4::unlocked;
use std::io::{Cursor, Read};

/// Reads the visible sheets out of the stream of records.
pub(super) fn open(
    stream: &[u8],
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Kind> {
    let book = globals::read(stream, budget, findings)?;
    let mut sheets = Vec::new();
    // Sheets follow each other. Where they claim the same bytes over and over,
    // reading each would never end.
    let mut rest = stream.len();
    for entry in &book.sheets {
        let start = entry.start as usize;
        let substream = stream.get(start..).unwrap_or_default();
        if let Some(why) = disagrees(substream, entry.is_worksheet) {
            findings.push(lost_sheet(&entry.name, why));
            continue;
        }
        if !entry.is_worksheet {
            continue;
        }
        if entry.is_hidden {
            findings.push(hidden_sheet(&entry.name));
            continue;
        }
        let (sheet, length) = sheet::read(substream, entry, &book, budget, findings)?;
        rest = rest.checked_sub(length).ok_or_else(|| broken("sheets overlap"))?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Why a substream can't be the sheet that the workbook announces: each begins by
/// saying what it is (`BOF`, MS-XLS 2.4.21).
fn disagrees(substream: &[u8], is_worksheet: bool) -> Option<&'static str> {
    match substream {
        [0x09, 0x08, _, _, _, _, kind, 0, ..] if (*kind == 0x10) == is_worksheet => None,
        [0x09, 0x08, ..] => Some("it is no sheet of the kind that is announced"),
        _ => Some("nothing begins where it should"),
    }
}

/// Whether the records are of a version before BIFF8. Each kind of `BOF` names
/// its version: 0x0009 to 0x0409 are BIFF2 to 4, 0x0809 says 5 or 8 inside.
pub(super) fn is_older(stream: &[u8]) -> bool {
    match stream {
        [0x09, 0x08, _, _, low, high, ..] => u16::from_le_bytes([*low, *high]) < 0x0600,
        [0x09, 0x00 | 0x02 | 0x04, ..] => true,
        _ => false,
    }
}

/// What a compound file holds.
pub(super) enum Inside {
    /// The stream of records of xls.
    Records(Vec<u8>),
    /// A zip archive that was locked.
    Package(Vec<u8>),
}

/// The stream that holds the records, or why there is none.
pub(super) fn workbook_stream(bytes: &[u8], passwords: &[&str]) -> Result<Inside, Kind> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    if file.is_stream("/EncryptedPackage") {
        let info = read(&mut file, "/EncryptionInfo", bytes.len()).map_err(|_| Kind::Password)?;
        let package = read(&mut file, "/EncryptedPackage", bytes.len())?;
        return locked::unlocked(&info, &package, passwords).map(Inside::Package);
    }
    let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)) else {
        return Err(not_a_workbook(
            "ブックを含まない複合ファイル",
            "a compound file without a workbook",
        ));
    };
    read(&mut file, name, bytes.len()).map(Inside::Records)
}

/// A stream, which is no longer than its file, whatever it claims.
fn read(
    file: &mut cfb::CompoundFile<Cursor<&[u8]>>,
    name: &str,
    most: usize,
) -> Result<Vec<u8>, Kind> {
    let stream = file.open_stream(name).map_err(broken)?;
    let mut data = Vec::new();
    stream.take(most as u64).read_to_end(&mut data).map_err(broken)?;
    Ok(data)
}
