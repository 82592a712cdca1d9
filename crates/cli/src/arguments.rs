//! The command line as typed. One struct a verb; nothing here does anything.

pub(crate) mod review;
pub(crate) mod tables;
mod pages_read;
mod value;

pub(crate) use pages_read::PagesRead;
pub(crate) use value::Value;

use crate::check::forms::Reports;
use crate::line::Line;
use crate::publish::flags::{Chart, Publish, Published};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use schemars::JsonSchema;
use serde::Deserialize;
use std::ffi::OsString;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::sync::Arc;
use tenken::{Code, Expectation, Language, Layout, Severity, TableStyle};

/// 点検報告書（PDF・Excel）をデータにし、報告書自身と突き合わせます。 / Turns Japanese check
/// reports into data and checks them against themselves.
//
// What a person reads here has both languages, parted by ` / `; `help` takes one.
#[derive(Debug, Parser)]
#[command(name = "tenken", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// メッセージの言語 / language of messages [default: from the locale]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,

    /// メッセージの形 / how messages are written
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub(crate) log: Log,

    /// 並列数 / documents and pages read side by side [default: one a core]
    #[arg(long, global = true, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// 表の見方（複数可） / what the tables look like; of several, the one whose words the
    /// title of a report has
    #[arg(long, global = true, value_name = "FILE", value_parser = layout)]
    pub(crate) layout: Vec<Arc<Layout>>,

    #[command(flatten)]
    pub(crate) limits: Limits,

    /// Of a worker: reports are handed on as JSON, several of them compared, whatever the
    /// verb does with them.
    #[arg(long, hide = true)]
    pub(crate) as_reports: bool,

    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// All of this as it was typed, for the workers.
    #[arg(skip)]
    pub(crate) line: Line,

    /// Of a worker: sends how many pages are read.
    #[arg(skip)]
    pub(crate) pages_read: PagesRead,
}

/// What reading one document may cost, and where it is read.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Limits {
    /// 別プロセスで読むか / whether documents are read in processes of their own
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(crate) isolate: Isolate,

    /// 1文書のメモリ（MB） / memory of one document, in MB
    #[arg(long, global = true, value_name = "MB", default_value = "512")]
    pub(crate) limit_memory: NonZeroU64,

    /// 1文書のCPU時間（秒）、1MBごとに1秒を加える / processor time of one document, in
    /// seconds; each MB of it adds one
    #[arg(long, global = true, value_name = "SECONDS", default_value = "4")]
    pub(crate) limit_time: NonZeroU64,

    /// 1文書のページ数・シート数 / pages or sheets of one document
    #[arg(long, global = true, value_name = "N")]
    pub(crate) limit_pages: Option<NonZeroUsize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Isolate {
    /// 常にこのプロセスで / in this process
    Never,
    /// OSに上限の仕組みがあれば別プロセスで / in others where the system has limits for them
    Auto,
    /// 常に別プロセスで / in others
    Always,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// 文章 / sentences
    Text,
    /// 1行1件のJSON / JSON, one event a line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// 報告書をJSON・CSVに変換 / reports into JSON or CSV
    Convert(Convert),
    /// 報告書を点検 / ask whether a report can be true
    Check(Box<Check>),
    /// 表をそのまま取り出す / the raw grids of any PDF or workbook
    Tables(tables::Tables),
    /// 報告書を比べる / two readings of one report, or the years of one plan
    Compare(Compare),
    /// 表の見出しの読み方をレイアウトとして表示 / what is seen of its tables, as a layout to edit
    Layout {
        #[command(flatten)]
        inputs: Inputs,
    },
    /// 読み取り結果を1つのHTMLで確認 / a page on which a person checks what was read
    Review(review::Review),
    /// PDFの1ページを、読み取ったとおりにSVGかPNGで描く / draw a page of a PDF as it was read, as SVG or PNG
    Draw(review::Draw),
    /// オープンデータのパッケージを作る / an open-data package of reports
    Publish(Box<Publish>),
    /// パッケージの評価を分野ごとの図（SVG）にする / a chart of the ratings in a package
    Chart(Chart),
    /// 値の読み方を表示 / how a text is read as a value
    Value(Value),
    /// JSONスキーマを表示 / print the JSON schema
    Schema {
        /// どの出力のスキーマか / of which output
        #[arg(value_enum, default_value = "report")]
        kind: SchemaKind,
    },
    /// コードの説明 / what a code means: T101, E101
    Explain {
        /// コード / the code
        code: String,
    },
    /// シェルの補完を出力 / completions for a shell
    Completions {
        /// シェル / which one
        #[arg(value_enum)]
        shell: Shell,
    },
    /// マニュアルを出力（man -l - で表示） / the manual page, for `man -l -`
    Man {
        /// コマンド / of which command [default: all of tenken]
        verb: Option<String>,
    },
    /// Reads documents from stdin under limits, for another tenken.
    #[command(hide = true)]
    Worker(Worker),
}

