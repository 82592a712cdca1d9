//! What the report calls itself, which year it is about and whose it is.

use crate::table::Contents;
use crate::text::join;
use crate::value::FiscalYear;
use crate::value::era;

/// The title: the first text that names a fiscal year, else the first text,
/// else what the file's metadata says.
pub(super) fn read(contents: &Contents, metadata: Option<&str>) -> String {
    let is_head = |text: &&str| !text.is_empty() && !join::begins_note(text);
    let heads = || super::texts(contents).take(HEAD_TEXTS).filter(is_head);
    let dated = heads().find(|text| era::find_fiscal_year(text).is_some());
    let title = dated.or_else(|| heads().next()).or(metadata).unwrap_or_default();
    title.lines().collect::<Vec<_>>().join(" ")
}

/// How many texts at the beginning may hold the title.
const HEAD_TEXTS: usize = 5;

/// The year that the title names, else the first one that any text names.
pub(super) fn fiscal_year(title: &str, contents: &Contents) -> Option<FiscalYear> {
    era::find_fiscal_year(title).or_else(|| super::texts(contents).find_map(era::find_fiscal_year))
}

/// The one year that the title names; a plan of several years is about none.
pub(super) fn year(title: &str) -> Option<i32> {
    era::find_fiscal_year(title).filter(|year| year.year == year.last).map(|year| year.year)
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
