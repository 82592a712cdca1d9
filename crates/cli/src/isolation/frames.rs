//! What goes between this process and a worker: frames with a kind, the number of
//! a result, and bytes.

use crate::task::{Failure, Made, Part};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A [`Request`], whose documents follow as bytes.
    Request = 1,
    /// A document.
    Document = 2,
    /// A piece of a result.
    Piece = 3,
    /// A [`Reply`]: the last frame of a request.
    Reply = 4,
    /// How many pages are read, in the place of a result; its bytes say of how many.
    Pages = 5,
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// Of which result.
    pub(super) result: u32,
    pub(super) bytes: Vec<u8>,
}

/// What a worker is asked for. The command line it knows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// What each document is there for, and its names.
    pub(super) documents: Vec<(Part, Vec<String>)>,
    /// Processor time for all of it.
    pub(super) seconds: u64,
}

/// How a request ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    pub(super) result: Result<Made, Vec<Failure>>,
    /// Peak memory of the worker so far, in bytes, where the system tells.
    pub(super) peak: Option<u64>,
}

/// The longest frame: a document may have 1 GiB. A worker that read hostile bytes
/// is not trusted with more of our memory.
const BYTES_MAX: u64 = 2 << 30;

pub(super) fn write(out: &mut impl Write, kind: Kind, result: u32, bytes: &[u8]) -> io::Result<()> {
    let mut head = vec![kind as u8];
    head.extend(result.to_le_bytes());
    head.extend((bytes.len() as u64).to_le_bytes());
    out.write_all(&head)?;
    out.write_all(bytes)?;
    out.flush()
}

/// The next frame; none where the other side has ended.
pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Frame>> {
    let mut kind = [0];
    if from.read(&mut kind)? == 0 {
        return Ok(None);
    }
    let kind = match kind {
        [1] => Kind::Request,
        [2] => Kind::Document,
        [3] => Kind::Piece,
        [4] => Kind::Reply,
        [5] => Kind::Pages,
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    let (mut result, mut length) = ([0; 4], [0; 8]);
    from.read_exact(&mut result)?;
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > BYTES_MAX {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Grows with what comes, not with what is announced.
    let mut bytes = Vec::new();
    if from.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(Frame { kind, result: u32::from_le_bytes(result), bytes }))
}

#[cfg(test)]
mod tests {
    use super::{Kind, read, write};

    #[test]
    fn frames_come_as_they_were_sent() {
        let mut sent = Vec::new();
        write(&mut sent, Kind::Piece, 7, "施策".as_bytes()).unwrap();
        write(&mut sent, Kind::Reply, 0, b"").unwrap();
        let mut from = sent.as_slice();
        let first = read(&mut from).unwrap().unwrap();
        assert_eq!((first.kind, first.result), (Kind::Piece, 7));
        assert_eq!(first.bytes, "施策".as_bytes());
        assert_eq!(read(&mut from).unwrap().unwrap().kind, Kind::Reply);
        assert!(read(&mut from).unwrap().is_none());
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        for bytes in [&[9; 13][..], &[3, 0, 0], &[3, 0, 0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0]]
        {
            assert!(read(&mut &*bytes).is_err(), "{bytes:?}");
        }
        let mut cut = Vec::new();
        write(&mut cut, Kind::Piece, 0, b"12345").unwrap();
        cut.pop();
        assert!(read(&mut cut.as_slice()).is_err());
    }
}
