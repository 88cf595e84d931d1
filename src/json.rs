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
    let mut rest = text;
    while let Some((block, after)) = rest.split_first_chunk::<STEP>() {
        let block = u8x16::new(*block);
        let control = block.min(u8x16::splat(0x1f)).simd_eq(block);
        let special = block.simd_eq(u8x16::splat(b'"')) | block.simd_eq(u8x16::splat(b'\\')) | control;
        match special.to_bitmask() {
            0 => rest = after,
            places => return text.len() - rest.len() + places.trailing_zeros() as usize,
        }
    }
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
    text.len() - rest.len() + end.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_at_a_quote_a_backslash_or_a_control_character() {
        for special in (0..=u8::MAX).filter(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
            for length in 0..40 {
                let mut text = vec![b'x'; 40];
                text[length] = special;
                assert_eq!(plain_length(&text), length, "{special}");
                text.truncate(length + 1);
                assert_eq!(plain_length(&text), length, "{special}");
            }
        }
        let plain: Vec<u8> = (0x20..=u8::MAX).filter(|byte| !b"\"\\".contains(byte)).collect();
        assert_eq!(plain_length(&plain), plain.len());
    }
}
