//! The facts: what one report says, read from its tables and its text.
//!
//! Reads numbers, units, eras and ratings through [`crate::value`]; does not
//! judge whether they can be true. After this stage no symbol such as ◎ has to
//! be understood any more.

mod cell;
mod corrected;
mod groups;
mod highlights;
mod layout_use;
mod legend;
mod measures;
mod prose;
mod other_tables;
mod reading;
mod role;
mod structure;
mod title;
mod totals;
mod trace;
mod unread;

use crate::finding::{Finding, Severity};
use crate::grid::Ink;
use crate::place::Place;
use crate::source::Format;
use crate::table::{Contents, Paragraph};
use crate::value::rating::Rule;
use crate::value::{FiscalYear, Item, Legend, Rating, Unit, Value};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::HashMap;

pub(crate) use layout_use::context;
use layout_use::table_use;
pub use layout_use::{LayoutUse, TableUse};
#[cfg(test)]
pub(crate) use reading::read;
pub(crate) use reading::{Given, read_traced};
pub use role::ValueRole;
pub use totals::{
    Counted, CountedBy, Declared, FieldCount, ProseNumbers, Stated, Together, TotalsRow,
};
pub(crate) use totals::{counted, counterpart, is_same_group, on_sheet};
pub(crate) use trace::{CellUse, Fate, Trace, TracedColumn};

/// One report, whole.
#[derive(Debug, Clone)]
#[non_exhaustive]
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
    /// By what it rates, where it says so.
    pub rule: Option<StatedRule>,
    /// Pillars and their fields, as its body lists them.
    pub structure: Vec<Pillar>,
    /// The rows of the annex (別紙), in order.
    pub measures: Vec<Measure>,
    /// The totals that it declares.
    pub declared: Option<Declared>,
    /// The totals that its measures give: each pillar, then 合計.
    pub computed: Vec<TotalsRow>,
    /// What those totals count.
    pub counted: CountedBy,
    /// What its cells were read through: its legend, or what symbols usually mean.
    pub(crate) known: Legend,
    /// 主な取組: measures that the body describes.
    pub highlights: Vec<Highlight>,
    /// What deserves a look.
    pub findings: Vec<Finding>,
    /// The tables of measures, and what became of their columns.
    pub layout: LayoutUse,
    /// For each page, what became of its glyphs.
    pub(crate) ink: Vec<Ink>,
}

impl Report {
    /// Whether all of the document was read: no finding about the reading is an error.
    pub fn is_complete(&self) -> bool {
        let is_loss = |it: &Finding| {
            it.code.severity() == Severity::Error && it.code.as_str().starts_with('P')
        };
        !self.findings.iter().any(is_loss)
    }

    /// The one fiscal year that it is about; none for a report of several years.
    pub fn year(&self) -> Option<i32> {
        self.fiscal_year.as_ref().filter(|it| it.year == it.last).map(|it| it.year)
    }

    /// For each page of a PDF, what became of its glyphs; nothing is counted in
    /// workbooks.
    pub fn ink(&self) -> &[Ink] {
        &self.ink
    }
}

/// The file that a report was read from.
#[derive(Debug, Clone)]
#[non_exhaustive]
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
    /// `ocr_layer` where a page is a scan whose text OCR read; none where the text is the
    /// document's own.
    pub text_source: Option<&'static str>,
}

/// A rule by which a report rates, and where it stands.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StatedRule {
    /// The rule.
    pub rule: Rule,
    /// The legend or the paragraph that states it.
    pub place: Option<Place>,
}

/// A pillar (体系) of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pillar {
    /// Its name.
    pub name: String,
    /// Its fields, in order.
    pub fields: Vec<PolicyField>,
}

/// A field of policy (分野).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyField {
    /// Its number in the plan.
    pub number: u32,
    /// Its name.
    pub name: String,
}

/// One measure (施策), with its indicators.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Measure {
    /// Unique in its report and stable between runs: groups and number, or groups and
    /// name, parted by `/`.
    pub key: String,
    /// 番号, half-width: `3-10`.
    pub id: Option<String>,
    /// 番号, as printed.
    pub id_text: Option<String>,
    /// What it stands under, outermost first.
    pub groups: Vec<Group>,
    /// 施策名; where the record is an indicator alone, the text of that. None where it
    /// has a number and nothing else.
    pub name: Option<String>,
    /// とりまとめ局, 担当課, from the left.
    pub bureaus: Vec<String>,
    /// 成果指標 with their values; one at least.
    pub indicators: Vec<Indicator>,
    /// Every rating that its rows show.
    pub ratings: Vec<Rated>,
    /// Its own rating of the report's year, understood: what the totals count.
    pub rating: Option<Rating>,
    /// The same, as printed; none where the measure has no rating of its own.
    pub rating_symbol: Option<String>,
    /// 未達成の理由
    pub reason: Option<String>,
    /// 備考, or what a merged cell says in place of values.
    pub remarks: Option<String>,
    /// 取組実績, 計画 and 今後の方向性.
    pub texts: Texts,
    /// Whether there is something to evaluate.
    pub status: Status,
    /// Columns that have no place of their own.
    pub extra: Vec<Extra>,
    /// Its rows.
    pub place: Place,
}

