//! In which order objects had their keys, so that the next object's keys are known by looking once.
//!
//! Objects of one source nearly always have the same keys in the same order. What is remembered decides only how a key is
//! found, never whether.

use crate::json::plain_length;
use std::collections::HashMap;
use wide::u8x16;

/// Keys that are remembered; what else a source has is read without.
const MOST: usize = 1024;

/// The longest key that is remembered, with its quotes and the colon.
const LONGEST: usize = 128;

/// How far ahead a key is looked for, where an object lacks some that others have.
const AHEAD: usize = 8;

/// So many keys in a row may come unforeseen; then the rest of the object is read without, for its keys stand in any order.
const MOST_MISSES: usize = 8;

/// The place of no key.
const NOWHERE: usize = usize::MAX;

/// What stands behind a key that stands alone: no less than is looked at at once.
const PADDING: [u8; 16] = [0; 16];

/// The keys of the objects so far, and which follows which; behind a pointer, for it is handed from object to object.
#[derive(Debug, Default)]
pub(crate) struct KeyOrder(Option<Box<Known>>);

#[derive(Debug, Default)]
struct Known {
    keys: Vec<Key>,
    /// Where each key is in the list, by how it is written.
    places: HashMap<Box<[u8]>, usize>,
    /// The key that an object begins with.
    first: usize,
    /// The key that came last in this object, and the one that is to come next.
    last: usize,
    next: usize,
    /// How many keys have come unforeseen in a row, though they were known.
    misses: usize,
}

#[derive(Debug)]
struct Key {
    head: Block,
    /// Behind the first bytes.
    tail: Box<[u8]>,
    tail_head: Block,
    length: usize,
    /// The index of the attribute, if a plan reads it.
    index: Option<usize>,
    /// The key that came after this one when it last was not foreseen; after the last one it is the first.
    following: usize,
}

/// How many bytes are compared at once.
const BLOCK: usize = 16;

/// The first bytes of a text, which are compared with those of another text at once.
#[derive(Debug)]
struct Block {
    /// The first bytes, and zeros behind them.
    bytes: u8x16,
    mask: u8x16,
}

impl Block {
    fn new(text: &[u8]) -> Self {
        let (mut bytes, mut mask) = ([0; BLOCK], [0; BLOCK]);
        for ((byte, bit), written) in bytes.iter_mut().zip(&mut mask).zip(text) {
            (*byte, *bit) = (*written, u8::MAX);
        }
        Self { bytes: u8x16::new(bytes), mask: u8x16::new(mask) }
    }

    /// Tells whether the bytes stand at a place of a text that does not end too soon.
    #[inline]
    fn is_at(&self, text: &[u8], place: usize) -> bool {
        let there = text.get(place..place + BLOCK).and_then(|there| there.first_chunk());
        there.is_some_and(|there| (u8x16::new(*there) & self.mask).simd_eq(self.bytes).all())
    }
}

impl Key {
    /// Takes a key as it is written, with its quotes and the colon.
    fn new(written: &[u8], index: Option<usize>, following: usize) -> Self {
        let tail = written.get(BLOCK..).unwrap_or_default();
        let (head, tail_head) = (Block::new(written), Block::new(tail));
        Self { head, tail: tail.into(), tail_head, length: written.len(), index, following }
    }

    /// Tells whether the key stands at a place of a text.
    #[inline]
    fn is_at(&self, text: &[u8], place: usize) -> bool {
        self.head.is_at(text, place) && (self.tail.is_empty() || self.tail_is_at(text, place + BLOCK))
    }

    #[inline]
    fn tail_is_at(&self, text: &[u8], place: usize) -> bool {
        if self.tail.len() <= BLOCK && self.tail_head.is_at(text, place) {
            return true;
        }
        text.get(place..).is_some_and(|after| after.starts_with(&self.tail))
    }
}

/// A key that was foreseen.
pub(super) struct Foreseen {
    pub(super) index: Option<usize>,
    /// How long it is, with its quotes and the colon.
    pub(super) length: usize,
}

impl KeyOrder {
    /// Returns a name as [`KeyOrder::foresee`] takes it where there is no text around it; nothing for a name that JSON would
    /// escape, which is not to be foreseen.
    pub(super) fn padded(name: &str) -> Box<[u8]> {
        if plain_length(name.as_bytes()) < name.len() {
            return Box::default();
        }
        let mut key = format!("\"{name}\":").into_bytes();
        key.extend_from_slice(&PADDING);
        key.into()
    }

    /// Returns the key without what pads it.
    pub(super) fn written(padded: &[u8]) -> &[u8] {
        padded.strip_suffix(&PADDING).unwrap_or(padded)
    }

