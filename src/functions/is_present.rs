//! `IsPresent(expression)`: whether there is something.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "IsPresent",
    summary: "Tells whether `expression` is neither null nor the empty text nor an empty list.",
    source: "entra:ispresent",
    parameters: &[required("expression", Kind::Any)],
    examples: &[
        yields("IsPresent([city])", "true").given(r#"{"city": "Łódź"}"#),
        yields("IsPresent([city])", "false"),
        yields("IsPresent([city])", "false").given(r#"{"city": ""}"#),
        refused("IsPresent()", "arity"),
    ],
    body: Body::Eager(|call| Ok(call.place(!call.value(0)?.is_empty()))),
};
