//! Source objects from files and standard input.

mod batches;

use super::Stopped;
use crate::input::{CsvObject, InputError, SourceObject, Wanted};
pub(super) use batches::{Batch, Batches};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// One object of an input, as its form has it.
#[derive(Copy, Clone)]
pub(super) enum Source<'s> {
    Json(&'s str),
    /// JSON that is no UTF-8 text, which reading it says.
    Bytes(&'s [u8]),
    Row(&'s CsvObject),
}

impl SourceObject for Source<'_> {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        match self {
            Source::Json(json) => json.read(wanted),
            Source::Bytes(json) => json.read(wanted),
            Source::Row(row) => row.read(wanted),
        }
    }
}

impl<'s> Source<'s> {
    /// Returns the object's JSON; `None` for a row.
    pub(super) fn json(self) -> Option<&'s [u8]> {
        match self {
            Source::Json(json) => Some(json.as_bytes()),
            Source::Bytes(json) => Some(json),
            Source::Row(_) => None,
        }
    }
}

/// An object of an input, or why it cannot be had.
pub(super) type Object<'s> = Result<Source<'s>, InputError>;

/// Calls `object` for every object of an input, with the line that it begins on; `-` is standard input, and a file named
/// `.csv` is CSV.
///
/// # Errors
///
/// When the input cannot be opened, and what `object` returns.
pub(super) fn for_each(
    path: &Path,
    object: &mut dyn FnMut(usize, Object<'_>) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    Input::open(path, false)?.for_each(object)
}

/// An input that may be read more than once.
pub(super) struct Input<'p> {
    path: &'p Path,
    /// What came from a stream, which cannot be read again.
    kept: Option<Vec<u8>>,
}

impl<'p> Input<'p> {
    /// Opens an input; if it is to be read twice, standard input, or anything else that is no regular file, is kept in
    /// memory.
    pub(super) fn open(path: &'p Path, twice: bool) -> Result<Self, Stopped> {
        if path.is_file() || !twice {
            return Ok(Self { path, kept: None });
        }
        let mut kept = Vec::new();
        open(path)?.read_to_end(&mut kept).map_err(|error| unreadable(path, &error))?;
        Ok(Self { path, kept: Some(kept) })
    }

    pub(super) fn path(&self) -> &'p Path {
        self.path
    }

    /// Reads the input in batches.
    pub(super) fn batches(&self) -> Result<Batches<'_>, Stopped> {
        match &self.kept {
            Some(kept) => Batches::of(self.path, Box::new(kept.as_slice())),
            None => Batches::open(self.path),
        }
    }

    /// Calls `object` for every object, as [`for_each`] does.
    pub(super) fn for_each(
        &self,
        object: &mut dyn FnMut(usize, Object<'_>) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let (mut batches, mut batch) = (self.batches()?, Batch::default());
        while batches.next(&mut batch) {
            batch.objects().try_for_each(|(line, source)| object(line, source))?;
        }
        Ok(())
    }
}

fn open(path: &Path) -> Result<Box<dyn Read + Send>, Stopped> {
    Ok(if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(path, &error))?)
    })
}

/// What messages call an input.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn unreadable(path: &Path, error: &io::Error) -> Stopped {
    Stopped::wrong_use(format!("{}: the input cannot be read: {error}", name(path)))
}
