//! Whether a stream came through whole: zlib ends with a checksum of what was packed
//! (RFC 1950), which hayro does not look at. One flipped bit in a page's content can
//! take all rows of a table, and nothing else would say so.

use flate2::{Decompress, FlushDecompress, Status};
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::{Dict, Stream};

/// How far a stream is unpacked once more to tell whether it is whole, in bytes: as far as
/// the content of any page goes.
const UNPACKED_MAX: u64 = crate::source::limits::STREAM_BYTES as u64;

/// The longest content whose checksum is summed here, in bytes: what is longer, zlib
/// unpacks once more (file/content-inflates-to-100-megabytes).
const SUMMED_MAX: usize = 1 << 20;

/// Whether what a stream was unpacked to is what was packed. Of other ways of packing
/// than Flate, which have no checksum, nothing is known.
pub(super) fn is_intact(stream: &Stream<'_>, unpacked: &[u8]) -> bool {
    if !matches!(stream.filters().as_slice(), [Filter::FlateDecode]) {
        return true;
    }
    let raw = stream.raw_data();
    // A predictor works on what was unpacked; its checksum is of before.
    let has_parameters = stream.dict().get::<Dict<'_>>(b"DecodeParms".as_slice()).is_some();
    let is_summed = !has_parameters && unpacked.len() <= SUMMED_MAX;
    let ends_well = is_summed && raw.ends_with(&adler32(unpacked).to_be_bytes());
    let mut left = UNPACKED_MAX;
    ends_well || ends_whole(&raw, &mut left)
}

/// The same for a stream that nobody unpacked yet. It takes what it unpacks off `left`,
/// and asks no further once that is used up.
pub(super) fn unpacks_whole(stream: &Stream<'_>, left: &mut u64) -> bool {
    !matches!(stream.filters().as_slice(), [Filter::FlateDecode])
        || ends_whole(&stream.raw_data(), left)
}

/// Whether packed bytes unpack to their end, where their checksum agrees, as far as
/// `left` bytes tell.
pub(super) fn ends_whole(raw: &[u8], left: &mut u64) -> bool {
    let mut inflater = Decompress::new(true);
    let mut buffer = [0; 16 << 10];
    loop {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let Some(rest) = usize::try_from(read).ok().and_then(|read| raw.get(read..)) else {
            return false;
        };
        let status = inflater.decompress(rest, &mut buffer, FlushDecompress::None);
        *left = left.saturating_sub(inflater.total_out() - written);
        match status {
            Ok(Status::StreamEnd) => return true,
            Ok(_) if *left == 0 => return true,
            Ok(_) if inflater.total_in() > read || inflater.total_out() > written => {}
            _ => return false,
        }
    }
}

/// The largest prime below 2^16, and how many bytes can be summed before the sums must
/// be reduced (RFC 1950, 8.2).
const MODULUS: u32 = 65_521;
const BLOCK: usize = 5_552;

/// How many bytes are summed at once.
const LANES: usize = 32;

fn adler32(data: &[u8]) -> u32 {
    let (mut low, mut high) = (1u32, 0u32);
    for block in data.chunks(BLOCK) {
        let mut lanes = block.chunks_exact(LANES);
        for lane in &mut lanes {
            let weighted = lane.iter().zip((1..=LANES as u32).rev());
            high += LANES as u32 * low
                + weighted.map(|(&byte, weight)| weight * u32::from(byte)).sum::<u32>();
            low += lane.iter().map(|&byte| u32::from(byte)).sum::<u32>();
        }
        for &byte in lanes.remainder() {
            low += u32::from(byte);
            high += low;
        }
        low %= MODULUS;
        high %= MODULUS;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn the_checksum_is_that_of_zlib() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
        let data = "番号 施策名 実績 ".repeat(2_000);
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(data.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert!(packed.ends_with(&adler32(data.as_bytes()).to_be_bytes()));
        assert!(ends_whole(&packed, &mut 1_000_000));
        assert!(!ends_whole(&packed[..packed.len() - 1], &mut 1_000_000), "cut off");
        for at in [20, packed.len() / 2, packed.len() - 2] {
            let mut damaged = packed.clone();
            damaged[at] ^= 4;
            assert!(!ends_whole(&damaged, &mut 1_000_000), "{at}");
        }
    }
}
