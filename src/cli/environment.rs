//! The environment that a command's options describe.

use super::Stopped;
use crate::dotnet::date;
use crate::env::FixedEnv;
use clap::Args;
use std::time::SystemTime;

/// What comes from neither the rules nor the objects.
#[derive(Debug, Args)]
pub(super) struct Environment {
    /// The instant that `Now()` gives, e.g. 2026-01-31T08:00:00Z (default: the system clock)
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
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
