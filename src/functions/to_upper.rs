//! `ToUpper(source, culture?)`: a text in upper case.

use super::prelude::*;
use super::to_lower::culture;

pub(super) const FUNCTION: Function = Function {
    name: "ToUpper",
    summary: "Returns `source` in upper case, one character to one, by the rules of `culture` (omitted: \
        invariant).",
    source: "entra:toupper",
    parameters: &[required("source", Kind::Text), optional("culture", Kind::Text)],
    examples: &[
        example(r#"ToUpper("straße 🙂")"#, "STRAßE 🙂"),
        example(r#"ToUpper("iris", "tr-TR")"#, "İRİS"),
        null("ToUpper([mail])"),
        example(r#"ToUpper("ça", [culture])"#, "ÇA"),
        refused(r#"ToUpper("a", "no such culture")"#, "invalid-value"),
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(1, culture)?)), to_upper),
};

fn to_upper<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let culture = call.read(1, culture)?;
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    if text::is_plain_ascii(source, culture) {
        let copy = call.context.arena.alloc_str(source);
        copy.make_ascii_uppercase();
        return Ok(call.place(Value::Text(copy)));
    }
    Ok(call.place(call.keep(text::to_upper(source, culture))))
}
