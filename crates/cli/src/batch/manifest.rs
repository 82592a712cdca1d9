//! What was done, a line a document, when it is done: for whoever goes on with a
//! batch, and for whoever asks what became of a document.

use crate::arguments::Convert;
use crate::task::{Failure, Summary};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Its name in the folder of results.
pub(super) const NAME: &str = "manifest.jsonl";

/// A document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Line {
    /// Its path, as it was given.
    pub(super) input: String,
    /// Of its bytes; null where they could not be read.
    pub(super) sha256: Option<String>,
    /// In bytes.
    pub(super) size: Option<u64>,
    /// Of this program.
    pub(super) version: String,
    /// The fingerprint of the options that decide what is written.
    pub(super) options: String,
    pub(super) outcome: Ended,
    /// Why it failed.
    pub(super) error: Option<Failure>,
    /// Its results, below the folder.
    pub(super) outputs: Vec<String>,
    /// What was read.
    #[serde(flatten)]
    pub(super) summary: Option<Summary>,
    /// How long it took, by the clock.
    pub(super) seconds: f64,
    /// The peak memory so far of the process that read it, in bytes, where known.
    pub(super) peak: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ended {
    /// All of it was read and written.
    Done,
    /// It was written, but not all of it could be read.
    Incomplete,
    /// Nothing was written.
    Failed,
}

/// The fingerprint of some bytes.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What two runs must have in common to have the same results.
pub(super) fn options(convert: &Convert, pages_max: Option<usize>) -> String {
    let results: Vec<&str> = convert.results().iter().map(|it| it.extension()).collect();
    let options = format!("{} {:?} {pages_max:?}", results.join(","), convert.tables);
    fingerprint(options.as_bytes()).chars().take(16).collect()
}

/// A manifest that is being written.
#[derive(Debug)]
pub(super) struct Manifest(Mutex<File>);

impl Manifest {
    /// Begins a manifest, or goes on with one: gives the last line of each document
    /// then. A line that a killed run left unfinished is cut off.
    pub(super) fn open(
        folder: &Path,
        resume: bool,
    ) -> io::Result<(Manifest, HashMap<String, Line>)> {
        let place = folder.join(NAME);
        let mut known = HashMap::new();
        if resume && place.exists() {
            let bytes = fs::read(&place)?;
            let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            for line in bytes.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n') {
                // Lines of another version may be of another kind.
                if let Ok(line) = serde_json::from_slice::<Line>(line) {
                    known.insert(line.input.clone(), line);
                }
            }
            File::options().write(true).open(&place)?.set_len(whole as u64)?;
        }
        let mut options = File::options();
        let options = options.create(true);
        let file = if resume { options.append(true) } else { options.write(true).truncate(true) };
        Ok((Manifest(Mutex::new(file.open(&place)?)), known))
    }

    /// Adds lines, each at once.
    pub(super) fn add(&self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ended, Line, Manifest, NAME};
    use crate::task::Summary;
    use std::fs;

    fn line(input: &str) -> Line {
        Line {
            input: input.to_owned(),
            sha256: None,
            size: Some(3),
            version: "1".to_owned(),
            options: String::new(),
            outcome: Ended::Done,
            error: None,
            outputs: vec!["a.json".to_owned()],
            summary: Some(Summary { measures: 3, complete: true, ..Summary::default() }),
            seconds: 0.5,
            peak: None,
        }
    }

    #[test]
    fn a_manifest_goes_on_behind_its_last_whole_line() {
        let folder = tempfile::tempdir().unwrap();
        let (manifest, known) = Manifest::open(folder.path(), true).unwrap();
        assert!(known.is_empty());
        manifest.add(&line("a.pdf")).unwrap();
        let place = folder.path().join(NAME);
        let whole = fs::read_to_string(&place).unwrap();
        fs::write(&place, format!("{whole}{{\"input\": \"b")).unwrap();
        let (manifest, known) = Manifest::open(folder.path(), true).unwrap();
        assert_eq!(known.keys().collect::<Vec<_>>(), ["a.pdf"]);
        assert_eq!(known["a.pdf"].summary, line("a.pdf").summary);
        manifest.add(&line("b.pdf")).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap().lines().count(), 2);
        Manifest::open(folder.path(), false).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "");
    }
}
