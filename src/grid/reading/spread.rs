//! Labels whose letters are spread to one width (均等割付).
//!
//! A person takes letters at equal distances for one label where those of another
//! label begin at the same place and stand at other distances: letters of columns
//! stand below each other.

use super::words::{self, Word};
use crate::text::breaking::is_latin;
use std::collections::HashMap;

/// How much the gaps of one label differ, in em.
const GAP_DRIFT_EM: f32 = 0.15;

/// How far apart labels of one column may begin, and letters stand that are below each
/// other, in em.
const PLACE_EM: f32 = 0.35;

/// How much further than the widest label others may reach, in em.
const BEYOND_EM: f32 = 0.5;

/// Two letters show no distance that could be equal to another.
const EVIDENCE_MIN: usize = 3;

/// More labels than this on a page are not compared with each other.
const LABELS_MAX: usize = 512;

/// The most letters of a label: longer words fill their column without being spread. With
/// LABELS_MAX it bounds the work.
const LETTERS_MAX: usize = 16;

/// Letters of one line at equal distances, as indices of words.
struct Label {
    letters: Vec<usize>,
    size: f32,
}

/// Makes one word of the letters of each spread label. Words are given by height.
pub(super) fn join(words: Vec<Word>) -> Vec<Word> {
    let labels = labels(&words);
    if labels.len() > LABELS_MAX {
        return words;
    }
    let middles = |label: &Label| -> Vec<f32> {
        label.letters.iter().map(|&at| words[at].bbox.center_x()).collect()
    };
    let is_off = |label: &Label, other: &Label| {
        let places = middles(other);
        let is_below = |x: f32| places.iter().any(|at| (at - x).abs() <= PLACE_EM * label.size);
        label.letters.len() >= EVIDENCE_MIN && middles(label).into_iter().any(|x| !is_below(x))
    };
    let start = |label: &Label| words[label.letters[0]].bbox.x0;
    let end = |label: &Label| label.letters.last().map_or(0.0, |&at| words[at].bbox.x1);
    let is_beside = |a: &Label, b: &Label| (start(a) - start(b)).abs() <= PLACE_EM * a.size;
    let proves = |label: &Label, other: &Label| {
        is_beside(label, other) && is_off(label, other) && is_off(other, label)
    };
    let proven: Vec<&Label> =
        labels.iter().filter(|label| labels.iter().any(|other| proves(label, other))).collect();
    let is_label = |label: &&Label| {
        let reaches = |it: &&Label| end(label) <= end(it) + BEYOND_EM * label.size;
        proven.iter().any(|it| is_beside(label, it) && reaches(it))
    };
    let joined: Vec<&Label> = labels.iter().filter(is_label).collect();
    let mut firsts: Vec<Option<usize>> = vec![None; words.len()];
    for label in joined {
        label.letters.iter().for_each(|&at| firsts[at] = Some(label.letters[0]));
    }
    put_together(words, &firsts)
}

/// The words, those that belong to an earlier one (by its index) put into it.
fn put_together(words: Vec<Word>, firsts: &[Option<usize>]) -> Vec<Word> {
    let mut rest: Vec<(Word, usize)> = Vec::new();
    let mut whole: Vec<Option<Word>> = Vec::with_capacity(words.len());
    for (at, word) in words.into_iter().enumerate() {
        match firsts.get(at).copied().flatten().filter(|&first| first != at) {
            Some(first) => {
                rest.push((word, first));
                whole.push(None);
            }
            None => whole.push(Some(word)),
        }
    }
    rest.sort_by(|a, b| a.0.bbox.x0.total_cmp(&b.0.bbox.x0));
    for (word, first) in rest {
        let Some(Some(label)) = whole.get_mut(first) else { continue };
        label.bbox = label.bbox.union(&word.bbox);
        label.text.push_str(&word.text);
        label.operations.1 = word.operations.1;
    }
    whole.into_iter().flatten().collect()
}

/// The letters at equal distances of all lines.
fn labels(words: &[Word]) -> Vec<Label> {
    let indices: HashMap<*const Word, usize> =
        words.iter().enumerate().map(|(at, word)| (std::ptr::from_ref(word), at)).collect();
    let index = |word: &Word| indices.get(&std::ptr::from_ref(word)).copied();
    let mut labels = Vec::new();
    for line in words::lines(words) {
        let mut rest = line.words.as_slice();
        while let [first, others @ ..] = rest {
            let length = 1 + equal(first, others);
            let (letters, after) = rest.split_at(length);
            if (2..=LETTERS_MAX).contains(&length) {
                let letters = letters.iter().filter_map(|&word| index(word)).collect();
                labels.push(Label { letters, size: first.size });
            }
            rest = after;
        }
    }
    labels
}

