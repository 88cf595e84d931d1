//! Standard output and standard error.

use super::{Exit, Stopped};
use crate::diagnostic::Report;
use std::io::{self, Write};

/// How much is gathered before it is written.
const BUFFER: usize = 256 * 1024;

/// Standard output, gathered into large writes.
pub(super) fn stdout() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::with_capacity(BUFFER, io::stdout().lock())
}

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
