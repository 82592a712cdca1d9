//! What columns are, header by header.

use super::*;
use crate::table::samples;

fn roles(year: i32, headers: &[&str], rows: &[&str]) -> (Roles, Vec<Finding>) {
    let context = Context { year: (year > 0).then_some(year), ..Context::default() };
    let mut findings = Vec::new();
    let roles = Roles::of(&samples::table(headers, rows), &context, &mut findings);
    (roles, findings)
}

/// The role of each column, with its year where it has one.
#[track_caller]
fn check(year: i32, headers: &[&str], rows: &[&str], expected: &str) {
    let (roles, _) = roles(year, headers, rows);
    let shown = roles.columns.iter().map(|it| {
        let role = it.role.map_or("-".to_owned(), |role| role.to_string());
        let year = it.years.filter(|_| it.role.is_some_and(Role::is_yearly));
        role + &year.map(|it| format!("@{}", it.1)).unwrap_or_default()
    });
    assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{headers:?}");
}

/// Which of the columns, after 番号 and 施策名, are 目標, 実績 and 評価 of the
/// report's year.
#[track_caller]
fn reads(year: i32, headers: &[&str], expected: [Option<usize>; 3]) {
    let all = [&["番号", "施策名"], headers].concat();
    let (roles, _) = roles(year, &all, &[]);
    let found = [Role::Target, Role::Actual, Role::Rating].map(|it| roles.get(it));
    assert_eq!(found.map(|it| it.map(|col| col - 2)), expected, "{headers:?}");
}

#[test]
fn the_year_of_the_report() {
    let across = ["R5/目標", "R5/実績", "R5/評価", "R6/目標", "R6/実績", "R6/評価", "R7/目標"];
    reads(2023, &across, [Some(0), Some(1), Some(2)]);
    reads(2024, &across, [Some(3), Some(4), Some(5)]);
    // No year is named: the latest.
    reads(0, &across, [Some(3), Some(4), Some(5)]);
    reads(0, &["R5実績", "R6実績", "評価"], [None, Some(1), Some(2)]);
    let below = ["目標/R5", "目標/R6", "実績/R5", "実績/R6", "評価"];
    reads(2024, &below, [Some(1), Some(3), Some(4)]);
}

#[test]
fn what_is_no_target_and_no_actual() {
    let all = |year, headers: &[&str], expected: &str| check(year, headers, &[], expected);
    all(
        2024,
        &["実績値（R3）", "実績値（R6）", "目標値（R8）"],
        "actual@2021 actual@2024 goal@2026",
    );
    all(
        2023,
        &["策定時（R2）", "現状値（R5）", "目標値（R9）"],
        "baseline@2020 actual@2023 goal@2027",
    );
    all(2024, &["取組実績", "前年度実績", "実績"], "deed actual@2023 actual");
    all(2024, &["当初目標", "目標", "実績"], "- target actual");
    all(
        2023,
        &["現状値", "３年度", "４年度", "５年度"],
        "baseline actual@2021 actual@2022 actual@2023",
    );
    all(2023, &["R4目標", "R5目標", "R6目標"], "target@2022 target@2023 target@2024");
    all(2024, &["手段（主な活動）", "実績"], "- actual");
}

#[test]
fn ratios_have_the_year_of_the_value_before_them() {
    let headers = ["指標", "目標/R7", "R4年度", "達成率(%)", "R5年度", "達成率(%)"];
    check(2023, &headers, &[], "indicator goal@2025 actual@2022 ratio@2022 actual@2023 ratio@2023");
}

#[test]
fn a_name_over_two_columns() {
    let headers = ["項目", "項目", "目標値（期限）", "計画策定時の数値", "最新値"];
    let rows = ["港|<|10|5|7", "道|<|||", "|延長|10|5|7"];
    check(2024, &headers, &rows, "name indicator goal baseline actual");
    assert!(roles(2024, &headers, &rows).0.are_of_measures());
}

