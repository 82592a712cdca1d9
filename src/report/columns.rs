//! Which column of a table holds what.

use crate::layout::{self, Field, Fit, Heading};
use crate::table::{Column, Table};
use crate::value::Stated;
use crate::value::unit;
use std::collections::{HashMap, HashSet};

/// The columns of a table of measures.
pub(super) struct Columns {
    of: HashMap<Field, usize>,
    /// Columns that hold no field of ours, each under a name of its own.
    pub(super) others: Vec<Other>,
    /// The units that headers state.
    units: HashMap<Field, Stated>,
}

/// A column that holds no field of ours.
pub(super) struct Other {
    pub(super) col: usize,
    /// Its header, or what tells it from the columns with the same.
    pub(super) name: String,
    pub(super) has_header: bool,
}

impl Columns {
    /// `None` for a table that is none of measures. Where it has the columns of
    /// several years, those of `year` are taken, else those of the latest one.
    pub(super) fn of(table: &Table, year: Option<i32>) -> Option<Columns> {
        let headings = headings_of_measures(table)?;
        let year = year_read(&headings, year, table);
        let mut columns = Columns { of: HashMap::new(), others: Vec::new(), units: HashMap::new() };
        // One look at all cells, where some header may speak of words.
        let has_aims = headings.iter().flatten().any(|it| is_aim(*it));
        let said = if has_aims { numbers_said(table) } else { Vec::new() };
        for field in headings.iter().flatten().map(|it| it.field).collect::<HashSet<_>>() {
            let ranks = headings.iter().enumerate().filter_map(|(index, heading)| {
                let heading = heading.filter(|it| it.field == field)?;
                let column = &table.columns[index];
                let is_prose = is_aim(heading) && said.get(index) == Some(&Some(false));
                Some((is_prose || is_deed(field, column), rank(heading, year, column)?, index))
            });
            let ranks: Vec<_> = ranks.collect();
            let is_value = |it: &(bool, Rank, usize)| !it.0 && it.1.3 != Fit::Former;
            let has_values = ranks.iter().any(is_value);
            let best = ranks.into_iter().filter(|it| !(has_values && it.0)).map(|it| (it.1, it.2));
            columns.of.extend(best.min().map(|(_, index)| (field, index)));
        }
        columns.name(table);
        Some(columns)
    }

    /// Reads the units of the columns that are taken, and the names of others.
    fn name(&mut self, table: &Table) {
        let taken: HashMap<usize, Field> = self.of.iter().map(|(&it, &col)| (col, it)).collect();
        let mut names = Names::default();
        for (index, column) in table.columns.iter().enumerate() {
            let header = column.path.join(" ");
            match taken.get(&index) {
                Some(field) => {
                    self.units.extend(unit::stated(&header).map(|unit| (*field, unit)));
                }
                None => {
                    let has_header = !header.trim().is_empty();
                    let name = names.unique(header.replace('\n', ""));
                    self.others.push(Other { col: index, name, has_header });
                }
            }
        }
    }

    pub(super) fn get(&self, field: Field) -> Option<usize> {
        self.of.get(&field).copied()
    }

    /// The unit that the header of a field states.
    pub(super) fn unit(&self, field: Field) -> Option<&Stated> {
        self.units.get(&field)
    }

    /// The first column of a field from `col` on, within `colspan`.
    pub(super) fn first_under(&self, col: usize, colspan: usize) -> Option<usize> {
        self.of.values().copied().filter(|it| (col..col + colspan).contains(it)).min()
    }

    /// How many fields the columns from `col` on hold, `colspan` of them.
    pub(super) fn fields_under(&self, col: usize, colspan: usize) -> usize {
        self.of.values().filter(|&&it| (col..col + colspan).contains(&it)).count()
    }
}

/// What each header says, if they are those of measures.
fn headings_of_measures(table: &Table) -> Option<Vec<Option<Heading>>> {
    let headings: Vec<Option<Heading>> =
        table.columns.iter().map(|column| layout::heading(&column.path)).collect();
    let has = |field| headings.iter().flatten().any(|it| it.field == field);
    [Field::Id, Field::Name, Field::Rating].into_iter().all(has).then_some(headings)
}

