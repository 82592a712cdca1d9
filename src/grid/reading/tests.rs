//! Tables drawn as text, each with the terms of the cost that read it right.

mod needed;

use super::*;
use crate::Input;
use crate::grid;
use crate::page;
use crate::page::tests::{blank, write};
use crate::source;
use crate::source::pdf::{Fill, Stroke};

/// Reads a page drawn as text: 5 points to a character, 6 to a line, type of 10
/// points. Two spaces part two texts, and `¦` two that are one character apart. `---` and `|` are rules, `+` is a joint of
/// one, `===` a tint of 12 points. A table comes back as its cells, `|` between them
/// and ` / ` between rows.
fn read(lines: &[&str], weights: &Weights) -> Vec<String> {
    let mut page = drawn(lines);
    let mut tables = tables_of(&page, weights);
    let leaf = grid::read(&mut page, &mut tables);
    leaf.grids.iter().map(shown).collect()
}

fn tables_of(page: &Page, weights: &Weights) -> Vec<Lattice> {
    weigh(page, &[], edges::of(page), (Vec::new(), &mut Vec::new()), weights, None)
}

fn drawn(lines: &[&str]) -> Page {
    let mut drawing = blank();
    for (number, line) in lines.iter().enumerate() {
        let (y, mut column) = (100.0 + 6.0 * number as f32, 0);
        for text in line.replace('¦', "  \u{0}").split("  ") {
            // A bar parts two texts one character apart.
            column -= 2 * usize::from(text.starts_with('\u{0}'));
            let text = &text.replace('\u{0}', " ");
            let x = 50.0 + 5.0 * (column + text.len() - text.trim_start().len()) as f32;
            let text_width = 5.0 * text.trim().len() as f32;
            if text.starts_with("---") || text.starts_with("===") {
                let mut from = x;
                for piece in text.trim().split('+') {
                    let to = from + 5.0 * (piece.len() + 1) as f32;
                    let to = to.min(x + text_width);
                    if text.starts_with('=') {
                        let rect = Rect::new(from, y, to, y + 12.0);
                        drawing.fills.push(Fill { rect, color: [200; 3], operation: 0 });
                    } else {
                        let line = Rect::new(from, y, to, y);
                        drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
                    }
                    from = to;
                }
            } else if text.trim() == "|" {
                let line = Rect::new(x, y, x, y + 6.0);
                drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
            } else if !text.trim().is_empty() {
                write(&mut drawing, text.trim(), x, y + 4.0, 10.0);
            }
            column += text.len() + 2;
        }
    }
    page::read(1, drawing, &mut Vec::new())
}

fn shown(grid: &grid::Grid) -> String {
    let mut rows = vec![vec![String::new(); grid.cols]; grid.rows];
    for cell in &grid.cells {
        rows[cell.row][cell.col] = cell.text.replace('\n', "~");
    }
    rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join(" / ")
}

/// A table, and what is read.
struct Drawn {
    shows: &'static str,
    lines: &'static [&'static str],
    expected: &'static [&'static str],
}

