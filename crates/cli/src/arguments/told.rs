//! How far reading a document is, for whoever waits.

use std::sync::Arc;
use tenken::Input;

/// Whom to tell how many pages of how many are read.
#[derive(Clone, Default)]
pub(crate) struct Told(Option<Arc<dyn Fn(usize, usize) + Send + Sync>>);

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl Told {
    pub(crate) fn new(told: impl Fn(usize, usize) + Send + Sync + 'static) -> Told {
        Told(Some(Arc::new(told)))
    }

    /// A document, about which it is told.
    pub(crate) fn of(&self, input: Input) -> Input {
        match self.0.clone() {
            Some(told) => input.with_progress(move |read, pages| told(read, pages)),
            None => input,
        }
    }
}
