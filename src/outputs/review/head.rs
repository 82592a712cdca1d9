//! What stands beside the pages: the report, and where each of its values was read.

use super::at::{Address, Places};
use super::leaf::View;
use super::wire::Length;
use super::wire::{
    Column, Document, Field, Finding, Measure, PageHead, Part, Step, Table, Totals, TotalsRow,
    Words,
};
use crate::finding::{Message, Severity};
use crate::layout::{self, Role};
use crate::outputs::json;
use crate::outputs::wire::Exact;
use crate::place::{Place, PlaceKey};
use crate::report::{self, CellUse, Fate, Report, Trace};
use crate::value::{Rating, Value};
use std::collections::HashMap;

/// All but the pages.
pub(super) fn of<'a>(
    report: &'a Report,
    refused: Option<&'a Message>,
    trace: &'a Trace,
    views: &'a [View],
    places: &Places<'_>,
) -> Document<'a> {
    let uses = Uses::new(report.measures.len(), trace, views);
    let year = report.fiscal_year.as_ref();
    let step = |entry: &'a crate::value::rating::Entry| Step {
        symbol: &entry.symbol,
        label: &entry.label,
        rating: entry.rating.map(Rating::code),
    };
    let totals = |rows: &'a [report::TotalsRow]| rows.iter().map(|it| totals(it, places)).collect();
    let by_key: HashMap<&str, usize> =
        report.measures.iter().enumerate().map(|(at, it)| (it.key.as_str(), at)).collect();
    Document {
        file: &report.source.file,
        sha256: &report.source.sha256,
        format: report.source.format.as_str(),
        version: env!("CARGO_PKG_VERSION"),
        title: &report.title,
        publisher: report.publisher.as_deref(),
        year: report.year(),
        year_text: year.map(|it| it.text.as_str()),
        refused: refused.map(|it| Words { ja: &it.ja, en: &it.en }),
        legend: report.legend.entries.iter().map(step).collect(),
        totals: Totals {
            declared: report.declared.as_ref().map(|it| totals(&it.rows)).unwrap_or_default(),
            computed: totals(&report.computed),
        },
        pages: views.iter().flat_map(heads).collect(),
        measures: report
            .measures
            .iter()
            .enumerate()
            .map(|(number, it)| measure(number, it, &uses, places))
            .collect(),
        findings: report.findings.iter().map(|it| finding(it, &by_key, places)).collect(),
        tables: tables(trace, views, places),
        roles: Role::names().collect(),
    }
}

fn heads(view: &View) -> Vec<PageHead<'_>> {
    match &view.place {
        Place::Page { page, .. } => vec![PageHead {
            number: Some(*page),
            width: Some(Length(view.picture.width)),
            height: Some(Length(view.picture.height)),
            sheet: None,
            block: 0,
        }],
        Place::Sheet { sheet, .. } => {
            let block = |block| PageHead {
                number: None,
                width: None,
                height: None,
                sheet: Some(&**sheet),
                block,
            };
            (0..view.blocks()).map(block).collect()
        }
    }
}

fn totals<'a>(row: &'a report::TotalsRow, places: &Places<'_>) -> TotalsRow<'a> {
    TotalsRow {
        label: &row.label,
        counts: row.counts.iter().map(|(symbol, count)| (symbol.as_str(), *count)).collect(),
        total: row.total,
        at: row.place.as_ref().and_then(|place| places.spot(place)),
    }
}

/// The cells of each measure, in the order of the pages.
struct Uses<'a> {
    by_measure: Vec<Vec<&'a CellUse>>,
    /// The cells whose text was joined to another.
    rests: HashMap<PlaceKey, Vec<&'a Place>>,
    /// The names of groups over the rows, and how many cells of measures stand before.
    bands: Vec<(usize, &'a CellUse)>,
    /// For each measure, how many of those stand before its first.
    begins: Vec<usize>,
}

