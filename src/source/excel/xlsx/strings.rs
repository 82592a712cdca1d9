//! Texts: the shared ones of a workbook, and the runs within any text.

use super::super::archive::Archive;
use super::super::broken;
use super::super::budget::Budget;
use super::super::damage::lost_part;
use super::super::stretches::{self, Marks};
use super::super::style::Font;
use super::super::text::{Runs, Text};
use super::super::xml::{Node, Opening, Xml};
use super::styles;
use crate::error::Kind;
use crate::finding::Finding;

/// Memory of one shared string beside its characters; a part that holds
/// nothing but empty strings costs this much for each.
const ENTRY_BYTES: usize = 40;

/// Reads the shared strings: all of them, or those before a damage, which is told.
/// Each cell that refers to one of the others says so by itself.
pub(super) fn read(
    archive: &mut Archive<'_>,
    path: &str,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Text>, Kind> {
    let mut strings: Vec<Text> = Vec::new();
    match read_all(archive, path, budget, &mut strings) {
        Err(Kind::BrokenWorkbook(why)) => {
            findings.push(lost_part("文字列の一覧", "shared strings", &why));
        }
        other => other?,
    }
    Ok(strings)
}

fn read_all(
    archive: &mut Archive<'_>,
    path: &str,
    budget: &mut Budget,
    strings: &mut Vec<Text>,
) -> Result<(), Kind> {
    let mut xml = archive.xml(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    let mut add = |text: Text| {
        budget.text(text.cost() + ENTRY_BYTES)?;
        strings.push(text);
        Ok(())
    };
    if let Some(text) = next(&mut xml)? {
        add(text)?;
        let all = |xml: &mut Xml<'_>| {
            std::iter::from_fn(|| next(xml).transpose()).collect::<Result<Vec<Text>, Kind>>()
        };
        let add_all = |texts: Vec<Text>| texts.into_iter().try_for_each(&mut add);
        stretches::read(&mut xml, MARKS, all, add_all)?;
    }
    while let Some(text) = next(&mut xml)? {
        add(text)?;
    }
    Ok(())
}

const MARKS: Marks = Marks { item_end: b"</si>", list_end: b"</sst" };

/// The next shared string.
fn next(xml: &mut Xml<'_>) -> Result<Option<Text>, Kind> {
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "si" => return text(xml, "si").map(Some),
            Node::End => return Ok(None),
            _ => (),
        }
    }
}

/// Reads the runs up to the closing tag of a text. Readings (`rPh`, ふりがな)
/// are no part of it.
pub(super) fn text(xml: &mut Xml<'_>, end: &str) -> Result<Text, Kind> {
    let mut runs = Runs::default();
    let mut font = None;
    let mut reading = 0_usize;
    let mut is_text = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "rPh" => reading += 1,
                "t" => is_text = reading == 0,
                "r" => font = None,
                "rPr" => font = Some(Font::default()),
                _ => font_property(&mut font, &tag),
            },
            Node::Text(piece) if is_text => runs.push(&piece, font)?,
            Node::Close(tag) => match tag.name() {
                "rPh" => reading = reading.saturating_sub(1),
                "t" => is_text = false,
                "r" => font = None,
                name if name == end => break,
                _ => (),
            },
            Node::End => break,
            _ => (),
        }
    }
    Ok(runs.decoded().finish())
}

fn font_property(font: &mut Option<Font>, tag: &Opening<'_>) {
    if let Some(font) = font {
        styles::font_property(font, tag);
    }
}
