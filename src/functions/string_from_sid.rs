//! `StringFromSid(source)`: a security identifier as Windows writes it.

use super::prelude::*;
use bumpalo::collections::String;
use std::fmt::Write as _;

pub(super) const FUNCTION: Function = Function {
    name: "StringFromSid",
    summary: "Returns the text `S-1-…` of a binary security identifier, which source data hold as base64.",
    source: "entra-cloud-sync:stringfromsid",
    parameters: &[required("source", Kind::Text)],
    examples: &[
        example("StringFromSid([objectSid])", "S-1-5-21-3623811015-3361044348-30300820-1013")
            .given(r#"{"objectSid": "AQUAAAAAAAUVAAAAx/f+13x3VciUWs4B9QMAAA=="}"#),
        example("StringFromSid([objectSid])", "S-1-1-0").given(r#"{"objectSid": "AQEAAAAAAAEAAAAA"}"#),
        example("StringFromSid([objectSid])", "S-1-281474976710655")
            .given(r#"{"objectSid": "AQD///////8="}"#),
        null("StringFromSid([objectSid])"),
        refused("StringFromSid([objectSid])", "invalid-value").given(r#"{"objectSid": ""}"#),
        refused("StringFromSid([objectSid])", "invalid-value").given(r#"{"objectSid": "AQU="}"#),
        refused("StringFromSid([objectSid])", "invalid-value").given(r#"{"objectSid": "S-1-5-🙂"}"#),
    ],
    body: Body::Eager(string_from_sid),
};

const MOST_SUB_AUTHORITIES: u8 = 15;

/// One byte of revision, one with the number of sub-authorities, six of authority, high byte first, and the
/// sub-authorities of four bytes, low byte first. Source: `ms-dtyp:2.4.2.2`.
fn string_from_sid<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(bytes) = call.base64(0)? else { return Ok(&Value::Null) };
    let malformed = || EvalError::new(&code::INVALID_VALUE, "a malformed security identifier");
    let (head, sub_authorities) = bytes.split_first_chunk::<8>().ok_or_else(malformed)?;
    let [revision, count, authority @ ..] = head;
    let (sub_authorities, half) = sub_authorities.as_chunks::<4>();
    if *revision != 1
        || *count > MOST_SUB_AUTHORITIES
        || usize::from(*count) != sub_authorities.len()
        || !half.is_empty()
    {
        return Err(malformed().into());
    }
    let authority = authority.iter().fold(0_u64, |authority, byte| (authority << 8) | u64::from(*byte));
    let mut text = String::new_in(call.context.arena);
    let mut written = write!(text, "S-1-{authority}");
    for sub_authority in sub_authorities {
        written = written.and_then(|()| write!(text, "-{}", u32::from_le_bytes(*sub_authority)));
    }
    debug_assert!(written.is_ok(), "a growing text takes any text");
    Ok(call.place(text.into_bump_str()))
}
