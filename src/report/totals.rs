//! Totals: those that the report declares, and those that its measures give.
//!
//! Counts are kept by the symbol of the report's legend where it knows the word of the
//! column, and else by the word printed, so that four, five and six steps stay apart.

mod cell;
mod form;
mod labels;

use super::{Measure, Pillar, Report, prose};
use crate::layout;
use crate::place::Place;
use crate::table::Contents;
use crate::value::Legend;
use crate::value::era::header;
use rust_decimal::Decimal;

pub use prose::{FieldCount, ProseNumbers, Stated};

/// One row of totals.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalsRow {
    /// As the report has it, without white space: a group, 合計, a year.
    pub label: String,
    /// The groups that it counts, outermost first; empty where it counts all.
    pub path: Vec<String>,
    /// The year that it is about, where the row, the column or the caption says one.
    pub year: Option<i32>,
    /// How many of each symbol or word, in the order of the table or the legend.
    pub counts: Vec<(String, u64)>,
    /// The shares in percent, exactly as printed, by symbol or by the word of the column
    /// of totals.
    pub percents: Vec<(String, Decimal)>,
    /// All that have a step.
    pub total: Option<u64>,
    /// 小計 of some of them, of which shares may be: 小計 | 実績値なし | 合計.
    pub subtotal: Option<u64>,
    /// What is counted of several ratings together.
    pub together: Vec<Together>,
    /// What columns beside the ratings count that are none: 評価なし.
    pub others: u64,
    /// Where it is declared; `None` for what was computed.
    pub place: Option<Place>,
    /// Which of the declared tables it stands in.
    pub table: usize,
}

impl TotalsRow {
    /// How many of a symbol or word; none where the row has no such column.
    pub fn count(&self, symbol: &str) -> Option<u64> {
        self.counts.iter().find(|it| it.0 == symbol).map(|it| it.1)
    }

    /// The share of a symbol or word, in percent.
    pub fn percent(&self, symbol: &str) -> Option<Decimal> {
        self.percents.iter().find(|it| it.0 == symbol).map(|it| it.1)
    }
}

/// A count of several ratings together: ◎+○.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// Their symbols or words, joined by +.
    pub name: String,
    /// Each of them.
    pub symbols: Vec<String>,
    /// How many.
    pub count: u64,
}

/// The totals that a report declares.
#[derive(Debug, Clone)]
pub struct Declared {
    /// Rows of its tables of totals; those of its sentences where it has no such table.
    pub rows: Vec<TotalsRow>,
    /// Numbers of measures in its prose.
    pub prose: ProseNumbers,
    /// Counts by rating in its prose.
    pub stated: Vec<Stated>,
    /// Numbers of fields in its prose.
    pub fields: Vec<FieldCount>,
}

/// What totals count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Counted {
    /// Each measure once.
    #[default]
    Measures,
    /// Each indicator once.
    Indicators,
}

/// What the computed totals count, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountedBy {
    /// The one that meets the declared totals; measures where both do, or none.
    pub counted: Counted,
    /// Measures of the report, rated or not.
    pub measures: u64,
    /// Their indicators.
    pub indicators: u64,
}

/// What the cells of a report are read through.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// The legend, or what symbols usually mean.
    pub(super) known: &'a Legend,
    /// Whether that is the report's own legend.
    pub(super) is_own: bool,
    /// What its columns of ratings hold.
    pub(super) used: &'a [String],
    /// The year of the report.
    pub(super) year: Option<i32>,
}

