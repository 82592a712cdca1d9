//! Which measure of one report is which of another.
//!
//! One pass for each thing that may have stayed the same, the surest first; each pass
//! looks only at what those before it left. All of them are linear.

use crate::report::{Indicator, Measure};
use crate::text;
use std::collections::HashMap;

/// By what two measures were taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchedBy {
    /// They stand under the same groups, and have the same name and indicators.
    GroupsNameIndicator,
    /// Name and indicators are the same.
    NameIndicator,
    /// Groups and name are the same.
    GroupsName,
    /// The name is the same.
    Name,
    /// The number is the same, and name or indicator alike.
    Number,
}

impl MatchedBy {
    /// Its name in data.
    pub fn code(self) -> &'static str {
        match self {
            MatchedBy::GroupsNameIndicator => "groups_name_indicator",
            MatchedBy::NameIndicator => "name_indicator",
            MatchedBy::GroupsName => "groups_name",
            MatchedBy::Name => "name",
            MatchedBy::Number => "number",
        }
    }
}

/// How sure it is that two measures are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A person should look at it.
    Doubtful,
    /// Something changed, and what stayed belongs to no other measure.
    Likely,
    /// Nothing changed but the number.
    Certain,
}

impl Certainty {
    /// Its name in data.
    pub fn code(self) -> &'static str {
        match self {
            Certainty::Doubtful => "doubtful",
            Certainty::Likely => "likely",
            Certainty::Certain => "certain",
        }
    }
}

/// Two measures that are one, by their places in both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) by: MatchedBy,
    pub(super) certainty: Certainty,
}

/// What a measure is known by, without widths and white space.
struct Words {
    groups: String,
    name: String,
    indicator: String,
    number: String,
}

impl Words {
    fn of(measure: &Measure) -> Words {
        let groups: Vec<String> = measure.groups.iter().map(|it| plain(&it.name)).collect();
        let indicators: Vec<String> = measure.indicators.iter().map(indicator_words).collect();
        Words {
            groups: groups.join(PART),
            name: plain(measure.name.as_deref().unwrap_or_default()),
            indicator: indicators.join(PART).trim_matches(PART_CHAR).to_owned(),
            number: plain(measure.id.as_deref().unwrap_or_default()),
        }
    }
}

/// Stands between parts of a key, and in no text.
const PART: &str = "\u{1f}";
const PART_CHAR: char = '\u{1f}';

/// What an indicator is known by within its measure.
pub(super) fn indicator_words(indicator: &Indicator) -> String {
    let of = plain(indicator.of.as_deref().unwrap_or_default());
    let text = plain(&indicator.text);
    if of.is_empty() { text } else { format!("{text}{PART}{of}") }
}

/// A text without differences that are none: widths and white space.
pub(super) fn plain(published: &str) -> String {
    let mut plain = text::normalize(published);
    plain.retain(|c| !c.is_whitespace());
    plain
}

/// What must be the same for a match.
struct Pass {
    by: MatchedBy,
    /// None for a measure that lacks what has to be the same.
    key: fn(&Words) -> Option<String>,
    /// How sure it is; none where the two are not one all the same.
    judge: fn(&Words, &Words) -> Option<Certainty>,
    /// Whether several with one key are matched in their order.
    in_order: bool,
}

const PASSES: [Pass; 7] = [
    Pass {
        by: MatchedBy::GroupsNameIndicator,
        key: |it| Some(joined([&says(it)?, &it.number])),
        judge: |_, _| Some(Certainty::Certain),
        in_order: true,
    },
    Pass {
        by: MatchedBy::GroupsNameIndicator,
        key: says,
        judge: |_, _| Some(Certainty::Certain),
        in_order: true,
    },
    Pass {
        by: MatchedBy::NameIndicator,
        key: |it| Some(joined([filled(&it.name)?, filled(&it.indicator)?])),
        judge: |_, _| Some(Certainty::Likely),
        in_order: false,
    },
    Pass {
        by: MatchedBy::GroupsName,
        key: |it| Some(joined([&it.groups, filled(&it.name)?])),
        judge: |_, _| Some(Certainty::Likely),
        in_order: false,
    },
    Pass {
        by: MatchedBy::Name,
        key: |it| Some(filled(&it.name)?.to_owned()),
        judge: |_, _| Some(Certainty::Doubtful),
        in_order: false,
    },
    Pass {
        by: MatchedBy::Number,
        key: |it| Some(joined([&it.groups, filled(&it.number)?])),
        judge: of_one_number,
        in_order: false,
    },
    Pass {
        by: MatchedBy::Number,
        key: |it| Some(filled(&it.number)?.to_owned()),
        judge: of_one_number,
        in_order: false,
    },
];

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|it| !it.is_empty())
}

