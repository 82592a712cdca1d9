//! One sheet: columns, rows, cells, merges.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::conditional::Look;
use super::super::number_format::of_iso;
use super::super::reference;
use super::super::style::Style;
use super::super::text::{Text, check_length, decode_escapes};
use super::super::view::{Content, HEIGHT_MIN, View};
use super::super::xml::{Node, Opening, Xml};
use super::super::{Sheet, SheetEntry, broken};
use super::{Book, strings};
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
                "sheetData" => rows(&mut xml, &mut view, book, budget)?,
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

/// A cell as its tag announces it.
struct Head {
    at: (u32, u32),
    style: usize,
    kind: CellKind,
}

/// `ST_CellType`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Number,
    Shared,
    /// The result of a formula.
    Text,
    /// ISO 8601.
    Date,
    Inline,
    Bool,
    Error,
}

fn rows(xml: &mut Xml<'_>, view: &mut View, book: &Book, budget: &mut Budget) -> Result<(), Kind> {
    let default = Style::default();
    let styles = &book.styles.cells;
    // The cell after the one read last: the format lets a writer leave out
    // the numbers of rows and cells that follow each other.
    let mut next = (0, 0);
    let mut value = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "c" => {
                    let head = head(&tag, next);
                    next = (head.at.0, head.at.1.saturating_add(1));
                    let style = styles.get(head.style).or(styles.first()).unwrap_or(&default);
                    cell(xml, &head, style, &mut value, view, book, budget)?;
                }
                "row" => {
                    let row = tag.number::<u32>("r").map_or(next.0, |row| row.saturating_sub(1));
                    next = (row, 0);
                    let is_flat = tag.number("ht").is_some_and(|height: f64| height < HEIGHT_MIN);
                    if tag.flag("hidden").unwrap_or(false) || is_flat {
                        view.hide_rows(row, row);
                    }
                }
                _ => (),
            },
            Node::Close(tag) => match tag.name() {
                "row" => next = (next.0.saturating_add(1), 0),
                "sheetData" => return Ok(()),
                _ => (),
            },
            Node::End => return Ok(()),
            _ => (),
        }
    }
}

fn head(tag: &Opening<'_>, next: (u32, u32)) -> Head {
    let mut head = Head { at: next, style: 0, kind: CellKind::Number };
    for (name, value) in tag.attributes() {
        match name {
            "r" => head.at = reference::cell(&value).unwrap_or(next),
            "s" => head.style = value.parse().unwrap_or(0),
            "t" => {
                head.kind = match &*value {
                    "s" => CellKind::Shared,
                    "str" => CellKind::Text,
                    "d" => CellKind::Date,
                    "inlineStr" => CellKind::Inline,
                    "b" => CellKind::Bool,
                    "e" => CellKind::Error,
                    _ => CellKind::Number,
                }
            }
            _ => (),
        }
    }
    head
}

fn cell(
    xml: &mut Xml<'_>,
    head: &Head,
    style: &Style,
    value: &mut String,
    view: &mut View,
    book: &Book,
    budget: &mut Budget,
) -> Result<(), Kind> {
    value.clear();
    let mut inline = None;
    let mut has_formula = false;
    let mut is_value = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "v" => is_value = true,
                "f" => has_formula = true,
                "is" => inline = Some(strings::text(xml, "is")?),
                _ => (),
            },
            Node::Text(piece) if is_value => {
                value.push_str(&piece);
                check_length(value.len())?;
            }
            Node::Close(tag) => match tag.name() {
                "v" => is_value = false,
                "c" => break,
                _ => (),
            },
            Node::End => break,
            _ => (),
        }
    }
    if let Some(text) = inline {
        budget.text(text.cost())?;
        return view.put(head.at, Content::Text(&text), style, budget);
    }
    put(head, style, value, has_formula, view, book, budget)
}

fn put(
    head: &Head,
    style: &Style,
    value: &str,
    has_formula: bool,
    view: &mut View,
    book: &Book,
    budget: &mut Budget,
) -> Result<(), Kind> {
    let text: Text;
    let content = match head.kind {
        // A formula may well compute an empty text; only other kinds of value
        // can't be empty.
        _ if value.is_empty() && has_formula && head.kind != CellKind::Text => Content::Uncomputed,
        _ if value.is_empty() => Content::Blank,
        CellKind::Shared => {
            match value.trim().parse().ok().and_then(|at: usize| book.strings.get(at)) {
                Some(text) => Content::Text(text),
                None => Content::Blank,
            }
        }
        CellKind::Bool => Content::Bool(value.trim() == "1" || value.trim() == "true"),
        CellKind::Error => Content::Error(value),
        CellKind::Text | CellKind::Inline => {
            text = plain(value, budget)?;
            Content::Text(&text)
        }
        CellKind::Number | CellKind::Date => match number(head.kind, value, book) {
            Some(number) => {
                if number == 0.0 && has_formula && book.is_to_be_computed {
                    view.doubt(head.at);
                }
                Content::Number(number)
            }
            None => {
                text = plain(value, budget)?;
                Content::Text(&text)
            }
        },
    };
    view.put(head.at, content, style, budget)
}

fn number(kind: CellKind, value: &str, book: &Book) -> Option<f64> {
    match kind {
        CellKind::Date => of_iso(value, book.epoch),
        _ => value.trim().parse().ok(),
    }
}

fn plain(value: &str, budget: &mut Budget) -> Result<Text, Kind> {
    budget.text(value.len())?;
    Ok(Text::plain(&decode_escapes(value)))
}
