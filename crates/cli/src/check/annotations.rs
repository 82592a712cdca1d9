//! What GitHub and GitLab show beside a change.

use super::{Run, Said};
use crate::speech::Speech;
use crate::task::Failure;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use tenken::Severity;

/// Annotations of one severity that GitHub shows of one step.
const SHOWN_MAX: usize = 10;

/// Workflow commands, errors first, as many as are shown.
pub(super) fn github(run: &Run, speech: &Speech) -> String {
    let mut lines = String::new();
    let mut left_out = run.failures.len().saturating_sub(SHOWN_MAX);
    for failure in run.failures.iter().take(SHOWN_MAX) {
        let (file, words) = (in_repository(&failure.file), speech.choose(&failure.ja, &failure.en));
        let [file, title] = [&file, &failure.code].map(|it| property(it));
        lines.push_str(&format!("::error file={file},title={title}::{}\n", data(&words)));
    }
    let levels =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")];
    for (level, command) in levels {
        let new: Vec<(&str, &Said)> =
            run.findings().filter(|(_, said)| said.level() == level && !said.known).collect();
        left_out += new.len().saturating_sub(SHOWN_MAX);
        for (file, said) in new.into_iter().take(SHOWN_MAX) {
            let title = property(&format!("{} {}", said.code, said.place_words(speech)));
            let (file, words) = (property(&in_repository(file)), data(&said.words(speech)));
            lines.push_str(&format!("::{command} file={file},title={title}::{words}\n"));
        }
    }
    if left_out > 0 {
        lines.push_str(&speech.choose(
            &format!("ほかに{left_out}件の指摘があります（注釈は種類ごとに{SHOWN_MAX}件まで）。\n"),
            &format!("{left_out} more findings ({SHOWN_MAX} annotations of a kind are shown)\n"),
        ));
    }
    // A line that begins so is a command to GitHub.
    let closing = speech.wording(&run.closing()).replace(['\n', '\r'], " ");
    lines.push_str(&closing.replace("::", ":\u{200b}:"));
    lines.push('\n');
    lines
}

/// The most bytes that GitHub takes of the summary of a step.
const SUMMARY_BYTES_MAX: usize = 1_000_000;

/// Adds the table to the summary of the step, where there is one.
pub(super) fn summary(run: &Run, speech: &Speech) -> io::Result<()> {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty()) else {
        return Ok(());
    };
    let table = super::pages::markdown(run, speech);
    let mut text = format!("## tenken check\n\n{}\n", cut(&table, SUMMARY_BYTES_MAX));
    if table.len() > SUMMARY_BYTES_MAX {
        text.push_str(&speech.choose("（以下略）\n", "(more was left out)\n"));
    }
    let mut summary = OpenOptions::new().append(true).create(true).open(file)?;
    summary.write_all(text.as_bytes())
}

/// The whole lines of a text that fit into so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = text.as_bytes().iter().take(bytes).rposition(|it| *it == b'\n').unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// The text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A path as GitHub and GitLab know it: from the root of the repository, in which the
/// command runs, with slashes and without a `./`, under which GitLab finds no file.
pub(super) fn in_repository(path: &str) -> String {
    let folder = std::env::current_dir().ok();
    let inside = folder.and_then(|folder| Path::new(path).strip_prefix(folder).ok());
    let path = inside.and_then(Path::to_str).unwrap_or(path).replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

/// The report of code quality: GitLab takes one entry a fingerprint.
pub(super) fn gitlab(run: &Run, speech: &Speech) -> String {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut entries: Vec<Json> = run.failures.iter().map(|it| unread(it, speech)).collect();
    for (file, said) in run.findings().filter(|(_, said)| !said.known) {
        let file = in_repository(file);
        let name = format!("{file}:{}", said.fingerprint);
        let nth = seen.entry(name.clone()).and_modify(|it| *it += 1).or_insert(0);
        let severity = match said.level() {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        entries.push(json!({
            "description": format!("{} {}: {}", said.code, said.place_words(speech), said.words(speech)),
            "check_name": said.code,
            "fingerprint": format!("{name}:{nth}"),
            "severity": severity,
            // A place of a report is no line; GitLab asks for one all the same.
            "location": {"path": file, "lines": {"begin": said.page.unwrap_or(1)}},
        }));
    }
    format!("{:#}\n", Json::from(entries))
}

/// A document that could not be read, as an entry of code quality.
fn unread(failure: &Failure, speech: &Speech) -> Json {
    let file = in_repository(&failure.file);
    let words = speech.choose(&failure.ja, &failure.en);
    json!({
        "description": format!("{} {words}", failure.code),
        "check_name": failure.code,
        "fingerprint": format!("{file}:{}", failure.code),
        "severity": "blocker",
        "location": {"path": file, "lines": {"begin": 1}},
    })
}

#[cfg(test)]
mod tests {
    use super::{cut, in_repository};

    #[test]
    fn paths_from_the_root_of_the_repository() {
        let here = std::env::current_dir().unwrap().join("a/b.pdf");
        for path in ["a/b.pdf", "./a/b.pdf", r"a\b.pdf", here.to_str().unwrap()] {
            assert_eq!(in_repository(path), "a/b.pdf");
        }
        assert_eq!(in_repository("/elsewhere/b.pdf"), "/elsewhere/b.pdf");
    }

    #[test]
    fn whole_lines() {
        assert_eq!(cut("一\n二\n", 100), "一\n二\n");
        assert_eq!(cut("一\n二\n", 7), "一");
        assert_eq!(cut("一二", 3), "");
    }
}
