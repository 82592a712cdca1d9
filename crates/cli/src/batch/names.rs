//! Where results go: the tree of the inputs, without their extensions where that
//! keeps them apart.

use super::inputs::Found;
use crate::task::Failure;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tenken::ErrorCode;

/// The place of each document's results, without the extension of their format:
/// its own path without extension, with it where two would share it (a PDF and a
/// workbook of one report).
///
/// # Errors
///
/// Where two documents would still have one.
pub(super) fn places(found: &[&Found]) -> Result<Vec<PathBuf>, Failure> {
    let mut shared: HashMap<String, usize> = HashMap::new();
    for document in found {
        *shared.entry(key(&document.place.with_extension(""))).or_default() += 1;
    }
    let mut taken: HashMap<String, &Found> = HashMap::new();
    let mut places = Vec::new();
    for &document in found {
        let bare = document.place.with_extension("");
        let is_shared = shared.get(&key(&bare)).is_some_and(|count| *count > 1);
        let place = if is_shared { document.place.clone() } else { bare };
        if let Some(other) = taken.insert(key(&place), document) {
            let (one, two, place) = (&other.name, &document.name, place.display());
            let ja = format!(
                "出力先 {place} が {one} と同じになります。両方を含む上位のフォルダを指定してください。"
            );
            let en = format!(
                "its output {place} would be that of {one} as well; name the folder that holds both"
            );
            return Err(Failure::new(two, ErrorCode::E402, &ja, &en));
        }
        places.push(place);
    }
    Ok(places)
}

/// What a file system that does not tell upper from lower case takes as one.
fn key(place: &Path) -> String {
    place.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::batch::inputs::{Found, Origin};

    #[track_caller]
    fn gives(inputs: &[&str], expected: Result<&[&str], &str>) {
        let found: Vec<Found> = inputs
            .iter()
            .map(|place| Found {
                name: format!("in/{place}"),
                origin: Origin::Stdin,
                place: place.into(),
            })
            .collect();
        match (places(&found.iter().collect::<Vec<_>>()), expected) {
            (Ok(places), Ok(expected)) => {
                let places: Vec<String> =
                    places.iter().map(|it| it.display().to_string()).collect();
                assert_eq!(places, expected);
            }
            (Err(failure), Err(expected)) => assert_eq!(failure.file, expected),
            (given, expected) => panic!("{given:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn results_stand_where_their_documents_do() {
        gives(&["r5/a.pdf", "r6/a.pdf"], Ok(&["r5/a", "r6/a"]));
        gives(&["r6/a.pdf", "r6/a.xlsx", "r6/b.xlsx"], Ok(&["r6/a.pdf", "r6/a.xlsx", "r6/b"]));
        gives(&["A.pdf", "a.xlsx"], Ok(&["A.pdf", "a.xlsx"]));
    }

    #[test]
    fn no_result_is_written_over_another() {
        gives(&["a.pdf", "a.pdf"], Err("in/a.pdf"));
        gives(&["A.pdf", "a.pdf"], Err("in/a.pdf"));
        // The first two keep their extensions, and one of them the third's name.
        gives(&["a.pdf", "a.xls", "a.pdf.xls"], Err("in/a.pdf.xls"));
    }
}
