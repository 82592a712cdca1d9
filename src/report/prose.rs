//! The numbers that the prose states about the report as a whole.
//!
//! Each is found by the words around it, which the reports of a plan repeat
//! from year to year; the text is folded and freed of spaces first.

use crate::layout;
use crate::table::Contents;
use regex::Regex;
use std::sync::LazyLock;

/// Numbers of measures (施策), as the prose states them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProseNumbers {
    /// Undertaken in the year.
    pub undertaken: Option<u64>,
    /// With an indicator, and evaluated.
    pub with_indicator: Option<u64>,
    /// Without an indicator in the year.
    pub without_indicator: Option<u64>,
    /// Whose result was not known yet.
    pub pending: Option<u64>,
}

/// What each number is called. 施策, 事業 and 取組 are counted alike.
static PATTERNS: LazyLock<[Option<Regex>; 4]> = LazyLock::new(|| {
    [
        r"([0-9]+)(?:施策|事業|取組)に取り?組",
        r"指標を設定している([0-9]+)(?:施策|事業|取組)",
        r"指標(?:の|を)設定(?:が|して)い?ない([0-9]+)(?:施策|事業|取組)",
        r"(?:未集計|集計中)の([0-9]+)(?:施策|事業|取組)",
    ]
    .map(|pattern| Regex::new(pattern).ok())
});

/// Reads the numbers; the first statement of each counts.
pub(super) fn read(contents: &Contents) -> ProseNumbers {
    let mut found = [None; 4];
    for paragraph in &contents.paragraphs {
        let folded = layout::fold(&paragraph.text);
        for (pattern, found) in PATTERNS.iter().zip(&mut found) {
            if found.is_none()
                && let Some(captures) = pattern.as_ref().and_then(|it| it.captures(&folded))
            {
                *found = captures[1].parse().ok();
            }
        }
    }
    let [undertaken, with_indicator, without_indicator, pending] = found;
    ProseNumbers { undertaken, with_indicator, without_indicator, pending }
}
