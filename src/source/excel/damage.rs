//! What of a workbook is damaged: a part, a record or a reference that is not as its
//! format says. What can be read is kept, and each loss is told with its place: a
//! value that is lost in silence looks like one that was never there.

use super::sheet_name;
use crate::finding::{Code, Finding, Message};
use crate::place::{Place, Range};
use crate::source::limits;
use std::sync::Arc;

/// What is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Damage {
    /// A cell whose shared string is not in the workbook.
    NoString,
    /// A cell whose look is not in the workbook: what it shows can't be known.
    NoStyle,
    /// What should name a cell, a row or a range.
    Name(String),
    /// A record of this kind that is shorter or longer than its fields.
    Record(u32),
    /// A record that stands where none of its kind may.
    Misplaced(u32),
    /// A row or cell before one that was read.
    Order,
    /// Text boxes and shapes that could not be read.
    Shapes(String),
    /// Nothing behind this place could be read.
    Broken(String),
    /// The sheet ends without the mark that ends every sheet.
    NoEnd,
}

impl Damage {
    fn words(&self) -> Message {
        match self {
            Damage::NoString => Message::new(
                "このセルの文字列がブックの中にありません。値は失われています。",
                "the text of this cell is not in the workbook; its value is lost",
            ),
            Damage::NoStyle => Message::new(
                "このセルの書式がブックの中にありません。表示が異なるかもしれません。",
                "the look of this cell is not in the workbook; it may show something else",
            ),
            Damage::Name(name) => Message::new(
                format!("セルや範囲の名前「{name}」が正しくありません。"),
                format!("“{name}” names no cell and no range"),
            ),
            Damage::Record(kind) => Message::new(
                format!("壊れたレコード（種類{kind}）があり、読めませんでした。"),
                format!("a record of kind {kind} is damaged and was not read"),
            ),
            Damage::Misplaced(kind) => Message::new(
                format!(
                    "あるはずのないレコード（種類{kind}）があります。この後は正しく読めていないかもしれません。"
                ),
                format!(
                    "a record of kind {kind} can't stand here; what follows may be read wrongly"
                ),
            ),
            Damage::Order => Message::new(
                "セルの順序が正しくありません。位置が壊れているかもしれません。",
                "the cells are not in their order; some place may be damaged",
            ),
            Damage::Shapes(why) => Message::new(
                format!("シートの図形（テキストボックス）を読めませんでした（{why}）。"),
                format!("the shapes and text boxes of the sheet could not be read ({why})"),
            ),
            Damage::Broken(why) => Message::new(
                format!("シートはここから先が壊れていて、読めませんでした（{why}）。"),
                format!("the sheet is damaged and could not be read any further ({why})"),
            ),
            Damage::NoEnd => Message::new(
                "シートが途中で終わっています。続きは失われています。",
                "the sheet ends before its end mark; the rest of it is lost",
            ),
        }
    }
}

/// The damages of one sheet.
#[derive(Debug, Default)]
pub(super) struct Damages {
    told: Vec<Finding>,
    beyond: usize,
}

impl Damages {
    /// One more, at a cell.
    pub(super) fn add(&mut self, sheet: &Arc<str>, (row, col): (u32, u32), damage: &Damage) {
        if self.told.len() >= limits::DAMAGES_REPORTED {
            self.beyond += 1;
            return;
        }
        let place = place(sheet, Range { row, col, last_row: row, last_col: col });
        self.told.push(Finding::new(Code::P904, damage.words()).at(Some(place)));
    }

    /// All of them as findings.
    pub(super) fn report(self, sheet: &Arc<str>, findings: &mut Vec<Finding>) {
        findings.extend(self.told);
        if self.beyond > 0 {
            let count = self.beyond;
            let message = Message::new(
                format!("ほかに{count}か所が壊れています。"),
                format!("{count} more places of the sheet are damaged"),
            );
            let all = place(sheet, Range { row: 0, col: 0, last_row: 0, last_col: 0 });
            findings.push(Finding::new(Code::P904, message).at(Some(all)));
        }
    }
}

fn place(sheet: &Arc<str>, range: Range) -> Place {
    Place::Sheet { sheet: Arc::clone(sheet), range }
}

/// A sheet that is named and can't be read at all.
pub(super) fn lost_sheet(name: &str, why: &str) -> Finding {
    let name = sheet_name(name);
    let message = Message::new(
        format!("シート「{name}」を読めませんでした（{why}）。"),
        format!("the sheet “{name}” could not be read ({why})"),
    );
    let range = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
    Finding::new(Code::P904, message).at(Some(place(&name, range)))
}

/// Something that all sheets share and that is missing, in whole or in part.
pub(super) fn lost_part(ja: &str, en: &str, why: &str) -> Finding {
    let message = Message::new(
        format!("ブックの{ja}が壊れているか欠けています（{why}）。"),
        format!("the {en} of the workbook are damaged or missing ({why})"),
    );
    Finding::new(Code::P904, message)
}
