//! Forms: labels beside their values, a box for each record, instead of a header above
//! rows. Each record becomes one row below the labels.
//!
//! ```text
//! 基本目標 | しごとをつくる                      KPI | 目標値  | 目標値  | 実績値
//! KPI      | 創業の件数         →                   | H27     | H28     | H27
//!          | H27 | H28                     創業の件数 | 35      | 40      | 38
//! 目標値   | 35  | 40
//! 実績値   | 38  |
//! ```
//!
//! A form may hold a small table: indicators below 指標名 | 目標 | 実績. Each of its rows is
//! a row of the record, with all that the labels around it say.
//!
//! Where no label names the record, the line right above its box does: 婚姻率 above
//! `実績 | 5.3‰` and `進捗 | A`.

mod inner;
mod over_pages;

use super::{Column, Entry, Paragraph, Row, Table};
use crate::grid::{Cell, Grid};
use crate::layout::{self, Labels, Role};
use crate::place::Place;
use inner::{below_columns, is_header, within_tables};
pub(super) use over_pages::Pages;
use std::collections::{BTreeMap, HashSet};

/// The largest grid that is looked at, in rows: forms for a hundred records.
const ROWS_MAX: usize = 2_000;

/// How many labels of different roles stand at the left of a form.
const LABELS_MIN: usize = 3;

/// The same where a heading names each record and its labels stand two to a row.
const LABELS_BELOW_HEADING_MIN: usize = 2;

/// A cell, and what it labels if it is one of the words of headers and nothing else.
#[derive(Clone, Copy)]
struct Item<'g> {
    cell: &'g Cell,
    label: Option<Role>,
}

/// One value with the labels that say what it is, outermost first.
#[derive(Clone)]
struct Pair<'g> {
    path: Vec<String>,
    /// What the innermost label that has a role says.
    role: Option<Role>,
    value: &'g Cell,
}

/// What stands in one box.
#[derive(Default)]
struct Record<'g> {
    /// The lines right above it.
    headings: Vec<&'g Cell>,
    pairs: Vec<Pair<'g>>,
}

/// The records of a grid that is made of forms, as tables with a row for each; `None`
/// for any other grid.
pub(super) fn read(
    grid: &Grid,
    labels: &Labels,
    captions: &mut Vec<Paragraph>,
) -> Option<Vec<Table>> {
    if grid.rows > ROWS_MAX {
        return None;
    }
    let rows = items(grid, labels);
    let within = within_tables(&rows);
    if !is_form(&rows, &within) {
        return None;
    }
    let records = records(&rows, &within);
    // Labels beside words alone explain the columns of another table.
    let counts = |pair: &Pair<'_>| {
        pair.role.is_some_and(Role::is_value) && pair.value.text.contains(char::is_numeric)
    };
    if !records.iter().flat_map(|record| &record.pairs).any(counts) {
        return None;
    }
    let mut captions: Vec<Paragraph> = std::mem::take(captions);
    let mut tables: Vec<Table> = Vec::new();
    for record in &records {
        let Some(row) = row(&record.pairs) else { continue };
        captions.extend(record.headings.iter().map(|cell| super::written(cell)));
        let columns: Vec<Column> =
            record.pairs.iter().map(|it| Column { path: it.path.clone() }).collect();
        match tables.last_mut().filter(|open| open.columns == columns && captions.is_empty()) {
            Some(open) => open.rows.push(row),
            None => tables.push(Table {
                captions: std::mem::take(&mut captions),
                notes: Vec::new(),
                columns,
                rows: vec![row],
                page_starts: Vec::new(),
            }),
        }
    }
    Some(tables)
}

/// The cells of a grid that say something, row by row.
fn items<'g>(grid: &'g Grid, labels: &Labels) -> Vec<Vec<Item<'g>>> {
    let mut rows: BTreeMap<usize, Vec<Item<'_>>> = BTreeMap::new();
    for cell in grid.cells.iter().filter(|it| !it.text.trim().is_empty()) {
        let label = label(cell, labels);
        rows.entry(cell.row).or_default().push(Item { cell, label });
    }
    let mut rows: Vec<Vec<Item<'_>>> = rows.into_values().collect();
    rows.iter_mut().for_each(|row| row.sort_by_key(|it| it.cell.col));
    rows
}

/// What a cell labels by the built-in words or those of a layout.
fn label(cell: &Cell, labels: &Labels) -> Option<Role> {
    layout::label(&cell.text).or_else(|| labels.role(&cell.text))
}

