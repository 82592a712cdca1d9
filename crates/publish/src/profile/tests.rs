//! For each rule a table that breaks it, and one that does not.

use super::{opendata_ja, opendata_ja_described};
use rust_xlsxwriter::{Format, Image, Workbook, Worksheet};

/// The codes found in a CSV.
#[track_caller]
fn finds(csv: &str, expected: &[&str]) {
    let found = opendata_ja("t.csv", format!("\u{feff}{csv}").as_bytes());
    let mut codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
    codes.dedup();
    let words: Vec<&str> = found.iter().map(|it| it.message.en.as_str()).collect();
    assert_eq!(codes, expected, "{csv}\n{words:#?}");
}

#[test]
fn a_table_as_it_should_be() {
    finds(
        "全国地方公共団体コード,年度,施策,件数\r\n140007,2024,見守り,5\r\n140007,2024,手話,4\r\n",
        &[],
    );
    // A text of sentences may have line ends, and numbers that are missing a state.
    finds(
        "地域,実績,実績の単位,実績の状態,理由\r\n県,5,件,value,\"A\nB、C\"\r\n県,,件,pending,\r\n",
        &[],
    );
}

#[test]
fn rule_1_2_one_thing_a_cell() {
    finds("地域,目標\n県,\"①5件\n②7件\"\n県,\"5、6\"\n", &["O102", "O110"]);
    finds("地域,目標\n県,前の件\n県,A、B\n", &[]);
}

#[test]
fn rule_1_3_numbers_are_numbers() {
    for cell in ["\"1,234\"", "▲5", "50%", "１２", "12件"] {
        finds(&format!("地域,件数\n県,1\n県,2\n県,3\n県,4\n県,{cell}\n"), &["O103"]);
    }
    finds("地域,件数\n県,1\n県,-2.5\n", &[]);
}

#[test]
fn rule_1_5_no_layout() {
    finds("地域,氏　名\n県,a\n", &["O105"]);
    finds("地域,名称\n県,神　奈　川\n", &["O105"]);
    finds("地域,名称\n県, a\n", &["O105"]);
    finds("地域,施策番号\n県,\"1-\n1\"\n", &["O105"]);
    finds("地域,名称\n県,神奈川 ＤＸ\n", &[]);
}

#[test]
fn rule_1_6_every_column_has_a_name() {
    finds("地域,,名称\n県,a,b\n", &["O106"]);
    finds("地域,名称,名称\n県,a,b\n", &["O106"]);
}

#[test]
fn rule_1_9_units_are_told() {
    finds("地域,実績\n県,5\n", &["O109"]);
    for header in ["実績（人）", "登録者数", "年度"] {
        finds(&format!("地域,{header}\n県,2024\n"), &[]);
    }
    finds("地域,実績,単位\n県,5,件\n", &[]);
}

#[test]
fn rule_1_10_characters_of_all_machines() {
    finds("地域,名称\n県,㈱①Ⅲ\n県,①\n", &["O110"]);
    // What a report prints is kept as it is.
    finds("地域,目標の表記\n県,①\n", &[]);
}

#[test]
fn rule_1_11_years_of_the_west() {
    finds("地域,年度\n県,令和6年度\n", &["O111"]);
    finds("地域,年度,年度（和暦）\n県,2024,令和6年度\n", &[]);
}

#[test]
fn rule_1_12_an_area() {
    finds("施策,件数\n見守り,5\n", &["O112"]);
}

#[test]
fn rule_1_13_no_signs_for_numbers() {
    finds("地域,件数\n県,1\n県,2\n県,3\n県,4\n県,-\n", &["O113"]);
    finds("地域,件数\n県,1\n県,\n", &["O113"]);
    finds("地域,件数\n県,1\n県,2\n県,3\n県,4\n県,***\n", &[]);
    let described = opendata_ja_described("t.csv", "\u{feff}地域,件数\n県,1\n県,\n".as_bytes());
    assert!(described.is_empty(), "{described:#?}");
}

#[test]
fn rule_2_1_and_2_2_one_table() {
    finds("地域,件数\n県,1\n\n県,2\n", &["O201"]);
    finds("地域,,件数\n県,,1\n", &["O106", "O201"]);
    finds("施策一覧,,\n地域,名称,件数\n県,a,1\n", &["O202"]);
    finds("地域,名称,件数\n県,a,1\n注：速報,,\n", &["O202"]);
}

#[test]
fn what_else_is_asked() {
    finds("地域,名称\n県,a,b\n", &["O302"]);
    for (code, codes) in [("140008", &["O303"][..]), ("14000", &["O303"]), ("140007", &[])] {
        finds(&format!("全国地方公共団体コード,名称\n{code},a\n"), codes);
    }
    finds("地域,公開日\n県,令和7年9月30日\n", &["O304"]);
    finds("地域,公開日\n県,2025-09-30\n", &[]);
    let codes = |bytes: &[u8]| -> Vec<&str> {
        opendata_ja("t.csv", bytes).iter().map(|it| it.code.as_str()).collect()
    };
    assert_eq!(codes("地域,名称\n県,a\n".as_bytes()), ["O305"]);
    let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode("地域,名称\n県,a\n");
    assert_eq!(codes(&cp932), ["O301"]);
    assert_eq!(codes(b"%PDF-1.7"), ["O101"]);
    assert_eq!(codes(b"PK\x03\x04broken"), ["O101"]);
    assert_eq!(codes(b""), [] as [&str; 0]);
}

/// A workbook with a table, changed by a function.
fn workbook(change: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, header) in (0..).zip(["地域", "名称", "件数"]) {
        sheet.write_string(0, at, header).unwrap();
    }
    for row in 1..6 {
        sheet.write_string(row, 0, "県").unwrap();
        sheet.write_string(row, 1, "見守り").unwrap();
        sheet.write_number(row, 2, 5).unwrap();
    }
    change(sheet);
    workbook.save_to_buffer().unwrap()
}

#[track_caller]
fn in_workbook(change: impl Fn(&mut Worksheet), expected: &[&str]) {
    let found = opendata_ja("t.xlsx", &workbook(change));
    let mut codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
    codes.dedup();
    assert_eq!(codes, expected, "{found:#?}");
}

#[test]
fn workbooks() {
    in_workbook(|_| {}, &[]);
    in_workbook(
        |it| {
            it.merge_range(6, 0, 6, 2, "注", &Format::new()).unwrap();
        },
        &["O104", "O202"],
    );
    in_workbook(
        |it| {
            it.write_formula(1, 2, "=2+3").unwrap();
        },
        &["O107"],
    );
    in_workbook(
        |it| {
            it.write_string(1, 2, "5件").unwrap();
        },
        &["O103"],
    );
    in_workbook(
        |it| {
            it.set_row_hidden(2).unwrap();
        },
        &["O306"],
    );
    in_workbook(
        |it| {
            it.set_column_hidden(1).unwrap();
        },
        &["O306"],
    );
    let picture: &[u8] = include_bytes!("picture.png");
    let put = |it: &mut Worksheet| {
        it.insert_image(8, 1, &Image::new_from_buffer(picture).unwrap()).unwrap();
    };
    in_workbook(put, &["O108"]);
    // One cell far away is no reason to hold all between.
    in_workbook(
        |it| {
            it.write_string(1_048_575, 16_383, "x").unwrap();
        },
        &["O101"],
    );
}
