//! `tenken tables`, as typed.

use super::{Inputs, Lang};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Tables {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// ページをまたぐ表を1つにする（見出しは1回、結合セルはそのまま） / tables over pages as one,
    /// their header once and their merged cells as they are
    #[arg(long)]
    pub(crate) join: bool,

    /// なぜこう読んだかを表示（比べた読み方、その費用、次との差） / say why tables are read as they
    /// are: the readings weighed, their costs, and what the next costs more
    #[arg(long, conflicts_with_all = ["join", "format", "output"])]
    pub(crate) explain: bool,

    /// 形式 / format
    #[arg(short, long, value_enum, default_value = "json")]
    pub(crate) format: TablesFormat,

    /// 出力先フォルダ（入力の構成のまま、csv は1表1ファイル） / folder for the results, which mirrors
    /// the inputs; csv: a file for each table [default: stdout]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// CSVの先頭にBOMを付けない / no byte order mark in front of a CSV
    #[arg(long)]
    pub(crate) no_bom: bool,

    /// CSVの、数式とみなされるセルの前に ' を付ける / put ' before cells of a CSV that Excel
    /// would take for a formula
    #[arg(long)]
    pub(crate) escape_formulas: bool,
}

impl Tables {
    /// Whether the grids are printed as they come, page by page: then none is held.
    pub(crate) fn is_raw(&self) -> bool {
        !self.join && self.format == TablesFormat::Json
    }

    /// How a CSV of it is written: its header rows are those of the tables.
    pub(crate) fn style(&self) -> super::Tables {
        super::Tables {
            header: Lang::Ja,
            no_bom: self.no_bom,
            escape_formulas: self.escape_formulas,
        }
    }
}

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TablesFormat {
    /// JSON（--join なら全入力で1つ） / JSON; with --join one for all inputs
    Json,
    /// 表を空行で区切ったCSV / CSV, an empty line between two tables
    Csv,
    /// 1表1シートのExcelブック / a workbook with a sheet for each table
    Xlsx,
    /// Webページ / a page for a browser
    Html,
    /// Markdown
    Markdown,
}

impl TablesFormat {
    /// What the name of a result ends with, that of the n-th table where each has one.
    pub(crate) fn extension(self, number: usize) -> String {
        match self {
            TablesFormat::Json => "tables.json".to_owned(),
            TablesFormat::Csv => format!("table-{}.csv", number + 1),
            TablesFormat::Xlsx => "tables.xlsx".to_owned(),
            TablesFormat::Html => "tables.html".to_owned(),
            TablesFormat::Markdown => "tables.md".to_owned(),
        }
    }
}
