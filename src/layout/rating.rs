//! How a layout says that ratings are given: its `[rating]`.

use super::LayoutError;
use crate::value::rating::{Rule, RuleBound, RuleKind};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Symbols, what they mean, and from where on they are given.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Rating {
    pub(super) steps: Vec<String>,
    words: BTreeMap<String, Spanned<String>>,
    rule: Option<Spanned<RatingRule>>,
}

/// The rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RatingRule {
    kind: String,
    #[serde(default)]
    bounds: Vec<f64>,
}

impl Rating {
    /// What words and symbols mean.
    pub(super) fn words(&self, text: &str) -> Result<BTreeMap<String, String>, LayoutError> {
        let known = ["achieved", "mostly_achieved", "not_achieved", "pending", "not_set"];
        let mut words = BTreeMap::new();
        for (word, rating) in &self.words {
            let name = rating.get_ref();
            if !known.contains(&name.as_str()) {
                let ja = format!("評価「{name}」はありません（{}）。", known.join("・"));
                let en = format!("no rating {name:?} ({})", known.join(", "));
                return Err(LayoutError::at(text, rating.span().start, ja, en));
            }
            words.insert(word.clone(), name.clone());
        }
        Ok(words)
    }

    /// The rule, if one is given.
    pub(super) fn rule(&self, text: &str) -> Result<Option<Rule>, LayoutError> {
        self.rule.as_ref().map(|rule| rating_rule(rule, &self.steps, text)).transpose()
    }
}

/// The rule by which the steps of a layout are given: a bound for each of the best.
fn rating_rule(
    rule: &Spanned<RatingRule>,
    steps: &[String],
    text: &str,
) -> Result<Rule, LayoutError> {
    let fail = |ja: String, en: String| Err(LayoutError::at(text, rule.span().start, ja, en));
    let RatingRule { kind, bounds } = rule.get_ref();
    let kinds = [RuleKind::Ratio, RuleKind::Progress, RuleKind::AgainstBase, RuleKind::Stated];
    let Some(known) = kinds.into_iter().find(|it| it.code() == kind) else {
        let names = kinds.map(RuleKind::code).join(", ");
        let ja = format!("評価の基準「{kind}」はありません（{names}）。");
        return fail(ja, format!("no rule {kind:?} ({names})"));
    };
    if bounds.len() > steps.len() {
        let (count, all) = (bounds.len(), steps.len());
        let ja = format!("bounds が{count}個ありますが、steps は{all}個です。");
        return fail(ja, format!("{count} bounds for {all} steps"));
    }
    let mut read = Vec::new();
    for (symbol, bound) in steps.iter().zip(bounds) {
        let Ok(at_least) = Decimal::try_from(*bound) else {
            let ja = format!("bounds の{bound}は数として読めません。");
            return fail(ja, format!("the bound {bound} is no number"));
        };
        read.push(RuleBound { symbol: symbol.clone(), at_least });
    }
    let falls = read.windows(2).all(|pair| match pair {
        [better, worse] => better.at_least > worse.at_least,
        _ => true,
    });
    if !falls {
        let ja = "bounds は大きい順に並べてください。".to_owned();
        return fail(ja, "bounds go from the largest down".to_owned());
    }
    Ok(Rule { kind: known, bounds: read, text: String::new() })
}
