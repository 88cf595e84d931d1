//! `DateAdd(interval, value, dateTime)`: an earlier or later date.

use super::prelude::*;
use crate::dotnet::date::{self, Interval};

pub(super) const FUNCTION: Function = Function {
    name: "DateAdd",
    summary: "Returns `dateTime` with `value` times `interval` added: `yyyy` years, `m` months, `ww` weeks, \
        `d` days, `h` hours, `n` minutes, `s` seconds. A day that the month does not have becomes its \
        last.",
    source: "entra:dateadd",
    parameters: &[
        required("interval", Kind::Text),
        required("value", Kind::Integer),
        required("dateTime", Kind::DateTime),
    ],
    examples: &[
        example(r#"DateAdd("d", -10, CDate([StatusHireDate]))"#, "3/6/2012 7:00:00 AM")
            .given(r#"{"StatusHireDate": "2012-03-16-07:00"}"#),
        example(r#"DateAdd("m", 1, "2021-01-31")"#, "2/28/2021 12:00:00 AM"),
        example(r#"DateAdd("n", "90.9", Now())"#, "8/25/2021 7:11:18 PM"), // the number is cut
        example(r#"DateAdd("s", -1, "1/2/0001")"#, "1/1/0001 11:59:59 PM"),
        example(r#"DateAdd("yyyy", 1, "2020年2月29日")"#, "2/28/2021 12:00:00 AM"),
        refused(r#"DateAdd("s", -1, "1/1/0001")"#, "out-of-range"),
        refused(r#"DateAdd("s", 2147483648, Now())"#, "out-of-range"),
        refused(r#"DateAdd("D", 1, Now())"#, "invalid-value"), // VB would take it, and `q`, `y` and `w`
        refused(r#"DateAdd("d", 1, [StatusHireDate])"#, "invalid-date"), // null must not pass for a date
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(0, interval)?)), date_add),
};

/// Reads an interval, exactly as Entra lists it.
pub(super) fn interval(text: Option<&str>) -> Result<Interval, EvalError> {
    let unknown =
        |_| EvalError::new(&code::INVALID_VALUE, "an interval other than yyyy, m, d, ww, h, n and s");
    Interval::from_argument(text.unwrap_or_default()).map_err(unknown)
}

fn date_add<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let interval = call.read(0, interval)?;
    let beyond = || {
        EvalError::new(&code::OUT_OF_RANGE, "a number beyond 32 bits, or a date outside the years 1 to 9999")
    };
    let number = i32::try_from(call.integer(1)?).map_err(|_| beyond())?;
    let missing = || EvalError::new(&code::INVALID_DATE, "null where a date is wanted");
    let date = call.date(2)?.ok_or_else(missing)?;
    Ok(call.place(date::date_add(interval, number.into(), date).map_err(|_| beyond())?))
}
