//! Lines of a cell that are one value: a narrow column breaks 12⏎万人, 85％⏎以上 and
//! △⏎3.2％, and each line alone would be another number or none.
//!
//! A line end is dropped where the lines together are one measure to the last character
//! and at least one of them alone is no value. Words that name a number (研修会⏎12回) are
//! values of their own, so only those lines are joined of which no subject is left.

use std::ops::Range;

use super::fold::{Folded, trim};
use super::hints::Hints;
use super::measure::{self, Around};
use super::pieces::is_arrow;
use super::{State, label, list, words};

/// The most lines of one value: 約⏎1,200⏎万円⏎以上.
const LINES_MAX: usize = 4;

/// The longest line of a broken value, in bytes: a narrow column has few characters, and
/// each line is read a bounded number of times.
const LINE_BYTES_MAX: usize = 60;

/// Takes out the line ends inside values.
pub(super) fn joined<'a>(folded: Folded<'a>, hints: &Hints<'_>) -> Folded<'a> {
    let lines = lines(&folded.text);
    let around = Around { labels: &[], hints, is_one_of_two: false };
    let is_part: Vec<bool> =
        lines.iter().map(|line| is_part(&folded.text[line.clone()], around)).collect();
    if are_named(&folded.text, &lines, &is_part, around) {
        let pairs = lines.chunks(2).map(|pair| pair[0].end..pair[1].start).collect::<Vec<_>>();
        return folded.without(&pairs);
    }
    let mut ends: Vec<Range<usize>> = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let most = LINES_MAX.min(lines.len() - first);
        let count = (2..=most).rev().find(|count| {
            is_part[first..first + count].contains(&true)
                && are_one_value(&folded.text, &lines[first..first + count], around)
        });
        let count = count.unwrap_or(1);
        let inside = lines[first..first + count].windows(2);
        ends.extend(inside.map(|pair| pair[0].end..pair[1].start));
        first += count;
    }
    if ends.is_empty() { folded } else { folded.without(&ends) }
}

/// The lines that are not empty, without the spaces at their ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = text.split('\n').map(|line| {
        let range = trim(text, start..start + line.len());
        start += line.len() + 1;
        range
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// Whether a line alone is no value, so that it may be a part of one.
fn is_part(line: &str, around: Around<'_>) -> bool {
    if line.len() > LINE_BYTES_MAX || words::state(line) != State::Text {
        return false;
    }
    // A comma at its end shows that the number goes on.
    let folded = Folded::new(line);
    line.ends_with(',')
        || measure::read(&folded, 0..folded.text.len(), around).is_none()
            && list::read(&folded, 0..folded.text.len(), around).is_none()
}

/// 男性⏎5人⏎女性⏎3人: names and values by turns, each name of the value below it.
fn are_named(text: &str, lines: &[Range<usize>], is_part: &[bool], around: Around<'_>) -> bool {
    let is_pair = |pair: &[Range<usize>]| {
        let name = &text[pair[0].clone()];
        let whole = format!("{name}{}", &text[pair[1].clone()]);
        let folded = Folded::new(&whole);
        let measure = measure::read(&folded, 0..folded.text.len(), around);
        label::scan(name).is_none() && measure.is_some_and(|it| it.subject.is_some())
    };
    lines.len() >= 4
        && lines.len().is_multiple_of(2)
        && is_part.chunks(2).all(|pair| pair[0] && !pair[1])
        && lines.chunks(2).all(is_pair)
}

fn are_one_value(text: &str, lines: &[Range<usize>], around: Around<'_>) -> bool {
    let begins_anew = |line: &Range<usize>| {
        let line = &text[line.clone()];
        label::scan(line).is_some()
            || words::footnote(line).is_some()
            || line.starts_with(['(', '・', '●', '○', '◆', '◇', '▪', '➢', '◦'])
            || line.chars().any(is_arrow)
    };
    let meet = |pair: &[Range<usize>]| {
        let (above, below) = (&text[pair[0].clone()], &text[pair[1].clone()]);
        let ends_in_digit = above.ends_with(|c: char| c.is_ascii_digit());
        let begins_with_digit = below.starts_with(|c: char| c.is_ascii_digit());
        // R6⏎85％ and 1.⏎5件 are no R685％ and 1.5件.
        !(above.ends_with('.') || ends_in_digit && begins_with_digit)
    };
    let is_short = lines.iter().all(|line| line.len() <= LINE_BYTES_MAX);
    let first = &text[lines[0].clone()];
    let named = label::scan(first).map_or(0, |it| it.len);
    if !is_short
        || named == first.len()
        || lines[1..].iter().any(begins_anew)
        || !lines.windows(2).all(meet)
    {
        return false;
    }
    let mut whole = first[named..].trim_start_matches([':', ' ']).to_owned();
    lines[1..].iter().for_each(|line| whole.push_str(&text[line.clone()]));
    let folded = Folded::new(&whole);
    let measure = measure::read(&folded, 0..folded.text.len(), around);
    // 該当⏎なし is a state, of which neither line alone is a number.
    let is_state = || words::state(&folded.text) != State::Text && !words::has_loose_digit(&whole);
    measure.map_or_else(is_state, |it| it.subject.is_none())
}