impl Measure {
    /// By what a person names it: number, name, or the text of its indicator.
    pub fn label(&self) -> &str {
        let indicator = || self.indicators.first().map(|it| it.text.as_str());
        self.id.as_deref().or(self.name.as_deref()).or_else(indicator).unwrap_or_default()
    }

    /// The ratings that count: its own, or those of its indicators where it has none.
    pub fn counted(&self) -> impl Iterator<Item = Option<Rating>> + '_ {
        let own = self.rating_symbol.is_some() || self.rating.is_some();
        let of_indicators = self.ratings.iter().filter(|it| it.is_main).map(|it| it.rating);
        let own_rating = own.then_some(self.rating);
        own_rating.into_iter().chain(of_indicators.filter(move |_| !own))
    }
}

/// What a measure stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// Its number in the structure of the plan.
    pub number: Option<String>,
    /// Its name, as printed.
    pub name: String,
}

/// Columns of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Texts {
    /// 取組実績: what was done.
    pub deed: Option<String>,
    /// 計画: what is to be done.
    pub plan: Option<String>,
    /// 今後の方向性
    pub next: Option<String>,
}

/// A cell of a column that has no place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extra {
    /// The header of the column, its levels parted by a space.
    pub header: String,
    /// The cell as published.
    pub text: String,
    /// The number, where the cell is one.
    pub number: Option<Decimal>,
}

/// A rating (評価) as it stands in a cell.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rated {
    /// The indicator that it is of; none where it is of the measure.
    pub indicator: Option<usize>,
    /// Who rated: 内部, 外部, 一次.
    pub by: Option<String>,
    /// What was rated: 必要性.
    pub aspect: Option<String>,
    /// The fiscal year.
    pub fiscal_year: Option<i32>,
    /// As printed.
    pub symbol: String,
    /// Its step in the report's legend, 1 the best.
    pub step: Option<usize>,
    /// Understood.
    pub rating: Option<Rating>,
    /// Whether it is of the report's year, of no rater and no aspect.
    pub is_main: bool,
    /// As it was read, where a person corrected it.
    pub corrected: Option<String>,
    /// Its cell.
    pub place: Place,
}

/// Whether a measure was evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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

/// An indicator (成果指標) with its values.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Indicator {
    /// Its number within the measure: ア, ①.
    pub id: Option<String>,
    /// Whether it counts activity, output or outcome, where the report says so.
    pub kind: Option<IndicatorKind>,
    /// The part of the people or things that it counts: 男性.
    pub of: Option<String>,
    /// As published; empty where the record is a measure without indicator.
    pub text: String,
    /// For machines.
    pub normalized: String,
    /// What it asks for, one by one.
    pub items: Vec<Item>,
    /// The unit that a column of its own, its name or the header states.
    pub unit: Option<Unit>,
    /// The side on which values are better, where the report says so.
    pub direction: Option<Side>,
    /// Its values by role and year, from the left.
    pub values: Vec<IndicatorValue>,
}

/// What an indicator counts (行政事業レビュー: アクティビティ, アウトプット, アウトカム).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndicatorKind {
    /// 活動指標
    Activity,
    /// アウトプット
    Output,
    /// 成果指標, アウトカム
    Outcome,
}

/// The side on which values are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// More is better: 上向き.
    Up,
    /// Less is better: 下向き.
    Down,
}

/// A value of an indicator: a cell with what it says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IndicatorValue {
    /// What it is.
    pub role: ValueRole,
    /// The fiscal year that it belongs to; none where nothing tells.
    pub fiscal_year: Option<i32>,
    /// As published.
    pub text: String,
    /// For machines.
    pub normalized: String,
    /// What the cell says, value by value.
    pub parts: Vec<Value>,
    /// Its cell.
    pub place: Place,
    /// As it was read, where a person corrected it.
    pub corrected: Option<String>,
}

impl Indicator {
    /// Its value of a role in a fiscal year; one that belongs to no year counts for
    /// each.
    pub fn value(&self, role: ValueRole, year: Option<i32>) -> Option<&IndicatorValue> {
        let of_role = || self.values.iter().filter(|it| it.role == role);
        of_role()
            .find(|it| year.is_some() && it.fiscal_year == year)
            .or_else(|| of_role().find(|it| it.fiscal_year.is_none() || year.is_none()))
    }

    /// The value of a role that a reader of a report of some year looks for. Base and
    /// goal are of other years by their nature: the last one printed. Of the other roles
    /// only a value of the year itself, or of no year; where the year is not known, only
    /// one that has no other beside it: which of several is meant is not to be guessed.
    pub fn of_report(&self, role: ValueRole, year: Option<i32>) -> Option<&IndicatorValue> {
        let mut of_role = self.values.iter().filter(|it| it.role == role);
        match (role, year) {
            (ValueRole::Baseline | ValueRole::Goal, _) => of_role.max_by_key(|it| it.fiscal_year),
            (_, Some(_)) => self.value(role, year),
            (_, None) => of_role.next().filter(|_| of_role.next().is_none()),
        }
    }
}

/// A measure that the body describes (主な取組).
#[derive(Debug, Clone)]
#[non_exhaustive]
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

/// The title of a document.
pub(crate) fn title(contents: &Contents, metadata: Option<&str>) -> String {
    title::read(contents, metadata)
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
