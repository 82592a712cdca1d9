//! Findings that are known, by their fingerprints: they stay in the outputs, marked, and
//! do not fail.

use super::Run;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    fingerprint: String,
    code: String,
    /// For a person.
    #[serde(default)]
    message: String,
    /// Why it may stay, in the words of whoever let it.
    #[serde(default)]
    reason: Option<String>,
}

/// The only version so far.
const VERSION: u32 = 1;

/// Marks what the baseline knows; where it is to be updated, writes all findings to it
/// first. Reasons that stand there stay.
pub(crate) fn apply(file: &Path, update: bool, run: &mut Run) -> Result<(), String> {
    let baseline = match fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| error.to_string())?,
        Err(error) if update && error.kind() == io::ErrorKind::NotFound => Baseline::default(),
        Err(error) => return Err(error.to_string()),
    };
    let mut known: BTreeMap<String, Known> =
        baseline.findings.into_iter().map(|it| (it.fingerprint.clone(), it)).collect();
    if update {
        let entry = |(_, said): (&str, &super::Said)| {
            let reason = known.get(&said.fingerprint).and_then(|it| it.reason.clone());
            let (fingerprint, code) = (said.fingerprint.clone(), said.code.clone());
            let message = said.ja.clone();
            (fingerprint.clone(), Known { fingerprint, code, message, reason })
        };
        known = run.findings().map(entry).collect();
        let findings = known.values().cloned().collect();
        let baseline = Baseline { version: VERSION, findings };
        let mut text = serde_json::to_string_pretty(&baseline).map_err(|it| it.to_string())?;
        text.push('\n');
        fs::write(file, text).map_err(|error| error.to_string())?;
    }
    for said in run.documents.iter_mut().flat_map(|it| &mut it.findings) {
        said.known = known.contains_key(&said.fingerprint);
    }
    Ok(())
}
