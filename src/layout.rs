//! The words by which publishers head the columns of their tables.
//!
//! One list for all layouts seen: a header is matched with its spaces and line
//! ends removed and its width folded, first as a whole, then by a word that it
//! contains. A column that matches nothing is kept under its own header.

mod words;

use crate::text;
use crate::text::table::{self, Column, Out};
use crate::value::{Legend, Rating, era};
use words::{ABOUT, FIRSTS, FORMER, NO_INDICATORS, PARTS, PRESENT, WORDS};

/// What a column of the annex (別紙) holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// 体系: the pillar of the plan.
    Pillar,
    /// 分野: the field of policy.
    Policy,
    /// 番号
    Id,
    /// 施策名
    Name,
    /// とりまとめ局
    Bureau,
    /// 成果指標
    Indicator,
    /// 目標
    Target,
    /// 実績
    Actual,
    /// 評価
    Rating,
    /// 未達成の理由
    Reason,
    /// 備考
    Remarks,
}

impl Field {
    /// Whether a table may have one such column for each of several years.
    pub(crate) fn is_yearly(self) -> bool {
        matches!(self, Field::Target | Field::Actual | Field::Rating | Field::Reason)
    }
}

/// What a header path says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heading {
    /// What the column holds.
    pub(crate) field: Field,
    /// The fiscal year that it is about, the last one of several.
    pub(crate) year: Option<i32>,
    /// How well the words fit the field.
    pub(crate) fit: Fit,
}

/// How well a header fits a field, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It says nothing else.
    Whole,
    /// It says more: 数値目標.
    Part,
    /// It says that it was replaced: 当初目標.
    Former,
    /// It holds another field which serves as this one: 現状値.
    Substitute,
}

/// What a column with this header path holds, outermost header first.
pub(crate) fn field(path: &[String]) -> Option<Field> {
    let (words, dated) = innermost(path)?;
    field_of(&words, &dated).map(|(field, _)| field)
}

/// What a column with this header path holds, of which year.
pub(crate) fn heading(path: &[String]) -> Option<Heading> {
    let (words, dated) = innermost(path)?;
    let year = path.iter().rev().find_map(|header| year(&fold(header)).1);
    match field_of(&words, &dated) {
        Some((field, fit)) => Some(Heading { field, year, fit }),
        None if year.is_some() && PRESENT.contains(&words.as_str()) => {
            Some(Heading { field: Field::Actual, year, fit: Fit::Substitute })
        }
        None => None,
    }
}

/// Whether a column holds numbers that are no values of an indicator: 予算額.
pub(crate) fn is_no_indicator(path: &[String]) -> bool {
    path.iter().map(|header| fold(header)).any(|it| NO_INDICATORS.iter().any(|no| it.contains(no)))
}

