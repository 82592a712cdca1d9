//! T190: the annex must give the counts and sums that the caller expects.
//!
//! **Why.** A published total is a regression test of the reading itself: in
//! CI, `--expect 126/15/28` fails when a row was lost or misread.
//!
//! **How.** Each count that is expected is compared with the measures (or the
//! indicators, where the report counts those). For each that differs, the rows that
//! could be the cause are named: those without an understood rating, and those of the
//! rating that has as many too many. Rows and sums of columns are compared likewise.

mod notation;

use crate::finding::{Code, Finding, Message};
use crate::layout;
use crate::report::{Counted, Measure, Report, ValueRole};
use crate::value::{Rating, number};
use rust_decimal::Decimal;

/// What a report is expected to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectation {
    /// How many measures.
    rows: Option<u64>,
    /// How many measures of a rating, by its place in the list of ratings, by the word
    /// of a rating, or by the symbol or the label of the report's legend.
    counts: Vec<(Name, u64)>,
    /// The sums of columns, by the header of the column or the name of its role.
    sums: Vec<(String, Decimal)>,
}

/// By what a count is known.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    /// So many-th of 126/15/28/10/45.
    Nth(usize),
    Word(String),
}

/// The ratings in the order in which counts without a name stand.
const RATINGS: [(Rating, &str, &str); 5] = [
    (Rating::Achieved, "達成", "achieved"),
    (Rating::MostlyAchieved, "概ね達成", "mostly achieved"),
    (Rating::NotAchieved, "未達成", "not achieved"),
    (Rating::Pending, "集計中", "pending"),
    (Rating::NotSet, "指標未設定", "not set"),
];

/// How many rows a message names.
const ROWS_NAMED_MAX: usize = 12;

impl Expectation {
    /// Reads `126/15/28`, `126/15/28/10/45` (達成/概ね達成/未達成/集計中/指標未設定), or
    /// names: `達成=126,◯=15,施策=225`. Digits and signs of both widths. None for
    /// anything else.
    pub fn parse(text: &str) -> Option<Expectation> {
        notation::parse(text)
    }

    /// So many measures.
    pub fn with_rows(mut self, rows: u64) -> Expectation {
        self.rows = Some(rows);
        self
    }

    /// So many measures of a rating: 達成, or a symbol or a label of the legend.
    pub fn with_count(mut self, name: &str, count: u64) -> Expectation {
        self.counts.push((Name::Word(name.to_owned()), count));
        self
    }

    /// The sum of a column: the header of a column that has no place of its own
    /// (予算額), or a role (target, actual …, 目標, 実績 …). None where the sum is no
    /// number.
    pub fn with_sum(mut self, column: &str, sum: &str) -> Option<Expectation> {
        self.sums.push((column.to_owned(), number::parse(sum).ok()?));
        Some(self)
    }

    /// One finding for each count or sum that differs.
    pub fn check(&self, report: &Report) -> Vec<Finding> {
        let marks = marks(report);
        let found: Vec<u64> = self
            .counts
            .iter()
            .map(|(name, _)| marks.iter().filter(|it| is_of(it, name, report)).count() as u64)
            .collect();
        let rows = report.measures.len() as u64;
        let mut findings: Vec<Finding> = self
            .rows
            .filter(|expected| *expected != rows)
            .map(|expected| differs("施策", "measures", &expected.to_string(), &rows.to_string()))
            .into_iter()
            .collect();
        findings.extend(
            (0..self.counts.len())
                .filter(|&at| self.counts.get(at).map(|it| it.1) != found.get(at).copied())
                .filter_map(|at| self.count_differs(report, &marks, at, &found)),
        );
        findings.extend(self.sums.iter().filter_map(|(column, expected)| {
            let Some(sum) = sum(report, column) else {
                return Some(differs(column, column, &expected.to_string(), "―"));
            };
            let (expected, found) = (expected.normalize(), sum.normalize());
            let (expected, found) = (expected.to_string(), found.to_string());
            (expected != found).then(|| differs(column, column, &expected, &found))
        }));
        findings
    }

