//! What stands behind a number: 件, 人, ％, 事業者, 件/年.
//!
//! ```text
//! unit    = base [ "/" base ]                      件/年, 時間／月, kg/人
//! base    = a word of the catalogue | any other short word
//! header  = [ "単位" [":"] ] [ scale ] unit        （単位：千円）, （％）, （時間/年）
//! ```
//!
//! A unit keeps the text as published and, where the catalogue has it, a code
//! that is the same for all its spellings (人 and 名, ％ and パーセント). Reports
//! count whatever they like (25帳票, ６河川), so a word that is not in the
//! catalogue is a unit too, without a code, as long as it looks like one. A
//! word that makes of the number a date, a place in a row or a part of a name
//! (10月, 第３期, 2次元) is no unit, and the text is then no number.

mod catalogue;

use catalogue::{CATALOGUE, MEASURES, NO_UNIT, NO_UNIT_END, PER};
use rust_decimal::Decimal;
use std::sync::LazyLock;

use super::fold::{Folded, longest};
use super::number;
use crate::text;

/// The unit of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// As published: `％`, `箇所`, `件/年`; `円` where ¥ stands before the number.
    pub text: String,
    /// The same for all spellings of one unit: `person` or `case/year` of what is
    /// counted, the code of UCUM of what is measured (`kW.h`, `ug/m3`, `Cel`,
    /// `t{CO2}`); absent where the catalogue does not have it.
    pub code: Option<String>,
}

/// A unit as a header states it: the numbers below are counted in `factor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// 円 of 千円.
    pub unit: Unit,
    /// 1000 of 千円.
    pub factor: Decimal,
}

/// The longest word that counts things and is in no catalogue, in characters.
const LONGEST_KANJI: usize = 4;
const LONGEST_KATAKANA: usize = 10;

/// A unit at the start of a folded text: its code and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scanned {
    pub code: Option<String>,
    pub len: usize,
    /// What the unit is per, where it says so: 年 of 件/年.
    pub per: Option<&'static str>,
}

/// The unit at the start of `rest`, which is folded and follows a number.
pub(super) fn scan(rest: &str) -> Option<Scanned> {
    known(rest).or_else(|| unknown(rest))
}

/// The longest spelling of the catalogue, with what it is per.
pub(super) fn known(rest: &str) -> Option<Scanned> {
    let (code, len) = base(rest)?;
    if longest(rest, NO_UNIT).is_some_and(|word| word.len() > len) {
        return None;
    }
    if let Some(many) = rest[len..].strip_prefix('/').and_then(per_many) {
        return Some(Scanned { code: None, len: len + 1 + many, per: None });
    }
    let per = rest[len..].strip_prefix('/').and_then(time_or_base);
    let Some((per, per_len)) = per else {
        return ends_well(rest, len).then(|| Scanned {
            code: Some(code.to_owned()),
            len,
            per: None,
        });
    };
    let len = len + 1 + per_len;
    ends_well(rest, len).then(|| Scanned {
        code: Some(format!("{code}/{}", per_code(code, per))),
        len,
        per: Some(per),
    })
}

/// The bytes of 10万人 and 1,000人 behind the slash of 12.3人/10万人: of how many people.
/// Any other number may be the whole of which this is a part (8人/10人).
fn per_many(rest: &str) -> Option<usize> {
    let number = number::scan_to_slash(rest).ok().filter(|it| !it.signed && !it.spaced)?;
    let (code, unit) = base(&rest[number.len..])?;
    let is_round = ROUND.iter().any(|it| number.value == Decimal::from(*it));
    (code == "person" && is_round).then_some(number.len + unit)
}

/// Of how many people rates are told.
const ROUND: &[i32] = &[1_000, 10_000, 100_000, 1_000_000];

/// The unit behind a slash that does not follow its number: 名 程度 ／回. Its code
/// and its bytes with the slash.
pub(super) fn behind_slash(rest: &str) -> Option<(&'static str, usize)> {
    let (code, len) = time_or_base(rest.strip_prefix('/')?)?;
    ends_well(rest, len + 1).then_some((code, len + 1))
}

