//! The words by which legends and cells say what a rating means.

use super::Rating;

const WORDS: &[(Rating, &[&str])] = &[
    (
        Rating::Achieved,
        &[
            "達成",
            "目標達成",
            "達成した",
            "目標を達成した",
            "目標を達成",
            "達成済",
            "達成済み",
            "順調",
            "計画どおり",
            "計画通り",
        ],
    ),
    (
        Rating::MostlyAchieved,
        &[
            "概ね達成",
            "おおむね達成",
            "ほぼ達成",
            "概ね目標達成",
            "目標を概ね達成",
            "目標を概ね達成した",
            "概ね達成した",
            "概ね順調",
            "おおむね順調",
        ],
    ),
    (
        Rating::NotAchieved,
        &[
            "未達成",
            "未達",
            "目標未達成",
            "達成せず",
            "達成できず",
            "目標を未達成",
            "目標未達",
            "達成していない",
            "達成できなかった",
            "目標を達成できなかった",
            "目標を達成していない",
        ],
    ),
    (
        Rating::Pending,
        &[
            "集計中",
            "未集計",
            "把握中",
            "調査中",
            "精査中",
            "実績集計中",
            "算定中",
            "未確定",
            "未判明",
            "実績が未判明",
        ],
    ),
    (
        Rating::NotSet,
        &[
            "指標未設定",
            "未設定",
            "目標未設定",
            "指標なし",
            "目標なし",
            "設定なし",
            "指標設定なし",
            "判定不能",
            "評価不能",
            "評価対象外",
            "対象外",
        ],
    ),
];

/// The rating of a word by itself.
pub(super) fn word(text: &str) -> Option<Rating> {
    WORDS.iter().find(|(_, words)| words.contains(&text)).map(|(rating, _)| *rating)
}

/// The rating of a label, without the brackets that explain it and around it:
/// 達成（80％以上）, （達成）, 目標を達成したもの.
pub(super) fn rating_of_label(label: &str) -> Option<Rating> {
    let label = label.trim();
    let framed = label.strip_prefix('(').and_then(|label| label.split_once(')'));
    let words =
        framed.map_or(label, |it| it.0).split(['(', '・', ' ', ':']).next().unwrap_or(label);
    let words = words.trim_matches(['「', '」', ' ']);
    let kind = words.strip_suffix("のもの").or_else(|| words.strip_suffix("もの"));
    word(kind.unwrap_or(words)).or_else(|| word(label))
}
