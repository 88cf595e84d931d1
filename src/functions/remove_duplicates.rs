//! `RemoveDuplicates(attribute)`: a list whose members all differ.

use super::prelude::*;
use bumpalo::collections::Vec;
use std::collections::HashSet;

pub(super) const FUNCTION: Function = Function {
    name: "RemoveDuplicates",
    summary: "Returns a list with only the first of equal members, letter case included; a single value stays \
        as it is.",
    source: "entra:removeduplicates",
    parameters: &[required("attribute", Kind::List)],
    examples: &[
        yields("RemoveDuplicates([proxyAddresses])", r#"["smtp:a", "SMTP:a", "🙂"]"#)
            .given(r#"{"proxyAddresses": ["smtp:a", "SMTP:a", "🙂", "smtp:a", "🙂"]}"#),
        yields("RemoveDuplicates([ids])", r#"[1, "1"]"#).given(r#"{"ids": [1, "1", 1]}"#),
        yields("RemoveDuplicates([ids])", "[]").given(r#"{"ids": []}"#),
        example("RemoveDuplicates([mail])", "a@b.c").given(r#"{"mail": "a@b.c"}"#),
        null("RemoveDuplicates([proxyAddresses])"),
        refused("RemoveDuplicates()", "arity"),
    ],
    body: Body::Eager(remove_duplicates),
};

fn remove_duplicates<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Value::List(members) = call.value(0)? else { return call.value(0) };
    let mut seen = HashSet::with_capacity(members.len());
    let first = members.iter().copied().filter(|member| seen.insert(*member));
    Ok(call.place(Value::List(Vec::from_iter_in(first, call.context.arena).into_bump_slice())))
}
