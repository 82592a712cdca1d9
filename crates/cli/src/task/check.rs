//! What the checks say of documents, for the process that gathers it.

use super::{Document, Failure, Made, Outcome, Part, Stop};
use crate::arguments::{Arguments, Check};
use crate::check::Checked;
use crate::check::expectations::{self, Expectations};
use crate::check::forms::Form;
use std::io::Write;
use tenken::{ErrorCode, Finding, Input, Place, Report};

/// Reads reports that belong together and asks them, each other, and the report of the
/// year before.
pub(super) fn check(
    asked: &Check,
    arguments: &Arguments,
    documents: impl Iterator<Item = Document>,
    out: &mut dyn Write,
) -> Result<Made, Stop> {
    let mut reports: Vec<Result<Report, Failure>> = Vec::new();
    let mut before: Option<Report> = None;
    let mut expected: Option<Expectations> = None;
    let has_cutouts = asked.reports.list.iter().any(|(form, _)| *form == Form::Html);
    let mut inputs: Vec<Input> = Vec::new();
    for document in documents {
        match document.part {
            Part::Report => {
                let input = document.input(arguments);
                let read = tenken::extract(&input);
                reports.push(read.map_err(|error| Failure::from(&error)));
                inputs.extend(has_cutouts.then_some(input));
            }
            Part::Before => before = Some(tenken::extract(&document.input(arguments))?),
            Part::Expectations => {
                let name = document.names.first().map(String::as_str).unwrap_or_default();
                expected = Some(expectations::parse(name, &document.bytes)?);
            }
        }
    }
    let agreement = match reports.as_slice() {
        [Ok(one), Ok(other)] => tenken::agreement(one, other),
        _ => None,
    };
    let mut checked: Vec<Result<Checked, Failure>> = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        checked.push(match report {
            Ok(report) => {
                findings(asked, report, before.as_ref(), expected.as_ref()).map(|findings| {
                    let mut checked = Checked::new(report, &findings);
                    if let Some(input) = inputs.get(number) {
                        cut_out(input, &findings, &mut checked);
                    }
                    checked
                })
            }
            Err(failure) => Err(failure.clone()),
        });
    }
    // What two files say differently stands with the second.
    if let (Some(agreement), Some(Ok(last)), Some(Ok(report))) =
        (agreement, checked.last_mut(), reports.last())
    {
        last.findings.extend(Checked::new(report, &agreement).findings);
    }
    serde_json::to_writer(out, &checked).map_err(|error| Stop::Output(error.into()))?;
    Ok(Made { outcome: Outcome::Clean, words: Vec::new(), summary: None })
}

/// How many findings of a document are shown with a part of their page: a person looks at
/// no more.
const CUTOUTS_MAX: usize = 200;

/// Adds to findings the parts of the pages where they stand.
fn cut_out(input: &Input, findings: &[Finding], checked: &mut Checked) {
    let placed = findings.iter().enumerate().filter_map(|(at, it)| Some((at, it.place.as_ref()?)));
    let (numbers, places): (Vec<usize>, Vec<&Place>) = placed.take(CUTOUTS_MAX).unzip();
    // What can't be drawn was read all the same.
    let cutouts = tenken::cutouts(input, &places).unwrap_or_default();
    for (number, cutout) in numbers.into_iter().zip(cutouts) {
        if let Some(said) = checked.findings.get_mut(number) {
            said.cutout = cutout;
        }
    }
}

/// All that is said of a report.
fn findings(
    asked: &Check,
    report: &Report,
    before: Option<&Report>,
    expected: Option<&Expectations>,
) -> Result<Vec<Finding>, Failure> {
    let mut findings: Vec<Finding> = report.findings.clone();
    findings.extend(asked.expect.iter().flat_map(|expected| expected.check(report)));
    let file = &report.source.file;
    let expected = expected.into_iter().flat_map(|it| it.of(file));
    findings.extend(expected.flat_map(|it| it.check(report)));
    if let Some(before) = before {
        let said = tenken::against_last_year(report, before).ok_or_else(|| {
            let year = |report: &Report| report.fiscal_year.as_ref().map(|it| it.text.clone());
            let years = (year(before).unwrap_or_default(), year(report).unwrap_or_default());
            let name = &before.source.file;
            let ja = format!(
                "{}の報告書です。{file}（{}）より前の年度の報告書を --before に指定してください。",
                years.0, years.1
            );
            let en = format!(
                "it is of {}; give --before a report of a year before that of {file} ({})",
                years.0, years.1
            );
            Failure::new(name, ErrorCode::E404, &ja, &en)
        })?;
        findings.extend(said);
    }
    Ok(findings)
}
