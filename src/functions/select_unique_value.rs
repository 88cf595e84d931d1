//! `SelectUniqueValue(uniqueValueRule…)`: the first value that the target does not hold yet.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "SelectUniqueValue",
    summary: "Returns the first value that is not empty and that no object of the target holds, letter case \
        ignored. Only what is needed is evaluated.\n\n\
        Taken is what this run has given out, what `--existing` or `--taken` names, and in a `plan` what a resource of \
        `--target` has in the attribute.",
    source: "entra:selectuniquevalue",
    parameters: &[repeating("uniqueValueRule", Kind::Text, 2)],
    examples: &[
        example(r#"SelectUniqueValue(Append([alias], "1"), Append([alias], "2"))"#, "zoë1")
            .given(r#"{"alias": "zoë"}"#),
        example("SelectUniqueValue([nickname], [alias])", "🙂").given(r#"{"nickname": "", "alias": "🙂"}"#),
        refused("SelectUniqueValue([nickname], [alias])", "not-unique"), // null names nobody
        refused(r#"SelectUniqueValue("ann")"#, "arity"),
        refused(r#"Append(SelectUniqueValue("ann", "ann2"), "@contoso.com")"#, "position"),
    ],
    body: Body::Whole(select_unique_value),
};

fn select_unique_value<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    for rule in 0..call.count() {
        if let Some(value) = call.text(rule)?.filter(|value| !value.is_empty())
            && !call.context.env.is_taken(call.context.target, value)
        {
            return Ok(call.place(value));
        }
    }
    Err(EvalError::new(&code::NOT_UNIQUE, "every candidate is empty or taken").into())
}
