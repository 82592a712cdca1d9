//! Records: a kind, a length, data; what does not fit goes on in `CONTINUE`.

use super::super::bytes::Bytes;

/// `CONTINUE` (MS-XLS 2.4.58).
const CONTINUE: u16 = 0x3C;

/// The most data that one record may hold (MS-XLS 2.1.4).
const LENGTH_MAX: usize = 8_224;

/// The records of a substream.
pub(super) struct Records<'a> {
    rest: Bytes<'a>,
    length: usize,
    /// The kind of the record that could not be read, behind which all is lost.
    broken: Option<u16>,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Records<'a> {
        Records { rest: Bytes(stream), length: stream.len(), broken: None }
    }

    /// The kind and data of the next record; none at the end, or where a record is
    /// longer than any may be or than what is left.
    pub(super) fn next(&mut self) -> Option<(u16, Bytes<'a>)> {
        let kind = self.rest.u16()?;
        let length = self.rest.u16().map(usize::from).filter(|length| *length <= LENGTH_MAX);
        let data = length.and_then(|length| self.rest.take(length));
        if data.is_none() {
            self.broken = Some(kind);
            // Nothing tells where the next one begins.
            self.rest = Bytes(&[]);
        }
        data.map(|data| (kind, Bytes(data)))
    }

    /// The kind of the record that could not be read, if there was one.
    pub(super) fn broken(&self) -> Option<u16> {
        self.broken
    }

    /// A record together with those that continue it.
    pub(super) fn continued(&mut self, first: Bytes<'a>) -> Segments<'a> {
        let mut segments = vec![first.0];
        loop {
            let (before, broken) = (self.rest, self.broken);
            match self.next() {
                Some((CONTINUE, data)) => segments.push(data.0),
                // What it is, the next call tells.
                _ => {
                    (self.rest, self.broken) = (before, broken);
                    break;
                }
            }
        }
        segments.reverse();
        let current = Bytes(segments.pop().unwrap_or_default());
        Segments { current, waiting: segments }
    }

    /// How many bytes were read.
    pub(super) fn length(&self) -> usize {
        self.length - self.rest.0.len()
    }
}

/// Whether a record of this kind may stand in a workbook (MS-XLS 2.3.1): one that may
/// not tells that a length before it was damaged. Kinds from 0x0800 on are those of
/// charts and of later versions, which are not listed.
pub(super) fn is_known(kind: u16) -> bool {
    matches!(kind, 0x0800..=0x08FF | 0x1000..=0x10FF) || KINDS.binary_search(&kind).is_ok()
}

/// Whether a record is far longer than any of its kind: settings hold a few numbers,
/// and the longest of those listed here, of 34 bytes, those of the page.
pub(super) fn is_too_long(kind: u16, data: Bytes<'_>) -> bool {
    data.0.len() > SETTING_LENGTH && SETTINGS.binary_search(&kind).is_ok()
}

/// Twice the longest, for writers that add to it.
const SETTING_LENGTH: usize = 68;

#[rustfmt::skip]
const SETTINGS: &[u16] = &[
    0x000A, 0x000C, 0x000D, 0x000E, 0x000F, 0x0010, 0x0011, 0x0012, 0x0013, 0x0019, 0x0022, 0x0026,
    0x0027, 0x0028, 0x0029, 0x002A, 0x002B, 0x003D, 0x0040, 0x0042, 0x0055, 0x005F, 0x0063, 0x007D,
    0x0080, 0x0081, 0x0082, 0x0083, 0x0084, 0x008C, 0x008D, 0x0099, 0x009C, 0x00A0, 0x00A1,
    0x00C1, 0x00DA, 0x00DD, 0x00E0, 0x00E1, 0x00E2, 0x0160, 0x0161, 0x01AF, 0x01B7, 0x01BC, 0x01C0,
    0x01C1, 0x0200, 0x0201, 0x0203, 0x0205, 0x0208, 0x0225, 0x023E, 0x027E,
];

/// Whether a record of this kind stands in the first substream alone.
pub(super) fn is_global(kind: u16) -> bool {
    matches!(kind, 0x0031 | 0x0085 | 0x0092 | 0x00E0 | 0x00EB | 0x00FC | 0x00FF | 0x041E)
}

