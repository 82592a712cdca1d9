//! Ratings through the years.

use super::super::matching::plain;
use super::changes::Move;
use super::{Step, Thread};
use crate::report::{Measure, Report};
use crate::value::Rating;
use std::cmp::Ordering;
use std::collections::HashMap;

/// How often each rating of one report became which of the next.
#[derive(Debug)]
pub struct Matrix {
    /// The earlier report.
    pub from: usize,
    /// The later report.
    pub to: usize,
    /// Rating in the one, rating in the other, how many measures; in the order of the
    /// legends. An empty text is a measure without a rating, none a report without the
    /// measure.
    pub cells: Vec<(Option<String>, Option<String>, usize)>,
}

/// The rating that a measure shows for the year of its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark<'a> {
    /// As printed.
    pub symbol: &'a str,
    /// Its step in the legend, 1 the best.
    pub step: Option<u64>,
    /// Understood.
    pub rating: Option<Rating>,
}

/// Its own, or the one that all of its indicators have.
pub(super) fn mark(measure: &Measure) -> Option<Mark<'_>> {
    let mut main = measure.ratings.iter().filter(|it| it.is_main);
    if let Some(symbol) = &measure.rating_symbol {
        let step = main.find(|it| it.symbol == *symbol).and_then(|it| it.step);
        return Some(Mark { symbol, step: step.map(|it| it as u64), rating: measure.rating });
    }
    let first = main.next()?;
    let is_one = main.all(|it| it.symbol == first.symbol);
    let step = first.step.map(|it| it as u64);
    is_one.then_some(Mark { symbol: &first.symbol, step, rating: first.rating })
}

/// A rating under one name, whatever circle a font has.
pub(super) fn name(symbol: &str) -> String {
    plain(symbol).replace(['◯', '〇'], "○")
}

fn name_of(measure: &Measure) -> String {
    mark(measure).map(|mark| name(mark.symbol)).unwrap_or_default()
}

/// Where the rating of a measure moved: by the steps of legends that have the same
/// number of them, else by what both mean.
pub(super) fn moved(from: (&Report, &Measure), to: (&Report, &Measure)) -> Option<Move> {
    let (before, after) = (mark(from.1)?, mark(to.1)?);
    let have_one_scale = from.0.legend.entries.len() == to.0.legend.entries.len();
    let steps = before.step.zip(after.step).filter(|_| have_one_scale);
    let meanings = || before.rating.and_then(rank).zip(after.rating.and_then(rank));
    let (before, after) = steps.or_else(meanings)?;
    Some(match after.cmp(&before) {
        Ordering::Less => Move::Better,
        Ordering::Equal => Move::Same,
        Ordering::Greater => Move::Worse,
    })
}

/// How good a rating is, 1 the best; none where it says why there is none.
fn rank(rating: Rating) -> Option<u64> {
    match rating {
        Rating::Achieved => Some(1),
        Rating::MostlyAchieved => Some(2),
        Rating::NotAchieved => Some(3),
        Rating::Pending | Rating::NotSet => None,
    }
}

/// How many measures of a report have which rating.
pub(super) fn totals(report: &Report) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let names = report.measures.iter().map(name_of);
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let order = order(&[report]);
    let mut totals: Vec<(String, usize)> = counts.into_iter().collect();
    totals.sort_by_cached_key(|(name, _)| (rank_in(&order, name), name.clone()));
    totals
}

/// The ratings of legends, in their order.
fn order(reports: &[&Report]) -> HashMap<String, usize> {
    let symbols = reports.iter().flat_map(|report| &report.legend.entries);
    let mut order = HashMap::new();
    for (at, entry) in symbols.enumerate() {
        order.entry(name(&entry.symbol)).or_insert(at);
    }
    order
}

/// The place of a rating among those of legends; others come behind, none last.
fn rank_in(order: &HashMap<String, usize>, name: &str) -> usize {
    let other = if name.is_empty() { usize::MAX } else { usize::MAX - 1 };
    order.get(name).copied().unwrap_or(other)
}

/// How often a rating in one report became one in the next.
type Moves = HashMap<(Option<String>, Option<String>), usize>;

/// How ratings moved from each report to the next.
pub(super) fn matrices(reports: &[&Report], threads: &[Thread<'_>]) -> Vec<Matrix> {
    let mut matrices: Vec<Moves> = vec![Moves::new(); reports.len().saturating_sub(1)];
    for thread in threads {
        for (from, counts) in matrices.iter_mut().enumerate() {
            let of = |number: usize| {
                let is_of = |step: &&Step<'_>| step.report == number;
                thread.steps.iter().find(is_of).map(|step| name_of(step.measure))
            };
            let cell = (of(from), of(from + 1));
            if cell != (None, None) {
                *counts.entry(cell).or_default() += 1;
            }
        }
    }
    let pairs = matrices.into_iter().zip(reports.windows(2)).enumerate();
    pairs
        .map(|(from, (counts, pair))| {
            let order = order(pair);
            let mut cells: Vec<_> =
                counts.into_iter().map(|((from, to), count)| (from, to, count)).collect();
            let rank = |name: &Option<String>| {
                let rank = name.as_ref().map(|it| rank_in(&order, it));
                (name.is_none(), rank, name.clone())
            };
            cells.sort_by_cached_key(|(from, to, _)| (rank(from), rank(to)));
            Matrix { from, to: from + 1, cells }
        })
        .collect()
}
