//! The annex → measures.
//!
//! A table is (part of) the annex when its header names a number, a name and a
//! rating. Each of its rows is one measure.

use super::columns::{Columns, is_annex};
use super::examples;
use super::groups::{Group, Groups};
use super::{Indicator, Measure, Pillar, Status, quantity, unknown};
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Field};
use crate::table::{Contents, Entry, Row, Table};
use crate::text;
use crate::value::{self, Hints, Legend, Rating, rating};
use rayon::prelude::*;
use std::collections::HashSet;

/// Takes every row of every part of the annex, in order, for a large one is not to
/// be held twice. Where its columns are of several years, those of `year` are read.
pub(super) fn take(
    contents: &mut Contents,
    structure: &[Pillar],
    legend: &Legend,
    year: Option<i32>,
    findings: &mut Vec<Finding>,
) -> Vec<Measure> {
    let mut measures = Vec::new();
    findings.extend(examples::take_out(&mut contents.tables));
    let annex = contents.tables.iter().filter(|table| is_annex(table));
    let mut groups = Groups::new(structure, annex);
    for table in &mut contents.tables {
        let Some(columns) = Columns::of(table, year) else {
            findings.extend(passed_over(table));
            continue;
        };
        findings.extend(unknown::values(table, &columns));
        let grouped = groups.of(table, &columns, findings);
        let read = |(row, group): (Row, Group)| {
            let mut findings = Vec::new();
            let reader = RowReader { row: &row, columns: &columns, legend };
            let measure = reader.measure(group, &mut findings);
            if measure.is_none() {
                findings.extend(unread(&row));
            }
            (measure, findings)
        };
        measures.reserve(table.rows.len());
        let mut rows = std::mem::take(&mut table.rows).into_iter().zip(grouped);
        loop {
            let batch: Vec<(Row, Group)> = rows.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let read: Vec<_> = batch.into_par_iter().map(read).collect();
            for (measure, found) in read {
                measures.extend(measure);
                findings.extend(found);
            }
        }
    }
    measures
}

/// How many rows are read at a time: enough to keep threads busy, few enough that
/// the measures of a large table do not lie in memory twice.
const BATCH: usize = 4096;

struct RowReader<'a> {
    row: &'a Row,
    columns: &'a Columns,
    legend: &'a Legend,
}

