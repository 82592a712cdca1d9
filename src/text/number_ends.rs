//! Line ends between two numbers: is it one number that was broken, or are there two?
//!
//! Joining two numbers makes a third that nobody printed, so they are joined only
//! where nothing else can be meant: a break inside a number is a break after a
//! character, so the line before it has no room for another one; and the whole
//! must be a number by its grouping (1,234,567).

use super::breaking::is_wordy;
use super::join::{End, Line};

/// What ends `line`, which had so much room left, before `next`, where that is told
/// by the numbers in them.
pub(super) fn between(line: &Line, next: &Line, room: f32) -> Option<End> {
    let (before, after) = (line.text.trim_end(), next.text.trim_end());
    if before.ends_with(is_of_number) && after.starts_with(is_digit) {
        let (head, tail) = (number_behind(before)?, number_before(after));
        let is_one = is_one(head, tail, before, after) || is_rest(line, next, head, tail);
        if is_one && is_full(next, tail, room) {
            return Some(End::Soft);
        }
        // Behind a comma the sentence goes on.
        return head.ends_with(is_digit).then_some(End::Real);
    }
    are_entries(before, after).then_some(End::Real)
}

/// Whether two lines are entries of a list: of one form with a number in each, or an
/// amount each.
pub(super) fn are_entries(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    is_entry(a) && is_entry(b) && have_one_form(a, b)
        || is_amount(a) && is_amount(b)
        || ends_in_amount(a) && ends_in_amount(b)
}

/// Whether an amount stands at the end of a line, parted from its name by a blank.
fn ends_in_amount(text: &str) -> bool {
    let amount = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    amount.len() < text.len() && is_amount(amount)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，')
}

fn is_of_number(c: char) -> bool {
    is_digit(c) || is_point(c) || is_comma(c)
}

/// The number that a line ends with; none where it is part of a word (a name, an
/// address), which breaks as words do.
fn number_behind(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(is_of_number);
    let word = rest.rsplit(|c| !is_wordy(c)).next().unwrap_or_default();
    let number = text.get(rest.len()..).filter(|number| number.starts_with(is_digit));
    number.filter(|_| word.is_empty())
}

/// The number that a line begins with.
fn number_before(text: &str) -> &str {
    let rest = text.trim_start_matches(is_of_number);
    text.get(..text.len() - rest.len()).unwrap_or_default()
}

/// Whether a line has no room for the next character. What clings to a single digit
/// (8%) moves with it.
fn is_full(next: &Line, tail: &str, room: f32) -> bool {
    let is_single = tail.chars().nth(1).is_none();
    room < if is_single { next.lead } else { next.first }
}

/// Whether two parts are one number: by its groups of three; else by what stands
/// around, since 74.7 and 8, or 20 and 24, may as well be two.
fn is_one(head: &str, tail: &str, before: &str, after: &str) -> bool {
    let all = || head.chars().chain(tail.chars());
    if all().any(is_comma) {
        return is_grouped(all());
    }
    let follows = after.chars().nth(tail.chars().count());
    let has_unit = follows.is_some_and(|c| c.is_alphabetic() || matches!(c, '%' | '％'));
    match all().filter(|&c| is_point(c)).count() {
        0 => has_unit && head.len() < before.len(),
        1 => has_unit && head.contains(is_point),
        _ => false,
    }
}

/// Whether two lines of nothing but digits are one number: the second is a shorter
/// rest below the start of the first. Numbers below each other end below each other.
fn is_rest(line: &Line, next: &Line, head: &str, tail: &str) -> bool {
    let is_whole = line.text.trim() == head && next.text.trim() == tail;
    let starts_below = (line.from - next.from).abs() <= START_DRIFT * line.size;
    let points = head.chars().chain(tail.chars()).filter(|&c| is_point(c)).count();
    let has_commas = head.chars().chain(tail.chars()).any(is_comma);
    is_whole
        && starts_below
        && next.to < line.to
        && points <= 1
        && !has_commas
        && (points == 0 || head.ends_with(is_point))
}

/// How far the starts of left-aligned lines differ, in em.
const START_DRIFT: f32 = 0.1;

/// Whether a number is parted by commas into groups of three, the first shorter,
/// with decimals or without.
fn is_grouped(number: impl Iterator<Item = char>) -> bool {
    let (mut group, mut groups, mut in_decimals) = (0, 0, false);
    for c in number {
        if in_decimals {
            if !is_digit(c) {
                return false;
            }
        } else if is_digit(c) {
            group += 1;
        } else {
            let is_whole = group == 3 || groups == 0 && (1..3).contains(&group);
            if !is_whole {
                return false;
            }
            groups += 1;
            in_decimals = is_point(c);
            group = 0;
        }
    }
    in_decimals || groups == 0 || group == 3
}

/// Whether a line is complete: it does not end amid an address or a bracket.
fn is_entry(text: &str) -> bool {
    let goes_on =
        ['-', '－', '‐', '/', '／', '.', ',', '，', '、', '・', '~', '～', '(', '（', '「'];
    text.contains(is_digit) && !text.ends_with(goes_on)
}

