//! A column among the others of its table: what its header leaves open, they tell.

use super::candidate::{Candidate, Kinds, ROWS_ASKED, as_of, is_plain};
use super::stacked::goes_on_below;
use super::{Why, Years};
use crate::annex::Context;
use crate::layout::{self, Fit, Header, Layout, Role};
use crate::table::{Entry, Table};
use crate::value::rating;
use std::collections::HashSet;

/// Decides what a header leaves open by what stands below it.
pub(super) fn by_cells(candidates: &mut [Candidate], kinds: &[Kinds], table: &Table) {
    let has =
        |candidates: &[Candidate], role: Role| candidates.iter().any(|it| it.role == Some(role));
    let (has_id, has_named) = (has(candidates, Role::Id), has_name(candidates));
    let has_indicator = has(candidates, Role::Indicator);
    let has_rating = candidates.iter().any(|it| {
        it.role == Some(Role::Rating) && it.levels.last().is_none_or(|it| it.words != "達成度")
    });
    let has_values = candidates.iter().any(|it| it.role.is_some_and(Role::is_value));
    let has_target =
        candidates.iter().any(|it| it.role == Some(Role::Target) && it.fit == Fit::Whole);
    // What a layout gives is not asked again.
    let are_open = |(own, _): &(&mut Candidate, &Kinds)| own.why != Why::Layout;
    let all = candidates.iter_mut().zip(kinds).enumerate();
    for (col, (own, kind)) in all.filter(|it| are_open(&it.1)) {
        let words = own.levels.last().map(|it| it.words.clone()).unwrap_or_default();
        let most = |count: usize| kind.filled > 0 && 2 * count > kind.filled;
        match own.role {
            // 項目 heads numbers, or names.
            Some(Role::Name) if words == "項目" && most(kind.ids) && !has_id => {
                (own.role, own.why) = (Some(Role::Id), Why::Cells);
            }
            // 区分 heads codes, or numbers: KPI-1-2, 1-2.
            Some(Role::RowsOf) if (most(kind.codes) || most(kind.ids)) && !has_id => {
                (own.role, own.why) = (Some(Role::Id), Why::Cells);
            }
            // 施策 heads 施策１, 施策２ beside 施策名.
            Some(Role::Name) if !has_id && counts_header(table, col, &words) => {
                (own.role, own.why) = (Some(Role::Id), Why::Cells);
            }
            // 取組内容 is a name beside no other one, nor beside an indicator.
            Some(Role::Name)
                if CONTENTS.contains(&words.as_str()) && (has_named || has_indicator) =>
            {
                (own.role, own.why) = (Some(Role::Deed), Why::Cells);
            }
            // 達成度 is a percentage beside a rating, or by its cells.
            Some(Role::Rating) if words == "達成度" && most(kind.percents) && has_values => {
                (own.role, own.why) = (Some(Role::Ratio), Why::Cells);
            }
            Some(Role::Rating) if words == "達成度" && has_rating && most(kind.numbers) => {
                (own.role, own.why) = (Some(Role::Ratio), Why::Cells);
            }
            // 最終評価 of a plan for health is the value at its end.
            Some(Role::Rating)
                if ["中間評価", "最終評価", "期末評価"].contains(&words.as_str())
                    && has_values
                    && most(kind.numbers)
                    && !most(kind.ids) =>
            {
                (own.role, own.why) = (Some(Role::Present), Why::Cells);
            }
            // 必要性 below 評価の視点 is a rating where marks stand below it.
            Some(Role::Rating) if own.why == Why::Outer && kind.filled > 0 && !most(kind.marks) => {
                (own.role, own.why, own.aspect) = (None, Why::Unclaimed, None);
            }
            // 所管課 below 評価結果 is who rates, where marks stand below it.
            Some(Role::Bureau) if is_below_rating(own) && are_rated(table, &[col]) => {
                (own.role, own.why, own.aspect) = (Some(Role::Rating), Why::Outer, Some(words));
            }
            // 達成度の評価及び理由 heads ratings, if that is what stands below.
            Some(Role::Reason)
                if own.fit == Fit::Part
                    && words.contains("評価")
                    && most(kind.marks)
                    && !has_rating =>
            {
                (own.role, own.why) = (Some(Role::Rating), Why::Cells);
            }
            // 前年度 beside the ratings of this year, or beside its values.
            None if own.is_last_year && ["前年度", "昨年度", "前年"].contains(&words.as_str()) =>
            {
                let role = if most(kind.marks) { Role::Rating } else { Role::Actual };
                (own.role, own.why) = (Some(role), Why::Cells);
            }
            // 施策の目標 in words is no value of an indicator, nor is 個別目標 beside 目標値.
            Some(Role::Target | Role::Goal)
                if own.fit == Fit::Part
                    && kind.filled > 0
                    && (kind.numbers == 0 || (has_target && !most(kind.numbers))) =>
            {
                (own.role, own.why) = (None, Why::Unclaimed);
                own.fit = Fit::Former;
            }
            _ => {}
        }
    }
}

