//! Rows of a table of measures that are none: sums, captions that nobody merged
//! over the table, remarks below it.
//!
//! Whoever reads the table knows a measure by its number, which has the form of
//! the other numbers, and by its mark in the column of ratings. A row with
//! neither is a measure only if nothing else explains it: a label that says 計,
//! a text over number and name, `第1章` among `1-1`, a word where the numbers
//! stand. A caption with measures below it heads them.

use super::{Roles, bands};
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Role};
use crate::table::{Entry, Paragraph, Row, form, numbering_style};
use std::collections::HashSet;

/// Takes the rows out that are no measures and names them, but for captions, of
/// which it makes bands. A text that stands alone below the last measure is text.
pub(super) fn sort_out(
    rows: Vec<Row>,
    roles: &Roles,
    paragraphs: &mut Vec<Paragraph>,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let Some(known) = Known::of(&rows, roles) else { return rows };
    let above = |at: usize| at.checked_sub(1).and_then(|at| rows.get(at));
    let mut kinds: Vec<Kind> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let heads = rows.get(at + 1).is_some_and(|below| known.heads(row, below));
            if heads { Kind::Caption { cells: 2 } } else { known.kind(row, above(at)) }
        })
        .collect();
    let mut before: Option<(Kind, &Row)> = None;
    for (kind, row) in kinds.iter_mut().zip(&rows) {
        if *kind == Kind::Like {
            let is_next = before.is_some_and(|(kind, above)| {
                kind == Kind::Measure && row.place.is_right_below(&above.place)
            });
            *kind = if is_next { Kind::Measure } else { Kind::Unlike };
        }
        before = Some((*kind, row));
    }
    let last = kinds.iter().rposition(|kind| *kind == Kind::Measure);
    let mut kept = Vec::with_capacity(rows.len());
    for (at, (row, kind)) in rows.into_iter().zip(kinds).enumerate() {
        let is_below = last.is_none_or(|last| at > last);
        match kind {
            Kind::Measure | Kind::Unlike if kind == Kind::Measure || !is_below => kept.push(row),
            Kind::Caption { cells } if !is_below => {
                if row.filled().count() > cells {
                    findings.push(beside_group(&row));
                }
                kept.push(known.band(row, cells));
            }
            _ => match (row.filled().next(), row.filled().nth(1)) {
                (Some(alone), None) => paragraphs.push(written(alone)),
                _ => findings.push(left_out(&row)),
            },
        }
    }
    kept
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Measure,
    /// One by its bureau and its indicator, right below another: behind an empty row
    /// these are columns of another table.
    Like,
    /// It heads the rows below it, with so many of its cells.
    Caption {
        cells: usize,
    },
    /// A measure without a number, or a remark; among measures it is one.
    Unlike,
    /// Nothing of a measure: a sum.
    Other,
}

/// By what the measures of a table are known.
pub(super) struct Known<'a> {
    roles: &'a Roles,
    id: usize,
    name: usize,
    rating: usize,
    ratings_before: Counted,
    /// Target, actual, rating.
    values_before: Counted,
    /// Those, and indicator and reason: no heading says anything there.
    said_before: Counted,
    /// Bureau and indicator: no sum and no remark says anything there.
    about_before: Counted,
    /// The forms of the numbers, and how few parts one has.
    forms: HashSet<String>,
    parts_min: usize,
    /// What stands in the column of ratings.
    ratings: HashSet<String>,
    /// Whether borders run above and below each numbered row: what stands outside
    /// of them stands outside of the table.
    is_boxed: bool,
}

/// How many forms the numbers of one table may have: those of a plan and those of
/// its later years, with and without a mark.
const FORMS_MAX: usize = 16;

/// How many columns of some fields stand before each column, and before the end: a
/// sheet may have 16,384 of them, and a cell over all in each row.
struct Counted(Vec<usize>);

impl Counted {
    fn new(fields: &[Option<Role>], wanted: &[Role]) -> Counted {
        let mut before = Vec::with_capacity(fields.len() + 1);
        before.push(0);
        let mut count = 0;
        for field in fields {
            let is_wanted = field.is_some_and(|it| wanted.contains(&it));
            count += usize::from(is_wanted);
            before.push(count);
        }
        Counted(before)
    }

    /// How many of them a cell lies over.
    fn under(&self, entry: &Entry) -> usize {
        let all = self.0.last().copied().unwrap_or_default();
        let at = |col: usize| self.0.get(col).copied().unwrap_or(all);
        at(entry.col + entry.colspan) - at(entry.col)
    }
}

