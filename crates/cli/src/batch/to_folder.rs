//! A batch into a folder, which can be stopped and resumed.

use super::folder::Folder;
use super::inputs::Found;
use super::manifest::{self, Ended, Line, Manifest};
use super::order::{Jobs, in_order};
use super::plan::{self, Plan, Target};
use super::progress::Progress;
use super::totals::Totals;
use super::{allowed, is_in, names};
use crate::arguments::{Arguments, Content, Convert};
use crate::isolation::Reader;
use crate::speech::Speech;
use crate::task::{Document, Failure, Made, Outcome, Part, Stop};
use crate::valid;
use serde_json::json;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tenken::ErrorCode;

/// Converts all that was found.
pub(super) fn convert(
    arguments: &Arguments,
    convert: &Convert,
    folder: &Path,
    found: Vec<Result<Found, Failure>>,
    speech: &Speech,
) -> Outcome {
    let (found, mut failures) = split(found);
    let all: Vec<&Found> = found.iter().collect();
    // Of all inputs, whatever part of them is done here: no two parts may write
    // to one place.
    let places = match names::places(&all) {
        Ok(places) => places,
        Err(failure) => return refuse(&failure, speech),
    };
    failures.retain(|failure| is_in(convert.shard, &failure.file));
    let targets: Vec<Target> = found
        .into_iter()
        .zip(places)
        .filter(|(found, _)| is_in(convert.shard, &found.name))
        .map(|(found, place)| Target { found, place })
        .collect();
    let folder = match Folder::take(folder) {
        Ok(folder) => folder,
        Err(failure) => return refuse(&failure, speech),
    };
    let opened = Manifest::open(folder.root(), convert.resume);
    let (manifest, known) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let name = folder.root().join(manifest::NAME).display().to_string();
            return refuse(&not_written(&name, &error), speech);
        }
    };
    let options =
        manifest::options(convert, arguments.limits.limit_pages.map(std::num::NonZeroUsize::get));
    let version = env!("CARGO_PKG_VERSION");
    let is_same = |line: &Line| line.options == options && line.version == version;
    let plan = plan::plan(&targets, &known, is_same, folder.root());
    let (reader, threads) = Reader::new(arguments, plan.work.len());
    if matches!(reader, Reader::Here) {
        valid::prepare();
    }
    let results = convert.results();
    let batch =
        Batch { arguments, convert, results, speech, folder, manifest, options, reader, targets };
    batch.announce(&plan, threads);
    let lines = batch.run(&plan, threads);
    batch.close(plan, lines, failures)
}

fn split(found: Vec<Result<Found, Failure>>) -> (Vec<Found>, Vec<Failure>) {
    let (mut documents, mut failures) = (Vec::new(), Vec::new());
    for found in found {
        match found {
            Ok(document) => documents.push(document),
            Err(failure) => failures.push(failure),
        }
    }
    // What is named twice is one document.
    let mut seen = std::collections::HashSet::new();
    documents.retain(|it| seen.insert((it.name.clone(), it.place.clone())));
    (documents, failures)
}

fn refuse(failure: &Failure, speech: &Speech) -> Outcome {
    speech.failure(failure);
    Outcome::Failed
}

fn not_written(name: &str, error: &io::Error) -> Failure {
    let ja = format!("書き出せません（{error}）。出力先の空き容量と権限を確認してください。");
    let en =
        format!("cannot be written ({error}); check the space and permissions of where it goes");
    Failure::new(name, ErrorCode::E201, &ja, &en)
}

struct Batch<'b> {
    arguments: &'b Arguments,
    convert: &'b Convert,
    /// Of each document, in order.
    results: Vec<Content>,
    speech: &'b Speech,
    folder: Folder,
    manifest: Manifest,
    options: String,
    reader: Reader,
    targets: Vec<Target>,
}

/// What became of a document, and words about it.
struct Entry {
    number: usize,
    line: Line,
    words: Vec<String>,
}

/// What became of all. A line takes kilobytes, so that only those are kept of which
/// something is to be said.
#[derive(Default)]
struct Lines {
    /// Those with words or an error.
    entries: Vec<Entry>,
    /// The others.
    totals: Totals,
    outcome: Outcome,
    was_stopped: bool,
}

