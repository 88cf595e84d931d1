//! `Join(separator, source…)`: texts with a separator between them.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Join",
    summary: "Returns the sources with `separator` between them; null and empty ones are skipped, members of a \
        list are joined in place.",
    source: "entra:join",
    parameters: &[required("separator", Kind::Text), repeating("source", Kind::Text, 1)],
    examples: &[
        example(r#"Join(" ", [givenName], [middleName], [surname])"#, "Zoë Lee").given(r#"{"givenName": "Zoë", "surname": "Lee"}"#),
        example(r#"Join(";", [otherMails], [mail])"#, "a;b;c").given(r#"{"otherMails": ["a", "", "b"], "mail": "c"}"#),
        example(r#"Join(", ", [a], [b])"#, ""),
        refused(r#"Join(",")"#, "arity"),
    ],
    body: Body::Eager(join),
};

fn join<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let separator = call.text(0)?.unwrap_or_default();
    let mut joined = bumpalo::collections::String::with_capacity_in(64, call.context.arena);
    let mut first = true;
    for slot in 1..call.count() {
        for member in call.value(slot)?.members() {
            let Some(text) = member.text(call.context.arena)?.filter(|text| !text.is_empty()) else { continue };
            if !first {
                joined.push_str(separator);
            }
            joined.push_str(text);
            first = false;
        }
    }
    Ok(call.place(joined.into_bump_str()))
}
