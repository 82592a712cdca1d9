//! Which documents there are: files, folders, archives, patterns and lists → each
//! document with its name and its place in the tree of results, in a fixed order.

use super::archive::{self, Archive};
use crate::arguments::Inputs;
use crate::speech::Speech;
use crate::task::Failure;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use tenken::ErrorCode;

/// What is taken from a folder. Files named one by one are told by content.
const EXTENSIONS: [&str; 6] = ["pdf", "xlsx", "xlsm", "xls", "xlsb", "ods"];

/// How deep folders are searched: an archive of years and bureaus needs four
/// levels, a mount within itself has no end.
const DEPTH_MAX: usize = 32;

/// A list of inputs: a million paths of 100 characters.
const LIST_BYTES_MAX: u64 = 100 << 20;

/// The largest document that is read.
pub(super) const DOCUMENT_BYTES_MAX: u64 = 1 << 30;

/// A document that is there.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its path, as it was given.
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// Its path below the folder, pattern or archive that it was found by.
    pub(crate) place: PathBuf,
}

/// Where a document is.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    Stdin,
    File(PathBuf),
    /// In an archive, by its number there.
    Member(Arc<Archive>, usize),
}

impl Found {
    /// Its name, and all of it.
    pub(crate) fn read_named(self) -> Result<(String, Vec<u8>), Failure> {
        let bytes = self.read()?;
        Ok((self.name, bytes))
    }

    /// Reads all of it. Only what is a regular file, and has an end.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        let fail = |error| Failure::io(&self.name, error);
        let mut bytes = Vec::new();
        match &self.origin {
            Origin::Stdin => {
                let mut stdin = io::stdin().lock().take(DOCUMENT_BYTES_MAX + 1);
                stdin.read_to_end(&mut bytes).map_err(fail)?;
            }
            Origin::File(path) => {
                regular(path, &self.name)?;
                let mut file = fs::File::open(path).map_err(fail)?.take(DOCUMENT_BYTES_MAX + 1);
                file.read_to_end(&mut bytes).map_err(fail)?;
            }
            Origin::Member(archive, index) => bytes = archive.read(*index, &self.name)?,
        }
        if bytes.len() as u64 > DOCUMENT_BYTES_MAX {
            return Err(too_large(&self.name));
        }
        Ok(bytes)
    }

    /// How long it is, where that is known before it is read.
    pub(super) fn size(&self) -> Option<u64> {
        match &self.origin {
            Origin::Stdin => None,
            Origin::File(path) => {
                fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|it| it.len())
            }
            Origin::Member(archive, index) => archive.size(*index),
        }
    }
}

/// Refuses what may never end, and what is larger than any report.
fn regular(path: &Path, name: &str) -> Result<(), Failure> {
    let metadata = fs::metadata(path).map_err(|error| Failure::io(name, error))?;
    if !metadata.is_file() {
        let ja = "通常のファイルではありません（パイプ、デバイスなど）。内容をファイルに保存するか、標準入力（-）から渡してください。";
        let en = "not a regular file (a pipe, a device or the like); save its content to a file, or hand it over through stdin (-)";
        return Err(Failure::new(name, ErrorCode::E113, ja, en));
    }
    if metadata.len() > DOCUMENT_BYTES_MAX { Err(too_large(name)) } else { Ok(()) }
}

pub(super) fn too_large(name: &str) -> Failure {
    let limit = DOCUMENT_BYTES_MAX;
    let ja = format!("ファイルが大きすぎます（上限{limit}バイト）。分割してください。");
    let en = format!("the file is too large (limit {limit} bytes); split it");
    Failure::new(name, ErrorCode::E104, &ja, &en)
}

/// A single document, as it was named.
pub(crate) fn one(path: &Path) -> Found {
    let name = path.display().to_string();
    if name == "-" {
        return Found { name, origin: Origin::Stdin, place: "stdin".into() };
    }
    let place = path.file_name().map_or_else(PathBuf::new, PathBuf::from);
    Found { name, origin: Origin::File(path.to_owned()), place }
}

/// All documents. What can't be searched stands among them as a failure.
pub(crate) fn find(inputs: &Inputs, speech: &Speech) -> Vec<Result<Found, Failure>> {
    let mut search = Search { speech, found: Vec::new() };
    for input in &inputs.inputs {
        let place = input.file_name().map_or_else(PathBuf::new, PathBuf::from);
        search.input(input, &place);
    }
    if let Some(list) = &inputs.files_from {
        match listed(list) {
            Ok(paths) => {
                for path in paths {
                    // What a list names is mirrored with all its folders.
                    search.input(&path, &normal(&path));
                }
            }
            Err(error) => search.found.push(Err(Failure::io(&list.display().to_string(), error))),
        }
    }
    search.found
}

