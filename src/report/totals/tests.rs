//! Tables of totals in every form, and the groups that they name.

use super::{TotalsRow, Words, is_same_group};
use crate::annex::{Context, Roles};
use crate::table::samples;
use crate::value::Legend;

const THREE: &str = "◎：達成　○：概ね達成　△：未達成　■：集計中";

fn print(row: &TotalsRow) -> String {
    let counts = row.counts.iter().map(|(name, count)| format!(" {name}{count}"));
    let percents = row.percents.iter().map(|(name, percent)| format!(" {name}{percent}%"));
    let total = row.total.map(|total| format!(" ={total}")).unwrap_or_default();
    let year = row.year.map(|year| format!("@{year}")).unwrap_or_default();
    let counts: String = counts.chain(percents).collect();
    format!("{}[{}]{year}{counts}{total}", row.label, row.path.join("/"))
}

#[track_caller]
fn check_with(legend: &str, used: &[&str], table: &[&str], expected: &[&str]) {
    let (header, rows) = table.split_first().unwrap();
    let table = samples::table(&header.split('|').collect::<Vec<_>>(), rows);
    let known = Legend::parse_keyed(legend);
    let used: Vec<String> = used.iter().map(|it| (*it).to_owned()).collect();
    let is_own = !known.is_empty();
    let words = Words { known: &known, is_own, used: &used, year: Some(2024) };
    let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
    let rows = super::form::rows(&table, roles.are_of_measures(), words);
    let found: Vec<String> = rows.iter().map(print).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn check(table: &[&str], expected: &[&str]) {
    check_with(THREE, &[], table, expected);
}

#[test]
fn columns_of_symbols_or_words() {
    check(
        &["区分|◎|○|△|計", "くらし|2|0|1|3", "合計|3|1|1|5"],
        &["くらし[くらし] ◎2 ○0 △1 =3", "合計[] ◎3 ○1 △1 =5"],
    );
    check(&["体系|達成|概ね達成|未達成", "合計|3|1|0"], &["合計[] ◎3 ○1 △0"]);
    // 施策数 is the sum, but where most rows have another one.
    check(
        &["分野|施策数|◎|○|△", "水|2|1|1|0", "合計|3|1|1|1"],
        &["水[水] ◎1 ○1 △0 =2", "合計[] ◎1 ○1 △1 =3"],
    );
    check(
        &["分野|施策数|◎|○|△", "水|9|1|1|0", "合計|12|1|1|1"],
        &["水[水] ◎1 ○1 △0", "合計[] ◎1 ○1 △1"],
    );
    check(
        &[
            "|施策数/達成|施策数/概ね\n達成|施策数/計|施策数/(集計中)|達成率/達成|達成率/計",
            "合計|126|15|141|(10)|74.6%|83.4%",
        ],
        &["合計[] ◎126 ○15 ■10 ◎74.6% 計83.4% =141"],
    );
}

/// △ and ▲ are two columns where the legend has both.
#[test]
fn four_steps() {
    check_with(
        "◎：100％以上　○：90％以上　△：50％以上　▲：50％未満",
        &[],
        &["区分|◎|○|△|▲|計", "合計|1|1|2|1|5"],
        &["合計[] ◎1 ○1 △2 ▲1 =5"],
    );
    let words = ["順調", "概ね順調", "遅れ"];
    check_with(
        "",
        &words,
        &["|順調|概ね順調|遅れ|計", "くらし|4|2|1|7"],
        &["くらし[くらし] 順調4 概ね順調2 遅れ1 =7"],
    );
}

#[test]
fn rows_of_ratings() {
    check(
        &["評価|施策数|割合", "◎|3|75.0%", "○|1|25.0%", "△|0|0%", "計|4|100%"],
        &["合計[] ◎3 ○1 △0 ◎75.0% ○25.0% △0% 計100% =4"],
    );
    check(
        &["評価|施策数（割合）", "達成|3（75.0％）", "未達成|1（25.0％）"],
        &["合計[] ◎3 △1 ◎75.0% △25.0%"],
    );
}

#[test]
fn counts_and_shares_on_two_lines() {
    let expected = ["くらし[くらし] ◎6 ○0 △6 ◎50.0% ○0.0% △50.0% =12"];
    check(&["|◎|○|△|計", "くらし|6|0|6|12", "くらし|(50.0%)|(0.0%)|(50.0%)|"], &expected);
    check(&["|◎|○|△|計", "くらし|6|0|6|12", "|50.0%|0.0%|50.0%|"], &expected);
    check(&["|◎|○|△|計", "くらし|6\n(50.0%)|0\n(0.0%)|6\n(50.0%)|12"], &expected);
}

#[test]
fn matrices() {
    check(
        &["評価|令和５年度|令和６年度", "◎|1|3", "○|2|1", "計|3|4"],
        &["令和５年度[]@2023 ◎1 ○2 =3", "令和６年度[]@2024 ◎3 ○1 =4"],
    );
    check(
        &["評価年度|H27|R6", "◎|1|3", "(◎+○)|3|4", "○|2|1"],
        &["H27[]@2015 ◎1 ○2", "R6[]@2024 ◎3 ○1"],
    );
    check(
        &["評価|くらし|行政|計", "◎|2|1|3", "○|0|1|1", "計|2|2|4"],
        &["くらし[くらし] ◎2 ○0 =2", "行政[行政] ◎1 ○1 =2", "合計[] ◎3 ○1 =4"],
    );
    // 計 in every group.
    check(
        &[
            "分野|評価|施策数",
            "くらし|◎|2",
            "くらし|○|0",
            "くらし|計|2",
            "行政|◎|1",
            "行政|○|1",
            "行政|計|2",
            "合計|◎|3",
            "合計|○|1",
        ],
        &["くらし[くらし] ◎2 ○0 =2", "行政[行政] ◎1 ○1 =2", "合計[] ◎3 ○1"],
    );
    check(
        &[
            "分野|施策|◎|○|△",
            "くらし|相談|1|0|1",
            "くらし|防災|1|0|0",
            "くらし|小計|2|0|1",
            "行政|小計|1|1|0",
            "合計|合計|3|1|1",
        ],
        &[
            "くらし　相談[くらし/相談] ◎1 ○0 △1",
            "くらし　防災[くらし/防災] ◎1 ○0 △0",
            "くらし　小計[くらし] ◎2 ○0 △1",
            "行政　小計[行政] ◎1 ○1 △0",
            "合計[] ◎3 ○1 △1",
        ],
    );
    check(
        &["年度|◎|○|△", "令和５年度|2|0|1", "令和６年度|1|1|1"],
        &["令和５年度[]@2023 ◎2 ○0 △1", "令和６年度[]@2024 ◎1 ○1 △1"],
    );
}

#[test]
fn without_a_header() {
    check(&["", "区分|◎|○|△", "合計|3|1|1"], &["合計[] ◎3 ○1 △1"]);
    check(&["", "◎|3|○|1|計|4"], &["合計[] ◎3 ○1 =4"]);
}

#[test]
fn below_the_measures() {
    let measures = "番号|施策名|目標|実績|評価";
    check(
        &[measures, "1|窓口|5件|6件|◎", "|||達成|3", "|||未達成|1", "|||計|4"],
        &["合計[] ◎3 △1 =4"],
    );
    check(&[measures, "1|窓口|5件|6件|◎", "合計||◎|○|△", "||3|1|0"], &["合計[] ◎3 ○1 △0"]);
    let yearly = "番号|施策名|評価/R5|評価/R6";
    check(
        &[yearly, "1|窓口|○|◎", "2|道路|◎|○", "評価◎の合計||1|1", "○の件数||1|1"],
        &["R5[]@2023 ◎1 ○1", "R6[]@2024 ◎1 ○1"],
    );
    let numbers = ["0", "1"];
    let letters = "A：進んだ　B：進まなかった";
    let one = [yearly, "1|窓口|A|B", "評価Aの合計||1|0"];
    check_with(letters, &numbers, &one, &[]);
    check(&[measures, "1|窓口|5|6|◎", "2|道路|5|6|△"], &[]);
    check(&[measures, "1|窓口|5|6|◎", "|合計|5|6|"], &[]);
}

#[test]
fn other_tables() {
    check(&["番号|施策名|評価|◎|○|△", "1-1|相談|◎|2|1|1"], &[]);
    check(&["区分|予算|決算", "合計|3|1"], &[]);
    check(&["区分|◎|○|△", "説明|達成|概ね達成|未達成"], &[]);
    check(&["記号|意味", "◎|達成", "○|概ね達成"], &[]);
    check(&["区分|◎|予算", "合計|3|100"], &[]);
}

#[test]
fn names_of_groups() {
    for (one, other) in [
        ("くらし", "くらし"),
        ("１　くらし", "くらし"),
        ("施策群1　サービスの量の確保", "サービスの量の確保"),
        ("基本目標1　しごと", "1 しごと"),
        ("（1）理解の促進", "理解の促進"),
        ("「くらしのデジタル化」", "くらしの\nデジタル化"),
        ("Ⅰ 安全", "安全"),
        ("第１分野　政策", "政策"),
    ] {
        assert!(is_same_group(one, other), "{one} {other}");
    }
    for (one, other) in
        [("くらし", "行政"), ("", ""), ("基本目標1", "基本目標2"), ("1", "2"), ("", "1")]
    {
        assert!(!is_same_group(one, other), "{one} {other}");
    }
}
