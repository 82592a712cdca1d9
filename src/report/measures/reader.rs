//! One record → one measure.

mod indicator;
mod ratings;

use super::Record;
use crate::annex::Roles;
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Role};
use crate::report::{Extra, Measure, Texts};
use crate::table::{Entry, Row};
use crate::text;
use crate::value::{self, Hints, Legend, rating};
use indicator::IndicatorReader;
use ratings::{own_rating, status};
use rust_decimal::Decimal;

/// Reads the records of one table.
pub(super) struct Reader<'a> {
    roles: &'a Roles,
    legend: &'a Legend,
    /// The fiscal year of the report.
    year: Option<i32>,
    /// Whether names begin with their numbers, in a table without a column of those.
    has_numbered_names: bool,
    /// How many indicators stand side by side.
    slots: usize,
    /// The notes below the tables, a line each.
    notes: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        roles: &'a Roles,
        legend: &'a Legend,
        year: Option<i32>,
        records: &[Record],
    ) -> Reader<'a> {
        let name = roles.get(Role::Name).filter(|_| roles.get(Role::Id).is_none());
        let names = || {
            let firsts = records.iter().filter_map(|record| record.rows.first());
            firsts.filter_map(|row| row.cell(name?)).filter(|it| !it.text.is_empty())
        };
        let numbered = names().filter(|it| numbered(&it.text).is_some()).count();
        Reader {
            roles,
            legend,
            year,
            has_numbered_names: numbered > 0 && 3 * numbered > 2 * names().count(),
            slots: roles.columns.iter().map(|it| it.slot).max().unwrap_or(0) + 1,
            notes: "",
        }
    }

    /// Takes the notes below the tables, in which a mark may be explained.
    pub(super) fn with_notes(self, notes: &'a str) -> Reader<'a> {
        Reader { notes, ..self }
    }

    /// The measure; `None` where nothing names one.
    pub(super) fn measure(&self, record: &Record, findings: &mut Vec<Finding>) -> Option<Measure> {
        let first = record.rows.first()?;
        let place =
            record.rows.iter().skip(1).fold(first.place.clone(), |all, row| all.union(&row.place));
        let id_text = self.first_text(record, Role::Id);
        let (mut name, mut id_text) = (self.name(record), id_text);
        let printed = name.clone();
        if self.has_numbered_names
            && let Some((number, rest)) = name.as_deref().and_then(numbered)
        {
            (id_text, name) = (Some(number.to_owned()), Some(rest.to_owned()));
        }
        let id = id_text.as_deref().map(layout::number).filter(|it| !it.is_empty());
        let label = id.clone().or_else(|| name.clone()).unwrap_or_default();
        let lines = self.lines(record);
        if lines.is_empty() || !self.names_measure(record, id.is_some(), name.is_some()) {
            return None;
        }
        let note = lines.first().and_then(|line| self.note(line.row));
        let noted = note.map(|entry| entry.col);
        let note = note.map(|entry| entry.text.clone());
        let reason = self.texts(record, Role::Reason);
        let mut indicators = Vec::new();
        let mut ratings = Vec::new();
        for line in &lines {
            for slot in 0..self.slots {
                let of_line = Line { slot, ..*line };
                let hides = noted.is_some() && noted == self.column(Role::Indicator, slot);
                let reading = IndicatorReader {
                    reader: self,
                    record,
                    line: of_line,
                    note: reason.as_deref(),
                    measure: &label,
                };
                let indicator = reading.indicator(hides, findings);
                if slot > 0 && indicator.text.is_empty() && indicator.values.is_empty() {
                    continue;
                }
                if slot == 0 {
                    let index = (lines.len() > 1).then_some(indicators.len());
                    self.take_ratings(line, index, &mut ratings);
                }
                indicators.push(indicator);
            }
        }
        if id.is_none() && self.roles.get(Role::Id).is_some() && note.is_none() {
            let says = ratings.is_empty() && indicators.iter().all(|it| it.values.is_empty());
            findings.extend(says.then(|| doubtful().at(Some(first.place.clone()))));
        }
        if self.has_numbered_names && self.roles.get(Role::Indicator).is_none() {
            let text = printed.unwrap_or_default();
            for indicator in &mut indicators {
                (indicator.normalized, indicator.text) = (text::normalize(&text), text.clone());
            }
        }
        // A record that is an indicator alone is named by it, so that whoever cites a
        // measure has a name to cite.
        let name = name.or_else(|| {
            indicators.first().map(|it| it.text.clone()).filter(|text| !text.is_empty())
        });
        // A cell over the indicator and other columns may be of none of them.
        if id.is_none() && name.is_none() && indicators.iter().all(|it| it.text.is_empty()) {
            return None;
        }
        let own = own_rating(&ratings, indicators.len());
        let (rating, rating_symbol) =
            own.map_or((None, None), |it| (it.rating, Some(it.symbol.clone())));
        let remarks = join_texts(note, self.texts(record, Role::Remarks));
        let status = status(&ratings, rating, &indicators, remarks.as_deref());
        Some(Measure {
            key: String::new(),
            id,
            id_text,
            groups: record.groups.clone(),
            name,
            bureaus: self.bureaus(record),
            indicators,
            ratings,
            rating,
            rating_symbol,
            status,
            reason,
            remarks,
            texts: Texts {
                deed: self.texts(record, Role::Deed),
                plan: self.texts(record, Role::Plan),
                next: self.texts(record, Role::Next),
            },
            extra: self.extra(record),
            place,
        })
    }

    /// Whether a record is one of a measure. Under a column of numbers, a row without
    /// number needs a name and something to say; else a name or an indicator does.
    fn names_measure(&self, record: &Record, has_id: bool, has_name: bool) -> bool {
        let says = |role: Role| {
            let mut rows = record.rows.iter();
            rows.any(|row| self.roles.all(role).any(|col| row.says(col)))
        };
        let values = [Role::Target, Role::Actual, Role::Rating, Role::ByRow, Role::Baseline];
        let says_more = || says(Role::Indicator) || values.iter().any(|role| says(*role));
        match self.roles.get(Role::Id) {
            Some(_) => {
                has_id
                    || (has_name && says_more())
                    || (says(Role::Indicator) && values.iter().any(|role| says(*role)))
            }
            None => has_name || says(Role::Indicator),
        }
    }

    /// The rows that hold indicators, each with the rows of its values.
    fn lines<'r>(&self, record: &'r Record) -> Vec<Line<'r>> {
        let skip = usize::from(record.begins_with_dates);
        let rows = record.rows.get(skip..).unwrap_or_default();
        if self.roles.is_by_row() {
            return self.lines_by_row(rows);
        }
        let is_parent = |at: usize, row: &Row| at == 0 && rows.len() > 1 && self.only_names(row);
        let lines = rows.iter().enumerate().filter(|(at, row)| !is_parent(*at, row));
        lines.map(|(_, row)| Line { row, rows: std::slice::from_ref(row), slot: 0 }).collect()
    }

    /// The rows of each indicator, where each holds a kind of value: an indicator ends
    /// where the next begins.
    fn lines_by_row<'r>(&self, rows: &'r [Row]) -> Vec<Line<'r>> {
        let indicator = self.roles.get(Role::Indicator);
        let mut starts = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|above| rows.get(above));
            let own = indicator.and_then(|col| row.cell(col)).filter(|it| !it.text.is_empty());
            let is_again = |it: &Entry| {
                let before = above.and_then(|above| above.cell(it.col));
                before.is_some_and(|before| before.text == it.text)
            };
            if at == 0 || own.is_some_and(|it| it.begins_below(above) && !is_again(it)) {
                starts.push(at);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([rows.len()]);
        let parts = starts.iter().zip(ends).filter_map(|(&start, end)| rows.get(start..end));
        parts.filter_map(|rows| Some(Line { row: rows.first()?, rows, slot: 0 })).collect()
    }

    /// Whether a row names a measure and says nothing else.
    fn only_names(&self, row: &Row) -> bool {
        row.filled().all(|it| {
            let role = self.roles.role(it.col);
            matches!(role, Some(Role::Id | Role::Name | Role::Bureau))
                || role.is_some_and(Role::is_group)
        })
    }

    fn name(&self, record: &Record) -> Option<String> {
        if let Some(name) = self.first_text(record, Role::Name) {
            return Some(name);
        }
        // What stands beside the years of a record names it.
        let dated = record.rows.first().filter(|_| record.begins_with_dates)?;
        let entry = dated.cell(self.roles.get(Role::Indicator)?)?;
        Some(entry.text.clone()).filter(|text| !text.is_empty())
    }

    /// The first text of a role's column in a record.
    fn first_text(&self, record: &Record, role: Role) -> Option<String> {
        let mut entries = record.rows.iter().filter_map(|row| self.entry(row, role));
        entries.find(|it| !it.text.is_empty()).map(|it| it.text.clone())
    }

    /// What the rows of a record say in the columns of a role, each cell once.
    fn texts(&self, record: &Record, role: Role) -> Option<String> {
        let col = self.roles.get(role)?;
        let mut found: Vec<&Entry> = Vec::new();
        for entry in record.rows.iter().filter_map(|row| self.entry_at(row, col, role)) {
            if !entry.text.is_empty() && !found.iter().any(|it| it.place == entry.place) {
                found.push(entry);
            }
        }
        let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }

    fn bureaus(&self, record: &Record) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for col in self.roles.all(Role::Bureau) {
            for entry in record.rows.iter().filter_map(|row| self.entry_at(row, col, Role::Bureau))
            {
                for line in entry.text.lines().filter(|line| !line.is_empty()) {
                    if !found.iter().any(|it| it == line) {
                        found.push(line.to_owned());
                    }
                }
            }
        }
        found
    }

    /// The column of a role, of the indicators side by side the one of `slot`.
    fn column(&self, role: Role, slot: usize) -> Option<usize> {
        self.roles.all(role).find(|&col| self.slot(col) == slot)
    }

    /// What the values of a slot count, where their headers say so.
    fn item(&self, slot: usize) -> Option<&str> {
        let mut columns = self.roles.columns.iter().filter(|it| it.slot == slot);
        columns.find_map(|it| it.item.as_deref())
    }

    fn slot(&self, col: usize) -> usize {
        self.roles.columns.get(col).map_or(0, |it| it.slot)
    }

    fn entry<'r>(&self, row: &'r Row, role: Role) -> Option<&'r Entry> {
        self.entry_at(row, self.roles.get(role)?, role)
    }

    /// The cell of a column. One that is merged over several roles belongs to the
    /// first, but over the rating it says something about the row.
    fn entry_at<'r>(&self, row: &'r Row, col: usize, role: Role) -> Option<&'r Entry> {
        let entry = row.cell(col)?;
        if entry.colspan == 1 {
            return Some(entry);
        }
        let is_first =
            || self.roles.first_under(entry.col, entry.colspan).is_none_or(|it| it == col);
        let is_own = match self.roles.count_under(entry.col, entry.colspan) {
            0 | 1 => entry.col == col || self.roles.get(role) == Some(col),
            _ if self.is_over(entry, Role::Rating) => {
                matches!(role, Role::Target | Role::Actual | Role::Rating) && self.is_rating(entry)
            }
            // What is no number is said of both: 集計中.
            2 if role == Role::Actual && self.is_over(entry, Role::Target) => {
                !entry.text.starts_with(char::is_numeric)
            }
            _ => is_first(),
        };
        is_own.then_some(entry)
    }

    /// Whether a cell over values and rating is a rating itself: ― for all of them.
    /// Words over a target too say why there is none of them.
    fn is_rating(&self, entry: &Entry) -> bool {
        let is_of_values = [Role::Name, Role::Bureau, Role::Indicator, Role::Remarks]
            .iter()
            .all(|role| !self.is_over(entry, *role));
        let may_be = !self.is_over(entry, Role::Target) || rating::symbol(&entry.text).is_some();
        is_of_values && may_be && self.legend.read(&entry.text).is_some()
    }

    fn is_over(&self, entry: &Entry, role: Role) -> bool {
        let col = self.roles.get(role);
        col.is_some_and(|col| (entry.col..entry.col + entry.colspan).contains(&col))
    }

    fn text<'r>(&self, row: &'r Row, role: Role) -> &'r str {
        self.entry(row, role).map_or("", |entry| &entry.text)
    }

    /// What stands in place of the values: a merged cell over the rating, or brackets
    /// in place of an indicator where the row has no values.
    fn note<'r>(&self, row: &'r Row) -> Option<&'r Entry> {
        let merged = self.roles.get(Role::Rating).and_then(|col| row.cell(col));
        let is_note = |entry: &&Entry| {
            self.roles.count_under(entry.col, entry.colspan) > 1 && !self.is_rating(entry)
        };
        let bracketed = || {
            let values = [Role::Target, Role::Actual, Role::Rating];
            let is_empty = values.iter().all(|&role| self.text(row, role).is_empty());
            let entry = self.entry(row, Role::Indicator).filter(|_| is_empty)?;
            let inner = entry.text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
            (!inner.contains(['（', '）', '(', ')'])).then_some(entry)
        };
        merged.filter(is_note).or_else(bracketed).filter(|it| !it.text.is_empty())
    }

    /// The columns that hold no role, those with a header in every record: an empty
    /// cell is no missing key.
    fn extra(&self, record: &Record) -> Vec<Extra> {
        let mut found = Vec::new();
        for (col, column) in self.roles.others() {
            let entries = record.rows.iter().filter_map(|row| row.cell(col));
            let mut own: Vec<&Entry> = Vec::new();
            for entry in entries.filter(|it| it.col == col && !it.text.is_empty()) {
                if !own.iter().any(|it| it.place == entry.place) {
                    own.push(entry);
                }
            }
            if !column.has_header && own.is_empty() {
                continue;
            }
            let texts: Vec<&str> = own.iter().map(|it| it.text.as_str()).collect();
            let text = texts.join("\n");
            found.push(Extra { header: column.header.clone(), number: number(&text), text });
        }
        found.extend(self.unnamed_rows(record));
        found
    }

    /// The cells of rows of a record that say what no word of ours does.
    fn unnamed_rows(&self, record: &Record) -> Vec<Extra> {
        let Some(rows_of) = self.roles.rows_of else { return Vec::new() };
        let mut found = Vec::new();
        for row in &record.rows {
            let word = row.cell(rows_of).map_or("", |it| it.text.trim());
            if word.is_empty() || self.roles.value_of_row(word).is_some() {
                continue;
            }
            let of_rows = |entry: &&Entry| self.roles.role(entry.col) == Some(Role::ByRow);
            for entry in row.filled().filter(of_rows) {
                let header = self.roles.columns.get(entry.col).map_or("", |it| &it.header);
                let header = format!("{word} {header}");
                found.push(Extra { header, number: number(&entry.text), text: entry.text.clone() });
            }
        }
        found
    }
}

