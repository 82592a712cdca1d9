//! Number formats: the code of a format, and what a number looks like under it.
//!
//! ```text
//! format    = section *3( ";" section )
//! section   = *( "[" tag "]" ) *token
//! tag       = condition | colour | "$" [symbol] "-" locale | "DBNum" digit | elapsed
//! condition = ( "<" | "<=" | ">" | ">=" | "=" | "<>" ) number
//! elapsed   = 1*"h" | 1*"m" | 1*"s"
//! token     = "General" | "@" | digit | "." | "," | "%" | "/" | exponent
//!           | date | literal | "_" any | "*" any
//! digit     = "0" | "#" | "?"
//! exponent  = ( "E" | "e" ) ( "+" | "-" )
//! date      = 1*"y" | 1*"m" | 1*"d" | 1*"h" | 1*"s" | 1*"g" | 1*"e" | 1*"a"
//!           | "AM/PM" | "A/P"
//! literal   = DQUOTE *any DQUOTE | "\" any | any other character
//! ```
//!
//! (ECMA-376 part 1, 18.8.31; eras, weekdays and `DBNum` as Excel has them.)
//! `_` leaves a space; a character that `*` repeats is layout, not text, and is
//! not shown. A code that makes no sense shows the number as
//! `General` does.

mod date;
mod decimal;
mod kanji;
mod shown;
#[cfg(test)]
mod tests;

pub(super) use date::of_iso;
pub(super) use decimal::Decimal;

/// A parsed format.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

/// What a number looks like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shown {
    pub(super) text: String,
    /// Digits of the stored number are missing from the text.
    pub(super) rounded: bool,
    /// The text is a date or a time; the stored number only counts days.
    pub(super) is_date: bool,
    /// The power of ten by which the number is shown: 2 for a percentage.
    pub(super) power: i32,
}

#[derive(Debug, Clone, PartialEq)]
struct Section {
    condition: Option<Condition>,
    kind: Kind,
    tokens: Vec<Token>,
    numerals: Numerals,
    language: Language,
}

/// Whose names of months, eras and halves of a day a section asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    /// As Excel runs in Japan: English names of months, 年号 for `g` and `e`.
    Unstated,
    /// Neither Japanese nor that of the program.
    Foreign,
    Japanese,
    /// Japanese, and the first year of an era is 元年.
    JapaneseWithFirstYear,
}

/// Where a workbook begins to count days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Day 1 is 1900-01-01, as on Windows.
    Of1900,
    /// Day 0 is 1904-01-01, as on old Macs.
    Of1904,
}

/// Which shape of value a section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// No placeholder at all: literals only.
    Literal,
    General,
    Number,
    Fraction,
    Date,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    comparison: Comparison,
    operand: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
}

/// Which digits `[DBNum1]` and its sisters ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numerals {
    Ascii,
    /// 二千二十四
    Kanji(Kanji),
    /// ２０２４
    FullWidth,
}

/// Two sets of numerals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kanji {
    /// 二千二十四
    Plain,
    /// 弐千弐拾四, as in deeds (大字).
    Formal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(String),
    General,
    /// `@`
    Text,
    /// `0`, `#` or `?`
    Digit(char),
    Point,
    Comma,
    Percent,
    Slash,
    /// With the sign shown for positive exponents.
    Exponent {
        plus: bool,
    },
    Date {
        letter: char,
        count: usize,
    },
    Elapsed {
        letter: char,
        count: usize,
    },
    /// `AM/PM` or, short, `A/P`.
    HalfDay {
        short: bool,
    },
}

/// Characters of a code that Excel itself accepts (its published limits: a
/// number format has up to 250 characters). Longer ones are cut.
const CODE_CHARACTERS: usize = 255;

impl NumberFormat {
    /// As much of a code as is ever read.
    pub(super) fn cut(code: &str) -> String {
        code.chars().take(CODE_CHARACTERS).collect()
    }

    /// Reads a code.
    pub(super) fn parse(code: &str) -> NumberFormat {
        let code = if code.trim().is_empty() { "General" } else { code };
        let code: Vec<char> = code.chars().take(CODE_CHARACTERS).collect();
        let mut rest = code.as_slice();
        let mut sections = Vec::new();
        while sections.len() < 4 {
            let (section, tail) = parse_section(rest);
            sections.push(section);
            match tail {
                Some(tail) => rest = tail,
                None => break,
            }
        }
        NumberFormat { sections }
    }

    /// The format that every cell has from the start.
    pub(super) fn general() -> NumberFormat {
        NumberFormat::parse("General")
    }

    /// A format that the file names only by its number. Where the meaning
    /// depends on the country, it is that of Japanese Excel (ECMA-376 part 1,
    /// 18.8.30, `ja-jp`).
    pub(super) fn builtin(id: u16) -> NumberFormat {
        NumberFormat::parse(builtin_code(id))
    }
}

