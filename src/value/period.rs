//! Over which time a number counts, and how: 年間, 月平均, 累計, 延べ.
//!
//! ```text
//! before   = ( "年間" | "月間" | "月平均" | "累計" | "延べ" | "年" | "月" … )+
//! per      = number time ( "平均" | "当たり" | "につき" )      1日当たり, １月平均
//! behind   = "(" the same ")" | "/年"                          (累計), 件/年
//! ```

use super::fold::{longest, longest_end};

/// Over which time a number counts, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// As published: `年間`, `(累計)` without its brackets.
    pub text: String,
    /// Per which time, where it is per any.
    pub per: Option<Per>,
    /// How the number was made, where that is said.
    pub counting: Option<Counting>,
}

/// Per which time a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// 年間, 件/年.
    Year,
    /// 月間, 毎月.
    Month,
    /// 週.
    Week,
    /// 日.
    Day,
    /// 時間.
    Hour,
}

/// How a number over a time was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// 平均.
    Average,
    /// 累計, 通算: since the beginning.
    Cumulative,
    /// 延べ: the same person counts each time.
    Gross,
    /// 合計, 計: over several things.
    Total,
}

impl Period {
    /// The name in data: `year`, `month_average`, `cumulative`, `year_gross` ….
    pub fn code(&self) -> String {
        let per = self.per.map(|per| match per {
            Per::Year => "year",
            Per::Month => "month",
            Per::Week => "week",
            Per::Day => "day",
            Per::Hour => "hour",
        });
        let counting = self.counting.map(|counting| match counting {
            Counting::Average => "average",
            Counting::Cumulative => "cumulative",
            Counting::Gross => "gross",
            Counting::Total => "total",
        });
        per.into_iter().chain(counting).collect::<Vec<_>>().join("_")
    }

    /// Adds what another word says; the text is the caller's to set.
    pub(super) fn merge(&mut self, word: Word) {
        self.per = word.per.or(self.per);
        self.counting = word.counting.or(self.counting);
    }
}

/// What one word says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub per: Option<Per>,
    pub counting: Option<Counting>,
    pub len: usize,
}

const fn word(per: Option<Per>, counting: Option<Counting>) -> Word {
    Word { per, counting, len: 0 }
}

const YEAR: Word = word(Some(Per::Year), None);
const MONTH: Word = word(Some(Per::Month), None);
const WEEK: Word = word(Some(Per::Week), None);
const DAY: Word = word(Some(Per::Day), None);
const YEAR_AVERAGE: Word = word(Some(Per::Year), Some(Counting::Average));
const MONTH_AVERAGE: Word = word(Some(Per::Month), Some(Counting::Average));
const WEEK_AVERAGE: Word = word(Some(Per::Week), Some(Counting::Average));
const DAY_AVERAGE: Word = word(Some(Per::Day), Some(Counting::Average));
const AVERAGE: Word = word(None, Some(Counting::Average));
const CUMULATIVE: Word = word(None, Some(Counting::Cumulative));
const GROSS: Word = word(None, Some(Counting::Gross));
const TOTAL: Word = word(None, Some(Counting::Total));

const WORDS: &[(&str, Word)] = &[
    ("年間", YEAR),
    ("毎年", YEAR),
    ("毎年度", YEAR),
    ("各年度", YEAR),
    ("月間", MONTH),
    ("毎月", MONTH),
    ("週間", WEEK),
    ("毎週", WEEK),
    ("毎日", DAY),
    ("年平均", YEAR_AVERAGE),
    ("年間平均", YEAR_AVERAGE),
    ("年度平均", YEAR_AVERAGE),
    ("月平均", MONTH_AVERAGE),
    ("月間平均", MONTH_AVERAGE),
    ("週平均", WEEK_AVERAGE),
    ("日平均", DAY_AVERAGE),
    ("平均", AVERAGE),
    ("累計", CUMULATIVE),
    ("累積", CUMULATIVE),
    ("通算", CUMULATIVE),
    ("累計で", CUMULATIVE),
    ("延べ", GROSS),
    ("のべ", GROSS),
    ("延", GROSS),
    ("延人数", GROSS),
    ("延べ人数", GROSS),
    ("延べ数", GROSS),
    ("合計", TOTAL),
    ("計", TOTAL),
    ("総計", TOTAL),
    ("全体", TOTAL),
    ("総数", TOTAL),
    ("トータル", TOTAL),
    ("あわせて", TOTAL),
    ("合わせて", TOTAL),
    ("併せて", TOTAL),
];

