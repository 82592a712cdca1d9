//! Many documents: found, read side by side, written whole or not at all.
//!
//! One bad file is an error line; the others are done all the same.

use crate::arguments::Convert;
use crate::speech::Speech;
use crate::valid;
use crate::verbs::{Outcome, fail, read};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use tenken::{Error, Finding, Output, Report, Severity};

/// What is taken from a folder. Files named one by one are told by content.
const EXTENSIONS: [&str; 6] = ["pdf", "xlsx", "xlsm", "xls", "xlsb", "ods"];

/// How deep folders are searched: an archive of years and bureaus needs four
/// levels, a loop of links has no end.
const DEPTH_MAX: usize = 32;

/// Converts all inputs.
pub(crate) fn convert(convert: &Convert, speech: &Speech) -> io::Result<Outcome> {
    valid::prepare();
    let files = files(&convert.inputs, speech);
    match &convert.output {
        Some(folder) => to_folder(convert, folder, files, speech),
        None => to_stdout(convert, files, speech),
    }
}

fn to_stdout(
    convert: &Convert,
    files: Vec<Result<PathBuf, Error>>,
    speech: &Speech,
) -> io::Result<Outcome> {
    let (1, [format]) = (files.len(), convert.formats.as_slice()) else {
        speech.error(&speech.choose(
            "標準出力に書けるのは1ファイル・1形式だけです。-o でフォルダを指定してください。",
            "only one file in one format goes to stdout; give a folder with -o",
        ));
        return Ok(Outcome::Failed);
    };
    let mut outcome = Outcome::Clean;
    for file in files {
        let written = file.and_then(|file| extract(&file)).and_then(|report| {
            damage(&report).for_each(|finding| speech.say(&speech.finding(finding)));
            let text = printed(&report, *format)?;
            let written = io::stdout().lock().write_all(text.as_bytes());
            written.map_err(|error| Error::output(&report.source.file, error))
        });
        if let Err(error) = written {
            outcome = fail(&error, speech)?;
        }
    }
    Ok(outcome)
}

