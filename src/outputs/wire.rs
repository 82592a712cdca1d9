//! The serialised types: the contract with whoever reads our JSON.
//!
//! The doc comments of this file become the descriptions in
//! `schemas/report.schema.json` and `schemas/tables.schema.json`. Absent is
//! `null` or `[]`, never a missing key. Coordinates are PDF points from the top
//! left corner of the upright page.

mod codes;
#[cfg(feature = "serde")]
mod reading;

use crate::place;
use crate::value::number;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A check report (点検報告書) as data.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
#[schemars(title = "tenken report", extend("$id" = "urn:tenken:schema:report:1"))]
pub struct Report<'a> {
    /// The version of this format. It changes when a field changes its meaning
    /// or goes; new fields may come without.
    #[schemars(extend("const" = "1"))]
    pub schema_version: Cow<'static, str>,
    /// The program that wrote this.
    pub tool: Tool,
    /// The file that was read.
    pub source: Source,
    /// Whether all of it was read: where it is false, findings say what was not.
    pub complete: bool,
    /// The title of the report.
    pub title: String,
    /// Who published it, or null where the report does not say so on a line of its own.
    pub publisher: Option<String>,
    /// The fiscal year that it reports on.
    pub fiscal_year: Option<FiscalYear>,
    /// What became of the columns of its tables of measures.
    pub layout: Layout,
    /// What the rating symbols mean.
    pub legend: Vec<LegendEntry>,
    /// By what it rates; null where it does not say so.
    pub rule: Option<Rule>,
    /// Pillars (体系) and their fields (分野), as the body lists them.
    pub structure: Vec<Pillar>,
    /// The rows of the annex (別紙), in order.
    #[schemars(with = "Vec<Measure<'a>>")]
    pub measures: Measures<'a>,
    /// Totals, declared and computed.
    pub totals: Totals,
    /// Measures that the body describes (主な取組).
    pub highlights: Vec<Highlight>,
    /// What deserves a look.
    pub findings: Vec<Finding>,
}

/// A program.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
}

/// The file that was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// Its path, as it was given.
    pub file: String,
    /// Its format, told by content.
    #[schemars(extend("enum" = ["pdf", "xlsx", "xlsm", "xls", "xlsb", "ods"]))]
    pub format: Cow<'static, str>,
    /// SHA-256 of its bytes.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Pages of a PDF, visible sheets of a workbook.
    pub pages: usize,
    /// The program that wrote it.
    pub producer: Option<String>,
    /// The title in its metadata.
    pub title: Option<String>,
    /// Where its text comes from, if not from the document itself: the layer of text that
    /// OCR laid over a scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["ocr_layer"]))]
    pub text_source: Option<Cow<'static, str>>,
}

/// A Japanese fiscal year (年度), April to March.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct FiscalYear {
    /// As published: 令和６年度.
    pub text: String,
    /// 令和, 平成, 昭和 …
    pub era: String,
    /// The year of the era.
    pub era_year: u32,
    /// The western year in which it begins.
    pub year: i32,
    /// Its first and last day, `2024-04-01/2025-03-31`.
    #[schemars(regex(pattern = r"^\d{4}-04-01/\d{4}-03-31$"))]
    pub period: String,
}

/// What one symbol means.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct LegendEntry {
    /// As printed.
    #[schemars(length(min = 1))]
    pub symbol: String,
    /// In the report's words.
    pub label: String,
    /// How good it is, 1 the best; null where it says why there is no rating: 集計中.
    #[schemars(range(min = 1))]
    pub step: Option<u32>,
    /// What it stands for; null where the label says none of the five, as 順調 does.
    pub rating: Option<Rating>,
}

/// By what the report rates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Rule {
    /// ratio: actual ÷ target; progress: (actual − base) ÷ (target − base), or the year's
    /// share of the way; against_base: better or worse than before; stated: numbers,
    /// and not of what.
    #[schemars(extend("enum" = ["ratio", "progress", "against_base", "stated"]))]
    pub kind: Cow<'static, str>,
    /// From where on each step is given, the best first; empty where it has no numbers.
    pub bounds: Vec<RuleBound>,
    /// In the report's words.
    #[schemars(length(min = 1))]
    pub text: String,
    /// The legend or the paragraph that states it.
    pub origin: Option<Origin>,
}

