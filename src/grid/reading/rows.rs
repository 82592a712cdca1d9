//! Where do rows end? The borders of least cost, found from top to bottom, given
//! the columns.

use super::block::Block;
use super::columns::SIDE_EM;
use super::cost::{Bill, Term, Weights};
use super::edges::{Edge, LEVEL};
use super::spans::LINE_GAP_EM;
use super::texts::{self, Link, Text, Texts};
use super::words::{self, Line};

/// No row has more lines than this.
const ROW_LINES_MAX: usize = 80;

/// Lines nearer than this share of the usual distance stand close.
pub(super) const CLOSE_SHARE: f32 = 0.85;

/// Rules over less than this share of the width close no row.
const CLOSED_SHARE: f32 = 0.8;

/// With so many inner rules, rows are ruled.
const RULED_MIN: usize = 2;

/// A place where a row may end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Border {
    pub(super) y: f32,
    /// How many lines stand above.
    pub(super) lines: usize,
    /// How much of the width rules cover, and edges of fills.
    rule: f32,
    fill: f32,
}

impl Border {
    pub(super) fn is_drawn(&self) -> bool {
        self.rule.max(self.fill) > 0.0
    }

    pub(super) fn is_closed(&self) -> bool {
        self.rule.max(self.fill) >= CLOSED_SHARE
    }
}

/// The candidates of a block.
pub(super) struct Rows<'b> {
    block: &'b Block<'b>,
    texts: &'b Texts,
    xs: &'b [f32],
    weights: &'b Weights,
    borders: Vec<Border>,
    /// Whether rows are ruled.
    has_rules: bool,
    /// The usual distance of lines.
    usual: f32,
}

