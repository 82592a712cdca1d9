//! What a sentence with counts is about: the report as a whole, a group of its measures,
//! or something that no total counts.

use super::Token;
use regex::Regex;
use std::sync::LazyLock;

/// Words of a sentence about the year before, or about some of the measures.
const OTHERS: &[&str] = &["前年度", "昨年度", "前年と", "昨年", "前回", "新規", "継続", "再掲"];

/// A fiscal year in a sentence.
static YEARS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(令和|平成|R|H)?([0-9]{1,4}|元)年度").ok());

/// Whether a sentence speaks of the year before, or of a part of the measures that no
/// total counts. 「継続」 is a rating or a name, and 前回から変化なし a step of the legend.
pub(super) fn speaks_of_others(tokens: &[Token]) -> bool {
    let is_other = |words: &str| OTHERS.iter().any(|it| words.contains(it));
    tokens.iter().any(|it| matches!(it, Token::Words(words) if is_other(words)))
}

/// Whether a sentence names another year than the report's.
pub(super) fn is_of_other_year(sentence: &str, year: Option<i32>) -> bool {
    let mut years = YEARS.as_ref().into_iter().flat_map(|it| it.captures_iter(sentence));
    years.any(|it| {
        let number = it.get(2).map_or("", |it| it.as_str());
        let number: i32 = if number == "元" { 1 } else { number.parse().unwrap_or(0) };
        let said = match it.get(1).map(|it| it.as_str()) {
            Some("令和" | "R") => number + 2018,
            Some(_) => number + 1988,
            None => number,
        };
        said > 1988 && year.is_some_and(|year| year != said)
    })
}

/// What a group is called with, and what names no group of measures.
const KINDS_OF_GROUPS: &[&str] = &["の分野", "分野", "部門"];
const NO_GROUPS: &[&str] = &[
    "評価", "結果", "集計", "状況", "全体", "年度", "合計", "計画", "点検", "達成", "全て", "総数",
];

/// The group that the words before a count say that it is of: 水分野では、.
pub(super) fn topic(words: &str) -> Option<String> {
    let end = ["では", "については", "においては"].iter().filter_map(|it| words.rfind(it)).max();
    let of_kind = || {
        let kinds = KINDS_OF_GROUPS.iter().filter_map(|it| words.rfind(&format!("{it}は")));
        kinds.map(|at| at + "分野".len()).max()
    };
    let before = words.get(..end.or_else(of_kind)?)?;
    let name = before.rsplit(['。', '、', ' ', '(', ')']).next().unwrap_or(before);
    let name = KINDS_OF_GROUPS.iter().find_map(|it| name.strip_suffix(it)).unwrap_or(name);
    group(name)
}

/// A name, if it may be that of a group.
pub(super) fn group(name: &str) -> Option<String> {
    let is_none = name.is_empty()
        || name.ends_with(char::is_numeric)
        || NO_GROUPS.iter().any(|it| name.contains(it));
    (!is_none).then(|| name.to_owned())
}
