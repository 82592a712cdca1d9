//! What a reading leaves unexplained, in points: the terms and their weights.
//!
//! Their order of size matters, not their values: half or twice as much of any
//! moves little. Each has a test below `choice` that fails without it.

/// How many terms there are.
pub(crate) const TERMS: usize = Term::ALL.len();

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $points:expr;)*) => {
        /// One kind of evidence against a reading.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Term {
            $($(#[$doc])* $name,)*
        }

        impl Term {
            /// All of them, in the order of their weights.
            pub(crate) const ALL: [Term; [$(Term::$name),*].len()] = [$(Term::$name),*];
        }

        const POINTS: [i32; TERMS] = [$($points),*];
    };
}

terms! {
    /// A column border goes through a word of the body.
    Cut = 45;
    /// The same in the header, where words may span.
    CutHead = 4;
    /// The same on a line of one text, which may be a band.
    CutLone = 2;
    /// A column border in a gap of less than .9 em.
    Narrow = 6;
    /// The same where what follows was shown by itself, as a cell is.
    NarrowShown = 3;
    /// Two words of one cell's line more than 1.2 em apart.
    Gap = 8;
    /// Two words of the header in one column more than .6 em apart.
    HeadGap = 12;
    /// Two texts of the header in one column that agree at no side.
    HeadOff = 12;
    /// Two full numbers side by side in one cell.
    Numbers = 25;
    /// A column without any text.
    Empty = 12;
    /// A column with a text in the header alone.
    EmptyHeaded = 8;
    /// Each column.
    Column = 4;
    /// A column border where nothing is drawn, in a table whose columns are ruled.
    ColumnUndrawn = 12;
    /// A column with a text in few of the lines.
    Few = 4;
    /// A line whose text agrees with its column at no side.
    Spread = 1;
    /// A place where pieces of a rule meet that is no border, for each rule.
    Joint = 10;
    /// A rule down that is no border.
    Down = 25;
    /// A gap common to four lines or more that is no border, for each line.
    Trough = 3;

    /// Each row.
    Row = 2;
    /// A row border where nothing is drawn.
    Unruled = 4;
    /// The same in a table whose rows are ruled.
    UnruledAmongRules = 9;
    /// A rule across that is no border, of full length.
    Across = 25;
    /// The edge of a fill that is no border, of full length.
    Fill = 20;
    /// A border after a line end that nobody typed.
    Tear = 12;
    /// Two full numbers one below the other in a cell, or a header over others in
    /// the row of these.
    Stack = 15;
    /// A typed line end in a row whose both ends are drawn.
    Hard = 3;
    /// A typed line end in another row.
    HardOpen = 15;
    /// A border between two lines that say that they belong together.
    Step = 8;
    /// A border where nothing is drawn and lines stand closer than elsewhere.
    Close = 10;
    /// A row without rules that has no text in the key column.
    NoKey = 8;
    /// The same with one text alone.
    NoKeyLone = 16;
    /// A row without rules that has a text in the key column alone.
    Alone = 21;
    /// A row without rules whose key stands neither on its first line nor in its
    /// middle.
    Late = 6;
    /// The first or the last row is a text across columns.
    Edge = 20;
    /// The first row names the unit of the table.
    Unit = 20;
    /// A border through the letters of a line.
    Through = 30;
    /// The same in the header, where a cell stands in the middle of two levels.
    ThroughHead = 3;

    /// A table.
    Table = 40;
    /// A line in a table.
    Line = 4;
    /// A line as prose.
    Prose = 8;
    /// A gap above 1.2 em in a line of prose.
    ProseGap = 12;
    /// A gap above 3 em in a line of prose.
    ProseWide = 20;
    /// A rule amid prose.
    ProseRule = 15;
    /// Two tables, the second of which begins as the first.
    Again = -90;
    /// Two tables that stand far apart.
    Apart = -60;
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
    fn of(&self, term: Term) -> i32 {
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

    pub(super) fn total(&self) -> i32 {
        self.total
    }
}
