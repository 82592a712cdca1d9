//! Rows of a report, and what R201 and R202 say of their ratings.

use super::{Basis, bases_of_ratings, check};
use crate::checks::samples::{details, report, says};
use crate::report::Report;
use crate::value::rating::RuleKind;

const BOUNDS: &str = "凡例　◎達成　○概ね達成（80％以上）　△未達成";
const WORDS: &str = "凡例　◎達成　○概ね達成　△未達成";

#[track_caller]
fn of(legend: &str, row: &str, expected: &[&str]) {
    let row = format!("1-1|窓口|{row}");
    let report = report("番号|施策名|成果指標|目標|実績|評価", &[&row], &[legend]);
    assert_eq!(says(&report, check), expected, "{row}");
}

#[test]
fn reached_or_missed() {
    of(WORDS, "利用者数|100人|100人|◎", &[]);
    of(WORDS, "利用者数|100人|99人|◎", &["R201 1-1"]);
    of(WORDS, "利用者数|100人|100人|△", &["R201 1-1"]);
    of(WORDS, "利用者数|100人|101人|○", &["R201 1-1"]);
    of(WORDS, "利用者数|100人|10人|○", &[]);
    of(WORDS, "周知|実施|実施|△", &["R201 1-1"]);
    of(WORDS, "利用者数|100人|約99人|◎", &[]);
    of(WORDS, "利用者数|50～100人|40人|◎", &[]);
    of(WORDS, "利用者数|100人超|100人|△", &[]);
    of(WORDS, "利用者数|100人超|100人|○", &[]);
    of(WORDS, "利用者数|100人超|100人|◎", &["R201 1-1"]);
    of(WORDS, "損益|△10億円|△5億円|◎", &[]);
    of(WORDS, "損益|△10億円|△20億円|◎", &["R201 1-1"]);
    of(WORDS, "ごみの量|880g|880g|△", &["R201 1-1"]);
    of(WORDS, "周知|※|※|△", &[]);
}

#[test]
fn bounds_of_the_legend() {
    of(BOUNDS, "利用者数|100人|80人|○", &[]);
    of(BOUNDS, "利用者数|100人|79人|○", &["R201 1-1"]);
    of(BOUNDS, "利用者数|100人|80人|△", &["R201 1-1"]);
    of(BOUNDS, "利用者数|100人|79人|△", &[]);
    of("凡例　◎達成（9割以上）　○概ね達成　△未達成", "利用者数|100人|90人|◎", &[]);
    of("凡例　◎達成（9割以上）　○概ね達成　△未達成", "利用者数|100人|89人|◎", &["R201 1-1"]);
}

#[test]
fn less_is_better() {
    of(WORDS, "事故件数|10件|9件|◎", &[]);
    of(WORDS, "事故件数|10件|11件|◎", &["R201 1-1"]);
    of(WORDS, "利用者数|100人以下|90人|△", &["R201 1-1"]);
    of(WORDS, "件数の削減|15件|14件|○", &[]);
    of(WORDS, "件数の削減|15件|14件|◎", &[]);
    of(WORDS, "割合|0%|5%|△", &[]);
    of(WORDS, "割合|0%|5%|◎", &["R201 1-1"]);
    of(WORDS, "事故件数|10件以上|11件|△", &["R201 1-1"]);
    of(WORDS, "入所待ちの人数|10人|11人|◎", &["R201 1-1"]);
    of(WORDS, "利用者数|10％減|20％減|△", &["R201 1-1"]);
    of(WORDS, "利用者数|100人未満|100人|△", &[]);
    of(WORDS, "利用者数|100人未満|100人|◎", &["R201 1-1"]);
}

#[test]
fn not_computable() {
    of(WORDS, "割合|0%|5%|○", &["R202 1-1"]);
    of(WORDS, "利用者数|100人|実施|○", &["R202 1-1"]);
    of(WORDS, "周知|実施|3件|○", &["R202 1-1"]);
    of(WORDS, "利用者数|100人|90件|○", &["R202 1-1"]);
    of(WORDS, "相談件数|100件/年|90件|○", &[]);
    of(WORDS, "利用者数|100人|※|■", &[]);
}

#[test]
fn several_items() {
    of(WORDS, "①率⏎②数|①90%⏎②10件|①90%⏎②9件|○", &[]);
    of(WORDS, "①率⏎②数|①90%⏎②10件|①89%⏎②9件|◎", &["R201 1-1"]);
    of(WORDS, "①率⏎②数⏎③数|①90%⏎②6件⏎③4件|①90%⏎②・③合計10件|△", &["R201 1-1"]);
    of(WORDS, "①数⏎②数|①6件⏎②4件|①・②合計8件|◎", &["R201 1-1"]);
    of(WORDS, "①数⏎②数|①6件⏎②4件|①・②各5件|◎", &[]);
}

