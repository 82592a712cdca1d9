//! Records: a kind, a length, data; what does not fit goes on in `CONTINUE`.

use super::super::bytes::Bytes;

/// `CONTINUE` (MS-XLS 2.4.58).
const CONTINUE: u16 = 0x3C;

/// The records of a substream.
pub(super) struct Records<'a> {
    rest: Bytes<'a>,
    length: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Records<'a> {
        Records { rest: Bytes(stream), length: stream.len() }
    }

    /// The kind and data of the next record, none at the end or in the middle
    /// of a record that was cut off.
    pub(super) fn next(&mut self) -> Option<(u16, Bytes<'a>)> {
        let kind = self.rest.u16()?;
        let length = self.rest.u16()?;
        self.rest.take(length.into()).map(|data| (kind, Bytes(data)))
    }

    /// A record together with those that continue it.
    pub(super) fn continued(&mut self, first: Bytes<'a>) -> Segments<'a> {
        let mut segments = vec![first.0];
        loop {
            let before = self.rest;
            match self.next() {
                Some((CONTINUE, data)) => segments.push(data.0),
                _ => {
                    self.rest = before;
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
