//! What a batch came to: the words at its end.

use super::manifest::{Ended, Line};
use crate::speech::{Speech, counted};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// How many files of a code are named; the manifest names all.
const NAMED_MAX: usize = 5;

/// Ratings by their codes, as a person says them, the best first.
const RATINGS: [(&str, &str, &str); 6] = [
    ("achieved", "達成", "achieved"),
    ("mostly_achieved", "概ね達成", "mostly achieved"),
    ("not_achieved", "未達成", "not achieved"),
    ("pending", "集計中", "pending"),
    ("not_set", "未設定", "not set"),
    ("none", "評価なし", "no rating"),
];

#[derive(Debug, Default, Serialize)]
pub(super) struct Totals {
    documents: usize,
    done: usize,
    incomplete: usize,
    failed: usize,
    /// Of all these, what an earlier run had done.
    from_before: usize,
    measures: u64,
    ratings: BTreeMap<String, u64>,
    findings: BTreeMap<String, u64>,
    failures: BTreeMap<String, Vec<String>>,
}

impl Totals {
    pub(super) fn add(&mut self, line: &Line, is_from_before: bool) {
        self.documents += 1;
        self.from_before += usize::from(is_from_before);
        match line.outcome {
            Ended::Done => self.done += 1,
            Ended::Incomplete => self.incomplete += 1,
            Ended::Failed => self.failed += 1,
        }
        if let Some(summary) = &line.summary {
            self.measures += summary.measures;
            for (rating, count) in &summary.ratings {
                *self.ratings.entry(rating.clone()).or_default() += count;
            }
            for (code, count) in &summary.findings {
                *self.findings.entry(code.clone()).or_default() += count;
            }
        }
        if let Some(failure) = &line.error {
            self.failures.entry(failure.code.clone()).or_default().push(line.input.clone());
        }
    }

    pub(super) fn say(&self, speech: &Speech) {
        if speech.has_events() {
            return speech.event("summary", json!(self));
        }
        let Totals { documents, done, incomplete, failed, from_before, measures, .. } = self;
        speech.say(&speech.choose(
            &format!("{documents}件：完了{done}、一部読めず{incomplete}、失敗{failed}（うち前回の実行で済み{from_before}）。施策{measures}件。"),
            &format!(
                "{}: {done} done, {incomplete} incomplete, {failed} failed ({from_before} of them in an earlier run); {}",
                counted(*documents, "document"),
                counted(usize::try_from(*measures).unwrap_or(usize::MAX), "measure"),
            ),
        ));
        if !self.ratings.is_empty() {
            let ratings = RATINGS.iter().filter_map(|(code, ja, en)| {
                let count = self.ratings.get(*code)?;
                Some(format!("{} {count}", speech.choose(ja, en)))
            });
            let ratings = ratings.collect::<Vec<_>>().join(&speech.choose("、", ", "));
            speech.say(&speech.choose(&format!("評価：{ratings}"), &format!("ratings: {ratings}")));
        }
        if !self.findings.is_empty() {
            let codes: Vec<String> =
                self.findings.iter().map(|(code, count)| format!("{code} {count}")).collect();
            let codes = codes.join(", ");
            speech.say(&speech.choose(&format!("指摘：{codes}"), &format!("findings: {codes}")));
        }
        for (code, files) in &self.failures {
            let named: Vec<&str> = files.iter().take(NAMED_MAX).map(String::as_str).collect();
            let more = if files.len() > NAMED_MAX { " …" } else { "" };
            let (count, named) = (files.len(), named.join(", "));
            speech.say(&speech.choose(
                &format!("失敗 {code} {count}件：{named}{more}（tenken explain {code} で説明）"),
                &format!("failed {code} {count}: {named}{more} (tenken explain {code} says more)"),
            ));
        }
    }
}
