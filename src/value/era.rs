//! Fiscal years and dates: 令和６年度, Ｒ６, 平成31（令和元）年度, 2024～2026年度.
//!
//! ```text
//! fiscal   = year [ same ] [ sep [ year ] ] "年度" [ same ]
//!          | short [ same ] [ sep short ]                   R6, H31/R1, 平成30, FY2024
//! year     = era count | western | count                    count alone only behind sep
//! era      = "令和" | "平成" | "昭和" | "大正" | "明治" | "㋿" | "㍻" … | "R" | "H" | "S"
//! count    = "元" | 1–99 in digits of any width or in kanji
//! same     = "(" year ")" | "/" year | "・" year            another name of the same year
//! sep      = "～" | "-" | "から" | "及び" …                   令和６～８年度
//! ```
//!
//! A fiscal year runs from 1 April to 31 March. 2019 began in 平成31 and is
//! called 令和元年度; both names are read and kept. A year without 度 is a
//! calendar year (令和６年３月) and no fiscal year. An era is counted on past its
//! end, because plans made before the change said 平成32年度.

mod date;
pub mod header;
mod scan;

pub(super) use date::{date, known_in};
pub(super) use scan::fiscal;

use std::fmt;
use std::ops::Range;

use super::fold::Folded;
use scan::{Span, year};

/// One of the eras since 1868.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// 1868–1912.
    Meiji,
    /// 1912–1926.
    Taisho,
    /// 1926–1989.
    Showa,
    /// 1989–2019.
    Heisei,
    /// Since 2019.
    Reiwa,
}

/// A fiscal year, or several in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiscalYear {
    /// As published: `令和６年度`.
    pub text: String,
    /// The era named, or that of the year where only a western year is.
    pub era: Era,
    /// The year within that era.
    pub era_year: u32,
    /// The year in which it begins, on 1 April.
    pub year: i32,
    /// The year in which the last one begins: `year`, but for ranges.
    pub last: i32,
}

/// Each era, its names, and the year before its first.
const ERAS: &[(Era, &[&str], i32)] = &[
    (Era::Reiwa, &["令和", "㋿", "R", "r"], 2018),
    (Era::Heisei, &["平成", "㍻", "H", "h"], 1988),
    (Era::Showa, &["昭和", "㍼", "S"], 1925),
    (Era::Taisho, &["大正", "㍽", "T"], 1911),
    (Era::Meiji, &["明治", "㍾"], 1867),
];

impl Era {
    /// 令和, 平成 ….
    pub fn name(self) -> &'static str {
        match self {
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    /// The era and its year in which most of a fiscal year lies.
    fn of(year: i32) -> (Era, u32) {
        let found = ERAS.iter().find(|(_, _, before)| *before < year);
        let (era, before) = found.map_or((Era::Meiji, 1867), |(era, _, before)| (*era, *before));
        (era, u32::try_from(year - before).unwrap_or(0))
    }
}

impl FiscalYear {
    /// ISO 8601: `2024-04-01/2025-03-31`.
    pub fn period(&self) -> String {
        format!("{:04}-04-01/{:04}-03-31", self.year, self.last.saturating_add(1))
    }
}

/// A text is no fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Empty,
    Year,
    Rest { at: usize },
}

/// Reads a text that is a fiscal year and nothing else. Here a bare 2024 or
/// 令和６年 is one too, since a cell or an argument says no more.
pub fn parse(text: &str) -> Result<FiscalYear, Error> {
    let folded = Folded::new(text);
    let range = super::fold::trim(&folded.text, 0..folded.text.len());
    let body = &folded.text[range.clone()];
    if body.is_empty() {
        return Err(Error { kind: Kind::Empty });
    }
    let span = fiscal(body, None).or_else(|| lone_year(body));
    let span = span.ok_or(Error { kind: Kind::Year })?;
    if span.len < body.len() {
        let place = folded.place(&(range.start + span.len..range.end));
        let at = text.get(..place.start).unwrap_or_default().chars().count();
        return Err(Error { kind: Kind::Rest { at } });
    }
    Ok(span.year(folded.published(&range)))
}

fn lone_year(body: &str) -> Option<Span> {
    let year = year(body)?;
    let len = year.len + if body[year.len..].starts_with('年') { '年'.len_utf8() } else { 0 };
    Some(Span { first: year, last: year.year, len, said: false })
}

/// The first fiscal year that a title or a sentence names; one with 年度 before
/// a short one such as R6.
pub fn find_fiscal_year(text: &str) -> Option<FiscalYear> {
    let folded = Folded::new(text);
    let found = mentions(&folded.text);
    let best = found.iter().find(|(_, span)| span.said).or(found.first())?;
    Some(best.1.year(folded.published(&best.0)))
}

