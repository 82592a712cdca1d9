//! The rule by which a report rates: 達成率100％以上を◎, 80％以上を○.
//!
//! Bounds stand in the labels of a legend, or in a sentence that names the labels.
//! What they are bounds of differs: the ratio of actual to target, the progress from
//! a base value to the target, or the base itself.

use super::scanned::is_mark;
use super::words::{has_no_step, rating_of_label};
use super::{Legend, Rating};
use crate::text;
use rust_decimal::Decimal;
use std::collections::HashSet;

/// What a report compares to rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// The actual, divided by the target.
    Ratio,
    /// (actual − base) ÷ (target − base), or the share of a year in the way to a goal.
    Progress,
    /// The base: better or worse than at the start or in the year before.
    AgainstBase,
    /// Numbers stand there, and not of what.
    Stated,
}

impl RuleKind {
    /// The name in data.
    pub fn code(self) -> &'static str {
        match self {
            RuleKind::Ratio => "ratio",
            RuleKind::Progress => "progress",
            RuleKind::AgainstBase => "against_base",
            RuleKind::Stated => "stated",
        }
    }
}

/// From where on a step is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleBound {
    /// The symbol of the legend.
    pub symbol: String,
    /// The least share of what is compared: 0.8 for 80％以上, 0 for the last step.
    pub at_least: Decimal,
}

/// How a report rates, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What is compared.
    pub kind: RuleKind,
    /// The bounds of the steps that have one, the best first. Empty where the rule has
    /// no numbers.
    pub bounds: Vec<RuleBound>,
    /// The words that state it.
    pub text: String,
}

/// Words of a rule that compares with an earlier value.
const BASES: &[&str] = &[
    "前年度より",
    "前年より",
    "前年度を",
    "前年度に比べ",
    "前年度と比",
    "策定時",
    "基準値",
    "基準年",
    "現状値より",
    "現状値を",
    "当初値",
    "ベースライン",
    "従前値",
    "前回より",
];

/// Words of a rule about the way to a target.
const PROGRESS: &[&str] =
    &["進捗率", "進捗度", "伸び率", "改善幅", "達成に向けた進捗", "経過年数", "年次割"];

/// Words of a rule about the actual and the target.
const RATIOS: &[&str] =
    &["達成率", "達成度", "達成割合", "目標", "成果指標", "計画値", "指標の", "見込量"];

impl Rule {
    /// The rule in the labels of a legend.
    pub fn of_legend(legend: &Legend) -> Option<Rule> {
        let steps = || legend.entries.iter().filter(|it| !has_no_step(&it.label, it.rating));
        let clauses: Vec<(&str, &str)> =
            steps().map(|it| (it.symbol.as_str(), it.label.as_str())).collect();
        let text = clauses.iter().map(|(symbol, label)| format!("{symbol}：{label}"));
        Rule::of_clauses(&clauses, &text.collect::<Vec<_>>().join("　"), true)
    }

