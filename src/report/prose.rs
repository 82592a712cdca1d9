//! The numbers that the prose states about the report as a whole.
//!
//! Those of measures are found by the words around them, which the reports of a plan
//! repeat from year to year. Those of ratings stand beside a symbol or a word of the
//! legend: 126施策（74.6％）が「達成」, ◎が7事業, 92指標中46指標が順調.

mod subject;

use super::totals::Words;
use crate::layout;
use crate::place::Place;
use crate::table::{Contents, Paragraph};
use crate::text;
use crate::value::{Legend, number};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;
use subject::{group, is_of_other_year, speaks_of_others, topic};

/// Numbers of measures (施策), as the prose states them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProseNumbers {
    /// Undertaken in the year.
    pub undertaken: Option<u64>,
    /// With an indicator, and evaluated.
    pub with_indicator: Option<u64>,
    /// Without an indicator in the year.
    pub without_indicator: Option<u64>,
    /// Whose result was not known yet.
    pub pending: Option<u64>,
}

/// How many of a rating a sentence says that there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The group that it speaks of, where it names one: 「水」, 【水】, 水分野では.
    pub group: Option<String>,
    /// The symbols or words counted: several where it adds them up.
    pub symbols: Vec<String>,
    /// How many.
    pub count: u64,
    /// The share in percent, as printed.
    pub percent: Option<Decimal>,
    /// Of how many: 105施策中.
    pub of: Option<u64>,
    /// The paragraph.
    pub place: Place,
}

/// How many fields a sentence gives a pillar.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldCount {
    /// The pillar.
    pub group: String,
    /// How many.
    pub count: u64,
    /// The paragraph.
    pub place: Place,
}

/// What each number is called. 施策, 事業 and 取組 are counted alike.
static PATTERNS: LazyLock<[Option<Regex>; 4]> = LazyLock::new(|| {
    [
        r"([0-9]+)(?:施策|事業|取組)に取り?組",
        r"指標を設定している([0-9]+)(?:施策|事業|取組)",
        r"指標(?:の|を)設定(?:が|して)い?ない([0-9]+)(?:施策|事業|取組)",
        r"(?:未集計|集計中)の([0-9]+)(?:施策|事業|取組)",
    ]
    .map(|pattern| Regex::new(pattern).ok())
});

/// Reads the numbers; the first statement of each counts.
pub(super) fn read(contents: &Contents) -> ProseNumbers {
    let mut found = [None; 4];
    for paragraph in &contents.paragraphs {
        let folded = layout::fold(&paragraph.text);
        for (pattern, found) in PATTERNS.iter().zip(&mut found) {
            if found.is_none()
                && let Some(captures) = pattern.as_ref().and_then(|it| it.captures(&folded))
            {
                *found = captures.get(1).and_then(|it| it.as_str().parse().ok());
            }
        }
    }
    let [undertaken, with_indicator, without_indicator, pending] = found;
    ProseNumbers { undertaken, with_indicator, without_indicator, pending }
}

/// 「くらしのデジタル化」の13の施策分野, 「行政のデジタル化」の９つの取組事項.
static FIELDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"「([^」]{1,40})」の([0-9]+)(?:の|つの)?(?:施策分野|政策分野|分野|取組事項)").ok()
});

/// The numbers of fields, as sentences give them.
pub(super) fn fields(contents: &Contents) -> Vec<FieldCount> {
    let Some(pattern) = FIELDS.as_ref() else { return Vec::new() };
    let in_paragraph = |paragraph: &Paragraph| -> Vec<FieldCount> {
        let text: String = text::normalize(&paragraph.text).split_whitespace().collect();
        let found = pattern.captures_iter(&text).filter_map(|it| {
            let (group, count) =
                (it.get(1)?.as_str().to_owned(), it.get(2)?.as_str().parse().ok()?);
            Some(FieldCount { group, count, place: paragraph.place.clone() })
        });
        found.collect()
    };
    let paragraphs = contents.paragraphs.iter().filter(|it| it.text.contains('「'));
    paragraphs.flat_map(in_paragraph).collect()
}

/// A number of measures with its share, and whether it is that of all: 105施策中.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"([0-9]+)(?:施策|事業|指標|項目|取組|件|個)?(中|のうち|うち)?(?:\(([0-9]+(?:\.[0-9]+)?)%\))?";
    Regex::new(number).ok()
});

