//! Which documents are checked together, and how they are handed to whoever reads them.
//!
//! The PDF and the workbook of one report are read together, so that they can be asked
//! whether they agree: files of one folder whose names differ in their extension alone,
//! or the only two that there are.

use super::Checked;
use super::settings::Settings;
use crate::arguments::Arguments;
use crate::batch::Found;
use crate::isolation::Reader;
use crate::speech::Speech;
use crate::task::{Document, Failure, Part, Stop};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Documents that are checked together.
pub(crate) type Group = Vec<Result<Found, Failure>>;

/// Documents in their order, those of one report together.
pub(super) fn groups(found: Group) -> Vec<Group> {
    let kinds: Vec<Option<bool>> = found.iter().map(is_pdf).collect();
    if let [Some(one), Some(other)] = kinds.as_slice()
        && one != other
    {
        return vec![found];
    }
    let mut groups: Vec<Group> = Vec::new();
    // The group of each name without its extension, and whether it has a PDF alone.
    let mut lone: BTreeMap<PathBuf, (usize, bool)> = BTreeMap::new();
    for (found, kind) in found.into_iter().zip(kinds) {
        let stem = found.as_ref().ok().map(|it| Path::new(&it.name).with_extension(""));
        let (Some(stem), Some(kind)) = (stem, kind) else {
            groups.push(vec![found]);
            continue;
        };
        match lone.remove(&stem) {
            Some((at, other)) if other != kind => groups.get_mut(at).into_iter().for_each(|it| {
                it.push(found.clone());
            }),
            _ => {
                lone.insert(stem, (groups.len(), kind));
                groups.push(vec![found]);
            }
        }
    }
    groups
}

/// Whether a document is a PDF by its name, and no workbook; none where neither tells.
fn is_pdf(found: &Result<Found, Failure>) -> Option<bool> {
    let name = found.as_ref().ok()?.name.to_lowercase();
    let extension = Path::new(&name).extension()?.to_str()?;
    match extension {
        "pdf" => Some(true),
        "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => Some(false),
        _ => None,
    }
}

/// What all documents of a run have in common.
pub(super) struct Job<'a> {
    pub(super) arguments: &'a Arguments,
    pub(super) speech: &'a Speech,
    pub(super) reader: &'a Reader,
    /// The report of the year before.
    pub(super) before: Option<(String, Vec<u8>)>,
}

type Read = Vec<Result<Checked, Failure>>;

impl Job<'_> {
    /// Reads documents that belong together.
    ///
    /// # Errors
    ///
    /// Where nobody takes the output. What can't be read stands among the documents.
    pub(super) fn read(&self, group: Group, settings: &Settings) -> io::Result<Read> {
        let mut read: Read = Vec::new();
        let mut documents = Vec::new();
        for found in group {
            match found.and_then(|found| Ok((found.read()?, found.name))) {
                Ok(document) => documents.push(document),
                Err(failure) => read.push(Err(failure)),
            }
        }
        if documents.is_empty() {
            return Ok(read);
        }
        match self.ask(&documents, settings)? {
            Ok(checked) => read.extend(checked),
            // One that costs its process takes none with it.
            Err(_) if documents.len() > 1 => {
                for document in documents {
                    read.extend(alone(self.ask(std::slice::from_ref(&document), settings)?));
                }
            }
            Err(failures) => read.extend(alone(Err(failures))),
        }
        Ok(read)
    }

    fn ask(
        &self,
        documents: &[(Vec<u8>, String)],
        settings: &Settings,
    ) -> io::Result<Result<Read, Vec<Failure>>> {
        let mut sent: Vec<Document> = documents
            .iter()
            .map(|(bytes, name)| Document::new(name.clone(), bytes.clone()))
            .collect();
        let part = |(name, bytes): &(String, Vec<u8>), part| Document {
            part,
            ..Document::new(name.clone(), bytes.clone())
        };
        sent.extend(self.before.as_ref().map(|it| part(it, Part::Before)));
        sent.extend(settings.expectations.as_ref().map(|it| part(it, Part::Expectations)));
        let mut text = Vec::new();
        let mut sink = |_: u32, bytes: &[u8]| {
            text.extend_from_slice(bytes);
            Ok(())
        };
        match self.reader.perform(self.arguments, self.speech, sent, &mut sink) {
            Ok(_) => Ok(Ok(serde_json::from_slice(&text)?)),
            Err(Stop::Failed(failures)) => Ok(Err(failures)),
            Err(Stop::Output(error)) => Err(error),
        }
    }
}

/// What became of one document. Of several failures, as of a report and that of the year
/// before, the first is the cause.
fn alone(read: Result<Read, Vec<Failure>>) -> Read {
    match read {
        Ok(read) => read,
        Err(failures) => failures.into_iter().take(1).map(Err).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::batch::one;
    use std::path::Path;

    #[track_caller]
    fn check(names: &[&str], expected: &[&[&str]]) {
        let found = names.iter().map(|name| Ok(one(Path::new(name)))).collect();
        let groups: Vec<Vec<String>> = super::groups(found)
            .into_iter()
            .map(|group| group.into_iter().map(|it| it.unwrap().name).collect())
            .collect();
        assert_eq!(groups, expected);
    }

    #[test]
    fn files_of_one_report() {
        check(&["a.pdf", "b.xlsx"], &[&["a.pdf", "b.xlsx"]]);
        check(&["a.pdf", "b.pdf"], &[&["a.pdf"], &["b.pdf"]]);
        check(&["a.pdf", "b.pdf", "a.xlsx"], &[&["a.pdf", "a.xlsx"], &["b.pdf"]]);
        check(&["x/a.pdf", "y/a.xlsx", "-"], &[&["x/a.pdf"], &["y/a.xlsx"], &["-"]]);
        check(&["a.pdf", "a.xlsx", "a.ods"], &[&["a.pdf", "a.xlsx"], &["a.ods"]]);
        check(&["a.xlsx", "a.ods", "b.pdf"], &[&["a.xlsx"], &["a.ods"], &["b.pdf"]]);
    }
}
