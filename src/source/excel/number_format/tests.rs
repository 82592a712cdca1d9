//! What Excel shows for a number under a code, one line each.

use super::{Epoch, NumberFormat, of_iso};

#[track_caller]
fn shows(code: &str, value: f64, expected: &str) {
    let shown = NumberFormat::parse(code).number(value, Epoch::Of1900);
    assert_eq!(shown.text, expected, "{value} under {code}");
}

#[track_caller]
fn rounds(code: &str, value: f64, expected: bool) {
    let shown = NumberFormat::parse(code).number(value, Epoch::Of1900);
    assert_eq!(shown.rounded, expected, "{value} under {code} is {}", shown.text);
}

/// In a workbook that begins to count in 1904.
#[track_caller]
fn shows_of_1904(code: &str, value: f64, expected: &str) {
    let shown = NumberFormat::parse(code).number(value, Epoch::Of1904);
    assert_eq!(shown.text, expected, "{value} under {code}");
}

/// So many seconds, as a cell holds them.
fn seconds(seconds: f64) -> f64 {
    seconds / 86_400.0
}

#[test]
fn percentages() {
    shows("0%", 0.75, "75%");
    shows("0%", 0.8985, "90%");
    shows("0.0%", 0.8985, "89.9%");
    shows("0.0%", 1.0, "100.0%");
    shows(r##"0.0"%""##, 89.85, "89.9%");
    shows("0%", -0.125, "-13%");
    shows("0.##%", 0.5, "50.%");
}

#[test]
fn places_and_groups() {
    shows("#,##0", 1_234_567.0, "1,234,567");
    shows("#,##0", 0.0, "0");
    shows("#,###", 0.0, "");
    shows("#,##0", -1234.5, "-1,235");
    shows(r##"#,##0"件""##, 12_345.0, "12,345件");
    shows("#,##0人", 485_600.0, "485,600人");
    shows("000", 7.0, "007");
    shows("000-0000", 2_310_001.0, "231-0001");
    shows("0.00", 1.005, "1.01");
    shows(".00", 12.5, "12.50");
    shows(".00", 0.5, ".50");
    shows("0.0#", 1.5, "1.5");
    shows("#,##0,", 1_234_567.0, "1,235");
    shows(r##"0.0,,"百万円""##, 1_250_000.0, "1.3百万円");
    shows("#,##0.0", 1e15, "1,000,000,000,000,000.0");
    shows("0##", 5.0, "05");
    shows("00#0", 5.0, "005");
    shows("0.???", 1.5, "1.5");
    shows(r##"0"　""##, 5.0, "5");
    shows(r##""　"0" 件 ""##, 5.0, "　5 件");
    shows("0_", 5.0, "5");
    shows("0aa", 5.0, "5aa");
    shows("/", 5.0, "/");
    shows("0", f64::INFINITY, "#NUM!");
}

#[test]
fn signs_and_sections() {
    shows("#,##0;▲#,##0", -1234.0, "▲1,234");
    shows("#,##0;▲#,##0", 1234.0, "1,234");
    shows("▲#,##0", 5.0, "▲5");
    shows("▲#,##0", -5.0, "-▲5");
    shows(r##"#,##0;"△ "#,##0"##, -3.0, "△ 3");
    shows("0;-0;―", 0.0, "―");
    shows("0;-0;―", 5.0, "5");
    shows(r##"0"件";@"##, -5.0, "-5件");
    shows("0;-0;", 0.0, "");
    shows(";;;", 12.0, "");
    shows("0;(0)", -0.4, "(0)");
    shows(r##"[>=10000]#,##0,"千";[<0]▲0;0"##, 25_000.0, "25千");
    shows(r##"[>=10000]#,##0,"千";[<0]▲0;0"##, -7.0, "▲7");
    shows(r##"[>=10000]#,##0,"千";[<0]▲0;0"##, 42.0, "42");
    shows("[Red][<=-5]0;0", -7.0, "7");
    shows("[<5]0;0", -7.0, "-7");
    shows("[<=5]0;0", -7.0, "-7");
    shows("[>-10]0;0", -7.0, "-7");
    shows("#,##0_);[Red](#,##0)", 12.0, "12");
    shows(r##"0_-"件""##, 12.0, "12 件");
    shows(r##"_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ "##, 0.0, "-");
    shows("[$￥-411]#,##0", 1200.0, "￥1,200");
    shows(r"\¥#,##0", 1200.0, "¥1,200");
}

#[test]
fn conditions() {
    shows(r##"[<100]0;"多""##, 99.0, "99");
    shows(r##"[<100]0;"多""##, 100.0, "多");
    shows(r##"[>100]"多";0"##, 100.0, "100");
    shows(r##"[>100]"多";0"##, 101.0, "多");
    shows(r##"[=1]"有";[<>1]"無""##, 1.0, "有");
    shows(r##"[=1]"有";[<>1]"無""##, 2.0, "無");
    // None holds.
    shows("[>100]0", -5.0, "-5");
    shows("[>100]0", 0.0, "0");
    // What is said of texts is not for numbers.
    shows(r##"[>=100]"多";[<0]▲0;0"件";"文"@"##, 42.0, "42件");
    shows(r##"[>=100]"多";0"件";[<0]▲0;"文""##, 42.0, "42件");
}

#[test]
fn general() {
    shows("General", 0.1 + 0.2, "0.3");
    shows("General", 0.8985, "0.8985");
    shows("General", 1234.5, "1234.5");
    shows("General", -42.0, "-42");
    shows("General", 1.0 / 3.0, "0.333333333");
    shows("General", 1_234.567_891_234, "1234.567891");
    shows("General", 12_345_678_901.0, "12345678901");
    shows("General", 123_456_789_012.0, "1.23457E+11");
    shows("General", 1e20, "1E+20");
    shows("General", 0.000_012_345_678_9, "1.23457E-05");
    shows("General", 0.0001, "0.0001");
    shows("General", 0.00001, "0.00001");
    shows("General", 0.0, "0");
    shows(r##"General"人""##, 15.0, "15人");
    shows("G/標準", 2.5, "2.5");
    shows("", 2.5, "2.5");
    shows("@", 2.5, "2.5");
}

#[test]
fn powers_and_fractions() {
    shows("0.00E+00", 12_345.0, "1.23E+04");
    shows("0.00E+00", 0.000_999_9, "1.00E-03");
    shows("##0.0E+0", 12_345.0, "12.3E+3");
    shows("0.E+00", 0.1, "1.E-01");
    shows("0.#E+0", 2e20, "2.E+20");
    shows("0E-0", 500.0, "5E2");
    shows("0.0E+0", 5.0, "5.0E+0");
    shows("# ?/?", 2.5, "2 1/2");
    shows("# ?/?", 3.0, "3");
    shows("?/8", 0.25, "2/8");
    shows("# ??/??", 0.333, "1/3");
    shows("# ?/?", 2.99, "3");
    shows("# ?/?", 0.1, "1/9");
    shows("?/?", 3.0, "3/1");
    shows("?/8", 2.25, "18/8");
    shows("?/10", 0.25, "3/10");
    shows("# ?/100", 2.25, "2 25/100");
    shows("?/0", 2.5, "5/2");
}

#[test]
fn dates() {
    shows(r##"[$-411]ggge"年"m"月"d"日""##, 45_382.0, "令和6年3月31日");
    shows(r##"[$-411]ggge"年"m"月"d"日";@"##, 43_586.0, "令和1年5月1日");
    shows(r##"[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@"##, 43_586.0, "令和元年5月1日");
    shows(r##"ggge"年""##, 43_585.0, "平成31年");
    shows("[$-411]ge.m.d", 45_382.0, "R6.3.31");
    shows(r##""令和"e"年度""##, 45_383.0, "令和6年度");
    shows("ee.m.d", 32_516.0, "01.1.8");
    shows("[$-409]e.m.d", 45_382.0, "2024.3.31");
    shows("[$-411]gge.mm.dd", 45_382.0, "令6.03.31");
    shows(r##"yyyy"年度""##, 45_382.0, "2024年度");
    shows(r##"yyyy"年"m"月"d"日"(aaa)"##, 45_382.0, "2024年3月31日(日)");
    shows("aaaa", 45_382.0, "日曜日");
    shows("dddd, mmmm d, yyyy", 45_382.0, "Sunday, March 31, 2024");
    shows("ddd mmm-yy", 45_382.0, "Sun Mar-24");
    shows("yyyy/m/d", 60.0, "1900/2/29");
    shows("yyyy/m/d", 61.0, "1900/3/1");
    shows("yyyy/m/d", 1.0, "1900/1/1");
    shows("yyyy/m/d", 0.0, "1900/1/0");
    shows("yyyy/m/d", 36_585.0, "2000/2/29");
    shows_of_1904("yyyy/m/d", 0.0, "1904/1/1");
    shows("yyyy/m/d", 2_958_465.0, "9999/12/31");
    shows("yyyy/m/d", 2_958_466.0, "#######");
    shows("yyyy/m/d", -1.0, "#######");
    shows("[$-F800]dddd, mmmm dd, yyyy", 45_382.0, "2024年3月31日");
    shows("[$-x-sysdate]dddd, mmmm dd, yyyy", 45_747.0, "2025年3月31日");
    shows("[DBNum3][$-411]ggge年m月d日", 45_382.0, "令和６年３月３１日");
    shows("[DBNum1][$-411]ggge年m月d日", 45_382.0, "令和六年三月三十一日");
    shows("[DBNum1]yyyy年", 45_382.0, "二〇二四年");
    shows("[$-411]r年", 45_382.0, "6年");
    shows("[$-411]rr年", 45_382.0, "令和06年");
}

#[test]
fn dates_in_the_language_of_their_tag() {
    shows("[$-411]dddd", 45_747.0, "月曜日");
    shows("[$-411]ddd", 45_747.0, "月");
    shows("[$-ja-JP]m/d(ddd)", 45_747.0, "3/31(月)");
    shows("[$-411]mmmm", 45_747.0, "3月");
    shows("[$-411]mmm d", 45_657.0, "12月 31");
    shows("[DBNum1][$-411]mmmm", 45_657.0, "十二月");
    shows("[$-411]mmmmm", 45_747.0, "3");
    shows("[$-409]mmmm d, yyyy (dddd)", 45_747.0, "March 31, 2025 (Monday)");
    shows("h:mm [$-411]AM/PM", 0.25, "6:00 午前");
    shows("[$-409]h:mm AM/PM", 0.25, "6:00 AM");
}

#[test]
fn times() {
    shows("h:mm", 0.5, "12:00");
    shows("h:mm:ss", 0.999_988_425_9, "23:59:59");
    shows("h:mm:ss", seconds(59.6), "0:01:00");
    shows("h:mm", 2_958_465.5, "12:00");
    shows("[h]:mm", 1.75, "42:00");
    shows("[mm]:ss", 0.041_736_111_1, "60:06");
    shows("mm:ss.0", 0.000_011_574, "00:01.0");
    shows("[s]", seconds(90.0), "90");
    shows_of_1904("[h]:mm", 1.75, "42:00");
    shows("mm:ss.0", seconds(61.26), "01:01.3");
    shows("ss.00", seconds(61.256), "01.26");
    shows("ss.000", seconds(61.256), "01.256");
    shows("ss.", seconds(61.6), "02.");
    shows("hh.000", seconds(61.256), "00.256");
    shows("hh .00 .000", seconds(61.256), "00 .25 .256");
    shows("h:mm AM/PM", 0.0, "12:00 AM");
    shows("h:mm AM/PM", 0.5, "12:00 PM");
    shows("[$-F400]h:mm:ss AM/PM", 0.25, "6:00:00");
    shows("[$-x-systime]h:mm:ss AM/PM", 0.25, "6:00:00");
    shows("[$-411]AM/PM h:mm", 0.75, "午後 6:00");
    shows(r##"h"時"mm"分""##, 0.395_833_333, "9時30分");
    shows("yyyy/m/d h:mm", 45_382.604_166_667, "2024/3/31 14:30");
}

#[test]
fn numerals() {
    shows("[DBNum3]#,##0", 1234.0, "１,２３４");
    shows("[DBNum1]General", 1234.0, "千二百三十四");
    shows("[DBNum1]0", 1204.0, "一二〇四");
    shows("[DBNum1]General", -1234.5, "-千二百三十四.五");
    shows("[DBNum2]General", 1234.5, "壱阡弐百参拾四.伍");
    shows("[DBNum2]General", 123_456.0, "壱拾弐萬参阡四百伍拾六");
    shows(r##"[DBNum2]#,##0"円""##, 1500.0, "壱,伍〇〇円");
}

#[test]
fn what_is_lost() {
    rounds("0%", 0.75, false);
    rounds("0%", 0.8985, true);
    rounds("0.00%", 0.8985, false);
    rounds("General", 0.1 + 0.2, false);
    rounds("General", 1.0 / 3.0, true);
    rounds("#,##0", 1234.0, false);
    rounds("#,##0,", 1234.0, true);
    rounds("0.0E+0", 1234.0, true);
    rounds("# ?/?", 2.5, false);
    rounds("# ?/?", 0.0, false);
    rounds("# ?/?", 2.51, true);
    rounds("yyyy/m/d", 1234.5, false);
}

#[test]
fn how_much_larger_it_is_shown() {
    let power = |code: &str| NumberFormat::parse(code).number(12.0, Epoch::Of1900).power;
    assert_eq!(power("0"), 0);
    assert_eq!(power("0.0%"), 2);
    assert_eq!(power("0.0E+0%"), 2);
    assert_eq!(power("0.0\"%\""), 0);
    assert_eq!(power("#,##0,"), -3);
    assert_eq!(power("0.0,,\"百万円\""), -6);
}

#[test]
fn texts() {
    let text = |code: &str| NumberFormat::parse(code).text("県");
    assert_eq!(text("General"), None);
    assert_eq!(text("@"), None);
    assert_eq!(text("0;-0;0"), None);
    assert_eq!(text(r#"@"庁""#).as_deref(), Some("県庁"));
    assert_eq!(text(r#"0;-0;0;"("@")""#).as_deref(), Some("(県)"));
    assert_eq!(text(";;;").as_deref(), Some(""));
    assert_eq!(text(r#"0;-0;0;"文";@"#).as_deref(), Some("文"));
}

#[test]
fn no_more_of_a_code_than_excel_takes() {
    assert_eq!(NumberFormat::cut("0.0%"), "0.0%");
    assert_eq!(NumberFormat::cut(&"件".repeat(300)), "件".repeat(255));
}

#[test]
fn what_is_a_date() {
    let is_date = |code: &str| NumberFormat::parse(code).number(45_382.0, Epoch::Of1900).is_date;
    assert!(is_date("yyyy/m/d") && is_date("[h]:mm") && is_date("[$-F800]@"));
    assert!(!is_date("0.0") && !is_date("General") && !is_date(r#""年""#));
}

/// Formats that a file names by their number alone (ECMA-376 part 1, 18.8.30).
#[test]
fn formats_known_by_their_number() {
    let numbers: &[(&[u16], &str)] = &[
        (&[0, 23, 49, 59], "-1234.5"),
        (&[1], "-1235"),
        (&[2], "-1234.50"),
        (&[3, 37, 38, 41], "-1,235"),
        (&[4, 39, 40, 43], "-1,234.50"),
        (&[5, 6, 42], "¥-1,235"),
        (&[7, 8, 44], "¥-1,234.50"),
        (&[9], "-123450%"),
        (&[10], "-123450.00%"),
        (&[11], "-1.23E+03"),
        (&[12, 13], "-1234 1/2"),
        (&[48], "-1.2E+3"),
    ];
    let moments: &[(&[u16], &str)] = &[
        (&[14], "2024/3/31"),
        (&[15], "31-Mar-24"),
        (&[16], "31-Mar"),
        (&[17], "Mar-24"),
        (&[18], "2:30 PM"),
        (&[19], "2:30:00 PM"),
        (&[20], "14:30"),
        (&[21], "14:30:00"),
        (&[22], "2024/3/31 14:30"),
        (&[27, 36, 50, 57], "R6.3.31"),
        (&[28, 29, 51, 54, 58], "令和6年3月31日"),
        (&[30], "3/31/24"),
        (&[31], "2024年3月31日"),
        (&[32], "14時30分"),
        (&[33], "14時30分00秒"),
        (&[34, 52, 55], "2024年3月"),
        (&[35, 53, 56], "3月31日"),
        (&[45], "30:00"),
        (&[46], "1089182:30:00"),
        (&[47], "30:00.0"),
    ];
    for (rows, value) in [(numbers, -1234.5), (moments, 45_382.604_166_667)] {
        for (ids, expected) in rows {
            for &id in *ids {
                let shown = NumberFormat::builtin(id).number(value, Epoch::Of1900).text;
                assert_eq!(shown, *expected, "format {id}");
            }
        }
    }
}

#[test]
fn nonsense_never_panics() {
    for code in [
        "[",
        "\"",
        "\\",
        "_",
        "*",
        "[$",
        "[>",
        ";;;;;;",
        "0.0.0.0",
        "E+",
        "0E+",
        "/",
        "?/",
        "g",
        "[h",
        "ssss.0000",
        "mmmmmmm",
        "ＡＢ[",
        "[$-411",
        "0%%%%%%%%%%%",
        "?/99999999999",
    ] {
        for value in [0.0, -1.5, 1e300, f64::MIN_POSITIVE, 5e-324, 45_000.123, f64::MAX, -0.0] {
            let _ = NumberFormat::parse(code).number(value, Epoch::Of1904);
        }
        let _ = NumberFormat::parse(code).text("文");
    }
}

#[test]
fn dates_of_iso_8601() {
    let days = |text| of_iso(text, Epoch::Of1900);
    assert_eq!(days("2024-03-31T12:00:00"), Some(45_382.5));
    assert_eq!(days("2024-03-31"), Some(45_382.0));
    assert_eq!(days("2024-02-29"), Some(45_351.0));
    assert_eq!(days("2024-03-31T06:30:36"), Some(45_382.271_25));
    assert_eq!(days("1900-01-01T00:00:00.000Z"), Some(1.0));
    assert_eq!(days("1900-03-01"), Some(61.0));
    assert_eq!(of_iso("1904-01-02", Epoch::Of1904), Some(1.0));
    assert_eq!(days("2024-13-01"), None);
    assert_eq!(days("令和6年"), None);
}
