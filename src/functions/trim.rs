//! `Trim(value)`: a text without white space at its ends.

use super::prelude::*;
use bumpalo::collections::Vec;

pub(super) const FUNCTION: Function = Function {
    name: "Trim",
    summary: "Returns `value` without white space at both ends; of a list, each member.",
    source: "entra-cloud-sync:trim",
    parameters: &[required("value", Kind::Text)],
    examples: &[
        example(r#"Trim("  a  b  ")"#, "a  b"),
        example("Trim(\"\u{a0}Zoë 🙂\u{2003}\")", "Zoë 🙂"),
        example(r#"Trim(" ")"#, ""),
        yields("Trim([proxyAddresses])", r#"["smtp:a", null, "SMTP:b"]"#)
            .given(r#"{"proxyAddresses": [" smtp:a", null, "SMTP:b "]}"#),
        null("Trim([proxyAddresses])"),
        refused("Trim([managers])", "type").given(r#"{"managers": [{"id": "42"}]}"#),
    ],
    body: Body::Eager(trim),
};

fn trim<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Value::List(members) = call.value(0)? else { return Ok(call.place(call.text(0)?.map(text::trim))) };
    let mut trimmed = Vec::with_capacity_in(members.len(), call.context.arena);
    for member in *members {
        trimmed.push(member.text(call.context.arena)?.map(text::trim).into());
    }
    Ok(call.place(Value::List(trimmed.into_bump_slice())))
}