/// How many letters follow a first one at equal distances.
fn equal(first: &Word, others: &[&Word]) -> usize {
    let Some(next) = others.first() else { return 0 };
    let gap = next.bbox.x0 - first.bbox.x1;
    let mut end = first.bbox.x1;
    let goes_on = |word: &&&Word| {
        let is_equal = (word.bbox.x0 - end - gap).abs() <= GAP_DRIFT_EM * first.size;
        end = word.bbox.x1;
        is_equal && is_letter(word)
    };
    if is_letter(first) { others.iter().take_while(goes_on).count() } else { 0 }
}

/// Whether a word is a single Japanese letter.
fn is_letter(word: &Word) -> bool {
    let mut letters = word.text.chars();
    let is_letter = |c: char| c.is_alphabetic() && !is_latin(c) && !('Ａ'..='ｚ').contains(&c);
    letters.next().is_some_and(is_letter) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{Word, join};
    use crate::geom::Rect;

    /// Joins the letters of lines, each letter with its place, all ten points wide; the
    /// words, by line.
    #[track_caller]
    fn check(lines: &[&str], expected: &[&str]) {
        let mut words = Vec::new();
        for (line, text) in (0_u16..).zip(lines) {
            for letter in text.split(' ') {
                let x0: f32 = letter.chars().skip(1).collect::<String>().parse().unwrap();
                let y0 = 20.0 * f32::from(line);
                words.push(Word {
                    bbox: Rect { x0, y0, x1: x0 + 10.0, y1: y0 + 10.0 },
                    size: 10.0,
                    text: letter.chars().take(1).collect(),
                    is_number: false,
                    operations: (0, 0),
                });
            }
        }
        let joined = join(words);
        let found: Vec<&str> = joined.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(found, expected, "{lines:?}");
    }

    const SPREAD: [&str; 2] = ["普0 通30 会60 計90", "特0 別45 費90"];

    #[test]
    fn labels_of_one_width() {
        check(&SPREAD, &["普通会計", "特別費"]);
        // Two letters show no distance; beside such labels they are one.
        check(&["普0 通40", "特0 別60"], &["普", "通", "特", "別"]);
        check(&[SPREAD[0], SPREAD[1], "国0 保90"], &["普通会計", "特別費", "国保"]);
    }

    #[test]
    fn letters_of_columns() {
        check(&[SPREAD[0], "特0 別30 費60"], &["普", "通", "会", "計", "特", "別", "費"]);
        // At other distances within one line.
        check(&[SPREAD[0], "特0 別45 費80"], &["普", "通", "会", "計", "特", "別", "費"]);
        // Beginning elsewhere.
        check(&[SPREAD[0], "特200 別245 費290"], &["普", "通", "会", "計", "特", "別", "費"]);
        check(
            &["Ａ0 Ｂ30 Ｃ60 Ｄ90", "Ｅ0 Ｆ45 Ｇ90"],
            &["Ａ", "Ｂ", "Ｃ", "Ｄ", "Ｅ", "Ｆ", "Ｇ"],
        );
    }

    #[test]
    fn long_lines_of_letters() {
        let long = |count: usize, step: usize| -> String {
            let letters: Vec<String> = (0..count).map(|at| format!("字{}", at * step)).collect();
            letters.join(" ")
        };
        check(&[&long(16, 30), "特0 別45 費90"], &["字".repeat(16).as_str(), "特別費"]);
        let apart = [["字"; 17].as_slice(), &["特", "別", "費"]].concat();
        check(&[&long(17, 30), "特0 別45 費90"], &apart);
    }

    /// What stands beside spread labels, further right or wider, is none of them.
    #[test]
    fn letters_beside_labels() {
        let with = |line: &str, last: [&str; 2]| {
            check(&[SPREAD[0], SPREAD[1], line], &["普通会計", "特別費", last[0], last[1]]);
        };
        with("可0 否150", ["可", "否"]);
        with("可50 否90", ["可", "否"]);
    }
}
