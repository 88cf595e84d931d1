//! `Encoding.Unicode` and `Encoding.UTF8`, and bytes in hexadecimal.
//!
//! UTF-16 units go in, so that also half of a character can be encoded: U+FFFD stands for it, as in .NET.

/// The characters of UTF-16 units; U+FFFD for each half of one.
pub(crate) fn characters(units: impl IntoIterator<Item = u16>) -> impl Iterator<Item = char> {
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The bytes of `Encoding.Unicode`: UTF-16, low byte first, without a byte-order mark.
pub(crate) fn utf16_bytes(units: impl IntoIterator<Item = u16>) -> impl Iterator<Item = u8> {
    characters(units).flat_map(|character| {
        let mut buffer = [0; 2];
        let length = character.encode_utf16(&mut buffer).len();
        buffer.into_iter().take(length).flat_map(u16::to_le_bytes)
    })
}

/// The bytes of `Encoding.UTF8`, without a byte-order mark.
pub(crate) fn utf8_bytes(units: impl IntoIterator<Item = u16>) -> impl Iterator<Item = u8> {
    characters(units).flat_map(|character| {
        let mut buffer = [0; 4];
        let length = character.encode_utf8(&mut buffer).len();
        buffer.into_iter().take(length)
    })
}

/// The digits of `Convert.ToHexString`: two capitals a byte.
pub(crate) fn hexadecimal(bytes: impl IntoIterator<Item = u8>) -> impl Iterator<Item = char> {
    let digits = bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    digits.map(|digit| char::from(if digit < 10 { b'0' + digit } else { b'A' - 10 + digit }))
}
