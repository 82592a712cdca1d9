//! How far a worker is with one document: the pages that are read, on a terminal.

use crate::speech::Speech;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is read sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// A bar of pages, shown once reading takes a while.
pub(super) struct PageBar {
    template: String,
    state: Mutex<(Instant, Option<ProgressBar>)>,
}

impl PageBar {
    /// A bar where a person looks: none in a log.
    pub(super) fn on_terminal(speech: &Speech) -> Option<PageBar> {
        let is_shown = io::stderr().is_terminal() && !speech.has_events();
        let template = speech.choose(
            "{bar:30} {pos}/{len}ページ 残り{eta}",
            "{bar:30} {pos}/{len} pages {eta} left",
        );
        is_shown.then(|| PageBar { template, state: Mutex::new((Instant::now(), None)) })
    }

    /// A document begins.
    pub(super) fn begin(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = (Instant::now(), None);
    }

    /// So many pages are read.
    pub(super) fn set(&self, read: u64, pages: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (begin, bar) = &mut *state;
        if bar.is_none() && begin.elapsed() < PATIENCE {
            return;
        }
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(pages).with_elapsed(begin.elapsed());
            match ProgressStyle::with_template(&self.template) {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        bar.set_position(read.min(pages));
    }

    /// The document is done, or it is printed now.
    pub(super) fn clear(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = state.1.take() {
            bar.finish_and_clear();
        }
    }
}
