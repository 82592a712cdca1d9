//! In which way are the headers of a table set: at the left of their columns, in
//! the middle, or at the right?
//!
//! Whoever made the table chose one way for all of them. Where it is known, each
//! header tells how far its column reaches: up to its own start or end, or as
//! far behind its middle as before. So a text beside two headers belongs to the
//! one whose column can hold it, even where the other is nearer.

/// The widest padding between a border and the header beside it, in em.
const PADDING_MAX: f32 = 1.0;

/// How far texts may reach over a border that follows from headers, in em:
/// positions are rounded, and the box of a mark is wider than it looks.
const DRIFT: f32 = 0.2;

/// How far from the ends of its rules the borders of a table may come out, in
/// em: what each header is off its middle adds up.
const END_DRIFT: f32 = 0.5;

/// From where to where something reaches across.
pub(super) type Reach = (f32, f32);

/// A header and its column, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Headed {
    pub(super) header: Reach,
    /// Around the header and its texts.
    pub(super) column: Reach,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Left,
    Middle,
    Right,
}

/// Whether a text between two headers belongs to the column `before` (else to
/// the next), if the headers tell. The table reaches from one of the `ends` to
/// the other, as far as they are known.
pub(super) fn belongs_before(
    columns: &[Headed],
    before: usize,
    text: Reach,
    ends: Option<Reach>,
    em: f32,
) -> Option<bool> {
    let with = |at: usize| {
        let mut columns = columns.to_vec();
        let column = &mut columns[at].column;
        *column = (column.0.min(text.0), column.1.max(text.1));
        columns
    };
    let readings = [with(before), with(before + 1)];
    let ways = [Way::Left, Way::Middle, Way::Right];
    let told = |ends: Option<Reach>| {
        let fit = |columns: &Vec<Headed>| ways.iter().any(|way| fits(*way, columns, ends, em));
        let [first, second] = readings.each_ref().map(fit);
        (first != second).then_some(first)
    };
    // Rules may also reach beyond the table.
    ends.and_then(|ends| told(Some(ends))).or_else(|| told(None))
}

/// Whether borders that follow from the headers lie between all columns, and at
/// the `ends`. Each border is known but for one length, which all share: the
/// padding beside the headers, or where the first column begins.
fn fits(way: Way, columns: &[Headed], ends: Option<Reach>, em: f32) -> bool {
    let (mut least, mut most) = match way {
        Way::Left | Way::Right => (0.0, PADDING_MAX * em),
        Way::Middle => (f32::NEG_INFINITY, f32::INFINITY),
    };
    for (line, border) in borders(way, columns).into_iter().enumerate() {
        let Some(Border { at, sign }) = border else { continue };
        let end = match ends {
            Some((left, _)) if line == 0 => Some(left),
            Some((_, right)) if line == columns.len() => Some(right),
            _ => None,
        };
        let (from, to) = match end {
            Some(end) => (end - END_DRIFT * em, end + END_DRIFT * em),
            None => {
                let before = line.checked_sub(1).map(|before| columns[before].column.1);
                let next = columns.get(line).map(|next| next.column.0);
                let (before, next) = (before.unwrap_or(f32::MIN), next.unwrap_or(f32::MAX));
                (before - DRIFT * em, next + DRIFT * em)
            }
        };
        let lengths = [sign * (from - at), sign * (to - at)];
        least = lengths[0].min(lengths[1]).max(least);
        most = lengths[0].max(lengths[1]).min(most);
    }
    least <= most
}

/// A border that stands so much before (-1) or behind (1) a place.
#[derive(Debug, Clone, Copy)]
struct Border {
    at: f32,
    sign: f32,
}

/// The borders that headers show: one more than there are columns, the first
/// or the last unknown where headers have one only at their other side.
fn borders(way: Way, columns: &[Headed]) -> Vec<Option<Border>> {
    let headers = columns.iter().map(|it| it.header);
    match way {
        Way::Left => {
            headers.map(|it| Some(Border { at: it.0, sign: -1.0 })).chain([None]).collect()
        }
        Way::Right => [None]
            .into_iter()
            .chain(headers.map(|it| Some(Border { at: it.1, sign: 1.0 })))
            .collect(),
        Way::Middle => {
            let mut last = Border { at: 0.0, sign: 1.0 };
            let mirrored = headers.map(|it| {
                last = Border { at: it.0 + it.1 - last.at, sign: -last.sign };
                Some(last)
            });
            [Some(Border { at: 0.0, sign: 1.0 })].into_iter().chain(mirrored).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks about the text `?`, given headers and texts drawn below each other,
    /// a character being half an em wide. The table ends where `|` stands.
    #[track_caller]
    fn check(headers: &str, texts: &str, expected: Option<bool>) {
        let (found, own) = (spans(headers, char::is_alphabetic), spans(texts, |c| c == '-'));
        let columns: Vec<Headed> = found
            .iter()
            .map(|&header| {
                let below = own.iter().filter(|it| it.0 < header.1 && header.0 < it.1);
                let around = |all: Reach, it: &Reach| (all.0.min(it.0), all.1.max(it.1));
                Headed { header, column: below.fold(header, around) }
            })
            .collect();
        let asked = spans(texts, |c| c == '?')[0];
        let before = found.partition_point(|it| it.1 <= asked.0) - 1;
        let ends: Vec<Reach> = spans(headers, |c| c == '|');
        let ends = ends.first().zip(ends.last()).map(|(left, right)| (left.1, right.0));
        assert_eq!(belongs_before(&columns, before, asked, ends, 10.0), expected);
    }

    fn spans(line: &str, is_part: impl Fn(char) -> bool) -> Vec<Reach> {
        let mut spans: Vec<Reach> = Vec::new();
        for (at, _) in line.chars().enumerate().filter(|(_, c)| is_part(*c)) {
            let (from, to) = (5.0 * at as f32, 5.0 * (at + 1) as f32);
            match spans.last_mut().filter(|last| last.1 == from) {
                Some(last) => last.1 = to,
                None => spans.push((from, to)),
            }
        }
        spans
    }

    #[test]
    fn headers_in_the_middle() {
        check(
            "   no     kind            goal            mark",
            "   --            ?????                ---------",
            Some(false),
        );
    }

    #[test]
    fn headers_at_the_left_tell_with_the_ends() {
        check("no      plan      kind      done", "--           ???            ----", None);
        check(
            "|no      plan      kind      done    |",
            " --           ???            ----",
            Some(true),
        );
    }

    #[test]
    fn headers_at_the_right() {
        check(
            "|      no    kind       goal      mark|",
            "       --         ???           ------ ",
            Some(false),
        );
    }
}