/// From where on a step is given.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct RuleBound {
    /// The symbol of the legend.
    pub symbol: String,
    /// The least share: 0.8 for 80％以上.
    #[schemars(regex(pattern = r"^\d+(\.\d+)?$"))]
    pub at_least: String,
}

/// A rating (評価).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// 達成
    Achieved,
    /// 概ね達成
    MostlyAchieved,
    /// 未達成
    NotAchieved,
    /// 集計中
    Pending,
    /// 指標未設定
    NotSet,
}

/// A part of the plan's structure (体系).
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Pillar {
    /// Its name.
    pub name: String,
    /// Its fields (分野).
    pub fields: Vec<PolicyField>,
}

/// A field of policy (分野).
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct PolicyField {
    /// Its number in the plan.
    pub number: u32,
    /// Its name.
    pub name: String,
}

/// What became of the columns of the tables of measures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Layout {
    /// The layout that was used; null where the built-in words were enough.
    pub name: Option<String>,
    /// The tables of measures, in order.
    pub tables: Vec<LayoutTable>,
}

/// A table of measures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct LayoutTable {
    /// Around its rows, or where it begins if it goes on over pages.
    pub origin: Origin,
    /// The headers of the columns that have a role.
    pub claimed: Vec<String>,
    /// The headers of those whose cells are in `extra`.
    pub unclaimed: Vec<String>,
}

/// One measure (施策), with its indicators.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Measure<'a> {
    /// Unique in the report and stable between runs: groups and number, or groups and name.
    #[schemars(length(min = 1))]
    pub key: Cow<'a, str>,
    /// 番号, half-width: `3-10`; null where none is printed.
    #[schemars(length(min = 1))]
    pub id: Option<Cow<'a, str>>,
    /// 番号, as printed.
    pub id_text: Option<Cow<'a, str>>,
    /// What it stands under, outermost first.
    pub groups: Vec<Group<'a>>,
    /// 施策名; where the record is an indicator alone, the text of that. Null where it has
    /// a number and nothing else.
    pub name: Option<Cow<'a, str>>,
    /// とりまとめ局, 担当課
    pub bureaus: Cow<'a, [String]>,
    /// 成果指標 with their values.
    #[schemars(length(min = 1))]
    pub indicators: Vec<Indicator<'a>>,
    /// Every rating (評価) that its rows show.
    pub ratings: Vec<Rated<'a>>,
    /// Its own rating of the report's year, understood; null where there is none.
    pub rating: Option<Rating>,
    /// The same, as printed; null where it has no rating of its own.
    #[schemars(length(min = 1))]
    pub rating_symbol: Option<Cow<'a, str>>,
    /// Whether it was evaluated.
    pub status: Status,
    /// 未達成の理由
    pub reason: Option<Cow<'a, str>>,
    /// 備考, or what a merged cell says in place of values.
    pub remarks: Option<Cow<'a, str>>,
    /// 取組実績, 計画, 今後の方向性; null where the table has no such column.
    pub texts: Texts<'a>,
    /// Columns that have no place above.
    pub extra: Vec<Extra<'a>>,
    /// Its rows. Of a row that breaks over a page, the first part.
    pub origin: Origin,
}

/// Measures, each made when it is asked for: there may be 100,000.
#[derive(Debug, Clone)]
pub struct Measures<'a>(List<'a>);

#[derive(Debug, Clone)]
enum List<'a> {
    Made(&'a [crate::report::Measure], fn(&'a crate::report::Measure) -> Measure<'a>),
    #[cfg(feature = "serde")]
    Read(Vec<Measure<'a>>),
}

impl<'a> Measures<'a> {
    /// Measures that are made of those of a report.
    pub(super) fn of(
        measures: &'a [crate::report::Measure],
        wire: fn(&'a crate::report::Measure) -> Measure<'a>,
    ) -> Measures<'a> {
        Measures(List::Made(measures, wire))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            List::Made(measures, _) => measures.len(),
            #[cfg(feature = "serde")]
            List::Read(measures) => measures.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those that were read from JSON. Of a report in memory there are none here: they are
    /// made one by one, in [`Measures::for_each`].
    #[cfg(feature = "serde")]
    pub fn read(&self) -> &[Measure<'a>] {
        match &self.0 {
            List::Made(..) => &[],
            List::Read(measures) => measures,
        }
    }

    /// Hands out each, in order.
    pub fn for_each(&self, mut take: impl FnMut(&Measure<'a>)) {
        match &self.0 {
            List::Made(measures, wire) => measures.iter().for_each(|it| take(&wire(it))),
            #[cfg(feature = "serde")]
            List::Read(measures) => measures.iter().for_each(take),
        }
    }
}

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            List::Made(measures, wire) => serializer.collect_seq(measures.iter().map(wire)),
            #[cfg(feature = "serde")]
            List::Read(measures) => serializer.collect_seq(measures),
        }
    }
}