impl Words<'_> {
    /// The name under which a rating or a word for it is counted; none for other words.
    pub(super) fn symbol(&self, text: &str) -> Option<String> {
        let folded = layout::fold(text);
        let word = folded.trim_matches(['(', ')', '「', '」', '【', '】']);
        if word.is_empty() || word.chars().nth(WORD_CHARS_MAX).is_some() {
            return None;
        }
        let text: String = text.split_whitespace().collect();
        let text = text.trim_matches(['(', ')', '（', '）', '「', '」', '【', '】']);
        let is_used = || self.used.iter().find(|used| layout::fold(used) == word);
        if self.known.knows(text) {
            return Some(self.name(text));
        }
        is_used().map(|used| self.name(used))
    }

    /// The names that a header counts together: ◎+○, （◎・○）.
    fn together(&self, text: &str) -> Option<Vec<String>> {
        let folded = layout::fold(text);
        let bare =
            folded.trim_matches(['(', ')', '「', '」', '【', '】']).trim_end_matches(['計', 'の']);
        let parts = bare.split(['+', '・', '&']);
        let names: Vec<String> = parts.map(|it| self.symbol(it)).collect::<Option<_>>()?;
        (names.len() > 1).then_some(names)
    }

    /// Whether what is counted under a name is a step of the rating: 集計中 is none.
    fn has_step(&self, name: &str) -> bool {
        self.known.entry(name).is_none_or(|entry| entry.step.is_some())
    }

    /// The symbol of the report's legend, or what is printed.
    fn name(&self, text: &str) -> String {
        let printed = || crate::text::normalize(text).trim().to_owned();
        if self.is_own { self.known.symbol_of(text) } else { printed() }
    }
}

/// The longest word of a rating, in characters: 努力を要する（未達成）.
const WORD_CHARS_MAX: usize = 16;

/// The totals that the report declares in tables and in its prose.
pub(super) fn declared(
    contents: &Contents,
    is_annex: &[bool],
    words: Words<'_>,
) -> Option<Declared> {
    let mut rows: Vec<TotalsRow> = Vec::new();
    for (table, is_annex) in contents.tables.iter().zip(is_annex) {
        let number = rows.last().map_or(0, |row| row.table + 1);
        let found = form::rows(table, *is_annex, words);
        rows.extend(found.into_iter().map(|row| TotalsRow { table: number, ..row }));
    }
    let numbers = prose::read(contents);
    let stated = prose::stated(contents, words);
    let fields = prose::fields(contents);
    if rows.is_empty() {
        rows = of_sentences(&stated);
    }
    let is_none = rows.is_empty()
        && stated.is_empty()
        && fields.is_empty()
        && numbers == ProseNumbers::default();
    (!is_none).then_some(Declared { rows, prose: numbers, stated, fields })
}

/// The rows that sentences give: one for each group that they name.
fn of_sentences(stated: &[Stated]) -> Vec<TotalsRow> {
    let mut rows: Vec<TotalsRow> = Vec::new();
    for it in stated {
        let [symbol] = it.symbols.as_slice() else { continue };
        let path: Vec<String> = it.group.iter().cloned().collect();
        let at = rows.iter().position(|row| row.path == path).unwrap_or(rows.len());
        if at == rows.len() {
            let label = it.group.clone().unwrap_or_else(|| WHOLE.to_owned());
            rows.push(TotalsRow { path, place: Some(it.place.clone()), ..row(&label) });
        }
        let Some(row) = rows.get_mut(at) else { continue };
        if row.count(symbol).is_some() {
            continue;
        }
        row.counts.push((symbol.clone(), it.count));
        row.percents.extend(it.percent.map(|percent| (symbol.clone(), percent)));
        row.total = row.total.or(it.of);
    }
    // One rating alone is an example: ◎は5施策ありました.
    rows.retain(|row| row.counts.len() >= 2);
    rows
}

/// The label of the row of all measures.
pub(super) const WHOLE: &str = "合計";

/// A row that counts nothing yet.
fn row(label: &str) -> TotalsRow {
    TotalsRow {
        label: label.to_owned(),
        path: Vec::new(),
        year: None,
        counts: Vec::new(),
        percents: Vec::new(),
        total: None,
        subtotal: None,
        together: Vec::new(),
        others: 0,
        place: None,
        table: 0,
    }
}

/// A measure as totals see it.
struct Record<'a> {
    groups: Vec<&'a str>,
    bureaus: &'a [String],
    indicators: usize,
    /// Its own rating, as printed; those of its indicators where it has none.
    own: Vec<&'a str>,
    /// Those of its indicators; its own where they have none.
    each: Vec<&'a str>,
}

fn record(measure: &Measure) -> Record<'_> {
    let own: Vec<&str> = measure.rating_symbol.as_deref().into_iter().collect();
    let main = measure.ratings.iter().filter(|it| it.is_main);
    let each: Vec<&str> = main.map(|it| it.symbol.as_str()).collect();
    Record {
        groups: measure.groups.iter().map(|group| group.name.as_str()).collect(),
        bureaus: &measure.bureaus,
        indicators: measure.indicators.iter().filter(|it| !it.text.is_empty()).count(),
        own: if own.is_empty() { each.clone() } else { own.clone() },
        each: if each.is_empty() { own } else { each },
    }
}