/// Whether a row is a line alone, above or between the boxes.
fn is_heading(row: &[Item<'_>]) -> bool {
    matches!(row, [only] if only.label.is_none())
}

/// Whether labels stand at the left of most rows, one of them a name or an indicator or
/// a heading in their place, and no row is a header: labels and nothing beside them.
fn is_form(rows: &[Vec<Item<'_>>], within: &[bool]) -> bool {
    let boxed = rows.iter().zip(within).filter(|(row, within)| !is_heading(row) && !**within);
    let boxed: Vec<&Vec<Item<'_>>> = boxed.map(|it| it.0).collect();
    // Right of a cell that is merged over the rows, words say what each row holds.
    let left = boxed.iter().filter_map(|row| row.first()).map(|it| it.cell.col).min();
    let first = |row: &&Vec<Item<'_>>| {
        row.first().filter(|it| Some(it.cell.col) == left).and_then(|it| it.label)
    };
    let roles: Vec<Role> = boxed.iter().filter_map(first).collect();
    let distinct: HashSet<Role> = roles.iter().copied().collect();
    // Its number may stand before the name: 施策番号 | 1-1 | 施策名 | 港.
    let names = |it: &Item<'_>| matches!(it.label, Some(Role::Name | Role::Indicator));
    let is_named = boxed.iter().any(|row| row.iter().any(names));
    // Below headings, a label and its value are all of each row.
    let are_pairs = || {
        let is_pair = |row: &&Vec<Item<'_>>| matches!(&***row, [_, value] if value.label.is_none());
        boxed.iter().all(is_pair) && distinct.len() >= LABELS_BELOW_HEADING_MIN
    };
    2 * roles.len() >= boxed.len()
        && !boxed.iter().any(|row| is_header(row))
        && ((is_named && distinct.len() >= LABELS_MIN) || (!is_named && are_pairs()))
}

/// The pairs of each record. A record begins behind a heading, and where its first label
/// stands again; one with a further indicator keeps what stands above the first.
fn records<'g>(rows: &[Vec<Item<'g>>], within: &[bool]) -> Vec<Record<'g>> {
    let mut records: Vec<Record<'g>> = Vec::new();
    let mut headings: Vec<&'g Cell> = Vec::new();
    let mut begin: Option<String> = None;
    let mut heads: Vec<Item<'g>> = Vec::new();
    let mut columns: Vec<Item<'g>> = Vec::new();
    // The first record of the box at hand, and whether it holds a table.
    let (mut of_box, mut has_table) = (0, false);
    for (at, row) in rows.iter().enumerate() {
        let Some(first) = row.first() else { continue };
        if is_heading(row) {
            headings.extend(row.iter().map(|it| it.cell));
            continue;
        }
        let own = layout::fold(&first.cell.text);
        if records.is_empty() || !headings.is_empty() || begin.as_ref() == Some(&own) {
            begin = Some(own);
            heads.clear();
            let headings = std::mem::take(&mut headings);
            (of_box, has_table) = (records.len(), false);
            records.push(Record { headings, pairs: Vec::new() });
        }
        if within.get(at) == Some(&true) {
            has_table = true;
            if is_header(row) {
                columns.clone_from(row);
            } else {
                below_columns(row, &columns).into_iter().for_each(|pair| put(&mut records, pair));
            }
            continue;
        }
        if is_years(row) {
            heads.clone_from(row);
            continue;
        }
        if is_below_marks(row, at.checked_sub(1).and_then(|above| rows.get(above))) {
            continue;
        }
        let mut pairs = below_heads(row, &heads);
        if pairs.is_empty() {
            heads.clear();
            pairs = over_marks(row, rows.get(at + 1));
        }
        if pairs.is_empty() {
            pairs = side_by_side(row, rows.get(at + 1));
        }
        // What stands below a table is said of each of its rows.
        if let Some((_, others)) = records.get_mut(of_box..).and_then(<[_]>::split_last_mut)
            && has_table
        {
            others.iter_mut().for_each(|it| it.pairs.extend(pairs.iter().cloned()));
        }
        pairs.into_iter().for_each(|pair| put(&mut records, pair));
    }
    records
}

/// Puts a pair into the open record, or into one of its own where it is a further
/// indicator.
fn put<'g>(records: &mut Vec<Record<'g>>, pair: Pair<'g>) {
    // A name and its indicator are two roles of one record.
    let names = |it: &Pair<'_>| {
        it.role == pair.role && matches!(it.role, Some(Role::Indicator | Role::Name))
    };
    let open = records.last().map(|it| it.pairs.as_slice()).unwrap_or_default();
    if let Some(end) = open.iter().position(names) {
        let kept = open.get(..end).unwrap_or_default().to_vec();
        records.push(Record { headings: Vec::new(), pairs: kept });
    }
    if let Some(open) = records.last_mut() {
        open.pairs.push(pair);
    }
}

