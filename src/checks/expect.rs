//! T190: the annex, counted, must give the totals that the caller expects.
//!
//! **Why.** A published total is a regression test of the reading itself: in
//! CI, `--expect 126/15/28` fails when a row was lost or misread.
//!
//! **How.** The three counts are compared with the last row of the computed
//! totals. For each that differs, the rows that could be the cause are named:
//! those without an understood rating, and those of the rating that has as many
//! too many.

use crate::finding::{Code, Finding, Message};
use crate::report::{Measure, Report};
use crate::value::Rating;

/// Totals to expect: 達成 / 概ね達成 / 未達成.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation {
    counts: [u64; 3],
}

const RATINGS: [(Rating, &str, &str); 3] = [
    (Rating::Achieved, "達成", "achieved"),
    (Rating::MostlyAchieved, "概ね達成", "mostly achieved"),
    (Rating::NotAchieved, "未達成", "not achieved"),
];

/// How many rows a message names.
const ROWS_NAMED_MAX: usize = 12;

impl Expectation {
    /// Reads `126/15/28`.
    pub fn parse(text: &str) -> Option<Expectation> {
        let mut parts = text.split('/').map(|part| part.trim().parse().ok());
        let counts = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Expectation { counts })
    }

    /// One finding for each count that differs.
    pub fn check(&self, report: &Report) -> Vec<Finding> {
        let found = RATINGS.map(|(rating, ..)| of(report, rating).count() as u64);
        (0..RATINGS.len())
            .filter(|&index| found[index] != self.counts[index])
            .map(|index| self.differs(report, index, &found))
            .collect()
    }

    fn differs(&self, report: &Report, index: usize, found: &[u64; 3]) -> Finding {
        let (_, ja, en) = RATINGS[index];
        let (expected, found_here) = (self.counts[index], found[index]);
        let rows = self.suspects(report, index, found);
        let named = rows.iter().take(ROWS_NAMED_MAX).map(|it| it.label());
        let mut list = named.collect::<Vec<_>>().join(", ");
        if rows.len() > ROWS_NAMED_MAX {
            list.push_str(&format!(", … ({})", rows.len()));
        }
        if list.is_empty() {
            list.push('―');
        }
        Finding::new(
            Code::T190,
            Message::new(
                format!(
                    "「{ja}」は{expected}のはずですが、{found_here}です。原因になりうる行: {list}"
                ),
                format!(
                    "{en}: expected {expected}, found {found_here}; rows that it could be: {list}"
                ),
            ),
        )
        .comparing(expected.to_string(), found_here.to_string())
    }

    /// Rows that could be the cause. Where this rating has too few, they were
    /// read as another that has too many, or not understood at all; where it
    /// has too many, they are among its own.
    fn suspects<'a>(&self, report: &'a Report, index: usize, found: &[u64; 3]) -> Vec<&'a Measure> {
        if found[index] > self.counts[index] {
            return of(report, RATINGS[index].0).collect();
        }
        let too_many = |measure: &&Measure| {
            RATINGS.iter().enumerate().any(|(other, (rating, ..))| {
                measure.rating == Some(*rating) && found[other] > self.counts[other]
            })
        };
        let unclear = |measure: &&Measure| measure.rating.is_none();
        let mut rows: Vec<&Measure> = report.measures.iter().filter(unclear).collect();
        rows.extend(report.measures.iter().filter(too_many));
        rows.extend(of(report, Rating::Pending));
        rows
    }
}

fn of(report: &Report, rating: Rating) -> impl Iterator<Item = &Measure> {
    report.measures.iter().filter(move |measure| measure.rating == Some(rating))
}

#[cfg(test)]
mod tests {
    use super::Expectation;

    #[test]
    fn reads_three_counts() {
        let expected = Some(Expectation { counts: [126, 15, 28] });
        assert_eq!(Expectation::parse("126/15/28"), expected);
        assert_eq!(Expectation::parse(" 126 / 15 / 28 "), expected);
        for text in ["", "126/15", "126/15/28/169", "126/15/x", "-1/0/0"] {
            assert_eq!(Expectation::parse(text), None, "{text}");
        }
    }
}
