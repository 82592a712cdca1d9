//! Documents are read in processes of their own, under limits of the kernel: what
//! can't be stopped inside is stopped from outside, and costs its document alone.
//!
//! Workers get bytes, not paths, and can open nothing themselves. On Unix the
//! kernel holds them to address space and processor time; elsewhere only this
//! process watches their time, so that `auto` reads in this process.

mod frames;
mod limits;
mod pages;
mod worker;
mod workers;

pub(crate) use worker::run as run_worker;

use crate::arguments::{Arguments, Isolate};
use crate::speech::Speech;
use crate::task::{self, Document, Made, Sink, Stop};
use std::num::NonZeroUsize;
use workers::Workers;

/// Where documents are read.
pub(crate) enum Reader {
    /// In this process.
    Here,
    /// In others.
    There(Workers),
}

/// Threads of one worker: each takes some MB of its addresses.
const THREADS_MAX: usize = 8;

impl Reader {
    /// A reader for so many documents, and on how many threads it is best asked.
    pub(crate) fn new(arguments: &Arguments, documents: usize) -> (Reader, usize) {
        let processors = std::thread::available_parallelism();
        let jobs = arguments.jobs.or(processors.ok()).map_or(1, NonZeroUsize::get);
        let side_by_side = jobs.min(documents.max(1));
        let isolates = match arguments.limits.isolate {
            Isolate::Never => false,
            Isolate::Auto => cfg!(unix),
            Isolate::Always => true,
        };
        if !isolates {
            // Another pool in this process can only be one that is there already.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
            return (Reader::Here, side_by_side);
        }
        let threads = jobs.div_ceil(side_by_side).min(THREADS_MAX);
        let workers = Workers::new(arguments.line.clone(), arguments.limits, threads);
        (Reader::There(workers), side_by_side)
    }

    /// The same, and shows on a terminal how many pages of a document are read: for one
    /// document at a time.
    pub(crate) fn showing_pages(self, speech: &Speech) -> Reader {
        match self {
            Reader::There(workers) => Reader::There(workers.with_bar(speech)),
            here => here,
        }
    }

    /// A reader that hands on reports as JSON, and several as a comparison of years.
    pub(crate) fn of_reports(arguments: &Arguments, documents: usize) -> (Reader, usize) {
        match Reader::new(arguments, documents) {
            (Reader::There(workers), jobs) => (Reader::There(workers.for_reports()), jobs),
            here => here,
        }
    }

    /// The JSON of a report, or of several compared, from [`Reader::of_reports`].
    pub(crate) fn json(
        &self,
        arguments: &Arguments,
        documents: Vec<Document>,
    ) -> Result<String, Stop> {
        let mut bytes = Vec::new();
        let mut sink = |_: u32, piece: &[u8]| {
            bytes.extend_from_slice(piece);
            Ok(())
        };
        match self {
            Reader::Here => drop(task::as_reports(arguments, documents, &mut sink)?),
            Reader::There(workers) => drop(workers.perform(&documents, &mut sink)?),
        }
        String::from_utf8(bytes).map_err(|error| Stop::Output(std::io::Error::other(error)))
    }

    /// Does what the command line asks for with documents. Gives the peak memory of
    /// the worker so far, in bytes, where that is known.
    pub(crate) fn perform(
        &self,
        arguments: &Arguments,
        speech: &Speech,
        documents: Vec<Document>,
        sink: &mut Sink<'_>,
    ) -> Result<(Made, Option<u64>), Stop> {
        match self {
            Reader::Here => {
                task::perform(arguments, speech, documents, sink).map(|made| (made, None))
            }
            Reader::There(workers) => workers.perform(&documents, sink),
        }
    }
}