/// Whether a row heads columns of years.
fn is_years(row: &[Item<'_>]) -> bool {
    let is_year = |it: &Item<'_>| layout::is_year(&it.cell.text);
    let years = row.iter().filter(|it| is_year(it)).count();
    let others = row.iter().skip(1).filter(|it| !is_year(it) && it.label.is_none());
    years >= 2 && others.count() == 0
}

/// The values of a row below years: 目標値, and one for each of them.
fn below_heads<'g>(row: &[Item<'g>], heads: &[Item<'g>]) -> Vec<Pair<'g>> {
    let Some((first, values)) = row.split_first() else { return Vec::new() };
    let is_value = first.label.is_some_and(|it| it.is_value() || it == Role::Rating);
    let head = |cell: &Cell| {
        let is_over = |head: &Cell| (head.col..head.col + head.colspan).contains(&cell.col);
        heads.iter().find(|head| is_over(head.cell))
    };
    // 進捗状況 | 順調 | 総合評価 | B goes on below the years, and is none of theirs.
    let is_row = is_value
        && values.iter().all(|it| {
            let is_narrow = |head: &Item<'_>| head.cell.colspan >= it.cell.colspan;
            it.label.is_none() && head(it.cell).is_some_and(is_narrow)
        });
    let pairs = values.iter().filter(|_| is_row).filter_map(|value| {
        let head = head(value.cell)?;
        let path = vec![first.cell.text.clone(), head.cell.text.clone()];
        Some(Pair { path, role: head.label.or(first.label), value: value.cell })
    });
    pairs.collect()
}

/// Whether a row holds a mark below each word of the row above, at the right of a label
/// over both: 評価 | 必要性 | 効率性 above A | B.
fn is_below_marks(row: &[Item<'_>], above: Option<&Vec<Item<'_>>>) -> bool {
    above.is_some_and(|above| !over_marks(above, Some(&row.to_vec())).is_empty())
}

/// The marks below the words at the right of a label that reaches over both rows.
fn over_marks<'g>(row: &[Item<'g>], below: Option<&Vec<Item<'g>>>) -> Vec<Pair<'g>> {
    let (Some((first, words)), Some(below)) = (row.split_first(), below) else {
        return Vec::new();
    };
    let is_over = first.label.is_some() && first.cell.rowspan > 1 && !words.is_empty();
    let is_pair = |(word, own): (&Item<'_>, &Item<'_>)| {
        own.label.is_none() && own.cell.col == word.cell.col && own.cell.row > word.cell.row
    };
    let are_below = is_over && words.len() == below.len() && words.iter().zip(below).all(is_pair);
    let pairs = words.iter().zip(below).filter(|_| are_below).map(|(word, own)| {
        let path = vec![first.cell.text.replace('\n', ""), word.cell.text.replace('\n', "")];
        Pair { path, role: word.label.or(first.label), value: own.cell }
    });
    pairs.collect()
}

/// Labels each with the value at their right, or with the one below where another label
/// stands there. Words that nobody knows label what stands behind them likewise, and what
/// has no label at all is kept without one.
fn side_by_side<'g>(row: &[Item<'g>], below: Option<&Vec<Item<'g>>>) -> Vec<Pair<'g>> {
    let mut pairs = Vec::new();
    let mut rest = row.iter().copied().peekable();
    while let Some(Item { cell, label }) = rest.next() {
        let path = vec![cell.text.replace('\n', "")];
        if let Some(value) = rest.next_if(|next| next.label.is_none()) {
            pairs.push(Pair { path, role: label, value: value.cell });
            continue;
        }
        if label.is_none() {
            pairs.push(Pair { path: vec![String::new()], role: None, value: cell });
            continue;
        }
        let is_under = |it: &&Item<'g>| it.cell.col == cell.col && it.label.is_none();
        if let Some(under) = below.and_then(|below| below.iter().find(is_under)) {
            pairs.push(Pair { path, role: label, value: under.cell });
        }
    }
    pairs
}

