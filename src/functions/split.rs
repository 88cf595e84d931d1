//! `Split(source, delimiter)`: a text as a list.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Split",
    summary: "Returns the parts of `source` between delimiters, trimmed of white space, empty ones dropped.",
    source: "entra:split",
    parameters: &[required("source", Kind::Text), required("delimiter", Kind::Text)],
    examples: &[
        yields(r#"Split("One, Two", ",")"#, r#"["One", "Two"]"#),
        yields(r#"Split("a;;🙂 ;", ";")"#, r#"["a", "🙂"]"#),
        yields(r#"Split("alone", ",")"#, r#"["alone"]"#),
        null(r#"Split([codes], ",")"#),
        refused(r#"Split("a,b", "")"#, "out-of-range"),
    ],
    body: Body::Eager(split),
};

fn split<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    let delimiter = call.text(1)?.unwrap_or_default();
    if delimiter.is_empty() {
        return Err(EvalError::new(&code::OUT_OF_RANGE, "an empty delimiter").of_argument(1).into());
    }
    let parts = text::split(source, delimiter).map(text::trim).filter(|part| !part.is_empty()).map(Value::Text);
    let mut members = bumpalo::collections::Vec::with_capacity_in(8, call.context.arena);
    members.extend(parts);
    Ok(call.place(Value::List(members.into_bump_slice())))
}