/// A row that holds an indicator.
#[derive(Clone, Copy)]
struct Line<'r> {
    row: &'r Row,
    /// The rows of its values: more than one where each holds a kind of value.
    rows: &'r [Row],
    /// Which of the indicators side by side.
    slot: usize,
}

/// A name that begins with its number: ① 養成, 11101 計画の作成, ③-1 支援.
fn numbered(name: &str) -> Option<(&str, &str)> {
    let is_number = |c: char| c.is_numeric() || "()（）-－‐.．".contains(c);
    let end = name.find(|c| !is_number(c))?;
    let (number, rest) = name.split_at(end);
    let is_marked = number.starts_with(|c: char| c.is_numeric() && !c.is_ascii_digit());
    let parted = rest.starts_with(char::is_whitespace);
    let has_digit = number.contains(char::is_numeric);
    let rest = rest.trim_start();
    (has_digit && (parted || is_marked) && !rest.is_empty()).then_some((number, rest))
}

fn number(text: &str) -> Option<Decimal> {
    let read = value::read(text, &Hints::none()).values;
    match read.as_slice() {
        [only] => only.number,
        _ => None,
    }
}

/// Of a row without number it is not sure that it is a measure of its own.
fn doubtful() -> Finding {
    let message = Message::new(
        "番号も目標・実績・評価もない行を施策として読みました。前後の行の続きかもしれません。",
        "a row without number, values and rating was read as a measure: it may belong to another row",
    );
    Finding::new(Code::P914, message)
}

fn join_texts(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first}\n{second}")),
        (first, second) => first.or(second),
    }
}
