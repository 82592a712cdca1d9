//! Rows with one text over the width of their table.

use super::{Entry, Paragraph, Row, Table, numbering};

/// A band (帯), as seen from a row below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Band {
    /// The column from which it starts.
    pub(crate) col: usize,
    /// What it says.
    pub(crate) text: String,
}

/// The only cell of a row that says something, if it reaches over the rest of the
/// table's `width` in columns.
pub(crate) fn spanning(row: &Row, width: usize) -> Option<&Entry> {
    let mut filled = row.cells.iter().filter(|entry| !entry.text.is_empty());
    let (only, None) = (filled.next()?, filled.next()) else { return None };
    (only.colspan > 1 && only.col + only.colspan >= width).then_some(only)
}

/// A caption above the part of a table on the next page, as a row of it, if the
/// table has bands that are numbered alike: （4）産業・観光 behind （2）防災・減災.
pub(super) fn from_caption(caption: &Paragraph, table: &Table) -> Option<Row> {
    let own = numbering::style(&caption.text)?;
    let rows = table.rows.iter().rev().take(ROWS_ASKED);
    let mut bands = rows.filter_map(|row| spanning(row, table.columns.len()));
    bands.any(|band| numbering::style(&band.text).as_ref() == Some(&own)).then(|| {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    #[test]
    fn a_caption_numbered_as_the_bands() {
        let place = samples::rows(&["1"])[0].place.clone();
        let table = samples::table(&["番号", "施策名", "評価"], &["（1）港|<|<", "1|埠頭|◎"]);
        let is_band = |text: &str| {
            let caption = Paragraph { text: text.to_owned(), place: place.clone(), glyphs: 1 };
            from_caption(&caption, &table).is_some_and(|row| spanning(&row, 3).is_some())
        };
        assert!(is_band("（2）道路"));
        assert!(!is_band("令和６年度 点検報告書") && !is_band("別紙") && !is_band("第２章　道路"));
    }
}