    /// Begins with the next object.
    pub(super) fn begin(&mut self) {
        self.0.get_or_insert_default().begin();
    }

    /// Returns the key at a place of a text, if it is one of those that may come next.
    #[inline]
    pub(super) fn foresee(&mut self, text: &[u8], place: usize) -> Option<Foreseen> {
        self.0.as_mut()?.foresee(text, place)
    }

    /// Remembers a key that came unforeseen, and what it came after.
    pub(super) fn learn(&mut self, written: &[u8], index: Option<usize>) {
        if let Some(known) = &mut self.0 {
            known.learn(written, index);
        }
    }
}

impl Known {
    fn begin(&mut self) {
        (self.last, self.next, self.misses) = (NOWHERE, self.first, 0);
    }

    #[inline]
    fn foresee(&mut self, text: &[u8], place: usize) -> Option<Foreseen> {
        let key = self.keys.get(self.next)?;
        if key.is_at(text, place) {
            (self.last, self.next, self.misses) = (self.next, key.following, 0);
            return Some(Foreseen { index: key.index, length: key.length });
        }
        self.look_ahead(text, place)
    }

    /// Looks further ahead, for an object may lack some of the keys.
    #[inline(never)] // so that `foresee` stays small enough to be where it is used
    fn look_ahead(&mut self, text: &[u8], place: usize) -> Option<Foreseen> {
        let mut next = self.next;
        for _ in self.misses..AHEAD {
            next = self.keys.get(next)?.following;
            let key = self.keys.get(next)?;
            if key.is_at(text, place) {
                (self.last, self.next, self.misses) = (next, key.following, 0);
                return Some(Foreseen { index: key.index, length: key.length });
            }
        }
        None
    }

    fn learn(&mut self, written: &[u8], index: Option<usize>) {
        if self.misses == MOST_MISSES {
            return;
        }
        if let Some(place) = self.places.get(written).copied() {
            *self.following() = place;
            (self.last, self.next) = (place, self.keys.get(place).map_or(NOWHERE, |key| key.following));
        } else if self.keys.len() < MOST && (1..=LONGEST).contains(&written.len()) {
            let place = self.keys.len();
            let next = std::mem::replace(self.following(), place);
            self.keys.push(Key::new(written, index, next));
            self.places.insert(written.into(), place);
            (self.last, self.next) = (place, next);
            return;
        }
        self.misses += 1;
        if self.misses == MOST_MISSES {
            self.next = NOWHERE;
        }
    }

    /// What follows the key that came last.
    fn following(&mut self) -> &mut usize {
        match self.keys.get_mut(self.last) {
            Some(key) => &mut key.following,
            None => &mut self.first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads objects that have just these keys, and returns how many keys came unforeseen.
    fn unforeseen<'k>(order: &mut KeyOrder, keys: impl IntoIterator<Item = &'k String>) -> usize {
        order.begin();
        let mut unforeseen = 0;
        for key in keys {
            let padded = KeyOrder::padded(key);
            if order.foresee(&padded, 0).is_none() {
                order.learn(KeyOrder::written(&padded), None);
                unforeseen += 1;
            }
        }
        unforeseen
    }

    #[test]
    fn keys_are_known_after_an_object_also_where_they_stand_otherwise() {
        let mut keys: Vec<String> =
            (0..400).map(|number| format!("{}{number}", "k".repeat(number % 40))).collect();
        let mut order = KeyOrder::default();
        assert_eq!(unforeseen(&mut order, keys.iter().step_by(3)), 134);
        assert_eq!(unforeseen(&mut order, &keys), 266, "what the first object lacks");
        assert_eq!(unforeseen(&mut order, &keys), 0);
        assert_eq!(unforeseen(&mut order, keys.iter().step_by(7)), 0, "some are missing");
        keys.rotate_left(150);
        assert_eq!(unforeseen(&mut order, &keys), 1, "the new beginning");
        assert_eq!(unforeseen(&mut order, &keys), 0);
        assert_eq!(order.0.unwrap().keys.len(), 400, "none is remembered twice");
    }

    #[test]
    fn keys_in_any_order_are_soon_read_without() {
        let mut keys: Vec<String> = (0..400).map(|number| number.to_string()).collect();
        let mut order = KeyOrder::default();
        unforeseen(&mut order, &keys);
        keys.sort_by_key(|key| key.parse::<usize>().unwrap() * 7 % 400);
        assert!(unforeseen(&mut order, &keys) > 390);
        let order = order.0.unwrap();
        assert_eq!((order.misses, order.next), (MOST_MISSES, NOWHERE));
    }
}