/// What a unit with this code is per: in UCUM where the unit is.
pub(super) fn per_code(code: &str, per: &'static str) -> &'static str {
    let ucum = PER.iter().find(|(it, _)| is_measured(code) && *it == per);
    ucum.map_or(per, |(_, ucum)| ucum)
}

/// Whether a unit with this code is one of UCUM, of what is measured.
pub(super) fn is_measured(code: &str) -> bool {
    MEASURES.iter().any(|(it, _)| *it == code)
}

/// What a unit is per. Behind a slash a bare 月 is a month and no date, and 時 an hour.
fn time_or_base(rest: &str) -> Option<(&'static str, usize)> {
    let month = rest.starts_with('月').then_some(("month", '月'.len_utf8()));
    let hour = rest.starts_with('時').then_some(("hour", '時'.len_utf8()));
    // 件/年度.
    let year = rest.starts_with("年度").then_some(("year", "年度".len()));
    year.or_else(|| base(rest)).or(month).or(hour)
}

fn base(rest: &str) -> Option<(&'static str, usize)> {
    let first = rest.chars().next()?;
    let start = SPELLINGS.partition_point(|(word, _)| starts_before(word, first));
    let same = SPELLINGS[start..].iter().take_while(|(word, _)| word.starts_with(first));
    let found = same.filter(|(word, _)| rest.starts_with(word)).max_by_key(|it| it.0.len())?;
    Some((found.1, found.0.len()))
}

/// Every spelling of the catalogue with its code, sorted: each number of a
/// report asks for the few that begin as what stands behind it.
static SPELLINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let all = CATALOGUE.iter().chain(MEASURES);
    let spellings = all.flat_map(|(code, words)| words.iter().map(|it| (*it, *code)));
    let mut spellings: Vec<_> = spellings.collect();
    spellings.sort_unstable();
    spellings
});

fn starts_before(word: &str, first: char) -> bool {
    word.chars().next().is_some_and(|it| it < first)
}

/// A Latin unit ends where its letters end: `m` is not the start of `mail`.
fn ends_well(rest: &str, len: usize) -> bool {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let inside = rest[..len].chars().next_back().is_some_and(is_latin);
    !(inside && rest[len..].chars().next().is_some_and(is_latin))
}

/// A short word of ideographs or of katakana that nothing speaks against.
fn unknown(rest: &str) -> Option<Scanned> {
    let kanji = run(rest, is_kanji);
    let (len, longest_word) = match kanji {
        0 => (run(rest, is_katakana), LONGEST_KATAKANA),
        len => (len, LONGEST_KANJI),
    };
    let (word, tail) = (trim_tail(&rest[..len]), rest);
    let is_unit = !word.is_empty()
        && word.chars().count() <= longest_word
        && !tail[word.len()..].starts_with(|c| is_kanji(c) && word.len() == len)
        && longest(word, NO_UNIT).is_none()
        && base(word).is_none()
        && super::fold::longest_end(word, NO_UNIT_END).is_none()
        && !word.starts_with(|c| number::scale(c).is_some());
    is_unit.then_some(Scanned { code: None, len: word.len(), per: None })
}

/// The word without the bound or the change behind it: 25帳票以上.
fn trim_tail(word: &str) -> &str {
    const TAILS: &[&str] = &[
        "以上", "以下", "未満", "以内", "程度", "超", "増加", "増", "減少", "削減", "減", "向上",
        "改善",
    ];
    super::fold::longest_end(word, TAILS).and_then(|tail| word.strip_suffix(tail)).unwrap_or(word)
}

fn run(rest: &str, is_part: fn(char) -> bool) -> usize {
    rest.chars().take_while(|&c| is_part(c)).map(char::len_utf8).sum()
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}

