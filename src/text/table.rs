//! What becomes of which character: the one table.
//!
//! A row says what a group of characters is, which they are, and what each
//! becomes in `text` (as published) and in `normalized` (for machines). A
//! character in no row stays as it is in both. [`super::repair`] and
//! [`super::normalize`] do what the rows say, and `docs/characters.md` is the
//! rows printed; the first row that names a character decides.

mod index;

use super::ideographs::{KANGXI, KOREA, NORTH_KOREA, SUPPLEMENT, TAIWAN};
use super::squares;
use index::INDEX;

/// One group of characters and its fate.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What these characters are.
    pub what: &'static str,
    /// Which they are.
    pub from: Chars,
    /// What they become in the text as published.
    pub text: Becomes,
    /// What they become in the text for machines.
    pub normalized: Becomes,
}

/// The characters of a row.
#[derive(Debug, Clone, Copy)]
pub enum Chars {
    /// From the first to the last code point.
    Span(char, char),
    /// Each character of the string.
    These(&'static str),
}

/// What the characters of a row become.
#[derive(Debug, Clone, Copy)]
pub enum Becomes {
    /// They stay.
    Same,
    /// They go.
    Nothing,
    /// All become this one.
    One(char),
    /// The nth becomes the nth of these; [`STAYS`] stays.
    Each(&'static str),
    /// The nth becomes the nth of these words.
    Words(&'static [&'static str]),
    /// The nth becomes the nth code point from here on.
    From(char),
    /// A line end; the `\r` of `\r\n` is part of the `\n`.
    Line,
    /// The nth is the nth of these marks and joins the kana before it.
    Mark(&'static str),
}

/// Stands in [`Becomes::Each`] for a character that stays.
pub const STAYS: char = '＊';

/// Which of the two texts is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// As published.
    Text,
    /// For machines.
    Normalized,
}

/// What one character becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// Itself.
    Same,
    /// Nothing.
    Nothing,
    /// Another character.
    Char(char),
    /// Several characters.
    Word(&'static str),
    /// A line end.
    Line,
    /// This dakuten or handakuten, joined to the kana before it.
    Mark(char),
}

use Becomes::{Each, From, Line, Mark, Nothing, One, Same, Words};
use Chars::{Span, These};

const fn row(what: &'static str, from: Chars, text: Becomes, normalized: Becomes) -> Row {
    Row { what, from, text, normalized }
}

/// Every character that does not stay as it is, and those that one might
/// expect to change and that stay on purpose.
pub const ROWS: &[Row] = &[
    // What only a PDF producer writes.
    row("radicals (supplement)", Span('\u{2E80}', '\u{2EF3}'), Each(SUPPLEMENT), Each(SUPPLEMENT)),
    row("radicals (Kangxi)", Span('\u{2F00}', '\u{2FD5}'), Each(KANGXI), Each(KANGXI)),
    row(
        "compatibility ideographs that no Japanese keyboard types (Korea)",
        Span('\u{F900}', '\u{FA0D}'),
        Each(KOREA),
        Each(KOREA),
    ),
    row(
        "compatibility ideographs of JIS X 0213 and Windows-31J: in names, so kept",
        Span('\u{FA0E}', '\u{FA6D}'),
        Same,
        Same,
    ),
    row(
        "compatibility ideographs (North Korea)",
        Span('\u{FA70}', '\u{FAD9}'),
        Each(NORTH_KOREA),
        Each(NORTH_KOREA),
    ),
    row(
        "compatibility ideographs (Taiwan)",
        Span('\u{2F800}', '\u{2FA1D}'),
        Each(TAIWAN),
        Each(TAIWAN),
    ),
    row("look-alike of the slash", These("\u{2215}"), One('/'), One('/')),
    row("look-alike of the hyphen", These("\u{2043}"), One('-'), One('-')),
    row("look-alike of the middle dot", These("\u{2027}"), One('・'), One('・')),
    row("letters that are signs", These("\u{2126}\u{212A}\u{212B}"), Each("ΩKÅ"), Each("ΩKÅ")),
    row(
        "ligatures",
        Span('\u{FB00}', '\u{FB06}'),
        Words(&["ff", "fi", "fl", "ffi", "ffl", "st", "st"]),
        Words(&["ff", "fi", "fl", "ffi", "ffl", "st", "st"]),
    ),
    row(
        "glyphs of vertical writing (punctuation)",
        Span('\u{FE10}', '\u{FE19}'),
        Each("，、。：；！？〖〗…"),
        Each(",、。:;!?〖〗…"),
    ),
    row(
        "glyphs of vertical writing (dashes, brackets)",
        Span('\u{FE30}', '\u{FE48}'),
        Each("‥—–＿﹏（）｛｝〔〕【】《》〈〉「」『』﹅﹆［］"),
        Each("‥―-_﹏(){}〔〕【】《》〈〉「」『』﹅﹆[]"),
    ),
    // What nobody sees.
    row("variation selectors", Span('\u{FE00}', '\u{FE0F}'), Nothing, Nothing),
    // They tell 葛󠄀城 from 葛飾: part of a name, no matter of looks.
    row("ideographic variation selectors", Span('\u{E0100}', '\u{E01EF}'), Same, Nothing),
    row("language tags", Span('\u{E0000}', '\u{E007F}'), Nothing, Nothing),
    row("zero-width characters", Span('\u{200B}', '\u{200F}'), Nothing, Nothing),
    row("direction marks", Span('\u{202A}', '\u{202E}'), Nothing, Nothing),
    row("joiners and invisible operators", Span('\u{2060}', '\u{206F}'), Nothing, Nothing),
    row("soft hyphen, grapheme joiner", These("\u{AD}\u{34F}"), Nothing, Nothing),
    row("Mongolian selectors", Span('\u{180B}', '\u{180E}'), Nothing, Nothing),
    row("byte order mark", These("\u{FEFF}"), Nothing, Nothing),
    row("annotation anchors", Span('\u{FFF9}', '\u{FFFB}'), Nothing, Nothing),
    // Lines and spaces.
    row("real line end", These("\n"), Same, Same),
    row(
        "other line ends (CR, VT, FF, NEL, U+2028, U+2029)",
        These("\r\u{B}\u{C}\u{85}\u{2028}\u{2029}"),
        Line,
        Line,
    ),
    row("tabulator", These("\t"), Same, One(' ')),
    row("control characters", Span('\0', '\u{1F}'), Nothing, Nothing),
    row("control characters (C1)", Span('\u{7F}', '\u{9F}'), Nothing, Nothing),
    row("spaces that do not break", These("\u{A0}\u{2007}\u{202F}"), One(' '), One(' ')),
    // Fonts have one glyph for both, and producers name the other one.
    row("look-alike of the ideographic space", These("\u{2003}"), One('\u{3000}'), One(' ')),
    row("typographic spaces", Span('\u{2000}', '\u{2002}'), Same, One(' ')),
    row("typographic spaces, narrower", Span('\u{2004}', '\u{200A}'), Same, One(' ')),
    row("other spaces", These("\u{205F}\u{1680}\u{3000}"), Same, One(' ')),
    // Kana.
    row(
        "combining dakuten, handakuten",
        These("\u{3099}\u{309A}"),
        Mark("\u{3099}\u{309A}"),
        Mark("\u{3099}\u{309A}"),
    ),
    row(
        "half-width kana",
        Span('\u{FF61}', '\u{FF9D}'),
        Same,
        Each(
            "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン",
        ),
    ),
    row("half-width dakuten, handakuten", These("\u{FF9E}\u{FF9F}"), Same, Mark("゛゜")),
    // Widths and signs.
    row("full-width digits, letters, signs", Span('\u{FF01}', '\u{FF5E}'), Same, From('!')),
    row("full-width currency and bars", Span('\u{FFE0}', '\u{FFE6}'), Same, Each("¢£¬¯¦¥₩")),
    row("half-width arrows and boxes", Span('\u{FFE8}', '\u{FFEE}'), Same, Each("│←↑→↓■○")),
    row(
        "small forms",
        These("﹐﹒﹔﹕﹖﹗﹙﹚﹛﹜﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫"),
        Same,
        Each(",.;:?!(){}#&*+-<>=\\$%@"),
    ),
    row("small comma, small brackets", These("﹑﹝﹞"), Same, Each("、〔〕")),
    row("hyphens, minus, short dashes", These("‐‑‒–−⁃➖˗"), Same, One('-')),
    row("long dashes, drawn lines", These("—―─━⸺⸻\u{FE58}"), Same, One('―')),
    row("long vowel mark: part of a word, so kept", These("ー"), Same, Same),
    row("wave dashes, tildes", These("〜∼˜"), Same, One('~')),
    row("fraction and division slashes", These("⁄"), Same, One('/')),
    row("middle dots", These("·•∙⋅"), Same, One('・')),
    // Squares.
    row("words in a square", Span('\u{3300}', '\u{3357}'), Same, Words(squares::KATAKANA)),
    row("eras in a square", Span('\u{337B}', '\u{337F}'), Same, Words(squares::ERAS)),
    row("era 令和 in a square", These("㋿"), Same, Words(&["令和"])),
    row("units in a square", Span('\u{3380}', '\u{33DF}'), Same, Words(squares::LATIN)),
    row("ideographs in brackets", Span('\u{322A}', '\u{3243}'), Same, Words(squares::BRACKETED)),
    row("abbreviations", These("№℡™℃℉"), Same, Words(&["No.", "TEL", "TM", "°C", "°F"])),
    // What stays on purpose.
    row(
        "circled and numbered labels: labels, not digits",
        Span('\u{2460}', '\u{24FF}'),
        Same,
        Same,
    ),
    row("dingbat digits", Span('\u{2776}', '\u{2793}'), Same, Same),
    row("circled ideographs, numbers in brackets", Span('\u{3220}', '\u{3229}'), Same, Same),
    row("circled numbers 21–50, ideographs", Span('\u{3251}', '\u{32BF}'), Same, Same),
    row(
        "hours and days in a square: would glue to digits",
        Span('\u{3358}', '\u{3370}'),
        Same,
        Same,
    ),
    row("days in a square", Span('\u{33E0}', '\u{33FE}'), Same, Same),
    row("superscripts and fractions", These("¹²³¼½¾"), Same, Same),
    row("Roman numerals", Span('\u{2160}', '\u{217F}'), Same, Same),
    row("marks of ratings", These("◎○◯〇⚪△▲×✕■◼□"), Same, Same),
    row("old and variant forms in names", These("髙﨑邉邊齋齊"), Same, Same),
    row("private use: reported, never guessed", Span('\u{E000}', '\u{F8FF}'), Same, Same),
];

/// What `c` becomes in `column`.
pub fn out(c: char, column: Column) -> Out {
    if is_plain(c) {
        return Out::Same;
    }
    let Some((row, nth)) = INDEX.find(c) else { return Out::Same };
    let becomes = match column {
        Column::Text => row.text,
        Column::Normalized => row.normalized,
    };
    match becomes.nth(nth) {
        Out::Char(to) if to == c => Out::Same,
        out => out,
    }
}

/// Kana, common ideographs, their marks and ASCII: most of any text, and in no row
/// that changes anything. Saves the look into the index.
pub(super) fn is_plain(c: char) -> bool {
    matches!(
        c,
        ' '..='~' | '、'..='\u{301B}' | 'ぁ'..='\u{3096}' | 'ァ'..='ー' | '\u{4E00}'..='\u{9FFF}'
    )
}

impl Chars {
    /// The characters one by one.
    pub fn iter(self) -> Box<dyn Iterator<Item = char>> {
        match self {
            Span(first, last) => Box::new(first..=last),
            These(chars) => Box::new(chars.chars()),
        }
    }
}

impl Becomes {
    /// What the nth character of a row becomes.
    fn nth(self, nth: usize) -> Out {
        match self {
            Same => Out::Same,
            Nothing => Out::Nothing,
            Line => Out::Line,
            One(c) => Out::Char(c),
            Each(chars) => match chars.chars().nth(nth) {
                None | Some(STAYS) => Out::Same,
                Some(c) => Out::Char(c),
            },
            Words(words) => words.get(nth).map_or(Out::Same, |word| Out::Word(word)),
            From(first) => Out::Char(shifted(first, nth)),
            Mark(marks) => marks.chars().nth(nth).map_or(Out::Same, Out::Mark),
        }
    }
}

fn shifted(first: char, nth: usize) -> char {
    u32::try_from(nth).ok().and_then(|nth| char::from_u32(u32::from(first) + nth)).unwrap_or(first)
}

const UNVOICED: &str = "うかきくけこさしすせそたちつてとはひふへほゝウカキクケコサシスセソタチツテトハヒフヘホワヰヱヲヽ";
const VOICED: &str = "ゔがぎぐげござじずぜぞだぢづでどばびぶべぼゞヴガギグゲゴザジズゼゾダヂヅデドバビブベボヷヸヹヺヾ";
const UNVOICED_H: &str = "はひふへほハヒフヘホ";
const HALF_VOICED: &str = "ぱぴぷぺぽパピプペポ";

/// `kana` with the dakuten or handakuten `mark`, where there is such a kana.
pub fn voiced(kana: char, mark: char) -> Option<char> {
    let (from, to) = match mark {
        '\u{3099}' | '゛' => (UNVOICED, VOICED),
        '\u{309A}' | '゜' => (UNVOICED_H, HALF_VOICED),
        _ => return None,
    };
    from.chars().position(|it| it == kana).and_then(|at| to.chars().nth(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;
    use yosina::transliterators::RadicalsTransliteratorFactory;

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/characters.md");

    const HEAD: &str = "\
# What becomes of which character

`text` is a cell as published, with the damage of the PDF producer undone;
`normalized` is the same for machines. This is the table that the code uses,
printed by its test; a character that is in no row stays as it is in both. Where
two rows name a character, the first decides.

Spaces at the ends of a line go and several become one in `normalized`. A
dakuten joins the kana before it in `text` if it is a combining one, in
`normalized` also if it is of half width.

| characters | which | text | normalized |
|---|---|---|---|
";

    fn print() -> String {
        let mut doc = HEAD.to_owned();
        for row in ROWS {
            let which = match row.from {
                Span(first, last) => format!("{}–{}", code(first), code(last)),
                These(chars) => chars.chars().map(shown).collect::<Vec<_>>().join(" "),
            };
            let (text, normalized) = (fate(row, Column::Text), fate(row, Column::Normalized));
            writeln!(doc, "| {} | {which} | {text} | {normalized} |", row.what).unwrap();
        }
        doc
    }

    /// Up to three examples of what a row does, by what the code does.
    fn fate(row: &Row, column: Column) -> String {
        let becomes = if column == Column::Text { row.text } else { row.normalized };
        match becomes {
            Same => return "stays".to_owned(),
            Nothing => return "goes".to_owned(),
            Line => return "line end".to_owned(),
            Mark(_) => return "joins the kana".to_owned(),
            One(c) => return shown(c),
            Each(_) | Words(_) | From(_) => (),
        }
        let example = |c| match out(c, column) {
            Out::Char(to) => Some(format!("{} → {}", shown(c), shown(to))),
            Out::Word(to) => Some(format!("{} → `{to}`", shown(c))),
            _ => None,
        };
        let examples: Vec<String> = row.from.iter().filter_map(example).collect();
        let few = examples.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
        if examples.len() > 4 { format!("{few} … ({} in all)", examples.len()) } else { few }
    }

    fn code(c: char) -> String {
        format!("U+{:04X}", u32::from(c))
    }

    /// The character where it can be seen, its number where it can't.
    fn shown(c: char) -> String {
        let unseen = c.is_control()
            || c.is_whitespace()
            || matches!(u32::from(c), 0xAD | 0x34F | 0x2000..=0x200F | 0x3099..=0x309A | 0xFEFF);
        match c {
            _ if unseen => code(c),
            '|' => "`\\|`".to_owned(),
            _ => format!("`{c}`"),
        }
    }

    #[test]
    fn the_doc_is_the_table() {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(PATH, print()).unwrap();
        }
        let doc = std::fs::read_to_string(PATH).unwrap_or_default();
        assert!(doc == print(), "docs/characters.md is not the table: run with UPDATE=1");
    }

    #[test]
    fn no_row_touches_plain_characters() {
        for row in ROWS {
            let changes = |c: &char| {
                is_plain(*c) && !matches!(row.what, "long vowel mark: part of a word, so kept")
            };
            let first = row.from.iter().find(changes);
            let stays = matches!((row.text, row.normalized), (Same, Same));
            assert!(stays || first.is_none(), "{} {first:?}", row.what);
        }
    }

    #[test]
    fn rows_are_as_long_as_what_they_become() {
        for row in ROWS {
            for becomes in [row.text, row.normalized] {
                let length = match becomes {
                    Each(chars) | Mark(chars) => chars.chars().count(),
                    Words(words) => words.len(),
                    _ => continue,
                };
                assert_eq!(row.from.iter().count(), length, "{}", row.what);
            }
        }
    }

    #[test]
    fn what_a_character_becomes_stays() {
        for c in ROWS.iter().flat_map(|row| row.from.iter()) {
            for column in [Column::Text, Column::Normalized] {
                let becomes = match out(c, column) {
                    Out::Char(c) => c.to_string(),
                    Out::Word(word) => word.to_owned(),
                    _ => continue,
                };
                for again in becomes.chars() {
                    assert_eq!(out(again, column), Out::Same, "{c:?} → {becomes:?}");
                }
            }
        }
    }

    #[test]
    fn voiced_kana() {
        assert_eq!(UNVOICED.chars().count(), VOICED.chars().count());
        assert_eq!(UNVOICED_H.chars().count(), HALF_VOICED.chars().count());
        assert_eq!(voiced('カ', '゛'), Some('ガ'));
        assert_eq!(voiced('ア', '゛'), None);
        assert_eq!(voiced('カ', 'x'), None);
    }

    /// Radicals as another library has them. Where ours differ, the glyph of a
    /// Japanese font decides, by Adobe-Japan1.
    #[test]
    fn radicals_agree_with_another_table() {
        let theirs = yosina::make_transliterator(&RadicalsTransliteratorFactory::new()).unwrap();
        for c in ('\u{2E80}'..='\u{2FD5}').filter(|c| !"⼾⿊".contains(*c)) {
            let judged = theirs(&c.to_string()).unwrap();
            if let (Out::Char(ours), true) = (out(c, Column::Text), judged != c.to_string()) {
                assert_eq!(judged, ours.to_string(), "{}", code(c));
            }
        }
    }
}
