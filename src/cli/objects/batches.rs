//! An input in batches: some objects at a time, which one thread works on.

use super::{Object, Source, name, open, unreadable};
use crate::cli::Stopped;
use crate::input::{CsvObject, CsvObjects, Frames, InputError};
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// How much text, and how many objects, are worth a turn of a thread: about what is read at once.
const BATCH: usize = 128 * 1024;
const BATCH_OBJECTS: usize = 1024;

/// Some objects of an input, one after another.
#[derive(Default)]
pub(in crate::cli) struct Batch {
    /// The number of the first object in the input.
    first: usize,
    /// The line that each object begins on, and where it is.
    objects: Vec<(usize, Place)>,
    /// The text that JSON objects stand in.
    text: Vec<u8>,
    /// Rows of earlier batches, to be filled again.
    spare: Vec<CsvObject>,
}

/// Where an object of a batch is.
enum Place {
    Text(Range<usize>),
    Row(CsvObject),
    Nowhere(InputError),
}

impl Batch {
    /// Returns every object with the line that it begins on. The text is checked all at once: that it is UTF-8.
    pub(in crate::cli) fn objects(&self) -> impl Iterator<Item = (usize, Object<'_>)> {
        let text = simdutf8::basic::from_utf8(&self.text).ok();
        self.objects.iter().map(move |(line, place)| {
            let object = match place {
                Place::Text(range) => Ok(match text.and_then(|text| text.get(range.clone())) {
                    Some(json) => Source::Json(json),
                    None => Source::Bytes(self.text.get(range.clone()).unwrap_or_default()),
                }),
                Place::Row(row) => Ok(Source::Row(row)),
                Place::Nowhere(error) => Err(error.clone()),
            };
            (*line, object)
        })
    }

    /// Empties the batch, which will begin with an object's number.
    fn begin(&mut self, first: usize) {
        self.first = first;
        for (_, place) in self.objects.drain(..) {
            if let Place::Row(row) = place {
                self.spare.push(row);
            }
        }
    }

    /// Returns the numbers of the objects in the input, from 0.
    pub(in crate::cli) fn numbers(&self) -> Range<usize> {
        self.first..self.first + self.objects.len()
    }
}

/// An input that is read in batches.
pub(in crate::cli) struct Batches<'i> {
    form: Form<'i>,
    taken: usize,
    ended: bool,
}

enum Form<'i> {
    Json(Frames<Box<dyn Read + Send + 'i>>),
    Csv(Box<CsvObjects<Box<dyn Read + Send + 'i>>>),
}

impl<'i> Batches<'i> {
    /// Opens a file, or standard input.
    pub(in crate::cli) fn open(path: &Path) -> Result<Self, Stopped> {
        Self::of(path, open(path)?)
    }

    /// Begins to read an input; a file named `.csv` is CSV.
    pub(super) fn of(path: &Path, source: Box<dyn Read + Send + 'i>) -> Result<Self, Stopped> {
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        let form = if is_csv {
            let rows = CsvObjects::new(source);
            let unusable = |error: InputError| format!("{}:1: {}", name(path), error.message());
            Form::Csv(Box::new(rows.map_err(|error| Stopped::wrong_use(unusable(error)))?))
        } else {
            Form::Json(Frames::new(source).map_err(|error| unreadable(path, &error))?)
        };
        Ok(Self { form, taken: 0, ended: false })
    }

    /// Returns the page that all the objects stood in, as JSON with none of them, and how many there were; `None` where they
    /// stood in none.
    pub(in crate::cli) fn into_page(self) -> Option<(Vec<u8>, u64)> {
        let Form::Json(frames) = self.form else { return None };
        Some((frames.page()?.to_vec(), u64::try_from(self.taken).unwrap_or(u64::MAX)))
    }

    /// Fills a batch with what comes next; tells whether there was anything.
    pub(in crate::cli) fn next(&mut self, batch: &mut Batch) -> bool {
        batch.begin(self.taken);
        if !self.ended {
            self.ended = match &mut self.form {
                Form::Json(frames) => ends_within(batch, frames),
                Form::Csv(rows) => ends_with_row_of(batch, rows),
            };
        }
        self.taken = batch.numbers().end;
        !batch.objects.is_empty()
    }
}

/// Fills a batch with JSON objects; tells whether they were the last.
fn ends_within<R: Read>(batch: &mut Batch, frames: &mut Frames<R>) -> bool {
    let Batch { objects, text, .. } = batch;
    let taken =
        frames.take((BATCH, BATCH_OBJECTS), text, |place, line| objects.push((line, Place::Text(place))));
    taken.unwrap_or_else(|error| {
        // The line of the stream that it is on, and its place counted from there.
        let line = error.position().map_or(1, |(line, _)| line);
        objects.push((line, Place::Nowhere(InputError::at(error.message(), 1, 1))));
        true
    })
}

/// Fills a batch with rows; tells whether they were the last.
fn ends_with_row_of<R: Read>(batch: &mut Batch, rows: &mut CsvObjects<R>) -> bool {
    let mut length = 0;
    while length < BATCH && batch.objects.len() < BATCH_OBJECTS {
        let mut row = batch.spare.pop().unwrap_or_default();
        let Some((line, read)) = rows.next_into(&mut row) else { return true };
        length += row.len();
        batch.objects.push((line, read.map_or_else(Place::Nowhere, |()| Place::Row(row))));
    }
    false
}
