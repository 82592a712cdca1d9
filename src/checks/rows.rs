//! What the checks of totals have in common: tables of rows, and what they add up.

use super::totals;
use crate::finding::{Code, Finding, Message};
use crate::report::{Report, TotalsRow};

/// The rows of one declared table.
pub(super) type Table<'a> = &'a [TotalsRow];

/// The declared tables.
pub(super) fn tables(report: &Report) -> impl Iterator<Item = Table<'_>> {
    let rows = report.declared.as_ref().map_or(&[][..], |declared| declared.rows.as_slice());
    rows.chunk_by(|a, b| a.table == b.table)
}

/// The rows of the outer groups of a year: those that no other row of the table holds.
/// Empty where some of them have parts and no row of their own.
pub(super) fn outer(table: Table<'_>, year: Option<i32>) -> Vec<&TotalsRow> {
    let rows = || table.iter().filter(|row| row.year == year && !row.path.is_empty());
    let depth = rows().map(|row| row.path.len()).min().unwrap_or(0);
    let outer: Vec<&TotalsRow> = rows().filter(|row| row.path.len() == depth).collect();
    let is_held = |row: &TotalsRow| outer.iter().any(|outer| row.path.starts_with(&outer.path));
    if rows().all(is_held) { outer } else { Vec::new() }
}

/// A declared table with the counts set right that T101 names.
pub(super) fn mended(report: &Report, table: Table<'_>) -> Vec<TotalsRow> {
    table.iter().map(|row| totals::mended(report, row).unwrap_or_else(|| row.clone())).collect()
}

/// The counts of a row that are not the sums of the rows that are its parts: the name,
/// the sum and the count. A row of one part alone has no sum.
pub(super) fn false_sums<'r>(
    whole: &'r TotalsRow,
    parts: &[&TotalsRow],
) -> Vec<(&'r str, u64, u64)> {
    if parts.len() < 2 {
        return Vec::new();
    }
    let is_false = |(name, count): &'r (String, u64)| {
        let counts: Option<Vec<u64>> = parts.iter().map(|row| row.count(name)).collect();
        let sum: u64 = counts?.iter().sum();
        (sum != *count).then_some((name.as_str(), sum, *count))
    };
    whole.counts.iter().filter_map(is_false).collect()
}

/// What 計 of a row may be: the counts that have a step, or all of them, with the columns
/// that are no ratings (評価なし) or without.
pub(super) fn sums_across(report: &Report, row: &TotalsRow) -> Vec<u64> {
    let has_step = |name: &str| report.known.entry(name).is_none_or(|entry| entry.step.is_some());
    let of_steps: u64 = row.counts.iter().filter(|it| has_step(&it.0)).map(|it| it.1).sum();
    let all: u64 = row.counts.iter().map(|it| it.1).sum();
    let with_others = |sum: u64| sum.saturating_add(row.others);
    let sums = [of_steps, all, with_others(of_steps), with_others(all)];
    if row.counts.is_empty() { Vec::new() } else { sums.to_vec() }
}

/// A number of a declared row that should be another.
pub(super) fn differs(
    code: Code,
    row: &TotalsRow,
    (ja, en): (&str, &str),
    expected: u64,
    found: u64,
) -> Finding {
    let label = &row.label;
    let message = Message::new(
        format!("{label}の「{ja}」は{found}と記載されていますが、内訳の和は{expected}です。"),
        format!("{label}: {en} is declared as {found}, its parts add up to {expected}"),
    );
    Finding::new(code, message)
        .comparing(expected.to_string(), found.to_string())
        .at(row.place.clone())
}
