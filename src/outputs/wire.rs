//! The serialised types: the contract with whoever reads our JSON.
//!
//! The doc comments of this file become the descriptions in
//! `schemas/report.schema.json` and `schemas/tables.schema.json`. Absent is
//! `null` or `[]`, never a missing key. Coordinates are PDF points from the top
//! left corner of the upright page.

use crate::place;
use crate::value::number;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A check report (点検報告書) as data.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "tenken report", extend("$id" = "urn:tenken:schema:report:1"))]
pub(crate) struct Report<'a> {
    /// The version of this format. It changes when a field changes its meaning
    /// or goes; new fields may come without.
    #[schemars(extend("const" = "1"))]
    pub(crate) schema_version: &'static str,
    /// The program that wrote this.
    pub(crate) tool: Tool,
    /// The file that was read.
    pub(crate) source: Source,
    /// Whether all of it was read: where it is false, findings say what was not.
    pub(crate) complete: bool,
    /// The title of the report.
    pub(crate) title: String,
    /// Who published it, or null where the report does not say so on a line of its own.
    pub(crate) publisher: Option<String>,
    /// The fiscal year that it reports on.
    pub(crate) fiscal_year: Option<FiscalYear>,
    /// What became of the columns of its tables of measures.
    pub(crate) layout: Layout,
    /// What the rating symbols mean.
    pub(crate) legend: Vec<LegendEntry>,
    /// By what it rates; null where it does not say so.
    pub(crate) rule: Option<Rule>,
    /// Pillars (体系) and their fields (分野), as the body lists them.
    pub(crate) structure: Vec<Pillar>,
    /// The rows of the annex (別紙), in order.
    #[schemars(with = "Vec<Measure<'a>>")]
    pub(crate) measures: Measures<'a>,
    /// Totals, declared and computed.
    pub(crate) totals: Totals,
    /// Measures that the body describes (主な取組).
    pub(crate) highlights: Vec<Highlight>,
    /// What deserves a look.
    pub(crate) findings: Vec<Finding>,
}

/// A program.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

/// The file that was read.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// Its path, as it was given.
    pub(crate) file: String,
    /// Its format, told by content.
    #[schemars(extend("enum" = ["pdf", "xlsx", "xlsm", "xls", "xlsb", "ods"]))]
    pub(crate) format: &'static str,
    /// SHA-256 of its bytes.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub(crate) sha256: String,
    /// Pages of a PDF, visible sheets of a workbook.
    pub(crate) pages: usize,
    /// The program that wrote it.
    pub(crate) producer: Option<String>,
    /// The title in its metadata.
    pub(crate) title: Option<String>,
    /// Where its text comes from, if not from the document itself: the layer of text that
    /// OCR laid over a scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["ocr_layer"]))]
    pub(crate) text_source: Option<&'static str>,
}

/// A Japanese fiscal year (年度), April to March.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FiscalYear {
    /// As published: 令和６年度.
    pub(crate) text: String,
    /// 令和, 平成, 昭和 …
    pub(crate) era: String,
    /// The year of the era.
    pub(crate) era_year: u32,
    /// The western year in which it begins.
    pub(crate) year: i32,
    /// Its first and last day, `2024-04-01/2025-03-31`.
    #[schemars(regex(pattern = r"^\d{4}-04-01/\d{4}-03-31$"))]
    pub(crate) period: String,
}

/// What one symbol means.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LegendEntry {
    /// As printed.
    #[schemars(length(min = 1))]
    pub(crate) symbol: String,
    /// In the report's words.
    pub(crate) label: String,
    /// How good it is, 1 the best; null where it says why there is no rating: 集計中.
    #[schemars(range(min = 1))]
    pub(crate) step: Option<u32>,
    /// What it stands for; null where the label says none of the five, as 順調 does.
    pub(crate) rating: Option<Rating>,
}

