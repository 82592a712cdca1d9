//! `rs-3-1.csv`: the header of the ministries' own long table, 「3-1 効果発現経路_目標・実績」
//! of the RS system (行政事業レビュー), so that other governments' data load beside theirs.
//!
//! An indicator has four rows: the years that have a target, targets, actuals and ratios,
//! with a column for each year. What a report does not say stays empty: the ministries'
//! numbers of projects and their offices are not ours to invent. The columns are those
//! that public programs read of the published file; a value that is no single number is
//! left out here.

use super::create;
use crate::package::Encoding;
use crate::report::{self, Indicator, IndicatorValue, Measure, Report};
use crate::rows::file_name;
use csv::{Terminator, Writer, WriterBuilder};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const HEAD: [&str; 27] = [
    "シート種別",
    "事業年度",
    "予算事業ID",
    "事業名",
    "府省庁の建制順",
    "政策所管府省庁",
    "府省庁",
    "局・庁",
    "部",
    "課",
    "室",
    "班",
    "係",
    "事業に関連するKPIが定められている閣議決定等の名称",
    "事業に関連するKPIが定められている閣議決定等の該当箇所",
    "事業に関連するKPIが定められている閣議決定等のURL",
    "アクティビティ・アウトプット・アウトカムの番号",
    "種別（アクティビティ・アウトプット・アウトカム）",
    "アウトカムの期間",
    "成果目標の種類",
    "アクティビティ／活動目標／成果目標",
    "活動指標／成果指標",
    "単位",
    "改善の上向き／下向き",
    "成果実績及び目標値の根拠として用いた統計・データ名（出典）",
    "定性的なアウトカム目標を設定している理由",
    "定性的なアウトカムに関する成果実績",
];
const ROWS: &str = "目標年度／目標値／実績値／達成率";
const YEARS: std::ops::RangeInclusive<i32> = 2007..=2060;

/// The file.
pub(crate) struct Rs(Writer<BufWriter<File>>);

pub(crate) const NAME: &str = "rs-3-1.csv";

impl Rs {
    /// Begins it. It is UTF-8 whatever the other tables are, as the ministries' is.
    pub(crate) fn new(folder: &Path, encoding: Encoding) -> io::Result<Rs> {
        let mut file = create(folder, NAME)?;
        if encoding == (Encoding::Utf8 { bom: true }) {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(file);
        writer.write_record(head())?;
        Ok(Rs(writer))
    }

    pub(crate) fn add(&mut self, report: &Report, publisher: &str) -> io::Result<()> {
        Ok(rows(report, publisher).try_for_each(|row| self.0.write_record(row))?)
    }

    pub(crate) fn end(mut self) -> io::Result<String> {
        self.0.flush()?;
        Ok(NAME.to_owned())
    }
}

/// The header row.
pub(crate) fn head() -> Vec<String> {
    let head = HEAD.iter().chain([&ROWS]).map(|it| (*it).to_owned());
    head.chain(YEARS.map(|it| it.to_string())).collect()
}

/// The rows of a report.
pub(crate) fn rows(report: &Report, publisher: &str) -> impl Iterator<Item = Vec<String>> {
    report.measures.read().iter().flat_map(move |measure| {
        let indicators = measure.indicators.iter().filter(|it| !it.text.is_empty());
        indicators.enumerate().flat_map(move |(at, indicator)| {
            of_indicator(report, publisher, measure, at, indicator)
        })
    })
}

fn of_indicator(
    report: &Report,
    publisher: &str,
    measure: &Measure,
    at: usize,
    indicator: &Indicator,
) -> [Vec<String>; 4] {
    let kind = match indicator.kind.as_deref() {
        Some("activity") => "アクティビティ",
        Some("output") => "アウトプット",
        Some("outcome") => "アウトカム",
        _ => "",
    };
    let direction = match indicator.direction.as_deref() {
        Some("up") => "上向き",
        Some("down") => "下向き",
        _ => "",
    };
    let has_number = indicator.values.iter().any(|it| number(it).is_some());
    let mut head = vec![String::new(); HEAD.len()];
    let mut set = |name: &str, text: &str| {
        let place = HEAD.iter().position(|it| *it == name);
        if let Some(cell) = place.and_then(|at| head.get_mut(at)) {
            text.clone_into(cell);
        }
    };
    set("事業年度", &report::year(report).map(|it| it.to_string()).unwrap_or_default());
    set("事業名", measure.name.as_deref().unwrap_or_default());
    set("府省庁", publisher);
    set("局・庁", &measure.bureaus.join(";"));
    set("事業に関連するKPIが定められている閣議決定等の名称", &report.title);
    let number_in = measure.id.clone().unwrap_or_else(|| measure.key.clone());
    set("アクティビティ・アウトプット・アウトカムの番号", &format!("{number_in}-{}", at + 1));
    set("種別（アクティビティ・アウトプット・アウトカム）", kind);
    set("成果目標の種類", if has_number { "定量的" } else { "定性的" });
    set("活動指標／成果指標", &indicator.text);
    set("単位", &unit(indicator));
    set("改善の上向き／下向き", direction);
    set(
        "成果実績及び目標値の根拠として用いた統計・データ名（出典）",
        file_name(&report.source.file),
    );
    [
        ("1.目標年度", None),
        ("2.目標値", Some("target")),
        ("3.実績値", Some("actual")),
        ("4.達成率", Some("ratio")),
    ]
    .map(|(row, role)| {
        let years = YEARS.map(|year| cell(indicator, role, year));
        head.iter().cloned().chain([row.to_owned()]).chain(years).collect()
    })
}

/// The cell of a year: a mark where it has a target, or the number of a role.
fn cell(indicator: &Indicator, role: Option<&str>, year: i32) -> String {
    let of = |role: &str| {
        indicator.values.iter().find(|it| it.role == role && it.fiscal_year == Some(year))
    };
    match role {
        None if of("target").or_else(|| of("goal")).is_some() => "1".to_owned(),
        None => String::new(),
        Some("target") => of("target").or_else(|| of("goal")).and_then(number).unwrap_or_default(),
        Some(role) => of(role).and_then(number).unwrap_or_default(),
    }
}

/// The number of a cell that is one.
fn number(value: &IndicatorValue) -> Option<String> {
    match value.parts.as_slice() {
        [part] if part.upper.is_none() => {
            part.number.map(|it| crate::cell::plain(it.0).to_string())
        }
        _ => None,
    }
}

/// The unit that the indicator states, or that all of its numbers have.
fn unit(indicator: &Indicator) -> String {
    let parts = indicator.values.iter().filter(|it| it.role != "ratio").flat_map(|it| &it.parts);
    let mut units: Vec<&str> = parts.filter_map(|it| it.unit.as_deref()).collect();
    units.dedup();
    match (&indicator.unit, units.as_slice()) {
        (Some(unit), _) => unit.to_string(),
        (None, [unit]) => (*unit).to_owned(),
        _ => String::new(),
    }
}
