//! The forms that tables of totals have.
//!
//! Symbols or words are columns, or rows, or stand before their counts; groups and years
//! are the other side, on a level of a header, or a column at the left. A count and its
//! share stand in one cell, in two columns, or on two lines.

use super::cell::{Figure, figure};
use super::labels::{counted, is_share, is_title_only, is_total, is_whole, year_of_caption};
use super::{Together, TotalsRow, WHOLE, Words, row};
use crate::layout;
use crate::place::Place;
use crate::table::{Row, Table};
use crate::value::era::header;
use std::collections::HashMap;

/// A table of totals has at least so many ratings.
const RATINGS_MIN: usize = 2;

/// How many rows may stand above the row that names the ratings.
const ROWS_ABOVE_MAX: usize = 4;

/// The rows of totals that a table declares; none where it is no such table.
pub(super) fn rows(table: &Table, is_annex: bool, words: Words<'_>) -> Vec<TotalsRow> {
    let headers: Vec<Vec<String>> =
        table.columns.iter().map(|column| column.path.clone()).collect();
    if is_annex {
        // What stands below the measures: rows of nothing but ratings and numbers.
        let last = |row: &&Row| is_wordless(row, words);
        let below = table.rows.iter().rev().take_while(last).count();
        let rows = table.rows.get(table.rows.len() - below..).unwrap_or_default();
        return in_rows(&years_of(&headers, words), rows, words);
    }
    let year =
        table.captions.iter().filter_map(|caption| year_of_caption(&caption.text, words)).next();
    let mut found = by_columns(&headers, &table.rows, words);
    if found.is_empty() {
        found = by_rows(&headers, &table.rows, words);
    }
    if found.is_empty() {
        found = in_rows(&[], &table.rows, words);
    }
    for row in found.iter_mut().filter(|row| row.year.is_none()) {
        row.year = year;
    }
    found
}

/// The headers of measures that date counts below them: 評価 over 令和６年度.
fn years_of(headers: &[Vec<String>], words: Words<'_>) -> Vec<Vec<String>> {
    let dates = |path: &Vec<String>| {
        let levels = path.iter().filter(|level| !is_title_only(level));
        let about = about(levels.map(String::as_str), words);
        about.year.is_some() && about.path.is_empty()
    };
    headers.iter().map(|path| if dates(path) { path.clone() } else { Vec::new() }).collect()
}

/// Rows without a header of their own, but for years: one of them names the ratings, or
/// each row says what it counts.
fn in_rows(headers: &[Vec<String>], rows: &[Row], words: Words<'_>) -> Vec<TotalsRow> {
    let names = |row: &Row| row.filled().filter(|it| words.symbol(&it.text).is_some()).count();
    let counts = |row: &Row| row.filled().any(|it| figure(&it.text, false).is_some());
    let mut candidates = rows.iter().enumerate().take(ROWS_ABOVE_MAX);
    let at = candidates.find(|(_, row)| names(row) >= RATINGS_MIN && !counts(row)).map(|it| it.0);
    if let Some(at) = at {
        let header = rows.get(at).map(header_of).unwrap_or_default();
        let found = by_columns(&header, rows.get(at + 1..).unwrap_or_default(), words);
        if !found.is_empty() {
            return found;
        }
    }
    let found = by_rows(headers, rows, words);
    if found.is_empty() { rows.iter().filter_map(|row| pairs(row, words)).collect() } else { found }
}

/// The header that a row is for the rows below it.
fn header_of(row: &Row) -> Vec<Vec<String>> {
    let cols = row.cells.last().map_or(0, |entry| entry.col + entry.colspan);
    let text = |col: usize| row.cell(col).map(|entry| entry.text.clone()).unwrap_or_default();
    (0..cols).map(|col| vec![text(col)]).collect()
}

/// Whether a row has ratings, numbers and words for sums, and nothing else.
fn is_wordless(row: &Row, words: Words<'_>) -> bool {
    let is_plain = |text: &str| {
        counted(text, words).is_some()
            || figure(text, false).is_some()
            || is_whole(text)
            || is_share(text)
    };
    row.filled().count() >= 2 && row.filled().all(|entry| is_plain(&entry.text))
}

/// What a header path or a label says beside the rating.
#[derive(Debug, Clone, Default, PartialEq)]
struct About {
    /// Groups, outermost first.
    path: Vec<String>,
    year: Option<i32>,
    /// It is about shares.
    is_share: bool,
    /// The words of the label, joined.
    label: String,
}

