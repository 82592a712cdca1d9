//! ods: OpenDocument spreadsheets (ODF 1.3 part 3).
//!
//! The format stores each text as it is shown, so that number formats need not
//! be known; only where a cell has none is a number written as `General`
//! writes it, which makes it the same in every format.

mod paragraphs;
mod shapes;
mod sheet;
mod styles;

use super::archive::Archive;
use super::budget::Budget;
use super::damage::lost_part;
use super::xml::{Node, Xml};
use super::{Sheet, broken, hidden_sheet, not_a_workbook, print};
use crate::error::Kind;
use crate::finding::Finding;
use crate::source::limits;
use styles::Styles;

/// Whether an archive is an OpenDocument file, by its one fixed part.
pub(super) fn is_ods(archive: &Archive<'_>) -> bool {
    archive.has("content.xml") && !archive.has("[Content_Types].xml")
}

/// Reads the visible sheets.
pub(super) fn open(
    archive: &mut Archive<'_>,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Kind> {
    for part in parts(archive)?.iter().filter(|part| !archive.has(part)) {
        findings.push(lost_part("一部", "parts", part));
    }
    let mut styles = Styles::default();
    if let Some(mut xml) = archive.xml("styles.xml")? {
        styles.read(&mut xml, budget)?;
    }
    styles.hides_zeros = hides_zeros(archive)?;
    let mut xml = archive.xml("content.xml")?.ok_or_else(|| broken("no content part"))?;
    // The automatic styles of the content end where its body begins.
    styles.read(&mut xml, budget)?;
    let mut sheets = Vec::new();
    let mut seen = 0;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "table" => {
                seen += 1;
                if seen > limits::SHEETS {
                    return Err(Kind::Limit { what: "sheets", limit: limits::SHEETS as u64 });
                }
                let name = tag.attribute("name").unwrap_or_default().into_owned();
                let areas = tag.attribute("print-ranges");
                let areas = areas.and_then(|areas| print::listed(&areas, ' ', '.'));
                let style = tag.attribute("style-name").unwrap_or_default();
                if styles.hides_table(&style) {
                    findings.push(hidden_sheet(&name));
                    skip(&mut xml)?;
                } else {
                    let read = sheet::read(&mut xml, name, areas, &styles, budget, findings)?;
                    sheets.push(read.sheet);
                    if read.is_broken {
                        break;
                    }
                }
            }
            Node::Open(tag) if !matches!(tag.name(), "body" | "spreadsheet") => skip(&mut xml)?,
            Node::End => break,
            _ => (),
        }
    }
    if seen == 0 {
        return Err(not_a_workbook(
            "表計算シートのないOpenDocument",
            "an OpenDocument file without sheets",
        ));
    }
    Ok(sheets)
}

/// Passes over the rest of the element that was opened last.
fn skip(xml: &mut Xml<'_>) -> Result<(), Kind> {
    xml.skip()
}

/// Whether the view of the document, which all of its sheets share, shows no
/// zeros.
fn hides_zeros(archive: &mut Archive<'_>) -> Result<bool, Kind> {
    let Some(mut xml) = archive.small_xml("settings.xml")? else { return Ok(false) };
    let mut is_wanted = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                is_wanted = tag.attribute("name").is_some_and(|name| name == "ShowZeroValues");
            }
            Node::Text(shows) if is_wanted => {
                let hides = shows.trim() == "false";
                xml.drain()?;
                return Ok(hides);
            }
            Node::Close(_) => is_wanted = false,
            Node::End => return Ok(false),
            _ => (),
        }
    }
}

/// The parts that the list of parts names, of those that are read here. It tells as
/// well which of them are encrypted.
fn parts(archive: &mut Archive<'_>) -> Result<Vec<String>, Kind> {
    let mut parts = Vec::new();
    let Some(mut xml) = archive.small_xml("META-INF/manifest.xml")? else { return Ok(parts) };
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "encryption-data" => return Err(Kind::Password),
            Node::Open(tag) if tag.name() == "file-entry" => {
                let path = tag.attribute("full-path").unwrap_or_default();
                if matches!(&*path, "styles.xml" | "settings.xml") && parts.len() < 2 {
                    parts.push(path.into_owned());
                }
            }
            Node::End => return Ok(parts),
            _ => (),
        }
    }
}