fn joined<const N: usize>(parts: [&str; N]) -> String {
    parts.join("\u{1e}")
}

/// All that a measure is called by; none where that is nothing but a number.
fn says(words: &Words) -> Option<String> {
    filled(&words.name).or(filled(&words.indicator))?;
    Some(joined([&words.groups, &words.name, &words.indicator]))
}

/// From this on two texts are taken for wordings of one thing: 見守りの推進 and
/// 見守りの構築・推進 have .62.
const ALIKE: f64 = 0.6;

/// Below this two texts have nothing to do with each other: 手話通訳者の養成 and
/// 認知症サポーターの養成 have .24, for the words that all measures have.
const AKIN: f64 = 0.3;

/// How sure two measures of one number are one. A number is given to another measure
/// where one was dropped, so it proves nothing by itself.
fn of_one_number(left: &Words, right: &Words) -> Option<Certainty> {
    let likeness_of = |left: &str, right: &str| {
        (!left.is_empty() && !right.is_empty()).then(|| likeness(left, right))
    };
    let name = likeness_of(&left.name, &right.name);
    let indicator = likeness_of(&left.indicator, &right.indicator);
    match name.into_iter().chain(indicator).reduce(f64::max) {
        // One of them says nothing that the other could contradict.
        None => Some(Certainty::Doubtful),
        Some(most) if most >= ALIKE => Some(Certainty::Likely),
        Some(most) if most >= AKIN => Some(Certainty::Doubtful),
        Some(_) => None,
    }
}

/// Whether two texts are wordings of one thing.
pub(super) fn are_alike(left: &str, right: &str) -> bool {
    likeness(left, right) >= ALIKE
}

