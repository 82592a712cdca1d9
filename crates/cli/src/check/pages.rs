//! JUnit XML, and a table in Markdown.

use super::Run;
use crate::speech::Speech;
use tenken::Severity;

/// A suite a document, a case a finding; those from which the command fails are
/// failures, others skipped. What could not be read is a case with an error.
pub(super) fn junit(run: &Run, speech: &Speech) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for document in &run.documents {
        let failures = document.findings.iter().filter(|it| document.is_failure(it)).count();
        let (count, name) = (document.findings.len() + 1, escaped(&document.file));
        let skipped = document.findings.len() - failures;
        text.push_str(&format!(
            "  <testsuite name=\"{name}\" tests=\"{count}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n    <testcase classname=\"{name}\" name=\"read\"/>\n"
        ));
        for said in &document.findings {
            let measure = said.measure.as_deref().unwrap_or_default();
            let case = escaped(&format!("{} {measure} {}", said.code, said.fingerprint));
            let place = said.place_words(speech);
            let words = escaped(&format!("{place}: {}", said.words(speech)));
            let kind = if document.is_failure(said) { "failure" } else { "skipped" };
            let of = if document.is_failure(said) {
                format!(" type=\"{}\"", said.code)
            } else {
                String::new()
            };
            text.push_str(&format!(
                "    <testcase classname=\"{name}\" name=\"{case}\"><{kind}{of} message=\"{words}\"/></testcase>\n"
            ));
        }
        text.push_str("  </testsuite>\n");
    }
    for failure in &run.failures {
        let (name, code) = (escaped(&failure.file), &failure.code);
        let words = escaped(&speech.choose(&failure.ja, &failure.en));
        text.push_str(&format!(
            "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase classname=\"{name}\" name=\"read\"><error type=\"{code}\" message=\"{words}\"/></testcase>\n  </testsuite>\n"
        ));
    }
    text.push_str("</testsuites>\n");
    text
}

/// Text of an attribute; what XML 1.0 can't hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c < ' ' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// The closing line, and a row a finding.
pub(super) fn markdown(run: &Run, speech: &Speech) -> String {
    let header = speech.choose(
        "| 重さ | コード | 文書 | 場所 | 施策 | 内容 |",
        "| severity | code | document | place | measure | what |",
    );
    let mut text = format!("{}\n", speech.wording(&run.closing()));
    if run.findings().next().is_none() && run.failures.is_empty() {
        return text;
    }
    text.push_str(&format!("\n{header}\n|---|---|---|---|---|---|\n"));
    for failure in &run.failures {
        let severity = Severity::Error.words();
        let (code, words) = (&failure.code, speech.choose(&failure.ja, &failure.en));
        let cells = [speech.wording(&severity), code, &failure.file, "", "", &words].map(cell);
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    for (file, said) in run.findings() {
        let severity = said.level().words();
        let known =
            if said.known { speech.choose("（既知）", " (known)") } else { String::new() };
        let cells = [
            format!("{}{known}", speech.wording(&severity)),
            said.code.clone(),
            file.to_owned(),
            said.place.clone().unwrap_or_default(),
            said.measure.clone().unwrap_or_default(),
            said.words(speech),
        ];
        let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// Text within a table of Markdown.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}