/// Whether two lines have the same letters, signs and numbers in the same order, as
/// the entries of a list have (FY2021 over FY2022, ６月上旬～９月下旬 over
/// ３月下旬～５月中旬). Running text does not repeat its form from line to line.
fn have_one_form(a: &str, b: &str) -> bool {
    // A month below a year ends otherwise.
    let end = |text: &str| text.chars().next_back().map(|c| if is_digit(c) { '0' } else { c });
    end(a) == end(b) && form(a).eq(form(b))
}

/// The form of a text: a sign for each number and each Latin word, one for each
/// letter of a script, and all other signs as they are.
fn form(text: &str) -> impl Iterator<Item = char> {
    let mut last = None;
    let classes = text.chars().map(class);
    classes.filter(move |&class| {
        let goes_on = matches!(class, '0' | 'A') && last == Some(class);
        last = Some(class);
        !goes_on
    })
}

fn class(c: char) -> char {
    match c {
        _ if is_of_number(c) => '0',
        'A'..='Z' | 'a'..='z' => 'A',
        'ぁ'..='ゖ' => 'あ',
        'ァ'..='ヶ' | 'ー' => 'ア',
        _ if c.is_alphabetic() => '字',
        _ => c,
    }
}

/// The longest unit behind an amount, in characters: 事業者, 千円, 箇所.
const UNIT_LENGTH_MAX: usize = 3;

/// Whether a line is one amount and nothing else: signs, a number, its unit. A year
/// or a month is none; the rest of a date may follow it.
fn is_amount(text: &str) -> bool {
    let rest = text.trim_start_matches(['約', '▲', '△', '-', '－', '−', '+', '＋', '¥', '￥']);
    let unit = rest.trim_start_matches(is_of_number);
    let is_unit = |c: char| !is_digit(c) && (c.is_alphabetic() || matches!(c, '%' | '％'));
    rest.starts_with(is_digit)
        && unit.chars().count() <= UNIT_LENGTH_MAX
        && unit.chars().all(is_unit)
        && !unit.starts_with(['年', '月', '日', '時', '分'])
        && !unit.ends_with(['千', '万', '億', '兆'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Rect;

    fn line(text: &str) -> Line {
        let width = |c: char| if c.is_ascii() { 5.0 } else { 10.0 };
        let to = text.chars().map(width).sum();
        let first = text.chars().next().map_or(0.0, width);
        let lead = number_before(text).chars().map(width).sum::<f32>().max(first);
        Line {
            text: text.to_owned(),
            bbox: Rect::new(0.0, 0.0, to, 10.0),
            from: 0.0,
            to,
            vertical: false,
            reversed: false,
            size: 10.0,
            glyphs: 1,
            lead,
            first,
        }
    }

    /// What ends the first of two lines that had this room left, in points.
    #[track_caller]
    fn check(before: &str, after: &str, room: f32, expected: Option<End>) {
        assert_eq!(between(&line(before), &line(after), room), expected, "{before} / {after}");
    }

    #[test]
    fn two_numbers_stay_two() {
        check("12,640", "9,310", 0.0, Some(End::Real));
        check("研修 24,318", "13 助成", 0.0, Some(End::Real));
        check("103.1", "102.0", 0.0, Some(End::Real));
        check("2023", "2024", 0.0, Some(End::Real));
        check("98", "1", 4.0, Some(End::Soft));
        check("98", "1", 6.0, Some(End::Real));
        check("74.7", "80", 0.0, Some(End::Real));
        check("1,234", "567", 0.0, Some(End::Real));
    }

    #[test]
    fn a_broken_number_is_one() {
        check("21,25", "8,571", 1.5, Some(End::Soft));
        check("21,25", "8,571", 6.0, Some(End::Real));
        check("36,30", "0件", 1.5, Some(End::Soft));
        check("74.7", "8%", 4.0, Some(End::Soft));
        check("40.", "5", 4.0, Some(End::Soft));
        check("総数は１", "２３人", 0.0, Some(End::Soft));
        check("総数は1", "2 助成", 0.0, Some(End::Real));
        check("ex12", "34.html", 0.0, None);
        check("目標は10，", "20件", 0.0, None);
        check("また，", "３年後", 0.0, None);
    }

    #[test]
    fn groups_of_three() {
        let is_one = |text: &str| is_grouped(text.chars());
        for text in ["1,234,567", "121,205", "1,234.56", "１２，３４５"] {
            assert!(is_one(text), "{text}");
        }
        for text in ["12,6409,310", "1,2342", "1234,567", ",123", "1,234.5,6"] {
            assert!(!is_one(text), "{text}");
        }
    }

    #[test]
    fn lines_of_one_form() {
        check("FY2021", "FY2022", 0.0, Some(End::Real));
        check("６月上旬～９月下旬", "10月下旬～12月中旬", 0.0, Some(End::Real));
        check("令和６年３月末時点", "の登録者数は30人", 0.0, None);
        check("045-", "210-", 0.0, None);
    }

    #[test]
    fn amounts_below_each_other() {
        check("1,205千円", "約45人", 0.0, Some(End::Real));
        check("研修の費用 1,204", "会場費 310", 0.0, Some(End::Real));
        check("前年度は 24", "件であった", 0.0, None);
        check("2024年", "３月", 0.0, None);
        check("約19", "万3,000件", 0.0, None);
    }
}
