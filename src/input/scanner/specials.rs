//! Where a text has bytes that are not plain in a JSON string, found once for the whole text.

use crate::json::special_of_block;
use crate::value::Arena;

/// How many bytes are looked at in one step: as many as a word has bits.
const STEP: usize = 64;

/// How many bytes of bits are looked at in one step.
const WINDOW: usize = 8;

/// A bit for each byte of a text that is a quote, a backslash or a control character, and for all behind the text.
#[derive(Copy, Clone)]
pub(super) struct Specials<'a> {
    bits: &'a [u8],
}

impl<'a> Specials<'a> {
    pub(super) fn of(text: &[u8], arena: &'a Arena) -> Self {
        let (blocks, rest) = text.as_chunks::<STEP>();
        let words = arena.alloc_slice_fill_with(blocks.len() + 2, |index| {
            let word = match blocks.get(index) {
                Some(block) => of_block(block),
                None if index == blocks.len() => of_rest(text, rest),
                None => u64::MAX,
            };
            word.to_le_bytes()
        });
        Self { bits: words.as_flattened() }
    }

    /// Returns how many bytes from a place on stand before the next that is not plain.
    #[inline]
    pub(super) fn plain_length(self, place: usize) -> usize {
        match self.window(place) {
            0 => self.long_plain_length(place),
            bits => bits.trailing_zeros() as usize,
        }
    }

    /// The bits from a place on, at least so many as are left of a window without its first byte.
    #[inline]
    fn window(self, place: usize) -> u64 {
        let first = place / 8;
        let bytes = self.bits.get(first..first + WINDOW).and_then(|bits| bits.first_chunk());
        bytes.map_or(u64::MAX, |bytes| u64::from_le_bytes(*bytes)) >> (place % 8)
    }

    fn long_plain_length(self, start: usize) -> usize {
        let mut place = start;
        loop {
            place = (place / 8 + WINDOW) * 8;
            match self.window(place) {
                0 => {}
                bits => return place - start + bits.trailing_zeros() as usize,
            }
        }
    }
}

#[inline]
fn of_block(block: &[u8; STEP]) -> u64 {
    let ([first, second, third, fourth], _) = block.as_chunks() else { return u64::MAX };
    let [first, second] = [first, second].map(|part| u64::from(special_of_block(part)));
    let [third, fourth] = [third, fourth].map(|part| u64::from(special_of_block(part)));
    first | second << 16 | third << 32 | fourth << 48
}

/// The bits of what is left of a text behind its last whole block.
fn of_rest(text: &[u8], rest: &[u8]) -> u64 {
    match text.last_chunk() {
        _ if rest.is_empty() => u64::MAX,
        Some(last) => of_block(last) >> (STEP - rest.len()) | u64::MAX << rest.len(),
        None => {
            let mut block = [0; STEP]; // which is a control character
            block.iter_mut().zip(rest).for_each(|(byte, written)| *byte = *written);
            of_block(&block)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::plain_length;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_place_has_as_many_plain_bytes_behind_it_as_the_text_from_there(text in "[a-zé🙂]{0,90}([\"\\\\\n][ -~]{0,200}){0,4}") {
            let arena = Arena::new();
            let specials = Specials::of(text.as_bytes(), &arena);
            for place in 0..=text.len() {
                prop_assert_eq!(specials.plain_length(place), plain_length(&text.as_bytes()[place..]), "{}", place);
            }
        }
    }

    #[test]
    fn a_long_text_ends_where_it_ends() {
        let (arena, text) = (Arena::new(), "x".repeat(1000));
        for length in 0..text.len() {
            let specials = Specials::of(&text.as_bytes()[..length], &arena);
            assert_eq!((specials.plain_length(0), specials.plain_length(length)), (length, 0));
        }
    }
}
