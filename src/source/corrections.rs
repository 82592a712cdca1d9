//! What a person found wrong in what was read of a document, and what is right: the
//! verdicts that the page of `tenken review` exports.

use crate::finding::Message;
use crate::place::{Place, Range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Verdicts of a person, of one document or several: what `tenken review` exports,
/// `tenken convert --corrections` applies and `tenken check --review` knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "review", extend("$id" = "urn:tenken:schema:review:1"))]
pub struct Corrections {
    /// 1.
    #[schemars(extend("const" = 1))]
    version: u32,
    documents: Vec<Document>,
}

/// What was said of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Document {
    /// Its name, by which it is found where its bytes have changed.
    file: String,
    /// Of its bytes, in hexadecimal digits.
    sha256: String,
    #[serde(default)]
    values: Vec<Value>,
    #[serde(default)]
    findings: Vec<Judged>,
}

/// A value, and what a person says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Value {
    /// The key of its measure.
    key: String,
    /// The number of its measure.
    #[serde(default)]
    id: Option<String>,
    /// The role of its column: `actual`, `name`, `rating` …
    column: String,
    /// The header of its column, where the role does not tell.
    #[serde(default)]
    header: Option<String>,
    #[serde(default)]
    fiscal_year: Option<i32>,
    /// Which of the measure's indicators it is of, from 0.
    #[serde(default)]
    indicator: Option<usize>,
    /// Its cell.
    #[serde(default)]
    origin: Option<Origin>,
    /// As it was read.
    text: String,
    verdict: Verdict,
    /// What it should say, where it is wrong.
    #[serde(default)]
    correct: Option<String>,
}

/// A finding that a person has looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Judged {
    /// As `tenken check --format json` prints it.
    fingerprint: String,
    #[serde(default)]
    code: Option<String>,
    /// For a person.
    #[serde(default)]
    message: Option<String>,
    verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Right,
    Wrong,
    Seen,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Origin {
    /// In points from the top left of the upright page.
    Page { page: usize, bbox: [f32; 4] },
    /// As `C7`.
    Sheet { sheet: String, range: String },
}

/// A text that is to be read as another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Correction {
    /// The number of its measure, or its key.
    pub(crate) measure: String,
    /// What its column holds, as the page of `tenken review` names it.
    pub(crate) column: String,
    /// As it was read.
    pub(crate) text: String,
    /// What it should say.
    pub(crate) correct: String,
    place: Option<Origin>,
}

/// The only version so far.
const VERSION: u32 = 1;

impl Corrections {
    /// Reads what `tenken review` exported. Values that are right or only seen change
    /// nothing.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, and where.
    pub fn parse(json: &str) -> Result<Corrections, Message> {
        let read: Corrections = serde_json::from_str(json).map_err(|error| {
            Message::new(
                format!("tenken review で書き出したファイルではありません（{error}）"),
                format!("it is no file that tenken review exported ({error})"),
            )
        })?;
        if read.version != VERSION {
            let version = read.version;
            return Err(Message::new(
                format!("version が {version} です（{VERSION} だけを読めます）"),
                format!("its version is {version}; only {VERSION} can be read"),
            ));
        }
        Ok(read)
    }

    /// The same as JSON on one line.
    ///
    /// # Errors
    ///
    /// When a number of it is none.
    pub fn to_json(&self) -> Result<String, Message> {
        let json = serde_json::to_string(self);
        json.map_err(|error| Message::new(error.to_string(), error.to_string()))
    }

    /// The findings that a person has looked at: the fingerprint and the verdict of each.
    pub fn judged(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.documents.iter().flat_map(|it| &it.findings).map(|it| {
            let verdict = match it.verdict {
                Verdict::Right => "right",
                Verdict::Wrong => "wrong",
                Verdict::Seen => "seen",
            };
            (it.fingerprint.as_str(), verdict)
        })
    }

    /// The corrections of a document: of the same bytes, else of a file of the same name,
    /// of which some may no longer apply.
    pub(crate) fn of(&self, sha256: &str, file: &str) -> Vec<Correction> {
        let name = |path: &str| path.rsplit(['/', '\\']).next().map(str::to_owned);
        let documents = || self.documents.iter();
        let found = documents()
            .find(|it| it.sha256 == sha256)
            .or_else(|| documents().find(|it| name(&it.file) == name(file)));
        let values = found.into_iter().flat_map(|it| &it.values);
        let wrong = values.filter(|it| it.verdict == Verdict::Wrong);
        wrong
            .filter_map(|it| {
                Some(Correction {
                    measure: it.id.clone().unwrap_or_else(|| it.key.clone()),
                    column: it.column.clone(),
                    text: it.text.clone(),
                    correct: it.correct.clone()?,
                    place: it.origin.clone(),
                })
            })
            .collect()
    }
}

