//! Rows that head the rows below them: 帯.
//!
//! A band is a row with one text, over the rest of the table's width or in a
//! column that only groups (体系, 分野). It holds until the next band of its
//! level. Bands that are numbered in one style are of one level; else those that
//! start further right are deeper, and where several follow each other from the same
//! column, the first is the outermost. A sentence heads nothing.

use super::Roles;
use crate::layout::Role;
use crate::table::{Band, Paragraph, Row, numbering_style, spanning};
use crate::text::join;

/// Takes the bands out of the rows and notes them on the rows below. Sentences over
/// the whole table become text.
pub(super) fn take_out(rows: Vec<Row>, roles: &Roles, texts: &mut Vec<Paragraph>) -> Vec<Row> {
    let mut kept = Vec::with_capacity(rows.len());
    let mut inherited = Levels::default();
    for row in rows {
        match band(&row, roles) {
            Some(band) if is_sentence(&band.text) => {
                texts.push(Paragraph { text: band.text, place: row.place, glyphs: 0 });
            }
            Some(band) => inherited.meet(band),
            None => kept.push(Row { bands: inherited.settle(), ..row }),
        }
    }
    kept
}

/// What the row says if it is a band.
pub(super) fn band(row: &Row, roles: &Roles) -> Option<Band> {
    let mut filled = row.cells.iter().filter(|entry| !entry.text.is_empty());
    let (only, None) = (filled.next()?, filled.next()) else { return None };
    let is_group = || roles.role(only.col).is_some_and(Role::is_group);
    (spanning(row, roles.columns.len()).is_some() || is_group())
        .then(|| Band { col: only.col, text: only.text.replace('\n', "") })
}

/// Whether a text over the table is a note or a sentence, not the name of a group.
pub(super) fn is_sentence(text: &str) -> bool {
    let inner = text.trim_start_matches(['（', '(']);
    join::begins_note(text) || join::begins_note(inner) || text.contains('。')
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
            let Some(col) = group.first().map(|band| band.col) else { continue };
            self.settled.retain(|band| band.col <= col);
            let styles: Vec<Option<String>> =
                group.iter().map(|band| numbering_style(&band.text)).collect();
            let are_apart = styles.windows(2).all(|pair| pair.first() != pair.last());
            if are_apart && styles.iter().all(Option::is_some) {
                group.iter().for_each(|band| self.settle_by_style(band));
            } else {
                // Two bands in a row replace the two deepest levels, one the deepest.
                let same = self.settled.iter().filter(|band| band.col == col).count();
                let outer = self.settled.len() - same;
                self.settled.truncate(outer + same.saturating_sub(group.len()));
                self.settled.extend_from_slice(group);
            }
        }
        self.settled.clone()
    }

    /// A band replaces the one that is numbered as it is, and those below; where none
    /// is, it stands below those that are numbered in another way.
    fn settle_by_style(&mut self, band: &Band) {
        let style = numbering_style(&band.text);
        let is_alike = |it: &Band| it.col == band.col && numbering_style(&it.text) == style;
        let has_no_style = |it: &Band| it.col == band.col && numbering_style(&it.text).is_none();
        let depth = self.settled.iter().position(|it| is_alike(it) || has_no_style(it));
        self.settled.truncate(depth.unwrap_or(self.settled.len()));
        self.settled.push(band.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn deeper_bands_start_further_right() {
        check(&["0:P", "1:A", ".", "1:B", ".", "0:Q", "1:C", "."], &["P>A", "P>B", "Q>C"]);
    }

    #[test]
    fn bands_from_one_column_nest_by_order() {
        check(&["0:P", "0:A", ".", "0:B", ".", "0:Q", "0:C", "."], &["P>A", "P>B", "Q>C"]);
    }

    /// One style of numbers is one level, also where a band of it stands alone.
    #[test]
    fn bands_of_one_style_are_one_level() {
        let steps = ["0:基本目標1　港", "0:（1）船", ".", "0:（2）倉", ".", "0:基本目標2　道", "."];
        check(&steps, &["基本目標1　港>（1）船", "基本目標1　港>（2）倉", "基本目標2　道"]);
        check(
            &["0:第1章", ".", "0:（1）船", ".", "0:（2）倉", "."],
            &["第1章", "第1章>（1）船", "第1章>（2）倉"],
        );
    }

    #[test]
    fn a_new_outer_band_ends_the_inner_one() {
        check(&["0:P", "1:A", ".", "0:Q", "."], &["P>A", "Q"]);
    }
}
