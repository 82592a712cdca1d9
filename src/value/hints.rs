//! What a cell's surroundings say about its values.

use super::items::Item;
use super::unit::{self, Stated};
use crate::text;

/// What the header, the indicator and the note say about the values of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    unit: Option<Stated>,
    items: Vec<Item>,
    note: Option<String>,
}

impl Hints {
    /// Nothing is known.
    pub fn none() -> Hints {
        Hints::default()
    }

    /// Takes the unit that the column's header states: 達成率（％）, 単位：千円.
    /// It applies to numbers that have none of their own.
    pub fn with_header(mut self, header: &str) -> Hints {
        self.unit = unit::stated(header).or(self.unit);
        self
    }

    /// Takes the units that the indicator states, for its labels each. What it
    /// says of one row goes before what a header says of all.
    pub fn with_indicator(mut self, indicator: &str) -> Hints {
        self.items = super::items(indicator);
        self
    }

    /// Takes the text in which ※ is explained.
    pub fn with_note(mut self, note: &str) -> Hints {
        self.note = Some(note.to_owned());
        self
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
            [] => {
                Some(&self.items).filter(|items| items.len() == 1).and_then(|items| items.first())
            }
            labels => labels.iter().find_map(of_label),
        };
        item.and_then(|item| item.unit.as_ref()).or(self.unit.as_ref())
    }
}