fn builtin_code(id: u16) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => r##""¥"#,##0;"¥"\-#,##0"##,
        7 | 8 => r##""¥"#,##0.00;"¥"\-#,##0.00"##,
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 57 => "[$-411]ge.m.d",
        28 | 29 | 51 | 54 | 58 => r##"[$-411]ggge"年"m"月"d"日""##,
        30 => "m/d/yy",
        31 => r##"yyyy"年"m"月"d"日""##,
        32 => r##"h"時"mm"分""##,
        33 => r##"h"時"mm"分"ss"秒""##,
        34 | 52 | 55 => r##"yyyy"年"m"月""##,
        35 | 53 | 56 => r##"m"月"d"日""##,
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 => r##"_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ "##,
        42 => r##"_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ "##,
        43 => r##"_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ "##,
        44 => r##"_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ "##,
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

/// Reads up to the next `;` and gives what follows it.
fn parse_section(code: &[char]) -> (Section, Option<&[char]>) {
    let mut section = Section {
        condition: None,
        kind: Kind::Literal,
        tokens: Vec::new(),
        numerals: Numerals::Ascii,
        language: Language::Unstated,
    };
    let mut rest = code;
    let tail = loop {
        match rest {
            [] => break None,
            [';', tail @ ..] => break Some(tail),
            ['[', tail @ ..] => {
                let end = tail.iter().position(|&c| c == ']').unwrap_or(tail.len());
                let (tag, tail) = tail.split_at(end);
                section.tag(&tag.iter().collect::<String>());
                rest = tail.get(1..).unwrap_or_default();
            }
            _ => rest = section.token(rest),
        }
    };
    section.kind = section.kind();
    section.mark_minutes();
    (section, tail)
}

impl Section {
    /// Reads what stands between brackets; a colour says nothing about the text.
    fn tag(&mut self, tag: &str) {
        let lower = tag.to_ascii_lowercase();
        if let Some(condition) = parse_condition(tag) {
            self.condition = Some(condition);
        } else if let Some(money) = tag.strip_prefix('$') {
            self.locale(money);
        } else if lower == "dbnum1" {
            self.numerals = Numerals::Kanji(Kanji::Plain);
        } else if lower == "dbnum2" {
            self.numerals = Numerals::Kanji(Kanji::Formal);
        } else if lower == "dbnum3" {
            self.numerals = Numerals::FullWidth;
        } else if let Some(letter @ ('h' | 'm' | 's')) = lower.chars().next() {
            let count = lower.chars().count();
            if lower.chars().all(|c| c == letter) {
                self.tokens.push(Token::Elapsed { letter, count });
            }
        }
    }

