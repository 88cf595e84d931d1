//! `BitAnd(value1, value2)`: the bits that two numbers share.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "BitAnd",
    summary: "Returns the number whose bits are set in both `value1` and `value2`, of 64 bits with a sign.",
    source: "entra:bitand",
    parameters: &[required("value1", Kind::Integer), required("value2", Kind::Integer)],
    examples: &[
        yields("BitAnd(&HF, &HF7)", "7"),
        yields("BitAnd([userAccountControl], 2)", "2").given(r#"{"userAccountControl": "514"}"#),
        yields("BitAnd(-1, 9223372036854775807)", "9223372036854775807"),
        yields("BitAnd(-1, -9223372036854775808)", "-9223372036854775808"),
        refused("BitAnd(1, [flags])", "out-of-range").given(r#"{"flags": 9223372036854775808}"#),
        refused("BitAnd([userAccountControl], 2)", "type"), // null is no number
        refused(r#"BitAnd("²", 2)"#, "type"),
    ],
    body: Body::Eager(|call| Ok(call.place(call.integer(0)? & call.integer(1)?))),
};
