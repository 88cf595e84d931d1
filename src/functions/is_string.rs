//! `IsString(Expression)`: whether something has a text form.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "IsString",
    summary: "Tells whether `Expression` is a text, or a boolean, number, date or reference, which have a text \
        form; null, lists and complex values have none.",
    source: "entra:isstring",
    parameters: &[required("Expression", Kind::Any)],
    examples: &[
        yields("IsString([displayName])", "true").given(r#"{"displayName": "Zoë 🙂"}"#),
        yields(r#"IsString("")"#, "true"),
        yields("IsString(Now())", "true"),
        yields("IsString([displayName])", "false"),
        yields("IsString([names])", "false").given(r#"{"names": ["Zoë"]}"#),
        yields("IsString([manager])", "false").given(r#"{"manager": {"id": "42"}}"#),
        refused("IsString()", "arity"),
    ],
    body: Body::Eager(|call| {
        let has_no_text = matches!(call.value(0)?, Value::Null | Value::List(_) | Value::Complex(_));
        Ok(call.place(!has_no_text))
    }),
};