impl<'a> Known<'a> {
    /// `None` for tables of other things, and for those whose numbers have no
    /// numerals in them or nothing in common.
    pub(super) fn of(rows: &[Row], roles: &'a Roles) -> Option<Known<'a>> {
        let fields: Vec<Option<Role>> = roles.columns.iter().map(|it| it.role).collect();
        let first = |role| roles.get(role);
        let values = [Role::Target, Role::Actual, Role::Rating];
        let said = [&values[..], &[Role::Indicator, Role::Reason]].concat();
        let mut known = Known {
            roles,
            id: first(Role::Id)?,
            name: first(Role::Name)?,
            rating: first(Role::Rating)?,
            ratings_before: Counted::new(&fields, &[Role::Rating]),
            values_before: Counted::new(&fields, &values),
            said_before: Counted::new(&fields, &said),
            about_before: Counted::new(&fields, &[Role::Bureau, Role::Indicator]),
            forms: HashSet::new(),
            parts_min: usize::MAX,
            ratings: HashSet::new(),
            is_boxed: true,
        };
        for row in rows {
            let Some(id) = text(row, known.id).filter(|_| !known.covers_both(row)) else {
                continue;
            };
            let has_name = text(row, known.name).is_some();
            let (form, parts) = form(id);
            if let Some(rating) = known.own_rating(row)
                && has_name
                && parts > 0
            {
                known.parts_min = known.parts_min.min(parts);
                known.ratings.insert(rating.to_owned());
                known.forms.insert(form);
                known.is_boxed &= row.in_box.is_some();
            }
        }
        (1..=FORMS_MAX).contains(&known.forms.len()).then_some(known)
    }

    fn kind(&self, row: &Row, above: Option<&Row>) -> Kind {
        let first = row.filled().find(|entry| entry.begins_below(above));
        let Some(first) = first else { return Kind::Measure };
        let id = row.cell(self.id).filter(|entry| !entry.text.is_empty());
        let begins_above = id.is_some_and(|entry| !entry.begins_below(above));
        let covers = self.covers_both(row);
        let (form, parts) = id.map(|entry| form(&entry.text)).unwrap_or_default();
        // With a name beside it, a mark before or behind it makes it no other one.
        let is_marked = || {
            let has = |known: &String| form.starts_with(&**known) || form.ends_with(&**known);
            self.has_name(row) && self.forms.iter().any(has)
        };
        let has_number = id.is_some() && !covers && (self.forms.contains(&form) || is_marked());
        if begins_above || has_number || bands::band(row, self.roles).is_some() {
            return Kind::Measure;
        }
        let is_ahead = first.col <= self.id.max(self.name);
        if is_ahead && (layout::is_sum(&first.text) || layout::is_contact(&first.text)) {
            return Kind::Other;
        }
        if covers && is_sum_of_numbers(row, first) {
            return Kind::Other;
        }
        // １　学力 over number and name is a group, and may be rated as its members are.
        if covers && numbering_style(&first.text).is_some() && !self.forms.contains(&form) {
            return Kind::Caption { cells: 1 };
        }
        if self.own_rating(row).is_some_and(|rating| self.ratings.contains(rating)) {
            return Kind::Measure;
        }
        let is_outside = self.is_boxed && row.in_box.is_none();
        if is_outside || (row.filled().count() == 1 && layout::is_page_number(&first.text)) {
            return Kind::Other;
        }
        let has_name = self.has_name(row);
        match id {
            None if has_name && is_heading(&first.text) && row.filled().count() == 1 => {
                Kind::Caption { cells: 1 }
            }
            None if has_name
                && layout::may_be_sum(&first.text)
                && self.said(row, &self.about_before).all(|it| layout::may_be_sum(&it.text)) =>
            {
                Kind::Other
            }
            None => Kind::Measure,
            Some(_) if covers => Kind::Caption { cells: 1 },
            Some(_) if has_name && self.says_all_about(row) => Kind::Like,
            Some(_) if self.said(row, &self.values_before).next().is_some() => {
                if has_name {
                    Kind::Measure
                } else {
                    Kind::Other
                }
            }
            // 第１章 heads 1-1, and Ⅰ heads 1; 4-① and A-1 head nothing.
            Some(_)
                if self.said(row, &self.said_before).next().is_some()
                    || parts > self.parts_min.min(1) =>
            {
                Kind::Unlike
            }
            Some(_) if has_name && parts == 0 => Kind::Unlike,
            Some(_) => Kind::Caption { cells: 1 + usize::from(has_name) },
        }
    }

    /// Whether a row is the group of the next: Ⅰ above Ⅰ-1, 基本施策１ above 1-1, and it has
    /// none of the values that the next has. It may be rated as its members are.
    fn heads(&self, row: &Row, below: &Row) -> bool {
        let id = |row: &'_ Row| text(row, self.id).map(layout::number).unwrap_or_default();
        let (own, next) = (id(row), id(below));
        let digits = own.trim_start_matches(|c: char| !c.is_ascii_digit());
        let is_within = [own.as_str(), digits].into_iter().any(|own| {
            let rest = next.strip_prefix(own).filter(|_| !own.is_empty());
            rest.is_some_and(|rest| rest.starts_with(['-', '.']))
        });
        let values = [Role::Target, Role::Actual].map(|role| self.roles.get(role));
        let says = |row: &Row| values.iter().flatten().any(|col| row.says(*col));
        is_within && self.has_name(row) && !says(row) && says(below)
    }

    /// Whether one cell lies over the number and the name.
    fn covers_both(&self, row: &Row) -> bool {
        row.cell(self.id).is_some_and(|entry| Self::lies_over(entry, self.name))
    }

    fn lies_over(entry: &Entry, col: usize) -> bool {
        (entry.col..entry.col + entry.colspan).contains(&col)
    }

    /// Whether the name has a cell of its own that says something.
    fn has_name(&self, row: &Row) -> bool {
        row.cell(self.name).is_some_and(|it| !it.text.is_empty() && !Self::lies_over(it, self.id))
    }

    /// The cells beside number and name that say something in some columns.
    fn said<'r>(&self, row: &'r Row, columns: &Counted) -> impl Iterator<Item = &'r Entry> {
        row.filled().filter(|entry| {
            columns.under(entry) > 0
                && !Self::lies_over(entry, self.id)
                && !Self::lies_over(entry, self.name)
        })
    }

    /// Whether a row names both a bureau and an indicator.
    fn says_all_about(&self, row: &Row) -> bool {
        row.filled().filter(|entry| self.about_before.under(entry) > 0).count() > 1
    }

    /// What stands in the column of ratings, and in no other one.
    fn own_rating<'r>(&self, row: &'r Row) -> Option<&'r str> {
        let entry = row.cell(self.rating)?;
        let is_own = self.ratings_before.under(entry) == entry.colspan;
        (is_own && !entry.text.is_empty()).then_some(entry.text.as_str())
    }

    /// The row as a band that says what its first cells do.
    fn band(&self, row: Row, cells: usize) -> Row {
        let texts: Vec<&str> = row.filled().take(cells).map(|it| it.text.as_str()).collect();
        let text = texts.join(" ");
        let first = Entry {
            col: self.id,
            colspan: self.roles.columns.len() - self.id,
            text,
            place: row.place.clone(),
            ends: None,
            number: None,
        };
        Row { cells: vec![first], ..row }
    }
}

