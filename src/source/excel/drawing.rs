//! The drawing of a sheet of xlsx, xlsm or xlsb (ECMA-376 part 1, 20.5): its shapes
//! with text. Pictures, charts and diagrams are not opened.

use super::archive::Archive;
use super::boxes::{Corner, Offset, Reach, Shape};
use super::budget::Budget;
use super::damage::Damage;
use super::package::relationships;
use super::view::View;
use super::xml::{Node, Opening, Xml};
use crate::error::Kind;

/// English Metric Units of a point (ECMA-376 part 1, 20.1.10.16).
const EMU: f64 = 12_700.0;

/// Reads the drawing to which a sheet refers by its name.
pub(super) fn read(
    archive: &mut Archive<'_>,
    sheet: &str,
    id: &str,
    view: &mut View,
    budget: &mut Budget,
) -> Result<(), Kind> {
    let links = relationships(archive, sheet)?;
    let link = links.iter().find(|link| link.id == id).map(|link| link.target.as_str());
    let part = match link {
        Some(path) => archive.xml(path)?,
        None => None,
    };
    let Some(mut xml) = part else {
        view.damage(None, Damage::Shapes("no such part".to_owned()));
        return Ok(());
    };
    match anchors(&mut xml, view, budget) {
        Err(Kind::BrokenWorkbook(why)) => {
            view.damage(None, Damage::Shapes(why));
            Ok(())
        }
        other => other,
    }
}

fn anchors(xml: &mut Xml<'_>, view: &mut View, budget: &mut Budget) -> Result<(), Kind> {
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name().ends_with("Anchor") => {
                anchor(xml, view, budget)?;
            }
            Node::End => return Ok(()),
            _ => (),
        }
    }
}

/// What is anchored at one place: a shape, or a group of them.
fn anchor(xml: &mut Xml<'_>, view: &mut View, budget: &mut Budget) -> Result<(), Kind> {
    let mut from = Corner::default();
    let mut to = None;
    let mut size = (0.0, 0.0);
    let mut texts: Vec<String> = Vec::new();
    let mut depth = 1_usize;
    while depth > 0 {
        let is_own = depth == 1;
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "from" if is_own => from = corner(xml)?,
                "to" if is_own => to = Some(corner(xml)?),
                "sp" => {
                    let text = shape(xml)?;
                    budget.text(text.len())?;
                    texts.push(text);
                }
                // What older programs show in place of what stands before it.
                "Fallback" => xml.skip()?,
                name => {
                    match name {
                        "pos" if is_own => {
                            from.x = Offset::Points(length(&tag, "x"));
                            from.y = Offset::Points(length(&tag, "y"));
                        }
                        "ext" if is_own => size = (length(&tag, "cx"), length(&tag, "cy")),
                        _ => (),
                    }
                    depth += 1;
                }
            },
            Node::Close(_) => depth -= 1,
            Node::End => break,
            _ => (),
        }
    }
    for text in texts {
        let reach = to.map_or(Reach::Size(size.0, size.1), Reach::Corner);
        view.add_shape(Shape { text, from, reach }, budget)?;
    }
    Ok(())
}

/// A length in points.
fn length(tag: &Opening<'_>, name: &str) -> f64 {
    tag.number(name).unwrap_or(0.0) / EMU
}

/// `CT_Marker`: a cell, and how far in it.
fn corner(xml: &mut Xml<'_>) -> Result<Corner, Kind> {
    let mut corner = Corner::default();
    let mut field = String::new();
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Node::Open(tag) => {
                field = tag.name().to_owned();
                depth += 1;
            }
            Node::Text(text) => {
                let text = text.trim();
                let points = || Offset::Points(text.parse().unwrap_or(0.0) / EMU);
                match field.as_str() {
                    "col" => corner.col = text.parse().unwrap_or(0),
                    "row" => corner.row = text.parse().unwrap_or(0),
                    "colOff" => corner.x = points(),
                    "rowOff" => corner.y = points(),
                    _ => (),
                }
            }
            Node::Close(_) => {
                field.clear();
                depth -= 1;
            }
            Node::End => break,
            Node::Other => (),
        }
    }
    Ok(corner)
}

/// The text of a shape, none where it is hidden: paragraphs of runs, without those
/// that are struck through.
fn shape(xml: &mut Xml<'_>) -> Result<String, Kind> {
    let mut text = String::new();
    let mut is_hidden = false;
    let mut is_struck = false;
    let mut is_text = false;
    let mut paragraphs = 0_usize;
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Node::Open(tag) => {
                depth += 1;
                match tag.name() {
                    "cNvPr" => is_hidden |= tag.flag("hidden") == Some(true),
                    "p" => {
                        text.push_str(if paragraphs > 0 { "\n" } else { "" });
                        paragraphs += 1;
                    }
                    "r" | "fld" => is_struck = false,
                    "rPr" => is_struck = tag.attribute("strike").is_some_and(|it| it != "noStrike"),
                    "br" => text.push('\n'),
                    "t" => is_text = !is_struck,
                    _ => (),
                }
            }
            Node::Text(piece) if is_text => text.push_str(&piece),
            Node::Close(tag) => {
                is_text &= tag.name() != "t";
                depth -= 1;
            }
            Node::End => break,
            _ => (),
        }
    }
    Ok(if is_hidden { String::new() } else { text })
}
