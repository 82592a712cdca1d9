//! A fiscal year at the start of a text, by the grammar of [`super`].
//!
//! Asked at every character of a text, so nothing here looks further than the
//! few characters that a year has.

use super::{ERAS, Era, FiscalYear};
use crate::value::fold::longest;
use crate::value::number;

const SEPARATORS: &[&str] = &["~", "-", "から", "及び", "、", "・"];

/// A fiscal year at the start of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::value) struct Span {
    pub(super) first: Year,
    pub(super) last: i32,
    pub len: usize,
    /// It has the word 年度.
    pub(super) said: bool,
}

impl Span {
    pub(super) fn year(&self, text: &str) -> FiscalYear {
        let Year { era, era_year, year, .. } = self.first;
        FiscalYear { text: text.to_owned(), era, era_year, year, last: self.last }
    }
}

/// How a year is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Era,
    Letter,
    Western,
    Fy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    pub(super) era: Era,
    pub(super) era_year: u32,
    pub(super) year: i32,
    pub(super) len: usize,
    pub(super) form: Form,
}

/// The fiscal year at the start of `rest`; `before` is what precedes it.
pub(in crate::value) fn fiscal(rest: &str, before: Option<char>) -> Option<Span> {
    let first = year(rest)?;
    let glued = before.is_some_and(|c| c.is_ascii_alphanumeric());
    (!glued || first.form == Form::Era).then_some(())?;
    let mut len = first.len + same(&rest[first.len..], first);
    let mut said = word(&rest[len..], "年度", &mut len);
    let mut last = first;
    if let Some(next) = range(&rest[len..], first) {
        last = next;
        len += next.len;
        said = word(&rest[len..], "年度", &mut len) || said;
    }
    len += same(&rest[len..], last);
    (said || is_short(last, &rest[len..])).then_some(())?;
    Some(Span { first, last: last.year, len, said })
}

fn word(rest: &str, word: &str, len: &mut usize) -> bool {
    let body = rest.trim_start_matches(' ');
    let found = body.starts_with(word);
    if found {
        *len += rest.len() - body.len() + word.len();
    }
    found
}

/// Whether a year may stand for a fiscal year without the word 年度.
fn is_short(year: Year, rest: &str) -> bool {
    let stop = match year.form {
        Form::Western => return false,
        Form::Fy | Form::Letter => {
            rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'))
        }
        Form::Era => rest.starts_with(|c: char| c.is_ascii_digit()),
    };
    !stop && !rest.trim_start_matches(' ').starts_with('年')
}

/// The bytes of another name of the same year: （2024）, /R1, ・令和元年度.
fn same(rest: &str, named_before: Year) -> usize {
    let named = |body: &str| -> Option<usize> {
        let again = year(body).or_else(|| counted(body, Era::Reiwa))?;
        let mut len = again.len;
        word(&body[len..], "年度", &mut len);
        (again.year == named_before.year).then_some(len)
    };
    if let Some(body) = rest.strip_prefix('(') {
        let len = named(body).filter(|&len| body[len..].starts_with(')'));
        return len.map_or(0, |len| len + 2);
    }
    let Some(body) = rest.strip_prefix(['/', '・']) else { return 0 };
    let mark = rest.len() - body.len();
    named(body).map_or(0, |len| if body[..len].ends_with("年度") { 0 } else { mark + len })
}

/// The end of a range behind `first`: ～８, から令和８, -R8. Its length includes
/// the separator.
fn range(rest: &str, first: Year) -> Option<Year> {
    let separator = longest(rest, SEPARATORS)?;
    let body = &rest[separator.len()..];
    let next = year(body).or_else(|| match first.form {
        Form::Letter if separator == "-" => None,
        Form::Era | Form::Letter => {
            counted(body, first.era).map(|it| Year { form: first.form, ..it })
        }
        Form::Western | Form::Fy => None,
    })?;
    let end = &body[next.len..];
    let is_year = end.trim_start_matches(' ').starts_with("年度")
        || is_short(next, end) && next.form != Form::Era;
    (next.year > first.year && is_year).then_some(())?;
    Some(Year { len: separator.len() + next.len, ..next })
}

/// A year with its era, or a western one.
pub(super) fn year(rest: &str) -> Option<Year> {
    if let Some(body) = rest.strip_prefix("FY") {
        return western(body.trim_start_matches(' ')).map(|it| Year {
            len: rest.len() - body.trim_start_matches(' ').len() + it.len,
            form: Form::Fy,
            ..it
        });
    }
    for (era, names, _) in ERAS {
        let Some(name) = longest(rest, names) else { continue };
        let body = rest[name.len()..].trim_start_matches(' ');
        let counted = counted(body, *era)?;
        let form = if name.is_ascii() { Form::Letter } else { Form::Era };
        return Some(Year { len: rest.len() - body.len() + counted.len, form, ..counted });
    }
    western(rest)
}

fn counted(body: &str, era: Era) -> Option<Year> {
    let (era_year, len) = count(body)?;
    let before = ERAS.iter().find(|it| it.0 == era)?.2;
    let year = before + i32::try_from(era_year).ok()?;
    Some(Year { era, era_year, year, len, form: Form::Era })
}

fn western(rest: &str) -> Option<Year> {
    let len = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let year: i32 = rest[..len].parse().ok().filter(|_| len == 4)?;
    (1868..2200).contains(&year).then_some(())?;
    let (era, era_year) = Era::of(year);
    Some(Year { era, era_year, year, len, form: Form::Western })
}

/// 元, 6, 12, 六, 三十一: the number and its bytes.
pub(super) fn count(rest: &str) -> Option<(u32, usize)> {
    if rest.starts_with('元') {
        return Some((1, '元'.len_utf8()));
    }
    // Looks no further than it must: it is asked at every character.
    let len = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    if len > 0 {
        let count = rest[..len].parse().ok().filter(|_| len <= 2)?;
        return (count > 0).then_some((count, len));
    }
    let is_kanji = |c: &char| "一二三四五六七八九十".contains(*c);
    let len: usize = rest.chars().take(5).take_while(is_kanji).map(char::len_utf8).sum();
    let count = number::parse(&rest[..len]).ok()?;
    let count = u32::try_from(count).ok().filter(|count| (1..100).contains(count))?;
    Some((count, len))
}
