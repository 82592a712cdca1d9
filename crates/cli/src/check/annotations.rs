//! What GitHub and GitLab show beside a change.

use super::{Run, Said};
use crate::speech::Speech;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use tenken::Severity;

/// Annotations of one severity that GitHub shows of one step.
const SHOWN_MAX: usize = 10;

/// Workflow commands, errors first, as many as are shown.
pub(super) fn github(run: &Run, speech: &Speech) -> String {
    let mut lines = String::new();
    let levels =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")];
    for (level, command) in levels {
        let new = run.findings().filter(|(_, said)| said.level() == level && !said.known);
        for (file, said) in new.take(SHOWN_MAX) {
            let title = property(&format!("{}{}", said.code, place(said)));
            let (file, words) = (property(file), data(&said.words(speech)));
            lines.push_str(&format!("::{command} file={file},title={title}::{words}\n"));
        }
    }
    lines.push_str(speech.wording(&run.closing()));
    lines.push('\n');
    lines
}

fn place(said: &Said) -> String {
    let measure = said.measure.as_ref().map(|it| format!(" [{it}]")).unwrap_or_default();
    let place = said.place.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    format!("{measure}{place}")
}

/// The text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The report of code quality: GitLab takes one entry a fingerprint.
pub(super) fn gitlab(run: &Run, speech: &Speech) -> String {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut entries: Vec<Json> = Vec::new();
    for (file, said) in run.findings().filter(|(_, said)| !said.known) {
        let name = format!("{file}:{}", said.fingerprint);
        let nth = seen.entry(name.clone()).and_modify(|it| *it += 1).or_insert(0);
        let severity = match said.level() {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        entries.push(json!({
            "description": format!("{}{}: {}", said.code, place(said), said.words(speech)),
            "check_name": said.code,
            "fingerprint": format!("{name}:{nth}"),
            "severity": severity,
            // A place of a report is no line; GitLab asks for one all the same.
            "location": {"path": file, "lines": {"begin": said.page.unwrap_or(1)}},
        }));
    }
    format!("{:#}\n", Json::from(entries))
}
