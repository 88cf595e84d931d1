//! The environment that a command's options describe.

use super::Stopped;
use crate::dotnet::date;
use crate::env::FixedEnv;
use clap::Args;
use std::path::PathBuf;
use std::time::SystemTime;

/// What comes from neither the rules nor the objects.
#[derive(Debug, Args)]
pub(super) struct Environment {
    /// The instant that `Now()` gives, e.g. 2026-01-31T08:00:00Z (default: the system clock)
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// Make `Guid()` and `RandomString()` repeatable; who knows the seed knows what they give
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// A file of values that the target already holds, one a line, for `SelectUniqueValue`
    #[arg(long, value_name = "FILE")]
    existing: Option<PathBuf>,
    /// The domain that `DefaultDomain()` gives
    #[arg(long, value_name = "DOMAIN")]
    default_domain: Option<String>,
}

impl Environment {
    /// Makes the environment; the clock is read once.
    pub(super) fn make(&self) -> Result<FixedEnv, Stopped> {
        let mut env = FixedEnv::at(clock());
        if let Some(text) = &self.now {
            let now = date::parse_dated(text);
            let now = now.map_err(|error| {
                Stopped::wrong_use(format!("--now: {error}; write it as 2026-01-31T08:00:00Z"))
            })?;
            env = env.with_now(now);
        }
        if let Some(seed) = self.seed {
            env = env.with_seed(seed);
        }
        if let Some(path) = &self.existing {
            let unreadable =
                |error| Stopped::wrong_use(format!("{}: the file cannot be read: {error}", path.display()));
            let values = std::fs::read_to_string(path).map_err(unreadable)?;
            env = env.with_taken(values.lines().map(str::trim).filter(|value| !value.is_empty()));
        }
        Ok(match &self.default_domain {
            Some(domain) => env.with_default_domain(domain),
            None => env,
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock comes from")]
fn clock() -> SystemTime {
    SystemTime::now()
}
