//! The side that asks: a few workers, each kept for many documents, and replaced
//! where one dies.

use super::frames::{self, Frame, Kind, Reply, Request};
use super::limits::{OUT_OF_MEMORY, OUT_OF_TIME};
use super::pages::PageBar;
use crate::arguments::Limits;
use crate::line::Line;
use crate::speech::Speech;
use crate::task::{Document, Failure, Made, Sink, Stop};
use std::io::{self, BufReader, Read};
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tenken::ErrorCode;

/// Frames of a worker that may wait to be taken.
const WAITING: usize = 4;

/// By how much a clock on the wall may exceed the processor time that a worker is
/// allowed, on a machine that others use too. It ends what waits for ever.
const PATIENCE: u64 = 20;

/// What dies with this is told by its last words.
const STDERR_BYTES: u64 = 1 << 16;

/// Some workers under the same limits.
pub(crate) struct Workers {
    /// What they are told.
    line: Line,
    limits: Limits,
    /// Threads of each.
    threads: usize,
    idle: Mutex<Vec<Worker>>,
    bar: Option<PageBar>,
}

/// A worker process. Whatever becomes of its owner, it does not stay.
struct Worker {
    child: Child,
    /// Requests go here; it is closed to end the worker.
    stdin: Option<ChildStdin>,
    frames: Receiver<io::Result<Frame>>,
    /// How many requests it answered.
    served: usize,
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // It holds nothing that could be lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a request went wrong.
enum Lost {
    /// Nobody takes the output.
    Output(io::Error),
    /// The worker is no more, or no use.
    Worker,
    /// It had to be ended.
    Late,
}

impl Workers {
    pub(super) fn new(line: Line, limits: Limits, threads: usize) -> Workers {
        Workers { line, limits, threads, idle: Mutex::default(), bar: None }
    }

    /// Those that show how far they are.
    pub(super) fn with_bar(self, speech: &Speech) -> Workers {
        Workers { bar: PageBar::on_terminal(speech), ..self }
    }

    /// Those that hand on reports as JSON, whatever the verb.
    pub(super) fn for_reports(mut self) -> Workers {
        // In front of the verb, so that no `--` of the user stands before it.
        let words = &mut self.line.words;
        words.insert(1.min(words.len()), "--as-reports".into());
        self
    }

    /// Does what the command line asks for with documents, in a worker.
    pub(super) fn perform(
        &self,
        documents: &[Document],
        sink: &mut Sink<'_>,
    ) -> Result<(Made, Option<u64>), Stop> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut worker = match idle.map_or_else(|| self.start(), Ok) {
                Ok(worker) => worker,
                Err(error) => return Err(failed(documents, not_started(&error))),
            };
            let mut has_begun = false;
            let mut noting = |result: u32, bytes: &[u8]| {
                has_begun = true;
                sink(result, bytes)
            };
            if let Some(bar) = &self.bar {
                bar.begin();
            }
            let answer =
                worker.ask(documents, self.seconds(documents), &mut noting, self.bar.as_ref());
            if let Some(bar) = &self.bar {
                bar.clear();
            }
            match answer {
                Ok(Reply { result, peak }) => {
                    worker.served += 1;
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                    return result.map(|made| (made, peak)).map_err(Stop::Failed);
                }
                Err(Lost::Output(error)) => return Err(Stop::Output(error)),
                Err(Lost::Late) => return Err(failed(documents, self.out_of_time(documents))),
                Err(Lost::Worker) => {
                    let was_new = worker.served == 0;
                    let words = self.cause(documents, worker);
                    // What earlier documents left in its memory must not count
                    // against this one.
                    if was_new || has_begun || words.0 == ErrorCode::E301 {
                        return Err(failed(documents, words));
                    }
                }
            }
        }
    }

    /// The processor time for documents: each MB of them adds a second.
    fn seconds(&self, documents: &[Document]) -> u64 {
        let bytes: usize = documents.iter().map(|document| document.bytes.len()).sum();
        self.limits.limit_time.get().saturating_add(bytes as u64 >> 20)
    }

    fn start(&self) -> io::Result<Worker> {
        let mut command = self.line.program.command()?;
        command.arg("worker").args(["--threads", &self.threads.to_string(), "--"]);
        command.args(&self.line.words);
        // Of glibc: each arena of its own would take 64 MB of addresses.
        command.env("MALLOC_ARENA_MAX", "2");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let stdout = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (sender, frames) = sync_channel(WAITING);
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(frame) = frames::read(&mut stdout).transpose() {
                if sender.send(frame).is_err() {
                    break;
                }
            }
        });
        let stdin = child.stdin.take();
        Ok(Worker { child, stdin, frames, served: 0 })
    }

    /// Why a worker died.
    fn cause(&self, documents: &[Document], mut worker: Worker) -> (ErrorCode, String, String) {
        drop(worker.stdin.take());
        let mut words = String::new();
        if let Some(stderr) = worker.child.stderr.take() {
            // What it says is only looked into, so half of it does.
            let _ = stderr.take(STDERR_BYTES).read_to_string(&mut words);
        }
        let status = worker.child.wait().ok();
        if status.is_some_and(is_out_of_time) {
            return self.out_of_time(documents);
        }
        // As Rust's runtime says it before it aborts, for want of memory for what is asked
        // for, or for the panic that would tell.
        let aborted = ["memory allocation of", "failed to initiate panic"];
        let is_told = status.is_some_and(|status| status.code() == Some(OUT_OF_MEMORY));
        if is_told || aborted.iter().any(|it| words.contains(it)) {
            let limit = self.limits.limit_memory;
            return (
                ErrorCode::E302,
                format!(
                    "読み取りに{limit}MBを超えるメモリが必要なため、打ち切りました。正当な文書であれば --limit-memory で上限を上げてください。"
                ),
                format!(
                    "reading it takes more than {limit} MB of memory, so it was ended; if it is a real document, raise --limit-memory"
                ),
            );
        }
        let status = status.map_or_else(|| "?".to_owned(), |status| status.to_string());
        (
            ErrorCode::E303,
            format!("読み取りプロセスが異常終了しました（{status}）。開発者に知らせてください。"),
            format!("the process that read it died ({status}); please report it"),
        )
    }

    fn out_of_time(&self, documents: &[Document]) -> (ErrorCode, String, String) {
        let seconds = self.seconds(documents);
        (
            ErrorCode::E301,
            format!(
                "読み取りにCPU時間で{seconds}秒を超えたため、打ち切りました。正当な文書であれば --limit-time で上限を上げてください。"
            ),
            format!(
                "reading it takes more than {seconds} s of processor time, so it was ended; if it is a real document, raise --limit-time"
            ),
        )
    }
}

