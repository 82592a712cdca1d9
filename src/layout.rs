//! The words by which publishers head the columns of their tables, and label
//! their rows.
//!
//! One list for all publishers (`schemas/layouts/words.toml`): a header is compared
//! with its spaces and line ends removed and its width folded, first as a whole,
//! then by a word that it contains. What a column holds is decided from all headers
//! of its table, in `annex`.

mod file;
mod labels;
mod rating;
mod role;
mod words;

use crate::text;
use crate::text::table::{self, Column, Out};
use crate::value::era::header::{self as years, Written};
use crate::value::{Legend, Rating};

pub(crate) use file::{GroupLevel, RecordKind, YearRule};
pub use file::{Layout, LayoutError};
pub(crate) use labels::Labels;
pub(crate) use role::Role;
use words::WORDS;

/// What one header of a path says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Header {
    /// Its words, folded, without year, note mark and brackets behind them.
    pub(crate) words: String,
    /// The role that it names, and how well.
    pub(crate) role: Option<(Role, Fit)>,
    /// The first and the last fiscal year that it names.
    pub(crate) years: Option<(i32, i32)>,
    /// Whether it speaks of the year before: 前年度実績.
    pub(crate) is_last_year: bool,
    /// What stands in brackets behind the words, folded.
    pub(crate) bracket: Option<String>,
}

/// How well a header fits a role, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It says nothing else.
    Whole,
    /// It says more: 数値目標.
    Part,
    /// It says that it was replaced: 当初目標.
    Former,
}

/// Reads one header of a path. A year without era is near that of the report.
pub(crate) fn header(text: &str, report: Option<i32>) -> Header {
    let whole_text = unmarked(fold(text));
    let whole_text = unnumbered(&whole_text).to_owned();
    let context = years::Context { plan: None, report };
    let dated = years::read(&whole_text, context);
    // 平成17年現状値から平成23年目標値 names where it begins and where it ends.
    let to = dated.others.last().filter(|_| whole_text.contains("から")).map(|it| it.last);
    let found = dated.years.map(|it| (it.first, to.unwrap_or(it.last).max(it.last)));
    let undated = dated.words;
    let (words, bracket) = match without_bracket(&undated) {
        Some((words, inner)) => (words.to_owned(), Some(inner.to_owned())),
        None => (undated.clone(), None),
    };
    let about = &WORDS.about;
    let has = |list: &[String]| list.iter().any(|word| whole_text.contains(word.as_str()));
    let whole = WORDS.whole(&whole_text).or_else(|| {
        // 令和６年度取組 is what was done in that year, not the name of a measure.
        let is_dated = found.is_some();
        let named = [undated.as_str(), &words, uncounted(&words)];
        let named = named.into_iter().find_map(|text| WORDS.whole(text));
        // 平成25年（基準値）: the year says when, the bracket what.
        let inner =
            || bracket.as_deref().filter(|_| words.is_empty()).and_then(|it| WORDS.whole(it));
        let both = || both_names(&words);
        named.or_else(inner).or_else(both).filter(|role| !is_dated || role.is_yearly())
    });
    let part = || {
        let is_about = has(&about.other);
        let part = WORDS.parts.iter().find(|(_, part)| words.contains(part.as_str()));
        let (role, _) = part.filter(|_| !is_about)?;
        let fit = if has(&about.former) { Fit::Former } else { Fit::Part };
        let is_deed = *role == Role::Actual && has(&about.deed);
        Some((if is_deed { Role::Deed } else { *role }, fit))
    };
    // 目標（当初） is what another one has taken the place of.
    let is_former = bracket.as_deref().is_some_and(is_former);
    let whole_fit = if is_former { Fit::Former } else { Fit::Whole };
    let role = whole.map(|role| (role, whole_fit)).or_else(part);
    let is_last_year = has(&about.last_year);
    let years = found.filter(|_| whole.is_none() || WORDS.whole(&whole_text).is_none());
    Header { words, role, years, is_last_year, bracket }
}

/// Whether folded words say of a value that another one has taken its place.
pub(crate) fn is_former(words: &str) -> bool {
    WORDS.about.former.iter().any(|it| it == words)
}

/// Whether folded words say of a value that it has taken the place of another.
pub(crate) fn is_revised(words: &str) -> bool {
    WORDS.about.revised.iter().any(|it| it == words)
}

/// Whether folded words of the header of a rating say who rated.
pub(crate) fn is_rater(words: &str) -> bool {
    let about = &WORDS.about;
    let bare =
        words.strip_suffix("評価").unwrap_or(words).trim_end_matches(['の', 'る', 'よ', 'に']);
    about.raters.iter().any(|it| words.contains(it.as_str()))
        || about.rating_bodies.iter().any(|it| bare.ends_with(it.as_str()))
}

