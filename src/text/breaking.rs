//! Which characters stay together on one line (JIS X 4051).
//!
//! A closing mark never starts a line, an opening bracket never ends one, and a
//! number or a Latin word stays whole.

/// Letters and digits that form words: broken by spaces, joined with them.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('À'..='ɏ').contains(&c)
}

/// Marks that may not start a line, and cling to what stands before them
/// (JIS X 4051 行頭禁則, the strict set: where a program allows more, a piece is
/// shorter than thought, and its line fuller).
fn clings_back(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '」'
            | '』'
            | '）'
            | '】'
            | '〕'
            | '〉'
            | '》'
            | '］'
            | '｝'
            | '｣'
            | '！'
            | '？'
            | '：'
            | '；'
            | '％'
            | '々'
            | '”'
            | '’'
            | ')'
            | ']'
            | '}'
            | ','
            | '.'
            | ':'
            | ';'
            | '!'
            | '?'
            | '%'
            | '｡'
            | '､'
            | '・'
            | '/'
            | 'ー'
            | 'ゝ'
            | 'ゞ'
            | 'ヽ'
            | 'ヾ'
            | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ゎ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
            | 'ヮ'
            | 'ヵ'
            | 'ヶ'
    )
}

/// Closing brackets, which a number behind them holds on to (UAX 14, LB30).
fn is_closing(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '】' | '〕' | '」' | '』' | '〉' | '》')
}

/// Marks that may not end a line (行末禁則).
pub(super) fn clings_on(c: char) -> bool {
    matches!(
        c,
        '「' | '『'
            | '（'
            | '【'
            | '〔'
            | '〈'
            | '《'
            | '［'
            | '｛'
            | '｢'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
    )
}

/// Marks that hold a number, a word or an address together.
fn holds_together(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '_' | '@' | '%' | '&' | '=' | '+' | '#' | '~' | '\'' | '$')
}

/// Recognises the first unbreakable piece of a line, one character at a time.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    last: Option<char>,
    has_core: bool,
}

impl Piece {
    /// Whether `c` still belongs to the piece.
    pub(crate) fn takes(&mut self, c: char) -> bool {
        // A voice mark of its own is part of the kana before it.
        if self.last.is_some() && matches!(c, '\u{3099}' | '\u{309a}') {
            return true;
        }
        let belongs = match self.last {
            None => true,
            Some(last) => {
                !self.has_core
                    || clings_back(c)
                    || clings_on(last)
                    || last == '/'
                    || (is_wordy(last) && is_wordy(c))
                    || (is_closing(last) && is_latin(c))
            }
        };
        if belongs {
            self.has_core |= !clings_on(c);
            self.last = Some(c);
        }
        belongs
    }
}

pub(super) fn is_wordy(c: char) -> bool {
    is_latin(c) || holds_together(c)
}