impl About {
    /// The words of a header that tells its column from others.
    fn named(&self) -> &str {
        if self.path.is_empty() && self.year.is_none() { "" } else { &self.label }
    }
}

/// Takes the texts of a path or of label cells apart, those of the rating left out.
fn about<'t>(texts: impl Iterator<Item = &'t str>, words: Words<'_>) -> About {
    let mut about = About::default();
    let mut labels: Vec<String> = Vec::new();
    let mut is_part = false;
    for text in texts {
        let text: String = text.split_whitespace().collect();
        if text.is_empty() || labels.last() == Some(&text) {
            continue;
        }
        labels.push(text.clone());
        let read = header::read(&text, header::Context { plan: None, report: words.year });
        let one = read.years.filter(|years| years.first == years.last && read.others.is_empty());
        if let Some(years) = one.filter(|_| read.words.is_empty() || is_whole(&read.words)) {
            about.year = Some(years.last);
        } else if is_whole(&text) {
            is_part = false;
        } else if layout::is_sum(&text) {
            // 小計 of what is not said.
            is_part = true;
        } else if is_share(&text) {
            about.is_share = true;
        } else {
            about.path.push(text);
        }
    }
    if is_part && about.path.is_empty() {
        about.path.push("小計".to_owned());
    }
    about.label = labels.join("　");
    about
}

/// What a column counts.
enum Kind {
    Of(String),
    /// Of several together.
    Together(Vec<String>),
    Total(String),
    /// How many there are of what is rated, which may be more than the sum: 施策数.
    Number,
    /// Something that is no rating: 評価なし.
    Other,
}

struct Column {
    kind: Kind,
    about: About,
}

fn column(path: &[String], shared: &[&String], words: Words<'_>) -> Option<Column> {
    let rating = path.iter().rev().find_map(|level| Some((level, words.symbol(level)?)));
    let (level, kind) = match rating {
        Some((level, symbol)) => (level, Kind::Of(symbol)),
        None => match path.iter().rev().find_map(|level| Some((level, words.together(level)?))) {
            Some((level, symbols)) => (level, Kind::Together(symbols)),
            None => {
                let level = path.iter().rev().find(|level| is_total(level))?;
                (level, Kind::Total(level.split_whitespace().collect()))
            }
        },
    };
    // A header over all of them is the title of the table.
    let others =
        path.iter().filter(|it| *it != level && !shared.contains(it) && !is_title_only(it));
    Some(Column { kind, about: about(others.map(String::as_str), words) })
}

/// Ratings are columns.
fn by_columns(headers: &[Vec<String>], rows: &[Row], words: Words<'_>) -> Vec<TotalsRow> {
    let named = |path: &&Vec<String>| path.iter().any(|level| words.symbol(level).is_some());
    let of_ratings: Vec<&Vec<String>> = headers.iter().filter(named).collect();
    let shared: Vec<&String> = match of_ratings.split_first() {
        Some((first, rest)) => {
            let in_all = |level: &&String| rest.iter().all(|path| path.contains(level));
            first.iter().filter(|level| words.symbol(level).is_none()).filter(in_all).collect()
        }
        None => Vec::new(),
    };
    let mut columns: Vec<Option<Column>> =
        headers.iter().map(|path| column(path, &shared, words)).collect();
    claim_numbers(headers, rows, &mut columns);
    let Some(first) = columns.iter().position(Option::is_some) else { return Vec::new() };
    let mut found: Vec<TotalsRow> = Vec::new();
    let mut before = 0..0;
    for line in rows {
        let labels = line.cells.iter().filter(|entry| entry.col < first).map(|it| it.text.as_str());
        let of_row = about(labels, words);
        let own = parts(line, &of_row, &columns, words);
        let has_counts = own.iter().any(|(_, row)| !row.counts.is_empty());
        let said_before = found.get(before.clone()).and_then(|it| it.first());
        let is_second_line = !has_counts
            && (of_row.is_share
                || of_row.label.is_empty()
                || said_before.is_some_and(|row| row.label == of_row.label));
        if is_second_line {
            // 6 0 6 and below it 50.0% 0% 50.0%.
            let above = found.get_mut(before.clone()).unwrap_or_default();
            for (row, (_, shares)) in above.iter_mut().zip(own) {
                row.percents.extend(shares.percents);
            }
            continue;
        }
        let start = found.len();
        found.extend(own.into_iter().map(|it| it.1).filter(|row| !row.counts.is_empty()));
        before = start..found.len();
    }
    if columns.iter().flatten().any(|it| matches!(it.kind, Kind::Number)) {
        drop_other_numbers(&mut found);
    }
    let most = found.iter().map(|row| row.counts.len()).max().unwrap_or(0);
    if most < RATINGS_MIN { Vec::new() } else { found }
}