/// What a measure stands under.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Group<'a> {
    /// 1 is the outermost.
    #[schemars(range(min = 1))]
    pub level: usize,
    /// Its number in the structure of the plan.
    pub number: Option<Cow<'a, str>>,
    /// As printed.
    #[schemars(length(min = 1))]
    pub name: Cow<'a, str>,
}

/// Columns of words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Texts<'a> {
    /// 取組実績: what was done.
    pub deed: Option<Cow<'a, str>>,
    /// 計画: what is to be done.
    pub plan: Option<Cow<'a, str>>,
    /// 今後の方向性
    pub next: Option<Cow<'a, str>>,
}

/// A cell of a column that has no place of its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Extra<'a> {
    /// The header of the column.
    pub header: Cow<'a, str>,
    /// As published.
    pub text: Cow<'a, str>,
    /// The number, where the cell is one.
    pub number: Option<Exact>,
}

/// A rating as it stands in a cell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Rated<'a> {
    /// Which of the indicators it is of, from 0; null where it is of the measure.
    pub indicator: Option<usize>,
    /// Who rated: 内部, 一次.
    pub by: Option<Cow<'a, str>>,
    /// What was rated: 必要性.
    pub aspect: Option<Cow<'a, str>>,
    /// The fiscal year; null where nothing tells.
    pub fiscal_year: Option<i32>,
    /// As printed.
    #[schemars(length(min = 1))]
    pub symbol: Cow<'a, str>,
    /// Its step in the legend, 1 the best.
    #[schemars(range(min = 1))]
    pub step: Option<usize>,
    /// What it stands for, where the legend's words say so.
    pub rating: Option<Rating>,
    /// Its cell.
    pub origin: Origin,
    /// As it was read, where a person corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Cow<'a, str>>,
}

/// Whether a measure was evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Indicator<'a> {
    /// Its number within the measure.
    pub id: Option<Cow<'a, str>>,
    /// What it counts, where the report says so.
    #[schemars(extend("enum" = ["activity", "output", "outcome", null]))]
    pub kind: Option<Cow<'static, str>>,
    /// The part of the people or things that it counts: 男性.
    pub of: Option<Cow<'a, str>>,
    /// As published; `\n` where its author broke the line. Empty where the record is
    /// a measure without indicator.
    pub text: Cow<'a, str>,
    /// For machines: widths folded.
    pub normalized: Cow<'a, str>,
    /// What it asks for, one by one.
    pub items: Vec<Item<'a>>,
    /// The unit that a column of its own or its name states.
    pub unit: Option<Cow<'a, str>>,
    /// The same as a code.
    pub unit_code: Option<Cow<'a, str>>,
    /// The side on which values are better, where the report says so.
    #[schemars(extend("enum" = ["up", "down", null]))]
    pub direction: Option<Cow<'static, str>>,
    /// Its values by role and year.
    pub values: Vec<IndicatorValue<'a>>,
}

/// One thing that an indicator asks for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Item<'a> {
    /// ①, 【…】 or null.
    pub label: Option<Cow<'a, str>>,
    /// Without its label.
    pub text: Cow<'a, str>,
    /// The unit that it states for its values: 達成率（％）.
    pub unit: Option<StatedUnit>,
}

/// A value of an indicator: a cell with what it says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct IndicatorValue<'a> {
    /// What it is: 基準値, 目標, 実績, 最終目標, 達成率, 見込値.
    #[schemars(extend("enum" = ["baseline", "target", "actual", "goal", "ratio", "forecast"]))]
    pub role: Cow<'static, str>,
    /// The western year in which its fiscal year begins; null where nothing tells.
    #[schemars(range(min = 1868, max = 2999))]
    pub fiscal_year: Option<i32>,
    /// As published; `\n` where its author broke the line.
    #[schemars(length(min = 1))]
    pub text: Cow<'a, str>,
    /// For machines: widths folded.
    pub normalized: Cow<'a, str>,
    /// What the cell says, value by value.
    pub parts: Vec<Value<'a>>,
    /// Its cell.
    pub origin: Origin,
    /// As it was read, where a person corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Cow<'a, str>>,
}

