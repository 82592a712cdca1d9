//! What a worker binds itself to before it sees a document.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The exit code of a worker that used up its time.
pub(super) const OUT_OF_TIME: i32 = 75;

/// The exit code of a worker that has no memory left.
pub(super) const OUT_OF_MEMORY: i32 = 76;

/// How often a worker looks at its own time.
const LOOK: Duration = Duration::from_millis(50);

/// How much later than the worker itself the kernel ends it.
#[cfg(unix)]
const GRACE_SECONDS: u64 = 2;

/// Takes from this process what it does not need: memory beyond the limit, and
/// for good the means to open anything (files, sockets) or to write a file.
#[cfg(unix)]
pub(super) fn restrict(memory: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let bind = |resource, limit: u64| {
        let highest = getrlimit(resource).maximum;
        let limit = Some(highest.map_or(limit, |highest| highest.min(limit)));
        // Where the system has no such limit, the others hold.
        let _ = setrlimit(resource, Rlimit { current: limit, maximum: limit });
    };
    bind(Resource::As, memory);
    bind(Resource::Fsize, 0);
    bind(Resource::Core, 0);
    // Of descriptors those that are open stay.
    bind(Resource::Nofile, 0);
}

#[cfg(not(unix))]
pub(super) fn restrict(_: u64) {}

/// Takes files, TCP and signals to others from this thread and those that it starts, where
/// the kernel has Landlock (Linux 5.13; TCP from 6.7, signals from 6.12). Where it has
/// none, [`restrict`] holds: without descriptors nothing can be opened either, but files
/// could still be renamed or deleted.
#[cfg(target_os = "linux")]
pub(super) fn enclose() {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreated, Scope};
    const KNOWN: ABI = ABI::V6;
    // By default what the kernel does not know is left out.
    let _ = Ruleset::default()
        .handle_access(AccessFs::from_all(KNOWN))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(KNOWN)))
        .and_then(|rules| rules.scope(Scope::from_all(KNOWN)))
        .and_then(Ruleset::create)
        .and_then(RulesetCreated::restrict_self);
}

#[cfg(not(target_os = "linux"))]
pub(super) fn enclose() {}

/// Ends this process when it has used up its processor time.
pub(super) struct Clock {
    /// In milliseconds of processor time; 0 while there is none.
    deadline: Arc<AtomicU64>,
}

impl Clock {
    /// Begins to look. Nothing is bound yet.
    pub(super) fn start() -> Clock {
        let deadline = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&deadline);
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(LOOK);
                let deadline = seen.load(Ordering::Relaxed);
                if deadline != 0 && milliseconds_used() > deadline {
                    std::process::exit(OUT_OF_TIME);
                }
            }
        });
        Clock { deadline }
    }

    /// Allows so many seconds more.
    pub(super) fn allow(&self, seconds: u64) {
        let used = milliseconds_used();
        self.deadline.store(used + seconds.saturating_mul(1000), Ordering::Relaxed);
        backstop(used.div_ceil(1000).saturating_add(seconds));
    }

    /// Until the next request nothing is counted.
    pub(super) fn rest(&self) {
        self.deadline.store(0, Ordering::Relaxed);
    }
}

/// The kernel ends the process where it does not do so itself.
#[cfg(unix)]
fn backstop(seconds: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = Some(seconds.saturating_add(GRACE_SECONDS));
    let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
}

#[cfg(not(unix))]
fn backstop(_: u64) {}

#[cfg(unix)]
fn milliseconds_used() -> u64 {
    use rustix::time::{ClockId, clock_gettime};
    let used = Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default();
    used.as_secs() * 1000 + u64::from(used.subsec_millis())
}

/// Where the system does not tell, the parent watches.
#[cfg(not(unix))]
fn milliseconds_used() -> u64 {
    0
}

/// What the kernel tells of the memory of this process, from a file that was opened in
/// time.
pub(super) struct Memory(Option<File>);

impl Memory {
    pub(super) fn open() -> Memory {
        Memory(File::open("/proc/self/status").ok())
    }

    /// The most that it used, in bytes.
    pub(super) fn peak(&mut self) -> Option<u64> {
        self.bytes("VmHWM:")
    }

    /// The most of its addresses that were taken, in bytes: what its limit is about.
    pub(super) fn addresses(&mut self) -> Option<u64> {
        self.bytes("VmPeak:")
    }

    fn bytes(&mut self, name: &str) -> Option<u64> {
        let file = self.0.as_mut()?;
        let mut status = String::new();
        file.seek(SeekFrom::Start(0)).ok()?;
        file.read_to_string(&mut status).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::fs;
    use std::io::ErrorKind;
    use std::net::TcpListener;

    /// A thread alone is enclosed, and the tests beside it are not.
    #[test]
    fn what_is_enclosed_opens_nothing() {
        let enclosed = std::thread::spawn(|| {
            super::enclose();
            let folder = std::env::temp_dir();
            let opened = fs::read_dir(&folder).map(drop).map_err(|error| error.kind());
            let made = fs::create_dir(folder.join("tenken-enclosed")).map_err(|it| it.kind());
            let bound = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))
                .map(drop)
                .map_err(|error| error.kind());
            let within = std::thread::spawn(|| fs::File::open("/proc/self/status").is_err());
            (opened, made, bound, within.join().unwrap())
        });
        let (opened, made, bound, within) = enclosed.join().unwrap();
        if opened.is_ok() {
            let _ = fs::remove_dir(std::env::temp_dir().join("tenken-enclosed"));
            println!("skipped: this kernel has no Landlock");
            return;
        }
        assert_eq!(
            (opened, made),
            (Err(ErrorKind::PermissionDenied), Err(ErrorKind::PermissionDenied))
        );
        assert!(within, "a thread that it started opens files");
        // Kernels before 6.7 know files alone.
        assert!(matches!(bound, Ok(()) | Err(ErrorKind::PermissionDenied)), "{bound:?}");
        assert!(fs::File::open("/proc/self/status").is_ok());
    }
}
