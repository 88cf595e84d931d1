//! CSV rows as source objects: an empty cell is null, and everything else is text.

use super::{InputError, KeyOrder, SourceObject, Wanted};
use crate::value::Value;
use std::io::Read;

/// Reads a CSV file with a header, row by row.
pub struct CsvObjects<R> {
    reader: csv::Reader<R>,
    row: CsvObject,
}

/// One row of a CSV file.
#[derive(Debug, Default)]
pub struct CsvObject {
    header: csv::StringRecord,
    /// The columns as keys are foreseen: see [`KeyOrder::padded`].
    keys: Vec<Box<[u8]>>,
    record: csv::StringRecord,
}

impl<R: Read> CsvObjects<R> {
    /// Reads the header of a CSV file.
    ///
    /// # Errors
    ///
    /// An [`InputError`] where the header cannot be read, names a column twice, or separates columns by something else
    /// than commas, so that no attribute would be found.
    pub fn new(source: R) -> Result<Self, InputError> {
        let mut reader = csv::ReaderBuilder::new().from_reader(source);
        let mut header = reader.headers().map_err(|error| failure(&error))?.clone();
        if let Some(first) = header.get(0).and_then(|first| first.strip_prefix('\u{feff}')) {
            header = std::iter::once(first).chain(header.iter().skip(1)).collect();
        }
        if let (1, Some(separator)) = (header.len(), header.get(0).and_then(separator)) {
            let message = format!("the columns are separated by {separator}, where commas are wanted");
            return Err(InputError::at(message, 1, 1));
        }
        let repeated = header
            .iter()
            .enumerate()
            .find(|(index, name)| header.iter().take(*index).any(|known| known == *name));
        if let Some((_, name)) = repeated {
            return Err(InputError::at(format!("the column `{name}` stands twice"), 1, 1));
        }
        let keys = header.iter().map(KeyOrder::padded).collect();
        Ok(Self { reader, row: CsvObject { header, keys, record: csv::StringRecord::new() } })
    }

    /// Reads the next row and the line that it begins on; `None` after the last.
    ///
    /// # Errors
    ///
    /// An [`InputError`] for a row that is not UTF-8 text or has another number of cells than the header.
    pub fn next_object(&mut self) -> Option<(usize, Result<&CsvObject, InputError>)> {
        let line = usize::try_from(self.reader.position().line()).unwrap_or(usize::MAX);
        match self.reader.read_record(&mut self.row.record) {
            Ok(false) => None,
            Ok(true) => {
                let line =
                    self.row.record.position().map_or(line, |at| usize::try_from(at.line()).unwrap_or(line));
                Some((line, Ok(&self.row)))
            }
            Err(error) => Some((line, Err(failure(&error)))),
        }
    }
}

impl CsvObject {
    /// Returns the cells that are not empty, with their columns.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.header.iter().zip(&self.record).filter(|(_, cell)| !cell.is_empty())
    }
}

impl SourceObject for CsvObject {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        wanted.begin();
        for ((name, key), cell) in self.header.iter().zip(&self.keys).zip(&self.record) {
            let index = match wanted.foresee(key) {
                Some(foreseen) => foreseen.index,
                None => wanted.find_and_learn(name, KeyOrder::written(key)),
            };
            if let (Some(index), false) = (index, cell.is_empty()) {
                wanted.set(index, Value::Text(cell));
            }
        }
        Ok(())
    }
}

/// Returns what a header of one column seems to be separated by.
fn separator(header: &str) -> Option<&'static str> {
    let known = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")];
    known.into_iter().find(|(mark, _)| header.contains(*mark)).map(|(_, shown)| shown)
}

fn failure(error: &csv::Error) -> InputError {
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells, and the header {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8 text".to_owned(),
        csv::ErrorKind::Io(error) => format!("the file cannot be read: {error}"),
        _ => "the row is not CSV".to_owned(),
    };
    InputError::new(message)
}