/// Words that end in 計 or 延 and mean something else: 設計12件.
const OTHER_WORDS: &[&str] = &[
    "会計",
    "設計",
    "統計",
    "家計",
    "時計",
    "推計",
    "余計",
    "温度計",
    "生計",
    "集計",
    "遅延",
    "順延",
    "圧延",
    "繰延",
    "蔓延",
    "外延",
];

/// Words that are a period only where nothing stands before them: 年３回 is
/// per year, 昨年３回 is not.
const ALONE: &[(&str, Word)] = &[
    ("年", YEAR),
    ("年に", YEAR),
    ("月", MONTH),
    ("月に", MONTH),
    ("週", WEEK),
    ("週に", WEEK),
    ("日", DAY),
    ("日に", DAY),
];

/// What follows a number of years or days that makes a period of it.
const EACH: &[&str] = &[
    "当たり",
    "あたり",
    "当り",
    "につき",
    "平均",
    "当たりの",
    "あたりの",
    "当たり平均",
    "あたり平均",
];

/// What the words of a time begin with.
const TIMES: [char; 4] = ['年', '月', '週', '日'];

/// What counts a time: 10年間, 3か年平均, 数年間.
fn is_counted(c: char) -> bool {
    c.is_ascii_digit() || "かカヶヵケ箇数半一二三四五六七八九十".contains(c)
}

/// The period word at the end of what precedes a number.
pub(super) fn before(prefix: &str) -> Option<Word> {
    let alone = ALONE.iter().filter(|(word, _)| {
        prefix.strip_suffix(word).is_some_and(|it| {
            it.is_empty() || it.ends_with([' ', '、', '(', ':', 'を', 'は', 'が', 'も'])
        })
    });
    let body = prefix.strip_suffix('で').unwrap_or(prefix);
    let ends = |word: &str| {
        // 10年間で is a span of ten years, not a year each.
        let counted = |it: &str| it.ends_with(is_counted);
        body.strip_suffix(word).is_some_and(|it| !word.starts_with(TIMES) || !counted(it))
            && longest_end(body, OTHER_WORDS).is_none()
    };
    let found = WORDS.iter().filter(|(word, _)| ends(word));
    let found = found.map(|(text, it)| (text.len() + prefix.len() - body.len(), it));
    let found = found.chain(alone.map(|(text, it)| (text.len(), it)));
    let (len, word) = found.max_by_key(|(len, _)| *len)?;
    Some(Word { len, ..*word })
}

/// A bracket that says nothing but a period: 累計, 年間延べ, R5年度からの累計.
pub(super) fn whole(text: &str) -> Option<Period> {
    let mut period = Period::default();
    let mut rest = text.trim();
    while let Some(word) = before(rest) {
        period.merge(word);
        rest = rest[..rest.len() - word.len].trim_end_matches([' ', '・', '、']);
    }
    let since = ["から", "からの", "以降", "以降の"];
    let is_whole = rest.is_empty() || longest_end(rest, &since).is_some();
    (is_whole && period != Period::default()).then_some(period)
}

/// 当たり and its like behind `1日` or `１人`: what it says, and its bytes.
pub(super) fn each(rest: &str) -> Option<(Option<Counting>, usize)> {
    let word = longest(rest, EACH)?;
    Some((word.ends_with("平均").then_some(Counting::Average), word.len()))
}

/// The time behind the slash of a unit: 年 of 件/年.
pub(super) fn of_unit(code: &str) -> Option<Per> {
    match code {
        "year" => Some(Per::Year),
        "month" => Some(Per::Month),
        "week" => Some(Per::Week),
        "day" => Some(Per::Day),
        "hour" => Some(Per::Hour),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn reads(text: &str, expected: &str) {
        let code = super::whole(text).map(|it| it.code());
        assert_eq!(code.as_deref().unwrap_or("nothing"), expected, "{text:?}");
    }

    #[test]
    fn brackets() {
        reads("累計", "cumulative");
        reads("年間", "year");
        reads("年間延べ", "year_gross");
        reads("月平均", "month_average");
        reads("R5年度から累計", "cumulative");
        reads("年", "year");
        reads("見込み", "nothing");
        reads("", "nothing");
    }

    #[test]
    fn before() {
        let code = |prefix| super::before(prefix).map(|word| word.len / 3);
        assert_eq!(code("研修を年間"), Some(2));
        assert_eq!(code("昨年"), None);
        assert_eq!(code("年間で"), Some(3));
        assert_eq!(code("10年間で"), None);
        assert_eq!(code("3か年平均"), Some(2));
        assert_eq!(code("年"), Some(1));
        assert_eq!(code("研修 年"), Some(1));
        assert_eq!(code("男女計"), Some(1));
        assert_eq!(code("実施設計"), None);
        assert_eq!(code("遅延"), None);
    }
}
