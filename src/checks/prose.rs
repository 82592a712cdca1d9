//! T104: the numbers in the prose must be those of the tables.
//!
//! **Why.** The text is written once, and the table changes until the day of printing.
//!
//! **How.** A count of a rating in a sentence (126施策（74.6％）が「達成」), for all or for a
//! group named in quotes, is compared with the row of the declared table, or with the
//! measures where no table has it; sums (「達成」と「概ね達成」を合わせると141施策), shares
//! and 105施策中 likewise; the number of measures with an indicator with 計, that of those
//! not known yet with 集計中.
//!
//! **Tolerance.** None, but what follows from a count that T101 names; shares to the digits printed, of the same wholes as T103.

use super::percentages::{percent, wholes};
use super::totals;
use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Declared, Report, Stated, TotalsRow, counted, counterpart};
use crate::value::Rating;
use rust_decimal::Decimal;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let Some(declared) = &report.declared else { return };
    for stated in &declared.stated {
        // A group inside a group is asked by T107.
        let Some(row) = row_of(report, declared, stated) else { continue };
        let mended = totals::mended(report, row);
        let is_false = |row: &TotalsRow| !differences(report, row, stated, Code::T104).is_empty();
        if mended.as_ref().is_none_or(is_false) {
            findings.extend(differences(report, row, stated, Code::T104));
        }
    }
    findings.extend(numbers(report, declared));
}

/// The row that a sentence speaks of: a declared one that it is not itself, or else a
/// computed one.
fn row_of<'a>(
    report: &'a Report,
    declared: &'a Declared,
    stated: &Stated,
) -> Option<&'a TotalsRow> {
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    let path: Vec<String> = stated.group.iter().cloned().collect();
    let wanted = TotalsRow { path, ..report.computed.last()?.clone() };
    let in_table = |row: &&TotalsRow| row.place.as_ref() != Some(&stated.place);
    let rows: Vec<TotalsRow> = declared.rows.iter().filter(in_table).cloned().collect();
    let at = counterpart(&wanted, &rows, year)?;
    declared.rows.iter().find(|row| *row == at)
}

/// What a sentence says that its row does not.
pub(super) fn differences(
    report: &Report,
    row: &TotalsRow,
    stated: &Stated,
    code: Code,
) -> Vec<Finding> {
    let counts: Vec<u64> =
        stated.symbols.iter().map(|symbol| counted(row, symbol, &report.known)).collect();
    let has_all = stated
        .symbols
        .iter()
        .all(|symbol| row.place.is_none() || row.counts.iter().any(|it| it.0 == *symbol));
    if !has_all {
        return Vec::new();
    }
    let mut found = Vec::new();
    let count: u64 = counts.iter().sum();
    let name = stated.symbols.join("・");
    if count != stated.count {
        let (expected, found_here) = (count.to_string(), stated.count.to_string());
        found.push(differs(code, &row.label, &name, (&expected, &found_here), &stated.place));
    }
    if let Some(printed) = stated.percent.filter(|_| count == stated.count)
        && let Some(expected) = other_share(report, row, stated, printed)
    {
        let texts = (format!("{expected}％"), format!("{printed}％"));
        found.push(differs(code, &row.label, &name, (&texts.0, &texts.1), &stated.place));
    }
    if let (Some(of), Some(total)) = (stated.of, row.total)
        && of != total
        && !wholes(report, row).contains(&of)
    {
        let (expected, found_here) = (total.to_string(), of.to_string());
        found.push(differs(code, &row.label, "計", (&expected, &found_here), &stated.place));
    }
    found
}

/// What a share in a sentence should be, where it is another.
fn other_share(
    report: &Report,
    row: &TotalsRow,
    stated: &Stated,
    printed: Decimal,
) -> Option<Decimal> {
    let wholes = wholes(report, row).into_iter().chain(stated.of);
    let shares: Vec<Decimal> =
        wholes.filter_map(|whole| percent(stated.count, whole, printed.scale())).collect();
    if shares.contains(&printed) { None } else { shares.first().copied() }
}

/// The numbers of measures of the prose.
fn numbers(report: &Report, declared: &Declared) -> Vec<Finding> {
    let year = report.fiscal_year.as_ref().map(|it| it.year);
    let is_whole =
        |row: &&TotalsRow| row.path.is_empty() && (row.year.is_none() || row.year == year);
    let Some(whole) = declared.rows.iter().rev().find(is_whole) else { return Vec::new() };
    let pending = report.known.entries.iter().find(|it| it.rating == Some(Rating::Pending));
    let mended = totals::mended(report, whole);
    let mended = mended.as_ref().unwrap_or(whole);
    let pending = |row: &TotalsRow| pending.and_then(|it| row.count(&it.symbol));
    let said = &declared.prose;
    let pairs = [
        ("指標を設定している施策", said.with_indicator, whole.total, mended.total),
        ("集計中の施策", said.pending, pending(whole), pending(mended)),
    ];
    type Pair<'a> = (&'a str, Option<u64>, Option<u64>, Option<u64>);
    let differ = |(name, stated, row, mended): Pair<'_>| {
        let (stated, row) = (stated?, row.filter(|_| stated != mended)?);
        let numbers = (row.to_string(), stated.to_string());
        let place = whole.place.clone()?;
        (stated != row).then(|| differs(Code::T104, "本文", name, (&numbers.0, &numbers.1), &place))
    };
    pairs.into_iter().filter_map(differ).collect()
}