    fn count_differs(
        &self,
        report: &Report,
        marks: &[Mark<'_>],
        at: usize,
        found: &[u64],
    ) -> Option<Finding> {
        let (name, expected) = self.counts.get(at)?;
        let found_here = found.get(at)?;
        let (ja, en) = words(name, report);
        let rows = self.suspects(report, marks, at, found);
        let named = rows.iter().take(ROWS_NAMED_MAX).map(|it| it.measure.label());
        let mut list = named.collect::<Vec<_>>().join(", ");
        if rows.len() > ROWS_NAMED_MAX {
            list.push_str(&format!(", … ({})", rows.len()));
        }
        if list.is_empty() {
            list.push('―');
        }
        let message = Message::new(
            format!("「{ja}」は{expected}のはずですが、{found_here}です。原因になりうる行: {list}"),
            format!("{en}: expected {expected}, found {found_here}; rows that it could be: {list}"),
        );
        let finding = Finding::new(Code::T190, message);
        Some(finding.comparing(expected.to_string(), found_here.to_string()))
    }

    /// Rows that could be the cause. Where this rating has too few, they were
    /// read as another that has too many, or not understood at all; where it
    /// has too many, they are among its own.
    fn suspects<'a, 'm>(
        &self,
        report: &Report,
        marks: &'a [Mark<'m>],
        at: usize,
        found: &[u64],
    ) -> Vec<&'a Mark<'m>> {
        let has_more = |at: usize| found.get(at).copied() > self.counts.get(at).map(|it| it.1);
        let of = |at: usize| self.counts.get(at).map(|it| &it.0);
        let is_of = |mark: &Mark<'_>, at| of(at).is_some_and(|name| is_of(mark, name, report));
        if has_more(at) {
            return marks.iter().filter(|mark| is_of(mark, at)).collect();
        }
        let others: Vec<usize> =
            (0..self.counts.len()).filter(|&other| other != at && has_more(other)).collect();
        let too_many = |mark: &&Mark<'_>| others.iter().any(|&other| is_of(mark, other));
        let is_asked = |mark: &&Mark<'_>| (0..self.counts.len()).any(|at| is_of(mark, at));
        let pending = |mark: &&Mark<'_>| mark.rating == Some(Rating::Pending) && !is_asked(mark);
        // A letter that the legend knows is understood, whatever word it means.
        let unclear = |mark: &&Mark<'_>| mark.rating.is_none() && !is_asked(mark);
        let mut rows: Vec<&Mark<'_>> = marks.iter().filter(unclear).collect();
        rows.extend(marks.iter().filter(too_many));
        rows.extend(marks.iter().filter(pending));
        rows
    }
}

/// A rating that counts.
struct Mark<'a> {
    measure: &'a Measure,
    rating: Option<Rating>,
    symbol: &'a str,
}

/// Every rating that counts: one a measure, or one an indicator where the report counts
/// those or a measure has none of its own.
fn marks(report: &Report) -> Vec<Mark<'_>> {
    let counts_indicators = report.counted.counted == Counted::Indicators;
    let of = |measure| {
        let Measure { rating, rating_symbol, ratings, .. }: &Measure = measure;
        let own =
            Mark { measure, rating: *rating, symbol: rating_symbol.as_deref().unwrap_or_default() };
        let parts: Vec<Mark<'_>> = ratings
            .iter()
            .filter(|it| it.is_main && (it.indicator.is_some() || rating_symbol.is_none()))
            .map(|it| Mark { measure, rating: it.rating, symbol: &it.symbol })
            .collect();
        let has_own = rating.is_some() || rating_symbol.is_some();
        // A rating of several indicators together is one of each of them.
        if parts.is_empty() || has_own && !counts_indicators { vec![own] } else { parts }
    };
    report.measures.iter().flat_map(of).collect()
}

