//! What a worker binds itself to before it sees a document.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The exit code of a worker that used up its time.
pub(super) const OUT_OF_TIME: i32 = 75;

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

/// The peak memory of this process, from a file that was opened in time.
pub(super) struct Peak(Option<File>);

impl Peak {
    pub(super) fn open() -> Peak {
        Peak(File::open("/proc/self/status").ok())
    }

    /// In bytes, where the kernel tells.
    pub(super) fn bytes(&mut self) -> Option<u64> {
        let file = self.0.as_mut()?;
        let mut status = String::new();
        file.seek(SeekFrom::Start(0)).ok()?;
        file.read_to_string(&mut status).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }
}
