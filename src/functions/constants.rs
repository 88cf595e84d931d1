//! What a function may decide when the rules are loaded, from the arguments that are constant.

use crate::diagnostic::{Code, EvalError};
use crate::value::{Arena, Value};

/// The arguments of a call, as far as they are known when the rules are loaded.
#[derive(Debug)]
pub(crate) struct Constants<'c>(pub(crate) &'c [Slot<'c>]);

/// What is known of an argument when the rules are loaded.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Slot<'c> {
    /// The slot is empty.
    Omitted,
    /// The argument is this constant.
    Constant(Value<'c>),
    /// The argument depends on the object.
    Dynamic,
}

impl<'c> Constants<'c> {
    /// Returns what is known of an argument; slots beyond the last are omitted.
    pub(crate) fn slot(&self, index: usize) -> Slot<'c> {
        self.0.get(index).copied().unwrap_or(Slot::Omitted)
    }

    /// Tells whether the slot holds an argument.
    pub(crate) fn is_filled(&self, index: usize) -> bool {
        self.slot(index) != Slot::Omitted
    }

    /// Returns the number of slots, omitted ones included.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Reads an argument's text where it is known; `None` where it depends on the object.
    ///
    /// `read` gets `None` for an omitted slot. When the call runs, [`Call::read`] does the same.
    ///
    /// # Errors
    ///
    /// What `read` refuses.
    pub(crate) fn read<T>(
        &self,
        slot: usize,
        read: impl FnOnce(Option<&str>) -> Result<T, EvalError>,
    ) -> Result<Option<T>, Refusal> {
        let arena = Arena::new();
        let text = match self.slot(slot) {
            Slot::Dynamic => return Ok(None),
            Slot::Omitted => Ok(None),
            Slot::Constant(value) => value.text(&arena),
        };
        text.and_then(read).map(Some).map_err(|error| Refusal::argument(error.code(), slot, error.message()))
    }

    /// Returns a constant argument that is a text.
    pub(crate) fn text(&self, index: usize) -> Option<&'c str> {
        match self.slot(index) {
            Slot::Constant(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Why constant arguments cannot work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: &'static Code,
    /// The slot at fault; the whole call where it is none alone.
    pub(crate) slot: Option<usize>,
    /// The byte of that argument's text where it goes wrong.
    pub(crate) offset: Option<usize>,
    pub(crate) message: String,
    /// The one thing to do, if one is known.
    pub(crate) help: Option<&'static str>,
}

impl Refusal {
    /// Refuses one argument.
    pub(crate) fn argument(code: &'static Code, slot: usize, message: impl Into<String>) -> Self {
        Self { code, slot: Some(slot), offset: None, message: message.into(), help: None }
    }

    /// Says where in the argument's text it goes wrong.
    pub(crate) fn at(self, offset: usize) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// Says what to do.
    pub(crate) fn maybe_help(self, help: Option<&'static str>) -> Self {
        Self { help, ..self }
    }

    /// Refuses the call as a whole.
    pub(crate) fn call(code: &'static Code, message: impl Into<String>) -> Self {
        Self { code, slot: None, offset: None, message: message.into(), help: None }
    }
}
