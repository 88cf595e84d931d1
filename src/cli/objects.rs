//! Source objects from files and standard input.

use super::Stopped;
use crate::input::{CsvObject, CsvObjects, Frames, InputError, SourceObject, Wanted};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// One object of an input, as its form has it.
pub(super) enum Source<'s> {
    Json(&'s [u8]),
    Row(&'s CsvObject),
}

impl SourceObject for Source<'_> {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        match self {
            Source::Json(json) => json.read(wanted),
            Source::Row(row) => row.read(wanted),
        }
    }
}

/// What is called with each object of an input and the line that it begins on.
type Each<'f> = dyn FnMut(usize, Result<Source<'_>, InputError>) -> Result<(), Stopped> + 'f;

/// Calls `object` for every object of an input; `-` is standard input, and a file named `.csv` is CSV.
///
/// # Errors
///
/// When the input cannot be opened, and what `object` returns.
pub(super) fn for_each(path: &Path, object: &mut Each<'_>) -> Result<(), Stopped> {
    read(path, open(path)?, object)
}

fn open(path: &Path) -> Result<Box<dyn Read>, Stopped> {
    Ok(if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(path, &error))?)
    })
}

fn read(path: &Path, source: impl Read, object: &mut Each<'_>) -> Result<(), Stopped> {
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if is_csv { rows(path, source, object) } else { values(path, source, object) }
}

/// An input that is read more than once.
pub(super) struct Input<'p> {
    path: &'p Path,
    /// What came from a stream, which cannot be read again.
    kept: Option<Vec<u8>>,
}

impl<'p> Input<'p> {
    /// Opens an input; standard input, or anything else that is no regular file, is kept in memory.
    pub(super) fn open(path: &'p Path) -> Result<Self, Stopped> {
        if path.is_file() {
            return Ok(Self { path, kept: None });
        }
        let mut kept = Vec::new();
        open(path)?.read_to_end(&mut kept).map_err(|error| unreadable(path, &error))?;
        Ok(Self { path, kept: Some(kept) })
    }

    pub(super) fn path(&self) -> &'p Path {
        self.path
    }

    /// Calls `object` for every object, as [`for_each`] does.
    pub(super) fn for_each(&self, object: &mut Each<'_>) -> Result<(), Stopped> {
        match &self.kept {
            Some(kept) => read(self.path, kept.as_slice(), object),
            None => for_each(self.path, object),
        }
    }
}

/// What messages call an input.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn unreadable(path: &Path, error: &io::Error) -> Stopped {
    Stopped::wrong_use(format!("{}: the input cannot be read: {error}", name(path)))
}

fn values(path: &Path, source: impl Read, object: &mut Each<'_>) -> Result<(), Stopped> {
    let mut frames = Frames::new(source).map_err(|error| unreadable(path, &error))?;
    loop {
        match frames.next_frame() {
            Ok(Some(frame)) => object(frame.line, Ok(Source::Json(frame.bytes)))?,
            Ok(None) => return Ok(()),
            Err(error) => return object(error.position().map_or(1, |(line, _)| line), Err(error)),
        }
    }
}

fn rows(path: &Path, source: impl Read, object: &mut Each<'_>) -> Result<(), Stopped> {
    let unusable = |error| Stopped::wrong_use(format!("{}: {error}", name(path)));
    let mut rows = CsvObjects::new(source).map_err(unusable)?;
    while let Some((line, row)) = rows.next_object() {
        object(line, row.map(Source::Row))?;
    }
    Ok(())
}