/// Whether the rows of a table are measures.
pub(super) fn is_annex(table: &Table) -> bool {
    headings_of_measures(table).is_some()
}

/// The year whose columns are read: the report's, unless there are others and
/// none of it. A plan has targets for years to come, and columns that wait for
/// their actuals, so actuals are asked first, and whether there are any.
fn year_read(headings: &[Option<Heading>], report: Option<i32>, table: &Table) -> Option<i32> {
    let is_of_report =
        |it: &Heading| it.field == Field::Actual && it.year.is_some() && it.year == report;
    if headings.iter().flatten().any(is_of_report) {
        return report;
    }
    // Beside others, one without a year is that of the report.
    let bears_on =
        |it: &Heading| it.fit != Fit::Substitute && (it.year.is_some() || it.fit == Fit::Whole);
    for field in [Field::Actual, Field::Rating, Field::Target] {
        let of_field = headings.iter().enumerate().filter_map(|(col, heading)| {
            heading.filter(|it| it.field == field && bears_on(it)).map(|it| (col, it.year))
        });
        let of_field: Vec<(usize, Option<i32>)> = of_field.collect();
        if of_field.iter().all(|(_, year)| year.is_none()) {
            continue;
        }
        if of_field.iter().any(|(_, year)| year.is_none() || *year == report) {
            return report;
        }
        // One look at all cells: a sheet may have 16,384 such columns.
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let filled: HashSet<usize> =
            cells.filter(|entry| !entry.text.is_empty()).map(|entry| entry.col).collect();
        let said = of_field.iter().filter(|(col, _)| filled.contains(col));
        let latest = said.filter_map(|(_, year)| *year).max();
        return latest.or_else(|| of_field.iter().filter_map(|(_, year)| *year).max());
    }
    report
}

/// Whether it only stands in for its field, how near its year is, and its words.
type Rank = (bool, u8, u32, Fit);

/// How well a column serves as its field, the smallest best; `None` where it is
/// about another year. A target may be set for a later one.
fn rank(heading: Heading, year: Option<i32>, column: &Column) -> Option<Rank> {
    if !heading.field.is_yearly() {
        return Some((is_group(heading.field, column), 0, 0, Fit::Whole));
    }
    let off = match (heading.year, year) {
        (Some(own), Some(year)) => Some(own.saturating_sub(year)),
        (Some(_), None) => Some(1),
        (None, _) => None,
    };
    let (class, distance) = match off {
        Some(0) => (0, 0),
        None => (1, 0),
        Some(off) if heading.field == Field::Target => {
            (if off > 0 { 2 } else { 3 }, off.unsigned_abs())
        }
        Some(_) => return None,
    };
    Some((heading.fit == Fit::Substitute, class, distance, heading.fit))
}

/// Whether a header may speak of an aim in words, beside the values of an
/// indicator: 施策の目標.
fn is_aim(heading: Heading) -> bool {
    let has_values = matches!(heading.field, Field::Target | Field::Actual);
    has_values && heading.year.is_none() && heading.fit == Fit::Part
}

/// Whether a header speaks of what was done, beside the value that came of it:
/// 取組実績.
fn is_deed(field: Field, column: &Column) -> bool {
    let header = column.path.last().map(|header| layout::fold(header)).unwrap_or_default();
    field == Field::Actual && header.contains("取組")
}

/// For each column, whether any of its cells has a number, `None` where all are
/// empty.
fn numbers_said(table: &Table) -> Vec<Option<bool>> {
    let mut said = vec![None; table.columns.len()];
    for entry in table.rows.iter().flat_map(|row| &row.cells).filter(|it| !it.text.is_empty()) {
        if let Some(said) = said.get_mut(entry.col) {
            *said = Some(*said == Some(true) || entry.text.contains(char::is_numeric));
        }
    }
    said
}

/// Whether a name is that of a group, where another one beside it is called so:
/// 施策 left of 施策名.
fn is_group(field: Field, column: &Column) -> bool {
    let header = column.path.last().map(|header| layout::fold(header)).unwrap_or_default();
    field == Field::Name && !header.contains('名')
}