/// The kinds below 0x0800, those of versions before BIFF8 that writers still use among
/// them.
#[rustfmt::skip]
const KINDS: &[u16] = &[
    0x0006, 0x000A, 0x000C, 0x000D, 0x000E, 0x000F, 0x0010, 0x0011, 0x0012, 0x0013, 0x0014, 0x0015,
    0x0016, 0x0017, 0x0018, 0x0019, 0x001A, 0x001B, 0x001C, 0x001D, 0x0021, 0x0022, 0x0023, 0x0026,
    0x0027, 0x0028, 0x0029, 0x002A, 0x002B, 0x002F, 0x0031, 0x0033, 0x003C, 0x003D, 0x0040, 0x0041,
    0x0042, 0x004D, 0x0050, 0x0051, 0x0052, 0x0055, 0x0059, 0x005A, 0x005B, 0x005C, 0x005D, 0x005E,
    0x005F, 0x0060, 0x0063, 0x0064, 0x007D, 0x007F, 0x0080, 0x0081, 0x0082, 0x0083, 0x0084, 0x0085,
    0x0086, 0x0087, 0x0088, 0x0089, 0x008C, 0x008D, 0x0090, 0x0091, 0x0092, 0x0094, 0x0095, 0x0096,
    0x0097, 0x0098, 0x0099, 0x009A, 0x009B, 0x009C, 0x009D, 0x009E, 0x00A0, 0x00A1, 0x00A9, 0x00AB,
    0x00AE, 0x00AF, 0x00B0, 0x00B1, 0x00B2, 0x00B4, 0x00B5, 0x00B6, 0x00B8, 0x00B9, 0x00BC, 0x00BD,
    0x00BE, 0x00C1, 0x00C2, 0x00C3, 0x00C5, 0x00C6, 0x00C7, 0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC,
    0x00CD, 0x00CE, 0x00CF, 0x00D0, 0x00D1, 0x00D2, 0x00D3, 0x00D5, 0x00D6, 0x00D7, 0x00D8, 0x00D9,
    0x00DA, 0x00DC, 0x00DD, 0x00DE, 0x00DF, 0x00E0, 0x00E1, 0x00E2, 0x00E3, 0x00E5, 0x00E9, 0x00EA,
    0x00EB, 0x00EC, 0x00ED, 0x00EF, 0x00F0, 0x00F1, 0x00F2, 0x00F4, 0x00F5, 0x00F6, 0x00F7, 0x00F8,
    0x00F9, 0x00FB, 0x00FC, 0x00FD, 0x00FF, 0x0100, 0x0103, 0x0122, 0x0137, 0x0138, 0x0139, 0x013A,
    0x013B, 0x013C, 0x013D, 0x013E, 0x013F, 0x0140, 0x0141, 0x0142, 0x0143, 0x0144, 0x0145, 0x0150,
    0x0151, 0x0152, 0x0160, 0x0161, 0x0191, 0x0192, 0x0193, 0x0194, 0x0195, 0x0196, 0x0197, 0x01A9,
    0x01AA, 0x01AB, 0x01AD, 0x01AE, 0x01AF, 0x01B0, 0x01B1, 0x01B2, 0x01B5, 0x01B6, 0x01B7, 0x01B8,
    0x01BA, 0x01BB, 0x01BC, 0x01BD, 0x01BE, 0x01BF, 0x01C0, 0x01C1, 0x01C2, 0x0200, 0x0201, 0x0203,
    0x0204, 0x0205, 0x0207, 0x0208, 0x020B, 0x0218, 0x0221, 0x0223, 0x0225, 0x0231, 0x0236, 0x023E,
    0x027E, 0x0293, 0x041E, 0x04BC,
];

/// Data in several records.
pub(super) struct Segments<'a> {
    current: Bytes<'a>,
    /// In reverse order.
    waiting: Vec<&'a [u8]>,
}

impl<'a> Segments<'a> {
    /// Goes on to the next record once this one is used up.
    fn refill(&mut self) -> Option<()> {
        while self.current.0.is_empty() {
            self.current = Bytes(self.waiting.pop()?);
        }
        Some(())
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&mut self) -> bool {
        self.refill().is_none()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.refill()?;
        self.current.u8()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(super) fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.refill()?;
            let step = count.min(self.current.0.len());
            self.current.skip(step)?;
            count -= step;
        }
        Some(())
    }

    /// Reads characters. Where they go on in another record, that one begins
    /// by saying anew whether they have one byte each or two.
    pub(super) fn characters(&mut self, mut count: usize, mut is_wide: bool) -> Option<Vec<u16>> {
        let mut units = Vec::new();
        while count > 0 {
            if self.current.0.is_empty() {
                self.refill()?;
                is_wide = self.current.u8()? & 1 == 1;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = count.min(self.current.0.len() / width);
            if here == 0 {
                // Half a character, or a record with nothing behind its flag.
                self.current = Bytes(&[]);
                continue;
            }
            let bytes = self.current.take(here * width)?;
            units.extend(bytes.chunks_exact(width).map(|unit| match unit {
                [low, high] => u16::from_le_bytes([*low, *high]),
                [low] => u16::from(*low),
                _ => 0,
            }));
            count -= here;
        }
        Some(units)
    }
}
