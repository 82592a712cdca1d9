//! The columns themselves.

use super::Column;
use super::Unit::{In, Is};
use crate::cell::Kind::{Boolean, Code, Integer, Number, Text, Year};

const REPORT_ID: Column = Column::new(
    "report_id",
    "報告書ID",
    Code,
    "全国地方公共団体コード・年度・計画名から作る、公開のたびに変わらない識別子。",
)
.required();
const LOCAL_CODE: Column =
    Column::new("local_code", "全国地方公共団体コード", Code, "検査数字を含む6桁。").required();
const KEY: Column = Column::new(
    "key",
    "キー",
    Code,
    "施策の識別子。体系と番号（番号がなければ名称）を / でつないだもの。報告書の中で一意。",
)
.required();
const ID: Column = Column::new("id", "番号", Code, "報告書に印字された施策の番号（半角）。");
const NAME: Column = Column::new("name", "施策名", Text, "報告書に印字された施策の名称。");
const PAGE: Column =
    Column::new("source_page", "出所ページ", Integer, "PDFのページ（1から）。Excelの場合は空。");
const SHEET: Column =
    Column::new("source_sheet", "出所シート", Text, "Excelのシート名。PDFの場合は空。");
const RANGE: Column = Column::new(
    "source_range",
    "出所範囲",
    Code,
    "Excelのセル範囲、またはPDFの枠（左;上;右;下、ポイント、左上が原点）。",
);

pub(super) const REPORTS: &[Column] = &[
    REPORT_ID,
    Column::new("title", "報告書名", Text, "報告書の表題。").required(),
    Column::new("fiscal_year", "年度", Year, "報告の対象年度（西暦）。複数年度の報告書では空。"),
    Column::new("fiscal_year_label", "年度（和暦）", Code, "報告の対象年度の和暦表記。"),
    Column::new("period", "対象期間", Code, "開始日/終了日。"),
    LOCAL_CODE,
    Column::new("publisher", "地方公共団体名", Text, "公開者。").required(),
    Column::new("file", "元ファイル名", Text, "読み取ったファイルの名前。").required(),
    Column::new("format", "元ファイル形式", Code, "内容から判定した形式。").required(),
    Column::new("sha256", "元ファイルのSHA-256", Code, "読み取ったファイルのハッシュ値。")
        .required(),
    Column::new("measures", "施策数", Integer, "読み取った施策の数。").unit(Is("件")).required(),
    Column::new("complete", "全体を読めたか", Boolean, "falseの場合、読めなかった箇所がある。")
        .required(),
];

