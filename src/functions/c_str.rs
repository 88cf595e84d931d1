//! `CStr(value)`: a value as a text.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "CStr",
    summary: "Returns the text form of `value`: `True` or `False`, the shortest decimal, a date as `M/d/yyyy \
        h:mm:ss tt`.",
    source: "entra:cstr",
    parameters: &[required("value", Kind::Text)],
    examples: &[
        example("CStr(42568.75)", "42568.75"),
        example("CStr([accountEnabled])", "True").given(r#"{"accountEnabled": true}"#),
        example("CStr(Now())", "8/25/2021 5:41:18 PM"),
        example("CStr([names])", "Zoë").given(r#"{"names": ["Zoë"]}"#), // the only member of a list
        null("CStr([names])"),
        refused("CStr([names])", "type").given(r#"{"names": ["Zoë", "Ann"]}"#),
    ],
    body: Body::Eager(|call| Ok(call.place(call.text(0)?))),
};
