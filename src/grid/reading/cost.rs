//! What a reading leaves unexplained, in points: the terms and their weights.
//!
//! Their order of size matters, not their values: half or twice as much of any
//! moves little. `tests/needed.rs` has a table for each that is read otherwise without it.

use crate::finding::Message;

/// How many terms there are.
pub(crate) const TERMS: usize = Term::ALL.len();

macro_rules! terms {
    ($($(#[doc = $doc:literal])* $name:ident = $points:expr, $ja:literal;)*) => {
        /// One kind of evidence against a reading.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Term {
            $($(#[doc = $doc])* $name,)*
        }

        impl Term {
            /// All of them, in the order of their weights.
            pub(crate) const ALL: [Term; [$(Term::$name),*].len()] = [$(Term::$name),*];

            /// As the source calls it.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Term::$name => stringify!($name),)*
                }
            }

            /// What it charges, for a person.
            pub(crate) fn says(self) -> Message {
                match self {
                    $(Term::$name => Message::new($ja, concat!($($doc),*).trim()),)*
                }
            }
        }

        const POINTS: [i32; TERMS] = [$($points),*];
    };
}

terms! {
    /// A column border goes through a word of the body.
    Cut = 45, "列の境界が本文の語を横切る";
    /// The same in the header, where words may span.
    CutHead = 4, "列の境界が見出しの語を横切る";
    /// The same on a line of one text below the header, which may be a band.
    CutLone = 2, "列の境界が、1つの文だけの行の語を横切る";
    /// A column border in a gap of less than .9 em.
    Narrow = 6, "0.9字より狭いすき間に列の境界がある";
    /// The same where what follows was shown by itself, as a cell is.
    NarrowShown = 3, "同上、後ろの語が別に描かれている";
    /// Two words of one cell's line more than 1.2 em apart.
    Gap = 8, "1つのセルの行の中に1.2字より広いすき間がある";
    /// Two words of the header in one column more than .6 em apart.
    HeadGap = 12, "1つの列の見出しの語が0.6字より離れている";
    /// Two texts of the header in one column that agree at no side.
    HeadOff = 12, "1つの列の見出しの2つの文が、左・右・中央のどこでもそろわない";
    /// A header of a column stands beside all texts of the column, nor in its middle.
    HeadBeside = 6, "見出しが、列の文字の上にも列の中央にもない";
    /// A column with texts and no header, behind the first.
    Headless = 8, "2列目以降の、見出しのない列";
    /// Two full numbers side by side in one cell.
    Numbers = 25, "1つのセルに数が2つ並ぶ";
    /// A column without any text.
    Empty = 12, "文字のない列";
    /// A column with a text in the header alone.
    EmptyHeaded = 8, "見出しだけの列";
    /// Each column.
    Column = 4, "列1つごと";
    /// A column border where nothing is drawn, in a table whose columns are ruled.
    ColumnUndrawn = 12, "列に罫線のある表で、何も引かれていない列の境界";
    /// A column with a text in few of the lines.
    Few = 4, "文字のある行が少ない列";
    /// A line whose text agrees with its column at no side.
    Spread = 1, "列の文字のどこともそろわない行";
    /// A place where pieces of a rule meet that is no border, for each rule.
    Joint = 10, "罫線の継ぎ目が境界にならない";
    /// A rule down that is no border.
    Down = 25, "縦の罫線が境界にならない";
    /// A gap common to four lines or more that is no border, for each line.
    Trough = 3, "4行以上に共通のすき間が境界にならない";

    /// Each row.
    Row = 2, "行1つごと";
    /// A row border where nothing is drawn.
    Unruled = 4, "何も引かれていない行の境界";
    /// The same in a table whose rows are ruled.
    UnruledAmongRules = 9, "同上、行に罫線のある表で";
    /// A rule across that is no border, of full length.
    Across = 25, "横の罫線が境界にならない";
    /// The edge of a fill that is no border, of full length.
    Fill = 20, "塗りの端が境界にならない";
    /// A border after a line end that nobody typed.
    Tear = 12, "打たれていない改行の後の境界";
    /// Two full numbers one below the other in a cell, or a header over others in
    /// the row of these.
    Stack = 15, "1つのセルに数が縦に2つ並ぶ、または見出しがほかの見出しの行に重なる";
    /// A typed line end in a row whose both ends are drawn.
    Hard = 3, "上下に罫線のある行の中の、打たれた改行";
    /// A typed line end in another row.
    HardOpen = 15, "ほかの行の中の、打たれた改行";
    /// A border between two lines that say that they belong together.
    Step = 8, "続きと分かる2行の間の境界";
    /// A border where nothing is drawn and lines stand closer than elsewhere.
    Close = 10, "何も引かれず、行の間がほかより狭い境界";
    /// A row without rules that has one text, and none in the key column.
    NoKeyLone = 16, "罫線で閉じていない行で、見出しの列に文字がなく、文字が1つだけ";
    /// A row without rules that has a text in the key column alone.
    Alone = 21, "罫線で閉じていない行で、見出しの列にだけ文字がある";
    /// A row without rules whose key stands neither on its first line nor in its
    /// middle.
    Late = 6, "罫線で閉じていない行で、見出しの列の文字が先頭にも中央にもない";
    /// The first or the last row is a text across columns.
    Edge = 20, "最初か最後の行が、列をまたぐ1つの文";
    /// The first row names the unit of the table.
    Unit = 20, "最初の行が単位を述べる";
    /// A border below the header through the letters of a line.
    Through = 30, "見出しより下で文字を貫く境界";

    /// A table.
    Table = 40, "表1つごと";
    /// A line in a table.
    Line = 4, "表の行（文字の並び）1つごと";
    /// A line as prose.
    Prose = 8, "文章の行1つごと";
    /// A gap above 1.2 em in a line of prose.
    ProseGap = 12, "文章の行の中の1.2字より広いすき間";
    /// A gap above 3 em in a line of prose.
    ProseWide = 20, "文章の行の中の3字より広いすき間";
    /// A rule amid prose.
    ProseRule = 15, "文章の中の罫線";
    /// A heading of rows, as others in the table, right below it.
    HeadingLeft = 12, "表の中のものと同じ、行の見出しが表のすぐ下に残る";
    /// Two tables, the second of which begins as the first, or with a header below a
    /// caption.
    Again = -90, "2つの表で、後の表が前の表と同じに、または題の下の見出しで始まる";
    /// Two tables with a text between, below which the second begins with a rule or a tint.
    Caption = -30, "題または文章をはさみ、その下の罫線か塗りで始まる表のある、2つの表";
    /// Two tables that stand far apart.
    Apart = -60, "離れた2つの表";
}

/// The weight of each term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights([i32; TERMS]);

impl Default for Weights {
    fn default() -> Weights {
        Weights(POINTS)
    }
}

impl Weights {
    /// As usual, but for one term.
    #[cfg(test)]
    pub(super) fn with(term: Term, points: i32) -> Weights {
        let mut weights = Weights::default();
        weights.0[term as usize] = points;
        weights
    }

    pub(super) fn of(&self, term: Term) -> i32 {
        self.0[term as usize]
    }
}

/// What a reading costs, term by term.
#[derive(Debug, Clone)]
pub(super) struct Bill<'w> {
    weights: &'w Weights,
    points: [i32; TERMS],
    total: i32,
}

