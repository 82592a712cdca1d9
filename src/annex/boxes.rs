//! A measure in a box of several sheet rows, each with a line of its texts: the
//! borders around the rows, or the number merged over them, say where it ends.
//!
//! The number need not stand in the first row: many authors centre it. A box
//! with a second rating, or with numbers of its own for a second indicator,
//! holds more than one thing and is left as it is.

use super::{Roles, roles, split_rows};
use crate::finding::{Code, Finding, Message};
use crate::layout::Role;
use crate::table::{Entry, Row};

/// Makes one row of the rows of each box that holds one measure.
pub(super) fn join(all: &mut Vec<Row>, roles: &Roles, findings: &mut Vec<Finding>) {
    let Some(keys) = Keys::of(roles) else { return };
    let rows = std::mem::take(all).into_iter();
    let mut open: Vec<Row> = Vec::new();
    for row in rows {
        if open.last().is_some_and(|above| !keys.is_same_box(above, &row)) {
            keys.close(&mut open, all, findings);
        }
        open.push(row);
    }
    keys.close(&mut open, all, findings);
}

/// The columns by which a measure is told from another.
struct Keys {
    id: usize,
    name: usize,
    rating: usize,
    indicator: Option<usize>,
    values: [Option<usize>; 2],
}

impl Keys {
    /// None for a table of other things, and where 目標 stands above 実績.
    fn of(roles: &Roles) -> Option<Keys> {
        let place = |role| roles.get(role);
        let keys = Keys {
            id: place(Role::Id)?,
            name: place(Role::Name)?,
            rating: place(Role::Rating)?,
            indicator: place(Role::Indicator),
            values: [place(Role::Target), place(Role::Actual)],
        };
        (!roles.is_by_row()).then_some(keys)
    }

    fn is_same_box(&self, above: &Row, row: &Row) -> bool {
        let is_merged = || {
            let ids = above.cell(self.id).zip(row.cell(self.id));
            ids.is_some_and(|(above, own)| above.place == own.place && !own.text.is_empty())
        };
        (row.in_box.is_some() && row.in_box == above.in_box) || is_merged()
    }

    /// Gives the rows of a box away, as one where they are one measure.
    fn close(&self, open: &mut Vec<Row>, rows: &mut Vec<Row>, findings: &mut Vec<Finding>) {
        if !self.is_one(open) {
            rows.append(open);
            return;
        }
        let mut lines = open.drain(..);
        let Some(mut whole) = lines.next() else { return };
        // Between borders, a second name may be that of another measure.
        let mut is_sure = true;
        let mut before = whole.in_box;
        let mut name = whole.cell(self.name).map(|it| it.place.clone());
        for line in lines {
            let own = line.cell(self.name).filter(|it| !it.text.is_empty());
            let is_named = own.is_some_and(|it| Some(&it.place) != name.as_ref());
            is_sure &= !(is_named && before.is_some() && before != line.in_box);
            before = line.in_box;
            name = own.map(|it| it.place.clone()).or(name);
            split_rows::append(&mut whole, line);
        }
        findings.push(rebuilt(&whole, is_sure));
        rows.push(whole);
    }

    /// Whether the rows of a box are the lines of one measure.
    fn is_one(&self, rows: &[Row]) -> bool {
        let [_, _, ..] = rows else { return false };
        let (mut numbers, mut ratings, mut whole, mut others) = (0, 0, 0, 0);
        let mut values = [0; 2];
        for (at, row) in rows.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|above| rows.get(above));
            let own = |col: usize| row.cell(col).filter(|it| is_new(above, it));
            numbers += usize::from(own(self.id).is_some());
            ratings += usize::from(own(self.rating).is_some());
            whole += usize::from(self.is_whole(&own));
            for (count, col) in values.iter_mut().zip(self.values) {
                *count += usize::from(col.and_then(own).is_some_and(is_number));
            }
            let over = |entry: &Entry| (entry.col..entry.col + entry.colspan).contains(&self.name);
            others += row
                .filled()
                .filter(|it| is_new(above, it))
                .filter(|it| {
                    (it.col <= self.id && over(it)) || roles::value_word(&it.text).is_some()
                })
                .count();
        }
        let is_alone = values.iter().all(|count| *count <= 1);
        numbers == 1 && ratings <= 1 && whole <= 1 && others == 0 && is_alone
    }

    /// Whether a row has an indicator and both its values: a line of a wrapped text
    /// has not.
    fn is_whole<'r>(&self, own: &impl Fn(usize) -> Option<&'r Entry>) -> bool {
        [self.indicator, self.values[0], self.values[1]]
            .iter()
            .all(|col| col.and_then(own).is_some())
    }
}

/// Whether a cell says something and did not begin above.
fn is_new(above: Option<&Row>, entry: &Entry) -> bool {
    !entry.text.trim().is_empty() && entry.begins_below(above)
}

/// Whether a cell begins with a number, as no second line of a value does.
fn is_number(entry: &Entry) -> bool {
    entry.text.starts_with(|c: char| c.is_numeric())
}

fn rebuilt(row: &Row, is_sure: bool) -> Finding {
    let (ja, en) = (
        "1つの枠に数行に分けて書かれた施策を、1件にまとめました。",
        "the rows of one box were taken as the lines of one measure",
    );
    let (code, message) = if is_sure {
        (Code::P907, Message::new(ja, en))
    } else {
        let ja = format!("{ja}行の間に罫線があり、別の施策かもしれません。");
        (Code::P914, Message::new(ja, format!("{en}: borders part them, they may be several")))
    };
    Finding::new(code, message).at(Some(row.place.clone()))
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::annex::roles::of_headers;
    use crate::finding::Code;
    use crate::table::{Row, samples};

    /// Rows of a table, a box ending behind each of some, and the rows that come back.
    #[track_caller]
    fn check(rows: &[&str], boxes: &[usize], expected: &[&str]) {
        let headers = ["番号", "施策名", "成果指標", "目標", "実績", "評価"];
        let mut table = samples::table(&headers, rows);
        for (at, row) in table.rows.iter_mut().enumerate() {
            row.in_box = boxes.iter().position(|end| at <= *end).map(|at| at as u32);
        }
        let mut findings = Vec::new();
        join(&mut table.rows, &of_headers(&headers), &mut findings);
        let text = |row: &Row, col| row.cell(col).map_or("", |it| it.text.as_str()).to_owned();
        let shown = |row: &Row| (0..6).map(|col| text(row, col)).collect::<Vec<_>>().join("|");
        assert_eq!(table.rows.iter().map(shown).collect::<Vec<_>>(), expected);
        assert!(findings.iter().all(|it| it.code == Code::P907));
        assert_eq!(findings.len(), usize::from(expected.len() < rows.len()));
    }

    #[test]
    fn a_number_in_the_middle() {
        let rows = ["|地域の||||", "1|相談と|設置数|5件|6件|◎", "|支援||||", "2|港|棟数|1棟|1棟|◎"];
        let whole = "1|地域の相談と支援|設置数|5件|6件|◎";
        check(&rows, &[2, 3], &[whole, "2|港|棟数|1棟|1棟|◎"]);
        check(&rows, &[], &rows);
    }

    #[test]
    fn more_than_one_thing() {
        for second in [
            "|道路||||△",
            "||||8人|",
            "||効果|検討|検討|",
            "|||7人|8人|",
            "|||目標|実績|",
            "2|橋||||",
        ] {
            let rows = ["1|港|設置数|5件|6件|◎", second];
            check(&rows, &[1], &rows);
        }
    }
}
