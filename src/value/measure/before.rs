//! What stands before the number: notes, the subject, bounds, qualifiers.
//!
//! The number is found first; what precedes it is then read from its end
//! backwards, because qualifiers stand next to the number and the words that
//! they follow may be any.

use std::ops::Range;

use rust_decimal::Decimal;

use super::behind::bracket;
use super::{Found, Reader, Side};
use crate::value::bound;
use crate::value::era;
use crate::value::fold::{longest_end, trim};
use crate::value::period;
use crate::value::pieces::is_arrow;
use crate::value::qualifier;
use crate::value::unit;
use crate::value::words;

/// Units of which a number may be a date: 15日 is a count only by itself.
pub(super) const DATE_LIKE: &[&str] = &["day", "year", "month"];

/// A year named by where it stands, in front of one of two numbers: 前年度26人→
/// 今年度33人. In front of one number alone, that may be of another year.
const RELATIVE_YEARS: &[&str] = &[
    "前年度",
    "前年",
    "昨年度",
    "昨年",
    "今年度",
    "今年",
    "本年度",
    "当年度",
    "初年度",
    "前々年度",
    "基準年度",
    "基準年",
    "翌年度",
];

/// What a subject ends with that makes of the number something else than its
/// value: a date, a place in a row, one more of others.
const SPOILED: &[&str] = &[
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
    "ほか",
    "他",
    "外",
    "表",
    "図",
    "別紙",
    "別表",
    "別添",
    "資料",
    "様式",
    "頁",
    "零下",
    "氷点下",
    // To which side the number says, where its sign does not: 減少12件, 赤字12億円.
    "増",
    "減",
    "増加",
    "減少",
    "削減",
    "低下",
    "短縮",
    "縮減",
    "低減",
    "赤字",
    // The bound of what stands behind: 以上80％.
    "以上",
    "以下",
    "未満",
    "以内",
    "超",
];

/// Words that end so and are none of those: 県外7件, 平日5件, その他3件.
const SOUND: &[&str] = &[
    "県外",
    "市外",
    "町外",
    "村外",
    "区外",
    "都外",
    "府外",
    "道外",
    "国外",
    "海外",
    "圏外",
    "域外",
    "庁外",
    "校外",
    "館外",
    "院外",
    "屋外",
    "野外",
    "室外",
    "管外",
    "区域外",
    "場外",
    "時間外",
    "以外",
    "内外",
    "園外",
    "郊外",
    "単年度",
    "平日",
    "休日",
    "祝日",
    "土日",
    "その他",
    "発表",
    "公表",
    "代表",
    "意図",
    "地図",
];

/// What may be less than nothing, so that a dash before its number is a minus.
const BELOW_ZERO: &[&str] = &[
    "収支",
    "増減",
    "差",
    "率",
    "比",
    "気温",
    "温度",
    "損益",
    "利益",
    "差額",
    "額",
    "増加数",
    "は",
];

/// What may part a date in front from its number: 令和６年度末時点で85団体.
const DATE_ENDS: &[&str] = &[
    "末",
    "時点",
    "末時点",
    "実績",
    "目標",
    "末現在",
    "現在",
    "で",
    "では",
    "に",
    "には",
    "は",
    "の",
];

