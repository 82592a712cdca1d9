//! The text of a cell: what its author typed, and the same for machines.
//!
//! A PDF does not say which character a glyph stood for but which code the
//! producer gave it, so 立 comes back as the radical ⽴ and / as ∕. [`repair`]
//! undoes that and nothing else: widths, symbols and wording stay as published.
//! [`normalize`] goes on to one width and one space, for comparing and counting.
//!
//! Neither is NFKC, which turns ①② into 12 and m² into m2, and neither knows
//! new forms for old ones: 髙 and 邉 are somebody's name. What becomes of which
//! character is written once, in [`table`]; `docs/characters.md` prints it.

pub(crate) mod breaking;
mod ideographs;
mod squares;
pub(crate) mod join;
mod number_ends;
pub mod table;

use std::borrow::Cow;

use table::{Column, Out};

/// The text as published: damage of the PDF producer undone, all else kept.
///
/// Borrows when there is nothing to repair, which is nearly always.
pub fn repair(text: &str) -> Cow<'_, str> {
    match first_damage(text) {
        None => Cow::Borrowed(text),
        Some(at) => Cow::Owned(repair_from(text, at)),
    }
}

/// The text for machines: repaired, one width, one space, real lines kept.
pub fn normalize(text: &str) -> String {
    let mut folded = Folded { out: String::with_capacity(text.len()), space: false };
    // Nearly all text stays as it is, so it is copied a stretch at a time.
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        if c != ' ' && table::is_plain(c) {
            continue;
        }
        folded.words(&text[kept..at]);
        kept = at + c.len_utf8();
        folded.push(c, &text[kept..]);
    }
    folded.words(&text[kept..]);
    folded.out
}

/// A text with one space for many, and none at the ends of a line.
struct Folded {
    out: String,
    /// Whether a space stands before what comes next on this line.
    space: bool,
}

impl Folded {
    /// Appends text without white space.
    fn words(&mut self, words: &str) {
        if !words.is_empty() {
            self.part();
            self.out.push_str(words);
        }
    }

    /// Appends what `c` becomes; `rest` is what follows it.
    fn push(&mut self, c: char, rest: &str) {
        match if c == '\n' { Out::Same } else { table::out(c, Column::Normalized) } {
            Out::Same if c == '\n' => self.line(),
            Out::Same => self.char(c),
            Out::Nothing => (),
            Out::Char(c) => self.char(c),
            Out::Word(word) => self.words(word),
            Out::Line if rest.starts_with('\n') => (),
            Out::Line => self.line(),
            Out::Mark(mark) => {
                self.part();
                push_mark(&mut self.out, mark);
            }
        }
    }

    fn char(&mut self, c: char) {
        if c == ' ' {
            self.space = true;
        } else {
            self.part();
            self.out.push(c);
        }
    }

    fn line(&mut self) {
        self.space = false;
        self.out.push('\n');
    }

    /// The space before what comes next, unless a line begins there.
    fn part(&mut self) {
        if std::mem::take(&mut self.space) && !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push(' ');
        }
    }
}

/// Bytes as text (RFC 4648, 4): pictures in a page, and the hashes of its policy.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS[(bits >> shift) as usize & 63];
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// Where the first character stands that [`repair`] changes.
///
/// Nearly all text is kana and ideographs, whose first bytes are E3 to E9, so
/// one look at the first byte of each character spares the table. A false alarm
/// costs time only; a miss would be a bug, and a test asks every character.
fn first_damage(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let may_be = MAY_BE_SUSPECT[usize::from(first)];
        if may_be && is_suspect(&bytes[at..]) && is_damaged(&text[at..]) {
            return Some(at);
        }
        at += match first {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
        };
    }
    None
}

/// The first bytes that [`is_suspect`] looks at more closely.
const MAY_BE_SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] =
            matches!(byte, 0..0x20 | 0x7F | 0xC2 | 0xCD | 0xE1 | 0xE2 | 0xE3 | 0xEF | 0xF0 | 0xF3);
        byte += 1;
    }
    table
};

/// Only asked where a character starts: a suspect has a first byte.
fn is_damaged(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| table::out(c, Column::Text) != Out::Same)
}

fn is_suspect(rest: &[u8]) -> bool {
    match rest {
        [b'\n' | b'\t', ..] => false,
        [0..0x20 | 0x7F, ..] => true,
        [0xC2, second, ..] => *second <= 0xA0 || *second == 0xAD,
        [0xCD, 0x8F, ..] | [0xE1, 0xA0, ..] => true,
        [0xE2, second, ..] => matches!(second, 0x80 | 0x81 | 0x84 | 0x88 | 0xBA..=0xBF),
        [0xE3, 0x82, third, ..] => matches!(third, 0x99 | 0x9A),
        [0xEF, 0xBF, third, ..] => matches!(third, 0xB9..=0xBB),
        [0xEF, second, ..] => matches!(second, 0xA4..=0xAC | 0xB8 | 0xB9 | 0xBB),
        [0xF0, second, ..] => *second == 0xAF,
        [0xF3, second, ..] => *second == 0xA0,
        _ => false,
    }
}

/// The slow path, from the first damaged character on.
fn repair_from(text: &str, suspect: usize) -> String {
    let mut repaired = String::with_capacity(text.len());
    repaired.push_str(&text[..suspect]);
    for (at, c) in text[suspect..].char_indices() {
        push(&mut repaired, c, &text[suspect + at + c.len_utf8()..]);
    }
    repaired
}

/// Appends what `c` becomes in the text as published; `rest` is what follows it.
fn push(out: &mut String, c: char, rest: &str) {
    match table::out(c, Column::Text) {
        Out::Same => out.push(c),
        Out::Nothing => (),
        Out::Char(c) => out.push(c),
        Out::Word(word) => out.push_str(word),
        Out::Line if rest.starts_with('\n') => (),
        Out::Line => out.push('\n'),
        Out::Mark(mark) => push_mark(out, mark),
    }
}

