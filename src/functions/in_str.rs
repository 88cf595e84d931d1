//! `InStr(value1, value2, start?, compareType?)`: where one text stands in another.

use super::prelude::*;
use crate::dotnet::text::Comparison;
use std::num::NonZeroUsize;

pub(super) const FUNCTION: Function = Function {
    name: "InStr",
    summary: "Returns the position of `value2` in `value1`, at `start` or after it, counted from 1; 0 where it \
        does not occur.\n\
        \n\
        `compareType` is `vbBinaryCompare` (omitted), where letter case counts, or `vbTextCompare`, \
        where it does not. Positions count UTF-16 code units: an emoji counts two.",
    source: "entra:instr",
    parameters: &[
        required("value1", Kind::Text),
        required("value2", Kind::Text),
        optional("start", Kind::Integer),
        optional("compareType", Kind::Any),
    ],
    examples: &[
        yields(r#"InStr("The quick brown fox", "quick")"#, "5"),
        yields(r#"InStr("repEated", "e", 3, vbTextCompare)"#, "4"),
        yields(r#"InStr("a🙂b", "b")"#, "4"), // an emoji counts two
        yields(r#"InStr([mail], "@")"#, "0"),
        refused(r#"InStr("abc", "a", 0)"#, "out-of-range"),
        refused(r#"InStr("abc", "a", 1, CaseSensitive)"#, "invalid-value"),
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(3, comparison)?)), in_str),
};

fn comparison(text: Option<&str>) -> Result<Comparison, EvalError> {
    match text {
        None | Some("vbBinaryCompare") => Ok(Comparison::Binary),
        Some("vbTextCompare") => Ok(Comparison::Text),
        Some(_) => Err(EvalError::new(
            &code::INVALID_VALUE,
            "a compare type other than vbBinaryCompare and vbTextCompare",
        )),
    }
}

fn in_str<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let start = match call.given(2)? {
        Some(_) => call.position(2)?,
        None => 1,
    };
    let Some(start) = usize::try_from(start).ok().and_then(NonZeroUsize::new) else {
        return Err(EvalError::new(&code::OUT_OF_RANGE, "a start below 1").of_argument(2).into());
    };
    let comparison = call.read(3, comparison)?;
    let (text, needle) = (call.text(0)?.unwrap_or_default(), call.text(1)?.unwrap_or_default());
    let position = text::in_str(text, needle, start, comparison);
    Ok(call.place(Value::Integer(i64::try_from(position).unwrap_or(i64::MAX))))
}
