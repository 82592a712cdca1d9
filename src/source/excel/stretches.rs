//! Long lists in XML, the rows of a sheet and its strings: they are the most of a
//! large workbook, so stretches of them are read side by side.

use super::archive::{Part, failed};
use super::broken;
use super::xml::Xml;
use crate::error::Kind;
use memchr::memmem;
use std::io::BufRead;

/// How many bytes are looked at for whole items: enough to keep some threads busy,
/// little beside what a part of that size becomes.
const AHEAD_BYTES: usize = 1 << 20;

/// About how long the stretch is that one thread reads.
const STRETCH_BYTES: usize = 1 << 17;

/// How the list is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// What ends an item.
    pub(super) item_end: &'static [u8],
    /// What ends the list: behind it, an item's mark may mean another thing.
    pub(super) list_end: &'static [u8],
}

/// Reads the whole items that lie ahead, from behind an item that was read, until
/// there are none of which it is sure. What each stretch holds is taken in order,
/// while the next ones are read.
pub(super) fn read<T: Send>(
    xml: &mut Xml<'_>,
    marks: Marks,
    read_one: impl Fn(&mut Xml<'_>) -> Result<T, Kind> + Sync,
    mut take: impl FnMut(T) -> Result<(), Kind>,
) -> Result<(), Kind> {
    let depth = xml.depth();
    let part = xml.part();
    let mut ready: Vec<T> = Vec::new();
    loop {
        let stretches = cut(part.ahead(AHEAD_BYTES).map_err(failed)?, marks);
        let size: usize = stretches.iter().map(|stretch| stretch.len()).sum();
        let mut slots = Vec::new();
        slots.resize_with(stretches.len(), || None);
        rayon::in_place_scope(|scope| {
            for (slot, stretch) in slots.iter_mut().zip(stretches) {
                let read_one = &read_one;
                scope.spawn(move |_| *slot = Some(whole(stretch, depth, read_one)));
            }
            ready.drain(..).try_for_each(&mut take)
        })?;
        if size == 0 {
            return Ok(());
        }
        part.consume(size);
        for whole in slots.into_iter().flatten() {
            let (held, nodes) = whole?;
            part.count_nodes(nodes)?;
            ready.push(held);
        }
    }
}

/// What a stretch holds that stands so deep, and of how many nodes it is.
fn whole<T>(
    stretch: &[u8],
    depth: usize,
    read: impl Fn(&mut Xml<'_>) -> Result<T, Kind>,
) -> Result<(T, u64), Kind> {
    let mut xml = Xml::within(Part::from(stretch), depth);
    let held = read(&mut xml)?;
    if xml.depth() != depth {
        return Err(broken("an item of a list holds what is never closed"));
    }
    Ok((held, xml.part().nodes()))
}

/// The stretches of whole items with which some bytes begin. An item ends where it
/// seems to only as long as there is no comment, no literal text (`<!`) and no
/// instruction (`<?`). In a well-formed attribute there is no `<`.
fn cut(bytes: &[u8], Marks { item_end, list_end }: Marks) -> Vec<&[u8]> {
    let end = memmem::find(bytes, list_end).unwrap_or(bytes.len());
    let end = memmem::find(&bytes[..end], b"<!").unwrap_or(end);
    let end = memmem::find(&bytes[..end], b"<?").unwrap_or(end);
    let end = memmem::rfind(&bytes[..end], item_end).map_or(0, |at| at + item_end.len());
    let mut rest = &bytes[..end];
    let mut stretches = Vec::new();
    while !rest.is_empty() {
        let from = STRETCH_BYTES.min(rest.len());
        let end = memmem::find(&rest[from..], item_end).map(|at| from + at + item_end.len());
        let (stretch, behind) = rest.split_at(end.unwrap_or(rest.len()));
        stretches.push(stretch);
        rest = behind;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks = Marks { item_end: b"</i>", list_end: b"</l" };

    /// How much of some bytes is cut off, and into how many stretches.
    #[track_caller]
    fn cuts(text: &str, expected: (&str, usize)) {
        let stretches = cut(text.as_bytes(), MARKS);
        let all = String::from_utf8(stretches.concat()).unwrap();
        assert_eq!((all.as_str(), stretches.len()), expected);
        assert!(stretches.iter().all(|stretch| stretch.ends_with(MARKS.item_end)));
    }

    #[test]
    fn whole_items() {
        cuts("", ("", 0));
        cuts("<i>1</i", ("", 0));
        cuts("<i>1</i><i>2</i> <i>3", ("<i>1</i><i>2</i>", 1));
        cuts("<i>1</i></l><m><i>2</i>", ("<i>1</i>", 1));
    }

    #[test]
    fn nothing_behind_a_comment() {
        cuts("<i>1</i><i><!-- </i> --></i>", ("<i>1</i>", 1));
        cuts("<i><![CDATA[</i>]]></i>", ("", 0));
        cuts("<i><?x </i>?></i>", ("", 0));
    }

    #[test]
    fn long_lists_in_several() {
        let item = format!("<i>{}</i>", "x".repeat(STRETCH_BYTES / 2));
        let list = item.repeat(5);
        cuts(&list, (&list, 3));
    }
}