/// By what the report rates.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// ratio: actual ÷ target; progress: (actual − base) ÷ (target − base), or the year's
    /// share of the way; against_base: better or worse than before; stated: numbers,
    /// and not of what.
    #[schemars(extend("enum" = ["ratio", "progress", "against_base", "stated"]))]
    pub(crate) kind: &'static str,
    /// From where on each step is given, the best first; empty where it has no numbers.
    pub(crate) bounds: Vec<RuleBound>,
    /// In the report's words.
    #[schemars(length(min = 1))]
    pub(crate) text: String,
    /// The legend or the paragraph that states it.
    pub(crate) origin: Option<Origin>,
}

/// From where on a step is given.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleBound {
    /// The symbol of the legend.
    pub(crate) symbol: String,
    /// The least share: 0.8 for 80％以上.
    #[schemars(regex(pattern = r"^\d+(\.\d+)?$"))]
    pub(crate) at_least: String,
}

/// A rating (評価).
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rating {
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pillar {
    /// Its name.
    pub(crate) name: String,
    /// Its fields (分野).
    pub(crate) fields: Vec<PolicyField>,
}

/// A field of policy (分野).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyField {
    pub(crate) number: u32,
    pub(crate) name: String,
}

/// What became of the columns of the tables of measures.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    /// The layout that was used; null where the built-in words were enough.
    pub(crate) name: Option<String>,
    /// The tables of measures, in order.
    pub(crate) tables: Vec<LayoutTable>,
}

/// A table of measures.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LayoutTable {
    /// Around its rows, or where it begins if it goes on over pages.
    pub(crate) origin: Origin,
    /// The headers of the columns that have a role.
    pub(crate) claimed: Vec<String>,
    /// The headers of those whose cells are in `extra`.
    pub(crate) unclaimed: Vec<String>,
}

/// One measure (施策), with its indicators.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure<'a> {
    /// Unique in the report and stable between runs: groups and number, or groups and name.
    #[schemars(length(min = 1))]
    pub(crate) key: &'a str,
    /// 番号, half-width: `3-10`; null where none is printed.
    #[schemars(length(min = 1))]
    pub(crate) id: Option<&'a str>,
    /// 番号, as printed.
    pub(crate) id_text: Option<&'a str>,
    /// What it stands under, outermost first.
    pub(crate) groups: Vec<Group<'a>>,
    /// 施策名; where the record is an indicator alone, the text of that. Null where it has
    /// a number and nothing else.
    pub(crate) name: Option<&'a str>,
    /// とりまとめ局, 担当課
    pub(crate) bureaus: &'a [String],
    /// 成果指標 with their values.
    #[schemars(length(min = 1))]
    pub(crate) indicators: Vec<Indicator<'a>>,
    /// Every rating (評価) that its rows show.
    pub(crate) ratings: Vec<Rated<'a>>,
    /// Its own rating of the report's year, understood; null where there is none.
    pub(crate) rating: Option<Rating>,
    /// The same, as printed; null where it has no rating of its own.
    #[schemars(length(min = 1))]
    pub(crate) rating_symbol: Option<&'a str>,
    /// Whether it was evaluated.
    pub(crate) status: Status,
    /// 未達成の理由
    pub(crate) reason: Option<&'a str>,
    /// 備考, or what a merged cell says in place of values.
    pub(crate) remarks: Option<&'a str>,
    /// 取組実績, 計画, 今後の方向性; null where the table has no such column.
    pub(crate) texts: Texts<'a>,
    /// Columns that have no place above.
    pub(crate) extra: Vec<Extra<'a>>,
    /// Its rows. Of a row that breaks over a page, the first part.
    pub(crate) origin: Origin,
}

/// Measures, each made when it is printed: there may be 100,000.
#[derive(Debug)]
pub(crate) struct Measures<'a> {
    pub(crate) of: &'a [crate::report::Measure],
    pub(crate) wire: fn(&'a crate::report::Measure) -> Measure<'a>,
}

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.of.iter().map(self.wire))
    }
}

