//! `scopemap explain RULES INPUT… --id ID`: why an object is treated as it is.

use super::deciding;
use super::environment::Environment;
use super::objects::{self, Input};
use super::target::Target;
use super::{Colours, Exit, Stopped, map, output};
use crate::check::Strictness;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule file
    rules: PathBuf,
    /// Source objects, the whole population: NDJSON, a JSON array, a Graph page, or CSV; `-` is standard input
    #[arg(default_value = "-")]
    input: Vec<PathBuf>,
    /// The object: its objectId, id, userPrincipalName or display name, in any letter case; or a target resource's id
    #[arg(long, value_name = "ID")]
    id: String,
    #[command(flatten)]
    target: Target,
    /// Refuse what Entra would spell otherwise
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    environment: Environment,
    /// How the explanation is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How an explanation is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The result and its causes, then every step
    Human,
    /// One JSON object
    Json,
}

impl Explain {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        self.target.refuse_stdin_twice(&self.input)?;
        let engine = map::load(&self.rules, Strictness { strict: self.strict, sync: false }, colours)?;
        let env = self.environment.make()?;
        let kind = map::default_kind(&engine, self.target.object.as_deref())?;
        let targets = self.target.read(&engine, &kind, 1)?;
        let links = self.target.read_links()?;
        let inputs = self.input.iter().map(|path| Input::open(path, true)).collect::<Result<Vec<_>, _>>()?;
        let mut survey = engine.survey(&kind, &targets, links, &env, self.target.settings());
        deciding::survey(&mut survey, &inputs, 1, self.target.settings().partial)?;
        let mut sync = survey.finish();
        let (mut index, mut found, mut more) = (0, None, Vec::new());
        for input in &inputs {
            input.for_each(&mut |line, object| {
                match object {
                    Ok(object) if sync.is_called(&object, &self.id) => match found {
                        None => found = Some(sync.explain(index, &object)),
                        Some(_) => more.push(format!("{}:{line}", objects::name(input.path()))),
                    },
                    // Those before it may get the value that it would have been given as unique.
                    Ok(object) if found.is_none() => drop(sync.decide(index, &object)),
                    Ok(_) | Err(_) => {}
                }
                index += 1;
                Ok(())
            })?;
        }
        let Some(explanation) = found.or_else(|| sync.explain_rest(&self.id)) else {
            let noun = if index == 1 { "object" } else { "objects" };
            let message = format!(
                "none of the {index} {noun} has this --id as its objectId, id, userPrincipalName or display name, and no \
                 target resource as its id"
            );
            return Err(Stopped::wrong_use(message));
        };
        if !more.is_empty() {
            let message = "other objects have this --id too, give an objectId to see one of them";
            output::message(&format!("{message}: {}", more.join(", ")));
        }
        match self.format {
            Format::Human => output::print(&explanation.to_string())?,
            Format::Json => {
                let json = serde_json::to_string(&explanation).map_err(std::io::Error::from)?;
                output::print(&format!("{json}\n"))?;
            }
        }
        if !self.target.is_given() {
            output::message("without --target FILE the target is taken to be empty");
        }
        Ok(Exit::Clean)
    }
}
