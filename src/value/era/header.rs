//! Years in headers of columns, and in brackets of the cells below them.
//!
//! ```text
//! header = any number of words and stretches of years, in any order, with brackets or without
//! years  = point [ sep point ] [ end ]                  令和４～８年度, H19-H22, R3.4～R4.3
//! point  = year [ same ] [ "年度" | "年" [ same ] [ month ] | "." month | "/" month ]
//! year   = era count | R3, H29 | 令3 | 2021 | FY2021 | '21 | count     the last only before 年度, or 元年
//! same   = "(" the same year ")"                        令和３(2021)年度, 2021(R3)
//! end    = 末 | 時点 | 現在 | まで | の …
//! also   = "１年目" | "初年度" | "前年度" | "本年度" …        counted from the plan's or the report's year
//! ```
//!
//! A date is given the fiscal year in which it lies, so 令和３年３月末 is 2020 and
//! R3.4.1 is 2021. A year without era is read as the one nearest to that of the
//! report. What only looks like a year stays among the words: R1-2 and R1号 are
//! numbers, ３年間 and ３か年 are spans of time, 前年度比 and 令和２年度からの増減 are
//! measured against a year and not of it, 2000人 is a value.

mod brackets;
mod point;
mod words;

pub use brackets::{InCell, in_brackets};

use crate::text;
use point::Scan;

/// What is known of the years of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context {
    /// The first year of the plan: 1年目 is counted from it.
    pub plan: Option<i32>,
    /// The year that the report is about: ３年度 and '21 are read as near to it as
    /// they can be, 前年度 is counted from it. Where it is not known the plan's first
    /// year serves.
    pub report: Option<i32>,
}

/// How a year is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// With its era or its century: 令和３年度, R3, 2021年3月.
    Whole,
    /// Four digits and nothing else: 2021. In a cell such a number is a value.
    Digits,
    /// Without era or century: ３年度, '21, 29年3月.
    Short,
    /// The same without 度, which may be a span of time elsewhere: 29年.
    Bare,
    /// As a year of the plan: 1年目, 初年度.
    Nth,
    /// From the report's year: 前年度, 本年度.
    Relative,
}

/// The fiscal years that a header is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first of them, or the only one.
    pub first: i32,
    /// The last of them.
    pub last: i32,
    /// How the first is written.
    pub written: Written,
}

/// A header, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// What it says beside its years: half-width, lower case, without white space.
    /// Empty where it says nothing else.
    pub words: String,
    /// The years it is about; those outside brackets where there are several.
    pub years: Option<Years>,
    /// Further ones that differ, in their order.
    pub others: Vec<Years>,
    /// It names a year that [`Context`] does not suffice to know: ３年度, 1年目, 前年度.
    /// The last stays among the words then.
    pub unknown: bool,
}

/// Takes the years out of one level of a header path, raw or folded.
pub fn read(header: &str, context: Context) -> Dated {
    let text = squeezed(header);
    // Most headers, and nearly all cells that may be one, name no year.
    if !text.chars().any(point::may_begin) {
        return Dated { words: text, years: None, others: Vec::new(), unknown: false };
    }
    let mut found = words::Words::new();
    let mut scan = Scan::new(&text, context);
    while let Some(c) = scan.peek() {
        match scan.years() {
            Some(stretch) => found.put_years(stretch),
            None => {
                scan.skip(c);
                found.put(c);
            }
        }
    }
    found.done(scan.unknown)
}

/// The years of a cell that says nothing else: R6, 令和６年度末, （平成27年度）. A bare
/// number is a value, and 10年 is a span of time.
pub fn only(cell: &str, context: Context) -> Option<Years> {
    // Every cell of a row may be asked.
    if cell.len() > ONLY_BYTES_MAX {
        return None;
    }
    let read = read(cell, context);
    let is_year = |it: &Years| !matches!(it.written, Written::Digits | Written::Bare);
    read.years.filter(is_year).filter(|_| read.words.is_empty() && read.others.is_empty())
}

/// Whether a header that begins with this character, of one width and in lower case,
/// may begin with a year.
pub fn may_begin(first: char) -> bool {
    point::may_begin(first)
}

