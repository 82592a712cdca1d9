//! Notes below a table that a sheet holds in the rows right under it: ※１ …,
//! 注：…, 出典：….
//!
//! On a page no rule runs around them, so they are no part of the grid; a sheet
//! has one grid for all. They are told by where they stand: below the last
//! record, and nothing beside them.

use super::Roles;
use crate::layout::{self, Role};
use crate::table::{Entry, Paragraph, Row};
use crate::text::join;

/// How many cells a note may have: its mark and its text.
const CELLS_MAX: usize = 2;

/// Takes the notes off the end of a table of measures, in their order.
pub(super) fn take_off(rows: &mut Vec<Row>, roles: &Roles) -> Vec<Paragraph> {
    let Some(id) = roles.get(Role::Id) else { return Vec::new() };
    let name = roles.get(Role::Name);
    let is_record = |&at: &usize| !is_note(&filled(rows, at), id, name);
    // A table of nothing but notes is none of measures, or read wrongly.
    let Some(last) = (0..rows.len()).rfind(is_record) else { return Vec::new() };
    let notes = (last + 1..rows.len()).filter_map(|at| note(rows, at)).collect();
    rows.truncate(last + 1);
    notes
}

/// The cells of a row that say something and did not begin above it.
fn filled(rows: &[Row], at: usize) -> Vec<&Entry> {
    let above = at.checked_sub(1).and_then(|above| rows.get(above));
    let is_new = |entry: &&Entry| !entry.text.is_empty() && entry.begins_below(above);
    rows.get(at).into_iter().flat_map(|row| &row.cells).filter(is_new).collect()
}

fn is_note(filled: &[&Entry], id: usize, name: Option<usize>) -> bool {
    let Some(first) = filled.first() else { return true };
    let is_marked = join::begins_note(&first.text);
    // In the column of names, a second line of the last one may stand alone.
    let is_end = name == Some(first.col) && says_end(&first.text);
    let stands_alone = filled.len() == 1 && (first.col <= id || is_end);
    (is_marked && filled.len() <= CELLS_MAX) || stands_alone
}

/// （次ページへ続く）, 以下余白, 以上.
fn says_end(text: &str) -> bool {
    let folded = layout::fold(text);
    let words = folded.trim_matches(['(', ')', '【', '】', '。']);
    matches!(words, "以上" | "以下余白" | "余白")
        || words.ends_with("続く")
        || words.ends_with("つづく")
}

fn note(rows: &[Row], at: usize) -> Option<Paragraph> {
    let texts: Vec<&str> = filled(rows, at).iter().map(|entry| entry.text.as_str()).collect();
    let place = rows.get(at)?.place.clone();
    (!texts.is_empty()).then(|| Paragraph { text: texts.join("　"), place, glyphs: 0 })
}

#[cfg(test)]
mod tests {
    use super::take_off;
    use crate::annex::roles::of_headers;
    use crate::table::samples;

    /// Rows of 番号 and 施策名, cells parted by `|`; how many stay, and the notes.
    #[track_caller]
    fn check(rows: &[&str], kept: usize, expected: &[&str]) {
        let mut rows = samples::rows(rows);
        let notes = take_off(&mut rows, &of_headers(&["番号", "施策名"]));
        let notes: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!((rows.len(), notes.as_slice()), (kept, expected));
    }

    #[test]
    fn marked_or_alone() {
        check(&["1|相談", "※１|速報値", "|", "出典：調査|"], 1, &["※１　速報値", "出典：調査"]);
        check(&["1|相談", "|（注）速報値"], 1, &["（注）速報値"]);
        check(
            &["1|相談", "|（次ページへ続く）", "|以下余白"],
            1,
            &["（次ページへ続く）", "以下余白"],
        );
    }

    #[test]
    fn records_and_bands_stay() {
        check(&["1|相談", "安全|", "2|道路"], 3, &[]);
        // The second line of a name.
        check(&["1|相談", "|窓口"], 2, &[]);
    }
}
