//! 主な取組: the measures that the body describes.
//!
//! A section is headed 「pillar」の主な取組; in it a numbered field heads one
//! or more measures, each a heading with the measure's number and name, and
//! paragraphs below. The section ends with the next numbered heading that is
//! neither.

use super::structure::numbered;
use super::{Highlight, Measure, Pillar};
use crate::layout;
use crate::table::Contents;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

static SECTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:「([^」]+)」)?の?主な(?:取組|取り組み|施策|事業)$").ok());

/// `13-1 道路台帳図面の電子化`, in either width, with any dash.
static MEASURE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*([0-9０-９]+[-－‐−ー―][0-9０-９]+)\s+(\S.*)$").ok());

/// `(3) …` or `３ …`: a heading of the body.
static HEADING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[(（][0-9０-９]+[)）]|[0-9０-９]+\s)").ok());

/// Reads the highlights of all sections.
pub(super) fn read(
    contents: &Contents,
    structure: &[Pillar],
    measures: &[Measure],
) -> Vec<Highlight> {
    let (Some(section), Some(measure), Some(heading)) =
        (SECTION.as_ref(), MEASURE.as_ref(), HEADING.as_ref())
    else {
        return Vec::new();
    };
    let fields = known_fields(structure, measures);
    let mut found: Vec<Highlight> = Vec::new();
    let mut state = State::default();
    for paragraph in &contents.paragraphs {
        let text = paragraph.text.as_str();
        let is_short = text.chars().count() <= HEADING_LENGTH_MAX;
        if is_short && let Some(captures) = section.captures(text) {
            let pillar = captures.get(1).map(|name| name.as_str().to_owned());
            state = State { inside: true, pillar, ..State::default() };
        } else if !state.inside {
        } else if is_short && let Some(captures) = measure.captures(text) {
            state.open = true;
            found.push(Highlight {
                id: layout::number(&captures[1]),
                pillar: state.pillar.clone(),
                field: state.field.clone(),
                name: captures[2].trim().to_owned(),
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