impl Reader<'_, '_> {
    /// A bracket or the mark of a footnote in front: （年間）100件, ※１ 100件.
    pub(super) fn opening_note(&mut self) {
        // ※1 100件 needs the space: in ※1100件 it can't be told where the mark ends.
        let mark = words::footnote(self.rest()).unwrap_or_default();
        let after = self.rest()[mark..].chars().next();
        if mark > 0 && (after == Some(' ') || self.rest()[..mark].ends_with(['※', '*'])) {
            self.at += mark;
            self.skip_spaces();
        }
        if self.rest().starts_with('(')
            && bracket(self.rest()).is_some_and(|(_, len)| len < self.rest().len())
        {
            self.note();
            self.skip_spaces();
        }
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
                (self.it.bound, self.side) = (Some(bound), Side::Either);
                end -= len;
            } else if let Some((bound, len)) = bound::sign_before(prefix) {
                (self.it.bound, self.side) = (Some(bound), Side::Number);
                end -= len;
            } else if let Some(len) = longest_end(prefix, &["¥"]).map(str::len) {
                self.is_money = true;
                end -= len;
            } else if let Some((it, len)) = qualifier::before(prefix) {
                self.it.qualifier = Some(it);
                end -= len;
            } else if let Some(each) = self.each.take_if(|each| each.end == end) {
                let published = self.folded.word(&each);
                self.it.period.get_or_insert_default().text.insert_str(0, &published);
                end = each.start;
            } else if let Some(word) = period::before(prefix.trim_end_matches([':', ' '])) {
                end = self.at + prefix.trim_end_matches([':', ' ']).len();
                let published = self.folded.word(&(end - word.len..end));
                let period = self.it.period.get_or_insert_default();
                period.text.insert_str(0, &published);
                period.merge(word);
                end -= word.len;
            } else {
                break;
            }
        }
        let is_parted = text[end..].starts_with(' ');
        self.subject(self.at..end, is_parted)?;
        Some(start)
    }

    fn subject(&mut self, range: Range<usize>, is_parted: bool) -> Option<()> {
        let range = trim(&self.folded.text, range);
        let subject = &self.folded.text[range.clone()];
        let bare = subject.trim_end_matches([':', ' ']);
        let Some(last) = bare.chars().next_back() else { return Some(()) };
        let is_date = self.date_end == Some(range.start + bare.len());
        let is_parted = is_parted || bare.len() < subject.len();
        let is_name = bare.chars().any(char::is_alphabetic) && is_balanced(bare);
        let is_open = bare.contains(is_arrow)
            || matches!(last, '.' | '-' | '_' | '/' | '~' | '+' | '#' | ',')
            || last.is_ascii_alphanumeric() && !is_parted;
        let is_year = self.is_one_of_two && RELATIVE_YEARS.contains(&bare);
        let is_sound = is_date || is_year || longest_end(bare, SOUND).is_some();
        let is_spoiled = longest_end(bare, SPOILED).is_some() && !is_sound;
        // ー3.2％ has the mark of a long vowel for a minus.
        let is_mark = bare.chars().all(|c| c == 'ー');
        let is_subject = is_name && !is_mark && !is_open && !is_spoiled;
        (is_subject && self.it.subject.is_none()).then_some(())?;
        let dated = era::date(bare, None).map_or(bare, |len| &bare[len..]);
        let ends = DATE_ENDS.iter().fold(dated, |it, end| it.strip_suffix(end).unwrap_or(it));
        self.is_dated = is_year || dated.len() < bare.len() && ends.is_empty();
        let name = bare.trim_end_matches(['、', ' ']);
        let name = self.folded.word(&(range.start..range.start + name.len()));
        let inner = name.strip_prefix('【').and_then(|it| it.strip_suffix('】'));
        self.it.subject = Some(inner.map_or(name.clone(), str::to_owned));
        Some(())
    }

    /// 小学校－12校: a dash right behind words parts them from the number, unless what they
    /// name can fall below zero.
    pub(super) fn check_dash(&self) -> Option<()> {
        let name = &self.folded.text[self.from..self.at];
        let is_parted = name.ends_with([' ', ':', ')', '】']) || self.it.subject.is_none();
        let is_dash = self.rest().starts_with('-') && !is_parted;
        (!is_dash || longest_end(name, BELOW_ZERO).is_some()).then_some(())
    }

    /// A subject needs a unit of the catalogue behind the number, or a colon
    /// before it: 建設業許可12% and 高校：25帳票, but not バージョン2.
    pub(super) fn check_subject(&mut self, unit: Option<&Found>) -> Option<()> {
        let Some(name) = self.it.subject.as_deref() else { return Some(()) };
        let text = &self.folded.text[self.from..self.at];
        let parted = text.contains(':') && !name.ends_with([':', '：']);
        let code = unit.and_then(|it| it.scanned.code.as_deref());
        let is_date = code.is_some_and(|code| DATE_LIKE.contains(&code))
            && !name.ends_with(['数', '間'])
            && !unit.is_some_and(|it| self.folded.text[it.place.clone()].ends_with('間'));
        let is_free = parted || self.is_dated || self.zero;
        self.is_unsure = unit.is_none() && !is_free && !self.is_money;
        self.is_maybe_date = is_date && !is_free;
        (is_free || unit.is_none() || code.is_some()).then_some(())
    }

    /// 開始日15日 is a day; 処理日数を5日に短縮, 15日以内 and 3.5日 are amounts.
    pub(super) fn is_no_date(&self, number: Decimal) -> bool {
        let is_day = number.fract().is_zero() && number <= Decimal::from(31);
        !self.is_maybe_date
            || !is_day
            || self.it.level
            || self.it.bound.is_some()
            || self.it.change.is_some()
    }

    /// 男性79.83以上: a number without a unit behind words is their value where a
    /// bound, a decimal or the unit of the header says that it is an amount. The
    /// words are none of a name: バージョン2 and フェーズ3 are.
    pub(super) fn is_amount_of(&self, is_stated: bool, is_decimal: bool) -> bool {
        let name = self.it.subject.as_deref().unwrap_or_default();
        let is_word =
            |c: char| unit::is_kanji(c) || matches!(c, '\u{3041}'..='\u{3096}' | ' ' | '　');
        let is_amount = is_stated || is_decimal || self.it.bound.is_some();
        !self.is_unsure || is_amount && name.chars().all(is_word)
    }
}

pub(super) fn is_balanced(text: &str) -> bool {
    [('(', ')'), ('「', '」'), ('【', '】')]
        .into_iter()
        .all(|(open, close)| text.matches(open).count() == text.matches(close).count())
}