/// What a header of two names heads: 取組・指標.
fn both_names(words: &str) -> Option<Role> {
    let mut parts = words.split(['・', '/']);
    let names = |it: &str| matches!(WORDS.whole(it), Some(Role::Name | Role::Indicator));
    (words.contains(['・', '/']) && parts.all(names)).then_some(Role::Name)
}

/// A folded header without the number before it: ①主な活動指標.
fn unnumbered(folded: &str) -> &str {
    let rest = folded.trim_start_matches(|c| matches!(c, '①'..='⑳'));
    if rest.is_empty() { folded } else { rest }
}

/// A folded header without the number behind it: kpiその1, 指標①.
fn uncounted(words: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '①'..='⑳');
    let bare = words.trim_end_matches(is_number);
    let bare = if bare.len() < words.len() { bare } else { words };
    bare.strip_suffix("その").unwrap_or(bare)
}

/// What a column with this header path names, outermost header first.
pub(crate) fn role_of(path: &[String]) -> Option<Role> {
    let innermost =
        path.iter().rev().map(|text| header(text, None)).find(|it| !it.words.is_empty())?;
    innermost.role.map(|(role, _)| role)
}

/// Whether a column holds numbers that are no values of an indicator: 予算額.
pub(crate) fn is_no_indicator(path: &[String]) -> bool {
    let no_indicator = &WORDS.about.no_indicator;
    path.iter().map(|header| fold(header)).any(|it| no_indicator.iter().any(|no| it.contains(no)))
}

/// The words before a bracket at the end of a header, and what stands in it.
fn without_bracket(folded: &str) -> Option<(&str, &str)> {
    let inner = folded.strip_suffix(')')?;
    let (words, inner) = inner.rsplit_once('(')?;
    (!words.is_empty()).then_some((words, inner))
}

/// A folded header without the mark of a note behind it: 評価※1, 実績(注2).
fn unmarked(mut folded: String) -> String {
    let mark = folded.match_indices(['※', '*', '注']).find_map(|(at, mark)| {
        let (before, behind) = (&folded[..at], &folded[at + mark.len()..]);
        let opened = before.strip_suffix('(');
        let is_mark = mark != "注" || opened.is_some() || behind.starts_with(')');
        let header = opened.unwrap_or(before);
        (is_mark && !header.is_empty()).then_some(header.len())
    });
    if let Some(end) = mark {
        folded.truncate(end);
    }
    folded
}

/// The fiscal year that a cell says, if it says nothing else: R6, 令和６年度末,
/// （令和６年度）. A bare number is a value.
pub(crate) fn year_alone(cell: &str, report: Option<i32>) -> Option<i32> {
    years::only(cell, years::Context { plan: None, report }).map(|it| it.last)
}

/// The same where a column holds years: 2021 is one there.
pub(crate) fn year_of_date(cell: &str, report: Option<i32>) -> Option<i32> {
    let read = years::read(cell, years::Context { plan: None, report });
    read.years.filter(|it| read.words.is_empty() && it.written != Written::Bare).map(|it| it.last)
}

/// The fiscal year in the brackets of a value: 35%（2025年）, 58（R2）.
pub(crate) fn year_in_brackets(cell: &str, report: Option<i32>) -> Option<i32> {
    let found = years::in_brackets(cell, years::Context { plan: None, report });
    found.first().map(|it| it.years.last)
}

/// Whether a cell says a year and nothing else.
pub(crate) fn is_year(cell: &str) -> bool {
    year_alone(cell, None).is_some()
}

/// What a single cell says if it is a header wherever it stands, taken whole.
///
/// Every cell of every row is asked, so a text that can be none is not folded:
/// one that is too long, or begins as no header does.
pub(crate) fn whole_cell(text: &str) -> Option<Role> {
    if !may_be_header(text) {
        return None;
    }
    let dated = unmarked(fold(text));
    WORDS.alone(&dated).or_else(|| {
        let read = years::read(&dated, years::Context::default());
        let words = without_bracket(&read.words).map_or(read.words.as_str(), |(words, _)| words);
        WORDS.alone(words).filter(|role| read.years.is_none() || role.is_value())
    })
}

/// What a cell says if it is a header and nothing else, wherever it stands or among
/// others.
pub(crate) fn label(text: &str) -> Option<Role> {
    // Every cell of a form is asked.
    let first = first_of_short(text)?;
    let may_be =
        WORDS.begin_with(first) || years::may_begin(first) || matches!(first, '(' | '①'..='⑳');
    let among_others = || header(text, None).role.filter(|it| it.1 == Fit::Whole).map(|it| it.0);
    whole_cell(text).or_else(|| if may_be { among_others() } else { None })
}