/// What a measure stands under.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group<'a> {
    /// 1 is the outermost.
    #[schemars(range(min = 1))]
    pub(crate) level: usize,
    /// Its number in the structure of the plan.
    pub(crate) number: Option<&'a str>,
    /// As printed.
    #[schemars(length(min = 1))]
    pub(crate) name: &'a str,
}

/// Columns of words.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts<'a> {
    /// 取組実績: what was done.
    pub(crate) deed: Option<&'a str>,
    /// 計画: what is to be done.
    pub(crate) plan: Option<&'a str>,
    /// 今後の方向性
    pub(crate) next: Option<&'a str>,
}

/// A cell of a column that has no place of its own.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extra<'a> {
    /// The header of the column.
    pub(crate) header: &'a str,
    /// As published.
    pub(crate) text: &'a str,
    /// The number, where the cell is one.
    pub(crate) number: Option<Exact>,
}

/// A rating as it stands in a cell.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rated<'a> {
    /// Which of the indicators it is of, from 0; null where it is of the measure.
    pub(crate) indicator: Option<usize>,
    /// Who rated: 内部, 一次.
    pub(crate) by: Option<&'a str>,
    /// What was rated: 必要性.
    pub(crate) aspect: Option<&'a str>,
    /// The fiscal year; null where nothing tells.
    pub(crate) fiscal_year: Option<i32>,
    /// As printed.
    #[schemars(length(min = 1))]
    pub(crate) symbol: &'a str,
    /// Its step in the legend, 1 the best.
    #[schemars(range(min = 1))]
    pub(crate) step: Option<usize>,
    /// What it stands for, where the legend's words say so.
    pub(crate) rating: Option<Rating>,
    /// Its cell.
    pub(crate) origin: Origin,
}

/// Whether a measure was evaluated.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Indicator<'a> {
    /// Its number within the measure.
    pub(crate) id: Option<&'a str>,
    /// What it counts, where the report says so.
    #[schemars(extend("enum" = ["activity", "output", "outcome", null]))]
    pub(crate) kind: Option<&'static str>,
    /// The part of the people or things that it counts: 男性.
    pub(crate) of: Option<&'a str>,
    /// As published; `\n` where its author broke the line. Empty where the record is
    /// a measure without indicator.
    pub(crate) text: &'a str,
    /// For machines: widths folded.
    pub(crate) normalized: &'a str,
    /// What it asks for, one by one.
    pub(crate) items: Vec<Item<'a>>,
    /// The unit that a column of its own or its name states.
    pub(crate) unit: Option<&'a str>,
    /// The same as a code.
    pub(crate) unit_code: Option<&'a str>,
    /// The side on which values are better, where the report says so.
    #[schemars(extend("enum" = ["up", "down", null]))]
    pub(crate) direction: Option<&'static str>,
    /// Its values by role and year.
    pub(crate) values: Vec<IndicatorValue<'a>>,
}

/// One thing that an indicator asks for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item<'a> {
    /// ①, 【…】 or null.
    pub(crate) label: Option<&'a str>,
    /// Without its label.
    pub(crate) text: &'a str,
    /// The unit that it states for its values: 達成率（％）.
    pub(crate) unit: Option<StatedUnit>,
}

/// A value of an indicator: a cell with what it says.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndicatorValue<'a> {
    /// What it is: 基準値, 目標, 実績, 最終目標, 達成率, 見込値.
    #[schemars(extend("enum" = ["baseline", "target", "actual", "goal", "ratio", "forecast"]))]
    pub(crate) role: &'static str,
    /// The western year in which its fiscal year begins; null where nothing tells.
    #[schemars(range(min = 1868, max = 2999))]
    pub(crate) fiscal_year: Option<i32>,
    /// As published; `\n` where its author broke the line.
    #[schemars(length(min = 1))]
    pub(crate) text: &'a str,
    /// For machines: widths folded.
    pub(crate) normalized: &'a str,
    /// What the cell says, value by value.
    pub(crate) parts: Vec<Value<'a>>,
    /// Its cell.
    pub(crate) origin: Origin,
}