/// Whether a header stands below one of ratings.
fn is_below_rating(own: &Candidate) -> bool {
    let outer = own.levels.split_last().map_or(&[][..], |it| it.1);
    outer.iter().any(|it| it.role.is_some_and(|it| it.0 == Role::Rating))
}

/// Whether the cells of a column say its header with a number each: 施策１ below 施策.
fn counts_header(table: &Table, col: usize, words: &str) -> bool {
    let cells = table.rows.iter().take(ROWS_ASKED).filter_map(|row| row.cell(col));
    let texts: Vec<String> =
        cells.map(|it| layout::fold(&it.text)).filter(|it| !it.is_empty()).collect();
    let counts = |text: &String| {
        let number = text.strip_prefix(words).unwrap_or_default();
        number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || c == '-')
    };
    !texts.is_empty() && texts.iter().all(counts)
}

/// Whether a column has a name beyond doubt.
pub(super) fn has_name(candidates: &[Candidate]) -> bool {
    candidates.iter().any(|it| {
        let words = it.levels.last().map_or("", |it| it.words.as_str());
        it.role == Some(Role::Name) && !CONTENTS.contains(&words) && words != "項目"
    })
}

/// Headers of what a measure is about: its name where it has no other.
const CONTENTS: [&str; 4] = ["取組内容", "取組の内容", "施策の内容", "施策内容"];

/// The longest record, in rows: 目標, 実績, 達成率, and one more.
pub(super) const ROWS_MAX: usize = 4;

/// Finds the column whose cells say what each row of a record holds, 見込量 above
/// 実績値, and gives the columns of values beside it their role by row.
pub(super) fn rows_of(
    candidates: &mut [Candidate],
    table: &Table,
    layout: Option<&Layout>,
) -> Option<usize> {
    let named = layout.and_then(|layout| layout.rows_of.as_deref()).and_then(|header| {
        let header = layout::fold(header);
        let is_it = |path: &[String]| path.iter().any(|it| layout::fold(it) == header);
        table.columns.iter().position(|column| is_it(&column.path))
    });
    let col = named.or_else(|| rows_of_column(table));
    // 区分 whose cells name no values is a column like any other, and may group.
    for (index, own) in candidates.iter_mut().enumerate() {
        if own.role == Some(Role::RowsOf) && own.why != Why::Layout && Some(index) != col {
            (own.role, own.why) = (None, Why::Unclaimed);
        }
    }
    let col = col?;
    // What is merged over the rows of a record names it, whatever its header says.
    let names = |it: &Candidate| matches!(it.role, Some(Role::Name | Role::Indicator));
    if !candidates.iter().enumerate().any(|(at, it)| at != col && names(it))
        && is_below_first(table, col)
        && let Some(own) = col.checked_sub(1).and_then(|left| candidates.get_mut(left))
        && own.role.is_none()
    {
        (own.role, own.why) = (Some(Role::Indicator), Why::Cells);
    }
    let names_base = |row: &crate::table::Row| {
        let word = row.cell(col).and_then(|it| value_word(&it.text));
        matches!(word, Some(Role::Baseline | Role::Goal))
    };
    let has_base_rows = table.rows.iter().take(ROWS_ASKED).any(names_base);
    for (index, own) in candidates.iter_mut().enumerate() {
        // 基準値 beside rows of 目標値 and 実績値 is of the record, unless each of them
        // has its own.
        let is_of_record = matches!(own.role, Some(Role::Baseline | Role::Goal))
            && !has_base_rows
            && !goes_on_below(table, index);
        let is_value =
            !is_of_record && own.role.is_some_and(|role| role.is_value() || role == Role::ByRow);
        let is_dated = own.role.is_none() && own.years.is_some() && own.outer.is_empty();
        // 値: what stands beside the names of values, in each row another.
        let is_plain = own.role.is_none()
            && own.levels.last().is_some_and(|it| is_plain(&it.words))
            && goes_on_below(table, index);
        if index == col {
            (own.role, own.why) = (Some(Role::RowsOf), Why::Cells);
        } else if is_value || is_dated || is_plain {
            (own.role, own.why) = (Some(Role::ByRow), Why::Year);
            own.by_row.clear();
        }
    }
    Some(col)
}

