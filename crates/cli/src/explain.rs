//! `tenken explain CODE`: what a code means, and what to do about it.

use crate::speech::Speech;
use tenken::{ErrorCode, Message};

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
    ErrorCode::from_name(code).map(error)
}
