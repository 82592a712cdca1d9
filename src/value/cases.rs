//! The cases of `tests/data/values.tsv`, each judged by a person reading it.
//!
//! Columns: cell (`⏎` is a line end), hint, expected values. The hint is empty
//! or `header=…`, `indicator=…`, `note=…`, `below=…`, several parted by `;`. A value is
//! printed as
//!
//! ```text
//! [label[+label…][*sum|*each]=] ["subject"] [~] [>=|<=|<|>] number[..upper] [unit[<code>]]
//!     [@period] [Δ[basis] direction] [?qualifier] [{note}] | state [known in]
//! ```
//!
//! values are parted by ` | `, and remarks follow behind ` ! `.

use super::{Hints, Reading, Remark, RemarkKind, Value, read};
use crate::value::{Bound, number, unit};

fn print(cell: &str, reading: &Reading) -> String {
    let values: Vec<String> = reading.values.iter().map(value).collect();
    let remarks: String =
        reading.remarks.iter().map(|it| format!(" ! {}", remark(cell, it))).collect();
    values.join(" | ") + &remarks
}

fn remark(cell: &str, it: &Remark) -> String {
    let kind = match it.kind {
        RemarkKind::SpaceInNumber => "space",
        RemarkKind::NotUnderstood => "unread",
    };
    format!("{kind}[{}]", &cell[it.place.clone()])
}

fn value(it: &Value) -> String {
    let mut words = Vec::new();
    if let Some(label) = &it.label {
        let refers = if it.refers_to.is_empty() { label.clone() } else { it.refers_to.join("+") };
        let sharing = it.sharing.map_or(String::new(), |it| format!("*{}", it.code()));
        words.push(format!("{refers}{sharing}="));
    }
    words.extend(it.subject.as_ref().map(|it| format!("\"{it}\"")));
    words.extend(it.approximate.then(|| "~".to_owned()));
    if let Some(first) = it.number {
        let bound = match it.bound {
            None => "",
            Some(Bound::AtLeast) => ">=",
            Some(Bound::AtMost) => "<=",
            Some(Bound::LessThan) => "<",
            Some(Bound::MoreThan) => ">",
        };
        let upper = it.upper.map_or(String::new(), |it| format!("..{}", number::print(it)));
        words.push(format!("{bound}{}{upper}", number::print(first)));
    }
    words.extend(it.unit.as_ref().map(|it| {
        let code = it.code.as_ref().map_or(String::new(), |code| format!("<{code}>"));
        format!("{}{code}", it.text)
    }));
    words.extend(it.period.as_ref().map(|it| format!("@{}<{}>", it.text, it.code())));
    words.extend(
        it.change.as_ref().map(|it| {
            format!("Δ{} {}", it.basis.as_deref().unwrap_or_default(), it.direction.code())
        }),
    );
    words.extend(it.state.map(|it| it.code().to_owned()));
    words.extend(it.known_in.as_ref().map(|it| it.year.to_string()));
    words.extend(it.qualifier.map(|it| format!("?{}", it.code())));
    words.extend(it.notes.iter().map(|it| format!("{{{it}}}")));
    words.join(" ")
}

fn hints(text: &str) -> Hints<'_> {
    text.split(';').fold(Hints::none(), |hints, part| match part.split_once('=') {
        Some(("header", it)) => hints.with_header(it),
        Some(("indicator", it)) => hints.with_indicator(&it.replace('⏎', "\n")),
        Some(("note", it)) => hints.with_note(it.replace('⏎', "\n")),
        Some(("below", it)) => hints.with_notes_below(it.replace('⏎', "\n")),
        _ => hints,
    })
}

/// What is true of every reading of every text.
fn check_invariants(cell: &str, reading: &Reading) {
    for value in &reading.values {
        assert_eq!(cell.get(value.place.clone()), Some(value.text.as_str()), "{cell:?}");
        assert!(!value.text.is_empty(), "{cell:?}");
        assert_eq!(value.number.is_some(), value.state.is_none(), "{cell:?}");
        assert!(value.upper.is_none_or(|upper| value.number.is_some_and(|it| it <= upper)));
    }
    for remark in &reading.remarks {
        assert!(cell.get(remark.place.clone()).is_some(), "{cell:?}");
    }
}

/// The one way in which a row is checked: what it should have said, if wrong.
fn check(cell: &str, hint: &str, expected: &str) -> Option<String> {
    let reading = read(cell, &hints(hint));
    check_invariants(cell, &reading);
    let found = print(cell, &reading);
    (found != expected)
        .then(|| format!("{cell:?} ({hint})\n  expected {expected}\n  found    {found}"))
}

fn rows() -> Vec<(String, String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/values.tsv");
    let table = std::fs::read_to_string(path).unwrap();
    let rows = table.lines().skip(1).filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [cell, hint, expected] = columns[..] else { panic!("{line:?}") };
        (cell.replace('⏎', "\n"), hint.to_owned(), expected.to_owned())
    })
    .collect()
}

#[test]
fn every_case() {
    let rows = rows();
    let wrong: Vec<String> =
        rows.iter().filter_map(|(cell, hint, it)| check(cell, hint, it)).collect();
    assert!(rows.len() >= 300, "{} cases", rows.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn widths_do_not_matter() {
    let numbers = |cell: &str, hint: &str| -> Vec<_> {
        let values = read(cell, &hints(hint)).values.into_iter();
        values
            .map(|it| (it.number, it.upper, it.bound, it.state, it.unit.and_then(|it| it.code)))
            .collect()
    };
    for (cell, hint, _) in rows() {
        let narrow = crate::text::normalize(&cell);
        assert_eq!(numbers(&cell, &hint), numbers(&narrow, &hint), "{cell:?}");
        let wide: String = narrow.chars().map(full_width).collect();
        assert_eq!(numbers(&narrow, &hint), numbers(&wide, &hint), "{cell:?}");
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        c => c,
    }
}

mod properties {
    use super::{check_invariants, read, unit};
    use crate::value::Hints;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text(cell: String, note: String) {
            check_invariants(&cell, &read(&cell, &Hints::none().with_note(&note).with_indicator(&note)));
        }

        #[test]
        fn any_cell(cell in "[①②【】（）()0-9０-９,.万億千十二件人%％年度月日間約以上未満～、・※―△+前比減 　\n令和R6]{0,30}") {
            check_invariants(&cell, &read(&cell, &Hints::none().with_header("単位：千円")));
            let _ = unit::stated(&cell);
        }
    }
}

#[test]
fn long_cells_take_linear_time() {
    let hard = [
        "1",
        "10件、",
        "R6",
        "①",
        "(",
        "前年度比",
        "1日当たり",
        "※",
        "令和",
        "一",
        "千",
        " ",
        "△",
        "第1",
        "A1",
        "→",
        "10人→",
        "10人から",
        "10件のうち",
        "10件うち",
        "65歳以上",
        "1人当たり",
        "10年間で",
        "総計1",
        "①総計1",
        "10数",
        "ゼロ",
        "(速報値)",
        "10件に減少",
        "10件する",
    ];
    for part in hard {
        let cell = part.repeat(20_000);
        let start = std::time::Instant::now();
        let reading = read(&cell, &Hints::none().with_note(&cell).with_indicator(&cell));
        check_invariants(&cell, &reading);
        // Far above what it takes (a second), on a busy machine too, and below what
        // squares of it would.
        assert!(start.elapsed().as_secs() < 40, "{part:?} {:?}", start.elapsed());
    }
}
