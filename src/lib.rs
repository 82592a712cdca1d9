//! Turns the check reports (点検報告書) of Japanese governments — PDF made by
//! Word and Excel, and the workbooks behind them — into validated data, and
//! checks what a report says against itself.
//!
//! ```
//! use tenken::{Input, Output};
//!
//! # fn main() -> Result<(), tenken::Error> {
//! # let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/r6/annex-r6.xlsx")).unwrap();
//! let input = Input::new("annex-r6.xlsx", bytes);
//! let report = tenken::extract(&input)?;
//! assert_eq!(report.measures.len(), 225);
//! let json = tenken::write(&report, Output::Json)?;
//! # Ok(())
//! # }
//! ```
//!
//! A document goes through the modules below in the order of this file; each
//! looks only at those above it.

mod geom;
mod place;
pub mod text;
mod finding;
mod error;
pub mod value;
#[warn(clippy::indexing_slicing)]
mod layout;
mod source;
mod page;
mod grid;
#[warn(clippy::indexing_slicing)]
mod table;
#[warn(clippy::indexing_slicing)]
mod annex;
#[warn(clippy::indexing_slicing)]
mod report;
#[warn(clippy::indexing_slicing)]
mod compare;
mod checks;
#[warn(clippy::indexing_slicing)]
mod outputs;
mod review;
mod reader;

pub use checks::{Basis, Expectation, against_last_year, agreement, bases_of_ratings};
pub use compare::{
    Certainty, Change, Comparison, Difference, IndicatorChange, Link, Mark, MatchedBy, Matrix,
    Move, OnlyIn, Readings, Revision, Step, Thread, Years, compare, compare_years,
};
pub use error::{Error, ErrorCode};
pub use finding::{Code, Finding, Language, Message, Page, Severity, checks_manual};
pub use geom::Rect;
pub use grid::Ink;
pub use grid::explained::{Explained, Reading, ReadingKind, TermCost};
pub use layout::{Layout, LayoutError};
pub use outputs::comparison::{comparison_schema, write_comparison_table_to, write_comparison_to};
pub use outputs::joined::{TableFormat, joined_tables_schema, write_tables};
pub use outputs::json::{read_value, report_schema, review_schema, tables_schema};
pub use outputs::review::Review;
pub use outputs::wire;
pub use outputs::{Output, TableStyle, write, write_styled_to, write_to};
pub use place::{Place, Range};
pub use reader::Reader;
pub use report::{
    Counted, CountedBy, Declared, Extra, FieldCount, Group, Highlight, Indicator, IndicatorKind,
    IndicatorValue, LayoutUse, Measure, Pillar, PolicyField, ProseNumbers, Rated, Report, Side,
    Source, Stated, StatedRule, Status, TableUse, Texts, Together, TotalsRow, ValueRole,
};
pub use review::{cutouts, draw_page, review};
pub use source::{Corrections, Format, Input, Limits};
pub use table::joined::{Cell, Table, TablePart};

use error::Kind;
use grid::{Leaf, SheetGrid};
use outputs::json::Tables;
use rayon::prelude::*;
use report::Trace;
use sha2::{Digest, Sha256};
use source::Raw;
use source::pdf::{Info, Pdf};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reads a report and asks every check about it.
///
/// # Errors
///
/// When the document can't be opened, or holds no table of measures. What is
/// odd but readable becomes a [`Finding`] of the report.
pub fn extract(input: &Input) -> Result<Report, Error> {
    guarded(input, || extract_unguarded(input))
}

fn extract_unguarded(input: &Input) -> Result<Report, Error> {
    let Document { format, info, parts, findings } = read::<Vec<Leaf>>(input)?;
    let mut leaves: Vec<Leaf> = parts.into_iter().flatten().collect();
    grid::settle_all(&mut leaves);
    let (report, refused) = report_of(input, (format, info), leaves, findings, None);
    refused.map_or(Ok(report), |kind| Err(Error::new(input.name(), kind)))
}

