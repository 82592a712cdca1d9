//! Legends, and the cells read through them.

use super::{Legend, Rating};
use proptest::prelude::*;

const MODEL: &str = "【「評価」欄の凡例】◎達成　◯概ね達成　△未達成　■集計中　―指標未設定";

#[track_caller]
fn parses(text: &str, expected: &str) {
    let legend = Legend::parse(text);
    let print = |it: &super::Entry| {
        format!("{}={}:{}", it.symbol, it.label, it.rating.map_or("?", Rating::code))
    };
    let found: Vec<String> = legend.entries.iter().map(print).collect();
    assert_eq!(found.join(" "), expected, "{text:?}");
}

#[track_caller]
fn reads(legend: &str, cell: &str, expected: &str) {
    let rating = Legend::parse(legend).read(cell);
    assert_eq!(rating.map_or("nothing", Rating::code), expected, "{cell:?}");
}

#[test]
fn legends() {
    let model = "◎=達成:achieved ◯=概ね達成:mostly_achieved △=未達成:not_achieved ■=集計中:pending ―=指標未設定:not_set";
    parses(MODEL, model);
    parses(&MODEL.replace('　', ""), model);
    parses(
        "◎：達成、○：概ね達成、×：未達成",
        "◎=達成:achieved ○=概ね達成:mostly_achieved ×=未達成:not_achieved",
    );
    parses(
        "Ａ：達成　Ｂ：概ね達成　Ｃ：未達成",
        "Ａ=達成:achieved Ｂ=概ね達成:mostly_achieved Ｃ=未達成:not_achieved",
    );
    parses("A 達成 B 概ね達成", "A=達成:achieved B=概ね達成:mostly_achieved");
    parses("A達成　B概ね達成", "A=達成:achieved B=概ね達成:mostly_achieved");
    parses("A （達成）　B （概ね達成）", "A=（達成）:achieved B=（概ね達成）:mostly_achieved");
    parses("〇達成　×未達成", "〇=達成:achieved ×=未達成:not_achieved");
    parses("（凡例：○達成　△未達成）", "○=達成:achieved △=未達成:not_achieved");
    parses("「◎」達成、「△」未達成", "◎=達成:achieved △=未達成:not_achieved");
    parses("５：達成　１：未達成", "５=達成:achieved １=未達成:not_achieved");
    parses("Ｓ…大きく達成", "Ｓ=大きく達成:achieved");
    parses("Ｓ…大きく前進", "Ｓ=大きく前進:?");
    parses("○は達成、×は未達成を示す。", "○=達成:achieved ×=未達成:not_achieved");
    parses("達成：○、未達成：×", "○=達成:achieved ×=未達成:not_achieved");
    parses("評価：目標達成 ○、目標未達成 ×", "○=目標達成:achieved ×=目標未達成:not_achieved");
    parses("◎（達成）　△（未達成）", "◎=（達成）:achieved △=（未達成）:not_achieved");
    parses(
        "○は目標を達成したもの、―は実績が未判明のもの",
        "○=目標を達成したもの:achieved ―=実績が未判明のもの:pending",
    );
    parses("目標達成 ◎ 達成 △ 未達成", "◎=達成:achieved △=未達成:not_achieved");
    let sentence = "達成したものには○、達成していないものには△を付した。";
    parses(sentence, "○=達成した:achieved △=達成していない:not_achieved");
    parses("凡例", "");
    parses("目標A達成", "");
    parses("A 10件", "");
    parses("A+達成", "");
    parses("A※達成", "");
    parses("", "");
}

#[test]
fn labels_before_steps() {
    let three = "A=達成:achieved B=概ね達成:mostly_achieved C=未達成:not_achieved";
    parses("達成：A　概ね達成：B　未達成：C", three);
    parses("達成…A、概ね達成…B、未達成…C", three);
    parses("達成（A）、概ね達成（B）、未達成（C）", three);
    parses("達成→○、未達成→×", "○=達成:achieved ×=未達成:not_achieved");
    parses("100％以上…◎　80％以上…○　80％未満…△", "◎=100％以上:? ○=80％以上:? △=80％未満:?");
    let bounds = "A=100％以上:? B=80％以上 100％未満:? C=80％未満:?";
    parses("100％以上（A）、80％以上 100％未満（B）、80％未満（C）", bounds);
    parses("評価は、100％以上をA、80％以上 100％未満をB、80％未満をCとした。", bounds);
    // Words that say nothing of a step are no labels.
    parses("甲館：A　乙館：B", "A=乙館：B:?");
}

