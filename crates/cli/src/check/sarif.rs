//! SARIF 2.1.0 (OASIS): one run, a rule a code, a result a finding.

use super::annotations::in_repository;
use super::{Run, Said};
use crate::speech::Speech;
use crate::task::Failure;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use tenken::{Code, Severity};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn log(run: &Run, speech: &Speech) -> String {
    let used: BTreeSet<Code> =
        run.findings().filter_map(|(_, said)| Code::from_name(&said.code)).collect();
    let rules: Vec<Json> = used.iter().map(|code| rule(*code, speech)).collect();
    let results: Vec<Json> =
        run.findings().map(|(file, said)| result(file, said, speech)).collect();
    let driver = json!({
        "name": "tenken",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let failures: Vec<Json> = run.failures.iter().map(|it| notification(it, speech)).collect();
    // What could not be read is no result, but tells whoever reads them that some may lack.
    let invocation =
        json!({"executionSuccessful": run.failed == 0, "toolExecutionNotifications": failures});
    let one = json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    });
    format!("{:#}\n", json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [one]}))
}

fn rule(code: Code, speech: &Speech) -> Json {
    let page = code.page();
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": speech.wording(&page.title)},
        "fullDescription": {"text": speech.wording(&page.meaning)},
        "help": {"text": speech.wording(&page.method)},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn notification(failure: &Failure, speech: &Speech) -> Json {
    json!({
        "descriptor": {"id": failure.code},
        "level": "error",
        "message": {"text": speech.choose(&failure.ja, &failure.en)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&failure.file)}}}],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(file: &str, said: &Said, speech: &Speech) -> Json {
    let place = json!({
        "physicalLocation": {"artifactLocation": {"uri": uri(file)}},
        "message": {"text": said.place.clone().unwrap_or_else(|| file.to_owned())},
    });
    let suppressions = match (said.known, &said.reason) {
        (true, Some(reason)) => json!([{"kind": "external", "justification": reason}]),
        (true, None) => json!([{"kind": "external"}]),
        (false, _) => json!([]),
    };
    json!({
        "ruleId": said.code,
        "level": level(said.level()),
        "message": {"text": said.words(speech)},
        "locations": [place],
        "partialFingerprints": {"tenken/v1": said.fingerprint},
        "baselineState": if said.known { "unchanged" } else { "new" },
        "suppressions": suppressions,
        "properties": {"measure": said.measure, "key": said.key, "column": said.column},
    })
}

/// A path as a relative URI (RFC 3986): bytes that may not stand there in per cents.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in in_repository(path).bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
