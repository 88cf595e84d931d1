//! `Redact(value)`: a value that no log shows.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Redact",
    summary: "Returns `value`; logs, traces and reports are to show `[Redact]` in its place.",
    source: "entra:redact",
    parameters: &[required("value", Kind::Any)],
    examples: &[
        example("Redact([userPrincipalName])", "zoë@contoso.com")
            .given(r#"{"userPrincipalName": "zoë@contoso.com"}"#),
        yields("Redact([otherMails])", r#"["a", "b"]"#).given(r#"{"otherMails": ["a", "b"]}"#),
        example(r#"Redact("")"#, ""),
        null("Redact([userPrincipalName])"),
        refused("Redact()", "arity"),
    ],
    body: Body::Eager(|call| call.value(0)),
};