/// The longest paragraph that is asked, in characters. A page of prose has 2,000.
const CHARS_MAX: usize = 4000;

/// Counts by rating, as the sentences of the report state them.
pub(super) fn stated(contents: &Contents, words: Words<'_>) -> Vec<Stated> {
    let mut found = Vec::new();
    let names = names(words);
    for paragraph in super::paragraphs(contents) {
        let has_digit = paragraph.text.contains(char::is_numeric);
        if !has_digit || paragraph.text.chars().nth(CHARS_MAX).is_some() {
            continue;
        }
        let text: String = text::normalize(&paragraph.text).replace(['\n', ','], "");
        for sentence in text.split_inclusive('。') {
            let tokens = tokens(sentence, words, &names);
            if speaks_of_others(&tokens) || is_of_other_year(sentence, words.year) {
                continue;
            }
            found.extend(counts(&tokens, &paragraph.place));
        }
    }
    found
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number {
        count: u64,
        percent: Option<Decimal>,
        is_all: bool,
    },
    Rating(String),
    Quoted(String),
    /// What stands between.
    Words(String),
}

/// The words of the legend and of the columns of ratings, the longest first: 概ね順調
/// before 順調.
fn names<'w>(words: Words<'w>) -> Vec<&'w str> {
    let entries = &words.known.entries;
    let used = words.used.iter().map(String::as_str);
    // 達成（100％以上） is 達成 in a sentence.
    let bare = |label: &'w str| label.split(['（', '(']).next().unwrap_or(label).trim();
    let printed = entries.iter().flat_map(|it| {
        let label = it.label.as_str();
        [label, bare(label), it.symbol.as_str()]
    });
    let mut names: Vec<&str> = used.chain(printed).collect();
    names.retain(|name| name.chars().nth(1).is_some());
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

fn tokens(sentence: &str, words: Words<'_>, names: &[&str]) -> Vec<Token> {
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let mut tokens: Vec<Token> = Vec::new();
    let mut between = String::new();
    let mut at = 0;
    while let Some(c) = sentence.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = sentence.get(at..).unwrap_or_default();
        let glued = between.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        let number = Some(pattern).filter(|_| c.is_ascii_digit() && !glued);
        let number = number
            .and_then(|it| it.captures(rest))
            .filter(|it| it.get(0).is_some_and(|it| it.start() == 0));
        let (token, len) = if let Some(read) = number {
            let len = read.get(0).map_or(1, |it| it.end());
            let count = read.get(1).and_then(|it| it.as_str().parse().ok());
            let percent = read.get(3).and_then(|it| number::parse(it.as_str()).ok());
            let next = rest.get(len..).unwrap_or_default();
            // 74.6％, 2024年度, 80％以上 and 90～100％ count nothing, nor does the 2 of a
            // legend of numbers, 2：目標を上回った, nor the 12 of A：12点以上.
            let is_other = next.starts_with([
                ':', '.', '%', '年', '月', '日', '割', '人', '円', '-', '位', '~', '〜', '～', '点',
            ]) || bounds(next)
                || is_step(rest.get(..len).unwrap_or_default(), next, words.known);
            let is_all = read.get(2).is_some();
            let token =
                count.filter(|_| !is_other).map(|count| Token::Number { count, percent, is_all });
            (token, len)
        } else {
            name(rest, &between, words, names)
                .map_or((None, c.len_utf8()), |(token, len)| (Some(token), len))
        };
        match token {
            Some(token) => {
                if !between.is_empty() {
                    tokens.push(Token::Words(std::mem::take(&mut between)));
                }
                tokens.push(token);
            }
            None => between.push_str(rest.get(..len).unwrap_or_default()),
        }
        at += len;
    }
    if !between.is_empty() {
        tokens.push(Token::Words(between));
    }
    tokens
}

/// Whether a number is a step of a legend of points, with its own label behind it:
/// ５ 十分できた.
fn is_step(number: &str, next: &str, legend: &Legend) -> bool {
    let behind = next.trim_start();
    legend.entries.iter().any(|it| {
        let label = text::normalize(&it.label);
        text::normalize(&it.symbol) == number && !label.is_empty() && behind.starts_with(&label)
    })
}

