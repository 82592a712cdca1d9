//! Words that say on which side of a number the value lies, or how exact it is.
//!
//! ```text
//! behind   = "以上" | "以下" | "以内" | "未満" | "超" …      500件以上
//! before   = "最低" | "少なくとも" | "最大" …               最低3回
//! about    = "約" … before | "程度" … behind                約19万件, 10件程度
//! ```

use super::fold::{longest, longest_end};

/// On which side of its number a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// 以上.
    AtLeast,
    /// 以下, 以内.
    AtMost,
    /// 未満.
    LessThan,
    /// 超.
    MoreThan,
}

impl Bound {
    /// The bound of the negative number: at least 20 less is at most -20.
    pub(super) fn negated(self) -> Bound {
        match self {
            Bound::AtLeast => Bound::AtMost,
            Bound::AtMost => Bound::AtLeast,
            Bound::LessThan => Bound::MoreThan,
            Bound::MoreThan => Bound::LessThan,
        }
    }

    /// The name in data: `at_least`, `at_most`, `less_than`, `more_than`.
    pub fn code(self) -> &'static str {
        match self {
            Bound::AtLeast => "at_least",
            Bound::AtMost => "at_most",
            Bound::LessThan => "less_than",
            Bound::MoreThan => "more_than",
        }
    }
}

const BEHIND: &[(&str, Bound)] = &[
    ("以上", Bound::AtLeast),
    ("を下回らない", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("まで", Bound::AtMost),
    ("を上回らない", Bound::AtMost),
    ("未満", Bound::LessThan),
    ("を下回る", Bound::LessThan),
    ("超", Bound::MoreThan),
    ("超過", Bound::MoreThan),
    ("を超える", Bound::MoreThan),
    ("を上回る", Bound::MoreThan),
];

const BEFORE: &[(&str, Bound)] = &[
    ("最低", Bound::AtLeast),
    ("最低でも", Bound::AtLeast),
    ("少なくとも", Bound::AtLeast),
    ("最大", Bound::AtMost),
    ("最大で", Bound::AtMost),
    ("上限", Bound::AtMost),
];

const ABOUT_BEFORE: &[&str] = &[
    "約",
    "およそ",
    "おおよそ",
    "凡そ",
    "概ね",
    "おおむね",
    "おおよそ、",
    "ほぼ",
    "大体",
    "概ね、",
];
const ABOUT_BEHIND: &[&str] =
    &["程度", "前後", "弱", "強", "余", "余り", "ほど", "くらい", "ぐらい", "あまり"];

/// The bound at the start of what follows a number, and its bytes.
pub(super) fn behind(rest: &str) -> Option<(Bound, usize)> {
    let found = BEHIND.iter().filter(|(word, _)| rest.starts_with(word));
    found.max_by_key(|(word, _)| word.len()).map(|(word, bound)| (*bound, word.len()))
}

/// The bound at the end of what precedes a number, and its bytes.
pub(super) fn before(prefix: &str) -> Option<(Bound, usize)> {
    let found = BEFORE.iter().filter(|(word, _)| prefix.ends_with(word));
    found.max_by_key(|(word, _)| word.len()).map(|(word, bound)| (*bound, word.len()))
}

/// The bytes of 程度 and its like at the start of what follows a number.
pub(super) fn about_behind(rest: &str) -> Option<usize> {
    longest(rest, ABOUT_BEHIND).map(str::len)
}

/// The bytes of 約 and its like at the end of what precedes a number.
pub(super) fn about_before(prefix: &str) -> Option<usize> {
    longest_end(prefix, ABOUT_BEFORE).map(str::len)
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn behind(rest: &str, expected: Option<(&str, usize)>) {
        let found = super::behind(rest).map(|(it, len)| (it.code(), rest[..len].chars().count()));
        assert_eq!(found, expected, "{rest:?}");
    }

    #[test]
    fn the_longest_word_counts() {
        behind("以上", Some(("at_least", 2)));
        behind("超過する", Some(("more_than", 2)));
        behind("を下回る", Some(("less_than", 4)));
        behind("を下回らない", Some(("at_least", 6)));
        behind("件以上", None);
        behind("", None);
    }

    #[test]
    fn before() {
        assert_eq!(super::before("年間最低でも"), Some((super::Bound::AtLeast, 12)));
        assert_eq!(super::before("最"), None);
    }

    #[test]
    fn about() {
        assert_eq!(super::about_before("事務の約"), Some(3));
        assert_eq!(super::about_behind("程度の"), Some(6));
        assert_eq!(super::about_behind("の程度"), None);
    }
}
