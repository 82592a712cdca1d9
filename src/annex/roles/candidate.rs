//! One column by itself: what its headers say, and of what kind its cells are.

use super::{Why, Years};
use crate::annex::Context;
use crate::layout::{self, Fit, Header, Role};
use crate::table::{Column, Row, Table};

/// A column while it is asked.
pub(super) struct Candidate {
    /// The headers of its path, outermost first.
    pub(super) levels: Vec<Header>,
    pub(super) role: Option<Role>,
    pub(super) fit: Fit,
    pub(super) years: Option<Years>,
    pub(super) why: Why,
    pub(super) aspect: Option<String>,
    /// What its values count, where several things stand side by side.
    pub(super) item: Option<String>,
    /// The outer header that parts it from others of its role.
    pub(super) outer: String,
    pub(super) is_last_year: bool,
    pub(super) by_row: Vec<(Role, Option<i32>)>,
    /// Whether a mark in it says that its header is the rating.
    pub(super) is_marked: bool,
}

/// How many rows are asked what a column holds.
pub(super) const ROWS_ASKED: usize = 60;

/// What the headers of one column say by themselves.
pub(super) fn read(column: &Column, context: &Context) -> Candidate {
    let levels: Vec<Header> =
        column.path.iter().map(|text| layout::header(text, context.year)).collect();
    let mut found = Candidate {
        role: None,
        fit: Fit::Whole,
        years: levels.iter().rev().find_map(|it| it.years),
        why: Why::Unclaimed,
        aspect: None,
        item: None,
        outer: String::new(),
        is_last_year: levels.iter().any(|it| it.is_last_year),
        by_row: Vec::new(),
        is_marked: false,
        levels,
    };
    let worded: Vec<&Header> = found.levels.iter().filter(|it| !it.words.is_empty()).collect();
    let Some((inner, outer)) = worded.split_last() else { return found };
    let is_rated = |it: &&Header| {
        it.role.is_none() && ["評価", "点検"].iter().any(|word| it.words.contains(word))
    };
    let rated = outer.iter().copied().find(is_rated).map(|_| (Role::Rating, Fit::Part));
    let outer_role = outer.iter().rev().find_map(|it| it.role).or(rated);
    found.outer = outer.iter().map(|it| it.words.as_str()).collect();
    let (role, fit, why) = match (inner.role, outer_role) {
        // 指標 over 名称; 評価 over 内容.
        (Some((Role::Name | Role::Deed, Fit::Whole)), Some((Role::Indicator, fit)))
            if inner.words == "名称" || inner.words == "内容" =>
        {
            (Some(Role::Indicator), fit, Why::Outer)
        }
        (Some((Role::Date, fit)), _) => (Some(Role::Date), fit, Why::Word),
        // 当初 and 見直し後 below 目標: the latter is the target.
        (_, Some((role, _))) if role.is_value() && layout::is_former(&inner.words) => {
            (Some(role), Fit::Former, Why::Part)
        }
        (_, Some((role, fit))) if role.is_value() && layout::is_revised(&inner.words) => {
            (Some(role), fit, Why::Outer)
        }
        (Some((role, fit)), _) => {
            (Some(role), fit, if fit == Fit::Whole { Why::Word } else { Why::Part })
        }
        (None, Some((Role::Rating, fit))) => (Some(Role::Rating), fit, Why::Outer),
        (None, Some((role, fit))) if role.is_value() && is_plain(&inner.words) => {
            (Some(role), fit, Why::Outer)
        }
        (None, Some((Role::Indicator, fit))) if inner.words == "名称" => {
            (Some(Role::Indicator), fit, Why::Outer)
        }
        (None, _) => (None, Fit::Whole, Why::Unclaimed),
    };
    let is_of_rating = role == Some(Role::Rating) && inner.role.is_none();
    found.aspect = is_of_rating.then(|| inner.words.clone());
    if let (Some((Role::Rating, _)), Some((Role::Rating, _))) = (inner.role, outer_role) {
        found.aspect = Some(inner.words.clone());
    }
    // 年度目標値 over H22の目標値: two values of a record one below the other.
    if let (Some((own, _)), Some((above, _))) = (inner.role, outer_role)
        && own.is_value()
        && above.is_value()
        && outer.last().is_some_and(|it| it.role.is_some())
        && !layout::is_former(&inner.words)
    {
        let year = |header: Option<&&Header>| header.and_then(|it| it.years).map(|it| it.1);
        let years = [year(outer.last()), inner.years.map(|it| it.1)];
        found.by_row = [above, own].into_iter().zip(years).collect();
        for (role, year) in &mut found.by_row {
            *role = as_of(*role, *year, context);
        }
        if years.iter().any(Option::is_some) {
            // The year is that of one of them, not of the column.
            found.years = None;
        }
    }
    (found.role, found.fit, found.why) = (role, fit, why);
    found
}

/// A target of a year after the report's is a goal.
pub(super) fn as_of(role: Role, year: Option<i32>, context: &Context) -> Role {
    match (role, year, context.year) {
        (Role::Target, Some(own), Some(year)) if own > year => Role::Goal,
        (Role::Present, ..) => Role::Baseline,
        _ => role,
    }
}

/// Whether the words below a header add nothing of their own: 目標 over 数値.
pub(super) fn is_plain(words: &str) -> bool {
    let plain = ["数値", "値", "件数", "人数", "量", "指標値", "年間", "通年", "通期", "年度計"];
    plain.contains(&words)
}

/// What the cells of a column are, by the share of those that say something.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kinds {
    pub(super) filled: usize,
    pub(super) numbers: usize,
    pub(super) years: usize,
    /// One mark, letter or word of a rating.
    pub(super) marks: usize,
    /// Short numbers such as 1, (1), 1-2.
    pub(super) ids: usize,
    pub(super) percents: usize,
    /// Letters with a number behind: KPI-1-2.
    pub(super) codes: usize,
}

/// The longest cell that may hold nothing but a mark, in characters.
pub(super) const MARK_CHARS_MAX: usize = 5;

/// One look at the cells of each column.
pub(super) fn kinds(table: &Table, context: &Context) -> Vec<Kinds> {
    let mut kinds = vec![Kinds::default(); table.columns.len()];
    // What adds up the rows is none of what a column holds: 計 | 1 | 3 below ratings.
    let is_sum = |row: &&Row| row.filled().next().is_some_and(|it| layout::is_sum(&it.text));
    let rows = table.rows.iter().take(ROWS_ASKED).filter(|row| !is_sum(row));
    for entry in rows.flat_map(Row::filled).filter(|entry| entry.colspan == 1) {
        let Some(kind) = kinds.get_mut(entry.col) else { continue };
        kind.filled += 1;
        let text = entry.text.trim();
        let has_digit = text.contains(char::is_numeric);
        let is_year = has_digit && layout::year_alone(text, context.year).is_some();
        kind.years += usize::from(is_year);
        kind.numbers += usize::from(has_digit && !is_year);
        kind.percents += usize::from(has_digit && text.ends_with(['%', '％']));
        kind.marks += usize::from(!has_digit && text.chars().count() <= MARK_CHARS_MAX);
        let is_code = |c: char| c.is_ascii_alphanumeric() || "-－ー".contains(c);
        let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
        kind.codes += usize::from(has_digit && !is_year && begins && text.chars().all(is_code));
        let is_id = |c: char| c.is_numeric() || "()（）-－.．".contains(c);
        kind.ids += usize::from(has_digit && text.chars().all(is_id));
    }
    kinds
}
