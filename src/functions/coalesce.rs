//! `Coalesce(source…)`: the first value that is not null.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Coalesce",
    summary: "Returns the first argument that is not null; a default is simply the last argument. The empty \
        text is a value.",
    source: "entra:coalesce",
    parameters: &[repeating("source", Kind::Any, 1).as_result()],
    examples: &[
        example("Coalesce([mail], [userPrincipalName])", "zoë@contoso.com").given(r#"{"userPrincipalName": "zoë@contoso.com"}"#),
        example(r#"Coalesce([mail], "none")"#, "").given(r#"{"mail": ""}"#),
        example(r#"Coalesce([mail], , "none")"#, "none"), // an empty slot is dropped
        null("Coalesce([mail])"),
        refused("Coalesce()", "arity"),
    ],
    body: Body::Lazy(coalesce),
};

fn coalesce<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    for slot in 0..call.count() {
        let value = call.value(slot)?;
        if !value.is_null() {
            return Ok(value);
        }
    }
    Ok(&Value::Null)
}
