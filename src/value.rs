//! Typed values out of the cells of a report: ５万人, ①88.7% ②※, 約19万件以上.
//!
//! ```text
//! cell    = piece*                  lines, ①②③, 【…】: pieces.rs, label.rs
//! piece   = measure | list | state  measure.rs, list.rs, words.rs
//! measure = … number unit …         number.rs, unit.rs, bound.rs, period.rs, change.rs
//! list    = measure ( gap measure )*
//! state   = "実施" | "実績なし" | "※" | "―" | any other words
//! ```
//!
//! Nothing is guessed. A piece is read to its last character or it is
//! [`State::Text`], with a [`Remark`] where it has digits that look like a
//! value: a number that is missing can be asked for, a wrong one is believed.
//! Everything here is total: any text gives a reading, in linear time.

mod fold;
pub mod number;
pub mod unit;
pub mod bound;
pub mod period;
pub mod change;
pub mod era;
mod words;
mod label;
mod lines;
mod pieces;
mod hints;
mod measure;
mod list;
mod qualifier;
mod items;
mod pair;
pub mod rating;
#[cfg(test)]
mod cases;

pub use bound::Bound;
pub use change::{Change, Direction};
pub use era::FiscalYear;
pub use hints::Hints;
pub use items::{Item, items};
pub use label::Sharing;
pub use pair::{Pair, Pairing, Side, Unpaired, pair};
pub use period::{Counting, Per, Period};
pub use qualifier::Qualifier;
pub use rating::{Legend, Rating};
pub use unit::{Stated, Unit};

use std::ops::Range;

use rust_decimal::Decimal;

use fold::Folded;
use pieces::Piece;

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its values, in order; none for an empty cell.
    pub values: Vec<Value>,
    /// What a person should look at.
    pub remarks: Vec<Remark>,
}

/// One value of a cell: a number, or the state that stands for one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Value {
    /// What it is called in the cell: `①`, `特別支援学校`, `②・③`.
    pub label: Option<String>,
    /// The labels that share it, where there are several: ② and ③.
    pub refers_to: Vec<String>,
    /// How they share it, where that is said.
    pub sharing: Option<Sharing>,
    /// The words in front of the number: 建設業許可 of 建設業許可12%.
    pub subject: Option<String>,
    /// The piece as published, label included.
    pub text: String,
    /// Where that stands in the cell, in bytes.
    pub place: Range<usize>,
    /// The number, multiplied out (５万 is 50000); negative for a decrease. The
    /// lower end of a range.
    pub number: Option<Decimal>,
    /// The upper end of a range.
    pub upper: Option<Decimal>,
    /// What is counted: its own unit, or that of the header or the indicator.
    pub unit: Option<Unit>,
    /// 以上, 以下, 未満, 超; said of `number`, so 20％以上削減 is at most -20.
    pub bound: Option<Bound>,
    /// 約, 概ね, 程度.
    pub approximate: bool,
    /// 年間, 月平均, 累計.
    pub period: Option<Period>,
    /// 前年度比20％減.
    pub change: Option<Change>,
    /// 速報値, 見込み, 暫定.
    pub qualifier: Option<Qualifier>,
    /// What brackets and footnotes of the cell add.
    pub notes: Vec<String>,
    /// What the piece says instead of a number. None where there is a number.
    pub state: Option<State>,
    /// For a pending value, the fiscal year in which it will be known.
    pub known_in: Option<FiscalYear>,
}

/// What a piece says instead of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 実施.
    Done,
    /// 実績なし, 設置なし.
    Nothing,
    /// ※, 集計中: not known yet.
    Pending,
    /// ―, 未設定.
    NotSet,
    /// Other words.
    Text,
}

/// Something to look at in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// Where in the cell, in bytes.
    pub place: Range<usize>,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// A space inside a number, or between it and its unit.
    SpaceInNumber,
    /// Digits that could not be read as a value.
    NotUnderstood,
}

impl State {
    /// The name in data: `done`, `none`, `pending`, `not_set`, `text`.
    pub fn code(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Nothing => "none",
            State::Pending => "pending",
            State::NotSet => "not_set",
            State::Text => "text",
        }
    }
}

impl Value {
    /// Every label that the value belongs to.
    pub fn labels(&self) -> Vec<String> {
        if self.refers_to.is_empty() {
            self.label.iter().cloned().collect()
        } else {
            self.refers_to.clone()
        }
    }
}

/// Reads a 目標 or 実績 cell.
pub fn read(cell: &str, hints: &Hints<'_>) -> Reading {
    let mut folded = Folded::new(cell);
    if folded.text.contains('\n') {
        folded = lines::joined(folded, hints);
    }
    let pieces = pieces::split(&folded.text);
    // Nearly all cells hold one value, and room for four is what a list begins with.
    let values = Vec::with_capacity(pieces.len());
    let mut reading = Reading { values, ..Reading::default() };
    for piece in pieces {
        read_piece(&folded, piece, hints, &mut reading);
    }
    reading
}

