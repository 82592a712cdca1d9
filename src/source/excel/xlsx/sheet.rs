//! One sheet: its columns, rows, merges and rules.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::conditional::Look;
use super::super::reference;
use super::super::view::View;
use super::super::xml::{Node, Opening};
use super::super::{Sheet, SheetEntry, broken};
use super::{Book, rows};
use crate::error::Kind;
use crate::finding::Finding;
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
    let mut xml = archive.xml(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    // The cells of the conditional format being read, until a rule tells.
    let mut ruled = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "sheetView" if tag.flag("showZeros") == Some(false) => view.hide_zeros(),
                "col" => columns(&mut view, &tag),
                "sheetData" => rows::read(&mut xml, &mut view, book, budget)?,
                "mergeCell" => {
                    let range = tag.attribute("ref").and_then(|text| reference::range(&text));
                    if let Some(range) = range {
                        view.merge(range, budget)?;
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
            Node::End => return view.finish(budget, findings),
            _ => (),
        }
    }
}

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
