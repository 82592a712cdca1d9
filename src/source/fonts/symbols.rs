//! Fonts of signs, whose codes are their own: what l means in Wingdings.
//!
//! The signs are those of the published mappings to Unicode (Unicode 7.0, ISO/IEC
//! 10646 WG2 N4384, for Wingdings, Wingdings 2 and Webdings; Adobe's encoding of
//! Symbol, PDF 32000-1 D.6). Where that names a weight or a size of an everyday sign,
//! the everyday sign stands here: a report says ● and ◎, however thick they are
//! drawn. Codes of pictures that no report means anything by are left out, and come
//! as glyphs without Unicode.

/// A font of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    Symbol,
    Wingdings,
    Wingdings2,
    Webdings,
    Marlett,
}

/// The private-use characters by which programs write the codes of such fonts.
const CODES: std::ops::RangeInclusive<char> = '\u{F020}'..='\u{F0FF}';

impl Signs {
    /// By the name of a font, without the tag of a subset.
    pub(super) fn of(name: &str) -> Option<Signs> {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        match name.strip_suffix("regular").unwrap_or(&name) {
            "symbol" | "symbolmt" => Some(Signs::Symbol),
            "wingdings" => Some(Signs::Wingdings),
            "wingdings2" => Some(Signs::Wingdings2),
            "webdings" => Some(Signs::Webdings),
            "marlett" => Some(Signs::Marlett),
            _ => None,
        }
    }

    /// What a code means.
    pub(super) fn sign(self, code: u32) -> Option<char> {
        let listed = |signs: &[(u8, &str)]| {
            signs.iter().find_map(|(first, signs)| {
                let at = usize::try_from(code.checked_sub(u32::from(*first))?).ok()?;
                signs.chars().nth(at)
            })
        };
        // A space is one in each of them.
        match (self, code) {
            (_, 0x20) => Some(' '),
            (Signs::Symbol, _) => listed(SYMBOL),
            (Signs::Wingdings, _) => listed(WINGDINGS),
            (Signs::Wingdings2, _) => listed(WINGDINGS_2),
            (Signs::Webdings, _) => listed(WEBDINGS),
            (Signs::Marlett, _) => listed(MARLETT),
        }
    }

    /// What a private-use character means that stands for a code, or else itself.
    pub(super) fn read(self, c: char) -> char {
        let code = CODES.contains(&c).then_some(u32::from(c) & 0xFF);
        code.and_then(|code| self.sign(code)).unwrap_or(c)
    }
}

/// Codes from one on, and the signs of that one and of those behind it.
type Stretch = (u8, &'static str);

const SYMBOL: &[Stretch] = &[
    (
        0x20,
        " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    ),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"),
    (0xF1, "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
];

const WINGDINGS: &[Stretch] = &[
    (0x22, "✂"),
    (0x28, "☎"),
    (0x2A, "✉"),
    (0x36, "⌛"),
    (0x3F, "✍"),
    (0x41, "✌"),
    (0x45, "☜☞☝☟"),
    (0x4A, "☺"),
    (0x4C, "☹"),
    (0x52, "☼"),
    (0x6C, "●❍■□□❑❒◆◆◆❖◆☒"),
    (0x7D, "❝❞"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•"),
    (0xA1, "○○○◎◎❍▪□"),
    (0xAA, "✦★✶✴✹"),
    (0xB5, "✪✰"),
    (0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳"),
    (0xFB, "✗✓☒☑"),
];

const WINGDINGS_2: &[Stretch] = &[
    (0x4F, "✗✓☒☑☒☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x95, "·••●○○○◎"),
    (0xA1, "■■□□□"),
    (0xA8, "▣"),
    (0xAE, "◆◇"),
    (0xB1, "◈"),
    (0xF8, "※"),
];

const WEBDINGS: &[Stretch] =
    &[(0x33, "◀▶▲▼"), (0x61, "✓"), (0x63, "□"), (0x67, "■"), (0x6E, "●"), (0x72, "×？")];

const MARLETT: &[Stretch] = &[(0x33, "◀▶▲▼"), (0x61, "✓✓"), (0x72, "×")];

#[cfg(test)]
mod tests {
    use super::Signs;

    #[track_caller]
    fn check(name: &str, codes: &[u32], expected: &str) {
        let signs = Signs::of(name).unwrap();
        let found: String = codes.iter().map(|&code| signs.sign(code).unwrap_or('?')).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn signs_of_each_font() {
        check("Wingdings-Regular", &[0x6C, 0x6E, 0x75, 0xA1, 0xA4, 0xA8, 0xFC, 0xFE], "●■◆○◎□✓☑");
        check("Wingdings", &[0x20, 0x81, 0x8A, 0xE0, 0xF0, 0x21, 0xD8], " ①⑩→⇨??");
        check("Wingdings 2", &[0x50, 0x52, 0x98, 0x99, 0xA2, 0xA3], "✓☑●○■□");
        check("Webdings", &[0x61, 0x6E, 0x35], "✓●▲");
        check("SymbolMT", &[0x61, 0xB7, 0xAE, 0xB0, 0xB4, 0xFE], "α•→°×⎭");
        check("Marlett", &[0x61, 0x34], "✓▶");
    }

    #[test]
    fn codes_as_private_use() {
        let read = |c| Signs::Wingdings.read(c);
        assert_eq!(
            ['\u{F06C}', '\u{F021}', '\u{E000}', 'l'].map(read),
            ['●', '\u{F021}', '\u{E000}', 'l']
        );
    }

    #[test]
    fn other_fonts() {
        let names = ["MS-Gothic", "Wingdings3", "SymbolNeu", "SegoeUISymbol"];
        assert!(names.iter().all(|name| Signs::of(name).is_none()));
    }
}
