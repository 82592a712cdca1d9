//! Rows that head the rows below them: 帯.
//!
//! A band is a row with one text, over the rest of the table's width or in a
//! column that only groups (体系, 分野). It holds until the next band of its
//! level. Bands that start further right are deeper; where several follow each
//! other from the same column, the first is the outermost.

use super::{Column, Entry, Paragraph, Row, Table, records};
use crate::layout::{self, Field};

/// A band, as seen from a row below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Band {
    /// The column from which it starts.
    pub(crate) col: usize,
    /// What it says.
    pub(crate) text: String,
}

/// Takes the bands out of the rows and notes them on the rows below.
pub(super) fn take_out(rows: Vec<Row>, columns: &[Column]) -> Vec<Row> {
    let mut kept = Vec::with_capacity(rows.len());
    let mut inherited = Levels::default();
    for row in rows {
        match band(&row, columns) {
            Some(band) => inherited.meet(band),
            None => kept.push(Row { bands: inherited.settle(), ..row }),
        }
    }
    kept
}

/// What the row says if it is a band.
pub(super) fn band(row: &Row, columns: &[Column]) -> Option<Band> {
    let mut filled = row.cells.iter().filter(|entry| !entry.text.is_empty());
    let (only, None) = (filled.next()?, filled.next()) else { return None };
    let spans_rest = only.colspan > 1 && only.col + only.colspan >= columns.len();
    (spans_rest || groups(only, columns))
        .then(|| Band { col: only.col, text: only.text.replace('\n', "") })
}

/// A caption above the part of a table on the next page, as a row of it, if the
/// table has bands that are numbered alike: （4）産業・観光 behind （2）防災・減災.
pub(super) fn from_caption(caption: &Paragraph, table: &Table) -> Option<Row> {
    let own = numbering(&caption.text)?;
    let rows = table.rows.iter().rev().take(ROWS_ASKED);
    let mut bands = rows.filter_map(|row| band(row, &table.columns));
    bands.any(|band| numbering(&band.text).as_ref() == Some(&own)).then(|| {
        let place = caption.place.clone();
        let text = caption.text.clone();
        let colspan = table.columns.len();
        let entry = Entry { col: 0, colspan, text, place: place.clone(), ends: None, number: None };
        Row { cells: vec![entry], bands: Vec::new(), place, in_box: None }
    })
}

/// How many rows above a caption are asked for a band, so that pages with captions
/// cost no more for being many. No band heads as many measures.
const ROWS_ASKED: usize = 1_000;

/// How a heading is numbered: `9` for （4）産業・観光, `第9章` for 第３章　しごと.
fn numbering(text: &str) -> Option<String> {
    let number = text.split([')', '）', '】', '.', '．', ' ', '　']).next()?;
    records::form_of(number)
}

/// Whether the entry stands in a column whose header says that it only groups.
fn groups(entry: &Entry, columns: &[Column]) -> bool {
    let field = columns.get(entry.col).and_then(|column| layout::field(&column.path));
    matches!(field, Some(Field::Pillar | Field::Policy))
}

/// Bands in force, and those met since the last row.
#[derive(Default)]
struct Levels {
    settled: Vec<Band>,
    met: Vec<Band>,
}

impl Levels {
    fn meet(&mut self, band: Band) {
        self.met.push(band);
    }

    /// The bands in force for a row that comes now.
    fn settle(&mut self) -> Vec<Band> {
        for group in std::mem::take(&mut self.met).chunk_by(|a, b| a.col == b.col) {
            let col = group[0].col;
            let same = self.settled.iter().filter(|band| band.col == col).count();
            self.settled.retain(|band| band.col <= col);
            // Two bands in a row replace the two deepest levels, one the deepest.
            let outer = self.settled.len() - same;
            self.settled.truncate(outer + same.saturating_sub(group.len()));
            self.settled.extend_from_slice(group);
        }
        self.settled.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    /// Bands as `column:text`, `.` for a row; compares what each row stands under.
    #[track_caller]
    fn check(steps: &[&str], expected: &[&str]) {
        let mut levels = Levels::default();
        let mut found = Vec::new();
        for step in steps {
            match step.split_once(':') {
                Some((col, text)) => {
                    levels.meet(Band { col: col.parse().unwrap(), text: text.to_owned() });
                }
                None => {
                    let bands = levels.settle();
                    found.push(
                        bands.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(">"),
                    );
                }
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn a_caption_numbered_as_the_bands() {
        let place = samples::rows(&["1"])[0].place.clone();
        let table = samples::table(&["番号", "施策名", "評価"], &["（1）港|<|<", "1|埠頭|◎"]);
        let is_band = |text: &str| {
            let caption = Paragraph { text: text.to_owned(), place: place.clone(), glyphs: 1 };
            from_caption(&caption, &table).is_some_and(|row| band(&row, &table.columns).is_some())
        };
        assert!(is_band("（2）道路"));
        assert!(!is_band("令和６年度 点検報告書") && !is_band("別紙") && !is_band("第２章　道路"));
    }

    #[test]
    fn deeper_bands_start_further_right() {
        check(&["0:P", "1:A", ".", "1:B", ".", "0:Q", "1:C", "."], &["P>A", "P>B", "Q>C"]);
    }

    #[test]
    fn bands_from_one_column_nest_by_order() {
        check(&["0:P", "0:A", ".", "0:B", ".", "0:Q", "0:C", "."], &["P>A", "P>B", "Q>C"]);
    }

    #[test]
    fn a_new_outer_band_ends_the_inner_one() {
        check(&["0:P", "1:A", ".", "0:Q", "."], &["P>A", "Q"]);
    }
}
