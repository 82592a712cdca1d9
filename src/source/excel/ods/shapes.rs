//! Shapes with text: frames with a text box, drawn shapes, groups of them.

use super::super::boxes::{self, Corner, Offset, Reach, Shape};
use super::super::reference;
use super::super::style::Font;
use super::super::xml::{Node, Opening, Xml};
use super::paragraphs;
use super::styles::{Styles, length};
use crate::error::Kind;

/// Whether an element is a shape, or a group of shapes (ODF 1.3 part 3, 10.3 and 10.4).
pub(super) fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "frame"
            | "g"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "circle"
            | "polygon"
            | "polyline"
            | "path"
            | "regular-polygon"
            | "caption"
            | "line"
            | "connector"
            | "measure"
    )
}

/// Where a shape lies, in points from the cell that it belongs to, or from the first
/// one of its sheet.
pub(super) struct Place {
    is_group: bool,
    x: f64,
    y: f64,
    size: (f64, f64),
    /// Its other corner, where the cell of that is named.
    end: Option<Corner>,
}

impl Place {
    pub(super) fn of(tag: &Opening<'_>) -> Place {
        let points = |name: &str| length(tag, name).unwrap_or(0.0);
        let cell = tag.attribute("end-cell-address").and_then(|name| {
            let name = name.rsplit_once('.').map_or(&*name, |(_, name)| name);
            reference::cell(name)
        });
        let end = cell.map(|(row, col)| Corner {
            row,
            col,
            x: Offset::Points(points("end-x")),
            y: Offset::Points(points("end-y")),
        });
        Place {
            is_group: tag.name() == "g",
            x: points("x"),
            y: points("y"),
            size: (points("width"), points("height")),
            end,
        }
    }
}

/// Reads up to the closing tag of a shape. Its place is given from row and column 0.
pub(super) fn read(
    xml: &mut Xml<'_>,
    place: Place,
    styles: &Styles,
    shapes: &mut Vec<Shape>,
) -> Result<(), Kind> {
    if place.is_group {
        return group(xml, styles, shapes);
    }
    let text = paragraphs::read(xml, Font::default(), styles, shapes)?;
    let from = Corner { x: Offset::Points(place.x), y: Offset::Points(place.y), row: 0, col: 0 };
    let reach = match place.end {
        Some(end) => Reach::Corner(end),
        None => Reach::Size(place.size.0, place.size.1),
    };
    shapes.push(Shape { text: boxes::visible(&text), from, reach });
    Ok(())
}

/// The shapes of a group, groups in it included.
fn group(xml: &mut Xml<'_>, styles: &Styles, shapes: &mut Vec<Shape>) -> Result<(), Kind> {
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Node::Open(tag) if tag.name() != "g" && is_shape(tag.name()) => {
                let place = Place::of(&tag);
                read(xml, place, styles, shapes)?;
            }
            Node::Open(_) => depth += 1,
            Node::Close(_) => depth -= 1,
            Node::End => break,
            _ => (),
        }
    }
    Ok(())
}
