//! `scopemap map RULES [INPUT…]`: one SCIM create payload per object in scope.

use super::environment::Environment;
use super::mapping::{Mapping, ReportFile, Run};
use super::objects::Batches;
use super::threads::{self, Threads, Turns};
use super::{Colours, Exit, Stopped, output};
use crate::check::Strictness;
use crate::engine::Engine;
use clap::Args;
use std::path::{Path, PathBuf};

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
    #[command(flatten)]
    threads: Threads,
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
        let keep_all = report.is_some();
        let mut run = Run::begin(engine.report().source(), report);
        for path in &self.input {
            let mut batches = Batches::open(path)?;
            let turns = engine.needs_order().then(Turns::default);
            let mapping = Mapping { engine: &engine, env: &env, kind: &kind, keep_all, turns };
            threads::in_order(
                self.threads.number(),
                &mapping,
                |batch| batches.next(batch),
                |done| run.hand_on(path, done),
            )?;
        }
        run.finish()
    }

    /// Creates the report, unless it would overwrite what the run reads.
    fn report_file(&self, path: &Path) -> Result<ReportFile, Stopped> {
        let same = |other: &Path| {
            path.canonicalize().ok().is_some_and(|path| other.canonicalize().is_ok_and(|other| other == path))
        };
        if same(&self.rules) || self.input.iter().any(|input| same(input)) {
            let message =
                format!("--report: {} is read by this run and would be overwritten", path.display());
            return Err(Stopped::wrong_use(message));
        }
        ReportFile::create(path)
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
