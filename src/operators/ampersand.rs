//! `&`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "&",
    summary: "Both whole numbers: they share a bit. Otherwise: the value stands somewhere in the operand.",
    source: "spec:mapping-3.7",
    operand: OperandKind::Text,
    examples: &[
        example("& 5", "4", true),
        example("& 5", "2", false),
        example("& 5", "\"abc\"", false),
        example("& \"Sales,HR\"", "\"HR\"", true),
        example("& \"Sales,HR\"", "null", false),
    ],
    test: Test::Text(|value, operand| Ok(shares(value, operand.as_str()))),
};

/// Tells whether two whole numbers share a bit in two's complement, or else whether the operand holds the value.
pub(super) fn shares(value: &str, operand: &str) -> Verdict {
    match (Bits::parse(value), Bits::parse(operand)) {
        (Some(value), Some(operand)) => Verdict::Holds(value.share(&operand)),
        (None, Some(_)) => Verdict::NotAnInteger(false),
        (_, None) => Verdict::Holds(operand.contains(value)),
    }
}

/// A whole number of any size in two's complement: its words, lowest first, and the word that continues it upward.
struct Bits {
    words: Vec<u32>,
    above: u32,
}

impl Bits {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !is_natural(digits) {
            return None;
        }
        let mut words = vec![0_u32];
        for digit in digits.bytes() {
            let mut carry = u64::from(digit - b'0');
            for word in &mut words {
                carry += u64::from(*word) * 10;
                *word = low(carry);
                carry >>= 32;
            }
            if carry > 0 {
                words.push(low(carry));
            }
        }
        let negative = text.starts_with('-') && words.iter().any(|word| *word != 0);
        if negative {
            negate(&mut words);
        }
        Some(Self { words, above: if negative { u32::MAX } else { 0 } })
    }

    fn share(&self, other: &Self) -> bool {
        let word = |bits: &Self, index: usize| bits.words.get(index).copied().unwrap_or(bits.above);
        (0..=self.words.len().max(other.words.len())).any(|index| word(self, index) & word(other, index) != 0)
    }
}

fn low(wide: u64) -> u32 {
    u32::try_from(wide & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

fn negate(words: &mut [u32]) {
    let mut carry = true;
    for word in words {
        let (sum, overflow) = (!*word).overflowing_add(u32::from(carry));
        *word = sum;
        carry = overflow;
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, shares};

    #[test]
    fn bits_are_shared_at_any_size_and_sign() {
        for (value, operand, expected) in [
            ("-2147483646", "2147483648", true),
            ("18446744073709551616", "18446744073709551616", true),
            ("18446744073709551616", "1", false),
            ("-1", "18446744073709551616", true),
            ("5", "0", false),
            ("-0", "1", false),
        ] {
            assert_eq!(shares(value, operand), Verdict::Holds(expected), "{value} & {operand}");
        }
    }
}