/// A text without its years, fiscal or not: what the titles of one plan have in common. A
/// number without 年 goes where it is `own`, the year of the report; others name a plan
/// (ビジョン2030).
pub fn without_years(text: &str, own: Option<i32>) -> String {
    let folded = Folded::new(text);
    let any = |rest: &str, before: Option<char>| {
        // 2034 of 12034 and the R6 of ISR6 are part of something else.
        let is_glued = before.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_lone = |it: &Span| match it.first.form {
            scan::Form::Era => true,
            _ if is_glued => false,
            scan::Form::Western if it.len == it.first.len => own == Some(it.last),
            _ => true,
        };
        let lone = || lone_year(rest).filter(is_lone);
        fiscal(rest, before).or_else(lone)
    };
    let mut kept = String::new();
    let mut at = 0;
    for (range, _) in walk(&folded.text, any) {
        let place = folded.place(&range);
        kept.push_str(text.get(at..place.start).unwrap_or_default());
        at = place.end;
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    kept
}

/// Every fiscal year of a folded text, in its order.
pub(super) fn mentions(text: &str) -> Vec<(Range<usize>, Span)> {
    walk(text, fiscal)
}

/// Every stretch of `text` that `read` knows, one behind the other.
fn walk(
    text: &str,
    read: impl Fn(&str, Option<char>) -> Option<Span>,
) -> Vec<(Range<usize>, Span)> {
    let mut found = Vec::new();
    let (mut at, mut before) = (0, None);
    while let Some(c) = text[at..].chars().next() {
        let step = match read(&text[at..], before) {
            Some(span) => {
                found.push((at..at + span.len, span));
                span.len
            }
            None => c.len_utf8(),
        };
        before = text[..at + step].chars().next_back();
        at += step;
    }
    found
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Empty => f.write_str("empty text, expected a fiscal year"),
            Kind::Year => f.write_str("expected a year such as 令和６年度, R6 or 2024年度"),
            Kind::Rest { at } => {
                write!(f, "expected the end of the fiscal year at character {at}")
            }
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::FiscalYear;
    use proptest::prelude::*;

    fn print(it: &FiscalYear) -> String {
        format!("{} {}{} {}", it.text, it.era.name(), it.era_year, it.period())
    }

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        let read = super::parse(text).map(|it| print(&it).replacen(&it.text, "", 1));
        assert_eq!(read.as_deref().map(str::trim), Ok(expected), "{text:?}");
    }

    #[track_caller]
    fn fails(text: &str, message: &str) {
        assert_eq!(super::parse(text).unwrap_err().to_string(), message, "{text:?}");
    }

    #[track_caller]
    fn finds(text: &str, expected: &str) {
        let found = super::find_fiscal_year(text).map(|it| print(&it));
        assert_eq!(found.as_deref().unwrap_or("nothing"), expected, "{text:?}");
    }

    #[track_caller]
    fn promises(note: &str, expected: &str) {
        let found = super::known_in(note).map(|it| format!("{} {}", it.text, it.year));
        assert_eq!(found.as_deref().unwrap_or("nothing"), expected, "{note:?}");
    }

    #[test]
    fn one_year() {
        let r6 = "令和6 2024-04-01/2025-03-31";
        reads("令和６年度", r6);
        reads("令和６", r6);
        reads("R6", r6);
        reads("Ｒ６", r6);
        reads("Ｒ６年度", r6);
        reads("㋿6年度", r6);
        reads("令和６年", r6);
        reads("令和六年度", r6);
        reads("2024年度", r6);
        reads("２０２４年度", r6);
        reads("FY2024", r6);
        reads("2024", r6);
        reads("令和６（2024）年度", r6);
        reads("令和６年度（2024年度）", r6);
        reads("2024（令和６）年度", r6);
    }

    #[test]
    fn changes_of_era() {
        reads("令和元年度", "令和1 2019-04-01/2020-03-31");
        reads("H31/R1", "平成31 2019-04-01/2020-03-31");
        reads("平成31（令和元）年度", "平成31 2019-04-01/2020-03-31");
        reads("2019年度", "令和1 2019-04-01/2020-03-31");
        reads("2018年度", "平成30 2018-04-01/2019-03-31");
        reads("平成30", "平成30 2018-04-01/2019-03-31");
        reads("㍻30年度", "平成30 2018-04-01/2019-03-31");
        reads("平成32年度", "平成32 2020-04-01/2021-03-31");
        reads("昭和64年度", "昭和64 1989-04-01/1990-03-31");
        reads("平成三十一年度", "平成31 2019-04-01/2020-03-31");
    }

    #[test]
    fn several_years() {
        let three = "令和6 2024-04-01/2027-03-31";
        reads("令和６～８年度", three);
        reads("令和６年度〜令和８年度", three);
        reads("R6-R8", three);
        reads("Ｒ６～８", three);
        reads("2024～2026年度", three);
        reads("令和6年度から8年度", three);
    }

    #[test]
    fn not_fiscal_years() {
        let message = "expected a year such as 令和６年度, R6 or 2024年度";
        fails("", "empty text, expected a fiscal year");
        fails("達成", message);
        fails("令和", message);
        fails("R0", message);
        fails("令和100年度", message);
        fails("令和６年度末", "expected the end of the fiscal year at character 5");
        fails("令和６～６年度", "expected the end of the fiscal year at character 3");
        fails("R6-8", "expected the end of the fiscal year at character 2");
    }

    #[test]
    fn in_titles() {
        let r6 = "令和６年度 令和6 2024-04-01/2025-03-31";
        finds("神奈川ＤＸ計画 令和６年度点検報告書", r6);
        finds("令和７年６月 令和６年度の実績", r6);
        finds("R7.3.27 令和６年度", r6);
        finds("第２期計画（Ｒ６実績）", "Ｒ６ 令和6 2024-04-01/2025-03-31");
        finds("H31/R1実績", "H31/R1 平成31 2019-04-01/2020-03-31");
        finds("H31・R1実績", "H31・R1 平成31 2019-04-01/2020-03-31");
        finds("FY2024実績", "FY2024 令和6 2024-04-01/2025-03-31");
        finds("ISR6号、Ver6、令和６年３月", "nothing");
        finds("R7.3.27", "nothing");
        finds("2024年", "nothing");
    }

    #[track_caller]
    fn leaves(text: &str, expected: &str) {
        assert_eq!(super::without_years(text, Some(2024)), expected, "{text:?}");
    }

    #[test]
    fn texts_without_their_years() {
        leaves("ＤＸ計画 令和６年度点検報告書", "ＤＸ計画 点検報告書");
        leaves("計画（Ｒ６）", "計画（）");
        leaves("令和５～６年度報告", "報告");
        leaves("令和６年３月 2024年版", "３月 版");
        leaves("ビジョン2030 2024", "ビジョン2030 ");
        leaves("第12034号、202412、ISR6", "第12034号、202412、ISR6");
        leaves("A令和６年", "A");
    }

    #[test]
    fn promises_of_a_year() {
        promises("※実績は令和７年度中に把握予定", "令和７年度 2025");
        promises("※実績は令和11年度中に把握予定", "令和11年度 2029");
        promises("令和６年度実績は令和７年度中に把握予定", "令和７年度 2025");
        promises("令和７年９月に公表予定", "令和７年９月 2025");
        promises("令和８年２月頃判明", "令和８年２月 2025");
        promises("R7年４月に公表予定", "R7年４月 2025");
        promises("A令和７年９月に公表予定", "令和７年９月 2025");
        promises("AR7年９月に公表予定", "nothing");
        promises("未定。令和７年度に公表予定", "令和７年度 2025");
        promises("令和６年度は実施しなかった。", "nothing");
        promises("後日公表予定", "nothing");
    }

    #[test]
    fn dates() {
        let date = |text: &str| super::date(text, None).map(|len| text[..len].to_owned());
        assert_eq!(date("10月から").as_deref(), Some("10月"));
        assert_eq!(date("令和7年3月27日に").as_deref(), Some("令和7年3月27日"));
        assert_eq!(date("R7.3時点").as_deref(), Some("R7.3"));
        assert_eq!(date("2024年に").as_deref(), Some("2024年"));
        assert_eq!(date("10月20件").as_deref(), Some("10月"));
        assert_eq!(date("2024.3"), None);
        assert_eq!(date("10件"), None);
        assert_eq!(date("13月"), None);
    }

    proptest! {
        #[test]
        fn any_text(text: String) {
            let _ = (super::parse(&text), super::find_fiscal_year(&text), super::known_in(&text));
        }

        #[test]
        fn any_years(text in "[令和平成㍻RH元0-9６～年度月()（）/・から.予定 ]{0,24}") {
            let _ = (super::parse(&text), super::known_in(&text));
            if let Some(found) = super::find_fiscal_year(&text) {
                prop_assert!(text.contains(&found.text));
            }
        }
    }
}
