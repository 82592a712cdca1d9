//! xlsx and xlsm: SpreadsheetML (ECMA-376 part 1, 18), transitional or strict.

mod rows;
mod sheet;
mod strings;
mod styles;

use super::archive::Archive;
use super::budget::Budget;
use super::damage::{lost_part, lost_sheet};
use super::number_format::Epoch;
use super::package::relationships;
use super::print::{self, Prints};
use super::text::Text;
use super::xml::{Node, Xml};
use super::{Sheet, SheetEntry, broken, hidden_sheet};
use crate::error::Kind;
use crate::finding::Finding;
use crate::source::limits;
pub(super) use sheet::POINTS_PER_CHARACTER;
use styles::Styles;

/// What all sheets of a workbook share.
struct Book {
    strings: Vec<Text>,
    styles: Styles,
    epoch: Epoch,
    /// Its formulas are computed whenever it is opened.
    is_to_be_computed: bool,
}

/// Reads the visible sheets of a workbook part.
pub(super) fn open(
    archive: &mut Archive<'_>,
    path: &str,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Kind> {
    let links = relationships(archive, path)?;
    let (entries, epoch, is_to_be_computed) = sheets(archive, path)?;
    let part = |kind: &str| links.iter().find(|link| link.kind == kind).map(|link| &*link.target);
    let strings = match part("sharedStrings") {
        Some(path) => strings::read(archive, path, budget, findings)?,
        None => Vec::new(),
    };
    let styles = match part("styles") {
        Some(path) => {
            if !archive.has(path) {
                findings.push(lost_part("書式", "cell styles", path));
            }
            styles::read(archive, path, budget)?
        }
        None => Styles::default(),
    };
    let book = Book { strings, styles, epoch, is_to_be_computed };
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

/// The sheets in the order of their tabs, where the workbook's days begin, and
/// whether it is computed when it is opened.
fn sheets(archive: &mut Archive<'_>, path: &str) -> Result<(Vec<SheetEntry>, Epoch, bool), Kind> {
    let mut entries: Vec<SheetEntry> = Vec::new();
    let mut is_to_be_computed = false;
    let mut epoch = Epoch::Of1900;
    let mut prints = Prints::default();
    let mut xml = archive.small_xml(path)?.ok_or_else(|| broken("no workbook part"))?;
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "workbookPr" if tag.flag("date1904") == Some(true) => epoch = Epoch::Of1904,
                "calcPr" => is_to_be_computed = tag.flag("fullCalcOnLoad") == Some(true),
                "sheet" => {
                    if entries.len() >= limits::SHEETS {
                        return Err(Kind::Limit { what: "sheets", limit: limits::SHEETS as u64 });
                    }
                    entries.push(SheetEntry {
                        name: tag.attribute("name").unwrap_or_default().into_owned(),
                        id: tag.attribute("id").unwrap_or_default().into_owned(),
                        is_hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                        printed: Vec::new(),
                    });
                }
                "definedName" => {
                    let name = tag.attribute("name").and_then(|name| print::Name::of(&name));
                    let sheet: Option<usize> = tag.number("localSheetId");
                    if let (Some(name), Some(sheet)) = (name, sheet) {
                        prints.add(sheet, name, print::listed(&text(&mut xml)?, ',', '!'));
                    }
                }
                _ => (),
            },
            Node::End => break,
            _ => (),
        }
    }
    for (number, entry) in entries.iter_mut().enumerate() {
        entry.printed = prints.of(number);
    }
    Ok((entries, epoch, is_to_be_computed))
}

/// The text of an element without others in it.
fn text(xml: &mut Xml<'_>) -> Result<String, Kind> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Node::Text(piece) => text.push_str(&piece),
            Node::Close(_) | Node::End => return Ok(text),
            _ => (),
        }
    }
}
