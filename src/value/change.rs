//! A number that is a difference or a ratio to another time: 前年度比20％減.
//!
//! ```text
//! basis     = [ "対" ] ( "前年度" | "昨年度" | "前年同期" … | fiscal year ) against
//! against   = "比" | "より" | "から" | "に比べ" …
//! direction = [ "の" | "を" | "分" … ] ( "増" | "減" | "削減" | "向上" … )    behind the number
//! level     = ( "に" | "へ" | "まで" … ) the same words             8,000件に減少
//! ```
//!
//! に, へ and まで name what is reached: the number is a level then, and none of
//! these words makes a change of it.

use super::era;
use super::fold::longest;

/// What a number is a change of, and to which side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Against what, as published: `前年度比`.
    pub basis: Option<String>,
    /// To which side.
    pub direction: Direction,
}

/// To which side something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// 増, 増加, 上昇.
    Increase,
    /// 減, 削減, 短縮. The number is negative.
    Decrease,
    /// 向上, 改善: for the better, whichever side that is.
    Improvement,
    /// Not said: 前年度比120％ is a ratio.
    Unstated,
}

impl Direction {
    /// The name in data: `increase`, `decrease`, `improvement`, `unstated`.
    pub fn code(self) -> &'static str {
        match self {
            Direction::Increase => "increase",
            Direction::Decrease => "decrease",
            Direction::Improvement => "improvement",
            Direction::Unstated => "unstated",
        }
    }
}

const DIRECTIONS: &[(Direction, &[&str])] = &[
    (
        Direction::Increase,
        &[
            "増",
            "純増",
            "増加",
            "上昇",
            "拡大",
            "アップ",
            "UP",
            "up",
            "増や",
            "上乗せ",
            "増設",
            "増員",
            "増便",
            "増額",
            "増床",
            "増築",
            "増発",
            "上げ",
            "引上げ",
            "引き上げ",
            "引上",
            "伸ば",
            "伸び",
            "伸長",
            "積み増し",
            "延長",
            "延伸",
            "上積み",
        ],
    ),
    (
        Direction::Decrease,
        &[
            "減",
            "純減",
            "減少",
            "削減",
            "低減",
            "縮減",
            "短縮",
            "低下",
            "縮小",
            "ダウン",
            "DOWN",
            "減ら",
            "抑制",
            "抑え",
            "節減",
            "圧縮",
            "軽減",
            "下げ",
            "引下げ",
            "引き下げ",
            "引下",
            "減額",
            "減員",
            "減便",
            "カット",
            "縮め",
            "逓減",
        ],
    ),
    (Direction::Improvement, &["向上", "改善", "高め"]),
];

/// What may part a number from what it is a change by: 10件の増, 1％ずつ向上.
const LINKS: &[&str] = &["の", "を", "分", "分の", "分を", "ずつ", "ずつの"];

/// What marks a level that is reached, and no change: 8,000件に減少, 50％まで削減.
const GOALS: &[&str] = &["に", "へ", "へと", "まで", "までに", "にまで", "と"];

const TIMES: &[&str] = &[
    "前年度",
    "前年",
    "昨年度",
    "昨年",
    "前期",
    "前回",
    "前月",
    "前年同期",
    "前年度同期",
    "前年同月",
    "基準年",
    "基準年度",
    "現状",
    "導入前",
    "従来",
    "前々年度",
    "当初",
    "計画策定時",
    "策定時",
    "現況",
];

const AGAINST: &[&str] = &[
    "比",
    "対比",
    "より",
    "から",
    "に比べ",
    "に比べて",
    "と比べ",
    "と比べて",
    "と比較して",
    "比で",
    "末比",
];

/// The direction at the start of what follows a number, and its bytes.
pub(super) fn direction(rest: &str) -> Option<(Direction, usize)> {
    let body = longest(rest, LINKS).map_or(rest, |link| &rest[link.len()..]);
    // 分 may begin no link: 10％分析.
    [body, rest].into_iter().find_map(|body| {
        let (direction, len) = verb(body)?;
        Some((direction, rest.len() - body.len() + len))
    })
}

/// The word of a change at the start of `rest`, and its bytes.
pub(super) fn verb(rest: &str) -> Option<(Direction, usize)> {
    let all = DIRECTIONS.iter().flat_map(|(it, words)| words.iter().map(move |word| (*it, *word)));
    let found = all.filter(|(_, word)| rest.starts_with(word)).max_by_key(|(_, word)| word.len());
    found.map(|(direction, word)| (direction, word.len()))
}

/// The bytes of に, まで and their like at the start of what follows a number.
pub(super) fn goal(rest: &str) -> Option<usize> {
    longest(rest, GOALS).map(str::len)
}

/// The basis at the start of `rest`, and its bytes; `before` precedes it.
pub(super) fn basis(rest: &str, before: Option<char>) -> Option<usize> {
    let body = rest.strip_prefix('対').unwrap_or(rest);
    let time = longest(body, TIMES)
        .map(str::len)
        .or_else(|| era::fiscal(body, before).map(|span| span.len))?;
    let against = longest(&body[time..], AGAINST)?;
    Some(rest.len() - body.len() + time + against.len())
}

#[cfg(test)]
mod tests {
    use super::Direction;

    #[test]
    fn directions() {
        assert_eq!(super::direction("減"), Some((Direction::Decrease, 3)));
        assert_eq!(super::direction("の増加を"), Some((Direction::Increase, 9)));
        assert_eq!(super::direction("向上"), Some((Direction::Improvement, 6)));
        assert_eq!(super::direction("分の増"), Some((Direction::Increase, 9)));
        assert_eq!(super::direction("ずつ向上"), Some((Direction::Improvement, 12)));
        assert_eq!(super::direction("達成"), None);
        assert_eq!(super::direction("に減少"), None);
    }

    #[test]
    fn goals() {
        assert_eq!(super::goal("にまで減少"), Some(9));
        assert_eq!(super::goal("へ"), Some(3));
        assert_eq!(super::goal("を減少"), None);
    }

    #[test]
    fn bases() {
        let basis = |text: &str| super::basis(text, None).map(|len| text[..len].to_owned());
        assert_eq!(basis("前年度比20%").as_deref(), Some("前年度比"));
        assert_eq!(basis("対前年同期比20%").as_deref(), Some("対前年同期比"));
        assert_eq!(basis("平成30年度比20%").as_deref(), Some("平成30年度比"));
        assert_eq!(basis("R5から3件増").as_deref(), Some("R5から"));
        assert_eq!(basis("前年度20%"), None);
        assert_eq!(basis("令和5年度実績"), None);
    }
}
