//! P901, P902: every glyph of every page must be accounted for.
//!
//! **Why.** What is printed and read by nobody is how errors stay hidden.
//!
//! **How.** Each glyph drawn on a page is in a cell, a line outside tables, or
//! was drawn over itself. P902 reports pages where glyphs are left over, P901
//! those with glyphs whose Unicode the file does not tell.

use crate::finding::{Code, Finding, Message};
use crate::report::Report;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    for (index, ink) in report.ink.iter().enumerate() {
        let page = index + 1;
        let lost = ink.lost();
        if lost > 0 {
            findings.push(Finding::new(
                Code::P902,
                Message::new(
                    format!("{page}ページの{lost}文字が、どのセルにも段落にも入りませんでした。"),
                    format!("{lost} glyphs of page {page} are in no cell and no paragraph"),
                ),
            ));
        }
        if ink.unknown > 0 {
            let unknown = ink.unknown;
            findings.push(Finding::new(
                Code::P901,
                Message::new(
                    format!("{page}ページの{unknown}文字は、PDFに文字コードの情報がありません。"),
                    format!("{unknown} glyphs of page {page} have no Unicode in the PDF"),
                ),
            ));
        }
    }
}
