//! What stands before the number: notes, dates, the subject, qualifiers.
//!
//! The number is found first; what precedes it is then read from its end
//! backwards, because qualifiers stand next to the number and the words that
//! they follow may be any.

use std::ops::Range;

use super::behind::bracket;
use super::{Found, Reader};
use crate::value::bound;
use crate::value::change::{self, Change, Direction};
use crate::value::era;
use crate::value::fold::longest;
use crate::value::number;
use crate::value::period;
use crate::value::unit;

/// Units of which a number may be a date: 15日 is a count only by itself.
const DATE_LIKE: &[&str] = &["day", "year", "month"];

impl Reader<'_, '_> {
    /// A bracket in front: （年間）100件, （仮称）….
    pub(super) fn opening_note(&mut self) {
        if self.rest().starts_with('(')
            && bracket(self.rest()).is_some_and(|len| len < self.rest().len())
        {
            self.note();
            self.skip_spaces();
        }
    }

    /// A date in front, parted from the number: 令和６年度：10件, R7.3末 100件.
    pub(super) fn opening_date(&mut self) {
        const ENDS: &[&str] = &["末", "時点", "末時点", "実績", "目標", "末現在", "現在"];
        let rest = self.rest();
        let Some(date) = era::date(rest, None) else { return };
        let date = date + longest(&rest[date..], ENDS).map_or(0, str::len);
        let gap = longest(&rest[date..], &[":", " ", "までに", "末までに"]).unwrap_or_default();
        let len = if gap.starts_with([':', ' ']) { date } else { date + gap.len() };
        if !gap.is_empty() {
            let place = self.at..self.at + len;
            self.it.subject = Some(self.folded.published(&place).to_owned());
            self.at += date + gap.len();
            self.skip_spaces();
        }
    }