/// Whether what stands behind a number makes a bound of it: 点以上, 回未満.
fn bounds(next: &str) -> bool {
    let words = ["以上", "以下", "以内", "未満", "超"];
    let begins = |rest: &str| words.iter().any(|it| rest.starts_with(it));
    let ends = next.char_indices().take(UNIT_CHARS_MAX + 1).map(|it| it.0);
    ends.filter_map(|at| next.get(at..)).any(begins)
}

/// The longest unit before a bound, in characters.
const UNIT_CHARS_MAX: usize = 2;

/// A rating or another name at the start of a text, and its bytes.
fn name(rest: &str, before: &str, words: Words<'_>, names: &[&str]) -> Option<(Token, usize)> {
    let first = rest.chars().next()?;
    if matches!(first, '「' | '『') {
        let close = rest.find(['」', '』'])?;
        let inner = rest.get(first.len_utf8()..close)?;
        let token = match words.symbol(inner) {
            Some(symbol) => Token::Rating(symbol),
            None => Token::Quoted(inner.to_owned()),
        };
        return Some((token, close + '」'.len_utf8()));
    }
    if first == '【' {
        let close = rest.find('】')?;
        let inner = group(rest.get(first.len_utf8()..close)?)?;
        let is_group = words.symbol(&inner).is_none();
        return is_group.then_some((Token::Quoted(inner), close + '】'.len_utf8()));
    }
    // A letter is a rating where it stands alone, a dash only between other marks.
    let second = rest.get(first.len_utf8()..)?.chars().next();
    let is_alone = !before.ends_with(|c: char| c.is_ascii_alphanumeric())
        && second.is_none_or(|c| !c.is_ascii_alphabetic());
    let is_mark =
        !first.is_alphanumeric() && !first.is_ascii() && !matches!(first, '―' | 'ー' | '・');
    let mut buffer = [0; 4];
    if is_mark || first.is_ascii_alphabetic() && is_alone {
        let symbol = words.symbol(first.encode_utf8(&mut buffer))?;
        return Some((Token::Rating(symbol), first.len_utf8()));
    }
    let longest = names.iter().find(|it| rest.starts_with(**it))?;
    Some((Token::Rating(words.symbol(longest)?), longest.len()))
}

/// Whether some words may stand between a number and the rating behind it.
fn are_before(words: &str) -> bool {
    matches!(words.trim(), "が" | "は" | "で" | "を" | "")
}

/// What a rating may be said of, on the way to its number.
const RATED: &[&str] = &["施策", "事業", "指標", "項目", "取組", "目標", "もの", ""];

/// Whether some words may stand between a rating and the number behind it: が, となった施策
/// は, したものが, and the end of the brackets around it.
fn are_behind(words: &str) -> bool {
    let words = words.trim().trim_start_matches(')').trim();
    let words = words.trim_end_matches(['が', 'は', ':', '…', '(']);
    // A評価が, A評価の事業は.
    let words = words.strip_prefix("評価").unwrap_or(words);
    let words =
        ["となった", "した", "の"].iter().find_map(|it| words.strip_prefix(it)).unwrap_or(words);
    RATED.contains(&words)
}

/// Whether words that begin in one of some ways stand at a place.
fn goes_on_with(tokens: &[Token], at: usize, beginnings: &[&str]) -> bool {
    match tokens.get(at) {
        Some(Token::Words(words)) => beginnings.iter().any(|it| words.starts_with(it)),
        _ => false,
    }
}

