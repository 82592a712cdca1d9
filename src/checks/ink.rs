//! P902: every glyph of every page must be accounted for.
//!
//! **Why.** What is printed and read by nobody is how errors stay hidden.
//!
//! **How.** Each glyph drawn on a page is in a cell, in a line outside tables,
//! was drawn over itself, or is one that nobody sees. P902 reports pages where
//! glyphs are left over.

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
    }
}