pub(super) const MEASURES: &[Column] = &[
    REPORT_ID,
    Column::new("fiscal_year", "年度", Year, "報告の対象年度（西暦）。複数年度の報告書では空。"),
    Column::new("fiscal_year_label", "年度（和暦）", Code, "報告の対象年度の和暦表記。"),
    LOCAL_CODE,
    Column::new("publisher", "地方公共団体名", Text, "公開者。").required(),
    KEY,
    Column::new("indicator_no", "指標の順", Integer, "施策の中での指標の順（1から）。").required(),
    ID,
    Column::new("group_1_number", "体系1の番号", Code, "最も大きい区分の番号。"),
    Column::new("group_1", "体系1", Text, "最も大きい区分（体系、基本目標など）の名称。"),
    Column::new("group_2_number", "体系2の番号", Code, "2番目の区分の番号。"),
    Column::new("group_2", "体系2", Text, "2番目の区分（分野など）の名称。"),
    Column::new("group_3_number", "体系3の番号", Code, "3番目の区分の番号。"),
    Column::new("group_3", "体系3", Text, "3番目の区分の名称。"),
    Column::new("group_4", "体系4以下", Text, "4番目以下の区分の名称。複数あれば ; で区切る。"),
    NAME,
    Column::new("bureaus", "担当", Text, "とりまとめ局・担当課など。複数あれば ; で区切る。"),
    Column::new("indicator_id", "指標の番号", Code, "報告書に印字された指標の番号。"),
    Column::new("indicator_kind", "指標の種類コード", Code, "活動・アウトプット・アウトカムの別。空は記載なし。")
        .of("indicator_kind"),
    Column::new("of", "内訳", Text, "男性、女性など、指標が数える範囲。"),
    Column::new("indicator", "指標", Text, "成果指標。空は指標のない施策。"),
    Column::new("indicator_unit", "指標の単位", Text, "指標が示す単位。"),
    Column::new("direction", "望ましい方向コード", Code, "値が大きいほどよいか小さいほどよいか。空は記載なし。")
        .of("direction"),
    Column::new("baseline_year", "基準値の年度", Year, "基準値の年度（西暦）。"),
    Column::new("baseline_number", "基準値", Number, "基準値の数値。空の意味は状態コードによる。").unit(In("baseline_unit")),
    Column::new("baseline_unit", "基準値の単位", Text, "基準値の単位。"),
    Column::new("baseline_state", "基準値の状態コード", Code, "基準値が数値か、数値でない理由。").required().of("value_state"),
    Column::new("baseline_text", "基準値の表記", Text, "報告書の表記のまま。"),
    Column::new("target_number", "目標", Number, "報告年度の目標の数値。空の意味は状態コードによる。").unit(In("target_unit")),
    Column::new("target_unit", "目標の単位", Text, "目標の単位。"),
    Column::new("target_state", "目標の状態コード", Code, "目標が数値か、数値でない理由。").required().of("value_state"),
    Column::new("target_text", "目標の表記", Text, "報告書の表記のまま。"),
    Column::new("actual_number", "実績", Number, "報告年度の実績の数値。空の意味は状態コードによる。").unit(In("actual_unit")),
    Column::new("actual_unit", "実績の単位", Text, "実績の単位。"),
    Column::new("actual_state", "実績の状態コード", Code, "実績が数値か、数値でない理由。").required().of("value_state"),
    Column::new("actual_text", "実績の表記", Text, "報告書の表記のまま。"),
    Column::new("goal_year", "最終目標の年度", Year, "最終目標の年度（西暦）。"),
    Column::new("goal_number", "最終目標", Number, "最終目標の数値。空の意味は状態コードによる。").unit(In("goal_unit")),
    Column::new("goal_unit", "最終目標の単位", Text, "最終目標の単位。"),
    Column::new("goal_state", "最終目標の状態コード", Code, "最終目標が数値か、数値でない理由。").required().of("value_state"),
    Column::new("goal_text", "最終目標の表記", Text, "報告書の表記のまま。"),
    Column::new("rating_code", "評価コード", Code, "評価。凡例の語が5つの評価のどれかを言う場合はその語、言わない場合は段階。空は評価の欄なし。")
        .of("rating"),
    Column::new("rating_symbol", "評価記号", Text, "報告書に印字された評価の記号。"),
    Column::new("rating_step", "評価段階", Integer, "凡例の中の段階（1が最もよい）。"),
    Column::new("status", "施策の状態コード", Code, "評価済み、集計中など。").required().of("measure_status"),
    Column::new("reason", "理由", Text, "未達成の理由・今後の見込みなど。"),
    Column::new("remarks", "備考", Text, "備考。"),
    Column::new("deed", "取組実績", Text, "取組内容・実績。"),
    Column::new("plan", "計画", Text, "計画。"),
    Column::new("next", "今後の方向性", Text, "今後の方向性。"),
    PAGE,
    SHEET,
    RANGE,
];