impl<'a> Uses<'a> {
    fn new(measures: usize, trace: &'a Trace, views: &[View]) -> Uses<'a> {
        let mut uses = Uses {
            by_measure: vec![Vec::new(); measures],
            rests: HashMap::new(),
            bands: Vec::new(),
            begins: vec![0; measures],
        };
        let mut count = 0;
        for used in views.iter().flat_map(|it| &it.cells).filter_map(|it| trace.of(&it.place)) {
            if let Some(onto) = &used.onto {
                uses.rests.entry(onto.key()).or_default().push(&used.place);
                continue;
            }
            if used.fate == Fate::Band {
                uses.bands.push((count, used));
            }
            count += usize::from(!used.measures.is_empty());
            for &measure in &used.measures {
                if let Some(own) = uses.by_measure.get_mut(measure) {
                    let begin = uses.begins.get_mut(measure).filter(|_| own.is_empty());
                    if let Some(begin) = begin {
                        *begin = count;
                    }
                    own.push(used);
                }
            }
        }
        uses
    }

    /// The cell at a place and what was joined to it.
    fn whole(&self, place: &Place, places: &Places<'_>) -> Vec<Address> {
        let mut found = places.cell(place).to_vec();
        for rest in self.rests.get(&place.key()).into_iter().flatten() {
            found.extend(places.cell(rest));
        }
        found
    }

    /// The name of a group that stands over a measure.
    fn band(&self, measure: usize, name: &str, places: &Places<'_>) -> Vec<Address> {
        let (begin, name) = (self.begins.get(measure).copied().unwrap_or(0), layout::fold(name));
        let before = self.bands.iter().rev().filter(|(count, _)| *count < begin);
        let own = before.map(|it| it.1).find(|it| layout::fold(&it.text).ends_with(&name));
        own.map(|it| self.whole(&it.place, places)).unwrap_or_default()
    }

    /// The cells of a measure with a role that say a text, or all with that role; where
    /// none has it, what says it in another column.
    fn saying(&self, measure: usize, role: &str, text: &str, places: &Places<'_>) -> Vec<Address> {
        let says = |text: &str| layout::fold(text);
        let own = || self.by_measure.get(measure).into_iter().flatten();
        let filled = || own().filter(|it| !it.text.trim().is_empty());
        let wanted = says(text);
        let mut all: Vec<&&CellUse> = filled().filter(|it| it.role == role).collect();
        if all.is_empty() {
            let is_part =
                |own: String| own == wanted || (own.chars().count() > 1 && wanted.contains(&own));
            all = filled().filter(|it| is_part(says(&it.text))).collect();
        }
        let holds = |it: &&&CellUse| {
            let own = says(&it.text);
            wanted.contains(&own) || own.contains(&wanted)
        };
        let saying: Vec<&&CellUse> = all.iter().copied().filter(holds).collect();
        let chosen = if saying.is_empty() { all } else { saying };
        let mut found: Vec<Address> =
            chosen.into_iter().flat_map(|it| self.whole(&it.place, places)).collect();
        found.dedup();
        found
    }
}

fn measure<'a>(
    number: usize,
    measure: &'a report::Measure,
    uses: &Uses<'a>,
    places: &Places<'_>,
) -> Measure<'a> {
    let mut fields = Vec::new();
    let text = |role: &'a str, text: Option<&'a str>| {
        let text = text.filter(|it| !it.is_empty())?;
        Some(Field { cells: uses.saying(number, role, text, places), ..plain(role, text) })
    };
    const GROUPS: [&str; 9] = [
        "group:1", "group:2", "group:3", "group:4", "group:5", "group:6", "group:7", "group:8",
        "group:9",
    ];
    fields.extend(text("id", measure.id_text.as_deref()));
    let groups = GROUPS.iter().zip(&measure.groups);
    fields.extend(groups.filter_map(|(role, group)| {
        let field = text(role, Some(&group.name))?;
        let band = || uses.band(number, &group.name, places);
        let cells = if field.cells.is_empty() { band() } else { field.cells };
        Some(Field { cells, ..field })
    }));
    fields.extend(text("name", measure.name.as_deref()));
    fields.extend(measure.bureaus.iter().filter_map(|it| text("bureau", Some(it))));
    let is_many = measure.indicators.len() > 1;
    for (index, indicator) in measure.indicators.iter().enumerate() {
        let of = |field: Field<'a>| Field { indicator: is_many.then_some(index), ..field };
        fields.extend(text("indicator", Some(&indicator.text)).map(of));
        fields.extend(indicator.values.iter().map(|it| of(value(it, uses, places))));
        let own = measure.ratings.iter().filter(|it| it.indicator == Some(index));
        fields.extend(own.map(|it| of(rating(it, uses, places))));
    }
    let own = measure.ratings.iter().filter(|it| it.indicator.is_none());
    fields.extend(own.map(|it| rating(it, uses, places)));
    fields.extend(text("reason", measure.reason.as_deref()));
    fields.extend(text("remarks", measure.remarks.as_deref()));
    fields.extend(text("deed", measure.texts.deed.as_deref()));
    fields.extend(text("plan", measure.texts.plan.as_deref()));
    fields.extend(text("next", measure.texts.next.as_deref()));
    fields.extend(measure.extra.iter().map(|it| Field {
        cells: uses.saying(number, &it.header, &it.text, places),
        header: Some(&it.header),
        ..plain("extra", &it.text)
    }));
    Measure {
        key: &measure.key,
        id: measure.id.as_deref(),
        name: measure.name.as_deref(),
        groups: measure.groups.iter().map(|it| it.name.as_str()).collect(),
        bureaus: &measure.bureaus,
        rating: measure.rating.map(Rating::code),
        symbol: measure.rating_symbol.as_deref(),
        fields,
        at: places.spot(&measure.place),
    }
}

