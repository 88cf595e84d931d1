//! `PCase(source, wordSeparators?)`: a text with a capital at the start of every word.

use super::prelude::*;
use std::borrow::Cow;

pub(super) const FUNCTION: Function = Function {
    name: "PCase",
    summary: "Returns `source` in small letters, but for a capital at the start of every word. Only \
        `wordSeparators` part words; omitted, they are .NET's, which keep an apostrophe and digits \
        inside a word.",
    source: "entra:pcase",
    parameters: &[required("source", Kind::Text), optional("wordSeparators", Kind::Text)],
    examples: &[
        example("PCase([firstName])", "Pablo Gonsalves (Second)")
            .given(r#"{"firstName": "PABLO GONSALVES (SECOND)"}"#),
        example(r#"PCase([lastName], " '-")"#, "Pinto-De'Silva").given(r#"{"lastName": "PINTO-DE'SILVA"}"#),
        example(r#"PCase("o'BRIEN élan 3m ǆ")"#, "O'brien Élan 3M ǅ"),
        example(r#"PCase("anne-marie élan", " ")"#, "Anne-marie Élan"),
        example(r#"PCase("anne-marie LEE", "")"#, "Anne-marie lee"), // nothing parts words
        example(r#"PCase("")"#, ""),
        null("PCase([lastName])"),
        refused("PCase()", "arity"),
    ],
    body: Body::Eager(p_case),
};

fn p_case<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    let separators = match call.given(1)? {
        Some(separators) => Some(separators.text(call.context.arena)?.unwrap_or_default()),
        None => None,
    };
    Ok(call.place(call.keep(Cow::Owned(text::proper_case(source, separators)))))
}
