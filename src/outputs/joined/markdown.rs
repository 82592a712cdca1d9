//! Whole tables as Markdown.

use super::{pages, rows};
use crate::error::Kind;
use crate::table::joined::Table;

pub(super) fn write(documents: &[(&str, &[Table])], out: &mut Vec<u8>) -> Result<(), Kind> {
    let mut text = String::new();
    for (file, tables) in documents {
        text += &format!("# {}\n", escaped(file));
        for table in *tables {
            let captions: Vec<String> = table.captions.iter().map(|it| escaped(it)).collect();
            text += &format!("\n## {}\n\n", pages(table));
            if !captions.is_empty() {
                text += &format!("{}\n\n", captions.join("<br>"));
            }
            push(table, &mut text);
        }
        text.push('\n');
    }
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// A table needs a row of headers there, and has one alone.
fn push(table: &Table, text: &mut String) {
    let header = table.header_rows.min(table.rows);
    let mut names: Vec<Vec<String>> = vec![Vec::new(); table.cols];
    for cell in table.cells.iter().filter(|it| it.row < header && !it.text.is_empty()) {
        let end = (cell.col + cell.colspan).min(table.cols);
        for column in names.iter_mut().take(end).skip(cell.col) {
            column.push(escaped(&cell.text));
        }
    }
    let names: Vec<String> = names.iter().map(|levels| levels.join(" / ")).collect();
    *text += &line(&names);
    *text += &line(&vec!["---".to_owned(); table.cols]);
    for row in rows(table).skip(header) {
        let texts = row.iter().map(|cell| cell.map_or(String::new(), |it| escaped(&it.text)));
        *text += &line(&texts.collect::<Vec<_>>());
    }
}

fn line(texts: &[String]) -> String {
    format!("| {} |\n", texts.join(" | "))
}

/// What would part cells, or be read as a sign.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}
