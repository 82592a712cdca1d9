//! What governs the findings of a document: `tenken.toml`, found upward from it, and the
//! command line, which goes before it.

mod file;

pub(crate) use file::{located, metadata, schema};

use super::inputs::Group;
use super::said::Threshold;
use super::{Checked, Said, expectations};
use crate::arguments::Check;
use crate::task::Failure;
use file::{Level, Prefix, Table};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tenken::{Code, Severity};

/// The name of the file.
const NAME: &str = "tenken.toml";

/// What governs the findings of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    select: Vec<String>,
    ignore: Vec<String>,
    threshold: Threshold,
    severities: Vec<(String, Level)>,
    /// The same of measures, by number, name or key.
    measures: Vec<(String, Vec<(String, Level)>)>,
    pub(super) baseline: Option<PathBuf>,
    /// The file of expectations, by name and content.
    pub(super) expectations: Option<(String, Vec<u8>)>,
    pub(super) skip_others: bool,
}

/// Settings that were read in this run, by the folder that they are for.
#[derive(Debug, Default)]
pub(super) struct Known {
    folders: BTreeMap<PathBuf, Result<Settings, Failure>>,
}

impl Known {
    /// The settings for documents that are checked together: those of the first.
    pub(super) fn of(&mut self, group: &Group, asked: &Check) -> Result<Settings, Failure> {
        let name = group.iter().find_map(|it| it.as_ref().ok()).map(|it| it.name.as_str());
        let folder = Path::new(name.unwrap_or_default()).parent().unwrap_or(Path::new(""));
        // What can't be made absolute has nothing above it.
        let folder = std::path::absolute(folder.join(".")).unwrap_or_else(|_| folder.to_owned());
        let read = || Settings::read(&folder, asked);
        self.folders.entry(folder.clone()).or_insert_with(read).clone()
    }
}

/// The settings that are found upward from a folder.
pub(crate) fn found_from(folder: &Path) -> Option<PathBuf> {
    upward(folder, NAME)
}

/// The nearest file of a name, in a folder or above it.
fn upward(folder: &Path, name: &str) -> Option<PathBuf> {
    folder.ancestors().map(|it| it.join(name)).find(|it| it.is_file())
}

impl Settings {
    fn read(folder: &Path, asked: &Check) -> Result<Settings, Failure> {
        let config = asked.config.clone().or_else(|| upward(folder, NAME));
        let table = config.as_deref().map_or_else(|| Ok(Table::default()), Table::read)?;
        // Paths in a file are those seen from it.
        let base = config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let beside = |path: Option<PathBuf>| path.map(|path| base.join(path));
        let given = asked.expectations.clone().or(beside(table.expectations));
        let expectations = given.or_else(|| upward(folder, expectations::NAME));
        let choice = &asked.choice;
        let words = |codes: Vec<Prefix>| codes.into_iter().map(|it| it.0);
        let is_open = choice.select.is_empty();
        let select = if is_open { words(table.select).collect() } else { choice.select.clone() };
        let fail_on = asked.fail_on.or(table.fail_on).map(|it| it.severity());
        let levels = |levels: BTreeMap<Prefix, Level>| {
            let mut levels: Vec<(String, Level)> =
                levels.into_iter().map(|(code, level)| (code.0, level)).collect();
            // The longest beginning of a code says most about it.
            levels.sort_by_key(|it| std::cmp::Reverse(it.0.len()));
            levels
        };
        let measures = table.measures.into_iter();
        Ok(Settings {
            select,
            ignore: words(table.ignore).chain(choice.ignore.iter().cloned()).collect(),
            threshold: fail_on.map_or_else(Threshold::default, Threshold),
            severities: levels(table.severity),
            measures: measures.map(|it| (it.measure, levels(it.severity))).collect(),
            baseline: asked.baseline.file.clone().or(beside(table.baseline)),
            expectations: expectations.map(|path| expectations::read(&path)).transpose()?,
            skip_others: asked.skip_others || table.skip_others,
        })
    }

    /// Sets the severities of findings and leaves out those that nobody asked for; the
    /// worst stand first.
    pub(super) fn govern(&self, checked: &mut Checked) {
        checked.threshold = self.threshold;
        let is_ignored = |code: &str| self.ignore.iter().any(|it| code.starts_with(it.as_str()));
        let mut losses = Vec::new();
        checked.findings.retain_mut(|said| {
            let was_loss = is_loss(said);
            match self.level(said) {
                _ if is_ignored(&said.code) => return false,
                Some(Level::Off) => return false,
                Some(Level::Error) => said.severity = "error".to_owned(),
                Some(Level::Warning) => said.severity = "warning".to_owned(),
                Some(Level::Info) => said.severity = "info".to_owned(),
                None => {}
            }
            // What was not read is no question of taste: only who names it passes over it.
            if was_loss && said.level() == Severity::Error {
                losses.push((said.fingerprint.clone(), false));
            }
            self.select.is_empty()
                || self.select.iter().any(|it| said.code.starts_with(it.as_str()))
        });
        checked.losses = losses;
        checked.findings.sort_by_key(|said| std::cmp::Reverse(said.level()));
    }

    /// The severity that the settings give a finding: that of its measure first.
    fn level(&self, said: &Said) -> Option<Level> {
        let of = |levels: &[(String, Level)]| {
            levels.iter().find(|it| said.code.starts_with(it.0.as_str())).map(|it| it.1)
        };
        let is_named =
            |name: &str| said.measure.as_deref() == Some(name) || said.key.as_deref() == Some(name);
        let own = self.measures.iter().filter(|it| is_named(&it.0)).find_map(|it| of(&it.1));
        own.or_else(|| of(&self.severities))
    }
}

/// Whether a finding says that something was not read.
fn is_loss(said: &Said) -> bool {
    let is_error = |code: Code| code.severity() == Severity::Error;
    said.code.starts_with('P') && Code::from_name(&said.code).is_some_and(is_error)
}
