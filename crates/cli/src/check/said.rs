//! What was said of documents: findings in words, on their way between processes and into
//! the forms.

use crate::batch;
use crate::speech::{Speech, counted};
use crate::task::{Failure, Outcome, Stop};
use serde::{Deserialize, Serialize};
use std::io;
use tenken::{Finding, Message, Place, Report, Severity};

/// What was said of one document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(crate) file: String,
    pub(crate) measures: usize,
    /// Whether all of it was read.
    pub(crate) complete: bool,
    pub(crate) findings: Vec<Said>,
    /// From which severity on the command fails.
    #[serde(skip)]
    pub(crate) threshold: Threshold,
    /// What of it was not read and nobody said to pass over, by fingerprint, with
    /// whether the baseline has it.
    #[serde(skip)]
    pub(crate) losses: Vec<(String, bool)>,
}

/// A severity from which the command fails: an error, unless it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold(pub(crate) Severity);

impl Default for Threshold {
    fn default() -> Threshold {
        Threshold(Severity::Error)
    }
}

/// A finding in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) code: String,
    /// `error`, `warning` or `info`.
    pub(crate) severity: String,
    pub(crate) ja: String,
    pub(crate) en: String,
    pub(crate) measure: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) column: Option<String>,
    pub(crate) fingerprint: String,
    /// Where, as a person says it.
    pub(crate) place: Option<String>,
    /// The page, from 1, where there are pages.
    pub(crate) page: Option<usize>,
    pub(crate) expected: Option<String>,
    pub(crate) found: Option<String>,
    /// Whether the baseline has it.
    pub(crate) known: bool,
    /// Why it may stay, in the words of the baseline.
    pub(crate) reason: Option<String>,
    /// The part of the page where it stands, as SVG, for a page of HTML.
    pub(crate) cutout: Option<String>,
}

impl Checked {
    /// All findings of a report.
    pub(crate) fn new(report: &Report, findings: &[Finding]) -> Checked {
        let complete = report.is_complete();
        Checked { complete, ..Checked::of(&report.source.file, report.measures.len(), findings) }
    }

    /// Findings about a file that has so many measures.
    pub(crate) fn of(file: &str, measures: usize, findings: &[Finding]) -> Checked {
        Checked {
            file: file.to_owned(),
            measures,
            complete: true,
            findings: findings.iter().map(Said::new).collect(),
            threshold: Threshold::default(),
            losses: Vec::new(),
        }
    }

    /// Whether the command fails for this document.
    pub(crate) fn fails(&self) -> bool {
        self.findings.iter().any(|it| self.is_failure(it)) || self.losses.iter().any(|it| !it.1)
    }

    /// Whether the command fails for a finding of this document.
    pub(crate) fn is_failure(&self, said: &Said) -> bool {
        !said.known && said.level() >= self.threshold.0
    }
}

impl Said {
    fn new(finding: &Finding) -> Said {
        let page = match finding.place {
            Some(Place::Page { page, .. }) => Some(page),
            _ => None,
        };
        Said {
            code: finding.code.as_str().to_owned(),
            severity: finding.code.severity().words().en,
            ja: finding.message.ja.clone(),
            en: finding.message.en.clone(),
            measure: finding.measure.clone(),
            key: finding.key.clone(),
            column: finding.column.map(str::to_owned),
            fingerprint: finding.fingerprint(),
            place: finding.place.as_ref().map(ToString::to_string),
            page,
            expected: finding.expected.clone(),
            found: finding.found.clone(),
            known: false,
            reason: None,
            cutout: None,
        }
    }

