//! Mapping many objects: what each thread does with its objects, and what the run does with the results, in order.

mod counts;

use super::objects::{self, Batch};
use super::output::Told;
use super::progress::Progress;
use super::threads::{Turn, Turns, Work};
use super::{Exit, Stopped, output};
use crate::engine::{Engine, Mapper, Outcome, Payload};
use crate::env::FixedEnv;
use crate::eval::Failure;
use crate::input::InputError;
use crate::source;
use counts::{Counts, describe};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// What every thread maps by.
pub(super) struct Mapping<'e> {
    pub(super) engine: &'e Engine,
    pub(super) env: &'e FixedEnv,
    /// The kind of objects that do not say it themselves.
    pub(super) kind: &'e str,
    /// Objects out of scope are handed on one by one, for the report.
    pub(super) keep_all: bool,
    /// The turns of the objects of one input, where what one gets depends on those before it.
    pub(super) turns: Option<Turns>,
}

/// What came of some objects.
#[derive(Default)]
pub(super) struct Done<'e> {
    /// The payloads, one a line.
    out: Vec<u8>,
    /// The objects of which there is something to tell, with their lines.
    told: Vec<(usize, Outcome<'e, Payload<'e>>)>,
    counts: Counts<'e>,
}

impl<'e> Work for Mapping<'e> {
    type Batch = Batch;
    type Worker = Mapper<'e>;
    type Done = Done<'e>;

    fn worker(&self) -> Mapper<'e> {
        self.engine.mapper(self.kind)
    }

    fn run(&self, mapper: &mut Mapper<'e>, batch: &mut Batch, done: &mut Done<'e>) {
        let turn = self.turns.as_ref().map(|turns| turns.of(batch.numbers()));
        let (lines, objects): (Vec<_>, Vec<_>) = batch.objects().unzip();
        let mut lines = lines.into_iter();
        let Done { out, told, counts } = done;
        let turn = || turn.map(Turn::wait);
        mapper.map_each_in_turn(&objects, self.env, turn, out, |outcome, out| {
            counts.count(&outcome);
            let line = lines.next().unwrap_or_default();
            let is_told = match &outcome {
                Outcome::Mapped(payload) => {
                    out.push(b'\n');
                    !payload.left_out().is_empty()
                }
                Outcome::OutOfScope(_) | Outcome::Ignored => self.keep_all,
                Outcome::Failed(_) | Outcome::Unreadable(_) | Outcome::NoRules(_) => true,
            };
            if is_told {
                told.push((line, outcome));
            }
        });
    }
}

/// The file that has every object that was not mapped.
pub(super) struct ReportFile {
    path: PathBuf,
    out: BufWriter<File>,
}

impl ReportFile {
    pub(super) fn create(path: &Path) -> Result<Self, Stopped> {
        let file = File::create(path).map_err(|error| Self::unwritable(path, &error))?;
        Ok(Self { path: path.to_owned(), out: BufWriter::new(file) })
    }

    fn unwritable(path: &Path, error: &io::Error) -> Stopped {
        Stopped::wrong_use(format!("{}: the report cannot be written: {error}", path.display()))
    }

    fn write_line(&mut self, line: &Value) -> Result<(), Stopped> {
        writeln!(self.out, "{line}").map_err(|error| Self::unwritable(&self.path, &error))
    }

    fn end(&mut self) -> Result<(), Stopped> {
        self.out.flush().map_err(|error| Self::unwritable(&self.path, &error))
    }
}

/// One run over all inputs: where everything goes, in order.
pub(super) struct Run<'e> {
    rules: &'e source::Source,
    out: io::Stdout,
    report: Option<ReportFile>,
    counts: Counts<'e>,
    told: Told,
    progress: Progress,
}

impl<'e> Run<'e> {
    pub(super) fn begin(rules: &'e source::Source, report: Option<ReportFile>) -> Self {
        let (out, progress) = (io::stdout(), Progress::begin());
        Self { rules, out, report, counts: Counts::default(), told: Told::default(), progress }
    }

    /// Writes what came of some objects, tells of those that were not mapped, and empties it.
    pub(super) fn hand_on(&mut self, path: &Path, done: &mut Done<'e>) -> Result<(), Stopped> {
        self.progress.advance_by(done.counts.all());
        self.counts.add(&mut done.counts);
        self.out.write_all(&done.out)?;
        done.out.clear();
        for (line, outcome) in done.told.drain(..) {
            self.tell_of(Place { path, line }, &outcome)?;
        }
        Ok(())
    }

    fn tell_of(&mut self, place: Place<'_>, outcome: &Outcome<'e, Payload<'e>>) -> Result<(), Stopped> {
        match outcome {
            Outcome::Mapped(payload) => self.failures(place, "incomplete", payload.left_out()),
            Outcome::OutOfScope(why) => {
                let causes: Vec<Value> = why.causes().map(describe).map(Value::from).collect();
                self.report(place, "out-of-scope", &causes)
            }
            Outcome::Ignored => self.report(place, "ignored", &[]),
            Outcome::Failed(failures) => self.failures(place, "failed", failures),
            Outcome::Unreadable(error) => self.unreadable(place, error),
            // SECURITY: what an object calls its kind is shown only where it is a word.
            Outcome::NoRules(kind)
                if kind.is_empty()
                    || kind.len() > 40
                    || !kind.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
            {
                self.told.tell(|| format!("{place}: the rules map no object of this kind"));
                self.report(place, "no-rules", &[])
            }
            Outcome::NoRules(kind) => {
                self.told.tell(|| format!("{place}: the rules map no object `{kind}`"));
                self.report(place, "no-rules", &[json!({ "kind": kind })])
            }
        }
    }

    fn unreadable(&mut self, place: Place<'_>, error: &InputError) -> Result<(), Stopped> {
        // A frame's own lines count from its first.
        let (within, column) = error.position().unwrap_or((1, 0));
        let line = if column > 0 { place.line + within - 1 } else { place.line };
        let at = if column > 0 {
            format!("{}:{line}:{column}", objects::name(place.path))
        } else {
            place.to_string()
        };
        self.told.tell(|| format!("{at}: the object cannot be read: {}", error.message()));
        self.report(place, "unreadable", &[json!({ "message": error.message() })])
    }

    fn failures(&mut self, place: Place<'_>, outcome: &str, failures: &[Failure]) -> Result<(), Stopped> {
        let mut reasons = Vec::new();
        for failure in failures {
            let (error, rules) = (failure.error(), self.rules);
            let (code, message) = (error.code().name, error.message());
            self.told.tell(|| format!("{place}: {outcome}: {}", output::failure(failure, rules)));
            reasons.push(json!({ "target": failure.target(), "code": code, "message": message }));
        }
        self.report(place, outcome, &reasons)
    }

    fn report(&mut self, place: Place<'_>, outcome: &str, reasons: &[Value]) -> Result<(), Stopped> {
        let Some(report) = &mut self.report else { return Ok(()) };
        let line = json!({ "input": objects::name(place.path), "line": place.line, "outcome": outcome, "reasons": reasons });
        report.write_line(&line)
    }

    pub(super) fn finish(mut self) -> Result<Exit, Stopped> {
        self.progress.end();
        self.out.flush()?;
        self.report.iter_mut().try_for_each(ReportFile::end)?;
        self.told.end("--report FILE has all");
        output::message(&self.counts.summary());
        Ok(self.counts.exit())
    }
}

/// Where an object stands.
#[derive(Copy, Clone)]
struct Place<'p> {
    path: &'p Path,
    line: usize,
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", objects::name(self.path), self.line)
    }
}
