//! Words beside a number that tell whether it is a year.

use super::after;
use crate::value::fold::longest;

/// Whether a number may begin behind this text: not within a name (ビジョン2030).
pub(super) fn begins_number(before: &str) -> bool {
    !before.ends_with(|c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー' | '第' | '約' | '\\' | '¥')
    })
}

/// Whether a number or a name goes on: R1-2, R1a, R3/4.
pub(super) fn goes_on(next: &str) -> bool {
    let body = next.strip_prefix(['.', '-', '/', '%']).unwrap_or(next);
    let is_name = body.starts_with(|c: char| c.is_ascii_alphanumeric());
    // R2/目標 and R2-R4 (which is read as several years before this is asked) go on
    // with a word.
    is_name || next.starts_with('%')
}

/// Whether a header ends, or a bracket or a separator follows.
pub(super) fn is_end(next: &str) -> bool {
    next.chars().next().is_none_or(|c| "()[]【】〔〕<>「」:/・,、-~→ |末".contains(c))
}

pub(super) fn is_lone(before: &str, next: &str) -> bool {
    let begins = before.chars().next_back().is_none_or(|c| "([【〔<「:/・、,".contains(c));
    let next = ["末", "時点", "現在"].iter().find_map(|it| next.strip_prefix(it)).unwrap_or(next);
    begins && next.chars().next().is_none_or(|c| ")]】〕>」".contains(c))
}

/// Words by which headers go on behind a number that is a year.
pub(super) fn begins_role(next: &str) -> bool {
    const ROLES: &[&str] = &[
        "目標",
        "目安",
        "実績",
        "実施",
        "評価",
        "現状",
        "現況",
        "現在",
        "基準",
        "計画値",
        "見込",
        "達成",
        "値",
        "数値",
        "時点",
        "中間",
        "最終",
        "期待",
        "指標",
        "進捗",
        "予定",
        "予算",
        "決算",
        "当初",
        "取組",
        "結果",
        "状況",
        "策定",
        "調査",
        "事業",
        "前期",
        "後期",
        "上半期",
        "下半期",
        "確定",
        "速報",
        "推計",
        "改訂",
        "改定",
        "累計",
        "成果",
        "判定",
        "の",
    ];
    ROLES.iter().any(|role| next.starts_with(role))
}

/// Words that make a number of years a span of time: ３年間, 10年後, ３年度連続.
pub(super) fn begins_span(next: &str) -> bool {
    const SPANS: &[&str] = &[
        "間",
        "後",
        "代",
        "以内",
        "以上",
        "未満",
        "ごと",
        "毎",
        "平均",
        "連続",
        "おき",
        "生",
        "分の",
        "次",
        "当たり",
        "あたり",
        "に1",
        "に一",
        "ぶり",
        "物",
    ];
    SPANS.iter().any(|span| next.starts_with(span))
}

/// Words behind a number that is none of a year: R1号, 令和３万.
pub(super) fn begins_counter(next: &str) -> bool {
    "号系級型線番種区棟階室班類条項件人回円万億台校か箇個名戸世"
        .chars()
        .any(|it| next.starts_with(it))
}

/// Whether a year is what something is measured against: 令和２年度比, R2からの増減.
pub(super) fn is_against(before: &str, next: &str) -> bool {
    const BEHIND: &[&str] =
        &["対比", "からの", "より", "との比", "との差", "に比べ", "に対する", "水準"];
    let is_ratio = next.starts_with('比') && !next.starts_with("比率");
    let is_against = before.ends_with('対') && !before.ends_with("絶対");
    is_ratio || is_against || BEHIND.iter().any(|it| next.starts_with(it))
}

/// The bytes of words that say only that the year is one: 末, 時点, 現在の.
pub(super) fn end(rest: &str) -> usize {
    const WORDS: &[&str] =
        &["末日", "末", "時点", "現在", "までに", "まで", "における", "の", "分", "中", "時", "版"];
    let mut len = 0;
    // 年度末時点における is the longest chain seen.
    for _ in 0..4 {
        let body = after(rest, len);
        let Some(word) = longest(body, WORDS) else { break };
        let next = after(body, word.len());
        let stops = is_end(next) || next.starts_with('の');
        let is_whole = match word {
            // 現在値, 分析, 中間 and 時間 are words of their own.
            "現在" => !next.starts_with('値'),
            "分" => stops || begins_role(next),
            "中" | "時" | "版" => stops,
            "末" => !next.starts_with('尾'),
            _ => true,
        };
        if !is_whole {
            break;
        }
        len += word.len();
    }
    len
}
