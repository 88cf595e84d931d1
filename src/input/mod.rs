//! Source objects: what a plan reads of them, and nothing else.
//!
//! A [`SourceObject`] hands its top-level attributes to a [`Wanted`], which knows the names that the plan reads; the rest
//! is skipped, not decoded. Readers of files frame one object after another, so that memory does not grow with their
//! number.
//!
//! Source: `DESIGN.md` § 4, `spec:expressions-1.3`.

mod decode;
mod form;
mod frames;
mod json;
mod key_order;
mod object;
mod pending;
mod row;
mod scanner;
mod table;
#[cfg(test)]
mod tests;

use crate::plan::Keys;
use crate::value::{Arena, Value};
pub use frames::{Frame, Frames};
use key_order::Foreseen;
pub(crate) use key_order::KeyOrder;
pub(crate) use object::{Astray, Found, KindOf, object};
pub(crate) use row::{compute, kind, texts};
use std::fmt;
pub use table::{CsvObject, CsvObjects};

/// An object of the source, e.g. a user: JSON bytes, a JSON map, or a type of your own.
///
/// # Examples
///
/// A type of your own says what it has of the names that the rules read:
///
/// ```
/// use scopemap::{InputError, SourceObject, Value, Wanted};
///
/// struct Person {
///     mail: String,
///     enabled: bool,
/// }
///
/// impl SourceObject for Person {
///     fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
///         for index in 0..wanted.len() {
///             match wanted.name(index) {
///                 "mail" => wanted.set(index, Value::Text(&self.mail)),
///                 "accountEnabled" => wanted.set(index, Value::Boolean(self.enabled)),
///                 _ => {} // absent, which is null
///             }
///         }
///         Ok(())
///     }
/// }
/// ```
pub trait SourceObject {
    /// Sets the attributes that are wanted; the others are null.
    ///
    /// # Errors
    ///
    /// An [`InputError`] where the object is not readable as one.
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError>;
}

impl<S: SourceObject + ?Sized> SourceObject for &S {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        (**self).read(wanted)
    }
}

/// What could not even be framed is an object that cannot be read.
impl<S: SourceObject> SourceObject for Result<S, InputError> {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        match self {
            Ok(source) => source.read(wanted),
            Err(error) => Err(error.clone()),
        }
    }
}

/// The top-level attributes that a plan reads of an object, to be filled by a [`SourceObject`].
pub struct Wanted<'a> {
    keys: &'a Keys,
    values: &'a mut [Value<'a>],
    /// A bit for each attribute that has been set.
    set: &'a mut [u64],
    /// How keys stood in the objects before.
    order: Option<KeyOrder>,
    arena: &'a Arena,
}

impl<'a> Wanted<'a> {
    pub(crate) fn new(keys: &'a Keys, arena: &'a Arena) -> Self {
        let count = keys.names().len();
        Self {
            keys,
            values: arena.alloc_slice_fill_copy(count, Value::Null),
            set: arena.alloc_slice_fill_copy(count.div_ceil(64), 0),
            order: None,
            arena,
        }
    }

    /// Reads the wanted attributes of an object, by the indices of their keys, looking for keys first where the objects before had them.
    pub(crate) fn read<S: SourceObject + ?Sized>(
        mut self,
        source: &'a S,
        order: Option<&mut KeyOrder>,
    ) -> Result<&'a mut [Value<'a>], InputError> {
        let Some(order) = order else { return source.read(&mut self).map(|()| self.values) };
        self.order = Some(std::mem::take(order));
        let read = source.read(&mut self);
        *order = self.order.take().unwrap_or_default();
        read.map(|()| self.values)
    }

    /// Returns how many attributes are wanted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Tells whether nothing is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns the name of a wanted attribute; the empty one where nothing is wanted of the source.
    #[must_use]
    pub fn name(&self, index: usize) -> &'a str {
        self.keys.names().get(index).map_or("", String::as_str)
    }

    /// Returns the index of a name, if it is wanted.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.keys.find(name)
    }

    /// Sets an attribute to a value; lists and complex values borrow from the source object.
    pub fn set(&mut self, index: usize, value: Value<'a>) {
        self.put(index, value);
    }

    /// Begins with the keys of an object.
    fn begin(&mut self) {
        if let Some(order) = &mut self.order {
            order.begin();
        }
    }

    /// Returns the key at a place of a text, if it could be foreseen.
    #[inline]
    fn foresee(&mut self, text: &[u8], place: usize) -> Option<Foreseen> {
        self.order.as_mut()?.foresee(text, place)
    }

    /// Returns the index of a name, if it is wanted, and remembers how it was written.
    fn find_and_learn(&mut self, name: &str, written: &[u8]) -> Option<usize> {
        let index = self.find(name);
        if let Some(order) = &mut self.order {
            order.learn(written, index);
        }
        index
    }

    /// Sets an attribute; tells whether it had not been set before.
    #[inline]
    fn put(&mut self, index: usize, value: Value<'a>) -> bool {
        let (Some(place), Some(set)) = (self.values.get_mut(index), self.set.get_mut(index / 64)) else {
            return false;
        };
        *place = value;
        let bit = 1 << (index % 64);
        let fresh = *set & bit == 0;
        *set |= bit;
        fresh
    }
}

/// Why a source object cannot be read. The message names attributes and places, never values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    message: String,
    /// Line and column within the object's text, from 1; zero where there is none.
    line: usize,
    column: usize,
}

impl InputError {
    /// Makes an error of an object that is no text.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), line: 0, column: 0 }
    }

    pub(crate) fn at(message: impl Into<String>, line: usize, column: usize) -> Self {
        Self { message: message.into(), line, column }
    }

    /// Returns what is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns line and column within the object's text, counted from 1, where they are known.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        (self.line > 0).then_some((self.line, self.column))
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position() {
            Some((line, column)) => write!(formatter, "{line}:{column}: {}", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

impl std::error::Error for InputError {}
