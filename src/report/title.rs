//! What the report calls itself, which year it is about and whose it is.

use crate::layout::{self, Role};
use crate::place::Place;
use crate::table::{Column, Contents, Paragraph, Row};
use crate::text::join;
use crate::value::FiscalYear;
use crate::value::era;

/// The title: the first text that names a fiscal year, else the first text,
/// else what the file's metadata says.
pub(super) fn read(contents: &Contents, metadata: Option<&str>) -> String {
    let is_head = |it: &&Paragraph| !it.text.is_empty() && !join::begins_note(&it.text);
    let heads = || super::paragraphs(contents).into_iter().take(HEAD_TEXTS).filter(is_head);
    // 【令和５年度】 below a title dates it.
    let is_year = |text: &str| {
        let brackets = ['【', '】', '（', '）', '(', ')', '［', '］', '〔', '〕'];
        layout::is_year(text.trim().trim_matches(brackets))
    };
    let heads = || heads().filter(|head| !is_year(&head.text));
    let dated = heads().find(|head| era::find_fiscal_year(&head.text).is_some());
    let head = dated.or_else(|| heads().find(|head| !is_below_a_table(head, contents)));
    let title = head.map(|head| head.text.as_str()).or(metadata).unwrap_or_default();
    title.lines().collect::<Vec<_>>().join(" ")
}

/// Whether a text stands below rows of a table on its sheet: 計, 以上.
fn is_below_a_table(text: &Paragraph, contents: &Contents) -> bool {
    let Place::Sheet { sheet, range } = &text.place else { return false };
    let rows = contents.tables.iter().filter_map(|table| table.rows.first());
    rows.into_iter().any(|row| match &row.place {
        Place::Sheet { sheet: own, range: row } => own == sheet && row.row < range.row,
        Place::Page { .. } => false,
    })
}

/// How many texts at the beginning may hold the title.
const HEAD_TEXTS: usize = 5;

/// The year that a report is about, else the years that its title or any text names:
/// before rows are taken out of tables.
pub(super) fn fiscal_year(title: &str, contents: &Contents) -> Option<FiscalYear> {
    let of_texts = || super::texts(contents).find_map(era::find_fiscal_year);
    year(title, contents).or_else(|| era::find_fiscal_year(title)).or_else(of_texts)
}

/// The one year that a report is about; a plan of several years is about none. The year
/// whose work is evaluated goes before that of the evaluation, then come the years of the
/// title, of the texts at the beginning, of the latest results and of the day of these.
pub(super) fn year(title: &str, contents: &Contents) -> Option<FiscalYear> {
    evaluated(title, contents)
        .or_else(|| only(title))
        .or_else(|| only_year(contents))
        .or_else(|| latest_results(contents))
        .or_else(|| super::texts(contents).take(HEAD_TEXTS).find_map(as_of))
}

/// The year that a text names, where it is one.
fn only(text: &str) -> Option<FiscalYear> {
    era::find_fiscal_year(text).filter(|year| year.year == year.last)
}

/// The year before that of the title, where a part of the texts at the beginning says that
/// its work is evaluated: 令和６年度事務事業評価（令和５年度実施事業）, 対象年度：令和５年度.
fn evaluated(title: &str, contents: &Contents) -> Option<FiscalYear> {
    let own = only(title)?.year;
    let says = |part: &&str| {
        let part = part.trim();
        part.starts_with("対象")
            || ["対象", "事業", "実施分", "年度分", "実績"].iter().any(|it| part.ends_with(it))
    };
    let parts = |text: &'_ str| -> Option<FiscalYear> {
        let mut parts = text.split(['（', '）', '(', ')', '　', ' ', '\n']).filter(says);
        parts.find_map(|part| only(part).filter(|it| it.year + 1 == own))
    };
    std::iter::once(title).chain(super::texts(contents).take(HEAD_TEXTS)).find_map(parts)
}

