//! `scopemap plan RULES INPUT… --target FILE`: what a sync would do, one decision per object.

use super::deciding::{self, Run};
use super::environment::Environment;
use super::objects::Input;
use super::target::Target;
use super::threads::Threads;
use super::{Colours, Exit, Stopped, map};
use crate::check::Strictness;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Plan {
    /// The rule file
    rules: PathBuf,
    /// Source objects, the whole population: NDJSON, a JSON array, a Graph page, or CSV; `-` is standard input
    #[arg(default_value = "-")]
    input: Vec<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// Write the links as they are when all decisions are carried out to this file; it may be that of --links
    #[arg(long, value_name = "FILE")]
    write_links: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    /// Refuse what Entra would spell otherwise
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    environment: Environment,
}

impl Plan {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        if !self.target.is_given() {
            let message = "--target FILE is needed: the target's resources as they are now; an empty file is an empty target";
            return Err(Stopped::wrong_use(message));
        }
        self.target.refuse_stdin_twice(&self.input)?;
        let engine = map::load(&self.rules, Strictness { strict: self.strict, sync: true }, colours)?;
        let env = self.environment.make()?;
        let kind = map::default_kind(&engine, self.target.object.as_deref())?;
        let threads = if engine.needs_order() { 1 } else { self.threads.number() };
        let targets = self.target.read(&engine, &kind, threads)?;
        let links = self.target.read_links()?;
        let mut survey = engine.survey(&kind, &targets, links, &env, self.target.settings());
        let twice = survey.is_needed();
        let inputs = self.input.iter().map(|path| Input::open(path, twice)).collect::<Result<Vec<_>, _>>()?;
        if twice {
            deciding::survey(&mut survey, &inputs, threads, self.target.settings().partial)?;
        }
        let run = Run::begin(engine.report().source());
        run.over(&inputs, survey.finish(), threads, self.write_links.as_deref()).map_err(
            |stopped| match &self.write_links {
                Some(path) if stopped.is_closed_pipe() => Stopped::wrong_use(format!(
                    "{}: the links were not written, because the output was closed before all decisions were",
                    path.display()
                )),
                _ => stopped,
            },
        )
    }
}
