//! Styles by name, each of which may rest on a parent.

use super::super::budget::Budget;
use super::super::conditional;
use super::super::style::{Color, Font, Level, Sides, Style};
use super::super::view::HEIGHT_MIN;
use super::super::xml::{Node, Opening, Xml};
use crate::error::Kind;
use std::borrow::Cow;
use std::collections::HashMap;

/// Parents above one style. The format allows a chain; a file may hold a ring.
const ANCESTORS: usize = 16;

/// Conditions of one style that are looked at. Excel 2003 allowed three; tables
/// coloured by rating have five.
const CONDITIONS: usize = 64;

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    /// By family and name: a cell and a run of text may have the same one.
    named: HashMap<(String, String), Named>,
    /// No sheet of the document shows its zeros.
    pub(super) hides_zeros: bool,
}

/// What one style itself says.
#[derive(Default)]
struct Named {
    parent: Option<String>,
    /// The number format, if it is not the standard one.
    has_format: Option<bool>,
    is_struck: Option<bool>,
    color: Option<Color>,
    level: Option<Level>,
    fill: Option<Color>,
    left: Option<bool>,
    right: Option<bool>,
    top: Option<bool>,
    bottom: Option<bool>,
    is_hidden: bool,
    /// The height of its rows, or the width of its columns, in points.
    size: Option<f64>,
    /// Styles that its cells have under some condition.
    conditional: Vec<String>,
}

/// What a style looks like, and whether it formats numbers.
#[derive(Clone)]
pub(super) struct Look {
    pub(super) style: Style,
    pub(super) has_format: bool,
    /// Under some condition, cells are hidden or shown otherwise.
    pub(super) is_ruled: bool,
}

impl Styles {
    /// Reads up to the end of a part, or to the body of a document.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>, budget: &mut Budget) -> Result<(), Kind> {
        let mut current = None;
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "body" => return Ok(()),
                    "style" | "default-style" => {
                        budget.style()?;
                        let key = key(&tag);
                        self.named.insert(key.clone(), named(&tag));
                        current = Some(key);
                    }
                    _ => {
                        let style = current.as_ref().and_then(|key| self.named.get_mut(key));
                        if let Some(style) = style {
                            style.property(&tag);
                        }
                    }
                },
                Node::Close(tag) if matches!(tag.name(), "style" | "default-style") => {
                    current = None;
                }
                Node::End => return Ok(()),
                _ => (),
            }
        }
    }

    /// Whether there is a style of cells with this name.
    pub(super) fn has_cell(&self, name: &str) -> bool {
        self.get("table-cell", name).is_some()
    }

    /// The look of a cell.
    pub(super) fn cell(&self, name: &str) -> Look {
        let mut look = self.plain(name);
        let ruled = self.get("table-cell", name).into_iter().flat_map(|style| &style.conditional);
        look.is_ruled = ruled.map(|name| self.plain(name)).any(|ruled| {
            let Style { font, fill, .. } = ruled.style;
            conditional::Look { font, fill, has_format: ruled.has_format }.tells()
        });
        look
    }

    /// The look of a cell under no condition.
    fn plain(&self, name: &str) -> Look {
        let mut look = Look { style: Style::default(), has_format: false, is_ruled: false };
        look.style.font = self.font("table-cell", name, Font::default());
        let chain = || self.chain("table-cell", name);
        if let Some(fill) = chain().find_map(|style| style.fill) {
            look.style.fill = fill;
        }
        look.style.sides = Sides {
            left: chain().find_map(|style| style.left).unwrap_or(false),
            right: chain().find_map(|style| style.right).unwrap_or(false),
            top: chain().find_map(|style| style.top).unwrap_or(false),
            bottom: chain().find_map(|style| style.bottom).unwrap_or(false),
        };
        look.has_format = chain().find_map(|style| style.has_format).unwrap_or(false);
        look
    }

    /// The font of a run within a text of another font.
    pub(super) fn run(&self, name: &str, around: Font) -> Font {
        self.font("text", name, around)
    }

    fn font(&self, family: &str, name: &str, around: Font) -> Font {
        let chain = || self.chain(family, name);
        Font {
            is_struck: chain().find_map(|style| style.is_struck).unwrap_or(around.is_struck),
            color: chain().find_map(|style| style.color).unwrap_or(around.color),
            level: chain().find_map(|style| style.level).unwrap_or(around.level),
        }
    }

    /// Whether rows of this style have no height.
    pub(super) fn hides_row(&self, name: &str) -> bool {
        self.get("table-row", name).is_some_and(|style| style.is_hidden)
    }

    /// Whether columns of this style have no width.
    pub(super) fn hides_column(&self, name: &str) -> bool {
        self.get("table-column", name).is_some_and(|style| style.is_hidden)
    }

    /// The height of rows, or the width of columns, of a style, in points.
    pub(super) fn size(&self, family: &str, name: &str) -> Option<f64> {
        self.get(family, name)?.size
    }

    /// Whether a sheet of this style is hidden.
    pub(super) fn hides_table(&self, name: &str) -> bool {
        self.get("table", name).is_some_and(|style| style.is_hidden)
    }

    fn get(&self, family: &str, name: &str) -> Option<&Named> {
        self.named.get(&(family.to_owned(), name.to_owned()))
    }

    /// A style and those on which it rests; the default of its family last.
    fn chain<'s>(&'s self, family: &'s str, name: &str) -> impl Iterator<Item = &'s Named> {
        let parent = |style: &&'s Named| self.get(family, style.parent.as_deref()?);
        std::iter::successors(self.get(family, name), parent)
            .take(ANCESTORS)
            .chain(self.get(family, ""))
    }
}

