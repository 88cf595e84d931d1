//! JSON objects as source objects.
//!
//! The whole text is checked; of the attributes only those that the plan reads are decoded.

use super::scanner::{Checked, Scanner};
use super::{InputError, SourceObject, Wanted, decode};
use crate::value::Value;

/// One JSON object as UTF-8 text, e.g. a line of NDJSON.
impl SourceObject for [u8] {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        let Ok(text) = simdutf8::basic::from_utf8(self) else { return Err(no_text(self)) };
        text.read(wanted)
    }
}

#[cold]
fn no_text(bytes: &[u8]) -> InputError {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let (line, column) = position(bytes.get(..valid).unwrap_or_default());
    InputError::at("the object is not UTF-8 text", line, column)
}

/// One JSON object as text.
impl SourceObject for str {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        object(&mut Scanner::new(self, wanted.arena), wanted).map_err(|error| *error)
    }
}

/// Reads the wanted attributes of an object and checks the rest.
fn object<'a>(scanner: &mut Scanner<'a>, wanted: &mut Wanted<'a>) -> Checked<()> {
    if scanner.peek() != Some(b'{') {
        scanner.skip_value()?;
        return scanner.refuse("the source object is not a JSON object");
    }
    wanted.begin();
    let mut more = scanner.open(b'}')?;
    while more {
        let index = if let Some(foreseen) = wanted.foresee(scanner.text().as_bytes(), scanner.offset()) {
            scanner.pass(foreseen.length);
            foreseen.index
        } else {
            unforeseen_key(scanner, wanted)?
        };
        match index {
            None => scanner.skip_value()?,
            Some(index) => {
                let value = decode::value(scanner, wanted.arena)?;
                if !wanted.put(index, value) {
                    return scanner.refuse(format!("the attribute `{}` stands twice", wanted.name(index)));
                }
            }
        }
        more = scanner.follows(b'}')?;
    }
    scanner.end()
}

/// Passes a key and its colon; returns the attribute's index, if it is wanted.
fn unforeseen_key<'a>(scanner: &mut Scanner<'a>, wanted: &mut Wanted<'a>) -> Checked<Option<usize>> {
    let start = scanner.offset();
    let key = scanner.key()?;
    let name = decode::decoded(scanner, key, wanted.arena)?;
    Ok(wanted.find_and_learn(name, scanner.slice(start, scanner.offset()).as_bytes()))
}

/// A JSON object that has been parsed already; texts are borrowed.
impl SourceObject for serde_json::Map<String, serde_json::Value> {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        for index in 0..wanted.len() {
            match self.get(wanted.name(index)) {
                None | Some(serde_json::Value::Null) => {}
                Some(serde_json::Value::Bool(boolean)) => wanted.set(index, Value::Boolean(*boolean)),
                Some(serde_json::Value::String(text)) => wanted.set(index, Value::Text(text)),
                Some(other) => wanted.set(index, decode::tree(other, wanted.arena)),
            }
        }
        Ok(())
    }
}

/// The line and the column after a text, from 1.
pub(super) fn position(before: &[u8]) -> (usize, usize) {
    let lines = memchr::memchr_iter(b'\n', before).count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    (lines + 1, column + 1)
}