/// How a cell is read: what `tenken value` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading<'a> {
    /// As published; `\n` where its author broke the line.
    pub(crate) text: &'a str,
    /// For machines: widths folded.
    pub(crate) normalized: &'a str,
    /// What it says, value by value.
    pub(crate) values: Vec<Value<'a>>,
}

/// A value. Either `number` or `state` is not null.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Value<'a> {
    /// ①, 特別支援学校 or null: pairs it with the values of the other cells.
    pub(crate) label: Option<&'a str>,
    /// Labels of the items that it covers together: ②・③合計.
    pub(crate) refers_to: &'a [String],
    /// How those share it.
    pub(crate) sharing: Option<Sharing>,
    /// The words in front of the number: 建設業許可 of 建設業許可12%.
    pub(crate) subject: Option<&'a str>,
    /// The part of the cell that it was read from.
    pub(crate) text: &'a str,
    /// The number, exact, 万 and 億 multiplied. Of a range, its lower end.
    pub(crate) number: Option<Exact>,
    /// The upper end of a range.
    pub(crate) upper: Option<Exact>,
    /// The unit as published: 件, 人, %, 件/年.
    pub(crate) unit: Option<&'a str>,
    /// The unit as a code: case, person, percent of what is counted; of what is
    /// measured that of UCUM (kW.h, m3, ug/m3, Cel, t{CO2}); null where it has none.
    pub(crate) unit_code: Option<&'a str>,
    /// How the number bounds what it says.
    pub(crate) bound: Option<Bound>,
    /// 約, およそ, 程度
    pub(crate) approximate: bool,
    /// The period that it covers: 年間, 累計, 月平均.
    pub(crate) period: Option<Period>,
    /// Whether it is a change against something: 前年度比5%向上.
    pub(crate) change: Option<Change>,
    /// How sure the number is, where the cell says so: 速報値, 見込み.
    pub(crate) qualifier: Option<Qualifier>,
    /// What brackets and footnotes of the cell add.
    pub(crate) notes: &'a [String],
    /// What it says where it is no number.
    pub(crate) state: Option<State>,
    /// The fiscal year in which a pending value will be known.
    pub(crate) known_in: Option<FiscalYear>,
}

/// How a number bounds.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bound {
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sharing {
    /// It is the sum of theirs.
    Sum,
    /// Each of them has it.
    Each,
}

/// The time over which a number counts.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Period {
    /// As published.
    pub(crate) text: String,
    /// year, month_average, cumulative, gross …
    pub(crate) code: String,
}

/// A change against an earlier value; the number has its sign.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// What it is measured against: 前年度比.
    pub(crate) basis: Option<String>,
    /// To which side.
    pub(crate) direction: Direction,
}

/// To which side something changes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Qualifier {
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatedUnit {
    /// As published.
    pub(crate) text: String,
    /// As a code; null where it has none.
    pub(crate) code: Option<String>,
    /// What its numbers are multiplied by: 1000 for 千円.
    pub(crate) factor: Exact,
}

/// Totals.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    /// What the report says; null where it says nothing.
    pub(crate) declared: Option<Declared>,
    /// What its measures give.
    pub(crate) computed: Computed,
    /// What the computed ones count.
    pub(crate) by: TotalsBy,
}

/// What totals count.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TotalsBy {
    /// The one that meets the declared totals; measures where both do, or none.
    #[schemars(extend("enum" = ["measures", "indicators"]))]
    pub(crate) counted: &'static str,
    /// Measures of the report, rated or not.
    pub(crate) measures: u64,
    /// Their indicators.
    pub(crate) indicators: u64,
}

/// What the report says of its totals.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declared {
    /// Its tables of totals; its sentences where it has none.
    pub(crate) rows: Vec<TotalsRow>,
    /// Its prose.
    pub(crate) prose: ProseNumbers,
}

