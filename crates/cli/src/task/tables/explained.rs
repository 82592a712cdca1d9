//! Why the tables of a document are read as they are, for a person.

use crate::speech::Speech;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tenken::{Explained, Reading, ReadingKind};

/// The readings of each part of each page, and the terms by which they were weighed.
pub(super) fn text(file: &str, all: &[Explained], speech: &Speech) -> String {
    let mut text = format!("{file}\n");
    if all.is_empty() {
        text += &speech.choose("  表はありません。\n", "  no tables\n");
    }
    let mut meanings = BTreeMap::new();
    for explained in all {
        // Writing to a string does not fail.
        let _ = writeln!(text, "\n{}", explained.place);
        for (number, reading) in explained.readings.iter().enumerate() {
            let mark = if number == 0 { "*" } else { " " };
            let _ = writeln!(text, "{mark} {}", line(reading, speech));
            for term in &reading.terms {
                meanings.insert(term.name, &term.meaning);
            }
        }
        let _ = writeln!(text, "  → {}", why(explained, speech));
    }
    if !meanings.is_empty() {
        let _ = writeln!(text, "\n{}", speech.choose("費用の項", "terms of the cost"));
    }
    for (name, meaning) in meanings {
        let _ = writeln!(text, "  {name}: {}", speech.wording(meaning));
    }
    text
}

/// What it is, the size of its tables, and what it costs.
fn line(reading: &Reading, speech: &Speech) -> String {
    let sizes: Vec<String> =
        reading.tables.iter().map(|(rows, cols)| format!("{rows}×{cols}")).collect();
    let mut line = speech.wording(&reading.kind.says()).to_owned();
    if !sizes.is_empty() {
        let _ = write!(line, " {}", sizes.join(", "));
    }
    if reading.terms.is_empty() {
        return line;
    }
    let terms: Vec<String> =
        reading.terms.iter().map(|term| format!("{} {}", term.name, term.points)).collect();
    let _ = write!(line, " = {}: {}", reading.cost, terms.join(", "));
    line
}

fn why(explained: &Explained, speech: &Speech) -> String {
    let Some(taken) = explained.readings.first() else { return String::new() };
    let next = explained.readings.get(1);
    let find = |kind| explained.readings.iter().skip(1).find(|it| it.kind == kind);
    let margin = explained.margin;
    match taken.kind {
        ReadingKind::Settled => speech.choose(
            "罫線がすべてのセルを分けており、ほかの読み方は比べていません。",
            "rules part all cells; no other reading was weighed",
        ),
        ReadingKind::Known if taken.terms.is_empty() => speech.choose(
            "罫線だけで決まり、ほかの読み方は比べていません。",
            "rules alone give it; no other reading was weighed",
        ),
        ReadingKind::Continuation => speech.choose(
            "前のページの表の列に合います。",
            "its texts stand in the columns of the page before",
        ),
        ReadingKind::Prose => match (find(ReadingKind::NoTable), next) {
            (Some(_), _) => speech.choose(
                "最も安い表が、1行か1列か、段組みの文章です。",
                "the cheapest table has one row or column, or is prose in columns",
            ),
            (None, Some(table)) => speech.choose(
                &format!(
                    "表は文章より{margin}点以上安くなければならず、最も安い表は{}点です。",
                    table.cost
                ),
                &format!(
                    "a table must cost {margin} points less than prose, and the cheapest costs {}",
                    table.cost
                ),
            ),
            (None, None) => String::new(),
        },
        _ => match next {
            Some(next) => {
                let by = next.cost - taken.cost;
                let kind = next.kind.says();
                speech.choose(
                    &format!("次に安い読み方（{}）との差は{by}点です。", kind.ja),
                    &format!("the next ({}) costs {by} points more", kind.en),
                )
            }
            None => speech.choose("ほかの読み方はありません。", "there is no other reading"),
        },
    }
}
