//! `Not(source)`: the opposite of a boolean.

use super::prelude::*;
use crate::dotnet::boolean;

pub(super) const FUNCTION: Function = Function {
    name: "Not",
    summary: "Returns False where `source` is True, as a boolean or as text; True for anything else, null \
        included.",
    source: "entra:not",
    parameters: &[required("source", Kind::Boolean)],
    examples: &[
        yields("Not([IsSoftDeleted])", "false").given(r#"{"IsSoftDeleted": true}"#),
        yields("Not([IsSoftDeleted])", "true").given(r#"{"IsSoftDeleted": "False"}"#),
        yields("Not([IsSoftDeleted])", "true"),
        yields(r#"Not("🙂")"#, "true"),
        refused("Not()", "arity"),
    ],
    body: Body::Eager(not),
};

fn not<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    // What has no single value is not True.
    let holds = match call.value(0)?.single().unwrap_or(&Value::Null) {
        Value::Boolean(boolean) => *boolean,
        Value::Text(text) => boolean::parse(text).unwrap_or(false),
        _ => false,
    };
    Ok(call.place(Value::Boolean(!holds)))
}
