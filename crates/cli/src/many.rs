//! Documents read as the command reads them: found by paths, folders, archives and
//! patterns, each in a worker under limits, side by side and handed on in order.
//!
//! What comes of a document is the JSON of `tenken convert` or `tenken tables`,
//! valid against its schema, or a [`Failure`]: never both, and never a panic.

use crate::arguments::{Arguments, Inputs};
use crate::batch::{self, Jobs, in_order};
use crate::isolation::Reader;
use crate::line::{Line, Program};
use crate::speech::Speech;
use crate::task::{Document, Failure, Stop};
use crate::valid;
use clap::Parser;
use std::ffi::OsString;
use std::io;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tenken::ErrorCode;

/// What is made of each document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The JSON of `tenken convert`.
    Report,
    /// The JSON of `tenken tables`.
    Tables,
}

/// Where documents are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Isolation {
    /// In processes of their own where the system has limits for them.
    #[default]
    Auto,
    /// In this process: neither time nor memory has a limit.
    Never,
    /// In processes of their own.
    Always,
}

/// What reading one document may cost, and where it is read. Absent is what the
/// command has without options.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Documents and pages read side by side.
    pub jobs: Option<NonZeroUsize>,
    /// Where documents are read.
    pub isolation: Isolation,
    /// Processor time of one document in seconds; each MB of it adds one.
    pub seconds: Option<NonZeroU64>,
    /// Memory of one document in MB.
    pub megabytes: Option<NonZeroU64>,
    /// Pages or sheets of one document.
    pub pages: Option<NonZeroUsize>,
    /// Files with layouts.
    pub layouts: Vec<PathBuf>,
}

impl Options {
    /// As they are typed.
    fn words(&self, asked: Asked) -> Vec<OsString> {
        let isolation = match self.isolation {
            Isolation::Auto => "auto",
            Isolation::Never => "never",
            Isolation::Always => "always",
        };
        let mut words: Vec<OsString> = ["tenken", "--isolate", isolation].map(Into::into).into();
        let numbers = [
            ("--jobs", self.jobs.map(|it| it.to_string())),
            ("--limit-time", self.seconds.map(|it| it.to_string())),
            ("--limit-memory", self.megabytes.map(|it| it.to_string())),
            ("--limit-pages", self.pages.map(|it| it.to_string())),
        ];
        for (name, number) in numbers {
            words.extend(number.into_iter().flat_map(|it| [name.into(), it.into()]));
        }
        for layout in &self.layouts {
            words.extend(["--layout".into(), layout.into()]);
        }
        // Documents are handed over as bytes; `-` stands for them.
        words
            .extend([if asked == Asked::Report { "convert" } else { "tables" }.into(), "-".into()]);
        words
    }
}

/// Reads many documents.
pub struct Many {
    arguments: Arguments,
    speech: Speech,
}

impl std::fmt::Debug for Many {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Many").field("arguments", &self.arguments).finish_non_exhaustive()
    }
}

impl Many {
    /// A reader of documents; `program` is started for the workers.
    ///
    /// # Errors
    ///
    /// Words about a layout that can't be read or is none.
    pub fn new(asked: Asked, options: &Options, program: Program) -> Result<Many, String> {
        let words = options.words(asked);
        let parsed = Arguments::try_parse_from(&words);
        let mut arguments = parsed.map_err(|error| error.to_string().trim_end().to_owned())?;
        arguments.line = Line::new(words, program);
        let speech = Speech::silent();
        Ok(Many { arguments, speech })
    }

    /// Reads the documents at paths, which may be files, folders, zip archives or
    /// patterns. `make` is given the name of each and what came of it, side by side;
    /// `take` what `make` gave, in order. Where `stop` is set, what is under way is
    /// finished and no more begun.
    ///
    /// # Errors
    ///
    /// What `take` says.
    pub fn each<T: Send>(
        &self,
        paths: &[PathBuf],
        stop: &AtomicBool,
        make: impl Fn(&str, Result<Vec<u8>, Failure>) -> T + Sync,
        mut take: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut found = Vec::new();
        for path in paths {
            let inputs = Inputs { inputs: vec![path.clone()], files_from: None };
            let here = batch::find(&inputs, &self.speech);
            // A wrong path must not pass for success.
            if here.is_empty() {
                found.push(Err(batch::nothing_there(&path.display().to_string())));
            }
            found.extend(here);
        }
        let (reader, threads) = self.reader(found.len());
        let jobs = Jobs { count: found.len(), threads, ahead: 4 * threads };
        let work = |number: usize| match found.get(number) {
            Some(Ok(found)) => {
                let read = found.read().and_then(|bytes| self.read(&reader, &found.name, bytes));
                Some(make(&found.name, read))
            }
            Some(Err(failure)) => Some(make(&failure.file, Err(failure.clone()))),
            None => None,
        };
        in_order(jobs, stop, work, |_, made| made.map_or(Ok(()), &mut take))
    }

    /// Reads one document that is in memory.
    ///
    /// # Errors
    ///
    /// Why it can't be read.
    pub fn one(&self, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let (reader, _) = self.reader(1);
        self.read(&reader, name, bytes)
    }

    fn reader(&self, documents: usize) -> (Reader, usize) {
        let (reader, threads) = Reader::new(&self.arguments, documents);
        if matches!(reader, Reader::Here) {
            valid::prepare();
        }
        (reader, threads)
    }

    fn read(&self, reader: &Reader, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let documents = vec![Document::new(name.to_owned(), bytes)];
        let mut text = Vec::new();
        let mut sink = |_: u32, bytes: &[u8]| {
            text.extend_from_slice(bytes);
            Ok(())
        };
        match reader.perform(&self.arguments, &self.speech, documents, &mut sink) {
            Ok(_) => Ok(text),
            Err(Stop::Failed(failures)) => {
                let died = || Failure::new(name, ErrorCode::E303, "読めません。", "not read");
                Err(failures.into_iter().next().unwrap_or_else(died))
            }
            Err(Stop::Output(error)) => Err(Failure::io(name, error)),
        }
    }
}

/// The bytes of one file, as far as the command would read it: a regular one, and of a
/// size that documents have.
///
/// # Errors
///
/// Why it can't be read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    batch::one(path).read()
}

#[cfg(test)]
mod tests {
    use super::{Asked, Isolation, Many, Options};
    use crate::line::Program;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::AtomicBool;

    fn fixtures() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/r6")
    }

    #[test]
    fn each_document_gives_a_result_or_a_failure_in_order() {
        let options = Options { isolation: Isolation::Never, ..Options::default() };
        let many = Many::new(Asked::Report, &options, Program::default()).unwrap();
        let paths = [fixtures().join("annex-r6.xlsx"), "nowhere.pdf".into(), fixtures().join("x*")];
        let mut taken = Vec::new();
        let make = |name: &str, read: Result<Vec<u8>, super::Failure>| {
            (name.to_owned(), read.map(|json| json.len() > 100_000).map_err(|it| it.code))
        };
        let take = |made| {
            taken.push(made);
            Ok(())
        };
        many.each(&paths, &AtomicBool::new(false), make, take).unwrap();
        let results: Vec<_> = taken.into_iter().map(|it| it.1).collect();
        assert_eq!(results, [Ok(true), Err("E101".to_owned()), Err("E401".to_owned())]);
    }

    #[test]
    fn a_layout_that_is_none_is_told() {
        let options = Options { layouts: vec!["nowhere.toml".into()], ..Options::default() };
        let words = Many::new(Asked::Tables, &options, Program::default()).unwrap_err();
        assert!(words.contains("nowhere.toml"), "{words}");
    }
}
