//! What measures stand under.

use super::*;
use crate::table::{Paragraph, samples};

fn annex(table: Table) -> AnnexTable {
    let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
    AnnexTable { roles, table }
}

fn last(groups: &[Group]) -> Option<&str> {
    groups.last().map(|group| group.name.as_str())
}

/// The fields of rows whose first column is 分野, and what is said of them.
#[track_caller]
fn check(rows: Vec<Row>, expected: &[Option<&str>], codes: &[Code]) {
    let headers = ["分野", "番号", "施策名", "実績", "評価"];
    let annex = [annex(Table { rows, ..samples::table(&headers, &[]) })];
    let (mut findings, context) = (Vec::new(), Context::default());
    let groups =
        Groups::new(&[], &annex, &context).of(&annex[0].table, &annex[0].roles, &mut findings);
    let fields: Vec<Option<&str>> = groups.iter().map(|it| last(it)).collect();
    assert_eq!(fields, expected);
    assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), codes);
}

#[test]
fn the_same_as_above() {
    let rows = samples::rows(&["防災|1|窓口|5件|◎", "〃|2|道路|6件|○", "同上|3|橋|7件|△"]);
    check(rows, &[Some("防災"); 3], &[]);
}

/// Three columns of groups, of which two are inner ones.
#[test]
fn groups_within_groups() {
    let headers = ["政策", "分野", "施策", "番号", "事業名", "実績", "評価"];
    let rows =
        ["安心|福祉|子育て|1|相談|5件|◎", "安心|福祉||2|給付|6件|○", "安心|防災|避難|3|訓練|7件|△"];
    let annex = [annex(samples::table(&headers, &rows))];
    let context = Context::default();
    let mut all = Groups::new(&[], &annex, &context);
    let groups = all.of(&annex[0].table, &annex[0].roles, &mut Vec::new());
    let names = |it: &Vec<Group>| -> Vec<String> { it.iter().map(|it| it.name.clone()).collect() };
    assert_eq!(names(&groups[0]), ["安心", "福祉", "子育て"]);
    assert_eq!(names(&groups[2]), ["安心", "防災", "避難"]);
}

#[test]
fn names_of_sheets() {
    let groups = |sheets: &[&'static str]| {
        let table = |name: &&str| {
            let mut table = samples::table(&["番号", "施策名", "評価"], &["1|港|◎"]);
            if let Place::Sheet { sheet, .. } = &mut table.rows[0].place {
                *sheet = (*name).into();
            }
            table
        };
        let tables: Vec<AnnexTable> = sheets.iter().map(table).map(annex).collect();
        let context = Context::default();
        let mut groups = Groups::new(&[], &tables, &context);
        let read = |it: &AnnexTable| {
            let groups = groups.of(&it.table, &it.roles, &mut Vec::new());
            last(&groups[0]).map(str::to_owned)
        };
        tables.iter().map(read).collect::<Vec<_>>()
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(groups(&["福祉", "産業"]), [named("福祉"), named("産業")]);
    assert_eq!(groups(&["別紙", "別紙（続き）"]), [None, None]);
    assert_eq!(groups(&["福祉", "Sheet2"]), [None, None]);
    assert_eq!(groups(&["前半", "後半"]), [None, None]);
    assert_eq!(groups(&["福祉"]), [None]);
}

/// The groups of tables below captions, each table's captions parted by `|`.
#[track_caller]
fn below(captions: &[&str], expected: &[&str]) {
    let table = |texts: &&str| {
        let mut table = samples::table(&["指標", "目標", "実績"], &["棟数|5|6"]);
        let place = table.rows[0].place.clone();
        let caption =
            |text: &str| Paragraph { text: text.to_owned(), place: place.clone(), glyphs: 0 };
        table.captions = texts.split('|').map(caption).collect();
        table
    };
    let tables: Vec<AnnexTable> = captions.iter().map(table).map(annex).collect();
    let context = Context::default();
    let mut groups = Groups::new(&[], &tables, &context);
    let read = |it: &AnnexTable| {
        let groups = groups.of(&it.table, &it.roles, &mut Vec::new());
        let name = |it: &Group| format!("{}{}", it.number.as_deref().unwrap_or(""), it.name);
        groups[0].iter().map(name).collect::<Vec<_>>().join("/")
    };
    assert_eq!(tables.iter().map(read).collect::<Vec<_>>(), expected);
}

#[test]
fn headings_of_several_levels() {
    below(
        &["１　安全|（１）耐震", "（２）省エネ", "２　快適|（１）公園", "（２）道路"],
        &["１安全/（１）耐震", "１安全/（２）省エネ", "２快適/（１）公園", "２快適/（２）道路"],
    );
    below(
        &[
            "第１章　安全|１　耐震|（１）戸建て",
            "（２）集合",
            "２　省エネ|（１）断熱",
            "第２章　快適|１　公園|（１）施設",
        ],
        &[
            "第１章安全/１耐震/（１）戸建て",
            "第１章安全/１耐震/（２）集合",
            "第１章安全/２省エネ/（１）断熱",
            "第２章快適/１公園/（１）施設",
        ],
    );
    below(&["目標１　安全|耐震", "道路"], &["目標１安全/耐震", "目標１安全/道路"]);
    below(
        &["１　安全|■数値目標", "■成果指標", "２　快適|■数値目標"],
        &["１安全", "１安全", "２快適"],
    );
    below(&["令和６年９月　みどり市|評価結果の概要|１　安全", "２　快適"], &["１安全", "２快適"]);
    // What has no number is the title of something.
    below(
        &["みどり市|１　安全|（１）耐震", "２　快適|（１）公園"],
        &["１安全/（１）耐震", "２快適/（１）公園"],
    );
}

#[test]
fn captions_with_a_label() {
    let read = [
        "分野：福祉",
        "分野名　福祉",
        "基本目標 安心",
        "福祉 分野",
        "分野別一覧",
        "基本目標1　安心",
        "取組項目1：窓口",
    ]
    .map(labelled);
    let expected = [
        Some((Role::Group(2), "福祉".to_owned())),
        Some((Role::Group(2), "福祉".to_owned())),
        Some((Role::Group(1), "安心".to_owned())),
        None,
        None,
        None,
        Some((Role::Group(2), "取組項目1　窓口".to_owned())),
    ];
    assert_eq!(read, expected);
    assert!(is_group_name("【福祉】") && !is_group_name("【凡例】◎達成"));
}

#[test]
fn a_merged_cell_without_a_name() {
    let rows = samples::rows(&["防災|1|窓口|5件|◎", "|2|道路|6件|○", "|3|橋|7件|△"]);
    let mut merged = rows.clone();
    merged[2].cells[0] = merged[1].cells[0].clone();
    check(rows, &[Some("防災"); 3], &[]);
    check(merged, &[Some("防災"), None, None], &[Code::P912]);
}

#[test]
fn a_name_amid_its_measures() {
    let rows = samples::rows(&["|1|窓口|5件|◎", "防災|2|道路|6件|○", "|3|橋|7件|△"]);
    check(rows, &[None, Some("防災"), Some("防災")], &[Code::P912]);
    let mut merged = samples::rows(&["|1|窓口|5件|◎", "|2|道路|6件|○"]);
    check(merged.clone(), &[None, None], &[]);
    merged[1].cells[0] = merged[0].cells[0].clone();
    check(merged, &[None, None], &[Code::P912]);
}
