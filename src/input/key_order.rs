//! In which order objects had their keys, so that the next object's keys are known by looking once.
//!
//! Objects of one source nearly always have the same keys in the same order. What is remembered decides only how a key is
//! found, never whether.

use crate::json::plain_length;

/// Keys that are remembered; a source with more of them is read without.
const MOST: usize = 1024;

/// The longest key that is remembered, with its quotes and the colon.
const LONGEST: usize = 128;

/// How far ahead a key is looked for, where an object lacks some that others have.
const AHEAD: usize = 32;

/// What stands behind a key that stands alone: no less than is looked at at once.
const PADDING: [u8; 16] = [0; 16];

/// The keys of the objects so far, in the order in which they stand.
#[derive(Debug, Default)]
pub(crate) struct KeyOrder {
    keys: Vec<Key>,
    next: usize,
}

#[derive(Debug)]
struct Key {
    /// The first bytes, the rest of the number zero.
    head: u128,
    mask: u128,
    /// Behind the first bytes.
    tail: Box<[u8]>,
    length: usize,
    /// The index of the attribute, if a plan reads it.
    index: Option<usize>,
}

impl Key {
    /// Takes a key as it is written, with its quotes and the colon.
    fn new(written: &[u8], index: Option<usize>) -> Self {
        let (head, tail) = written.split_at_checked(16).unwrap_or((written, &[]));
        let (mut bytes, mut mask) = ([0; 16], [0; 16]);
        for ((byte, bit), written) in bytes.iter_mut().zip(&mut mask).zip(head) {
            (*byte, *bit) = (*written, u8::MAX);
        }
        let (head, mask) = (u128::from_le_bytes(bytes), u128::from_le_bytes(mask));
        Self { head, mask, tail: tail.into(), length: written.len(), index }
    }

    /// Tells whether a text begins with the key, given its first bytes and the rest.
    #[inline]
    fn begins(&self, head: u128, after: &[u8]) -> bool {
        head & self.mask == self.head && (self.tail.is_empty() || after.starts_with(&self.tail))
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
        self.next = 0;
    }

    /// Returns the key at the beginning of a text, if it is one of those that may come next.
    #[inline]
    pub(super) fn foresee(&mut self, text: &[u8]) -> Option<Foreseen> {
        let (head, after) = text.split_first_chunk::<16>()?;
        let head = u128::from_le_bytes(*head);
        if let Some(key) = self.keys.get(self.next).filter(|key| key.begins(head, after)) {
            self.next += 1;
            return Some(Foreseen { index: key.index, length: key.length });
        }
        self.look_ahead(head, after)
    }

    /// Looks further ahead: an object may lack some of the keys.
    fn look_ahead(&mut self, head: u128, after: &[u8]) -> Option<Foreseen> {
        let candidates = self.keys.get(self.next..)?;
        let (passed, key) =
            candidates.iter().take(AHEAD).enumerate().find(|(_, key)| key.begins(head, after))?;
        self.next += passed + 1;
        Some(Foreseen { index: key.index, length: key.length })
    }

    /// Remembers a key that came unforeseen.
    pub(super) fn learn(&mut self, written: &[u8], index: Option<usize>) {
        if self.keys.len() < MOST && (1..=LONGEST).contains(&written.len()) {
            self.keys.insert(self.next, Key::new(written, index));
            self.next += 1;
        }
    }
}