/// The year of the day on which a report is true: 令和６年３月31日現在.
fn as_of(text: &str) -> Option<FiscalYear> {
    let text = text.trim().trim_matches(['（', '）', '(', ')']);
    let day = text.strip_suffix("現在").or_else(|| text.strip_suffix("時点"))?;
    let year = layout::year_of_date(day, None)?;
    dated(year, text)
}

/// A fiscal year under the text that says it, unless that is a fiscal year itself.
fn dated(year: i32, text: &str) -> Option<FiscalYear> {
    let of_text = era::find_fiscal_year(text).filter(|it| it.last == year);
    let of_year = || era::find_fiscal_year(&format!("{year}年度"));
    of_text.or_else(|| Some(FiscalYear { text: text.to_owned(), ..of_year()? }))
}

/// The latest year for which there are results, as the header of their column names it, or
/// their row.
fn latest_results(contents: &Contents) -> Option<FiscalYear> {
    let of_headers = header_of_results(contents);
    let of_rows = rows_of_results(contents);
    let is_later = |it: &(i32, &str)| of_headers.is_none_or(|header| header.0 < it.0);
    let (year, text) = of_rows.filter(is_later).or(of_headers)?;
    dated(year, text)
}

/// The latest fiscal year in a column of years whose row has a result.
fn rows_of_results(contents: &Contents) -> Option<(i32, &str)> {
    let mut latest: Option<(i32, &str)> = None;
    for table in &contents.tables {
        let of = |role: Role| {
            let has = |column: &Column| layout::role_of(&column.path) == Some(role);
            table.columns.iter().position(has)
        };
        let Some((dates, results)) = of(Role::Date).zip(of(Role::Actual)) else { continue };
        for row in &table.rows {
            let says = row.cell(results).is_some_and(|it| it.text.contains(char::is_numeric));
            let date = row.cell(dates).filter(|_| says).map(|it| it.text.as_str());
            let dated = date.and_then(|text| Some((layout::year_of_date(text, None)?, text)));
            if dated.is_some_and(|it| latest.is_none_or(|last| last.0 < it.0)) {
                latest = dated;
            }
        }
    }
    latest
}

/// The latest fiscal year for which a column of results says something, with the header
/// that names it.
fn header_of_results(contents: &Contents) -> Option<(i32, &str)> {
    let mut latest: Option<(i32, &str)> = None;
    for table in &contents.tables {
        for (col, column) in table.columns.iter().enumerate() {
            let levels = || column.path.iter().map(|text| (layout::header(text, None), text));
            let is_result = levels().any(|it| it.0.role.is_some_and(|role| role.0 == Role::Actual));
            let dated = levels().filter_map(|it| Some((it.0.years?.1, it.1.as_str()))).next_back();
            let later = dated.filter(|it| is_result && latest.is_none_or(|last| last.0 < it.0));
            let says =
                |row: &Row| row.cell(col).is_some_and(|it| it.text.contains(char::is_numeric));
            if later.is_some() && table.rows.iter().any(says) {
                latest = later;
            }
        }
    }
    latest
}

/// The one year that the texts at the beginning name, where the title names none.
fn only_year(contents: &Contents) -> Option<FiscalYear> {
    let mut years = super::texts(contents).take(HEAD_TEXTS).filter_map(only);
    let first = years.next()?;
    years.all(|year| year.year == first.year).then_some(first)
}

/// A line at the beginning that is nothing but the name of a public body.
pub(super) fn publisher(contents: &Contents) -> Option<String> {
    super::texts(contents)
        .take(HEAD_TEXTS)
        .find(|text| {
            let length = text.chars().count();
            (2..=PUBLISHER_LENGTH_MAX).contains(&length)
                && text.ends_with(['都', '道', '府', '県', '市', '区', '町', '村', '省', '庁'])
                && !text.contains(['、', '。', ' ', '　'])
        })
        .map(str::to_owned)
}

/// The longest name of a prefecture, a municipality or a ministry.
const PUBLISHER_LENGTH_MAX: usize = 12;