/// Whether a rating is one of this name.
fn is_of(mark: &Mark<'_>, name: &Name, report: &Report) -> bool {
    match name {
        Name::Nth(at) if has_words(report) => {
            RATINGS.get(*at).is_some_and(|it| mark.rating == Some(it.0))
        }
        // A legend of letters: the counts are of its steps, as they stand.
        Name::Nth(at) => {
            let entry = report.known.entries.get(*at);
            entry.is_some_and(|entry| report.known.entry(mark.symbol) == Some(entry))
        }
        Name::Word(word) => {
            let folded = layout::fold(word);
            let rating = RATINGS.iter().find(|it| layout::fold(it.1) == folded || it.2 == folded);
            match (report.known.entry(word), rating) {
                (Some(entry), _) => report.known.entry(mark.symbol) == Some(entry),
                (None, Some((rating, ..))) => mark.rating == Some(*rating),
                (None, None) => !folded.is_empty() && layout::fold(mark.symbol) == folded,
            }
        }
    }
}

/// Whether any rating of the report is one of the five words.
fn has_words(report: &Report) -> bool {
    report.known.is_empty() || report.known.entries.iter().any(|it| it.rating.is_some())
}

/// How a count is called in messages.
fn words(name: &Name, report: &Report) -> (String, String) {
    match name {
        Name::Word(word) => (word.clone(), word.clone()),
        Name::Nth(at) if has_words(report) => {
            RATINGS.get(*at).map_or_else(Default::default, |it| (it.1.to_owned(), it.2.to_owned()))
        }
        Name::Nth(at) => {
            let symbol = report.known.entries.get(*at).map(|it| it.symbol.clone());
            let symbol = symbol.unwrap_or_else(|| format!("{}", at + 1));
            (symbol.clone(), symbol)
        }
    }
}

/// The sum of a column; none where the report has no such column.
fn sum(report: &Report, column: &str) -> Option<Decimal> {
    let folded = layout::fold(column);
    let year = report.year();
    let is_named = |role: &ValueRole| role.code() == folded || layout::fold(role.name()) == folded;
    let role = ValueRole::ALL.into_iter().find(is_named);
    let mut numbers: Vec<Decimal> = Vec::new();
    for measure in &report.measures {
        let extra = measure.extra.iter().filter(|it| layout::fold(&it.header) == folded);
        numbers.extend(extra.filter_map(|it| it.number));
        if let Some(role) = role {
            let values = measure.indicators.iter().filter_map(|it| it.of_report(role, year));
            numbers.extend(values.flat_map(|it| &it.parts).filter_map(|it| it.number));
        }
    }
    let has_any = !numbers.is_empty();
    let sum = numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
    sum.filter(|_| has_any)
}

fn differs(ja: &str, en: &str, expected: &str, found: &str) -> Finding {
    let message = Message::new(
        format!("「{ja}」は{expected}のはずですが、{found}です。"),
        format!("{en}: expected {expected}, found {found}"),
    );
    Finding::new(Code::T190, message).comparing(expected, found)
}

#[cfg(test)]
mod tests {
    use super::{Expectation, ROWS_NAMED_MAX};
    use crate::checks::samples::{Sample, report};
    use crate::report::Counted;

    const MEASURES: &[(&str, &str)] = &[
        ("く", "◎"),
        ("く", "◎"),
        ("く", "△"),
        ("ぎ", "◯"),
        ("ぎ", "■"),
        ("ぎ", "―"),
        ("ぎ", "?"),
    ];

    fn said(expected: &Expectation, report: &crate::report::Report) -> Vec<String> {
        expected.check(report).into_iter().map(|it| it.message.en).collect()
    }

    #[track_caller]
    fn check(expected: &str, findings: &[&str]) {
        let report = Sample { measures: MEASURES, ..Sample::default() }.report();
        assert_eq!(said(&Expectation::parse(expected).unwrap(), &report), findings, "{expected}");
    }

