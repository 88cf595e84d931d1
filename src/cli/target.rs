//! The target of a sync, as arguments: its resources, its links, and what may be done to it.

mod resources;

use super::Stopped;
use crate::engine::Engine;
use crate::sync::{Links, Settings, Targets, Threshold};
use clap::Args;
use std::path::{Path, PathBuf};

/// What the target holds, what is known of it, and what may be done to it.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The target's resources as they are now: NDJSON, a JSON array or a SCIM list response; once for each page
    #[arg(long = "target", value_name = "FILE")]
    resources: Vec<PathBuf>,
    /// Which target resource stands for which source object, one link a line:
    /// {"kind":"user","source":"…","target":"…","state":"managed"}
    #[arg(long, value_name = "FILE")]
    links: Option<PathBuf>,
    /// The kind of objects that do not say it themselves [default: user, or the only kind that the rules map]
    #[arg(long, value_name = "KIND")]
    pub(super) object: Option<String>,
    /// The most objects that may be disabled or deleted, as a number, in percent of the managed objects (`5%`), or
    /// `none` for any number [default: the larger of 10 and 5%]
    #[arg(long, value_name = "LIMIT", value_parser = threshold)]
    deletion_threshold: Option<Threshold>,
    /// Leave alone what has left the scope
    #[arg(long)]
    skip_out_of_scope_deletions: bool,
    /// The input is a part of the population: what it lacks is not gone
    #[arg(long)]
    partial: bool,
    /// The most members of a group in one request
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    max_members: usize,
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let wrong = || "write a number, a share such as `5%`, or `none`".to_owned();
    if text == "none" {
        return Ok(Threshold::Unlimited);
    }
    match text.strip_suffix('%') {
        Some(percent) => {
            let percent: f64 = percent.trim().parse().map_err(|_| wrong())?;
            if (0.0..=100.0).contains(&percent) { Ok(Threshold::Percent(percent)) } else { Err(wrong()) }
        }
        None => text.parse().map(Threshold::Count).map_err(|_| wrong()),
    }
}

impl Target {
    pub(super) fn settings(&self) -> Settings {
        Settings {
            threshold: self.deletion_threshold.unwrap_or_default(),
            skip_out_of_scope_deletions: self.skip_out_of_scope_deletions,
            partial: self.partial,
            max_members: self.max_members,
        }
    }

    /// Refuses standard input for two things: the second would read nothing, and nothing means that all are gone.
    pub(super) fn refuse_stdin_twice(&self, inputs: &[PathBuf]) -> Result<(), Stopped> {
        let files = inputs.iter().chain(&self.resources);
        if files.filter(|path| path.as_path() == Path::new("-")).count() > 1 {
            let message = "standard input (`-`, also where INPUT is left out) can be read for one thing only";
            return Err(Stopped::wrong_use(message));
        }
        Ok(())
    }

    /// Reads the target's resources; none without `--target`.
    pub(super) fn read<'e>(
        &self,
        engine: &'e Engine,
        default_kind: &str,
        threads: usize,
    ) -> Result<Targets<'e>, Stopped> {
        resources::read(&self.resources, engine, default_kind, threads)
    }

    pub(super) fn read_links(&self) -> Result<Links, Stopped> {
        let Some(path) = &self.links else { return Ok(Links::default()) };
        let unreadable = |error: std::io::Error| {
            let first = if error.kind() == std::io::ErrorKind::NotFound {
                "; on a first run leave out --links"
            } else {
                ""
            };
            Stopped::wrong_use(format!("{}: the links cannot be read: {error}{first}", path.display()))
        };
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Links::read(&text).map_err(|error| Stopped::wrong_use(format!("{}:{error}", path.display())))
    }

    pub(super) fn is_given(&self) -> bool {
        !self.resources.is_empty()
    }
}
