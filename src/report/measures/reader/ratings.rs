//! What the ratings of a record say of it.

use crate::report::{Indicator, Rated, Status};
use crate::value::Rating;

/// Who rated, or what was rated, as the header of a rating says.
pub(super) fn by_or_aspect(words: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(words) = words else { return (None, None) };
    let raters = ["内部", "外部", "一次", "二次", "自己", "期末", "中間", "事務局", "委員"];
    let is_rater = raters.iter().any(|rater| words.contains(rater));
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