#[cfg(test)]
mod tests {
    use super::read;
    use crate::place::{Place, Range};
    use crate::table::{Contents, Paragraph, Table, samples};

    /// The title of a sheet with a table whose rows begin in its first row, and a
    /// text in this row.
    fn title(text: &str, row: u32) -> String {
        let range = Range { row, col: 0, last_row: row, last_col: 0 };
        let place = Place::Sheet { sheet: "別紙".into(), range };
        let table = Table {
            captions: vec![Paragraph { text: text.to_owned(), place, glyphs: 0 }],
            ..samples::table(&["番号"], &["1"])
        };
        read(&Contents { tables: vec![table], ..Contents::default() }, Some("metadata"))
    }

    /// The year of a report with texts at its beginning and one table.
    #[track_caller]
    fn check_year(texts: &[&str], table: Table, expected: i32, published: &str) {
        let text = |(row, text): (u32, &&str)| {
            let range = Range { row, col: 0, last_row: row, last_col: 0 };
            let place = Place::Sheet { sheet: "本文".into(), range };
            Paragraph { text: (*text).to_owned(), place, glyphs: 0 }
        };
        let paragraphs = (0..).zip(texts).map(text).collect();
        let contents = Contents { paragraphs, tables: vec![table], ..Contents::default() };
        let year = super::fiscal_year(&read(&contents, None), &contents).unwrap();
        assert_eq!((year.year, year.text.as_str()), (expected, published), "{texts:?}");
    }

    #[test]
    fn the_year_whose_work_is_evaluated() {
        let none = || samples::table(&["施策名", "実績"], &["港|5"]);
        let check = |texts: &[&str], expected, published: &str| {
            check_year(texts, none(), expected, published);
        };
        check(&["令和６年度事務事業評価（令和５年度実施事業）"], 2023, "令和５年度");
        check(&["令和６年度点検評価報告書", "対象年度：令和５年度"], 2023, "令和５年度");
        check(&["令和６年度点検報告書（令和５年度比）"], 2024, "令和６年度");
        check(&["令和６年度点検報告書（令和２年度対象）"], 2024, "令和６年度");
        check(&["自殺対策計画の指標", "令和６年３月31日現在"], 2023, "令和６年３月31日現在");
    }

    /// A period is not the year; the latest results are of it.
    #[test]
    fn the_year_of_the_latest_results() {
        let title = ["公共交通計画（令和４年度～令和６年度）"];
        let columns = samples::table(&["指標", "R4実績", "R5実績", "R6実績"], &["便数|5|6|"]);
        check_year(&title, columns, 2023, "R5");
        let rows = samples::table(
            &["指標", "年度", "目標値", "実績値"],
            &["便数|R4|5|6", "|R5|5|7", "|R6|5|"],
        );
        check_year(&title, rows, 2023, "R5");
        let western = samples::table(&["指標", "2022実績", "2023年実績"], &["便数|5|6"]);
        check_year(&title, western, 2023, "2023年実績");
        let neither = samples::table(&["指標", "実績値"], &["便数|5"]);
        check_year(&title, neither, 2022, "令和４年度～令和６年度");
    }

    /// The year below a title in brackets dates it, and is none.
    #[test]
    fn a_year_below_the_title() {
        let text = |(row, text): (u32, &str)| {
            let range = Range { row, col: 0, last_row: row, last_col: 0 };
            let place = Place::Sheet { sheet: "別紙".into(), range };
            Paragraph { text: text.to_owned(), place, glyphs: 0 }
        };
        let paragraphs = [(0, "点検評価報告書"), (1, "【令和５年度】")].map(text).to_vec();
        let contents = Contents { paragraphs, ..Contents::default() };
        assert_eq!(read(&contents, None), "点検評価報告書");
    }

    #[test]
    fn what_stands_below_a_table_is_no_title() {
        assert_eq!(title("施策一覧", 0), "施策一覧");
        assert_eq!(title("以下余白", 1), "metadata");
        assert_eq!(title("令和６年度点検", 1), "令和６年度点検");
    }
}