/// The longest cell that may be a year and nothing else, in bytes:
/// （令和元年度（2019年度）～令和５年度（2023年度）末時点）, spread.
const ONLY_BYTES_MAX: usize = 180;

/// One width, lower case, without the white space by which a header was laid out.
/// A space between digits parts two numbers, unless all letters are spread.
fn squeezed(header: &str) -> String {
    let folded = text::normalize(header);
    if !folded.contains(char::is_whitespace) {
        return lower(folded);
    }
    let parts = || folded.split_whitespace();
    let is_spread = parts().all(|part| part.chars().nth(1).is_none());
    let mut squeezed = String::with_capacity(folded.len());
    for part in parts() {
        let is_digit = |c: char| c.is_ascii_digit();
        if !is_spread && squeezed.ends_with(is_digit) && part.starts_with(is_digit) {
            squeezed.push(' ');
        }
        squeezed.extend(part.chars().flat_map(char::to_lowercase));
    }
    squeezed
}

/// Letter by letter, so that one which ends a word is written as any other.
fn lower(text: String) -> String {
    let is_lower = text.chars().all(|c| !c.is_uppercase());
    if is_lower { text } else { text.chars().flat_map(char::to_lowercase).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn print(years: &Years) -> String {
        if years.first == years.last {
            years.first.to_string()
        } else {
            format!("{}-{}", years.first, years.last)
        }
    }

    fn context(text: &str) -> Context {
        let year = |name: &str| text.split(' ').find_map(|it| it.strip_prefix(name)?.parse().ok());
        Context { plan: year("plan="), report: year("report=") }
    }

    /// header, context, words left, years; `?` where a year is named and not known.
    #[test]
    fn every_form_of_the_table() {
        let table = include_str!("../../../tests/data/header_years.tsv");
        let rows: Vec<Vec<&str>> = table
            .lines()
            .skip(1)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        let mut wrong = Vec::new();
        for row in &rows {
            let [header, known, words, years] = row[..] else { panic!("{row:?}") };
            let read = read(&header.replace("\\n", "\n"), context(known));
            let all = read.years.iter().chain(&read.others).map(print);
            let mut found = all.collect::<Vec<_>>().join(" ");
            if read.unknown {
                found.push('?');
            }
            if read.words != words || found != years {
                wrong
                    .push(format!("{header}: {:?} {found:?}, not {words:?} {years:?}", read.words));
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
        assert!(rows.len() > 200, "{} forms", rows.len());
    }

    #[track_caller]
    fn is_only(cell: &str, expected: &str) {
        let found = only(cell, context("report=2023")).map(|it| print(&it));
        assert_eq!(found.as_deref().unwrap_or("nothing"), expected, "{cell:?}");
    }

    #[test]
    fn cells_that_are_years() {
        is_only("R6", "2024");
        is_only("（平成27年度）", "2015");
        is_only("令和６年度末", "2024");
        is_only("５年度", "2023");
        is_only("2024年", "2024");
        is_only("2024", "nothing");
        is_only("10年", "nothing");
        is_only("R6実績", "nothing");
        is_only("1,234", "nothing");
        is_only("", "nothing");
        is_only(&"令和６年度".repeat(20), "nothing");
    }

    #[test]
    fn how_a_year_is_written() {
        let written = |text: &str| read(text, context("report=2023")).years.map(|it| it.written);
        assert_eq!(written("令和３年度"), Some(Written::Whole));
        assert_eq!(written("'21"), Some(Written::Short));
        assert_eq!(written("３年度"), Some(Written::Short));
        assert_eq!(written("３年"), Some(Written::Bare));
        assert_eq!(written("2021"), Some(Written::Digits));
        assert!(may_begin('令') && may_begin('3') && !may_begin('目'));
    }

    proptest! {
        #[test]
        fn any_text(text: String) {
            let _ = (read(&text, context("plan=2019 report=2023")), in_brackets(&text, context("")));
        }

        #[test]
        fn any_years(text in "[令和平成R元H0-9６～年度月末()（）/・から.'初前目 ]{0,24}") {
            let read = read(&text, context("plan=2019 report=2023"));
            prop_assert!(read.others.is_empty() || read.years.is_some());
            for years in read.years.iter().chain(&read.others) {
                prop_assert!(years.first <= years.last && years.first > 1800, "{years:?}");
            }
        }
    }
}