/// The counts of one sentence.
fn counts(tokens: &[Token], place: &Place) -> Vec<Stated> {
    let is_between = |at: usize, may_be: fn(&str) -> bool| match tokens.get(at) {
        Some(Token::Words(words)) => may_be(words),
        _ => false,
    };
    let number = |at: usize| match tokens.get(at) {
        Some(Token::Number { count, percent, is_all: false }) => Some((*count, *percent)),
        _ => None,
    };
    // The number of the rating at a place, before it and behind it.
    let before = |at: usize| {
        let near = at.checked_sub(1)?;
        number(near)
            .or_else(|| number(near.checked_sub(1)?).filter(|_| is_between(near, are_before)))
    };
    let behind = |at: usize| {
        let place = match number(at + 1) {
            Some(_) => at + 1,
            None => Some(at + 2).filter(|_| is_between(at + 1, are_behind))?,
        };
        // ◎が１施策増えた says by how many.
        number(place).filter(|_| !goes_on_with(tokens, place + 1, &["増", "減", "の増", "の減"]))
    };
    let ratings: Vec<usize> =
        (0..tokens.len()).filter(|&at| matches!(tokens.get(at), Some(Token::Rating(_)))).collect();
    let in_front = ratings.iter().filter(|&&at| before(at).is_some()).count();
    let at_the_back = ratings.iter().filter(|&&at| behind(at).is_some()).count();
    let (mut group, mut of) = (None, None);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Quoted(name) => (group, of) = (Some(name.clone()), None),
            Token::Number { count, is_all: true, .. } => of = Some(*count),
            Token::Words(words) => {
                if let Some(name) = topic(words) {
                    (group, of) = (Some(name), None);
                }
            }
            // 概ね達成以上 counts the steps above too.
            Token::Rating(_) if goes_on_with(tokens, at + 1, &["以上", "以下", "未満"]) => {}
            Token::Rating(symbol) => {
                let read = if in_front > at_the_back { before(at) } else { behind(at) };
                let symbols = vec![symbol.clone()];
                if let Some((count, percent)) = read {
                    let (group, place) = (group.clone(), place.clone());
                    found.push(Stated { group, symbols, count, percent, of, place });
                }
            }
            _ => {}
        }
        if let Some((symbols, count, percent)) = sum(tokens, at) {
            found.push(Stated {
                group: group.clone(),
                symbols,
                count,
                percent,
                of,
                place: place.clone(),
            });
        }
    }
    found
}

