//! The serialised types of a review. Names are short and defaults are left out: a page
//! holds them many times.

use crate::outputs::wire::Exact;
use serde::{Serialize, Serializer, ser::SerializeSeq};
use std::borrow::Cow;

/// A length in points, to a tenth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Length(pub(super) f32);

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tenths = (f64::from(self.0) * 10.0).round();
        // Most are whole once the page was made by a program.
        if tenths % 10.0 == 0.0 && tenths.abs() < 1e9 {
            serializer.serialize_i64((tenths / 10.0) as i64)
        } else {
            serializer.serialize_f64(tenths / 10.0)
        }
    }
}

/// A page of a PDF.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    #[serde(rename = "n")]
    pub(super) number: usize,
    #[serde(rename = "w")]
    pub(super) width: Length,
    #[serde(rename = "h")]
    pub(super) height: Length,
    #[serde(rename = "i", skip_serializing_if = "Vec::is_empty")]
    pub(super) images: Vec<Image>,
    #[serde(rename = "t")]
    pub(super) texts: Vec<Text<'a>>,
    /// Whether its text is a layer over a scan.
    #[serde(rename = "y", skip_serializing_if = "is_false")]
    pub(super) is_layer: bool,
    /// y, left, right
    #[serde(rename = "a")]
    pub(super) horizontal: Vec<[Length; 3]>,
    /// x, top, bottom
    #[serde(rename = "d")]
    pub(super) vertical: Vec<[Length; 3]>,
    #[serde(rename = "f")]
    pub(super) tints: Vec<[Length; 4]>,
    #[serde(rename = "c")]
    pub(super) cells: Vec<PageCell<'a>>,
    #[serde(rename = "l")]
    pub(super) lines: Vec<[Length; 4]>,
    #[serde(rename = "cut", skip_serializing_if = "is_false")]
    pub(super) is_cut: bool,
}

/// A picture: the matrix of its unit square, its clip, and its URI, which is empty where
/// it is too large to be shown.
#[derive(Debug, Serialize)]
pub(super) struct Image(pub(super) [Length; 6], pub(super) [Length; 4], pub(super) String);

/// Text on one baseline: x, y, length, em, text, then how it is turned and whether it is
/// in no cell and no line.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) x: Length,
    pub(super) y: Length,
    pub(super) length: Length,
    pub(super) size: Length,
    pub(super) text: &'a str,
    pub(super) turn: u16,
    pub(super) is_lost: bool,
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        [self.x, self.y, self.length, self.size]
            .iter()
            .try_for_each(|it| list.serialize_element(it))?;
        list.serialize_element(self.text)?;
        if self.turn != 0 || self.is_lost {
            list.serialize_element(&self.turn)?;
        }
        if self.is_lost {
            list.serialize_element(&1)?;
        }
        list.end()
    }
}

/// A cell: box, what became of it, text, role.
#[derive(Debug)]
pub(super) struct PageCell<'a> {
    pub(super) bbox: [Length; 4],
    pub(super) kind: &'static str,
    pub(super) text: Cow<'a, str>,
    pub(super) role: &'a str,
}

impl Serialize for PageCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        self.bbox.iter().try_for_each(|it| list.serialize_element(it))?;
        list.serialize_element(self.kind)?;
        list.serialize_element(&self.text)?;
        list.serialize_element(self.role)?;
        list.end()
    }
}

/// Rows of a sheet that are drawn at a time.
#[derive(Debug, Serialize)]
pub(super) struct SheetBlock<'a> {
    #[serde(rename = "s")]
    pub(super) sheet: &'a str,
    #[serde(rename = "k")]
    pub(super) block: usize,
    /// The numbers of its rows.
    pub(super) rows: Vec<u32>,
    /// The letters of its columns.
    pub(super) cols: Vec<String>,
    #[serde(rename = "c")]
    pub(super) cells: Vec<SheetCell<'a>>,
}

/// A cell of a sheet: row, column, spans, what became of it, text, role, piece.
#[derive(Debug)]
pub(super) struct SheetCell<'a> {
    pub(super) row: usize,
    pub(super) col: usize,
    pub(super) rowspan: usize,
    pub(super) colspan: usize,
    pub(super) kind: &'static str,
    pub(super) text: Cow<'a, str>,
    pub(super) role: &'a str,
    pub(super) piece: Piece,
}

/// Which part of a cell it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Whole,
    /// What reaches down from the block above.
    Rest,
    /// A shape over the sheet.
    Floating,
}

impl Serialize for SheetCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let numbers = [self.row, self.col, self.rowspan, self.colspan];
        numbers.iter().try_for_each(|it| list.serialize_element(it))?;
        list.serialize_element(self.kind)?;
        list.serialize_element(&self.text)?;
        list.serialize_element(self.role)?;
        match self.piece {
            Piece::Whole => {}
            Piece::Rest => list.serialize_element(&1)?,
            Piece::Floating => list.serialize_element(&2)?,
        }
        list.end()
    }
}

