//! What each column of a table holds: decided once, from all its headers, before
//! any row is read.
//!
//! Each header names a role, well or less well, and may name a year. Where two
//! columns claim one role of one year, the better header has it; where neither is
//! better, the first one has it and a finding says so. What no column claims stays
//! under its own header.

mod among;
mod candidate;
mod choice;
mod dates;
mod endings;
mod given;
mod items;
mod marked;
mod named;
mod names;
mod stacked;
mod steps;
#[cfg(test)]
mod tests;

use super::Context;
use crate::finding::{Code, Finding, Message, excerpt};
use crate::layout::{self, RecordKind, Role};
use crate::place::Place;
use crate::table::{Column, Table};
use crate::value::{Stated, rating, unit};
use candidate::Candidate;
use choice::{Claim, Rank, near, rank, year_read};
use names::Names;
use std::collections::{BTreeMap, HashMap, HashSet};

pub(crate) use among::is_below_first;
pub(crate) use among::value_word;
pub(crate) use steps::words as words_of_ratings;

/// A fiscal year, or several in a row: the first and the last one.
pub(crate) type Years = (i32, i32);

/// The columns of a table of measures.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    /// One for each column.
    pub(crate) columns: Vec<ColumnRole>,
    /// The column that says what each row of a record holds.
    pub(crate) rows_of: Option<usize>,
    /// The column that dates each row of a record.
    pub(crate) years_of_rows: Option<usize>,
    /// The unit of its values, as a line above it states it.
    pub(crate) unit: Option<Stated>,
    /// For each role the column that has it in the year of the report.
    first: HashMap<Role, usize>,
    /// The fiscal years for which it has columns of targets, or of all values.
    target_years: HashSet<i32>,
    /// How the layout reads rows.
    pub(crate) rows: RowRules,
}

/// How rows make records, as far as a layout says so.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowRules {
    /// What one record is.
    pub(crate) record: Option<RecordKind>,
    /// How many rows a record has where no merged cell says so; 0 where nothing does.
    pub(crate) count: usize,
    /// The words of the column that says what each row holds, folded.
    words: BTreeMap<String, Role>,
}

/// What one column holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnRole {
    /// None for a column that is kept under its own header.
    pub(crate) role: Option<Role>,
    /// The roles of its rows, where a record has several and the header names them
    /// one below the other.
    pub(crate) by_row: Vec<(Role, Option<i32>)>,
    /// The fiscal years that its header names.
    pub(crate) years: Option<Years>,
    /// Which of the indicators that stand side by side it is about.
    pub(crate) slot: usize,
    /// What a rating is about: 必要性.
    pub(crate) aspect: Option<String>,
    /// What its values count, where several things stand side by side: 利用者数.
    pub(crate) item: Option<String>,
    /// The column of dates that dates its values.
    pub(crate) dated_by: Option<usize>,
    /// The unit that its header states.
    pub(crate) unit: Option<Stated>,
    /// The header as printed, or what tells it from others with the same.
    pub(crate) header: String,
    /// Whether it has a header at all.
    pub(crate) has_header: bool,
    /// Whether a mark in it says that its header is the rating: ○ below やや遅れ.
    pub(crate) is_marked: bool,
    /// Why it has its role.
    pub(crate) why: Why,
}

impl ColumnRole {
    /// The rating that a cell of a column of ratings says: the header, where a mark stands
    /// for it, and of boxes the one that is ticked.
    pub(crate) fn rating_in<'a>(&'a self, cell: &'a str) -> &'a str {
        let cell = rating::ticked(cell).unwrap_or(cell);
        self.aspect.as_deref().filter(|_| self.is_marked && !cell.is_empty()).unwrap_or(cell)
    }
}

/// Why a column has its role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Why {
    /// No header or cell says what it holds.
    #[default]
    Unclaimed,
    /// The header is one of the words of the role.
    Word,
    /// The header holds one of the words of the role.
    Part,
    /// An outer header says so.
    Outer,
    /// Its cells are of the kind.
    Cells,
    /// It stands among columns of other years.
    Year,
    /// Another column has the role.
    Taken,
    /// It is the heading above the table.
    Heading,
    /// The layout says so.
    Layout,
}

impl Why {
    /// The reason in plain words, for a layout that is printed.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Why::Unclaimed => "no word known",
            Why::Word => "header",
            Why::Part => "word in the header",
            Why::Outer => "outer header",
            Why::Cells => "what its cells hold",
            Why::Year => "a year among years",
            Why::Taken => "another column has the role",
            Why::Heading => "heading above the table",
            Why::Layout => "layout",
        }
    }
}

