//! The code lists: what the codes of all tables mean.
//!
//! Those whose words this program chose are the same in every package; ratings, units and
//! periods are those of its reports.

use crate::cell::Cell;
use crate::report::{Part, Report};
use std::collections::BTreeMap;
use tenken::wire;

/// A code list: name, title, entries of code, Japanese and English.
pub(crate) type List =
    (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

/// The words by which totals count, whatever symbol a report prints for them.
pub(crate) const RATINGS: &[(&str, &str, &str)] = &[
    ("achieved", "達成", "achieved"),
    ("mostly_achieved", "概ね達成", "mostly achieved"),
    ("not_achieved", "未達成", "not achieved"),
    ("pending", "集計中", "result not known yet"),
    ("not_set", "指標未設定", "no indicator set"),
];

/// The code of a symbol that the report's legend doesn't know.
const OTHER: &str = "other";

/// The lists that are the same in every package.
pub(crate) const FIXED: &[List] = &[
    (
        "role",
        "種別",
        &[
            ("baseline", "基準値", "baseline"),
            ("target", "目標", "target"),
            ("actual", "実績", "actual"),
            ("goal", "最終目標", "goal"),
            ("ratio", "達成率", "ratio of actual to target"),
            ("forecast", "見込値", "forecast"),
            ("rating", "評価", "rating"),
        ],
    ),
    (
        "value_state",
        "値の状態",
        &[
            ("value", "数値あり", "a number"),
            ("range", "幅のある数値（値一覧に下限と上限）", "a range; both ends are in values"),
            ("several", "複数の値（値一覧に1つずつ）", "several values, each in values"),
            ("done", "実施", "done"),
            ("none", "実績なし・設置なし", "none"),
            ("pending", "集計中・未確定", "not known yet"),
            ("not_set", "未設定", "not set"),
            ("text", "文字による記載", "words"),
            ("missing", "欄がない・記載がない", "nothing is printed"),
            ("rating", "評価の記号", "a symbol of rating"),
        ],
    ),
    (
        "measure_status",
        "施策の状態",
        &[
            ("evaluated", "評価済み", "evaluated"),
            ("pending", "集計中", "result not known yet"),
            ("not_set", "指標未設定", "no indicator set"),
            ("abolished", "廃止", "given up"),
        ],
    ),
    (
        "indicator_kind",
        "指標の種類",
        &[
            ("activity", "活動指標", "activity"),
            ("output", "アウトプット", "output"),
            ("outcome", "アウトカム（成果指標）", "outcome"),
        ],
    ),
    (
        "direction",
        "方向",
        &[("up", "上向き", "up"), ("same", "同じ", "same"), ("down", "下向き", "down")],
    ),
    (
        "bound",
        "範囲",
        &[
            ("at_least", "以上", "at least"),
            ("at_most", "以下", "at most"),
            ("less_than", "未満", "less than"),
            ("more_than", "超", "more than"),
        ],
    ),
    (
        "qualifier",
        "確度",
        &[
            ("preliminary", "速報値", "preliminary"),
            ("provisional", "暫定値・未確定", "provisional"),
            ("expected", "見込み", "expected"),
            ("estimated", "推計値・概算", "estimated"),
            ("reference", "参考値", "for reference"),
            ("revised", "修正後・改定値", "revised"),
            ("final", "確定値・確報値", "final"),
        ],
    ),
];

/// Those of `changes`.
pub(crate) const OF_CHANGES: &[List] = &[
    (
        "change",
        "変化",
        &[
            ("continued", "継続", "continued"),
            ("new", "新規", "new"),
            ("dropped", "廃止", "dropped"),
        ],
    ),
    (
        "matched_by",
        "対応の根拠",
        &[
            ("groups_name_indicator", "体系・名称・指標", "groups, name and indicator"),
            ("name_indicator", "名称・指標", "name and indicator"),
            ("groups_name", "体系・名称", "groups and name"),
            ("name", "名称", "name"),
            ("number", "番号", "number"),
        ],
    ),
    (
        "certainty",
        "対応の確かさ",
        &[
            ("certain", "確実", "certain"),
            ("likely", "おそらく", "likely"),
            ("doubtful", "疑わしい", "doubtful"),
        ],
    ),
    (
        "moved",
        "良否",
        &[
            ("better", "よくなった", "better"),
            ("same", "同じ", "same"),
            ("worse", "悪くなった", "worse"),
        ],
    ),
];

/// Those of `totals`.
pub(crate) const OF_TOTALS: &[List] = &[(
    "side",
    "集計の出所",
    &[("declared", "報告書の記載", "as declared"), ("computed", "施策を数えたもの", "as counted")],
)];

/// Those of `findings`.
pub(crate) const OF_FINDINGS: &[List] = &[(
    "severity",
    "重さ",
    &[("error", "エラー", "error"), ("warning", "警告", "warning"), ("info", "情報", "info")],
)];

/// The code of a rating: one of the five words where the legend says so, else its step.
pub(crate) fn rating(rating: Option<wire::Rating>, step: Option<usize>) -> String {
    match (rating, step) {
        (Some(rating), _) => rating.code().to_owned(),
        (None, Some(step)) => format!("step_{step}"),
        (None, None) => OTHER.to_owned(),
    }
}

/// The codes that the reports of a package use.
#[derive(Debug, Default)]
pub(crate) struct Used {
    /// Entries of legends, and symbols that no legend knows: step, code, symbol, label.
    ratings: BTreeMap<(Option<usize>, String, String), String>,
    /// Units by their codes, with the word that came first.
    units: BTreeMap<String, String>,
    periods: BTreeMap<String, String>,
}

impl Used {
    /// Takes note of the codes of a report.
    pub(crate) fn add(&mut self, report: &Report) {
        for entry in &report.legend {
            let step = entry.step.map(|it| it as usize);
            let key = (step, rating(entry.rating, step), entry.symbol.clone());
            self.ratings.entry(key).or_insert_with(|| entry.label.clone());
        }
        for measure in report.measures.read() {
            for rated in &measure.ratings {
                let code = rating(rated.rating, rated.step);
                self.add_rating(rated.step, code, &rated.symbol);
            }
            if let (Some(symbol), true) = (&measure.rating_symbol, measure.ratings.is_empty()) {
                self.add_rating(None, rating(measure.rating, None), symbol);
            }
            let values = measure.indicators.iter().flat_map(|it| &it.values);
            values.flat_map(|it| &it.parts).for_each(|part| self.add_part(part));
        }
    }

    /// A rating that stands in a cell, unless a legend has it: with its word, else its symbol.
    fn add_rating(&mut self, step: Option<usize>, code: String, symbol: &str) {
        let is_known = self.ratings.keys().any(|it| it.1 == code && it.2 == symbol);
        if !is_known {
            let word = RATINGS.iter().find(|it| it.0 == code).map_or(symbol, |it| it.1);
            self.ratings.insert((step, code, symbol.to_owned()), word.to_owned());
        }
    }

    fn add_part(&mut self, part: &Part) {
        if let (Some(code), Some(text)) = (&part.unit_code, &part.unit) {
            self.units.entry(code.to_string()).or_insert_with(|| text.to_string());
        }
        if let Some(period) = part.period.as_ref().filter(|it| !it.code.is_empty()) {
            self.periods.entry(period.code.clone()).or_insert_with(|| period.text.clone());
        }
    }

    /// The codes of ratings and their words, the best first, those without a step behind.
    fn ratings(&self) -> Vec<(&str, &str, Option<usize>, &str)> {
        let mut entries: Vec<_> = self.ratings.iter().collect();
        entries.sort_by_key(|((step, code, _), _)| {
            let order = RATINGS.iter().position(|it| it.0 == *code).unwrap_or(RATINGS.len());
            (step.unwrap_or(usize::MAX), order)
        });
        entries
            .into_iter()
            .map(|((step, code, symbol), label)| {
                (code.as_str(), label.as_str(), *step, symbol.as_str())
            })
            .collect()
    }

    /// The code of a rating that is known by its word, or by its symbol alone.
    pub(crate) fn code_of(&self, word: Option<&str>, symbol: Option<&str>) -> Option<String> {
        let of_symbol = || self.ratings.keys().find(|it| Some(it.2.as_str()) == symbol);
        word.map(str::to_owned).or_else(|| of_symbol().map(|it| it.1.clone()))
    }

    /// The codes of a list, as far as the package uses it: for `enum` in its schema.
    pub(crate) fn codes(&self, list: &str) -> Vec<String> {
        let mut codes: Vec<String> = match list {
            "rating" => self.ratings().into_iter().map(|it| it.0.to_owned()).collect(),
            "unit" => self.units.keys().cloned().collect(),
            "period" => self.periods.keys().cloned().collect(),
            _ => {
                let all = [FIXED, OF_CHANGES, OF_TOTALS, OF_FINDINGS].concat();
                let found = all.into_iter().find(|it| it.0 == list);
                found.into_iter().flat_map(|it| it.2).map(|it| it.0.to_owned()).collect()
            }
        };
        let mut seen = std::collections::HashSet::new();
        codes.retain(|code| seen.insert(code.clone()));
        codes
    }

    /// The rows of the table of code lists, with those that some tables need alone.
    pub(crate) fn rows(&self, more: &[&[List]]) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for (number, (code, label, step, symbol)) in self.ratings().into_iter().enumerate() {
            let en = RATINGS.iter().find(|it| it.0 == code).map(|it| it.2);
            let label = if label.is_empty() { symbol } else { label };
            let mut row = entry("rating", "評価", number, code, label, en);
            row.extend([Cell::text(symbol), Cell::integer(step)]);
            rows.push(row);
        }
        let mut plain = |list, title, entries: Vec<(&str, &str, Option<&str>)>| {
            for (number, (code, name, en)) in entries.into_iter().enumerate() {
                let mut row = entry(list, title, number, code, name, en);
                row.extend([Cell::Empty, Cell::Empty]);
                rows.push(row);
            }
        };
        for (list, title, entries) in FIXED.iter().chain(more.iter().copied().flatten()) {
            plain(list, title, entries.iter().map(|it| (it.0, it.1, Some(it.2))).collect());
        }
        plain("unit", "単位", self.units.iter().map(|it| (&**it.0, &**it.1, None)).collect());
        plain("period", "期間", self.periods.iter().map(|it| (&**it.0, &**it.1, None)).collect());
        rows
    }
}

fn entry(
    list: &str,
    title: &str,
    number: usize,
    code: &str,
    name: &str,
    en: Option<&str>,
) -> Vec<Cell> {
    vec![
        Cell::text(list),
        Cell::text(title),
        Cell::integer(Some(number + 1)),
        Cell::text(code),
        Cell::text(name),
        Cell::maybe(en),
    ]
}
