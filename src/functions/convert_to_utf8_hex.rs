//! `ConvertToUTF8Hex(source)`: a text's bytes in hexadecimal.

use super::prelude::*;
use crate::dotnet::encoding;
use bumpalo::collections::String;

pub(super) const FUNCTION: Function = Function {
    name: "ConvertToUTF8Hex",
    summary: "Returns the UTF-8 of `source` in hexadecimal, in capitals.",
    source: "entra:converttoutf8hex",
    parameters: &[required("source", Kind::Text)],
    examples: &[
        example(r#"ConvertToUTF8Hex("Hello world!")"#, "48656C6C6F20776F726C6421"),
        example(r#"ConvertToUTF8Hex("é🙂")"#, "C3A9F09F9982"),
        example(r#"ConvertToUTF8Hex("")"#, ""),
        null("ConvertToUTF8Hex([givenName])"),
        refused("ConvertToUTF8Hex()", "arity"),
    ],
    body: Body::Eager(convert_to_utf8_hex),
};

fn convert_to_utf8_hex<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    let mut hex = String::with_capacity_in(source.len() * 2, call.context.arena);
    hex.extend(encoding::hexadecimal(encoding::utf8_bytes(source.encode_utf16())));
    Ok(call.place(hex.into_bump_str()))
}