/// Reads a text that is a unit and nothing else.
///
/// `None` where it is none, or where it is no unit of the catalogue: a word on
/// its own may be anything.
pub fn parse(text: &str) -> Option<Unit> {
    let folded = Folded::new(text);
    let body = folded.text.trim();
    let scanned = known(body).filter(|it| it.len == body.len())?;
    Some(Unit { text: text::repair(text.trim()).into_owned(), code: scanned.code })
}

impl Unit {
    /// The unit named `text`, with its code where the catalogue has one.
    pub fn new(text: &str) -> Unit {
        parse(text)
            .unwrap_or_else(|| Unit { text: text::repair(text.trim()).into_owned(), code: None })
    }

    /// What is counted, without what it is per: `case` of `case/year`.
    pub fn base(&self) -> Option<&str> {
        self.code.as_deref().map(|code| code.split('/').next().unwrap_or(code))
    }

    /// Whether both mean the same: by code, or by text where there is none.
    pub fn same(&self, other: &Unit) -> bool {
        match (&self.code, &other.code) {
            (Some(one), Some(two)) => one == two,
            (None, None) => text::normalize(&self.text) == text::normalize(&other.text),
            _ => false,
        }
    }
}

/// The unit that a header or an indicator states in brackets, if any:
/// `達成率（％）`, `単位：千円`, `削減時間数（時間/年）の平均`.
pub fn stated(header: &str) -> Option<Stated> {
    let folded = Folded::new(header);
    let text = folded.text.as_str();
    let inner = brackets(text).find_map(|(start, end)| {
        named(&text[start..end], &folded, start).or_else(|| bare(&text[start..end], &folded, start))
    });
    inner.or_else(|| {
        let at = text.find("単位")?;
        let end = text[at..].find(['\n', ')', ']', '】']).map_or(text.len(), |len| at + len);
        named(&text[at..end], &folded, at)
    })
}

/// The stretches of `text` in round, square or lenticular brackets.
fn brackets(text: &str) -> impl Iterator<Item = (usize, usize)> {
    text.match_indices(['(', '[', '【', '〔']).filter_map(|(open, bracket)| {
        let start = open + bracket.len();
        let inside = &text[start..];
        let end = inside.find([')', ']', '】', '〕', '(', '[', '【', '〔'])?;
        inside[end..].starts_with([')', ']', '】', '〕']).then_some((start, start + end))
    })
}

/// 単位:千円. The word 単位 says that a unit follows, so any word is one; with digits only
/// what the catalogue knows: 千t-CO2.
fn named(part: &str, folded: &Folded<'_>, start: usize) -> Option<Stated> {
    let after = part.trim_start().strip_prefix("単位")?.trim_start_matches([':', ' ', 'は']);
    let at = start + part.len() - after.len();
    let body = after.trim_end();
    let (factor, len) = factor(body);
    let unit = folded.published(&(at + len..at + body.len()));
    let has_digit = body.contains(|c: char| c.is_ascii_digit());
    (!body.is_empty() && (!has_digit || parse(unit).is_some())).then_some(())?;
    Some(Stated { unit: Unit::new(unit), factor })
}

/// （％）, （千円）: only what the catalogue knows, as a bracket may hold anything.
fn bare(part: &str, folded: &Folded<'_>, start: usize) -> Option<Stated> {
    let (factor, len) = factor(part.trim_end());
    let unit = parse(folded.published(&(start + len..start + part.trim_end().len())))?;
    Some(Stated { unit, factor })
}

