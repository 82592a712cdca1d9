//! The rows of a sheet: read as they are written, stretches of them side by side;
//! then what their values mean is looked up in order.

use super::super::budget::Budget;
use super::super::damage::Damage;
use super::super::number_format::of_iso;
use super::super::reference;
use super::super::stretches::{self, Marks};
use super::super::style::Style;
use super::super::text::{Text, check_length, decode_escapes};
use super::super::view::{Content, HEIGHT_MIN, View};
use super::super::xml::{Node, Opening, Xml};
use super::sheet::NAME_LENGTH;
use super::{Book, strings};
use crate::error::Kind;
use crate::finding::excerpt;
use crate::source::limits;

/// Behind the rows, form controls have a `row` of their own: nothing there is cut.
const MARKS: Marks = Marks { item_end: b"</row>", list_end: b"sheetData" };

/// How many cells and ends of rows are read, where not side by side, before they
/// are put where they belong: 16 MB of the longest texts. A row that never ends must
/// not be held.
const ITEMS: usize = 1 << 6;

/// Reads rows up to the end of `sheetData`.
pub(super) fn read(
    xml: &mut Xml<'_>,
    view: &mut View,
    book: &Book,
    budget: &mut Budget,
) -> Result<(), Kind> {
    let mut place = Place { next: (0, 0), view, book, budget, unknown: Style::default() };
    // Behind the first row, whole ones may follow.
    let mut may_follow = true;
    loop {
        let mut rows = Rows::default();
        let stop = rows.add(xml, ITEMS, may_follow)?;
        place.put(rows)?;
        match stop {
            Stop::RowEnd => {
                stretches::read(xml, MARKS, Rows::of, |rows| place.put(rows))?;
                may_follow = false;
            }
            Stop::Full => (),
            Stop::End => return Ok(()),
        }
    }
}

/// Some rows as they are written.
#[derive(Default)]
struct Rows {
    items: Vec<Item>,
    /// The values of all cells, one behind the other.
    values: String,
}

enum Item {
    Row {
        /// From 0; none where it is the next one.
        row: Option<u32>,
        is_hidden: bool,
        /// In points, where it has one of its own.
        height: Option<f64>,
    },
    RowEnd,
    /// The name of a row or cell that is none: the row or cell behind it is taken for
    /// the next one.
    WrongName(String),
    Cell(Cell),
    /// Its text stands in the cell itself.
    Inline(Head, Text),
}

struct Cell {
    head: Head,
    has_formula: bool,
    /// Where its value ends; it begins where that before ends.
    value_end: usize,
}

/// A cell as its tag announces it.
struct Head {
    /// None where it is the next one.
    at: Option<(u32, u32)>,
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

/// Why rows were added no further.
enum Stop {
    RowEnd,
    Full,
    End,
}

impl Rows {
    /// All rows of a stretch.
    fn of(xml: &mut Xml<'_>) -> Result<Rows, Kind> {
        let mut rows = Rows::default();
        rows.add(xml, usize::MAX, false)?;
        Ok(rows)
    }

    /// Adds what comes, until there are so many items, and up to the end of a row
    /// if that is asked for.
    fn add(&mut self, xml: &mut Xml<'_>, count: usize, to_row_end: bool) -> Result<Stop, Kind> {
        while self.items.len() < count {
            match xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "c" => {
                        let (head, wrong) = head(&tag);
                        self.items.extend(wrong.map(Item::WrongName));
                        self.cell(xml, head)?;
                    }
                    "row" => {
                        let (row, wrong) = row(&tag);
                        self.items.extend(wrong.map(Item::WrongName));
                        self.items.push(row);
                    }
                    _ => (),
                },
                Node::Close(tag) => match tag.name() {
                    "row" => {
                        self.items.push(Item::RowEnd);
                        if to_row_end {
                            return Ok(Stop::RowEnd);
                        }
                    }
                    "sheetData" => return Ok(Stop::End),
                    _ => (),
                },
                Node::End => return Ok(Stop::End),
                _ => (),
            }
        }
        Ok(Stop::Full)
    }

    fn cell(&mut self, xml: &mut Xml<'_>, head: Head) -> Result<(), Kind> {
        let start = self.values.len();
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
                    self.values.push_str(&piece);
                    check_length(self.values.len() - start)?;
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
        self.items.push(match inline {
            Some(text) => {
                self.values.truncate(start);
                Item::Inline(head, text)
            }
            None => Item::Cell(Cell { head, has_formula, value_end: self.values.len() }),
        });
        Ok(())
    }
}