    /// Where the number begins, past digits that belong to a name, to a basis
    /// of comparison or to a `per`.
    pub(super) fn start(&mut self) -> Option<usize> {
        let text = &self.folded.text[..self.end];
        let (mut at, mut before, mut kanji) = (self.at, None::<char>, None);
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let basis = if change_may_begin(c) { change::basis(rest, before) } else { None };
            if let Some(len) = basis {
                self.it.change.is_none().then_some(())?;
                let basis = self.folded.published(&(at..at + len)).to_owned();
                self.it.change =
                    Some(Change { basis: Some(basis), direction: Direction::Unstated });
                self.at_basis(at, at + len)?;
                (at, before, kanji) = (at + len, None, None);
                continue;
            }
            let is_name = before.is_some_and(|it| it.is_ascii_alphabetic());
            let step = match c {
                '0'..='9' if is_name => {
                    rest.bytes().take_while(|it| it.is_ascii_digit() || *it == b'.').count()
                }
                '0'..='9' => match self.per_unit(rest) {
                    Some(len) => {
                        self.each = self.it.period.is_some().then_some(at..at + len);
                        len
                    }
                    None => return Some(at - sign_before(&text[self.at..at])),
                },
                _ => c.len_utf8(),
            };
            if kanji.is_none() && !is_name && (is_numeral(c) || c == '〇') {
                kanji = Some(at);
            }
            before = text[..at + step].chars().next_back();
            at += step;
        }
        kanji
    }

    /// What precedes a basis is the subject; only qualifiers may follow it.
    fn at_basis(&mut self, start: usize, end: usize) -> Option<()> {
        let subject = self.folded.text.get(self.at..start)?;
        let subject = subject.trim_end_matches(['の', ' ', '、', 'を', 'が', 'は']);
        let place = self.at..self.at + subject.len();
        self.it.subject = (!subject.is_empty()).then(|| self.folded.published(&place).to_owned());
        self.at = end;
        is_balanced(subject).then_some(())
    }

    /// 1日平均, １校当たり: the bytes of number, unit and word.
    fn per_unit(&mut self, rest: &str) -> Option<usize> {
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let unit = if rest[digits..].starts_with('月') {
            unit::Scanned { code: Some("month".to_owned()), len: '月'.len_utf8(), per: None }
        } else {
            unit::known(&rest[digits..])?
        };
        let (counting, len) = period::each(&rest[digits + unit.len..])?;
        let per =
            (&rest[..digits] == "1").then(|| period::of_unit(unit.code.as_deref()?)).flatten();
        if let Some(per) = per {
            let period = self.it.period.get_or_insert_default();
            (period.per, period.counting) = (Some(per), counting);
        }
        Some(digits + unit.len + len)
    }

    /// Reads what stands before the number at `start`, from its end backwards;
    /// what is left is the subject.
    pub(super) fn before(&mut self, start: usize) -> Option<usize> {
        let text = &self.folded.text;
        let mut end = start;
        loop {
            let prefix = text.get(self.at..end)?.trim_end_matches(' ');
            end = self.at + prefix.len();
            if let Some(len) = bound::about_before(prefix) {
                self.it.approximate = true;
                end -= len;
            } else if let Some((bound, len)) = bound::before(prefix) {
                self.it.bound = Some(bound);
                end -= len;
            } else if let Some(each) = self.each.take_if(|each| each.end == end) {
                let published = self.folded.published(&each);
                self.it.period.get_or_insert_default().text.insert_str(0, published);
                end = each.start;
            } else if let Some(word) = period::before(prefix) {
                let published = self.folded.published(&(end - word.len..end));
                let period = self.it.period.get_or_insert_default();
                period.text.insert_str(0, published);
                period.merge(word);
                end -= word.len;
            } else {
                break;
            }
        }
        self.subject(self.at..end)?;
        Some(start)
    }

    fn subject(&mut self, range: Range<usize>) -> Option<()> {
        let subject = self.folded.text.get(range.clone())?.trim();
        if subject.is_empty() {
            return Some(());
        }
        let spoiled = [
            "第",
            "令和",
            "平成",
            "昭和",
            "年",
            "年度",
            "月",
            "日",
            "から",
            "まで",
            "マイナス",
            "ほか",
            "他",
            "外",
        ];
        let last = subject.chars().next_back()?;
        let is_name = subject.chars().any(char::is_alphabetic) && is_balanced(subject);
        let is_open = last.is_ascii_alphanumeric()
            || matches!(last, '.' | '-' | '_' | '/' | '~' | '+' | '#' | ',');
        (is_name
            && !is_open
            && !spoiled.iter().any(|it| subject.ends_with(it))
            && self.it.subject.is_none())
        .then_some(())?;
        let published =
            self.folded.published(&range).trim().trim_end_matches([':', '：', ' ', '　']);
        let published =
            published.strip_prefix('【').and_then(|it| it.strip_suffix('】')).unwrap_or(published);
        self.it.subject = Some(published.to_owned());
        Some(())
    }

    /// A subject needs a unit of the catalogue behind the number, or a colon
    /// before it: 建設業許可12% and 高校：25帳票, but not バージョン2.
    pub(super) fn check_subject(&self, subject: bool, unit: Option<&Found>) -> Option<()> {
        let Some(name) = self.it.subject.as_deref().filter(|_| subject) else { return Some(()) };
        let text = &self.folded.text[self.from..self.at];
        let parted = text.contains(':') && !name.ends_with([':', '：']);
        let code = unit.and_then(|it| it.scanned.code.as_deref());
        let is_date =
            code.is_some_and(|code| DATE_LIKE.contains(&code)) && !name.ends_with(['数', '間']);
        (parted || code.is_some() && !is_date || self.it.change.is_some() && code.is_some())
            .then_some(())
    }
}

fn is_balanced(text: &str) -> bool {
    [('(', ')'), ('「', '」'), ('【', '】')]
        .into_iter()
        .all(|(open, close)| text.matches(open).count() == text.matches(close).count())
}

fn change_may_begin(c: char) -> bool {
    unit::is_kanji(c) || matches!(c, 'R' | 'H' | 'S' | 'F' | '0'..='9' | '㋿' | '㍻')
}

fn is_numeral(c: char) -> bool {
    number::scale(c).is_some() || "〇一二三四五六七八九壱弐参".contains(c)
}

/// The bytes of the sign right before a number.
fn sign_before(prefix: &str) -> usize {
    let body = prefix.trim_end_matches(' ');
    let Some(sign) = body.chars().next_back().filter(|c| matches!(c, '△' | '-' | '+')) else {
        return 0;
    };
    let is_bound =
        body[..body.len() - sign.len_utf8()].ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_bound { 0 } else { prefix.len() - body.len() + sign.len_utf8() }
}
