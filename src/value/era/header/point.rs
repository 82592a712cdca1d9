//! Stretches of years within a squeezed header, by the grammar of [`super`].
//!
//! Asked at every character of a header, so nothing here looks further than the
//! few characters that years have.

mod beside;
mod tail;

use super::super::scan::count;
use super::super::{ERAS, Era};
use super::{Context, Written, Years};
use crate::value::fold::longest;
use beside::{
    begins_counter, begins_number, begins_role, begins_span, end, goes_on, is_against, is_end,
    is_lone,
};
use tail::{span, tail};

/// One stretch of years; none where they can't be known.
pub(super) struct Stretch {
    pub(super) years: Option<Years>,
}

/// A walk over a header.
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
    context: Context,
    /// The end of a year that something is measured against: no part of it is one.
    against: usize,
    /// A relative year was passed over, since nothing says what it is relative to.
    pub(super) unknown: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str, context: Context) -> Scan<'a> {
        Scan { text, at: 0, context, against: 0, unknown: false }
    }

    pub(super) fn peek(&self) -> Option<char> {
        after(self.text, self.at).chars().next()
    }

    pub(super) fn skip(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    /// The stretch of years that begins here; the walk goes on behind it.
    pub(super) fn years(&mut self) -> Option<Stretch> {
        let before = self.text.get(..self.at).unwrap_or_default();
        let rest = after(self.text, self.at);
        // Most characters begin no year.
        let first = rest.chars().next()?;
        let is_within = first.is_ascii_digit() && before.ends_with(|c: char| c.is_ascii_digit());
        if is_within || !may_begin(first) || self.at < self.against {
            return None;
        }
        let found = relative(before, rest, self.context)
            .or_else(|| nth(before, rest, self.context))
            .or_else(|| points(before, rest, self.context))?;
        if is_against(before, after(rest, found.len)) {
            self.against = self.at + found.len;
            return None;
        }
        if found.years.is_none() && found.written == Written::Relative {
            self.unknown = true;
            return None;
        }
        self.at += found.len + end(after(rest, found.len));
        let years = found.years.map(|(first, last)| Years { first, last, written: found.written });
        Some(Stretch { years })
    }
}

/// Whether a year can begin with a character.
pub(super) fn may_begin(first: char) -> bool {
    #[rustfmt::skip]
    let is_start = matches!(
        first,
        '0'..='9' | '令' | '平' | '昭' | '大' | '明' | '㋿' | '㍻' | '㍼' | '㍽' | '㍾' | 'r' | 'h' | 's' | 'f'
            | '\'' | '’' | '‘' | '′' | '`' | '元' | '第' | '初' | '前' | '昨' | '一' | '本' | '今' | '当'
            | '翌' | '次' | '来' | '二' | '〇'
    );
    is_start
}

/// Years at the start of a text.
struct Found {
    years: Option<(i32, i32)>,
    len: usize,
    written: Written,
}

fn after(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// 前年度, 本年度: years counted from the report's.
fn relative(before: &str, rest: &str, context: Context) -> Option<Found> {
    const WORDS: &[(&str, i32)] = &[
        ("前々年度", -2),
        ("一昨年度", -2),
        ("前年度", -1),
        ("昨年度", -1),
        ("前年", -1),
        ("本年度", 0),
        ("今年度", 0),
        ("当該年度", 0),
        ("当年度", 0),
        ("翌年度", 1),
        ("次年度", 1),
        ("来年度", 1),
    ];
    let (word, by) = WORDS.iter().find(|(word, _)| rest.starts_with(word))?;
    let next = after(rest, word.len());
    // 前年同期, 前年度並み, 次年度以降 are no single year, and 前年度末 is one.
    let is_other = ["同", "並", "以", "繰", "を", "に", "も"].iter().any(|it| next.starts_with(it));
    let is_within = before.ends_with(['直', '以', '各', '毎', '々']);
    (!is_other && !is_within).then_some(())?;
    let year = context.report.map(|report| report.saturating_add(*by));
    let years = year.map(|year| (year, year));
    Some(Found { years, len: word.len(), written: Written::Relative })
}

/// 1年目, 第２年度, 初年度: years counted from the plan's first.
fn nth(before: &str, rest: &str, context: Context) -> Option<Found> {
    let found = |count: u32, len: usize| {
        let by = i32::try_from(count).ok()?.checked_sub(1)?;
        let year = context.plan.map(|plan| plan.saturating_add(by));
        Some(Found { years: year.map(|it| (it, it)), len, written: Written::Nth })
    };
    if rest.starts_with("初年度") {
        return found(1, "初年度".len());
    }
    let body = rest.strip_prefix('第').unwrap_or(rest);
    let glued = before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '第' | '.'));
    (!glued).then_some(())?;
    let (number, digits) = count(body)?;
    let ends: &[&str] = if body.len() < rest.len() {
        &["年度目", "年目", "年次目", "年次", "年度"]
    } else {
        &["年度目", "年目", "年次目"]
    };
    let end = longest(after(body, digits), ends)?;
    // 29年目標 is a target.
    let goes_on =
        end.ends_with('目') && after(body, digits + end.len()).starts_with(['標', '的', '安']);
    (!goes_on).then_some(())?;
    found(number, rest.len() - body.len() + digits + end.len())
}

