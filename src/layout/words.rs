//! The built-in words, as `schemas/layouts/words.toml` lists them.

use super::Role;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The file itself: what is written there holds, and nothing else.
const SOURCE: &str = include_str!("../../schemas/layouts/words.toml");

/// The words, ready to be looked up.
pub(super) struct Words {
    /// Whole headers, and whether each is one wherever it stands.
    whole: HashMap<String, (Role, bool)>,
    /// Words within headers, in the order in which they are tried.
    pub(super) parts: Vec<(Role, String)>,
    pub(super) about: About,
    /// The first characters of whole headers, and whether one of them is a header
    /// wherever it stands.
    firsts: HashMap<char, bool>,
    /// The most characters of a whole header.
    pub(super) chars_max: usize,
}

/// Words that say how a header bears on its role.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub(super) former: Vec<String>,
    pub(super) revised: Vec<String>,
    pub(super) last_year: Vec<String>,
    pub(super) other: Vec<String>,
    pub(super) no_indicator: Vec<String>,
    pub(super) raters: Vec<String>,
    pub(super) rating_bodies: Vec<String>,
    pub(super) deed: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    whole: BTreeMap<String, Vec<String>>,
    beside: BTreeMap<String, Vec<String>>,
    parts: Vec<Part>,
    about: About,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    role: String,
    words: Vec<String>,
}

/// The built-in words. A file that can't be read has none; a test sees to it that
/// ours can.
pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| Words::new(toml::from_str(SOURCE).unwrap_or_default()));

impl Words {
    fn new(file: File) -> Words {
        let mut whole = HashMap::new();
        let mut firsts = HashMap::new();
        let mut chars_max = 0;
        for (is_alone, roles) in [(true, file.whole), (false, file.beside)] {
            for (role, words) in roles {
                let Some(role) = Role::from_name(&role) else { continue };
                for word in words {
                    if let Some(first) = word.chars().next() {
                        *firsts.entry(first).or_default() |= is_alone;
                    }
                    chars_max = chars_max.max(word.chars().count());
                    whole.entry(word).or_insert((role, is_alone));
                }
            }
        }
        let role = |part: Part| Some((Role::from_name(&part.role)?, part.words));
        let parts = file.parts.into_iter().filter_map(role);
        let parts = parts.flat_map(|(role, words)| words.into_iter().map(move |it| (role, it)));
        Words { whole, parts: parts.collect(), about: file.about, firsts, chars_max }
    }

    /// The role of a folded header, wherever it stands.
    pub(super) fn alone(&self, folded: &str) -> Option<Role> {
        self.whole.get(folded).filter(|it| it.1).map(|it| it.0)
    }

    /// The role of a folded header among others.
    pub(super) fn whole(&self, folded: &str) -> Option<Role> {
        self.whole.get(folded).map(|it| it.0)
    }

    /// Whether a whole header begins with this character that is one wherever it stands.
    pub(super) fn begin_alone(&self, first: char) -> bool {
        self.firsts.get(&first) == Some(&true)
    }

    /// Whether a whole header begins with this character.
    pub(super) fn begin_with(&self, first: char) -> bool {
        self.firsts.contains_key(&first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fold;
    use std::collections::HashSet;

    #[test]
    fn the_built_in_words_are_read() {
        let file: File = toml::from_str(SOURCE).unwrap();
        let mut seen = HashSet::new();
        for (role, words) in file.whole.iter().chain(&file.beside) {
            assert!(Role::from_name(role).is_some(), "{role}");
            for word in words {
                assert_eq!(&fold(word), word, "a header is compared folded");
                assert!(seen.insert(word.clone()), "{word} stands twice");
            }
        }
        assert!(file.parts.iter().all(|it| Role::from_name(&it.role).is_some()));
    }
}