    #[test]
    fn counts() {
        check("2/1/1", &[]);
        check("2/1/1/1/1", &[]);
        check("達成=2,概ね達成=1,◎=2,○=1,pending=1,施策=7", &[]);
        check("3/1/1", &["achieved: expected 3, found 2; rows that it could be: 7, 5"]);
        check("2/1/1/1/2", &["not set: expected 2, found 1; rows that it could be: 7"]);
        let both = [
            "achieved: expected 1, found 2; rows that it could be: 1, 2",
            "mostly achieved: expected 2, found 1; rows that it could be: 7, 1, 2, 5",
        ];
        check("1/2/1", &both);
        check("Ａ＝１", &["A: expected 1, found 0; rows that it could be: 7, 5"]);
        check("施策=8", &["measures: expected 8, found 7"]);
    }

    #[test]
    fn the_first_of_many_rows() {
        let list = |count: usize| {
            let measures = vec![("く", "?"); count];
            let report = Sample { measures: &measures, ..Sample::default() }.report();
            said(&Expectation::parse("1/0/0").unwrap(), &report).concat()
        };
        let most = ROWS_NAMED_MAX;
        assert!(list(1).ends_with(": 1") && list(most).ends_with(&format!(", {most}")));
        assert!(list(most + 1).ends_with(&format!(", {most}, … ({})", most + 1)));
    }

    #[test]
    fn a_legend_in_another_order() {
        let legend = "凡例　△未達成　○概ね達成　◎達成";
        let measures = &[("く", "◎"), ("く", "◎"), ("く", "△"), ("く", "Ｚ")];
        let report = Sample { measures, legend, ..Sample::default() }.report();
        let said = |text| said(&Expectation::parse(text).unwrap(), &report);
        assert!(said("2/0/1").is_empty() && said("Z=1").is_empty() && said("Y=0").is_empty());
    }

    #[test]
    fn ratings_of_indicators() {
        let rows = ["1|あ|数|1件|1件|◎", "2|い|数|1件|1件|△"];
        let legend = ["凡例　◎達成　○概ね達成　△未達成"];
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &legend);
        let other = report.measures.remove(1);
        let measure = &mut report.measures[0];
        measure.ratings.extend(other.ratings);
        for (at, rated) in measure.ratings.iter_mut().enumerate() {
            rated.indicator = Some(at);
        }
        let mut earlier = measure.ratings[0].clone();
        earlier.is_main = false;
        measure.ratings.push(earlier);
        let mut of_all = measure.ratings[0].clone();
        of_all.indicator = None;
        measure.ratings.push(of_all);
        let is = |report: &_, text| said(&Expectation::parse(text).unwrap(), report).is_empty();
        // The measure has a rating of its own, which counts where measures do.
        assert!(is(&report, "1/0/0"));
        report.counted.counted = Counted::Indicators;
        assert!(is(&report, "1/0/1"));
        report.counted.counted = Counted::Measures;
        report.measures[0].rating = None;
        assert!(is(&report, "0/0/0"));
        report.measures[0].rating_symbol = None;
        assert!(is(&report, "2/0/1"));
    }

    #[test]
    fn a_legend_of_letters() {
        let rows = ["1|あ|数|1件|1件|A", "2|い|数|1件|1件|C"];
        let legend = ["凡例　A：順調　B：やや遅れ　C：遅れ"];
        let report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &legend);
        let said = |text| said(&Expectation::parse(text).unwrap(), &report);
        assert!(said("1/0/1").is_empty() && said("A=1,遅れ=1").is_empty());
        assert_eq!(said("1/1/1"), ["B: expected 1, found 0; rows that it could be: ―"]);
    }

    #[test]
    fn sums_of_columns() {
        let rows = ["1|あ|数|3件|2件|1,200|◎", "2|い|数|4.5件|※|800|■"];
        let report = report("番号|施策名|成果指標|目標|実績|予算額（千円）|評価", &rows, &[]);
        let said =
            |column, sum| said(&Expectation::default().with_sum(column, sum).unwrap(), &report);
        assert!(said("予算額(千円)", "2,000").is_empty() && said("目標", "7.50").is_empty());
        assert_eq!(said("actual", "3"), ["actual: expected 3, found 2"]);
        assert_eq!(said("決算額", "3"), ["決算額: expected 3, found ―"]);
        assert!(Expectation::default().with_sum("目標", "x").is_none());
    }
}
