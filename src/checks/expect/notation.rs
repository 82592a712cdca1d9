//! How expected counts are written on a command line.

use super::{Expectation, Name, RATINGS};
use crate::text;

/// Words for the number of all measures.
const ROWS: [&str; 4] = ["施策", "施策数", "行", "rows"];

pub(super) fn parse(published: &str) -> Option<Expectation> {
    let text = text::normalize(published);
    let text: String = text.split_whitespace().collect();
    if !text.contains('=') {
        let counts: Option<Vec<u64>> = text.split('/').map(number).collect();
        let counts = counts.filter(|it| it.len() == 3 || it.len() == RATINGS.len())?;
        let counts = counts.into_iter().enumerate().map(|(at, count)| (Name::Nth(at), count));
        return Some(Expectation { counts: counts.collect(), ..Expectation::default() });
    }
    let mut expected = Expectation::default();
    for part in text.split([',', '、', '/']) {
        let (name, count) = part.rsplit_once('=')?;
        let count = number(count)?;
        if name.is_empty() {
            return None;
        }
        expected = if ROWS.contains(&name) {
            expected.with_rows(count)
        } else {
            expected.with_count(name, count)
        };
    }
    Some(expected)
}

fn number(text: &str) -> Option<u64> {
    // `+126` is no way to write a count.
    text.parse().ok().filter(|_| text.bytes().all(|it| it.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::checks::expect::{Expectation, Name};

    #[test]
    fn counts_by_their_order() {
        let nth = |counts: &[u64]| {
            let counts = counts.iter().enumerate().map(|(at, it)| (Name::Nth(at), *it)).collect();
            Some(Expectation { counts, ..Expectation::default() })
        };
        assert_eq!(parse("126/15/28"), nth(&[126, 15, 28]));
        assert_eq!(parse(" 126 / 15 / 28 "), nth(&[126, 15, 28]));
        assert_eq!(parse("126/15/28/10/45"), nth(&[126, 15, 28, 10, 45]));
        assert_eq!(parse("１２６／１５／２８"), nth(&[126, 15, 28]));
        for text in ["", "126/15", "126/15/28/169", "126/15/x", "-1/0/0", "+1/0/0", "1/2/3/4/5/6"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn counts_by_their_names() {
        let expected = Expectation::default().with_count("達成", 126);
        assert_eq!(parse("達成=126"), Some(expected.clone()));
        assert_eq!(parse("達成＝１２６"), Some(expected.clone()));
        let more = expected.with_count("◯", 15).with_rows(225);
        assert_eq!(parse("達成=126、◯=15，施策=225"), Some(more));
        for text in ["達成=", "=126", "達成=x", "達成=126,", "達成126", "達成=126,15"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
