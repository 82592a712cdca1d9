//! For a person, and the same for a program.

use super::{Run, Said};
use crate::speech::Speech;
use crate::terminal::shown;
use serde_json::json;
use std::collections::BTreeSet;
use tenken::{Code, Severity};

/// A line a finding, and a closing line always.
pub(super) fn lines(run: &Run, speech: &Speech, has_colours: bool) -> String {
    let (mut lines, mut told) = (String::new(), BTreeSet::new());
    for (file, said) in run.findings() {
        let severity = said.level().words();
        let severity = coloured(speech.wording(&severity), said, has_colours);
        let place = said.place_words(speech);
        let place = if place.is_empty() { place } else { format!(" {place}") };
        let known = known(said, speech);
        let (file, code) = (shown(file), &said.code);
        let reason = reason(said, speech, &mut told);
        let words = format!("{code}{place}: {}{known}{reason}", said.words(speech));
        lines.push_str(&format!("{file}: {severity} {}\n", shown(&words)));
    }
    lines.push_str(&shown(speech.wording(&run.closing())));
    lines.push('\n');
    lines
}

fn known(said: &Said, speech: &Speech) -> String {
    let reason = said.reason.as_deref().filter(|_| said.known);
    match (said.known, reason) {
        (true, Some(reason)) => {
            speech.choose(&format!("（既知: {reason}）"), &format!(" (known: {reason})"))
        }
        (true, None) => speech.choose("（既知）", " (known)"),
        (false, _) => String::new(),
    }
}

/// A severity in its colour (ECMA-48, SGR).
fn coloured(severity: &str, said: &Said, has_colours: bool) -> String {
    let colour = match said.level() {
        _ if said.known => 2,
        Severity::Error => 31,
        Severity::Warning => 33,
        Severity::Info => 36,
    };
    if has_colours { format!("\u{1b}[{colour}m{severity}\u{1b}[0m") } else { severity.to_owned() }
}

/// Why an error or a warning is asked, and where more stands; said once a code.
fn reason(said: &Said, speech: &Speech, told: &mut BTreeSet<Code>) -> String {
    let code = Code::from_name(&said.code).filter(|_| !said.known);
    let code = code.filter(|_| said.level() >= Severity::Warning);
    let Some(code) = code.filter(|code| told.insert(*code)) else { return String::new() };
    let reason = code.page().reason;
    speech.choose(
        &format!("{}（tenken explain {code}）", reason.ja),
        &format!(". {} (tenken explain {code})", reason.en),
    )
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
            "others": run.others,
        },
        "documents": run.documents,
        "failures": run.failures,
    });
    format!("{text:#}\n")
}