/// How far a box may be off, in points: the page says a tenth.
const DRIFT: f32 = 0.2;

impl Correction {
    /// Whether it is about the cell at a place.
    pub(crate) fn is_at(&self, place: &Place) -> bool {
        match (&self.place, place) {
            (Some(Origin::Page { page, bbox }), Place::Page { page: own, bbox: rect }) => {
                let corners = [rect.x0, rect.y0, rect.x1, rect.y1];
                page == own && bbox.iter().zip(corners).all(|(a, b)| (a - b).abs() <= DRIFT)
            }
            (Some(Origin::Sheet { sheet, range }), Place::Sheet { sheet: own, range: cells }) => {
                let first =
                    Range { last_row: cells.row, last_col: cells.col, ..*cells }.to_string();
                *sheet == **own && range.split(':').next() == Some(first.as_str())
            }
            _ => false,
        }
    }

    /// A cell's text, corrected; none where it does not say what was corrected.
    pub(crate) fn apply(&self, text: &str) -> Option<String> {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        if bare(text) == bare(&self.text) {
            return Some(self.correct.clone());
        }
        let is_once = !self.text.is_empty() && text.matches(&self.text).count() == 1;
        is_once.then(|| text.replacen(&self.text, &self.correct, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Rect;

    const EXPORTED: &str = r#"{"version": 1, "documents": [{"file": "a/b.pdf", "sha256": "00", "values": [
        {"key": "x/1-1", "id": "1-1", "column": "actual", "fiscal_year": 2024,
         "origin": {"page": 3, "bbox": [10, 20.1, 30, 40]}, "text": "12件", "verdict": "wrong", "correct": "13件"},
        {"key": "x/1-2", "id": null, "column": "name", "origin": {"sheet": "別紙", "range": "C7"},
         "text": "窓囗", "verdict": "wrong", "correct": "窓口"},
        {"key": "x/1-3", "column": "name", "origin": null, "text": "a", "verdict": "wrong"},
        {"key": "x/1-4", "column": "name", "origin": null, "text": "a", "verdict": "right"}],
        "findings": []}]}"#;

    #[test]
    fn what_is_wrong_and_has_something_right_is_a_correction() {
        let all = Corrections::parse(EXPORTED).unwrap();
        assert!(all.of("11", "c.pdf").is_empty());
        for (sha256, file) in [("00", "c.pdf"), ("11", "b.pdf"), ("11", "x\\b.pdf")] {
            let of = all.of(sha256, file);
            let names: Vec<&str> = of.iter().map(|it| it.measure.as_str()).collect();
            assert_eq!(names, ["1-1", "x/1-2"], "{file}");
        }
    }

    #[test]
    fn a_cell_is_known_by_its_place_and_its_text() {
        let of = Corrections::parse(EXPORTED).unwrap().of("00", "");
        let page =
            |page, x0| Place::Page { page, bbox: Rect { x0, y0: 20.14, x1: 30.0, y1: 40.0 } };
        assert!(of[0].is_at(&page(3, 10.04)));
        assert!(!of[0].is_at(&page(4, 10.0)) && !of[0].is_at(&page(3, 11.0)));
        let range = |row| Range { row, col: 2, last_row: row + 1, last_col: 2 };
        let sheet = |row| Place::Sheet { sheet: "別紙".into(), range: range(row) };
        assert!(of[1].is_at(&sheet(6)) && !of[1].is_at(&sheet(7)));
        assert_eq!(of[0].apply("12 件").as_deref(), Some("13件"));
        assert_eq!(of[0].apply("①12件 ②5件").as_deref(), Some("①13件 ②5件"));
        assert_eq!(of[0].apply("14件"), None);
        assert_eq!(of[0].apply("12件、12件"), None);
    }

    #[test]
    fn other_files_are_told() {
        for text in ["", "{}", "[]", r#"{"version": 2, "documents": []}"#] {
            assert!(!Corrections::parse(text).unwrap_err().en.is_empty(), "{text}");
        }
    }
}