impl<'a> Record<'a> {
    /// What it adds to totals.
    fn symbols(&self, by: Counted) -> Vec<&'a str> {
        match by {
            Counted::Measures => self.own.clone(),
            Counted::Indicators => self.each.clone(),
        }
    }
}

/// Counts the measures: each pillar in the order of the plan, other groups and bureaus
/// that the report declares totals of, then 合計.
pub(super) fn compute(
    structure: &[Pillar],
    measures: &[Measure],
    declared: Option<&Declared>,
    words: Words<'_>,
) -> (Vec<TotalsRow>, CountedBy) {
    let records: Vec<Record<'_>> = measures.iter().map(record).collect();
    let rows = declared.map_or(&[][..], |declared| declared.rows.as_slice());
    let of_measures = computed(structure, &records, rows, words, Counted::Measures);
    let of_indicators = computed(structure, &records, rows, words, Counted::Indicators);
    let missed = |computed: &[TotalsRow]| {
        let differ = |row: &TotalsRow| {
            let Some(other) = counterpart(row, computed, words.year) else { return 0 };
            row.counts
                .iter()
                .filter(|(name, count)| counted(other, name, words.known) != *count)
                .count()
        };
        rows.iter().map(differ).sum::<usize>()
    };
    let is_of_indicators = missed(&of_indicators) < missed(&of_measures);
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let by = CountedBy {
        counted: if is_of_indicators { Counted::Indicators } else { Counted::Measures },
        measures: number(measures.len()),
        indicators: number(records.iter().map(|it| it.indicators).sum()),
    };
    (if is_of_indicators { of_indicators } else { of_measures }, by)
}

fn computed(
    structure: &[Pillar],
    records: &[Record<'_>],
    declared: &[TotalsRow],
    words: Words<'_>,
    by: Counted,
) -> Vec<TotalsRow> {
    let mut labels: Vec<&str> = structure.iter().map(|pillar| pillar.name.as_str()).collect();
    for record in records {
        if let Some(outer) = record.groups.first().filter(|outer| !labels.contains(*outer)) {
            labels.push(outer);
        }
    }
    let is_of = |record: &Record<'_>, path: &[String]| {
        path.iter().all(|name| record.groups.iter().any(|group| is_same_group(group, name)))
    };
    let mut rows: Vec<TotalsRow> = Vec::new();
    for label in labels {
        let own = records.iter().filter(|it| it.groups.first() == Some(&label));
        rows.push(TotalsRow { path: vec![label.to_owned()], ..count(label, own, words, by) });
    }
    for row in declared.iter().filter(|row| !row.path.is_empty()) {
        if counterpart(row, &rows, words.year).is_some() {
            continue;
        }
        let groups: Vec<&Record<'_>> = records.iter().filter(|it| is_of(it, &row.path)).collect();
        let bureau = || match row.path.as_slice() {
            [name] => {
                let is_of =
                    |it: &&Record<'_>| it.bureaus.iter().any(|own| is_same_group(own, name));
                records.iter().filter(is_of).collect()
            }
            _ => Vec::new(),
        };
        let own = if groups.is_empty() { bureau() } else { groups };
        if !own.is_empty() {
            let counted = count(&row.label, own.into_iter(), words, by);
            rows.push(TotalsRow { path: row.path.clone(), ..counted });
        }
    }
    rows.push(count(WHOLE, records.iter(), words, by));
    rows
}

fn count<'r, 'a: 'r>(
    label: &str,
    records: impl Iterator<Item = &'r Record<'a>>,
    words: Words<'_>,
    by: Counted,
) -> TotalsRow {
    // Each symbol of the report's legend is counted, if only to say that there is none.
    let mut counts: Vec<(String, u64)> = Vec::new();
    if words.is_own {
        counts.extend(words.known.entries.iter().map(|entry| (entry.symbol.clone(), 0)));
    }
    let mut total = 0;
    for symbol in records.flat_map(|record| record.symbols(by)) {
        let name = words.name(symbol);
        total += u64::from(words.has_step(symbol));
        match counts.iter_mut().find(|it| it.0 == name) {
            Some(count) => count.1 += 1,
            None => counts.push((name, 1)),
        }
    }
    TotalsRow { counts, total: Some(total), ..row(label) }
}

