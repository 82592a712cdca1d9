//! Names of sheets that say what the measures on them stand under.

use super::{is_group_name, leading_number};

/// Whether a sheet is named for what stands on it, not for its place among others
/// or for who filled it in.
pub(super) fn is_name(name: &str) -> bool {
    let is_other = [
        "表",
        "シート",
        "結果",
        "続",
        "頁",
        "ページ",
        "その",
        "版",
        "集計",
        "例",
        "対象",
        "達成",
        "期",
        "半",
        "編",
    ];
    // 施策1 防災: what stands behind the number.
    let own = leading_number(name).map_or(name, |it| it.1);
    is_group_name(name)
        && !own.contains(|c: char| c.is_alphanumeric() && (c.is_ascii() || c.is_numeric()))
        && !is_other.iter().any(|word| own.contains(word))
}
