//! A layout: what one publisher's tables look like, as data (TOML).
//!
//! All keys are optional; the empty layout is detection with the built-in words.
//! `docs/layouts.md` explains each key.

use super::rating::Rating;
use super::{Role, fold};
use crate::finding::Message;
use crate::value::rating::Rule;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// The largest layout that is read, in bytes. One with a line for each of a hundred
/// columns has 6 kB.
const BYTES_MAX: usize = 256 * 1024;

/// The most columns that a layout may name.
const COLUMNS_MAX: usize = 2_000;

/// What one publisher's tables look like.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Who publishes such tables, in the layout's words.
    pub(crate) name: Option<String>,
    /// Words that all stand in the title of a report with this layout.
    pub(crate) titles: Vec<String>,
    /// What one record is.
    pub(crate) record: Option<RecordKind>,
    /// Whether headers stand at the left of their values, in forms.
    pub(crate) is_form: bool,
    /// How many rows a record has where no merged cell says so.
    pub(crate) rows: usize,
    /// Header paths and what their columns hold, in the order of the file.
    pub(crate) columns: Vec<ColumnRule>,
    /// The header of the column that says what each row of a record holds.
    pub(crate) rows_of: Option<String>,
    /// The words of that column.
    pub(crate) row_words: BTreeMap<String, Role>,
    /// What groups measures, outside in.
    pub(crate) groups: Vec<GroupLevel>,
    /// The rating symbols, best first.
    pub(crate) steps: Vec<String>,
    /// What words and symbols of ratings mean: `achieved` and so on.
    pub(crate) rating_words: BTreeMap<String, String>,
    /// From where on each step is given.
    pub(crate) rule: Option<Rule>,
    /// Texts with which rows begin that are none of records.
    pub(crate) skipped_rows: Vec<String>,
    /// Words in captions of tables that are none of measures.
    pub(crate) skipped_tables: Vec<String>,
}

/// What one record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordKind {
    /// A measure with all its indicators.
    Measure,
    /// Each indicator by itself.
    Indicator,
    /// Each office that rates a measure.
    Office,
}

/// What groups measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GroupLevel {
    /// The text above a table.
    Heading,
    /// A row over the table.
    Band,
    /// A column, by its header.
    Column(String),
    /// The name of the sheet.
    Sheet,
    /// The title of the report.
    Title,
}

/// What the columns with a header path hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnRule {
    /// As written: levels parted by `/`, `*` for any text.
    pub(crate) pattern: String,
    /// One for each row of a record.
    pub(crate) holds: Vec<Holds>,
    /// The line of the layout.
    pub(crate) line: usize,
}

/// What a column, or a row of it, holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holds {
    pub(crate) role: Role,
    /// What a rating is about: 必要性.
    pub(crate) aspect: Option<String>,
    pub(crate) year: Option<YearRule>,
}

/// Which year a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YearRule {
    /// This one.
    Of(i32),
    /// So many before (-1) or after the report's.
    FromReport(i32),
    /// The one that a cell, or a row of the table, says: what is asked first anyway.
    Said,
}

/// A layout can't be read: where, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutError {
    /// Line of the file, from 1.
    pub line: usize,
    /// Column of that line in characters, from 1.
    pub column: usize,
    words: Message,
}

impl LayoutError {
    /// What is wrong and what to do, in both languages.
    pub fn message(&self) -> Message {
        let (line, column, words) = (self.line, self.column, &self.words);
        Message::new(
            format!("{line}行{column}文字目: {}", words.ja),
            format!("line {line}, column {column}: {}", words.en),
        )
    }

