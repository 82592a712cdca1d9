//! What is asked of single cells.

use super::Told;
use super::columns::{Class, Column, has, looks_like_number};
use super::shape::places;
use super::sheet::{Datum, Sheet};
use tenken::Code;

/// Signs and words that stand for a missing number.
const SIGNS: [&str; 14] =
    ["-", "－", "ー", "―", "–", "—", "−", "…", "x", "X", "※", "なし", "不明", "該当なし"];

/// What the rule itself lets stand for a number that is withheld.
const WITHHELD: &str = "***";

pub(super) fn check(sheet: &Sheet, columns: &[Column], is_described: bool, told: &mut Told) {
    let tells_state = columns.iter().any(|it| has(&it.header, &["状態", "state"]));
    for column in columns {
        match column.class {
            Class::Number => {
                numbers(sheet, column, told);
                if !tells_state && !is_described {
                    gaps(sheet, column, told);
                }
            }
            Class::Code => codes(sheet, column, told),
            Class::Text => texts(sheet, column, told),
            Class::Printed => {}
        }
    }
}

fn numbers(sheet: &Sheet, column: &Column, told: &mut Told) {
    for (row, datum) in &column.cells {
        let text = datum.text();
        let place = || places(sheet, *row, Some(&column.header));
        if text.is_empty() || text == WITHHELD {
            continue;
        }
        if looks_like_number(datum) {
            let (ja, en) = place();
            told.add(
                Code::O103,
                (&ja, &en),
                &format!("「{text}」は数値ではありません。半角の数字だけにしてください。"),
                &format!("{text:?} is no number; half-width digits alone are"),
                text,
            );
        } else {
            let (ja, en) = place();
            let is_sign = SIGNS.contains(&text.trim());
            let word = if is_sign { "記号" } else { "文字" };
            told.add(
                Code::O113,
                (&ja, &en),
                &format!("数値の列に{word}「{text}」があります。"),
                &format!("{text:?} in a column of numbers"),
                text,
            );
        }
    }
}

/// Empty cells whose reason nothing tells.
fn gaps(sheet: &Sheet, column: &Column, told: &mut Told) {
    let mut empty = column.cells.iter().filter(|it| it.1 == Datum::Empty);
    if let Some((row, _)) = empty.next() {
        let count = 1 + empty.count();
        let (ja, en) = places(sheet, *row, Some(&column.header));
        told.add(
            Code::O113,
            (&ja, &en),
            &format!("空のセルが{count}個あり、理由が分かりません。"),
            &format!("{count} empty cells, and nothing tells why"),
            "",
        );
    }
}

fn codes(sheet: &Sheet, column: &Column, told: &mut Told) {
    for (row, datum) in &column.cells {
        let text = datum.shown();
        let is_plain = text.trim() == text
            && !text.contains("  ")
            && text.chars().all(|it| it == ' ' || !it.is_whitespace());
        if !is_plain {
            let (ja, en) = places(sheet, *row, Some(&column.header));
            told.add(
                Code::O105,
                (&ja, &en),
                &format!("コード「{}」に空白や改行があります。", text.escape_debug()),
                &format!("spaces or line ends in the code {text:?}"),
                text,
            );
        }
    }
}

fn texts(sheet: &Sheet, column: &Column, told: &mut Told) {
    for (row, datum) in &column.cells {
        let text = datum.text();
        if is_laid_out(text) {
            let (ja, en) = places(sheet, *row, Some(&column.header));
            told.add(
                Code::O105,
                (&ja, &en),
                &format!("「{}」に体裁のための空白があります。", text.escape_debug()),
                &format!("spaces lay {text:?} out"),
                text,
            );
        }
        if holds_several(text) {
            let (ja, en) = places(sheet, *row, Some(&column.header));
            told.add(
                Code::O102,
                (&ja, &en),
                &format!("複数の値が1つのセルにあります（{}）。", excerpt(text)),
                &format!("several values within one cell ({})", excerpt(text)),
                text,
            );
        }
    }
}

/// Spaces at the ends, or between single letters: `氏　名`. Sentences may be indented:
/// that is how they are written.
pub(super) fn is_laid_out(text: &str) -> bool {
    if !text.contains('。') && text.trim_matches([' ', '\u{3000}', '\t']) != text {
        return true;
    }
    let words: Vec<&str> = text.split([' ', '\u{3000}']).filter(|it| !it.is_empty()).collect();
    let is_letter = |it: &&str| {
        let mut characters = it.chars();
        characters.next().is_some_and(|it| !it.is_ascii()) && characters.next().is_none()
    };
    words.len() > 1 && words.iter().all(is_letter)
}

/// Two numbers or more and nothing else but what parts them, or items by circled numbers
/// each of which is a number.
fn holds_several(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['\n', '、', '；', ';']).map(str::trim).collect();
    let without_item =
        |it: &str| it.trim_start_matches(|it: char| ('①'..='⑳').contains(&it)).to_owned();
    parts.len() > 1 && parts.iter().all(|it| looks_like_number(&Datum::Text(without_item(it))))
}

fn excerpt(text: &str) -> String {
    let shown: String = text.chars().take(30).collect();
    shown.replace('\n', "⏎")
}