/// Whether a text is short enough for a header, and begins as one does, or as a
/// year that may stand before it.
fn may_be_header(text: &str) -> bool {
    first_of_short(text).is_some_and(|first| {
        WORDS.begin_alone(first)
            || first.is_ascii_digit()
            || matches!(first, '令' | '平' | 'r' | 'h')
    })
}

/// The first character, folded, of a text that is short enough for a header.
fn first_of_short(text: &str) -> Option<char> {
    // A character takes at most three bytes, with a space or a line end behind it.
    let is_short = text.len() <= 6 * (WORDS.chars_max + YEAR_CHARS_MAX);
    let first = text.chars().find(|c| !c.is_whitespace()).filter(|_| is_short)?;
    let first = match table::out(first, Column::Normalized) {
        Out::Char(folded) => folded,
        Out::Word(word) => word.chars().next().unwrap_or(first),
        _ => first,
    };
    Some(first.to_ascii_lowercase())
}

/// The longest year beside a header: （令和元年度末時点）.
const YEAR_CHARS_MAX: usize = 11;

/// The labels of rows that add up others.
const SUMS: &[&str] = &["計", "小計", "中計", "合計", "総計", "総合計", "累計", "平均"];

/// Whether a cell says that its row adds up others: 小計, くらし　小計.
pub(crate) fn is_sum(text: &str) -> bool {
    let folded = fold(text);
    let ends = || text.split_whitespace().next_back().map(fold);
    SUMS.contains(&folded.as_str())
        || ends().is_some_and(|word| word != "計" && SUMS.contains(&word.as_str()))
}

/// The labels of who made a table and when, and of whom to ask.
const CONTACTS: &[&str] = &[
    "担当",
    "連絡先",
    "問い合わせ先",
    "問合せ先",
    "お問い合わせ先",
    "電話",
    "電話番号",
    "tel",
    "内線",
    "作成",
    "作成日",
    "作成者",
    "作成年月日",
    "更新日",
    "印刷日",
    "提出日",
    "記入者",
];

/// Whether a text is the number of a page, as authors write it below a table: - 1 -.
pub(crate) fn is_page_number(text: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '―' | 'ー' | '−' | '－' | '‐');
    let text = text.trim();
    let inner = text.strip_prefix(is_dash).and_then(|text| text.strip_suffix(is_dash));
    inner.map(str::trim).is_some_and(|it| !it.is_empty() && it.chars().all(char::is_numeric))
}

/// Whether a cell is the label of a contact or a date, not the name of a measure.
pub(crate) fn is_contact(text: &str) -> bool {
    // Every row is asked.
    text.len() <= CONTACT_BYTES_MAX && {
        let folded = fold(text);
        let label = folded.trim_matches(|c| "()【】<>:■●".contains(c));
        CONTACTS.contains(&label.split(':').next().unwrap_or(label))
    }
}

/// The longest text with one of [`CONTACTS`] in front that is asked, in bytes.
const CONTACT_BYTES_MAX: usize = 60;

/// Words that end in 計 and add up nothing.
const NO_SUMS: &[&str] = &["設計", "会計", "統計", "家計", "時計", "生計"];

/// Whether a cell may say so in other words, where nothing says what the row is about:
/// 福祉局計, （小計）, 計（福祉）, 平均値, 達成率, 2施策.
pub(crate) fn may_be_sum(text: &str) -> bool {
    let folded = fold(text);
    let word = folded.trim_matches(|c| "()[]【】<>「」①②③④⑤:".contains(c));
    let word = word.split(['(', ':']).next().unwrap_or(word);
    let counts = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted =
        word.strip_prefix('計').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_sum(word)
        || counted
        || (word.ends_with('計') && !NO_SUMS.iter().any(|other| word.ends_with(other)))
        || ["平均", "達成率", "件数", "施策数", "達成施策数", "うち達成", "total"]
            .iter()
            .any(|label| word.starts_with(label))
        || (counts.len() < word.len() && matches!(counts, "施策" | "件" | "事業"))
}

/// What rating symbols mean where a report has no legend of its own.
pub(crate) fn usual_legend() -> Legend {
    Legend::from_rows([
        ("◎", Rating::Achieved, "達成"),
        ("○", Rating::MostlyAchieved, "概ね達成"),
        ("△", Rating::NotAchieved, "未達成"),
        ("×", Rating::NotAchieved, "未達成"),
        ("■", Rating::Pending, "集計中"),
        ("―", Rating::NotSet, "指標未設定"),
    ])
}