fn to_folder(
    convert: &Convert,
    folder: &Path,
    files: Vec<Result<PathBuf, Error>>,
    speech: &Speech,
) -> io::Result<Outcome> {
    fs::create_dir_all(folder)?;
    let names = names(&files);
    let progress = Progress::new(files.len(), speech);
    let results: Vec<Result<Vec<String>, String>> = files
        .into_par_iter()
        .zip(names)
        .map(|(file, name)| {
            let result = file
                .and_then(|file| extract(&file))
                .map_err(|error| speech.words(&error))
                .and_then(|report| {
                    for &format in &convert.formats {
                        write(folder, &name, &report, format, speech)?;
                    }
                    let words = |it| format!("{name}: {}", speech.finding(it));
                    Ok(damage(&report).map(words).collect())
                });
            progress.done(&result, speech);
            result
        })
        .collect();
    progress.finish();
    // Said once all is done and in the order given, whatever order it was done in.
    for result in &results {
        match result {
            Ok(damage) => damage.iter().for_each(|words| speech.say(words)),
            Err(failure) => speech.error(failure),
        }
    }
    let failed = results.iter().any(Result::is_err);
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

fn extract(file: &Path) -> Result<Report, Error> {
    tenken::extract(&read(file)?)
}

/// A report in one format, and valid.
fn printed(report: &Report, format: Output) -> Result<String, Error> {
    let text = tenken::write(report, format)?;
    if format == Output::Json {
        valid::report(&text).map_err(|words| Error::schema(&report.source.file, words))?;
    }
    Ok(text)
}

/// What could not be read of a document: that must be seen even by whoever does
/// not look into the findings.
fn damage(report: &Report) -> impl Iterator<Item = &Finding> {
    let is_damage =
        |it: &&Finding| it.code.as_str().starts_with('P') && it.code.severity() == Severity::Error;
    report.findings.iter().filter(is_damage)
}

/// Writes beside the final place and renames, so that whoever looks finds a
/// whole file or none.
fn write(
    folder: &Path,
    name: &str,
    report: &Report,
    format: Output,
    speech: &Speech,
) -> Result<(), String> {
    let place = folder.join(format!("{name}.{}", format.as_str()));
    let fail = |error: io::Error| format!("{}: {error}", place.display());
    let text = printed(report, format)
        .map_err(|error| format!("{}: {}", place.display(), speech.words(&error)))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    readable_by_all(file.as_file()).map_err(fail)?;
    file.persist(&place).map_err(|error| fail(error.error))?;
    Ok(())
}

/// A temporary file is private; what is published is not.
#[cfg(unix)]
fn readable_by_all(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// A name for the results of each file: its own without the extension, with
/// the extension where two files would share it, numbered where that fails.
fn names(files: &[Result<PathBuf, Error>]) -> Vec<String> {
    let part = |file: &Path, part: fn(&Path) -> Option<&OsStr>| {
        part(file).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let stems: Vec<String> = files
        .iter()
        .map(|file| match file {
            Ok(file) if file == Path::new("-") => "stdin".to_owned(),
            Ok(file) => part(file, Path::file_stem),
            Err(_) => String::new(),
        })
        .collect();
    let mut shared: HashMap<String, usize> = HashMap::new();
    for stem in &stems {
        *shared.entry(stem.to_lowercase()).or_default() += 1;
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    files
        .iter()
        .zip(stems)
        .map(|(file, stem)| {
            let name = match file {
                Ok(file) if shared[&stem.to_lowercase()] > 1 => part(file, Path::file_name),
                _ => stem,
            };
            let count = taken.entry(name.to_lowercase()).or_default();
            *count += 1;
            if *count == 1 { name } else { format!("{name}-{count}") }
        })
        .collect()
}

/// The files to read: those named, and those in folders, in a fixed order.
pub(crate) fn files(inputs: &[PathBuf], speech: &Speech) -> Vec<Result<PathBuf, Error>> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            files.push(Ok(input.clone()));
            continue;
        }
        let before = files.len();
        walk(input, 0, &mut files);
        if files.len() == before {
            speech.say(&speech.choose(
                &format!(
                    "{}: 読めるファイルがありません（{}）。",
                    input.display(),
                    EXTENSIONS.join("・")
                ),
                &format!("{}: no file to read in it ({})", input.display(), EXTENSIONS.join(", ")),
            ));
        }
    }
    files
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<Result<PathBuf, Error>>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            files.push(Err(Error::io(&folder.display().to_string(), error)));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if depth < DEPTH_MAX && !path.is_symlink() {
                walk(&path, depth + 1, files);
            }
        } else if is_readable(&path) {
            files.push(Ok(path));
        }
    }
}

/// Whether the file has one of the extensions, and is not the lock file that
/// Excel leaves beside an open workbook (`~$…`).
fn is_readable(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    !name.starts_with("~$") && extension.is_some_and(|it| EXTENSIONS.contains(&it.as_str()))
}

/// A bar on a terminal, nothing elsewhere.
struct Progress {
    bar: ProgressBar,
    failures: AtomicUsize,
}

impl Progress {
    fn new(files: usize, speech: &Speech) -> Progress {
        let bar = if io::stderr().is_terminal() {
            ProgressBar::new(files as u64)
        } else {
            ProgressBar::hidden()
        };
        let template = speech.choose(
            "{bar:30} {pos}/{len}件 {per_sec} {msg}",
            "{bar:30} {pos}/{len} documents {per_sec} {msg}",
        );
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Progress { bar, failures: AtomicUsize::new(0) }
    }

    fn done<T>(&self, result: &Result<T, String>, speech: &Speech) {
        if result.is_err() {
            let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
            self.bar.set_message(
                speech.choose(&format!("失敗 {failures}件"), &format!("{failures} failed")),
            );
        }
        self.bar.inc(1);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
