//! Words that say on which side of a number the value lies, or how exact it is.
//!
//! ```text
//! behind   = "以上" | "以下" | "以内" | "未満" | "超" …      500件以上
//! before   = "最低" | "少なくとも" | "最大" | sign …        最低3回
//! sign     = "≧" | "≦" | "＞" | "＜" …                      ≧80％
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
    ("を超えない", Bound::AtMost),
    ("を上限", Bound::AtMost),
    ("を下限", Bound::AtLeast),
    ("未満", Bound::LessThan),
    ("を下回る", Bound::LessThan),
    ("に満たない", Bound::LessThan),
    ("超", Bound::MoreThan),
    ("超過", Bound::MoreThan),
    ("を超過", Bound::MoreThan),
    ("超え", Bound::MoreThan),
    ("を超え", Bound::MoreThan),
    ("を超える", Bound::MoreThan),
    ("を上回る", Bound::MoreThan),
];

const BEFORE: &[(&str, Bound)] = &[
    ("最低", Bound::AtLeast),
    ("最低でも", Bound::AtLeast),
    ("少なくとも", Bound::AtLeast),
    ("最低限", Bound::AtLeast),
    ("下限", Bound::AtLeast),
    ("最大", Bound::AtMost),
    ("最大で", Bound::AtMost),
    ("最大でも", Bound::AtMost),
    ("多くとも", Bound::AtMost),
    ("上限", Bound::AtMost),
];

/// Said of the number as it is written, sign included: ≧-5℃.
const SIGNS: &[(&str, Bound)] = &[
    ("≧", Bound::AtLeast),
    ("≥", Bound::AtLeast),
    ("⩾", Bound::AtLeast),
    (">=", Bound::AtLeast),
    ("≦", Bound::AtMost),
    ("≤", Bound::AtMost),
    ("⩽", Bound::AtMost),
    ("<=", Bound::AtMost),
    (">", Bound::MoreThan),
    ("<", Bound::LessThan),
];

/// The words that name a size, so that a sign before the number says to which
/// side: ▲50％以上 are 50％ or more down, ▲5％以内 are 5％ or less. Of ▲5％以下 both
/// the size and the number may be meant.
const OF_SIZE: &[&str] =
    &["以上", "以内", "超", "超過", "を超える", "を超過", "超え", "を超え", "を上回る"];

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
/// Words that end in 約 and mean something else: 予約120件.
const NOT_ABOUT: &[&str] = &[
    "予約", "契約", "成約", "解約", "節約", "公約", "特約", "制約", "条約", "要約", "規約", "婚約",
    "集約", "誓約", "確約", "倹約",
];

const ABOUT_BEHIND: &[&str] = &[
    "程度",
    "前後",
    "弱",
    "強",
    "余",
    "余り",
    "ほど",
    "くらい",
    "ぐらい",
    "あまり",
    "台",
    "台前半",
    "台半ば",
    "台後半",
];

/// The bound at the start of what follows a number, and its bytes.
pub(super) fn behind(rest: &str) -> Option<(Bound, usize)> {
    let found = BEHIND.iter().filter(|(word, _)| rest.starts_with(word));
    found.max_by_key(|(word, _)| word.len()).map(|(word, bound)| (*bound, word.len()))
}

/// Whether the bound at the start of what follows a number is one of its size.
pub(super) fn is_of_size(rest: &str) -> bool {
    longest(rest, OF_SIZE).is_some()
}

/// The sign of a bound at the end of what precedes a number, and its bytes.
pub(super) fn sign_before(prefix: &str) -> Option<(Bound, usize)> {
    let found = SIGNS.iter().filter(|(sign, _)| prefix.ends_with(sign));
    found.max_by_key(|(sign, _)| sign.len()).map(|(sign, bound)| (*bound, sign.len()))
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
    let word = longest_end(prefix, ABOUT_BEFORE)?;
    longest_end(prefix, NOT_ABOUT).is_none().then_some(word.len())
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
        assert_eq!(super::sign_before("達成率≧"), Some((super::Bound::AtLeast, 3)));
        assert_eq!(super::sign_before("達成率"), None);
    }

    #[test]
    fn about() {
        assert_eq!(super::about_before("事務の約"), Some(3));
        assert_eq!(super::about_before("参加者約"), Some(3));
        assert_eq!(super::about_before("新規契約"), None);
        assert_eq!(super::about_behind("程度の"), Some(6));
        assert_eq!(super::about_behind("の程度"), None);
    }
}
