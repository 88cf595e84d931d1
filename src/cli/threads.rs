//! Work on several threads whose results come in the order of the input.
//!
//! Each thread takes the next batch, works on it, and lays down what came of it; whoever lays down the result whose turn it
//! is hands on all that are ready. No more than a few results wait, so memory does not grow with the input.

use super::Stopped;
use clap::Args;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};

/// How many threads a command works on.
#[derive(Debug, Args)]
pub(super) struct Threads {
    /// Work on so many threads; the output is the same on any number [default: one for each core]
    #[arg(long = "threads", value_name = "NUMBER")]
    number: Option<NonZero<usize>>,
}

impl Threads {
    pub(super) fn number(&self) -> usize {
        let available = || thread::available_parallelism().map_or(1, NonZero::get);
        self.number.map_or_else(available, NonZero::get)
    }
}

/// Results that may wait for their turn, for each thread.
const WAITING: usize = 2;

/// What is done with batches of an input.
pub(super) trait Work: Sync {
    /// A part of the input.
    type Batch: Default;
    /// What a thread keeps from batch to batch.
    type Worker;
    /// What comes of a batch.
    type Done: Default + Send;

    /// Makes what one thread needs.
    fn worker(&self) -> Self::Worker;

    /// Works on one batch; `done` is empty.
    fn run(&self, worker: &mut Self::Worker, batch: &mut Self::Batch, done: &mut Self::Done);
}

/// Runs work on so many threads: `next` fills a batch or says that there is none, `hand_on` empties what came of one.
///
/// # Errors
///
/// The first that `hand_on` returns; then all threads stop.
pub(super) fn in_order<W: Work>(
    threads: usize,
    work: &W,
    next: impl FnMut(&mut W::Batch) -> bool + Send,
    hand_on: impl FnMut(&mut W::Done) -> Result<(), Stopped> + Send,
) -> Result<(), Stopped> {
    let team = Team {
        work,
        threads,
        source: Mutex::new(Source { next, taken: 0, ended: false }),
        line: Mutex::new(Line {
            hand_on,
            turn: 0,
            waiting: BTreeMap::new(),
            spare: Vec::new(),
            stopped: None,
        }),
        moved: Condvar::new(),
    };
    thread::scope(|scope| team.member(scope, threads.saturating_sub(1)));
    match lock(&team.line).stopped.take() {
        Some(stopped) => Err(stopped),
        None => Ok(()),
    }
}

struct Team<'w, W: Work, N, H> {
    work: &'w W,
    threads: usize,
    source: Mutex<Source<N>>,
    line: Mutex<Line<W::Done, H>>,
    /// Somebody's turn has come, or all stop.
    moved: Condvar,
}

struct Source<N> {
    next: N,
    taken: usize,
    ended: bool,
}

/// Results in the order of their batches.
struct Line<D, H> {
    hand_on: H,
    /// The batch whose result is handed on next.
    turn: usize,
    waiting: BTreeMap<usize, D>,
    /// Results that have been handed on, to be filled again.
    spare: Vec<D>,
    stopped: Option<Stopped>,
}

impl<W, N, H> Team<'_, W, N, H>
where
    W: Work,
    N: FnMut(&mut W::Batch) -> bool + Send,
    H: FnMut(&mut W::Done) -> Result<(), Stopped> + Send,
{
    /// Works until there is no batch left; the first batch that is not the last calls in the next member.
    fn member<'s>(&'s self, scope: &'s Scope<'s, '_>, mut others: usize) {
        let (mut worker, mut batch, mut done) = (self.work.worker(), W::Batch::default(), W::Done::default());
        let alarm = Alarm { team: self };
        while let Some(number) = self.take(&mut batch) {
            if let Some(rest) = others.checked_sub(1) {
                scope.spawn(move || self.member(scope, rest));
                others = 0;
            }
            self.work.run(&mut worker, &mut batch, &mut done);
            match self.lay_down(number, done) {
                Some(spare) => done = spare,
                None => break,
            }
        }
        drop(alarm);
    }

    fn take(&self, batch: &mut W::Batch) -> Option<usize> {
        let mut source = lock(&self.source);
        if source.ended {
            return None;
        }
        if !(source.next)(batch) {
            source.ended = true;
            return None;
        }
        source.taken += 1;
        Some(source.taken - 1)
    }

    /// Waits until the line is short enough, and hands on what is ready; `None` when all stop.
    fn lay_down(&self, number: usize, done: W::Done) -> Option<W::Done> {
        let mut line = lock(&self.line);
        while line.stopped.is_none() && number - line.turn > WAITING * self.threads {
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        line.waiting.insert(number, done);
        let Line { hand_on, turn, waiting, spare, stopped } = &mut *line;
        while let (None, Some(mut ready)) = (&stopped, waiting.remove(turn)) {
            *stopped = hand_on(&mut ready).err();
            spare.push(ready);
            *turn += 1;
        }
        self.moved.notify_all();
        if line.stopped.is_some() { None } else { Some(line.spare.pop().unwrap_or_default()) }
    }
}

