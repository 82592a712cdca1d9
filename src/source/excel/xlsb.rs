//! xlsb: the parts of xlsx as binary records (MS-XLSB).

mod records;
mod sheet;
mod styles;

use super::archive::Archive;
use super::budget::Budget;
use super::bytes::Bytes;
use super::damage::{lost_part, lost_sheet};
use super::number_format::Epoch;
use super::package::relationships;
use super::print::{self, Prints, Width};
use super::style::Font;
use super::text::Text;
use super::{Sheet, SheetEntry, broken, hidden_sheet};
use crate::error::Kind;
use crate::finding::Finding;
use crate::source::limits;
use records::Records;
use styles::Styles;

/// What all sheets of a workbook share.
struct Book {
    strings: Vec<Text>,
    styles: Styles,
    epoch: Epoch,
}

/// Memory of one shared string beside its characters.
const ENTRY_BYTES: usize = 40;

/// Reads the visible sheets of a workbook part.
pub(super) fn open(
    archive: &mut Archive<'_>,
    path: &str,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Kind> {
    let links = relationships(archive, path)?;
    let (entries, epoch) = sheets(archive, path)?;
    let part = |kind: &str| links.iter().find(|link| link.kind == kind).map(|link| &*link.target);
    let styles = match part("styles") {
        Some(path) => {
            if !archive.has(path) {
                findings.push(lost_part("書式", "cell styles", path));
            }
            styles::read(archive, path, budget)?
        }
        None => Styles::default(),
    };
    let mut strings = Vec::new();
    if let Some(path) = part("sharedStrings") {
        match read_strings(archive, path, &styles.fonts, budget, &mut strings) {
            Err(Kind::BrokenWorkbook(why)) => {
                findings.push(lost_part("文字列の一覧", "shared strings", &why));
            }
            other => other?,
        }
    }
    let book = Book { strings, styles, epoch };
    let mut sheets = Vec::new();
    for entry in entries {
        let Some(link) = links.iter().find(|link| link.id == entry.id) else {
            findings.push(lost_sheet(&entry.name, "no such part"));
            continue;
        };
        // Sheets of charts, dialogs and macros hold no cells.
        if link.kind != "worksheet" {
            continue;
        }
        if entry.is_hidden {
            findings.push(hidden_sheet(&entry.name));
            continue;
        }
        sheets.push(sheet::read(archive, &link.target, entry, &book, budget, findings)?);
    }
    Ok(sheets)
}

/// The sheets in the order of their tabs, and where the workbook's days begin.
fn sheets(archive: &mut Archive<'_>, path: &str) -> Result<(Vec<SheetEntry>, Epoch), Kind> {
    let mut entries: Vec<SheetEntry> = Vec::new();
    let mut epoch = Epoch::Of1900;
    let mut prints = Prints::default();
    let part = archive.small_part(path)?.ok_or_else(|| broken("no workbook part"))?;
    let mut records = Records::new(part);
    while let Some((kind, mut data)) = records.next()? {
        match kind {
            // BrtWbProp
            153 if data.u32().is_some_and(|flags| flags & 1 == 1) => epoch = Epoch::Of1904,
            // BrtBundleSh
            156 => {
                if entries.len() >= limits::SHEETS {
                    return Err(Kind::Limit { what: "sheets", limit: limits::SHEETS as u64 });
                }
                let state = data.u32();
                let _ = data.skip(4);
                let (id, name) = (records::string(&mut data), records::string(&mut data));
                let (Some(state), Some(id), Some(name)) = (state, id, name) else {
                    return Err(broken("the list of sheets is damaged"));
                };
                let (is_hidden, printed) = (state != 0, Vec::new());
                entries.push(SheetEntry { name, id, is_hidden, printed });
            }
            39 => {
                let _ = name(data, &mut prints);
            }
            _ => (),
        }
    }
    for (number, entry) in entries.iter_mut().enumerate() {
        entry.printed = prints.of(number);
    }
    Ok((entries, epoch))
}

/// `BrtName`.
fn name(mut data: Bytes<'_>, prints: &mut Prints) -> Option<()> {
    data.skip(5)?;
    let sheet = usize::try_from(data.u32()?).ok()?;
    let name = print::Name::of(&records::string(&mut data)?)?;
    let length = usize::try_from(data.u32()?).ok()?;
    prints.add(sheet, name, print::tokens(Bytes(data.take(length)?), Width::Long));
    Some(())
}

/// `BrtSSTItem`, one after the other, up to the end mark or a damage.
fn read_strings(
    archive: &mut Archive<'_>,
    path: &str,
    fonts: &[Font],
    budget: &mut Budget,
    strings: &mut Vec<Text>,
) -> Result<(), Kind> {
    let part = archive.part(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    let mut records = Records::new(part);
    let mut has_end = false;
    while let Some((kind, mut data)) = records.next()? {
        match kind {
            19 => {
                let text = records::rich(&mut data, fonts);
                let text = text.ok_or_else(|| broken("a string is cut short"))?;
                budget.text(text.cost() + ENTRY_BYTES)?;
                strings.push(text);
            }
            // BrtEndSst
            160 => has_end = true,
            _ => (),
        }
    }
    if has_end { Ok(()) } else { Err(broken("the list has no end mark")) }
}