const ALL: &[Drawn] = &[
    Drawn {
        shows: "joints part columns whose header stands beside its texts",
        lines: &[
            "-------+---------------+---------+-------",
            "",
            "No          Measure       Target    Note",
            "",
            "-------+---------------+---------+-------",
            "",
            "1-1     Childcare      50",
            "",
            "-------+---------------+---------+-------",
            "",
            "1-2     Schools        90",
            "",
            "-------+---------------+---------+-------",
        ],
        expected: &["No|Measure|Target|Note / 1-1|Childcare|50| / 1-2|Schools|90|"],
    },
    Drawn {
        shows: "numbers one below the other are rows",
        lines: &[
            "------------------------------------",
            "",
            "Year      Plan      Done      Sum",
            "",
            "------------------------------------",
            "",
            "2021      1,346     3,902     5,248",
            "",
            "2022      316       3,383     3,699",
            "",
            "------------------------------------",
            "",
            "2023      257       3,746     4,003",
            "",
            "2024      1,796     1,732     3,528",
            "",
            "------------------------------------",
        ],
        expected: &["Year|Plan|Done|Sum / 2021|1,346|3,902|5,248 / 2022|316|3,383|3,699 \
             / 2023|257|3,746|4,003 / 2024|1,796|1,732|3,528"],
    },
    Drawn {
        shows: "a wrapped text is no row",
        lines: &[
            "--------------------------------------",
            "",
            "No     Measure              Target",
            "",
            "--------------------------------------",
            "",
            "1-1    Childcare at home    50",
            "",
            "       and in the schools",
            "",
            "       of the prefecture",
            "",
            "1-2    Roads                90",
            "",
            "1-3    Bridges              12",
            "",
            "--------------------------------------",
        ],
        expected: &[
            "No|Measure|Target / 1-1|Childcare at home and in the schools of the prefecture|50 \
             / 1-2|Roads|90 / 1-3|Bridges|12",
        ],
    },
    Drawn {
        shows: "a header over two columns",
        lines: &[
            "-----------------------------------",
            "",
            "                  2024",
            "No     Measure    ----------------",
            "",
            "                  Target   Actual",
            "",
            "-----------------------------------",
            "",
            "1-1    Childcare  50       60",
            "",
            "-----------------------------------",
            "",
            "1-2    Schools    90       80",
            "",
            "-----------------------------------",
        ],
        expected: &["No|Measure|2024| / ||Target|Actual / 1-1|Childcare|50|60 / 1-2|Schools|90|80"],
    },
    Drawn {
        shows: "tints alone part rows",
        lines: &[
            "=======+===========+=========",
            "No       Measure     Target",
            "",
            "1-1      Childcare   50",
            "",
            "=======+===========+=========",
            "1-2      Schools     90",
            "",
            "1-3      Roads       70",
            "",
            "=======+===========+=========",
            "1-4      Bridges     80",
        ],
        expected: &["No|Measure|Target / 1-1|Childcare|50 / 1-2|Schools|90 / 1-3|Roads|70 \
             / 1-4|Bridges|80"],
    },
    Drawn {
        shows: "a row below the last rule, and a note",
        lines: &[
            "----------------------------",
            "",
            "Age     Men     Women   Sum",
            "",
            "----------------------------",
            "",
            "70      98      91      189",
            "",
            "----------------------------",
            "",
            "60      196     165     361",
            "",
            "----------------------------",
            "",
            "Sum     294     256     550",
            "",
            "Those of the city are counted in the office",
        ],
        expected: &["Age|Men|Women|Sum / 70|98|91|189 / 60|196|165|361 / Sum|294|256|550"],
    },
    Drawn {
        shows: "two tables, the second of which begins as the first",
        lines: &[
            "----------------------------",
            "",
            "Age     Men     Women   Sum",
            "",
            "----------------------------",
            "",
            "70      98      91      189",
            "",
            "----------------------------",
            "",
            "Those of the city",
            "",
            "----------------------------",
            "",
            "Age     Men     Women   Sum",
            "",
            "----------------------------",
            "",
            "60      196     165     361",
            "",
            "----------------------------",
        ],
        expected: &["Age|Men|Women|Sum / 70|98|91|189", "Age|Men|Women|Sum / 60|196|165|361"],
    },
    Drawn {
        shows: "two tables far apart",
        lines: &[
            "----------------",
            "",
            "Age       Men",
            "",
            "----------------",
            "",
            "70        98",
            "",
            "----------------",
            "",
            "60        75",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "----------------",
            "",
            "Town      Wards",
            "",
            "----------------",
            "",
            "Minato    6",
            "",
            "----------------",
            "",
            "Kawabe    8",
        ],
        expected: &["Age|Men / 70|98 / 60|75", "Town|Wards / Minato|6 / Kawabe|8"],
    },
    Drawn {
        shows: "prose between rules",
        lines: &[
            "------------------------------------------",
            "",
            "This report says what the measures did in",
            "",
            "the year, and what is left to be done for",
            "",
            "------------------------------------------",
        ],
        expected: &[],
    },
];

#[test]
fn tables() {
    for drawn in ALL {
        assert_eq!(read(drawn.lines, &Weights::default()), drawn.expected, "{}", drawn.shows);
    }
}

#[test]
fn a_table_is_in_doubt_where_another_reading_costs_nearly_as_much() {
    let rivals = |fixture: &str, weights: &Weights| -> Vec<Option<Rival>> {
        let page = page_of(fixture, 1);
        let lattices = grid::lattice::find(&page, &mut Vec::new());
        let found = complete_by(&page, lattices, weights, None);
        found.tables.iter().map(|table| table.rival).collect()
    };
    let near = rivals("rules/sparse-caption-with-wide-gaps", &Weights::default());
    assert!(matches!(near[..], [Some(Rival { points: 0, .. })]), "{near:?}");
    // The caption is a line more in the other reading, which costs so much more.
    let usual = Weights::default().of(Term::Line);
    for more in [10, 29, 30] {
        let weights = Weights::with(Term::Line, usual + more);
        let found = rivals("rules/sparse-caption-with-wide-gaps", &weights);
        let points = found.first().and_then(|rival| Some((*rival)?.points));
        assert_eq!(points, (more < 30).then_some(more));
    }
    // Readings that differ by a line of prose alone, and those that cost much more.
    for fixture in ["rules/none-bands", "rules/sparse-codes-begin-rows"] {
        let found = rivals(fixture, &Weights::default());
        assert!(found.iter().all(Option::is_none), "{fixture}");
    }
}

fn page_of(fixture: &str, number: usize) -> Page {
    let file = format!("{}/fixtures/{fixture}.pdf", env!("CARGO_MANIFEST_DIR"));
    let input = Input::new(fixture, std::fs::read(file).unwrap());
    let (_, raw) = source::open(&input, &mut Vec::new()).unwrap();
    let source::Raw::Pdf(pdf) = raw else { panic!("{fixture} is no PDF") };
    page::read(number, pdf.reader().draw(number - 1), &mut Vec::new())
}

/// The cells of the tables of a page of a fixture.
fn cells(page: &Page, weights: &Weights) -> String {
    let lattices = grid::lattice::find(page, &mut Vec::new());
    let found = complete_by(page, lattices, weights, None);
    squares(&found.tables)
}

/// Where the cells of tables are.
fn squares(tables: &[Lattice]) -> String {
    let table = |table: &Lattice| -> String {
        let square = |it: &grid::lattice::Square| {
            let at = |x: f32| (x * 2.0).round();
            let bbox = it.bbox;
            format!("{} {} {} {};", at(bbox.x0), at(bbox.y0), at(bbox.x1), at(bbox.y1))
        };
        table.cells.iter().map(square).collect()
    };
    tables.iter().map(table).collect::<Vec<_>>().join("\n")
}
