//! `expectations.toml`: the counts and sums that published reports are known to have.

use super::settings::located;
use crate::task::Failure;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use tenken::{ErrorCode, Expectation};

/// Its name.
pub(super) const NAME: &str = "expectations.toml";

/// 期待する件数と合計（expectations.toml） / counts and sums to expect
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "expectations.toml")]
struct File {
    /// How many measures each report has.
    rows: Option<u64>,
    /// Counts by rating: `"126/15/28"`, or by the word, the symbol or the label.
    ratings: Option<Ratings>,
    /// Sums by the header of a column or the name of a role.
    sums: BTreeMap<String, Sum>,
    /// What single reports have.
    report: Vec<OfReport>,
}

/// What one report has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct OfReport {
    /// Its file: a name, the end of a path, or a pattern with `*`.
    file: String,
    /// How many measures.
    rows: Option<u64>,
    /// Counts by rating.
    ratings: Option<Ratings>,
    /// Sums by column.
    sums: BTreeMap<String, Sum>,
}

/// Counts as on the command line, or by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Ratings {
    Text(String),
    Named(BTreeMap<String, u64>),
}

/// A sum: a whole number, or a text such as `"1,234.5"`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Sum {
    Whole(i64),
    Decimal(f64),
    Text(String),
}

/// What is expected of reports, by their files.
pub(crate) struct Expectations {
    of: Vec<(Option<String>, Expectation)>,
}

impl Expectations {
    /// What is expected of a file.
    pub(crate) fn of<'a>(&'a self, file: &'a str) -> impl Iterator<Item = &'a Expectation> {
        let is_it =
            move |name: &Option<String>| name.as_deref().is_none_or(|it| is_named(it, file));
        self.of.iter().filter(move |it| is_it(&it.0)).map(|it| &it.1)
    }
}

/// Reads a file: its name and its content.
pub(super) fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Failure::io(&name, error))?;
    // What is wrong with it is told before any document is read.
    parse(&name, &bytes)?;
    Ok((name, bytes))
}

/// Reads the content of a file.
pub(crate) fn parse(name: &str, bytes: &[u8]) -> Result<Expectations, Failure> {
    let fail = |ja: &str, en: &str| Failure::new(name, ErrorCode::E405, ja, en);
    let text =
        std::str::from_utf8(bytes).map_err(|_| fail("UTF-8ではありません。", "not UTF-8"))?;
    let file: File = toml::from_str(text).map_err(|error| located(name, text, &error))?;
    let all =
        OfReport { file: String::new(), rows: file.rows, ratings: file.ratings, sums: file.sums };
    let mut of = vec![(None, all)];
    of.extend(file.report.into_iter().map(|it| (Some(it.file.clone()), it)));
    let of: Result<Vec<_>, Failure> = of
        .into_iter()
        .map(|(file, it)| Ok((file, expectation(it).map_err(|it| fail(&it.0, &it.1))?)))
        .collect();
    Ok(Expectations { of: of? })
}

/// What is expected of one report, or both wordings of what is wrong with it.
fn expectation(of: OfReport) -> Result<Expectation, (String, String)> {
    let mut expected = match of.ratings {
        Some(Ratings::Text(text)) => Expectation::parse(&text).ok_or_else(|| {
            (
                format!("ratings の「{text}」を読めません。126/15/28 のように書いてください。"),
                format!("ratings {text} is not understood; write it as 126/15/28"),
            )
        })?,
        Some(Ratings::Named(counts)) => counts
            .into_iter()
            .fold(Expectation::default(), |it, (name, count)| it.with_count(&name, count)),
        None => Expectation::default(),
    };
    if let Some(rows) = of.rows {
        expected = expected.with_rows(rows);
    }
    for (column, sum) in of.sums {
        let sum = match sum {
            Sum::Whole(sum) => sum.to_string(),
            Sum::Decimal(sum) => sum.to_string(),
            Sum::Text(sum) => sum,
        };
        expected = expected.with_sum(&column, &sum).ok_or_else(|| {
            (
                format!("sums の「{column}」の「{sum}」は数値ではありません。"),
                format!("the sum {sum} of {column} is no number"),
            )
        })?;
    }
    Ok(expected)
}

/// Whether a name, the end of a path or a pattern is that of a file.
fn is_named(pattern: &str, file: &str) -> bool {
    let file = file.replace('\\', "/");
    let ends = |whole: &str| {
        whole.strip_suffix(pattern).is_some_and(|it| it.is_empty() || it.ends_with('/'))
    };
    let matches = |name: &str| glob::Pattern::new(pattern).is_ok_and(|it| it.matches(name));
    ends(&file) || matches(&file) || file.rsplit('/').next().is_some_and(matches)
}

/// The schema of the file.
pub(crate) fn schema() -> String {
    super::printed(schema_for!(File), "expectations")
}

#[cfg(test)]
mod tests {
    use super::{is_named, parse};

    #[test]
    fn files_by_name() {
        for (pattern, file) in [
            ("a.pdf", "a.pdf"),
            ("a.pdf", "x/a.pdf"),
            ("x/a.pdf", "y/x/a.pdf"),
            ("r6*.pdf", "y/r6-1.pdf"),
            ("y/*", "y/a.pdf"),
        ] {
            assert!(is_named(pattern, file), "{pattern} {file}");
        }
        assert!(!is_named("a.pdf", "aa.pdf") && !is_named("a.pdf", "a.xlsx"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let words = |text: &str| parse("e.toml", text.as_bytes()).err().unwrap().en;
        assert!(words("rows = 1\nrow = 2").contains("line 2, column 1"));
        assert!(words("ratings = \"1/2\"").contains("1/2"));
        assert!(words("[sums]\na = \"x\"").contains("no number"));
        let text = "rows = 3\nratings = \"1/1/1\"\n[[report]]\nfile = \"a.pdf\"\nsums = { x = 1.5, y = \"1,000\" }";
        let read = parse("e.toml", text.as_bytes()).unwrap();
        assert_eq!((read.of("a.pdf").count(), read.of("b.pdf").count()), (2, 1));
    }
}