/// A row of totals.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TotalsRow {
    /// The group, 合計, a year.
    pub(crate) label: String,
    /// How many of each symbol of the legend, or of each word where it has none.
    #[schemars(with = "BTreeMap<String, u64>")]
    pub(crate) counts: Pairs<u64>,
    /// Percent, with the digits printed; those of the sum under the word of its column.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(crate) percents: Pairs<String>,
    /// All that have a step; null where it is not declared.
    pub(crate) total: Option<u64>,
    /// Where it stands; null for what was computed.
    pub(crate) origin: Option<Origin>,
}

/// Names and what they have, in their order.
#[derive(Debug)]
pub(crate) struct Pairs<T>(pub(crate) Vec<(String, T)>);

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Numbers of measures in the prose.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProseNumbers {
    /// Undertaken in the year.
    pub(crate) undertaken: Option<u64>,
    /// With an indicator, and evaluated.
    pub(crate) with_indicator: Option<u64>,
    /// Without an indicator in the year.
    pub(crate) without_indicator: Option<u64>,
    /// Whose result was not known yet.
    pub(crate) pending: Option<u64>,
}

/// What the measures give.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Computed {
    /// Each pillar, other groups of which totals are declared, then 合計.
    pub(crate) rows: Vec<TotalsRow>,
}

/// A measure that the body describes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Highlight {
    /// 番号, half-width.
    pub(crate) id: String,
    /// The pillar of its section.
    pub(crate) pillar: Option<String>,
    /// The field of its heading.
    pub(crate) field: Option<String>,
    /// Its name, as headed.
    pub(crate) name: String,
    /// Its paragraphs, parted by `\n`.
    pub(crate) text: String,
    /// Where it begins.
    pub(crate) origin: Origin,
}

/// A remark.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    /// Stable: its meaning does not change.
    #[schemars(regex(pattern = "^[A-Z][0-9]{3}$"))]
    pub(crate) code: &'static str,
    /// How much it matters.
    pub(crate) severity: Severity,
    /// A sentence for a person.
    pub(crate) message: Message,
    /// The number of the measure concerned, or its name.
    pub(crate) measure: Option<String>,
    /// The key of the measure concerned.
    pub(crate) key: Option<String>,
    /// The column concerned: target, actual, rating and the like.
    pub(crate) column: Option<&'static str>,
    /// The same for the same remark in another edition: made of code, measure, column
    /// and what was found.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    pub(crate) fingerprint: String,
    /// Where to look.
    pub(crate) origin: Option<Origin>,
    /// What should have been there.
    pub(crate) expected: Option<String>,
    /// What is there.
    pub(crate) found: Option<String>,
}

/// How much a finding matters.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    /// The report contradicts itself, or could not be read whole.
    Error,
    /// A probable slip.
    Warning,
    /// A person should know.
    Info,
}

/// A sentence in two languages.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message {
    pub(crate) ja: String,
    pub(crate) en: String,
}

/// A place: on a page, or on a sheet.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Origin {
    /// A box on a page of a PDF.
    Page(PageOrigin),
    /// Cells of a sheet of a workbook.
    Sheet(SheetOrigin),
}

/// A box on a page of a PDF.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageOrigin {
    /// 1 for the first page.
    pub(crate) page: usize,
    /// Left, top, right, bottom, to a hundredth of a point.
    pub(crate) bbox: [Hundredths; 4],
}

/// Cells of a sheet.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetOrigin {
    /// The name on its tab.
    pub(crate) sheet: String,
    /// As Excel writes it: `C7:J7`.
    pub(crate) range: String,
}

/// A coordinate in points, rounded to a hundredth so that it prints short and
/// the same everywhere.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub(crate) struct Hundredths(f64);

impl Hundredths {
    pub(crate) fn new(points: f32) -> Hundredths {
        Hundredths((f64::from(points) * 100.0).round() / 100.0)
    }
}

impl JsonSchema for Hundredths {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        f64::json_schema(generator)
    }
}

/// A decimal as a JSON number, digit by digit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exact(pub(crate) Decimal);

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

    fn schema_name() -> std::borrow::Cow<'static, str> {
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