fn row(record: &[Pair<'_>]) -> Option<Row> {
    let place = Place::around(record.iter().map(|pair| &pair.value.place))?;
    let entry = |(col, pair): (usize, &Pair<'_>)| Entry {
        col,
        colspan: 1,
        text: pair.value.text.clone(),
        place: pair.value.place.clone(),
        ends: None,
        number: pair.value.number,
    };
    Some(Row { cells: record.iter().enumerate().map(entry).collect(), ..Row::at(place) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    /// Rows of a form, cells parted by `|`; the records as `label=value`.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let tables =
            read(&samples::grid(rows), &Labels::default(), &mut Vec::new()).unwrap_or_default();
        let shown = tables.iter().flat_map(|table| {
            table.rows.iter().map(|row| {
                let headings = table.captions.iter().map(|it| it.text.clone());
                let pairs = table.columns.iter().zip(&row.cells);
                let pairs = pairs.map(|(it, own)| format!("{}={}", it.path.join("/"), own.text));
                headings.chain(pairs).collect::<Vec<_>>().join(" ")
            })
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn labels_beside_values_and_rows_below_years() {
        let rows = [
            "KPI その１|創業の件数|単位|件",
            "担当課|産業課||",
            "|H27|H28|",
            "目標値|35|40|",
            "実績値|38||",
            "進捗状況|順調|総合評価|B",
        ];
        let expected = "KPI その１=創業の件数 単位=件 担当課=産業課 目標値/H27=35 目標値/H28=40 \
                        実績値/H27=38 進捗状況=順調 総合評価=B";
        check(&rows, &[expected]);
    }

    #[test]
    fn a_heading_in_place_of_a_name() {
        let rows =
            ["待ち時間：10分|", "実績|14分", "進捗|C", "申請：千件|", "実績|千2件", "進捗|A"];
        check(&rows, &["待ち時間：10分 実績=14分 進捗=C", "申請：千件 実績=千2件 進捗=A"]);
    }

    /// A name and two more labels make a form; one more does not, and below a heading one
    /// label alone does not.
    #[test]
    fn how_many_labels_make_a_form() {
        check(&["成果指標|棟数", "目標|5件", "実績|6件"], &["成果指標=棟数 目標=5件 実績=6件"]);
        check(&["成果指標|棟数", "実績|6件"], &[]);
        check(&["待ち時間|", "実績|14分"], &[]);
    }

    /// Indicators in a table of their own, with the measure above and its rating below.
    #[test]
    fn a_table_within_a_form() {
        let rows = [
            "施策名|地産地消||",
            "担当課|農政課||",
            "指標名|単位|目標|実績",
            "直売所の数|か所|6|5",
            "地場産率|％|40|42",
            "評価|Ｂ||",
        ];
        let of = |indicator: &str| format!("施策名=地産地消 担当課=農政課 {indicator} 評価=Ｂ");
        let first = of("指標名=直売所の数 単位=か所 目標=6 実績=5");
        let second = of("指標名=地場産率 単位=％ 目標=40 実績=42");
        check(&rows, &[&first, &second]);
    }

    /// The number may stand before the name, and a row of indicators hold 目標, the next 実績.
    #[test]
    fn a_number_first_and_rows_of_values() {
        let rows = [
            "施策番号|1-1|施策名|港|",
            "主管課|港湾課|関係機関|県|",
            "指標名|単位|区分|R3|R4",
            "岸壁の数|か所|目標|6|7",
            "||実績|5|7",
            "評価|Ｂ|評価の理由|遅れた|",
        ];
        let expected = "施策番号=1-1 施策名=港 主管課=港湾課 関係機関=県 指標名=岸壁の数 単位=か所 \
                        目標/R3=6 目標/R4=7 実績/R3=5 実績/R4=7 評価=Ｂ 評価の理由=遅れた";
        check(&rows, &[expected]);
    }

    /// Words that nobody knows label what stands behind them, and nothing is left out.
    #[test]
    fn labels_that_nobody_knows() {
        let rows = ["事業名|港|", "担当課|港湾課|", "目標値|14|隻", "必要性|A|有効性|B"];
        check(&rows, &["事業名=港 担当課=港湾課 目標値=14 =隻 必要性=A 有効性=B"]);
    }

    /// Words that explain columns, a header above rows, and labels with nothing that
    /// counts.
    #[test]
    fn what_is_no_form() {
        check(&["施策名|名前を書く", "成果指標|指標を書く", "目標|目標を書く", "評価|記号"], &[]);
        check(&["施策名|成果指標|目標|評価", "港|棟数|5|◎"], &[]);
        check(&["成果指標|棟数", "担当課|港湾課", "作成日|5月1日"], &[]);
    }
}
