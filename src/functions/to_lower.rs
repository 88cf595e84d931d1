//! `ToLower(source, culture?)`: a text in lower case.

use super::prelude::*;
use crate::dotnet::text::Culture;

pub(super) const FUNCTION: Function = Function {
    name: "ToLower",
    summary: "Returns `source` in lower case, one character to one, by the rules of `culture` (omitted: \
        invariant).",
    source: "entra:tolower",
    parameters: &[required("source", Kind::Text), optional("culture", Kind::Text)],
    examples: &[
        example(r#"ToLower("ÉLAN 🙂")"#, "élan 🙂"),
        example(r#"ToLower("IRIS", "tr-TR")"#, "ırıs"),
        null("ToLower([mail])"),
        example(r#"ToLower("ÇA", [culture])"#, "ça"),
        refused(r#"ToLower("a", "klingon")"#, "invalid-value"),
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(1, culture)?)), to_lower),
};

/// Finds a culture by its name; without one it is the invariant culture.
pub(super) fn culture(name: Option<&str>) -> Result<Culture, EvalError> {
    let name = name.unwrap_or_default();
    let unknown = || EvalError::new(&code::INVALID_VALUE, "an unknown culture; write e.g. `tr` or `en-US`");
    Culture::from_name(name).filter(|_| Culture::is_listed(name)).ok_or_else(unknown)
}

fn to_lower<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let culture = call.read(1, culture)?;
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    if text::is_plain_ascii(source, culture) {
        let copy = call.context.arena.alloc_str(source);
        copy.make_ascii_lowercase();
        return Ok(call.place(Value::Text(copy)));
    }
    Ok(call.place(call.keep(text::to_lower(source, culture))))
}