/// Takes 施策数 for a column of sums where no other one is: it has nothing but numbers,
/// and is no label.
fn claim_numbers(headers: &[Vec<String>], rows: &[Row], columns: &mut [Option<Column>]) {
    let is_sum = |it: &Column| matches!(it.kind, Kind::Total(_));
    if columns.iter().flatten().any(is_sum) {
        return;
    }
    let is_counted = |col: usize| {
        let own = rows.iter().filter_map(|row| row.cell(col)).filter(|it| it.col == col);
        let mut own = own.filter(|it| !it.text.is_empty());
        own.all(|it| figure(&it.text, false).is_some())
    };
    for (col, path) in headers.iter().enumerate().rev() {
        let names = path.last().is_some_and(|it| is_whole(it) && layout::fold(it).ends_with('数'));
        let is_beside = columns.get(col + 1).is_some_and(Option::is_some);
        let own = columns.get_mut(col).filter(|it| it.is_none());
        if let Some(own) = own.filter(|_| names && is_beside && is_counted(col)) {
            *own = Some(Column { kind: Kind::Number, about: About::default() });
        }
    }
}

/// Drops what 施策数 says where most rows have another sum: some are not rated.
fn drop_other_numbers(rows: &mut [TotalsRow]) {
    let is_sum =
        |row: &&TotalsRow| row.total == Some(row.counts.iter().map(|it| it.1).sum::<u64>());
    if 2 * rows.iter().filter(is_sum).count() <= rows.len() {
        rows.iter_mut().for_each(|row| row.total = None);
    }
}

/// What a row counts: a part for each group and year of the columns.
fn parts(
    line: &Row,
    of_row: &About,
    columns: &[Option<Column>],
    words: Words<'_>,
) -> Vec<(About, TotalsRow)> {
    let mut own: Vec<(About, TotalsRow)> = Vec::new();
    // How many ratings of each part stand before its sum.
    let mut summed: HashMap<usize, usize> = HashMap::new();
    for entry in &line.cells {
        let Some(column) = columns.get(entry.col).and_then(Option::as_ref) else {
            let read = figure(&entry.text, false).filter(|_| entry.col > 0);
            if let (Some(read), Some((_, row))) = (read, own.last_mut()) {
                take(row, &Kind::Other, read);
            }
            continue;
        };
        let is_of_shares = column.about.is_share || of_row.is_share;
        let Some(read) = figure(&entry.text, is_of_shares) else { continue };
        let is_it = |(about, _): &(About, TotalsRow)| {
            about.path == column.about.path && about.year == column.about.year
        };
        let at = own.iter().position(is_it).unwrap_or(own.len());
        if at == own.len() {
            let year = column.about.year.or(of_row.year);
            let path = of_row.path.iter().chain(&column.about.path).cloned().collect();
            let label = labelled(&of_row.label, column.about.named());
            let place = Some(line.place.clone());
            own.push((column.about.clone(), TotalsRow { path, year, place, ..row(&label) }));
        }
        if let Some((_, row)) = own.get_mut(at) {
            take(row, &column.kind, read);
            if matches!(column.kind, Kind::Total(_)) {
                let rated = row.counts.iter().filter(|it| words.has_step(&it.0)).count();
                // 小計 | 実績値なし | 合計: of two sums the one behind all that is counted.
                let is_later = summed.insert(at, rated).is_some_and(|before| before < rated);
                if is_later && read.count.is_some() {
                    row.subtotal = std::mem::replace(&mut row.total, read.count);
                }
            }
        }
    }
    own
}

fn labelled(row: &str, column: &str) -> String {
    match (row, column) {
        ("", "") => WHOLE.to_owned(),
        (only, "") | ("", only) => only.to_owned(),
        (row, column) => format!("{row}　{column}"),
    }
}

fn take(row: &mut TotalsRow, kind: &Kind, read: Figure) {
    match kind {
        Kind::Of(symbol) => {
            if let Some(count) = read.count.filter(|_| row.count(symbol).is_none()) {
                row.counts.push((symbol.clone(), count));
            }
            if let Some(percent) = read.percent.filter(|_| row.percent(symbol).is_none()) {
                row.percents.push((symbol.clone(), percent));
            }
        }
        Kind::Together(symbols) => {
            let name = symbols.join("+");
            let is_known = row.together.iter().any(|it| it.name == name);
            if let Some(count) = read.count.filter(|_| !is_known) {
                let symbols = symbols.clone();
                row.together.push(Together { name: name.clone(), symbols, count });
            }
            // T103 asks a share without a count of its own whether it is of the best steps.
            row.percents.extend(read.percent.map(|percent| (name, percent)));
        }
        Kind::Number => row.total = row.total.or(read.count),
        Kind::Other => row.others = row.others.saturating_add(read.count.unwrap_or(0)),
        Kind::Total(word) => {
            // 小計 of those with a step stands before 合計 of all.
            row.total = row.total.or(read.count);
            if let Some(percent) = read.percent.filter(|_| row.percent(word).is_none()) {
                row.percents.push((word.clone(), percent));
            }
        }
    }
}

