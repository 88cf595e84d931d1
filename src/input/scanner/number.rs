//! How far a JSON number goes.
//!
//! Source: `rfc8259:6`.

use super::{Checked, Scanner};

impl Scanner<'_> {
    /// Passes a number, whose sign or first digit stands here.
    pub(super) fn skip_number(&mut self) -> Checked<()> {
        let text = self.rest();
        let start = usize::from(text.first() == Some(&b'-'));
        let mut end = self.digits(start)?;
        if end > start + 1 && text.get(start) == Some(&b'0') {
            self.pass(end);
            return self.refuse("invalid number");
        }
        if text.get(end) == Some(&b'.') {
            end = self.digits(end + 1)?;
        }
        if matches!(text.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
            end = self.digits(end + 1 + sign)?;
        }
        self.pass(end);
        Ok(())
    }

    /// Returns where the digits end that begin so many bytes ahead; there must be one.
    #[inline]
    fn digits(&mut self, start: usize) -> Checked<usize> {
        match digits(self.rest().get(start..).unwrap_or_default()) {
            0 => self.refuse_digit(start),
            count => Ok(start + count),
        }
    }

    /// Makes an error where a digit is missing.
    #[cold]
    fn refuse_digit<T>(&mut self, place: usize) -> Checked<T> {
        self.pass(place);
        if self.rest().is_empty() { self.refuse_end("a value") } else { self.refuse("invalid number") }
    }
}

/// Returns how many digits a text begins with; most numbers have fewer than the eight that one look tells.
#[inline]
fn digits(text: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    let Some(word) = text.first_chunk().map(|word| u64::from_le_bytes(*word)) else { return few(text) };
    // The high bit of the first byte that is no digit, and maybe of some behind it: what is below `0` goes below zero or has
    // that bit already, and what is above `9` comes to it.
    let others = (word.wrapping_sub(ONES * 0x30) | word.wrapping_add(ONES * (0x80 - 0x3a))) & (ONES * 0x80);
    match others {
        0 => few(text),
        others => others.trailing_zeros() as usize / 8,
    }
}

fn few(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_end_at_any_other_byte() {
        for other in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for (whole, place) in (0..20).flat_map(|whole| (0..whole).map(move |place| (whole, place))) {
                let mut text = b"0192837465019283746509"[..whole].to_vec();
                text[place] = other;
                assert_eq!(digits(&text), place, "{other}");
                text[place..].fill(other);
                assert_eq!(digits(&text), place, "{other}");
            }
        }
        assert_eq!([digits(b""), digits(b"7"), digits(b"12345678"), digits(b"123456789012")], [0, 1, 8, 12]);
    }
}