/// The column whose cells say again and again the same words, each the name of a
/// value, one of them a target and one an actual.
pub(super) fn rows_of_column(table: &Table) -> Option<usize> {
    let first = table.rows.iter().find(|row| row.cells.len() > 1)?;
    first.cells.iter().find_map(|entry| {
        value_word(&entry.text)?;
        let said: Vec<&str> = table
            .rows
            .iter()
            .take(ROWS_ASKED)
            .filter_map(|row| row.cell(entry.col))
            .map(|it| it.text.as_str())
            .filter(|text| !text.is_empty())
            .collect();
        let roles: Vec<Role> = said.iter().filter_map(|text| value_word(text)).collect();
        let distinct: HashSet<Role> = roles.iter().copied().collect();
        let has_both = distinct.contains(&Role::Target) && distinct.contains(&Role::Actual);
        let is_short = distinct.len() <= ROWS_MAX;
        // A third row may say what no word of ours does, if it comes back with the others.
        let words: HashSet<&str> = said.iter().copied().collect();
        let come_back = words.len() <= ROWS_MAX && said.len() >= 2 * words.len();
        let are_most = 4 * roles.len() > 3 * said.len();
        // 見込量, 確保量 and 実績値 are the rows of one record.
        let is_one = words.len() == said.len() && 2 * roles.len() > said.len();
        let is_one = is_one && said.len() <= ROWS_MAX;
        (has_both && is_short && (are_most || come_back || is_one)).then_some(entry.col)
    })
}

/// The value that a cell names: 見込量, 計画, 実績値, 達成率.
pub(crate) fn value_word(text: &str) -> Option<Role> {
    if text.len() > VALUE_WORD_BYTES_MAX {
        return None;
    }
    let role = layout::header(text, None).role.filter(|it| it.1 == Fit::Whole)?.0;
    role.is_value().then_some(match role {
        Role::Present => Role::Actual,
        role => role,
    })
}

/// The longest name of a value with a space between its characters, in bytes.
pub(super) const VALUE_WORD_BYTES_MAX: usize = 48;

/// Columns whose headers say a year and nothing else: those below an outer header
/// are what it says, those among others are actuals, unless a column without a year
/// is the actual.
pub(super) fn years_alone(candidates: &mut [Candidate], is_by_row: bool, table: &Table) {
    let is_undated = |it: &Candidate| it.role == Some(Role::Actual) && it.years.is_none();
    if candidates.iter().any(|it| is_undated(it) && !it.is_last_year) {
        return;
    }
    let is_alone = |it: &Candidate| {
        // 令和６年度値 says no more than its year.
        let says_more = |it: &Header| !it.words.is_empty() && !is_plain(&it.words);
        it.role.is_none() && it.years.is_some() && !it.levels.iter().any(says_more)
    };
    let cols: Vec<usize> =
        (0..candidates.len()).filter(|&col| candidates.get(col).is_some_and(is_alone)).collect();
    let role = if are_rated(table, &cols) { Role::Rating } else { Role::Actual };
    for own in candidates.iter_mut().filter(|it| !is_by_row && is_alone(it)) {
        (own.role, own.why) = (Some(role), Why::Year);
    }
}

/// Whether columns hold letters or symbols of ratings, and nothing that counts.
pub(super) fn are_rated(table: &Table, cols: &[usize]) -> bool {
    let (mut said, mut rated) = (0_usize, 0_usize);
    for row in table.rows.iter().take(ROWS_ASKED) {
        for entry in cols.iter().filter_map(|col| row.cell(*col)).filter(|it| it.colspan == 1) {
            let text = entry.text.trim();
            said += usize::from(!text.is_empty() && !matches!(text, "―" | "－" | "-" | "ー"));
            rated += usize::from(is_letter(text) || rating::symbol(text).is_some());
        }
    }
    rated > 0 && 2 * rated > said
}

/// A letter with or without a sign behind it: A, Ｓ, B+.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| matches!(c, 'A'..='F' | 'S' | 'Ａ'..='Ｆ' | 'Ｓ'))
        && chars.all(|c| matches!(c, '+' | '-' | '＋' | '－' | '*'))
}

