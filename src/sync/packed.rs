//! Values as short text: how the target's resources are kept, to be compared when a decision needs them.
//!
//! A resource is found out once, when it is read; what is kept of it is only what mappings name, and needs no check when it is
//! read again. What stands between texts are numbers of ASCII characters, so that the whole is a text and cut like one.

use crate::eval::change::{self, Change, Held};
use crate::eval::mapping::{Effect, Values};
use crate::plan::Mapping;
use crate::value::{Arena, Decimal, Value};

/// What a number says besides how much: the kind of value that follows.
const KINDS: usize = 8;
const NULL: usize = 0;
const BOOLEAN: usize = 1;
const INTEGER: usize = 2;
const DECIMAL: usize = 3;
const TEXT: usize = 4;
const COMPLEX: usize = 5;
const LIST: usize = 6;
/// So many primary elements follow, then what they stand beside.
const OTHER_PRIMARIES: usize = 7;

/// The null where even the element is not there.
const NOT_THERE: usize = 1;

/// A digit holds so much; one more bit says that another digit follows.
const DIGIT: usize = 64;

/// Appends what a resource holds, in the order of the mappings.
pub(super) fn pack<'a>(held: impl Iterator<Item = Held<'a>>, packed: &mut String) {
    for held in held {
        if !held.other_primaries.is_empty() {
            head(OTHER_PRIMARIES, held.other_primaries.len(), packed);
            held.other_primaries.iter().for_each(|element| pack_value(*element, packed));
        }
        if held.element_is_there {
            pack_value(held.value, packed);
        } else {
            head(NULL, NOT_THERE, packed);
        }
    }
}

/// Appends one value.
pub(super) fn pack_value(value: Value<'_>, packed: &mut String) {
    match value {
        // JSON has no dates.
        Value::Null | Value::DateTime(_) => head(NULL, 0, packed),
        Value::Boolean(boolean) => head(BOOLEAN, boolean.into(), packed),
        Value::Integer(integer) => text(INTEGER, &integer.to_string(), packed),
        Value::Decimal(decimal) => text(DECIMAL, decimal.as_json(), packed),
        Value::Text(plain) | Value::Reference(plain) => text(TEXT, plain, packed),
        Value::Complex(entries) => {
            head(COMPLEX, entries.len(), packed);
            for (name, value) in entries {
                text(TEXT, name, packed);
                pack_value(*value, packed);
            }
        }
        Value::List(members) => {
            head(LIST, members.len(), packed);
            for member in members {
                pack_value(*member, packed);
            }
        }
    }
}

fn text(kind: usize, text: &str, packed: &mut String) {
    head(kind, text.len(), packed);
    packed.push_str(text);
}

#[inline]
fn head(kind: usize, count: usize, packed: &mut String) {
    let mut rest = count * KINDS + kind;
    while rest >= DIGIT {
        packed.push(character(rest % DIGIT + DIGIT));
        rest /= DIGIT;
    }
    packed.push(character(rest));
}

fn character(below_128: usize) -> char {
    u8::try_from(below_128).map_or('\0', char::from)
}

/// What a resource holds at the places of mappings, as it is kept.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Packed<'a>(pub(super) &'a str);

impl<'a> Packed<'a> {
    /// Compares the values of all mappings with the resource, in the order of the file; nothing where nothing changes.
    pub(crate) fn changes(
        self,
        mappings: &[Mapping],
        values: &Values<'a>,
        arena: &'a Arena,
    ) -> &'a [Change<'a>] {
        let (mut unpacking, mut changes) = (Unpacking::of(self.0), &mut [][..]);
        let given = values.given.iter().copied().zip(values.effects.iter().copied());
        for (index, (mapping, (value, effect))) in mappings.iter().zip(given).enumerate() {
            let (kind, count) = unpacking.head();
            let held = match (kind, effect, value) {
                // The usual case.
                (TEXT, Effect::Value, Value::Text(wanted)) => match unpacking.take(count) {
                    held if held == *wanted => continue,
                    held => Held::of(Value::Text(held)),
                },
                _ => unpacking.held(kind, count, arena),
            };
            let change = change::change(mapping, value, effect, held, arena);
            if change != Change::None {
                if changes.is_empty() {
                    changes = arena.alloc_slice_fill_copy(mappings.len(), Change::None);
                }
                if let Some(place) = changes.get_mut(index) {
                    *place = change;
                }
            }
        }
        changes
    }

    /// Returns what the resource holds at the place of a mapping.
    pub(crate) fn at(self, mapping: usize, arena: &'a Arena) -> Held<'a> {
        let mut unpacking = Unpacking::of(self.0);
        for _ in 0..mapping {
            unpacking.next(arena);
        }
        unpacking.next(arena)
    }

    /// Returns what the resource holds at the places of so many mappings.
    pub(crate) fn all(self, mappings: usize, arena: &'a Arena) -> &'a [Held<'a>] {
        let mut unpacking = Unpacking::of(self.0);
        arena.alloc_slice_fill_with(mappings, |_| unpacking.next(arena))
    }
}

/// Takes values out of a packed text, in the order in which they were put there.
pub(super) struct Unpacking<'a> {
    rest: &'a str,
}

