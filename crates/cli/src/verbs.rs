//! Arguments as typed → a job → an exit code.
//!
//! Data goes to stdout, words to stderr. Exit codes: 0 clean, 1 findings or
//! differences, 2 could not do the job; a reader that stops reading (`| head`)
//! is no failure.

use crate::arguments::{Arguments, Check, Compare, SchemaKind, Value, Verb};
use crate::batch;
use crate::speech::Speech;
use crate::valid;
use clap::Parser;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use tenken::value::{self, Hints, RemarkKind};
use tenken::{Error, Finding, Input, Report};

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing to say.
    Clean,
    /// It was done, and something deserves a look.
    Found,
    /// It could not be done.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Reads the arguments of the process and does what they ask for.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let speech = Speech::new(arguments.lang);
    // On a thread of the pool: from any other one, each piece of work that is shared
    // would be handed over, and waited for.
    let threads = arguments.jobs.map_or(0, usize::from);
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool,
        Err(error) => {
            speech.error(&speech.choose(
                &format!("スレッドを作れません（{error}）。--jobs に小さい数を指定してください。"),
                &format!("cannot make threads ({error}); try a smaller number of --jobs"),
            ));
            return Outcome::Failed.into();
        }
    };
    match pool.install(|| dispatch(&arguments.verb, &speech)) {
        Ok(outcome) => outcome.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            speech.error(&speech.choose(
                &format!("出力できません（{error}）。"),
                &format!("cannot write the output ({error})"),
            ));
            Outcome::Failed.into()
        }
    }
}

fn dispatch(verb: &Verb, speech: &Speech) -> io::Result<Outcome> {
    match verb {
        Verb::Convert(convert) => batch::convert(convert, speech),
        Verb::Check(check) => run_check(check, speech),
        Verb::Tables { inputs } => run_tables(inputs, speech),
        Verb::Compare(pair) => run_compare(pair, speech),
        Verb::Value(value) => run_value(value, speech),
        Verb::Schema { kind } => print(&match kind {
            SchemaKind::Report => tenken::report_schema(),
            SchemaKind::Tables => tenken::tables_schema(),
        }),
    }
}

fn print(text: &str) -> io::Result<Outcome> {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// Says why a job could not be done. A reader of the output that stopped reading
/// ends all jobs.
pub(crate) fn fail(error: &Error, speech: &Speech) -> io::Result<Outcome> {
    let source = std::error::Error::source(error).and_then(|it| it.downcast_ref::<io::Error>());
    if source.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe) {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    speech.error(&speech.words(error));
    Ok(Outcome::Failed)
}

/// Reads a file, or stdin for `-`.
pub(crate) fn read(path: &Path) -> Result<Input, Error> {
    let name = path.display().to_string();
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    bytes.map(|bytes| Input::new(&name, bytes)).map_err(|error| Error::io(&name, error))
}

fn run_check(check: &Check, speech: &Speech) -> io::Result<Outcome> {
    let mut outcome = Outcome::Clean;
    for path in batch::files(&check.inputs, speech) {
        let report = path.and_then(|path| read(&path)).and_then(|input| tenken::extract(&input));
        outcome = outcome.max(match report {
            Ok(report) => check_one(&report, check, speech)?,
            Err(error) => fail(&error, speech)?,
        });
    }
    Ok(outcome)
}

fn check_one(report: &Report, check: &Check, speech: &Speech) -> io::Result<Outcome> {
    let mut findings: Vec<Finding> = report.findings.clone();
    findings.extend(check.expect.iter().flat_map(|expected| expected.check(report)));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity()));
    let mut out = io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{}: {}", report.source.file, speech.finding(finding))?;
    }
    let threshold = check.fail_on.severity();
    let fails = findings.iter().any(|finding| finding.code.severity() >= threshold);
    Ok(if fails { Outcome::Found } else { Outcome::Clean })
}

fn run_tables(inputs: &[std::path::PathBuf], speech: &Speech) -> io::Result<Outcome> {
    let mut outcome = Outcome::Clean;
    for path in batch::files(inputs, speech) {
        match path.and_then(|path| read(&path)).and_then(|input| print_tables(&input)) {
            Ok(findings) => findings.iter().for_each(|it| speech.say(&speech.finding(it))),
            Err(error) => outcome = fail(&error, speech)?,
        }
    }
    Ok(outcome)
}

/// Prints the tables of a document, valid as far as they were printed.
fn print_tables(input: &Input) -> Result<Vec<Finding>, Error> {
    let mut out = valid::Tables::new(io::stdout().lock());
    let written = tenken::tables_to(input, &mut out).and_then(|findings| {
        out.end().map_err(|error| Error::output(input.name(), error))?;
        Ok(findings)
    });
    match out.mismatch() {
        Some(words) => Err(Error::schema(input.name(), words)),
        None => written,
    }
}

fn run_value(value: &Value, speech: &Speech) -> io::Result<Outcome> {
    let hints = Hints::none()
        .with_header(&value.header)
        .with_indicator(&value.indicator)
        .with_note(&value.note);
    let text = value.text.replace("\\n", "\n");
    for remark in value::read(&text, &hints).remarks {
        let part = text.get(remark.place).unwrap_or_default();
        speech.say(&match remark.kind {
            RemarkKind::SpaceInNumber => speech.choose(
                &format!("W603: 数値の中に空白があります: {part}"),
                &format!("W603: a space inside a number: {part}"),
            ),
            RemarkKind::NotUnderstood => speech.choose(
                &format!("V502: 値として解釈できません: {part}"),
                &format!("V502: not understood as a value: {part}"),
            ),
        });
    }
    let read = tenken::read_value(&text, &hints).and_then(|json| {
        valid::quantity(&json).map_err(|words| Error::schema(&text, words))?;
        Ok(json)
    });
    match read {
        Ok(json) => print(&json),
        Err(error) => fail(&error, speech),
    }
}

fn run_compare(pair: &Compare, speech: &Speech) -> io::Result<Outcome> {
    let open = |path: &Path| read(path).and_then(|input| tenken::extract(&input));
    let (left, right) = match (open(&pair.left), open(&pair.right)) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => {
            for error in [left.err(), right.err()].into_iter().flatten() {
                fail(&error, speech)?;
            }
            return Ok(Outcome::Failed);
        }
    };
    let differences = tenken::compare(&left, &right);
    let mut out = io::stdout().lock();
    for difference in &differences {
        speech.difference(&mut out, difference, &left.source.file, &right.source.file)?;
    }
    speech.say(&speech.choose(
        &format!(
            "施策 {}件と{}件を比べ、相違は{}件でした。",
            left.measures.len(),
            right.measures.len(),
            differences.len()
        ),
        &format!(
            "{} and {} measures compared, {} differences",
            left.measures.len(),
            right.measures.len(),
            differences.len()
        ),
    ));
    Ok(if differences.is_empty() { Outcome::Clean } else { Outcome::Found })
}
