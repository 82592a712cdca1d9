//! How many pages of a document are read, for whoever waits.

use std::sync::Arc;
use tenken::Input;

/// Called with how many pages of how many are read; none where nobody waits.
#[derive(Clone, Default)]
pub(crate) struct PagesRead(Option<Arc<dyn Fn(usize, usize) + Send + Sync>>);

impl std::fmt::Debug for PagesRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl PagesRead {
    pub(crate) fn new(call: impl Fn(usize, usize) + Send + Sync + 'static) -> PagesRead {
        PagesRead(Some(Arc::new(call)))
    }

    /// A document that calls it while it is read.
    pub(crate) fn attach(&self, input: Input) -> Input {
        match self.0.clone() {
            Some(call) => input.with_progress(move |read, pages| call(read, pages)),
            None => input,
        }
    }
}
