//! How sure a number is, where the cell says so: 120件【速報値】, 85％（見込み）.
//!
//! ```text
//! qualifier = word                                   速報値, 暫定値, 見込み …
//! note      = part ( "、" part )*                     R7.5時点の速報値、県調べ
//! ```
//!
//! A part of a note qualifies the number if it ends with such a word and has no
//! number of its own: うち県内20件見込み speaks of the 20.

use super::fold::{longest, longest_end};
use super::words;

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// 速報値.
    Preliminary,
    /// 暫定値, 未確定.
    Provisional,
    /// 見込み, 予測.
    Expected,
    /// 推計値, 概算.
    Estimated,
    /// 参考値.
    Reference,
    /// 修正後, 改定値.
    Revised,
    /// 確定値, 確報値.
    Final,
}

impl Qualifier {
    /// The name in data: `preliminary`, `provisional`, `expected`, `estimated`,
    /// `reference`, `revised`, `final`.
    pub fn code(self) -> &'static str {
        match self {
            Qualifier::Preliminary => "preliminary",
            Qualifier::Provisional => "provisional",
            Qualifier::Expected => "expected",
            Qualifier::Estimated => "estimated",
            Qualifier::Reference => "reference",
            Qualifier::Revised => "revised",
            Qualifier::Final => "final",
        }
    }
}

const WORDS: &[(&str, Qualifier)] = &[
    ("速報値", Qualifier::Preliminary),
    ("速報", Qualifier::Preliminary),
    ("暫定値", Qualifier::Provisional),
    ("暫定", Qualifier::Provisional),
    ("未確定", Qualifier::Provisional),
    ("未確定値", Qualifier::Provisional),
    ("仮集計", Qualifier::Provisional),
    ("集計中", Qualifier::Provisional),
    ("精査中", Qualifier::Provisional),
    ("見込み", Qualifier::Expected),
    ("見込", Qualifier::Expected),
    ("見込み値", Qualifier::Expected),
    ("見込値", Qualifier::Expected),
    ("実績見込み", Qualifier::Expected),
    ("実績見込", Qualifier::Expected),
    ("見通し", Qualifier::Expected),
    ("予測", Qualifier::Expected),
    ("予測値", Qualifier::Expected),
    ("推計", Qualifier::Estimated),
    ("推計値", Qualifier::Estimated),
    ("推定", Qualifier::Estimated),
    ("推定値", Qualifier::Estimated),
    ("概算", Qualifier::Estimated),
    ("概算値", Qualifier::Estimated),
    ("試算", Qualifier::Estimated),
    ("試算値", Qualifier::Estimated),
    ("参考", Qualifier::Reference),
    ("参考値", Qualifier::Reference),
    ("修正値", Qualifier::Revised),
    ("修正後", Qualifier::Revised),
    ("改定値", Qualifier::Revised),
    ("改訂値", Qualifier::Revised),
    ("補正後", Qualifier::Revised),
    ("確定", Qualifier::Final),
    ("確定値", Qualifier::Final),
    ("確報", Qualifier::Final),
    ("確報値", Qualifier::Final),
];

/// The qualifier at the start of what follows a number, and its bytes.
pub(super) fn behind(rest: &str) -> Option<(Qualifier, usize)> {
    let body = rest.strip_prefix('の').unwrap_or(rest);
    let found = WORDS.iter().filter(|(word, _)| body.starts_with(word));
    let (word, it) = found.max_by_key(|(word, _)| word.len())?;
    Some((*it, rest.len() - body.len() + word.len()))
}

/// Whether a text is the word of a qualifier and nothing else.
pub(super) fn is_whole(text: &str) -> bool {
    WORDS.iter().any(|(word, _)| text == *word)
}

/// The qualifier at the end of what precedes a number, and its bytes.
pub(super) fn before(prefix: &str) -> Option<(Qualifier, usize)> {
    let body = prefix.trim_end_matches([':', ' ']);
    let (it, len) = at_end(body)?;
    Some((it, prefix.len() - body.len() + len))
}

/// What the words of a bracket or a footnote, folded, say of the number.
pub(super) fn of_note(note: &str) -> Option<Qualifier> {
    let note = note.trim_matches(['(', ')', ' ', '。']);
    let body = words::footnote(note).map_or(note, |len| note[len..].trim_start_matches([' ', ':']));
    body.split(['、', ',', '・', ' ', ';']).find_map(|part| {
        let part = longest(part, &["は", "※"]).map_or(part, |it| &part[it.len()..]);
        at_end(part).filter(|_| !words::has_loose_digit(part)).map(|(it, _)| it)
    })
}

fn at_end(text: &str) -> Option<(Qualifier, usize)> {
    let found = WORDS.iter().filter(|(word, _)| longest_end(text, &[word]).is_some());
    found.max_by_key(|(word, _)| word.len()).map(|(word, it)| (*it, word.len()))
}

#[cfg(test)]
mod tests {
    use super::of_note;

    #[track_caller]
    fn reads(note: &str, expected: Option<&str>) {
        assert_eq!(of_note(note).map(super::Qualifier::code), expected, "{note:?}");
    }

    #[test]
    fn notes() {
        reads("速報値", Some("preliminary"));
        reads("※1 速報値", Some("preliminary"));
        reads("R7.5末時点の速報値、県調べ", Some("preliminary"));
        reads("未確定", Some("provisional"));
        reads("確定値", Some("final"));
        reads("うち県内20件見込み", None);
        reads("見込みなし", None);
        reads("県調べ", None);
    }

    #[test]
    fn around_the_number() {
        let code = |it: Option<(super::Qualifier, usize)>| it.map(|(it, len)| (it.code(), len));
        assert_eq!(code(super::behind("の見込み値")), Some(("expected", 15)));
        assert_eq!(code(super::behind("件")), None);
        assert_eq!(code(super::before("実績見込み:")), Some(("expected", 16)));
        assert_eq!(code(super::before("参加者")), None);
    }
}
