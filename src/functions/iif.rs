//! `IIF(condition, valueIfTrue, valueIfFalse)`: one of two values.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "IIF",
    summary: "Returns `valueIfTrue` where the condition holds, else `valueIfFalse`; null does not hold. Only \
        the value that is needed is evaluated.",
    source: "entra:iif",
    parameters: &[
        required("condition", Kind::Boolean),
        required("valueIfTrue", Kind::Any).as_result(),
        required("valueIfFalse", Kind::Any).as_result(),
    ],
    examples: &[
        example(r#"IIF([country] = "USA", "home", "abroad")"#, "home").given(r#"{"country": "USA"}"#),
        example(r#"IIF([country] <> "USA", "abroad", "home")"#, "home"), // null fails every comparison
        example(r#"IIF(InStr([mail], "@"), "✉", "none")"#, "✉").given(r#"{"mail": "a@b.c"}"#),
        refused(r#"IIF("maybe", "a", "b")"#, "type"),
        refused(r#"IIF([flag], "a")"#, "arity"),
    ],
    body: Body::Lazy(iif),
};

fn iif<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let holds = call.value(0)?.boolean().map_err(|error| error.of_argument(0))?;
    call.value(if holds { 1 } else { 2 })
}