fn read_piece(folded: &Folded<'_>, piece: Piece, hints: &Hints<'_>, reading: &mut Reading) {
    let mut value = Value {
        text: folded.published(&piece.whole).to_owned(),
        place: folded.place(&piece.whole),
        ..Value::default()
    };
    if let Some(label) = &piece.label {
        value.label = Some(folded.word(&label.name));
        (value.refers_to, value.sharing) = (label.refers_to.clone(), label.sharing);
    }
    let text = &folded.text[piece.body.clone()];
    let labels = value.labels();
    let around = measure::Around { labels: &labels, hints, is_one_of_two: false };
    let state = words::state(text);
    if state != State::Text {
        value.state = Some(state);
        value.known_in =
            (state == State::Pending).then(|| known_in(folded, &piece, hints)).flatten();
        reading.values.push(value);
    } else if let Some(measure) = measure::read(folded, piece.body.clone(), around) {
        reading.push(value, measure);
    } else if let Some(measures) = list::read(folded, piece.body.clone(), around) {
        // Each part has its own text; the whole is not to be copied for each.
        value.text.clear();
        for (place, measure) in measures {
            let text = folded.published(&place).to_owned();
            reading.push(Value { text, place: folded.place(&place), ..value.clone() }, measure);
        }
    } else {
        if words::has_loose_digit(text) {
            let place = folded.place(&piece.body);
            reading.remarks.push(Remark { kind: RemarkKind::NotUnderstood, place });
        }
        value.state = Some(State::Text);
        reading.values.push(value);
    }
    reading.take_notes(folded, &piece);
}

/// The year in which a pending value will be known: from the piece itself, the
/// notes below it, or the line of the note that begins with the same mark.
fn known_in(folded: &Folded<'_>, piece: &Piece, hints: &Hints<'_>) -> Option<FiscalYear> {
    // R6年度集計中 says of which year the value is, not in which it will be known.
    let own = Some(folded.published(&piece.body))
        .filter(|_| !words::is_dated_pending(&folded.text[piece.body.clone()]));
    let below = piece.notes.iter().map(|note| folded.published(note));
    if let Some(year) = own.into_iter().chain(below).find_map(era::known_in) {
        return Some(year);
    }
    let body = &folded.text[piece.body.clone()];
    let body = body.trim_start_matches('(');
    let mark = words::footnote(body).map(|len| &body[..len]);
    let in_note = hints.note().and_then(|note| {
        let marked = note.split('\n').find_map(|line| note_of(line, mark.unwrap_or("※")));
        marked.or_else(|| era::known_in(note).filter(|_| !note.contains('※')))
    });
    // Below a table stand notes of many cells: the mark tells which is of this one,
    // or the same word (集計中).
    let word = mark.is_none().then(|| words::pending(body)).flatten();
    in_note.or_else(|| {
        hints.below()?.split('\n').find_map(|line| match (mark, word) {
            (Some(mark), _) => note_of(line, mark),
            (None, Some(word)) if line.contains(word) => era::known_in(line),
            _ => None,
        })
    })
}

/// The year that a line promises if it is the note of `mark`.
fn note_of(line: &str, mark: &str) -> Option<FiscalYear> {
    let folded = Folded::new(line);
    let text = folded.text.trim_start_matches(['(', ' ']);
    let len = words::footnote(text)?;
    (&text[..len] == mark || mark == "※").then(|| era::known_in(line)).flatten()
}

impl Reading {
    fn push(&mut self, value: Value, measure: measure::Measure) {
        let gaps = measure.gaps.into_iter();
        self.remarks.extend(gaps.map(|place| Remark { kind: RemarkKind::SpaceInNumber, place }));
        self.values.push(Value {
            subject: measure.subject,
            number: Some(measure.number),
            upper: measure.upper,
            unit: measure.unit,
            bound: measure.bound,
            approximate: measure.approximate,
            period: measure.period,
            change: measure.change,
            qualifier: measure.qualifier,
            notes: measure.notes,
            ..value
        });
    }

    /// The lines below a piece that speak about it.
    fn take_notes(&mut self, folded: &Folded<'_>, piece: &Piece) {
        let Some(value) = self.values.last_mut() else { return };
        for note in &piece.notes {
            let text = &folded.text[note.clone()];
            let inner = text.trim_start_matches('(').trim_end_matches(')');
            match period::whole(inner).filter(|_| value.period.is_none() && value.number.is_some())
            {
                Some(period) => {
                    let text =
                        folded.published(note).trim_matches(['(', ')', '（', '）']).to_owned();
                    value.period = Some(Period { text, ..period });
                }
                None => {
                    let is_open = value.qualifier.is_none() && value.number.is_some();
                    value.qualifier =
                        if is_open { qualifier::of_note(text) } else { value.qualifier };
                    value.notes.push(folded.published(note).to_owned());
                }
            }
        }
    }
}