/// Names that are given out once: none may take the place of another in the data.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
    /// The number that a name was given last. A sheet may have 16,384 columns of
    /// one name.
    last: HashMap<String, usize>,
}

impl Names {
    /// The name, with a number behind it where an earlier column has the same.
    fn unique(&mut self, name: String) -> String {
        let mut free = name.clone();
        while !self.taken.insert(free.clone()) {
            let number = self.last.entry(name.clone()).or_insert(1);
            *number += 1;
            free = format!("{name} ({number})");
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    /// Which of the columns, after 番号 and 施策名, are 目標, 実績 and 評価. The
    /// parts of a path are parted by `/`.
    #[track_caller]
    fn reads(year: i32, headers: &[&str], expected: [Option<usize>; 3]) {
        let all = [&["番号", "施策名"], headers].concat();
        let columns = Columns::of(&samples::table(&all, &[]), (year > 0).then_some(year)).unwrap();
        let found = [Field::Target, Field::Actual, Field::Rating].map(|it| columns.get(it));
        assert_eq!(found.map(|it| it.map(|col| col - 2)), expected, "{headers:?}");
    }

    #[test]
    fn the_year_of_the_report() {
        let across = ["R5/目標", "R5/実績", "R5/評価", "R6/目標", "R6/実績", "R6/評価", "R7/目標"];
        reads(2023, &across, [Some(0), Some(1), Some(2)]);
        reads(2024, &across, [Some(3), Some(4), Some(5)]);
        // No year is named, or one that has no actuals yet: the latest that has.
        reads(0, &across, [Some(3), Some(4), Some(5)]);
        reads(2025, &across, [Some(3), Some(4), Some(5)]);
        reads(0, &["R5実績", "R6実績", "評価"], [None, Some(1), Some(2)]);
        let below = ["目標/R5", "目標/R6", "実績/R5", "実績/R6", "評価"];
        reads(2024, &below, [Some(1), Some(3), Some(4)]);
    }

    #[test]
    fn values_of_other_years() {
        // The aim of the plan; the base from which it started.
        reads(
            2024,
            &["実績値（R3）", "実績値（R6）", "目標値（R8）", "評価"],
            [Some(2), Some(1), Some(3)],
        );
        reads(2024, &["R5実績", "目標", "実績", "評価"], [Some(1), Some(2), Some(3)]);
        reads(2024, &["R6実績", "R6目標", "R5評価"], [Some(1), Some(0), None]);
        reads(
            2024,
            &["当初目標", "変更後目標", "実績の推移", "実績", "評価"],
            [Some(1), Some(3), Some(4)],
        );
        reads(
            2024,
            &["中間目標（R6）", "最終目標（R9）", "現状値（R6）", "評価"],
            [Some(0), Some(2), Some(3)],
        );
        reads(2024, &["現状値（R3）", "目標値", "評価"], [Some(1), None, Some(2)]);
        // What was done, and what came of it.
        reads(2024, &["取組実績", "現状値（R6）", "評価"], [None, Some(1), Some(2)]);
        reads(2024, &["取組実績", "前年度実績", "評価"], [None, Some(0), Some(2)]);
        reads(2021, &["現状値（R3）", "目標値", "実績", "評価"], [Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn an_aim_in_words_is_no_target() {
        let headers = ["番号", "施策名", "施策の目標", "指標の目標値", "評価"];
        let columns = |row: &str| Columns::of(&samples::table(&headers, &[row]), None).unwrap();
        let target = |row: &str| columns(row).get(Field::Target);
        assert_eq!(target("1|港|安全なまち|10件|◎"), Some(3));
        assert_eq!(target("1|港|5件|10件|◎"), Some(2));
        assert_eq!(target("1|港|安全なまち|整備|◎"), Some(2));
    }

    #[test]
    fn equal_headers_get_numbers() {
        let mut names = Names::default();
        let mut check = |name: &str, expected: &str| {
            assert_eq!(names.unique(name.to_owned()), expected);
        };
        check("予算額", "予算額");
        check("予算額", "予算額 (2)");
        check("予算額 (3)", "予算額 (3)");
        check("予算額", "予算額 (4)");
        check("", "");
        check("", " (2)");
    }
}
