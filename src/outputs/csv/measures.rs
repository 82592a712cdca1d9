//! `measures`: a row an indicator, with its values of the report's year.
//!
//! Of a cell with several values the columns of number and unit hold the first that is
//! a number, and `…_values` says how many there are. Columns that have no place of
//! their own in the model stand at the end, under their headers in the report.

use super::{Column, Rows, groups, header, number, origin, text, year};
use crate::error::Kind;
use crate::finding::Language;
use crate::report::{Indicator, IndicatorKind, Measure, Rated, Report, Side, Status, ValueRole};
use crate::value::Rating;
use std::collections::HashMap;

const COLUMNS_BEFORE: [Column; 14] = [
    ("report", "報告書"),
    ("fiscal_year", "年度"),
    ("key", "キー"),
    ("id", "番号"),
    ("groups", "体系"),
    ("group_numbers", "体系の番号"),
    ("name", "施策名"),
    ("bureaus", "担当"),
    ("indicator_id", "指標の番号"),
    ("indicator_kind", "指標の種類"),
    ("of", "内訳"),
    ("indicator", "指標"),
    ("unit", "単位"),
    ("direction", "望ましい方向"),
];

/// The columns of each role: text, year, number, unit, how many values.
const COLUMNS_OF_ROLES: [(ValueRole, [Column; 5]); 6] = [
    (
        ValueRole::Baseline,
        [
            ("baseline", "基準値"),
            ("baseline_year", "基準値の年度"),
            ("baseline_number", "基準値（数値）"),
            ("baseline_unit", "基準値（単位）"),
            ("baseline_values", "基準値（個数）"),
        ],
    ),
    (
        ValueRole::Target,
        [
            ("target", "目標"),
            ("target_year", "目標の年度"),
            ("target_number", "目標（数値）"),
            ("target_unit", "目標（単位）"),
            ("target_values", "目標（個数）"),
        ],
    ),
    (
        ValueRole::Actual,
        [
            ("actual", "実績"),
            ("actual_year", "実績の年度"),
            ("actual_number", "実績（数値）"),
            ("actual_unit", "実績（単位）"),
            ("actual_values", "実績（個数）"),
        ],
    ),
    (
        ValueRole::Goal,
        [
            ("goal", "最終目標"),
            ("goal_year", "最終目標の年度"),
            ("goal_number", "最終目標（数値）"),
            ("goal_unit", "最終目標（単位）"),
            ("goal_values", "最終目標（個数）"),
        ],
    ),
    (
        ValueRole::Ratio,
        [
            ("ratio", "達成率"),
            ("ratio_year", "達成率の年度"),
            ("ratio_number", "達成率（数値）"),
            ("ratio_unit", "達成率（単位）"),
            ("ratio_values", "達成率（個数）"),
        ],
    ),
    (
        ValueRole::Forecast,
        [
            ("forecast", "見込値"),
            ("forecast_year", "見込値の年度"),
            ("forecast_number", "見込値（数値）"),
            ("forecast_unit", "見込値（単位）"),
            ("forecast_values", "見込値（個数）"),
        ],
    ),
];

const COLUMNS_BEHIND: [Column; 10] = [
    ("rating_symbol", "評価"),
    ("rating_step", "評価の段階"),
    ("rating", "評価の区分"),
    ("status", "状態"),
    ("reason", "理由"),
    ("remarks", "備考"),
    ("deed", "取組実績"),
    ("plan", "計画"),
    ("next", "今後の方向性"),
    ("origin", "出所"),
];