#[test]
fn letters_before_brackets_and_bounds() {
    parses("A（達成）、B（未達成）", "A=（達成）:achieved B=（未達成）:not_achieved");
    parses("A／達成　B／未達成", "A=達成:achieved B=未達成:not_achieved");
    parses("A 100%～　B 80～99%　C ～79%", "A=100%～:? B=80～99%:? C=～79%:?");
    parses("A 12　B 30", "");
}

#[test]
fn labels_with_brackets() {
    parses(
        "◎達成（100％以上）　○概ね達成（80％以上100％未満）",
        "◎=達成（100％以上）:achieved ○=概ね達成（80％以上100％未満）:mostly_achieved",
    );
    parses("◎達成（×は除く）　△未達成", "◎=達成（×は除く）:achieved △=未達成:not_achieved");
}

#[test]
fn symbols_through_the_legend() {
    for cell in ["◎", " ◎ ", "◎\u{FE0E}", "◎※1", "◎＊", "◎（※２）", "達成※"]
    {
        reads(MODEL, cell, "achieved");
    }
    for cell in ["◯", "○", "〇", "⚪", "O", "Ｏ"] {
        reads(MODEL, cell, "mostly_achieved");
    }
    for cell in ["△", "▲"] {
        reads(MODEL, cell, "not_achieved");
    }
    for cell in ["■", "◼"] {
        reads(MODEL, cell, "pending");
    }
    for cell in ["―", "－", "‐", "–", "—", "-", "ー", "−", "─", "ｰ"] {
        reads(MODEL, cell, "not_set");
    }
}

#[test]
fn symbols_that_nobody_knows() {
    reads(MODEL, "×", "nothing");
    reads(MODEL, "A", "nothing");
    reads("", "◎", "nothing");
    reads("", "", "nothing");
    reads(MODEL, "◎◎", "nothing");
}

#[test]
fn letters_and_digits() {
    let letters = "Ｓ：達成　Ａ：達成　Ｂ：概ね達成　Ｃ：未達成　Ｄ：集計中";
    reads(letters, "S", "achieved");
    reads(letters, "Ｂ", "mostly_achieved");
    reads(letters, "D", "pending");
    reads("５：達成　３：概ね達成", "3", "mostly_achieved");
    reads("×未達成", "✕", "not_achieved");
}

#[test]
fn words_need_no_legend() {
    reads("", "達成", "achieved");
    reads("", "おおむね達成", "mostly_achieved");
    reads("", "未達成", "not_achieved");
    reads("", "達成（○）", "achieved");
    reads("", "○（未達成）", "not_achieved");
    reads("", "「達成」", "achieved");
    reads("○：達成", "達成（○）", "achieved");
    reads("○：概ね達成", "達成（○）", "nothing");
    reads("", "◎達成", "achieved");
    reads("○：達成", "概ね達成○", "nothing");
    reads("○：概ね達成", "○ 概ね達成", "mostly_achieved");
}

#[test]
fn a_legend_may_tell_look_alikes_apart() {
    reads("△：概ね達成　▲：未達成", "△", "mostly_achieved");
    reads("●：達成　○：未達成", "○", "not_achieved");
    reads("○：達成　◯：達成", "〇", "achieved");
    reads("○：達成　◯：未達成", "〇", "nothing");
    assert!(!Legend::parse("○：順調　◯：遅れ").knows("〇"));
}

#[test]
fn legends_of_layouts_and_of_parts() {
    let rows = [("◎", Rating::Achieved, "達成"), ("―", Rating::NotSet, "なし")];
    steps(Legend::from_rows(rows), "◎1:achieved ―-:not_set");
    let given = [("S", None), ("A", Some(Rating::Achieved)), ("―", Some(Rating::NotSet))];
    let given = given.into_iter().chain([("B", Some(Rating::NotAchieved))]);
    steps(Legend::of_steps(given), "S1:? A2:achieved ―-:not_set B3:not_achieved");
    let some = Legend::parse("◎達成　△未達成　■集計中").only(|it| it.symbol != "◎");
    steps(some, "△1:not_achieved ■-:pending");
}

