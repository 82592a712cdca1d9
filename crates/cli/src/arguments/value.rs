//! `tenken value`

use clap::Args;

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
