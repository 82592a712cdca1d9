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

    /// Whether a person sees it.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Whether words may be coloured: on a terminal, unless NO_COLOR says not to.
    pub(crate) fn has_colours(&self) -> bool {
        let is_plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
        self.is_terminal && !is_plain && !is_dumb
    }

    /// Writes what was made for a terminal already, its texts escaped.
    pub(crate) fn write_made(&mut self, bytes: &[u8]) -> io::Result<()> {
        io::stdout().lock().write_all(bytes)
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
