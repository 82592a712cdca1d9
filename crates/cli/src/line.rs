//! The command line, and how the program that has it is started anew.

use std::ffi::OsString;
use std::io;
use std::process::Command;

/// A command line, the name of the program first.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub(crate) words: Vec<OsString>,
    pub(crate) program: Program,
}

impl Line {
    /// The command line of this process.
    pub fn of_process() -> Line {
        Line { words: std::env::args_os().collect(), program: Program::default() }
    }

    /// Words in place of those of this process.
    pub fn new(words: Vec<OsString>, program: Program) -> Line {
        Line { words, program }
    }
}

/// How the command is started anew, to read documents in processes of their own: by
/// default as the file of this process.
#[derive(Debug, Clone, Default)]
pub struct Program(Vec<OsString>);

impl Program {
    /// A program with its first arguments; those of the command follow them. For a
    /// process that is no `tenken` itself, such as an interpreter that loaded it.
    pub fn new(words: Vec<OsString>) -> Program {
        Program(words)
    }

    /// Out of reach of the keys of the terminal: what is under way is finished when a
    /// person stops a batch.
    ///
    /// # Errors
    ///
    /// Where the file of this process is not known.
    #[cfg(unix)]
    pub(crate) fn command(&self) -> io::Result<Command> {
        use std::os::unix::process::CommandExt;
        // On Linux this names the program even where its file was replaced.
        let own = std::path::Path::new("/proc/self/exe");
        let mut command = match self.given() {
            Some(command) => command,
            None if own.exists() => Command::new(own),
            None => Command::new(std::env::current_exe()?),
        };
        if self.0.is_empty() {
            command.arg0("tenken");
        }
        command.process_group(0);
        Ok(command)
    }

    /// The same where there are no process groups.
    ///
    /// # Errors
    ///
    /// Where the file of this process is not known.
    #[cfg(not(unix))]
    pub(crate) fn command(&self) -> io::Result<Command> {
        match self.given() {
            Some(command) => Ok(command),
            None => std::env::current_exe().map(Command::new),
        }
    }

    fn given(&self) -> Option<Command> {
        let (program, first) = self.0.split_first()?;
        let mut command = Command::new(program);
        command.args(first);
        Some(command)
    }
}