/// The share of pairs of letters that two texts have in common (Dice), 0 to 1.
fn likeness(left: &str, right: &str) -> f64 {
    if left == right {
        return 1.0;
    }
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (ours, theirs) = (pairs(left), pairs(right));
    let mut counts: HashMap<(char, char), usize> = HashMap::new();
    ours.iter().for_each(|pair| *counts.entry(*pair).or_default() += 1);
    let in_both = theirs.iter().filter(|pair| match counts.get_mut(pair) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    let in_both = in_both.count();
    let all = ours.len() + theirs.len();
    if all == 0 { 0.0 } else { 2.0 * in_both as f64 / all as f64 }
}

/// Which measures of two lists are one, in the order of the second.
pub(super) fn pairs(left: &[&Measure], right: &[&Measure]) -> Vec<Pair> {
    let left: Vec<Words> = left.iter().map(|it| Words::of(it)).collect();
    let right: Vec<Words> = right.iter().map(|it| Words::of(it)).collect();
    let mut found: Vec<Option<Pair>> = vec![None; right.len()];
    let mut is_open = vec![true; left.len()];
    for pass in &PASSES {
        for pair in pass.pairs(&left, &right, &is_open, &found) {
            if let (Some(open), Some(place)) =
                (is_open.get_mut(pair.left), found.get_mut(pair.right))
            {
                *open = false;
                *place = Some(pair);
            }
        }
    }
    found.into_iter().flatten().collect()
}

impl Pass {
    fn pairs(
        &self,
        left: &[Words],
        right: &[Words],
        is_open: &[bool],
        found: &[Option<Pair>],
    ) -> Vec<Pair> {
        let open_left = left.iter().enumerate().zip(is_open).filter(|it| *it.1).map(|it| it.0);
        let open_right =
            right.iter().enumerate().zip(found).filter(|it| it.1.is_none()).map(|it| it.0);
        let (waiting, asking) = (self.by_key(open_left), self.by_key(open_right));
        let mut pairs = Vec::new();
        for (key, theirs) in &asking {
            let Some(ours) = waiting.get(key) else { continue };
            let is_only = ours.len() == 1 && theirs.len() == 1;
            if !is_only && !self.in_order {
                continue;
            }
            for (&(left, our), &(right, their)) in ours.iter().zip(theirs) {
                let Some(certainty) = (self.judge)(our, their) else { continue };
                // The how manieth it is may have changed.
                let is_sure = is_only || ours.len() == theirs.len();
                let certainty = if is_sure { certainty } else { certainty.min(Certainty::Likely) };
                pairs.push(Pair { left, right, by: self.by, certainty });
            }
        }
        pairs
    }

    fn by_key<'w>(
        &self,
        words: impl Iterator<Item = (usize, &'w Words)>,
    ) -> HashMap<String, Vec<(usize, &'w Words)>> {
        let mut by_key: HashMap<String, Vec<(usize, &Words)>> = HashMap::new();
        for (at, words) in words {
            if let Some(key) = (self.key)(words) {
                by_key.entry(key).or_default().push((at, words));
            }
        }
        by_key
    }
}

#[cfg(test)]
mod tests {
    use super::super::years::samples::measure;
    use super::{Measure, likeness, pairs};

    /// What is matched of two lists of measures, a line each: number, group, name,
    /// indicator, parted by `|`. Expected: `left=right by certainty`.
    #[track_caller]
    fn check(left: &[&str], right: &[&str], expected: &[&str]) {
        let read =
            |lines: &[&str]| -> Vec<Measure> { lines.iter().map(|it| measure(it)).collect() };
        let (left, right) = (read(left), read(right));
        let (ours, theirs): (Vec<&Measure>, Vec<&Measure>) =
            (left.iter().collect(), right.iter().collect());
        let found: Vec<String> = pairs(&ours, &theirs)
            .iter()
            .map(|it| {
                let (by, certainty) = (it.by.code(), it.certainty.code());
                format!("{}={} {by} {certainty}", it.left, it.right)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_rest_moved_up() {
        check(
            &["1-1|福祉|見守り|件数", "1-2|福祉|手話通訳者の養成|人数", "1-3|福祉|就労支援|人数"],
            &["1-1|福祉|見守り|件数", "1-2|福祉|就労支援|人数", "1-3|福祉|避難計画の作成|作成率"],
            &["0=0 groups_name_indicator certain", "2=1 groups_name_indicator certain"],
        );
    }

    #[test]
    fn another_group_or_another_indicator() {
        let left = ["1|福祉|見守り|件数", "2|福祉|就労支援|人数", "3|防災|避難訓練|回数"];
        let right =
            ["1|暮らし|見守り|件数", "2|福祉|就労支援|就労率", "3|暮らし|避難訓練|参加者数"];
        let expected = ["0=0 name_indicator likely", "1=1 groups_name likely", "2=2 name doubtful"];
        check(&left, &right, &expected);
    }

    #[test]
    fn another_name() {
        let renamed = ["0=0 number likely"];
        check(&["1-1|福祉|見守りの推進|"], &["1-1|福祉|見守りの構築・推進|"], &renamed);
        check(&["1-1|福祉|窓口|相談件数"], &["1-1|暮らし|総合案内|相談件数"], &renamed);
        let doubtful = ["0=0 number doubtful"];
        check(&["1-1|福祉|通訳者の派遣|"], &["1-1|福祉|手話通訳者の養成|"], &doubtful);
        check(&["1-1|福祉||"], &["1-1|福祉|手話通訳者の養成|"], &doubtful);
        check(&["1-1|福祉|手話通訳者の養成|"], &["1-1|福祉|認知症サポーターの養成|"], &[]);
        check(&["1-1|福祉|窓口|"], &["1-2|福祉|窓口の改善|"], &[]);
    }

    #[test]
    fn several_of_one_name() {
        let (one, two) = ("|福祉|窓口|件数", "|福祉|窓口|件数");
        let certain = ["0=0 groups_name_indicator certain", "1=1 groups_name_indicator certain"];
        check(&[one, two], &[one, two], &certain);
        check(&[one, two], &[one], &["0=0 groups_name_indicator likely"]);
        // Their numbers tell them apart.
        let (one, two) = ("1|福祉|窓口|件数", "2|福祉|窓口|件数");
        check(&[one, two], &[two], &["1=0 groups_name_indicator certain"]);
        // A name that several have proves nothing.
        check(&["1|福祉|窓口|", "2|防災|窓口|"], &["3|暮らし|窓口|"], &[]);
    }

    #[test]
    fn widths_are_no_difference() {
        let same = ["0=0 groups_name_indicator certain"];
        check(&["1|福 祉|ＩＣＴの活用|"], &["１|福祉|ICTの 活用|"], &same);
    }

    #[test]
    fn likeness_of_texts() {
        let check = |left: &str, right: &str, percent: i64| {
            assert_eq!((likeness(left, right) * 100.0).round() as i64, percent, "{left} {right}");
        };
        check("見守り", "見守り", 100);
        check("見守りの推進", "見守りの構築・推進", 62);
        check("手話通訳者の養成", "認知症サポーターの養成", 24);
        check("窓口", "橋", 0);
        check("ああああ", "ああ", 50);
    }
}