/// Years with their era or century, and those that stand for themselves.
fn points(before: &str, rest: &str, context: Context) -> Option<Found> {
    let head = head(before, rest, context)?;
    let tail = tail(after(rest, head.len), &head, context);
    let first = Point { len: head.len + tail.len, year: fiscal(&head, &tail), head, tail };
    if let Some((last, len)) = last_of_several(rest, &first, context) {
        let is_first = first.head.form != Form::Western || begins_number(before);
        let len = len + span(after(rest, len));
        return is_first.then_some(Found {
            years: first.year.zip(last),
            len,
            written: match first.written() {
                Written::Digits => Written::Whole,
                written => written,
            },
        });
    }
    let next = after(rest, first.len);
    first.is_year(before, next).then_some(Found {
        years: first.year.map(|it| (it, it)),
        len: first.len,
        written: first.written(),
    })
}

/// How the number of a year is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 令和
    Era,
    /// 令
    Kanji,
    /// R
    Letter,
    /// 2021
    Western,
    /// FY2021
    Fy,
    /// '21
    Quote,
    /// 3, before 年度 and the like
    Count,
}

/// The number of a year, and what introduces it.
struct Head {
    form: Form,
    /// None where the report's year would have to be known.
    year: Option<i32>,
    /// The number as it stands: 3 of 令和３.
    count: i32,
    len: usize,
}

/// What follows the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    /// The same year in brackets, and nothing else.
    Same,
    /// 年
    Nen,
    /// 年度
    Nendo,
    /// A month: 年３月, .3
    Month(u32),
}

struct Tail {
    kind: Kind,
    len: usize,
}

struct Point {
    head: Head,
    tail: Tail,
    year: Option<i32>,
    len: usize,
}

fn head(before: &str, rest: &str, context: Context) -> Option<Head> {
    let last = before.chars().next_back();
    let glued = last.is_some_and(|c| c.is_ascii_alphanumeric());
    let full = ERAS.iter().find_map(|(_, names, base)| {
        let names = names.iter().filter(|name| !name.is_ascii());
        names.filter(|name| rest.starts_with(**name)).map(|name| (name.len(), *base)).max()
    });
    if let Some((name, base)) = full {
        let (number, digits) = count(after(rest, name))?;
        return of_era(Form::Era, base, number, name + digits);
    }
    // Kanji that begin other words too (平均, 命令３号), so a number must follow.
    const SHORT: &[(char, Form, Era, u32)] = &[
        ('令', Form::Kanji, Era::Reiwa, 1),
        ('平', Form::Kanji, Era::Heisei, 1),
        ('昭', Form::Kanji, Era::Showa, 1),
        ('r', Form::Letter, Era::Reiwa, 1),
        ('h', Form::Letter, Era::Heisei, 1),
        // S1 to S29 are rather numbers of things; no base of today's plans is so old.
        ('s', Form::Letter, Era::Showa, 30),
    ];
    if let Some((name, form, era, from)) = SHORT.iter().find(|it| rest.starts_with(it.0)) {
        let within = *form == Form::Kanji && last.is_some_and(is_ideograph);
        (!glued && !within).then_some(())?;
        let body = after(rest, name.len_utf8());
        let number = body.strip_prefix('.').unwrap_or(body);
        number.starts_with(|c: char| c.is_ascii_digit() || c == '元').then_some(())?;
        let (n, digits) = count(number)?;
        (*from <= n && n <= 70).then_some(())?;
        let base = ERAS.iter().find(|it| it.0 == *era)?.2;
        return of_era(*form, base, n, rest.len() - number.len() + digits);
    }
    let digits = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    if let Some(body) = rest.strip_prefix("fy") {
        let body = body.trim_start_matches(['\'', '’', ' ']);
        let len = rest.len() - body.len();
        return (!glued).then(|| century(Form::Fy, body, len, context))?;
    }
    if let Some(body) = rest.strip_prefix(['\'', '’', '‘', '′', '`']) {
        let is_two = body.bytes().take(3).take_while(u8::is_ascii_digit).count() == 2;
        return (!glued && is_two)
            .then(|| century(Form::Quote, body, rest.len() - body.len(), context))?;
    }
    if digits == 4 || rest.starts_with('二') {
        let within = last.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        return (!within).then(|| western(rest))?;
    }
    counted(before, rest, context)
}