impl Roles {
    /// The roles of the columns of a table, whatever it is of.
    pub(crate) fn of(table: &Table, context: &Context, findings: &mut Vec<Finding>) -> Roles {
        let kinds = candidate::kinds(table, context);
        let mut candidates: Vec<Candidate> =
            table.columns.iter().map(|column| candidate::read(column, context)).collect();
        let layout = context.layout.as_deref();
        if let Some(layout) = layout {
            given::apply(&mut candidates, table, layout, context, findings);
        }
        among::by_cells(&mut candidates, &kinds, table);
        steps::claim(&mut candidates, table, context);
        marked::claim(&mut candidates, table);
        items::claim(&mut candidates, &kinds, table);
        endings::claim(&mut candidates, &kinds);
        let rows_of = among::rows_of(&mut candidates, table, layout);
        stacked::find(&mut candidates, table, context);
        among::years_alone(&mut candidates, rows_of.is_some(), table);
        named::names(&mut candidates, table);
        among::group_as_name(&mut candidates, table);
        findings.extend(named::unknown_name(&mut candidates, &kinds, table));
        among::groups_by_cells(&mut candidates, &kinds, table);
        among::present(&mut candidates, context);
        among::ratings(&mut candidates, &kinds);
        among::neighbours(&mut candidates);
        among::later_targets(&mut candidates, context);
        let slots = among::slots(&candidates);
        let years_of_rows = dates::of_rows(&candidates, table);
        let mut roles = Roles::settle(table, candidates, &slots);
        (roles.rows_of, roles.years_of_rows) = (rows_of, years_of_rows);
        roles.choose(context, &table.columns, table, findings);
        roles.unit = unit_above(table);
        if let Some(layout) = layout {
            roles.rows = RowRules {
                record: layout.record,
                count: if layout.rows > 1 { layout.rows } else { 0 },
                words: layout.row_words.clone(),
            };
        }
        roles
    }

    fn settle(table: &Table, candidates: Vec<Candidate>, slots: &[usize]) -> Roles {
        let mut names = Names::default();
        let columns = table.columns.iter().zip(candidates).zip(slots);
        let columns = columns.map(|((column, candidate), &slot)| {
            let header = column.path.join(" ");
            let has_header = !header.trim().is_empty();
            ColumnRole {
                role: candidate.role,
                by_row: candidate.by_row,
                years: candidate.years,
                slot,
                aspect: candidate.aspect,
                item: candidate.item,
                dated_by: None,
                unit: unit::stated(&header),
                header: names.unique(header.replace('\n', "")),
                has_header,
                is_marked: candidate.is_marked,
                why: candidate.why,
            }
        });
        let mut columns: Vec<ColumnRole> = columns.collect();
        let paths: Vec<Vec<String>> = table.columns.iter().map(|it| it.path.clone()).collect();
        let dates = dates::beside(&columns, &paths);
        for (own, date) in columns.iter_mut().zip(dates) {
            own.dated_by = date;
        }
        let target_years = columns
            .iter()
            .filter(|it| matches!(it.role, Some(Role::Target | Role::ByRow)))
            .filter_map(|it| it.years.map(|it| it.1))
            .collect();
        Roles { columns, target_years, ..Roles::default() }
    }

    /// Whether a table with these columns is one of measures: a name or an indicator
    /// with two of its values or ratings; or a name with a rating, and a number or a
    /// bureau.
    pub(crate) fn are_of_measures(&self) -> bool {
        let has = |role: Role| self.columns.iter().any(|it| it.role == Some(role));
        let rows = || self.columns.iter().flat_map(|it| it.by_row.iter().map(|it| it.0));
        let values: HashSet<Role> =
            self.columns.iter().filter_map(|it| it.role).chain(rows()).collect();
        let values = values.iter().filter(|it| it.is_value() || **it == Role::Rating).count();
        let is_named = has(Role::Name) || has(Role::Indicator);
        let is_given =
            is_named && self.columns.iter().any(|it| it.why == Why::Layout) && values >= 1;
        let is_list = has(Role::Name)
            && has(Role::Rating)
            && (has(Role::Id) || has(Role::Bureau) || has(Role::Deed));
        let is_told = values >= 2 || self.has_years_of_one_value() || self.has_values_beside();
        (is_named && is_told) || is_given || is_list
    }

