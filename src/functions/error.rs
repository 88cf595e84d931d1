//! `Error(message)`: the rule's own error.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Error",
    summary: "Fails with `message`; one that depends on the source object is not repeated.",
    source: "entra-cloud-sync:error",
    parameters: &[required("message", Kind::Text)],
    examples: &[
        refused(
            r#"IIF(IsPresent([accountName]), [accountName], Error("accountName is required"))"#,
            "custom",
        ),
        example(r#"IIF(IsPresent([accountName]), [accountName], Error("accountName is required"))"#, "zoë")
            .given(r#"{"accountName": "zoë"}"#),
        refused("Error([accountName])", "custom"),
        refused("Error()", "arity"),
    ],
    body: Body::Prepared(prepare, error),
};

fn prepare(constants: &Constants<'_>) -> Result<Prepared, Refusal> {
    let message = constants.read(0, |text| Ok(text.filter(|text| !text.is_empty()).map(str::to_owned)))?;
    Ok(Box::new(message.flatten()))
}

/// SECURITY: only a constant is known to hold no personal data.
fn error<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    Err(match call.prepared::<Option<String>>() {
        Some(Some(message)) => EvalError::new(&code::CUSTOM, message.clone()),
        _ => EvalError::new(&code::CUSTOM, "the rule raised an error"),
    }
    .into())
}
