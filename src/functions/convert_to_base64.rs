//! `ConvertToBase64(source)`: a text as base64.

use super::prelude::*;
use crate::dotnet::{base64, encoding};
use crate::value::built;
use bumpalo::collections::Vec;

pub(super) const FUNCTION: Function = Function {
    name: "ConvertToBase64",
    summary: "Returns the UTF-16 of `source`, low byte first, as base64.",
    source: "entra:converttobase64",
    parameters: &[required("source", Kind::Text)],
    examples: &[
        example(r#"ConvertToBase64("Hello world!")"#, "SABlAGwAbABvACAAdwBvAHIAbABkACEA"),
        example(r#"ConvertToBase64("Zoë 🙂")"#, "WgBvAOsAIAA92ELe"),
        example(r#"ConvertToBase64("")"#, ""),
        null("ConvertToBase64([givenName])"),
        refused("ConvertToBase64([otherMails])", "type").given(r#"{"otherMails": ["a", "b"]}"#),
    ],
    body: Body::Eager(convert_to_base64),
};

fn convert_to_base64<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    // No text has more units than bytes.
    let mut bytes = Vec::with_capacity_in(source.len() * 2, call.context.arena);
    bytes.extend(encoding::utf16_bytes(source.encode_utf16()));
    Ok(call.place(built(call.context.arena, format_args!("{}", base64::encode(&bytes)))))
}