    /// Whether there are values of two kinds, of one for several years, or of one with a
    /// rating.
    pub(crate) fn have_values(&self) -> bool {
        let roles: HashSet<Role> = self.columns.iter().filter_map(|it| it.role).collect();
        let kinds = roles.iter().filter(|it| it.is_value()).count();
        let is_rated = kinds > 0 && roles.contains(&Role::Rating);
        kinds >= 2 || is_rated || self.has_years_of_one_value()
    }

    /// Gives a column a role that no header says.
    pub(crate) fn give(&mut self, col: usize, role: Role, why: Why) {
        if let Some(own) = self.columns.get_mut(col) {
            (own.role, own.why) = (Some(role), why);
            self.first.insert(role, col);
        }
    }

    /// Whether a table with these columns has other roles than one with those.
    pub(crate) fn are_others_than(&self, those: &Roles) -> bool {
        let set = |roles: &Roles| -> HashSet<Role> {
            roles.columns.iter().filter_map(|it| it.role).collect()
        };
        set(self) != set(those)
    }

    /// Whether a value stands there for two indicators side by side.
    fn has_values_beside(&self) -> bool {
        let values = self.columns.iter().filter(|it| it.role.is_some_and(Role::is_value));
        values.map(|it| it.slot).collect::<HashSet<_>>().len() > 1
    }

    /// Whether one value stands there for two years or more.
    fn has_years_of_one_value(&self) -> bool {
        let dated = self.columns.iter().filter(|it| it.years.is_some());
        let mut counts: HashMap<Role, usize> = HashMap::new();
        let is_yearly = |it: &Role| it.is_value() || matches!(it, Role::ByRow | Role::Rating);
        for role in dated.filter_map(|it| it.role).filter(is_yearly) {
            *counts.entry(role).or_default() += 1;
        }
        counts.into_iter().any(|(role, count)| count >= 2 && role != Role::Ratio)
    }

    /// The column that has a role, of several the one of the report's year.
    pub(crate) fn get(&self, role: Role) -> Option<usize> {
        self.first.get(&role).copied()
    }

    /// The column of the innermost groups.
    pub(crate) fn field(&self) -> Option<usize> {
        let pillar = self.get(Role::Group(1));
        let is_inner = |(col, it): &(usize, &ColumnRole)| {
            it.role.is_some_and(Role::is_group) && Some(*col) != pillar
        };
        self.columns.iter().enumerate().rfind(is_inner).map(|it| it.0)
    }

