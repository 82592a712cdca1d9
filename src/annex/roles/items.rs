//! Values of several things side by side: 計画 and 実績, each over 利用者数 and 時間.

use super::Why;
use super::candidate::{Candidate, Kinds};
use crate::layout::{self, Fit, Role};
use crate::table::Table;
use std::collections::HashMap;

/// Gives the columns below two or more headers of values the role of those, where the
/// same words without a role stand below each: every word is an indicator of its own.
pub(super) fn claim(candidates: &mut [Candidate], kinds: &[Kinds], table: &Table) {
    let below: Vec<Option<(Role, String)>> =
        candidates.iter().zip(kinds).zip(&table.columns).map(below_a_value).collect();
    // The roles below which each word stands.
    let mut roles: HashMap<&str, Vec<Role>> = HashMap::new();
    for (role, word) in below.iter().flatten() {
        let own = roles.entry(word).or_default();
        if !own.contains(role) {
            own.push(*role);
        }
    }
    let is_item = |word: &str| roles.get(word).is_some_and(|own| own.len() > 1);
    if roles.keys().filter(|word| is_item(word)).count() < 2 {
        return;
    }
    for (own, below) in candidates.iter_mut().zip(&below) {
        let Some((role, word)) = below.as_ref().filter(|it| is_item(&it.1)) else { continue };
        if own.why != Why::Layout {
            (own.role, own.fit, own.why) = (Some(*role), Fit::Whole, Why::Outer);
        }
        own.item = Some(word.clone());
    }
}

/// The role of a column's outer header and the word below it that has none.
fn below_a_value(
    ((own, kind), column): ((&Candidate, &Kinds), &crate::table::Column),
) -> Option<(Role, String)> {
    let [outer @ .., inner] = own.levels.as_slice() else { return None };
    let (role, fit) = outer.iter().rev().find_map(|it| it.role)?;
    // A layout that gives the role says no more than the outer header.
    let is_given = own.why == Why::Layout && own.role == Some(role) && own.years.is_none();
    let is_open =
        !inner.words.is_empty() && (is_given || own.role.is_none() && own.why != Why::Layout);
    // Money beside the values is none of an indicator.
    let counts = 2 * kind.numbers > kind.filled && !layout::is_no_indicator(&column.path);
    (is_open && counts && role.is_value() && fit == Fit::Whole).then(|| (role, inner.words.clone()))
}
