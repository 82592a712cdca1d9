//! A cell into its pieces: lines, ①②③, 【…】, bullets.
//!
//! ```text
//! cell  = line ( "\n" line )*
//! line  = piece ( gap label body )*          a new label begins a new piece
//! piece = [ bullet ] [ label ] body
//! ```
//!
//! A label alone on its line belongs to the lines below, and a line without a
//! label to the last label above. A line in brackets, or one that begins with
//! ※ below other text, belongs to the piece above: it is a note, no value.
//! 合計 and its like end a list of labels: what follows is of the whole list. An
//! arrow alone on its line leads from one line to the next, or is a note of the
//! last one: its trend.

use std::ops::Range;

use super::fold::trim;
use super::label::{self, Sharing, Style};
use super::qualifier;
use super::words;

mod totals;

/// One piece of a cell; ranges are of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub label: Option<Label>,
    /// With its label, without what parts it from the next one.
    pub whole: Range<usize>,
    /// Without its label.
    pub body: Range<usize>,
    /// Lines below it that are its notes.
    pub notes: Vec<Range<usize>>,
}

/// The label of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub name: Range<usize>,
    pub refers_to: Vec<String>,
    pub sharing: Option<Sharing>,
}

/// The pieces of a folded cell, in order; none is empty.
pub(super) fn split(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut carried: Option<Label> = None;
    let style = label::Style::of(text);
    let mut arrow: Option<Range<usize>> = None;
    let mut start = 0;
    for line in text.split('\n') {
        let range = trim(text, start..start + line.len());
        start += line.len() + 1;
        if range.is_empty() {
            continue;
        }
        if !pieces.is_empty() && text[range.clone()].trim_matches(is_arrow).is_empty() {
            arrow = Some(range);
            continue;
        }
        if let (Some(above), true) = (pieces.last_mut(), is_trend(&text[range.clone()])) {
            above.notes.push(range);
            continue;
        }
        arrow = None;
        match pieces.last_mut() {
            Some(above) if style != label::Style::Brackets && is_note(&text[range.clone()]) => {
                above.notes.push(range);
            }
            _ => split_line(text, range, style, &mut carried, &mut pieces),
        }
    }
    if let (Some(above), Some(arrow)) = (pieces.last_mut(), arrow) {
        above.notes.push(arrow);
    }
    let all = trim(text, 0..text.len());
    if pieces.is_empty() && !all.is_empty() {
        // A label without anything to name: 【120件】.
        pieces.push(Piece { label: None, whole: all.clone(), body: all, notes: Vec::new() });
    }
    totals::take_out(text, &mut pieces);
    pieces
}

/// ↗ and its like on a line of their own say how the value above moves.
fn is_trend(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '↗' | '↘' | '↑' | '⇗' | '⇘' | '⇑' | '➚' | '➘'))
}

/// What leads from a value to the next.
pub(super) fn is_arrow(c: char) -> bool {
    matches!(c, '→' | '⇒' | '➡' | '⇨' | '➔' | '↓' | '⇓')
}

/// A line that speaks about the line above: （累計）, ※速報値.
fn is_note(line: &str) -> bool {
    if words::footnote(line).is_some() {
        return true;
    }
    let inner = line.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    inner.is_some_and(|it| !it.contains(['(', ')']) && label::scan(line).is_none())
}

fn split_line(
    text: &str,
    line: Range<usize>,
    style: Style,
    carried: &mut Option<Label>,
    out: &mut Vec<Piece>,
) {
    let starts = starts(&text[line.clone()], style);
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).map_or(line.len(), |next| *next);
        let whole = strip_gap(text, line.start + start..line.start + end);
        let whole = if style == Style::Ratings { whole } else { strip_bullet(text, whole) };
        let (label, body) = split_label(text, whole.clone(), style);
        // 【速報値】85.2％ says how sure the number is, and names nothing.
        let notes = label.as_ref().map(|it| it.name.clone());
        let notes: Vec<_> =
            notes.filter(|it| qualifier::is_whole(&text[it.clone()])).into_iter().collect();
        if label.is_some() && notes.is_empty() {
            *carried = label;
        }
        if !body.is_empty() {
            out.push(Piece { label: carried.clone(), whole, body, notes });
        }
    }
}

