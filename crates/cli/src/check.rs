//! `tenken check`: what the checks say of each document, in one form or several.
//!
//! A document is read where documents are read, maybe in a worker, which hands on a
//! [`Checked`]; here all of them are gathered, compared with the baseline, and printed.

pub(crate) mod baseline;
pub(crate) mod forms;
mod annotations;
mod pages;
mod sarif;
mod text;

use crate::arguments::{Arguments, Check};
use crate::batch;
use crate::isolation::Reader;
use crate::screen::Screen;
use crate::speech::Speech;
use crate::task::{Document, Outcome, Stop};
use forms::Form;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use tenken::{Finding, Message, Place, Report, Severity};

/// What was said of one document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(crate) file: String,
    pub(crate) measures: usize,
    pub(crate) findings: Vec<Said>,
}

/// A finding in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) code: String,
    /// `error`, `warning` or `info`.
    pub(crate) severity: String,
    pub(crate) ja: String,
    pub(crate) en: String,
    pub(crate) measure: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) column: Option<String>,
    pub(crate) fingerprint: String,
    /// Where, as a person says it.
    pub(crate) place: Option<String>,
    /// The page, from 1, where there are pages.
    pub(crate) page: Option<usize>,
    pub(crate) expected: Option<String>,
    pub(crate) found: Option<String>,
    /// Whether the baseline has it.
    pub(crate) known: bool,
}

impl Checked {
    /// The findings of a report that were asked for, the worst first.
    pub(crate) fn new(report: &Report, findings: &[Finding]) -> Checked {
        let mut findings: Vec<&Finding> = findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity()));
        Checked {
            file: report.source.file.clone(),
            measures: report.measures.len(),
            findings: findings.into_iter().map(Said::new).collect(),
        }
    }
}

impl Said {
    fn new(finding: &Finding) -> Said {
        let page = match finding.place {
            Some(Place::Page { page, .. }) => Some(page),
            _ => None,
        };
        Said {
            code: finding.code.as_str().to_owned(),
            severity: finding.code.severity().words().en,
            ja: finding.message.ja.clone(),
            en: finding.message.en.clone(),
            measure: finding.measure.clone(),
            key: finding.key.clone(),
            column: finding.column.map(str::to_owned),
            fingerprint: finding.fingerprint(),
            place: finding.place.as_ref().map(ToString::to_string),
            page,
            expected: finding.expected.clone(),
            found: finding.found.clone(),
            known: false,
        }
    }

    /// How much it matters.
    pub(crate) fn level(&self) -> Severity {
        match self.severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        }
    }

    /// The sentence in the language of the person.
    pub(crate) fn words(&self, speech: &Speech) -> String {
        speech.choose(&self.ja, &self.en)
    }
}

/// All documents of a run.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) documents: Vec<Checked>,
    /// How many could not be read.
    pub(crate) failed: usize,
}

impl Run {
    /// Every finding with the file that it is of.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&str, &Said)> {
        self.documents.iter().flat_map(|it| it.findings.iter().map(|said| (it.file.as_str(), said)))
    }

    /// How many findings of a severity the baseline does not have.
    pub(crate) fn count(&self, level: Severity) -> usize {
        self.findings().filter(|(_, said)| !said.known && said.level() == level).count()
    }

    /// What was checked, and what came of it, in one line.
    pub(crate) fn closing(&self) -> Message {
        let measures: usize = self.documents.iter().map(|it| it.measures).sum();
        let known = self.findings().filter(|(_, said)| said.known).count();
        let [errors, warnings, infos] =
            [Severity::Error, Severity::Warning, Severity::Info].map(|it| self.count(it));
        let mut ja = format!("{measures}施策を点検：エラー{errors}、警告{warnings}、情報{infos}");
        let mut en = format!(
            "{measures} measures checked: {errors} errors, {warnings} warnings, {infos} infos"
        );
        if known > 0 {
            ja.push_str(&format!("、既知{known}"));
            en.push_str(&format!(", {known} known"));
        }
        if self.failed > 0 {
            ja.push_str(&format!("、読めない文書{}", self.failed));
            en.push_str(&format!(", {} documents not read", self.failed));
        }
        Message::new(ja, en)
    }
}

/// Checks all inputs and prints what was found, in each form that is asked for.
pub(crate) fn check(arguments: &Arguments, asked: &Check, speech: &Speech) -> io::Result<Outcome> {
    let found = batch::find(&asked.inputs, speech);
    if found.is_empty() {
        return Ok(batch::none_found(speech));
    }
    let (reader, _) = Reader::new(arguments, 1);
    let (mut run, mut outcome) = (Run::default(), Outcome::Clean);
    for found in found {
        match read(arguments, speech, &reader, found) {
            Ok(checked) => run.documents.push(checked),
            Err(stop) => {
                run.failed += 1;
                outcome = outcome.max(batch::failed(stop, speech)?);
            }
        }
    }
    if run.documents.is_empty() {
        return Ok(outcome);
    }
    if let Some(file) = &asked.baseline.file {
        let written = baseline::apply(file, asked.baseline.update, &mut run);
        if let Err(words) = written {
            speech.error(&format!("{}: {words}", file.display()));
            return Ok(Outcome::Failed);
        }
    }
    for (form, file) in &asked.reports.list {
        let printed = print(*form, asked, &run, speech);
        match file {
            Some(file) => fs::write(file, printed)?,
            None => Screen::new().write(printed.as_bytes())?,
        }
    }
    let threshold = asked.fail_on.severity();
    let fails = run.findings().any(|(_, said)| !said.known && said.level() >= threshold);
    Ok(if fails { outcome.max(Outcome::Found) } else { outcome })
}

fn read(
    arguments: &Arguments,
    speech: &Speech,
    reader: &Reader,
    found: Result<batch::Found, crate::task::Failure>,
) -> Result<Checked, Stop> {
    let fail = |failure| Stop::Failed(vec![failure]);
    let found = found.map_err(fail)?;
    let bytes = found.read().map_err(fail)?;
    let documents = vec![Document { names: vec![found.name.clone()], bytes }];
    let mut text = Vec::new();
    let mut sink = |_: u32, bytes: &[u8]| text.write_all(bytes);
    reader.perform(arguments, speech, documents, &mut sink)?;
    serde_json::from_slice(&text).map_err(|error| Stop::Output(error.into()))
}

fn print(form: Form, asked: &Check, run: &Run, speech: &Speech) -> String {
    match form {
        Form::Text => text::lines(run, speech),
        Form::Json => text::json(run),
        Form::Sarif => sarif::log(run, speech),
        Form::Junit => pages::junit(run, asked.fail_on.severity(), speech),
        Form::Markdown => pages::markdown(run, speech),
        Form::Github => annotations::github(run, speech),
        Form::Gitlab => annotations::gitlab(run, speech),
    }
}
