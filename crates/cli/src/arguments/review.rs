//! What `tenken review` and `tenken draw` are asked for.

use super::Inputs;
use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Review {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// 出力するHTML（- は標準出力） / the HTML file, - for stdout
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Draw {
    /// PDF（- は標準入力） / the PDF, - for stdin
    pub(crate) file: PathBuf,

    /// ページ（1から） / the page, from 1
    pub(crate) page: NonZeroUsize,

    /// 出力するSVG / the SVG file [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
