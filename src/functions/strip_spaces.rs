//! `StripSpaces(source)`: a text without blanks.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "StripSpaces",
    summary: "Returns `source` without blanks (U+0020); other white space stays.",
    source: "entra:stripspaces",
    parameters: &[required("source", Kind::Text)],
    examples: &[
        example(r#"StripSpaces(" de la Cruz ")"#, "delaCruz"),
        example("StripSpaces(\"a\u{a0}🙂 b\")", "a\u{a0}🙂b"),
        null("StripSpaces([surname])"),
        refused("StripSpaces()", "arity"),
    ],
    body: Body::Eager(strip_spaces),
};

fn strip_spaces<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(text) = call.text(0)? else { return Ok(&Value::Null) };
    Ok(call.place(call.replaced(text, " ", "")))
}
