//! What the report calls itself, which year it is about and whose it is.

use crate::layout::{self, Role};
use crate::place::Place;
use crate::table::{Contents, Paragraph, Row};
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

/// The year that the title names, else the first one that any text names, else the one
/// in the header of the latest results: before rows are taken out of tables.
pub(super) fn fiscal_year(title: &str, contents: &Contents) -> Option<FiscalYear> {
    let of_texts = || super::texts(contents).find_map(era::find_fiscal_year);
    let of_header = || header_of_results(contents).and_then(|it| era::find_fiscal_year(it.1));
    era::find_fiscal_year(title).or_else(of_texts).or_else(of_header)
}

/// The latest fiscal year for which a column of results says something, with the header
/// that names it.
pub(super) fn header_of_results(contents: &Contents) -> Option<(i32, &str)> {
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

/// The one year that the title names; a plan of several years is about none.
pub(super) fn year(title: &str) -> Option<i32> {
    era::find_fiscal_year(title).filter(|year| year.year == year.last).map(|year| year.year)
}

/// The one year that the texts at the beginning name, where the title names none.
pub(super) fn only_year(contents: &Contents) -> Option<i32> {
    let mut years = super::texts(contents)
        .take(HEAD_TEXTS)
        .filter_map(era::find_fiscal_year)
        .filter(|year| year.year == year.last)
        .map(|year| year.year);
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
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
