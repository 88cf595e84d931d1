//! CSV rows as source objects: an empty cell is null, and everything else is text.

use super::{InputError, KeyOrder, SourceObject, Wanted};
use crate::value::Value;
use std::io::Read;
use std::sync::Arc;

/// Reads a CSV file with a header, row by row.
pub struct CsvObjects<R> {
    reader: csv::Reader<R>,
    /// How many lines the reader's position is behind: one where lines end in CRLF, of which it has read only the half.
    behind: usize,
    columns: Arc<Columns>,
    row: CsvObject,
}

/// One row of a CSV file.
#[derive(Debug, Default)]
pub struct CsvObject {
    columns: Arc<Columns>,
    /// Where the cells are in the text.
    record: csv::ByteRecord,
    /// The cells, one behind another.
    text: String,
}

/// The columns of a CSV file.
#[derive(Debug, Default)]
struct Columns {
    names: csv::StringRecord,
    /// Their names as keys are foreseen: see [`KeyOrder::padded`].
    keys: Vec<Box<[u8]>>,
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
        let lines = 1 + header.iter().map(|name| name.matches('\n').count()).sum::<usize>();
        let behind = (1 + lines).saturating_sub(line(reader.position()));
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
        let columns = Arc::new(Columns { names: header, keys });
        Ok(Self { reader, behind, columns, row: CsvObject::default() })
    }

    /// Reads the next row and the line that it begins on; `None` after the last.
    ///
    /// # Errors
    ///
    /// An [`InputError`] for a row that is not UTF-8 text or has another number of cells than the header.
    pub fn next_object(&mut self) -> Option<(usize, Result<&CsvObject, InputError>)> {
        let mut row = std::mem::take(&mut self.row);
        let read = self.next_into(&mut row);
        self.row = row;
        let (line, read) = read?;
        Some((line, read.map(|()| &self.row)))
    }

    /// Reads the next row likewise, into one of the caller's.
    pub(crate) fn next_into(&mut self, row: &mut CsvObject) -> Option<(usize, Result<(), InputError>)> {
        let line = line(self.reader.position()) + self.behind;
        match self.reader.read_byte_record(&mut row.record) {
            Ok(false) => None,
            Ok(true) => {
                row.columns.clone_from(&self.columns);
                Some((line, if row.take_text() { Ok(()) } else { Err(no_text()) }))
            }
            Err(error) => Some((line, Err(failure(&error)))),
        }
    }
}

impl CsvObject {
    /// Returns the cells that are not empty, with their columns.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.names.iter().zip(self.cells()).filter(|(_, cell)| !cell.is_empty())
    }

    /// Returns how many bytes the cells have in all.
    #[cfg(feature = "cli")]
    pub(crate) fn len(&self) -> usize {
        self.record.as_slice().len()
    }

    fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.record.len()).map(|cell| {
            let range = self.record.range(cell);
            range.and_then(|range| self.text.get(range)).unwrap_or_default()
        })
    }

    /// Checks the record's cells all at once, and keeps them as text; tells whether each of them is UTF-8.
    fn take_text(&mut self) -> bool {
        self.text.clear();
        let Ok(text) = simdutf8::basic::from_utf8(self.record.as_slice()) else { return false };
        self.text.push_str(text);
        let mut ranges = (0..self.record.len()).filter_map(|cell| self.record.range(cell));
        ranges.all(|range| text.is_char_boundary(range.end))
    }
}

impl SourceObject for CsvObject {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        wanted.begin();
        let Columns { names, keys } = &*self.columns;
        for ((name, key), cell) in names.iter().zip(keys).zip(self.cells()) {
            let index = match wanted.foresee(key, 0) {
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

fn line(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

/// Returns what a header of one column seems to be separated by.
fn separator(header: &str) -> Option<&'static str> {
    let known = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")];
    known.into_iter().find(|(mark, _)| header.contains(*mark)).map(|(_, shown)| shown)
}

fn no_text() -> InputError {
    InputError::new("the row is not UTF-8 text")
}

fn failure(error: &csv::Error) -> InputError {
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells, and the header {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => return no_text(),
        csv::ErrorKind::Io(error) => format!("the file cannot be read: {error}"),
        _ => "the row is not CSV".to_owned(),
    };
    InputError::new(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begins_on_the_line_that_an_editor_shows() {
        for end in ["\n", "\r\n"] {
            let table = ["a,\"b\nc\"", "1,2", "\"1\n\",2", "1", "3,4", "5,6"].join(end);
            let (mut rows, mut lines) = (CsvObjects::new(table.as_bytes()).unwrap(), Vec::new());
            while let Some((line, row)) = rows.next_object() {
                lines.push((line, row.is_ok()));
            }
            assert_eq!(lines, [(3, true), (4, true), (6, false), (7, true), (8, true)], "{end:?}");
        }
    }

    #[test]
    fn a_row_that_is_no_text_harms_no_other() {
        let table = b"a,b\nZo\xc3\xab,\nx\xff,y\n\xc3,\xab\n\"1\n,2\",\xf0\x9f\x99\x82\n";
        let (mut rows, mut found) = (CsvObjects::new(&table[..]).unwrap(), Vec::new());
        while let Some((line, row)) = rows.next_object() {
            let cells = row.map(|row| row.iter().map(|(name, cell)| format!("{name}={cell}")).collect());
            found.push((line, cells.map_err(|error| error.message().to_owned())));
        }
        let no_text = || Err("the row is not UTF-8 text".to_owned());
        let read = |cells: &[&str]| Ok(cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        let expected =
            [(2, read(&["a=Zoë"])), (3, no_text()), (4, no_text()), (5, read(&["a=1\n,2", "b=🙂"]))];
        assert_eq!(found, expected);
    }
}
