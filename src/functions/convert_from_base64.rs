//! `ConvertFromBase64(source, encoding?)`: the text that base64 stands for.

use super::prelude::*;
use crate::dotnet::encoding::characters;
use bumpalo::collections::String;

pub(super) const FUNCTION: Function = Function {
    name: "ConvertFromBase64",
    summary: "Returns the text that base64 stands for; `encoding` is `Unicode` (UTF-16, omitted), `ASCII` or \
        `UTF8`.",
    source: "entra-cloud-sync:convertfrombase64",
    parameters: &[required("source", Kind::Text), optional("encoding", Kind::Any)],
    examples: &[
        example(r#"ConvertFromBase64("SABpACEA")"#, "Hi!"),
        example(r#"ConvertFromBase64("Wm/DqyDwn5mC", UTF8)"#, "Zoë 🙂"),
        example(r#"ConvertFromBase64("SGkhgA==", "ascii")"#, "Hi!?"), // .NET: no byte above 127 is ASCII
        example(r#"ConvertFromBase64("PdgA")"#, "\u{fffd}\u{fffd}"),  // half an emoji, and half a unit
        example(r#"ConvertFromBase64("")"#, ""),
        null("ConvertFromBase64([photo])"),
        refused(r#"ConvertFromBase64("SGk", UTF8)"#, "invalid-value"), // no padding
        refused(r#"ConvertFromBase64("SGk=", "UTF-8")"#, "invalid-value"),
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(1, encoding)?)), convert_from_base64),
};

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Encoding {
    Utf16,
    Ascii,
    Utf8,
}

fn encoding(name: Option<&str>) -> Result<Encoding, EvalError> {
    let encodings = [("Unicode", Encoding::Utf16), ("ASCII", Encoding::Ascii), ("UTF8", Encoding::Utf8)];
    let name = name.unwrap_or("Unicode");
    let known = encodings.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let unknown = || EvalError::new(&code::INVALID_VALUE, "an encoding other than Unicode, ASCII and UTF8");
    known.map(|(_, encoding)| encoding).ok_or_else(unknown)
}

/// What the encoding does not know becomes its replacement character, as in .NET.
fn convert_from_base64<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(bytes) = call.base64(0)? else { return Ok(&Value::Null) };
    let encoding = call.read(1, encoding)?;
    let text = match encoding {
        Encoding::Utf16 => utf16_text(call, bytes),
        Encoding::Utf8 => call.keep(std::string::String::from_utf8_lossy(bytes)),
        Encoding::Ascii => {
            let characters = bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' });
            String::from_iter_in(characters, call.context.arena).into_bump_str()
        }
    };
    Ok(call.place(text))
}

fn utf16_text<'a>(call: &Call<'a, '_>, bytes: &[u8]) -> &'a str {
    let (units, half) = bytes.as_chunks();
    let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
    let mut text = String::from_iter_in(characters(units), call.context.arena);
    text.extend(half.iter().map(|_| char::REPLACEMENT_CHARACTER));
    text.into_bump_str()
}