#[test]
fn what_a_legend_explains() {
    let explains = |text: &str| Legend::parse(text).explains();
    assert!(explains(MODEL) && !explains("◎達成") && !explains("◎：順調　○：遅れ"));
    assert!(Legend::parse("凡例").is_empty() && !Legend::parse("◎達成").is_empty());
    let understood = |text: &str| Legend::parse(text).entries.iter().all(|it| it.is_understood());
    assert!(understood("■集計中") && understood("◎順調") && understood("◎：８割"));
    assert!(!understood("◎その他"));
}

#[test]
fn texts_that_may_be_ratings() {
    for text in ["◎", "―", "A", "Ｂ", "達成", " 集計 中 ", "順調", "努力を要する"]
    {
        assert!(super::may_be(text), "{text}");
    }
    for text in ["あ", "5", "目標", "達成した取組の件数", "", "順調でない取組の件数"]
    {
        assert!(!super::may_be(text), "{text}");
    }
    assert_eq!(super::symbol(" ◯ "), Some('○'));
    assert_eq!(super::symbol("達成"), None);
}

proptest! {
    #[test]
    fn any_text(text: String, cell: String) {
        let _ = Legend::parse(&text).read(&cell);
    }

    #[test]
    fn any_legend(text in "[◎○A5―：:（）【】「」達成未概ね、　 \n]{0,24}", cell in "[◎○A（）達成]{0,6}") {
        let _ = Legend::parse(&text).read(&cell);
    }
}

/// Symbol, step and rating of each entry.
#[track_caller]
fn steps(legend: Legend, expected: &str) {
    let print = |it: &super::Entry| {
        let step = it.step.map_or("-".to_owned(), |step| step.to_string());
        format!("{}{step}:{}", it.symbol, it.rating.map_or("?", Rating::code))
    };
    let found: Vec<String> = legend.entries.iter().map(print).collect();
    assert_eq!(found.join(" "), expected);
}

#[test]
fn steps_are_those_of_the_legend() {
    steps(
        Legend::parse(MODEL),
        "◎1:achieved ◯2:mostly_achieved △3:not_achieved ■-:pending ―-:not_set",
    );
    let four = "◎：100％以上　○：90％以上100％未満　△：50％以上90％未満　▲：50％未満";
    steps(Legend::parse(four), "◎1:? ○2:? △3:? ▲4:?");
    steps(Legend::parse_keyed(four), "◎1:? ○2:? △3:? ▲4:?");
    steps(
        Legend::parse_keyed(
            "S：予定より進んだ\nA：予定のとおり進んだ\nB：少し遅れた\nC：大きく遅れた",
        ),
        "S1:? A2:? B3:? C4:?",
    );
    steps(
        Legend::parse_keyed(
            "Ｓ：目標を上回って達成　Ａ：おおむね達成　Ｂ：計画どおり　Ｃ：やや遅れ　Ｄ：実績値なし",
        ),
        "Ｓ1:achieved Ａ2:mostly_achieved Ｂ3:? Ｃ4:? Ｄ-:?",
    );
    steps(
        Legend::parse_keyed(
            "達成A：目標を達成した状態　前進B：目標に向けて前進した状態　横ばいC：策定時と変わらない状態　後退D：策定時より後退した状態",
        ),
        "達成A1:achieved 前進B2:? 横ばいC3:? 後退D4:?",
    );
    // The worst stands first.
    steps(
        Legend::parse_keyed("1：未達成、2：一部達成、3：達成"),
        "13:not_achieved 22:? 31:achieved",
    );
    steps(
        Legend::parse("×未達成　△概ね達成　○達成"),
        "×3:not_achieved △2:mostly_achieved ○1:achieved",
    );
    steps(
        Legend::parse_keyed("順調：100％以上、概ね順調：80％以上、努力を要する：80％未満"),
        "順調1:? 概ね順調2:? 努力を要する3:?",
    );
    steps(Legend::parse_keyed("「Ａ」：順調、「Ｂ」：遅れ"), "Ａ1:? Ｂ2:?");
    steps(Legend::parse_keyed("A+：期待以上　A：期待どおり　B+：もう少し"), "A+1:? A2:? B+3:?");
    steps(Legend::parse_keyed("◎：達成―：指標未設定"), "◎1:achieved ―-:not_set");
    steps(Legend::parse_keyed("この評価の考え方について：順調"), "");
    steps(Legend::parse_keyed("↗：前進している　→：横ばい　↘：後退している"), "↗1:? →2:? ↘3:?");
    steps(Legend::parse_keyed("評価の見方"), "");
}