/// Which documents.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// ファイル、フォルダ、ZIP、"*.pdf" など（- は標準入力） / files, folders, zip archives,
    /// quoted patterns, - for stdin
    #[arg(required_unless_present = "files_from")]
    pub(crate) inputs: Vec<PathBuf>,

    /// 入力の一覧（改行またはNUL区切り、- は標準入力） / a list of inputs, a line or a NUL
    /// behind each, - for stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// 出力先フォルダ（入力の構成のまま） / folder for the results, which mirrors the inputs
    /// [default: stdout]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// 形式（カンマ区切り、既定は json、端末では要約） / formats, comma-separated [default: json,
    /// on a terminal a summary]
    #[arg(short, long, value_name = "FORMATS", value_enum, value_delimiter = ',')]
    pub(crate) formats: Vec<Format>,

    #[command(flatten)]
    pub(crate) by_hand: review::ByHand,

    #[command(flatten)]
    pub(crate) tables: Tables,

    /// 全体を読めていなくても終了コード0 / exit with 0 even if a document was not read whole
    #[arg(long)]
    pub(crate) allow_incomplete: bool,

    /// 前回の続きから / go on where an earlier run stopped
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,

    /// n分割のi番目だけ / only the i-th of n parts of the inputs
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
}

impl Convert {
    /// The results of each document, in order: a folder takes both tables of `csv`,
    /// stdout that of the measures.
    pub(crate) fn results(&self) -> Vec<Content> {
        let mut results = Vec::new();
        let formats = if self.formats.is_empty() { &[Format::Json] } else { &*self.formats };
        for format in formats {
            let of_format: &[Content] = match format {
                Format::Json => &[Content::Report],
                Format::Csv if self.output.is_some() => &[Content::Measures, Content::Values],
                Format::Csv => &[Content::Measures],
                Format::Values => &[Content::Values],
                Format::Jsonl => &[Content::Lines],
            };
            results.extend(of_format);
        }
        // `csv,values` asks for one file twice.
        let mut seen = Vec::new();
        results.retain(|result| {
            let is_new = !seen.contains(result);
            seen.push(*result);
            is_new
        });
        results
    }
}

/// How tables are written as CSV.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Tables {
    /// CSVの見出しの言語 / language of the header row of a CSV
    #[arg(long, value_name = "LANG", value_enum, default_value = "ja")]
    pub(crate) header: Lang,

    /// CSVの先頭にBOMを付けない / no byte order mark in front of a CSV
    #[arg(long)]
    pub(crate) no_bom: bool,

    /// CSVの、数式とみなされるセルの前に ' を付ける / put ' before cells of a CSV that Excel
    /// would take for a formula
    #[arg(long)]
    pub(crate) escape_formulas: bool,
}

impl Tables {
    /// The style for the library.
    pub(crate) fn style(self) -> TableStyle {
        TableStyle {
            header: match self.header {
                Lang::Ja => Language::Japanese,
                Lang::En => Language::English,
            },
            bom: !self.no_bom,
        }
    }
}

/// One of several parts of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shard {
    /// From 0.
    pub(crate) index: u64,
    pub(crate) count: u64,
}

/// A format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// 報告書全体 / the whole report
    Json,
    /// 1行1指標の表（-o なら値の表も） / the measures, a row an indicator; with -o the values, too
    Csv,
    /// 1行1値の表 / the values as CSV, a row each
    Values,
    /// 1行1施策のJSON / the measures as JSON, one line each
    Jsonl,
}

/// What one result holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// The whole report as JSON.
    Report,
    /// The measures as CSV.
    Measures,
    /// The values as CSV.
    Values,
    /// The measures as JSON, a line each.
    Lines,
}

impl Content {
    /// What its file's name ends with.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Content::Report => "json",
            Content::Measures => "measures.csv",
            Content::Values => "values.csv",
            Content::Lines => "jsonl",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// 期待する件数（達成/概ね達成/未達成[/集計中/指標未設定]、または名前=件数） / totals to
    /// expect: three counts, five, or names such as A=126
    #[arg(long, value_name = "126/15/28", value_parser = expectation)]
    pub(crate) expect: Option<Expectation>,