/// How a cell is read: what `tenken value` prints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Reading<'a> {
    /// As published; `\n` where its author broke the line.
    pub text: Cow<'a, str>,
    /// For machines: widths folded.
    pub normalized: Cow<'a, str>,
    /// What it says, value by value.
    pub values: Vec<Value<'a>>,
}

/// A value. Either `number` or `state` is not null.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(
    deny_unknown_fields,
    // A number, or what is said in place of one.
    extend("oneOf" = [
        {"properties": {"number": {"type": "number"}, "state": {"type": "null"}}},
        {"properties": {"number": {"type": "null"}, "state": {"type": "string"}}}
    ])
)]
pub struct Value<'a> {
    /// ①, 特別支援学校 or null: pairs it with the values of the other cells.
    pub label: Option<Cow<'a, str>>,
    /// Labels of the items that it covers together: ②・③合計.
    pub refers_to: Cow<'a, [String]>,
    /// How those share it.
    pub sharing: Option<Sharing>,
    /// The words in front of the number: 建設業許可 of 建設業許可12%.
    pub subject: Option<Cow<'a, str>>,
    /// The part of the cell that it was read from.
    pub text: Cow<'a, str>,
    /// The number, exact, 万 and 億 multiplied. Of a range, its lower end.
    pub number: Option<Exact>,
    /// The upper end of a range.
    pub upper: Option<Exact>,
    /// The unit as published: 件, 人, %, 件/年.
    pub unit: Option<Cow<'a, str>>,
    /// The unit as a code: case, person, percent of what is counted; of what is
    /// measured that of UCUM (kW.h, m3, ug/m3, Cel, t{CO2}); null where it has none.
    pub unit_code: Option<Cow<'a, str>>,
    /// How the number bounds what it says.
    pub bound: Option<Bound>,
    /// 約, およそ, 程度
    pub approximate: bool,
    /// The period that it covers: 年間, 累計, 月平均.
    pub period: Option<Period>,
    /// Whether it is a change against something: 前年度比5%向上.
    pub change: Option<Change>,
    /// How sure the number is, where the cell says so: 速報値, 見込み.
    pub qualifier: Option<Qualifier>,
    /// What brackets and footnotes of the cell add.
    pub notes: Cow<'a, [String]>,
    /// What it says where it is no number.
    pub state: Option<State>,
    /// The fiscal year in which a pending value will be known.
    pub known_in: Option<FiscalYear>,
}

/// How a number bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 以上
    AtLeast,
    /// 以下
    AtMost,
    /// 未満
    LessThan,
    /// 超
    MoreThan,
}

/// How several items share one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// It is the sum of theirs.
    Sum,
    /// Each of them has it.
    Each,
}

/// The time over which a number counts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Period {
    /// As published.
    pub text: String,
    /// year, month_average, cumulative, gross …
    pub code: String,
}

/// A change against an earlier value; the number has its sign.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// What it is measured against: 前年度比.
    pub basis: Option<String>,
    /// To which side.
    pub direction: Direction,
}

/// To which side something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 増
    Increase,
    /// 減: the number is negative.
    Decrease,
    /// 向上, 改善: for the better, whichever side that is.
    Improvement,
    /// Not said: 前年度比120％ is a ratio.
    Unstated,
}

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// 速報値
    Preliminary,
    /// 暫定値, 未確定
    Provisional,
    /// 見込み
    Expected,
    /// 推計値, 概算
    Estimated,
    /// 参考値
    Reference,
    /// 修正後, 改定値
    Revised,
    /// 確定値, 確報値
    Final,
}

/// What a value says where it is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 実施
    Done,
    /// 実績なし, 設置なし
    None,
    /// ※
    Pending,
    /// ―
    NotSet,
    /// Anything else, in words.
    Text,
}

/// A unit that an indicator states.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct StatedUnit {
    /// As published.
    pub text: String,
    /// As a code; null where it has none.
    pub code: Option<String>,
    /// What its numbers are multiplied by: 1000 for 千円.
    pub factor: Exact,
}

