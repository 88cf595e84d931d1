//! `ToUpper(source, culture?)`: a text in upper case.

use super::prelude::*;
use crate::dotnet::text::Culture;

pub(super) const FUNCTION: Function = Function {
    name: "ToUpper",
    summary: "Returns `source` in upper case, one character to one, by the rules of `culture` (omitted: invariant).",
    source: "entra:toupper",
    parameters: &[required("source", Kind::Text), optional("culture", Kind::Text)],
    examples: &[
        example(r#"ToUpper("straße 🙂")"#, "STRAßE 🙂"),
        example(r#"ToUpper("iris", "tr-TR")"#, "İRİS"),
        null("ToUpper([mail])"),
        refused(r#"ToUpper("a", "no such culture")"#, "invalid-value"),
    ],
    body: Body::Eager(to_upper),
};

fn to_upper<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let name = call.text(1)?.unwrap_or_default();
    let unknown = || EvalError::new(&code::INVALID_VALUE, "an unknown culture");
    let culture = Culture::from_name(name).ok_or_else(unknown)?;
    Ok(call.text(0)?.map(|source| call.keep(text::to_upper(source, culture))).into())
}
