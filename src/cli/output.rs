//! Standard output and standard error.

use super::{Exit, Stopped};
use crate::diagnostic::Report;
use crate::eval::Failure;
use crate::source::Source;
use std::io::{self, Write};
use std::path::Path;

/// Writes one text to standard output.
pub(super) fn print(text: &str) -> Result<(), Stopped> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes one line to standard error; a closed standard error has no one to tell.
pub(super) fn message(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Messages that are told one by one; the rest is counted.
const TOLD: usize = 20;

/// Counts messages and tells the first of them.
#[derive(Default)]
pub(super) struct Told(usize);

impl Told {
    pub(super) fn tell(&mut self, text: impl FnOnce() -> String) {
        self.0 += 1;
        if self.0 <= TOLD {
            message(&text());
        }
    }

    /// Says how many messages were not told, and where they are.
    pub(super) fn end(&self, elsewhere: &str) {
        if self.0 > TOLD {
            message(&format!("… and {} more messages; {elsewhere}", self.0 - TOLD));
        }
    }
}

/// A failure in one line: the target attribute, what failed, and where in the rules.
pub(super) fn failure(failure: &Failure, rules: &Source) -> String {
    let error = failure.error();
    let at = error.span().map_or(String::new(), |span| {
        let (line, column) = rules.position(span.start);
        format!(" ({}:{line}:{column})", rules.name())
    });
    let target = if failure.target().is_empty() { "scoping" } else { failure.target() };
    format!("{target}: {}: {}{at}", error.code().name, error.message())
}

/// Replaces the text of a file as a whole: it is the old one or the new one, never a part. A link is followed.
pub(super) fn replace_file(path: &Path, text: &str) -> Result<(), Stopped> {
    let unwritable =
        |error| Stopped::wrong_use(format!("{}: the file cannot be written: {error}", path.display()));
    let real = if path.exists() { path.canonicalize().map_err(unwritable)? } else { path.to_owned() };
    if real.exists() && !real.is_file() {
        return Err(Stopped::wrong_use(format!(
            "{}: not a regular file, so it is left alone",
            path.display()
        )));
    }
    let mut name = real.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = real.with_file_name(name);
    std::fs::write(&new, text).map_err(unwritable)?;
    std::fs::rename(&new, &real).map_err(unwritable)
}

/// Shows a report on standard error, where messages about the rules go when data goes to standard output.
pub(super) fn report(report: &Report, colour: bool) {
    if !report.diagnostics().is_empty() {
        message(&report.to_human(colour));
    }
}

/// Stops because rules do not compile.
pub(super) fn rules_do_not_compile(found: &Report, colour: bool) -> Stopped {
    report(found, colour);
    let unreadable = found.diagnostics().iter().any(|diagnostic| diagnostic.code().name == "unreadable-file");
    Stopped {
        exit: if unreadable { Exit::WrongUse } else { Exit::RulesDoNotCompile },
        message: String::new(),
    }
}