/// Joins a dakuten or handakuten to the kana before it: カ゛ is ガ.
fn push_mark(out: &mut String, mark: char) {
    let voiced = out.chars().next_back().and_then(|kana| table::voiced(kana, mark));
    if voiced.is_some() {
        out.pop();
    }
    out.push(voiced.unwrap_or(mark));
}

#[cfg(test)]
mod tests {
    use super::table::{self, Column, Out};
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn the_alphabet_of_rfc_4648() {
        let check =
            |text: &str, expected: &str| assert_eq!(super::base64(text.as_bytes()), expected);
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foobar", "Zm9vYmFy");
    }

    #[track_caller]
    fn repairs(text: &str, expected: &str) {
        assert_eq!(super::repair(text), expected, "{text:?}");
    }

    #[track_caller]
    fn stays(text: &str) {
        assert!(matches!(super::repair(text), Cow::Borrowed(_)), "{text:?}");
    }

    #[track_caller]
    fn normalizes(text: &str, expected: &str) {
        assert_eq!(super::normalize(text), expected, "{text:?}");
    }

    #[test]
    fn radicals_are_ideographs() {
        repairs("⼀⽉⽊⼈", "一月木人");
        repairs("⺠⻑⻄⻘⻝", "民長西青食");
        repairs("神⼾の⿊い⼾", "神戸の黒い戸");
    }

    #[test]
    fn look_alikes() {
        repairs("時間∕年", "時間/年");
        repairs("障害‧福祉", "障害・福祉");
        repairs("︵仮称︶", "（仮称）");
        repairs("ﬁle", "file");
    }

    #[test]
    fn variation_selectors_stay_with_ideographs_alone() {
        repairs("葛\u{E0100}城", "葛\u{E0100}城");
        repairs("■\u{FE0E}", "■");
    }

    #[test]
    fn spaces_and_invisible_characters() {
        repairs("116,691\u{A0}回", "116,691 回");
        repairs("\u{FEFF}実\u{200B}施\u{AD}", "実施");
        repairs("一\r\n二\r三\u{B}四\u{2028}五", "一\n二\n三\n四\n五");
        repairs("実\u{0}施\u{7F}\u{9F}", "実施");
    }

    #[test]
    fn dakuten_join_their_kana() {
        repairs("か\u{3099}は\u{309A}ウ\u{3099}", "がぱヴ");
        repairs("あ\u{3099}", "あ\u{3099}");
        repairs("\u{3099}", "\u{3099}");
    }

    #[test]
    fn compatibility_ideographs() {
        repairs("\u{F98E}金", "年金");
        // JIS X 0213 has these, so a name may have been typed with them.
        stays("\u{FA19}田、宮\u{FA11}、\u{F9DC}");
    }

    #[test]
    fn what_was_typed_stays() {
        stays("①②　ﾃｽﾄ５５,260件（％）〜～―－‐◯○〇㈱㎡㍻½\u{E000}髙﨑邉");
        stays("一行\n二行\tABC");
        stays("");
    }

    #[test]
    fn one_width() {
        normalizes("５5,260人（％）", "55,260人(%)");
        normalizes("ＰＶ／ａ！", "PV/a!");
        normalizes("ﾃｽﾄ ｶﾞﾊﾟｳﾞ｢ｱ･ｲ｣ｰﾞ", "テスト ガパヴ「ア・イ」ー゛");
    }

    #[test]
    fn circled_digits_are_not_digits() {
        normalizes("①100%⑩㈠⑴", "①100%⑩㈠⑴");
        normalizes("100ｍ²、½", "100m²、½");
    }

    #[test]
    fn squares_are_words() {
        normalizes("㈱Ａ㍻㋿㌔㌫㎡㎞", "(株)A平成令和キロパーセントm²km");
        normalizes("№ ℡ ℃", "No. TEL °C");
    }

    #[test]
    fn dashes() {
        normalizes("10－15−20‐25‑30–35", "10-15-20-25-30-35");
        normalizes("―—─", "―――");
        normalizes("サービス", "サービス");
        normalizes("10〜15～20∼25", "10~15~20~25");
    }

    #[test]
    fn one_space_and_real_lines() {
        normalizes("　一\u{2003} 二　\n\n　三\t四 ", "一 二\n\n三 四");
    }

    #[test]
    fn names_stay() {
        normalizes("髙﨑邉\u{FA19}斎齋齊", "髙﨑邉\u{FA19}斎齋齊");
    }

    #[test]
    fn the_quick_look_misses_nothing() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let touched = !matches!(table::out(c, Column::Text), Out::Same);
            let text = c.to_string();
            let may_be = super::MAY_BE_SUSPECT[usize::from(text.as_bytes()[0])];
            let seen = may_be && super::is_suspect(text.as_bytes());
            assert!(seen || !touched, "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn any_text(text: String) {
            let once = super::normalize(&text);
            prop_assert_eq!(super::normalize(&once), once);
            let repaired = super::repair(&text).into_owned();
            prop_assert_eq!(super::repair(&repaired), repaired.as_str());
            prop_assert_eq!(super::normalize(&repaired), super::normalize(&text));
        }

        #[test]
        fn any_suspects(text in "[か\u{3099}\u{309A}\u{FF76}\u{FF9E} \u{A0}\n\r\u{B}\u{E0101}⼀∕]{0,12}") {
            let once = super::normalize(&text);
            prop_assert_eq!(super::normalize(&once), once);
            prop_assert_eq!(super::normalize(&super::repair(&text)), super::normalize(&text));
        }
    }
}
