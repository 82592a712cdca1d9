//! What each line has in each column, once the columns are known.

use super::block::Block;
use super::columns::{self, CROSSING_PT, SIDE_EM};
use super::words::{self, Line, Word};
use crate::geom::Rect;
use crate::text::breaking::is_latin;

/// How far the middle of a header may lie from the middle of its columns, in em.
const MIDDLE_EM: f32 = 0.7;

/// Lines further apart than this are no lines of one text, in em.
const LINES_APART_EM: f32 = 1.0;

/// How near to the texts of the next column a line may end, in em.
const NEXT_EM: f32 = 1.2;

/// A column whose widest line is wider than this holds running text, in em.
const WIDE_EM: f32 = 8.0;

/// How much shorter than the widest a full line may be, in em.
const FULL_EM: f32 = 1.0;

/// A key column has this share of the texts of the fullest, in tenths.
const KEY_TENTHS: usize = 3;

/// How far below a heading its first row may have texts side by side, in lines: the
/// first of these may be the first line of a wrapped text.
const NEAR_LINES: usize = 3;

/// A text of one line in one column, or over several.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) bbox: Rect,
    pub(super) size: f32,
    pub(super) text: String,
    pub(super) is_number: bool,
    /// The last column that it reaches over.
    pub(super) to: usize,
}

/// Lines and columns.
#[derive(Clone)]
pub(super) struct Texts {
    /// For each line, its text in each column.
    pub(super) cells: Vec<Vec<Option<Text>>>,
    /// The column that says which row a line belongs to.
    pub(super) key: usize,
    /// Where headings of rows begin, which lie over columns.
    headings: Vec<f32>,
    /// Up to where the lines of each column may go.
    limits: Vec<f32>,
    /// The width of the widest line of each column.
    widest: Vec<f32>,
}

/// How a line of a column follows the one above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// It was broken where the column ends.
    Soft,
    /// Its words or its number say that it goes on.
    Step,
    /// It begins anew.
    Hard,
}

impl Texts {
    pub(super) fn of(block: &Block<'_>, xs: &[f32]) -> Texts {
        let mut cells: Vec<Vec<Option<Text>>> =
            block.lines.iter().map(|line| cells(line, xs)).collect();
        for line in 0..block.header {
            reach_over(block, &mut cells, line, xs);
        }
        let cols = xs.len().saturating_sub(1);
        let body = cells.get(block.header..).unwrap_or_default();
        let filled = |col: usize| body.iter().filter(|line| line[col].is_some()).count();
        let most = (0..cols).map(filled).max().unwrap_or(0);
        let key = (0..cols).find(|&col| 10 * filled(col) >= KEY_TENTHS * most).unwrap_or(0);
        let of = |col: usize| {
            body.iter()
                .filter_map(move |line| line.get(col)?.as_ref())
                .filter(move |text| text.to == col)
        };
        let limit = |col: usize| {
            let next = of(col + 1).map(|text| text.bbox.x0).fold(f32::MAX, f32::min);
            let own = of(col).map(|text| text.bbox.x1).fold(f32::MIN, f32::max);
            let border = xs[col + 1] - super::block::PADDING * block.em;
            own.max(border.min(next - NEXT_EM * block.em))
        };
        let limits = (0..cols).map(limit).collect();
        let widest = (0..cols)
            .map(|col| of(col).map(|text| text.bbox.width()).fold(0.0, f32::max))
            .collect();
        let is_heading = |at: usize| {
            let mut next = block.lines.iter().skip(at + 1).take(NEAR_LINES);
            next.any(|next| !next.is_lone) && crosses(&block.lines[at], xs)
        };
        let body = block.header..block.lines.len();
        let headings = body.filter(|&at| is_heading(at)).map(|at| block.lines[at].x0()).collect();
        Texts { cells, key, headings, limits, widest }
    }

    pub(super) fn cols(&self) -> usize {
        self.limits.len()
    }