/// The report of settled pages, and why it is none where it has no measures.
fn report_of(
    input: &Input,
    (format, info): (Format, Info),
    leaves: Vec<Leaf>,
    findings: Vec<Finding>,
    trace: Option<&mut Trace>,
) -> (Report, Option<Kind>) {
    let (pages, tables) = (leaves.len(), leaves.iter().map(|leaf| leaf.grids.len()).sum());
    let ink: Vec<grid::Ink> = leaves.iter().map(|leaf| leaf.ink).collect();
    let source = Source {
        file: input.name().to_owned(),
        format,
        sha256: fingerprint(input.bytes()),
        pages,
        producer: info.producer,
        title: info.title,
        text_source: ink.iter().any(|page| page.layer > 0).then_some("ocr_layer"),
    };
    let has_text = format != Format::Pdf || ink.iter().any(|page| page.drawn > page.hidden);
    // What was not read may have been text (bombs/content-escaped-filter-name).
    let has_lost = findings.iter().any(|finding| finding.code == Code::P904);
    let contents = table::build(leaves, &labels(input));
    let corrections = input.corrections(&source.sha256);
    let given = report::Given { layouts: input.layouts(), corrections: &corrections };
    let mut report = report::read_traced(source, contents, ink, given, findings, trace);
    if !report.measures.is_empty() {
        checks::run(&mut report);
        return (report, None);
    }
    let unit = if format == Format::Pdf { "pages" } else { "sheets" };
    let kind = if format == Format::Pdf && source::repair::is_truncated(input.bytes()) {
        Kind::Truncated
    } else if has_text || has_lost {
        let told = report.findings.iter();
        let told = told.filter(|finding| finding.code.severity() > Severity::Info);
        let told = told.map(|finding| finding.message.clone()).take(REASONS).collect();
        Kind::NoMeasures { tables, unit, units: pages, told }
    } else {
        Kind::Scanned { pages }
    };
    (report, Some(kind))
}

/// The labels of forms that the layouts of a document name.
fn labels(input: &Input) -> layout::Labels {
    layout::Labels::of(input.layouts().iter().map(|layout| &**layout))
}

/// How many findings the error of a document without measures repeats.
const REASONS: usize = 3;

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Prints what is seen of the tables of a document as a layout, which can be edited
/// and passed back: every header path, the role that it is given and why, and what
/// stays unclaimed.
///
/// # Errors
///
/// When the document can't be opened.
pub fn layout_of(input: &Input) -> Result<String, Error> {
    guarded(input, || {
        let Document { info, parts, .. } = read::<Vec<Leaf>>(input)?;
        let mut leaves: Vec<Leaf> = parts.into_iter().flatten().collect();
        grid::settle_all(&mut leaves);
        let mut contents = table::build(leaves, &labels(input));
        let title = report::title(&contents, info.title.as_deref());
        let context = report::context(&title, &contents, input.layouts());
        let seen = annex::seen(&mut contents, &context);
        Ok(outputs::layout::print(&title, &contents, &seen))
    })
}

/// Reads the raw grids of any document and prints them as JSON.
///
/// # Errors
///
/// When the document can't be opened.
pub fn tables(input: &Input) -> Result<(String, Vec<Finding>), Error> {
    let mut text = Vec::new();
    let findings = tables_to(input, &mut text)?;
    let text = outputs::utf8(text).map_err(|kind| Error::new(input.name(), kind))?;
    Ok((text, findings))
}

/// The whole tables of any document, in reading order: a table that goes on over the
/// end of a page is one, with its header once, its merged cells as they are, and its
/// cut rows put together. Each sheet of a workbook is a table.
///
/// # Errors
///
/// When the document can't be opened, and where it is a scan without text.
pub fn joined_tables(input: &Input) -> Result<(Vec<Table>, Vec<Finding>), Error> {
    typed_tables(input, table::joined::build)
}

/// Why the tables of a PDF are read as they are: for each part of a page that may hold
/// one, the readings that were weighed, what each costs, and which was taken. Of a
/// workbook nothing is weighed, and the list is empty.
///
/// # Errors
///
/// When the document can't be opened.
pub fn explain_tables(input: &Input) -> Result<Vec<Explained>, Error> {
    guarded(input, || {
        let mut findings = Vec::new();
        let Raw::Pdf(pdf) = source::open(input, &mut findings)?.1 else { return Ok(Vec::new()) };
        let mut reader = pdf.reader();
        let (mut leaves, mut explained) = (Vec::new(), Vec::new());
        for index in 0..pdf.page_count() {
            let mut page = page::read(index + 1, reader.draw(index), &mut findings);
            let (leaf, found) = grid::explained::find(&mut page, &mut findings);
            leaves.push(leaf);
            explained.push(found);
        }
        grid::settle_all(&mut leaves);
        for (found, leaf) in explained.iter_mut().zip(&leaves) {
            found.extend(grid::explained::continued(leaf));
        }
        Ok(explained.into_iter().flatten().collect())
    })
}

/// The tables of any document page by page: what [`tables`] prints, as values.
///
/// # Errors
///
/// When the document can't be opened, and where it is a scan without text.
pub fn page_tables(input: &Input) -> Result<(Vec<Table>, Vec<Finding>), Error> {
    typed_tables(input, table::joined::each)
}

