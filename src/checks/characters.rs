//! W604 and W605: characters that other systems may not know.
//!
//! **Why.** A character for private use (外字) means something on the machine where
//! it was typed alone; everybody else sees a blank box, or another character. What is
//! outside JIS X 0213, and half-width kana, may be lost where texts are exchanged:
//! the government's guide to characters (文字環境導入実践ガイドブック) has systems
//! keep to that standard.
//!
//! **How.** Each text of a measure and the title is looked at, character by character.
//! W604 is one finding for each character for private use, with its code point and
//! the first measure that has it; W605 one for half-width kana and one that lists all
//! characters outside the standard. Characters stay as they are published.
//!
//! **Tolerance.** Code page 932 writes some characters of the standard by other code
//! points (～ for 〜); those count as in it. White space is not looked at.

use crate::finding::{Code, Finding, Message};
use crate::report::{Measure, Report};
use std::collections::BTreeMap;

/// A bit for each character of JIS X 0213:2004 (`scripts/make-character-table`).
const JIS_X_0213: &[u8] = include_bytes!("jis-x-0213.bin");

/// The code points by which code page 932 writes characters of the standard; and the
/// replacement character, of which another finding tells.
const AS_WELL: &[char] = &['～', '－', '∥', '￠', '￡', '￢', '￤', '—', '¥', '‾', '\u{FFFD}'];

/// How many characters a message lists.
const LISTED: usize = 20;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let mut private: BTreeMap<char, Seen<'_>> = BTreeMap::new();
    let mut kana: Option<Seen<'_>> = None;
    let mut outside: BTreeMap<char, Seen<'_>> = BTreeMap::new();
    for (text, measure) in texts(report) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            match kind(c) {
                Kind::Usual => (),
                Kind::Private => Seen::add(private.entry(c).or_default(), measure),
                Kind::HalfWidthKana => Seen::add(kana.get_or_insert_default(), measure),
                Kind::Outside => Seen::add(outside.entry(c).or_default(), measure),
            }
        }
    }
    findings.extend(private.iter().map(|(c, seen)| seen.at(private_use(*c, seen.count))));
    findings.extend(kana.map(|seen| seen.at(half_width(seen.count))));
    if let Some(seen) = outside.values().next() {
        findings.push(seen.at(outside_of_standard(&outside)));
    }
}

/// Where a character was seen first, and how often.
#[derive(Default)]
struct Seen<'r> {
    count: usize,
    measure: Option<&'r Measure>,
}

impl<'r> Seen<'r> {
    fn add(seen: &mut Seen<'r>, measure: Option<&'r Measure>) {
        seen.count += 1;
        seen.measure = seen.measure.or(measure);
    }

    fn at(&self, finding: Finding) -> Finding {
        match self.measure {
            Some(measure) => finding.of_measure(measure.label()).at(Some(measure.place.clone())),
            None => finding,
        }
    }
}

/// The texts that are looked at, and the measures that they are of.
fn texts(report: &Report) -> impl Iterator<Item = (&str, Option<&Measure>)> {
    let head = [Some(&report.title), report.publisher.as_ref()];
    let head = head.into_iter().flatten().map(|text| (text.as_str(), None));
    let rows = report
        .measures
        .iter()
        .flat_map(|measure| of_measure(measure).map(move |text| (text, Some(measure))));
    head.chain(rows)
}

/// The texts of a measure, as they are published.
fn of_measure(measure: &Measure) -> impl Iterator<Item = &str> {
    let fields = [
        &measure.id_text,
        &measure.name,
        &measure.rating_symbol,
        &measure.reason,
        &measure.remarks,
        &measure.texts.deed,
        &measure.texts.plan,
        &measure.texts.next,
    ];
    let fields = fields.into_iter().flatten().map(String::as_str);
    let indicators = measure.indicators.iter().flat_map(|indicator| {
        let values = indicator.values.iter().map(|value| value.text.as_str());
        std::iter::once(indicator.text.as_str()).chain(values)
    });
    let groups = measure.groups.iter().map(|group| group.name.as_str());
    let bureaus = measure.bureaus.iter().map(String::as_str);
    let extra = measure.extra.iter().map(|extra| extra.text.as_str());
    groups.chain(bureaus).chain(fields).chain(indicators).chain(extra)
}

/// What becomes of a character elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Usual,
    Private,
    HalfWidthKana,
    Outside,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => Kind::Private,
        '\u{FF61}'..='\u{FF9F}' => Kind::HalfWidthKana,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Kind::Usual,
        c if c.is_ascii() || c.is_whitespace() || AS_WELL.contains(&c) => Kind::Usual,
        c if is_in_standard(c) => Kind::Usual,
        _ => Kind::Outside,
    }
}

