//! The line that says what the rating symbols mean.

use crate::table::Contents;
use crate::value::Legend;

/// The legend of the report: the first text that explains two ratings or more,
/// wherever it stands. Texts that call themselves 凡例 are asked first.
pub(super) fn read(contents: &Contents) -> Legend {
    let (named, others): (Vec<&str>, Vec<&str>) =
        super::texts(contents).partition(|text| text.contains("凡例"));
    named.into_iter().chain(others).map(Legend::parse).find(explains).unwrap_or_default()
}

fn explains(legend: &Legend) -> bool {
    legend.entries.iter().filter(|entry| entry.rating.is_some()).count() >= 2
}