impl Batch<'_> {
    fn announce(&self, plan: &Plan, threads: usize) {
        if let (Reader::There(_), 2..) = (&self.reader, plan.work.len()) {
            let memory = self.arguments.limits.limit_memory;
            let all = memory.get().saturating_mul(threads as u64);
            self.speech.say(&self.speech.choose(
                &format!("{threads}プロセスで読みます。メモリは1プロセス最大{memory}MB、合計最大{all}MBです。"),
                &format!("reading in {threads} processes of at most {memory} MB, {all} MB together"),
            ));
        }
    }

    /// Does what is left, until it is done or somebody asks to stop.
    fn run(&self, plan: &Plan, threads: usize) -> Lines {
        let progress = Progress::new(self.targets.len(), self.speech);
        progress.add(plan.before.len(), 0);
        let stop = stop_on_signals();
        let jobs = Jobs { count: plan.work.len(), threads, ahead: usize::MAX };
        let mut lines = Lines::default();
        let mut done = plan.before.len();
        let work = |number: usize| {
            let group = plan.work.get(number).map(Vec::as_slice).unwrap_or_default();
            let entries = self.group(group);
            let failed = entries.iter().filter(|it| it.line.outcome == Ended::Failed).count();
            progress.add(entries.len(), failed);
            entries
        };
        let taken = in_order(jobs, &stop, work, |_, given| {
            for entry in given {
                done += 1;
                lines.outcome = lines.outcome.max(self.outcome(&entry.line));
                if entry.words.is_empty() && entry.line.error.is_none() {
                    lines.totals.add(&entry.line, false);
                } else {
                    lines.entries.push(entry);
                }
            }
            Ok(())
        });
        progress.finish();
        lines.was_stopped = taken.is_err() || done < self.targets.len();
        lines
    }

    /// What a document means for the exit code.
    fn outcome(&self, line: &Line) -> Outcome {
        match line.outcome {
            Ended::Done => Outcome::Clean,
            Ended::Incomplete => allowed(Outcome::Incomplete, self.convert),
            Ended::Failed => Outcome::Failed,
        }
    }

    /// Reads documents that have the same bytes, once.
    fn group(&self, group: &[usize]) -> Vec<Entry> {
        let begin = Instant::now();
        let mut entries = Vec::new();
        let mut left =
            group.iter().filter_map(|number| Some((*number, self.targets.get(*number)?)));
        // The first that can still be read speaks for those behind it.
        let read = left.find_map(|(number, target)| match target.found.read() {
            Ok(bytes) => Some((number, target, bytes)),
            Err(failure) => {
                entries.push(self.entry(number, target, None, Err(failure), begin));
                None
            }
        });
        let Some((number, target, bytes)) = read else { return entries };
        let mut same = vec![(number, target)];
        same.extend(left);
        let print = (manifest::fingerprint(&bytes), bytes.len() as u64);
        let names = same.iter().map(|(_, target)| target.found.name.clone()).collect();
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        pieces.resize_with(same.len() * self.results.len(), Vec::new);
        let mut sink = |result: u32, bytes: &[u8]| match pieces.get_mut(result as usize) {
            Some(piece) => {
                piece.extend_from_slice(bytes);
                Ok(())
            }
            None => Err(io::ErrorKind::InvalidData.into()),
        };
        let documents = vec![Document { names, bytes, part: Part::Report }];
        let result = self.reader.perform(self.arguments, self.speech, documents, &mut sink);
        let mut pieces = pieces.chunks(self.results.len());
        for (number, target) in same {
            let name = &target.found.name;
            let result = match &result {
                Ok((made, peak)) => self
                    .write(target, made, pieces.next().unwrap_or_default())
                    .map(|outputs| (made, *peak, outputs)),
                Err(Stop::Failed(failures)) => {
                    let failure = failures.first().cloned();
                    Err(failure.map_or_else(
                        || not_written(name, &io::ErrorKind::Other.into()),
                        |it| Failure { file: name.clone(), ..it },
                    ))
                }
                Err(Stop::Output(error)) => Err(not_written(name, error)),
            };
            entries.push(self.entry(number, target, Some(&print), result, begin));
        }
        entries
    }

    /// Writes the results of a document, and gives their places.
    fn write(
        &self,
        target: &Target,
        made: &Made,
        pieces: &[Vec<u8>],
    ) -> Result<Vec<String>, Failure> {
        let mut outputs = Vec::new();
        for (content, bytes) in self.results.iter().zip(pieces) {
            let mut place = target.place.clone().into_os_string();
            place.push(format!(".{}", content.extension()));
            let place = Path::new(&place);
            let written = self.folder.write(place, bytes);
            let name = self.folder.root().join(place).display().to_string();
            written.map_err(|error| not_written(&name, &error))?;
            outputs.push(place.display().to_string().replace('\\', "/"));
        }
        debug_assert!(made.summary.is_some(), "a convert has a summary");
        Ok(outputs)
    }

    fn entry(
        &self,
        number: usize,
        target: &Target,
        print: Option<&(String, u64)>,
        result: Result<(&Made, Option<u64>, Vec<String>), Failure>,
        begin: Instant,
    ) -> Entry {
        let mut line = Line {
            input: target.found.name.clone(),
            sha256: print.map(|print| print.0.clone()),
            size: print.map(|print| print.1),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.options.clone(),
            outcome: Ended::Failed,
            error: None,
            outputs: Vec::new(),
            summary: None,
            seconds: (begin.elapsed().as_secs_f64() * 1e3).round() / 1e3,
            peak: None,
        };
        let mut words = Vec::new();
        match result {
            Ok((made, peak, outputs)) => {
                let is_whole = made.outcome != Outcome::Incomplete;
                line.outcome = if is_whole { Ended::Done } else { Ended::Incomplete };
                (line.peak, line.outputs) = (peak, outputs);
                line.summary.clone_from(&made.summary);
                words.extend(made.words.iter().map(|words| format!("{}: {words}", line.input)));
            }
            Err(failure) => line.error = Some(failure),
        }
        if let Err(error) = self.manifest.add(&line) {
            words.push(self.speech.words(&not_written(manifest::NAME, &error)));
        }
        self.speech.event("document", json!(line));
        Entry { number, line, words }
    }

    /// Says what became of all, in the order given, whatever order it was done in.
    fn close(self, plan: Plan, lines: Lines, failures: Vec<Failure>) -> Outcome {
        let Lines { mut entries, mut totals, mut outcome, was_stopped } = lines;
        entries.sort_by_key(|entry| entry.number);
        for line in plan.before.values() {
            totals.add(line, true);
            outcome = outcome.max(self.outcome(line));
        }
        for Entry { line, words, .. } in &entries {
            words.iter().for_each(|words| self.speech.say(words));
            line.error.iter().for_each(|failure| self.speech.failure(failure));
            totals.add(line, false);
        }
        for failure in &failures {
            outcome = Outcome::Failed;
            self.speech.failure(failure);
            totals.add(&self.unsearched(failure), false);
        }
        totals.say(self.speech);
        if was_stopped {
            self.speech.say(&self.speech.choose(
                "中断しました。同じコマンドに --resume を付けると続きから再開します。",
                "stopped; the same command with --resume goes on from here",
            ));
            return Outcome::Failed;
        }
        outcome
    }

    /// The line of what could not even be searched.
    fn unsearched(&self, failure: &Failure) -> Line {
        Line {
            input: failure.file.clone(),
            sha256: None,
            size: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.options.clone(),
            outcome: Ended::Failed,
            error: Some(failure.clone()),
            outputs: Vec::new(),
            summary: None,
            seconds: 0.0,
            peak: None,
        }
    }
}

/// Is set when a person or the system asks this process to end. The second time,
/// it ends at once.
fn stop_on_signals() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where the system does not take it, the signal does what it always does.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 2, Arc::clone(&stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    debug_assert!(!stop.load(Ordering::Relaxed), "nobody has asked yet");
    stop
}
