//! The tables of many documents: to stdout as one text, or into a folder.

use super::folder::Folder;
use super::inputs::{Found, find};
use super::order::{Jobs, in_order};
use super::progress::Progress;
use super::{failed, names, none_found};
use crate::arguments::Arguments;
use crate::arguments::tables::{Tables, TablesFormat};
use crate::isolation::Reader;
use crate::screen::Screen;
use crate::speech::Speech;
use crate::task::{Document, Failure, Made, Outcome, Stop};
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use tenken::ErrorCode;

/// What one document gave: its results in order.
type Given = (Made, Vec<Vec<u8>>);

/// Reads the tables of all inputs.
pub(crate) fn tables(
    arguments: &Arguments,
    asked: &Tables,
    speech: &Speech,
) -> io::Result<Outcome> {
    let found = find(&asked.inputs, speech);
    if found.is_empty() {
        return Ok(none_found(speech));
    }
    match &asked.output {
        Some(folder) => to_folder(arguments, asked, folder, &found, speech),
        None => to_stdout(arguments, asked, &found, speech),
    }
}

/// Reads the documents side by side, and hands on in their order what each gave.
fn each(
    arguments: &Arguments,
    speech: &Speech,
    found: &[Result<Found, Failure>],
    mut take: impl FnMut(usize, Vec<Vec<u8>>) -> Result<(), Stop>,
) -> io::Result<Outcome> {
    let (reader, threads) = Reader::new(arguments, found.len());
    let reader = if found.len() == 1 { reader.showing_pages(speech) } else { reader };
    let progress = Progress::on_terminal(found.len(), speech);
    let jobs = Jobs { count: found.len(), threads, ahead: 4 * threads };
    let mut outcome = Outcome::Clean;
    let work = |number: usize| -> Result<Given, Stop> {
        let fail = |failure: &Failure| Stop::Failed(vec![failure.clone()]);
        let found = found.get(number).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let found = found.as_ref().map_err(fail)?;
        let bytes = found.read().map_err(|failure| fail(&failure))?;
        let documents = vec![Document::new(found.name.clone(), bytes)];
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        let mut sink = |result: u32, bytes: &[u8]| {
            let number = result as usize;
            if pieces.len() <= number {
                pieces.resize_with(number + 1, Vec::new);
            }
            pieces[number].extend_from_slice(bytes);
            Ok(())
        };
        let (made, _) = reader.perform(arguments, speech, documents, &mut sink)?;
        Ok((made, pieces))
    };
    in_order(jobs, &AtomicBool::new(false), work, |number, given: Result<Given, Stop>| {
        let ended = given.and_then(|(made, pieces)| {
            made.words.iter().for_each(|words| speech.say(words));
            take(number, pieces).map(|()| made.outcome)
        });
        let count = usize::from(ended.is_err());
        outcome = outcome.max(match ended {
            Ok(ended) => ended,
            Err(stop) => failed(stop, speech)?,
        });
        progress.add(1, count);
        Ok(())
    })?;
    progress.finish();
    Ok(outcome)
}

/// What Excel takes a CSV for UTF-8 by.
const BOM: &[u8] = "\u{feff}".as_bytes();

fn to_folder(
    arguments: &Arguments,
    asked: &Tables,
    folder: &Path,
    found: &[Result<Found, Failure>],
    speech: &Speech,
) -> io::Result<Outcome> {
    let documents: Vec<&Found> = found.iter().flatten().collect();
    let places = match names::places(&documents) {
        Ok(places) => places,
        Err(failure) => return failed(Stop::Failed(vec![failure]), speech),
    };
    let folder = match Folder::take(folder) {
        Ok(folder) => folder,
        Err(failure) => return failed(Stop::Failed(vec![failure]), speech),
    };
    each(arguments, speech, found, |number, pieces| {
        let before = found[..number].iter().flatten().count();
        let Some(place) = places.get(before) else { return Ok(()) };
        for (table, mut bytes) in pieces.into_iter().enumerate() {
            if asked.format == TablesFormat::Csv && !asked.no_bom {
                bytes.splice(0..0, BOM.iter().copied());
            }
            let mut name = place.clone().into_os_string();
            name.push(format!(".{}", asked.format.extension(table)));
            folder.write(Path::new(&name), &bytes).map_err(|error| {
                let name = folder.root().join(&name).display().to_string();
                let ja = format!(
                    "書き出せません（{error}）。出力先の空き容量と権限を確認してください。"
                );
                let en = format!(
                    "cannot be written ({error}); check the space and permissions of where it goes"
                );
                Stop::Failed(vec![Failure::new(&name, ErrorCode::E201, &ja, &en)])
            })?;
        }
        Ok(())
    })
}

/// How a JSON with the tables of documents begins and ends.
const JSON_ENDS: (&str, &str) = ("{\n  \"documents\": [", "\n  ]\n}\n");

fn to_stdout(
    arguments: &Arguments,
    asked: &Tables,
    found: &[Result<Found, Failure>],
    speech: &Speech,
) -> io::Result<Outcome> {
    let is_binary = asked.format == TablesFormat::Xlsx;
    let is_alone = is_binary || asked.format == TablesFormat::Html;
    if (is_alone && found.len() > 1) || (is_binary && io::stdout().is_terminal()) {
        speech.error(&speech.choose(
            "標準出力に書けるxlsxとhtmlは1ファイルだけで、xlsxは端末には書けません。-o でフォルダを指定してください。",
            "only one file as xlsx or html goes to stdout, and xlsx to no terminal; give a folder with -o",
        ));
        return Ok(Outcome::Failed);
    }
    let mut text = Vec::new();
    if asked.format == TablesFormat::Csv && !asked.no_bom {
        text.extend_from_slice(BOM);
    }
    let begin = text.len();
    let outcome = each(arguments, speech, found, |_, pieces| {
        for piece in pieces {
            let parts = text.len() > begin;
            match asked.format {
                TablesFormat::Json => {
                    let (head, tail) = JSON_ENDS;
                    let inner = piece
                        .strip_prefix(head.as_bytes())
                        .and_then(|piece| piece.strip_suffix(tail.as_bytes()))
                        .ok_or_else(|| Stop::Output(io::ErrorKind::InvalidData.into()))?;
                    text.extend_from_slice(if parts { b"," } else { b"" });
                    text.extend_from_slice(inner);
                }
                TablesFormat::Csv => {
                    text.extend_from_slice(if parts { b"\r\n" } else { b"" });
                    text.extend_from_slice(&piece);
                }
                TablesFormat::Xlsx | TablesFormat::Html | TablesFormat::Markdown => {
                    text.extend_from_slice(&piece);
                }
            }
        }
        Ok(())
    })?;
    // Where all failed nothing was read, and nothing is printed.
    if text.len() == begin && outcome == Outcome::Failed {
        return Ok(outcome);
    }
    if asked.format == TablesFormat::Json {
        let (head, tail) = JSON_ENDS;
        text.splice(0..0, head.bytes());
        text.extend_from_slice(tail.as_bytes());
    }
    Screen::new().write(&text)?;
    Ok(outcome)
}
