//! The words by which publishers head the columns of their tables.
//!
//! One list for all layouts seen: a header is matched with its spaces and line
//! ends removed and its width folded, first as a whole, then by a word that it
//! contains. A column that matches nothing is kept under its own header.

use crate::text;
use crate::text::table::{self, Column, Out};
use crate::value::{Legend, Rating};

/// What a column of the annex (別紙) holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// 体系: the pillar of the plan.
    Pillar,
    /// 分野: the field of policy.
    Policy,
    /// 番号
    Id,
    /// 施策名
    Name,
    /// とりまとめ局
    Bureau,
    /// 成果指標
    Indicator,
    /// 目標
    Target,
    /// 実績
    Actual,
    /// 評価
    Rating,
    /// 未達成の理由
    Reason,
    /// 備考
    Remarks,
}

/// Whole headers, folded.
const WORDS: &[(Field, &[&str])] = &[
    (Field::Pillar, &["体系", "柱", "施策体系", "大項目"]),
    (Field::Policy, &["分野", "施策分野", "取組事項", "中項目"]),
    (Field::Id, &["番号", "施策番号", "整理番号", "項番", "no", "no.", "通番"]),
    (
        Field::Name,
        &["施策名", "施策", "施策名称", "取組名", "取組", "事業名", "施策・事業名", "施策(事業)名"],
    ),
    (
        Field::Bureau,
        &[
            "とりまとめ局",
            "取りまとめ局",
            "担当局",
            "所管局",
            "局名",
            "部局",
            "担当部局",
            "所管部局",
            "担当課",
            "所管課",
            "所管",
            "担当",
        ],
    ),
    (Field::Indicator, &["成果指標", "指標", "指標名", "評価指標", "kpi"]),
    (Field::Target, &["目標", "目標値", "目標(値)"]),
    (Field::Actual, &["実績", "実績値", "実績(値)"]),
    (Field::Rating, &["評価", "達成状況", "達成度", "判定", "評価結果"]),
    (Field::Reason, &["理由", "未達成の理由"]),
    (Field::Remarks, &["備考", "特記事項", "摘要"]),
];

/// Words within longer headers, tried in this order.
const PARTS: &[(Field, &str)] = &[
    (Field::Reason, "未達成の理由"),
    (Field::Reason, "理由"),
    (Field::Indicator, "成果指標"),
    (Field::Name, "施策名"),
    (Field::Bureau, "とりまとめ"),
    (Field::Target, "目標"),
    (Field::Actual, "実績"),
];

/// What a column with this header path holds, outermost header first.
pub(crate) fn field(path: &[String]) -> Option<Field> {
    let innermost = fold(path.last()?);
    whole(&innermost).or_else(|| {
        PARTS.iter().find(|(_, part)| innermost.contains(part)).map(|(field, _)| *field)
    })
}

/// What a single cell says if it is a header, taken whole.
///
/// Every cell of every row is asked, so a text that can be none is not folded:
/// one that is too long, or begins as no header does.
pub(crate) fn whole_cell(text: &str) -> Option<Field> {
    let may_be = text.len() <= HEADER_BYTES_MAX && begins_header(text);
    may_be.then(|| whole(&fold(text))).flatten()
}

/// The longest text that may be a whole header of the layout, in bytes: 12
/// characters, spread with a space or a line end after each.
const HEADER_BYTES_MAX: usize = 72;

/// Whether a text begins with the first character of one of [`WORDS`].
fn begins_header(text: &str) -> bool {
    let Some(first) = text.chars().find(|c| !c.is_whitespace()) else { return false };
    let first = match table::out(first, Column::Normalized) {
        Out::Char(folded) => folded,
        Out::Word(word) => word.chars().next().unwrap_or(first),
        _ => first,
    };
    matches!(
        first.to_ascii_lowercase(),
        'k' | 'n'
            | 'と'
            | '中'
            | '事'
            | '体'
            | '備'
            | '分'
            | '判'
            | '取'
            | '大'
            | '実'
            | '局'
            | '成'
            | '所'
            | '担'
            | '指'
            | '摘'
            | '整'
            | '施'
            | '未'
            | '柱'
            | '特'
            | '理'
            | '番'
            | '目'
            | '評'
            | '通'
            | '達'
            | '部'
            | '項'
    )
}

fn whole(folded: &str) -> Option<Field> {
    WORDS.iter().find(|(_, words)| words.contains(&folded)).map(|(field, _)| *field)
}

/// What rating symbols mean where a report has no legend of its own.
pub(crate) fn usual_legend() -> Legend {
    Legend::from_rows([
        ("◎", Rating::Achieved, "達成"),
        ("○", Rating::MostlyAchieved, "概ね達成"),
        ("△", Rating::NotAchieved, "未達成"),
        ("×", Rating::NotAchieved, "未達成"),
        ("■", Rating::Pending, "集計中"),
        ("―", Rating::NotSet, "指標未設定"),
    ])
}

/// A header as it is compared: half-width, lower case, without the spaces and
/// line ends by which it was laid out.
pub(crate) fn fold(header: &str) -> String {
    text::normalize(header)
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &[&str], expected: Option<Field>) {
        let path: Vec<String> = path.iter().map(|&it| it.to_owned()).collect();
        assert_eq!(field(&path), expected, "{path:?}");
    }

    #[test]
    fn headers_of_the_model_report() {
        check(&["令和６年度", "目標"], Some(Field::Target));
        check(&["未達成の理由及び\n今後の見込み等"], Some(Field::Reason));
        check(&["とりまとめ\n局"], Some(Field::Bureau));
        check(&["分\n野"], Some(Field::Policy));
    }

    #[test]
    fn spread_headers() {
        check(&["施　策　名"], Some(Field::Name));
    }

    #[test]
    fn every_header_begins_as_headers_do() {
        for word in WORDS.iter().flat_map(|(_, words)| *words) {
            assert!(begins_header(word), "{word}");
            assert!(whole_cell(word).is_some(), "{word}");
        }
        assert_eq!(whole_cell("　№"), Some(Field::Id));
        assert_eq!(whole_cell("Ｎｏ．"), Some(Field::Id));
        assert_eq!(whole_cell("かながわ子育て"), None);
    }

    #[test]
    fn other_columns_are_none() {
        check(&["令和７年度予算額（千円）"], None);
    }
}