/// What words a label has tells whether it says one of the five.
#[test]
fn labels_by_their_parts() {
    let rating = |label: &str| {
        let rating = super::words::rating_of_label(label);
        rating.map_or("?", Rating::code)
    };
    for (label, expected) in [
        ("目標を上回って達成", "achieved"),
        ("目標を達成した状態", "achieved"),
        ("計画目標値を達成又は上回っている", "achieved"),
        ("達成できた", "achieved"),
        ("達成できている", "achieved"),
        ("おおむね達成できた", "mostly_achieved"),
        ("目標をおおむね達成（80％以上）", "mostly_achieved"),
        ("ほぼ目標を達成した", "mostly_achieved"),
        ("一部達成できた", "?"),
        ("一部達成できなかった", "?"),
        ("達成できなかった", "not_achieved"),
        ("目標達成に至らなかった", "not_achieved"),
        ("達成していないもの", "not_achieved"),
        ("未達成（80％未満）", "not_achieved"),
        ("順調", "?"),
        ("計画どおり", "?"),
        ("概ね順調", "?"),
        ("やや遅れ", "?"),
        ("達成率が90％以上", "?"),
        ("達成に向けて進んでいる", "?"),
        ("達成が困難", "?"),
        ("目標達成に近い", "?"),
        ("現時点で集計中のもの", "pending"),
        ("指標を設定なし", "not_set"),
        ("評価対象外とするもの", "not_set"),
    ] {
        assert_eq!(rating(label), expected, "{label}");
    }
}

#[test]
fn words_of_progress_are_no_ratings() {
    for cell in ["順調", "概ね順調", "計画どおり", "遅れ", "完了", "継続", "B+", "5"]
    {
        reads("", cell, "nothing");
    }
}

#[test]
fn one_name_for_what_cells_show() {
    let model = Legend::parse(MODEL);
    for (cell, symbol) in [
        ("○", "◯"),
        ("◎達成", "◎"),
        ("達成", "◎"),
        ("概ね達成", "◯"),
        ("おおむね達成", "◯"),
        ("△（未達成）", "△"),
        ("▲", "△"),
        ("－", "―"),
        ("×", "×"),
        (" 中止 ", "中止"),
    ] {
        assert_eq!(model.symbol_of(cell), symbol, "{cell}");
    }
    let letters = Legend::parse_keyed("Ａ：順調　Ｂ：概ね順調　Ｃ：努力を要する");
    assert_eq!(letters.symbol_of("A"), "Ａ");
    assert_eq!(letters.symbol_of("Ｂ（※1）"), "Ｂ");
    assert_eq!(letters.symbol_of("概ね順調"), "Ｂ");
    assert_eq!(letters.symbol_of("C 努力を要する"), "Ｃ");
    assert_eq!(letters.symbol_of("Ａ：順調"), "Ａ");
    assert_eq!(letters.symbol_of("Ａ：遅れ"), "A:遅れ");
    assert_eq!(letters.step("概ね順調"), Some(2));
    assert_eq!(Legend::parse_keyed("Ａ：→順調　Ｂ：→遅れ").symbol_of("順調"), "Ａ");
    assert_eq!(Legend::parse_keyed("Ａ：順調（達成）　Ｂ：遅れ").symbol_of("順調"), "Ａ");
    assert_eq!(Legend::parse("◎（順調）　△（遅れ）").symbol_of("順調"), "◎");
    assert_eq!(Legend::parse_keyed("Ａ＋：期待以上　Ａ：期待どおり").step("A+"), Some(1));
    assert!(letters.knows("B") && !letters.knows("D"));
}

/// △ and ▲ are one symbol where a column has only one of them.
#[test]
fn filled_and_hollow_are_two_where_both_are_used() {
    let mut legend = Legend::parse(MODEL);
    legend.tell_apart(["◎", "▲"]);
    assert_eq!(legend.read("▲"), Some(Rating::NotAchieved));
    legend.tell_apart(["△", "◎", "▲"]);
    assert_eq!(legend.read("△"), Some(Rating::NotAchieved));
    assert_eq!(legend.read("▲"), None);
    let four = Legend::parse("◎：100％以上　○：90％以上　△：50％以上　▲：50％未満");
    assert_eq!(four.step("▲"), Some(4));
    assert_eq!(four.step("△"), Some(3));
}
