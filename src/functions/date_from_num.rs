//! `DateFromNum(value)`: the date of a directory's number.

use super::prelude::*;
use crate::dotnet::date;

pub(super) const FUNCTION: Function = Function {
    name: "DateFromNum",
    summary: "Returns the date that is `value` steps of 100 ns after the start of 1601, as Active Directory \
        stores dates.",
    source: "entra:datefromnum",
    parameters: &[required("value", Kind::Integer)],
    examples: &[
        example("DateFromNum(129699324000000000)", "1/1/2012 11:00:00 PM"),
        example("DateFromNum([lastLogonTimestamp])", "1/1/2012 11:00:00 PM")
            .given(r#"{"lastLogonTimestamp": "129699324000000000"}"#),
        example("DateFromNum(0)", "1/1/1601 12:00:00 AM"),
        example("DateFromNum(2650467743999999999)", "12/31/9999 11:59:59 PM"),
        null("DateFromNum([accountExpires])"),
        refused("DateFromNum(-1)", "out-of-range"),
        refused("DateFromNum(9223372036854775807)", "out-of-range"), // never, in accountExpires
        refused(r#"DateFromNum("١")"#, "type"),
    ],
    body: Body::Eager(date_from_num),
};

fn date_from_num<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(number) = call.value(0)?.integer()? else { return Ok(&Value::Null) };
    let beyond = |_| EvalError::new(&code::OUT_OF_RANGE, "a number below 0 or beyond the year 9999");
    Ok(call.place(date::from_file_time(number).map_err(beyond)?))
}
