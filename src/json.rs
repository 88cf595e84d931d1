//! The one question about JSON text that reading and writing share: how far plain text goes.
//!
//! Source: `rfc8259:7`.

use wide::u8x16;

/// How many bytes are looked at in one step.
const STEP: usize = 16;

/// Returns how many bytes stand before the first that is not plain in a string: a quote, a backslash or a control
/// character.
#[inline]
pub(crate) fn plain_length(text: &[u8]) -> usize {
    // Most texts end in the first step, which is worth a place where it is used.
    match text.split_first_chunk::<STEP>() {
        Some((block, after)) => match special_of_block(block) {
            0 => STEP + long_plain_length(after),
            places => places.trailing_zeros() as usize,
        },
        None => plain_length_of_few(text),
    }
}

fn long_plain_length(text: &[u8]) -> usize {
    let mut rest = text;
    while let Some((block, after)) = rest.split_first_chunk::<STEP>() {
        match special_of_block(block) {
            0 => rest = after,
            places => return text.len() - rest.len() + places.trailing_zeros() as usize,
        }
    }
    text.len() - rest.len() + plain_length_of_few(rest)
}

/// A bit for each byte that is special.
#[inline]
pub(crate) fn special_of_block(block: &[u8; STEP]) -> u32 {
    let block = u8x16::new(*block);
    // Of all bytes only control characters and the quote come to at most 0x20 this way.
    let turned = block ^ u8x16::splat(b'"' ^ 0x20);
    let quote_or_control = turned.min(u8x16::splat(0x20)).simd_eq(turned);
    (quote_or_control | block.simd_eq(u8x16::splat(b'\\'))).to_bitmask()
}

/// The same for less than a block: the first bytes and the last, which may overlap, stand side by side in one.
fn plain_length_of_few(text: &[u8]) -> usize {
    let length = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        let both = u128::from(first) | u128::from(last) << 64;
        return match special_of_block(&both.to_le_bytes()).trailing_zeros() as usize {
            place @ 0..8 => place,
            place @ 8..16 => length + place - 16,
            _ => length,
        };
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        let both = u128::from(first) | u128::from(last) << 32;
        return match special_of_block(&both.to_le_bytes()).trailing_zeros() as usize {
            place @ 0..4 => place,
            place @ 4..8 => length + place - 8,
            // The zeros behind them.
            _ => length,
        };
    }
    text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_at_a_quote_a_backslash_or_a_control_character() {
        for special in (0..=u8::MAX).filter(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
            for (whole, place) in (0..40).flat_map(|whole| (0..whole).map(move |place| (whole, place))) {
                let mut text = vec![b'x'; whole];
                text[place] = special;
                assert_eq!(plain_length(&text), place, "{special}");
                text[place..].fill(special);
                assert_eq!(plain_length(&text), place, "{special}");
            }
        }
        let plain: Vec<u8> = (0x20..=u8::MAX).filter(|byte| !b"\"\\".contains(byte)).collect();
        for length in 0..plain.len() {
            assert_eq!(plain_length(&plain[length..]), plain.len() - length);
            assert_eq!(plain_length(&plain[..length]), length);
        }
    }
}
