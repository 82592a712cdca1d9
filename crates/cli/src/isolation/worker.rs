//! The side of the worker: requests from stdin, results to stdout, until stdin
//! ends.

use super::frames::{self, Kind, Reply, Request};
use super::limits::{self, Clock, Memory, OUT_OF_MEMORY};
use crate::arguments::{Arguments, PagesRead, Verb, Worker};
use crate::speech::Speech;
use crate::task::{self, Document, Stop};
use crate::valid;
use clap::Parser;
use std::io::{self, BufReader, ErrorKind, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The exit code of a worker that can't work.
const FAILED: u8 = 2;

/// Answers requests until there are none, and gives the exit code.
pub(crate) fn run(worker: &Worker) -> u8 {
    let Ok(mut arguments) = Arguments::try_parse_from(&worker.arguments) else {
        return FAILED;
    };
    // The files that the command line names are read by now. Threads that start later are
    // restricted too.
    let memory = Memory::open();
    limits::enclose();
    arguments.pages_read = PagesRead::new(send_pages());
    // What a panic says is in the reply; stderr is for what ends the process.
    std::panic::set_hook(Box::new(|_| HAS_PANICKED.store(true, Ordering::Relaxed)));
    let threads = worker.threads.get();
    if rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().is_err() {
        return FAILED;
    }
    if arguments.as_reports || matches!(arguments.verb, Verb::Convert(_)) {
        valid::prepare();
    }
    let clock = Clock::start();
    limits::restrict(arguments.limits.limit_memory.get() << 20);
    match answer(&arguments, &clock, memory) {
        Ok(()) => 0,
        Err(error) if error.kind() == ErrorKind::OutOfMemory => OUT_OF_MEMORY as u8,
        Err(_) => FAILED,
    }
}

/// How often the number of pages read is sent.
const PAGES_EVERY: Duration = Duration::from_millis(100);

/// Sends how many pages are read, from the threads that read them: a frame is written
/// under one lock of stdout.
fn send_pages() -> impl Fn(usize, usize) + Send + Sync {
    let last = Mutex::new(Instant::now());
    move |read, pages| {
        let Ok(mut last) = last.try_lock() else { return };
        if last.elapsed() < PAGES_EVERY {
            return;
        }
        *last = Instant::now();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let pages = number(pages).to_le_bytes();
        // Where the other side is gone, writing the result will fail as well.
        let _ = frames::write(&mut io::stdout().lock(), Kind::Pages, number(read), &pages);
    }
}

/// Whether anything panicked since this was last asked.
static HAS_PANICKED: AtomicBool = AtomicBool::new(false);

/// Whether a panic may be for want of memory: three quarters of the limit are taken. A
/// page that is missing for it must not be called damaged.
fn lacks_memory(arguments: &Arguments, memory: &mut Memory) -> bool {
    let limit = arguments.limits.limit_memory.get() << 20;
    HAS_PANICKED.swap(false, Ordering::Relaxed)
        && memory.addresses().is_some_and(|taken| taken > limit / 4 * 3)
}

fn answer(arguments: &Arguments, clock: &Clock, mut memory: Memory) -> io::Result<()> {
    let speech = Speech::new(arguments);
    let mut stdin = BufReader::new(io::stdin().lock());
    while let Some((request, documents)) = next(&mut stdin)? {
        clock.allow(request.seconds);
        let mut sink = |result: u32, bytes: &[u8]| {
            frames::write(&mut io::stdout().lock(), Kind::Piece, result, bytes)
        };
        let result = match task::perform(arguments, &speech, documents, &mut sink) {
            Ok(made) => Ok(made),
            Err(Stop::Failed(failures)) => Err(failures),
            Err(Stop::Output(error)) => return Err(error),
        };
        clock.rest();
        if lacks_memory(arguments, &mut memory) {
            return Err(ErrorKind::OutOfMemory.into());
        }
        let reply = serde_json::to_vec(&Reply { result, peak: memory.peak() })?;
        frames::write(&mut io::stdout().lock(), Kind::Reply, 0, &reply)?;
    }
    Ok(())
}

fn next(from: &mut impl Read) -> io::Result<Option<(Request, Vec<Document>)>> {
    let Some(frame) = frames::read(from)? else { return Ok(None) };
    let mut request: Request = serde_json::from_slice(&frame.bytes)?;
    let mut documents = Vec::new();
    for (part, names) in std::mem::take(&mut request.documents) {
        let document = frames::read(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        documents.push(Document { names, bytes: document.bytes, part });
    }
    Ok(Some((request, documents)))
}
