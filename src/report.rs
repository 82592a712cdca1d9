//! The facts: what one report says, read from its tables and its text.
//!
//! Reads numbers, units, eras and ratings through [`crate::value`]; does not
//! judge whether they can be true. After this stage no symbol such as ◎ has to
//! be understood any more.

mod highlights;
mod legend;
mod columns;
mod examples;
mod groups;
mod measures;
mod quantity;
mod prose;
mod structure;
mod title;
mod totals;
mod unknown;
mod unread;

use crate::finding::Finding;
use crate::grid::Ink;
use crate::layout;
use crate::place::Place;
use crate::source::Format;
use crate::table::{Contents, Paragraph};
use crate::value::{FiscalYear, Item, Legend, Rating, Value};
use std::cmp::Ordering;
use std::collections::HashMap;

pub use prose::ProseNumbers;
pub use totals::{Counts, Percents, TotalsRow};

/// One report, whole.
#[derive(Debug, Clone)]
pub struct Report {
    /// The file that it was read from.
    pub source: Source,
    /// Its title.
    pub title: String,
    /// Who published it, where the report says so on a line of its own.
    pub publisher: Option<String>,
    /// The fiscal year that it reports on.
    pub fiscal_year: Option<FiscalYear>,
    /// What the rating symbols mean, in its own words.
    pub legend: Legend,
    /// Pillars and their fields, as its body lists them.
    pub structure: Vec<Pillar>,
    /// The rows of the annex (別紙), in order.
    pub measures: Vec<Measure>,
    /// The totals that it declares.
    pub declared: Option<Declared>,
    /// The totals that its measures give: each pillar, then 合計.
    pub computed: Vec<TotalsRow>,
    /// 主な取組: measures that the body describes.
    pub highlights: Vec<Highlight>,
    /// What deserves a look.
    pub findings: Vec<Finding>,
    /// For each page, what became of its glyphs.
    pub(crate) ink: Vec<Ink>,
}

impl Report {
    /// For each page of a PDF, what became of its glyphs; nothing is counted in
    /// workbooks.
    pub fn ink(&self) -> &[Ink] {
        &self.ink
    }
}

/// The file that a report was read from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name given by the caller.
    pub file: String,
    /// The format, told by content.
    pub format: Format,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Pages of a PDF, visible sheets of a workbook.
    pub pages: usize,
    /// The program that wrote it, in its own words.
    pub producer: Option<String>,
    /// The title in the file's metadata.
    pub title: Option<String>,
}

/// A pillar (体系) of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pillar {
    /// Its name.
    pub name: String,
    /// Its fields, in order.
    pub fields: Vec<PolicyField>,
}

/// A field of policy (分野).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyField {
    /// Its number in the plan.
    pub number: u32,
    /// Its name.
    pub name: String,
}

/// One measure (施策): a row of the annex.
#[derive(Debug, Clone)]
pub struct Measure {
    /// 番号, half-width: `3-10`.
    pub id: String,
    /// The pillar that it stands under.
    pub pillar: Option<String>,
    /// The field that it stands under.
    pub field: Option<String>,
    /// 施策名
    pub name: String,
    /// とりまとめ局
    pub bureau: String,
    /// 成果指標
    pub indicator: Indicator,
    /// 目標
    pub target: Quantity,
    /// 実績
    pub actual: Quantity,
    /// 評価, understood; `None` where the cell is empty or not understood.
    pub rating: Option<Rating>,
    /// 評価, as printed.
    pub rating_symbol: String,
    /// 未達成の理由
    pub reason: String,
    /// 備考, or what a merged cell says in place of values.
    pub remarks: String,
    /// Whether there is something to evaluate.
    pub status: Status,
    /// Columns that have no place of their own: header and text.
    pub extra: Vec<(String, String)>,
    /// The row.
    pub place: Place,
}

/// Whether a measure was evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It has a rating.
    Evaluated,
    /// Its result is not known yet.
    Pending,
    /// It had nothing to be measured by in this year.
    NotSet,
    /// It was given up.
    Abolished,
}

/// A 成果指標 cell.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// As published.
    pub text: String,
    /// For machines.
    pub normalized: String,
    /// What it asks for, one by one.
    pub items: Vec<Item>,
}

/// A 目標 or 実績 cell.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// As published.
    pub text: String,
    /// For machines.
    pub normalized: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// The totals that a report declares.
#[derive(Debug, Clone)]
pub struct Declared {
    /// Rows of its table of totals.
    pub rows: Vec<TotalsRow>,
    /// Numbers in its prose.
    pub prose: ProseNumbers,
}

/// A measure that the body describes (主な取組).
#[derive(Debug, Clone)]
pub struct Highlight {
    /// 番号, half-width.
    pub id: String,
    /// The pillar of its section.
    pub pillar: Option<String>,
    /// The field of its heading.
    pub field: Option<String>,
    /// Its name, as headed.
    pub name: String,
    /// Its paragraphs, parted by `\n`.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// Reads the facts of a document.
pub(crate) fn read(
    source: Source,
    mut contents: Contents,
    ink: Vec<Ink>,
    mut findings: Vec<Finding>,
) -> Report {
    let legend = legend::read(&contents);
    // What is read of a report without a legend.
    let usual = layout::usual_legend();
    let known = if legend.is_empty() { &usual } else { &legend };
    let structure = structure::read(&contents);
    let title = title::read(&contents, source.title.as_deref());
    let year = title::year(&title);
    let measures = measures::take(&mut contents, &structure, known, year, &mut findings);
    if legend.is_empty() {
        findings.extend(legend::not_understood(&contents, &measures));
    }
    findings.extend(unread::findings(&contents, &measures, known));
    let declared = totals::declared(&contents, known);
    let computed = totals::compute(&structure, &measures);
    let highlights = highlights::read(&contents, &structure, &measures);
    let fiscal_year = title::fiscal_year(&title, &contents);
    Report {
        source,
        publisher: title::publisher(&contents),
        title,
        fiscal_year,
        legend,
        structure,
        measures,
        declared,
        computed,
        highlights,
        findings,
        ink,
    }
}

/// Every text outside table rows, in reading order.
fn texts(contents: &Contents) -> impl Iterator<Item = &str> {
    paragraphs(contents).into_iter().map(|paragraph| paragraph.text.as_str())
}

/// The same with their places.
fn paragraphs(contents: &Contents) -> Vec<&Paragraph> {
    let captions =
        contents.tables.iter().flat_map(|table| table.captions.iter().chain(&table.notes));
    let mut texts: Vec<&Paragraph> = captions.chain(&contents.paragraphs).collect();
    let numbers: HashMap<&str, usize> =
        contents.sheets.iter().enumerate().map(|(number, sheet)| (&**sheet, number)).collect();
    let number = |sheet: &str| numbers.get(sheet);
    texts.sort_by(|a, b| match (&a.place, &b.place) {
        (Place::Page { page, bbox }, Place::Page { page: other, bbox: below }) => {
            page.cmp(other).then(bbox.y0.total_cmp(&below.y0))
        }
        (Place::Sheet { sheet, range }, Place::Sheet { sheet: other, range: below }) => {
            let is_same = sheet == other;
            let sheets = if is_same { Ordering::Equal } else { number(sheet).cmp(&number(other)) };
            sheets.then(range.row.cmp(&below.row)).then(range.col.cmp(&below.col))
        }
        _ => Ordering::Equal,
    });
    texts
}
