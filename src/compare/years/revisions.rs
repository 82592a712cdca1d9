//! What two reports print of one year, and print differently.

use super::changes::differ;
use super::{Step, Thread, marks};
use crate::report::{IndicatorValue, Rated, ValueRole};
use std::collections::HashMap;

/// A value or a rating of one year that a later report prints otherwise.
#[derive(Debug)]
pub struct Revision<'a> {
    /// The measure, by its place in [`super::Years::threads`].
    pub thread: usize,
    /// The indicator in the later report; none where a measure is rated.
    pub indicator: Option<&'a str>,
    /// The role of the value, or `rating`.
    pub what: &'static str,
    /// The year; none for a base or a goal that names none.
    pub fiscal_year: Option<i32>,
    /// The earlier report, by its place in [`super::Years::reports`], and its text.
    pub from: (usize, &'a str),
    /// The later one.
    pub to: (usize, &'a str),
}

/// What a value or a rating is of, within one measure: the indicator, numbered through
/// all reports, and what tells it from others there.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Value(usize, ValueRole, Option<i32>),
    Rating(Option<usize>, Option<&'a str>, Option<&'a str>, i32),
}

/// What a report prints.
#[derive(Clone, Copy)]
enum Printed<'a> {
    Value(&'a IndicatorValue),
    Rating(&'a Rated),
}

impl<'a> Printed<'a> {
    fn text(self) -> &'a str {
        match self {
            Printed::Value(value) => &value.text,
            Printed::Rating(rated) => &rated.symbol,
        }
    }

    fn differs(self, other: Printed<'_>) -> bool {
        match (self, other) {
            (Printed::Value(one), Printed::Value(other)) => differ(one, other),
            _ => marks::name(self.text()) != marks::name(other.text()),
        }
    }
}

/// All of them, measure by measure.
pub(super) fn find<'a>(threads: &[Thread<'a>]) -> Vec<Revision<'a>> {
    let mut found = Vec::new();
    for (number, thread) in threads.iter().enumerate().filter(|it| it.1.steps.len() > 1) {
        let mut known: HashMap<Key<'a>, (usize, Printed<'a>)> = HashMap::new();
        let (mut names, mut next) = (Vec::new(), 0);
        for step in &thread.steps {
            names = numbered(step, &names, &mut next);
            let mut own: HashMap<Key<'a>, (usize, Printed<'a>)> = HashMap::new();
            for (key, at, what, printed) in printed(step, &names) {
                if own.contains_key(&key) {
                    // Two cells of one year: which of them is meant is not known.
                    continue;
                }
                if let Some((report, before)) = known.get(&key)
                    && before.differs(printed)
                {
                    found.push(Revision {
                        thread: number,
                        indicator: at
                            .and_then(|at| step.measure.indicators.get(at))
                            .map(|it| it.text.as_str()),
                        what,
                        fiscal_year: year(&key),
                        from: (*report, before.text()),
                        to: (step.report, printed.text()),
                    });
                }
                own.insert(key, (step.report, printed));
            }
            known.extend(own);
        }
    }
    found
}

fn year(key: &Key<'_>) -> Option<i32> {
    match key {
        Key::Value(_, _, year) => *year,
        Key::Rating(.., year) => Some(*year),
    }
}

/// The numbers of the indicators of a step: those of the step before, where they go on.
fn numbered(step: &Step<'_>, before: &[usize], next: &mut usize) -> Vec<usize> {
    let links = step.link.iter().flat_map(|link| &link.indicators);
    let goes_on: HashMap<usize, usize> =
        links.filter_map(|it| Some((it.places.1, *before.get(it.places.0)?))).collect();
    let number = |at: usize| {
        goes_on.get(&at).copied().unwrap_or_else(|| {
            *next += 1;
            *next
        })
    };
    (0..step.measure.indicators.len()).map(number).collect()
}

type Cell<'a> = (Key<'a>, Option<usize>, &'static str, Printed<'a>);

/// What a report prints of a measure and says the year of.
fn printed<'a>(step: &Step<'a>, names: &[usize]) -> Vec<Cell<'a>> {
    let measure = step.measure;
    let mut cells: Vec<Cell<'a>> = Vec::new();
    for ((at, indicator), name) in measure.indicators.iter().enumerate().zip(names) {
        for value in &indicator.values {
            // A base or a goal without a year is the same in each report of a plan.
            let is_of_plan = matches!(value.role, ValueRole::Baseline | ValueRole::Goal);
            if value.fiscal_year.is_some() || is_of_plan {
                let key = Key::Value(*name, value.role, value.fiscal_year);
                cells.push((key, Some(at), value.role.code(), Printed::Value(value)));
            }
        }
    }
    for rated in &measure.ratings {
        let Some(year) = rated.fiscal_year else { continue };
        // The only indicator of a measure is rated as the measure is.
        let at = rated.indicator.filter(|_| measure.indicators.len() > 1);
        let name = at.and_then(|at| names.get(at)).copied();
        let key = Key::Rating(name, rated.by.as_deref(), rated.aspect.as_deref(), year);
        cells.push((key, at, "rating", Printed::Rating(rated)));
    }
    cells
}
