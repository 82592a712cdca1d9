//! 主な取組: the measures that the body describes.
//!
//! A section is headed 「pillar」の主な取組; in it a numbered field heads one
//! or more measures, each a heading with the measure's number and name, and
//! paragraphs below. The section ends with the next numbered heading that is
//! neither.

use super::structure::numbered;
use super::{Highlight, Measure, Pillar};
use crate::layout;
use crate::table::{Contents, form_of};
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

static SECTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:「([^」]+)」)?の?主な(?:取組|取り組み|施策|事業)$").ok());

/// `(3) …` or `３ …`: a heading of the body.
static HEADING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[(（][0-9０-９]+[)）]|[0-9０-９]+\s)").ok());

/// Reads the highlights of all sections.
pub(super) fn read(
    contents: &Contents,
    structure: &[Pillar],
    measures: &[Measure],
) -> Vec<Highlight> {
    let (Some(section), Some(heading)) = (SECTION.as_ref(), HEADING.as_ref()) else {
        return Vec::new();
    };
    let fields = known_fields(structure, measures);
    let known = Known::of(measures);
    let mut found: Vec<Highlight> = Vec::new();
    let mut state = State::default();
    for paragraph in &contents.paragraphs {
        let text = paragraph.text.as_str();
        let is_short = text.chars().count() <= HEADING_LENGTH_MAX;
        if is_short && let Some(captures) = section.captures(text) {
            let pillar = captures.get(1).map(|name| name.as_str().to_owned());
            state = State { inside: true, pillar, ..State::default() };
        } else if !state.inside {
        } else if is_short && let Some((id, name)) = known.heading(text) {
            state.open = true;
            found.push(Highlight {
                id,
                pillar: state.pillar.clone(),
                field: state.field.clone(),
                name: name.to_owned(),
                text: String::new(),
                place: paragraph.place.clone(),
            });
        } else if let Some(field) =
            numbered(text).filter(|it| fields.contains(&layout::fold(&it.name)))
        {
            state.open = false;
            state.field = Some(field.name);
        } else if is_short && heading.is_match(text) && !text.ends_with('。') {
            state = State::default();
        } else if let (true, Some(highlight)) = (state.open, found.last_mut()) {
            if !highlight.text.is_empty() {
                highlight.text.push('\n');
            }
            highlight.text.push_str(text);
        }
    }
    found
}

/// How the measures are numbered and called.
struct Known {
    forms: HashSet<String>,
    names: HashSet<String>,
}

impl Known {
    fn of(measures: &[Measure]) -> Known {
        let ids = measures.iter().filter_map(|it| it.id.as_deref());
        let names = measures.iter().filter_map(|it| it.name.as_deref());
        Known { forms: ids.filter_map(form_of).collect(), names: names.map(layout::fold).collect() }
    }

    /// The number and the name of a heading: 13-1 道路台帳, （1-1）道路台帳. A number of one
    /// short part may be that of anything, so the name must be known too.
    fn heading<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let text = text.trim();
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, ')' | '）'))?;
        let (number, rest) = text.split_at(end);
        let name = rest.trim_start_matches([')', '）']).trim();
        let id = layout::number(number.trim_start_matches(['(', '（']));
        let digits = id.chars().filter(char::is_ascii_digit).count();
        let is_pair = id.split('-').count() > 1;
        let is_known = form_of(&id).is_some_and(|form| self.forms.contains(&form));
        let is_plain =
            id.split('-').all(|it| !it.is_empty() && it.bytes().all(|c| c.is_ascii_digit()));
        let is_named = || self.names.contains(&layout::fold(name));
        let is_one = is_pair && is_plain || is_known && (is_pair || digits > 2 || is_named());
        (is_one && !name.is_empty()).then_some((id, name))
    }
}

/// The longest heading. Paragraphs that begin with a number are longer.
const HEADING_LENGTH_MAX: usize = 60;

#[derive(Default)]
struct State {
    inside: bool,
    /// Whether paragraphs belong to the last measure.
    open: bool,
    pillar: Option<String>,
    field: Option<String>,
}

fn known_fields(structure: &[Pillar], measures: &[Measure]) -> HashSet<String> {
    let listed = structure.iter().flat_map(|pillar| &pillar.fields).map(|field| &field.name);
    let used = measures.iter().filter_map(|measure| measure.groups.last()).map(|it| &it.name);
    listed.chain(used).map(|name| layout::fold(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::layout;
    use crate::table::form_of;

    #[track_caller]
    fn check(ids: &[&str], text: &str, expected: Option<(&str, &str)>) {
        let forms = ids.iter().filter_map(|it| form_of(it)).collect();
        let known = Known { forms, names: [layout::fold("道路台帳")].into() };
        let found = known.heading(text);
        assert_eq!(found.as_ref().map(|it| (it.0.as_str(), it.1)), expected, "{text}");
    }

    #[test]
    fn headings_of_measures() {
        check(&["1-1"], "１３－１　道路台帳図面の電子化", Some(("13-1", "道路台帳図面の電子化")));
        check(&["1-1"], "（1-2）橋の点検", Some(("1-2", "橋の点検")));
        check(&["101"], "102 橋の点検", Some(("102", "橋の点検")));
        check(&["①"], "① 道路台帳", Some(("①", "道路台帳")));
        check(&["①"], "① 橋の点検を行った", None);
        check(&["1"], "（1）橋", None);
        check(&["1-1"], "1-2", None);
        check(&["1-1"], "令和６年度 の取組", None);
    }
}