    /// From where to where the texts of a column reach that lie in it alone.
    pub(super) fn reach(&self, col: usize) -> Option<(f32, f32)> {
        let own = self.cells.iter().filter_map(|line| line.get(col)?.as_ref());
        let own = own.filter(|text| text.to == col).map(|text| (text.bbox.x0, text.bbox.x1));
        own.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Whether a line looks like the headings of rows: text over columns that begins
    /// where these do (`rules/none-bands`).
    pub(super) fn is_heading(&self, line: &Line<'_>, xs: &[f32]) -> bool {
        let is_there = |x: &f32| (x - line.x0()).abs() <= SIDE_EM * line.size;
        crosses(line, xs) && self.headings.iter().any(is_there)
    }

    pub(super) fn at(&self, line: usize, col: usize) -> Option<&Text> {
        self.cells.get(line)?.get(col)?.as_ref()
    }

    /// How a text follows the one above it in its column, or `None` where they
    /// stand too far apart to say anything.
    pub(super) fn link(&self, col: usize, above: &Text, below: &Text) -> Option<Link> {
        let em = below.size;
        let gap = below.bbox.y0 - above.bbox.y1;
        if gap > LINES_APART_EM * em || above.to != col || below.to != col {
            return None;
        }
        Some(if self.is_soft(col, above, below) {
            Link::Soft
        } else if is_step(&above.text, &below.text) {
            Link::Step
        } else {
            Link::Hard
        })
    }

    fn is_soft(&self, col: usize, above: &Text, below: &Text) -> bool {
        let begins_anew = below.text.chars().next().is_none_or(is_mark);
        // Entries are numbered in one way: Q10, Q11.
        let is_next = are_codes(&above.text, &below.text);
        if below.is_number || above.text.chars().count() < 3 || begins_anew || is_next {
            return false;
        }
        let em = below.size;
        let has_no_room = above.bbox.x1 + lead(&below.text) * em > self.limits[col] + 0.2 * em;
        let widest = self.widest[col];
        let is_full = widest > WIDE_EM * em && above.bbox.width() >= widest - FULL_EM * em;
        has_no_room || is_full
    }
}

/// Whether two texts are codes of one form, with other digits.
pub(super) fn are_codes(above: &str, below: &str) -> bool {
    let form = |text: &str| -> Vec<char> {
        let mut form: Vec<char> =
            text.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect();
        form.dedup_by(|b, a| *a == '0' && *b == '0');
        form
    };
    above.contains(char::is_numeric) && form(above) == form(below)
}

/// The width of the first piece of a line, in em: a letter, or a Latin word.
fn lead(text: &str) -> f32 {
    let latin = text.chars().take_while(|&c| is_latin(c)).count();
    if latin > 0 { 0.5 * latin as f32 } else { 1.0 }
}

/// Marks with which a text begins anew.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '・' | '※'
            | '○'
            | '●'
            | '◎'
            | '◯'
            | '■'
            | '□'
            | '◆'
            | '◇'
            | '【'
            | '（'
            | '('
            | '［'
            | '「'
            | '＊'
            | '*'
            | '-'
            | '－'
            | '‐'
            | '―'
            | '–'
            | '—'
            | '−'
            | '△'
            | '▲'
            | '▽'
            | '▼'
            | '×'
            | '☆'
            | '★'
    ) || ('①'..='⑳').contains(&c)
}

/// Whether a line goes on with what the one above began: ② after ①, the rest of
/// a phrase, or a note in brackets.
fn is_step(above: &str, below: &str) -> bool {
    let first = |text: &str| text.chars().next();
    let circled = |text: &str| first(text).filter(|c| ('①'..='⑳').contains(c)).map(u32::from);
    let counts = circled(above).zip(circled(below)).is_some_and(|(a, b)| a + 1 == b);
    let ends_open = above.ends_with(['と', 'の', 'を', 'に', 'が', 'や', '、', '及', '，', ',']);
    // A note may close its bracket on a later line.
    let is_note = below.starts_with(['（', '('])
        && (below.ends_with(['）', ')']) || !below.contains(['）', ')']));
    counts || ends_open || is_note
}