/// A document.
#[derive(Debug, Serialize)]
pub(super) struct Document<'a> {
    pub(super) file: &'a str,
    pub(super) sha256: &'a str,
    pub(super) format: &'static str,
    pub(super) version: &'static str,
    pub(super) title: &'a str,
    pub(super) publisher: Option<&'a str>,
    pub(super) year: Option<i32>,
    #[serde(rename = "yearText")]
    pub(super) year_text: Option<&'a str>,
    /// Why it is no report.
    pub(super) refused: Option<Words<'a>>,
    pub(super) legend: Vec<Step<'a>>,
    pub(super) totals: Totals<'a>,
    pub(super) pages: Vec<PageHead<'a>>,
    pub(super) measures: Vec<Measure<'a>>,
    pub(super) findings: Vec<Finding<'a>>,
    pub(super) tables: Vec<Table<'a>>,
    /// The names of roles that a layout may give.
    pub(super) roles: Vec<&'static str>,
}

/// A sentence.
#[derive(Debug, Serialize)]
pub(super) struct Words<'a> {
    pub(super) ja: &'a str,
    pub(super) en: &'a str,
}

/// A symbol of the legend.
#[derive(Debug, Serialize)]
pub(super) struct Step<'a> {
    pub(super) symbol: &'a str,
    pub(super) label: &'a str,
    pub(super) rating: Option<&'static str>,
}

/// Totals as declared and as counted.
#[derive(Debug, Serialize)]
pub(super) struct Totals<'a> {
    pub(super) declared: Vec<TotalsRow<'a>>,
    pub(super) computed: Vec<TotalsRow<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct TotalsRow<'a> {
    pub(super) label: &'a str,
    pub(super) counts: Vec<(&'a str, u64)>,
    pub(super) total: Option<u64>,
    pub(super) at: Option<Spot>,
}

/// How large a page is, before it is drawn.
#[derive(Debug, Serialize)]
pub(super) struct PageHead<'a> {
    /// The number of the page.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<usize>,
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub(super) width: Option<Length>,
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    pub(super) height: Option<Length>,
    /// The name of the sheet, and which of its blocks it is.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub(super) sheet: Option<&'a str>,
    #[serde(rename = "k", skip_serializing_if = "is_zero")]
    pub(super) block: usize,
}

/// Where something is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Spot {
    #[serde(rename = "p")]
    pub(super) page: usize,
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub(super) bbox: Option<[Length; 4]>,
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    pub(super) cells: Vec<[usize; 2]>,
}

/// A measure.
#[derive(Debug, Serialize)]
pub(super) struct Measure<'a> {
    pub(super) key: &'a str,
    pub(super) id: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) groups: Vec<&'a str>,
    pub(super) bureaus: &'a [String],
    pub(super) rating: Option<&'static str>,
    pub(super) symbol: Option<&'a str>,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) at: Option<Spot>,
}

/// Something that was read of a measure.
#[derive(Debug, Serialize)]
pub(super) struct Field<'a> {
    /// The name of its role.
    #[serde(rename = "r")]
    pub(super) role: &'a str,
    /// The header of its column, where it has no role.
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    pub(super) header: Option<&'a str>,
    /// Its fiscal year.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    pub(super) year: Option<i32>,
    /// Which of the indicators it is of, where there are several.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    pub(super) indicator: Option<usize>,
    /// As published.
    #[serde(rename = "t")]
    pub(super) text: &'a str,
    /// Its cells.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    pub(super) cells: Vec<[usize; 2]>,
    /// Where it stands, if that is no cell.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub(super) spot: Option<Spot>,
    /// What it says.
    #[serde(rename = "p", skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<Part<'a>>,
}

/// A value, for a person.
#[derive(Debug, Serialize)]
pub(super) struct Part<'a> {
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<&'a str>,
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<Exact>,
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub(super) upper: Option<Exact>,
    #[serde(rename = "m", skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<&'a str>,
    /// How its number bounds.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub(super) bound: Option<crate::outputs::wire::Bound>,
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<crate::outputs::wire::State>,
}

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct Finding<'a> {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) ja: &'a str,
    pub(super) en: &'a str,
    pub(super) fingerprint: String,
    /// The index of its measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) measure: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<Spot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) found: Option<&'a str>,
}

/// A table, for a layout.
#[derive(Debug, Serialize)]
pub(super) struct Table<'a> {
    /// Whether it was read as measures.
    pub(super) annex: bool,
    pub(super) caption: Option<&'a str>,
    pub(super) page: Option<usize>,
    pub(super) columns: Vec<Column<'a>>,
}

/// A column.
#[derive(Debug, Serialize)]
pub(super) struct Column<'a> {
    /// Its header path, as a layout says it.
    pub(super) path: String,
    pub(super) role: Option<&'a str>,
    /// Why it has its role, or none.
    pub(super) why: &'static str,
    /// The cells of its header.
    #[serde(rename = "c")]
    pub(super) cells: Vec<[usize; 2]>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}
