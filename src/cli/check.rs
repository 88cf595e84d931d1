//! `scopemap check RULES…`: everything wrong or doubtful in rule files.

use super::{Colours, Exit, Stopped, output};
use crate::check::Strictness;
use crate::diagnostic::Report;
use crate::engine::Engine;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The rule files
    #[arg(required = true)]
    rules: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Refuse what Entra would spell otherwise
    #[arg(long)]
    strict: bool,
}

/// How findings are written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The lines with carets
    Human,
    /// One line a finding, as tools read it: place, severity, code and message
    Plain,
    /// One JSON object a finding, as lines
    Json,
}

impl Check {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        let mut exit = Exit::Clean;
        for path in &self.rules {
            let checked = Engine::load_strictly(path, Strictness { strict: self.strict, sync: true });
            let found = match &checked {
                Ok(engine) => engine.report(),
                Err(report) => report,
            };
            output::print(&self.render(found, colours.stdout))?;
            match &checked {
                Ok(engine) if engine.report().diagnostics().is_empty() => {
                    output::message(&format!("{}: no problems", path.display()));
                }
                Ok(_) => {}
                Err(report) => {
                    let unreadable =
                        report.diagnostics().iter().any(|finding| finding.code().name == "unreadable-file");
                    exit = exit.max(if unreadable { Exit::WrongUse } else { Exit::RulesDoNotCompile });
                }
            }
        }
        Ok(exit)
    }

    fn render(&self, report: &Report, colour: bool) -> String {
        match self.format {
            Format::Human => report.to_human(colour),
            Format::Plain => report.to_plain(),
            Format::Json => report.to_json_lines(),
        }
    }
}