impl<'b> Rows<'b> {
    pub(super) fn new(
        block: &'b Block<'b>,
        texts: &'b Texts,
        xs: &'b [f32],
        others: &[f32],
        weights: &'b Weights,
    ) -> Rows<'b> {
        let borders = borders(block, others);
        let inner = borders.get(1..borders.len().saturating_sub(1)).unwrap_or_default();
        let drawn = inner.iter().filter(|it| it.is_closed() && it.lines > block.header);
        let has_rules = drawn.count() >= RULED_MIN;
        let usual = words::usual_distance(block.body());
        Rows { block, texts, xs, weights, borders, has_rules, usual }
    }

    /// The borders of least cost, the outer ones included.
    pub(super) fn best(&self) -> Vec<Border> {
        let count = self.borders.len();
        let (mut best, mut from) = (vec![i32::MAX; count], vec![0; count]);
        if let Some(first) = best.first_mut() {
            *first = 0;
        }
        let borders: Vec<i32> = (0..count)
            .map(|at| {
                let mut bill = Bill::new(self.weights);
                self.charge_border(at, &mut bill);
                bill.total()
            })
            .collect();
        for a in 0..count.saturating_sub(1) {
            if best[a] == i32::MAX {
                continue;
            }
            let mut row = Row::new(self.texts.cols());
            let mut inside = Bill::new(self.weights);
            for b in a + 1..count {
                let lines = self.borders[a].lines..self.borders[b].lines;
                if lines.len() > ROW_LINES_MAX && b > a + 1 {
                    break;
                }
                row.extend(self, self.borders[b].lines, self.borders[a].lines);
                let mut bill = inside.clone();
                row.charge(self, a, b, &mut bill);
                let cost = best[a].saturating_add(bill.total()).saturating_add(borders[b]);
                if cost < best[b] {
                    (best[b], from[b]) = (cost, a);
                }
                self.charge_skipped(b, &mut inside);
            }
        }
        let mut chosen = Vec::new();
        let mut at = count.saturating_sub(1);
        while at > 0 {
            chosen.push(self.borders[at]);
            at = from[at];
        }
        chosen.extend(self.borders.first());
        chosen.reverse();
        chosen
    }

    /// What these borders cost, term by term.
    pub(super) fn price(&self, ys: &[f32], bill: &mut Bill<'_>) {
        let nearest = |&y: &f32| {
            let away = |at: &usize| (self.borders[*at].y - y).abs();
            (0..self.borders.len()).min_by(|a, b| away(a).total_cmp(&away(b)))
        };
        let mut chosen: Vec<usize> = ys.iter().filter_map(nearest).collect();
        chosen.extend(self.borders.len().checked_sub(1));
        chosen.insert(0, 0);
        chosen.sort_unstable();
        chosen.dedup();
        for pair in chosen.windows(2) {
            let mut row = Row::new(self.texts.cols());
            row.extend(self, self.borders[pair[1]].lines, self.borders[pair[0]].lines);
            row.charge(self, pair[0], pair[1], bill);
            (pair[0] + 1..pair[1]).for_each(|at| self.charge_skipped(at, bill));
            self.charge_border(pair[1], bill);
        }
    }

    /// Whether the first line is a text by itself where nothing is drawn, further from
    /// the next than lines of one text are: a title, not the first line of a header.
    fn has_title(&self) -> bool {
        let [first, second, ..] = self.block.lines.as_slice() else { return false };
        self.block.edges.is_empty()
            && first.is_lone
            && self.block.begins_at_left(first)
            && second.y0 - first.y1 > LINE_GAP_EM * second.size
    }

    fn is_outer(&self, at: usize) -> bool {
        at == 0 || at + 1 == self.borders.len()
    }

    fn charge_skipped(&self, at: usize, bill: &mut Bill<'_>) {
        if !self.is_outer(at) {
            bill.charge_part(Term::Across, self.borders[at].rule);
            bill.charge_part(Term::Fill, self.borders[at].fill);
        }
    }

    fn charge_border(&self, at: usize, bill: &mut Bill<'_>) {
        if self.is_outer(at) {
            return;
        }
        let border = self.borders[at];
        let is_head = border.lines < self.block.header;
        if !border.is_drawn() {
            // Rules that end a header would part its rows, too.
            let is_among = self.has_rules || border.lines < self.block.headed;
            bill.charge(if is_among { Term::UnruledAmongRules } else { Term::Unruled }, 1);
            if !is_head && self.is_close(border.lines) {
                bill.charge(Term::Close, 1);
            }
        }
        let near = border.lines.saturating_sub(1)..(border.lines + 1).min(self.block.lines.len());
        let near = self.block.lines.get(near).unwrap_or_default();
        // A cell of a header may stand in the middle of two levels, or of two rows where a page
        // cuts a box (publishers/forms-over-pages).
        let is_through = !is_head
            && near.iter().any(|line| line.is_cut(border.y) && self.is_crossed(line, border));
        if is_through {
            bill.charge(Term::Through, 1);
        }
        let may_tear =
            !self.counts(border.lines) && (!border.is_drawn() || !self.has_key_below(at));
        for col in 0..self.texts.cols() {
            let Some((above, below)) = self.around(border.lines, col) else { continue };
            match self.texts.link(col, above, below) {
                Some(Link::Soft) if may_tear => bill.charge(Term::Tear, 1),
                Some(Link::Step) if may_tear => bill.charge(Term::Step, 1),
                _ => {}
            }
        }
    }

    /// Whether a border crosses a text of a line, or parts it from those at its right: a rule
    /// that begins behind a text stands beside the name of a group
    /// (rules/sparse-group-names-amid-two-rows).
    fn is_crossed(&self, line: &Line<'_>, border: Border) -> bool {
        let mut along = self.block.edges.iter();
        let crosses = |edge: &Edge| {
            (edge.at - border.y).abs() <= 2.0 * LEVEL
                && line.words.iter().any(|it| edge.from < it.bbox.x1)
        };
        !border.is_drawn() || along.any(crosses)
    }

    /// Whether the lines right above and below a place have a number or a code (R02) of one
    /// form each in the key column.
    fn counts(&self, line: usize) -> bool {
        let key = |at: usize| self.texts.at(at, self.texts.key);
        let keys = line.checked_sub(1).and_then(|above| Some((key(above)?, key(line)?)));
        keys.is_some_and(|(above, below)| texts::are_codes(&above.text, &below.text))
    }

    fn is_close(&self, line: usize) -> bool {
        let above = line.checked_sub(1).and_then(|above| self.block.lines.get(above));
        above.zip(self.block.lines.get(line)).is_some_and(|(above, below)| {
            below.middle() - above.middle() < CLOSE_SHARE * self.usual
        })
    }

    /// The texts of a column right above and right below a place.
    fn around(&self, line: usize, col: usize) -> Option<(&Text, &Text)> {
        let near = 3;
        let above = (line.saturating_sub(near)..line).rev();
        let above = above.into_iter().find_map(|at| self.texts.at(at, col))?;
        let below = (line..line + near).find_map(|at| self.texts.at(at, col))?;
        Some((above, below))
    }

    fn has_key_below(&self, at: usize) -> bool {
        let from = self.borders[at].lines;
        let next = self.borders.iter().skip(at + 1).find(|border| border.is_drawn());
        let to = next.map_or(self.block.lines.len(), |border| border.lines);
        (from..to).any(|line| self.texts.at(line, self.texts.key).is_some())
    }
}