/// The scale in front of a unit, and its bytes: 百万 of 百万円.
fn factor(body: &str) -> (Decimal, usize) {
    let len = run(body, |c| number::scale(c).is_some());
    match number::parse(&body[..len]).or_else(|_| number::parse(&format!("1{}", &body[..len]))) {
        Ok(factor) if len < body.len() => (factor, len),
        _ => (Decimal::ONE, 0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    #[track_caller]
    fn reads(rest: &str, len: usize, code: Option<&str>) {
        let found = super::scan(rest).map(|it| (rest[..it.len].chars().count(), it.code));
        assert_eq!(found, Some((len, code.map(str::to_owned))), "{rest:?}");
    }

    #[track_caller]
    fn fails(rest: &str) {
        assert_eq!(super::scan(rest), None, "{rest:?}");
    }

    #[track_caller]
    fn states(header: &str, expected: &str) {
        let stated = super::stated(header);
        let printed = stated.map(|it| format!("{}×{}", it.factor, it.unit.text));
        assert_eq!(printed.as_deref().unwrap_or("nothing"), expected, "{header:?}");
    }

    #[test]
    fn the_longest_word_counts() {
        reads("事業者", 3, Some("business"));
        reads("事業所", 3, Some("office"));
        reads("市町村以上", 3, Some("municipality"));
        reads("件(累計)", 1, Some("case"));
        reads("%ポイント", 5, Some("percentage_point"));
        reads("ページビュー", 6, Some("page_view"));
    }

    #[test]
    fn per_something() {
        reads("件/年", 3, Some("case/year"));
        reads("時間/か月", 5, Some("hour/month"));
        reads("kg/人", 4, Some("kg/person"));
        reads("kWh/年", 5, Some("kW.h/a"));
        reads("μg/㎥", 4, Some("ug/m3"));
        reads("mg/L以下", 4, Some("mg/L"));
        reads("km/h", 4, Some("km/h"));
    }

    #[test]
    fn words_of_no_catalogue() {
        reads("町内会", 3, None);
        reads("プロジェクト", 6, None);
        reads("岸壁以上", 2, None);
    }

    #[test]
    fn no_units() {
        fails("月から");
        fails("次元モデル");
        fails("年度");
        fails("期目");
        fails("メール配信サービスの提供");
        fails("全地区完了");
        fails("mail");
        fails("");
    }

    #[test]
    fn headers() {
        states("達成率（％）", "1×％");
        states("単位：千円", "1000×円");
        states("予算額 単位：千円\n（見込み）", "1000×円");
        states("単位：千", "1×千");
        states("単位：千t-CO2", "1000×t-CO2");
        states("単位：1,000円", "nothing");
        states("単位：表2", "nothing");
        states("（単位：）", "nothing");
        states("（単位：10件）", "nothing");
        states("予算額（単位:百万円）", "1000000×円");
        states("採点業務削減時間数（時間／年）の平均", "1×時間／年");
        states("ページビュー数（PV)", "1×PV");
        states("金額（千円）", "1000×円");
        states("【単位 帳票】", "1×帳票");
        states("運用（稼働率）", "nothing");
        states("信号制御機の整備数（1,055基）", "nothing");
        states("登録者数（累計）", "nothing");
        states("乳児(０歳児)に係る相談件数", "nothing");
        states("", "nothing");
    }

    #[test]
    fn same_units() {
        let same = |one: &str, two: &str| super::Unit::new(one).same(&super::Unit::new(two));
        assert!(same("人", "名") && same("％", "パーセント") && same("ｺｰﾅｰ", "コーナー"));
        assert!(!same("人", "件") && !same("岸壁", "町内会") && !same("人", "岸壁"));
    }

    /// A square is read as the word in it.
    #[test]
    fn squares() {
        for c in ('\u{3300}'..='\u{33DF}').map(String::from) {
            let word = crate::text::normalize(&c);
            let code = |text: &str| super::parse(text).and_then(|it| it.code);
            assert!(word == c || code(&word).is_none() || code(&c) == code(&word), "{c} {word}");
        }
    }

    #[test]
    fn no_spelling_twice() {
        let mut words: Vec<_> =
            super::CATALOGUE.iter().chain(super::MEASURES).flat_map(|(_, words)| *words).collect();
        words.sort();
        for pair in words.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }

    proptest! {
        #[test]
        fn any_text(text: String) {
            let _ = (super::stated(&text), super::parse(&text));
            let _ = super::scan(&text);
        }
    }
}
