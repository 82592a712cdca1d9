//! Characters that depend on the machine (rule 1-10).

use super::Told;
use super::columns::{Class, Column};
use super::shape::{Table, places};
use super::sheet::{Datum, Sheet};
use encoding_rs::SHIFT_JIS;
use std::collections::BTreeMap;
use tenken::Code;

/// One finding a character, with the place of the first.
pub(super) fn check(sheet: &Sheet, table: &Table, columns: &[Column], told: &mut Told) {
    let mut seen: BTreeMap<char, (usize, usize, String)> = BTreeMap::new();
    let mut look = |text: &str, row: usize, header: &str| {
        for character in text.chars().filter(|it| depends(*it)) {
            seen.entry(character).or_insert_with(|| (0, row, header.to_owned())).0 += 1;
        }
    };
    let headers = sheet.rows.get(table.header).into_iter().flatten();
    headers.for_each(|it| look(it.shown(), table.header, ""));
    // What a document prints is kept as it is.
    for column in columns.iter().filter(|it| it.class != Class::Printed) {
        for (row, datum) in &column.cells {
            if let Datum::Text(text) = datum {
                look(text, *row, &column.header);
            }
        }
    }
    for (character, (count, row, header)) in seen {
        let code = format!("U+{:04X}", u32::from(character));
        let (ja, en) = places(sheet, row, Some(header.as_str()).filter(|it| !it.is_empty()));
        told.add(
            Code::O110,
            (&ja, &en),
            &format!("機種依存文字「{character}」（{code}）が{count}個あります。"),
            &format!("{character:?} ({code}) depends on the machine, {count} times"),
            &character.to_string(),
        );
    }
}

/// Characters for private use, half-width kana, and those that code page 932 has beyond
/// JIS X 0208: row 13, NEC's selection, IBM's extension.
fn depends(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    match u32::from(character) {
        0xe000..=0xf8ff | 0xff61..=0xff9f | 0xf0000..=0x0010_ffff => return true,
        _ => {}
    }
    let mut buffer = [0; 4];
    let (bytes, _, has_lost) = SHIFT_JIS.encode(character.encode_utf8(&mut buffer));
    let lead = (!has_lost).then(|| bytes.first().copied()).flatten();
    matches!((lead, bytes.get(1)), (Some(0x87 | 0xed | 0xee | 0xfa..=0xfc), Some(_)))
}

#[cfg(test)]
mod tests {
    use super::depends;

    #[test]
    fn what_one_machine_has_and_another_lacks() {
        for character in ['①', '㎡', '㈱', 'Ⅲ', '㍻', '髙', '﨑', 'ｱ', '\u{e000}'] {
            assert!(depends(character), "{character}");
        }
        for character in ['高', '崎', '○', '◎', '△', '■', '―', '～', 'ア', 'A', '％', '々']
        {
            assert!(!depends(character), "{character}");
        }
    }
}
