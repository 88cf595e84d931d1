//! `Mid(source, start, length)`: a part of a text.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Mid",
    summary: "Returns `length` characters of `source` from `start`, counted from 1; fewer at its end.\n\
        \n\
        Characters are UTF-16 code units: an emoji counts two, and half of one is dropped.",
    source: "entra:mid",
    parameters: &[required("source", Kind::Text), required("start", Kind::Integer), required("length", Kind::Integer)],
    examples: &[
        example(r#"Mid("Ada Lovelace", 5, 4)"#, "Love"),
        example(r#"Mid("Ada", 2, 9)"#, "da"),
        example(r#"Mid("Ada", 4, 1)"#, ""),
        example(r#"Mid("🙂ë", 3, 1)"#, "ë"), // an emoji counts two
        null("Mid([nickname], 1, 2)"),
        refused(r#"Mid("Ada", 0, 1)"#, "out-of-range"),
    ],
    body: Body::Eager(mid),
};

fn mid<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(text) = call.text(0)? else { return Ok(&Value::Null) };
    let (start, length) = (call.position(1)?, call.position(2)?);
    let from = start.checked_sub(1).and_then(|from| usize::try_from(from).ok());
    let (Some(from), Ok(length)) = (from, usize::try_from(length)) else {
        return Err(EvalError::new(&code::OUT_OF_RANGE, "a start below 1 or a length below 0").into());
    };
    // Past the end, where .NET refuses, there is nothing.
    Ok(call.place(utf16::substring(text, from, length).unwrap_or_default()))
}
