//! Dates in the words of a cell or a note: ９月30日, ※令和７年度中に把握予定.

use super::scan::{Form, Span, Year, count, fiscal, year};
use super::{Era, FiscalYear, walk};
use crate::value::fold::Folded;

/// The fiscal year in which a note says that a value will be known:
/// ※実績は令和７年度中に把握予定. A month counts for the year in which it lies.
///
/// A note may name the year of the value too (令和６年度実績は令和７年度中に…), so
/// the one that stands last before the word that promises it is taken.
pub(in crate::value) fn known_in(note: &str) -> Option<FiscalYear> {
    const PROMISES: &[&str] =
        &["予定", "見込", "把握", "公表", "判明", "確定", "集計", "公開", "算出", "とりまとめ"];
    let folded = Folded::new(note);
    folded
        .text
        .split_inclusive(['。', '\n'])
        .scan(0, |end, sentence| {
            let start = *end;
            *end += sentence.len();
            Some((start, sentence))
        })
        .find_map(|(start, sentence)| {
            let until = PROMISES.iter().filter_map(|word| sentence.rfind(word)).max()?;
            let years_and_months = walk(&sentence[..until], |rest, before| {
                fiscal(rest, before).or_else(|| month(rest, before))
            });
            let (range, span) = years_and_months.into_iter().next_back()?;
            Some(span.year(folded.published(&(start + range.start..start + range.end))))
        })
}

/// 令和７年９月: the fiscal year of a month.
fn month(rest: &str, before: Option<char>) -> Option<Span> {
    let first = year(rest)?;
    let glued = before.is_some_and(|c| c.is_ascii_alphanumeric());
    (!glued || first.form == Form::Era).then_some(())?;
    let after = rest[first.len..].strip_prefix('年')?;
    let (month, digits) = count(after)?;
    after[digits..].starts_with('月').then_some(())?;
    (1..=12).contains(&month).then_some(())?;
    let fiscal = first.year - i32::from(month < 4);
    let (era, era_year) = Era::of(fiscal);
    let len = first.len + '年'.len_utf8() + digits + '月'.len_utf8();
    Some(Span {
        first: Year { era, era_year, year: fiscal, len: 0, form: first.form },
        last: fiscal,
        len,
        said: true,
    })
}

/// The bytes of a date at the start of `rest`, however exact: 令和６年度, 2024年,
/// 令和７年３月27日, 10月, R7.3. So that digits of a date are not taken for a value.
pub(in crate::value) fn date(rest: &str, before: Option<char>) -> Option<usize> {
    if let Some(span) = fiscal(rest, before) {
        return Some(span.len);
    }
    if let Some(first) = year(rest) {
        if let Some(after) = rest[first.len..].strip_prefix('年') {
            let len = first.len + '年'.len_utf8();
            return Some(len + day_of_month(after).unwrap_or(0));
        }
        if first.form == Form::Letter && rest[first.len..].starts_with('.') {
            let tail =
                rest[first.len..].bytes().take_while(|it| it.is_ascii_digit() || *it == b'.');
            return Some(first.len + tail.count());
        }
    }
    day_of_month(rest)
}

/// ９月, ９月30日.
fn day_of_month(rest: &str) -> Option<usize> {
    let (month, digits) = count(rest)?;
    let after = rest[digits..].strip_prefix('月')?;
    (month <= 12 && !after.starts_with(['間', '平'])).then_some(())?;
    let len = digits + '月'.len_utf8();
    let day = count(after).and_then(|(day, digits)| {
        (day <= 31 && after[digits..].starts_with('日')).then_some(digits + '日'.len_utf8())
    });
    Some(len + day.unwrap_or(0))
}
