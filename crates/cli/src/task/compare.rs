//! Reports side by side, in the form asked for.

mod years;

use super::{Failure, Made, Outcome, Stop};
use crate::arguments::{Compare, CompareFormat};
use crate::speech::Speech;
use std::io::{self, Write};
use tenken::{Comparison, Input, Readings, Report};

/// Reads all reports and compares them.
pub(super) fn compare(
    asked: &Compare,
    speech: &Speech,
    inputs: &[Input],
    out: &mut dyn Write,
) -> Result<Made, Stop> {
    let (mut reports, mut failures): (Vec<Report>, Vec<Failure>) = (Vec::new(), Vec::new());
    for input in inputs {
        match tenken::extract(input) {
            Ok(report) => reports.push(report),
            Err(error) => failures.push(Failure::from(&error)),
        }
    }
    if !failures.is_empty() {
        return Err(Stop::Failed(failures));
    }
    let reports: Vec<&Report> = reports.iter().collect();
    let comparison = Comparison::of(&reports, asked.years);
    match (asked.format, &comparison) {
        (CompareFormat::Json, _) => tenken::write_comparison_to(&comparison, out)?,
        (CompareFormat::Csv, _) => {
            let mut table = Vec::new();
            tenken::write_comparison_table_to(&comparison, asked.tables.style(), &mut table)?;
            out.write_all(&super::convert::guarded(table, asked.tables)?)?;
        }
        (CompareFormat::Text, Comparison::Readings(readings)) => print(readings, speech, out)?,
        (CompareFormat::Text, Comparison::Years(years)) => years::print(years, speech, out)?,
    }
    let words = match &comparison {
        Comparison::Readings(readings) => words(readings, speech),
        Comparison::Years(years) => years::words(years, speech),
    };
    let outcome = if comparison.is_clean() { Outcome::Clean } else { Outcome::Found };
    Ok(Made { outcome, words, summary: None })
}

fn print(readings: &Readings<'_>, speech: &Speech, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    let [left, right] = [readings.left, readings.right].map(|it| it.source.file.as_str());
    for difference in &readings.differences {
        speech.difference(&mut lines, difference, left, right)?;
    }
    out.write_all(&lines)
}

fn words(readings: &Readings<'_>, speech: &Speech) -> Vec<String> {
    let Readings { left, right, differences, only_in_one } = readings;
    let mut words = Vec::new();
    for only in only_in_one {
        let (part, file) = (only.part, if only.is_left { left } else { right });
        let file = &file.source.file;
        words.push(speech.choose(
            &format!("{part} は {file} だけにあるため、比べていません。"),
            &format!("{part} stands in {file} alone and was not compared"),
        ));
    }
    let (left, right, count) = (left.measures.len(), right.measures.len(), differences.len());
    words.push(speech.choose(
        &format!("施策 {left}件と{right}件を比べ、相違は{count}件でした。"),
        &format!("{left} and {right} measures compared, {count} differences"),
    ));
    words
}