fn text(row: &Row, col: usize) -> Option<&str> {
    row.cell(col).map(|entry| entry.text.as_str()).filter(|text| !text.is_empty())
}

/// Whether a text begins with a mark that headings have, and second lines not.
fn is_heading(text: &str) -> bool {
    text.starts_with(['■', '□', '◆', '◇', '●', '▼', '▽'])
}

fn written(entry: &Entry) -> Paragraph {
    Paragraph { text: entry.text.clone(), place: entry.place.clone(), glyphs: 0 }
}

/// Names a row that is no measure. What adds up others is nothing to look at.
pub(super) fn left_out(row: &Row) -> Finding {
    let message = Message::new(
        "集計・見出し・注記などの行は、施策として読みませんでした。",
        "a row that is no measure (a sum, a heading, a remark) was not read as one",
    );
    // 全事業の平均
    let is_sum = |it: &Entry| layout::may_be_sum(&it.text) || it.text.trim().ends_with("平均");
    let is_sum = row.filled().next().is_some_and(is_sum);
    let finding = Finding::new(if is_sum { Code::P924 } else { Code::P910 }, message);
    Finding { found: Some(row.said()), ..finding.at(Some(row.place.clone())) }
}

/// Names what stands beside the name of a group.
pub(super) fn beside_group(row: &Row) -> Finding {
    let message = Message::new(
        "施策群の名前の行にあるほかの値は、施策として読みませんでした。",
        "what stands beside the name of a group was not read as a measure",
    );
    let finding = Finding::new(Code::P924, message).at(Some(row.place.clone()));
    Finding { found: Some(row.said()), ..finding }
}

/// Whether a row adds up others: 総務部　計 over the columns, and numbers beside it.
pub(super) fn is_sum_of_numbers(row: &Row, first: &Entry) -> bool {
    let mut others = row.filled().filter(|it| it.place != first.place).peekable();
    let is_number =
        |it: &Entry| it.text.starts_with(|c: char| c.is_numeric() || c == '▲' || c == '-');
    layout::may_be_sum(&first.text) && others.peek().is_some() && others.all(is_number)
}

