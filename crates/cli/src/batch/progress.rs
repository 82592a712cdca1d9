//! How far a batch is, while it runs: a bar on a terminal, a line every few
//! seconds elsewhere.

use crate::speech::Speech;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a log has a line: an hour has 720.
const EVERY: Duration = Duration::from_secs(5);

pub(crate) struct Progress<'s> {
    speech: &'s Speech,
    bar: Option<ProgressBar>,
    /// Whether a log has lines: of what may take hours.
    is_logged: bool,
    total: usize,
    begin: Instant,
    state: Mutex<State>,
}

struct State {
    done: usize,
    failed: usize,
    said: Instant,
}

impl<'s> Progress<'s> {
    pub(crate) fn new(total: usize, speech: &'s Speech) -> Progress<'s> {
        let begin = Instant::now();
        // Of one document, its pages are counted.
        let is_shown = total > 1 && io::stderr().is_terminal() && !speech.has_events();
        let bar = is_shown.then(|| ProgressBar::new(total as u64));
        let template = speech.choose(
            "{bar:30} {pos}/{len}件 {per_sec} 残り{eta} {msg}",
            "{bar:30} {pos}/{len} documents {per_sec} {eta} left {msg}",
        );
        if let (Some(bar), Ok(style)) = (&bar, ProgressStyle::with_template(&template)) {
            bar.set_style(style);
        }
        Progress {
            speech,
            bar,
            is_logged: true,
            total,
            begin,
            state: Mutex::new(State { done: 0, failed: 0, said: begin }),
        }
    }

    /// The same for a person alone: a log has no lines but those asked for.
    pub(crate) fn on_terminal(total: usize, speech: &'s Speech) -> Progress<'s> {
        Progress { is_logged: false, ..Progress::new(total, speech) }
    }

    /// Some documents more are done, and some of them failed.
    pub(crate) fn add(&self, done: usize, failed: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.done += done;
        state.failed += failed;
        if let Some(bar) = &self.bar {
            if state.failed > 0 {
                let failed = state.failed;
                let words = (format!("失敗 {failed}件"), format!("{failed} failed"));
                bar.set_message(self.speech.choose(&words.0, &words.1));
            }
            bar.set_position(state.done as u64);
        } else if self.is_logged && state.said.elapsed() >= EVERY && state.done < self.total {
            state.said = Instant::now();
            self.say(state.done, state.failed);
        }
    }

    fn say(&self, done: usize, failed: usize) {
        let total = self.total;
        #[expect(clippy::cast_precision_loss, reason = "documents are far below 2⁵³")]
        let (rate, rest) = {
            let rate = done as f64 / self.begin.elapsed().as_secs_f64();
            (rate, (total - done) as f64 / rate)
        };
        if self.speech.has_events() {
            let fields = json!({"done": done, "failed": failed, "documents": total, "per_second": rate, "seconds_left": rest});
            return self.speech.event("progress", fields);
        }
        self.speech.say(&self.speech.choose(
            &format!("{done}/{total}件 {rate:.1}件/秒 残り{rest:.0}秒 失敗{failed}件"),
            &format!("{done}/{total} documents, {rate:.1}/s, {rest:.0} s left, {failed} failed"),
        ));
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