/// Whether a line is one text over a border.
pub(super) fn crosses(line: &Line<'_>, xs: &[f32]) -> bool {
    let inner = xs.get(1..xs.len().saturating_sub(1)).unwrap_or_default();
    let over = |x: &f32| line.x0() + CROSSING_PT < *x && *x < line.x1() - CROSSING_PT;
    line.is_lone && inner.iter().any(over)
}

/// The texts of a line, each in the column of its middle. A line of one text
/// that crosses a border lies over the columns that it touches.
fn cells(line: &Line<'_>, xs: &[f32]) -> Vec<Option<Text>> {
    let cols = xs.len().saturating_sub(1);
    let mut cells: Vec<Option<Text>> = vec![None; cols];
    let inner = xs.get(1..cols).unwrap_or_default();
    let column = |x: f32| inner.partition_point(|&border| border <= x);
    let crosses = |word: &Word| {
        let first = column(word.bbox.x0 + CROSSING_PT);
        let last = inner.partition_point(|&border| border < word.bbox.x1 - CROSSING_PT);
        (first < last).then_some((first, last))
    };
    let is_band = line.is_lone && line.words.iter().any(|word| crosses(word).is_some());
    for word in &line.words {
        let (from, to) = match crosses(word) {
            Some(reach) => reach,
            None => (column(word.bbox.center_x()), column(word.bbox.center_x())),
        };
        let at = if is_band { column(line.x0() + CROSSING_PT) } else { from };
        let Some(cell) = cells.get_mut(at) else { continue };
        match cell {
            Some(text) => {
                text.bbox = text.bbox.union(&word.bbox);
                text.size = text.size.max(word.size);
                text.text.push_str(&word.text);
                text.to = text.to.max(to);
            }
            None => {
                *cell = Some(Text {
                    bbox: word.bbox,
                    size: word.size,
                    text: word.text.clone(),
                    is_number: false,
                    to: to.max(at),
                });
            }
        }
    }
    for text in cells.iter_mut().flatten() {
        text.is_number = words::is_number(&text.text);
    }
    cells
}

/// Texts of a header line that stand in the middle of several columns, or alone
/// over a rule of their own, lie over these.
fn reach_over(block: &Block<'_>, cells: &mut [Vec<Option<Text>>], line: usize, xs: &[f32]) {
    let Some(at) = block.lines.get(line) else { return };
    let cols = xs.len().saturating_sub(1);
    let mut free = 0;
    for col in 0..cols {
        let Some(text) = cells[line][col].clone() else { continue };
        let next = (text.to + 1..cols).find(|&it| cells[line][it].is_some()).unwrap_or(cols);
        let middle = text.bbox.center_x();
        let end = (col..=text.to).filter_map(|col| text_below(cells, line, block.header, col));
        let end = end.map(|text| text.bbox.center_y()).fold(block.bottom, f32::min);
        let mut below = block.edges.iter().filter(|edge| {
            edge.is_rule
                && (at.middle()..end).contains(&edge.at)
                && !block.is_full(edge)
                && (edge.from..edge.to).contains(&middle)
        });
        let ruled = below.next().and_then(|rule| covered(xs, rule.from, rule.to));
        let is_alone =
            |&(i, j): &(usize, usize)| (i..=j).filter(|&it| cells[line][it].is_some()).count() == 1;
        // A rule below several headers is that of none (rules/sparse-headers-of-three-levels).
        let range = ruled.filter(is_alone).or_else(|| {
            let ranges = (free..=col).flat_map(|i| (text.to.max(i)..next).map(move |j| (i, j)));
            // A header in the middle of two levels stands beside both
            // (rules/sparse-wrapped-headers-beside-two-levels).
            let is_below = |it: &&Text| it.bbox.center_y() - text.bbox.center_y() >= text.size;
            let below = |col: usize| text_below(cells, line, block.header, col).filter(is_below);
            let fits = |&(i, j): &(usize, usize)| {
                let off = ((xs[i] + xs[j + 1]) / 2.0 - middle).abs();
                let heads = below(i).zip(below(j)).map_or(f32::MAX, |(a, b)| {
                    ((a.bbox.center_x() + b.bbox.center_x()) / 2.0 - middle).abs()
                });
                i < j
                    && off.min(heads) <= MIDDLE_EM * text.size
                    && (i..=j).all(|col| below(col).is_some())
            };
            let nearest = || nearest(&text, below, (free, next), col);
            ranges.filter(fits).max_by_key(|(i, j)| j - i).or_else(nearest)
        });
        let range = range.filter(|&(i, j)| {
            !(i + 1..=j).any(|border| block.is_walled(xs[border], at.middle()))
                && i >= free
                && i <= col
                && col <= j
                && j < next
                && (i..=j).filter(|&it| cells[line][it].is_some()).count() == 1
        });
        free = text.to.max(col) + 1;
        if let Some((i, j)) = range {
            cells[line][col] = None;
            cells[line][i] = Some(Text { to: j.max(text.to), ..text });
            free = j + 1;
        }
    }
}

