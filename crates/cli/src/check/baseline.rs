//! Findings that are known, by their fingerprints: they stay in the outputs, marked, and
//! do not fail. An entry may say why, and until when.

use super::date::{is_date, today};
use super::{Run, Said};
use crate::speech::Speech;
use crate::task::Failure;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use tenken::{Corrections, ErrorCode};

/// 既知の指摘 / findings that are known
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "baseline")]
struct Baseline {
    /// 1.
    version: u32,
    findings: Vec<Known>,
}

/// A finding that is known.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Known {
    /// As `--format json` prints it.
    fingerprint: String,
    code: String,
    /// For a person.
    #[serde(default)]
    message: String,
    /// Why it may stay, in the words of whoever let it.
    #[serde(default)]
    reason: Option<String>,
    /// The last day on which it may, as 2026-03-31.
    #[serde(default)]
    expires: Option<String>,
}

/// The only version so far.
const VERSION: u32 = 1;

/// Marks what the baseline knows of some documents; where it is to be updated, writes
/// all their findings to it first. Reasons and days that stand there stay.
pub(super) fn apply(
    file: &Path,
    update: bool,
    documents: &[usize],
    run: &mut Run,
    speech: &Speech,
) -> Result<(), Failure> {
    let name = file.display().to_string();
    let mut known = read(file, &name, update)?;
    let mut documents: Vec<_> = (0..)
        .zip(&mut run.documents)
        .filter(|(at, _)| documents.contains(at))
        .map(|it| it.1)
        .collect();
    if update {
        let entry = |said: &Said| {
            let before = known.get(&said.fingerprint);
            Known {
                fingerprint: said.fingerprint.clone(),
                code: said.code.clone(),
                message: said.ja.clone(),
                reason: before.and_then(|it| it.reason.clone()),
                // An update must not put off a day in silence.
                expires: before.and_then(|it| it.expires.clone()),
            }
        };
        let findings = documents.iter().flat_map(|it| &it.findings);
        known = findings.map(|it| (it.fingerprint.clone(), entry(it))).collect();
        let findings = known.values().cloned().collect();
        let baseline = Baseline { version: VERSION, findings };
        let text = serde_json::to_string_pretty(&baseline).unwrap_or_default() + "\n";
        super::write(file, text.as_bytes()).map_err(|error| Failure::io(&name, error))?;
    }
    let today = today();
    let is_over = |it: &Known| it.expires.as_deref().is_some_and(|last| last < today.as_str());
    for checked in &mut documents {
        for said in &mut checked.findings {
            let Some(entry) = known.get(&said.fingerprint) else { continue };
            said.reason.clone_from(&entry.reason);
            said.known = !is_over(entry);
            if !said.known {
                let last = entry.expires.as_deref().unwrap_or_default();
                speech.say(&speech.choose(
                    &format!("{name}: {} は{last}で期限切れです: {}", entry.code, entry.message),
                    &format!("{name}: {} expired on {last}: {}", entry.code, said.en),
                ));
            }
        }
        for (fingerprint, is_known) in &mut checked.losses {
            *is_known = known.get(fingerprint).is_some_and(|it| !is_over(it));
        }
    }
    Ok(())
}

/// Marks the findings that a person has looked at, whatever the verdict.
pub(super) fn apply_review(file: &Path, run: &mut Run) -> Result<(), Failure> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| Failure::io(&name, error))?;
    let review = Corrections::parse(&text)
        .map_err(|words| Failure::new(&name, ErrorCode::E405, &words.ja, &words.en))?;
    let judged: BTreeMap<&str, &str> = review.judged().collect();
    for checked in &mut run.documents {
        for said in &mut checked.findings {
            if let Some(verdict) = judged.get(said.fingerprint.as_str()) {
                said.known = true;
                said.reason.get_or_insert_with(|| format!("review: {verdict}"));
            }
        }
        for (fingerprint, is_known) in &mut checked.losses {
            *is_known |= judged.contains_key(fingerprint.as_str());
        }
    }
    Ok(())
}

fn read(file: &Path, name: &str, update: bool) -> Result<BTreeMap<String, Known>, Failure> {
    let fail = |words: &str| Failure::new(name, ErrorCode::E405, words, words);
    let baseline: Baseline = match fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| fail(&error.to_string()))?,
        Err(error) if update && error.kind() == io::ErrorKind::NotFound => Baseline::default(),
        Err(error) => return Err(Failure::io(name, error)),
    };
    for last in baseline.findings.iter().filter_map(|it| it.expires.as_deref()) {
        if !is_date(last) {
            let ja = format!(
                "expires の「{last}」は日付ではありません。2026-03-31 のように書いてください。"
            );
            let en = format!("expires {last} is no date; write it as 2026-03-31");
            return Err(Failure::new(name, ErrorCode::E405, &ja, &en));
        }
    }
    Ok(baseline.findings.into_iter().map(|it| (it.fingerprint.clone(), it)).collect())
}

/// The schema of the file.
pub(crate) fn schema() -> String {
    super::printed(schema_for!(Baseline), "baseline")
}
