//! The command line as typed. One struct a verb; nothing here does anything.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use tenken::{Expectation, Output, Severity};

/// 点検報告書（PDF・Excel）をデータにし、報告書自身と突き合わせます。
/// Turns Japanese check reports into data and checks them against themselves.
#[derive(Debug, Parser)]
#[command(name = "tenken", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// メッセージの言語 / language of messages [default: from the locale]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,

    /// 並列数 / documents and pages read side by side [default: one a core]
    #[arg(long, global = true, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// 報告書をJSON・CSVに変換 / reports into JSON or CSV
    Convert(Convert),
    /// 報告書を点検 / ask whether a report can be true
    Check(Check),
    /// 表をそのまま取り出す / the raw grids of any PDF or workbook
    Tables {
        /// ファイルまたはフォルダ（- は標準入力） / files or folders, - for stdin
        #[arg(required = true)]
        inputs: Vec<PathBuf>,
    },
    /// 2つの報告書を比べる / two readings of one report, or two years of one plan
    Compare(Compare),
    /// 値の読み方を表示 / how a text is read as a value
    Value(Value),
    /// JSONスキーマを表示 / print the JSON schema
    Schema {
        /// どの出力のスキーマか / of which output
        #[arg(value_enum, default_value = "report")]
        kind: SchemaKind,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// ファイルまたはフォルダ（- は標準入力） / files or folders, - for stdin
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,

    /// 出力先フォルダ / folder for the results [default: stdout, for one input and one format]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// 形式（カンマ区切り） / formats, comma-separated
    #[arg(short, long, value_name = "FORMATS", value_delimiter = ',', default_value = "json", value_parser = format)]
    pub(crate) formats: Vec<Output>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// ファイルまたはフォルダ（- は標準入力） / files or folders, - for stdin
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,

    /// 期待する件数（達成/概ね達成/未達成） / totals to expect
    #[arg(long, value_name = "126/15/28", value_parser = expectation)]
    pub(crate) expect: Option<Expectation>,

    /// この重さ以上の指摘があれば終了コード1 / findings from which the exit code is 1
    #[arg(long, value_enum, default_value = "error")]
    pub(crate) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(crate) struct Value {
    /// 目標・実績のセルの文字列（\n は改行） / the text of a cell, \n for a line end
    #[arg(allow_hyphen_values = true)]
    pub(crate) text: String,

    /// 列の見出し / the header of its column: "達成率（％）"
    #[arg(long, default_value = "")]
    pub(crate) header: String,

    /// 成果指標 / the indicator of its row
    #[arg(long, default_value = "")]
    pub(crate) indicator: String,

    /// 理由・注の欄 / the text that explains ※
    #[arg(long, default_value = "")]
    pub(crate) note: String,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// 1つめ / the first
    pub(crate) left: PathBuf,
    /// 2つめ / the second
    pub(crate) right: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    /// 日本語
    Ja,
    /// English
    En,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaKind {
    /// `tenken convert`
    Report,
    /// `tenken tables`
    Tables,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
}

impl FailOn {
    pub(crate) fn severity(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
        }
    }
}

fn format(name: &str) -> Result<Output, String> {
    Output::from_name(name).ok_or_else(|| "json または csv / json or csv".to_owned())
}

fn expectation(text: &str) -> Result<Expectation, String> {
    Expectation::parse(text)
        .ok_or_else(|| "達成/概ね達成/未達成 の3つの数 / three counts such as 126/15/28".to_owned())
}
