//! `Int32.Parse` with `NumberStyles.Integer`, in the invariant culture.

/// Why a text is no integer of 32 bits.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum InvalidInt32 {
    /// It is not written as a whole number.
    Format,
    /// The number does not fit.
    Overflow,
}

/// Reads a whole number of ASCII digits with or without a sign.
///
/// ASCII white space may stand around it, and after all that NULs, as everywhere in .NET.
///
/// # Errors
///
/// `Overflow` for a whole number beyond 32 bits, `Format` for any other text.
pub(crate) fn parse(text: &str) -> Result<i32, InvalidInt32> {
    const WHITE_SPACE: [char; 6] = [' ', '\t', '\n', '\u{B}', '\u{C}', '\r'];
    let number = text.trim_end_matches('\0').trim_matches(WHITE_SPACE);
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(InvalidInt32::Format);
    }
    number.parse().map_err(|_| InvalidInt32::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_digits_with_a_sign_and_white_space_around() {
        for (text, expected) in [
            (" \u{B}+7\r\n\0\0", Ok(7)),
            ("-2147483648", Ok(i32::MIN)),
            ("2147483648", Err(InvalidInt32::Overflow)),
            ("-99999999999999999999", Err(InvalidInt32::Overflow)),
            ("99999999999x", Err(InvalidInt32::Format)),
            ("7\0 ", Err(InvalidInt32::Format)), // NULs come last
            ("\u{0}7", Err(InvalidInt32::Format)),
            ("\u{a0}7", Err(InvalidInt32::Format)),
            ("- 7", Err(InvalidInt32::Format)),
            ("+", Err(InvalidInt32::Format)),
            ("٧", Err(InvalidInt32::Format)),
        ] {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }
}