pub(super) fn write(report: &Report, language: Language, rows: &mut Rows<'_>) -> Result<(), Kind> {
    let own = COLUMNS_BEFORE
        .iter()
        .chain(COLUMNS_OF_ROLES.iter().flat_map(|(_, columns)| columns))
        .chain(&COLUMNS_BEHIND)
        .map(|column| header(*column, language));
    let extras = Extras::of(&report.measures);
    let mut taken = HashMap::new();
    let headers = own.map(str::to_owned).chain(extras.headers.iter().map(|it| (*it).to_owned()));
    let headers: Vec<String> = headers.map(|it| one_of_a_kind(it, &mut taken)).collect();
    rows.add(&headers)?;
    let year = report.year();
    for measure in &report.measures {
        let extra = extras.cells(measure);
        for (at, indicator) in measure.indicators.iter().enumerate() {
            let mut cells = before(report, measure, indicator);
            let values = COLUMNS_OF_ROLES.iter().map(|(role, _)| value(indicator, *role, year));
            cells.extend(values.flatten());
            cells.extend(behind(measure, at));
            cells.extend(extra.iter().map(|text| (*text).to_owned()));
            rows.add(&cells)?;
        }
    }
    Ok(())
}

/// A header that no column before has: a table with two of one name can't be asked for
/// the second. `taken` counts how often each was asked for.
fn one_of_a_kind(header: String, taken: &mut HashMap<String, usize>) -> String {
    let Some(mut count) = taken.get(&header).copied() else {
        taken.insert(header.clone(), 1);
        return header;
    };
    let name = loop {
        count += 1;
        let name = format!("{header}#{count}");
        if !taken.contains_key(&name) {
            break name;
        }
    };
    taken.insert(name.clone(), 1);
    taken.insert(header, count);
    name
}

/// The columns of a report that have no place of their own, in the order in which its
/// measures show them. A table may have two of one header: they are counted.
struct Extras<'a> {
    headers: Vec<&'a str>,
    columns: HashMap<(&'a str, usize), usize>,
}

impl<'a> Extras<'a> {
    fn of(measures: &'a [Measure]) -> Extras<'a> {
        let mut extras = Extras { headers: Vec::new(), columns: HashMap::new() };
        for measure in measures {
            for (header, nth, _) in numbered(measure) {
                let next = extras.headers.len();
                if *extras.columns.entry((header, nth)).or_insert(next) == next {
                    extras.headers.push(header);
                }
            }
        }
        extras
    }

    /// The cells of a measure in all of these columns.
    fn cells<'m>(&self, measure: &'m Measure) -> Vec<&'m str> {
        let mut cells = vec![""; self.headers.len()];
        for (header, nth, text) in numbered(measure) {
            let column = self.columns.get(&(header, nth));
            if let Some(cell) = column.and_then(|at| cells.get_mut(*at)) {
                *cell = text;
            }
        }
        cells
    }
}

/// The cells of a measure that have no place of their own: header, the how manieth of
/// this header, text.
fn numbered(measure: &Measure) -> impl Iterator<Item = (&str, usize, &str)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    measure.extra.iter().map(move |extra| {
        let count = seen.entry(extra.header.as_str()).or_default();
        *count += 1;
        (extra.header.as_str(), *count, extra.text.as_str())
    })
}

fn before(report: &Report, measure: &Measure, indicator: &Indicator) -> Vec<String> {
    let numbers: Vec<&str> =
        measure.groups.iter().map(|it| it.number.as_deref().unwrap_or_default()).collect();
    let has_number = measure.groups.iter().any(|it| it.number.is_some());
    let kind = indicator.kind.map(|kind| match kind {
        IndicatorKind::Activity => "activity",
        IndicatorKind::Output => "output",
        IndicatorKind::Outcome => "outcome",
    });
    let direction = indicator.direction.map(|side| match side {
        Side::Up => "up",
        Side::Down => "down",
    });
    let cells: [String; COLUMNS_BEFORE.len()] = [
        report.source.file.clone(),
        year(report.year()),
        measure.key.clone(),
        text(measure.id.as_ref()),
        groups(measure),
        if has_number { numbers.join(" > ") } else { String::new() },
        text(measure.name.as_ref()),
        measure.bureaus.join(" "),
        text(indicator.id.as_ref()),
        kind.unwrap_or_default().to_owned(),
        text(indicator.of.as_ref()),
        indicator.text.clone(),
        text(indicator.unit.as_ref().map(|unit| &unit.text)),
        direction.unwrap_or_default().to_owned(),
    ];
    cells.into()
}

