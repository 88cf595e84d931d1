//! Source objects from files and standard input.

use super::Stopped;
use crate::input::{CsvObject, CsvObjects, Frames, InputError, SourceObject, Wanted};
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
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
    page(path, object).map(drop)
}

/// Calls `object` for every object, as [`for_each`] does; returns the page that they stood in, as JSON with none of them.
pub(super) fn page(path: &Path, object: &mut Each<'_>) -> Result<Option<Vec<u8>>, Stopped> {
    read(path, open(path)?, object)
}

fn open(path: &Path) -> Result<Box<dyn Read + Send>, Stopped> {
    Ok(if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(path, &error))?)
    })
}

fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

fn read(path: &Path, source: impl Read, object: &mut Each<'_>) -> Result<Option<Vec<u8>>, Stopped> {
    if is_csv(path) { rows(path, source, object).map(|()| None) } else { values(path, source, object) }
}

/// An input that is read more than once.
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

    /// Calls `object` for every object, as [`page`] does.
    pub(super) fn page(&self, object: &mut Each<'_>) -> Result<Option<Vec<u8>>, Stopped> {
        match &self.kept {
            Some(kept) => read(self.path, kept.as_slice(), object),
            None => page(self.path, object),
        }
    }

    /// Calls `object` for every object, as [`for_each`] does.
    pub(super) fn for_each(&self, object: &mut Each<'_>) -> Result<(), Stopped> {
        self.page(object).map(drop)
    }

    /// Reads the input in batches; `None` for CSV, which is read row by row.
    pub(super) fn batches(&self) -> Result<Option<Batches<'_>>, Stopped> {
        match &self.kept {
            Some(kept) if !is_csv(self.path) => Batches::of(self.path, Box::new(kept.as_slice())).map(Some),
            _ => Batches::open(self.path),
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

fn values(path: &Path, source: impl Read, object: &mut Each<'_>) -> Result<Option<Vec<u8>>, Stopped> {
    let mut frames = Frames::new(source).map_err(|error| unreadable(path, &error))?;
    loop {
        match frames.next_frame() {
            Ok(Some(frame)) => object(frame.line, Ok(Source::Json(frame.bytes)))?,
            Ok(None) => return Ok(frames.page().map(<[u8]>::to_vec)),
            Err(error) => {
                let (line, error) = placed(&error);
                return object(line, Err(error)).map(|()| None);
            }
        }
    }
}

/// An error of the stream as one of an object: the line that it is on, and its place counted from there.
fn placed(error: &InputError) -> (usize, InputError) {
    let line = error.position().map_or(1, |(line, _)| line);
    (line, InputError::at(error.message(), 1, 1))
}

fn rows(path: &Path, source: impl Read, object: &mut Each<'_>) -> Result<(), Stopped> {
    let unusable = |error: InputError| Stopped::wrong_use(format!("{}:1: {}", name(path), error.message()));
    let mut rows = CsvObjects::new(source).map_err(unusable)?;
    while let Some((line, row)) = rows.next_object() {
        object(line, row.map(Source::Row))?;
    }
    Ok(())
}

/// How much text, and how many objects, are worth handing to another thread.
const BATCH: usize = 64 * 1024;
const BATCH_OBJECTS: usize = 1024;

/// Some objects of an input, one after another.
#[derive(Default)]
pub(super) struct Batch {
    text: Vec<u8>,
    /// The number of the first object in the input.
    first: usize,
    /// Where each object's text ends, and the line that it begins on.
    ends: Vec<(usize, usize)>,
    /// What ended the input before its end.
    error: Option<(usize, InputError)>,
}

impl Batch {
    /// Returns every object's text with the line that it begins on.
    pub(super) fn objects(&self) -> impl Iterator<Item = (usize, Result<&[u8], InputError>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        let texts = starts.zip(&self.ends).map(|(start, (end, line))| {
            let text = self.text.get(start..*end).unwrap_or_default();
            (*line, Ok(text))
        });
        texts.chain(self.error.iter().map(|(line, error)| (*line, Err(error.clone()))))
    }

    /// Returns the numbers of the objects in the input, from 0.
    pub(super) fn numbers(&self) -> Range<usize> {
        self.first..self.first + self.ends.len() + usize::from(self.error.is_some())
    }
}

/// An input that is read in batches.
pub(super) struct Batches<'i> {
    frames: Frames<Box<dyn Read + Send + 'i>>,
    taken: usize,
    ended: bool,
}

impl<'i> Batches<'i> {
    /// Opens an input; `None` for CSV, which is read row by row.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, Stopped> {
        if is_csv(path) { Ok(None) } else { Self::of(path, open(path)?).map(Some) }
    }

    fn of(path: &Path, source: Box<dyn Read + Send + 'i>) -> Result<Self, Stopped> {
        let frames = Frames::new(source).map_err(|error| unreadable(path, &error))?;
        Ok(Self { frames, taken: 0, ended: false })
    }

    /// Returns the page that all the objects stood in, as [`page`] does, and how many there were.
    pub(super) fn into_page(self) -> Option<(Vec<u8>, u64)> {
        Some((self.frames.page()?.to_vec(), u64::try_from(self.taken).unwrap_or(u64::MAX)))
    }

    /// Fills a batch with what comes next; tells whether there was anything.
    pub(super) fn next(&mut self, batch: &mut Batch) -> bool {
        batch.text.clear();
        batch.ends.clear();
        batch.error = None;
        batch.first = self.taken;
        while !self.ended && batch.text.len() < BATCH && batch.ends.len() < BATCH_OBJECTS {
            match self.frames.next_frame() {
                Ok(Some(frame)) => {
                    batch.text.extend_from_slice(frame.bytes);
                    batch.ends.push((batch.text.len(), frame.line));
                }
                Ok(None) => self.ended = true,
                Err(error) => {
                    batch.error = Some(placed(&error));
                    self.ended = true;
                }
            }
        }
        self.taken = batch.numbers().end;
        self.taken > batch.first
    }
}