impl<'w> Bill<'w> {
    pub(super) fn new(weights: &'w Weights) -> Bill<'w> {
        Bill { weights, points: [0; TERMS], total: 0 }
    }

    /// Charges a term so many times.
    pub(super) fn charge(&mut self, term: Term, times: usize) {
        let times = i32::try_from(times).unwrap_or(i32::MAX);
        self.add(term, self.weights.of(term).saturating_mul(times));
    }

    /// Charges a part of a term, or a multiple.
    pub(super) fn charge_part(&mut self, term: Term, part: f32) {
        self.add(term, (self.weights.of(term) as f32 * part).round() as i32);
    }

    fn add(&mut self, term: Term, points: i32) {
        let sum = &mut self.points[term as usize];
        *sum = sum.saturating_add(points);
        self.total = self.total.saturating_add(points);
    }

    /// Charges all that another bill charges.
    pub(super) fn append(&mut self, other: &Bill<'_>) {
        Term::ALL.iter().for_each(|&term| self.add(term, other.points[term as usize]));
    }

    pub(super) fn total(&self) -> i32 {
        self.total
    }

    /// The terms that were charged, the dearest first.
    pub(super) fn terms(&self) -> Vec<(Term, i32)> {
        let all = Term::ALL.iter().map(|&term| (term, self.points[term as usize]));
        let mut terms: Vec<(Term, i32)> = all.filter(|(_, points)| *points != 0).collect();
        terms.sort_by_key(|(_, points)| -points.abs());
        terms
    }
}