impl RowReader<'_> {
    fn measure(&self, group: Group, findings: &mut Vec<Finding>) -> Option<Measure> {
        let id = layout::number(&self.text(Field::Id));
        let name = self.text(Field::Name);
        let is_said = |field: &Field| !self.text(*field).is_empty();
        let says = [Field::Indicator, Field::Target, Field::Actual, Field::Rating];
        if id.is_empty() && (name.is_empty() || !says.iter().any(is_said)) {
            return None;
        }
        let rating_symbol = self.text(Field::Rating);
        let rating = self.rating(&rating_symbol, &id, findings);
        let note = self.merged_note().or_else(|| self.bracketed_note());
        let noted = note.map(|entry| entry.col);
        let note = note.map_or("", |entry| entry.text.as_str());
        let remarks = join_texts(note, &self.text(Field::Remarks));
        let reason = self.text(Field::Reason);
        if id.is_empty() && note.is_empty() && !says[1..].iter().any(is_said) {
            findings.push(doubtful().at(Some(self.row.place.clone())));
        }
        let is_note = noted.is_some() && noted == self.columns.get(Field::Indicator);
        let indicator = if is_note { String::new() } else { self.text(Field::Indicator) };
        let items = value::items(&indicator);
        let hints = Hints::none().with_items(&items).with_note(reason.as_str());
        let mut read = |field: Field| {
            let entry = self.entry(field);
            let text = self.text(field);
            let hints = hints.clone().with_unit(self.columns.unit(field));
            let stored = entry.and_then(|entry| entry.number);
            quantity::read(text, stored, &hints, |finding| {
                findings.push(finding.of_measure(&id).at(entry.map(|entry| entry.place.clone())));
            })
        };
        let (target, actual) = (read(Field::Target), read(Field::Actual));
        Some(Measure {
            pillar: group.pillar,
            field: group.field,
            name,
            bureau: self.text(Field::Bureau),
            indicator: Indicator {
                items,
                normalized: text::normalize(&indicator),
                text: indicator,
            },
            target,
            actual,
            rating,
            rating_symbol,
            status: status(rating, &remarks),
            reason,
            remarks,
            extra: self.extra(),
            place: self.row.place.clone(),
            id,
        })
    }

    fn rating(&self, symbol: &str, id: &str, findings: &mut Vec<Finding>) -> Option<Rating> {
        let rating = self.legend.read(symbol);
        if rating.is_none() && !symbol.is_empty() {
            let place = self.entry(Field::Rating).map(|entry| entry.place.clone());
            findings.push(unknown_symbol(symbol).of_measure(id).at(place));
        }
        rating
    }

    /// The cell of a field. One that is merged over several fields belongs to the
    /// first, but over the rating it says something about the row.
    fn entry(&self, field: Field) -> Option<&Entry> {
        let col = self.columns.get(field)?;
        let entry = self.row.cell(col)?;
        let is_first = || self.columns.first_under(entry.col, entry.colspan) == Some(col);
        let is_own = match self.fields_under(entry) {
            0 | 1 => true,
            _ if self.is_over_rating(entry) => {
                matches!(field, Field::Target | Field::Actual | Field::Rating)
                    && self.is_rating(entry)
            }
            // What is no number is said of both: 集計中.
            2 if field == Field::Actual && self.is_over(entry, Field::Target) => {
                !entry.text.starts_with(char::is_numeric)
            }
            _ => is_first(),
        };
        is_own.then_some(entry)
    }

    /// Whether a cell over values and rating is a rating itself: ― for all of them.
    /// Words over a target too say why there is none of them.
    fn is_rating(&self, entry: &Entry) -> bool {
        let is_of_values = [Field::Name, Field::Bureau, Field::Indicator, Field::Remarks]
            .iter()
            .all(|field| !self.is_over(entry, *field));
        let may_be = !self.is_over(entry, Field::Target) || rating::symbol(&entry.text).is_some();
        is_of_values && may_be && self.legend.read(&entry.text).is_some()
    }

    fn is_over(&self, entry: &Entry, field: Field) -> bool {
        let col = self.columns.get(field);
        col.is_some_and(|col| (entry.col..entry.col + entry.colspan).contains(&col))
    }

    fn is_over_rating(&self, entry: &Entry) -> bool {
        self.is_over(entry, Field::Rating)
    }

    fn text(&self, field: Field) -> String {
        self.entry(field).map(|entry| entry.text.clone()).unwrap_or_default()
    }

    fn fields_under(&self, entry: &Entry) -> usize {
        self.columns.fields_under(entry.col, entry.colspan)
    }

    /// What stands in place of the values, if a merged cell covers the rating.
    fn merged_note(&self) -> Option<&Entry> {
        let entry = self.row.cell(self.columns.get(Field::Rating)?)?;
        (self.fields_under(entry) > 1 && !self.is_rating(entry)).then_some(entry)
    }

    /// What stands in brackets in place of an indicator, where the row has no
    /// values: the same, from a table without merged cells.
    fn bracketed_note(&self) -> Option<&Entry> {
        let values = [Field::Target, Field::Actual, Field::Rating];
        let is_empty = values.iter().all(|&field| self.text(field).is_empty());
        let entry = self.entry(Field::Indicator).filter(|_| is_empty)?;
        let inner = entry.text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
        (!inner.contains(['（', '）', '(', ')'])).then_some(entry)
    }

    /// The columns that hold no field, those with a header in every row: an empty
    /// cell is no missing key.
    fn extra(&self) -> Vec<(String, String)> {
        let text = |col: usize| self.row.cell(col).filter(|entry| entry.col == col);
        let text = |col: usize| text(col).map_or("", |entry| entry.text.as_str());
        let others = self.columns.others.iter().map(|other| (other, text(other.col)));
        others
            .filter(|(other, text)| other.has_header || !text.is_empty())
            .map(|(other, text)| (other.name.clone(), text.to_owned()))
            .collect()
    }
}

/// How many fields a header must name for its table to look like one of measures.
const FIELDS_OF_ANNEX: usize = 4;

/// Says which table would be one of measures, but for the headers that it lacks.
fn passed_over(table: &Table) -> Option<Finding> {
    let named: HashSet<Field> =
        table.columns.iter().filter_map(|column| layout::field(&column.path)).collect();
    let first = table.rows.first()?;
    let needed = [(Field::Id, "番号"), (Field::Name, "施策名"), (Field::Rating, "評価")];
    let lacking: Vec<&str> =
        needed.iter().filter(|it| !named.contains(&it.0)).map(|it| it.1).collect();
    if named.len() < FIELDS_OF_ANNEX || lacking.is_empty() {
        return None;
    }
    let message = Message::new(
        format!(
            "見出しに{}がないため、{}行の表を施策として読みませんでした。",
            lacking.join("・"),
            table.rows.len()
        ),
        format!(
            "a table of {} rows was not read as measures: its header has no {}",
            table.rows.len(),
            lacking.join(", ")
        ),
    );
    Some(Finding::new(Code::P911, message).at(Some(first.place.clone())))
}

