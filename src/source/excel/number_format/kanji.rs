//! Kanji numerals, as `[DBNum1]` and `[DBNum2]` ask for them.

use super::Kanji;

impl Kanji {
    /// 二〇二四: digit by digit; what is no digit stays.
    pub(super) fn digits(self, text: &str) -> String {
        let kanji = |c: char| c.to_digit(10).and_then(|at| self.all().get(at as usize)).copied();
        text.chars().map(|c| kanji(c).unwrap_or(c)).collect()
    }

    /// 二千二十四
    pub(super) fn number(self, number: u64) -> String {
        if number == 0 {
            return "〇".to_owned();
        }
        let mut text = String::new();
        let ten_thousand = if self == Kanji::Formal { "萬" } else { "万" };
        for (at, unit) in [(16, "京"), (12, "兆"), (8, "億"), (4, ten_thousand), (0, "")] {
            let four = number / 10_u64.pow(at) % 10_000;
            if four > 0 {
                self.push_below_10000(&mut text, four);
                text.push_str(unit);
            }
        }
        text
    }

    fn push_below_10000(self, text: &mut String, number: u64) {
        let ten = if self == Kanji::Formal { "拾" } else { "十" };
        let thousand = if self == Kanji::Formal { "阡" } else { "千" };
        for (power, unit) in [(1000, thousand), (100, "百"), (10, ten), (1, "")] {
            let digit = number / power % 10;
            // 百 alone is a hundred; a deed says 壱百.
            if digit > 1 || digit == 1 && (power == 1 || self == Kanji::Formal) {
                text.extend(self.all().get(digit as usize));
            }
            if digit > 0 {
                text.push_str(unit);
            }
        }
    }

    fn all(self) -> &'static [char; 10] {
        match self {
            Kanji::Plain => &['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
            Kanji::Formal => &['〇', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'],
        }
    }
}