/// Totals.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Totals {
    /// What the report says; null where it says nothing.
    pub declared: Option<Declared>,
    /// What its measures give.
    pub computed: Computed,
    /// What the computed ones count.
    pub by: TotalsBy,
}

/// What totals count.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct TotalsBy {
    /// The one that meets the declared totals; measures where both do, or none.
    #[schemars(extend("enum" = ["measures", "indicators"]))]
    pub counted: Cow<'static, str>,
    /// Measures of the report, rated or not.
    pub measures: u64,
    /// Their indicators.
    pub indicators: u64,
}

/// What the report says of its totals.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Declared {
    /// Its tables of totals; its sentences where it has none.
    pub rows: Vec<TotalsRow>,
    /// Its prose.
    pub prose: ProseNumbers,
}

/// A row of totals.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct TotalsRow {
    /// The group, 合計, a year.
    pub label: String,
    /// How many of each symbol of the legend, or of each word where it has none.
    #[schemars(with = "BTreeMap<String, u64>")]
    pub counts: Pairs<u64>,
    /// What is counted of several together: ◎+○.
    #[schemars(with = "BTreeMap<String, u64>")]
    pub together: Pairs<u64>,
    /// Percent, with the digits printed; those of the sum under the word of its column.
    #[schemars(with = "BTreeMap<String, String>")]
    pub percents: Pairs<String>,
    /// All that have a step; null where it is not declared.
    pub total: Option<u64>,
    /// Where it stands; null for what was computed.
    pub origin: Option<Origin>,
}

/// Names and what they have, in their order.
#[derive(Debug, Clone)]
pub struct Pairs<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Numbers of measures in the prose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct ProseNumbers {
    /// Undertaken in the year.
    pub undertaken: Option<u64>,
    /// With an indicator, and evaluated.
    pub with_indicator: Option<u64>,
    /// Without an indicator in the year.
    pub without_indicator: Option<u64>,
    /// Whose result was not known yet.
    pub pending: Option<u64>,
}

/// What the measures give.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Computed {
    /// Each pillar, other groups of which totals are declared, then 合計.
    pub rows: Vec<TotalsRow>,
}

/// A measure that the body describes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
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
    pub origin: Origin,
}

/// A remark.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Finding {
    /// Stable: its meaning does not change.
    #[schemars(regex(pattern = "^[A-Z][0-9]{3}$"))]
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// A sentence for a person.
    pub message: Message,
    /// The number of the measure concerned, or its name.
    pub measure: Option<String>,
    /// The key of the measure concerned.
    pub key: Option<String>,
    /// The column concerned: target, actual, rating and the like.
    pub column: Option<Cow<'static, str>>,
    /// The same for the same remark in another edition: made of code, measure, column
    /// and what was found.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    pub fingerprint: String,
    /// Where to look.
    pub origin: Option<Origin>,
    /// What should have been there.
    pub expected: Option<String>,
    /// What is there.
    pub found: Option<String>,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The report contradicts itself, or could not be read whole.
    Error,
    /// A probable slip.
    Warning,
    /// A person should know.
    Info,
}

/// A sentence in two languages.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct Message {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// A place: on a page, or on a sheet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(untagged)]
pub enum Origin {
    /// A box on a page of a PDF.
    Page(PageOrigin),
    /// Cells of a sheet of a workbook.
    Sheet(SheetOrigin),
}

/// A box on a page of a PDF.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct PageOrigin {
    /// 1 for the first page.
    pub page: usize,
    /// Left, top, right, bottom, to a hundredth of a point.
    pub bbox: [Hundredths; 4],
}

/// Cells of a sheet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[schemars(deny_unknown_fields)]
pub struct SheetOrigin {
    /// The name on its tab.
    pub sheet: String,
    /// As Excel writes it: `C7:J7`.
    pub range: String,
}

/// A coordinate in points, rounded to a hundredth so that it prints short and
/// the same everywhere.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
#[serde(transparent)]
pub struct Hundredths(f64);

impl Hundredths {
    pub(crate) fn new(points: f32) -> Hundredths {
        Hundredths((f64::from(points) * 100.0).round() / 100.0)
    }

    /// In points.
    pub fn points(self) -> f64 {
        self.0
    }
}

impl JsonSchema for Hundredths {
    fn schema_name() -> Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        f64::json_schema(generator)
    }
}