#[cfg(test)]
mod tests {
    use super::sort_out;
    use crate::annex::roles::of_headers;
    use crate::finding::Code;
    use crate::table::samples;

    /// Rows of 番号, 施策名, 目標 and 評価, cells parted by `|`; the texts of those
    /// that stay, and how many are named.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str], named: usize) {
        let columns = of_headers(&["番号", "施策名", "目標", "評価"]);
        let mut findings = Vec::new();
        let rows = sort_out(samples::rows(rows), &columns, &mut Vec::new(), &mut findings);
        let shown = |row: &super::Row| {
            let cells =
                row.cells.iter().map(|it| format!("{}{}", it.text, "<".repeat(it.colspan - 1)));
            cells.collect::<Vec<_>>().join("|")
        };
        let found: Vec<String> = rows.iter().map(shown).collect();
        assert_eq!(found, expected);
        assert_eq!(findings.len(), named, "{findings:?}");
        let codes = [Code::P910, Code::P924];
        assert!(findings.iter().all(|finding| codes.contains(&finding.code)));
    }

    const FIRST: &str = "1-1|窓口|5件|◎";
    const NEXT: &str = "1-2|道路|6件|△";

    #[test]
    fn sums_and_remarks() {
        check(&[FIRST, "小計||5件|", NEXT, "合　計|<|11件|◎1"], &[FIRST, NEXT], 2);
        check(&[FIRST, "|計|11|", "平均||5|", "達成率|||50%"], &[FIRST], 3);
        check(&[FIRST, "問い合わせ先|企画課||", "以上|||"], &[FIRST], 1);
        check(&[FIRST, "担当|企画課|電話|03-1234", "|作成日|令和7年|山田"], &[FIRST], 2);
        check(&[FIRST, "|計2施策|11|", "||- 1 -|", NEXT], &[FIRST, NEXT], 1);
        check(&[FIRST, "改定履歴|||", "1|初版||"], &[FIRST], 1);
        // It adds up the rows above, and heads none below.
        check(&[FIRST, "福祉局　計|<|11|", NEXT], &[FIRST, NEXT], 1);
    }

    #[test]
    fn what_stands_below_the_last_border() {
        let columns = of_headers(&["番号", "施策名", "目標", "評価"]);
        let mut rows = samples::rows(&[FIRST, NEXT, "|窓口の写し|7件|", "||令和7年|"]);
        (0..).zip(&mut rows[..2]).for_each(|(at, row)| row.in_box = Some(at));
        let (mut texts, mut findings) = (Vec::new(), Vec::new());
        let rows = sort_out(rows, &columns, &mut texts, &mut findings);
        assert_eq!((rows.len(), texts.len(), findings.len()), (2, 1, 1));
    }

    #[test]
    fn captions_head_what_is_below() {
        let band = "Ⅱ 安全<<<";
        check(&["Ⅱ 安全|||", FIRST], &[band, FIRST], 0);
        check(&["Ⅱ 安全|<||", FIRST], &[band, FIRST], 0);
        check(&["Ⅱ|安全||", FIRST], &[band, FIRST], 0);
        check(&["Ⅱ|安全|<|<", FIRST], &[band, FIRST], 0);
        check(&["2|安全||", FIRST], &["2 安全<<<", FIRST], 0);
        check(&["|■安全||", FIRST], &["■安全<<<", FIRST], 0);
        check(&["安全|<|小計|◎1", FIRST], &["安全<<<", FIRST], 1);
        check(&["1|安全||◎", FIRST], &["1 安全<<<", FIRST], 1);
        check(&["基本施策１|安全||◎", FIRST], &["基本施策１ 安全<<<", FIRST], 1);
        check(&["基本施策２|安全||◎", FIRST], &["基本施策２|安全||◎", FIRST], 0);
        check(&["1|安全|2件|◎", FIRST], &["1|安全|2件|◎", FIRST], 0);
    }

    /// Without a number, but with a rating, a value, or a name among measures;
    /// planned, or a number with more parts.
    #[test]
    fn measures_stay() {
        for row in [
            "新規|港|5|",
            "|港||◎",
            "(廃止)|港||",
            "1-3|港||",
            "1-3※|港||",
            "新1-3|港||",
            "1-2-1|港||",
            "|港||",
        ] {
            check(&[FIRST, row, NEXT], &[FIRST, row, NEXT], 0);
        }
        // Its numbers have no numerals.
        check(&["ア|窓口|5|◎", "計||5|"], &["ア|窓口|5|◎", "計||5|"], 0);
    }
}
