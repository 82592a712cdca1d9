//! `tenken check`: what the checks say of each document, in one form or several.
//!
//! Documents are read where documents are read, maybe in a worker, which hands on a
//! [`Checked`] each; here all of them are gathered, governed by the settings, compared
//! with the baselines, and printed.

pub(crate) mod forms;
pub(crate) mod settings;
pub(crate) mod expectations;
mod annotations;
pub(crate) mod baseline;
mod date;
mod html;
mod inputs;
mod pages;
mod said;
mod sarif;
mod text;

pub(crate) use said::{Checked, Run, Said};

use crate::arguments::{Arguments, Check};
use crate::batch;
use crate::isolation::Reader;
use crate::publish::checking;
use crate::screen::Screen;
use crate::speech::Speech;
use crate::task::{Failure, Outcome, Stop};
use forms::Form;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Checks all inputs and prints what was found, in each form that is asked for.
pub(crate) fn check(arguments: &Arguments, asked: &Check, speech: &Speech) -> io::Result<Outcome> {
    let (inputs, published) = checking::split(asked);
    let found = batch::find(&inputs, speech);
    if found.is_empty() && published.is_empty() {
        return Ok(batch::none_found(speech));
    }
    let before = match asked.before.as_deref().map(|path| batch::one(path).read_named()) {
        Some(Err(failure)) => return batch::failed(failure.into(), speech),
        Some(Ok(before)) => Some(before),
        None => None,
    };
    let (reader, _) = Reader::new(arguments, 1);
    let reader = if found.len() == 1 { reader.showing_pages(speech) } else { reader };
    let progress = batch::Progress::on_terminal(found.len(), speech);
    let job = inputs::Job { arguments, speech, reader: &reader, before };
    let mut known = settings::Known::default();
    let (mut run, mut outcome) = (Run::default(), Outcome::Clean);
    let mut baselines: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for group in inputs::groups(found) {
        let settings = match known.of(&group, asked) {
            Ok(settings) => settings,
            Err(failure) => {
                outcome = outcome.max(batch::failed(failure.into(), speech)?);
                run.failed += group.len();
                progress.add(group.len(), group.len());
                continue;
            }
        };
        let (count, failed) = (group.len(), run.failed);
        for read in job.read(group, &settings)? {
            match read {
                Ok(mut checked) => {
                    settings.govern(&mut checked);
                    if let Some(file) = &settings.baseline {
                        baselines.entry(file.clone()).or_default().push(run.documents.len());
                    }
                    run.documents.push(checked);
                }
                Err(failure) if settings.skip_others && failure.is_of_another_kind() => {
                    run.others.push(failure.file);
                }
                Err(failure) => outcome = outcome.max(run.fail(failure.into(), speech)?),
            }
        }
        progress.add(count, run.failed - failed);
    }
    progress.finish();
    for place in published {
        let looked = checked(arguments, asked, &place, &mut known);
        outcome = outcome.max(add(looked, &mut run, &mut baselines, speech)?);
    }
    // Where settings are wrong no document was looked at.
    if run.documents.is_empty() && run.others.is_empty() && run.failures.is_empty() {
        return Ok(outcome);
    }
    let apply = |file: &Path, documents: &[usize], run: &mut Run| {
        baseline::apply(file, asked.baseline.update, documents, run, speech)
    };
    for (file, documents) in baselines {
        if let Err(failure) = apply(&file, &documents, &mut run) {
            return batch::failed(failure.into(), speech);
        }
    }
    if let Some(file) = &asked.seen.review
        && let Err(failure) = baseline::apply_review(file, &mut run)
    {
        return batch::failed(failure.into(), speech);
    }
    report(asked, &run, speech)?;
    let fails = run.documents.iter().any(Checked::fails);
    Ok(if fails { outcome.max(Outcome::Found) } else { outcome })
}

/// What was found at a place that is published, and what could not be compared.
type Looked = (Checked, Option<PathBuf>, Vec<Failure>);

/// Checks what is published at a place, as its settings say.
fn checked(
    arguments: &Arguments,
    asked: &Check,
    place: &Path,
    known: &mut settings::Known,
) -> Result<Looked, Stop> {
    let settings = known.of(&vec![Ok(batch::one(place))], asked)?;
    let (mut checked, failures) = checking::check(arguments, asked, place)?;
    settings.govern(&mut checked);
    Ok((checked, settings.baseline, failures))
}

/// Adds what was found at a place to the run.
fn add(
    looked: Result<Looked, Stop>,
    run: &mut Run,
    baselines: &mut BTreeMap<PathBuf, Vec<usize>>,
    speech: &Speech,
) -> io::Result<Outcome> {
    let (checked, baseline, failures) = match looked {
        Ok(looked) => looked,
        Err(stop) => return run.fail(stop, speech),
    };
    if let Some(file) = baseline {
        baselines.entry(file).or_default().push(run.documents.len());
    }
    run.documents.push(checked);
    if failures.is_empty() {
        Ok(Outcome::Clean)
    } else {
        batch::failed(Stop::Failed(failures), speech)
    }
}

/// Prints the run in each form.
fn report(asked: &Check, run: &Run, speech: &Speech) -> io::Result<()> {
    for (form, file) in &asked.reports.list {
        match file {
            Some(file) => write(file, print(*form, run, speech).as_bytes())?,
            None if *form == Form::Text => {
                let mut screen = Screen::new();
                let lines = text::lines(run, speech, screen.has_colours());
                screen.write_made(lines.as_bytes())?;
            }
            None => Screen::new().write(print(*form, run, speech).as_bytes())?,
        }
        if *form == Form::Github {
            annotations::summary(run, speech)?;
        }
    }
    Ok(())
}

/// Writes a file whole or not at all.
fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // A pipe or a terminal is no file that could be replaced.
    if file.exists() && !file.is_file() {
        return std::fs::write(file, bytes);
    }
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut whole = builder.tempfile_in(folder).map_err(named)?;
    io::Write::write_all(&mut whole, bytes).map_err(named)?;
    whole.persist(file).map_err(|error| named(error.error))?;
    Ok(())
}

fn print(form: Form, run: &Run, speech: &Speech) -> String {
    match form {
        Form::Text => text::lines(run, speech, false),
        Form::Json => text::json(run),
        Form::Sarif => sarif::log(run, speech),
        Form::Junit => pages::junit(run, speech),
        Form::Markdown => pages::markdown(run, speech),
        Form::Html => html::page(run, speech),
        Form::Github => annotations::github(run, speech),
        Form::Gitlab => annotations::gitlab(run, speech),
    }
}

/// A schema as it is published.
fn printed(schema: schemars::Schema, name: &str) -> String {
    let mut schema = serde_json::Value::from(schema);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".to_owned(), format!("urn:tenken:schema:{name}:1").into());
    }
    format!("{schema:#}\n")
}