    /// How much it matters.
    pub(crate) fn level(&self) -> Severity {
        match self.severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        }
    }

    /// Where it is, as a person says it: 8ページ、施策5-3、実績欄.
    pub(crate) fn place_words(&self, speech: &Speech) -> String {
        let place = match (self.page, &self.place) {
            (Some(page), _) => {
                Some(speech.choose(&format!("{page}ページ"), &format!("page {page}")))
            }
            (None, place) => place.clone(),
        };
        let measure = self.measure.as_ref().map(|it| {
            let it = excerpt(&it.replace('\n', " "));
            speech.choose(&format!("施策{it}"), &format!("measure {it}"))
        });
        let column = self
            .column
            .as_ref()
            .map(|it| speech.choose(&format!("{}欄", column_words(it)), &format!("column {it}")));
        let parts: Vec<String> = [place, measure, column].into_iter().flatten().collect();
        parts.join(&speech.choose("、", ", "))
    }

    /// The sentence in the language of the person.
    pub(crate) fn words(&self, speech: &Speech) -> String {
        speech.choose(&self.ja, &self.en)
    }
}

/// A column as a person calls it.
fn column_words(column: &str) -> &str {
    match column {
        "id" => "番号",
        "groups" => "体系",
        "name" => "施策名",
        "bureaus" => "担当",
        "indicator" => "成果指標",
        "baseline" => "基準値",
        "target" => "目標",
        "actual" => "実績",
        "goal" => "最終目標",
        "ratio" => "達成率",
        "forecast" => "見込",
        "rating" => "評価",
        "reason" => "理由",
        "remarks" => "備考",
        other => other,
    }
}

/// How much of a measure's name stands in a place, in characters.
const NAME_CHARS: usize = 30;

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(NAME_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// All documents of a run.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) documents: Vec<Checked>,
    /// Documents without a table of measures, passed over.
    pub(crate) others: Vec<String>,
    /// How many could not be read.
    pub(crate) failed: usize,
    /// Why documents could not be read.
    pub(crate) failures: Vec<Failure>,
}

impl Run {
    /// Keeps why a document can't be read, for the forms, and says it.
    ///
    /// # Errors
    ///
    /// Where nobody takes the output.
    pub(crate) fn fail(&mut self, stop: Stop, speech: &Speech) -> io::Result<Outcome> {
        self.failed += 1;
        if let Stop::Failed(failures) = &stop {
            self.failures.extend(failures.iter().cloned());
        }
        batch::failed(stop, speech)
    }

    /// Every finding with the file that it is of.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&str, &Said)> {
        self.documents.iter().flat_map(|it| it.findings.iter().map(|said| (it.file.as_str(), said)))
    }

    /// How many findings of a severity the baseline does not have.
    pub(crate) fn count(&self, level: Severity) -> usize {
        self.findings().filter(|(_, said)| !said.known && said.level() == level).count()
    }

    /// What was checked, and what came of it, in one line.
    pub(crate) fn closing(&self) -> Message {
        let measures: usize = self.documents.iter().map(|it| it.measures).sum();
        let known = self.findings().filter(|(_, said)| said.known).count();
        let [errors, warnings, infos] =
            [Severity::Error, Severity::Warning, Severity::Info].map(|it| self.count(it));
        let mut ja = format!("{measures}施策を点検：エラー{errors}、警告{warnings}、情報{infos}");
        let mut en = format!(
            "{} checked: {}, {}, {}",
            counted(measures, "measure"),
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(infos, "info"),
        );
        if known > 0 {
            ja.push_str(&format!("、既知{known}"));
            en.push_str(&format!(", {known} known"));
        }
        let unread = self.documents.iter().filter(|it| !it.complete).count();
        if unread > 0 {
            ja.push_str(&format!("、読み切れていない文書{unread}"));
            en.push_str(&format!(", {} not read whole", counted(unread, "document")));
        }
        if !self.others.is_empty() {
            let (count, names) = (self.others.len(), self.others.join(", "));
            ja.push_str(&format!("、施策の表がない文書{count}（{names}）"));
            let documents = counted(count, "document");
            en.push_str(&format!(", {documents} without measures passed over ({names})"));
        }
        if self.failed > 0 {
            ja.push_str(&format!("、読めない文書{}", self.failed));
            en.push_str(&format!(", {} not read", counted(self.failed, "document")));
        }
        Message::new(ja, en)
    }
}