/// A column at the left without a role, each of whose words holds over several records,
/// groups them: 課題, 視点.
pub(super) fn groups_by_cells(candidates: &mut [Candidate], kinds: &[Kinds], table: &Table) {
    let is_key = |it: &Candidate| matches!(it.role, Some(Role::Name | Role::Indicator | Role::Id));
    let Some(first) = candidates.iter().position(is_key) else { return };
    let is_open = |col: usize| {
        let (Some(own), Some(kind)) = (candidates.get(col), kinds.get(col)) else { return false };
        own.role.is_none()
            && own.why == Why::Unclaimed
            && !own.levels.is_empty()
            && kind.filled > 1
            // １　意識啓発 is a name; 1 and 令和６年度 are none.
            && kind.ids + kind.years == 0
            && is_below_first(table, col + 1)
    };
    let open: Vec<usize> = (0..first).filter(|&col| is_open(col)).collect();
    let level = |it: &Candidate| it.role.filter(|role| role.is_group());
    let has_outer = candidates.iter().any(|it| level(it) == Some(Role::Group(1)));
    for (at, &col) in open.iter().enumerate() {
        let is_last = at + 1 == open.len();
        let role = if is_last || has_outer { Role::Group(2) } else { Role::Group(1) };
        if let Some(own) = candidates.get_mut(col) {
            (own.role, own.why) = (Some(role), Why::Cells);
        }
    }
}

/// In a table without a name the innermost group names the measures: one of indicators
/// only if it may be a measure by its word, 基本事業, and begins anew with most of them;
/// one of ratings alone in any case.
pub(super) fn group_as_name(candidates: &mut [Candidate], table: &Table) {
    let has = |role: Role| candidates.iter().any(|it| it.role == Some(role));
    if has(Role::Name) {
        return;
    }
    let has_indicator = has(Role::Indicator);
    let is_group = |it: &Candidate| {
        let words = it.levels.last().map_or("", |it| it.words.as_str());
        let may_name = ["施策", "事業", "取組", "項目"].iter().any(|word| words.contains(word));
        it.role.is_some_and(Role::is_group) && (may_name || !has_indicator && has(Role::Rating))
    };
    let Some(col) = candidates.iter().rposition(is_group) else { return };
    let indicator = candidates.iter().position(|it| it.role == Some(Role::Indicator));
    let begun = |col: usize| {
        let rows = table.rows.iter().enumerate().filter(|(at, row)| {
            let above = at.checked_sub(1).and_then(|above| table.rows.get(above));
            let own = row.cell(col).filter(|it| !it.text.is_empty());
            own.is_some_and(|it| it.begins_below(above))
        });
        rows.count()
    };
    let measures = begun(col);
    if measures > 1
        && 3 * measures >= 2 * indicator.map_or(0, begun)
        && let Some(own) = candidates.get_mut(col)
    {
        (own.role, own.why) = (Some(Role::Name), Why::Cells);
    }
}

/// Whether a column says something in rows where the one before it begins nothing.
pub(crate) fn is_below_first(table: &Table, col: usize) -> bool {
    col.checked_sub(1).is_some_and(|first| goes_on_beside(table, first, col))
}

/// Whether a column says something in rows where another one begins nothing.
pub(super) fn goes_on_beside(table: &Table, first: usize, col: usize) -> bool {
    table.rows.iter().enumerate().any(|(at, row)| {
        let above = at.checked_sub(1).and_then(|above| table.rows.get(above));
        let own = |col: usize| row.cell(col).filter(|it: &&Entry| it.col == col);
        let is_new = |it: &Entry| !it.text.is_empty() && it.begins_below(above);
        own(col).is_some_and(is_new) && !row.cell(first).is_some_and(is_new)
    })
}

/// 現状値 is the base where an actual stands beside it and no other base, else an
/// actual.
pub(super) fn present(candidates: &mut [Candidate], context: &Context) {
    let is_actual = |it: &&Candidate| {
        let rows = it.by_row.iter().any(|(role, _)| *role == Role::Actual);
        let is_named_by_row = it.role == Some(Role::ByRow) && it.by_row.is_empty();
        it.role == Some(Role::Actual) || rows || is_named_by_row
    };
    let actuals = || candidates.iter().filter(is_actual);
    let has_actual = actuals().any(|it| !it.is_last_year);
    let presents = || candidates.iter().filter(|it| it.role == Some(Role::Present));
    let has_base = candidates.iter().any(|it| it.role == Some(Role::Baseline));
    let latest = presents().filter_map(|it| it.years.map(|it| it.1)).max();
    for own in candidates.iter_mut().filter(|it| it.role == Some(Role::Present)) {
        let year = own.years.map(|it| it.1);
        let is_earlier = year.is_some_and(|own| latest.is_some_and(|latest| own < latest));
        let is_old = year.zip(context.year).is_some_and(|(own, year)| own < year);
        // 策定時, 中間評価時 and 実績 of three years: the second is a result of its year.
        let is_between = has_base && year.is_some();
        let is_base = !is_between && ((has_actual && (year.is_none() || is_old)) || is_earlier);
        own.role = Some(if is_base { Role::Baseline } else { Role::Actual });
    }
}

