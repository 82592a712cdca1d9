//! Processor time and peak memory, as the kernel counts them.
//!
//! A busy machine stretches the clock on the wall, but not the time that a
//! thread spends on a processor. Where the kernel does not tell (off Linux) the
//! clock stands in, and peaks are left out.

#![allow(dead_code, reason = "each bench takes what it needs")]

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, DummyDevice, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use std::error::Error;
use std::fs::read_to_string;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use tenken::Input;

/// Whether `cargo bench` runs this. Under `cargo test --benches` nothing is
/// measured: a debug build says nothing about speed.
pub(crate) fn is_asked() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// The pool on whose only thread a library works, so that a ratio is one of work.
pub(crate) fn one_thread() -> io::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(io::Error::other)
}

/// A pool as the command has it, with a thread for each processor.
pub(crate) fn all_threads() -> io::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().build().map_err(io::Error::other)
}

/// Kernels bring the time of a running thread up to date with each tick, of 4 ms
/// or 10. What is measured must be long against that.
const LONG_ENOUGH: f64 = 0.3;

/// Seconds that this thread spends on a processor for some work, as the mean of
/// as many runs as it takes to tell, and the result of the last.
pub(crate) fn thread_seconds<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let (clock, before) = (Instant::now(), on_processor());
    let mut runs = 0.0;
    loop {
        let result = work();
        runs += 1.0;
        let seconds = match (before, on_processor()) {
            (Some(before), Some(after)) => after - before,
            _ => clock.elapsed().as_secs_f64(),
        };
        if seconds >= LONG_ENOUGH {
            return (seconds / runs, result);
        }
    }
}

/// Seconds that this thread spends on a processor for work that has to succeed.
pub(crate) fn seconds_of<T, E>(work: impl FnMut() -> Result<T, E>) -> io::Result<f64>
where
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let (seconds, result) = thread_seconds(work);
    result.map_err(io::Error::other)?;
    Ok(seconds)
}

fn on_processor() -> Option<f64> {
    let schedule = read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(schedule.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// Seconds that a command and what it starts spend on a processor, user and
/// system, as the mean of some runs: the kernel tells hundredths.
pub(crate) fn command_seconds(command: &mut Command, runs: u32) -> io::Result<f64> {
    let (clock, before) = (Instant::now(), of_children());
    for _ in 0..runs {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    }
    let seconds = match (before, of_children()) {
        (Some(before), Some(after)) => after - before,
        _ => clock.elapsed().as_secs_f64(),
    };
    Ok(seconds / f64::from(runs))
}

fn of_children() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold spaces: cutime and cstime are the 14th and 15th.
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(13);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / TICKS_PER_SECOND)
}

/// The arguments behind `--peak`: this process is one that `peak_of` started.
pub(crate) fn peak_wanted() -> Option<Vec<String>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--peak");
    arguments.next().map(|_| arguments.collect())
}

/// Peak memory of this program in MB when run anew with `--peak` and these
/// arguments: a process never forgets its peak, so each measurement needs one
/// of its own. None where the kernel does not tell.
pub(crate) fn peak_of(file: &Path, task: &str) -> io::Result<Option<f64>> {
    let mut child = Command::new(std::env::current_exe()?);
    let output = child.args(["--peak", task]).arg(file).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{task}: {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse().ok())
}

/// What the process that `peak_of` started prints at its end.
pub(crate) fn peak_megabytes() -> Option<f64> {
    let status = read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? * 1024.0 / 1e6)
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2⁵³")]
pub(crate) fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// A file as an input under its own name.
pub(crate) fn input(file: &Path) -> io::Result<Input> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(Input::new(name, std::fs::read(file)?))
}

/// The least of some rounds: what disturbs a round only ever adds to it.
pub(crate) fn least(seconds: impl IntoIterator<Item = f64>) -> f64 {
    seconds.into_iter().fold(f64::INFINITY, f64::min)
}

/// Rounds in which works that are compared take their turns.
pub(crate) const ROUNDS: usize = 7;

/// The least milliseconds of each work, which tells its seconds. They take turns,
/// so that what disturbs one disturbs its neighbours too.
pub(crate) fn in_turns<const N: usize>(
    mut works: [&mut dyn FnMut() -> io::Result<f64>; N],
) -> io::Result<[f64; N]> {
    let mut milliseconds = [f64::INFINITY; N];
    for _ in 0..ROUNDS {
        for (least, work) in milliseconds.iter_mut().zip(&mut works) {
            *least = least.min(work()? * 1e3);
        }
    }
    Ok(milliseconds)
}

/// A PDF as hayro holds it: the file, where its objects are, and its pages.
pub(crate) fn open(bytes: &Arc<Vec<u8>>) -> io::Result<Pdf> {
    Pdf::new(Arc::clone(bytes)).map_err(|_| io::Error::other("hayro does not open the file"))
}

/// What a PDF costs at the least: hayro opens it and draws every page on a device
/// that does nothing, with one cache, as our reader does. Gives the pages.
pub(crate) fn interpret(bytes: &Arc<Vec<u8>>) -> io::Result<usize> {
    let pdf = open(bytes)?;
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        interpret_page(page, &mut context, &mut DummyDevice);
    }
    Ok(pdf.pages().len())
}

/// Counts what is written.
#[derive(Default)]
pub(crate) struct Count(pub(crate) usize);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
