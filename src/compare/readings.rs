//! Two readings of one report: what one says and the other does not.

use super::matching::{self, plain};
use crate::report::{Indicator, IndicatorKind, Measure, Report, Side, Status, TotalsRow};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Something that differs between two readings of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// By what a person names the measure; empty for what is of the whole report.
    pub measure: String,
    /// The field, by its name in the JSON; `measure` where one report lacks it.
    pub field: String,
    /// What the first report has; `None` where it lacks the measure.
    pub left: Option<String>,
    /// What the second report has; `None` where it lacks the measure.
    pub right: Option<String>,
}

/// A part of a report that one reading has and the other lacks altogether: a workbook
/// of measures has none of the totals in the text of its report. That is no
/// difference, but nobody should think that it was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlyIn {
    /// Its name in the JSON.
    pub part: &'static str,
    /// Whether the first has it.
    pub is_left: bool,
}

/// Two readings of one report.
#[derive(Debug)]
pub struct Readings<'a> {
    /// The first.
    pub left: &'a Report,
    /// The second.
    pub right: &'a Report,
    /// All that differs.
    pub differences: Vec<Difference>,
    /// What was not compared, because one of them lacks it.
    pub only_in_one: Vec<OnlyIn>,
}

/// All that differs: what is of the whole report, then the measures in the order of the
/// first report; those that only the second has come last.
pub fn compare(left: &Report, right: &Report) -> Vec<Difference> {
    let mut differences = Vec::new();
    for ((_, ours), (_, theirs)) in parts(left).into_iter().zip(parts(right)) {
        if !ours.is_empty() && !theirs.is_empty() {
            differing("", ours, theirs, &mut differences);
        }
    }
    let (ours, theirs): (Vec<&Measure>, Vec<&Measure>) =
        (left.measures.iter().collect(), right.measures.iter().collect());
    let pairs = matching::pairs(&ours, &theirs);
    let mut other_of: HashMap<usize, usize> =
        pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    let matched: HashSet<usize> = other_of.values().copied().collect();
    for (at, measure) in ours.iter().enumerate() {
        match other_of.remove(&at).and_then(|other| theirs.get(other)) {
            Some(other) => {
                differing(measure.label(), texts(measure), texts(other), &mut differences);
            }
            None => differences.push(alone(measure, true)),
        }
    }
    let only_right = theirs.iter().enumerate().filter(|(at, _)| !matched.contains(at));
    differences.extend(only_right.map(|(_, measure)| alone(measure, false)));
    differences
}

impl<'a> Readings<'a> {
    /// Compares two readings of one report.
    pub fn of(left: &'a Report, right: &'a Report) -> Readings<'a> {
        let both = parts(left).into_iter().zip(parts(right));
        let only_in_one = both
            .filter(|(ours, theirs)| ours.1.is_empty() != theirs.1.is_empty())
            .map(|(ours, _)| OnlyIn { part: ours.0, is_left: !ours.1.is_empty() });
        Readings {
            left,
            right,
            differences: compare(left, right),
            only_in_one: only_in_one.collect(),
        }
    }
}

fn alone(measure: &Measure, is_left: bool) -> Difference {
    let indicator = || measure.indicators.first().map(|it| it.text.clone());
    let name = Some(measure.name.clone().or_else(indicator).unwrap_or_default());
    let (left, right) = if is_left { (name, None) } else { (None, name) };
    Difference { measure: measure.label().to_owned(), field: "measure".to_owned(), left, right }
}

/// Texts by the names of their fields, each name once.
#[derive(Default)]
struct Fields {
    fields: Vec<(String, String)>,
    seen: HashMap<String, usize>,
}

impl Fields {
    /// Adds a text that says something. Of several with one name each has a number.
    fn add(&mut self, field: String, text: &str) {
        let count = self.seen.entry(field.clone()).or_default();
        *count += 1;
        let field = if *count == 1 { field } else { format!("{field}#{count}") };
        if !text.is_empty() {
            self.fields.push((field, text.to_owned()));
        }
    }

    fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

/// Adds what differs between two lists of fields.
fn differing(measure: &str, ours: Fields, theirs: Fields, differences: &mut Vec<Difference>) {
    let mut others: HashMap<String, String> = theirs.fields.iter().cloned().collect();
    let mut add = |field: String, left: String, right: String| {
        if left != right {
            let (left, right) = (Some(left), Some(right));
            differences.push(Difference { measure: measure.to_owned(), field, left, right });
        }
    };
    for (field, text) in ours.fields {
        let other = others.remove(&field).unwrap_or_default();
        add(field, text, other);
    }
    for (field, _) in theirs.fields {
        if let Some(text) = others.remove(&field) {
            add(field, String::new(), text);
        }
    }
}

/// What a report says as a whole, part by part. Its title is that of its file: those of
/// the report and of the workbook behind it differ.
fn parts(report: &Report) -> [(&'static str, Fields); 6] {
    let mut parts = [
        ("fiscal_year", Fields::default()),
        ("legend", Fields::default()),
        ("layout", Fields::default()),
        ("structure", Fields::default()),
        ("totals", Fields::default()),
        ("highlights", Fields::default()),
    ];
    let [year, legend, layout, structure, totals, highlights] = &mut parts;
    if let Some(fiscal_year) = &report.fiscal_year {
        year.1.add("fiscal_year".to_owned(), &fiscal_year.period());
    }
    for entry in &report.legend.entries {
        legend.1.add(format!("legend.{}", plain(&entry.symbol)), &plain(&entry.label));
    }
    columns(report, &mut layout.1);
    for pillar in &report.structure {
        for field in &pillar.fields {
            let name = format!("structure.{}.{}", pillar.name, field.number);
            structure.1.add(name, &field.name);
        }
    }
    if let Some(declared) = &report.declared {
        let own = report.fiscal_year.as_ref().map(|it| it.year);
        declared.rows.iter().for_each(|row| counts(row, own, &mut totals.1));
    }
    for highlight in &report.highlights {
        highlights.1.add(format!("highlights.{}", highlight.id), &highlight.text);
    }
    parts
}

/// The columns of the tables of measures, and whether they have a role.
fn columns(report: &Report, fields: &mut Fields) {
    let mut columns: BTreeMap<String, &str> = BTreeMap::new();
    for table in &report.layout.tables {
        let unclaimed = table.unclaimed.iter().map(|header| (plain(header), "unclaimed"));
        columns.extend(unclaimed);
        columns.extend(table.claimed.iter().map(|header| (plain(header), "claimed")));
    }
    columns.iter().for_each(|(header, what)| fields.add(format!("layout.{header}"), what));
}

/// A row of declared totals. A caption may say the year of the report, or leave it out.
fn counts(row: &TotalsRow, own: Option<i32>, fields: &mut Fields) {
    let other = row.year.filter(|year| Some(*year) != own);
    let year = other.map(|year| format!("@{year}")).unwrap_or_default();
    let of = |name: &str| format!("totals.{}{year}.{name}", row.label);
    for (symbol, count) in &row.counts {
        fields.add(of(symbol), &count.to_string());
    }
    for (symbol, percent) in &row.percents {
        fields.add(of(&format!("{symbol}_percent")), &percent.to_string());
    }
    fields.add(of("total"), &row.total.map(|it| it.to_string()).unwrap_or_default());
}

/// Every text of a measure.
fn texts(measure: &Measure) -> Fields {
    let mut found = Fields::default();
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let groups: Vec<&str> = measure.groups.iter().map(|it| it.name.as_str()).collect();
    found.add("groups".to_owned(), &groups.join(" > "));
    found.add("id".to_owned(), &option(&measure.id));
    found.add("name".to_owned(), &option(&measure.name));
    found.add("bureaus".to_owned(), &measure.bureaus.join("\n"));
    let is_one = measure.indicators.len() == 1;
    for (at, indicator) in measure.indicators.iter().enumerate() {
        let of = if is_one { String::new() } else { format!("indicators[{at}].") };
        of_indicator(indicator, &of, &mut found);
    }
    for rated in &measure.ratings {
        let of = rated.indicator.filter(|_| !is_one).map(|at| format!("indicators[{at}]."));
        let named = [("by", &rated.by), ("aspect", &rated.aspect)];
        let named = named.into_iter().filter_map(|(what, it)| Some((what, it.as_ref()?)));
        let named: String = named.map(|(what, it)| format!("[{what}={it}]")).collect();
        let year = at_year(rated.fiscal_year);
        found.add(format!("{}rating{year}{named}", of.unwrap_or_default()), &rated.symbol);
    }
    let status = match measure.status {
        Status::Evaluated => "evaluated",
        Status::Pending => "pending",
        Status::NotSet => "not_set",
        Status::Abolished => "abolished",
    };
    found.add("status".to_owned(), status);
    let texts = &measure.texts;
    let others = [
        ("reason", &measure.reason),
        ("remarks", &measure.remarks),
        ("texts.deed", &texts.deed),
        ("texts.plan", &texts.plan),
        ("texts.next", &texts.next),
    ];
    others.into_iter().for_each(|(field, text)| found.add(field.to_owned(), &option(text)));
    for extra in &measure.extra {
        found.add(format!("extra.{}", extra.header), &extra.text);
    }
    found
}

fn of_indicator(indicator: &Indicator, of: &str, found: &mut Fields) {
    let kind = indicator.kind.map_or("", |kind| match kind {
        IndicatorKind::Activity => "activity",
        IndicatorKind::Output => "output",
        IndicatorKind::Outcome => "outcome",
    });
    let direction = indicator.direction.map_or("", |side| match side {
        Side::Up => "up",
        Side::Down => "down",
    });
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    found.add(format!("{of}indicator"), &indicator.text);
    found.add(format!("{of}indicator.id"), &option(&indicator.id));
    found.add(format!("{of}indicator.kind"), kind);
    found.add(format!("{of}indicator.of"), &option(&indicator.of));
    found.add(format!("{of}indicator.direction"), direction);
    let unit = indicator.unit.as_ref().map_or("", |unit| unit.text.as_str());
    found.add(format!("{of}indicator.unit"), unit);
    for value in &indicator.values {
        let year = at_year(value.fiscal_year);
        found.add(format!("{of}{}{year}", value.role.code()), &value.text);
    }
}

fn at_year(year: Option<i32>) -> String {
    year.map(|year| format!("@{year}")).unwrap_or_default()
}
