//! Rows of a table whose records have no number or no rating: which of them are
//! records, which head others, and which are neither.
//!
//! A record begins where its name or its indicator does and says something of its
//! values. A row that names and says nothing else heads the rows below it. Sums and
//! contacts are named, sentences are text.

use super::{Roles, bands, records};
use crate::finding::Finding;
use crate::layout::{self, Role};
use crate::table::{Entry, Paragraph, Row};
use crate::text::join;

/// Takes the rows out that are none of a record; those that head others become bands.
pub(super) fn sort_out(
    rows: Vec<Row>,
    roles: &Roles,
    texts: &mut Vec<Paragraph>,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let kinds: Vec<Kind> = (0..rows.len()).map(|at| kind(&rows, at, roles)).collect();
    let mut above = None;
    for (row, kind) in rows.iter().zip(&kinds) {
        if *kind == Kind::Text {
            texts.extend(row.filled().filter(|it| it.begins_below(above)).map(written));
        }
        above = Some(row);
    }
    let mut kept = Vec::with_capacity(rows.len());
    for (row, kind) in rows.into_iter().zip(kinds) {
        match kind {
            Kind::Record => kept.push(row),
            Kind::Blank | Kind::Text => {}
            Kind::Sum => findings.push(records::left_out(&row)),
            Kind::Heading => {
                if row.filled().nth(1).is_some() {
                    findings.push(records::beside_group(&row));
                }
                kept.push(heading(row, roles));
            }
        }
    }
    kept
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A record, or a part of one.
    Record,
    /// Nothing of its own.
    Blank,
    /// A note or a sentence.
    Text,
    /// It adds up others, or says whom to ask.
    Sum,
    /// It heads the rows below it.
    Heading,
}

fn kind(rows: &[Row], at: usize, roles: &Roles) -> Kind {
    let Some(row) = rows.get(at) else { return Kind::Blank };
    let above = at.checked_sub(1).and_then(|above| rows.get(above));
    let is_own = |entry: &&Entry| !entry.text.trim().is_empty() && entry.begins_below(above);
    let own: Vec<&Entry> = row.cells.iter().filter(is_own).collect();
    let Some(first) = own.first() else { return Kind::Blank };
    let is_value = |entry: &&&Entry| {
        let role = roles.role(entry.col);
        role.is_some_and(|it| it.is_value() || matches!(it, Role::Rating | Role::ByRow))
    };
    let says_value = own.iter().filter(is_value).any(|it| it.colspan == 1);
    let is_alone = own.len() == 1;
    // A sentence over the table, or below it, is none of its rows, nor is what explains a
    // record within its number: 説明：….
    let is_within = roles.get(Role::Id).is_some_and(|id| {
        let cell = row.cell(id).filter(|it| id < first.col && !it.text.trim().is_empty());
        cell.is_some_and(|it| !it.begins_below(above))
    });
    if is_alone
        && !says_value
        && (is_within || bands::is_sentence(&first.text) || join::begins_note(&first.text))
    {
        return Kind::Text;
    }
    let names = roles.role(first.col).is_none_or(|it| {
        matches!(it, Role::Id | Role::Name | Role::Indicator | Role::Bureau) || it.is_group()
    });
    if names && (layout::is_sum(&first.text) || (layout::is_contact(&first.text) && !says_value)) {
        return Kind::Sum;
    }
    if names && first.colspan > 1 && records::is_sum_of_numbers(row, first) {
        return Kind::Sum;
    }
    if !is_alone && at + 1 < rows.len() && is_over_values(first, &own, roles) {
        return Kind::Heading;
    }
    if says_value || !is_alone {
        return Kind::Record;
    }
    let heads = matches!(roles.role(first.col), Some(Role::Name | Role::Indicator | Role::Id))
        || first.col == 0;
    if heads && !is_parent(rows, at, roles) && at + 1 < rows.len() {
        Kind::Heading
    } else {
        Kind::Record
    }
}

/// Whether one cell lies over what names a record and over all its values: it heads the
/// rows below, whatever stands beside it. A group may be rated as its members are, and
/// then lies over their numbers.
fn is_over_values(first: &Entry, own: &[&Entry], roles: &Roles) -> bool {
    let over = first.col..first.col + first.colspan;
    let is_over = |role: Role| roles.get(role).is_some_and(|col| over.contains(&col));
    let is_key = |role: Role| matches!(role, Role::Id | Role::Name | Role::Indicator);
    let roles_at = || roles.columns.iter().enumerate().filter_map(|(at, it)| Some((at, it.role?)));
    let values = || roles_at().filter(|it| it.1.is_value() || it.1 == Role::ByRow);
    let is_rated = own.iter().any(|it| roles.role(it.col) == Some(Role::Rating));
    values().next().is_some()
        && values().all(|(at, _)| over.contains(&at))
        && roles_at().all(|(at, role)| !is_key(role) || over.contains(&at))
        && (!is_rated || is_over(Role::Id))
}

