//! `DateDiff(interval, date1, date2)`: how far two dates are apart.

use super::date_add::interval;
use super::prelude::*;
use crate::dotnet::date::{self, DateTime};

pub(super) const FUNCTION: Function = Function {
    name: "DateDiff",
    summary: "Returns how many times `interval` passes from `date1` to `date2`: `yyyy` and `m` compare the \
        calendar, `ww` counts Sundays, `d`, `h`, `n` and `s` are elapsed time, cut.",
    source: "entra:datediff",
    parameters: &[
        required("interval", Kind::Text),
        required("date1", Kind::DateTime),
        required("date2", Kind::DateTime),
    ],
    examples: &[
        yields(r#"DateDiff("d", Now(), CDate([StatusHireDate]))"#, "-3449")
            .given(r#"{"StatusHireDate": "2012-03-16-07:00"}"#),
        yields(r#"DateDiff("ww", Now(), CDate([StatusHireDate]))"#, "-493")
            .given(r#"{"StatusHireDate": "2012-03-16-07:00"}"#),
        yields(r#"DateDiff("yyyy", "2020-12-31", "2021-01-01")"#, "1"),
        yields(r#"DateDiff("d", "2020-12-31T23:59:59", "2021-01-01")"#, "0"), // no whole day has passed
        yields(r#"DateDiff("m", "1/1/0001", "12/31/9999")"#, "119987"),
        yields(r#"DateDiff("h", "2021年8月24日", "8/25/2021")"#, "24"),
        refused(r#"DateDiff("w", Now(), Now())"#, "invalid-value"),
        refused(r#"DateDiff("ww", "1/1/0001", Now())"#, "out-of-range"), // the week before year 1
        refused(r#"DateDiff("d", Now(), [StatusHireDate])"#, "invalid-date"), // null must not pass for a date
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(0, interval)?)), date_diff),
};

fn date_diff<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let interval = call.read(0, interval)?;
    let difference = date::date_diff(interval, date(call, 1)?, date(call, 2)?);
    let beyond =
        |_| EvalError::new(&code::OUT_OF_RANGE, "a date in the first week of year 1 has no week before it");
    Ok(call.place(difference.map_err(beyond)?))
}

fn date(call: &Call<'_, '_>, slot: usize) -> Result<DateTime, Stop> {
    let missing = || EvalError::new(&code::INVALID_DATE, "null where a date is wanted").into();
    call.date(slot)?.ok_or_else(missing)
}
