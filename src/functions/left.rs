//! `Left(String, NumChars)`: the first characters of a text.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Left",
    summary: "Returns the first `NumChars` characters of `String`; all of it where `NumChars` is negative.\n\
        \n\
        Characters are UTF-16 code units: an emoji counts two, and half of one is dropped.",
    source: "entra:left",
    parameters: &[required("String", Kind::Text), required("NumChars", Kind::Integer)],
    examples: &[
        example(r#"Left("Ada Lovelace", 3)"#, "Ada"),
        example(r#"Left("Ada", 9)"#, "Ada"),
        example(r#"Left("Zoë", -1)"#, "Zoë"),
        example(r#"Left("🙂", 1)"#, ""), // half an emoji is dropped
        example("Left([nickname], 2)", ""), // the source object has no such attribute
        refused(r#"Left("Ada", "x")"#, "type"),
    ],
    body: Body::Eager(left),
};

/// Characters are UTF-16 code units, as in .NET: an emoji counts two, and half of one is dropped.
fn left<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(text) = call.text(0)? else { return Ok(&Value::Text("")) };
    match usize::try_from(call.position(1)?) {
        Ok(count) => Ok(call.place(utf16::prefix(text, count))),
        Err(_negative) => Ok(call.place(text)), // Entra: a negative count keeps the whole text.
    }
}