    pub(super) fn at(
        text: &str,
        offset: usize,
        ja: impl Into<String>,
        en: impl Into<String>,
    ) -> LayoutError {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        LayoutError { line, column, words: Message::new(ja, en) }
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for LayoutError {}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    publisher: Option<String>,
    #[serde(rename = "match")]
    titles: Vec<String>,
    record: Option<RecordKind>,
    rows: Option<Spanned<usize>>,
    header: Option<Spanned<String>>,
    columns: BTreeMap<Spanned<String>, Spanned<String>>,
    rows_of: BTreeMap<String, Spanned<String>>,
    groups: Groups,
    rating: Rating,
    skip: Skip,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Groups {
    levels: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Skip {
    rows: Vec<String>,
    notes: Vec<String>,
    tables: Vec<String>,
}

impl Layout {
    /// Reads a layout.
    ///
    /// # Errors
    ///
    /// When the text is no TOML, has a key or a role that layouts do not know, or asks
    /// for what can't be done; with its line and column.
    pub fn parse(text: &str) -> Result<Layout, LayoutError> {
        if text.len() > BYTES_MAX {
            let (ja, en) = (
                format!("レイアウトが大きすぎます（{BYTES_MAX}バイトまで）。"),
                format!("the layout is larger than {BYTES_MAX} bytes"),
            );
            return Err(LayoutError::at(text, 0, ja, en));
        }
        let file: File = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let words = error.message();
            let ja = format!("レイアウトを読めません（{words}）。");
            LayoutError::at(text, offset, ja, format!("the layout can't be read ({words})"))
        })?;
        file.layout(text)
    }

    /// Whether the title of a report has all the words by which a layout is chosen.
    pub(crate) fn matches(&self, title: &str) -> bool {
        let title = fold(title);
        !self.titles.is_empty() && self.titles.iter().all(|word| title.contains(&fold(word)))
    }

    /// The rule for a header path. One without `*` goes before those that have it.
    ///
    /// # Errors
    ///
    /// Two rules with `*` that say different things, or two without.
    pub(crate) fn rule(&self, path: &[String]) -> Result<Option<&ColumnRule>, [&ColumnRule; 2]> {
        let folded: Vec<String> = path.iter().map(|header| fold(header)).collect();
        let path = folded.join("/");
        let mut found: Option<&ColumnRule> = None;
        for rule in self.columns.iter().filter(|rule| is_match(&fold(&rule.pattern), &path)) {
            let is_open = |rule: &ColumnRule| rule.pattern.contains('*');
            match found {
                Some(other) if is_open(other) == is_open(rule) && other.holds != rule.holds => {
                    return Err([other, rule]);
                }
                Some(other) if !is_open(other) => {}
                _ => found = Some(rule),
            }
        }
        Ok(found)
    }
}

/// Whether a text is what a pattern says, `*` for any text.
fn is_match(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

impl File {
    fn layout(self, text: &str) -> Result<Layout, LayoutError> {
        let header = self.header.as_ref().map_or("above", |it| it.get_ref());
        if !["above", "left", "both"].contains(&header) {
            let offset = self.header.as_ref().map_or(0, |it| it.span().start);
            let ja = format!("header に「{header}」は書けません（above・left・both）。");
            let en = format!("no header {header:?} (above, left, both)");
            return Err(LayoutError::at(text, offset, ja, en));
        }
        let is_form = header != "above";
        let rows = self.rows.as_ref().map_or(1, |rows| *rows.get_ref());
        if !(1..=ROWS_MAX).contains(&rows) {
            let offset = self.rows.map_or(0, |rows| rows.span().start);
            let (ja, en) = (
                format!("rows は1から{ROWS_MAX}までです。"),
                format!("rows goes from 1 to {ROWS_MAX}"),
            );
            return Err(LayoutError::at(text, offset, ja, en));
        }
        let mut columns = column_rules(&self.columns, text)?;
        columns.sort_by_key(|rule| rule.line);
        let (mut rows_of, mut row_words) = (None, BTreeMap::new());
        for (word, role) in self.rows_of {
            if word == "column" {
                rows_of = Some(role.into_inner());
                continue;
            }
            let holds = holds(role.get_ref())
                .ok_or_else(|| unknown_role(text, role.span().start, role.get_ref()))?;
            row_words.insert(fold(&word), holds.role);
        }
        let mut groups = Vec::new();
        for level in self.groups.levels {
            groups.push(group_level(level.get_ref()).ok_or_else(|| {
                let name = level.get_ref();
                let offset = level.span().start;
                let ja = format!("levels に「{name}」は書けません（heading・band・column:見出し・sheet・title）。");
                let en = format!("no group level {name:?} (heading, band, column:HEADER, sheet, title)");
                LayoutError::at(text, offset, ja, en)
            })?);
        }
        let (rating_words, rule) = (self.rating.words(text)?, self.rating.rule(text)?);
        Ok(Layout {
            name: self.publisher,
            titles: self.titles,
            record: self.record,
            is_form,
            rows,
            columns,
            rows_of,
            row_words,
            groups,
            steps: self.rating.steps,
            rating_words,
            rule,
            skipped_rows: [self.skip.rows, self.skip.notes].concat(),
            skipped_tables: self.skip.tables,
        })
    }
}

/// The most rows of a record.
const ROWS_MAX: usize = 20;

fn column_rules(
    columns: &BTreeMap<Spanned<String>, Spanned<String>>,
    text: &str,
) -> Result<Vec<ColumnRule>, LayoutError> {
    if columns.len() > COLUMNS_MAX {
        let ja = format!("列は{COLUMNS_MAX}までです。");
        return Err(LayoutError::at(text, 0, ja, format!("more than {COLUMNS_MAX} columns")));
    }
    let mut rules = Vec::new();
    for (pattern, value) in columns {
        let all: Option<Vec<Holds>> = value.get_ref().split(';').map(holds).collect();
        let holds = all.ok_or_else(|| unknown_role(text, value.span().start, value.get_ref()))?;
        let before = text.get(..pattern.span().start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        rules.push((ColumnRule { pattern: pattern.get_ref().clone(), holds, line }, pattern));
    }
    for (at, (rule, pattern)) in rules.iter().enumerate() {
        let earlier = rules.get(..at).unwrap_or_default();
        if let Some((other, other_pattern)) =
            earlier.iter().find(|(other, _)| always_meet(other, rule))
        {
            // Rules come in the order of their patterns: the later one in the file is wrong.
            let (first, offset) = if other.line < rule.line {
                (other.line, pattern.span().start)
            } else {
                (rule.line, other_pattern.span().start)
            };
            let ja = format!("{first}行目と同じ列に当てはまります。どちらかを消してください。");
            let en = format!("it claims the columns that line {first} claims: drop one of them");
            return Err(LayoutError::at(text, offset, ja, en));
        }
    }
    Ok(rules.into_iter().map(|it| it.0).collect())
}

/// Whether two rules say different things of each column that one of them claims.
fn always_meet(one: &ColumnRule, other: &ColumnRule) -> bool {
    let (first, second) = (fold(&one.pattern), fold(&other.pattern));
    // A rule without * goes before one that has it.
    first.contains('*') == second.contains('*')
        && one.holds != other.holds
        && (is_match(&first, &second) || is_match(&second, &first))
}

fn unknown_role(text: &str, offset: usize, role: &str) -> LayoutError {
    let ja = format!("列の役割「{role}」はありません。docs/layouts.md の一覧から選んでください。");
    let en = format!("no role {role:?}: choose one that docs/layouts.md lists");
    LayoutError::at(text, offset, ja, en)
}

/// `target`, `target@2024`, `actual@-1`, `baseline@cell`, `rating:必要性`.
fn holds(text: &str) -> Option<Holds> {
    let (name, year) = match text.trim().split_once('@') {
        Some((name, year)) => (name, Some(year.trim())),
        None => (text.trim(), None),
    };
    let (role, aspect) = match name.trim().split_once(':') {
        Some(("rating", aspect)) if !aspect.trim().is_empty() => {
            (Role::Rating, Some(aspect.trim().to_owned()))
        }
        _ => (Role::from_name(name.trim())?, None),
    };
    let year = match year {
        None => None,
        Some("cell" | "group" | "year") => Some(YearRule::Said),
        Some(year) => {
            let number: i32 = year.parse().ok()?;
            let is_offset = year.starts_with(['-', '+']);
            let rule = if is_offset { YearRule::FromReport(number) } else { YearRule::Of(number) };
            Some(rule).filter(|_| is_offset || (1868..3000).contains(&number))?.into()
        }
    };
    Some(Holds { role, aspect, year })
}

fn group_level(text: &str) -> Option<GroupLevel> {
    Some(match text {
        "heading" => GroupLevel::Heading,
        "band" => GroupLevel::Band,
        "sheet" => GroupLevel::Sheet,
        "title" => GroupLevel::Title,
        _ => GroupLevel::Column(fold(text.strip_prefix("column:")?)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fails(text: &str, place: (usize, usize), words: &str) {
        let error = Layout::parse(text).unwrap_err();
        assert_eq!((error.line, error.column), place, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }

    #[test]
    fn errors_have_their_place() {
        fails("[columns]\n\"目標\" = \"targt\"\n", (2, 8), "no role \"targt\"");
        fails("[columns]\n\"目標\" = \"target\"\n\"目標\" = \"goal\"\n", (3, 1), "duplicate");
        let twice = "[columns]\n\"目標値\" = \"target\"\n\"目標 値\" = \"goal\"\n";
        fails(twice, (3, 1), "line 2");
        fails("[columns]\n\"*/目標\" = \"target\"\n\"*\" = \"goal\"\n", (3, 1), "line 2");
        fails("colums = 1\n", (1, 1), "unknown field");
        fails("rows = 0\n", (1, 8), "1 to 20");
        fails("header = \"right\"\n", (1, 10), "no header");
        let rule = |rule: &str| format!("[rating]\nsteps = [\"A\", \"B\"]\nrule = {rule}\n");
        fails(&rule("{ kind = \"best\" }"), (3, 8), "no rule");
        fails(&rule("{ kind = \"ratio\", bounds = [1, 0.8, 0] }"), (3, 8), "3 bounds for 2");
        fails(&rule("{ kind = \"ratio\", bounds = [0.8, 1] }"), (3, 8), "largest");
        fails("[groups]\nlevels = [\"row\"]\n", (2, 11), "no group level");
        fails("[rating]\nwords = { \"A\" = \"good\" }\n", (2, 17), "no rating");
        fails("[columns]\n\"目標\" = \"target@99\"\n", (2, 8), "no role");
        fails(&"x".repeat(BYTES_MAX + 1), (1, 1), "larger");
        fails(&"[".repeat(10_000), (1, 3), "can't be read");
    }

    #[test]
    fn the_empty_layout_says_nothing() {
        let layout = Layout::parse("").unwrap();
        assert!(layout.columns.is_empty() && layout.rows == 1 && !layout.matches("計画"));
    }

    fn rule<'a>(layout: &'a Layout, path: &[&str]) -> Option<&'a ColumnRule> {
        let path: Vec<String> = path.iter().map(|&it| it.to_owned()).collect();
        layout.rule(&path).unwrap()
    }

    #[test]
    fn header_paths() {
        let text = "match = [\"環境\", \"進捗\"]\n[columns]\n\"*/目標\" = \"target\"\n\"年度目標値/*\" = \"target; goal@2025\"\n\"備考\" = \"ignore\"\n\"評価/*\" = \"rating:必要性\"\n\"前年度\" = \"actual@-1\"\n";
        let layout = Layout::parse(text).unwrap();
        assert!(layout.matches("環境基本計画の進捗") && !layout.matches("環境基本計画"));
        let role = |path: &[&str]| rule(&layout, path).map(|it| it.holds[0].role);
        assert_eq!(role(&["令和６年度", "目標"]), Some(Role::Target));
        assert_eq!(role(&["備　考"]), Some(Role::Ignore));
        assert_eq!(role(&["目標"]), None);
        let two = &rule(&layout, &["年度目標値", "R7の目標値"]).unwrap().holds;
        assert_eq!((two[1].role, two[1].year), (Role::Goal, Some(YearRule::Of(2025))));
        let aspect = rule(&layout, &["評価", "観点"]).unwrap().holds[0].aspect.clone();
        assert_eq!(aspect.as_deref(), Some("必要性"));
        let year = rule(&layout, &["前年度"]).unwrap().holds[0].year;
        assert_eq!(year, Some(YearRule::FromReport(-1)));
    }

    #[test]
    fn two_rules_for_one_column() {
        let layout =
            Layout::parse("[columns]\n\"*目標\" = \"target\"\n\"数値*\" = \"goal\"\n").unwrap();
        assert!(layout.rule(&["数値目標".to_owned()]).is_err());
        let layout =
            Layout::parse("[columns]\n\"*目標\" = \"target\"\n\"数値目標\" = \"goal\"\n").unwrap();
        let found = layout.rule(&["数値目標".to_owned()]).unwrap().map(|it| it.holds[0].role);
        assert_eq!(found, Some(Role::Goal));
    }

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("a", "a", true),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("*", "", true),
            ("a*c", "abc", true),
            ("a*b*c", "axbyc", true),
            ("a*b*c", "axyc", false),
            ("ab*b", "ab", false),
            ("a", "ab", false),
        ] {
            assert_eq!(is_match(pattern, text), expected, "{pattern} {text}");
        }
    }
}
