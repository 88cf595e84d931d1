//! `NumFromDate(value)`: a date as a directory's number.

use super::prelude::*;
use crate::dotnet::date;

pub(super) const FUNCTION: Function = Function {
    name: "NumFromDate",
    summary: "Returns the steps of 100 ns from the start of 1601 to a date, or to the date that a text gives, \
        as Active Directory stores dates.",
    source: "entra:numfromdate",
    parameters: &[required("value", Kind::Text)],
    examples: &[
        yields(r#"NumFromDate(CDate("2012-01-01 23:00:00"))"#, "129699324000000000"),
        yields(r#"NumFromDate("2020-12-31 23:59:59-08:00")"#, "132539615990000000"),
        yields(r#"NumFromDate("1601-01-01T00:00:00Z")"#, "0"),
        yields(r#"NumFromDate("9999-12-31T23:59:59.9999999")"#, "2650467743999999999"),
        yields(r#"NumFromDate("2012年1月1日 23:00")"#, "129699324000000000"),
        null("NumFromDate([endDate])"),
        refused(r#"NumFromDate("1600-12-31")"#, "out-of-range"),
        refused(r#"NumFromDate("tomorrow")"#, "invalid-date"),
        refused(r#"NumFromDate("")"#, "invalid-date"),
    ],
    body: Body::Eager(num_from_date),
};

fn num_from_date<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(date) = call.date(0)? else { return Ok(&Value::Null) };
    let beyond = |_| EvalError::new(&code::OUT_OF_RANGE, "a date before 1601");
    Ok(call.place(date::to_file_time(date).map_err(beyond)?))
}
