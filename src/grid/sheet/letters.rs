//! 方眼紙: a sheet of narrow columns with one letter in each and boxes drawn
//! around the words. The letters of a box are one text, and the box is one cell.
//!
//! A sheet is taken for one only where many of its cells are such letters: in
//! any other, letters beside each other are marks in columns of their own.

use crate::finding::{Code, Finding, Message};
use crate::place::{Place, Range};
use crate::source::excel::{Cell, Sheet};
use std::collections::HashSet;
use std::sync::Arc;

/// One in so many cells must be a kana or kanji behind another character: the
/// others are digits, and what begins a word.
const SHARE: usize = 3;

/// Letters below which a sheet can't be told to be one of letters.
const LETTERS_MIN: usize = 12;

/// Puts the letters of a sheet together, if it is one of letters.
pub(super) fn join(sheet: &mut Sheet, findings: &mut Vec<Finding>) {
    let count = letters(sheet);
    if count < LETTERS_MIN || count.saturating_mul(SHARE) < sheet.cells.len() {
        return;
    }
    let merged: HashSet<(u32, u32)> =
        sheet.merges.iter().map(|merge| (merge.row, merge.col)).collect();
    let cells = std::mem::take(&mut sheet.cells);
    let before = cells.len();
    let mut open: Option<Word> = None;
    for cell in cells {
        if merged.contains(&(cell.row, cell.col)) {
            end(sheet, open.take());
            sheet.cells.push(cell);
            continue;
        }
        let bounds = bounds(sheet, &cell);
        match &mut open {
            Some(word) if goes_on(sheet, word, &cell, bounds) => {
                word.rest.push_str(&cell.text);
                word.columns.1 = word.columns.1.max(cell.col);
            }
            _ => {
                end(sheet, open.take());
                let columns = bounds.unwrap_or((cell.col, cell.col));
                open = Some(Word { first: cell, rest: String::new(), columns });
            }
        }
    }
    end(sheet, open.take());
    sheet.merges.sort_by_key(|merge| (merge.row, merge.col));
    findings.push(rebuilt(sheet, before));
}

/// A word that may still go on.
struct Word {
    first: Cell,
    /// Of its text.
    rest: String,
    /// The first and the last that it reaches over.
    columns: (u32, u32),
}

/// Writes a word into its box.
fn end(sheet: &mut Sheet, word: Option<Word>) {
    let Some(Word { first, rest, columns: (col, last_col) }) = word else { return };
    if last_col > col {
        let row = first.row;
        sheet.merges.push(Range { row, col, last_row: row, last_col });
    }
    sheet.cells.push(match rest.is_empty() {
        true => Cell { col, ..first },
        false => Cell { col, text: format!("{}{rest}", first.text).into(), number: None, ..first },
    });
}

/// Whether a cell belongs to the word before it: in the same box, or right
/// beside it where no box is drawn.
fn goes_on(sheet: &Sheet, word: &Word, cell: &Cell, bounds: Option<(u32, u32)>) -> bool {
    word.first.row == cell.row
        && match bounds {
            Some(bounds) => bounds == word.columns,
            None => word.columns.1 + 1 == cell.col && !is_wall(sheet, cell) && is_letter(cell),
        }
}

/// How many cells are a kana or kanji right behind a cell of one character,
/// without a wall between them. Marks (○), grades (A) and digits are beside
/// each other in tables too.
fn letters(sheet: &Sheet) -> usize {
    let is_beside = |left: &Cell, right: &Cell| {
        left.row == right.row
            && left.col + 1 == right.col
            && is_letter(left)
            && is_letter(right)
            && !is_wall(sheet, right)
    };
    let is_word = |cell: &Cell| cell.text.chars().all(|c| ('ぁ'..='\u{9FFF}').contains(&c));
    let pairs = sheet.cells.windows(2).filter_map(|pair| <&[Cell; 2]>::try_from(pair).ok());
    pairs.filter(|[left, right]| is_beside(left, right) && is_word(right)).count()
}

fn is_letter(cell: &Cell) -> bool {
    let mut characters = cell.text.chars();
    characters.next().is_some() && characters.next().is_none()
}

/// Whether a wall stands at the left of a cell.
fn is_wall(sheet: &Sheet, cell: &Cell) -> bool {
    sheet.walls.binary_search(&(cell.row, cell.col)).is_ok()
}

/// The first and last column between the walls around a cell.
fn bounds(sheet: &Sheet, cell: &Cell) -> Option<(u32, u32)> {
    let next = sheet.walls.partition_point(|wall| *wall <= (cell.row, cell.col));
    let right = sheet.walls.get(next).filter(|wall| wall.0 == cell.row)?;
    let left = sheet.walls.get(next.checked_sub(1)?).filter(|wall| wall.0 == cell.row)?;
    Some((left.1, right.1 - 1))
}

fn rebuilt(sheet: &Sheet, before: usize) -> Finding {
    let after = sheet.cells.len();
    let message = Message::new(
        format!("1文字ずつ入力された{before}セルを、枠ごとに{after}セルにまとめました。"),
        format!("{before} cells of one letter each were put together into {after}"),
    );
    let at = |cell: &Cell| Range {
        row: cell.row,
        col: cell.col,
        last_row: cell.row,
        last_col: cell.col,
    };
    let range = sheet.cells.iter().map(at).reduce(|all, next| all.union(&next));
    let place = range.map(|range| Place::Sheet { sheet: Arc::clone(&sheet.name), range });
    Finding::new(Code::P907, message).at(place)
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::source::excel::{Cell, Sheet};

    /// Rows of one character a column, `|` a wall before the next one; the
    /// words that come back with the columns that they reach over.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let mut sheet = Sheet::default();
        for (row, line) in (0..).zip(rows) {
            let mut col = 0;
            for c in line.chars() {
                match c {
                    '|' => sheet.walls.push((row, col)),
                    ' ' => col += 1,
                    c => {
                        let text = c.to_string().into();
                        sheet.cells.push(Cell { row, col, text, number: None });
                        col += 1;
                    }
                }
            }
        }
        join(&mut sheet, &mut Vec::new());
        let shown = sheet.cells.iter().map(|cell| {
            let merge = sheet.merges.iter().find(|it| (it.row, it.col) == (cell.row, cell.col));
            let last_col = merge.map_or(cell.col, |merge| merge.last_col);
            format!("{}-{} {}", cell.col, last_col, cell.text)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_box_is_a_cell() {
        check(
            &["点検報告書 別紙", "|番号 |施 策 名  |評価|", "|1-1|子育て相談窓口|◎ |"],
            &[
                "0-4 点検報告書",
                "6-7 別紙",
                "0-2 番号",
                "3-9 施策名",
                "10-11 評価",
                "0-2 1-1",
                "3-9 子育て相談窓口",
                "10-11 ◎",
            ],
        );
    }

    #[test]
    fn marks_are_no_letters() {
        check(
            &["番号名", "○○○○○○○○○○○○○○○○○○○○"],
            &[
                "0-0 番",
                "1-1 号",
                "2-2 名",
                "0-0 ○",
                "1-1 ○",
                "2-2 ○",
                "3-3 ○",
                "4-4 ○",
                "5-5 ○",
                "6-6 ○",
                "7-7 ○",
                "8-8 ○",
                "9-9 ○",
                "10-10 ○",
                "11-11 ○",
                "12-12 ○",
                "13-13 ○",
                "14-14 ○",
                "15-15 ○",
                "16-16 ○",
                "17-17 ○",
                "18-18 ○",
                "19-19 ○",
            ],
        );
    }
}