/// Lets nobody wait for the turn of a thread that panicked.
struct Alarm<'t, 'w, W: Work, N, H> {
    team: &'t Team<'w, W, N, H>,
}

impl<W: Work, N, H> Drop for Alarm<'_, '_, W, N, H> {
    fn drop(&mut self) {
        if thread::panicking() {
            let fault = Stopped { exit: super::Exit::Fault, message: String::new() };
            lock(&self.team.line).stopped.get_or_insert(fault);
            self.team.moved.notify_all();
        }
    }
}

/// Lets threads do in the order of the input what must be done so, one after another.
#[derive(Default)]
pub(super) struct Turns {
    reached: Mutex<usize>,
    moved: Condvar,
}

/// The turn of some objects, given by their numbers: it ends when it is dropped.
pub(super) struct Turn<'t> {
    turns: &'t Turns,
    numbers: Range<usize>,
}

impl Turns {
    /// Returns the turn of some objects, which must be taken before they are worked on.
    pub(super) fn of(&self, numbers: Range<usize>) -> Turn<'_> {
        Turn { turns: self, numbers }
    }
}

impl Turn<'_> {
    /// Waits until all objects before had their turn.
    pub(super) fn wait(self) -> Self {
        let mut reached = lock(&self.turns.reached);
        while *reached < self.numbers.start {
            reached = self.turns.moved.wait(reached).unwrap_or_else(PoisonError::into_inner);
        }
        drop(reached);
        self
    }
}

impl Drop for Turn<'_> {
    /// A thread that panics before its turn lets the others go on; what they do is not handed on.
    fn drop(&mut self) {
        let mut reached = lock(&self.turns.reached);
        *reached = self.numbers.end.max(*reached);
        self.turns.moved.notify_all();
    }
}

/// Locks; whoever panicked has also set the alarm, so nothing half done is handed on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Exit;

    struct Double {
        panics_at: usize,
    }

    impl Work for Double {
        type Batch = usize;
        type Worker = ();
        type Done = Vec<usize>;

        fn worker(&self) {}

        fn run(&self, (): &mut (), batch: &mut usize, done: &mut Vec<usize>) {
            assert!(*batch != self.panics_at, "as the test wants");
            // Later batches are done sooner.
            std::thread::sleep(std::time::Duration::from_micros(((*batch * 7) % 5) as u64 * 50));
            done.push(*batch * 2);
        }
    }

    fn run(threads: usize, panics_at: usize, stops_at: usize) -> (Result<(), Stopped>, Vec<usize>) {
        let (mut numbers, mut found) = (0..200, Vec::new());
        let next = |batch: &mut usize| numbers.next().map(|number| *batch = number).is_some();
        let hand_on = |done: &mut Vec<usize>| {
            found.append(done);
            if found.len() == stops_at { Err(Stopped::wrong_use("enough")) } else { Ok(()) }
        };
        let result = in_order(threads, &Double { panics_at }, next, hand_on);
        (result, found)
    }

    #[test]
    fn results_come_in_the_order_of_the_batches() {
        for threads in [1, 2, 3, 16] {
            let (result, found) = run(threads, usize::MAX, usize::MAX);
            assert!(result.is_ok());
            assert_eq!(found, (0..200).map(|number| number * 2).collect::<Vec<_>>(), "{threads} threads");
        }
    }

    #[test]
    fn an_error_stops_all_threads() {
        let (result, found) = run(3, usize::MAX, 5);
        assert_eq!((result.map_err(|stopped| stopped.exit), found.len()), (Err(Exit::WrongUse), 5));
    }

    #[test]
    fn a_panic_leaves_nobody_waiting() {
        assert!(std::panic::catch_unwind(|| run(3, 50, usize::MAX)).is_err());
    }
}
