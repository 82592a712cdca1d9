//! The one public error: why a document could not be read at all.
//!
//! Every message names the file, says what was found and what to do.

mod codes;

pub use codes::ErrorCode;

use crate::finding::{Language, Message};
use std::fmt;

/// A document could not be read.
#[derive(Debug)]
pub struct Error {
    file: String,
    kind: Kind,
}

/// Why.
#[derive(Debug)]
pub(crate) enum Kind {
    /// The operating system refused; its words.
    Io(std::io::Error),
    /// No bytes at all.
    Empty,
    /// Neither PDF nor workbook; what it seems to be instead.
    Format { looks_like: Message },
    /// The file is larger than the program takes.
    TooLarge { bytes: u64, limit: u64 },
    /// Opens only with a password.
    Password,
    /// Encrypted in a way that is not supported.
    Encryption,
    /// A PDF whose end is missing.
    Truncated,
    /// A PDF that can't be parsed; the reader's words.
    BrokenPdf(String),
    /// A workbook that can't be parsed; the reader's words.
    BrokenWorkbook(String),
    /// A page or sheet that breaks a limit of `source::limits`.
    Limit { what: &'static str, limit: u64 },
    /// Pages, but no text on any of them.
    Scanned { pages: usize },
    /// Readable, but without a table of measures.
    /// What was found on the way may say why.
    NoMeasures { tables: usize, unit: &'static str, units: usize, told: Vec<Message> },
    /// A result could not be written; the words of the operating system.
    Output(std::io::Error),
    /// What the program was about to print does not match its own schema.
    Schema(String),
    /// The reader of a file panicked; a bug, but of this file alone.
    Panic(String),
    /// Something that the program around the library found out.
    Outside { code: ErrorCode, words: Message },
}

impl Error {
    pub(crate) fn new(file: impl Into<String>, kind: Kind) -> Error {
        Error { file: file.into(), kind }
    }

    /// A file that the operating system refuses to hand out.
    pub fn io(file: &str, error: std::io::Error) -> Error {
        Error::new(file, Kind::Io(error))
    }

    /// A result that is not what its schema says, in the words of whoever judged
    /// it: a bug of this program.
    pub fn schema(file: &str, words: impl Into<String>) -> Error {
        Error::new(file, Kind::Schema(words.into()))
    }

    /// A result that could not be written.
    pub fn output(file: &str, error: std::io::Error) -> Error {
        Error::new(file, Kind::Output(error))
    }

    /// Something that the program around the library found out about a file.
    pub fn outside(file: &str, code: ErrorCode, words: Message) -> Error {
        Error::new(file, Kind::Outside { code, words })
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.kind.code()
    }

    /// What was found and what to do, in both languages, without the file.
    pub fn words(&self) -> Message {
        let (ja, en) = self.kind.words();
        Message::new(ja, en)
    }

    /// The file as the caller named it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What was found and what to do, in both languages.
    pub fn message(&self) -> Message {
        let (ja, en) = self.kind.words();
        Message::new(format!("{}: {ja}", self.file), format!("{}: {en}", self.file))
    }
}

impl Kind {
    fn code(&self) -> ErrorCode {
        match self {
            Kind::Io(_) => ErrorCode::E101,
            Kind::Empty => ErrorCode::E102,
            Kind::Format { .. } => ErrorCode::E103,
            Kind::TooLarge { .. } => ErrorCode::E104,
            Kind::Password => ErrorCode::E105,
            Kind::Encryption => ErrorCode::E106,
            Kind::Truncated => ErrorCode::E107,
            Kind::BrokenPdf(_) => ErrorCode::E108,
            Kind::BrokenWorkbook(_) => ErrorCode::E109,
            Kind::Limit { .. } => ErrorCode::E110,
            Kind::Scanned { .. } => ErrorCode::E111,
            Kind::NoMeasures { .. } => ErrorCode::E112,
            Kind::Output(_) => ErrorCode::E201,
            Kind::Schema(_) => ErrorCode::E901,
            Kind::Panic(_) => ErrorCode::E902,
            Kind::Outside { code, .. } => *code,
        }
    }

    fn words(&self) -> (String, String) {
        match self {
            Kind::Io(error) => (
                format!("ファイルを読めません（{error}）。パスと権限を確認してください。"),
                format!("cannot read the file ({error}); check the path and its permissions"),
            ),
            Kind::Empty => (
                "ファイルが空です（0バイト）。ダウンロードし直してください。".into(),
                "the file is empty (0 bytes); download it again".into(),
            ),
            Kind::Format { looks_like } => (
                format!(
                    "PDFでもExcelブックでもありません（内容は {} のようです）。\
                     拡張子ではなく内容を確認し、PDF・xlsx・xlsm・xls・xlsb・ods を指定してください。",
                    looks_like.ja
                ),
                format!(
                    "neither a PDF nor a workbook (it looks like {}); \
                     check what was downloaded and give a PDF, xlsx, xlsm, xls, xlsb or ods",
                    looks_like.en
                ),
            ),
            Kind::TooLarge { bytes, limit } => (
                format!("ファイルが大きすぎます（{bytes}バイト、上限{limit}バイト）。分割してください。"),
                format!("the file is too large ({bytes} bytes, limit {limit}); split it"),
            ),
            Kind::Password => (
                "開くためのパスワードがかかっています。パスワードを外したファイルを指定してください。".into(),
                "it opens only with a password; give a copy without one".into(),
            ),
            Kind::Encryption => (
                "対応していない方式で暗号化されています。暗号化を外したファイルを指定してください。".into(),
                "it is encrypted in a way that is not supported; give a copy without encryption".into(),
            ),
            Kind::Truncated => (
                "PDFの末尾（%%EOF）がなく、途中で切れています。ダウンロードし直してください。".into(),
                "the PDF is cut short (no %%EOF at its end); download it again".into(),
            ),
            Kind::BrokenPdf(words) => (
                format!("PDFとして解釈できません（{words}）。別のソフトで開いて保存し直してください。"),
                format!("cannot be parsed as a PDF ({words}); open it in a viewer and save it again"),
            ),
            Kind::BrokenWorkbook(words) => (
                format!("ブックとして解釈できません（{words}）。Excelなどで開いて保存し直してください。"),
                format!(
                    "cannot be parsed as a workbook ({words}); open it in a spreadsheet program and save it again"
                ),
            ),
            Kind::Limit { what, limit } => (
                format!("{what} が上限（{limit}）を超えています。必要な部分だけのファイルを指定してください。"),
                format!("{what} beyond the limit of {limit}; give a file with only the part that is needed"),
            ),
            Kind::Scanned { pages } => (
                format!(
                    "{pages}ページのどこにも文字がありません（スキャン画像のようです）。\
                     元のファイルか、OCR済みのPDFを指定してください。"
                ),
                format!(
                    "no text on any of its {pages} pages (they seem to be scanned); \
                     give the original file, or a PDF that went through OCR"
                ),
            ),
            Kind::NoMeasures { tables, unit, units, told } => {
                let said = |text: fn(&Message) -> &String| {
                    told.iter().map(|it| format!("\n  {}", text(it))).collect::<String>()
                };
                let unit_ja = if *unit == "sheets" { "シート" } else { "ページ" };
                (
                    format!(
                        "施策の一覧表がありません（{units}{unit_ja}から{tables}個の表を読みました）。\
                         施策名か指標と、目標・実績・基準値・最終目標・評価・達成率のうち2つの見出しを\
                         持つ表が必要です。tenken layout で見出しの読まれ方が分かります。{}",
                        said(|it| &it.ja)
                    ),
                    format!(
                        "no table of measures among the {tables} tables of its {units} {unit}; \
                         one whose header has a name or an indicator, and two of target, actual, base, \
                         goal, rating and ratio, is needed (tenken layout shows what was seen){}",
                        said(|it| &it.en)
                    ),
                )
            }
            Kind::Output(error) => (
                format!("結果を書き出せません（{error}）。出力先の空き容量と権限を確認してください。"),
                format!(
                    "cannot write the result ({error}); \
                     check the space and permissions of where it goes"
                ),
            ),
            Kind::Schema(words) => (
                format!("内部エラー: 出力がスキーマに合いません（{words}）。開発者に知らせてください。"),
                format!("internal error: the output does not match its schema ({words}); please report it"),
            ),
            Kind::Panic(words) => (
                format!("内部エラー: 読み取りが異常終了しました（{words}）。開発者に知らせてください。"),
                format!("internal error: reading it panicked ({words}); please report it"),
            ),
            Kind::Outside { words, .. } => (words.ja.clone(), words.en.clone()),
        }
    }
}

impl fmt::Display for Error {
    /// English; [`Error::message`] has both languages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().in_language(Language::English))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io(error) | Kind::Output(error) => Some(error),
            _ => None,
        }
    }
}
