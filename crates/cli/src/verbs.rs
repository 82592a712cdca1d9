//! Arguments as typed → a job → an exit code.
//!
//! Data goes to stdout, words to stderr; a reader that stops reading (`| head`) is
//! no failure.

use crate::arguments::{Arguments, Compare, Inputs, SchemaKind, Value, Verb};
use crate::batch::{self, Found};
use crate::check;
use crate::explain::explain;
use crate::help;
use crate::isolation::{self, Reader};
use crate::line::Line;
use crate::publish;
use crate::review;
use crate::screen::Screen;
use crate::speech::Speech;
use crate::task::{Document, Failure, Outcome, Stop};
use crate::valid;
use std::io::{self, Write};
use tenken::Error;
use tenken::value::{self, Hints, RemarkKind};

impl From<Outcome> for u8 {
    fn from(outcome: Outcome) -> u8 {
        match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Failed => 2,
            Outcome::Incomplete => 3,
        }
    }
}

/// Reads a command line and does what it asks for.
pub(crate) fn run(line: Line) -> u8 {
    let mut arguments = match help::parse(&line.words) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    if let Verb::Worker(worker) = &arguments.verb {
        return isolation::run_worker(worker);
    }
    arguments.line = line;
    let speech = Speech::new(&arguments);
    // What is left in the buffer of stdout is written here: not every process that
    // carries the command ends as Rust's do.
    let done = dispatch(&arguments, &speech).and_then(|outcome| {
        io::stdout().flush()?;
        Ok(outcome)
    });
    match done {
        Ok(outcome) => outcome.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            speech.error(&speech.choose(
                &format!("出力できません（{error}）。"),
                &format!("cannot write the output ({error})"),
            ));
            Outcome::Failed.into()
        }
    }
}

fn dispatch(arguments: &Arguments, speech: &Speech) -> io::Result<Outcome> {
    match &arguments.verb {
        Verb::Convert(convert) => batch::convert(arguments, convert, speech),
        Verb::Check(asked) => check::check(arguments, asked, speech),
        Verb::Tables(asked) if asked.is_raw() && asked.output.is_none() => {
            one_by_one(arguments, &asked.inputs, speech)
        }
        Verb::Tables(asked) => batch::tables(arguments, asked, speech),
        Verb::Layout { inputs } => one_by_one(arguments, inputs, speech),
        Verb::Review(asked) => review::review(arguments, asked, speech),
        Verb::Draw(asked) => review::draw(arguments, asked, speech),
        Verb::Compare(asked) => run_compare(arguments, asked, speech),
        Verb::Publish(asked) => publish::publish(arguments, asked, speech),
        Verb::Chart(asked) => publish::chart(asked, speech),
        Verb::Value(value) => run_value(value, speech),
        Verb::Schema { kind } => print(&match kind {
            SchemaKind::Report => tenken::report_schema(),
            SchemaKind::Tables => tenken::tables_schema(),
            SchemaKind::JoinedTables => tenken::joined_tables_schema(),
            SchemaKind::Compare => tenken::comparison_schema(),
            SchemaKind::Config => check::settings::schema(),
            SchemaKind::Expectations => check::expectations::schema(),
            SchemaKind::Baseline => check::baseline::schema(),
            SchemaKind::Review => tenken::review_schema(),
        }),
        Verb::Explain { code } => run_explain(code, speech),
        Verb::Completions { shell } => print_bytes(&help::completions(*shell, speech.language())),
        Verb::Man { verb } => run_man(verb.as_deref(), speech),
        Verb::Worker(_) => Ok(Outcome::Failed),
    }
}

fn print(text: &str) -> io::Result<Outcome> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> io::Result<Outcome> {
    Screen::new().write(bytes)?;
    Ok(Outcome::Clean)
}

/// Does with each document what the command line asks for, one after the other.
fn one_by_one(arguments: &Arguments, inputs: &Inputs, speech: &Speech) -> io::Result<Outcome> {
    let documents = batch::find(inputs, speech);
    if documents.is_empty() {
        return Ok(batch::none_found(speech));
    }
    let (reader, _) = Reader::new(arguments, 1);
    let mut outcome = Outcome::Clean;
    for found in documents {
        let ended = match found {
            Ok(found) => perform(arguments, speech, &reader, &[found])?,
            Err(failure) => batch::failed(Stop::Failed(vec![failure]), speech)?,
        };
        outcome = outcome.max(ended);
    }
    Ok(outcome)
}

fn run_compare(arguments: &Arguments, asked: &Compare, speech: &Speech) -> io::Result<Outcome> {
    let (reader, _) = Reader::new(arguments, 1);
    let found: Vec<Found> = asked.reports.iter().map(|path| batch::one(path)).collect();
    perform(arguments, speech, &reader, &found)
}

fn perform(
    arguments: &Arguments,
    speech: &Speech,
    reader: &Reader,
    found: &[Found],
) -> io::Result<Outcome> {
    let mut documents = Vec::new();
    let mut failures: Vec<Failure> = Vec::new();
    for found in found {
        match found.read() {
            Ok(bytes) => documents.push(Document::new(found.name.clone(), bytes)),
            Err(failure) => failures.push(failure),
        }
    }
    if !failures.is_empty() {
        return batch::failed(Stop::Failed(failures), speech);
    }
    let mut screen = Screen::new();
    let mut sink = |_: u32, bytes: &[u8]| screen.write(bytes);
    match reader.perform(arguments, speech, documents, &mut sink) {
        Ok((made, _)) => {
            made.words.iter().for_each(|words| speech.say(words));
            Ok(made.outcome)
        }
        Err(stop) => batch::failed(stop, speech),
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
        Err(error) => batch::failed(error.into(), speech),
    }
}

fn run_man(verb: Option<&str>, speech: &Speech) -> io::Result<Outcome> {
    if let Some(page) = help::manual(verb, speech.language())? {
        return print_bytes(&page);
    }
    let verb = verb.unwrap_or_default();
    speech.error(&speech.choose(
        &format!("{verb} というコマンドはありません。"),
        &format!("there is no command {verb}"),
    ));
    Ok(Outcome::Failed)
}

fn run_explain(code: &str, speech: &Speech) -> io::Result<Outcome> {
    match explain(code, speech) {
        Some(page) => print(&page),
        None => {
            speech.error(&speech.choose(
                &format!("{code} というコードはありません。"),
                &format!("there is no code {code}"),
            ));
            Ok(Outcome::Failed)
        }
    }
}