/// 「達成」と「概ね達成」を合わせると141施策（83.4％）, at the first of the two.
fn sum(tokens: &[Token], at: usize) -> Option<(Vec<String>, u64, Option<Decimal>)> {
    let part = tokens.get(at..at + 5)?;
    let [
        Token::Rating(one),
        Token::Words(and),
        Token::Rating(other),
        Token::Words(added),
        Token::Number { count, percent, .. },
    ] = part
    else {
        return None;
    };
    let is_and = matches!(and.as_str(), "と" | "及び" | "と、" | "+" | "、");
    let is_sum = ["合わせ", "あわせ", "合計", "計"].iter().any(|word| added.contains(word));
    (is_and && is_sum && one != other).then(|| (vec![one.clone(), other.clone()], *count, *percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Range;
    use crate::value::Legend;

    #[track_caller]
    fn check(legend: &str, text: &str, expected: &str) {
        let range = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
        let place = Place::Sheet { sheet: "別紙".into(), range };
        let paragraphs = vec![Paragraph { text: text.to_owned(), place, glyphs: 0 }];
        let contents = Contents { paragraphs, ..Contents::default() };
        let known = Legend::parse_keyed(legend);
        let words = Words { known: &known, is_own: true, used: &[], year: Some(2024) };
        let print = |it: &Stated| {
            let group = it.group.as_ref().map(|group| format!("{group}:")).unwrap_or_default();
            let percent = it.percent.map(|percent| format!("({percent})")).unwrap_or_default();
            let of = it.of.map(|of| format!("/{of}")).unwrap_or_default();
            format!("{group}{}{}{percent}{of}", it.symbols.join("+"), it.count)
        };
        let found: Vec<String> = stated(&contents, words).iter().map(print).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    const THREE: &str = "◎：達成　○：概ね達成　△：未達成";

    #[test]
    fn counts_in_sentences() {
        check(
            THREE,
            "この基準に基づき点検したところ、126施策（74.6％）が「達成」、15施策（8.9％）が「概ね達成」となりました。「達成」と「概ね達成」を合わせると141施策（83.4％）となります。",
            "◎126(74.6) ○15(8.9) ◎+○141(83.4)",
        );
        check(
            THREE,
            "「くらし」では105施策中、71施策（67.6％）が「達成」、11施策（10.5％）が「概ね達成」、「行政」では64施策中、55施策（85.9％）が「達成」、４施策（6.3％）が「概ね達成」となりました。",
            "くらし:◎71(67.6)/105 くらし:○11(10.5)/105 行政:◎55(85.9)/64 行政:○4(6.3)/64",
        );
        check(THREE, "15事業のうち、◎が7事業、○が3事業、△が4事業であった。", "◎7/15 ○3/15 △4/15");
        check(THREE, "◎ 5（8.6％）　○ 12（20.7％）", "◎5(8.6) ○12(20.7)");
        check(
            "順調：100％以上　概ね順調：80％以上　努力を要する：80％未満",
            "92指標中46指標が「順調」、4指標が「概ね順調」、35指標が「努力を要する」でした。",
            "順調46/92 概ね順調4/92 努力を要する35/92",
        );
        check(
            "Ａ：達成　Ｂ：概ね達成　Ｃ：未達成",
            "60項目のうち、Ａが35項目、Ｂが21項目、Ｃが4項目",
            "Ａ35/60 Ｂ21/60 Ｃ4/60",
        );
        check("Ａ：達成　Ｂ：概ね達成", "達成：35、概ね達成：21", "Ａ35 Ｂ21");
        let bounds = "◎：達成（100％以上）　○：概ね達成（80％以上）　△：未達成（80％未満）";
        check(bounds, "達成は９施策、概ね達成は１施策、未達成は２施策であった。", "◎9 ○1 △2");
        check(THREE, "達成（◎）が９施策（33.3％）、未達成（△）が１施策", "◎9(33.3) △1");
        check(THREE, "目標を達成した施策は９施策、未達成の指標が２指標", "◎9 △2");
        let letters = "Ａ：達成　Ｂ：概ね達成";
        check(letters, "Ａ評価が２事業、B評価の事業は３事業であった。", "Ａ2 Ｂ3");
    }

    #[test]
    fn sentences_of_a_group() {
        let of_group = "水:◎1 水:○2";
        check(THREE, "「水」では、◎が１件、○が２件であった。", of_group);
        check(THREE, "水分野では、◎が１件、○が２件であった。", of_group);
        check(THREE, "水については、◎が１件、○が２件であった。", of_group);
        check(THREE, "【水】◎１、○２", of_group);
        check(THREE, "水分野は、◎が１件、○が２件であった。", of_group);
        check(THREE, "【評価結果】◎１、○２", "◎1 ○2");
        check(THREE, "計画全体では、◎が１件、○が２件であった。", "◎1 ○2");
        check(THREE, "令和６年度では、◎が１件、○が２件であった。", "◎1 ○2");
    }

    #[test]
    fn sentences_of_another_year_or_a_part() {
        check(THREE, "令和５年度は、「達成」が３施策、「概ね達成」が２施策であった。", "");
        check(THREE, "令和６年度は、「達成」が３施策であった。", "◎3");
        check(THREE, "2023年度は、「達成」が３施策であった。", "");
        check(THREE, "昨年度は◎が３施策であった。", "");
        check(THREE, "前年度（◎３、○３）と比べ、◎が１施策増えた。", "");
        check(THREE, "◎が１施策増えた。", "");
        check(THREE, "このうち新規の２施策が「達成」となった。", "");
        check(THREE, "６施策が「概ね達成」以上となった。", "");
        check(
            "◎：達成　○：前回から変化なし",
            "◎：達成　○：前回から変化なし、◎は２、○は３",
            "◎2 ○3",
        );
        check("継続：進んだ　完了：終わった", "「継続」が３施策、「完了」が２施策", "継続3 完了2");
    }

    #[test]
    fn other_numbers() {
        check(THREE, "◎：100％以上　○：80％以上", "");
        check(THREE, "◎：90～100％　○：70～89％　△：70％未満", "");
        check(THREE, "成果指標の8割以上を達成した取組を「概ね達成」としています。", "");
        check(THREE, "令和6年度に「達成」を目指す。", "");
        let points = "A：12点以上　B：9点以上12点未満　C：9点未満";
        check(points, points, "");
        let steps = "5 十分できた　4 概ねできた　1 できなかった";
        check(steps, &format!("評価：{steps}"), "");
        check("A：多い　B：少ない", "A：5回以上　B：5回未満　12点", "");
        check(THREE, "施策1-2は◎です。", "");
    }
}
