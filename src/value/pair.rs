//! Which indicator, target and actual belong together.
//!
//! Pieces pair by label; a side without labels speaks for all labels of the
//! others (目標 0.0% for two kinds of school). Where no side has labels, pieces
//! pair line by line, and one line speaks for all lines of the other.

use super::{Item, Value};
use crate::text;

/// One thing measured: what, how much was aimed at, how much was reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pair {
    /// The label that they share.
    pub label: Option<String>,
    /// Which item of the indicator.
    pub item: Option<usize>,
    /// Which values of the target.
    pub targets: Vec<usize>,
    /// Which values of the actual.
    pub actuals: Vec<usize>,
}

/// How indicator, target and actual go together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairing {
    /// One entry a label, or a line where there are no labels.
    pub pairs: Vec<Pair>,
    /// What has no counterpart; empty where all is well.
    pub unpaired: Vec<Unpaired>,
}

/// A label or a line that one side has and another lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpaired {
    /// The label; none where there are lines only.
    pub label: Option<String>,
    /// The side that lacks it.
    pub missing: Side,
}

/// One of the three cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 成果指標.
    Indicator,
    /// 目標.
    Target,
    /// 実績.
    Actual,
}

/// Pairs the items of an indicator with the values of a target and an actual.
pub fn pair(indicator: &[Item], target: &[Value], actual: &[Value]) -> Pairing {
    let items: Vec<Vec<String>> =
        indicator.iter().map(|it| it.label.iter().cloned().collect()).collect();
    let targets: Vec<Vec<String>> = target.iter().map(Value::labels).collect();
    let actuals: Vec<Vec<String>> = actual.iter().map(Value::labels).collect();
    let labels = labels([&items, &targets, &actuals]);
    if labels.is_empty() {
        by_line(&items, &targets, &actuals)
    } else {
        by_label(&labels, &items, &targets, &actuals)
    }
}

/// Every label, once, in the order in which it is met; width does not matter.
fn labels(sides: [&Vec<Vec<String>>; 3]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let all = sides.into_iter().flatten().flatten();
    all.filter(|label| seen.insert(text::normalize(label))).cloned().collect()
}

fn by_label(
    labels: &[String],
    items: &[Vec<String>],
    targets: &[Vec<String>],
    actuals: &[Vec<String>],
) -> Pairing {
    let [items, targets, actuals] = [items, targets, actuals].map(Index::new);
    let mut pairing = Pairing::default();
    for label in labels {
        let key = text::normalize(label);
        let mut find = |side: &Index, missing: Side| {
            let found = side.find(&key);
            if found.is_none() {
                pairing.unpaired.push(Unpaired { label: Some(label.clone()), missing });
            }
            found.unwrap_or_default()
        };
        let item = find(&items, Side::Indicator).first().copied();
        let targets = find(&targets, Side::Target);
        let actuals = find(&actuals, Side::Actual);
        pairing.pairs.push(Pair { label: Some(label.clone()), item, targets, actuals });
    }
    pairing
}

/// Where each label stands on one side.
struct Index {
    by_label: std::collections::HashMap<String, Vec<usize>>,
    unlabelled: Vec<usize>,
}

impl Index {
    fn new(side: &[Vec<String>]) -> Index {
        let mut index = Index { by_label: Default::default(), unlabelled: Vec::new() };
        for (nth, labels) in side.iter().enumerate() {
            if labels.is_empty() {
                index.unlabelled.push(nth);
            }
            for label in labels {
                index.by_label.entry(text::normalize(label)).or_default().push(nth);
            }
        }
        index
    }

    /// The pieces with a label. A side without any labels speaks for all.
    fn find(&self, label: &str) -> Option<Vec<usize>> {
        if self.by_label.is_empty() {
            Some(self.unlabelled.clone())
        } else {
            self.by_label.get(label).cloned()
        }
    }
}

fn by_line(items: &[Vec<String>], targets: &[Vec<String>], actuals: &[Vec<String>]) -> Pairing {
    let lines = targets.len().max(actuals.len());
    let line = |count: usize, nth: usize| {
        if count == 1 { Some(0) } else { Some(nth).filter(|&nth| nth < count) }
    };
    let mut pairing = Pairing::default();
    for nth in 0..lines {
        let item =
            if items.len() == lines || items.len() == 1 { line(items.len(), nth) } else { None };
        let (target, actual) = (line(targets.len(), nth), line(actuals.len(), nth));
        // A cell without values is empty on purpose; that is not for us to say.
        let sides = [(target, targets.len(), Side::Target), (actual, actuals.len(), Side::Actual)];
        for (_, _, missing) in
            sides.into_iter().filter(|(found, count, _)| found.is_none() && *count > 0)
        {
            pairing.unpaired.push(Unpaired { label: None, missing });
        }
        pairing.pairs.push(Pair {
            label: None,
            item,
            targets: target.into_iter().collect(),
            actuals: actual.into_iter().collect(),
        });
    }
    pairing
}

#[cfg(test)]
mod tests {
    use crate::value::{Hints, items, read};

    #[track_caller]
    fn pairs(indicator: &str, target: &str, actual: &str, expected: &[&str]) {
        let none = Hints::none();
        let found = super::pair(
            &items(indicator),
            &read(target, &none).values,
            &read(actual, &none).values,
        );
        let print = |it: &super::Pair| {
            let label = it.label.as_deref().unwrap_or("-");
            format!("{label} {:?} {:?} {:?}", it.item, it.targets, it.actuals)
        };
        let missing = |it: &super::Unpaired| {
            format!("{} misses {:?}", it.label.as_deref().unwrap_or("-"), it.missing)
        };
        let found: Vec<String> =
            found.pairs.iter().map(print).chain(found.unpaired.iter().map(missing)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn by_label() {
        pairs(
            "①改善\n②運用",
            "①完了\n②100%",
            "①完了\n②100%",
            &["① Some(0) [0] [0]", "② Some(1) [1] [1]"],
        );
        pairs(
            "①率\n②件数\n③件数",
            "①90%\n②3,700件\n③1,100件",
            "①88.7%\n②・③合計3,915件",
            &["① Some(0) [0] [0]", "② Some(1) [1] [1]", "③ Some(2) [2] [1]"],
        );
    }

    #[test]
    fn a_side_without_labels_speaks_for_all() {
        pairs(
            "割合",
            "0.0%",
            "【高校】12.8%\n【支援】5.3%",
            &["高校 Some(0) [0] [0]", "支援 Some(0) [0] [1]"],
        );
    }

    #[test]
    fn by_line() {
        pairs(
            "箇所数",
            "12路線\n26箇所",
            "12路線\n29箇所",
            &["- Some(0) [0] [0]", "- Some(0) [1] [1]"],
        );
        pairs("調達率\n配備率", "100%", "100%", &["- None [0] [0]"]);
        pairs("数", "1件\n2件", "", &["- Some(0) [0] []", "- Some(0) [1] []"]);
    }

    #[test]
    fn missing() {
        pairs(
            "①率\n②数",
            "①1%\n②2件",
            "①1%",
            &["① Some(0) [0] [0]", "② Some(1) [1] []", "② misses Actual"],
        );
        pairs(
            "数",
            "1件\n2件\n3件",
            "1件\n2件",
            &["- Some(0) [0] [0]", "- Some(0) [1] [1]", "- Some(0) [2] []", "- misses Actual"],
        );
    }
}
