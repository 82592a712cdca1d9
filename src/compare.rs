//! Several reports side by side: two readings of one, or the years of one plan.
//!
//! ```text
//! readings   everything that both have, text for text: any difference is an error
//! years      which measure became which, and how it fared
//! ```
//!
//! Both match measures by what they are called, and by their numbers last: numbers
//! move up where a measure is dropped.

mod matching;
mod readings;
mod years;

pub use matching::{Certainty, MatchedBy};
pub use readings::{Difference, OnlyIn, Readings, compare};
pub use years::{
    Change, IndicatorChange, Link, Mark, Matrix, Move, Revision, Step, Thread, Years, compare_years,
};

use crate::report::Report;

/// Reports side by side, as what they are.
#[derive(Debug)]
pub enum Comparison<'a> {
    /// Two readings of one report.
    Readings(Readings<'a>),
    /// The years of one plan.
    Years(Years<'a>),
}

impl<'a> Comparison<'a> {
    /// Compares reports: two of one year, or of years that are not known, as readings of
    /// one report, unless they are said to be years of one plan; others as years.
    pub fn of(reports: &[&'a Report], are_years: bool) -> Comparison<'a> {
        match reports {
            [left, right] if !are_years && !have_two_years(left, right) => {
                Comparison::Readings(Readings::of(left, right))
            }
            _ => Comparison::Years(compare_years(reports)),
        }
    }

    /// Whether it shows an error: readings of one report are to be the same, and years
    /// of one plan are not.
    pub fn is_clean(&self) -> bool {
        match self {
            Comparison::Readings(readings) => readings.differences.is_empty(),
            Comparison::Years(_) => true,
        }
    }
}

fn have_two_years(left: &Report, right: &Report) -> bool {
    left.year().zip(right.year()).is_some_and(|(left, right)| left != right)
}
