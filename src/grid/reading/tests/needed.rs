//! A table for each term of the cost that no other test needs: it is read right, and
//! otherwise once the term has other points. Those of [`DRAWN`] were found among random
//! tables whose cells are known, and are the smallest of these; those of [`PRINTED`] are
//! pages of fixtures.

use super::{Term, Weights, cells, drawn, page_of, read, squares, tables_of};

/// A term, other points for it, the drawing, and its rows.
type Drawn = (Term, i32, &'static str, &'static str);

const DRAWN: &[Drawn] = &[
    (
        Term::Close,
        0,
        "
---------------------------------------
Measure             Note   Year   Share
---------------------------------------
Fish farms           970             15

childcare trains


Tax                4,828          8,971
---------------------------------------",
        "Measure|Note|Year|Share / Fish farms childcare trains|970||15 / Tax|4,828||8,971",
    ),
    (
        Term::CutHead,
        0,
        "
-------------+-----
Target          Sum
-------------+-----
1-1           5,337

Water supply    679

Fish             50

2-1             367
-------------+-----",
        "Target|Sum / 1-1|5,337 / Water supply|679 / Fish|50 / 2-1|367",
    ),
    (
        Term::CutLone,
        0,
        "     (unit: yen)

-----------------
Actual  Actual
-----------------
1-1     Schools

1-2     Childcare
-----------------
Fire    Books
-----------------",
        "Actual|Actual / 1-1|Schools / 1-2|Childcare / Fire|Books",
    ),
    (
        Term::ColumnUndrawn,
        0,
        "
---------+--------------+---------
No         Name            Sum
---------+--------------+---------
1-1        Fish  farms     15
---------+--------------+---------
1-2        Fire  books     20
---------+--------------+---------
1-3        Busy  ports     34
---------+--------------+---------
1-4        Long  roads     71
---------+--------------+---------",
        "No|Name|Sum / 1-1|Fish farms|15 / 1-2|Fire books|20 / 1-3|Busy ports|34 / 1-4|Long roads|71",
    ),
    (
        Term::Few,
        0,
        "          (unit: yen)

-----+----------+-----
 No    Actual     Year
-----+----------+-----
1-1    Ports
-----+----------+-----
1-2    Bridges
-----+----------+-----
Tax    Ports
-----+----------+-----
2-1    Books
-----+----------+-----
2-2    Ports
-----+----------+-----
2-3    Tax",
        "No|Actual|Year / 1-1|Ports| / 1-2|Bridges| / Tax|Ports| / 2-1|Books| / 2-2|Ports| / 2-3|Tax|",
    ),
    (
        Term::Fill,
        0,
        "
----------
No     Sum
----------
1-1

======+===
Parks
----------",
        "No|Sum / 1-1| / Parks|",
    ),
    (
        Term::Joint,
        0,
        "
---------+-----
Target
---------+-----
Tax
---------+-----
Buses
---------+-----",
        "Target| / Tax| / Buses|",
    ),
    (
        Term::Line,
        0,
        "     (unit: yen)

-----------------
Actual  Actual
-----------------
1-1     Schools

1-2     Childcare
-----------------
Fire    Books
-----------------",
        "Actual|Actual / 1-1|Schools / 1-2|Childcare / Fire|Books",
    ),
    (
        Term::Narrow,
        0,
        " (unit: yen)

-------+-----
Target   Note
-------+-----
1-1        64
-------+-----
Snow       19",
        "Target|Note / 1-1|64 / Snow|19",
    ),
    (
        Term::Numbers,
        0,
        "
-----------------
Actual       Year
-----------------
1-1     809  585
-----------------
Buses    53  269
-----------------",
        "Actual||Year / 1-1|809|585 / Buses|53|269",
    ),
    (
        Term::Row,
        0,
        "     (unit: yen)

-----------------
Actual  Actual
-----------------
1-1     Schools

1-2     Childcare
-----------------
Fire    Books
-----------------",
        "Actual|Actual / 1-1|Schools / 1-2|Childcare / Fire|Books",
    ),
    (
        Term::Spread,
        0,
        "
------------------------------
               Actual   Actual
------------------------------
Books                       51

1-2                        236

Bridges health care        623

childcare health care
------------------------------
2-1                        726
------------------------------",
        "Actual|Actual / Books|51 / 1-2|236 / Bridges health care childcare health care|623 / 2-1|726",
    ),
    (
        Term::Unruled,
        0,
        "
-------------+------
Target        Actual
-------------+------
1-1              538

Water supply     463

Bridges          852
-------------+------",
        "Target|Actual / 1-1|538 / Water supply|463 / Bridges|852",
    ),
    (
        Term::Empty,
        60,
        "
-------------+----
      Target


-------------+----
1-1
-------------+----
Water supply
-------------+----",
        "Target| / 1-1| / Water supply|",
    ),
    (
        Term::HeadOff,
        60,
        "
--------------
        Note

           now
--------------
1-1    Fire

=====+========
Snow   Schools",
        "|Note now / 1-1|Fire / Snow|Schools",
    ),
    (
        Term::NarrowShown,
        60,
        "
-------------
No  Sum¦Year
-------------
1-1  42¦6,603
-------------
1-2¦178   700",
        "No|Sum|Year / 1-1|42|6,603 / 1-2|178|700",
    ),
    (
        Term::NoKeyLone,
        60,
        "
-------+-----
Actual    Sum
-------+-----
1-1     7,563
-------+-----
        3,613
-------+-----
1-3       945
-------+-----",
        "Actual|Sum / 1-1|7,563 / |3,613 / 1-3|945",
    ),
    (
        Term::Unit,
        0,
        "      単位:

-----------
No   Actual
-----------
1-1     246

1-2     881
-----------",
        "No|Actual / 1-1|246 / 1-2|881",
    ),
    (
        Term::Step,
        60,
        "
--------------------
No     Measure
--------------------
1-1    ①Roads
--------------------
       ②Bridges
--------------------
1-2    Parks
--------------------",
        "No|Measure / 1-1|①Roads / |②Bridges / 1-2|Parks",
    ),
];