/// Paths, a line or a NUL behind each.
fn listed(list: &Path) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    if list == Path::new("-") {
        io::stdin().lock().take(LIST_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(list)?.take(LIST_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LIST_BYTES_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes
        .split(|byte| *byte == separator)
        .map(|line| if separator == 0 { line } else { line.strip_suffix(b"\r").unwrap_or(line) });
    Ok(lines.filter(|line| !line.is_empty()).map(|line| os_string(line).into()).collect())
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A path without root, `.` and `..`: below the folder of results.
fn normal(path: &Path) -> PathBuf {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        })
        .collect()
}

struct Search<'s> {
    speech: &'s Speech,
    found: Vec<Result<Found, Failure>>,
}

impl Search<'_> {
    /// An input as it was named; a file of it is to be found at this place.
    fn input(&mut self, input: &Path, place: &Path) {
        if input == Path::new("-") {
            self.found.push(Ok(one(input)));
        } else if input.is_dir() {
            let before = self.found.len();
            // Of a list, the folder itself is part of the tree.
            let place = if place.components().count() > 1 { place } else { Path::new("") };
            self.folder(input, place, 0);
            if self.found.len() == before {
                self.nothing_in(input);
            }
        } else if !input.exists() && is_pattern(input) {
            self.pattern(input);
        } else {
            self.file(input, place.to_owned());
        }
    }

    fn nothing_in(&self, input: &Path) {
        let name = input.display();
        self.speech.say(&self.speech.choose(
            &format!("{name}: 読めるファイルがありません（{}）。", EXTENSIONS.join("・")),
            &format!("{name}: no file to read in it ({})", EXTENSIONS.join(", ")),
        ));
    }

    fn file(&mut self, path: &Path, place: PathBuf) {
        let name = path.display().to_string();
        if !has_extension(path, &["zip"]) {
            return self.found.push(Ok(Found {
                name,
                origin: Origin::File(path.to_owned()),
                place,
            }));
        }
        match regular(path, &name).and_then(|()| Archive::open(path, &name)) {
            Ok(archive) => {
                let archive = Arc::new(archive);
                for (index, inner) in archive.documents() {
                    let name = format!("{name}/{}", inner.display());
                    let origin = Origin::Member(Arc::clone(&archive), index);
                    self.found.push(Ok(Found { name, origin, place: place.join(inner) }));
                }
            }
            Err(failure) => self.found.push(Err(failure)),
        }
    }

    fn folder(&mut self, folder: &Path, place: &Path, depth: usize) {
        let name = folder.display().to_string();
        if depth > DEPTH_MAX {
            let ja = "フォルダが深すぎます。この下のフォルダを直接指定してください。";
            let en = "too many folders within each other; name one further down";
            return self.found.push(Err(Failure::new(&name, ErrorCode::E114, ja, en)));
        }
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                let ja = format!("フォルダをたどれません（{error}）。");
                let en = format!("the folder can't be searched ({error})");
                return self.found.push(Err(Failure::new(&name, ErrorCode::E114, &ja, &en)));
            }
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, place) = (entry.path(), place.join(entry.file_name()));
            if path.is_dir() {
                // Links may run in a circle, and out of the tree.
                if path.is_symlink() {
                    let name = path.display();
                    self.speech.say(&self.speech.choose(
                        &format!("{name}: フォルダへのリンクはたどりません。"),
                        &format!("{name}: a link to a folder is not followed"),
                    ));
                } else {
                    self.folder(&path, &place, depth + 1);
                }
            } else if is_document(&path) {
                self.file(&path, place);
            }
        }
    }

    /// Paths that a pattern fits, below the last folder that it names whole.
    fn pattern(&mut self, pattern: &Path) {
        let name = pattern.display().to_string();
        let parts = pattern.components();
        let base: PathBuf = parts.take_while(|part| !is_pattern(Path::new(part))).collect();
        let options =
            glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
        let paths = match glob::glob_with(&name, options) {
            Ok(paths) => paths,
            Err(error) => return self.found.push(Err(Failure::io(&name, io::Error::other(error)))),
        };
        let before = self.found.len();
        for path in paths {
            match path {
                Ok(path) if path.is_dir() || is_lock(&path) => {}
                Ok(path) => {
                    let place = path.strip_prefix(&base).map_or_else(|_| normal(&path), normal);
                    self.file(&path, place);
                }
                Err(error) => {
                    let name = error.path().display().to_string();
                    self.found.push(Err(Failure::io(&name, error.into())));
                }
            }
        }
        if self.found.len() == before {
            self.nothing_in(pattern);
        }
    }
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    extension.is_some_and(|it| extensions.contains(&it.as_str()))
}

/// Whether the file has one of the extensions, or is an archive of such.
fn is_document(path: &Path) -> bool {
    !is_lock(path)
        && (has_extension(path, &EXTENSIONS) || has_extension(path, &[archive::EXTENSION]))
}

/// The lock file that Excel leaves beside an open workbook (`~$…`).
fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
}

/// Whether the name is that of a document itself, and no archive of them.
pub(super) fn is_single(path: &Path) -> bool {
    !is_lock(path) && has_extension(path, &EXTENSIONS)
}