/// A decimal as a JSON number, digit by digit.
#[derive(Debug, Clone, Copy)]
pub struct Exact(pub Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Nearly all are whole, and those need no detour over their digits.
        match i64::try_from(self.0.mantissa()) {
            Ok(whole) if self.0.scale() == 0 => serializer.serialize_i64(whole),
            _ => RawValue::from_string(number::print(self.0))
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}

impl JsonSchema for Exact {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        f64::json_schema(generator)
    }
}

/// The raw grids of a document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "tenken tables", extend("$id" = "urn:tenken:schema:tables:1"))]
pub(crate) struct Tables {
    /// In reading order.
    pub(crate) tables: Vec<Table>,
}

/// One grid: part of a table on one page, or the used range of a sheet.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// 1 for the first page; null on a sheet.
    pub(crate) page: Option<usize>,
    /// Left, top, right, bottom; null on a sheet.
    pub(crate) bbox: Option<[Hundredths; 4]>,
    /// The name of the sheet; null on a page.
    pub(crate) sheet: Option<String>,
    /// Its cells on the sheet, `A1:J253`; null on a page.
    pub(crate) range: Option<String>,
    /// How many rows.
    pub(crate) rows: usize,
    /// How many columns.
    pub(crate) cols: usize,
    /// Whether rules part the cells, or only alignment does.
    pub(crate) ruled: bool,
    /// Row by row, left to right.
    pub(crate) cells: Vec<TableCell<'static>>,
}

/// One cell.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableCell<'a> {
    /// First row, from 0.
    pub(crate) row: usize,
    /// First column, from 0.
    pub(crate) col: usize,
    /// Rows that it spans.
    pub(crate) rowspan: usize,
    /// Columns that it spans.
    pub(crate) colspan: usize,
    /// Soft line ends joined, real ones as `\n`.
    pub(crate) text: &'a str,
    /// Left, top, right, bottom; null on a sheet.
    pub(crate) bbox: Option<[Hundredths; 4]>,
    /// Its cells on the sheet; null on a page.
    #[schemars(with = "Option<String>")]
    pub(crate) range: Option<SheetRange>,
}

/// Cells of a sheet as Excel writes them: `C7:J7`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetRange(pub(crate) place::Range);

impl Serialize for SheetRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The tables of some documents, whole: `tenken tables --join`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "tenken tables --join", extend("$id" = "urn:tenken:schema:joined-tables:1"))]
pub(crate) struct JoinedTables<'a> {
    /// In the order in which they were given.
    pub(crate) documents: Vec<TablesOfDocument<'a>>,
}

/// The tables of one document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TablesOfDocument<'a> {
    /// The file, as it was given.
    pub(crate) file: &'a str,
    /// In reading order.
    pub(crate) tables: Vec<JoinedTable<'a>>,
}

/// A table, whole, however many pages it covers.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JoinedTable<'a> {
    /// One for each page that it covers; on a sheet, one.
    #[schemars(length(min = 1))]
    pub(crate) parts: Vec<TablePart>,
    /// Lines right above it, top to bottom. They are in no cell.
    pub(crate) captions: &'a [String],
    /// How many rows, those of the header included.
    pub(crate) rows: usize,
    /// How many columns.
    pub(crate) cols: usize,
    /// How many of the first rows are its header, which is here once however many pages
    /// repeat it. A guess where none does.
    pub(crate) header_rows: usize,
    /// Whether rules part the cells, or only alignment does.
    pub(crate) ruled: bool,
    /// Row by row, left to right. On a sheet, empty cells are left out.
    pub(crate) cells: Vec<JoinedCell<'a>>,
}

/// The part of a table on one page, or its range on a sheet.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TablePart {
    /// All of it, a repeated header included.
    pub(crate) origin: Origin,
    /// Its first row in the table, from 0; where a page end cut a row, that row.
    pub(crate) first_row: usize,
}

/// A cell of a whole table.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JoinedCell<'a> {
    /// First row, from 0.
    pub(crate) row: usize,
    /// First column, from 0.
    pub(crate) col: usize,
    /// Rows that it spans.
    pub(crate) rowspan: usize,
    /// Columns that it spans.
    pub(crate) colspan: usize,
    /// Soft line ends joined, real ones as `\n`.
    pub(crate) text: &'a str,
    /// Where it is: one place, or one on each page where page ends cut it.
    #[schemars(length(min = 1))]
    pub(crate) origins: Vec<Origin>,
}