fn key(tag: &Opening<'_>) -> (String, String) {
    let family = tag.attribute("family").unwrap_or_default().into_owned();
    (family, tag.attribute("name").unwrap_or_default().into_owned())
}

fn named(tag: &Opening<'_>) -> Named {
    Named {
        parent: tag.attribute("parent-style-name").map(|name| name.into_owned()),
        // LibreOffice calls the standard format N0.
        has_format: tag.attribute("data-style-name").map(|name| name != "N0"),
        ..Named::default()
    }
}

impl Named {
    fn property(&mut self, tag: &Opening<'_>) {
        match tag.name() {
            "text-properties" => self.text(tag),
            "table-cell-properties" => {
                self.fill = tag.attribute("background-color").map(|color| match &*color {
                    "transparent" => Color::WHITE,
                    color => Color::hexadecimal(color),
                });
                let side = |name: &str| {
                    let line = tag.attribute(name).or_else(|| tag.attribute("border"));
                    line.map(|line| line != "none")
                };
                (self.left, self.right) = (side("border-left"), side("border-right"));
                (self.top, self.bottom) = (side("border-top"), side("border-bottom"));
            }
            "map" => {
                let style = tag.attribute("apply-style-name").map(Cow::into_owned);
                self.conditional.extend(style.filter(|_| self.conditional.len() < CONDITIONS));
            }
            "table-row-properties" => {
                self.is_hidden = is_flat(tag);
                self.size = length(tag, "row-height");
            }
            "table-column-properties" => {
                self.is_hidden = is_nothing(tag, "column-width");
                self.size = length(tag, "column-width");
            }
            "table-properties" => self.is_hidden = tag.flag("display") == Some(false),
            _ => (),
        }
    }

    fn text(&mut self, tag: &Opening<'_>) {
        let line = tag
            .attribute("text-line-through-style")
            .or_else(|| tag.attribute("text-line-through-type"));
        self.is_struck = line.map(|line| line != "none");
        self.level = tag.attribute("text-position").map(|position| level(&position));
        self.color = match tag.flag("use-window-font-color") {
            Some(true) => Some(Color::BLACK),
            _ => tag.attribute("color").map(|color| Color::hexadecimal(&color)),
        };
    }
}

/// `super`, `sub`, or by what share of its height it stands higher: `33% 58%`.
fn level(position: &str) -> Level {
    match position.split_whitespace().next() {
        Some("super") => Level::Raised,
        Some("sub") => Level::Lowered,
        Some("0%") | None => Level::Line,
        Some(share) if share.starts_with('-') => Level::Lowered,
        Some(_) => Level::Raised,
    }
}

/// Whether a row is too low to show anything.
fn is_flat(tag: &Opening<'_>) -> bool {
    let height = tag.attribute("row-height");
    height.and_then(|it| points(&it)).is_some_and(|height| height < HEIGHT_MIN)
}

/// A length that a tag names, in points.
pub(super) fn length(tag: &Opening<'_>, name: &str) -> Option<f64> {
    points(&tag.attribute(name)?)
}

/// A length in points.
fn points(length: &str) -> Option<f64> {
    let unit = length.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let size = match unit {
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        "pc" => 12.0,
        _ => 1.0,
    };
    let number: f64 = length.strip_suffix(unit)?.parse().ok()?;
    Some(number * size)
}

/// Whether a length is zero, in whatever unit.
fn is_nothing(tag: &Opening<'_>, name: &str) -> bool {
    let length = tag.attribute(name).unwrap_or_default();
    let number = length.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number.parse() == Ok(0.0)
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn lengths() {
        let rounded = |length| points(length).map(|it| it.round());
        let lengths = ["0.5in", "2.54cm", "12pt", "0", "1.2.3cm", ""];
        let expected = [Some(36.0), Some(72.0), Some(12.0), Some(0.0), None, None];
        assert_eq!(lengths.map(rounded), expected);
    }
}
