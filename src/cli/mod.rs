//! The command line: arguments in, text and an exit code out; one file per command.
//!
//! Data goes to standard output, messages to standard error. Exit codes: 0 clean · 1 findings or failed objects · 2 wrong
//! use or unreadable input · 3 rules do not compile · 4 a guard tripped · 70 a fault of ours.

mod bench;
mod check;
mod decided;
mod deciding;
mod environment;
mod eval;
mod explain;
mod functions;
mod map;
mod mapping;
mod objects;
mod output;
mod pages;
mod plan;
mod progress;
mod target;
mod threads;

use clap::{Parser, Subcommand, ValueEnum};
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

/// Maps source users and groups to SCIM payloads, by rules in Microsoft Entra's expression language.
#[derive(Debug, Parser)]
#[command(name = "scopemap", version, about, long_about = None, arg_required_else_help = true)]
struct Arguments {
    /// When to colour messages
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Map source objects to SCIM create payloads, one JSON object a line
    Map(map::Map),
    /// Show what a sync would do, one decision per object
    Plan(plan::Plan),
    /// Show why an object is treated as it is: scoping clause by clause, matching, every mapping
    Explain(explain::Explain),
    /// Report everything that is wrong or doubtful in rule files
    Check(check::Check),
    /// Measure how fast rules run, and which of their parts cost most
    Bench(bench::Bench),
    /// Evaluate one expression
    Eval(eval::Eval),
    /// Show the reference of one function, or of all
    Functions(functions::Functions),
}

/// When to colour messages.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// How a command ends, as the exit code says.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Clean = 0,
    Findings = 1,
    WrongUse = 2,
    RulesDoNotCompile = 3,
    Guard = 4,
    Fault = 70,
}

/// Why a command stops: its message has been made, and its exit code.
#[derive(Debug)]
struct Stopped {
    exit: Exit,
    message: String,
}

impl Stopped {
    fn wrong_use(message: impl Into<String>) -> Self {
        Self { exit: Exit::WrongUse, message: message.into() }
    }
}

impl Stopped {
    /// Tells whether whoever reads the output has seen enough.
    fn is_closed_pipe(&self) -> bool {
        self.exit == Exit::Clean && self.message.is_empty()
    }
}

impl From<io::Error> for Stopped {
    /// A closed pipe is no mistake: whoever reads has seen enough.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { exit: Exit::Clean, message: String::new() };
        }
        Self::wrong_use(format!("the output cannot be written: {error}"))
    }
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let colour = Colours::new(arguments.color);
    let result = std::panic::catch_unwind(|| match arguments.command {
        Command::Map(map) => map.run(colour),
        Command::Plan(plan) => plan.run(colour),
        Command::Explain(explain) => explain.run(colour),
        Command::Check(check) => check.run(colour),
        Command::Bench(bench) => bench.run(colour),
        Command::Eval(eval) => eval.run(colour),
        Command::Functions(functions) => functions.run(),
    });
    let exit = match result {
        Ok(Ok(exit)) => exit,
        Ok(Err(stopped)) => {
            if !stopped.message.is_empty() {
                output::message(&stopped.message);
            }
            stopped.exit
        }
        Err(_) => {
            output::message(
                "scopemap: this is a fault of ours; please report it with the command that you ran",
            );
            Exit::Fault
        }
    };
    ExitCode::from(exit as u8)
}

/// Whether each stream is coloured.
#[derive(Copy, Clone, Debug)]
struct Colours {
    stdout: bool,
    stderr: bool,
}

impl Colours {
    fn new(wanted: Colour) -> Self {
        let auto = |terminal: bool, choice: anstream::ColorChoice| {
            terminal && choice != anstream::ColorChoice::Never
        };
        match wanted {
            Colour::Always => Self { stdout: true, stderr: true },
            Colour::Never => Self { stdout: false, stderr: false },
            Colour::Auto => Self {
                stdout: auto(io::stdout().is_terminal(), anstream::AutoStream::choice(&io::stdout())),
                stderr: auto(io::stderr().is_terminal(), anstream::AutoStream::choice(&io::stderr())),
            },
        }
    }
}
