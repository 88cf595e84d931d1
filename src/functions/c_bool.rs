//! `CBool(Expression)`: a value as a boolean.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "CBool",
    summary: "Returns the truth of `Expression`: of a boolean, of a text that reads `true` or `false`, of a \
        number that is not 0; null is False.",
    source: "entra:cbool",
    parameters: &[required("Expression", Kind::Boolean)],
    examples: &[
        yields("CBool([city] = [homeCity])", "true").given(r#"{"city": "Łódź", "homeCity": "Łódź"}"#),
        yields(r#"CBool("FALSE")"#, "false"),
        yields("CBool(0)", "false"),
        yields(r#"CBool("-0.5")"#, "true"),
        yields("CBool([flag])", "false"),
        refused(r#"CBool("ja")"#, "type"),
        refused(r#"CBool("")"#, "type"),
    ],
    body: Body::Eager(|call| Ok(call.place(call.value(0)?.boolean()?))),
};
