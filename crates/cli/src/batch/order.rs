//! Work side by side, taken in order.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How much there is to do, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jobs {
    pub(crate) count: usize,
    pub(crate) threads: usize,
    /// How many may be begun that are not taken yet: one that takes long holds up
    /// the others then, and their results are not all held.
    pub(crate) ahead: usize,
}

struct State<T> {
    next: usize,
    taken: usize,
    /// Threads that still work.
    working: usize,
    done: BTreeMap<usize, T>,
}

/// Does jobs by their numbers on some threads, and hands on what each gives in
/// their order, on this one. What is under way when `stop` is set is finished.
pub(crate) fn in_order<T: Send>(
    jobs: Jobs,
    stop: &AtomicBool,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T) -> io::Result<()>,
) -> io::Result<()> {
    let threads = jobs.threads.clamp(1, jobs.count.max(1));
    let state = State { next: 0, taken: 0, working: threads, done: BTreeMap::new() };
    let (state, changed) = (Mutex::new(state), Condvar::new());
    let halted = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _leave = Leave { state: &state, changed: &changed };
                while let Some(number) = next(jobs, &state, &changed, &[stop, &halted]) {
                    let given = work(number);
                    locked(&state).done.insert(number, given);
                    changed.notify_all();
                }
            });
        }
        for number in 0..jobs.count {
            let Some(given) = wait_for(number, &state, &changed) else { break };
            if let Err(error) = take(number, given) {
                halted.store(true, Ordering::Relaxed);
                changed.notify_all();
                return Err(error);
            }
        }
        Ok(())
    })
}

/// The number of the next job, as soon as it may be begun.
fn next<T>(
    jobs: Jobs,
    state: &Mutex<State<T>>,
    changed: &Condvar,
    stops: &[&AtomicBool],
) -> Option<usize> {
    let mut state = locked(state);
    loop {
        if state.next >= jobs.count || stops.iter().any(|stop| stop.load(Ordering::Relaxed)) {
            return None;
        }
        if state.next - state.taken < jobs.ahead {
            state.next += 1;
            return Some(state.next - 1);
        }
        state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

/// What a job gave; none where nobody works that could do it.
fn wait_for<T>(number: usize, state: &Mutex<State<T>>, changed: &Condvar) -> Option<T> {
    let mut state = locked(state);
    loop {
        if let Some(given) = state.done.remove(&number) {
            state.taken = number + 1;
            changed.notify_all();
            return Some(given);
        }
        if state.working == 0 {
            return None;
        }
        state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

/// A thread that ends, however it does.
struct Leave<'s, T> {
    state: &'s Mutex<State<T>>,
    changed: &'s Condvar,
}

impl<T> Drop for Leave<'_, T> {
    fn drop(&mut self) {
        locked(self.state).working -= 1;
        self.changed.notify_all();
    }
}

fn locked<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Jobs, in_order};
    use std::io;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_and_not_too_many_wait() {
        let (begun, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let mut taken = Vec::new();
        let work = |number: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            // The first of all takes longest.
            std::thread::sleep(Duration::from_millis(if number == 0 { 50 } else { 0 }));
            number * 2
        };
        let jobs = Jobs { count: 100, threads: 4, ahead: 8 };
        let take = |number: usize, given: usize| {
            assert!(begun.load(Ordering::Relaxed) <= number + 1 + 8);
            taken.push(given);
            Ok(())
        };
        in_order(jobs, &stop, work, take).unwrap();
        assert!(taken.iter().copied().eq((0..100).map(|number| number * 2)));
    }

    #[test]
    fn what_is_under_way_is_finished() {
        let stop = AtomicBool::new(false);
        let mut taken = 0;
        let work = |number: usize| {
            if number == 3 {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let take = |_, ()| {
            taken += 1;
            Ok(())
        };
        in_order(Jobs { count: 100, threads: 1, ahead: 1 }, &stop, work, take).unwrap();
        assert_eq!(taken, 4);
    }

    #[test]
    fn nobody_works_on_where_nobody_takes() {
        let begun = AtomicUsize::new(0);
        let work = |_| begun.fetch_add(1, Ordering::Relaxed);
        let jobs = Jobs { count: 1000, threads: 2, ahead: 4 };
        let taken = in_order(jobs, &AtomicBool::new(false), work, |_, _| {
            Err(io::ErrorKind::BrokenPipe.into())
        });
        assert!(taken.is_err() && begun.load(Ordering::Relaxed) <= 10);
    }
}
