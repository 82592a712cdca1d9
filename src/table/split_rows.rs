//! Rows that their author split by hand over several sheet rows: the number and
//! the rating stand in the first, each further row holds the next line of some
//! texts (神エクセル).
//!
//! Such a row is no record of its own. Its texts go on those of the row above;
//! a line that begins like one (・, ①, 　) stays a line.

use super::{Column, Entry, Row};
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Field};
use crate::text::join;

/// Puts split rows together again. Bands are out already.
pub(super) fn put_together(
    rows: Vec<Row>,
    columns: &[Column],
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let place = |field| columns.iter().position(|it| layout::field(&it.path) == Some(field));
    let (Some(id), Some(rating)) = (place(Field::Id), place(Field::Rating)) else { return rows };
    let keys = Keys {
        id,
        rating,
        name: place(Field::Name),
        bureau: place(Field::Bureau),
        indicator: place(Field::Indicator),
        values: [place(Field::Target), place(Field::Actual)],
    };
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    // The columns that the row before says something in.
    let mut before: Vec<usize> = Vec::new();
    for mut row in rows {
        let filled: Vec<usize> = row.filled().map(|entry| entry.col).collect();
        match kept.last_mut().filter(|above| keys.goes_on(above, &row)) {
            Some(above) => {
                // A text has its lines one below the other.
                let is_below = filled.iter().all(|col| before.binary_search(col).is_ok());
                // A name of its own between borders may be a band, or another measure.
                let is_named = keys.name.is_some_and(|col| row.says(col));
                let is_sure = is_below && !(is_named && are_parted(above, &row));
                findings.push(rebuilt(&row, is_sure));
                append(above, row);
            }
            None => {
                keys.share_number(kept.last(), &mut row);
                kept.push(row);
            }
        }
        before = filled;
    }
    kept
}

/// The columns by which the rest of a row is told from a row.
struct Keys {
    id: usize,
    rating: usize,
    name: Option<usize>,
    bureau: Option<usize>,
    indicator: Option<usize>,
    values: [Option<usize>; 2],
}

impl Keys {
    /// Whether a row only carries on texts of the row above: neither number nor
    /// rating, or the merged ones of the row above, and something else.
    fn goes_on(&self, above: &Row, row: &Row) -> bool {
        let is_new = |entry: &&Entry| {
            !entry.text.is_empty() && above.cell(entry.col).is_none_or(|it| it.place != entry.place)
        };
        let has_own = |col: usize| row.cell(col).filter(is_new).is_some();
        // Under one merged number, rows with a name for all have each an indicator
        // of its own; only a name that goes on as well was split.
        let is_merged = row.says(self.id);
        let is_split = !is_merged || (above.says(self.rating) && self.name.is_some_and(has_own));
        above.says(self.id)
            && !has_own(self.id)
            && !has_own(self.rating)
            && is_split
            && row.place.is_right_below(&above.place)
            && row.cells.iter().any(|entry| is_new(&entry))
            // A text over several columns is a note about what follows.
            && row.cells.iter().filter(is_new).all(|entry| is_of_column(above, entry))
            && !self.is_whole(above, row)
            // In rows that borders part, one that says all about a measure is one.
            && !(!is_merged
                && are_parted(above, row)
                && [self.name, self.bureau, self.indicator]
                    .iter()
                    .all(|col| col.is_some_and(has_own)))
    }

    /// Gives a row with a second indicator and its values the number, the name and
    /// the bureau of the row above, as if they were merged over both.
    fn share_number(&self, above: Option<&Row>, row: &mut Row) {
        let Some(above) = above.filter(|above| row.place.is_right_below(&above.place)) else {
            return;
        };
        let says = |col: &Option<usize>| col.is_some_and(|col| row.says(col));
        let is_second = says(&self.indicator)
            && self.values.iter().all(says)
            && !row.says(self.id)
            && !says(&self.name)
            && !says(&self.bureau)
            && above.says(self.id)
            && self.indicator.is_some_and(|col| above.says(col))
            && !row.filled().any(|entry| layout::may_be_sum(&entry.text));
        if !is_second {
            return;
        }
        let columns = [Some(self.id), self.name, self.bureau].into_iter().flatten();
        let shared = columns.filter(|col| row.cell(*col).is_none_or(|it| it.text.is_empty()));
        let shared: Vec<Entry> = shared.filter_map(|col| above.cell(col)).cloned().collect();
        for entry in shared {
            row.cells.retain(|it| it.col != entry.col);
            row.place = row.place.union(&entry.place);
            row.cells.push(entry);
        }
        row.cells.sort_by_key(|entry| entry.col);
    }

