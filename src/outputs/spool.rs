//! Text that waits until all of it is known to be right: nobody is handed half
//! a document.

use crate::error::Kind;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// What is held in memory; more goes to a temporary file. The JSON of most
/// reports is below it, and each of the threads that print may hold so much.
const HELD_BYTES: usize = 4 << 20;

/// What is handed on at a time. `io::copy` takes 8 kB, and as many calls of the
/// operating system.
const HANDED_BYTES: usize = 1 << 20;

/// A text on its way out.
pub(crate) struct Spool(SpooledTempFile);

impl Default for Spool {
    fn default() -> Spool {
        Spool(SpooledTempFile::new(HELD_BYTES))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Spool {
    /// Hands all of it on.
    ///
    /// # Errors
    ///
    /// What the operating system says where it can't be written.
    pub(crate) fn pour(mut self, out: &mut dyn Write) -> Result<(), Kind> {
        let mut pour = || -> io::Result<()> {
            self.0.seek(SeekFrom::Start(0))?;
            let mut held = BufReader::with_capacity(HANDED_BYTES, &mut self.0);
            io::copy(&mut held, out)?;
            Ok(())
        };
        pour().map_err(Kind::Output)
    }
}

#[cfg(test)]
mod tests {
    use super::{HELD_BYTES, Spool};
    use std::io::Write;

    #[track_caller]
    fn pours(text: &[u8]) {
        let mut spool = Spool::default();
        text.chunks(1 << 16).for_each(|chunk| spool.write_all(chunk).unwrap());
        let mut poured = Vec::new();
        spool.pour(&mut poured).unwrap();
        assert!(poured == text);
    }

    #[test]
    fn pours_what_it_was_given() {
        pours(b"");
        pours("施策\n".as_bytes());
        pours(&vec![b'x'; HELD_BYTES + 1]);
    }
}