fn typed_tables(
    input: &Input,
    make: impl FnOnce(Vec<Leaf>) -> Vec<Table>,
) -> Result<(Vec<Table>, Vec<Finding>), Error> {
    guarded(input, || {
        let Document { format, parts, findings, .. } = read::<Vec<Leaf>>(input)?;
        let mut leaves: Vec<Leaf> = parts.into_iter().flatten().collect();
        let is_blank = |leaf: &Leaf| leaf.ink.drawn == 0 && leaf.grids.is_empty();
        let is_damaged = findings.iter().any(|finding| finding.code == Code::P904);
        if format == Format::Pdf && !is_damaged && leaves.iter().all(is_blank) {
            return Err(Error::new(input.name(), Kind::Scanned { pages: leaves.len() }));
        }
        grid::settle_all(&mut leaves);
        Ok((make(leaves), findings))
    })
}

/// Reads the raw grids of any document and writes them as JSON, a line for each
/// cell. Of a large workbook, neither cells nor text are held. It writes many small
/// pieces: `out` had better gather them.
///
/// # Errors
///
/// When the document can't be opened, nothing is written. And where `out` can't
/// be written to: part of the tables may have been written then.
pub fn tables_to(input: &Input, out: &mut dyn Write) -> Result<Vec<Finding>, Error> {
    guarded(input, || {
        let fail = |kind| Error::new(input.name(), kind);
        let mut findings = Vec::new();
        match source::open(input, &mut findings)?.1 {
            Raw::Pdf(pdf) => {
                let parts: Vec<TablesPart> = read_pages(input, &pdf, &mut findings);
                write_pages(parts, &findings, out).map_err(fail)?;
            }
            Raw::Workbook(sheets) => {
                let mut tables = Tables::begin(out).map_err(fail)?;
                for sheet in sheets {
                    let sheet = SheetGrid::new(sheet, &mut findings);
                    if let Some(frame) = sheet.frame() {
                        tables.add(&frame, sheet.cells()).map_err(fail)?;
                    }
                }
                tables.end().map_err(fail)?;
            }
        }
        Ok(findings)
    })
}

