//! Many documents: found, read side by side, written whole or not at all.
//!
//! One bad file is an error line; the others are done all the same.

mod archive;
mod first;
mod folder;
mod inputs;
mod manifest;
mod names;
mod order;
mod plan;
mod progress;
mod tables;
mod to_folder;
mod totals;

pub(crate) use inputs::{Found, find, one};
pub(crate) use manifest::fingerprint;
pub(crate) use order::{Jobs, in_order};
pub(crate) use progress::Progress;
pub(crate) use tables::tables;

use crate::arguments::{Arguments, Content, Convert, Shard};
use crate::isolation::Reader;
use crate::screen::Screen;
use crate::speech::Speech;
use crate::task::{Document, Failure, Made, Outcome, Stop};
use crate::valid;
use std::io;
use std::sync::atomic::AtomicBool;
use tenken::ErrorCode;

/// Converts all inputs.
pub(crate) fn convert(
    arguments: &Arguments,
    convert: &Convert,
    speech: &Speech,
) -> io::Result<Outcome> {
    let found = find(&convert.inputs, speech);
    if found.is_empty() {
        return Ok(none_found(speech));
    }
    match &convert.output {
        Some(folder) => Ok(to_folder::convert(arguments, convert, folder, found, speech)),
        None => to_stdout(arguments, convert, found, speech),
    }
}

/// Nothing was read because nothing was there: a wrong path must not pass for
/// success.
pub(crate) fn none_found(speech: &Speech) -> Outcome {
    speech.failure(&nothing_there(&speech.choose("入力", "inputs")));
    Outcome::Failed
}

/// The same as a failure.
pub(crate) fn nothing_there(name: &str) -> Failure {
    let ja = "文書が見つかりません。パスを確認してください。";
    let en = "there is nothing to read; check the path";
    Failure::new(name, ErrorCode::E401, ja, en)
}

/// Whether a document belongs to a part of a batch, by its path alone.
fn is_in(shard: Option<Shard>, name: &str) -> bool {
    shard.is_none_or(|shard| {
        let hash = manifest::fingerprint(name.as_bytes());
        let hash = hash.get(..15).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        hash.unwrap_or(0) % shard.count == shard.index
    })
}

fn to_stdout(
    arguments: &Arguments,
    convert: &Convert,
    mut found: Vec<Result<Found, Failure>>,
    speech: &Speech,
) -> io::Result<Outcome> {
    let results = convert.results();
    let streams = results.iter().all(|content| *content == Content::Lines);
    if results.len() > 1 || (found.len() > 1 && !streams) {
        speech.error(&speech.choose(
            "標準出力に書けるのは1ファイル・1形式だけです（jsonl は何ファイルでも）。-o でフォルダを指定してください。",
            "only one file in one format goes to stdout (jsonl of any number); give a folder with -o",
        ));
        return Ok(Outcome::Failed);
    }
    found.retain(|found| found.as_ref().map_or(true, |it| is_in(convert.shard, &it.name)));
    let (reader, threads) = Reader::new(arguments, found.len());
    let reader = if found.len() == 1 { reader.showing_pages(speech) } else { reader };
    if matches!(reader, Reader::Here) {
        valid::prepare();
    }
    let jobs = Jobs { count: found.len(), threads, ahead: 4 * threads };
    let mut screen = Screen::new();
    let is_seen = convert.formats.is_empty() && screen.is_terminal();
    let mut outcome = Outcome::Clean;
    let work = |number: usize| {
        let found = found.get(number).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        read_one(arguments, speech, &reader, found)
    };
    in_order(jobs, &AtomicBool::new(false), work, |_, given: Result<Given, Stop>| {
        match given {
            Ok((made, text)) => {
                // A person who only wants to see gets what can be seen.
                match is_seen.then(|| first::screen(&text, speech)).flatten() {
                    Some(seen) => screen.write_made(seen.as_bytes())?,
                    None => screen.write(&text)?,
                }
                made.words.iter().for_each(|words| speech.say(words));
                outcome = outcome.max(allowed(made.outcome, convert));
            }
            Err(stop) => outcome = failed(stop, speech)?,
        }
        Ok(())
    })?;
    Ok(outcome)
}

type Given = (Made, Vec<u8>);

fn read_one(
    arguments: &Arguments,
    speech: &Speech,
    reader: &Reader,
    found: &Result<Found, Failure>,
) -> Result<Given, Stop> {
    let fail = |failure: &Failure| Stop::Failed(vec![failure.clone()]);
    let found = found.as_ref().map_err(fail)?;
    let bytes = found.read().map_err(|failure| fail(&failure))?;
    let documents = vec![Document::new(found.name.clone(), bytes)];
    let mut text = Vec::new();
    let mut sink = |_: u32, bytes: &[u8]| {
        text.extend_from_slice(bytes);
        Ok(())
    };
    let (made, _) = reader.perform(arguments, speech, documents, &mut sink)?;
    Ok((made, text))
}

/// Says why documents can't be read; where nobody takes the output, all is over.
pub(crate) fn failed(stop: Stop, speech: &Speech) -> io::Result<Outcome> {
    match stop {
        Stop::Failed(failures) => {
            failures.iter().for_each(|failure| speech.failure(failure));
            Ok(Outcome::Failed)
        }
        Stop::Output(error) => Err(error),
    }
}

/// What a convert is said to be.
fn allowed(outcome: Outcome, convert: &Convert) -> Outcome {
    match outcome {
        Outcome::Incomplete if convert.allow_incomplete => Outcome::Clean,
        outcome => outcome,
    }
}
