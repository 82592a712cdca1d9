//! Runs the command as a user does, and holds it to time and memory.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// No file takes a tenth of this on an idle machine; one that is shared may be
/// ten times slower.
const TIME_MAX: Duration = Duration::from_secs(60);

/// Address space of one run. A bomb of 3 GB does not fit; the model report
/// needs a tenth of it.
const MEMORY_KIB_MAX: u64 = 3 << 20;

/// One run of the command. Unless told otherwise it must exit with 0, say
/// nothing on stderr, and may print anything.
pub(crate) struct Run {
    arguments: Vec<OsString>,
    stdin: Vec<u8>,
    folder: Option<PathBuf>,
    status: i32,
    stdout: Expected,
    stderr: Expected,
}

enum Expected {
    Anything,
    Nothing,
    Holds(Vec<String>),
}

/// What a run gave.
pub(crate) struct Output {
    /// Exit code; `None` where it was killed.
    pub(crate) code: Option<i32>,
    /// As text.
    pub(crate) stdout: String,
    /// As text.
    pub(crate) stderr: String,
    /// Whether it had to be ended.
    pub(crate) timed_out: bool,
}

/// The command with its verb: `tenken("convert").arg(file).run()`.
pub(crate) fn tenken(verb: &str) -> Run {
    Run {
        arguments: vec!["--lang".into(), "en".into(), verb.into()],
        stdin: Vec::new(),
        folder: None,
        status: 0,
        stdout: Expected::Anything,
        stderr: Expected::Nothing,
    }
}

impl Run {
    pub(crate) fn arg(mut self, argument: impl Into<OsString>) -> Run {
        self.arguments.push(argument.into());
        self
    }

    /// Speaks Japanese, where a test needs that.
    pub(crate) fn in_japanese(mut self) -> Run {
        self.arguments[1] = "ja".into();
        self
    }

    /// Runs in a folder of its own.
    pub(crate) fn within(mut self, folder: &Path) -> Run {
        self.folder = Some(folder.to_owned());
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Run {
        self.stdin = bytes.into();
        self
    }

    pub(crate) fn status(mut self, code: i32) -> Run {
        self.status = code;
        self
    }

    /// Every word must be on stdout; without any, nothing at all may be.
    pub(crate) fn stdout(mut self, words: &[&str]) -> Run {
        self.stdout = Expected::of(words);
        self
    }

    /// Every word must be on stderr.
    pub(crate) fn stderr(mut self, words: &[&str]) -> Run {
        self.stderr = Expected::of(words);
        self
    }

    /// Runs and compares.
    #[track_caller]
    pub(crate) fn run(self) -> Output {
        let output = self.spawn();
        let told = format!(
            "{:?}\n--- stdout\n{}\n--- stderr\n{}\n---",
            self.arguments,
            head(&output.stdout),
            head(&output.stderr)
        );
        assert!(!output.timed_out, "took longer than {TIME_MAX:?}: {told}");
        assert_eq!(output.code, Some(self.status), "exit code of {told}");
        self.stdout.check("stdout", &output.stdout, &told);
        self.stderr.check("stderr", &output.stderr, &told);
        output
    }

    /// Runs without comparing anything.
    pub(crate) fn spawn(&self) -> Output {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        // Files, not pipes: nobody has to read while the process is watched.
        std::fs::write(file("stdin"), &self.stdin).unwrap();
        let mut command = limited();
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
            .args(&self.arguments)
            .stdin(std::fs::File::open(file("stdin")).unwrap())
            .stdout(std::fs::File::create(file("stdout")).unwrap())
            .stderr(std::fs::File::create(file("stderr")).unwrap());
        let status = wait(command.spawn().unwrap());
        let text = |name| String::from_utf8(std::fs::read(file(name)).unwrap()).unwrap();
        Output {
            code: status.and_then(|status| status.code()),
            stdout: text("stdout"),
            stderr: text("stderr"),
            timed_out: status.is_none(),
        }
    }
}

impl Expected {
    fn of(words: &[&str]) -> Expected {
        if words.is_empty() {
            Expected::Nothing
        } else {
            Expected::Holds(words.iter().map(|&word| word.to_owned()).collect())
        }
    }

    #[track_caller]
    fn check(&self, stream: &str, text: &str, told: &str) {
        match self {
            Expected::Anything => (),
            Expected::Nothing => assert!(text.is_empty(), "unexpected {stream} of {told}"),
            Expected::Holds(words) => {
                for word in words {
                    assert!(text.contains(word), "no {word:?} on {stream} of {told}");
                }
            }
        }
    }
}

/// The command under a limit of memory, where the system has one.
fn limited() -> Command {
    let program = env!("CARGO_BIN_EXE_tenken");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY_KIB_MAX}; exec \"$0\" \"$@\""), program]);
        shell
    } else {
        Command::new(program)
    };
    command.env_remove("RAYON_NUM_THREADS");
    command
}

/// Waits until the process ends, or ends it.
fn wait(mut child: Child) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < TIME_MAX {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(4));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

/// The command with pipes, for tests that close them.
pub(crate) fn piped(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// As much of a text as a failure needs to show.
fn head(text: &str) -> String {
    const LINES_MAX: usize = 30;
    text.lines().take(LINES_MAX).collect::<Vec<_>>().join("\n")
}

/// A path inside the workspace, two levels above the package of the command.
pub(crate) fn path(relative: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap().join(relative)
}

/// A file of the model report, as an input of the library.
pub(crate) fn r6(name: &str) -> tenken::Input {
    tenken::Input::new(name, std::fs::read(path("fixtures/r6").join(name)).unwrap())
}

/// A text without any white space.
pub(crate) fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// How often each character comes.
pub(crate) fn census(text: &str) -> BTreeMap<char, i64> {
    let mut counts = BTreeMap::new();
    for character in text.chars().filter(|it| !it.is_whitespace()) {
        *counts.entry(character).or_default() += 1;
    }
    counts
}

/// Whether references are to be rewritten rather than compared.
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Compares a text with a committed file, or rewrites the file.
#[track_caller]
pub(crate) fn same_as_file(relative: &str, text: &str) {
    let place = path(relative);
    if updating() {
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::File::create(&place).unwrap().write_all(text.as_bytes()).unwrap();
    }
    let kept = std::fs::read_to_string(&place).unwrap_or_default();
    assert!(kept == text, "{relative} is out of date; UPDATE=1 cargo test rewrites it");
}
