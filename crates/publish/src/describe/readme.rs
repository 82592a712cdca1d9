//! `README.md`: for the person who finds the package.

use super::{About, File};
use crate::package::Encoding;
use crate::tables::{Header, Table};
use std::fmt::Write;
use std::io;

/// Reports that are listed one by one; of more, `reports.csv` has them.
const LISTED: usize = 50;

pub(super) fn write(about: &About<'_>, files: &[File]) -> io::Result<String> {
    let mut text = String::new();
    let words = tell(&mut text, about, files);
    words.map_err(io::Error::other)?;
    Ok(text)
}

fn tell(out: &mut String, about: &About<'_>, with: &[File]) -> std::fmt::Result {
    let metadata = about.metadata;
    writeln!(out, "# {}\n\n{}\n", line(about.title), line(&about.description()))?;
    if !about.is_complete() {
        incomplete(out, about)?;
    }
    if let Some(characters) = lost(about) {
        writeln!(
            out,
            "> **置き換えた文字があります。** CP932にない文字（{characters}）は〓にしてあります。\n"
        )?;
    }
    writeln!(out, "## 出典とライセンス\n")?;
    let [source, processing] = about.attribution();
    writeln!(out, "- {}\n- {}", line(&source), line(&processing))?;
    writeln!(
        out,
        "- ライセンス：[{}]({})\n- 公開者：{}（全国地方公共団体コード {}）\n- 連絡先：{}\n- 更新頻度：{}",
        metadata.license.title(),
        metadata.license.url(),
        line(&metadata.publisher),
        metadata.code,
        line(&contact(about)),
        line(&metadata.update_frequency)
    )?;
    if let Some(period) = about.period() {
        writeln!(out, "- 対象期間：{period}")?;
    }
    writeln!(out, "- データセットID：{}（公開のたびに変わりません）\n", metadata.id)?;
    reports(out, about)?;
    files(out, about, with)?;
    how(out, about)
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn contact(about: &About<'_>) -> String {
    let metadata = about.metadata;
    let more = [&metadata.contact_email, &metadata.contact_phone, &metadata.contact_url];
    let all = std::iter::once(&metadata.contact).chain(more.into_iter().flatten());
    all.map(String::as_str).collect::<Vec<_>>().join("、")
}

fn lost(about: &About<'_>) -> Option<String> {
    let list: Vec<String> =
        about.lost.iter().map(|it| format!("U+{:04X}", u32::from(*it))).collect();
    (!list.is_empty()).then(|| list.join("、"))
}

fn incomplete(out: &mut String, about: &About<'_>) -> std::fmt::Result {
    writeln!(
        out,
        "> **このデータは完全ではありません。** 元の文書に読み取れなかった箇所があります。\n>"
    )?;
    for report in about.reports.iter().filter(|it| !it.complete).take(LISTED) {
        writeln!(out, "> - {}（{}）", line(&report.title), report.file)?;
        for loss in &report.losses {
            writeln!(out, ">   - {}", line(loss))?;
        }
    }
    writeln!(out)
}

fn reports(out: &mut String, about: &About<'_>) -> std::fmt::Result {
    writeln!(out, "## 元の報告書\n")?;
    writeln!(
        out,
        "| 報告書 | 年度 | 施策 | ファイル | SHA-256 | 報告書ID |\n|---|---|---|---|---|---|"
    )?;
    for report in about.reports.iter().take(LISTED) {
        writeln!(
            out,
            "| {} | {} | {} | {} | `{}` | {} |",
            line(&report.title).replace('|', "\\|"),
            report.year.map(crate::rows::year_label).unwrap_or_default(),
            report.measures,
            report.file.replace('|', "\\|"),
            report.sha256,
            report.id
        )?;
    }
    if about.reports.len() > LISTED {
        writeln!(out, "\nほか{}件は reports.csv にあります。", about.reports.len() - LISTED)?;
    }
    let words = [
        ("achieved", "達成"),
        ("mostly_achieved", "概ね達成"),
        ("not_achieved", "未達成"),
        ("pending", "集計中"),
        ("not_set", "指標未設定"),
        ("none", "5つの評価のどれとも言えないもの・評価なし"),
    ];
    let counts = words.iter().filter_map(|(code, word)| Some((word, about.ratings.get(*code)?)));
    let counts: Vec<String> = counts.map(|(word, count)| format!("{word} {count}")).collect();
    writeln!(out, "\n施策の評価：{}\n", counts.join("、"))
}

fn files(out: &mut String, about: &About<'_>, with: &[File]) -> std::fmt::Result {
    writeln!(out, "## ファイル\n\n| ファイル | 内容 | 行数 |\n|---|---|---|")?;
    for table in &about.tables {
        let rows = about.rows.get(table).copied().unwrap_or_default();
        writeln!(out, "| {}.csv | {} | {rows} |", table.name(), table.description())?;
    }
    if about.has_workbook {
        let rows = about.rows.get(&Table::Measures).copied().unwrap_or_default();
        writeln!(
            out,
            "| measures.xlsx | measures.csv と同じ表（Excel）。列の説明とコード一覧のシート付き。 | {rows} |"
        )?;
    }
    writeln!(
        out,
        "| datapackage.json | 列の説明・型・キー・出典・ライセンス（[Data Package](https://datapackage.org/) v2） | |"
    )?;
    let more = [
        ("report.json", "読み取り結果の全体（JSON）"),
        ("reports", "報告書ごとの読み取り結果の全体（JSON）"),
        ("data.sqlite", "全ての表（SQLite）。metadata.json は Datasette 用"),
        ("measures.parquet", "表ごとの Parquet（ほかの表も同じ名前で）"),
        ("measures.jsonl", "表ごとの JSON Lines（ほかの表も同じ名前で）"),
        ("rs-3-1.csv", "国の行政事業レビュー（RSシステム）3-1 と同じ見出しの表"),
    ];
    let is_there = |name: &str| {
        with.iter().any(|it| it.path == name || it.path.split('/').next() == Some(name))
    };
    for (name, what) in more.iter().filter(|it| is_there(it.0)) {
        writeln!(out, "| {name} | {what} | |")?;
    }
    if !about.has_workbook {
        writeln!(out, "\n行数がExcelの1シートの上限を超えるため、measures.xlsx はありません。")?;
    }
    writeln!(out)
}

fn how(out: &mut String, about: &About<'_>) -> std::fmt::Result {
    let (key, encoding) = match (about.options.header, about.options.encoding) {
        (Header::Japanese, encoding) => ("報告書ID・キー", encoding),
        (Header::English, encoding) => ("report_id・key", encoding),
    };
    let encoding = match encoding {
        Encoding::Utf8 { bom: true } => "UTF-8（BOM付き）",
        Encoding::Utf8 { bom: false } => "UTF-8（BOMなし）",
        Encoding::Cp932 => "CP932（Shift_JIS）",
    };
    writeln!(
        out,
        "## 読み方\n\n\
         - CSVは{encoding}、区切りはコンマ、見出しは1行、改行はCRLFです（RFC 4180）。\n\
         - 表は{key}でつながります。評価・状態・種別・単位はコードで、意味は codelists.csv にあります。\n\
         - 空のセルは値がないことを示します。数値の列が空の理由は、隣の「状態コード」の列にあります。\n\
         - 数値は半角で、桁区切りも単位も含みません。単位は隣の「単位」の列にあります。「５万人」は 50000 と「人」です。\n\
         - 「表記」の列は報告書の文字のままです。年度は4月から翌年3月までで、西暦の列と和暦の列があります。\n\
         - 1つの欄に複数の値がある場合、measures.csv の数値は空（状態コード several）で、values.csv に1つずつあります。\n\
         - 「出所」の列は、元の報告書のページまたはシートと、その中の場所です。\n\n\
         ## 作り方\n\n\
         元の報告書の表を tenken {} で読み取り、値を解釈して作りました。評価や数値の加工・推計はしていません。\n\
         公開されているファイルが報告書と一致することは、`tenken check` にこのフォルダを渡すと確かめられます。",
        env!("CARGO_PKG_VERSION")
    )
}
