//! `IsNullOrEmpty(expression)`: whether there is nothing.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "IsNullOrEmpty",
    summary: "Tells whether `expression` is null, the empty text or an empty list; white space is not empty.",
    source: "entra:isnullorempty",
    parameters: &[required("expression", Kind::Any)],
    examples: &[
        yields("IsNullOrEmpty([city])", "true"),
        yields("IsNullOrEmpty([city])", "true").given(r#"{"city": ""}"#),
        yields("IsNullOrEmpty([city])", "false").given(r#"{"city": " "}"#),
        yields("IsNullOrEmpty([otherMails])", "true").given(r#"{"otherMails": []}"#),
        yields(r#"IsNullOrEmpty("🙂")"#, "false"),
        refused("IsNullOrEmpty()", "arity"),
    ],
    body: Body::Eager(|call| Ok(call.place(call.value(0)?.is_empty()))),
};
