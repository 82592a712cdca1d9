//! Labels of forms that layouts name beside the built-in words.

use super::file::{ColumnRule, Layout};
use super::{Role, fold};
use std::collections::HashMap;

/// The labels of forms that layouts name beside the built-in words.
#[derive(Debug, Default)]
pub(crate) struct Labels(HashMap<String, Role>);

impl Labels {
    /// Those of the layouts whose headers stand at the left.
    pub(crate) fn of<'l>(layouts: impl IntoIterator<Item = &'l Layout>) -> Labels {
        let forms = layouts.into_iter().filter(|layout| layout.is_form);
        let rules = forms.flat_map(|layout| &layout.columns);
        let label = |rule: &ColumnRule| Some((fold(&rule.pattern), rule.holds.first()?.role));
        Labels(rules.filter_map(label).collect())
    }

    /// What a text labels.
    pub(crate) fn role(&self, text: &str) -> Option<Role> {
        if self.0.is_empty() { None } else { self.0.get(&fold(text)).copied() }
    }
}