fn of_era(form: Form, base: i32, number: u32, len: usize) -> Option<Head> {
    let count = i32::try_from(number).ok()?;
    Some(Head { form, year: Some(base + count), count, len })
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々')
}

/// 2021, 二〇二一.
fn western(rest: &str) -> Option<Head> {
    let digit = |c: char| {
        c.to_digit(10).or_else(|| {
            let at = "〇一二三四五六七八九".chars().position(|it| it == c)?;
            u32::try_from(at).ok()
        })
    };
    let four: Vec<(u32, usize)> =
        rest.chars().take(4).map_while(|c| Some((digit(c)?, c.len_utf8()))).collect();
    let year = four.iter().fold(0, |year, (digit, _)| year * 10 + digit);
    let year =
        i32::try_from(year).ok().filter(|year| four.len() == 4 && (1868..2200).contains(year))?;
    let len = four.iter().map(|it| it.1).sum();
    Some(Head { form: Form::Western, year: Some(year), count: year, len })
}

/// 2021 or 21 behind FY or an apostrophe of `mark` bytes.
fn century(form: Form, body: &str, mark: usize, context: Context) -> Option<Head> {
    if let Some(four) = western(body) {
        return Some(Head { form, len: mark + four.len, ..four });
    }
    let two = body.bytes().take(3).take_while(u8::is_ascii_digit).count() == 2;
    let count: i32 = body.get(..2).filter(|_| two)?.parse().ok()?;
    // '98 and '21 need no report to be told apart: plans look few decades ahead.
    let near = context.report.or(context.plan).unwrap_or(2020);
    let year = [1900 + count, 2000 + count].into_iter().min_by_key(|year| year.abs_diff(near));
    Some(Head { form, year, count, len: mark + 2 })
}

/// 3, 31, 元: a year without era, read as near to the report's as it can be.
fn counted(before: &str, rest: &str, context: Context) -> Option<Head> {
    // 過去３年度 and 第３年度 count years, 令和３～５年度 was read as a whole.
    const OTHERS: &[&str] =
        &["過去", "直近", "今後", "最近", "以後", "向こう", "第", "計", "約", "."];
    let glued = before.ends_with(|c: char| c.is_ascii_alphanumeric());
    (!glued && !OTHERS.iter().any(|it| before.ends_with(it))).then_some(())?;
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '元').then_some(())?;
    let (number, len) = count(rest)?;
    let count = i32::try_from(number).ok()?;
    let bases = ERAS.iter().map(|it| it.2).filter(|base| *base > 1900);
    // 21年度 may be 2021, 3年度 is no 2003.
    let centuries = (len == 2 && number != 1).then_some(2000);
    let year = context.report.or(context.plan).and_then(|near| {
        bases.chain(centuries).map(|base| base + count).min_by_key(|year| year.abs_diff(near))
    });
    Some(Head { form: Form::Count, year, count, len })
}

/// The fiscal year: January to March belong to the one before.
fn fiscal(head: &Head, tail: &Tail) -> Option<i32> {
    match tail.kind {
        Kind::Month(month) => head.year.map(|year| year - i32::from(month < 4)),
        _ => head.year,
    }
}

impl Point {
    fn written(&self) -> Written {
        match (self.head.form, self.tail.kind) {
            (Form::Western, Kind::Nothing) => Written::Digits,
            (Form::Count, Kind::Nen) => Written::Bare,
            (Form::Count | Form::Quote, _) => Written::Short,
            _ => Written::Whole,
        }
    }

