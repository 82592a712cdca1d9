//! The words by which tables of totals say what they count.

use super::{Words, year_of};
use crate::layout;

/// What a label counts: 達成, 評価Aの合計, Ａの件数.
pub(super) fn counted(text: &str, words: Words<'_>) -> Option<String> {
    let named = || {
        let folded = layout::fold(text);
        let ends = ["の合計", "の計", "の件数", "の数"];
        let bare = ends.iter().find_map(|it| folded.strip_suffix(it))?;
        let bare = bare.strip_prefix("評価").or(bare.strip_suffix("評価")).unwrap_or(bare);
        words.symbol(bare)
    };
    words.symbol(text).or_else(named)
}

/// The year of a caption that speaks of a result: 令和４年度の評価結果.
pub(super) fn year_of_caption(text: &str, words: Words<'_>) -> Option<i32> {
    let is_about = ["評価", "達成", "結果", "集計", "判定"].iter().any(|it| text.contains(it));
    let is_date = text.contains(['月', '日']);
    (is_about && !is_date).then(|| year_of(text, words.year))?
}

/// Whether a label says that all are counted, or nothing: 合計, 施策数.
pub(super) fn is_whole(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "計",
        "合計",
        "総計",
        "総合計",
        "全体",
        "総数",
        "全施策",
        "全指標",
        "全事業",
        "県全体",
        "市全体",
        "施策数",
        "事業数",
        "件数",
        "指標数",
        "項目数",
        "取組数",
        "数",
        "実数",
        "施策",
        "指標",
        "事業",
        "個数",
        "目標数",
        "kpi数",
        "評価数",
        "",
    ];
    let folded = layout::fold(text);
    WORDS.contains(&folded.trim_matches(['(', ')', '【', '】']))
}

/// Whether a header heads sums of the ratings.
pub(super) fn is_total(text: &str) -> bool {
    let folded = layout::fold(text);
    let word = folded.trim_matches(['(', ')']);
    // 指標数合計
    matches!(word, "計" | "小計" | "総数") || word.ends_with("合計") || word.ends_with("総計")
}

/// Whether a header or a label is about shares: 達成率, 割合（％）.
pub(super) fn is_share(text: &str) -> bool {
    let folded = layout::fold(text);
    folded.ends_with('率')
        || ["割合", "構成比", "比率", "%", "達成率"].iter().any(|word| folded.contains(word))
}

/// Words by which headers over all ratings say what the table is.
fn is_title(text: &str) -> bool {
    const WORDS: &[&str] =
        &["評価", "達成", "状況", "結果", "進捗", "内訳", "区分", "判定", "集計"];
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a level is a title and no share or year: 評価区分別.
pub(super) fn is_title_only(text: &str) -> bool {
    is_title(text) && !is_share(text) && !text.contains(|c: char| c.is_ascii_digit() || c == '年')
}