impl<'a> Unpacking<'a> {
    pub(super) fn of(packed: &'a str) -> Self {
        Self { rest: packed }
    }

    /// Returns what has not been taken yet.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// Takes what a resource holds at the next place.
    fn next(&mut self, arena: &'a Arena) -> Held<'a> {
        let (kind, count) = self.head();
        self.held(kind, count, arena)
    }

    fn held(&mut self, kind: usize, count: usize, arena: &'a Arena) -> Held<'a> {
        match (kind, count) {
            (OTHER_PRIMARIES, count) => {
                let other_primaries = arena.alloc_slice_fill_with(count, |_| self.value(arena));
                Held { other_primaries, ..self.next(arena) }
            }
            (NULL, NOT_THERE) => Held::NOTHING,
            (kind, count) => Held::of(self.of_kind(kind, count, arena)),
        }
    }

    /// Takes one value.
    pub(super) fn value(&mut self, arena: &'a Arena) -> Value<'a> {
        let (kind, count) = self.head();
        self.of_kind(kind, count, arena)
    }

    /// Takes a value that is a text or null.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let (kind, count) = self.head();
        (kind == TEXT).then(|| self.take(count))
    }

    /// Takes a boolean.
    pub(super) fn boolean(&mut self) -> bool {
        self.head() == (BOOLEAN, 1)
    }

    fn of_kind(&mut self, kind: usize, count: usize, arena: &'a Arena) -> Value<'a> {
        match kind {
            TEXT => Value::Text(self.take(count)),
            BOOLEAN => Value::Boolean(count > 0),
            INTEGER => self.take(count).parse().map_or(Value::Null, Value::Integer),
            DECIMAL => Decimal::new(self.take(count)).map_or(Value::Null, Value::Decimal),
            COMPLEX => {
                let entry = |_| (self.text().unwrap_or_default(), self.value(arena));
                Value::Complex(arena.alloc_slice_fill_with(count, entry))
            }
            LIST => Value::List(arena.alloc_slice_fill_with(count, |_| self.value(arena))),
            _ => Value::Null,
        }
    }

    /// Takes the kind of what follows, and how much of it.
    #[inline]
    fn head(&mut self) -> (usize, usize) {
        let (number, length) = match *self.rest.as_bytes() {
            // The usual cases: a value of fewer than 8 bytes, and one of fewer than 512.
            [only, ..] if usize::from(only) < DIGIT => (usize::from(only), 1),
            [first, last, ..] if usize::from(last) < DIGIT => {
                (usize::from(first) - DIGIT + usize::from(last) * DIGIT, 2)
            }
            _ => self.long_number(),
        };
        self.take(length);
        (number % KINDS, number / KINDS)
    }

    /// The number that comes next, and of how many digits it is.
    #[cold]
    fn long_number(&self) -> (usize, usize) {
        let (mut number, mut unit, mut length) = (0, 1, 0);
        for byte in self.rest.bytes() {
            let digit = usize::from(byte);
            length += 1;
            number += digit % DIGIT * unit;
            if digit < DIGIT {
                break;
            }
            unit *= DIGIT;
        }
        (number, length)
    }

    #[inline]
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_is_what_was_put_in() {
        let arena = Arena::new();
        let long = "Köln ".repeat(2000);
        let elements = [
            Value::Complex(&[("type", Value::Text("work")), ("primary", Value::Boolean(true))]),
            Value::Complex(&[]),
            Value::Text("plain"),
        ];
        let values = [
            Value::Null,
            Value::Boolean(true),
            Value::Boolean(false),
            Value::Integer(i64::MIN),
            Value::Decimal(Decimal::new("-1.50e7").unwrap()),
            Value::Text(""),
            Value::Text("seven 7"),
            Value::Text(&long),
            Value::List(&[]),
            Value::List(&elements),
            elements[0],
        ];
        let held = |value| Held { value, element_is_there: true, other_primaries: &[] };
        let mut all: Vec<_> = values.into_iter().map(held).collect();
        all.push(Held::NOTHING);
        all.push(Held { other_primaries: &elements, ..Held::NOTHING });
        all.push(Held { other_primaries: &elements, ..held(Value::Text("last")) });
        let mut packed = String::new();
        pack(all.iter().copied(), &mut packed);
        pack_value(Value::Text("after"), &mut packed);
        let mut unpacking = Unpacking::of(&packed);
        for held in all {
            assert_eq!(unpacking.next(&arena), held);
        }
        assert_eq!((unpacking.text(), unpacking.rest()), (Some("after"), ""));
    }
}
