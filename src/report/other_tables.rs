//! P925: tables with a header that are nothing of the report.
//!
//! Every table is one of measures, totals, the legend or the plan, or it is named here:
//! once for all that have one header, for an annex may repeat a small table on each page.

use crate::finding::{Code, Finding, Message};
use crate::layout;
use crate::place::Place;
use crate::table::Table;

/// The fewest headers: below one alone stands a box of text.
const HEADERS_MIN: usize = 2;

/// How many headers a message has, and how much of each, in characters.
const HEADERS_SHOWN: usize = 4;
const HEADER_LENGTH_MAX: usize = 20;

/// How many places of further tables a message has.
const PLACES_SHOWN: usize = 5;

/// Tables with one header of which nothing was read.
struct Alike {
    header: String,
    rows: usize,
    first: Place,
    others: Vec<Place>,
}

/// Names the tables of which nothing was read.
pub(super) fn findings<'t>(unread: impl Iterator<Item = &'t Table>) -> Vec<Finding> {
    let mut found: Vec<Alike> = Vec::new();
    for table in unread {
        let Some(header) = header(table) else { continue };
        let Some(place) = Place::around(table.rows.iter().map(|row| &row.place)) else { continue };
        match found.iter_mut().find(|it| it.header == header) {
            Some(alike) => alike.others.push(place),
            None => {
                let rows = table.rows.len();
                found.push(Alike { header, rows, first: place, others: Vec::new() });
            }
        }
    }
    found.into_iter().map(named).collect()
}

/// The first headers of a table; none where it has too few.
fn header(table: &Table) -> Option<String> {
    let mut cells: Vec<String> = Vec::new();
    for text in table.columns.iter().filter_map(|column| column.path.last()) {
        let text: String = layout::fold(text).chars().take(HEADER_LENGTH_MAX).collect();
        // A header over several columns is one.
        if !text.is_empty() && cells.last() != Some(&text) {
            cells.push(text);
        }
    }
    let shown = cells.iter().take(HEADERS_SHOWN).cloned().collect::<Vec<_>>().join(" | ");
    (cells.len() >= HEADERS_MIN).then_some(shown)
}

fn named(alike: Alike) -> Finding {
    let Alike { header, rows, first, others } = alike;
    let mut ja = format!("「{header}」の見出しの{rows}行の表からは、何も読み取っていません");
    let mut en = format!("nothing was read of a table of {rows} row(s) headed {header}");
    if !others.is_empty() {
        let mut places: Vec<String> =
            others.iter().take(PLACES_SHOWN).map(ToString::to_string).collect();
        if others.len() > PLACES_SHOWN {
            places.push("…".to_owned());
        }
        let (count, places) = (others.len(), places.join(", "));
        ja.push_str(&format!("（同じ見出しの表がほかに{count}：{places}）"));
        en.push_str(&format!(", nor of {count} more with that header ({places})"));
    }
    ja.push('。');
    Finding {
        found: Some(header),
        ..Finding::new(Code::P925, Message::new(ja, en)).at(Some(first))
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::place::{Place, Range};
    use crate::report::{self, Source};
    use crate::source::Format;
    use crate::table::{Contents, Paragraph, samples};

    fn source() -> Source {
        Source {
            file: "みどり.pdf".to_owned(),
            format: Format::Pdf,
            sha256: String::new(),
            pages: 1,
            producer: None,
            title: None,
            text_source: None,
        }
    }

    fn legend() -> Paragraph {
        let text = "凡例　◎：達成　○：概ね達成　△：未達成".to_owned();
        let range = Range { row: 0, col: 0, last_row: 0, last_col: 0 };
        Paragraph { text, place: Place::Sheet { sheet: "本文".into(), range }, glyphs: 0 }
    }

    #[test]
    fn what_is_read_is_not_named() {
        let check = |table: &[&str], expected: bool| {
            let headers = ["体系", "番号", "施策名", "目標", "実績", "評価"];
            let rows = ["くらし|1|港|1件|1件|◎", "行政|2|道|1件|1件|○"];
            let header: Vec<&str> = table[0].split('|').collect();
            let tables =
                vec![samples::table(&headers, &rows), samples::table(&header, &table[1..])];
            let mut contents = Contents { tables, ..Contents::default() };
            contents.paragraphs = vec![legend()];
            let findings = report::read(source(), contents, Vec::new(), &[], Vec::new()).findings;
            let is_named = findings.iter().any(|it| it.code == Code::P925);
            assert_eq!(is_named, expected, "{table:?}: {findings:?}");
        };
        check(&["課|電話", "企画課|1"], true);
        let totals = ["|達成|概ね達成|計", "くらし|1|1|2", "行政|1|0|1", "合計|2|1|3"];
        check(&totals, false);
        check(&["くらし|行政", "1 子ども|1 手続", "2 健康|2 窓口"], false);
        // The legend, and the legend once more; another one.
        check(&["◎|達成", "○|概ね達成", "△|未達成"], false);
        check(&["◎|達成", "○|未達成", "△|不明"], true);
        // Named already, for it looks like one of measures.
        check(&["番号|課|目標|実績", "1|企画課|3|4"], false);
    }

    #[test]
    fn tables_with_a_header_are_named_once() {
        let check = |tables: &[(&[&str], &[&str])], expected: &[&str]| {
            let tables: Vec<_> = tables.iter().map(|it| samples::table(it.0, it.1)).collect();
            let found = super::findings(tables.iter());
            let found: Vec<&str> = found.iter().map(|it| it.message.en.as_str()).collect();
            assert_eq!(found, expected);
        };
        let few: &[&str] = &["課", "電話"];
        check(
            &[(few, &["企画課|1"])],
            &["nothing was read of a table of 1 row(s) headed 課 | 電話"],
        );
        let more = "nothing was read of a table of 1 row(s) headed 課 | 電話, nor of 1 more with that header (別紙!A1)";
        check(&[(few, &["企画課|1"]), (few, &["道路課|2"])], &[more]);
        check(&[(few, &[]), (&["課", ""], &["1|2"]), (&["", ""], &["1|2"])], &[]);
        check(&[(&["額", "額"], &["1|2"])], &[]);
        let long = ["一", "二", "三", "四", "五"];
        check(
            &[(&long, &["1"])],
            &["nothing was read of a table of 1 row(s) headed 一 | 二 | 三 | 四"],
        );
    }
}