/// Whether the row below goes on under this name: it has an indicator and no name.
fn is_parent(rows: &[Row], at: usize, roles: &Roles) -> bool {
    let (Some(name), Some(indicator)) = (roles.get(Role::Name), roles.get(Role::Indicator)) else {
        return false;
    };
    let below = rows.get(at + 1);
    let own = |col: usize| {
        let cell = below.and_then(|row| row.cell(col)).filter(|it| it.col == col);
        cell.is_some_and(|it| !it.text.is_empty() && it.begins_below(rows.get(at)))
    };
    let is_of_name = rows.get(at).is_some_and(|row| row.says(name));
    is_of_name && own(indicator) && !own(name)
}

/// The row as a band from the column of its text on.
fn heading(row: Row, roles: &Roles) -> Row {
    let place = row.place.clone();
    let Some(mut first) = row.cells.into_iter().find(|it| !it.text.trim().is_empty()) else {
        return Row { cells: Vec::new(), ..Row::at(place) };
    };
    (first.col, first.colspan) = (0, roles.columns.len().max(2));
    Row { cells: vec![first], ..Row::at(place) }
}

fn written(entry: &Entry) -> Paragraph {
    Paragraph { text: entry.text.clone(), place: entry.place.clone(), glyphs: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Context;
    use crate::finding::Code;
    use crate::table::samples;

    /// What stays of the rows of a table, and how much is named and is text.
    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: &[&str], named: usize, texts: usize) {
        let table = samples::table(headers, rows);
        let (mut said, mut written) = (Vec::new(), Vec::new());
        let roles = Roles::of(&table, &Context::default(), &mut said);
        let rows = sort_out(table.rows, &roles, &mut written, &mut said);
        let shown: Vec<String> = rows.iter().map(Row::said).collect();
        assert_eq!(shown, expected);
        assert_eq!((said.len(), written.len()), (named, texts), "{said:?} {written:?}");
        assert!(said.iter().all(|it| matches!(it.code, Code::P910 | Code::P924)));
    }

    #[test]
    fn rows_without_numbers() {
        let headers = ["指標", "目標値", "実績値", "評価"];
        check(&headers, &["港|1|2|A", "合計|3|4|"], &["港 | 1 | 2 | A"], 1, 0);
        check(&headers, &["港|1|2|A", "※見込みを含む。|||"], &["港 | 1 | 2 | A"], 0, 1);
        check(&headers, &["安全|||", "港|1|2|A"], &["安全", "港 | 1 | 2 | A"], 0, 0);
        check(&headers, &["（※以下は目安である。）|<|<|<", "港|1|2|A"], &["港 | 1 | 2 | A"], 0, 1);
        let numbered = ["番号", "指標", "実績値", "目標値"];
        check(&numbered, &["1|港|2|3", "|船の数|<|<"], &["1 | 港 | 2 | 3", "船の数"], 0, 0);
        check(&headers, &["港|1|2|A", "|||"], &["港 | 1 | 2 | A"], 0, 0);
        check(&headers, &["達成率|1|2|A"], &["達成率 | 1 | 2 | A"], 0, 0);
    }

    /// What stands within the number of a record explains it.
    #[test]
    fn rows_within_a_number() {
        let mut table = samples::table(
            &["番号", "指標", "R5", "目標値(R9)"],
            &["1|港|2|3", "1|船の数||", "2|道|4|5", "2|車の数||"],
        );
        for at in [1, 3] {
            table.rows[at].cells[0].place = table.rows[at - 1].cells[0].place.clone();
        }
        let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
        let mut written = Vec::new();
        let rows = sort_out(table.rows, &roles, &mut written, &mut Vec::new());
        assert_eq!((rows.len(), written.len()), (2, 2));
        assert!(rows.iter().all(|row| row.bands.is_empty() && row.filled().count() == 4));
    }

    #[test]
    fn a_heading_over_all_columns_but_one() {
        let headers = ["番号", "指標", "目標値", "実績値", "評価", "担当課"];
        let row = "1-1|隊員|1|2|A|港湾課";
        let shown = ["1 安全", "1-1 | 隊員 | 1 | 2 | A | 港湾課"];
        check(&headers, &["1 安全|<|<|<|<|防災課", row], &shown, 1, 0);
        check(&headers, &["1 安全|<|<|<|A|", row], &shown, 1, 0);
        check(&headers, &["1 安全|<|<|<|A|防災課", row], &shown, 1, 0);
        check(&headers, &[row, "1 安全 計|<|3|4||"], &shown[1..], 1, 0);
        // What a measure says of all its values.
        let none = "1-2|集計中|<|<|A|防災課";
        check(&headers, &[none, row], &["1-2 | 集計中 | A | 防災課", shown[1]], 0, 0);
        let rated = ["指標", "目標値", "実績値", "評価"];
        let row = "隊員|1|2|A";
        check(&rated, &["指標なし|<|<|A", row], &["指標なし | A", "隊員 | 1 | 2 | A"], 0, 0);
    }
}
