//! The file itself, and what is wrong with one.

use crate::arguments::FailOn;
use crate::task::Failure;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tenken::{Code, ErrorCode};
use tenken_publish::Metadata;

/// 点検の設定（tenken.toml） / settings of tenken
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "tenken.toml")]
struct File {
    /// tenken check
    check: Table,
    /// tenken publish
    publish: Metadata,
}

/// What `tenken check` asks.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Table {
    /// Only these codes, or those that begin so.
    pub(super) select: Vec<Prefix>,
    /// Not these codes, or those that begin so.
    pub(super) ignore: Vec<Prefix>,
    /// Findings from which the exit code is 1.
    pub(super) fail_on: Option<FailOn>,
    /// Findings that are known: a file, seen from this one.
    pub(super) baseline: Option<PathBuf>,
    /// Counts and sums to expect: a file, seen from this one.
    pub(super) expectations: Option<PathBuf>,
    /// Whether documents without a table of measures are passed over.
    pub(super) skip_others: bool,
    /// The severity of findings, by code or the beginning of codes.
    pub(super) severity: BTreeMap<Prefix, Level>,
    /// Severities of single measures.
    pub(super) measures: Vec<OfMeasure>,
}

/// Severities of one measure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OfMeasure {
    /// Its number, its name or its key.
    pub(super) measure: String,
    /// The severity of its findings, by code or the beginning of codes.
    pub(super) severity: BTreeMap<Prefix, Level>,
}

/// How much findings matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    /// They are left out.
    Off,
}

impl Table {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Table, Failure> {
        read(path).map(|file| file.check)
    }
}

/// The metadata of what is published.
pub(crate) fn metadata(path: &Path) -> Result<Metadata, Failure> {
    read(path).map(|file| file.publish)
}

fn read(path: &Path) -> Result<File, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io(&name, error))?;
    toml::from_str(&text).map_err(|error| located(&name, &text, &error))
}

/// What is wrong with a file of TOML, and where.
pub(crate) fn located(name: &str, text: &str, error: &toml::de::Error) -> Failure {
    let at = error.span().map_or(0, |it| it.start);
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let words = error.message().replace('\n', " ");
    let ja = match words.strip_prefix("unknown field ") {
        Some(rest) => {
            let rest =
                rest.replace("expected one of", "使えるのは").replace("expected", "使えるのは");
            format!("知らないキー{rest}")
        }
        None if words.starts_with("invalid unquoted key") => {
            format!("日本語や記号のキーは \"達成\" のように引用符で囲んでください（{words}）")
        }
        None => words.split_once(" / ").map_or(words.as_str(), |it| it.0).to_owned(),
    };
    let en = words.split_once(" / ").map_or(words.as_str(), |it| it.1);
    Failure::new(
        name,
        ErrorCode::E405,
        &format!("{line}行{column}文字目: {ja}"),
        &format!("line {line}, column {column}: {en}"),
    )
}

/// A code or the beginning of codes; one that no code has is a slip of the pen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub(super) struct Prefix(pub(super) String);

impl TryFrom<String> for Prefix {
    type Error = String;

    fn try_from(text: String) -> Result<Prefix, String> {
        let wanted = text.trim().to_ascii_uppercase();
        let is_known = Code::ALL.iter().any(|code| code.as_str().starts_with(&wanted));
        let words = || {
            format!(
                "「{text}」というコードはありません（T101 や W のように） / no code begins with {text:?}"
            )
        };
        (is_known && !wanted.is_empty()).then_some(Prefix(wanted)).ok_or_else(words)
    }
}

/// The schema of the file.
pub(crate) fn schema() -> String {
    crate::check::printed(schema_for!(File), "config")
}