    /// Whether it is a year and nothing that only looks like one.
    fn is_year(&self, before: &str, next: &str) -> bool {
        let form = self.head.form;
        match self.tail.kind {
            Kind::Same => true,
            Kind::Month(_) => form != Form::Western || begins_number(before) || next.is_empty(),
            Kind::Nendo => form != Form::Count || !begins_span(next),
            Kind::Nen => match form {
                Form::Era | Form::Kanji | Form::Letter => !next.starts_with('代'),
                Form::Count => is_lone(before, next) || begins_role(next) && !begins_span(next),
                _ => !begins_span(next),
            },
            Kind::Nothing => match form {
                Form::Era => {
                    !next.starts_with(|c: char| c.is_ascii_digit()) && !begins_counter(next)
                }
                Form::Kanji => is_end(next) || begins_role(next),
                Form::Letter | Form::Fy | Form::Quote => !goes_on(next) && !begins_counter(next),
                Form::Western => {
                    // Older and later numbers of four digits are counts of something.
                    let is_near = (1950..=2100).contains(&self.head.count);
                    is_near && begins_number(before) && (is_end(next) || begins_role(next))
                }
                Form::Count => false,
            },
        }
    }
}

/// The last of several years that begin with `first`, and the bytes of them all.
fn last_of_several(rest: &str, first: &Point, context: Context) -> Option<(Option<i32>, usize)> {
    let (mut last, mut len) = (None, first.len);
    let mut year = first.year;
    while let Some((next, bytes)) = next_year(after(rest, len), first, year, context) {
        (last, year, len) = (Some(next), next, len + bytes);
    }
    last.map(|last| (last, len))
}

/// One more year behind a separator, with the bytes of both.
fn next_year(
    rest: &str,
    first: &Point,
    year: Option<i32>,
    context: Context,
) -> Option<(Option<i32>, usize)> {
    const SEPARATORS: &[&str] =
        &["~", "-", "から", "及び", "、", "・", ",", "/", "―", "‐", "–", "−", "〜", "ー"];
    let separator = longest(rest, SEPARATORS)?;
    let body = after(rest, separator.len());
    let is_span = matches!(separator, "~" | "-" | "から" | "―" | "‐" | "–" | "−" | "〜" | "ー");
    let full = head(separator, body, context).filter(|it| it.form != Form::Count);
    let is_full = full.is_some();
    let head = full.or_else(|| short_of(body, first, context))?;
    let tail = tail(after(body, head.len), &head, context);
    let next = Point { len: head.len + tail.len, year: fiscal(&head, &tail), head, tail };
    let behind = after(body, next.len);
    let is_year = if is_full {
        next.is_year(separator, behind) || next.tail.kind == Kind::Nothing && separator_of(behind)
    } else {
        match next.tail.kind {
            Kind::Nendo | Kind::Month(_) => true,
            Kind::Nen => !begins_span(behind),
            // R1-2 is a number, H19-22 are years.
            Kind::Nothing | Kind::Same => {
                let is_sure = separator != "-" || first.head.count >= 10 && next.head.count >= 10;
                is_span
                    && is_sure
                    && first.head.form != Form::Count
                    && (is_end(behind) || begins_role(behind))
            }
        }
    };
    let rises = year.zip(next.year).is_none_or(|(first, next)| first <= next);
    (is_year && rises).then_some((next.year, separator.len() + next.len))
}

/// Whether a further year may follow: R4・R5・R6.
fn separator_of(behind: &str) -> bool {
    behind.starts_with(['~', '・', '、', ','])
}

/// The end of a range that leaves out what the first year has: 令和４～８, 2021～23.
fn short_of(body: &str, first: &Point, context: Context) -> Option<Head> {
    let (number, len) =
        count(body).filter(|_| body.starts_with(|c: char| c.is_ascii_digit() || c == '元'))?;
    let count = i32::try_from(number).ok()?;
    let year = match first.head.form {
        Form::Count => return counted("", body, context),
        Form::Western | Form::Fy | Form::Quote => {
            let start = first.head.year?;
            (len == 2).then_some(start - start.rem_euclid(100) + count)?
        }
        _ => first.head.year? - first.head.count + count,
    };
    Some(Head { form: first.head.form, year: Some(year), count, len })
}
