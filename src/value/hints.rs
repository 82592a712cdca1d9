//! What a cell's surroundings say about its values.

use super::items::Item;
use super::unit::{self, Stated};
use crate::text;
use std::borrow::Cow;

/// What the header, the indicator and the note say about the values of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints<'a> {
    unit: Option<Stated>,
    items: Cow<'a, [Item]>,
    note: Option<Cow<'a, str>>,
    below: Option<Cow<'a, str>>,
}

impl<'a> Hints<'a> {
    /// Nothing is known.
    pub fn none() -> Hints<'a> {
        Hints::default()
    }

    /// Takes the unit that the column's header states: 達成率（％）, 単位：千円.
    /// It applies to numbers that have none of their own.
    pub fn with_header(mut self, header: &str) -> Hints<'a> {
        self.unit = unit::stated(header).or(self.unit);
        self
    }

    /// The same, of a header that was read already.
    pub fn with_unit(mut self, unit: Option<&Stated>) -> Hints<'a> {
        self.unit = unit.cloned().or(self.unit);
        self
    }

    /// Takes the units that the indicator states, for its labels each. What it
    /// says of one row goes before what a header says of all.
    pub fn with_indicator(mut self, indicator: &str) -> Hints<'a> {
        self.items = Cow::Owned(super::items(indicator));
        self
    }

    /// The same, of an indicator that was split already.
    pub fn with_items(mut self, items: &'a [Item]) -> Hints<'a> {
        self.items = Cow::Borrowed(items);
        self
    }

    /// Takes the text in which ※ is explained.
    pub fn with_note(mut self, note: impl Into<Cow<'a, str>>) -> Hints<'a> {
        self.note = Some(note.into());
        self
    }

    /// Takes the notes below the table, a line each: ※１ 令和７年度中に公表予定. They are
    /// asked for what the note of the row does not say.
    pub fn with_notes_below(mut self, notes: impl Into<Cow<'a, str>>) -> Hints<'a> {
        self.below = Some(notes.into());
        self
    }

    /// The notes below the table.
    pub(super) fn below(&self) -> Option<&str> {
        self.below.as_deref()
    }

    /// The text in which ※ is explained.
    pub(super) fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The unit of a number with these labels that has none of its own.
    pub(super) fn unit(&self, labels: &[String]) -> Option<&Stated> {
        let of_label = |label: &String| {
            let same = |item: &&Item| {
                item.label.as_ref().is_some_and(|it| text::normalize(it) == text::normalize(label))
            };
            self.items.iter().find(same)
        };
        let item = match labels {
            [] => self.items.first().filter(|_| self.items.len() == 1),
            labels => labels.iter().find_map(of_label),
        };
        item.and_then(|item| item.unit.as_ref()).or(self.unit.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::Hints;
    use crate::value::{items, unit};

    #[test]
    fn what_was_read_already() {
        let text = |hints: &Hints<'_>, label: &[String]| {
            hints.unit(label).map_or("-".to_owned(), |it| format!("{}×{}", it.factor, it.unit.text))
        };
        let stated = unit::stated("単位：千円");
        let hints = Hints::none().with_unit(stated.as_ref());
        assert_eq!(hints, Hints::none().with_header("単位：千円"));
        assert_eq!(text(&hints.clone().with_unit(None), &[]), "1000×円");
        let items = items("①率（％）\n②数");
        let hints = hints.with_items(&items);
        let labels = |label: &str| [label.to_owned()];
        assert_eq!(text(&hints, &labels("①")), "1×％");
        assert_eq!(text(&hints, &labels("②")), "1000×円");
    }
}