/// Where the pieces of a line begin. A mark inside the line begins one only if
/// the line is a list of marks or a gap stands before it, and never in brackets.
fn starts(line: &str, style: Style) -> Vec<usize> {
    let is_list = line.starts_with(|c| label::is_mark(c) || c == '【');
    let (mut starts, mut depth, mut before, mut skip) = (vec![0], 0usize, ' ', 0);
    for (at, c) in line.char_indices() {
        let opens = at > 0 && depth == 0 && c == '(' && style == Style::Brackets;
        starts.extend(opens.then_some(at));
        match c {
            '(' | '「' | '『' => depth += 1,
            ')' | '」' | '』' => depth = depth.saturating_sub(1),
            _ => (),
        }
        let is_start = at > 0 && (label::is_mark(c) || c == '【' && line.starts_with('【'));
        let is_parted = is_list || matches!(before, ' ' | '、' | ',' | '。' | ';' | '/');
        if depth == 0 && at >= skip && (is_start && is_parted || at == 0 && label::is_mark(c)) {
            if at > 0 {
                starts.push(at);
            }
            // The marks of one group, ②・③, are one start.
            skip = at + label::scan(&line[at..]).map_or(0, |it| it.name.1);
        }
        before = c;
    }
    starts
}

/// Without what parts a piece from the next: spaces and a last comma.
fn strip_gap(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trim(text, range);
    let part = &text[range.clone()];
    let kept = part.trim_end_matches(['、', ',', ';', '/', ' ', '・', '。']);
    if kept.is_empty() { range } else { range.start..range.start + kept.len() }
}

/// Without the ・ or ● that begins an entry of a list.
fn strip_bullet(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let kept = part.trim_start_matches(['・', '●', '○', '◆', '◇', '▪', '➢', '◦', ' ']);
    if kept.is_empty() { range } else { range.end - kept.len()..range.end }
}

fn split_label(text: &str, whole: Range<usize>, style: Style) -> (Option<Label>, Range<usize>) {
    let Some(it) = style.scan(&text[whole.clone()]) else { return (None, whole) };
    let name = whole.start + it.name.0..whole.start + it.name.1;
    let body = trim(text, whole.start + it.len..whole.end);
    let colon = text[body.clone()].trim_start_matches([':', ' ']);
    let body = body.end - colon.len()..body.end;
    (Some(Label { name, refers_to: it.refers_to, sharing: it.sharing }), body)
}

#[cfg(test)]
mod tests {
    use super::split;
    use proptest::prelude::*;

