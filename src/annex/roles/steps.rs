//! Columns of ratings that no header names: their cells tell them, where they hold steps
//! of the report's legend, or the marks by which everybody rates.

use super::Why;
use super::candidate::{Candidate, ROWS_ASKED};
use crate::annex::Context;
use crate::layout::Role;
use crate::table::Table;
use crate::value::{Legend, rating};
use std::collections::HashSet;

/// Gives the columns whose cells are steps the role of ratings.
pub(super) fn claim(candidates: &mut [Candidate], table: &Table, context: &Context) {
    for col in 0..candidates.len() {
        let has_rating = candidates.iter().any(|it| it.role == Some(Role::Rating));
        let Some(own) = candidates.get_mut(col) else { continue };
        let is_open = own.role.is_none() && own.why == Why::Unclaimed && !own.is_last_year;
        // 達成度 of 100%, 75% and 50% is a ratio, unless the legend has these very steps.
        let is_ratio = own.role == Some(Role::Ratio) && own.why == Why::Cells && !has_rating;
        let words = own.levels.last().map_or("", |it| it.words.as_str());
        if words.is_empty() || !is_open && !is_ratio {
            continue;
        }
        let texts = texts(table, col);
        let known = &context.legends;
        let holds_steps = known.iter().any(|legend| are_steps(&texts, legend, has_rating))
            || is_open && are_usual(&texts, words, has_rating);
        if holds_steps {
            (own.role, own.why) = (Some(Role::Rating), Why::Cells);
        }
    }
}

/// What the cells of a column say, but for dashes.
fn texts(table: &Table, col: usize) -> Vec<&str> {
    let rows = table.rows.iter().take(ROWS_ASKED);
    let own = rows.filter_map(|row| row.cell(col)).filter(|it| it.col == col && it.colspan == 1);
    let texts = own.map(|it| it.text.trim());
    texts.filter(|text| !text.is_empty() && rating::symbol(text) != Some('―')).collect()
}

/// How many different steps tell a column of ratings; beside another one, where ○ and ×
/// may answer a question of any kind, one more.
const STEPS_MIN: usize = 2;

/// Whether texts are steps of a legend, all but a few. One step alone is enough where it
/// is a mark of nothing else: ○ and 1 are.
fn are_steps(texts: &[&str], legend: &Legend, has_rating: bool) -> bool {
    let steps = texts.iter().filter_map(|text| legend.entry(text));
    let steps: Vec<&str> = steps.map(|it| it.symbol.as_str()).collect();
    let distinct: HashSet<&str> = steps.iter().copied().collect();
    let is_plain = |step: &&str| step.chars().all(char::is_numeric) || answers(step);
    let least = STEPS_MIN + usize::from(has_rating);
    let is_clear = !has_rating && !distinct.iter().any(is_plain);
    5 * steps.len() >= 4 * texts.len()
        && (distinct.len() >= least || distinct.len() == 1 && is_clear)
}

/// Whether a mark answers many questions: ○ and ×.
fn answers(text: &str) -> bool {
    matches!(rating::symbol(text), Some('○' | '×'))
}

/// Words in the headers of ratings.
const RATED: [&str; 4] = ["評価", "判定", "達成", "進捗"];

/// The longest word that names a quality, in characters, 費用対効果性, and the shortest that
/// is given points: 必要性.
const QUALITY_CHARS_MIN: usize = 3;
const QUALITY_CHARS_MAX: usize = 6;

/// Whether texts rate by themselves: by marks, or by words below a header that rates.
fn are_usual(texts: &[&str], words: &str, has_rating: bool) -> bool {
    let is_mark = |text: &&&str| rating::symbol(text).is_some_and(|it| "◎○△▲▽▼×■".contains(it));
    let marks: HashSet<Option<char>> =
        texts.iter().filter(is_mark).map(|text| rating::symbol(text)).collect();
    let are_marks = !texts.is_empty() && texts.iter().all(|text| is_mark(&text));
    let is_rated = RATED.iter().any(|it| words.contains(it));
    // 必要性 and 効率性 are rated by letters, or by points: 3, ５点.
    let is_quality = words.ends_with('性') && words.chars().count() <= QUALITY_CHARS_MAX;
    let is_letter = |text: &&str| text.chars().count() == 1 && rating::may_be(text);
    // 男性 and 女性 count people.
    let is_sex = words.chars().count() < QUALITY_CHARS_MIN;
    let is_ticked = |text: &str| rating::ticked(text).is_some();
    let is_step = |text: &&str| is_letter(text) || !is_sex && (is_point(text) || is_ticked(text));
    if is_quality && !texts.is_empty() && texts.iter().all(is_step) {
        return true;
    }
    if are_marks {
        let is_clear = is_rated || texts.iter().any(|text| !answers(text));
        return is_clear && marks.len() >= STEPS_MIN + usize::from(has_rating);
    }
    let distinct: HashSet<&&str> = texts.iter().collect();
    is_rated
        && !has_rating
        && distinct.len() >= STEPS_MIN
        && texts.iter().all(|it| rating::may_be(it))
}

