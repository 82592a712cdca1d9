//! Rows that are numbered alike: the form of their numbers, whatever they number.

use super::Row;
use crate::layout;
use std::collections::HashSet;

/// A column of numbers, and the forms that they have.
pub(super) struct Numbering {
    col: usize,
    forms: HashSet<String>,
}

/// How many columns are asked: numbers stand at the left.
const COLUMNS_ASKED: usize = 4;

/// How many forms the numbers of one table may have: those of a plan and those of
/// its later years, with and without a mark.
const FORMS_MAX: usize = 16;

/// The longest number, in characters.
const NUMBER_CHARS_MAX: usize = 10;

impl Numbering {
    /// The first column in which most cells that say something are numbers.
    pub(super) fn of(rows: &[Row], columns: usize) -> Option<Numbering> {
        (0..columns.min(COLUMNS_ASKED)).find_map(|col| {
            let texts = rows.iter().filter_map(|row| row.cell(col).filter(|it| it.colspan == 1));
            let texts: Vec<&str> =
                texts.map(|it| it.text.as_str()).filter(|text| !text.is_empty()).collect();
            let is_short = |text: &&str| text.chars().count() <= NUMBER_CHARS_MAX;
            let found: Vec<String> =
                texts.iter().copied().filter(is_short).filter_map(form_of).collect();
            let are_most = !found.is_empty() && 2 * found.len() > texts.len();
            let forms: HashSet<String> = found.into_iter().collect();
            (are_most && forms.len() <= FORMS_MAX).then_some(Numbering { col, forms })
        })
    }

    /// Whether a number and the text behind it are those of a row.
    pub(super) fn has(&self, number: &str, next: &str) -> bool {
        !next.is_empty() && self.forms.contains(&form(number).0)
    }

    /// Whether a row has a number like the others, and says something behind it.
    pub(super) fn is_of(&self, row: &Row) -> bool {
        let text = |col: usize| row.cell(col).filter(|it| it.col == col).map_or("", |it| &it.text);
        self.has(text(self.col), text(self.col + 1))
    }

    /// Where the numbers stand.
    pub(super) fn col(&self) -> usize {
        self.col
    }
}

/// How a heading is numbered: `9` for （4）産業・観光, `第9章` for 第３章　しごと.
pub(crate) fn style(text: &str) -> Option<String> {
    let number = text.split([')', '）', '】', '.', '．', ' ', '　', '：', ':']).next()?;
    form_of(number)
}

/// The form of a number, if there is a numeral in it.
pub(crate) fn form_of(id: &str) -> Option<String> {
    let (form, parts) = form(id);
    (parts > 0).then_some(form)
}

/// A number without its figures, `9-9` for `1-10`, and how many parts it has: a
/// letter is one too.
pub(crate) fn form(id: &str) -> (String, usize) {
    let class = |c: char| match c {
        '0'..='9' => '9',
        'a'..='z' => 'a',
        'ⅰ'..='ⅿ' | 'Ⅰ'..='Ⅿ' => 'ⅰ',
        'ぁ'..='ゖ' | 'ァ'..='ヺ' => 'ア',
        c if c.is_numeric() => '①',
        c => c,
    };
    let folded = layout::fold(id);
    let mut form = String::with_capacity(folded.len());
    let mut parts = 0;
    for class in folded.chars().map(class).filter(|c| !matches!(c, '(' | ')' | '.')) {
        if !form.ends_with(class) {
            parts += usize::from(class.is_numeric() || class == 'a');
            form.push(class);
        }
    }
    let has_numeral = form.contains(char::is_numeric);
    (form, if has_numeral { parts } else { 0 })
}