/// A row as its lines come.
struct Row<'t> {
    /// The last text of each column.
    last: Vec<Option<&'t Text>>,
    /// How many lines were taken.
    lines: usize,
    stacks: usize,
    hard: usize,
    filled: usize,
    /// Whether one of its texts lies over several columns.
    crosses: bool,
    /// Over which columns a header stands that has reach.
    over: Vec<bool>,
    /// The first and the last line with a text in the key column.
    keys: Option<(usize, usize)>,
}

impl<'t> Row<'t> {
    fn new(cols: usize) -> Row<'t> {
        Row {
            last: vec![None; cols],
            lines: 0,
            stacks: 0,
            hard: 0,
            filled: 0,
            crosses: false,
            over: vec![false; cols],
            keys: None,
        }
    }

    /// Takes the lines up to this one, from `first` on.
    fn extend(&mut self, rows: &Rows<'t>, until: usize, first: usize) {
        for line in first + self.lines..until {
            for col in 0..rows.texts.cols() {
                let Some(text) = rows.texts.at(line, col) else { continue };
                self.take(rows, line, col, text);
            }
            self.lines += 1;
        }
    }

    fn take(&mut self, rows: &Rows<'t>, line: usize, col: usize, text: &'t Text) {
        let is_head = line < rows.block.header;
        if is_head && (col..=text.to).any(|it| self.over.get(it).is_some_and(|over| *over)) {
            self.stacks += 1;
        }
        match self.last[col] {
            None => self.filled += 1,
            Some(above) if above.is_number && text.is_number => self.stacks += 1,
            Some(above) => {
                let weight = if col == rows.texts.key && !is_head { 2 } else { 1 };
                let link = rows.texts.link(col, above, text).unwrap_or(Link::Hard);
                self.hard += if link == Link::Hard { weight } else { 0 };
            }
        }
        self.crosses |= text.to > col;
        if col == rows.texts.key {
            self.keys = Some((self.keys.map_or(line, |keys| keys.0), line));
        }
        if is_head && text.to > col {
            self.over.iter_mut().skip(col).take(text.to + 1 - col).for_each(|over| *over = true);
        }
        self.last[col] = Some(text);
    }

    fn charge(&self, rows: &Rows<'_>, a: usize, b: usize, bill: &mut Bill<'_>) {
        let (above, below) = (rows.borders[a], rows.borders[b]);
        let is_closed = above.is_closed() && below.is_closed();
        let is_body = below.lines > rows.block.header;
        bill.charge(Term::Row, 1);
        bill.charge(Term::Stack, self.stacks);
        let is_open = !is_closed && is_body;
        // Where rows are ruled, a page end may have cut the outer ones.
        let ends =
            [a, b].map(|at| rows.borders[at].is_closed() || (rows.has_rules && rows.is_outer(at)));
        let is_loose = is_body && ends != [true; 2];
        bill.charge(if is_loose { Term::HardOpen } else { Term::Hard }, self.hard);
        let is_edge = rows.is_outer(a) || rows.is_outer(b);
        let is_band = self.filled == 1 && self.crosses;
        let is_last = || {
            let line = rows.block.lines.get(above.lines);
            rows.is_outer(b) && line.is_some_and(|line| rows.texts.is_heading(line, rows.xs))
        };
        if (is_edge && is_band && !is_closed && !is_last()) || (a == 0 && rows.has_title()) {
            bill.charge(Term::Edge, 1);
        }
        let holds_unit = || {
            let lines = rows.block.lines.get(above.lines..below.lines).unwrap_or_default();
            lines.iter().any(|line| line.text().contains("単位"))
        };
        if a == 0 && self.filled <= 2 && holds_unit() {
            bill.charge(Term::Unit, 1);
        }
        if !is_open || is_band || self.filled == 0 {
            return;
        }
        let key = rows.texts.key;
        match self.last.get(key).copied().flatten() {
            None => bill.charge(Term::NoKeyLone, usize::from(self.filled == 1)),
            Some(own) if self.filled == 1 => {
                let next = rows.texts.at(below.lines, key);
                let is_heading =
                    next.is_some_and(|next| next.bbox.x0 > own.bbox.x0 + SIDE_EM * own.size);
                bill.charge(Term::Alone, usize::from(!is_heading));
            }
            Some(own) => {
                let is_late = !self.begins_with_key(rows, above.lines, below.lines, own.size);
                bill.charge(Term::Late, usize::from(is_late));
            }
        }
    }

    /// Whether the key stands on the first line of a row, or in its middle.
    fn begins_with_key(&self, rows: &Rows<'_>, first: usize, end: usize, em: f32) -> bool {
        let middle = |line: usize| rows.block.lines.get(line).map_or(0.0, Line::middle);
        let Some(keys) = self.keys else { return false };
        let of_row = (middle(first) + middle(end.saturating_sub(1))) / 2.0;
        let of_key = (middle(keys.0) + middle(keys.1)) / 2.0;
        (middle(keys.0) - middle(first)).abs() <= SIDE_EM * em
            || (of_row - of_key).abs() <= SIDE_EM * em
    }
}

