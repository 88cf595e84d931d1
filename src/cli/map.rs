//! `scopemap map RULES [INPUT…]`: one SCIM create payload per object in scope.

use super::environment::Environment;
use super::objects::{self, Source};
use super::progress::Progress;
use super::{Colours, Exit, Stopped, output};
use crate::check::Strictness;
use crate::engine::{Cause, Engine, Mapper, OutOfScope, Outcome};
use crate::env::FixedEnv;
use crate::eval::Failure;
use crate::input::InputError;
use clap::Args;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Failures that are told one by one; the rest is counted.
const TOLD: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Map {
    /// The rule file
    rules: PathBuf,
    /// Source objects: NDJSON, a JSON array, a Graph page, or CSV (by its name); `-` is standard input
    #[arg(default_value = "-")]
    input: Vec<PathBuf>,
    /// The kind of objects that do not say it themselves [default: user, or the only kind that the rules map]
    #[arg(long, value_name = "KIND")]
    object: Option<String>,
    /// Write every object that was not mapped, and why, to this file as NDJSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Refuse what Entra would spell otherwise
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    environment: Environment,
}

impl Map {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        let engine = load(&self.rules, Strictness { strict: self.strict, sync: false }, colours)?;
        let env = self.environment.make()?;
        let kind = default_kind(&engine, self.object.as_deref())?;
        let report = self.report.as_ref().map(|path| self.report_file(path)).transpose()?;
        let mut run = Run {
            engine: &engine,
            env,
            mapper: engine.mapper(&kind),
            out: output::stdout(),
            line: Vec::new(),
            report,
            counts: Counts::default(),
            progress: Progress::begin(),
        };
        for path in &self.input {
            objects::for_each(path, &mut |line, object| run.object(path, line, object))?;
        }
        run.finish()
    }

    /// Creates the report, unless it would overwrite what the run reads.
    fn report_file(&self, path: &Path) -> Result<BufWriter<File>, Stopped> {
        let same = |other: &Path| {
            path.canonicalize().ok().is_some_and(|path| other.canonicalize().is_ok_and(|other| other == path))
        };
        if same(&self.rules) || self.input.iter().any(|input| same(input)) {
            let message =
                format!("--report: {} is read by this run and would be overwritten", path.display());
            return Err(Stopped::wrong_use(message));
        }
        let unwritable =
            |error| Stopped::wrong_use(format!("{}: the report cannot be written: {error}", path.display()));
        Ok(BufWriter::new(File::create(path).map_err(unwritable)?))
    }
}

/// The kind of objects that do not say it themselves: the one asked for, or the only one, or `user`.
pub(super) fn default_kind(engine: &Engine, asked: Option<&str>) -> Result<String, Stopped> {
    if let Some(kind) = asked {
        let kind = kind.to_lowercase();
        engine.object(&kind).map_err(|unknown| Stopped::wrong_use(format!("--object: {unknown}")))?;
        return Ok(kind);
    }
    let mut kinds = engine.kinds();
    Ok(match (kinds.next(), kinds.next()) {
        (Some(only), None) => only.to_owned(),
        _ => "user".to_owned(),
    })
}

/// Loads rules, telling what keeps them from running or is doubtful.
pub(super) fn load(path: &Path, strictness: Strictness, colours: Colours) -> Result<Engine, Stopped> {
    let loaded = Engine::load_strictly(path, strictness);
    let engine = loaded.map_err(|report| output::rules_do_not_compile(&report, colours.stderr))?;
    output::report(engine.report(), colours.stderr);
    Ok(engine)
}

/// One run over all inputs.
struct Run<'e> {
    engine: &'e Engine,
    env: FixedEnv,
    mapper: Mapper<'e>,
    out: BufWriter<std::io::StdoutLock<'static>>,
    /// The payload being written, reused.
    line: Vec<u8>,
    report: Option<BufWriter<File>>,
    counts: Counts,
    progress: Progress,
}

#[derive(Default)]
struct Counts {
    mapped: usize,
    out_of_scope: usize,
    ignored: usize,
    failed: usize,
    unreadable: usize,
    no_rules: usize,
    /// Objects that were mapped without an attribute whose expression failed.
    incomplete: usize,
    /// How often each cause kept an object out of scope.
    causes: BTreeMap<String, usize>,
    told: usize,
}

