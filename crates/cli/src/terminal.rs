//! What a terminal may be shown: names and texts come from strangers, and a
//! control character in them must not move its cursor, forge a line or turn
//! the direction of writing.

use std::borrow::Cow;

/// A text on one line, control characters and marks of direction escaped as in
/// source code: `\n`, `\u{1b}`.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_control(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Data on its way to a terminal: line ends stay, the rest is escaped as JSON
/// escapes it, which in JSON is the same text.
pub(crate) fn shown_data(text: &str) -> Cow<'_, str> {
    let is_bare = |text: &str| text.contains(|it| is_control(it) && !matches!(it, '\n' | '\t'));
    if !is_bare(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_line_end = character == '\r' && characters.peek() == Some(&'\n');
        if is_control(character) && !is_line_end && !matches!(character, '\n' | '\t') {
            shown.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// C0 and C1, and what Unicode has for lines and directions (UAX #9, 2.1 to 2.6).
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::{shown, shown_data};

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(shown("施策 5-3"), "施策 5-3");
        assert_eq!(shown("a\nerror: b"), "a\\nerror: b");
        assert_eq!(
            shown("\u{1b}[2J\u{9b}\u{202e}x\u{2066}"),
            "\\u{1b}[2J\\u{9b}\\u{202e}x\\u{2066}"
        );
    }

    #[test]
    fn data_keeps_its_lines() {
        assert_eq!(
            shown_data("{\n  \"a\": \"\u{202e}\u{7f}\"\n}"),
            "{\n  \"a\": \"\\u202e\\u007f\"\n}"
        );
        assert_eq!(shown_data("a,b\r\nc\rd\r\n"), "a,b\r\nc\\u000dd\r\n");
    }
}