fn borders(block: &Block<'_>, others: &[f32]) -> Vec<Border> {
    let until = |y: f32| block.lines.partition_point(|line| line.middle() < y);
    let mut borders: Vec<Border> = Vec::new();
    let inner = |y: f32| block.top + LEVEL < y && y < block.bottom - LEVEL;
    for edge in &block.edges {
        let share = edge.share(block.left, block.right);
        let (rule, fill) = if edge.is_rule { (share, 0.0) } else { (0.0, share) };
        let near = borders.last_mut().filter(|last| edge.at - last.y <= 2.0 * LEVEL);
        match near.filter(|last| last.lines == until(edge.at)) {
            Some(last) => {
                last.rule = (last.rule + rule).min(1.0);
                last.fill = (last.fill + fill).min(1.0);
                if edge.is_rule && rule >= last.rule / 2.0 {
                    last.y = edge.at;
                }
            }
            None => borders.push(Border { y: edge.at, lines: until(edge.at), rule, fill }),
        }
    }
    let drawn = |y: f32| -> (f32, f32) {
        let near = borders.iter().filter(|border| (border.y - y).abs() <= 2.0 * LEVEL);
        near.fold((0.0, 0.0), |all, it| (it.rule.max(all.0), it.fill.max(all.1)))
    };
    let outer = [(block.top, 0), (block.bottom, block.lines.len())].map(|(y, lines)| {
        let (rule, fill) = drawn(y);
        Border { y, lines, rule, fill }
    });
    borders.retain(|border| inner(border.y));
    let plain = |y: f32, lines: usize| Border { y, lines, rule: 0.0, fill: 0.0 };
    let mut added: Vec<Border> = Vec::new();
    for (number, pair) in block.lines.windows(2).enumerate() {
        if !borders
            .iter()
            .any(|border| border.lines == number + 1 && border.rule.max(border.fill) >= 0.3)
        {
            let (end, start) = (pair[0].y1, pair[1].y0);
            let middle = if end < start {
                (end + start) / 2.0
            } else {
                (pair[0].middle() + pair[1].middle()) / 2.0
            };
            added.push(plain(middle, number + 1));
        }
        // A cell in the middle of two levels stands where these meet.
        if number > 0 && number < block.header && number + 1 < block.lines.len() {
            added.push(plain(pair[0].middle() + 0.01, number + 1));
        }
    }
    let near = |y: f32| move |it: &Border| (it.y - y).abs() <= LEVEL;
    added.retain(|it| !borders.iter().any(near(it.y)) && inner(it.y));
    borders.extend(added);
    for &y in others {
        if inner(y) && !borders.iter().any(near(y)) {
            borders.push(plain(y, until(y)));
        }
    }
    borders.extend(outer);
    borders.sort_by(|a, b| a.y.total_cmp(&b.y));
    borders
}