#[test]
fn rows_of_a_record() {
    let headers = ["サービスの種類", "区分", "令和４年度", "令和５年度"];
    let rows = ["港|見込量|1|2", "|実績値|1|2", "道|見込量|1|2", "|実績値|1|2"];
    check(2023, &headers, &rows, "name rows_of by_row by_row");
    assert!(roles(2023, &headers, &rows).0.are_of_measures());
    let stacked = ["指標", "設定時の値", "年度目標値/R7の目標値", "達成度"];
    check(2023, &stacked, &["港|1|2|◎", "||3|"], "indicator baseline by_row rating");
    let present = ["指標", "設定時の値", "現況値", "年度目標値/R7の目標値", "達成度"];
    check(2023, &present, &["港|1|2|3|◎", "|||4|"], "indicator baseline actual by_row rating");
    check(2023, &["指標", "目標/目標値", "実績"], &["港|1|2"], "indicator target actual");
}

#[test]
fn ratings_side_by_side() {
    let headers = ["番号", "施策名", "評価/一次", "評価/二次"];
    let (found, _) = roles(2024, &headers, &["1|港|◎|△"]);
    let aspects = found.columns.iter().map(|it| it.aspect.as_deref());
    assert_eq!(aspects.collect::<Vec<_>>(), [None, None, Some("一次"), Some("二次")]);
    let headers =
        ["No.", "事務事業名", "R5実績値", "評価内容/評価の視点/必要性", "評価内容/方向性"];
    check(2023, &headers, &["1|港|5|A|縮小"], "id name actual@2023 rating next");
}

#[test]
fn two_columns_of_one_value() {
    let (found, findings) =
        roles(2024, &["番号", "施策名", "目標", "目標値", "評価"], &["1|港|5|6|◎"]);
    assert_eq!((found.get(Role::Target), found.role(3)), (Some(2), None));
    assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::P930]);
    let (_, none) = roles(2024, &["番号", "施策名", "R5目標", "R6目標", "評価"], &[]);
    assert!(none.is_empty());
}

#[test]
fn what_is_a_table_of_measures() {
    let are = |headers: &[&str]| roles(2024, headers, &[]).0.are_of_measures();
    assert!(are(&["番号", "施策名", "評価"]) && are(&["取組名", "担当課", "評価"]));
    assert!(are(&["指標", "目標値", "実績値"]) && are(&["指標名", "目安値", "進捗区分"]));
    assert!(!are(&["評価", "施策数", "割合"]) && !are(&["体系", "達成", "未達成", "計"]));
    assert!(!are(&["年度", "目標", "実績"]) && !are(&["施策名", "担当課", "備考"]));
}

#[test]
fn an_aim_in_words_is_no_target() {
    let headers = ["番号", "施策名", "施策の目標", "指標の目標値", "評価"];
    let target = |row: &str| roles(0, &headers, &[row]).0.get(Role::Target);
    assert_eq!(target("1|港|安全なまち|10件|◎"), Some(3));
}

#[test]
fn equal_headers_get_numbers() {
    let mut names = Names::default();
    let mut check = |name: &str, expected: &str| {
        assert_eq!(names.unique(name.to_owned()), expected);
    };
    check("予算額", "予算額");
    check("予算額", "予算額 (2)");
    check("予算額 (3)", "予算額 (3)");
    check("予算額", "予算額 (4)");
    check("", "");
    check("", " (2)");
}

