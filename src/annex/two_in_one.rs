//! Columns of two values each: 上段：目標値 over 下段：実績値, 目標／実績, 実績値［目標値］,
//! 現状値→目標値. Where the cells hold both, each value gets a column of its own.

use crate::layout::{self, Fit};
use crate::table::{Column, Entry, Row, Table};

/// How the two stand in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One above the other.
    Lines,
    /// Before and behind a stroke, or one above the other.
    Stroke,
    /// Before brackets and within them.
    Brackets,
    /// From one to the other.
    Arrow,
}

/// Parts such columns of a table.
pub(super) fn part(table: &mut Table) {
    for col in (0..table.columns.len()).rev() {
        // 実績値（目標値） may stand over the years of several columns.
        let Some(path) = table.columns.get(col).map(|it| it.path.iter().enumerate()) else {
            continue;
        };
        let mut found = path.rev().filter_map(|(level, it)| Some((level, of_header(it)?)));
        let Some((level, (way, names))) = found.next() else { continue };
        let own = |row: &'_ Row| -> Option<bool> {
            let entry = row.cell(col).filter(|it| it.colspan == 1 && !it.text.is_empty())?;
            Some(halves(&entry.text, way).is_some())
        };
        let said: Vec<bool> = table.rows.iter().filter_map(own).collect();
        // A few may be words for both: 集計中.
        if 2 * said.iter().filter(|it| **it).count() > said.len() {
            split(table, (col, level), way, names);
        }
    }
}

/// What a header says of two values, each named by nothing else.
fn of_header(header: &str) -> Option<(Way, [String; 2])> {
    let text: String = crate::text::normalize(header).split_whitespace().collect();
    let stacked = || {
        let (_, rest) = text.split_once("上段")?;
        Some((Way::Lines, rest.split_once("下段")?))
    };
    let stroke = || Some((Way::Stroke, text.split_once('/')?));
    let bracketed = || {
        let inner = text.strip_suffix([']', ')', '】'])?;
        Some((Way::Brackets, inner.split_once(['[', '(', '【'])?))
    };
    let arrow = || Some((Way::Arrow, text.split_once(ARROWS)?));
    let bare = |it: &str| it.trim_matches([':', '(', ')', '/', '・', '、', '…']).to_owned();
    let found = stacked().or_else(stroke).or_else(bracketed).or_else(arrow);
    let (way, (first, second)) = found?;
    let names = [bare(first), bare(second)];
    let role = |it: &String| layout::header(it, None).role.filter(|it| it.1 == Fit::Whole);
    let are_values = names.iter().all(|it| role(it).is_some_and(|it| it.0.is_value()));
    are_values.then_some((way, names))
}

/// Signs between a value and what becomes of it.
const ARROWS: [char; 3] = ['→', '⇒', '➡'];

/// The two values of a cell.
fn halves(text: &str, way: Way) -> Option<(&str, &str)> {
    let stroke = || text.split_once(['/', '／']);
    let (first, second) = match way {
        Way::Lines => text.split_once('\n')?,
        Way::Stroke => text.split_once('\n').or_else(stroke)?,
        Way::Arrow => text.split_once(ARROWS)?,
        Way::Brackets => {
            let inner = text.trim_end().strip_suffix([']', '］', ')', '）', '】'])?;
            inner.split_once(['[', '［', '(', '（', '【'])?
        }
    };
    // 20／回 is one value.
    let is_two = [first, second].iter().all(|it| says_value(it));
    is_two.then(|| (first.trim(), second.trim_matches(['/', '／', ' ', '\u{3000}'])))
}

/// Whether a half says something that a value may be: a number, or a dash for none.
fn says_value(text: &str) -> bool {
    let text = text.trim();
    text.contains(char::is_numeric) || matches!(text, "-" | "－" | "―" | "‐" | "—")
}

/// Puts a column behind another one, and the second value of each cell into it; at a level
/// of their headers stands which is which.
fn split(table: &mut Table, (col, level): (usize, usize), way: Way, names: [String; 2]) {
    let Some(mut path) = table.columns.get(col).map(|it| it.path.clone()) else { return };
    let [first, second] = names;
    if let Some(own) = table.columns.get_mut(col).and_then(|it| it.path.get_mut(level)) {
        *own = first;
    }
    if let Some(own) = path.get_mut(level) {
        *own = second;
    }
    table.columns.insert(col + 1, Column { path });
    for row in &mut table.rows {
        let mut behind: Option<(usize, Entry)> = None;
        for (at, entry) in row.cells.iter_mut().enumerate() {
            if entry.col > col {
                entry.col += 1;
            } else if entry.col + entry.colspan > col + 1 {
                entry.colspan += 1;
            } else if entry.col == col
                && let Some((one, other)) = halves(&entry.text, way)
            {
                let (one, other) = (one.to_owned(), other.to_owned());
                behind = Some((at + 1, Entry { col: col + 1, text: other, ..entry.clone() }));
                entry.text = one;
            }
        }
        if let Some((at, entry)) = behind {
            row.cells.insert(at, entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::table::samples;

    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: &[&str]) {
        let rows: Vec<String> = rows.iter().map(|it| it.replace('⏎', "\n")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mut table = samples::table(headers, &rows);
        part(&mut table);
        let columns = table.columns.iter().map(|it| it.path.join("/"));
        let mut found = vec![columns.collect::<Vec<_>>().join("|")];
        for row in &table.rows {
            let cell = |entry: &crate::table::Entry| format!("{}:{}", entry.col, entry.text);
            found.push(row.filled().map(cell).collect::<Vec<_>>().join(" "));
        }
        assert_eq!(found, expected, "{headers:?}");
    }

    #[test]
    fn target_and_actual_in_one_cell() {
        check(
            &["指標", "上段：目標値\n下段：実績値", "評価"],
            &["港|5隻⏎6隻|◎", "道|集計中|○", "森|7本⏎―|△"],
            &[
                "指標|目標値|実績値|評価",
                "0:港 1:5隻 2:6隻 3:◎",
                "0:道 1:集計中 3:○",
                "0:森 1:7本 2:― 3:△",
            ],
        );
        check(&["指標", "実績／目標"], &["港|6隻／5隻"], &["指標|実績|目標", "0:港 1:6隻 2:5隻"]);
        check(
            &["R6/実績値［目標値］", "指標"],
            &["6隻［5隻］|港"],
            &["R6/実績値|R6/目標値|指標", "0:6隻 1:5隻 2:港"],
        );
        check(
            &["指標", "実績値（目標値）/R5", "実績値（目標値）/R6"],
            &["港|6隻⏎（5隻）|7隻⏎（8隻）"],
            &["指標|実績値/R5|目標値/R5|実績値/R6|目標値/R6", "0:港 1:6隻 2:5隻 3:7隻 4:8隻"],
        );
        check(
            &["指標", "現状値→目標値"],
            &["港|45%（R2）→100%（R7）"],
            &["指標|現状値|目標値", "0:港 1:45%（R2） 2:100%（R7）"],
        );
    }

    /// One value a cell, and other words in brackets.
    #[test]
    fn columns_of_one_value() {
        let check = |header: &str, cell: &str| {
            let row = format!("港|{cell}");
            check(
                &["指標", header],
                &[&row],
                &[&format!("指標|{header}"), &format!("0:港 1:{cell}")],
            );
        };
        check("実績/目標", "80%");
        check("目標値（期限）", "5隻（R7）");
        check("実績値（令和６年度）", "5隻（6隻）");
    }
}