/// What the measures of one sheet give: totals below them count no others.
pub(crate) fn on_sheet(report: &Report, name: &str) -> TotalsRow {
    let words =
        Words { known: &report.known, is_own: !report.legend.is_empty(), used: &[], year: None };
    let is_on = |it: &&Measure| matches!(&it.place, Place::Sheet { sheet, .. } if &**sheet == name);
    let records: Vec<Record<'_>> = report.measures.iter().filter(is_on).map(record).collect();
    count(WHOLE, records.iter(), words, report.counted.counted)
}

/// How many a computed row has of what another row calls `name`.
pub(crate) fn counted(computed: &TotalsRow, name: &str, known: &Legend) -> u64 {
    let entry = known.entry(name);
    let is_it = |other: &str| {
        other == name || entry.is_some_and(|entry| known.entry(other).is_some_and(|it| it == entry))
    };
    computed.counts.iter().filter(|it| is_it(&it.0)).map(|it| it.1).sum()
}

/// The computed row that counts what a declared one does; none where nothing tells, or
/// where the declared one is of another year.
pub(crate) fn counterpart<'a>(
    row: &TotalsRow,
    computed: &'a [TotalsRow],
    year: Option<i32>,
) -> Option<&'a TotalsRow> {
    if row.year.is_some() && row.year != year {
        return None;
    }
    if row.path.is_empty() {
        return computed.iter().rev().find(|other| other.path.is_empty());
    }
    let is_it = |other: &&TotalsRow| {
        let inner = other.path.iter().rev().zip(row.path.iter().rev());
        let is_same = |(ours, theirs): (&String, &String)| is_same_group(ours, theirs);
        !other.path.is_empty()
            && other.path.len() == row.path.len()
            && inner.into_iter().all(is_same)
    };
    let mut found = computed.iter().filter(is_it);
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// Whether two texts name one group: the same but for its number and for brackets.
pub(crate) fn is_same_group(one: &str, other: &str) -> bool {
    let (one, other) = (layout::fold(one), layout::fold(other));
    let (bare, other_bare) = (without_number(&one), without_number(&other));
    !one.is_empty() && (one == other || !bare.is_empty() && bare == other_bare)
}

/// A folded group without the number in front: 1 くらし, (2)行政, 基本目標3:安全, 施策群1.
fn without_number(folded: &str) -> &str {
    const KINDS: &[&str] = &[
        "基本目標",
        "基本方針",
        "基本施策",
        "施策群",
        "施策の柱",
        "重点目標",
        "政策",
        "施策",
        "目標",
        "方針",
        "分野",
        "章",
        "柱",
        "第",
    ];
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || "()[]【】「」『』<>.:-・,、①②③④⑤⑥⑦⑧⑨⑩ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ■●◆○□◇▼".contains(c)
            || c == '章'
            || c == '節'
    };
    let body = folded.trim_start_matches(is_mark);
    let numbered = KINDS.iter().find_map(|kind| {
        let rest = body.strip_prefix(kind)?;
        rest.starts_with(|c: char| is_mark(c)).then_some(rest)
    });
    let name = numbered.unwrap_or(body).trim_start_matches(is_mark);
    // 第１分野, 第２編
    let parts = ["分野", "編", "部", "期"];
    let part = parts.iter().find_map(|part| name.strip_prefix(part));
    let name = part.filter(|_| body.starts_with('第') && numbered.is_some()).unwrap_or(name);
    let name = name.trim_end_matches(['」', '』', '】', '>']);
    if name.is_empty() { folded } else { name }
}

/// The year that a text is about, where it says one and nothing else counts: H27, 令和５
/// 年度の結果.
pub(super) fn year_of(text: &str, report: Option<i32>) -> Option<i32> {
    let read = header::read(text, header::Context { plan: None, report });
    let years = read.years.filter(|years| years.first == years.last)?;
    read.others.is_empty().then_some(years.last)
}

#[cfg(test)]
mod tests;