    /// 期待する件数・合計のファイル / counts and sums to expect [default: expectations.toml,
    /// found upward from the document]
    #[arg(long, value_name = "FILE")]
    pub(crate) expectations: Option<PathBuf>,

    /// 前の年度の報告書（照らし合わせる） / the report of the year before, to hold it against
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,

    /// この重さ以上の指摘があれば終了コード1 / findings from which the exit code is 1
    /// [default: error]
    #[arg(long, value_enum)]
    pub(crate) fail_on: Option<FailOn>,

    /// 施策の表がない文書は飛ばす / pass over documents without a table of measures
    #[arg(long)]
    pub(crate) skip_others: bool,

    /// 設定ファイル / settings [default: tenken.toml, found upward from the document]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) published: Published,

    #[command(flatten)]
    pub(crate) choice: Choice,

    #[command(flatten)]
    pub(crate) baseline: Baseline,

    #[command(flatten)]
    pub(crate) seen: review::Seen,

    #[command(flatten)]
    pub(crate) reports: Reports,
}

/// Findings that are known.
#[derive(Debug, Args)]
pub(crate) struct Baseline {
    /// 既知の指摘の一覧（これにある指摘では失敗しない） / findings that are known and do not
    /// count for the exit code
    #[arg(id = "baseline", long = "baseline", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// 今回の指摘を --baseline に書く / write the findings of this run to --baseline
    #[arg(id = "update_baseline", long = "update-baseline", requires = "baseline")]
    pub(crate) update: bool,
}

/// Which findings are reported, by the beginnings of their codes.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// このコードだけ（先頭の文字でも） / only these codes, or those that begin so: T,R201
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = codes)]
    pub(crate) select: Vec<String>,

    /// このコードを除く / not these: W,P905
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = codes)]
    pub(crate) ignore: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// 報告書（2つ以上） / the reports, two or more
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    pub(crate) reports: Vec<PathBuf>,

    /// 同じ年度でも、計画の別の年度として比べる / as years of one plan, even where the years are
    /// the same or not known
    #[arg(long)]
    pub(crate) years: bool,

    /// 形式 / format
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: CompareFormat,

    #[command(flatten)]
    pub(crate) tables: Tables,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// 文章 / for a person
    Text,
    /// JSON
    Json,
    /// 1つの縦長の表 / one long table
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct Worker {
    /// Threads of this process.
    #[arg(long)]
    pub(crate) threads: NonZeroUsize,

    /// The command line of the tenken that asks.
    #[arg(last = true, required = true)]
    pub(crate) arguments: Vec<OsString>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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
    /// `tenken tables --join`
    JoinedTables,
    /// `tenken compare -f json`
    Compare,
    /// tenken.toml
    Config,
    /// expectations.toml
    Expectations,
    /// `tenken check --baseline`
    Baseline,
    /// what the page of `tenken review` exports
    Review,
}

#[derive(Debug, Clone, Copy, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
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

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(index, count)| {
        let (index, count): (u64, u64) = (index.parse().ok()?, count.parse().ok()?);
        (1 <= index && index <= count).then(|| Shard { index: index - 1, count })
    });
    parts.ok_or_else(|| "1/4 のように / such as 1/4".to_owned())
}

/// A code or its beginning; one that no code has is a slip of the pen.
fn codes(text: &str) -> Result<String, String> {
    let wanted = text.trim().to_ascii_uppercase();
    let is_known = Code::ALL.iter().any(|code| code.as_str().starts_with(&wanted));
    (is_known && !wanted.is_empty())
        .then_some(wanted)
        .ok_or_else(|| "T101 や W のように / such as T101 or W".to_owned())
}

fn expectation(text: &str) -> Result<Expectation, String> {
    Expectation::parse(text)
        .ok_or_else(|| "126/15/28、126/15/28/10/45、達成=126 のように / such as 126/15/28, 126/15/28/10/45 or 達成=126".to_owned())
}

/// A layout in a file. Its text is read here, for a worker opens no files.
fn layout(path: &str) -> Result<Arc<Layout>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Layout::parse(&text).map(Arc::new).map_err(|error| {
        let message = error.message();
        format!("{path}: {} / {}", message.ja, message.en)
    })
}
