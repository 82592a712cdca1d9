//! The words by which legends and cells say what a rating means.

use super::Rating;

/// Whole words that a cell may have in place of a symbol. 順調 and 計画どおり are steps
/// of a legend, and no 達成: that a work is on its way does not say that it arrived.
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
            "既達成",
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

/// Parts of labels that have 達成 and do not say that anything was achieved.
const ABOUT_ACHIEVING: &[&str] = &[
    "達成率",
    "達成度",
    "達成状況",
    "達成割合",
    "達成見込",
    "達成予定",
    "達成可能",
    "達成に向け",
    "達成困難",
    "達成が困難",
    "達成は困難",
    "達成が難し",
    "達成の見込",
    "達成のため",
    "達成するため",
    "達成水準",
];

/// Parts that say how much of it was.
const PARTLY: &[&str] =
    &["一部", "部分的", "半ば", "やや", "あと少し", "もう少し", "近い", "近く", "いずれか", "見込"];

/// Parts that say that it was, but for little.
const MOSTLY: &[&str] = &["概ね", "おおむね", "おおよそ", "ほぼ", "大体", "大むね"];

/// The same for what was not.
const NOT: &[&str] = &[
    "未達",
    "達成せず",
    "達成でき",
    "達成していな",
    "達成しなかった",
    "達成されな",
    "達成に至ら",
    "達成には至ら",
    "達成に及ば",
    "達成していません",
    "非達成",
    "不達成",
    "達成なし",
];

/// The rating of a label, by its parts: 達成（80％以上）, 目標を上回って達成, 目標を概ね
/// 達成したもの, 達成できなかった. None where no part says one of the five.
pub(super) fn rating_of_label(label: &str) -> Option<Rating> {
    let words = core(label);
    let kind = words.strip_suffix("のもの").or_else(|| words.strip_suffix("もの"));
    let words = kind.unwrap_or(words);
    if let Some(rating) = word(words).or_else(|| word(label.trim())) {
        return Some(rating);
    }
    let mut said = words.to_owned();
    for about in ABOUT_ACHIEVING {
        said = said.replace(about, "");
    }
    let has = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
    if has(NOT) {
        // 達成できた is what it is not.
        let is_able =
            ["達成できた", "達成できている", "達成できる"].iter().any(|it| said.contains(it));
        let is_unable =
            ["達成できな", "達成できず", "達成できてい"].iter().any(|it| said.contains(it));
        if !is_able || is_unable && !said.contains("達成できている") {
            return (!has(PARTLY) && !has(MOSTLY)).then_some(Rating::NotAchieved);
        }
    }
    if said.contains("達成") {
        return match (has(MOSTLY), has(PARTLY)) {
            (true, false) => Some(Rating::MostlyAchieved),
            (false, false) => Some(Rating::Achieved),
            _ => None,
        };
    }
    let has_word = |rating: Rating| {
        let all = WORDS.iter().filter(|it| it.0 == rating).flat_map(|it| it.1);
        all.clone().any(|word| said.contains(word))
    };
    [Rating::Pending, Rating::NotSet].into_iter().find(|rating| has_word(*rating))
}

/// A label without the brackets that explain it and around it.
fn core(label: &str) -> &str {
    let label = label.trim();
    let framed = label.strip_prefix('(').and_then(|label| label.split_once(')'));
    let words =
        framed.map_or(label, |it| it.0).split(['(', '・', ' ', ':']).next().unwrap_or(label);
    words.trim_matches(['「', '」', ' '])
}

/// Parts of labels that say how good a step is, in thousandths of the target; the
/// first that a label has counts.
const MERITS: &[(&[&str], i32)] = &[
    (
        &["大幅に遅れ", "大きく遅れ", "著しく", "大幅な遅れ", "大きく下回", "大幅に下回", "未着手"],
        100,
    ),
    (
        &["悪化", "後退", "低下", "努力を要", "不十分", "取り組めて", "できなかった", "進んでいな"],
        250,
    ),
    (&["やや遅れ", "少し遅れ", "若干遅れ", "やや下回", "あまり進", "一部遅れ"], 450),
    (&["遅れ", "下回", "未達", "見直し", "遅延"], 300),
    (&["横ばい", "変化なし", "変わらない", "維持", "一部", "部分的"], 500),
    (&["大きく上回", "大幅に上回", "計画以上", "予定以上", "前倒し", "期待以上"], 1200),
    (&["上回", "超え", "予定より進", "計画より進", "以上に進"], 1100),
    (&["概ね", "おおむね", "ほぼ", "ある程度", "まずまず"], 850),
    (
        &[
            "達成",
            "順調",
            "計画どおり",
            "計画通り",
            "計画のとおり",
            "予定どおり",
            "予定通り",
            "予定のとおり",
            "完了",
            "十分",
            "進んだ",
            "実施済",
            "できた",
        ],
        1000,
    ),
    (&["改善", "前進", "向上", "進展"], 900),
];

/// How good a label is by its words, in thousandths of the target. None where none
/// of its words is known.
pub(super) fn merit(label: &str) -> Option<i32> {
    MERITS.iter().find(|(parts, _)| parts.iter().any(|it| label.contains(it))).map(|it| it.1)
}

/// Words of an entry that says why there is no step: 実績値なし, 評価対象外.
const NO_STEP: &[&str] = &[
    "集計中",
    "未集計",
    "未確定",
    "未判明",
    "判明していな",
    "公表されていな",
    "未設定",
    "設定なし",
    "設定していな",
    "対象外",
    "判定不能",
    "評価不能",
    "評価不可",
    "評価でき",
    "判定でき",
    "評価なし",
    "評価しな",
    "実績値なし",
    "実績なし",
    "データなし",
    "数値なし",
    "把握でき",
    "把握中",
    "調査中",
    "不明",
    "該当なし",
    "比較でき",
    "算定中",
    "算出でき",
    "指標なし",
    "目標なし",
    "未実施の年度",
];

/// Whether a label says why a measure has no step.
pub(super) fn has_no_step(label: &str, rating: Option<Rating>) -> bool {
    matches!(rating, Some(Rating::Pending | Rating::NotSet))
        || NO_STEP.iter().any(|word| label.contains(word))
}