    /// The rule in a sentence that names two steps or more, by label or symbol.
    pub fn of_sentence(sentence: &str, legend: &Legend) -> Option<Rule> {
        let text = text::normalize(sentence).replace(['\n', ' '], "");
        let mut clauses: Vec<(&str, &str)> = Vec::new();
        // Where the clause before the next step begins, and the bytes read already.
        let (mut from, mut read) = (0, 0);
        for (at, c) in text.char_indices() {
            if at < read {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let mut buffer = [0; 4];
            let (named, len) = if matches!(c, '「' | '『') {
                let Some(close) = rest.find(['」', '』']) else { break };
                (rest.get(c.len_utf8()..close).unwrap_or_default(), close + '」'.len_utf8())
            } else if is_mark(c) {
                (&*c.encode_utf8(&mut buffer), c.len_utf8())
            } else {
                continue;
            };
            let entry = legend.entry(named).filter(|it| !has_no_step(&it.label, it.rating));
            let clause = text.get(from..at).unwrap_or_default();
            // ○ at the start of a paragraph is its mark.
            if let Some(entry) = entry.filter(|_| !clause.is_empty()) {
                clauses.push((&entry.symbol, clause));
            }
            read = at + len;
            from = read;
        }
        let symbols: HashSet<&str> = clauses.iter().map(|it| it.0).collect();
        if symbols.len() < clauses.len() {
            return None;
        }
        // 126施策（74.6％）が「達成」 states a share, and no bound.
        Rule::of_clauses(&clauses, sentence.trim(), false)
    }

    fn of_clauses(clauses: &[(&str, &str)], text: &str, has_exact: bool) -> Option<Rule> {
        let read: Vec<(&str, Option<Bound>)> =
            clauses.iter().map(|(symbol, clause)| (*symbol, bound(clause, has_exact))).collect();
        let numbers = read.iter().filter(|it| it.1.is_some_and(|bound| bound.is_number)).count();
        let folded = text::normalize(text);
        let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        if numbers == 0 {
            let is_against = has(BASES) && clauses.len() >= 2;
            return is_against.then(|| Rule {
                kind: RuleKind::AgainstBase,
                bounds: Vec::new(),
                text: text.to_owned(),
            });
        }
        let kind = if has(PROGRESS) {
            RuleKind::Progress
        } else if has(BASES) {
            RuleKind::AgainstBase
        } else if has(RATIOS) || read.iter().any(|it| it.1.is_some_and(|it| it.is_share)) {
            RuleKind::Ratio
        } else {
            RuleKind::Stated
        };
        let bounds: Vec<RuleBound> = read
            .into_iter()
            .filter_map(|(symbol, bound)| {
                Some(RuleBound { symbol: symbol.to_owned(), at_least: bound?.at_least })
            })
            .collect();
        (bounds.len() >= 2).then(|| Rule { kind, bounds, text: text.to_owned() })
    }
}

/// What a clause says of the least that a step takes.
#[derive(Debug, Clone, Copy)]
struct Bound {
    at_least: Decimal,
    /// It has a number of its own.
    is_number: bool,
    /// The number is a percentage or in tenths.
    is_share: bool,
}

fn bound(clause: &str, has_exact: bool) -> Option<Bound> {
    let text = text::normalize(clause).replace([' ', '\n', ','], "");
    let numbers = numbers(&text);
    let at_least = numbers.iter().find(|it| it.is_at_least).map(|it| it.share);
    let share = |at_least: Decimal| Bound { at_least, is_number: true, is_share: true };
    if let Some(at_least) = at_least {
        return Some(share(at_least));
    }
    // 80％未満 is the last step.
    if numbers.iter().any(|it| it.is_below) {
        return Some(share(Decimal::ZERO));
    }
    if let Some(exact) = numbers.first().filter(|_| has_exact) {
        // A 100 B 80 C 60: from there on.
        return Some(share(exact.share));
    }
    let reaches = ["とおり", "上回", "達成", "以上"].iter().any(|word| text.contains(word));
    let is_full = rating_of_label(&text) == Some(Rating::Achieved)
        || reaches && text.contains("上回") && !text.contains("下回");
    is_full.then_some(Bound { at_least: Decimal::ONE, is_number: false, is_share: false })
}

struct Number {
    share: Decimal,
    is_at_least: bool,
    is_below: bool,
}

/// What stands between the ends of a range.
const TO: &[char] = &['~', '〜'];

/// The percentages and tenths of a folded clause: 80%以上, 8割未満, 90~100%.
fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let body = rest.get(start..).unwrap_or_default();
        let len = body.bytes().take_while(|it| it.is_ascii_digit() || *it == b'.').count();
        let (digits, after) = body.split_at_checked(len).unwrap_or((body, ""));
        rest = after;
        let before = text.get(..text.len() - body.len()).unwrap_or_default();
        let range_end = after.strip_prefix(['~', '-', '〜']).unwrap_or_default();
        let is_range = range_end.starts_with(|c: char| c.is_ascii_digit());
        let behind = if is_range {
            range_end.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        } else {
            after
        };
        let (scale, behind) = match behind.chars().next() {
            Some('%' | '％') => {
                (100, behind.get(behind.chars().next().map_or(0, char::len_utf8)..))
            }
            Some('割') => (10, behind.strip_prefix('割')),
            _ => continue,
        };
        let behind = behind.unwrap_or_default();
        let Ok(number) = digits.parse::<Decimal>() else { continue };
        let Some(share) = number.checked_div(Decimal::from(scale)) else { continue };
        found.push(Number {
            share: share.normalize(),
            is_at_least: is_range
                || behind.starts_with(TO)
                || behind.starts_with("以上")
                || behind.starts_with("を超")
                || behind.starts_with('超')
                || behind.starts_with("を上回"),
            // ～79% has no number before it.
            is_below: before.ends_with(TO) && !is_range
                || ["未満", "以下", "を下回", "に満たな"].iter().any(|it| behind.starts_with(it)),
        });
        if is_range {
            rest = behind;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(rule: Option<Rule>) -> String {
        rule.map_or("none".to_owned(), |rule| {
            let bounds = rule.bounds.iter().map(|it| format!(" {}{}", it.symbol, it.at_least));
            format!("{}{}", rule.kind.code(), bounds.collect::<String>())
        })
    }

    #[track_caller]
    fn in_legend(legend: &str, expected: &str) {
        assert_eq!(print(Rule::of_legend(&Legend::parse(legend))), expected, "{legend}");
    }

    #[test]
    fn bounds_of_a_legend() {
        in_legend(
            "◎達成（100％以上）　○概ね達成（80％以上100％未満）　△未達成（80％未満）",
            "ratio ◎1 ○0.8 △0",
        );
        in_legend(
            "◎：100％以上　○：90％以上100％未満　△：50％以上90％未満　▲：50％未満",
            "ratio ◎1 ○0.9 △0.5 ▲0",
        );
        in_legend(
            "◎…計画目標値を達成又は上回っている　○…達成率が 90％以上 100％未満　△…50％以上 90％未満　▲…50％未満",
            "ratio ◎1 ○0.9 △0.5 ▲0",
        );
        in_legend("Ａ：達成率100％以上　Ｂ：70～100％　Ｃ：70％未満", "ratio Ａ1 Ｂ0.7 Ｃ0");
        in_legend(
            "Ａ：進捗率80％以上　Ｂ：進捗率50％以上80％未満　Ｃ：50％未満",
            "progress Ａ0.8 Ｂ0.5 Ｃ0",
        );
        in_legend("◎：目標達成　○：前年度より改善　△：前年度より悪化", "against_base");
        in_legend("Ａ：８割以上　Ｂ：５割以上８割未満　Ｃ：５割未満", "ratio Ａ0.8 Ｂ0.5 Ｃ0");
        in_legend("A 100%～　B 80～99%　C ～79%", "ratio A1 B0.8 C0");
        in_legend("100％以上をA、80％以上100％未満をB、80％未満をCとした。", "ratio A1 B0.8 C0");
        in_legend("◎達成　◯概ね達成　△未達成　■集計中　―指標未設定", "none");
        in_legend("Ａ：順調　Ｂ：概ね順調　Ｃ：努力を要する", "none");
        in_legend("◎：目標を達成した　○：90％以上100％未満　△：90％未満", "ratio ◎1 ○0.9 △0");
        in_legend("◎：100％以上　○：計画のとおり　△：80％未満", "ratio ◎1 △0");
    }

    #[test]
    fn bounds_of_a_sentence() {
        let legend = Legend::parse("◎達成　◯概ね達成　△未達成　■集計中");
        let sentence = "取組の実績が、成果指標のとおり又は上回った取組を「達成」、成果指標の８割以上を達成した取組を「概ね達成」、成果指標の８割未満となった取組を「未達成」としています。";
        assert_eq!(print(Rule::of_sentence(sentence, &legend)), "ratio ◎1 ◯0.8 △0");
        let marked = format!("○ {sentence}");
        assert_eq!(print(Rule::of_sentence(&marked, &legend)), "ratio ◎1 ◯0.8 △0");
        let counts = "126施策（74.6％）が「達成」、15施策（8.9％）が「概ね達成」となりました。";
        assert_eq!(print(Rule::of_sentence(counts, &legend)), "none");
        assert_eq!(print(Rule::of_sentence("「達成」を目指す。", &legend)), "none");
        let twice = "100％以上を「達成」、前年の90％以上も「達成」、80％未満を「未達成」とする";
        assert_eq!(print(Rule::of_sentence(twice, &legend)), "none");
        let marks = "達成率が100％以上を◎、90％以上100％未満を○、90％未満を△とした";
        assert_eq!(print(Rule::of_sentence(marks, &legend)), "ratio ◎1 ◯0.9 △0");
        assert_eq!(print(Rule::of_sentence("「達成", &legend)), "none");
    }
}
