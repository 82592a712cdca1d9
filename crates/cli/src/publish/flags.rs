//! The flags of `tenken publish`.

use crate::arguments::{Inputs, Lang};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::path::PathBuf;
use tenken_publish::{Encoding, Header, Metadata, Options, With};

#[derive(Debug, Args)]
pub(crate) struct Publish {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// パッケージのフォルダ / the folder of the package
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,

    /// 追加するファイル（カンマ区切り） / files to add, comma-separated: report.json,
    /// findings.csv, totals.csv, parquet, sqlite, jsonl, jsonld, rs, list, ckan
    #[arg(long, value_name = "FILES", value_delimiter = ',', value_parser = with)]
    pub(crate) with: Vec<With>,

    /// CSVの見出しの言語 / language of the header row of tables
    #[arg(long, value_name = "LANG", value_enum, default_value = "ja")]
    pub(crate) header: Lang,

    /// CSVの文字コード / encoding of CSV
    #[arg(long, value_enum, default_value = "utf8")]
    pub(crate) encoding: CsvEncoding,

    /// CSVの先頭にBOMを付けない / no byte order mark in front of a CSV
    #[arg(long)]
    pub(crate) no_bom: bool,

    /// 全体を読めていない報告書も公開する / publish a report that was not read whole, and say so
    #[arg(long)]
    pub(crate) allow_incomplete: bool,

    /// 設定ファイル / settings [default: tenken.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) metadata: Flags,
}

/// What `check` asks of packages and of tables that are to be published.
#[derive(Debug, Args)]
pub(crate) struct Published {
    /// パッケージを照合する報告書（PDF・Excel・JSON）か別のパッケージ / the report (PDF, workbook,
    /// JSON) or the other package that a package is compared with [default: those it names]
    #[arg(long, value_name = "PATH")]
    pub(crate) against: Vec<PathBuf>,

    /// CSV・Excelを公開のルールで点検 / check CSV or XLSX by rules of publishing
    #[arg(long, value_enum)]
    pub(crate) profile: Option<Profile>,
}

#[derive(Debug, Args)]
pub(crate) struct Chart {
    /// パッケージのフォルダ / the folder of the package
    #[arg(value_name = "DIR")]
    pub(crate) package: PathBuf,

    /// 図のファイル / file for the chart [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// どの区分ごとに描くか / by which groups
    #[arg(long, value_enum, default_value = "field")]
    pub(crate) by: By,
}

/// The groups of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// 体系 / the outermost
    Pillar,
    /// 分野 / those below
    Field,
}

/// Rules of publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」など / those of Japan
    OpendataJa,
}

/// The encodings of a CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvEncoding {
    /// UTF-8
    Utf8,
    /// CP932（Shift_JIS） / code page 932
    Cp932,
}

/// What stands in no report; also in `[publish]` of `tenken.toml`.
#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// データセットID（半角英数字・-・_、公開のたびに同じもの） / id of the data set, the same
    /// in every release
    #[arg(long)]
    id: Option<String>,

    /// 表題 / title [default: that of the report]
    #[arg(long)]
    title: Option<String>,

    /// 説明 / what it is, in a sentence or two
    #[arg(long)]
    description: Option<String>,

    /// 地方公共団体名 / who publishes it
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,

    /// 全国地方公共団体コード（検査数字を含む6桁） / code of the local government, six digits
    #[arg(long)]
    code: Option<String>,

    /// ライセンス（CC-BY-4.0 または PDL1.0） / CC-BY-4.0 or PDL1.0 [default: CC-BY-4.0]
    #[arg(long)]
    license: Option<String>,

    /// 元の報告書のURL / where the report was published
    #[arg(long, value_name = "URL")]
    source_url: Option<String>,

    /// 連絡先名称 / whom to ask
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,

    /// 連絡先メールアドレス / their e-mail
    #[arg(long, value_name = "ADDRESS")]
    contact_email: Option<String>,

    /// 連絡先電話番号 / their telephone
    #[arg(long, value_name = "NUMBER")]
    contact_phone: Option<String>,

    /// 連絡先フォームのURL / their form
    #[arg(long, value_name = "URL")]
    contact_url: Option<String>,

    /// 更新頻度 / how often it is renewed
    #[arg(long, value_name = "TEXT")]
    update_frequency: Option<String>,

    /// キーワード（カンマ区切り） / keywords, comma-separated
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    keywords: Vec<String>,

    /// 分類 / category of the catalogue
    #[arg(long, value_name = "TEXT")]
    category: Option<String>,

    /// 公開日 / day of release: 2025-09-30
    #[arg(long, value_name = "DATE")]
    released: Option<String>,

    /// 最終更新日 / day of the last change: 2025-09-30
    #[arg(long, value_name = "DATE")]
    modified: Option<String>,

    /// カタログのページのURL / page in the catalogue
    #[arg(long, value_name = "URL")]
    page_url: Option<String>,

    /// ファイルを置くフォルダのURL / folder on the web for the files
    #[arg(long, value_name = "URL")]
    files_url: Option<String>,
}

impl Publish {
    /// How the tables are written.
    pub(crate) fn options(&self) -> Options {
        Options {
            header: match self.header {
                Lang::Ja => Header::Japanese,
                Lang::En => Header::English,
            },
            encoding: match self.encoding {
                CsvEncoding::Utf8 => Encoding::Utf8 { bom: !self.no_bom },
                CsvEncoding::Cp932 => Encoding::Cp932,
            },
            with: self.with.iter().copied().collect::<BTreeSet<With>>(),
            allow_incomplete: self.allow_incomplete,
        }
    }
}

impl Flags {
    /// The metadata that was given by flags.
    pub(crate) fn metadata(&self) -> Metadata {
        Metadata {
            id: self.id.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            publisher: self.publisher.clone(),
            code: self.code.clone(),
            license: self.license.clone(),
            source_url: self.source_url.clone(),
            contact: self.contact.clone(),
            contact_email: self.contact_email.clone(),
            contact_phone: self.contact_phone.clone(),
            contact_url: self.contact_url.clone(),
            update_frequency: self.update_frequency.clone(),
            keywords: self.keywords.clone(),
            category: self.category.clone(),
            released: self.released.clone(),
            modified: self.modified.clone(),
            page_url: self.page_url.clone(),
            files_url: self.files_url.clone(),
        }
    }
}

fn with(text: &str) -> Result<With, String> {
    With::named(text).ok_or_else(|| {
        let names: Vec<&str> = With::ALL.iter().map(|it| it.0).collect();
        format!("{} のどれか / one of them", names.join(", "))
    })
}
