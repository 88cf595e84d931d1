//! `Now()`: the date and time of the run.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Now",
    summary: "Returns the instant of the run in UTC, the same for every object.",
    source: "entra:now",
    parameters: &[],
    examples: &[
        example("Now()", "8/25/2021 5:41:18 PM"),
        example(r#"Append(Now(), " 🕔")"#, "8/25/2021 5:41:18 PM 🕔"),
        refused(r#"Now("utc")"#, "arity"),
    ],
    body: Body::Eager(|call| Ok(call.place(call.context.env.now()))),
};
