//! Shapes: where they lie (MS-ODRAW), what they are and what they say (MS-XLS).

use super::super::boxes::{self, Corner, Offset};
use super::super::bytes::Bytes;
use super::super::style::Font;
use super::records::Segments;
use super::strings;

/// `OfficeArtClientAnchorSheet` (MS-XLS 2.5.193) of the last shape in a record of
/// drawings: its two corners, as cells and shares of them.
pub(super) fn anchor(mut data: Bytes<'_>) -> Option<(Corner, Corner)> {
    let mut found = None;
    while let (Some(version), Some(kind), Some(length)) = (data.u16(), data.u16(), data.u32()) {
        // A container is stepped into: what it holds may go on in further records.
        if version & 0xF == 0xF {
            continue;
        }
        let Some(atom) = usize::try_from(length).ok().and_then(|length| data.take(length)) else {
            break;
        };
        if kind == CLIENT_ANCHOR {
            found = corners(Bytes(atom)).or(found);
        }
    }
    found
}

const CLIENT_ANCHOR: u16 = 0xF010;

fn corners(mut data: Bytes<'_>) -> Option<(Corner, Corner)> {
    data.skip(2)?;
    let mut corner = || {
        // Columns in 1,024 parts, rows in 256.
        let (col, x, row, y) = (data.u16()?, data.u16()?, data.u16()?, data.u16()?);
        Some(Corner {
            row: row.into(),
            col: col.into(),
            x: Offset::Share(f64::from(x) / 1024.0),
            y: Offset::Share(f64::from(y) / 256.0),
        })
    };
    Some((corner()?, corner()?))
}

/// Whether an `Obj` (MS-XLS 2.4.181) is a comment.
pub(super) fn is_note(mut data: Bytes<'_>) -> bool {
    data.skip(4).and_then(|()| data.u16()) == Some(0x19)
}

/// The characters of a `TxO`, which stand in a record that continues it, without those
/// that are struck through by the runs in another one.
pub(super) fn text(segments: &mut Segments<'_>, fonts: &[Font]) -> Option<String> {
    segments.skip(10)?;
    let (count, run_bytes) = (segments.u16()?, segments.u16()?);
    segments.skip(4)?;
    let is_wide = segments.u8()? & 1 == 1;
    let units = segments.characters(count.into(), is_wide)?;
    let mut runs = Vec::new();
    for _ in 0..run_bytes / 8 {
        let (Some(start), Some(font)) = (segments.u16(), segments.u16()) else { break };
        let _ = segments.skip(4);
        runs.push((usize::from(start), font));
    }
    Some(boxes::visible(&strings::with_runs(&units, &runs, fonts)))
}

#[cfg(test)]
mod tests {
    use super::super::records::Records;
    use super::{anchor, is_note, text};
    use crate::source::excel::bytes::Bytes;

    #[test]
    fn a_shape_in_its_containers() {
        let place = [5_u16, 512, 6, 64, 6, 0, 7, 128].map(u16::to_le_bytes).concat();
        let parts = [
            &[0x0F, 0, 2, 0xF0, 99, 0, 0, 0][..],
            &[0x0F, 0, 4, 0xF0, 40, 0, 0, 0],
            &[2, 0, 0x0A, 0xF0, 4, 0, 0, 0, 1, 2, 3, 4],
            &[0, 0, 0x10, 0xF0, 18, 0, 0, 0, 0, 0],
            &place,
            &[0, 0, 0x11, 0xF0, 0, 0, 0, 0],
        ];
        let (from, to) = anchor(Bytes(&parts.concat())).unwrap();
        assert_eq!(((from.row, from.col), (to.row, to.col)), ((6, 5), (7, 6)));
        assert!(anchor(Bytes(&parts[..3].concat())).is_none());
    }

    #[test]
    fn what_it_says() {
        let head = [&[0; 10][..], &[3, 0], &[0; 6]].concat();
        let stream = [&[0xB6, 1, 18, 0][..], &head, &[0x3C, 0, 4, 0, 0, b'8', b'k', b'm']].concat();
        let mut records = Records::new(&stream);
        let (_, data) = records.next().unwrap();
        assert_eq!(text(&mut records.continued(data), &[]).as_deref(), Some("8km"));
        assert!(is_note(Bytes(&[0x15, 0, 0x12, 0, 0x19, 0])));
        assert!(!is_note(Bytes(&[0x15, 0, 0x12, 0, 6, 0])));
    }
}
