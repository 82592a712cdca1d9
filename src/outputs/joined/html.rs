//! Whole tables as a page.

use super::{pages, rows};
use crate::error::Kind;
use crate::table::joined::{Cell, Table};
use std::fmt::Write as _;

/// Lines between cells, and nothing else that a page needs of its own.
const STYLE: &str = "table { border-collapse: collapse; margin: 1em 0 2em }\n\
    caption { text-align: left; white-space: pre-line }\n\
    th, td { border: 1px solid; padding: .2em .4em; text-align: left; vertical-align: top; white-space: pre-line }\n\
    th { background: #eee }";

pub(super) fn write(documents: &[(&str, &[Table])], out: &mut Vec<u8>) -> Result<(), Kind> {
    let names: Vec<&str> = documents.iter().map(|document| document.0).collect();
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        escaped(&names.join(", "))
    );
    for (file, tables) in documents {
        text += &format!("<h1>{}</h1>\n", escaped(file));
        tables.iter().for_each(|table| push(table, &mut text));
    }
    text += "</body>\n</html>\n";
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

fn push(table: &Table, text: &mut String) {
    let captions: Vec<&str> = table.captions.iter().map(String::as_str).collect();
    let place = pages(table);
    let caption = captions.iter().copied().chain([place.as_str()]).collect::<Vec<_>>().join("\n");
    *text += &format!("<table>\n<caption>{}</caption>\n", escaped(&caption));
    let header = table.header_rows.min(table.rows);
    for (number, row) in rows(table).enumerate() {
        match number {
            0 if header > 0 => *text += "<thead>\n",
            _ if number == header => {
                *text += if header > 0 { "</thead>\n<tbody>\n" } else { "<tbody>\n" }
            }
            _ => {}
        }
        *text += "<tr>";
        let name = if number < header { "th" } else { "td" };
        row.into_iter().flatten().for_each(|cell| push_cell(cell, name, text));
        *text += "</tr>\n";
    }
    *text += match (table.rows, header) {
        (0, _) => "",
        (rows, header) if rows == header => "</thead>\n",
        _ => "</tbody>\n",
    };
    *text += "</table>\n";
}

fn push_cell(cell: &Cell, name: &str, text: &mut String) {
    let mut spans = String::new();
    for (word, count) in [("rowspan", cell.rowspan), ("colspan", cell.colspan)] {
        if count > 1 {
            let _ = write!(spans, " {word}=\"{count}\"");
        }
    }
    *text += &format!("<{name}{spans}>{}</{name}>", escaped(&cell.text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
