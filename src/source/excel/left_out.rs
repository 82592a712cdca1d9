//! What of a sheet is stored and not shown, counted for each reason.

use crate::finding::{Code, Finding, Message, excerpt};
use crate::place::{Place, Range};
use crate::source::limits;
use std::sync::Arc;

/// What was left out of one sheet.
#[derive(Default)]
pub(super) struct LeftOut {
    hidden: [Option<Hidden>; Why::COUNT],
    struck: Vec<Finding>,
    struck_beyond: usize,
    /// Formulas whose stored zero may stand for no result yet.
    doubted: Option<Hidden>,
}

/// Cells left out for one reason.
#[derive(Debug, Clone, Copy)]
struct Hidden {
    range: Range,
    count: usize,
}

/// Why a cell was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Row,
    Column,
    Color,
    Format,
    Zero,
    Merge,
    Unprinted,
    Uncomputed,
}

impl Why {
    const COUNT: usize = 8;
    const ALL: [Why; Why::COUNT] = [
        Why::Row,
        Why::Column,
        Why::Color,
        Why::Format,
        Why::Zero,
        Why::Merge,
        Why::Unprinted,
        Why::Uncomputed,
    ];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Why::Row => (
                "非表示の行（フィルターや高さ0を含む）",
                "in hidden rows (filtered ones and zero heights included)",
            ),
            Why::Column => ("非表示の列", "in hidden columns"),
            Why::Color => ("背景と同じ色の文字", "in the colour of their background"),
            Why::Format => {
                ("表示形式（;;; など）で隠された値", "hidden by their number format (such as ;;;)")
            }
            Why::Zero => ("シートの設定で隠されたゼロ", "with zeros that the sheet does not show"),
            Why::Merge => ("結合されたセルの下に残った値", "covered by a merged cell"),
            Why::Unprinted => ("印刷範囲の外にある値", "outside the print area"),
            Why::Uncomputed => {
                ("計算結果が保存されていない数式", "whose formula has no stored result")
            }
        }
    }
}

impl LeftOut {
    /// A cell that is not shown.
    pub(super) fn add(&mut self, at: Range, why: Why) {
        count(&mut self.hidden[why as usize], at);
    }

    /// A formula whose stored zero may stand for no result yet.
    pub(super) fn doubt(&mut self, at: Range) {
        count(&mut self.doubted, at);
    }

    /// A text that is struck through, and what is left of its cell.
    pub(super) fn strike(&mut self, sheet: &Arc<str>, at: Range, struck: &str, rest: &str) {
        if self.struck.len() >= limits::STRUCK_CELLS_REPORTED {
            self.struck_beyond += 1;
            return;
        }
        let (struck, rest) = (excerpt(struck, EXCERPT), excerpt(rest, EXCERPT));
        let message = Message::new(
            format!("取り消し線の文字「{struck}」を除きました"),
            format!("left out the struck-through text “{struck}”"),
        );
        let place = Place::Sheet { sheet: Arc::clone(sheet), range: at };
        self.struck.push(
            Finding::new(Code::P905, message)
                .at(Some(place))
                .comparing(&*rest, format!("{rest}{struck}")),
        );
    }

    /// All of it as findings.
    pub(super) fn report(mut self, sheet: &Arc<str>, findings: &mut Vec<Finding>) {
        let place = |range| Some(Place::Sheet { sheet: Arc::clone(sheet), range });
        for why in Why::ALL {
            let Some(Hidden { range, count }) = self.hidden[why as usize] else { continue };
            let (ja, en) = why.words();
            let message = Message::new(
                format!("{ja}を{count}セル除きました"),
                format!("left out {count} cell(s) {en}"),
            );
            let code = if why == Why::Uncomputed { Code::P906 } else { Code::P905 };
            findings.push(Finding::new(code, message).at(place(range)));
        }
        if let Some(Hidden { range, count }) = self.doubted {
            let message = Message::new(
                format!(
                    "開くときに計算し直すブックです。0が保存されている数式{count}セルは、計算前かもしれません"
                ),
                format!(
                    "the workbook is to be computed when opened: {count} formula(s) with a stored 0 may have no result yet"
                ),
            );
            findings.push(Finding::new(Code::P906, message).at(place(range)));
        }
        findings.append(&mut self.struck);
        if self.struck_beyond > 0 {
            let count = self.struck_beyond;
            let message = Message::new(
                format!("ほかに{count}セルで取り消し線の文字を除きました"),
                format!("left out struck-through text in {count} more cell(s)"),
            );
            let all = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
            findings.push(Finding::new(Code::P905, message).at(place(all)));
        }
    }
}

fn count(cells: &mut Option<Hidden>, at: Range) {
    *cells = Some(match cells {
        None => Hidden { range: at, count: 1 },
        Some(cells) => Hidden { range: cells.range.union(&at), count: cells.count + 1 },
    });
}

/// Characters of a text that a message repeats.
const EXCERPT: usize = 200;