/// The innermost header that is more than a year: without its year, and whole.
fn innermost(path: &[String]) -> Option<(String, String)> {
    path.iter().rev().map(|header| unmarked(fold(header))).find_map(|dated| {
        let words = year(&dated).0;
        (!words.is_empty()).then_some((words, dated))
    })
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

/// Whether a text says a year and nothing else: R6, 令和６年度末. A bare number is
/// a value.
pub(crate) fn is_year(text: &str) -> bool {
    let folded = fold(text);
    let is_bare = folded.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    !is_bare && matches!(year(&folded), (rest, Some(_)) if rest.is_empty())
}

/// The rest of a folded header without its fiscal year, and that year. A title
/// may say a bare number; a header that is one (2024, 令和6年) means a year.
fn year(folded: &str) -> (String, Option<i32>) {
    if !folded.contains(|c: char| c.is_ascii_digit() || c == '年') {
        return (folded.to_owned(), None);
    }
    let found = era::find_fiscal_year(folded).or_else(|| era::parse(folded).ok());
    let Some(found) = found else { return (folded.to_owned(), None) };
    let words = folded.replacen(&found.text, "", 1).replace("()", "");
    let words = words.strip_prefix(['の', '末']).unwrap_or(&words);
    (words.to_owned(), Some(found.last))
}

fn field_of(words: &str, dated: &str) -> Option<(Field, Fit)> {
    if let Some(field) = whole(dated) {
        return Some((field, Fit::Whole));
    }
    // 令和６年度取組 is what was done in that year, not the name of a measure.
    if let Some(field) = whole(words).filter(|field| field.is_yearly()) {
        return Some((field, Fit::Whole));
    }
    if ABOUT.iter().any(|about| words.contains(about)) {
        return None;
    }
    let (field, _) = PARTS.iter().find(|(_, part)| words.contains(part))?;
    let is_former = FORMER.iter().any(|word| words.contains(word));
    Some((*field, if is_former { Fit::Former } else { Fit::Part }))
}

/// What a single cell says if it is a header, taken whole.
///
/// Every cell of every row is asked, so a text that can be none is not folded:
/// one that is too long, or begins as no header does.
pub(crate) fn whole_cell(text: &str) -> Option<Field> {
    let may_be = text.len() <= HEADER_BYTES_MAX && begins_header(text);
    may_be.then(|| whole(&unmarked(fold(text)))).flatten()
}

/// The longest text that may be a whole header of the layout, in bytes: 12
/// characters, spread with a space or a line end after each.
const HEADER_BYTES_MAX: usize = 72;

/// Whether a text begins as one of [`WORDS`] does.
fn begins_header(text: &str) -> bool {
    let Some(first) = text.chars().find(|c| !c.is_whitespace()) else { return false };
    let first = match table::out(first, Column::Normalized) {
        Out::Char(folded) => folded,
        Out::Word(word) => word.chars().next().unwrap_or(first),
        _ => first,
    };
    FIRSTS.contains(first.to_ascii_lowercase())
}

/// The labels of rows that add up others.
const SUMS: &[&str] = &["計", "小計", "中計", "合計", "総計", "総合計", "累計", "平均"];

/// Whether a cell says that its row adds up others: 小計, くらし　小計.
pub(crate) fn is_sum(text: &str) -> bool {
    let folded = fold(text);
    let ends = || text.split_whitespace().next_back().map(fold);
    SUMS.contains(&folded.as_str()) || ends().is_some_and(|word| SUMS[1..].contains(&word.as_str()))
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

fn whole(folded: &str) -> Option<Field> {
    WORDS.iter().find(|(_, words)| words.contains(&folded)).map(|(field, _)| *field)
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
    fn check(path: &[&str], expected: Option<Field>) {
        let path: Vec<String> = path.iter().map(|&it| it.to_owned()).collect();
        assert_eq!(field(&path), expected, "{path:?}");
    }

    #[test]
    fn no_header_is_passed_over() {
        for (field, words) in WORDS {
            for word in *words {
                assert_eq!(whole_cell(word), Some(*field), "{word}");
            }
        }
    }

    #[test]
    fn headers_of_the_model_report() {
        check(&["令和６年度", "目標"], Some(Field::Target));
        check(&["未達成の理由及び\n今後の見込み等"], Some(Field::Reason));
        check(&["とりまとめ\n局"], Some(Field::Bureau));
        check(&["分\n野"], Some(Field::Policy));
    }

    #[test]
    fn numbers_of_measures() {
        let read = ["３－10", "3 ー 10", "Ａ‐１", "データ1", "―"].map(number);
        assert_eq!(read, ["3-10", "3-10", "A-1", "データ1", "―"]);
    }

    #[test]
    fn spread_headers() {
        check(&["施　策　名"], Some(Field::Name));
    }

    #[test]
    fn every_header_begins_as_headers_do() {
        for word in WORDS.iter().flat_map(|(_, words)| *words) {
            assert!(begins_header(word), "{word}");
            assert!(whole_cell(word).is_some(), "{word}");
        }
        assert_eq!(whole_cell("　№"), Some(Field::Id));
        assert_eq!(whole_cell("Ｎｏ．"), Some(Field::Id));
        assert_eq!(whole_cell("かながわ子育て"), None);
        assert_eq!(whole_cell("評価（注１）"), Some(Field::Rating));
        assert_eq!(whole_cell("実績※2"), Some(Field::Actual));
    }

    #[test]
    fn years_beside_and_below_the_words() {
        check(&["実績", "令和６年度"], Some(Field::Actual));
        check(&["目標値（Ｒ６）"], Some(Field::Target));
        check(&["令和６年度末の評価"], None);
        check(&["２０２４年度評価"], Some(Field::Rating));
        check(&["令和６年度取組"], None);
        check(&["令和６年度"], None);
        check(&["現状値（令和３年度）"], None);
    }

    #[track_caller]
    fn says(path: &[&str], year: Option<i32>, fit: Fit) {
        let path: Vec<String> = path.iter().map(|&it| it.to_owned()).collect();
        let heading = heading(&path).map(|it| (it.year, it.fit));
        assert_eq!(heading, Some((year, fit)), "{path:?}");
    }

    #[test]
    fn years_and_fit() {
        says(&["令和５年度", "目標"], Some(2023), Fit::Whole);
        says(&["実績値", "2024"], Some(2024), Fit::Whole);
        says(&["最終目標（令和８年度）"], Some(2026), Fit::Part);
        says(&["令和４～８年度", "目標"], Some(2026), Fit::Whole);
        says(&["当初目標"], None, Fit::Former);
        says(&["前年度実績"], None, Fit::Former);
        says(&["現状値（令和６年度）"], Some(2024), Fit::Substitute);
    }

    #[test]
    fn headers_of_other_plans() {
        check(&["担当部署"], Some(Field::Bureau));
        check(&["活動指標"], Some(Field::Indicator));
        check(&["令和６年度", "計画値"], Some(Field::Target));
        check(&["基本目標"], Some(Field::Pillar));
    }

    #[test]
    fn other_columns_are_none() {
        check(&["目標達成率"], None);
        check(&["目標設定の理由"], None);
        check(&["目標年度"], None);
        check(&["令和７年度予算額（千円）"], None);
    }
}
