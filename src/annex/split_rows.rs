//! Rows that their author split by hand over several sheet rows: the number and
//! the rating stand in the first, each further row holds the next line of some
//! texts (神エクセル).
//!
//! Such a row is no record of its own. Its texts go on those of the row above;
//! a line that begins like one (・, ①, 　) stays a line. A row with an indicator and
//! numbers of its own below others is the next indicator of the measure above, as
//! if number and name were merged over both: whoever drew the cells left them
//! blank, or drew none.

use super::Roles;
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Role};
use crate::table::{Entry, Row};
use crate::text::join;

/// Puts split rows together again. Bands are out already.
pub(super) fn put_together(rows: Vec<Row>, roles: &Roles, findings: &mut Vec<Finding>) -> Vec<Row> {
    let place = |role| roles.get(role);
    let (Some(id), Some(rating)) = (place(Role::Id), place(Role::Rating)) else { return rows };
    let keys = Keys {
        id,
        rating,
        name: place(Role::Name),
        bureau: place(Role::Bureau),
        indicator: place(Role::Indicator),
        values: [place(Role::Target), place(Role::Actual)],
    };
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    // The columns that the row before says something in.
    let mut before: Vec<usize> = Vec::new();
    // Whether the indicators of the measure at hand have ratings of their own.
    let mut are_rated_apart = false;
    let mut rows = rows.into_iter().peekable();
    while let Some(mut row) = rows.next() {
        let filled: Vec<usize> = row.filled().map(|entry| entry.col).collect();
        let is_next = |above: &&Row| {
            keys.is_next_indicator(above, &row)
                && (keys.has_numbers(above, &row) || !keys.may_be_another(above, &row))
                && !keys.begins_merge(&row, rows.peek())
        };
        if let Some(above) = kept.last().filter(is_next) {
            findings.push(shared(&row));
            are_rated_apart |= row.says(keys.rating);
            keys.share(above, &mut row, are_rated_apart);
            kept.push(row);
            before = filled;
            continue;
        }
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
                are_rated_apart = false;
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
        let is_new = |entry: &&Entry| !entry.text.is_empty() && entry.begins_below(Some(above));
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

    /// Whether a row has neither number nor name, and an indicator and values of its
    /// own below those of another.
    fn is_next_indicator(&self, above: &Row, row: &Row) -> bool {
        let is_own = |col: usize| above.says(col) && row.says(col);
        let lacks = |col: usize| above.says(col) && !row.says(col);
        lacks(self.id)
            && self.name.is_some_and(lacks)
            && self.indicator.is_some_and(|col| is_own(col) && !is_sum(row, col))
            && self.values.iter().all(|col| col.is_some_and(|col| row.says(col)))
            && row.place.is_right_below(&above.place)
    }

    /// Whether a row whose values are words may be the rest of the row above, a
    /// measure without a number, or a sum.
    fn may_be_another(&self, above: &Row, row: &Row) -> bool {
        self.bureau.is_some_and(|col| row.says(col))
            || row.filled().any(|entry| layout::may_be_sum(&entry.text))
            || self.goes_on(above, row)
    }

    /// Whether both values of a row are numbers below numbers.
    fn has_numbers(&self, above: &Row, row: &Row) -> bool {
        self.values.iter().all(|col| self.is_second(above, row, *col))
    }

    /// Whether the number of a row is a cell merged downwards: that of a measure
    /// whose number stands on the next page.
    fn begins_merge(&self, row: &Row, next: Option<&Row>) -> bool {
        let (Some(own), Some(next)) = (row.cell(self.id), next.and_then(|it| it.cell(self.id)))
        else {
            return false;
        };
        own.colspan == 1 && own.place == next.place
    }

    /// Gives a row what is said beside it of the measure as a whole: all of it, or
    /// what stands before its indicator where each is rated for itself.
    fn share(&self, above: &Row, row: &mut Row, are_rated_apart: bool) {
        let end = self.indicator.filter(|_| are_rated_apart).unwrap_or(usize::MAX);
        row.cells.retain(|entry| !entry.text.is_empty());
        let is_free = |it: &&Entry| {
            it.col < end && (it.col..it.col + it.colspan).all(|col| row.cell(col).is_none())
        };
        let shared: Vec<Entry> = above.filled().filter(is_free).cloned().collect();
        row.cells.extend(shared);
        row.cells.sort_by_key(|entry| entry.col);
    }

    /// Whether a row has a number of its own below another.
    fn is_second(&self, above: &Row, row: &Row, col: Option<usize>) -> bool {
        let cells = col.and_then(|col| Some((above.cell(col)?, row.cell(col)?)));
        cells.is_some_and(|(above, own)| {
            above.place != own.place
                && above.text.contains(is_digit)
                && own.text.starts_with(is_digit)
        })
    }

    /// Whether a row has a name and numbers of its own beside those above, or one
    /// number and an indicator: it only lacks its number.
    fn is_whole(&self, above: &Row, row: &Row) -> bool {
        let is_second = |col: &Option<usize>| self.is_second(above, row, *col);
        let is_own = |col: Option<usize>| {
            let own = col.and_then(|col| row.cell(col)).filter(|own| !own.text.is_empty());
            own.is_some_and(|own| own.begins_below(Some(above)))
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

fn is_sum(row: &Row, col: usize) -> bool {
    row.cell(col).is_some_and(|entry| layout::is_sum(&entry.text))
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

fn shared(row: &Row) -> Finding {
    Finding::new(
        Code::P907,
        Message::new(
            "番号のない行を、上の行と同じ施策の別の成果指標として読みました。",
            "a row without a number was read as the next indicator of the measure above",
        ),
    )
    .at(Some(row.place.clone()))
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
    use crate::annex::roles::of_headers;
    use crate::table::samples;

    /// Rows of three columns (番号, 施策名, 評価), cells parted by `|`.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let columns = of_headers(&["番号", "施策名", "評価"]);
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
        let columns = of_headers(&["番号", "施策名", "担当局", "目標", "評価"]);
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
        let columns = of_headers(&["番号", "施策名", "成果指標", "目標", "実績", "評価"]);
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
        let columns = of_headers(&["番号", "施策名", "目標", "実績", "評価"]);
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

    /// Rows of 番号, 施策名, 成果指標, 目標, 実績 and 評価, the blank numbers of the
    /// last so many merged.
    #[track_caller]
    fn check_indicators(rows: &[&str], merged: usize, expected: &[&str]) {
        let headers = ["番号", "施策名", "成果指標", "目標", "実績", "評価"];
        let mut all = samples::rows(rows);
        let first = all.len() - merged;
        for row in first + 1..all.len() {
            all[row].cells[0] = all[first].cells[0].clone();
        }
        let rows = put_together(all, &of_headers(&headers), &mut Vec::new());
        let text = |row: &Row, col| row.cell(col).map_or("", |it| it.text.as_str()).to_owned();
        let shown = |row: &Row| (0..6).map(|col| text(row, col)).collect::<Vec<_>>().join("|");
        assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn indicators_below_a_blank_number() {
        let rows = ["1|港|件数|5件|6件|◎", "||人数|7人|8人|", "|<|率|9％|9％|△"];
        let whole = ["1|港|件数|5件|6件|◎", "1|港|人数|7人|8人|◎", "1|港|率|9％|9％|△"];
        check_indicators(&rows, 0, &whole);
        let named_below = ["1|港|件数|5件|6件|◎", "||人数|7人|8人|○", "||率|9％|9％|△"];
        check_indicators(&named_below, 2, &named_below);
        let sum = ["1|港|件数|5件|6件|◎", "||計|7件|8件|"];
        check_indicators(&sum, 0, &sum);
    }

    #[test]
    fn whole_rows_stay() {
        let columns = of_headers(&["番号", "施策名", "担当局", "成果指標", "目標", "評価"]);
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