/// Ratings are rows: 評価 / 施策数 / 割合, and groups or years may be the columns or stand
/// at the left.
fn by_rows(headers: &[Vec<String>], rows: &[Row], words: Words<'_>) -> Vec<TotalsRow> {
    let cols = rows.iter().filter_map(|row| row.cells.last()).map(|it| it.col + it.colspan).max();
    let symbol = |row: &Row, col: usize| {
        row.cell(col).filter(|entry| entry.col == col).and_then(|entry| counted(&entry.text, words))
    };
    let ratings = |col: usize| {
        let mut all: Vec<String> = rows.iter().filter_map(|row| symbol(row, col)).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    let Some(of_ratings) = (0..cols.unwrap_or(0)).find(|&col| ratings(col) >= RATINGS_MIN) else {
        return Vec::new();
    };
    let columns: Vec<About> = (0..cols.unwrap_or(0))
        .map(|col| {
            let path = headers.get(col).map_or(&[][..], Vec::as_slice);
            let levels = path.iter().filter(|level| !is_title_only(level));
            about(levels.map(String::as_str), words)
        })
        .collect();
    let mut found: Vec<(About, usize, TotalsRow)> = Vec::new();
    for line in rows {
        let name = line.cell(of_ratings).map_or("", |entry| entry.text.as_str());
        let kind = match counted(name, words) {
            Some(symbol) => Kind::Of(symbol),
            None if is_total(name) => Kind::Total(name.split_whitespace().collect()),
            None => match words.together(name) {
                Some(symbols) => Kind::Together(symbols),
                None => continue,
            },
        };
        let left = line.cells.iter().filter(|it| it.col + it.colspan <= of_ratings);
        let left = about(left.map(|it| it.text.as_str()), words);
        // The column whose count a share belongs to.
        let mut counted: Option<usize> = None;
        for entry in line.cells.iter().filter(|entry| entry.col > of_ratings) {
            let Some(column) = columns.get(entry.col) else { continue };
            let Some(read) = figure(&entry.text, column.is_share) else { continue };
            let of = if read.count.is_some() { entry.col } else { counted.unwrap_or(entry.col) };
            counted = Some(of);
            let at = found.iter().position(|it| it.0 == left && it.1 == of).unwrap_or(found.len());
            if at == found.len() {
                let own = columns.get(of).cloned().unwrap_or_default();
                let path = left.path.iter().chain(&own.path).cloned().collect();
                let year = own.year.or(left.year);
                let label = labelled(&left.label, own.named());
                let place = Some(line.place.clone());
                found.push((left.clone(), of, TotalsRow { path, year, place, ..row(&label) }));
            }
            if let Some((_, _, row)) = found.get_mut(at) {
                row.place = Place::around(row.place.iter().chain([&line.place]));
                take(row, &kind, read);
            }
        }
    }
    let rows = found.into_iter().map(|it| it.2);
    rows.filter(|row| row.counts.len() >= RATINGS_MIN).collect()
}

/// A row that says what it counts: ◎ | 3 | ○ | 1.
fn pairs(line: &Row, words: Words<'_>) -> Option<TotalsRow> {
    let texts: Vec<&str> = line.filled().map(|entry| entry.text.as_str()).collect();
    // 評価Aの合計 heads the counts of its row by year.
    if texts.first().is_some_and(|it| words.symbol(it).is_none() && counted(it, words).is_some()) {
        return None;
    }
    let mut found = TotalsRow { place: Some(line.place.clone()), ..row(WHOLE) };
    for pair in texts.windows(2) {
        let [name, number] = pair else { continue };
        let Some(read) = figure(number, false) else { continue };
        if let Some(symbol) = words.symbol(name) {
            take(&mut found, &Kind::Of(symbol), read);
        } else if is_total(name) {
            take(&mut found, &Kind::Total("計".to_owned()), read);
        }
    }
    (found.counts.len() >= RATINGS_MIN).then_some(found)
}
