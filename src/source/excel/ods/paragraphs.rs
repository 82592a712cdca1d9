//! The text of a cell: paragraphs of spans.

use super::super::boxes::Shape;
use super::super::style::Font;
use super::super::text::{Runs, Text};
use super::super::xml::{Node, Opening, Xml};
use super::styles::Styles;
use super::{shapes, skip};
use crate::error::Kind;
use std::collections::HashMap;

/// Spaces that one `text:s` stands for at most: a cell is no longer.
const SPACES: usize = 32_767;

/// Runs on the way.
struct Paragraphs<'s> {
    styles: &'s Styles,
    runs: Runs,
    /// The fonts of the spans that are open, the innermost last.
    fonts: Vec<Option<Font>>,
    /// Looking up a style for each span would take the file's word for how
    /// often that is done.
    known: HashMap<String, Font>,
    count: usize,
    /// White space at the start of a paragraph, or after other white space, is
    /// the writer's layout of the XML (ODF 1.3 part 3, 6.1.2).
    is_after_space: bool,
}

/// Reads up to the closing tag of a cell. Notes and readings (ふりがな) are no part
/// of the text; shapes have texts of their own.
pub(super) fn read(
    xml: &mut Xml<'_>,
    around: Font,
    styles: &Styles,
    others: &mut Vec<Shape>,
) -> Result<Text, Kind> {
    let mut text = Paragraphs {
        styles,
        runs: Runs::default(),
        fonts: Vec::new(),
        known: HashMap::new(),
        count: 0,
        is_after_space: true,
    };
    let mut depth = 1_usize;
    let mut paragraph = None;
    while depth > 0 {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "p" | "h" => {
                    depth += 1;
                    paragraph = Some(depth);
                    text.begin_paragraph()?;
                }
                "ruby-text" | "annotation" | "control" | "detective" | "note" => skip(xml)?,
                name if shapes::is_shape(name) => {
                    let place = shapes::Place::of(&tag);
                    shapes::read(xml, place, styles, others)?;
                }
                _ => {
                    depth += 1;
                    text.open(&tag, around)?;
                }
            },
            Node::Text(piece) if paragraph.is_some() => text.push(&piece)?,
            Node::Close(tag) => {
                if tag.name() == "span" {
                    text.fonts.pop();
                }
                paragraph = paragraph.filter(|&opened| opened != depth);
                depth -= 1;
            }
            Node::End => break,
            _ => (),
        }
    }
    Ok(text.runs.finish())
}

impl Paragraphs<'_> {
    fn begin_paragraph(&mut self) -> Result<(), Kind> {
        if self.count > 0 {
            self.append("\n")?;
        }
        self.count += 1;
        self.is_after_space = true;
        Ok(())
    }

    fn open(&mut self, tag: &Opening<'_>, around: Font) -> Result<(), Kind> {
        match tag.name() {
            "span" => {
                let name = tag.attribute("style-name").unwrap_or_default();
                let outer = self.fonts.last().copied().flatten().unwrap_or(around);
                let font = match self.known.get(&*name) {
                    Some(&font) if self.fonts.is_empty() => font,
                    _ => self.styles.run(&name, outer),
                };
                if self.fonts.is_empty() {
                    self.known.insert(name.into_owned(), font);
                }
                self.fonts.push((font != around).then_some(font));
            }
            "s" => {
                let count = tag.number("c").unwrap_or(1_usize).min(SPACES);
                self.append(&" ".repeat(count))?;
            }
            "tab" => self.append("\t")?,
            "line-break" => self.append("\n")?,
            _ => (),
        }
        Ok(())
    }

    /// Appends text in which any white space counts as one space.
    fn push(&mut self, piece: &str) -> Result<(), Kind> {
        let mut text = String::with_capacity(piece.len());
        for c in piece.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\r' | '\n');
            match (is_space, self.is_after_space) {
                (true, true) => (),
                (true, false) => text.push(' '),
                (false, _) => text.push(c),
            }
            self.is_after_space = is_space;
        }
        let is_after_space = self.is_after_space;
        self.append(&text)?;
        self.is_after_space = is_after_space;
        Ok(())
    }

    fn append(&mut self, text: &str) -> Result<(), Kind> {
        self.is_after_space = false;
        self.runs.push(text, self.fonts.last().copied().flatten())
    }
}
