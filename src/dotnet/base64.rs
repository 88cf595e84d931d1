//! Base64 as .NET's `Convert` has it.
//!
//! Text goes in and bytes come out, and the other way round. The alphabet is the standard one and padding is required;
//! blanks, tabs and line ends may stand anywhere, and unused bits at the end are not looked at.

use ::base64::Engine as _;
use ::base64::alphabet;
use ::base64::display::Base64Display;
use ::base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;
use std::fmt;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The bytes that a text stands for, written to `buffer`, which must have room for as many bytes as the text has.
pub(crate) fn decode<'b>(text: &str, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    let length = ENGINE.decode_slice(without_white_space(text).as_bytes(), buffer).ok()?;
    buffer.get(..length)
}

/// The text that stands for some bytes.
pub(crate) fn encode(bytes: &[u8]) -> impl fmt::Display {
    Base64Display::new(bytes, &ENGINE)
}

fn without_white_space(text: &str) -> Cow<'_, str> {
    const WHITE_SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
    if text.contains(WHITE_SPACE) { text.replace(WHITE_SPACE, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_required_and_white_space_ignored() {
        for (text, expected) in [
            ("SGk=", Some("Hi")),
            (" SG\r\nk\t=", Some("Hi")),
            ("SGl=", Some("Hi")), // .NET does not look at unused bits
            ("", Some("")),
            ("SGk", None),
            ("SGk==", None),
            ("SGk=SGk=", None),
            ("S-_=", None), // the alphabet of URLs
            ("SGk\u{a0}=", None),
            ("=", None),
        ] {
            let mut buffer = vec![0; text.len()];
            assert_eq!(decode(text, &mut buffer), expected.map(str::as_bytes), "{text:?}");
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_the_same_bytes() {
        for length in 0..=64 {
            let bytes: Vec<u8> = (0..length).map(|index: u8| index.wrapping_mul(37)).collect();
            let text = encode(&bytes).to_string();
            assert_eq!(decode(&text, &mut vec![0; text.len()]), Some(bytes.as_slice()), "{text}");
        }
    }
}