/// A term, a fixture that is read otherwise without it, and the page.
const PRINTED: &[(Term, &str, usize)] = &[
    (Term::Across, "text/vertical-writing", 1),
    (Term::Again, "rules/horizontals-two-tables-of-years", 1),
    (Term::Alone, "rules/three-horizontals-one-row", 1),
    (Term::Caption, "rules/sparse-captions-between-tables", 1),
    (Term::Column, "rules/header-without-verticals", 1),
    (Term::Down, "layout/notes-below-the-table-of-each-page", 3),
    (Term::Edge, "layout/notes-below-the-table-of-each-page", 3),
    (Term::EmptyHeaded, "rules/none-cells-nearly-touching", 1),
    (Term::Hard, "rules/header-rule-and-frame", 1),
    (Term::HardOpen, "text/markers-begin-lines", 1),
    (Term::HeadBeside, "rules/none-header-of-an-empty-column-nearer", 1),
    (Term::Headless, "publishers/gunma-kpi", 1),
    (Term::HeadingLeft, "rules/none-bands", 1),
    (Term::HeadGap, "rules/horizontals-header-of-an-empty-column-nearer", 1),
    (Term::Prose, "rules/none", 1),
    (Term::ProseWide, "rules/rules-below-rows-alone", 1),
    (Term::Stack, "rules/horizontals-above-the-total", 1),
    (Term::Table, "rules/header-without-verticals", 1),
    (Term::Through, "rules/none-header-two-levels", 1),
    (Term::Tear, "rules/no-vertical-rules", 10),
    (Term::Trough, "rules/horizontals-cells-nearly-touching", 1),
    (Term::UnruledAmongRules, "rules/no-vertical-rules", 3),
];

#[test]
fn drawn_tables_need_their_terms() {
    for (term, points, drawing, expected) in DRAWN {
        let lines: Vec<&str> = drawing.lines().collect();
        let name = term.name();
        assert_eq!(read(&lines, &Weights::default()), [*expected], "{name}");
        let page = drawn(&lines);
        let usual = squares(&tables_of(&page, &Weights::default()));
        let other = squares(&tables_of(&page, &Weights::with(*term, *points)));
        assert_ne!(other, usual, "{name}");
    }
}

#[test]
fn printed_tables_need_their_terms() {
    for (term, fixture, number) in PRINTED {
        let page = page_of(fixture, *number);
        let usual = cells(&page, &Weights::default());
        assert_ne!(cells(&page, &Weights::with(*term, 0)), usual, "{}: {fixture}", term.name());
    }
}

#[test]
fn every_term_is_shown() {
    let drawn = DRAWN.iter().map(|it| it.0).chain(PRINTED.iter().map(|it| it.0));
    let shown: Vec<Term> = drawn.collect();
    let by_others =
        [Term::Cut, Term::Gap, Term::Late, Term::ProseGap, Term::ProseRule, Term::Apart];
    let is_needed = |term: &Term| {
        let lists = |it: &&super::Drawn| read(it.lines, &Weights::with(*term, 0)) != it.expected;
        super::ALL.iter().find(lists).is_some()
    };
    assert!(by_others.iter().all(is_needed));
    let unshown: Vec<&str> = Term::ALL
        .iter()
        .filter(|term| !shown.contains(term) && !by_others.contains(term))
        .map(|term| term.name())
        .collect();
    assert!(unshown.is_empty(), "{unshown:?}");
}