fn differs(
    code: Code,
    label: &str,
    name: &str,
    (expected, found): (&str, &str),
    place: &Place,
) -> Finding {
    let message = Message::new(
        format!("{label}の「{name}」は本文に{found}と記載されていますが、集計では{expected}です。"),
        format!("{label}: {name} is {found} in the text, {expected} in the totals"),
    );
    Finding::new(code, message).comparing(expected, found).at(Some(place.clone()))
}

#[cfg(test)]
mod tests {
    use crate::checks::samples::{Sample, codes};

    const TABLE: &[&str] = &[
        "区分|◎|○|△|計|集計中",
        "くらしのデジタル化|71|11|23|105|(10)",
        "行政のデジタル化|55|4|5|64|(0)",
        "合計|126|15|28|169|(10)",
    ];

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let report = Sample { tables: &[TABLE], paragraphs: &[text], ..Sample::default() }.report();
        assert_eq!(codes(&report, super::check), expected, "{text}");
    }

    #[test]
    fn true_prose() {
        check(
            "126施策（74.6％）が「達成」、15施策（8.9％）が「概ね達成」となりました。「達成」と「概ね達成」を合わせると141施策（83.4％）となります。",
            &[],
        );
        check(
            "「くらしのデジタル化」では105施策中、71施策（67.6％）が「達成」、「行政のデジタル化」では64施策中、55施策（85.9％）が「達成」となりました。",
            &[],
        );
        check(
            "令和６年度は197施策に取り組み、成果指標を設定している169施策の取組状況を点検しました。",
            &[],
        );
        check("「その他」では3施策が「達成」となりました。", &[]);
        check("未集計の10施策を除く。", &[]);
    }

    #[test]
    fn false_prose() {
        check("125施策が「達成」、15施策が「概ね達成」となりました。", &["T104 合計の「◎」"]);
        check("126施策（74.5％）が「達成」となりました。", &["T104 合計の「◎」"]);
        check("「達成」と「概ね達成」を合わせると142施策となります。", &["T104 合計の「◎・○」"]);
        check(
            "「くらしのデジタル化」では104施策中、71施策が「達成」となりました。",
            &["T104 くらしのデジタル化の「計」"],
        );
        check(
            "「行政のデジタル化」では64施策中、54施策が「達成」となりました。",
            &["T104 行政のデジタル化の「◎」"],
        );
        check(
            "成果指標を設定している168施策の取組状況を点検しました。",
            &["T104 本文の「指標を設定している施策」"],
        );
        check("未集計の11施策を除く。", &["T104 本文の「集計中の施策」"]);
        // The share is of what the sentence itself says that it is of.
        check("200施策中、126施策（63.0％）が「達成」となりました。", &["T104 合計の「計」"]);
    }

    #[test]
    fn which_row_a_sentence_speaks_of() {
        let of = |measures, table: &[&str], text: &str, expected: &[&str]| {
            let report =
                Sample { measures, tables: &[table], paragraphs: &[text], ..Sample::default() }
                    .report();
            assert_eq!(codes(&report, super::check), expected, "{text}");
        };
        // T101 names a wrong count of the table; the sentence that has the true one is right.
        let measures = &[("くらし", "◎"), ("くらし", "◎"), ("くらし", "△")];
        let table = ["区分|◎|○|△", "合計|1|0|1"];
        of(measures, &table, "2施策が「達成」となりました。", &[]);
        of(measures, &table, "1施策が「達成」となりました。", &[]);
        of(measures, &table, "9施策が「達成」となりました。", &["T104 合計の「◎」"]);
        of(&[], &["区分|◎|○", "合計|1|1"], "9施策が「未達成」となりました。", &[]);
        let said = "成果指標を設定している169施策の取組状況を点検しました。";
        let years = ["年度|◎|○|△|計", "令和６年度|126|15|28|169", "令和５年度|9|9|9|27"];
        of(&[], &years, said, &[]);
        of(&[], &["区分|◎|○|△|計", "合計|126|15|28|169", "くらし|71|11|23|105"], said, &[]);
    }
}
