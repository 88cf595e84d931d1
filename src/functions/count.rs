//! `Count(attribute)`: the number of members.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Count",
    summary: "Returns the number of members of a list; 0 for null, 1 for a single value.",
    source: "entra:count",
    parameters: &[required("attribute", Kind::List)],
    examples: &[
        yields("Count([proxyAddresses])", "2").given(r#"{"proxyAddresses": ["a", "🙂"]}"#),
        yields("Count([mail])", "1").given(r#"{"mail": "a@b.c"}"#),
        yields("Count([mail])", "0"),
        refused("Count()", "arity"),
    ],
    body: Body::Eager(count),
};

fn count<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let members = call.value(0)?.members().len();
    Ok(call.place(Value::Integer(i64::try_from(members).unwrap_or(i64::MAX))))
}