/// Of two names the first groups the second where more than one stands beside it, unless
/// numbers count the first.
#[test]
fn a_name_over_several_names() {
    let rows = ["安全|訓練|5件|◎", "|灯火|6件|○"];
    check(0, &["施策", "事業名称", "実績", "評価"], &rows, "group:2 name actual rating");
    check(0, &["施策名", "主な取組", "実績", "評価"], &rows, "name - actual rating");
    let numbered = ["安全|1|訓練|5件|◎", "|2|灯火|6件|○"];
    let headers = ["主要施策", "番号", "事業名", "実績", "評価"];
    check(0, &headers, &numbered, "group:2 id name actual rating");
    let of_second = ["1|安全|訓練|5件|◎", "2||灯火|6件|○"];
    let headers = ["番号", "プロジェクト", "事業名", "実績", "評価"];
    check(0, &headers, &of_second, "id group:2 name actual rating");
    check(0, &["主な施策", "事業・取組", "実績", "評価"], &rows, "group:2 name actual rating");
    let apart = ["安全|訓練|5件|◎", "福祉|灯火|6件|○"];
    check(0, &["主な施策", "事業・取組", "実績", "評価"], &apart, "name - actual rating");
}

#[test]
fn numbers_with_the_word_of_their_header() {
    let headers = ["施策", "施策名", "実績", "評価"];
    check(0, &headers, &["施策１|港|5|◎", "施策２|道|6|○"], "id name actual rating");
}

/// What stands at the left without a known header groups the records if it holds over
/// several; numbers don't.
#[test]
fn groups_by_their_cells() {
    let words = ["意識|講座|5件|◎", "|広報|6件|○", "仕事|研修|1回|△"];
    check(0, &["課題", "事業名", "実績", "評価"], &words, "group:2 name actual rating");
    let numbered = ["１　意識|講座|5件|◎", "|広報|6件|○", "２　仕事|研修|1回|△"];
    check(0, &["課題", "事業名", "実績", "評価"], &numbered, "group:2 name actual rating");
    let numbers = ["12|講座|5件|◎", "|広報|6件|○", "13|研修|1回|△"];
    check(0, &["課題", "事業名", "実績", "評価"], &numbers, "- name actual rating");
}

/// Years alone head results, or ratings where letters stand below.
#[test]
fn years_over_letters() {
    let headers = ["番号", "重点目標", "H30", "R1"];
    check(2019, &headers, &["1|読書|B|A", "2|音楽|C|―"], "id name rating@2018 rating@2019");
    check(
        2019,
        &["番号", "指標", "H30", "R1"],
        &["1|読書|5件|6件"],
        "id indicator actual@2018 actual@2019",
    );
}

/// Several things counted below each of two values are indicators of their own.
#[test]
fn several_things_side_by_side() {
    let headers = ["サービス名", "計画/人数計", "計画/時間", "実績/人数計", "実績/時間"];
    check(0, &headers, &["居宅|5|6|7|8"], "name target target actual actual");
    let (roles, _) = roles(0, &headers, &["居宅|5|6|7|8"]);
    assert_eq!(roles.columns.iter().map(|it| it.slot).collect::<Vec<_>>(), [0, 0, 1, 0, 1]);
    // One of them below one value says something else.
    let headers = ["サービス名", "計画/考え", "実績/時間", "評価"];
    check(0, &headers, &["居宅|5|6|◎"], "name - - rating");
}

/// A date below the same header as a value is its own, whatever stands before it.
#[test]
fn dates_of_values() {
    let headers = ["指標", "目標/年度", "目標/数値", "実績/年度", "実績/数値"];
    let (roles, _) = roles(0, &headers, &["港|R7|5|R5|4"]);
    let dates: Vec<Option<usize>> = roles.columns.iter().map(|it| it.dated_by).collect();
    assert_eq!(dates, [None, None, Some(1), None, Some(3)]);
}

/// 基準値 holds for all rows of a record, unless each has its own.
#[test]
fn a_base_beside_rows_of_values() {
    let headers = ["指標", "基準値（H28）", "区分", "H29", "H30"];
    let of_record = ["港|5|目標|6|7", "||実績|6|8"];
    check(2018, &headers, &of_record, "indicator baseline@2016 rows_of by_row by_row");
    let of_rows = ["港|5|目標|6|7", "|4|実績|6|8"];
    check(2018, &headers, &of_rows, "indicator by_row rows_of by_row by_row");
}