/// The columns over which a header of an upper level stands best, if it stands over no
/// single one: cells may be set at the right below headers in the middle
/// (`rules/none-header-two-levels-few-above`).
fn nearest<'t>(
    text: &Text,
    below: impl Fn(usize) -> Option<&'t Text>,
    (free, next): (usize, usize),
    col: usize,
) -> Option<(usize, usize)> {
    let middle = text.bbox.center_x();
    let is_over = |it: &Text| {
        let reach = |bbox: &Rect| (bbox.x0, bbox.x1);
        columns::agree(reach(&it.bbox), reach(&text.bbox), text.size)
    };
    if below(col).is_none_or(is_over) {
        return None;
    }
    let ranges =
        (free..=col).flat_map(|i| (text.to.max(i + 1).max(col)..next).map(move |j| (i, j)));
    let off = |&(i, j): &(usize, usize)| {
        let (a, b) = (below(i)?.bbox.center_x(), below(j)?.bbox.center_x());
        let pitch = (b - a) / (j - i) as f32;
        let off = ((a + b) / 2.0 - middle).abs();
        ((i..=j).all(|col| below(col).is_some()) && 3.0 * off <= pitch).then_some(off)
    };
    let found = ranges.filter_map(|range| Some((range, off(&range)?)));
    found.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(range, _)| range)
}

/// The next text of a header column below a line.
fn text_below(
    cells: &[Vec<Option<Text>>],
    line: usize,
    header: usize,
    col: usize,
) -> Option<&Text> {
    let below = cells.get(line + 1..header).unwrap_or_default();
    below.iter().find_map(|line| line.get(col)?.as_ref())
}

/// The columns whose middles a rule covers.
pub(super) fn covered(xs: &[f32], from: f32, to: f32) -> Option<(usize, usize)> {
    let mut inside = xs
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| (from..=to).contains(&((pair[0] + pair[1]) / 2.0)))
        .map(|(col, _)| col);
    let first = inside.next()?;
    Some((first, inside.next_back().unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_one_form() {
        for (above, below) in [("Q9", "Q10"), ("R01", "R02"), ("2-9", "2-10"), ("８", "９")] {
            assert!(are_codes(above, below), "{above} {below}");
        }
        for (above, below) in [("Q10", "R11"), ("1", "1-2"), ("施策", "施策"), ("第1", "第1回")]
        {
            assert!(!are_codes(above, below), "{above} {below}");
        }
    }

    #[test]
    fn marks_begin_a_text_anew() {
        assert!("・※○①―–—−△×".chars().all(is_mark));
        assert!(!"あ施1Aー。）".chars().any(is_mark));
    }

    #[test]
    fn lines_that_go_on() {
        for (above, below) in [
            ("①計画", "②実施"),
            ("国と", "県"),
            ("貸付金", "（就学の支度金）"),
            ("貸付金", "（就学の支度金、"),
        ] {
            assert!(is_step(above, below), "{above} {below}");
        }
        for (above, below) in [("①計画", "③実施"), ("貸付金", "（就学）支度金"), ("税", "保険料")]
        {
            assert!(!is_step(above, below), "{above} {below}");
        }
    }
}