fn plain<'a>(role: &'a str, text: &'a str) -> Field<'a> {
    Field {
        role,
        header: None,
        year: None,
        indicator: None,
        text,
        cells: Vec::new(),
        spot: None,
        parts: Vec::new(),
    }
}

fn value<'a>(value: &'a report::IndicatorValue, uses: &Uses<'a>, places: &Places<'_>) -> Field<'a> {
    let cells = uses.whole(&value.place, places);
    let spot = if cells.is_empty() { places.spot(&value.place) } else { None };
    Field {
        year: value.fiscal_year,
        cells,
        spot,
        parts: value.parts.iter().map(part).collect(),
        ..plain(value.role.code(), &value.text)
    }
}

fn rating<'a>(rated: &'a report::Rated, uses: &Uses<'a>, places: &Places<'_>) -> Field<'a> {
    let cells = uses.whole(&rated.place, places);
    let spot = if cells.is_empty() { places.spot(&rated.place) } else { None };
    Field {
        year: rated.fiscal_year,
        header: rated.aspect.as_deref().or(rated.by.as_deref()),
        cells,
        spot,
        ..plain("rating", &rated.symbol)
    }
}

fn part(value: &Value) -> Part<'_> {
    Part {
        label: value.label.as_deref(),
        number: value.number.map(Exact),
        upper: value.upper.map(Exact),
        unit: value.unit.as_ref().map(|unit| unit.text.as_str()),
        bound: value.bound.map(json::bound),
        state: value.state.map(json::state),
    }
}

fn finding<'a>(
    finding: &'a crate::finding::Finding,
    by_key: &HashMap<&str, usize>,
    places: &Places<'_>,
) -> Finding<'a> {
    Finding {
        code: finding.code.as_str(),
        severity: match finding.code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        },
        ja: &finding.message.ja,
        en: &finding.message.en,
        fingerprint: finding.fingerprint(),
        measure: finding.key.as_deref().and_then(|key| by_key.get(key).copied()),
        at: finding.place.as_ref().and_then(|place| places.spot(place)),
        expected: finding.expected.as_deref(),
        found: finding.found.as_deref(),
    }
}

/// How many tables are told of: a scan of figures may have thousands.
const TABLES_MAX: usize = 200;

fn tables<'a>(trace: &'a Trace, views: &[View], places: &Places<'_>) -> Vec<Table<'a>> {
    let mut heads: Vec<(&View, Vec<&super::leaf::SeenCell>)> = Vec::new();
    for view in views {
        let is_head = |it: &&super::leaf::SeenCell| {
            !it.text.trim().is_empty() && trace.of(&it.place).is_none()
        };
        heads.push((view, view.cells.iter().filter(is_head).collect()));
    }
    let column = |column: &'a report::TracedColumn| {
        let path: Vec<String> = column.path.iter().map(|it| layout::fold(it)).collect();
        let mut cells = Vec::new();
        for (view, heads) in &heads {
            let Some(below) = column.places.iter().find(|it| it.is_on_leaf_of(&view.place)) else {
                continue;
            };
            let above = heads
                .iter()
                .filter(|it| it.place.is_over(below) && path.contains(&layout::fold(&it.text)));
            cells.extend(above.flat_map(|it| places.cell(&it.place).iter().copied()));
        }
        let path = column.path.iter().map(|it| it.replace('\n', "")).collect::<Vec<_>>();
        Column { path: path.join("/"), role: column.role.as_deref(), why: column.why, cells }
    };
    let tables = trace.tables.iter().filter(|it| it.is_annex || it.columns.len() > 1);
    let tables = tables.take(TABLES_MAX).map(|table| Table {
        annex: table.is_annex,
        caption: table.caption.as_deref(),
        page: table.place.as_ref().and_then(|it| places.spot(it)).map(|it| it.page),
        columns: table.columns.iter().map(column).collect(),
    });
    tables.collect()
}
