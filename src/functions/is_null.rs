//! `IsNull(expression)`: whether there is no value at all.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "IsNull",
    summary: "Tells whether `expression` is null; the empty text is not.",
    source: "entra:isnull",
    parameters: &[required("expression", Kind::Any)],
    examples: &[
        yields("IsNull([city])", "true"),
        yields("IsNull([city])", "false").given(r#"{"city": ""}"#),
        yields("IsNull([city])", "false").given(r#"{"city": "🙂"}"#),
        refused("IsNull()", "arity"),
    ],
    body: Body::Eager(|call| Ok(call.place(call.value(0)?.is_null()))),
};
