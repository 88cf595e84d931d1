//! `DNComponent(dn, componentNumber)`: one part of a distinguished name.

use super::prelude::*;
use bumpalo::collections::Vec;

pub(super) const FUNCTION: Function = Function {
    name: "DNComponent",
    summary: "Returns the value of one component of a distinguished name, counted from 1 from the left, \
        without its escapes.",
    source: "entra-cloud-sync:dncomponent",
    parameters: &[required("dn", Kind::Text), required("componentNumber", Kind::Integer)],
    examples: &[
        example("DNComponent(CRef([dn]), 1)", "Joe").given(r#"{"dn": "cn=Joe,ou=Sales,dc=contoso,dc=com"}"#),
        example("DNComponent([dn], 4)", "com").given(r#"{"dn": "cn=Joe,ou=Sales,dc=contoso,dc=com"}"#),
        example("DNComponent([dn], 1)", "Lee, Zoë ").given(r#"{"dn": "cn=Lee\\, Zo\\C3\\AB\\  , ou=🙂"}"#),
        example("DNComponent([dn], 2)", "🙂").given(r#"{"dn": "cn=Lee\\, Zo\\C3\\AB\\  , ou=🙂"}"#),
        example("DNComponent([dn], 1)", "").given(r#"{"dn": "cn=,ou=Sales"}"#),
        null("DNComponent([dn], 1)"),
        refused("DNComponent([dn], 0)", "out-of-range").given(r#"{"dn": "cn=Joe"}"#),
        refused("DNComponent([dn], 2)", "out-of-range").given(r#"{"dn": "cn=Joe"}"#),
        refused("DNComponent([dn], 1)", "out-of-range").given(r#"{"dn": ""}"#),
        refused("DNComponent([dn], 1)", "invalid-value").given(r#"{"dn": "Joe"}"#),
        refused("DNComponent([dn], 1)", "invalid-value").given(r#"{"dn": "cn=Joe\\"}"#),
    ],
    body: Body::Eager(dn_component),
};

fn dn_component<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(dn) = call.text(0)? else { return Ok(&Value::Null) };
    let number = call.integer(1)?;
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let component = index.and_then(|index| components(dn).nth(index));
    let beyond =
        || EvalError::new(&code::OUT_OF_RANGE, "a component number below 1 or beyond the last component");
    let (_, value) = component.ok_or_else(beyond)?.split_once('=').ok_or_else(malformed)?;
    Ok(call.place(unescaped(call, value)?))
}

fn malformed() -> EvalError {
    EvalError::new(&code::INVALID_VALUE, "a component of the distinguished name is malformed")
}

/// Splits a distinguished name at the commas that are not escaped; an empty one has no components.
fn components(dn: &str) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    let separates = move |character| {
        let separates = character == ',' && !escaped;
        escaped = character == '\\' && !escaped;
        separates
    };
    dn.split(separates).filter(move |_| !dn.is_empty())
}

/// Returns a value without its escapes, `\,` or `\C3`, and without the blanks at its ends that are not escaped.
///
/// Source: `rfc4514:2.4`.
fn unescaped<'a>(call: &Call<'a, '_>, value: &'a str) -> Result<&'a str, EvalError> {
    if !value.contains('\\') {
        return Ok(value.trim_matches(' '));
    }
    let mut rest = value.trim_start_matches(' ').as_bytes();
    let mut bytes = Vec::with_capacity_in(rest.len(), call.context.arena);
    let mut end = 0;
    while let [first, after @ ..] = rest {
        let (byte, after) =
            if *first == b'\\' { escaped(after).ok_or_else(malformed)? } else { (*first, after) };
        bytes.push(byte);
        if *first != b' ' {
            end = bytes.len();
        }
        rest = after;
    }
    bytes.truncate(end);
    std::str::from_utf8(bytes.into_bump_slice()).map_err(|_| malformed())
}

/// Reads what stands after a backslash: two hexadecimal digits, or the character itself.
fn escaped(text: &[u8]) -> Option<(u8, &[u8])> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if let [high, low, after @ ..] = text
        && let (Some(high), Some(low)) = (digit(*high), digit(*low))
    {
        return Some(((high << 4) | low, after));
    }
    text.split_first().map(|(byte, after)| (*byte, after))
}
