//! The lists of words themselves: a header that a publisher uses and we lack goes
//! here.

use super::Field;

/// Whole headers, folded.
pub(super) const WORDS: &[(Field, &[&str])] = &[
    (
        Field::Pillar,
        &[
            "体系",
            "柱",
            "施策体系",
            "大項目",
            "基本目標",
            "基本方針",
            "政策",
            "基本政策",
            "重点目標",
        ],
    ),
    (Field::Policy, &["分野", "施策分野", "取組事項", "中項目", "基本施策", "基本施策名"]),
    (
        Field::Id,
        &[
            "番号",
            "施策番号",
            "整理番号",
            "項番",
            "no",
            "no.",
            "通番",
            "連番",
            "通し番号",
            "施策no",
            "取組番号",
            "事業番号",
            "管理番号",
            "項目番号",
        ],
    ),
    (
        Field::Name,
        &[
            "施策名",
            "施策",
            "施策名称",
            "施策の名称",
            "取組名",
            "取組",
            "事業名",
            "事務事業名",
            "事務事業",
            "事業名称",
            "取組項目",
            "取組名称",
            "主な取組",
            "具体的な取組",
            "主要施策",
            "推進項目",
            "実施項目",
            "改革項目",
            "施策・事業名",
            "施策(事業)名",
        ],
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
            "主管課",
            "担当部署",
            "所管部署",
            "所属",
            "所属名",
            "担当所属",
            "担当課名",
            "所管課名",
            "部局名",
            "課名",
            "所管",
            "担当",
        ],
    ),
    (
        Field::Indicator,
        &[
            "成果指標",
            "指標",
            "指標名",
            "評価指標",
            "活動指標",
            "数値指標",
            "目標指標",
            "kpi",
            "重要業績評価指標",
            "重要業績評価指標(kpi)",
            "kpi(重要業績評価指標)",
        ],
    ),
    (Field::Target, &["目標", "目標値", "目標(値)", "計画値"]),
    (Field::Actual, &["実績", "実績値", "実績(値)", "達成値"]),
    (
        Field::Rating,
        &[
            "評価",
            "達成状況",
            "達成度",
            "判定",
            "評価結果",
            "達成評価",
            "自己評価",
            "最終評価",
            "総合評価",
            "進捗評価",
            "評価区分",
            "達成区分",
        ],
    ),
    (Field::Reason, &["理由", "未達成の理由"]),
    (Field::Remarks, &["備考", "備考欄", "特記事項", "摘要"]),
];

/// Words within longer headers, tried in this order.
pub(super) const PARTS: &[(Field, &str)] = &[
    (Field::Reason, "未達成の理由"),
    (Field::Reason, "理由"),
    (Field::Indicator, "成果指標"),
    (Field::Name, "施策名"),
    (Field::Bureau, "とりまとめ"),
    (Field::Target, "目標"),
    (Field::Actual, "実績"),
];

/// Words of a target or an actual that another one has taken the place of.
pub(super) const FORMER: &[&str] =
    &["当初", "変更前", "見直し前", "改定前", "前年度", "昨年度", "前年", "前回"];

/// Headers that name a field, and hold another thing that is said of it.
pub(super) const ABOUT: &[&str] = &["達成率", "進捗率", "目標設定", "目標年度"];

/// Headers of a value at present. It is an actual only where it is dated.
pub(super) const PRESENT: &[&str] = &["現状値", "現状", "現在値", "現況値"];

/// The first characters of [`WORDS`].
pub(super) const FIRSTS: &str = "knと中主事体備具分判取基大実局成所担指推摘改政数整施未最柱活特理番目管総自計評課通連進達部重項";

/// Words within headers of numbers that no indicator has: money, places, people.
pub(super) const NO_INDICATORS: &[&str] =
    &["予算", "決算", "事業費", "経費", "金額", "ページ", "頁", "通し番号", "電話", "職員数"];