#[test]
fn steps_of_letters_by_the_rule_of_the_report() {
    let legend = "凡例　S：110％以上　A：100％以上110％未満　B：80％以上100％未満　C：80％未満";
    let sentence = "評価は目標に対する達成率により判定した。";
    let row = |row: &str| {
        let row = format!("1-1|窓口|{row}");
        let header = "番号|施策名|成果指標|目標|実績|評価";
        says(&report(header, &[&row], &[legend, sentence]), check)
    };
    for fits in ["数|100人|110人|S", "数|100人|100人|A", "数|100人|99人|B", "数|100人|9人|C"]
    {
        assert!(row(fits).is_empty(), "{fits}");
    }
    // Rounded to 110 % or 80 %; said in words, it may be more than reached.
    for fits in ["数|1000人|1096人|S", "数|1000人|796人|B", "周知|実施|実施|S"] {
        assert!(row(fits).is_empty(), "{fits}");
    }
    for false_ in [
        "数|100人|110人|A",
        "数|100人|100人|B",
        "数|100人|99人|A",
        "数|1000人|996人|A",
        "周知|実施|実施|B",
        "事故件数|10件|11件|A",
    ] {
        assert_eq!(row(false_), ["R201 1-1"], "{false_}");
    }
}

#[test]
fn the_printed_ratio_goes_before_the_computed_one() {
    let legend = "凡例　A：達成率100％以上　B：70％以上100％未満　C：70％未満";
    let row = |row: &str| {
        let row = format!("1-1|ごみ|{row}");
        let header = "番号|施策名|成果指標|目標|実績|達成率|評価";
        says(&report(header, &[&row], &[legend]), check)
    };
    for fits in [
        "ごみの量|880g|905g|97.2%|B",
        "ごみの量|880g|905g|97.2|B",
        "ごみの量|880g|905g|0.97|B",
        "ごみの量|880g|293g|3|A",
        "ごみの量|880g|905g|2%|C",
        "通報件数|50件|81件|0.38|C",
    ] {
        assert!(row(fits).is_empty(), "{fits}");
    }
    for false_ in ["ごみの量|880g|905g|97.2%|A", "ごみの量|880g|884g|99.6%|A"] {
        assert_eq!(row(false_), ["R201 1-1"], "{false_}");
    }
    // Without one, nobody says on which side the amount of rubbish is better.
    assert!(row("ごみの量|880g|905g||B").is_empty());
}

#[test]
fn progress_from_the_base() {
    let legend = "凡例　A：進捗率100％以上　B：進捗率50％以上100％未満　C：進捗率50％未満";
    let row = |row: &str| {
        let row = format!("1-1|窓口|{row}");
        let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
        says(&report(header, &[&row], &[legend]), check)
    };
    assert!(row("数|50人|100人|75人|B").is_empty());
    assert!(row("率|10%|5%|5%|A").is_empty());
    assert_eq!(row("数|50人|100人|75人|A"), ["R201 1-1"]);
    assert_eq!(row("数|50人|100人|60人|B"), ["R201 1-1"]);
    assert!(row("数|実施|100人|60人|B").is_empty());
    assert!(row("数|50人|100人|約75人|A").is_empty());
    assert!(row("数||100人|75人|A").is_empty());
}

#[test]
fn ratios_that_are_printed_rounded() {
    let legend = "凡例　A：達成率100％以上　B：70％以上100％未満　C：70％未満";
    let row = |row: &str| {
        let row = format!("1-1|窓口|{row}");
        let header = "番号|施策名|成果指標|目標|実績|達成率|評価";
        says(&report(header, &[&row], &[legend]), check)
    };
    for fits in [
        "来場者数|300人|299人|100%|A",
        "来場者数|300人|299人|100%|B",
        "来場者数|約5万人|49,800人|99.6%|A",
    ] {
        assert!(row(fits).is_empty(), "{fits}");
    }
    assert_eq!(row("来場者数|300人|290人|96.7%|A"), ["R201 1-1"]);
}

#[test]
fn the_way_to_a_later_goal() {
    let legend = "凡例　A：進捗率100％以上　B：進捗率50％以上100％未満　C：進捗率50％未満";
    let row = |row: &str| {
        let row = format!("1-1|窓口|数|{row}");
        let header = "番号|施策名|成果指標|基準値（R3）|目標値（R9）|実績値（R6）|進捗率|評価";
        says(&report(header, &[&row], &[legend]), check)
    };
    assert!(row("50人|100人|80人|60%|B").is_empty());
    assert!(row("50人|100人|80人||B").is_empty());
    assert_eq!(row("50人|100人|80人|60%|A"), ["R201 1-1"]);
}

#[test]
fn the_target_above_steps_against_the_base() {
    let legend = "凡例　◎：目標達成　○：基準値より改善　×：基準値より悪化";
    let row = |row: &str| {
        let row = format!("1-1|安全|{row}");
        let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
        says(&report(header, &[&row], &[legend]), check)
    };
    for fits in ["参加者数|220人|600人|655人|◎", "知らない人の割合|48%|35%|41%|○"]
    {
        assert!(row(fits).is_empty(), "{fits}");
    }
    assert_eq!(row("参加者数|220人|600人|655人|×"), ["R201 1-1"]);
    assert_eq!(row("事故件数|164件|120件以下|171件|◎"), ["R201 1-1"]);
}

