//! One call of a function: its arguments, converted as the body asks for them, and what it may ask of the world.

use super::{Evaluated, Prepared, Stop};
use crate::diagnostic::{EvalError, code};
use crate::dotnet::date::DateTime;
use crate::dotnet::{base64, text};
use crate::env::Env;
use crate::value::{Arena, Value};
use std::any::Any;

/// One call of a function.
pub(crate) struct Call<'a, 'c> {
    pub(crate) arguments: Arguments<'a, 'c>,
    pub(crate) prepared: Option<&'a Prepared>,
    pub(crate) context: &'c Context<'a>,
}

/// What a call may ask of the world.
#[derive(Copy, Clone)]
pub(crate) struct Context<'a> {
    /// Where the values of the object are built.
    pub(crate) arena: &'a Arena,
    pub(crate) env: &'a dyn Env,
    /// The target attribute that the expression writes, for `SelectUniqueValue`; empty outside a mapping.
    pub(crate) target: &'a str,
}

/// The arguments of a call: there already, or evaluated when they are asked for.
pub(crate) enum Arguments<'a, 'c> {
    /// The values; `None` is an omitted slot.
    Ready(&'c [Option<&'a Value<'a>>]),
    /// What evaluates a slot.
    Lazy(&'c dyn Evaluate<'a>),
}

/// Evaluates the arguments of a lazy function.
pub(crate) trait Evaluate<'a> {
    /// Returns the number of slots.
    fn count(&self) -> usize;

    /// Tells whether a slot is filled.
    fn is_filled(&self, slot: usize) -> bool;

    /// Evaluates a slot; null for an omitted one.
    fn evaluate(&self, slot: usize) -> Evaluated<'a>;
}

impl<'a> Call<'a, '_> {
    /// Returns the number of slots, omitted ones in the middle included.
    pub(super) fn count(&self) -> usize {
        match &self.arguments {
            Arguments::Ready(values) => values.len(),
            Arguments::Lazy(arguments) => arguments.count(),
        }
    }

    /// Returns an argument; null for an omitted slot.
    #[inline]
    pub(super) fn value(&self, slot: usize) -> Evaluated<'a> {
        match &self.arguments {
            Arguments::Ready(values) => Ok(values.get(slot).copied().flatten().unwrap_or(&Value::Null)),
            Arguments::Lazy(arguments) => arguments.evaluate(slot),
        }
    }

    /// Returns an argument; `None` for an omitted slot, which is not null.
    pub(super) fn given(&self, slot: usize) -> Result<Option<&'a Value<'a>>, Stop> {
        match &self.arguments {
            Arguments::Ready(values) => Ok(values.get(slot).copied().flatten()),
            Arguments::Lazy(arguments) if arguments.is_filled(slot) => arguments.evaluate(slot).map(Some),
            Arguments::Lazy(_) => Ok(None),
        }
    }

    /// Returns an argument's text form; `None` for null and for an omitted slot.
    ///
    /// # Errors
    ///
    /// `type` for a complex value or a list of several members.
    #[inline]
    pub(super) fn text(&self, slot: usize) -> Result<Option<&'a str>, Stop> {
        Ok(self.value(slot)?.text(self.context.arena).map_err(|error| error.of_argument(slot))?)
    }

    /// Returns an argument as a whole number, its fraction cut.
    ///
    /// # Errors
    ///
    /// `type` for null and for what is no number.
    pub(super) fn integer(&self, slot: usize) -> Result<i64, Stop> {
        let missing = || EvalError::new(&code::TYPE, "null where a number is wanted");
        let integer = self.value(slot)?.integer().and_then(|integer| integer.ok_or_else(missing));
        Ok(integer.map_err(|error| error.of_argument(slot))?)
    }

    /// Returns an argument as a position or a length: a number beyond 64 bits is as good as the greatest.
    ///
    /// # Errors
    ///
    /// `type` for null and for what is no number.
    pub(super) fn position(&self, slot: usize) -> Result<i64, Stop> {
        let value = self.value(slot)?;
        if let Value::Integer(integer) = value {
            return Ok(*integer);
        }
        let missing = || EvalError::new(&code::TYPE, "null where a number is wanted");
        let number = value.number().and_then(|number| number.ok_or_else(missing));
        Ok(number.map_err(|error| error.of_argument(slot))?.saturate())
    }

    /// Returns an argument as an instant; `None` for null.
    ///
    /// # Errors
    ///
    /// `invalid-date` for a text that is no date, `type` for other kinds.
    pub(super) fn date(&self, slot: usize) -> Result<Option<DateTime>, Stop> {
        Ok(self.value(slot)?.date().map_err(|error| error.of_argument(slot))?)
    }

    /// Returns the bytes of an argument that is base64; `None` for null.
    ///
    /// # Errors
    ///
    /// `invalid-value` for a text that is no base64.
    pub(super) fn base64(&self, slot: usize) -> Result<Option<&'a [u8]>, Stop> {
        let Some(text) = self.text(slot)? else { return Ok(None) };
        let bytes = base64::decode(text, self.context.arena.alloc_slice_fill_copy(text.len(), 0));
        let invalid = || EvalError::new(&code::INVALID_VALUE, "a text that is no base64");
        Ok(Some(bytes.ok_or_else(invalid)?))
    }

    /// Reads the one argument that the function made ready with [`Constants::read`](super::Constants::read), now where
    /// it was not known.
    ///
    /// `read` gets `None` for null and for an omitted slot.
    ///
    /// # Errors
    ///
    /// What `read` refuses.
    pub(super) fn read<T: Any + Copy>(
        &self,
        slot: usize,
        read: impl FnOnce(Option<&str>) -> Result<T, EvalError>,
    ) -> Result<T, Stop> {
        match self.prepared::<Option<T>>() {
            Some(Some(ready)) => Ok(*ready),
            _ => Ok(read(self.text(slot)?).map_err(|error| error.of_argument(slot))?),
        }
    }

    /// Returns what the function made ready when the rules were loaded.
    pub(super) fn prepared<T: Any>(&self) -> Option<&'a T> {
        self.prepared.and_then(|prepared| prepared.downcast_ref())
    }

    /// Places a value where the object's others are.
    #[inline]
    pub(super) fn place(&self, value: impl Into<Value<'a>>) -> &'a Value<'a> {
        self.context.arena.alloc(value.into())
    }

    /// Builds a text in the object's arena.
    pub(super) fn build(&self, parts: &[&str]) -> &'a str {
        let mut text = bumpalo::collections::String::with_capacity_in(
            parts.iter().map(|part| part.len()).sum(),
            self.context.arena,
        );
        for part in parts {
            text.push_str(part);
        }
        text.into_bump_str()
    }

    /// Returns a text with every `old` in it replaced: as it is where there is none, else built in the arena.
    pub(super) fn replaced(&self, text: &'a str, old: &str, new: &'a str) -> &'a str {
        let Some(parts) = text::replace(text, old, new) else { return text };
        let mut replaced = bumpalo::collections::String::with_capacity_in(text.len(), self.context.arena);
        replaced.extend(parts);
        replaced.into_bump_str()
    }

    /// Keeps a text: as it is when borrowed, in the arena when built.
    pub(super) fn keep(&self, text: std::borrow::Cow<'a, str>) -> &'a str {
        match text {
            std::borrow::Cow::Borrowed(text) => text,
            std::borrow::Cow::Owned(text) => self.context.arena.alloc_str(&text),
        }
    }
}