/// ○ in one of several columns says what its header does.
#[test]
fn ratings_that_are_ticked() {
    let marked = |rows: &[&str]| {
        let headers = ["番号", "施策名", "進捗状況/順調", "進捗状況/やや遅れ", "進捗状況/遅れ"];
        let (roles, _) = roles(2024, &headers, rows);
        roles.columns.iter().filter(|it| it.is_marked).count()
    };
    assert_eq!(marked(&["1|港|○||", "2|橋||○|", "3|道|||○"]), 3);
    assert_eq!(marked(&["1|港|○||"]), 3);
    // Each is rated by itself.
    assert_eq!(marked(&["1|港|○|△|", "2|橋||○|"]), 0);
    assert_eq!(marked(&["1|港|○||", "2|橋||△|"]), 0);
}

/// A header of two lines names two values where the rows of a record hold two.
#[test]
fn two_values_in_one_header() {
    let headers = ["施策名", "R6現況値", "R6年度目標\nR10最終目標", "評価"];
    let by_row = |rows: &[&str]| {
        let (roles, _) = roles(2024, &headers, rows);
        (roles.role(2), roles.columns[2].by_row.clone())
    };
    let both = vec![(Role::Target, Some(2024)), (Role::Goal, Some(2028))];
    assert_eq!(by_row(&["港|2|3|◎", "||5|", "橋|4|6|○", "||8|"]), (Some(Role::ByRow), both));
    assert_eq!(by_row(&["港|2|3|◎", "橋|4|6|○"]), (Some(Role::Goal), Vec::new()));
}

/// The overall rating goes before those by office.
#[test]
fn the_rating_as_such() {
    let headers = ["番号", "事業名", "各課評価/総務課", "各課評価/福祉課", "総合評価"];
    let (roles, _) = roles(2024, &headers, &["1|港|A|B|A", "2|橋|B|C|B"]);
    assert_eq!(roles.get(Role::Rating), Some(4));
}

/// Of two targets the one that took the other's place.
#[test]
fn targets_that_were_revised() {
    let read = |headers: &[&str]| {
        let all = [&["番号", "施策名"], headers].concat();
        let (roles, _) = roles(2024, &all, &[]);
        assert_eq!(roles.all(Role::Target).count(), 1);
        roles.get(Role::Target)
    };
    assert_eq!(read(&["R6目標/当初", "R6目標/見直し後", "R6実績"]), Some(3));
    assert_eq!(read(&["R6目標/変更後", "R6目標/変更前", "R6実績"]), Some(2));
    assert_eq!(read(&["目標（当初）", "目標（見直し後）", "実績"]), Some(3));
}

/// The value of the whole year goes before those of its halves; 値 says no more than the
/// year.
#[test]
fn values_of_a_whole_year() {
    let headers = ["番号", "指標", "R6目標", "R6実績/上期", "R6実績/下期", "R6実績/通期"];
    check(2024, &headers, &[], "id indicator target@2024 - - actual@2024");
    let headers = ["番号", "指標", "令和３年度値", "令和６年度値", "令和８年度目標値"];
    check(2024, &headers, &[], "id indicator actual@2021 actual@2024 goal@2026");
}

/// A header that nobody knows names the records by its last word, where no other does.
#[test]
fn last_words_of_headers() {
    let rows = ["1|給水|10|12|◎", "2|配水|10|9|○"];
    let check = |header: &str, expected| {
        let (roles, _) = roles(2024, &["番号", header, "目標", "実績", "評価"], &rows);
        assert_eq!(roles.role(1), expected, "{header}");
    };
    check("業務指標", Some(Role::Indicator));
    check("【気候変動】の指標", Some(Role::Indicator));
    check("アクション名", Some(Role::Name));
    check("検証項目", Some(Role::Name));
    check("内訳", Some(Role::Name));
    assert_eq!(of_headers(&["番号", "内訳", "実績", "評価"]).role(1), None);
}