    /// `[$￥-411]`: a symbol, which is shown, and a language.
    fn locale(&mut self, tag: &str) {
        let (symbol, locale) = tag.split_once('-').unwrap_or((tag, ""));
        if !symbol.is_empty() {
            self.tokens.push(Token::Literal(symbol.to_owned()));
        }
        let locale = locale.to_ascii_lowercase();
        if locale.contains("gannen") {
            self.language = Language::JapaneseWithFirstYear;
        } else if locale.ends_with("411") || locale.starts_with("ja") {
            self.language = Language::Japanese;
        } else if !locale.is_empty() {
            self.language = Language::Foreign;
        }
        // The long date and the time of the system, which is a Japanese one:
        // numbers in old files, words since Excel 2016.
        match locale.as_str() {
            "f800" | "x-sysdate" => self.replacement(r#"yyyy"年"m"月"d"日""#),
            "f400" | "x-systime" => self.replacement("h:mm:ss"),
            _ => (),
        }
    }

    /// The system's own format stands for whatever follows its tag.
    fn replacement(&mut self, code: &str) {
        let code: Vec<char> = code.chars().collect();
        let mut rest = code.as_slice();
        while !rest.is_empty() {
            rest = self.token(rest);
        }
        self.kind = Kind::Date;
    }

    /// Reads one token at the start of the code and gives the rest.
    fn token<'c>(&mut self, code: &'c [char]) -> &'c [char] {
        let (token, length) = match code {
            ['"', tail @ ..] => {
                let end = tail.iter().position(|&c| c == '"').unwrap_or(tail.len());
                (Some(Token::Literal(tail.iter().take(end).collect())), end + 2)
            }
            ['\\' | '!', c, ..] => (Some(Token::Literal(c.to_string())), 2),
            // As wide as the character behind it, which is a space wherever texts are
            // compared: `TEXT` gives one as well.
            ['_', _, ..] => (Some(Token::Literal(" ".to_owned())), 2),
            ['*', _, ..] => (None, 2),
            ['_' | '*'] => (None, 1),
            [c @ ('0' | '#' | '?'), ..] => (Some(Token::Digit(*c)), 1),
            ['.', ..] => (Some(Token::Point), 1),
            [',', ..] => (Some(Token::Comma), 1),
            ['%', ..] => (Some(Token::Percent), 1),
            ['/', ..] => (Some(Token::Slash), 1),
            ['@', ..] => (Some(Token::Text), 1),
            _ => word(code),
        };
        // A format of the system has been put in place of the rest.
        if self.kind != Kind::Date {
            self.tokens.extend(token);
        }
        code.get(length..).unwrap_or_default()
    }

    fn kind(&self) -> Kind {
        let has = |wanted: fn(&Token) -> bool| self.tokens.iter().any(wanted);
        let is_date = |token: &Token| {
            matches!(token, Token::Date { .. } | Token::Elapsed { .. } | Token::HalfDay { .. })
        };
        if has(is_date) {
            Kind::Date
        } else if has(|token| *token == Token::General) {
            Kind::General
        } else if has(|token| *token == Token::Text) {
            Kind::Text
        } else if !has(|token| matches!(token, Token::Digit(_))) {
            Kind::Literal
        } else if has(|token| *token == Token::Slash) {
            Kind::Fraction
        } else {
            Kind::Number
        }
    }

    /// An `m` is a minute behind an hour or before a second, else a month.
    fn mark_minutes(&mut self) {
        let is_time = |token: &Token, wanted: char| matches!(token, Token::Date { letter, .. } | Token::Elapsed { letter, .. } if *letter == wanted);
        let is_part = |token: &&Token| matches!(token, Token::Date { .. } | Token::Elapsed { .. });
        for at in 0..self.tokens.len() {
            let (before, from) = self.tokens.split_at(at);
            let [Token::Date { letter: 'm', count: count @ 1..=2 }, after @ ..] = from else {
                continue;
            };
            let count = *count;
            let behind_hour = before.iter().rev().find(is_part).is_some_and(|it| is_time(it, 'h'));
            let before_second = after.iter().find(is_part).is_some_and(|it| is_time(it, 's'));
            if behind_hour || before_second {
                self.tokens[at] = Token::Date { letter: 'n', count };
            }
        }
    }
}

/// A token that starts with a letter, or a character that stands for itself.
fn word(code: &[char]) -> (Option<Token>, usize) {
    let starts = |word: &str| {
        let mut letters = code.iter();
        word.chars().all(|c| letters.next().is_some_and(|found| found.eq_ignore_ascii_case(&c)))
    };
    if starts("General") {
        return (Some(Token::General), 7);
    }
    if starts("G/標準") {
        return (Some(Token::General), 4);
    }
    if starts("AM/PM") {
        return (Some(Token::HalfDay { short: false }), 5);
    }
    if starts("A/P") {
        return (Some(Token::HalfDay { short: true }), 3);
    }
    match code {
        ['E' | 'e', sign @ ('+' | '-'), ..] => (Some(Token::Exponent { plus: *sign == '+' }), 2),
        [c, ..] => {
            let letter = c.to_ascii_lowercase();
            if !matches!(letter, 'y' | 'm' | 'd' | 'h' | 's' | 'g' | 'e' | 'a' | 'r') {
                return (Some(Token::Literal(c.to_string())), 1);
            }
            let count = code.iter().take_while(|found| found.eq_ignore_ascii_case(c)).count();
            (date_word(letter, count, *c), count)
        }
        [] => (None, 1),
    }
}

/// A weekday needs three letters; one `a` stands for itself.
fn date_word(letter: char, count: usize, written: char) -> Option<Token> {
    match (letter, count) {
        ('a', 1 | 2) => Some(Token::Literal(written.to_string().repeat(count))),
        _ => Some(Token::Date { letter, count }),
    }
}

fn parse_condition(tag: &str) -> Option<Condition> {
    let signs = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<>", Comparison::Unequal),
        ("<", Comparison::Less),
        (">", Comparison::More),
        ("=", Comparison::Equal),
    ];
    signs.into_iter().find_map(|(sign, comparison)| {
        let operand = tag.strip_prefix(sign)?.trim().parse().ok()?;
        Some(Condition { comparison, operand })
    })
}

impl Condition {
    fn holds(self, value: f64) -> bool {
        match self.comparison {
            Comparison::Less => value < self.operand,
            Comparison::AtMost => value <= self.operand,
            Comparison::More => value > self.operand,
            Comparison::AtLeast => value >= self.operand,
            Comparison::Equal => value == self.operand,
            Comparison::Unequal => value != self.operand,
        }
    }

    /// Whether nothing above zero fulfils it; the code then shows the sign.
    fn is_negative_only(self) -> bool {
        matches!(self.comparison, Comparison::Less) && self.operand <= 0.0
            || matches!(self.comparison, Comparison::AtMost) && self.operand < 0.0
    }
}
