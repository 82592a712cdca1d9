//! Reports of a few measures, for tests.

use crate::place::{Place, Range};
use crate::report::{
    CountedBy, Group, Indicator, IndicatorValue, LayoutUse, Measure, Rated, Report, Source, Status,
    Texts, ValueRole,
};
use crate::source::Format;
use crate::value::{Hints, Legend, era, read};

/// What a line says: number, group, name, indicator, target, actual, rating, parted by
/// `|`; from the target on it may end anywhere.
pub(in crate::compare) fn measure(line: &str) -> Measure {
    of_year(line, 2022)
}

fn of_year(line: &str, year: i32) -> Measure {
    let mut parts = line.split('|');
    let mut next = || parts.next().filter(|it| !it.is_empty()).map(str::to_owned);
    let (id, group, name, text) = (next(), next(), next(), next().unwrap_or_default());
    let values = [(ValueRole::Target, next()), (ValueRole::Actual, next())];
    let values = values.into_iter().filter_map(|(role, text)| Some(value(role, year, &text?)));
    let indicator = Indicator {
        id: None,
        kind: None,
        of: None,
        normalized: text.clone(),
        text,
        items: Vec::new(),
        unit: None,
        direction: None,
        values: values.collect(),
    };
    let rating_symbol = next();
    let rating = rating_symbol.as_deref().and_then(|it| legend().read(it));
    let rated = rating_symbol.iter().map(|symbol| Rated {
        indicator: None,
        by: None,
        aspect: None,
        fiscal_year: Some(year),
        symbol: symbol.clone(),
        step: None,
        rating,
        is_main: true,
        corrected: None,
        place: place(),
    });
    Measure {
        key: id.clone().or_else(|| name.clone()).unwrap_or_default(),
        id_text: id.clone(),
        id,
        groups: group.into_iter().map(|name| Group { number: None, name }).collect(),
        name,
        bureaus: Vec::new(),
        ratings: rated.collect(),
        indicators: vec![indicator],
        rating,
        rating_symbol,
        reason: None,
        remarks: None,
        texts: Texts::default(),
        status: Status::Evaluated,
        extra: Vec::new(),
        place: place(),
    }
}

/// A value of some year.
pub(super) fn value(role: ValueRole, year: i32, text: &str) -> IndicatorValue {
    IndicatorValue {
        role,
        fiscal_year: Some(year),
        text: text.to_owned(),
        normalized: text.to_owned(),
        parts: read(text, &Hints::none()).values,
        place: place(),
        corrected: None,
    }
}

fn place() -> Place {
    let range = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
    Place::Sheet { sheet: "別紙".into(), range }
}

fn legend() -> Legend {
    Legend::parse("◎達成　◯概ね達成　△未達成")
}

/// A report of some year with measures, a line each.
pub(in crate::compare) fn report(year: i32, measures: &[&str]) -> Report {
    Report {
        source: Source {
            file: format!("{year}.xlsx"),
            format: Format::Xlsx,
            sha256: String::new(),
            pages: 1,
            text_source: None,
            producer: None,
            title: None,
        },
        title: format!("{year}年度"),
        publisher: None,
        fiscal_year: era::find_fiscal_year(&format!("{year}年度")),
        legend: legend(),
        known: legend(),
        rule: None,
        counted: CountedBy::default(),
        structure: Vec::new(),
        measures: measures.iter().map(|line| of_year(line, year)).collect(),
        declared: None,
        computed: Vec::new(),
        highlights: Vec::new(),
        findings: Vec::new(),
        layout: LayoutUse::default(),
        ink: Vec::new(),
    }
}

/// What is said of the measures of reports, a line each and more for what changed.
#[track_caller]
pub(super) fn check(reports: &[&Report], expected: &[&str]) {
    let years = super::compare_years(reports);
    let mut lines = Vec::new();
    for thread in &years.threads {
        let places: Vec<String> = thread.steps.iter().map(|it| it.report.to_string()).collect();
        let links = || thread.steps.iter().filter_map(|it| it.link.as_ref());
        let words = [
            ("renumbered", links().any(|it| it.is_renumbered)),
            ("renamed", links().any(|it| it.is_renamed)),
            ("moved", links().any(|it| it.is_moved)),
            ("new", thread.is_new()),
            ("dropped", thread.is_dropped(reports.len())),
        ];
        let words: Vec<&str> = words.into_iter().filter(|it| it.1).map(|it| it.0).collect();
        let name = thread.steps[0].measure.name.as_deref().unwrap_or_default();
        lines.push(format!("{name} {}: {}", places.join(" "), words.join(" ")));
        for link in links() {
            for change in link
                .indicators
                .iter()
                .flat_map(|it| [("target", &it.target), ("actual", &it.actual)])
            {
                let (what, change) = change;
                let (Some(from), Some(to)) = (change.from, change.to) else { continue };
                let changed = if change.is_changed { " changed" } else { "" };
                let direction = change.direction.map(|it| format!(" {it:?}")).unwrap_or_default();
                lines.push(format!("  {what} {} > {}{changed}{direction}", from.text, to.text));
            }
            lines.extend(link.rating.map(|it| format!("  rating {it:?}")));
        }
    }
    assert_eq!(lines, expected);
}
