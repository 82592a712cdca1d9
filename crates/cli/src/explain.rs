//! `tenken explain CODE`: what a code means, and what to do about it.

use crate::speech::Speech;
use tenken::{Code, ErrorCode, Message};

/// The page of a code.
struct Page {
    code: &'static str,
    title: Message,
    help: Message,
}

/// The page of a code as text; none where there is no such code.
pub(crate) fn explain(code: &str, speech: &Speech) -> Option<String> {
    let page = page(code)?;
    let (title, help) = (speech.wording(&page.title), speech.wording(&page.help));
    Some(format!("{} {title}\n\n{help}\n", page.code))
}

/// Each table of codes in turn.
fn page(code: &str) -> Option<Page> {
    let error =
        |code: ErrorCode| Page { code: code.as_str(), title: code.title(), help: code.help() };
    ErrorCode::from_name(code).map(error).or_else(|| Code::from_name(code).map(finding))
}

/// The page of a finding: severity, then a paragraph for each question.
fn finding(code: Code) -> Page {
    let page = code.page();
    let severity = code.severity().words();
    let (meaning, reason) = (page.meaning, page.reason);
    let (method, tolerance, silence) = (page.method, page.tolerance, code.silence());
    let help = Message::new(
        format!(
            "重さ: {}\n\n{}{}\n\n判断: {}\n\n許容差: {}\n\n抑止: {}",
            severity.ja, meaning.ja, reason.ja, method.ja, tolerance.ja, silence.ja
        ),
        format!(
            "Severity: {}\n\n{} {}\n\nHow: {}\n\nTolerance: {}\n\nTo silence: {}",
            severity.en, meaning.en, reason.en, method.en, tolerance.en, silence.en
        ),
    );
    Page { code: code.as_str(), title: page.title, help }
}