impl Run<'_> {
    fn object(
        &mut self,
        path: &Path,
        line: usize,
        object: Result<Source<'_>, InputError>,
    ) -> Result<(), Stopped> {
        self.progress.advance();
        let place = Place { path, line };
        let object = match object {
            Ok(object) => object,
            Err(error) => return self.unreadable(place, &error),
        };
        self.line.clear();
        match self.mapper.map_into(&object, &self.env, &mut self.line) {
            Outcome::Mapped(payload) => {
                self.counts.mapped += 1;
                self.line.push(b'\n');
                self.out.write_all(&self.line)?;
                if !payload.left_out().is_empty() {
                    self.counts.incomplete += 1;
                    self.failures(place, "incomplete", payload.left_out())?;
                }
                Ok(())
            }
            Outcome::OutOfScope(why) => self.out_of_scope(place, &why),
            Outcome::Ignored => {
                self.counts.ignored += 1;
                self.report(place, "ignored", &[])
            }
            Outcome::Failed(failures) => {
                self.counts.failed += 1;
                self.failures(place, "failed", &failures)
            }
            Outcome::Unreadable(error) => self.unreadable(place, &error),
            // SECURITY: what an object calls its kind is shown only where it is a word.
            Outcome::NoRules(kind)
                if kind.is_empty()
                    || kind.len() > 40
                    || !kind.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
            {
                self.counts.no_rules += 1;
                self.tell(|| format!("{place}: the rules map no object of this kind"));
                self.report(place, "no-rules", &[])
            }
            Outcome::NoRules(kind) => {
                self.counts.no_rules += 1;
                self.tell(|| format!("{place}: the rules map no object `{kind}`"));
                self.report(place, "no-rules", &[json!({ "kind": kind })])
            }
        }
    }

    fn out_of_scope(&mut self, place: Place<'_>, why: &OutOfScope<'_>) -> Result<(), Stopped> {
        self.counts.out_of_scope += 1;
        let causes: Vec<String> = why.causes().map(describe).collect();
        for cause in &causes {
            *self.counts.causes.entry(cause.clone()).or_default() += 1;
        }
        let causes: Vec<Value> = causes.into_iter().map(Value::from).collect();
        self.report(place, "out-of-scope", &causes)
    }

    fn unreadable(&mut self, place: Place<'_>, error: &InputError) -> Result<(), Stopped> {
        self.counts.unreadable += 1;
        // A frame's own lines count from its first.
        let (within, column) = error.position().unwrap_or((1, 0));
        let line = if column > 0 { place.line + within - 1 } else { place.line };
        let at = if column > 0 {
            format!("{}:{line}:{column}", objects::name(place.path))
        } else {
            place.to_string()
        };
        self.tell(|| format!("{at}: the object cannot be read: {}", error.message()));
        self.report(place, "unreadable", &[json!({ "message": error.message() })])
    }

    fn failures(&mut self, place: Place<'_>, outcome: &str, failures: &[Failure]) -> Result<(), Stopped> {
        let rules = self.engine.report().source();
        let mut reasons = Vec::new();
        for failure in failures {
            let error = failure.error();
            let at = error.span().map_or(String::new(), |span| {
                let (line, column) = rules.position(span.start);
                format!(" ({}:{line}:{column})", rules.name())
            });
            let target = if failure.target().is_empty() { "scoping" } else { failure.target() };
            let code = error.code().name;
            self.counts.told += 1;
            if self.counts.told <= TOLD {
                output::message(&format!("{place}: {outcome}: {target}: {code}: {}{at}", error.message()));
            }
            reasons.push(json!({ "target": failure.target(), "code": code, "message": error.message() }));
        }
        self.report(place, outcome, &reasons)
    }

    fn tell(&mut self, message: impl FnOnce() -> String) {
        self.counts.told += 1;
        if self.counts.told <= TOLD {
            output::message(&message());
        }
    }

    fn report(&mut self, place: Place<'_>, outcome: &str, reasons: &[Value]) -> Result<(), Stopped> {
        let Some(report) = &mut self.report else { return Ok(()) };
        let line = json!({ "input": objects::name(place.path), "line": place.line, "outcome": outcome, "reasons": reasons });
        Ok(writeln!(report, "{line}")?)
    }

    fn finish(mut self) -> Result<Exit, Stopped> {
        self.progress.end();
        self.out.flush()?;
        self.report.iter_mut().try_for_each(std::io::Write::flush)?;
        let counts = &self.counts;
        if counts.told > TOLD {
            output::message(&format!("… and {} more messages; --report FILE has all", counts.told - TOLD));
        }
        output::message(&counts.summary());
        Ok(match counts {
            Counts { unreadable: 1.., .. } => Exit::WrongUse,
            Counts { failed: 1.., .. } | Counts { incomplete: 1.., .. } => Exit::Findings,
            _ => Exit::Clean,
        })
    }
}

impl Counts {
    fn summary(&self) -> String {
        let parts = [
            (self.mapped, "mapped"),
            (self.out_of_scope, "out of scope"),
            (self.ignored, "ignored by an expression"),
            (self.failed, "failed"),
            (self.unreadable, "unreadable"),
            (self.no_rules, "without rules"),
        ];
        let all: usize = parts.iter().map(|(count, _)| count).sum();
        let parts = parts.into_iter().filter(|(count, what)| *count > 0 || *what == "mapped");
        let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
        let mut lines =
            vec![format!("{all} {}: {}", if all == 1 { "object" } else { "objects" }, parts.join(", "))];
        if self.incomplete > 0 {
            lines.push(format!("  {} mapped without an attribute whose expression failed", self.incomplete));
        }
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        lines.extend(causes.into_iter().map(|(cause, count)| format!("  {count} out of scope: {cause}")));
        lines.join("\n")
    }
}

fn describe(cause: Cause<'_>) -> String {
    match cause {
        Cause::NotActive => {
            "not active in the source (`accountEnabled` is false, or `deletedDateTime` is set)".to_owned()
        }
        Cause::NotAssigned => "not assigned to the application".to_owned(),
        Cause::Clause { filter: "", clause } => format!("not `{clause}`"),
        Cause::Clause { filter, clause } => format!("filter «{filter}»: not `{clause}`"),
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
