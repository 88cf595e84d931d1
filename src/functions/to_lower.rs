//! `ToLower(source, culture?)`: a text in lower case.

use super::prelude::*;
use crate::dotnet::text::Culture;

pub(super) const FUNCTION: Function = Function {
    name: "ToLower",
    summary: "Returns `source` in lower case, one character to one, by the rules of `culture` (omitted: invariant).",
    source: "entra:tolower",
    parameters: &[required("source", Kind::Text), optional("culture", Kind::Text)],
    examples: &[
        example(r#"ToLower("ÉLAN 🙂")"#, "élan 🙂"),
        example(r#"ToLower("IRIS", "tr-TR")"#, "ırıs"),
        null("ToLower([mail])"),
        refused(r#"ToLower("a", "no such culture")"#, "invalid-value"),
    ],
    body: Body::Eager(to_lower),
};

fn to_lower<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let name = call.text(1)?.unwrap_or_default();
    let unknown = || EvalError::new(&code::INVALID_VALUE, "an unknown culture");
    let culture = Culture::from_name(name).ok_or_else(unknown)?;
    Ok(call.text(0)?.map(|source| call.keep(text::to_lower(source, culture))).into())
}