pub(super) const VALUES: &[Column] = &[
    REPORT_ID,
    LOCAL_CODE,
    Column::new("report_year", "報告年度", Year, "報告の対象年度（西暦）。"),
    KEY,
    Column::new("value_no", "値の順", Integer, "施策の中での値の順（1から）。").required(),
    Column::new(
        "indicator_no",
        "指標の順",
        Integer,
        "施策・指標一覧の「指標の順」。空は施策全体の評価。",
    ),
    ID,
    NAME,
    Column::new("indicator", "指標", Text, "成果指標。"),
    Column::new("of", "内訳", Text, "男性、女性など、指標が数える範囲。"),
    Column::new(
        "item",
        "項目",
        Text,
        "1つの欄に複数の値がある場合の項目（①など）。複数あれば ; で区切る。",
    ),
    Column::new(
        "role",
        "種別コード",
        Code,
        "基準値・目標・実績・最終目標・達成率・見込値・評価の別。",
    )
    .required()
    .of("role"),
    Column::new("fiscal_year", "年度", Year, "値の年度（西暦）。空は年度の記載なし。"),
    Column::new("fiscal_year_label", "年度（和暦）", Code, "値の年度の和暦表記。"),
    Column::new("number", "数値", Number, "数値。範囲の場合は下限。空の意味は状態コードによる。")
        .unit(In("unit")),
    Column::new("upper", "上限", Number, "範囲の上限。").unit(In("unit")),
    Column::new("unit", "単位", Text, "報告書に印字された単位。"),
    Column::new(
        "unit_code",
        "単位コード",
        Code,
        "単位のコード。空はコードのない単位または単位なし。",
    )
    .of("unit"),
    Column::new("bound", "範囲コード", Code, "以上・以下などの別。").of("bound"),
    Column::new("approximate", "概数", Boolean, "約、およそなど。"),
    Column::new("period", "期間コード", Code, "年間・累計などの別。").of("period"),
    Column::new("qualifier", "確度コード", Code, "速報値・見込みなどの別。").of("qualifier"),
    Column::new("state", "状態コード", Code, "数値か、数値でない理由。")
        .required()
        .of("value_state"),
    Column::new("known_in", "判明年度", Year, "集計中の値が判明する年度（西暦）。"),
    Column::new("text", "表記", Text, "報告書の表記のまま。").required(),
    Column::new("rating_code", "評価コード", Code, "評価。種別が評価の行だけにある。").of("rating"),
    Column::new("rating_symbol", "評価記号", Text, "報告書に印字された評価の記号。"),
    Column::new("rating_step", "評価段階", Integer, "凡例の中の段階（1が最もよい）。"),
    Column::new("rated_by", "評価者", Text, "内部、外部など。"),
    Column::new("aspect", "評価の観点", Text, "必要性、有効性など。"),
    PAGE,
    SHEET,
    RANGE,
];

pub(super) const CODELISTS: &[Column] = &[
    Column::new("list", "リスト", Code, "コードの種類。").required(),
    Column::new("list_title", "リスト名", Text, "コードの種類の名称。").required(),
    Column::new("order", "並び順", Integer, "リストの中での順（1から）。").required(),
    Column::new("code", "コード", Code, "各表のコード列に現れる値。").required(),
    Column::new("name", "名称", Text, "日本語の名称。評価では報告書の凡例の語。").required(),
    Column::new("name_en", "名称（英語）", Text, "英語の名称。"),
    Column::new("symbol", "記号", Text, "評価の場合、報告書の凡例の記号。"),
    Column::new("step", "段階", Integer, "評価の場合、凡例の中の段階（1が最もよい）。"),
];

pub(super) const EXTRAS: &[Column] = &[
    REPORT_ID,
    LOCAL_CODE,
    KEY,
    Column::new("cell_no", "欄の順", Integer, "施策の中での欄の順（1から）。").required(),
    Column::new("header", "見出し", Text, "報告書の表の見出し。").required(),
    Column::new("number", "数値", Number, "数値の場合。"),
    Column::new("text", "表記", Text, "報告書の表記のまま。"),
];