/// A row, and its number where that is none.
fn row(tag: &Opening<'_>) -> (Item, Option<String>) {
    let name = tag.attribute("r");
    let number = name.as_ref().and_then(|name| name.trim().parse::<u32>().ok());
    let row = number.and_then(|row| row.checked_sub(1)).filter(|row| *row < limits::ROWS);
    let wrong = name.filter(|_| row.is_none()).map(|name| excerpt(&name, NAME_LENGTH));
    let height: Option<f64> = tag.number("ht");
    let is_flat = height.is_some_and(|height| height < HEIGHT_MIN);
    let is_hidden = tag.flag("hidden").unwrap_or(false) || is_flat;
    (Item::Row { row, is_hidden, height }, wrong)
}

/// The tag of a cell, and its name where that is none.
fn head(tag: &Opening<'_>) -> (Head, Option<String>) {
    let mut head = Head { at: None, style: 0, kind: CellKind::Number };
    let mut wrong = None;
    for (name, value) in tag.attributes() {
        match name {
            "r" => {
                head.at = reference::cell(&value);
                wrong = head.at.is_none().then(|| excerpt(&value, NAME_LENGTH));
            }
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
    (head, wrong)
}

/// Where rows go, and what is needed for it.
struct Place<'a> {
    /// The cell after the one put last: the format lets a writer leave out the
    /// numbers of rows and cells that follow each other.
    next: (u32, u32),
    view: &'a mut View,
    book: &'a Book,
    budget: &'a mut Budget,
    /// The look of a cell where the workbook has none.
    unknown: Style,
}

impl Place<'_> {
    fn put(&mut self, rows: Rows) -> Result<(), Kind> {
        let Rows { items, values } = rows;
        let mut start = 0;
        for item in items {
            match item {
                Item::Row { row, is_hidden, height } => {
                    let row = row.unwrap_or(self.next.0);
                    self.next = (row, 0);
                    if is_hidden {
                        self.view.hide_rows(row, row);
                    }
                    if let Some(height) = height {
                        self.view.sizes().1.add(row, row, height);
                    }
                }
                Item::WrongName(name) => self.view.damage(Some(self.next), Damage::Name(name)),
                Item::RowEnd => self.next = (self.next.0.saturating_add(1), 0),
                Item::Inline(head, text) => self.cell(&head, Content::Text(&text))?,
                Item::Cell(Cell { head, has_formula, value_end }) => {
                    let value = values.get(start..value_end).unwrap_or_default();
                    start = value_end;
                    self.value(&head, value, has_formula)?;
                }
            }
        }
        Ok(())
    }

    fn value(&mut self, head: &Head, value: &str, has_formula: bool) -> Result<(), Kind> {
        let book = self.book;
        let text: Text;
        let content = match head.kind {
            // A formula may well compute an empty text; only other kinds of value
            // can't be empty.
            _ if value.is_empty() && has_formula && head.kind != CellKind::Text => {
                Content::Uncomputed
            }
            _ if value.is_empty() => Content::Blank,
            CellKind::Shared => {
                match value.trim().parse().ok().and_then(|at: usize| book.strings.get(at)) {
                    Some(text) => Content::Text(text),
                    None => {
                        let at = head.at.unwrap_or(self.next);
                        self.view.damage(Some(at), Damage::NoString);
                        Content::Blank
                    }
                }
            }
            CellKind::Bool => Content::Bool(value.trim() == "1" || value.trim() == "true"),
            CellKind::Error => Content::Error(value),
            CellKind::Text | CellKind::Inline => {
                text = plain(value);
                Content::Text(&text)
            }
            CellKind::Number | CellKind::Date => match number(head.kind, value, book) {
                Some(number) => {
                    if number == 0.0 && has_formula && book.is_to_be_computed {
                        self.view.doubt(head.at.unwrap_or(self.next));
                    }
                    Content::Number(number)
                }
                None => {
                    text = plain(value);
                    Content::Text(&text)
                }
            },
        };
        self.cell(head, content)
    }

    fn cell(&mut self, head: &Head, content: Content<'_>) -> Result<(), Kind> {
        let at = head.at.unwrap_or(self.next);
        self.next = (at.0, at.1.saturating_add(1));
        let styles = &self.book.styles.cells;
        let style = styles.get(head.style);
        // A workbook without any looks refers to the first of them all the same.
        if style.is_none() && !styles.is_empty() {
            self.view.damage(Some(at), Damage::NoStyle);
        }
        let style = style.or(styles.first()).unwrap_or(&self.unknown);
        self.view.put(at, content, style, self.budget)
    }
}

fn number(kind: CellKind, value: &str, book: &Book) -> Option<f64> {
    match kind {
        CellKind::Date => of_iso(value, book.epoch),
        _ => value.trim().parse().ok(),
    }
}

fn plain(value: &str) -> Text {
    Text::plain(&decode_escapes(value))
}
