//! Totals: those that the report declares, and those that its rows give.

use super::{Declared, Measure, Pillar, prose};
use crate::layout;
use crate::place::Place;
use crate::table::{Contents, Entry, Table};
use crate::text;
use crate::value::{Legend, Rating, number};
use rust_decimal::Decimal;

/// One row of totals.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalsRow {
    /// The pillar, or 合計.
    pub label: String,
    /// How many measures of each rating.
    pub counts: Counts,
    /// The shares, where the report prints them.
    pub percents: Percents,
    /// Where it is declared; `None` for what was computed.
    pub place: Option<Place>,
}

/// How many measures of each rating.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// ◎
    pub achieved: Option<u64>,
    /// ○
    pub mostly_achieved: Option<u64>,
    /// △
    pub not_achieved: Option<u64>,
    /// The three together.
    pub total: Option<u64>,
    /// ■, which the total leaves out.
    pub pending: Option<u64>,
}

/// Shares in percent, exactly as printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Percents {
    /// ◎
    pub achieved: Option<Decimal>,
    /// ○
    pub mostly_achieved: Option<Decimal>,
    /// △
    pub not_achieved: Option<Decimal>,
    /// Those that the report adds up, usually ◎ and ○.
    pub total: Option<Decimal>,
}

/// What a column of a table of totals counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Of(Rating),
    Total,
}

/// The totals that the report declares in a table and in its prose.
pub(super) fn declared(contents: &Contents, legend: &Legend) -> Option<Declared> {
    // The rows of tables of measures were taken: a count at their side is none of a row.
    let rows =
        contents.tables.iter().map(|table| rows(table, legend)).find(|rows| !rows.is_empty());
    let prose = prose::read(contents);
    if rows.is_none() && prose == prose::ProseNumbers::default() {
        return None;
    }
    Some(Declared { rows: rows.unwrap_or_default(), prose })
}

/// A table of totals has at least this many columns that name a rating.
const RATINGS_MIN: usize = 3;

fn rows(table: &Table, legend: &Legend) -> Vec<TotalsRow> {
    let kinds: Vec<Option<Kind>> = table
        .columns
        .iter()
        .map(|column| kind(column.path.last().map_or("", String::as_str), legend))
        .collect();
    let ratings = kinds.iter().filter(|kind| matches!(kind, Some(Kind::Of(_)))).count();
    if ratings < RATINGS_MIN {
        return Vec::new();
    }
    table
        .rows
        .iter()
        .filter_map(|row| {
            let label: String = row.cells.first()?.text.split_whitespace().collect();
            let mut declared = TotalsRow {
                label,
                counts: Counts::default(),
                percents: Percents::default(),
                place: Some(row.place.clone()),
            };
            for entry in &row.cells {
                if let Some(kind) = kinds.get(entry.col).copied().flatten() {
                    take(&mut declared, kind, entry);
                }
            }
            (declared.counts != Counts::default()).then_some(declared)
        })
        .collect()
}

fn kind(header: &str, legend: &Legend) -> Option<Kind> {
    let folded = layout::fold(header);
    let folded = folded.trim_matches(['(', ')']);
    match folded {
        "計" | "合計" | "総計" => Some(Kind::Total),
        word => legend.read(word).map(Kind::Of),
    }
}

fn take(row: &mut TotalsRow, kind: Kind, entry: &Entry) {
    let folded = layout::fold(&entry.text);
    let folded = folded.trim_matches(['(', ')']);
    if let Some(percent) = folded.strip_suffix('%') {
        let percent = number::parse(percent).ok();
        match kind {
            Kind::Of(Rating::Achieved) => row.percents.achieved = percent,
            Kind::Of(Rating::MostlyAchieved) => row.percents.mostly_achieved = percent,
            Kind::Of(Rating::NotAchieved) => row.percents.not_achieved = percent,
            Kind::Total => row.percents.total = percent,
            Kind::Of(Rating::Pending | Rating::NotSet) => {}
        }
        return;
    }
    let count = text::normalize(folded).replace(',', "").parse().ok();
    match kind {
        Kind::Of(Rating::Achieved) => row.counts.achieved = count,
        Kind::Of(Rating::MostlyAchieved) => row.counts.mostly_achieved = count,
        Kind::Of(Rating::NotAchieved) => row.counts.not_achieved = count,
        Kind::Of(Rating::Pending) => row.counts.pending = count,
        Kind::Of(Rating::NotSet) => {}
        Kind::Total => row.counts.total = count,
    }
}

/// Counts the measures: each pillar in the order of the plan, then 合計.
pub(super) fn compute(structure: &[Pillar], measures: &[Measure]) -> Vec<TotalsRow> {
    let mut labels: Vec<&str> = structure.iter().map(|pillar| pillar.name.as_str()).collect();
    for measure in measures {
        if let Some(pillar) = pillar(measure)
            && !labels.contains(&pillar)
        {
            labels.push(pillar);
        }
    }
    let mut rows: Vec<TotalsRow> = labels
        .into_iter()
        .map(|label| count(label, measures.iter().filter(|it| pillar(it) == Some(label))))
        .collect();
    rows.push(count("合計", measures.iter()));
    rows
}

/// The outermost of several groups.
fn pillar(measure: &Measure) -> Option<&str> {
    let [outer, _, ..] = measure.groups.as_slice() else { return None };
    Some(&outer.name)
}

fn count<'a>(label: &str, measures: impl Iterator<Item = &'a Measure>) -> TotalsRow {
    let (mut achieved, mut mostly, mut not, mut pending) = (0, 0, 0, 0);
    for rating in measures.flat_map(Measure::counted) {
        match rating {
            Some(Rating::Achieved) => achieved += 1,
            Some(Rating::MostlyAchieved) => mostly += 1,
            Some(Rating::NotAchieved) => not += 1,
            Some(Rating::Pending) => pending += 1,
            Some(Rating::NotSet) | None => {}
        }
    }
    TotalsRow {
        label: label.to_owned(),
        counts: Counts {
            achieved: Some(achieved),
            mostly_achieved: Some(mostly),
            not_achieved: Some(not),
            total: Some(achieved + mostly + not),
            pending: Some(pending),
        },
        percents: Percents::default(),
        place: None,
    }
}

#[cfg(test)]
mod tests {
    use super::declared;
    use crate::layout;
    use crate::table::Contents;
    use crate::table::samples;

    /// The label and the first count that a table of one row declares; cells are
    /// parted by `|`.
    #[track_caller]
    fn check(header: &str, row: &str, expected: Option<(&str, Option<u64>)>) {
        let header: Vec<&str> = header.split('|').collect();
        let table = samples::table(&header, &[row]);
        let contents = Contents { tables: vec![table], ..Contents::default() };
        let found = declared(&contents, &layout::usual_legend());
        let found =
            found.as_ref().map(|it| (it.rows[0].label.as_str(), it.rows[0].counts.achieved));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_count_is_declared_by_a_table_of_its_own() {
        check("区分|◎|○|△", "合計|2|1|1", Some(("合計", Some(2))));
    }
}