impl Worker {
    fn ask(
        &mut self,
        documents: &[Document],
        seconds: u64,
        sink: &mut Sink<'_>,
        bar: Option<&PageBar>,
    ) -> Result<Reply, Lost> {
        self.send(documents, seconds).map_err(|_| Lost::Worker)?;
        let patience = Duration::from_secs(seconds.saturating_mul(PATIENCE));
        loop {
            let frame = match self.frames.recv_timeout(patience) {
                Ok(Ok(frame)) => frame,
                Err(RecvTimeoutError::Timeout) => return Err(Lost::Late),
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(Lost::Worker),
            };
            match frame.kind {
                Kind::Pages => {
                    let pages = frame.bytes.try_into().map_or(0, u32::from_le_bytes);
                    if let Some(bar) = bar {
                        bar.set(frame.result.into(), pages.into());
                    }
                }
                Kind::Piece => sink(frame.result, &frame.bytes).map_err(Lost::Output)?,
                Kind::Reply => {
                    return serde_json::from_slice(&frame.bytes).map_err(|_| Lost::Worker);
                }
                Kind::Request | Kind::Document => return Err(Lost::Worker),
            }
        }
    }

    fn send(&mut self, documents: &[Document], seconds: u64) -> io::Result<()> {
        let stdin = self.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let names = documents.iter().map(|it| (it.part, it.names.clone())).collect();
        let request = serde_json::to_vec(&Request { documents: names, seconds })?;
        frames::write(stdin, Kind::Request, 0, &request)?;
        for document in documents {
            frames::write(stdin, Kind::Document, 0, &document.bytes)?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn is_out_of_time(status: ExitStatus) -> bool {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;
    status.code() == Some(OUT_OF_TIME) || status.signal() == Some(Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn is_out_of_time(status: ExitStatus) -> bool {
    status.code() == Some(OUT_OF_TIME)
}

fn not_started(error: &io::Error) -> (ErrorCode, String, String) {
    (
        ErrorCode::E304,
        format!(
            "読み取りプロセスを起動できません（{error}）。--isolate never なら起動せずに読みます。"
        ),
        format!("the process to read it can't be started ({error}); --isolate never does without"),
    )
}

fn failed(documents: &[Document], (code, ja, en): (ErrorCode, String, String)) -> Stop {
    let name = documents.iter().flat_map(|document| &document.names).next();
    Stop::Failed(vec![Failure::new(name.map_or("", String::as_str), code, &ja, &en)])
}
