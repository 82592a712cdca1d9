//! For a person, and the same for a program.

use super::Run;
use crate::speech::Speech;
use crate::terminal::shown;
use serde_json::json;
use tenken::Severity;

/// A line a finding, and a closing line always.
pub(super) fn lines(run: &Run, speech: &Speech) -> String {
    let mut lines = String::new();
    for (file, said) in run.findings() {
        let severity = said.level().words();
        let severity = speech.wording(&severity);
        let measure = said.measure.as_ref().map(|it| format!(" [{it}]")).unwrap_or_default();
        let place = said.place.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        let known =
            if said.known { speech.choose("（既知）", " (known)") } else { String::new() };
        let words = said.words(speech);
        let line = format!("{file}: {severity} {}{measure}{place}: {words}{known}", said.code);
        lines.push_str(&shown(&line));
        lines.push('\n');
    }
    lines.push_str(speech.wording(&run.closing()));
    lines.push('\n');
    lines
}

/// Every document with its findings, and the sums.
pub(super) fn json(run: &Run) -> String {
    let count = |level| run.count(level);
    let text = json!({
        "tool": {"name": "tenken", "version": env!("CARGO_PKG_VERSION")},
        "summary": {
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "infos": count(Severity::Info),
            "failed": run.failed,
        },
        "documents": run.documents,
    });
    format!("{text:#}\n")
}