/// Several ratings of one year are told apart by their own headers.
pub(super) fn ratings(candidates: &mut [Candidate], kinds: &[Kinds]) {
    let are_rated = |(own, _): &(&mut Candidate, &Kinds)| own.role == Some(Role::Rating);
    let count = candidates.iter().filter(|it| it.role == Some(Role::Rating)).count();
    if count < 2 {
        return;
    }
    for (own, _) in candidates.iter_mut().zip(kinds).filter(are_rated) {
        let words = own.levels.last().map(|it| it.words.clone()).unwrap_or_default();
        let is_own = !matches!(
            words.as_str(),
            "" | "評価" | "総合評価" | "評価結果" | "達成度" | "判定" | "総合判定"
        );
        // 評価（一次）, 評価（委員会）
        let bracket = own.levels.last().and_then(|it| it.bracket.clone());
        let rater = bracket.filter(|it| !is_own && layout::is_rater(it));
        if own.aspect.is_none() && !own.is_last_year && own.years.is_none() {
            own.aspect = rater.or(is_own.then_some(words));
        }
    }
    // Where none is the rating as such, the only one that is named for what it is
    // about may be it: 進捗区分 beside 前年度.
    let plain = candidates.iter().filter(|it| it.role == Some(Role::Rating));
    let plain: Vec<bool> = plain.map(|it| it.aspect.is_none() && !it.is_last_year).collect();
    if !plain.contains(&true) {
        let mut own = candidates
            .iter_mut()
            .filter(|it| it.role == Some(Role::Rating) && !it.is_last_year && it.why != Why::Outer);
        if let (Some(only), None) = (own.next(), own.next()) {
            only.aspect = None;
        }
    }
}

/// What stands beside a value and bears on it: a ratio has the year of the value
/// before it, a value of last year that year.
pub(super) fn neighbours(candidates: &mut [Candidate]) {
    let ratios = candidates.iter().filter(|it| it.role == Some(Role::Ratio)).count();
    let mut before: Option<Years> = None;
    for own in candidates.iter_mut() {
        match own.role {
            Some(Role::Ratio) if own.years.is_none() && ratios > 1 => own.years = before,
            Some(Role::Actual | Role::Target) => before = own.years,
            _ => {}
        }
    }
}

/// A target of a year after the report's is a goal, unless it is the next of a row of
/// years with a target each; 前年度 is the year before the report's.
pub(super) fn later_targets(candidates: &mut [Candidate], context: &Context) {
    let of_targets = candidates.iter().filter(|it| it.role == Some(Role::Target));
    let targets: HashSet<i32> = of_targets.filter_map(|it| it.years.map(|it| it.1)).collect();
    for own in candidates.iter_mut() {
        if own.is_last_year && own.years.is_none() {
            own.years = context.year.map(|year| (year - 1, year - 1));
        }
        let year = own.years.map(|it| it.1);
        let is_next = year.is_some_and(|year| targets.contains(&year.saturating_sub(1)));
        if own.role == Some(Role::Target) && !is_next && own.why != Why::Layout {
            own.role = Some(as_of(Role::Target, year, context));
        }
    }
}

/// Which of the indicators side by side each column is about. They are told by
/// outer headers that differ, or by a second column of indicators.
pub(super) fn slots(candidates: &[Candidate]) -> Vec<usize> {
    let mut items: Vec<&str> = Vec::new();
    for item in candidates.iter().filter_map(|it| it.item.as_deref()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if !items.is_empty() {
        let slot = |own: &Candidate| items.iter().position(|it| Some(*it) == own.item.as_deref());
        return candidates.iter().map(|own| slot(own).unwrap_or(0)).collect();
    }
    let mut slot = 0;
    let mut seen: Option<&str> = None;
    let several = candidates.iter().filter(|it| it.role == Some(Role::Indicator)).count() > 1;
    let mut slots = Vec::with_capacity(candidates.len());
    let mut first = true;
    for own in candidates {
        if own.role == Some(Role::Indicator) && several {
            slot += usize::from(!first);
            first = false;
            seen = Some(own.outer.as_str());
        }
        let is_inside = slot == 0 || seen.is_none_or(|outer| outer == own.outer);
        slots.push(if is_inside || own.outer.is_empty() && own.role.is_some_and(Role::is_value) {
            slot
        } else {
            0
        });
    }
    slots
}