pub(super) const CHANGES: &[Column] = &[
    Column::new("series_no", "計画の順", Integer, "パッケージの中での計画の順（1から）。")
        .required(),
    Column::new("row_no", "行の順", Integer, "計画の中での行の順（1から）。").required(),
    Column::new(
        "measure_no",
        "施策の通し番号",
        Integer,
        "計画の中で、年度をまたいで同じ施策に同じ番号。",
    )
    .required(),
    Column::new("change", "変化コード", Code, "継続・新規・廃止の別。").required().of("change"),
    Column::new("from_report_id", "前の報告書ID", Code, "変化の前の報告書。新規の場合は空。"),
    Column::new("from_year", "前の年度", Year, "変化の前の年度（西暦）。"),
    Column::new("report_id", "報告書ID", Code, "変化の後の報告書。廃止の場合は空。"),
    Column::new("fiscal_year", "年度", Year, "変化の後の年度（西暦）。"),
    Column::new("from_key", "前のキー", Code, "変化の前の施策のキー。"),
    Column::new("key", "キー", Code, "変化の後の施策のキー。"),
    LOCAL_CODE,
    NAME,
    Column::new("indicator", "指標", Text, "成果指標。"),
    Column::new("of", "内訳", Text, "男性、女性など、指標が数える範囲。"),
    Column::new("matched_by", "対応の根拠コード", Code, "何によって同じ施策と判断したか。")
        .of("matched_by"),
    Column::new("certainty", "対応の確かさコード", Code, "同じ施策であることの確かさ。")
        .of("certainty"),
    Column::new("renumbered", "番号の変更", Boolean, "番号が変わったか。"),
    Column::new("renamed", "名称の変更", Boolean, "名称が変わったか。"),
    Column::new("moved", "体系の変更", Boolean, "属する体系が変わったか。"),
    Column::new("from_rating_code", "前の評価コード", Code, "変化の前の評価。").of("rating"),
    Column::new("rating_code", "評価コード", Code, "変化の後の評価。").of("rating"),
    Column::new("rating_moved", "評価の良否コード", Code, "評価がよくなったか悪くなったか。")
        .of("moved"),
    Column::new("from_target", "前の目標の表記", Text, "前の報告書の目標。"),
    Column::new("target", "目標の表記", Text, "後の報告書の目標。"),
    Column::new("target_changed", "目標の変更", Boolean, "両方にあって異なるか。"),
    Column::new("from_actual", "前の実績", Number, "前の報告書の実績の数値。")
        .unit(In("from_actual_unit")),
    Column::new("from_actual_unit", "前の実績の単位", Text, "前の実績の単位。"),
    Column::new("actual", "実績", Number, "後の報告書の実績の数値。").unit(In("actual_unit")),
    Column::new("actual_unit", "実績の単位", Text, "後の実績の単位。"),
    Column::new("actual_direction", "実績の増減コード", Code, "増えたか減ったか。").of("direction"),
    Column::new("actual_moved", "実績の良否コード", Code, "よくなったか悪くなったか。").of("moved"),
];

pub(super) const TOTALS: &[Column] = &[
    REPORT_ID,
    LOCAL_CODE,
    Column::new("row_no", "行の順", Integer, "報告書の中での行の順（1から）。").required(),
    Column::new("side", "集計の出所コード", Code, "報告書の記載か、施策を数えたものか。")
        .required()
        .of("side"),
    Column::new("label", "区分", Text, "集計の区分（体系名、合計など）。").required(),
    Column::new("rating_symbol", "評価記号", Text, "数えた評価の記号または語。空は計。"),
    Column::new("rating_code", "評価コード", Code, "数えた評価。").of("rating"),
    Column::new("count", "件数", Integer, "件数。空は記載なし。").unit(Is("件")),
    Column::new("percent", "割合（％）", Number, "割合。単位は％。").unit(Is("%")),
];

pub(super) const FINDINGS: &[Column] = &[
    REPORT_ID,
    LOCAL_CODE,
    Column::new("finding_no", "指摘の順", Integer, "報告書の中での順（1から）。").required(),
    Column::new("code", "指摘コード", Code, "tenken explain で説明が読めるコード。").required(),
    Column::new("severity", "重さコード", Code, "エラー・警告・情報の別。")
        .required()
        .of("severity"),
    Column::new("message", "内容", Text, "指摘の内容。").required(),
    Column::new("key", "キー", Code, "関係する施策のキー。"),
    Column::new("column", "欄コード", Code, "関係する欄。"),
    Column::new("expected", "あるべき値", Text, "あるべき値。"),
    Column::new("found", "実際の値", Text, "実際の値。"),
    Column::new("fingerprint", "指紋", Code, "同じ指摘に同じ16桁。").required(),
    PAGE,
    SHEET,
    RANGE,
];
