//! One sheet: its columns, rows, merges and rules.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::conditional::Look;
use super::super::damage::Damage;
use super::super::reference;
use super::super::view::View;
use super::super::xml::{Node, Opening};
use super::super::{Sheet, SheetEntry, broken};
use super::{Book, rows};
use crate::error::Kind;
use crate::finding::{Finding, excerpt};
use crate::place::Range;
use crate::source::limits;

/// Reads the sheet in a part.
pub(super) fn read(
    archive: &mut Archive<'_>,
    path: &str,
    entry: SheetEntry,
    book: &Book,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Kind> {
    let mut view = View::new(entry.name, book.epoch);
    view.print(entry.printed);
    match fill(archive, path, &mut view, book, budget) {
        // What was read before is kept, and said to be no more than that.
        Err(Kind::BrokenWorkbook(why)) => view.damage(None, Damage::Broken(why)),
        other => other?,
    }
    view.finish(budget, findings)
}

fn fill(
    archive: &mut Archive<'_>,
    path: &str,
    view: &mut View,
    book: &Book,
    budget: &mut Budget,
) -> Result<(), Kind> {
    let mut xml = archive.xml(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    // The cells of the conditional format being read, until a rule tells.
    let mut ruled = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "sheetView" if tag.flag("showZeros") == Some(false) => view.hide_zeros(),
                "col" => columns(view, &tag),
                "sheetData" => rows::read(&mut xml, view, book, budget)?,
                "mergeCell" => {
                    let name = tag.attribute("ref").unwrap_or_default();
                    match reference::range(&name) {
                        Some(range) => view.merge(range, budget)?,
                        None => view.damage(None, Damage::Name(excerpt(&name, NAME_LENGTH))),
                    }
                }
                "conditionalFormatting" => ruled = ranges(&tag),
                "cfRule" => {
                    let look = tag.number("dxfId").and_then(|id: usize| book.styles.looks.get(id));
                    if look.is_some_and(Look::tells) {
                        std::mem::take(&mut ruled).into_iter().for_each(|it| view.rule(it));
                    }
                }
                _ => (),
            },
            Node::End => return Ok(()),
            _ => (),
        }
    }
}

/// Characters of a name that a finding repeats; the longest one is A1048576:XFD1048576.
pub(super) const NAME_LENGTH: usize = 24;

/// The ranges of a conditional format, parted by spaces.
fn ranges(tag: &Opening<'_>) -> Vec<Range> {
    let text = tag.attribute("sqref").unwrap_or_default();
    text.split(' ').filter_map(reference::range).collect()
}

fn columns(view: &mut View, tag: &Opening<'_>) {
    let is_hidden = tag.flag("hidden").unwrap_or(false) || tag.number("width") == Some(0.0);
    let first: Option<u32> = tag.number("min");
    let last: Option<u32> = tag.number("max");
    if let (true, Some(first), Some(last)) = (is_hidden, first, last) {
        view.hide_columns(first.saturating_sub(1), last.saturating_sub(1).min(limits::COLUMNS));
    }
}
