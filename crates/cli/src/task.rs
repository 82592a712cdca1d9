//! What a verb makes of documents that have been read into memory: in this
//! process, or in a worker. Nothing here opens a file or prints.

mod check;
mod compare;
mod convert;
mod tables;

use crate::arguments::review::Review;
use crate::arguments::{Arguments, Convert, Verb};
use crate::speech::Speech;
use crate::valid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};
use tenken::{Code, Comparison, Error, ErrorCode, Finding, Input, Message, Output, Severity};

/// A document in memory, and the names under which it was found: more than one
/// where several files have the same bytes.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) names: Vec<String>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) part: Part,
}

/// What a document is there for: whatever a task needs comes as one, for a worker opens
/// no files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Part {
    /// To be read.
    Report,
    /// The report of the year before.
    Before,
    /// What is expected of the others.
    Expectations,
}

impl Document {
    /// A report with one name.
    pub(crate) fn new(name: String, bytes: Vec<u8>) -> Document {
        Document { names: vec![name], bytes, part: Part::Report }
    }

    fn input(self, arguments: &Arguments) -> Input {
        let name = self.names.into_iter().next().unwrap_or_default();
        let layouts = arguments.layout.iter().cloned();
        let input = layouts.fold(Input::new(name, self.bytes), Input::with_layout);
        let by_hand = match &arguments.verb {
            Verb::Convert(Convert { by_hand, .. }) | Verb::Review(Review { by_hand, .. }) => {
                by_hand.corrections.clone()
            }
            _ => None,
        };
        let input = arguments.pages_read.attach(input);
        let input = by_hand.into_iter().fold(input, Input::with_corrections);
        match arguments.limits.limit_pages {
            Some(pages) => input.with_pages_max(pages.get()),
            None => input,
        }
    }
}

/// How a job ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// Nothing to say.
    #[default]
    Clean,
    /// It was done, and something deserves a look.
    Found,
    /// It was done, but a document was not read whole.
    Incomplete,
    /// It could not be done.
    Failed,
}

/// What was made, beside the output itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) outcome: Outcome,
    /// For a person.
    pub(crate) words: Vec<String>,
    /// Of a report that was converted.
    pub(crate) summary: Option<Summary>,
}

/// What stands in the manifest about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// How many measures.
    pub(crate) measures: u64,
    /// How many by rating; `none` without one.
    pub(crate) ratings: BTreeMap<String, u64>,
    /// How many by code.
    pub(crate) findings: BTreeMap<String, u64>,
    /// Whether all of the document was read.
    pub(crate) complete: bool,
}

/// Why something could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The file, as it was given.
    pub file: String,
    /// The stable code: E105.
    pub code: String,
    /// What was found and what to do, in Japanese, without the file.
    pub ja: String,
    /// The same in English.
    pub en: String,
}

impl Failure {
    /// What this program found out itself.
    pub(crate) fn new(file: &str, code: ErrorCode, ja: &str, en: &str) -> Failure {
        (&Error::outside(file, code, Message::new(ja, en))).into()
    }

    /// What the operating system says about a file.
    pub(crate) fn io(file: &str, error: io::Error) -> Failure {
        (&Error::io(file, error)).into()
    }
}

