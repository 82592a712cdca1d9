//! T103: a percentage must be its count over the count of all.
//!
//! **Why.** Shares are computed apart from the counts beside them, or typed.
//!
//! **How.** For each declared row that has counts and shares, the count is divided by 計,
//! by the sum of those with a step, or by the sum of all, and rounded half up to the
//! digits printed. The share of a sum (計) may be of the best steps together, as 達成 and
//! 概ね達成, or of all.
//!
//! **Tolerance.** None: a share that was cut or adjusted so that all add up to 100 is
//! named. What follows from a count that T101 names is not said again.

use super::rows::{sums_across, tables};
use super::totals;
use crate::finding::{Code, Finding, Message};
use crate::report::{Report, TotalsRow};
use rust_decimal::{Decimal, RoundingStrategy};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    for row in tables(report).flatten() {
        let mended = totals::mended(report, row);
        let shares = row.percents.iter().filter(|(name, share)| {
            mended.as_ref().is_none_or(|row| of(report, row, name, *share).is_some())
        });
        findings.extend(shares.filter_map(|(name, share)| of(report, row, name, *share)));
    }
}

fn of(report: &Report, row: &TotalsRow, name: &str, printed: Decimal) -> Option<Finding> {
    let counts = match row.count(name) {
        Some(count) => vec![count],
        // The sum of the best steps, the more the later: 達成 and 概ね達成 first.
        None => best_steps(row),
    };
    let wholes = wholes(report, row);
    let share = |count: u64, whole: u64| percent(count, whole, printed.scale());
    let mut pairs =
        counts.iter().flat_map(|&count| wholes.iter().map(move |&whole| (count, whole)));
    if pairs.clone().any(|(count, whole)| share(count, whole) == Some(printed)) {
        return None;
    }
    let (count, whole) = pairs.next()?;
    let expected = share(count, whole)?;
    Some(differs(row, name, (expected, printed), (count, whole)))
}

/// What shares may be of.
pub(super) fn wholes(report: &Report, row: &TotalsRow) -> Vec<u64> {
    row.total
        .into_iter()
        .chain(row.subtotal)
        .chain(sums_across(report, row))
        .filter(|whole| *whole > 0)
        .collect()
}

/// The first two counts together, then more of them, then one alone.
pub(super) fn best_steps(row: &TotalsRow) -> Vec<u64> {
    let sums = row.counts.iter().scan(0, |sum, (_, count)| {
        *sum += count;
        Some(*sum)
    });
    let mut sums: Vec<u64> = sums.collect();
    if !sums.is_empty() {
        sums.rotate_left(1);
    }
    sums.extend(row.total);
    sums
}

/// A share in percent, rounded half up to so many digits.
pub(super) fn percent(count: u64, whole: u64, digits: u32) -> Option<Decimal> {
    let hundredfold = Decimal::from(count).checked_mul(Decimal::ONE_HUNDRED)?;
    let exact = hundredfold.checked_div(Decimal::from(whole))?;
    Some(exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
}

fn differs(
    row: &TotalsRow,
    name: &str,
    (expected, printed): (Decimal, Decimal),
    (count, whole): (u64, u64),
) -> Finding {
    let label = &row.label;
    let message = Message::new(
        format!(
            "{label}の「{name}」の割合は{printed}％と記載されていますが、{count}÷{whole}は{expected}％です。"
        ),
        format!(
            "{label}: the share of {name} is printed as {printed} %, {count} of {whole} is {expected} %"
        ),
    );
    Finding::new(Code::T103, message)
        .comparing(expected.to_string(), printed.to_string())
        .at(row.place.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::samples::{Sample, codes};

    #[track_caller]
    fn check(table: &[&str], expected: &[&str]) {
        let report = Sample { tables: &[table], ..Sample::default() }.report();
        assert_eq!(codes(&report, super::check), expected, "{table:?}");
    }

    #[test]
    fn true_shares() {
        check(&["評価|施策数|割合", "◎|126|74.6%", "○|15|8.9%", "△|28|16.6%", "計|169|100%"], &[]);
        check(
            &[
                "|施策数/◎|施策数/○|施策数/△|施策数/計|達成率/◎|達成率/○|達成率/計",
                "くらし|71|11|23|105|67.6%|10.5%|78.1%",
            ],
            &[],
        );
        check(&["区分|◎|○|△", "合計|1（50%）|1（50%）|0（0%）"], &[]);
        check(&["区分|◎|○|△|計", "合計|0|0|0|0", "|―|―|―|―"], &[]);
        // Of all, those that are not known yet too.
        check(&["区分|◎|○|△|■", "合計|1（25%）|1（25%）|1（25%）|1（25%）"], &[]);
    }

    #[test]
    fn false_shares() {
        check(
            &["評価|施策数|割合", "◎|126|74.5%", "○|15|8.9%", "△|28|16.6%"],
            &["T103 合計の「◎」の割合"],
        );
        check(
            &["|施策数/◎|施策数/○|施策数/△|施策数/計|達成率/計", "くらし|71|11|23|105|78.0%"],
            &["T103 くらしの「計」の割合"],
        );
        // Cut, not rounded.
        // 計 is none, and the sum of the counts is.
        check(&["区分|◎|○|△|計", "合計|1（60%）|1（50%）|0（0%）|0"], &["T103 合計の「◎」の割合"]);
        check(&["区分|◎|○|△", "合計|2（66.6%）|1（33.3%）|0（0%）"], &["T103 合計の「◎」の割合"]);
    }

    #[test]
    fn sums_of_the_best_steps() {
        let steps = |row: &str| {
            let table = ["|施策数/◎|施策数/○|施策数/△|施策数/計|達成率/計", row];
            let report = Sample { tables: &[&table], ..Sample::default() }.report();
            best_steps(&report.declared.unwrap().rows[0])
        };
        assert_eq!(steps("くらし|71|11|23|105|78.1%"), [82, 105, 71, 105]);
        let table = ["区分|◎|○|△", "合計|1|1|1"];
        let report = Sample { tables: &[&table], ..Sample::default() }.report();
        let mut row = report.declared.unwrap().rows.remove(0);
        row.counts.clear();
        assert!(best_steps(&row).is_empty());
    }

    #[test]
    fn rounding() {
        let share = |count, whole, digits| percent(count, whole, digits).map(|it| it.to_string());
        assert_eq!(share(1, 8, 1).as_deref(), Some("12.5"));
        assert_eq!(share(1, 8, 0).as_deref(), Some("13"));
        assert_eq!(share(2, 3, 1).as_deref(), Some("66.7"));
        assert_eq!(share(1, 0, 1), None);
    }
}
