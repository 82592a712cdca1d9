//! What `tenken review` and `tenken draw` are asked for.

use super::Inputs;
use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use tenken::Corrections;

#[derive(Debug, Args)]
pub(crate) struct Review {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// 出力するHTML（- は標準出力） / the HTML file, - for stdout
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) by_hand: ByHand,
}

#[derive(Debug, Args)]
pub(crate) struct Draw {
    /// PDF（- は標準入力） / the PDF, - for stdin
    pub(crate) file: PathBuf,

    /// ページ（1から） / the page, from 1
    pub(crate) page: NonZeroUsize,

    /// 出力するSVGかPNG / the SVG or PNG file [default: SVG to stdout]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What a person found wrong.
#[derive(Debug, Args)]
pub(crate) struct ByHand {
    /// tenken review で書き出した修正を当てはめる / apply the corrections that tenken review exported
    #[arg(long, value_name = "FILE", value_parser = corrections)]
    pub(crate) corrections: Option<Arc<Corrections>>,
}

/// What a person has looked at.
#[derive(Debug, Args)]
pub(crate) struct Seen {
    /// tenken review で確認した指摘（これらでは失敗しない） / findings that were looked at in tenken
    /// review and do not count for the exit code
    #[arg(long, value_name = "FILE")]
    pub(crate) review: Option<PathBuf>,
}

/// Corrections in a file. Its text is read here, for a worker opens no files.
fn corrections(path: &str) -> Result<Arc<Corrections>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Corrections::parse(&text)
        .map(Arc::new)
        .map_err(|words| format!("{path}: {} / {path}: {}", words.ja, words.en))
}
