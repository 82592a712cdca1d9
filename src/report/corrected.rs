//! Cells that a person corrected: read anew from what is right, and marked.

use super::Measure;
use crate::annex::AnnexTable;
use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::source::Correction;

/// A cell that was corrected.
#[derive(Debug)]
pub(super) struct Corrected {
    place: Place,
    /// As it was read.
    text: String,
}

/// Writes what is right into the cells of tables of measures, before anything is read
/// from them. What no longer applies is said.
pub(super) fn apply(
    tables: &mut [AnnexTable],
    corrections: &[Correction],
    findings: &mut Vec<Finding>,
) -> Vec<Corrected> {
    let mut all = Vec::new();
    for correction in corrections {
        let (mut done, mut other) = (None, None);
        let rows = tables.iter_mut().flat_map(|it| &mut it.table.rows);
        for entry in rows.flat_map(|row| &mut row.cells).filter(|it| correction.is_at(&it.place)) {
            match correction.apply(&entry.text) {
                // A merged cell comes once for each of its rows.
                Some(text) => {
                    let before = std::mem::replace(&mut entry.text, text);
                    entry.number = None;
                    done = Some(Corrected { place: entry.place.clone(), text: before });
                }
                None => other = Some((entry.place.clone(), entry.text.clone())),
            }
        }
        match done {
            Some(corrected) => {
                findings.push(applied(correction, &corrected.place));
                all.push(corrected);
            }
            None => findings.push(refused(correction, other)),
        }
    }
    all
}

fn applied(correction: &Correction, place: &Place) -> Finding {
    let (from, to) = (&correction.text, &correction.correct);
    let message = Message::new(
        format!("人の確認により「{from}」を「{to}」に直しました。"),
        format!("corrected by hand: {from} to {to}"),
    );
    Finding::new(Code::P933, message)
        .of_measure(&correction.measure)
        .at(Some(place.clone()))
        .comparing(to, from)
}

fn refused(correction: &Correction, other: Option<(Place, String)>) -> Finding {
    let (from, to, column) = (&correction.text, &correction.correct, &correction.column);
    let (place, found) = other.unzip();
    let (why_ja, why_en) = match &found {
        Some(found) => {
            (format!("セルは「{found}」になっています"), format!("its cell says {found}"))
        }
        None => ("そのセルがありません".to_owned(), "its cell is not there".to_owned()),
    };
    let message = Message::new(
        format!("修正「{from}」→「{to}」（{column}）は当てはまりません。{why_ja}。"),
        format!("the correction of {from} to {to} ({column}) no longer applies: {why_en}"),
    );
    let finding = Finding::new(Code::P934, message).of_measure(&correction.measure).at(place);
    Finding { expected: Some(from.clone()), found, ..finding }
}

/// Marks the values and ratings that were read from corrected cells.
pub(super) fn mark(measures: &mut [Measure], corrected: &[Corrected]) {
    if corrected.is_empty() {
        return;
    }
    let of =
        |place: &Place| corrected.iter().find(|it| it.place == *place).map(|it| it.text.clone());
    for measure in measures {
        for value in measure.indicators.iter_mut().flat_map(|it| &mut it.values) {
            value.corrected = of(&value.place);
        }
        for rated in &mut measure.ratings {
            rated.corrected = of(&rated.place);
        }
    }
}
