//! What the rating symbols mean.

use super::Measure;
use crate::finding::{Code, Finding, Message};
use crate::layout::Layout;
use crate::table::{Contents, Row, Table};
use crate::value::rating::Entry;
use crate::value::{Legend, Rating, rating};
use std::collections::HashSet;

/// The legend of the report: the first text that explains two ratings or more,
/// wherever it stands. Texts that call themselves 凡例 are asked first, then those
/// that explain one each, then the cells of small tables.
pub(super) fn read(contents: &Contents, is_annex: &[bool]) -> Legend {
    let (named, others): (Vec<&str>, Vec<&str>) =
        super::texts(contents).partition(|text| text.contains("凡例"));
    let in_texts = named.into_iter().chain(others).map(Legend::parse).find(Legend::explains);
    let by_lines = || Some(line_by_line(contents)).filter(Legend::explains);
    let others = || contents.tables.iter().zip(is_annex).filter(|it| !it.1).map(|it| it.0);
    let in_tables = || others().filter_map(in_cells).find(Legend::explains);
    in_texts.or_else(by_lines).or_else(in_tables).unwrap_or_default()
}

/// The legend that a layout gives: its steps, and what it says that they mean.
pub(super) fn of_layout(layout: &Layout) -> Legend {
    let rating = |symbol: &str| {
        let code = layout.rating_words.get(symbol)?;
        let all = [
            Rating::Achieved,
            Rating::MostlyAchieved,
            Rating::NotAchieved,
            Rating::Pending,
            Rating::NotSet,
        ];
        all.into_iter().find(|rating| rating.code() == code)
    };
    let entry = |symbol: &String| Entry {
        symbol: symbol.clone(),
        rating: rating(symbol),
        label: symbol.clone(),
    };
    Legend { entries: layout.steps.iter().map(entry).collect() }
}

/// The longest text that may be a legend, in characters.
const LENGTH_MAX: usize = 200;

/// Words by which a text with symbols shows that it speaks of ratings.
const ABOUT_RATINGS: &[&str] = &["凡例", "評価", "達成", "判定", "順調", "遅れ", "進捗"];

/// Says of a report whose legend was not found that one of its texts looks like
/// it, and that symbols which stand there were taken as they are usually meant.
pub(super) fn not_understood(contents: &Contents, measures: &[Measure]) -> Option<Finding> {
    let rated = measures.iter().filter(|measure| measure.rating.is_some());
    let used: HashSet<char> =
        rated.filter_map(|it| rating::symbol(it.rating_symbol.as_deref()?)).collect();
    let explained = |text: &str| -> HashSet<char> {
        let entries = Legend::parse(text).entries;
        entries.iter().filter_map(|entry| rating::symbol(&entry.symbol)).collect()
    };
    let is_legend = |text: &str| {
        ABOUT_RATINGS.iter().any(|word| text.contains(word))
            && text.chars().count() <= LENGTH_MAX
            && explained(text).intersection(&used).count() >= 2
    };
    let found = super::paragraphs(contents).into_iter().find(|it| is_legend(&it.text))?;
    let message = Message::new(
        "凡例の言葉が分からないため、評価の記号は一般的な意味で読みました。",
        "the words of the legend are not known: its symbols were read as they are usually meant",
    );
    let finding = Finding::new(Code::R207, message).at(Some(found.place.clone()));
    Some(Finding { found: Some(found.text.clone()), ..finding })
}

/// A legend of one text for each symbol. A text that has symbols for other things
/// as well is a list.
fn line_by_line(contents: &Contents) -> Legend {
    let is_entry = |text: &&str| {
        let legend = Legend::parse(text);
        !legend.is_empty() && legend.entries.iter().all(|entry| entry.rating.is_some())
    };
    let lines: Vec<&str> = super::texts(contents).filter(is_entry).collect();
    Legend::parse(&lines.join("\n"))
}

/// Rows of the longest legend in cells.
const ROWS_MAX: usize = 12;

/// A legend of one symbol a row, or of all in one row. What looks like a header
/// may be its first row.
fn in_cells(table: &Table) -> Option<Legend> {
    let is_small = table.rows.len() <= ROWS_MAX && table.columns.len() <= ROWS_MAX;
    is_small.then(|| {
        let header: String =
            table.columns.iter().filter_map(|it| it.path.last()).cloned().collect();
        let row =
            |row: &Row| -> String { row.cells.iter().map(|entry| entry.text.as_str()).collect() };
        let lines: Vec<String> = [header].into_iter().chain(table.rows.iter().map(row)).collect();
        Legend::parse(&lines.join("\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::annex::{Context, Roles};
    use crate::place::{Place, Range};
    use crate::table::{Contents, Paragraph, samples};

    #[track_caller]
    fn check(texts: &[&str], expected: &str) {
        let paragraph = |(row, text): (u32, &&str)| {
            let range = Range { row, col: 0, last_row: row, last_col: 0 };
            let place = Place::Sheet { sheet: "別紙".into(), range };
            Paragraph { text: (*text).to_owned(), place, glyphs: 0 }
        };
        let paragraphs = (0..).zip(texts).map(paragraph).collect();
        check_contents(Contents { paragraphs, ..Contents::default() }, expected);
    }

    #[track_caller]
    fn check_contents(contents: Contents, expected: &str) {
        let roles = contents
            .tables
            .iter()
            .map(|table| Roles::of(table, &Context::default(), &mut Vec::new()).are_of_measures());
        let is_annex: Vec<bool> = roles.collect();
        let entries = read(&contents, &is_annex).entries;
        let found: Vec<String> =
            entries.iter().map(|entry| format!("{}{}", entry.symbol, entry.label)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn in_one_text() {
        check(&["○ 事業の概要", "○達成　△概ね達成　×未達成"], "○達成 △概ね達成 ×未達成");
        check(&["◎：達成　○：未達成", "凡例　○達成　×未達成"], "○達成 ×未達成");
    }

    #[test]
    fn one_text_for_each_symbol() {
        check(&["評価の見方", "○：達成", "△　概ね達成", "×：未達成"], "○達成 △概ね達成 ×未達成");
        check(&["○ 事業の概要", "△ 今後の予定"], "");
    }

    #[test]
    fn in_cells_but_not_in_those_of_measures() {
        let tables = vec![
            samples::table(
                &["番号", "施策名", "評価", "備考"],
                &["1|窓口|○|達成", "2|道路|△|未達成"],
            ),
            samples::table(&["◎", "達成"], &["○|概ね達成"]),
        ];
        check_contents(Contents { tables, ..Contents::default() }, "◎達成 ○概ね達成");
    }
}
