//! Examples below the help of each verb: what most people type first.

use tenken::Message;

/// The examples of a verb; none for those that need none.
pub(super) fn of(verb: &str) -> Option<Message> {
    let lines: &[(&str, &str, &str)] = match verb {
        "convert" => &[
            ("tenken convert report.pdf -o report.json", "JSONにする", "into JSON"),
            (
                "tenken convert -f csv reports/ -o out/",
                "フォルダーをまとめてCSVに",
                "a folder, as CSV",
            ),
            (
                "tenken convert --layout our.toml report.xlsx",
                "表の見方を与える",
                "say what the tables look like",
            ),
        ],
        "check" => &[
            ("tenken check report.pdf", "公表前に点検", "before it is published"),
            ("tenken check new.pdf --before last-year.pdf", "前年と比べる", "against last year's"),
            ("tenken check --fail-on warning -f sarif -o found.sarif reports/", "CIで", "in CI"),
        ],
        "tables" => &[("tenken tables any.pdf", "罫線の表をそのまま", "the grids as they are")],
        "compare" => &[
            ("tenken compare report.pdf report.xlsx", "同じ報告書か", "whether both say the same"),
            ("tenken compare -f csv r4.pdf r5.pdf r6.pdf", "施策の推移", "measures over the years"),
        ],
        "layout" => &[(
            "tenken layout report.pdf > our.toml",
            "直して --layout に渡す",
            "edit it, and pass it to --layout",
        )],
        "review" => &[(
            "tenken review report.pdf -o review.html",
            "読み取りを確かめる",
            "see what was read",
        )],
        "draw" => &[("tenken draw report.pdf 3 -o page.svg", "3ページを描く", "draw page 3")],
        "publish" => {
            &[("tenken publish reports/ -o package/", "オープンデータにする", "as open data")]
        }
        "chart" => {
            &[("tenken chart package/ -o ratings.svg", "評価の推移の図", "ratings over the years")]
        }
        "value" => &[("tenken value 約1.2万人", "値としての読み", "how it is read")],
        "explain" => &[("tenken explain T101", "コードの意味", "what the code means")],
        _ => return None,
    };
    let shown = |title: &str, pick: fn(&(&str, &str, &str)) -> String| {
        let rows: Vec<String> =
            lines.iter().map(|line| format!("  {}\n      {}", line.0, pick(line))).collect();
        format!("{title}\n{}", rows.join("\n"))
    };
    Some(Message::new(
        shown("例:", |line| line.1.to_owned()),
        shown("Examples:", |line| line.2.to_owned()),
    ))
}