    /// The columns of the groups between the outermost and the innermost.
    pub(crate) fn between(&self) -> impl Iterator<Item = usize> + '_ {
        let ends = [self.get(Role::Group(1)), self.field()];
        let columns = self.columns.iter().enumerate();
        let groups = columns.filter(|(_, it)| it.role.is_some_and(Role::is_group));
        groups.map(|it| it.0).filter(move |col| !ends.contains(&Some(*col)))
    }

    /// What a column holds.
    pub(crate) fn role(&self, col: usize) -> Option<Role> {
        self.columns.get(col)?.role
    }

    /// What a target is: one of a year after the report's is a goal, unless it is the
    /// next of a row of years with a target each.
    pub(crate) fn target_of(&self, year: Option<i32>, report: Option<i32>) -> Role {
        match (year, report) {
            (Some(own), Some(report))
                if own > report && !self.target_years.contains(&own.saturating_sub(1)) =>
            {
                Role::Goal
            }
            _ => Role::Target,
        }
    }

    /// The value that a cell of the column of row names says.
    pub(crate) fn value_of_row(&self, text: &str) -> Option<Role> {
        let given = self.rows.words.get(&layout::fold(text)).copied();
        given.or_else(|| among::value_word(text))
    }

    /// Whether the rows of a record hold values of their own: 目標 above 実績.
    pub(crate) fn is_by_row(&self) -> bool {
        self.years_of_rows.is_some() || self.columns.iter().any(|it| it.role == Some(Role::ByRow))
    }

    /// Every column with a role, from the left.
    pub(crate) fn all(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        let columns = self.columns.iter().enumerate();
        columns.filter(move |(_, it)| it.role == Some(role)).map(|(col, _)| col)
    }

    /// The columns that no role claims, and those that are to be kept as they are.
    pub(crate) fn others(&self) -> impl Iterator<Item = (usize, &ColumnRole)> {
        let is_other = |role: Option<Role>| {
            matches!(role, None | Some(Role::Ignore | Role::Money | Role::Date))
        };
        self.columns.iter().enumerate().filter(move |(_, it)| is_other(it.role))
    }

    /// How many columns with a role of the report's year lie from `col` on.
    pub(crate) fn count_under(&self, col: usize, colspan: usize) -> usize {
        self.first.values().filter(|&&it| (col..col + colspan).contains(&it)).count()
    }

    /// The first of those.
    pub(crate) fn first_under(&self, col: usize, colspan: usize) -> Option<usize> {
        self.first.values().copied().filter(|it| (col..col + colspan).contains(it)).min()
    }

    /// Finds the column of each role, and takes the role from those that another
    /// has: of two with one role and year, the one whose header fits it better.
    fn choose(
        &mut self,
        context: &Context,
        columns: &[Column],
        table: &Table,
        findings: &mut Vec<Finding>,
    ) {
        let mut best: HashMap<Claim, (Rank, usize)> = HashMap::new();
        let mut ties = Vec::new();
        for (col, (own, column)) in self.columns.iter().zip(columns).enumerate() {
            let Some(role) = own.role else { continue };
            if matches!(role, Role::Bureau | Role::Group(_) | Role::Ignore | Role::ByRow) {
                continue;
            }
            let claim = Claim::of(role, own);
            let rank = rank(role, own, column);
            match best.get(&claim) {
                Some((other, _)) if *other < rank => {}
                Some((other, first)) if *other == rank => ties.push((*first, col)),
                _ => {
                    best.insert(claim, (rank, col));
                }
            }
        }
        findings.extend(ties.iter().filter_map(|&(first, col)| self.tie(first, col, table)));
        let kept: HashSet<usize> = best.values().map(|it| it.1).collect();
        for (col, own) in self.columns.iter_mut().enumerate() {
            let is_single = own.role.is_some_and(|role| {
                !matches!(role, Role::Bureau | Role::Group(_) | Role::Ignore | Role::ByRow)
            });
            if is_single && !kept.contains(&col) {
                (own.role, own.why) = (None, Why::Taken);
            }
        }
        let year = year_read(&self.columns, context.year, table);
        for (col, own) in self.columns.iter().enumerate() {
            let Some(role) = own.role else { continue };
            let Some(rank) = near(role, own, year) else { continue };
            let first = self.first.get(&role).and_then(|&first| self.columns.get(first));
            let is_better =
                first.is_none_or(|first| near(role, first, year).is_none_or(|other| rank < other));
            if is_better {
                self.first.insert(role, col);
            }
        }
    }

    /// Says that two columns claim one role of one year.
    fn tie(&self, first: usize, col: usize, table: &Table) -> Option<Finding> {
        let (first, second) = (self.columns.get(first)?, self.columns.get(col)?);
        first.role.filter(|role| role.is_yearly())?;
        let names = [first, second].map(|it| excerpt(&it.header, NAME_CHARS));
        let message = Message::new(
            format!(
                "列「{}」と「{}」は同じ年度の同じ項目に見えます。先の列を読み、後の列は extra に残しました。",
                names[0], names[1]
            ),
            format!(
                "the columns {:?} and {:?} claim one value of one year: the first was read, the other kept in extra",
                names[0], names[1]
            ),
        );
        let place = Place::around(table.rows.iter().map(|row| &row.place));
        Some(Finding::new(Code::P930, message).at(place))
    }
}

/// The unit that a line above a table states for all its values: （単位：千人）. Where
/// money stands beside the values, it is of that.
fn unit_above(table: &Table) -> Option<Stated> {
    let has_money = |column: &Column| {
        layout::is_no_indicator(&column.path) || layout::role_of(&column.path) == Some(Role::Money)
    };
    let lines = || table.captions.iter().chain(&table.notes).flat_map(|it| it.text.lines());
    let states = |line: &str| {
        let bare = line.trim().trim_start_matches(['（', '(', '［', '[', '【']);
        bare.starts_with("単位").then(|| unit::stated(line))?
    };
    lines().find_map(states).filter(|_| !table.columns.iter().any(has_money))
}

/// How much of a header a message repeats, in characters.
const NAME_CHARS: usize = 20;

/// The roles of columns that tests write down.
#[cfg(test)]
pub(crate) fn of_headers(headers: &[&str]) -> Roles {
    Roles::of(&crate::table::samples::table(headers, &[]), &Context::default(), &mut Vec::new())
}