/// A number of points: 3, ５点.
fn is_point(text: &str) -> bool {
    let text = crate::text::normalize(text);
    let number = text.strip_suffix('点').unwrap_or(&text).parse();
    number.is_ok_and(|it: u32| it <= POINTS_MAX)
}

/// The most points that one quality is given.
const POINTS_MAX: u32 = 10;

/// What columns hold that may be ratings: short texts that come back, each once.
pub(crate) fn words(tables: &[Table]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for table in tables {
        for col in 0..table.columns.len().min(COLUMNS_ASKED) {
            let texts: HashSet<&str> = texts(table, col).into_iter().collect();
            let is_short = |text: &&str| text.chars().nth(WORD_CHARS_MAX).is_none();
            if texts.len() <= WORDS_MAX && texts.iter().all(is_short) {
                let mut texts: Vec<String> =
                    texts.into_iter().map(crate::text::normalize).collect();
                texts.retain(|text| !found.contains(text));
                texts.sort_unstable();
                found.extend(texts);
            }
        }
        if found.len() > ALL_MAX {
            break;
        }
    }
    found
}

/// The longest step in words, in characters, and how many there may be in one column;
/// how many columns of a table are asked, and how many words of a report.
const WORD_CHARS_MAX: usize = 10;
const WORDS_MAX: usize = 8;
const COLUMNS_ASKED: usize = 60;
const ALL_MAX: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Roles;
    use crate::table::samples;

    /// The roles of the columns of a table whose report has a legend, or none.
    #[track_caller]
    fn check(legend: &str, header: &str, cells: &[&str], expected: Option<Role>) {
        let legends = vec![Legend::parse_keyed(legend)];
        let context = Context { legends, ..Context::default() };
        let rows: Vec<String> = cells.iter().map(|it| format!("港|棟数|5|6|{it}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let table = samples::table(&["施策名", "指標", "目標", "実績", header], &rows);
        let roles = Roles::of(&table, &context, &mut Vec::new());
        assert_eq!(roles.role(4), expected, "{header}: {cells:?}");
    }

    #[test]
    fn a_column_of_steps_below_any_header() {
        let rating = Some(Role::Rating);
        let letters = "A：進んだ　B：やや進んだ　C：進まなかった";
        check(letters, "ランク", &["A", "C"], rating);
        check(letters, "ランク", &["A", "A", "－"], rating);
        check("", "ランク", &["A", "C"], None);
        check("", "状況", &["◎", "△", "▼"], rating);
        check("", "総合判定", &["順調", "やや遅れ"], rating);
        check("", "効率性", &["A", "A"], rating);
        check("", "効率性", &["3", "５点"], rating);
        check("", "効率性", &["3", "52.5"], None);
        check("", "効率性", &["☑高い　□低い", "□高い　☑低い"], rating);
        // ○ and × answer many questions.
        check("◎：達成　○：概ね達成", "新規", &["○", "", "○"], None);
        check("", "公表", &["○", "×"], None);
        check("", "対象", &["男性", "女性"], Some(Role::Of));
        check("", "男性", &["5", "3"], None);
        let whole = "100％：できた　50％：一部できた　0％：できなかった";
        check(whole, "達成度", &["100％", "50％"], rating);
        check("", "達成度", &["100％", "50％"], Some(Role::Ratio));
    }

    /// Beside another rating it takes three.
    #[test]
    fn a_second_column_of_steps() {
        let check = |cells: [&str; 3], expected| {
            let rows = cells.map(|it| format!("港|◎|{it}"));
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let table = samples::table(&["施策名", "評価", "市民の声"], &rows);
            let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
            assert_eq!(roles.role(2), expected);
        };
        check(["◎", "○", "△"], Some(Role::Rating));
        check(["○", "×", "○"], None);
    }
}
