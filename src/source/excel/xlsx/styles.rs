//! The styles part: what each style number of a cell stands for.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::conditional::Look;
use super::super::number_format::NumberFormat;
use super::super::style::{Color, Font, Level, Sides, Style};
use super::super::xml::{Node, Opening};
use crate::error::Kind;
use std::collections::HashMap;
use std::rc::Rc;

/// The lists of the part that are needed, and the one which is being read.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) cells: Vec<Style>,
    /// Of the rules of conditional formats.
    pub(super) looks: Vec<Look>,
    fonts: Vec<Font>,
    fills: Vec<Color>,
    borders: Vec<Sides>,
    codes: HashMap<u16, String>,
    formats: HashMap<u16, Rc<NumberFormat>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Fonts,
    Fills,
    Borders,
    Cells,
    /// Of conditional formats.
    Looks,
    Other,
}

/// Reads the styles of cells and of conditional formats.
pub(super) fn read(
    archive: &mut Archive<'_>,
    path: &str,
    budget: &mut Budget,
) -> Result<Styles, Kind> {
    let mut styles = Styles::default();
    let Some(mut xml) = archive.xml(path)? else { return Ok(styles) };
    let mut list = List::Other;
    loop {
        match xml.next()? {
            Node::Open(tag) => match (tag.name(), list) {
                ("fonts", _) => list = List::Fonts,
                ("fills", _) => list = List::Fills,
                ("cellXfs", _) => list = List::Cells,
                ("borders", _) => list = List::Borders,
                ("dxfs", _) => list = List::Looks,
                ("cellStyleXfs" | "cellStyles", _) => list = List::Other,
                ("numFmt", List::Other) => styles.number_format(&tag, budget)?,
                ("font", List::Fonts)
                | ("fill", List::Fills)
                | ("border", List::Borders)
                | ("dxf", List::Looks)
                | ("xf", List::Cells) => {
                    budget.style()?;
                    styles.begin(list, &tag);
                }
                _ => styles.property(list, &tag),
            },
            Node::Close(tag) if is_list(tag.name()) => {
                list = List::Other;
            }
            Node::End => return Ok(styles),
            _ => (),
        }
    }
}

fn is_list(name: &str) -> bool {
    matches!(name, "fonts" | "fills" | "borders" | "cellXfs" | "dxfs")
}

impl Styles {
    fn number_format(&mut self, tag: &Opening<'_>, budget: &mut Budget) -> Result<(), Kind> {
        budget.style()?;
        let code = tag.attribute("formatCode").unwrap_or_default();
        if let Some(id) = tag.number("numFmtId") {
            self.codes.entry(id).or_insert_with(|| NumberFormat::cut(&code));
        }
        Ok(())
    }

    fn begin(&mut self, list: List, tag: &Opening<'_>) {
        match (list, tag.name()) {
            (List::Fonts, "font") => self.fonts.push(Font::default()),
            (List::Fills, "fill") => self.fills.push(Color::WHITE),
            (List::Borders, "border") => self.borders.push(Sides::default()),
            (List::Looks, "dxf") => self.looks.push(Look::default()),
            (List::Cells, "xf") => {
                let style = self.cell(tag);
                self.cells.push(style);
            }
            _ => (),
        }
    }

    fn cell(&mut self, tag: &Opening<'_>) -> Style {
        let font = tag.number::<usize>("fontId").and_then(|id| self.fonts.get(id));
        let fill = tag.number::<usize>("fillId").and_then(|id| self.fills.get(id));
        let border = tag.number::<usize>("borderId").and_then(|id| self.borders.get(id));
        let id = tag.number("numFmtId").unwrap_or(0);
        let codes = &self.codes;
        let format = self.formats.entry(id).or_insert_with(|| {
            Rc::new(match codes.get(&id) {
                Some(code) => NumberFormat::parse(code),
                None => NumberFormat::builtin(id),
            })
        });
        Style {
            font: font.copied().unwrap_or_default(),
            fill: fill.copied().unwrap_or(Color::WHITE),
            format: Rc::clone(format),
            is_centred_across: false,
            sides: border.copied().unwrap_or_default(),
        }
    }

    fn property(&mut self, list: List, tag: &Opening<'_>) {
        match list {
            List::Fonts => {
                if let Some(font) = self.fonts.last_mut() {
                    font_property(font, tag);
                }
            }
            List::Fills => {
                if let Some(fill) = self.fills.last_mut() {
                    fill_property(fill, tag);
                }
            }
            List::Borders => {
                let is_drawn = tag.attribute("style").is_some_and(|style| style != "none");
                match (tag.name(), self.borders.last_mut()) {
                    ("left" | "start", Some(sides)) => sides.left = is_drawn,
                    ("right" | "end", Some(sides)) => sides.right = is_drawn,
                    ("top", Some(sides)) => sides.top = is_drawn,
                    ("bottom", Some(sides)) => sides.bottom = is_drawn,
                    _ => (),
                }
            }
            List::Cells if tag.name() == "alignment" => {
                if let Some(style) = self.cells.last_mut() {
                    let horizontal = tag.attribute("horizontal");
                    style.is_centred_across = horizontal.is_some_and(|it| it == "centerContinuous");
                }
            }
            List::Looks => {
                if let Some(look) = self.looks.last_mut() {
                    look_property(look, tag);
                }
            }
            List::Cells | List::Other => (),
        }
    }
}

/// A property of the look of a conditional format. The ground is the background
/// colour there; the lines have colours as well, which come last.
fn look_property(look: &mut Look, tag: &Opening<'_>) {
    match tag.name() {
        "numFmt" => look.has_format = true,
        "bgColor" => look.fill = color(tag).unwrap_or(Color::Other),
        "gradientFill" => look.fill = Color::Other,
        "color" if look.font == Font::default() => font_property(&mut look.font, tag),
        "strike" => font_property(&mut look.font, tag),
        _ => (),
    }
}

/// A property of a font, in the list of fonts or of a run.
pub(super) fn font_property(font: &mut Font, tag: &Opening<'_>) {
    match tag.name() {
        "strike" => font.is_struck = tag.flag("val").unwrap_or(true),
        "color" => font.color = color(tag).unwrap_or(Color::BLACK),
        "vertAlign" => {
            font.level = match tag.attribute("val").as_deref() {
                Some("superscript") => Level::Raised,
                Some("subscript") => Level::Lowered,
                _ => Level::Line,
            };
        }
        _ => (),
    }
}

/// A solid fill shows its foreground colour; other patterns hide no text.
fn fill_property(fill: &mut Color, tag: &Opening<'_>) {
    match tag.name() {
        "patternFill" => {
            *fill = match tag.attribute("patternType").as_deref() {
                None | Some("none" | "solid") => Color::WHITE,
                Some(_) => Color::Other,
            };
        }
        "fgColor" if *fill != Color::Other => *fill = color(tag).unwrap_or(Color::WHITE),
        "gradientFill" => *fill = Color::Other,
        _ => (),
    }
}

fn color(tag: &Opening<'_>) -> Option<Color> {
    if let Some(rgb) = tag.attribute("rgb") {
        return Some(Color::hexadecimal(&rgb));
    }
    if let Some(index) = tag.number("theme") {
        return Some(Color::theme(index, tag.number("tint").unwrap_or(0.0)));
    }
    tag.number("indexed").map(Color::indexed)
}