impl Failure {
    /// Whether the document was read, and is no report: it has no table of measures.
    pub(crate) fn is_of_another_kind(&self) -> bool {
        self.code == ErrorCode::E112.as_str()
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failed(vec![failure])
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Failure {
        let words = error.words();
        Failure {
            file: error.file().to_owned(),
            code: error.code().as_str().to_owned(),
            ja: words.ja,
            en: words.en,
        }
    }
}

/// Why a task ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Documents can't be read.
    Failed(Vec<Failure>),
    /// Nobody takes the output.
    Output(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        // What the sink said comes back as the cause of an error of the library.
        let cause = std::error::Error::source(&error).and_then(|it| it.downcast_ref::<io::Error>());
        match cause {
            Some(cause) if error.code() == ErrorCode::E201 => Stop::Output(cause.kind().into()),
            _ => Stop::Failed(vec![Failure::from(&error)]),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

/// Takes output: pieces of results, each with the number of its result.
pub(crate) type Sink<'s> = dyn FnMut(u32, &[u8]) -> io::Result<()> + 's;

/// The sink of one result as a writer.
struct ToSink<'a, 's>(&'a mut Sink<'s>, u32);

impl Write for ToSink<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.0)(self.1, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Does what the command line asks for with documents.
pub(crate) fn perform(
    arguments: &Arguments,
    speech: &Speech,
    documents: Vec<Document>,
    sink: &mut Sink<'_>,
) -> Result<Made, Stop> {
    if arguments.as_reports {
        return as_reports(arguments, documents, sink);
    }
    let mut documents = documents.into_iter();
    if let Verb::Check(asked) = &arguments.verb {
        return check::check(asked, arguments, documents, &mut ToSink(sink, 0));
    }
    if let Verb::Compare(asked) = &arguments.verb {
        let inputs: Vec<Input> = documents.map(|document| document.input(arguments)).collect();
        return compare::compare(asked, speech, &inputs, &mut ToSink(sink, 0));
    }
    match (&arguments.verb, documents.next(), documents.next()) {
        (Verb::Convert(convert), Some(document), None) => {
            convert::convert(convert, arguments, speech, document, sink)
        }
        (Verb::Tables(asked), Some(document), None) => {
            tables::tables(asked, speech, &document.input(arguments), sink)
        }
        (Verb::Layout { .. }, Some(document), None) => {
            let text = tenken::layout_of(&document.input(arguments))?;
            sink(0, text.as_bytes())?;
            Ok(Made { outcome: Outcome::Clean, words: Vec::new(), summary: None })
        }
        (Verb::Review(_), Some(document), None) => {
            let review = tenken::review(&document.input(arguments))?;
            sink(0, review.document.as_bytes())?;
            for (number, page) in (1..).zip(&review.pages) {
                sink(number, page.as_bytes())?;
            }
            Ok(Made { outcome: Outcome::Clean, words: Vec::new(), summary: None })
        }
        (Verb::Draw(asked), Some(document), None) => {
            let svg = tenken::draw_page(&document.input(arguments), asked.page.get())?;
            sink(0, svg.as_bytes())?;
            Ok(Made { outcome: Outcome::Clean, words: Vec::new(), summary: None })
        }
        _ => Err(Stop::Output(io::ErrorKind::InvalidInput.into())),
    }
}

/// A report as JSON; several of them compared as years of one plan.
pub(crate) fn as_reports(
    arguments: &Arguments,
    documents: Vec<Document>,
    sink: &mut Sink<'_>,
) -> Result<Made, Stop> {
    let mut reports = Vec::new();
    for document in documents {
        reports.push(tenken::extract(&document.input(arguments))?);
    }
    match reports.as_slice() {
        [report] => {
            let json = |out: &mut dyn Write| tenken::write_to(report, Output::Json, out);
            checked(valid::Checked::report(ToSink(sink, 0)), &report.source.file, json)?;
        }
        reports => {
            let reports: Vec<_> = reports.iter().collect();
            let comparison = Comparison::of(&reports, true);
            tenken::write_comparison_to(&comparison, &mut ToSink(sink, 0))?;
        }
    }
    Ok(Made { outcome: Outcome::Clean, words: Vec::new(), summary: None })
}

/// Prints a document, valid as far as it was handed on.
fn checked<T, W: Write>(
    mut out: valid::Checked<W>,
    name: &str,
    print: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Stop> {
    let printed = print(&mut out).map_err(Stop::from).and_then(|printed| {
        out.end()?;
        Ok(printed)
    });
    match out.mismatch() {
        Some(words) => Err(Error::schema(name, words).into()),
        None => printed,
    }
}

/// What could not be read of a document: that must be seen even by whoever does
/// not look into the findings.
fn is_damage(finding: &Finding) -> bool {
    let codes = [Code::P901, Code::P902, Code::P903, Code::P904];
    codes.contains(&finding.code) && finding.code.severity() == Severity::Error
}