    #[track_caller]
    fn splits(text: &str, expected: &[&str]) {
        let print = |piece: super::Piece| {
            let label = piece.label.map_or(String::new(), |it| format!("{}=", &text[it.name]));
            let notes: String =
                piece.notes.into_iter().map(|it| format!("+{}", &text[it])).collect();
            format!("{label}{}{notes}", &text[piece.body])
        };
        let found: Vec<String> = split(text).into_iter().map(print).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lines() {
        splits("12路線\n26箇所", &["12路線", "26箇所"]);
        splits(" 実施 \n\n", &["実施"]);
        splits("", &[]);
    }

    #[test]
    fn labels() {
        splits("①90%\n②3,700件", &["①=90%", "②=3,700件"]);
        splits("①10件、②20件", &["①=10件", "②=20件"]);
        splits("①88.7%\n②・③合計3,915件", &["①=88.7%", "②・③=3,915件"]);
        splits("【高校】12.8%【支援学校】5.3%", &["高校=12.8%", "支援学校=5.3%"]);
        splits("(1)10件\n(2)20件", &["(1)=10件", "(2)=20件"]);
        splits("①:10件", &["①=10件"]);
    }

    #[test]
    fn brackets_and_ratings_as_labels() {
        splits("(男)12人(女)15人", &["男=12人", "女=15人"]);
        splits("(小学校)\n85%\n(中学校)\n78%", &["小学校=85%", "中学校=78%"]);
        splits("(1)12件(2)15件", &["(1)=12件", "(2)=15件"]);
        splits("(1)12件 (2)15件", &["(1)=12件", "(2)=15件"]);
        splits("(男)5日\n(女)10日", &["男=5日", "女=10日"]);
        splits("(男)12人(うち新規3人)", &["(男)12人(うち新規3人)"]);
        splits("(年間)100件(累計)", &["(年間)100件(累計)"]);
        splits("(累計)100件(単年)5件", &["(累計)100件(単年)5件"]);
        splits("◎3\n○5\n△2", &["◎=3", "○=5", "△=2"]);
        splits("○5\n○2", &["5", "2"]);
        splits("△5\n△2", &["△5", "△2"]);
        splits("【速報値】85%\n78%", &["85%+速報値", "78%"]);
    }

    #[test]
    fn labels_carry_on() {
        splits("①\n10件\n②\n20件", &["①=10件", "②=20件"]);
        splits("①12路線\n26箇所", &["①=12路線", "①=26箇所"]);
    }

    #[test]
    fn totals_are_of_the_whole() {
        splits("①3件 ②5件 合計8件", &["①=3件", "②=5件", "合計8件"]);
        splits("①3件②5件計8件", &["①=3件", "②=5件", "計8件"]);
        splits("①3件、②5件(計8件)", &["①=3件", "②=5件", "計8件"]);
        splits("①3件\n②5件\n延べ8件", &["①=3件", "②=5件", "延べ8件"]);
        splits("①3件\n②5件\n(合計8件)", &["①=3件", "②=5件", "合計8件"]);
        splits("【県】3件【市】5件 合計:8件", &["県=3件", "市=5件", "合計:8件"]);
        // Of one label, or of each, it is its own; a plan is no total.
        splits("①実3人 延べ8人", &["①=実3人 延べ8人"]);
        splits("①実3人 延べ8人 ②実5人 延べ9人", &["①=実3人 延べ8人", "②=実5人 延べ9人"]);
        splits("①延べ3人\n②延べ5人", &["①=延べ3人", "②=延べ5人"]);
        splits("①3件\n②5件(延べ8人)", &["①=3件", "②=5件(延べ8人)"]);
        splits("①計画\n②3件設計10件", &["①=計画", "②=3件設計10件"]);
    }

    #[test]
    fn arrows_between_lines() {
        splits("26人\n↓\n33人", &["26人", "33人"]);
        splits("26人\n→", &["26人+→"]);
        splits("26人\n↗\n33人\n↘", &["26人+↗", "33人+↘"]);
        splits("↗", &["↗"]);
        splits("【120件】", &["【120件】"]);
    }

    #[test]
    fn marks_inside_words_stay() {
        splits("施設①の利用(②を除く)", &["施設①の利用(②を除く)"]);
    }

    #[test]
    fn notes_and_bullets() {
        splits("12,240人\n(累計)", &["12,240人+(累計)"]);
        splits("85%\n※速報値", &["85%+※速報値"]);
        splits("※", &["※"]);
        splits("・10件\n・20人", &["10件", "20人"]);
    }

    proptest! {
        #[test]
        fn any_text(text in "[①②③(1)【】県・、\n 10件※-]{0,24}") {
            for piece in split(&text) {
                prop_assert!(!text[piece.body.clone()].trim().is_empty());
                prop_assert!(piece.whole.start <= piece.body.start);
            }
        }
    }
}
