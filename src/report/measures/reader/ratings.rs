//! What the ratings of a record say of it.

use super::{Line, Reader};
use crate::layout::{self, Role};
use crate::report::{Indicator, Rated, Status};
use crate::table::{Entry, Row};
use crate::value::Rating;

impl Reader<'_> {
    /// Takes the ratings of a row. One that is merged over the rows of a record is of the
    /// measure: it is given once, as that of no indicator.
    pub(super) fn take_ratings(
        &self,
        line: &Line<'_>,
        index: Option<usize>,
        found: &mut Vec<Rated>,
    ) {
        for col in self.roles.all(Role::Rating) {
            let Some(column) = self.roles.columns.get(col) else { continue };
            let own = self.dated(line, col);
            let latest = own.iter().filter_map(|it| it.1).max();
            for (entry, dated) in own {
                if let Some(shared) = found.iter_mut().find(|it| it.place == entry.place) {
                    shared.indicator = None;
                    continue;
                }
                let symbol = column.rating_in(&entry.text);
                let aspect = column.aspect.as_deref().filter(|_| !column.is_marked);
                let (by, aspect) = by_or_aspect(aspect);
                let is_main = by.is_none()
                    && aspect.is_none()
                    && (column.is_marked || self.roles.get(Role::Rating) == Some(col))
                    && dated.is_none_or(|year| Some(year) == self.year.or(latest));
                found.push(Rated {
                    indicator: index,
                    by,
                    aspect,
                    fiscal_year: column.years.map(|it| it.1).or(dated).or(self.year),
                    symbol: symbol.to_owned(),
                    step: self.legend.step(symbol).and_then(|step| usize::try_from(step).ok()),
                    rating: self.legend.read(symbol),
                    is_main,
                    place: entry.place.clone(),
                    corrected: None,
                });
            }
        }
    }

    /// The ratings in a column: the first of its rows, or one for each year where the rows
    /// are dated, but for one that is merged over them.
    fn dated<'r>(&self, line: &Line<'r>, col: usize) -> Vec<(&'r Entry, Option<i32>)> {
        let rows = line.rows.iter();
        let cells = rows.filter_map(|row| Some((row, self.entry_at(row, col, Role::Rating)?)));
        let mut cells = cells.filter(|it| !it.1.text.is_empty());
        let Some(dates) = self.roles.years_of_rows else {
            return cells.next().map(|it| (it.1, None)).into_iter().collect();
        };
        let cells: Vec<(&Row, &Entry)> = cells.collect();
        let is_one = cells.windows(2).any(|pair| matches!(pair, [a, b] if a.1.place == b.1.place));
        let year = |row: &Row| layout::year_of_date(&row.cell(dates)?.text, self.year);
        let year = |row: &Row| year(row).filter(|_| !is_one && line.rows.len() > 1);
        let kept = if is_one { 1 } else { cells.len() };
        cells.into_iter().take(kept).map(|(row, entry)| (entry, year(row))).collect()
    }
}

/// Who rated, or what was rated, as the header of a rating says.
pub(super) fn by_or_aspect(words: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(words) = words else { return (None, None) };
    let is_rater = layout::is_rater(words);
    let name = words.strip_suffix("評価").filter(|it| !it.is_empty()).unwrap_or(words).to_owned();
    if is_rater { (Some(name), None) } else { (None, Some(words.to_owned())) }
}

/// The rating of the measure itself: the one that all its rows share, or that of its
/// only indicator.
pub(super) fn own_rating(ratings: &[Rated], indicators: usize) -> Option<&Rated> {
    let mut main = ratings.iter().filter(|it| it.is_main);
    let first = main.next()?;
    let is_shared = main.all(|it| it.place == first.place || indicators == 1);
    let is_of_all = ratings.iter().filter(|it| it.is_main).count() >= indicators;
    (is_shared
        && (is_of_all || indicators == 1 || first.indicator.is_none() || only_first(ratings)))
    .then_some(first)
}

/// Whether the first row alone is rated, for all of them.
fn only_first(ratings: &[Rated]) -> bool {
    ratings.iter().filter(|it| it.is_main).all(|it| it.indicator == Some(0))
}

/// Whether there is something to evaluate. A rating that is printed and not
/// understood is one all the same.
pub(super) fn status(
    ratings: &[Rated],
    rating: Option<Rating>,
    indicators: &[Indicator],
    remarks: Option<&str>,
) -> Status {
    let of_rows = ratings.iter().filter(|it| it.is_main).find_map(|it| it.rating);
    match rating.or(of_rows) {
        Some(Rating::Achieved | Rating::MostlyAchieved | Rating::NotAchieved) => Status::Evaluated,
        Some(Rating::Pending) => Status::Pending,
        Some(Rating::NotSet) => Status::NotSet,
        None if !ratings.is_empty() => Status::Evaluated,
        None if remarks
            .is_some_and(|it| ["廃止", "終了", "中止"].iter().any(|word| it.contains(word))) =>
        {
            Status::Abolished
        }
        None if indicators.iter().any(|it| !it.values.is_empty()) => Status::Evaluated,
        None => Status::NotSet,
    }
}