/// Whether a character is in the table.
fn is_in_standard(c: char) -> bool {
    let (pages, _) = JIS_X_0213.as_chunks::<34>();
    let code = u32::from(c);
    let number = |page: &[u8; 34]| u32::from(u16::from_be_bytes([page[0], page[1]]));
    let Ok(at) = pages.binary_search_by_key(&(code >> 8), number) else { return false };
    let byte = 2 + (code as usize & 0xFF) / 8;
    pages.get(at).and_then(|page| page.get(byte)).is_some_and(|bits| bits >> (code & 7) & 1 == 1)
}

fn private_use(c: char, count: usize) -> Finding {
    let code = u32::from(c);
    let message = Message::new(
        format!(
            "外字（私用領域の文字）U+{code:04X}「{c}」が{count}か所にあります。ほかの環境では読めません。"
        ),
        format!(
            "the private-use character U+{code:04X} stands in {count} place(s); no other system can read it"
        ),
    );
    Finding { found: Some(format!("U+{code:04X}")), ..Finding::new(Code::W604, message) }
}

fn half_width(count: usize) -> Finding {
    let message = Message::new(
        format!("半角カナが{count}文字あります。情報交換では全角が望まれます。"),
        format!("{count} half-width kana; full-width ones are asked for where texts are exchanged"),
    );
    Finding::new(Code::W605, message)
}

fn outside_of_standard(seen: &BTreeMap<char, Seen<'_>>) -> Finding {
    let named =
        |(c, seen): (&char, &Seen<'_>)| format!("{c} (U+{:04X}) × {}", u32::from(*c), seen.count);
    let mut list: Vec<String> = seen.iter().take(LISTED).map(named).collect();
    list.extend((seen.len() > LISTED).then(|| "…".to_owned()));
    let list = list.join(", ");
    let message = Message::new(
        format!("JIS X 0213にない文字があります: {list}"),
        format!("characters outside JIS X 0213: {list}"),
    );
    Finding { found: Some(list), ..Finding::new(Code::W605, message) }
}

#[cfg(test)]
mod tests {
    use super::{Kind, LISTED, kind};
    use crate::checks::samples::{details, report};

    const HEADER: &str = "番号|施策名|成果指標|目標|実績|評価";

    #[track_caller]
    fn check(text: &str, expected: Kind) {
        for c in text.chars() {
            assert_eq!(kind(c), expected, "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn what_other_systems_know() {
        check("亜腕弌熙丂𠂉𪚲あアガ①㈱㍻㎡©éΩЯ\u{2009}◎○△―～〜－−Ａ￥ 　¥", Kind::Usual);
        check("葛\u{E0100}", Kind::Usual);
        check("\u{E000}\u{F06C}\u{F8FF}\u{F0000}\u{10FFFD}", Kind::Private);
        check("ｱﾞ｡ﾟ", Kind::HalfWidthKana);
        check("髙㋿☑한\u{1F600}", Kind::Outside);
    }

    #[test]
    fn each_text_is_looked_at() {
        let rows = ["1|窓\u{E000}口|数\u{E000}|1件|1件|◎", "2|ｱｲ相談|☑髙☑|1件|1件|◎"];
        let mut report = report(HEADER, &rows, &[]);
        let [private, kana, outside] = [
            "W604 1 - - - → U+E000",
            "W605 2 - - - → -",
            "W605 2 - - - → ☑ (U+2611) × 2, 髙 (U+9AD9) × 1",
        ];
        assert_eq!(details(&report, super::check), [private, kana, outside]);
        let mut findings = Vec::new();
        super::check(&report, &mut findings);
        let said: Vec<&str> = findings.iter().map(|it| it.message.ja.as_str()).collect();
        assert!(said[0].contains("が2か所に") && said[1].contains("が2文字"), "{said:?}");
        report.measures.clear();
        report.title = "\u{E000}".to_owned();
        assert_eq!(details(&report, super::check), ["W604 - - - - → U+E000"]);
    }

    #[test]
    fn the_first_of_many() {
        let listed = |count: u32| {
            let name: String = (0..count).filter_map(|it| char::from_u32(0xAC00 + it)).collect();
            let report = report(HEADER, &[&format!("1|{name}|数|1件|1件|◎")], &[]);
            let details = details(&report, super::check);
            assert_eq!(details.len(), 1, "{details:?}");
            details[0].ends_with(", …")
        };
        let most = u32::try_from(LISTED).unwrap();
        assert!(!listed(1) && !listed(most) && listed(most + 1));
    }
}
