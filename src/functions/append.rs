//! `Append(source, suffix)`: a text with another after it.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Append",
    summary: "Returns `source` with `suffix` after it.",
    source: "entra:append",
    parameters: &[required("source", Kind::Text), required("suffix", Kind::Text)],
    examples: &[
        example(r#"Append([mail], ".test")"#, "ann@contoso.com.test").given(r#"{"mail": "ann@contoso.com"}"#),
        example(r#"Append("EMP", 1000)"#, "EMP1000"),
        example(r#"Append("🙂", [suffix])"#, "🙂"), // a null suffix adds nothing
        null(r#"Append([mail], ".test")"#),
        refused("Append([mail])", "arity"),
    ],
    body: Body::Eager(append),
};

fn append<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    let suffix = call.text(1)?.unwrap_or_default();
    Ok(call.place(call.build(&[source, suffix])))
}