    /// Whether a row has numbers of its own beside those above, for a name or an
    /// indicator, or one number for both: it only lacks its number.
    fn is_whole(&self, above: &Row, row: &Row) -> bool {
        let is_second = |col: &Option<usize>| {
            let cells = col.and_then(|col| Some((above.cell(col)?, row.cell(col)?)));
            cells.is_some_and(|(above, own)| {
                above.place != own.place
                    && above.text.contains(is_digit)
                    && own.text.starts_with(is_digit)
            })
        };
        let is_own = |col: Option<usize>| {
            let own = col.and_then(|col| row.cell(col)).filter(|own| !own.text.is_empty());
            own.is_some_and(|own| above.cell(own.col).is_none_or(|it| it.place != own.place))
        };
        let has_name = self.name.is_some_and(|col| row.says(col));
        let are_own = is_own(self.name) && is_own(self.indicator);
        ((has_name || is_own(self.indicator)) && self.values.iter().all(is_second))
            || (are_own && self.values.iter().any(is_second))
    }
}

/// Whether borders part two rows of a sheet.
fn are_parted(above: &Row, row: &Row) -> bool {
    above.in_box.is_some() && row.in_box.is_some() && above.in_box != row.in_box
}

/// Whether a cell lies over no more than the one above it, or than one column.
fn is_of_column(above: &Row, entry: &Entry) -> bool {
    let is_below = |it: &Entry| (it.col, it.colspan) == (entry.col, entry.colspan);
    entry.colspan == 1 || above.cell(entry.col).is_some_and(is_below)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Puts the texts of a row behind those of the row above.
pub(super) fn append(above: &mut Row, row: Row) {
    above.place = above.place.union(&row.place);
    let mut others = Vec::new();
    for entry in row.cells.into_iter().filter(|entry| !entry.text.is_empty()) {
        match above.cell_mut(entry.col) {
            Some(first) if first.place == entry.place => {}
            Some(first) => {
                if join::begins_anew(&entry.text) && !first.text.is_empty() {
                    first.text.push('\n');
                }
                first.text.push_str(&entry.text);
            }
            None => others.push(entry),
        }
    }
    above.cells.append(&mut others);
    above.cells.sort_by_key(|entry| entry.col);
}

fn rebuilt(row: &Row, is_sure: bool) -> Finding {
    let (code, message) = if is_sure {
        let message = Message::new(
            "番号のない行を、上の行の続きとして1件にまとめました。",
            "a row without a number was taken as the rest of the row above",
        );
        (Code::P907, message)
    } else {
        let message = Message::new(
            "番号のない行を、上の行の続きとして1件にまとめました。別の施策か、下の行の一部かもしれません。",
            "a row without a number was taken as the rest of the row above: it may be a measure, or belong to the row below",
        );
        (Code::P914, message)
    };
    Finding::new(code, message).at(Some(row.place.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    /// Rows of three columns (番号, 施策名, 評価), cells parted by `|`.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let columns = samples::columns(&["番号", "施策名", "評価"]);
        let mut findings = Vec::new();
        let rows = put_together(samples::rows(rows), &columns, &mut findings);
        let found: Vec<String> = rows
            .iter()
            .map(|row| {
                let text = |col| row.cell(col).map_or("", |entry| entry.text.as_str());
                [text(0), text(1), text(2)].join("|")
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_over_two_rows() {
        check(
            &["1-1|子育て支援|◎", "|システム運営|", "1-2|相談|○"],
            &["1-1|子育て支援システム運営|◎", "1-2|相談|○"],
        );
    }

    #[test]
    fn a_row_that_may_belong_below() {
        let columns = samples::columns(&["番号", "施策名", "担当局", "目標", "評価"]);
        let are_boxed = std::cell::Cell::new(false);
        let codes = |rows: &[&str]| {
            let (mut findings, mut rows) = (Vec::new(), samples::rows(rows));
            for (at, row) in (0..).zip(&mut rows).filter(|_| are_boxed.get()) {
                row.in_box = Some(at);
            }
            let rows = put_together(rows, &columns, &mut findings);
            assert_eq!(rows.len(), 2);
            findings.iter().map(|it| it.code).collect::<Vec<_>>()
        };
        let rows = ["1|港||5|◎", "|農地の|産業||", "2|保全|局|6|◎"];
        assert_eq!(codes(&rows), [Code::P914]);
        let rows = ["1|農地の|産業|5|◎", "|保全|局||", "2|港|局|6|◎"];
        assert_eq!(codes(&rows), [Code::P907]);
        are_boxed.set(true);
        assert_eq!(codes(&rows), [Code::P914]);
    }

    #[test]
    fn a_second_indicator_shares_the_number() {
        let columns = samples::columns(&["番号", "施策名", "成果指標", "目標", "実績", "評価"]);
        let rows = samples::rows(&["1|港|棟数|5|6|◎", "||人数|80人|70人|△", "||率|9%|8%|"]);
        let rows = put_together(rows, &columns, &mut Vec::new());
        let said: Vec<String> = rows.iter().map(Row::said).collect();
        let expected = ["1 | 港 | 棟数 | 5 | 6 | ◎", "1 | 港 | 人数 | 80人 | 70人 | △"];
        assert_eq!(said[..2], expected);
        assert_eq!(said[2], "1 | 港 | 率 | 9% | 8%");
    }

    #[test]
    fn a_marked_line_stays_a_line() {
        check(&["1-1|①整備|◎", "|②運用|"], &["1-1|①整備\n②運用|◎"]);
    }

    /// The first row's number and rating, merged over the others.
    #[track_caller]
    fn check_merged(rows: &[&str], merged: &[usize], expected: &[&str]) {
        let columns = samples::columns(&["番号", "施策名", "目標", "実績", "評価"]);
        let mut all = samples::rows(rows);
        let (first, others) = all.split_first_mut().unwrap();
        for row in others {
            merged.iter().for_each(|&col| row.cells[col] = first.cells[col].clone());
        }
        let shown = |row: &Row| {
            row.cells.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>().join("|")
        };
        let rows = put_together(all, &columns, &mut Vec::new());
        assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn under_a_merged_number() {
        let rows = ["1-1|子育て|1,200|1,350|◎", "|支援|件|件|"];
        check_merged(&rows, &[0, 4], &["1-1|子育て支援|1,200件|1,350件|◎"]);
        check_merged(&rows, &[0], &["1-1|子育て支援|1,200件|1,350件|◎"]);
        let again = ["1-1|港|5件|6件|◎", "|（再掲）|||"];
        check_merged(&again, &[0, 2, 3, 4], &["1-1|港（再掲）|5件|6件|◎"]);
        let whole = ["1-1|港|5|6|◎", "1-1|道路|7|8|◎"];
        check_merged(&whole, &[0, 4], &whole);
        let indicators = ["1-1|港|5|6|◎", "1-1|港|80%|70%|◎"];
        check_merged(&indicators, &[0, 1, 4], &indicators);
        check_merged(&["1-1|港|5|6|", "|道路|7|8|"], &[], &["1-1|港|5|6|", "|道路|7|8|"]);
    }

    #[test]
    fn whole_rows_stay() {
        let columns = samples::columns(&["番号", "施策名", "担当局", "成果指標", "目標", "評価"]);
        let count = |second: &str, are_boxed: bool| {
            let mut rows = samples::rows(&["1|港|港湾局|棟数|5棟|◎", second]);
            for (at, row) in (0..).zip(&mut rows) {
                row.in_box = are_boxed.then_some(at);
            }
            put_together(rows, &columns, &mut Vec::new()).len()
        };
        assert_eq!(count("|橋|道路局|延長||", false), 1);
        assert_eq!(count("|橋|道路局|延長||", true), 2);
        assert_eq!(count("|橋||延長|7km|", false), 2);
    }

    #[test]
    fn a_row_with_a_rating_is_a_record() {
        check(&["1-1|整備|◎", "|運用|△"], &["1-1|整備|◎", "|運用|△"]);
    }
}