fn write_pages(
    mut parts: Vec<TablesPart>,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Kind> {
    let leaves: usize = parts.iter().map(|part| part.leaves).sum();
    let blank: usize = parts.iter().map(|part| part.blank).sum();
    let is_damaged = findings.iter().any(|finding| finding.code == Code::P904);
    if !is_damaged && blank == leaves {
        return Err(Kind::Scanned { pages: leaves });
    }
    let mut last = None;
    for part in &mut parts {
        last = part.settle(last);
        if let Some(failure) = part.failure.take() {
            return Err(failure);
        }
    }
    let mut tables = Tables::begin(out)?;
    parts.iter().flat_map(|part| &part.tables).try_for_each(|part| tables.append(part))?;
    tables.end()
}

/// The grids of pages that follow each other as JSON, so that no page is kept
/// longer than it is read and compared with the next.
#[derive(Default)]
struct TablesPart {
    leaves: usize,
    blank: usize,
    /// The first pages, as long as their tables depend on the page before.
    waiting: Vec<Leaf>,
    /// The page printed last.
    last: Option<Leaf>,
    /// The pages that waited, then all others.
    tables: [Tables<Vec<u8>>; 2],
    failure: Option<Kind>,
}

impl Pages for TablesPart {
    fn add_page(&mut self, _: &page::Page, mut leaf: Leaf) {
        self.leaves += 1;
        self.blank += usize::from(leaf.ink.drawn == 0 && leaf.grids.is_empty());
        match &self.last {
            Some(before) => grid::settle(&mut leaf, before),
            None if grid::waits(&leaf) => return self.waiting.push(leaf),
            None => {}
        }
        self.print(1, &leaf);
        self.last = Some(leaf);
    }
}

impl TablesPart {
    /// Prints the pages that waited for the one before them, and gives the last
    /// page for those behind.
    fn settle(&mut self, mut before: Option<Leaf>) -> Option<Leaf> {
        for mut leaf in std::mem::take(&mut self.waiting) {
            if let Some(before) = &before {
                grid::settle(&mut leaf, before);
            }
            self.print(0, &leaf);
            before = Some(leaf);
        }
        self.last.take().or(before)
    }

    fn print(&mut self, at: usize, leaf: &Leaf) {
        for grid in &leaf.grids {
            if let Err(failure) = self.tables[at].add(grid, grid.cells.iter()) {
                self.failure.get_or_insert(failure);
            }
        }
    }
}

/// All text of a document in reading order: the cells of tables, then the lines
/// outside of them, page by page. For comparing with what other programs read.
///
/// # Errors
///
/// When the document can't be opened.
pub fn plain_text(input: &Input) -> Result<String, Error> {
    let parts = guarded(input, || read::<PlainText>(input))?.parts.into_iter();
    Ok(parts.map(|part| part.0).collect())
}

/// The text of some pages or sheets, a line each.
#[derive(Default)]
struct PlainText(String);

impl Pages for PlainText {
    fn add_page(&mut self, _: &page::Page, leaf: Leaf) {
        leaf.grids.iter().flat_map(|grid| &grid.cells).for_each(|cell| self.add(&cell.text));
        leaf.lines.iter().for_each(|line| self.add(&line.text));
    }
}

impl Part for PlainText {
    fn add_sheet(&mut self, sheet: SheetGrid) {
        let boxes: Vec<String> = sheet.boxes().map(str::to_owned).collect();
        sheet.cells().for_each(|cell| self.add(&cell.text));
        boxes.iter().for_each(|text| self.add(text));
    }
}

impl PlainText {
    fn add(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

/// A document, read up to its grids and what was made of them.
struct Document<T> {
    format: Format,
    info: Info,
    /// What was made of the first pages or sheets, then of the next ones.
    parts: Vec<T>,
    findings: Vec<Finding>,
}

/// What is made of the pages of a document, as they come.
trait Pages: Default + Send {
    /// Whether their pictures are kept, to be shown.
    const KEEPS_PICTURES: bool = false;

    /// The next page, and what was read of it.
    fn add_page(&mut self, page: &page::Page, leaf: Leaf);
}

/// What is made of the pages or sheets of a document, as they come.
trait Part: Pages {
    /// The next sheet.
    fn add_sheet(&mut self, sheet: SheetGrid);
}

/// For whoever needs them all.
impl Pages for Vec<Leaf> {
    fn add_page(&mut self, _: &page::Page, mut leaf: Leaf) {
        // Where the page before is known, no page need be kept to be read again.
        if let Some(before) = self.last().filter(|before| !grid::waits(before)) {
            grid::settle(&mut leaf, before);
        }
        self.push(leaf);
    }
}

impl Part for Vec<Leaf> {
    fn add_sheet(&mut self, sheet: SheetGrid) {
        self.push(sheet.leaf());
    }
}

/// Whatever panics while a document is read is a bug of ours, but of this document
/// alone: the others of a batch go on.
fn guarded<T>(input: &Input, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let read = std::panic::AssertUnwindSafe(read);
    std::panic::catch_unwind(read).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no words");
        Err(Error::new(input.name(), Kind::Panic(words.to_owned())))
    })
}

/// Reads a document up to its grids, and adds each page or sheet to what is
/// made of it.
fn read<T: Part>(input: &Input) -> Result<Document<T>, Error> {
    let mut findings = Vec::new();
    let (format, raw) = source::open(input, &mut findings)?;
    Ok(match raw {
        Raw::Pdf(pdf) => {
            let parts = read_pages(input, &pdf, &mut findings);
            Document { format, info: pdf.info(), parts, findings }
        }
        Raw::Workbook(sheets) => {
            let mut part = T::default();
            for sheet in sheets {
                part.add_sheet(SheetGrid::new(sheet, &mut findings));
            }
            Document { format, info: Info::default(), parts: vec![part], findings }
        }
    })
}

/// Reads pages side by side. Each job takes many pages, because the fonts that
/// it loads can't leave its thread; the order of pages and of findings is that
/// of the document, whatever the number of threads.
fn read_pages<T: Pages>(input: &Input, pdf: &Pdf, findings: &mut Vec<Finding>) -> Vec<T> {
    let count = AtomicUsize::new(0);
    let pages: Vec<usize> = (0..pdf.page_count()).collect();
    let per_job = pages.len().div_ceil(rayon::current_num_threads()).max(1);
    let read: Vec<(T, Vec<Finding>)> = pages
        .par_chunks(per_job)
        .map(|chunk| {
            let reader = pdf.reader();
            let mut reader = if T::KEEPS_PICTURES { reader.with_pictures() } else { reader };
            let (mut part, mut findings) = (T::default(), Vec::new());
            for &index in chunk {
                let mut page = page::read(index + 1, reader.draw(index), &mut findings);
                let leaf = grid::find(&mut page, &mut findings);
                part.add_page(&page, leaf);
                input.pages_read(count.fetch_add(1, Ordering::Relaxed) + 1, pages.len());
            }
            (part, findings)
        })
        .collect();
    let (parts, found): (Vec<T>, Vec<Vec<Finding>>) = read.into_iter().unzip();
    findings.extend(found.into_iter().flatten());
    parts
}