/// A layout that gives what the outer header says keeps several things apart.
#[test]
fn items_of_a_layout() {
    let headers = ["番号", "施策名", "目標/累計", "目標/単年度", "実績/単年度", "実績/累計"];
    let table = samples::table(&headers, &["1|港|20|5|3|11"]);
    let slots = |text: &str| {
        let layout = std::sync::Arc::new(crate::layout::Layout::parse(text).unwrap());
        let context = Context { layout: Some(layout), ..Context::default() };
        let roles = Roles::of(&table, &context, &mut Vec::new());
        roles.columns.iter().map(|it| (it.role, it.slot)).collect::<Vec<_>>()
    };
    let given = "[columns]\n\"目標/*\" = \"target\"\n\"実績/*\" = \"actual\"\n";
    assert_eq!(slots(given), slots(""));
    assert!(slots(given)[3].1 != slots(given)[2].1);
}

/// 区分 above codes is the number.
#[test]
fn codes_below_a_word_that_says_nothing() {
    let headers = ["区分", "指標", "目標", "実績"];
    check(2024, &headers, &["KGI-1|所得|5|6", "KPI-1-1|創業|7|8"], "id indicator target actual");
    check(2024, &headers, &["継続|所得|5|6", "新規|創業|7|8"], "- indicator target actual");
}

#[test]
fn a_name_below_an_unknown_header() {
    let rows = ["港の数|か所|5|集計中|○", "75歳の率|%|6|7|△", "道の長さ|km|5|8|○"];
    check(
        0,
        &["個別目標", "単位", "目標値", "実績値", "評価"],
        &rows,
        "indicator unit target actual rating",
    );
    let rows = ["安全|港の整備|5|6", "|道の整備|7|8", "福祉|森の保全|7|8"];
    check(0, &["めあて", "すること", "目標", "実績"], &rows, "group:2 name target actual");
    let said = roles(0, &["めあて", "目標", "実績"], &["港湾|5|6"]).1;
    assert_eq!(said.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::P935]);
    // Numbers name nothing, and money is no value.
    check(0, &["めあて", "目標", "実績"], &["1|5|6", "2|7|8"], "- target actual");
    check(0, &["めあて", "目標", "実績"], &["A|5|6", "B|7|8"], "- target actual");
    check(0, &["めあて", "予算額", "決算額"], &["港湾|5|6"], "- money -");
}

/// 計 below them counts, and says nothing of what they hold.
#[test]
fn ratings_ticked_above_a_sum() {
    let headers = ["番号", "施策名", "評価/A", "評価/B", "評価/C"];
    let rows = ["1|港||○|", "2|道|○||", "3|森|||○", "計||1|1|1"];
    let (roles, _) = roles(0, &headers, &rows);
    let ticked: Vec<_> =
        roles.columns.iter().filter(|it| it.is_marked).map(|it| it.rating_in("○")).collect();
    assert_eq!(ticked, ["A", "B", "C"]);
}

#[test]
fn who_rates_below_a_header_of_ratings() {
    let headers = ["番号", "施策名", "主管課", "評価結果/所管課", "評価結果/部長"];
    check(0, &headers, &["1|港|港湾課|A|B"], "id name bureau rating rating");
    check(0, &headers, &["1|港|港湾課|港湾管理課|B"], "id name bureau bureau rating");
}

#[test]
fn numbers_below_a_header_of_kinds() {
    check(
        0,
        &["区分", "施策名", "実績", "評価"],
        &["1-1|港|5|○", "1-2|道|6|△"],
        "id name actual rating",
    );
}

#[test]
fn the_rating_as_such_beside_others() {
    let headers = ["施策名", "必要性", "総合判定"];
    let (roles, _) = roles(0, &headers, &["港|A|B", "道|B|A"]);
    let aspects: Vec<_> = roles.columns.iter().map(|it| it.aspect.as_deref()).collect();
    assert_eq!(aspects, [None, Some("必要性"), None]);
}