/// Says what a row holds that is no measure: nothing may vanish unsaid.
fn unread(row: &Row) -> Option<Finding> {
    let found = Some(row.said()).filter(|said| !said.is_empty())?;
    let message = Message::new(
        "番号も施策名もない行は、施策として読みませんでした。",
        "a row without number and name was not read as a measure",
    );
    let finding = Finding::new(Code::P910, message).at(Some(row.place.clone()));
    Some(Finding { found: Some(found), ..finding })
}

/// Of a row without number it is not sure that it is a measure of its own.
fn doubtful() -> Finding {
    let message = Message::new(
        "番号も目標・実績・評価もない行を施策として読みました。前後の行の続きかもしれません。",
        "a row without number, values and rating was read as a measure: it may belong to another row",
    );
    Finding::new(Code::P914, message)
}

fn join_texts(first: &str, second: &str) -> String {
    match (first, second) {
        ("", only) | (only, "") => only.to_owned(),
        (first, second) => format!("{first}\n{second}"),
    }
}

fn unknown_symbol(symbol: &str) -> Finding {
    let message = Message::new(
        format!("評価「{symbol}」は凡例にありません。"),
        format!("the rating {symbol:?} is not in the legend"),
    );
    Finding { found: Some(symbol.to_owned()), ..Finding::new(Code::R203, message) }
}

fn status(rating: Option<Rating>, remarks: &str) -> Status {
    match rating {
        Some(Rating::Achieved | Rating::MostlyAchieved | Rating::NotAchieved) => Status::Evaluated,
        Some(Rating::Pending) => Status::Pending,
        Some(Rating::NotSet) => Status::NotSet,
        None if ["廃止", "終了", "中止"].iter().any(|word| remarks.contains(word)) => {
            Status::Abolished
        }
        None => Status::NotSet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    /// The codes of what is said of a table, and how many measures it gives.
    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: (usize, &[Code])) {
        let table = samples::table(headers, rows);
        let mut contents = Contents { tables: vec![table], ..Contents::default() };
        let mut findings = Vec::new();
        let measures = take(&mut contents, &[], &layout::usual_legend(), None, &mut findings);
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!((measures.len(), codes.as_slice()), expected);
    }

    const HEADERS: [&str; 5] = ["番号", "施策名", "目標", "実績", "評価"];

    #[test]
    fn what_is_no_measure_is_said() {
        check(&HEADERS, &["1|窓口|5件|6件|◎", "||80％|7％|△"], (1, &[Code::P910]));
        check(&HEADERS, &["1|窓口|5件|6件|◎", "||||"], (1, &[]));
        let headers = ["番号", "施策名", "成果指標", "目標", "実績", "評価"];
        check(&headers, &["|窓口の|設置数|||", "1|運営||5|6|◎"], (2, &[Code::P914]));
        let other = ["番号", "施策名", "目標", "実績", "進捗の印"];
        check(&other, &["1|窓口|5件|6件|◎"], (0, &[Code::P911]));
        check(&["年度", "目標", "実績"], &["R6|5|6"], (0, &[]));
    }

    /// A cell over several fields is that of the first, if none of them is 評価.
    #[test]
    fn a_cell_over_two_fields_is_not_lost() {
        let rows = ["1|窓口|来年度から|<|◎", "2|道路|指標なし|<|<", "3|橋|5件|―|<"];
        let table = samples::table(&HEADERS, &rows);
        let mut contents = Contents { tables: vec![table], ..Contents::default() };
        let legend = layout::usual_legend();
        let measures = take(&mut contents, &[], &legend, None, &mut Vec::new());
        assert_eq!(measures[0].target.text, "来年度から");
        assert_eq!(measures[0].actual.text, "来年度から");
        assert_eq!(
            (measures[2].actual.text.as_str(), measures[2].rating_symbol.as_str()),
            ("―", "―")
        );
        assert_eq!(measures[0].rating, Some(Rating::Achieved));
        assert_eq!(
            (measures[1].target.text.as_str(), measures[1].remarks.as_str()),
            ("", "指標なし")
        );
    }
}
