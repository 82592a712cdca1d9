//! Names of columns, each given out once.

use std::collections::{HashMap, HashSet};

/// Names that are given out once: none may take the place of another in the data.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The number that a name was given last. A sheet may have 16,384 columns of
    /// one name.
    last: HashMap<String, usize>,
}

impl Names {
    /// The name, with a number behind it where an earlier column has the same.
    pub(super) fn unique(&mut self, name: String) -> String {
        let mut free = name.clone();
        while !self.taken.insert(free.clone()) {
            let number = self.last.entry(name.clone()).or_insert(1);
            *number += 1;
            free = format!("{name} ({number})");
        }
        free
    }
}
