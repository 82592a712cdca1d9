//! Lines outside tables that stand side by side, as the cells of a row do.

use super::on;
use crate::place::Place;
use crate::text::join::Line;

/// How far the middles of lines on one height may lie apart, in em.
const DRIFT: f32 = 0.5;

/// Lines on one height, left to right.
#[derive(Debug, Clone)]
pub(crate) struct Beside {
    /// What each says.
    pub(crate) texts: Vec<String>,
    /// Around all of them.
    pub(crate) place: Place,
}

/// Those of a page with two lines or more.
pub(super) fn of(page: &Place, lines: &[Line]) -> Vec<Beside> {
    if matches!(page, Place::Sheet { .. }) {
        return Vec::new();
    }
    let mut sorted: Vec<&Line> = lines.iter().filter(|line| !line.vertical).collect();
    sorted.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));
    let is_level = |a: &&Line, b: &&Line| b.bbox.center_y() - a.bbox.center_y() <= DRIFT * a.size;
    let levels = sorted.chunk_by(is_level).filter(|level| level.len() > 1);
    let row = |level: &[&Line]| {
        let mut level = level.to_vec();
        level.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        let places: Vec<Place> = level.iter().map(|line| on(page, line)).collect();
        let place = Place::around(places.iter())?;
        Some(Beside { texts: level.iter().map(|line| line.text.clone()).collect(), place })
    };
    levels.filter_map(row).collect()
}