fn behind(measure: &Measure, at: usize) -> [String; COLUMNS_BEHIND.len()] {
    let rated = rating(measure, at);
    let (symbol, rating) = match rated {
        Some(rated) => (rated.symbol.clone(), rated.rating),
        None => (text(measure.rating_symbol.as_ref()), measure.rating),
    };
    let status = match measure.status {
        Status::Evaluated => "evaluated",
        Status::Pending => "pending",
        Status::NotSet => "not_set",
        Status::Abolished => "abolished",
    };
    [
        symbol,
        rated.and_then(|it| it.step).map(|step| step.to_string()).unwrap_or_default(),
        rating.map_or("", Rating::code).to_owned(),
        status.to_owned(),
        text(measure.reason.as_ref()),
        text(measure.remarks.as_ref()),
        text(measure.texts.deed.as_ref()),
        text(measure.texts.plan.as_ref()),
        text(measure.texts.next.as_ref()),
        origin(&measure.place),
    ]
}

/// The rating of the report's year: the indicator's own, else that of the measure.
fn rating(measure: &Measure, at: usize) -> Option<&Rated> {
    let main = || measure.ratings.iter().filter(|it| it.is_main);
    main().find(|it| it.indicator == Some(at)).or_else(|| main().find(|it| it.indicator.is_none()))
}

/// The cells of an indicator in the columns of a role.
fn value(indicator: &Indicator, role: ValueRole, report_year: Option<i32>) -> [String; 5] {
    let Some(value) = indicator.of_report(role, report_year) else { return Default::default() };
    let first = value.parts.iter().find(|part| part.number.is_some());
    [
        value.text.clone(),
        year(value.fiscal_year),
        number(first.and_then(|part| part.number)),
        text(first.and_then(|part| part.unit.as_ref()).map(|unit| &unit.text)),
        value.parts.len().to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::one_of_a_kind;
    use crate::place::{Place, Range};
    use crate::report::{Indicator, IndicatorValue, ValueRole};
    use std::collections::HashMap;

    #[test]
    fn no_two_columns_of_one_name() {
        let mut taken = HashMap::new();
        let headers = ["備考", "効果額", "備考", "備考", "備考#2"];
        let named = headers.map(|it| one_of_a_kind(it.to_owned(), &mut taken));
        assert_eq!(named, ["備考", "効果額", "備考#2", "備考#3", "備考#2#2"]);
    }

    /// The text that stands for a role in a report of some year.
    #[track_caller]
    fn check(values: &[(ValueRole, Option<i32>)], role: ValueRole, year: Option<i32>, text: &str) {
        let range = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
        let value = |(role, fiscal_year): &(ValueRole, Option<i32>)| IndicatorValue {
            role: *role,
            fiscal_year: *fiscal_year,
            text: format!("{}@{}", role.code(), super::year(*fiscal_year)),
            normalized: String::new(),
            parts: Vec::new(),
            place: Place::Sheet { sheet: "別紙".into(), range },
            corrected: None,
        };
        let indicator = Indicator {
            id: None,
            kind: None,
            of: None,
            text: String::new(),
            normalized: String::new(),
            items: Vec::new(),
            unit: None,
            direction: None,
            values: values.iter().map(value).collect(),
        };
        let found = indicator.of_report(role, year).map_or("", |it| it.text.as_str());
        assert_eq!(found, text);
    }

    #[test]
    fn values_of_the_report() {
        use ValueRole::{Actual, Baseline, Goal};
        let actuals = [(Actual, Some(2022)), (Actual, Some(2023))];
        check(&actuals, Actual, Some(2023), "actual@2023");
        check(&actuals, Actual, Some(2024), "");
        check(&actuals, Actual, None, "");
        check(&[(Actual, None)], Actual, Some(2023), "actual@");
        check(&actuals[..1], Actual, None, "actual@2022");
        let others = [(Baseline, Some(2020)), (Goal, Some(2027)), (Goal, Some(2025))];
        check(&others, Baseline, Some(2023), "baseline@2020");
        check(&others, Goal, Some(2023), "goal@2027");
    }
}
