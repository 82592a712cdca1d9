//! stdout: data as it is, but on a terminal nothing that would move its cursor.

use crate::terminal::shown_data;
use std::io::{self, IsTerminal, Write};

pub(crate) struct Screen {
    is_terminal: bool,
}

impl Screen {
    pub(crate) fn new() -> Screen {
        Screen { is_terminal: io::stdout().is_terminal() }
    }

    /// Writes whole characters.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        if self.is_terminal {
            stdout.write_all(shown_data(&String::from_utf8_lossy(bytes)).as_bytes())
        } else {
            stdout.write_all(bytes)
        }
    }
}
