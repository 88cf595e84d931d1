//! Deciding about many objects: what each thread does with its objects, and what the run does with the results, in order.

use super::decided::Counts;
use super::objects::{self, Batch, Input};
use super::output::{self, Told};
use super::pages::Pages;
use super::progress::Progress;
use super::threads::{self, Turns, Work};
use super::{Exit, Stopped};
use crate::eval::Failure;
use crate::source;
use crate::sync::{Action, Deciding, Decision, Draft, Reader, Survey, Surveying, Sync};
use std::io::{self, Write as _};
use std::path::Path;

/// The first pass. Pages that are a part of the population, and were not said to be, are refused: what they lack would
/// count as gone.
pub(super) fn survey(
    survey: &mut Survey<'_>,
    inputs: &[Input<'_>],
    threads: usize,
    partial: bool,
) -> Result<(), Stopped> {
    let mut pages = Pages::of_population();
    for input in inputs {
        let mut batches = input.batches()?;
        let surveys = Surveys { surveying: survey.shared(), turns: Turns::default() };
        threads::in_order(threads, &surveys, |batch| batches.next(batch), |()| Ok(()))?;
        if let (Some((page, objects)), false) = (batches.into_page(), partial) {
            pages.add(input.path(), &page, objects)?;
        }
    }
    pages.end()
}

/// What every thread surveys an input by.
struct Surveys<'s, 'e> {
    surveying: Surveying<'s, 'e>,
    turns: Turns,
}

impl Work for Surveys<'_, '_> {
    type Batch = Batch;
    type Worker = Reader;
    type Done = ();

    fn worker(&self) -> Reader {
        Reader::default()
    }

    fn run(&self, reader: &mut Reader, batch: &mut Batch, (): &mut ()) {
        let turn = self.turns.of(batch.numbers());
        let objects: Vec<_> = batch.objects().map(|(_, object)| object).collect();
        self.surveying.add(&objects, reader, || turn.wait());
    }
}

/// What every thread decides about an input by.
struct Decides<'s, 'e> {
    deciding: Deciding<'s, 'e>,
    /// The number of the input's first object in the population.
    first: usize,
    turns: Turns,
}

impl<'e> Work for Decides<'_, 'e> {
    type Batch = Batch;
    type Worker = Reader;
    type Done = Done<'e>;

    fn worker(&self) -> Reader {
        Reader::default()
    }

    fn run(&self, reader: &mut Reader, batch: &mut Batch, done: &mut Done<'e>) {
        let numbers = batch.numbers();
        let (first, turn) = (self.first + numbers.start, self.turns.of(numbers));
        let (lines, objects): (Vec<_>, Vec<_>) = batch.objects().unzip();
        let mut lines = lines.into_iter();
        let each = |decision: &Draft<'e, '_>| done.add(lines.next().unwrap_or_default(), decision);
        self.deciding.decide(first, &objects, reader, || turn.wait(), each);
    }
}

/// What came of some objects.
#[derive(Default)]
struct Done<'e> {
    /// The decisions, one a line.
    out: Vec<u8>,
    /// The decisions of which there is something to tell, with the lines of their objects.
    told: Vec<(usize, Decision<'e>)>,
    counts: Counts,
}

/// Decisions are handed on when they are so long, or so many have something to tell.
const HANDED_ON: usize = 64 * 1024;
const TOLD_AT_ONCE: usize = 64;

impl<'e> Done<'e> {
    fn add(&mut self, line: usize, decision: &Draft<'e, '_>) {
        decision.write_json(&mut self.out);
        self.out.push(b'\n');
        self.counts.count(decision);
        if decision.action() == Action::Error || !decision.diagnostics().is_empty() {
            self.told.push((line, decision.clone().into_owned()));
        }
    }

    fn is_full(&self) -> bool {
        self.out.len() >= HANDED_ON || self.told.len() >= TOLD_AT_ONCE
    }
}

/// One run over all inputs: where everything goes, in order.
pub(super) struct Run<'e> {
    rules: &'e source::Source,
    out: io::Stdout,
    counts: Counts,
    told: Told,
    progress: Progress,
}

impl<'e> Run<'e> {
    pub(super) fn begin(rules: &'e source::Source) -> Self {
        let (out, progress) = (io::stdout(), Progress::begin());
        Self { rules, out, counts: Counts::default(), told: Told::default(), progress }
    }

    /// Decides about all objects, and about what they leave over.
    pub(super) fn over(
        mut self,
        inputs: &[Input<'_>],
        mut sync: Sync<'_>,
        threads: usize,
        write_links: Option<&Path>,
    ) -> Result<Exit, Stopped> {
        for input in inputs {
            let (mut batches, first) = (input.batches()?, self.counts.all());
            let decides = Decides { deciding: sync.shared(first), first, turns: Turns::default() };
            let hand_on = |done: &mut Done<'_>| self.hand_on(input.path(), done);
            threads::in_order(threads, &decides, |batch| batches.next(batch), hand_on)?;
        }
        let mut done = Done::default();
        for decision in sync.draft_rest() {
            done.add(0, &decision);
            if done.is_full() {
                self.hand_on(Path::new(""), &mut done)?;
            }
        }
        self.hand_on(Path::new(""), &mut done)?;
        self.finish(&sync, write_links)
    }

    /// Writes decisions, tells what failed, and empties them.
    fn hand_on(&mut self, path: &Path, done: &mut Done<'_>) -> Result<(), Stopped> {
        self.progress.advance_by(done.counts.all());
        self.counts.add(&mut done.counts);
        self.out.write_all(&done.out)?;
        done.out.clear();
        for (line, decision) in done.told.drain(..) {
            self.tell(path, line, &decision);
        }
        Ok(())
    }

    /// Tells what failed, and where in the rules.
    fn tell(&mut self, path: &Path, line: usize, decision: &Decision<'_>) {
        let place = format!("{}:{line}", objects::name(path));
        if let Some(error) = decision.unreadable() {
            self.told.tell(|| format!("{place}: the object cannot be read: {}", error.message()));
        } else if decision.action() == Action::Error && decision.diagnostics().is_empty() {
            self.told.tell(|| format!("{place}: error: {}: {}", decision.reason(), decision.meaning()));
        }
        let word = if decision.action() == Action::Error { "error" } else { "incomplete" };
        let rules = self.rules;
        for failure in decision.diagnostics().iter().filter(|failure| !is_reference(failure)) {
            self.told.tell(|| format!("{place}: {word}: {}", output::failure(failure, rules)));
        }
    }

    fn finish(mut self, sync: &Sync<'_>, write_links: Option<&Path>) -> Result<Exit, Stopped> {
        self.progress.end();
        self.out.flush()?;
        if let Some(path) = write_links {
            output::replace_file(path, &sync.links().to_text())?;
        }
        self.told.end("the decisions on standard output have all");
        output::message(&self.counts.summary());
        let guard = sync.guard();
        if guard.trips() {
            output::message(&self.counts.guarded(guard));
            return Ok(Exit::Guard);
        }
        Ok(self.counts.exit())
    }
}

/// References without a target are the usual thing: counted, and told in the decisions.
fn is_reference(failure: &Failure) -> bool {
    matches!(failure.error().code().name, "unresolved-reference" | "deferred-reference")
}
