//! Headers that come back amid a table, each with another group in one of its cells:
//! 【気候変動】の指標 | 単位 | 目標, and further down 【資源循環】の指標 | 単位 | 目標.

use crate::layout;
use crate::table::{Entry, Row, Table};

/// How many cells must say what the header says.
const CELLS_MIN: usize = 2;

/// Makes bands of the rows that say again what the header says but for one cell, and one
/// of the header itself; takes out those that say all of it.
pub(super) fn to_bands(rows: &mut Vec<Row>, table: &Table) {
    let header: Vec<String> = table
        .columns
        .iter()
        .map(|it| it.path.last().map(|it| layout::fold(it)).unwrap_or_default())
        .collect();
    let width = table.columns.len();
    // Where the first row is one, the header is that of the table before.
    let is_headed = rows.first().is_some_and(|row| again(row, &header).is_some());
    let mut col = None;
    rows.retain_mut(|row| match again(row, &header) {
        None => true,
        Some(None) => false,
        Some(Some(own)) => {
            col = Some(own.col);
            row.cells = vec![Entry { col: 0, colspan: width, text: named(&own.text), ..own }];
            true
        }
    });
    let first = col.and_then(|col| table.columns.get(col)?.path.last()).map(|it| named(it));
    if let (Some(text), Some(row), false) = (first, rows.first(), is_headed) {
        let place = row.place.clone();
        let (ends, number) = (None, None);
        let entry = Entry { col: 0, colspan: width, text, place: place.clone(), ends, number };
        rows.insert(0, Row { cells: vec![entry], ..Row::at(place) });
    }
}

/// The one cell in which a row differs from the header, if it differs in one at most.
fn again(row: &Row, header: &[String]) -> Option<Option<Entry>> {
    let is_same = |it: &&Entry| header.get(it.col) == Some(&layout::fold(&it.text));
    let (same, others): (Vec<&Entry>, Vec<&Entry>) = row.filled().partition(is_same);
    (same.len() >= CELLS_MIN && others.len() <= 1).then(|| others.first().map(|it| (*it).clone()))
}

/// The group that a header names: 【気候変動】の指標.
fn named(header: &str) -> String {
    let text = header.replace('\n', "");
    let end = text.find("】の").map_or(text.len(), |at| at + '】'.len_utf8());
    text.get(..end).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    #[test]
    fn groups_in_headers() {
        let rows = [
            "緑被率|％|31|32",
            "【資源】の指標|単位|実績|目標",
            "ごみ|ｇ|861|820",
            "【資源】の指標|単位|実績|",
            "指標|％|31|32",
        ];
        let table = samples::table(&["【自然】の指標", "単位", "実績", "目標"], &rows);
        let mut rows = table.rows.clone();
        to_bands(&mut rows, &table);
        let said: Vec<String> = rows.iter().map(Row::said).collect();
        let expected = [
            "【自然】",
            "緑被率 | ％ | 31 | 32",
            "【資源】",
            "ごみ | ｇ | 861 | 820",
            "【資源】",
            "指標 | ％ | 31 | 32",
        ];
        assert_eq!(said, expected);
        // Two values that agree with the header are none.
        let table = samples::table(&["指標", "実績", "目標"], &["棟数|5|6"]);
        let mut rows = table.rows.clone();
        to_bands(&mut rows, &table);
        assert_eq!(rows.len(), 1);
    }
}
