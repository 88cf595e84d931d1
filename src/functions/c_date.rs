//! `CDate(expression)`: a text as a date.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "CDate",
    summary: "Returns the date that a text gives, in UTC.\n\
        \n\
        Read are, among others, `2021-06-30`, `2021-06-30T08:15:00+05:30`, `8/25/2021 5:41:18 PM` and \
        `30 June 2021`: months come before days where both are numbers. Without a time zone the text is \
        in UTC. A year has four digits; a text without a date is refused.",
    source: "entra:cdate",
    parameters: &[required("expression", Kind::Text)],
    examples: &[
        example("CDate([StatusHireDate])", "3/16/2020 7:00:00 AM")
            .given(r#"{"StatusHireDate": "2020-03-16-07:00"}"#),
        example(r#"CDate("2009-06-15T01:45:30.123-07:00")"#, "6/15/2009 8:45:30 AM"),
        example(r#"CDate("0001-01-01")"#, "1/1/0001 12:00:00 AM"),
        example(r#"CDate("12/31/9999 11:59:59 PM")"#, "12/31/9999 11:59:59 PM"),
        example(r#"CDate("2021年8月25日")"#, "8/25/2021 12:00:00 AM"),
        null("CDate([StatusHireDate])"),
        refused(r#"CDate("2021-02-30")"#, "invalid-date"),
        refused(r#"CDate("13:45")"#, "invalid-date"), // today is not in the text
        refused(r#"CDate("")"#, "invalid-date"),
        refused("CDate(20200316)", "type"),
    ],
    body: Body::Eager(|call| Ok(call.place(call.date(0)?))),
};