#[test]
fn a_report_without_a_rule_or_with_a_base() {
    of("本文", "利用者数|100人|99人|◎", &[]);
    let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
    let report = report(header, &["1-1|窓口|数|50人|100人|99人|◎"], &[WORDS]);
    assert!(says(&report, check).is_empty());
}

#[test]
fn a_rule_of_ratios_beside_a_base() {
    let legend = "凡例　A：達成率100％以上　B：70％以上100％未満　C：70％未満";
    let header = "番号|施策名|成果指標|基準値|目標|実績|評価";
    let said = |row: &str| says(&report(header, &[row], &[legend]), check);
    assert!(said("1-1|窓口|数|50人|100人|75人|B").is_empty());
    assert_eq!(said("1-1|窓口|数|50人|100人|75人|C"), ["R201 1-1"]);
}

#[test]
fn rules_that_say_nothing() {
    let base = "凡例　◎：前年度より大きく改善　○：前年度より改善　△：前年度より悪化";
    of(base, "利用者数|100人|99人|◎", &[]);
    // 目標達成 above such steps says of itself what it asks.
    let target = "凡例　◎：目標達成　○：前年度より改善　△：前年度より悪化";
    of(target, "利用者数|100人|99人|◎", &["R201 1-1"]);
    of(target, "利用者数|100人|99人|△", &[]);
    // Bounds that rise, and two of one step.
    of("凡例　A：達成率50％以上　B：達成率100％以上", "利用者数|100人|9人|A", &[]);
    of("凡例　A：達成率90％以上　B：達成率90％以上", "利用者数|100人|9人|A", &[]);
}

fn of_one(legend: &str, row: &str) -> Report {
    report("番号|施策名|成果指標|目標|実績|評価", &[&format!("1-1|窓口|{row}")], &[legend])
}

/// A layout may say that bounds are stated, and not of what.
#[test]
fn rules_of_layouts() {
    let said = |legend: &str, row: &str, kind: Option<RuleKind>| {
        let mut report = of_one(legend, row);
        match (kind, &mut report.rule) {
            (Some(kind), Some(stated)) => stated.rule.kind = kind,
            (_, rule) => *rule = None,
        }
        says(&report, check)
    };
    let letters = "凡例　A：100％以上　B：80％以上100％未満　C：80％未満";
    let stated = Some(RuleKind::Stated);
    assert!(said(letters, "数|100人|9人|A", stated).is_empty());
    assert_eq!(said(BOUNDS, "数|100人|79人|○", stated), ["R201 1-1"]);
    // Without a rule, the bounds in the words of the legend.
    assert!(said(BOUNDS, "数|100人|80人|○", None).is_empty());
    assert_eq!(said(BOUNDS, "数|100人|79人|○", None), ["R201 1-1"]);
    let same = "凡例　◎達成（80％以上）　○概ね達成（80％以上）　△未達成";
    assert!(said(same, "数|100人|70人|○", None).is_empty());
}

#[test]
fn what_is_expected_and_found() {
    let said = |legend: &str, row: &str| details(&of_one(legend, row), check);
    assert_eq!(said(WORDS, "数|100人|99人|◎"), ["R201 1-1 key rating ◎より下 → ◎"]);
    assert_eq!(said(BOUNDS, "数|100人|90人|△"), ["R201 1-1 key rating ○ → △"]);
    let items = "①数⏎②数|①10件⏎②10件|①10件⏎②8件|△";
    assert_eq!(said(BOUNDS, items), ["R201 1-1 key rating ◎～○ → △"]);
    assert_eq!(said(WORDS, "数|100人|実施|○"), ["R202 1-1 key rating - → 実施"]);
}

#[test]
fn from_what_a_rating_follows() {
    let basis = |row: &str| {
        let bases = bases_of_ratings(&of_one(WORDS, row));
        bases.into_iter().map(|(measure, symbol, it)| (format!("{measure} {symbol}"), it)).next()
    };
    let is = |name: &str, basis: Basis| Some((name.to_owned(), basis));
    assert_eq!(basis("数|100人|100人|◎"), is("1-1 ◎", Basis::Numbers));
    assert_eq!(basis("周知|実施|実施|◎"), is("1-1 ◎", Basis::Words));
    assert_eq!(basis("①周知⏎②数|①実施⏎②9件|①実施⏎②9件|◎"), is("1-1 ◎", Basis::Numbers));
    assert_eq!(basis("数|100人|約99人|◎"), is("1-1 ◎", Basis::NotComputable));
    assert_eq!(basis("数|①100人|②90人|◎"), is("1-1 ◎", Basis::NotComputable));
    assert_eq!(basis("数|100人|99人|◎"), is("1-1 ◎", Basis::Contradicted));
    assert_eq!(basis("数|100人|※|■"), None);
    assert!(bases_of_ratings(&of_one("本文", "数|100人|100人|◎")).is_empty());
}
