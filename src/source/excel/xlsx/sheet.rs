//! One sheet: its columns, rows, merges and rules.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::conditional::Look;
use super::super::damage::Damage;
use super::super::reference;
use super::super::view::View;
use super::super::xml::{Node, Opening};
use super::super::{Sheet, SheetEntry, broken, drawing};
use super::{Book, rows};
use crate::error::Kind;
use crate::finding::{Finding, excerpt};
use crate::place::Range;
use crate::source::limits;
use std::borrow::Cow;

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
    let mut drawing = None;
    let mut xml = archive.xml(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    // The cells of the conditional format being read, until a rule tells.
    let mut ruled = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "sheetView" if tag.flag("showZeros") == Some(false) => view.hide_zeros(),
                "sheetFormatPr" => sizes(view, &tag),
                "col" => columns(view, &tag),
                "drawing" => drawing = tag.attribute("id").map(Cow::into_owned),
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
            Node::End => break,
            _ => (),
        }
    }
    drop(xml);
    match drawing {
        Some(id) => drawing::read(archive, path, &id, view, budget),
        None => Ok(()),
    }
}

/// Characters of a name that a finding repeats; the longest one is A1048576:XFD1048576.
pub(super) const NAME_LENGTH: usize = 24;

/// The ranges of a conditional format, parted by spaces.
fn ranges(tag: &Opening<'_>) -> Vec<Range> {
    let text = tag.attribute("sqref").unwrap_or_default();
    text.split(' ').filter_map(reference::range).collect()
}

/// The sizes of columns and rows without one of their own.
fn sizes(view: &mut View, tag: &Opening<'_>) {
    let (columns, rows) = view.sizes();
    if let Some(width) = tag.number::<f64>("defaultColWidth") {
        columns.set_default(width * POINTS_PER_CHARACTER);
    }
    if let Some(height) = tag.number("defaultRowHeight") {
        rows.set_default(height);
    }
}

/// How wide a digit of the usual font is on screen, 7 pixels, by which the widths of
/// columns are counted (ECMA-376 part 1, 18.3.1.13).
pub(in super::super) const POINTS_PER_CHARACTER: f64 = 7.0 * 0.75;

fn columns(view: &mut View, tag: &Opening<'_>) {
    let is_hidden = tag.flag("hidden").unwrap_or(false) || tag.number("width") == Some(0.0);
    let first: Option<u32> = tag.number("min");
    let last: Option<u32> = tag.number("max");
    let (Some(first), Some(last)) = (first, last) else { return };
    let (first, last) = (first.saturating_sub(1), last.saturating_sub(1).min(limits::COLUMNS));
    if is_hidden {
        view.hide_columns(first, last);
    }
    if let Some(width) = tag.number::<f64>("width") {
        view.sizes().0.add(first, last, width * POINTS_PER_CHARACTER);
    }
}
