//! What a person found wrong in what was read of a document, and what is right: the
//! verdicts that the page of `tenken review` exports.

use crate::finding::Message;
use crate::place::{Place, Range};
use serde::Deserialize;

/// Verdicts of a person, of one document or several.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Corrections {
    version: u32,
    documents: Vec<Document>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Document {
    file: String,
    sha256: String,
    #[serde(default)]
    values: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Value {
    #[serde(default)]
    id: Option<String>,
    key: String,
    column: String,
    #[serde(default)]
    origin: Option<Origin>,
    text: String,
    verdict: String,
    #[serde(default)]
    correct: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
enum Origin {
    Page { page: usize, bbox: [f32; 4] },
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

    /// The corrections of a document: of the same bytes, else of a file of the same name,
    /// of which some may no longer apply.
    pub(crate) fn of(&self, sha256: &str, file: &str) -> Vec<Correction> {
        let name = |path: &str| path.rsplit(['/', '\\']).next().map(str::to_owned);
        let documents = || self.documents.iter();
        let found = documents()
            .find(|it| it.sha256 == sha256)
            .or_else(|| documents().find(|it| name(&it.file) == name(file)));
        let values = found.into_iter().flat_map(|it| &it.values);
        let wrong = values.filter(|it| it.verdict == "wrong");
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
