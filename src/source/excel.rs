//! Workbook → sheets: the text that a person sees in each cell, and merges.
//!
//! Five formats, three kinds of container: XML in a zip (xlsx, xlsm, ods),
//! records in a zip (xlsb), records in a compound file (xls). Each is read as a
//! stream of cells by a file of its own and put into one [`view::View`], which
//! alone decides what is visible. So a small file that claims a huge used range
//! costs nothing, and nothing about looks is known twice.
//!
//! Macros, formulas, links to other files, comments and pictures are never
//! opened.

mod budget;
mod archive;
mod package;
mod xml;
mod bytes;
mod reference;
mod stretches;
mod style;
mod text;
mod number_format;
mod xlsx;
mod xlsb;
mod xls;
mod older;
mod ods;
mod view;
mod merges;
mod print;
mod cut;
mod conditional;
mod damage;
mod locked;
mod boxes;
mod drawing;
mod left_out;
#[cfg(test)]
mod tests;

use crate::error::Kind;
use crate::finding::{Code, Finding, Message};
use crate::place::{Place, Range};
use crate::source::{Format, limits};
use archive::Archive;
use budget::Budget;
use std::fmt;
use std::sync::Arc;

/// One visible sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sheet {
    /// The name on its tab.
    pub(crate) name: Arc<str>,
    /// Cells that show something, row by row, left to right.
    pub(crate) cells: Vec<Cell>,
    /// Merged ranges, and those that a text is centred across. Their first cell
    /// holds the text; the others hold nothing. Hidden ends are cut off.
    pub(crate) merges: Vec<Range>,
    /// Hidden rows, as sorted stretches from the first to the last of each.
    /// They hold no cells; they are no gap between two tables either.
    pub(crate) hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns, likewise.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// Vertical borders at the sides of cells that are empty or hold a single
    /// character: the row, and the column to the right. Sorted.
    pub(crate) walls: Vec<(u32, u32)>,
    /// The rows along the top of which a border is drawn. Sorted.
    pub(crate) ledges: Vec<u32>,
    /// Text boxes and shapes with text, as they lie over each other.
    pub(crate) boxes: Vec<TextBox>,
}

/// The text of a shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextBox {
    /// As shown.
    pub(crate) text: Arc<str>,
    /// The cells over which it lies.
    pub(crate) range: Range,
}

/// A cell that shows something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// 0 for row 1.
    pub(crate) row: u32,
    /// 0 for column A.
    pub(crate) col: u32,
    /// As shown: lines end with `\n` where their author broke them.
    pub(crate) text: Arc<str>,
    /// The stored number, where a number and not a date is shown.
    pub(crate) number: Option<Number>,
}

/// A stored number. Prints as the shortest decimal that reads back as the same
/// double: 0.8985, whatever the cell shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    value: f64,
    /// The cell shows fewer digits than are stored.
    pub(crate) rounded: bool,
    /// The power of ten by which the cell shows it: 2 for a percentage, -3 for
    /// thousands.
    pub(crate) power: i32,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl Number {
    /// A number of which all digits are shown.
    pub(crate) fn exactly(value: f64) -> Number {
        Number { value, rounded: false, power: 0 }
    }

    /// A number beside a text that another program made of it.
    fn shown_as(value: f64, power: i32, text: &str) -> Number {
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let shown: Option<f64> = digits.parse().ok();
        let is_same = |shown: f64| {
            let stored = value.abs() * 10_f64.powi(power);
            (shown - stored).abs() <= stored * 1e-14
        };
        Number { value, rounded: shown.is_some_and(|shown| !is_same(shown)), power }
    }
}

/// How a compound file begins (MS-CFB 2.2).
const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Opens a workbook and reads its visible sheets.
pub(crate) fn open_with(
    bytes: &Arc<Vec<u8>>,
    password: Option<&str>,
    cells_max: usize,
    findings: &mut Vec<Finding>,
) -> Result<(Format, Vec<Sheet>), Kind> {
    let mut budget = Budget::new(cells_max);
    if bytes.starts_with(COMPOUND_FILE) {
        let passwords: Vec<&str> = [locked::PASSWORD].into_iter().chain(password).collect();
        let stream = match xls::workbook_stream(bytes, &passwords)? {
            xls::Inside::Records(stream) => stream,
            // A package in it again is locked for nobody.
            xls::Inside::Package(package) => return open_package(&package, &mut budget, findings),
        };
        let sheets = if xls::is_older(&stream) {
            older::open(bytes, &stream, &mut budget, findings)?
        } else {
            xls::open(&xls::unlocked(stream, &passwords)?, &mut budget, findings)?
        };
        return Ok((Format::Xls, sheets));
    }
    open_package(bytes, &mut budget, findings)
}

/// Opens a workbook without a password, as most are.
#[cfg(test)]
pub(crate) fn open(
    bytes: &Arc<Vec<u8>>,
    findings: &mut Vec<Finding>,
) -> Result<(Format, Vec<Sheet>), Kind> {
    open_with(bytes, None, crate::source::limits::CELLS_PER_SHEET, findings)
}

/// Opens a workbook in a zip archive.
fn open_package(
    bytes: &[u8],
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<(Format, Vec<Sheet>), Kind> {
    if !bytes.starts_with(b"PK") {
        return Err(not_a_workbook("バイナリデータ", "binary data"));
    }
    let mut archive = Archive::open(bytes)?;
    if ods::is_ods(&archive) {
        let sheets = ods::open(&mut archive, budget, findings)?;
        return Ok((Format::Ods, sheets));
    }
    let workbook = package::workbook(&mut archive)?;
    let read = if workbook.format == Format::Xlsb { xlsb::open } else { xlsx::open };
    let sheets = read(&mut archive, &workbook.path, budget, findings)?;
    Ok((workbook.format, sheets))
}

/// A sheet as the list of sheets names it.
struct SheetEntry {
    name: String,
    /// Of the part that holds it.
    id: String,
    is_hidden: bool,
    /// The parts that are printed, none where all are.
    printed: Vec<Range>,
}

/// The name of a sheet, which every place on it repeats, cut where no program
/// lets it be longer.
fn sheet_name(name: &str) -> Arc<str> {
    match name.char_indices().nth(limits::SHEET_NAME_CHARACTERS) {
        Some((end, _)) => Arc::from(name.get(..end).unwrap_or_default()),
        None => Arc::from(name),
    }
}

/// A hidden sheet is not read: what is not published is not counted.
fn hidden_sheet(name: &str) -> Finding {
    let name = sheet_name(name);
    let message = Message::new(
        format!("非表示のシート「{name}」を除きました"),
        format!("left out the hidden sheet “{name}”"),
    );
    let range = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
    Finding::new(Code::P905, message).at(Some(Place::Sheet { sheet: name, range }))
}

/// What the file seems to be instead, in both languages.
fn not_a_workbook(ja: &str, en: &str) -> Kind {
    Kind::Format { looks_like: Message::new(ja, en) }
}

/// The words of a library that could not go on.
fn broken(error: impl fmt::Display) -> Kind {
    Kind::BrokenWorkbook(error.to_string())
}