/// A header as it is compared: half-width, lower case, without the spaces and
/// line ends by which it was laid out.
pub(crate) fn fold(header: &str) -> String {
    squeezed(&text::normalize(header)).flat_map(char::to_lowercase).collect()
}

/// The number of a measure as it is compared and given: half-width, with one
/// kind of hyphen before a digit (3ー10 and A‐10 are 3-10 and A-10).
pub(crate) fn number(text: &str) -> String {
    let text = text::normalize(text);
    let mut number = String::with_capacity(text.len());
    let mut characters = squeezed(&text).peekable();
    while let Some(c) = characters.next() {
        let is_hyphen = matches!(c, 'ー' | '―' | '‐' | '−' | '－')
            && number.ends_with(|c: char| c.is_ascii_alphanumeric())
            && characters.peek().is_some_and(char::is_ascii_digit);
        number.push(if is_hyphen { '-' } else { c });
    }
    number
}

fn squeezed(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &[&str], expected: Option<Role>) {
        let path: Vec<String> = path.iter().map(|&it| it.to_owned()).collect();
        assert_eq!(role_of(&path), expected, "{path:?}");
    }

    #[test]
    fn headers_of_the_model_report() {
        check(&["令和６年度", "目標"], Some(Role::Target));
        check(&["未達成の理由及び\n今後の見込み等"], Some(Role::Reason));
        check(&["とりまとめ\n局"], Some(Role::Bureau));
        check(&["分\n野"], Some(Role::Group(2)));
    }

    #[test]
    fn numbers_of_measures() {
        let read = ["３－10", "3 ー 10", "Ａ‐１", "データ1", "―"].map(number);
        assert_eq!(read, ["3-10", "3-10", "A-1", "データ1", "―"]);
    }

    #[test]
    fn cells_that_are_headers() {
        assert_eq!(whole_cell("施　策　名"), Some(Role::Name));
        assert_eq!(whole_cell("　№"), Some(Role::Id));
        assert_eq!(whole_cell("Ｎｏ．"), Some(Role::Id));
        assert_eq!(whole_cell("かながわ子育て"), None);
        assert_eq!(whole_cell("評価（注１）"), Some(Role::Rating));
        assert_eq!(whole_cell("実績※2"), Some(Role::Actual));
        assert_eq!(whole_cell("設定時の値\n（年度）"), Some(Role::Baseline));
        assert_eq!(whole_cell("事業"), None);
        assert_eq!(whole_cell("令和６年度取組"), None);
    }

    #[test]
    fn years_beside_and_below_the_words() {
        check(&["実績", "令和６年度"], Some(Role::Actual));
        check(&["目標値（Ｒ６）"], Some(Role::Target));
        check(&["２０２４年度評価"], Some(Role::Rating));
        check(&["令和６年度取組"], None);
        check(&["令和６年度"], None);
        check(&["現状値（令和３年度）"], Some(Role::Present));
        check(&["取組実績"], Some(Role::Deed));
        check(&["令和５年度の取組の実績"], Some(Role::Deed));
    }

    #[track_caller]
    fn says(text: &str, years: Option<i32>, fit: Fit) {
        let header = header(text, None);
        let found = (header.years.map(|it| it.1), header.role.map(|it| it.1));
        assert_eq!(found, (years, Some(fit)), "{text}");
    }

    #[test]
    fn years_and_fit() {
        says("令和５年度目標", Some(2023), Fit::Whole);
        says("実績値2024", Some(2024), Fit::Whole);
        says("最終目標（令和８年度）", Some(2026), Fit::Whole);
        says("令和４～８年度の目標", Some(2026), Fit::Whole);
        says("当初目標", None, Fit::Former);
        assert!(header("前年度実績", Some(2024)).is_last_year);
    }

    #[test]
    fn headers_of_other_plans() {
        check(&["担当部署"], Some(Role::Bureau));
        check(&["活動指標"], Some(Role::Indicator));
        check(&["令和６年度", "計画値"], Some(Role::Target));
        check(&["基本目標"], Some(Role::Group(1)));
        check(&["目標値（期限）"], Some(Role::Goal));
        check(&["達成度（％）"], Some(Role::Ratio));
        check(&["達成度"], Some(Role::Rating));
    }

    #[test]
    fn other_columns_are_none() {
        check(&["目標設定の理由"], None);
        check(&["手段（主な活動）"], None);
        check(&["令和７年度予算額（千円）"], None);
    }
}
