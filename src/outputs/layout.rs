//! What is seen of tables, as a layout (TOML) that can be edited and passed back.

use crate::annex::{ColumnRole, Roles};
use crate::layout::Role;
use crate::place::Place;
use crate::table::{Contents, Table};
use std::collections::HashSet;
use std::fmt::Write;

/// How many tables are printed that are none of measures: a scan of figures may have
/// thousands.
const OTHERS_MAX: usize = 20;

/// Prints the tables with the roles of their columns, and whether they are of measures.
pub(crate) fn print(title: &str, contents: &Contents, seen: &[(Roles, bool)]) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}", comment(title));
    let _ = writeln!(text, "match = [{}]", quoted(title));
    let _ = writeln!(text, "\n[columns]");
    let mut said = HashSet::new();
    let mut others = 0;
    for (number, (table, (roles, is_annex))) in contents.tables.iter().zip(seen).enumerate() {
        if !is_annex {
            others += 1;
            if others <= OTHERS_MAX {
                passed_over(&mut text, number + 1, table);
            }
            continue;
        }
        let place = place(table);
        let rows = table.rows.len();
        let _ = writeln!(text, "# table {}: {place}, {rows} rows of measures", number + 1);
        for (column, path) in roles.columns.iter().zip(&table.columns) {
            let path = path.path.iter().map(|header| header.replace('\n', ""));
            let path = path.collect::<Vec<_>>().join("/");
            line(&mut text, column, &path, &mut said);
        }
    }
    if others > OTHERS_MAX {
        let _ =
            writeln!(text, "# and {} more tables that are none of measures", others - OTHERS_MAX);
    }
    text
}

/// A column: its header path, its role and why; a comment where it can't be said again.
fn line(text: &mut String, column: &ColumnRole, path: &str, said: &mut HashSet<String>) {
    if path.trim().is_empty() {
        return;
    }
    let years = column.years.filter(|_| column.role.is_some_and(Role::is_yearly));
    let year = match years {
        Some((first, last)) if first == last => format!(", {first}"),
        Some((first, last)) => format!(", {first} to {last}"),
        None => String::new(),
    };
    let why = column.why.as_str();
    let is_new = said.insert(path.to_owned());
    let mark = if is_new { "" } else { "# again: " };
    let _ = match column.role {
        Some(role) => {
            writeln!(
                text,
                "{mark}{} = {}  # {why}{year}",
                quoted(path),
                quoted(&holds(role, column))
            )
        }
        None => writeln!(text, "# unclaimed: {} = \"ignore\"  # {why}", quoted(path)),
    };
}

/// What a column holds, as a layout says it.
fn holds(role: Role, column: &ColumnRole) -> String {
    if !column.by_row.is_empty() {
        let rows = column.by_row.iter().map(|(role, year)| match year {
            Some(year) => format!("{role}@{year}"),
            None => role.to_string(),
        });
        return rows.collect::<Vec<_>>().join("; ");
    }
    match &column.aspect {
        Some(aspect) if role == Role::Rating => format!("rating:{aspect}"),
        _ => role.to_string(),
    }
}

fn passed_over(text: &mut String, number: usize, table: &Table) {
    let headers: Vec<String> = table
        .columns
        .iter()
        .map(|column| column.path.join("/").replace('\n', ""))
        .filter(|header| !header.is_empty())
        .collect();
    let headers = comment(&headers.join(", "));
    let _ = writeln!(text, "# table {number}: {}, none of measures: {headers}", place(table));
}

fn place(table: &Table) -> String {
    let around = Place::around(table.rows.iter().map(|row| &row.place));
    around.map_or_else(|| "without rows".to_owned(), |place| place.to_string())
}

/// The longest comment, in characters.
const COMMENT_CHARS_MAX: usize = 200;

/// A text that stays on its line.
fn comment(text: &str) -> String {
    let on_one_line = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(on_one_line).take(COMMENT_CHARS_MAX).collect()
}

/// A text as a basic string of TOML 1.0.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
