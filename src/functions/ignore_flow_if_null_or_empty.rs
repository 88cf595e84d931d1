//! `IgnoreFlowIfNullOrEmpty(expression)`: nothing flows where there is nothing.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "IgnoreFlowIfNullOrEmpty",
    summary: "Leaves the attribute out of the operation where `expression` is null, the empty text or an empty \
        list; otherwise returns it.",
    source: "entra:ignoreflowifnullorempty",
    parameters: &[required("expression", Kind::Any)],
    examples: &[
        example("IgnoreFlowIfNullOrEmpty([city])", "Kraków").given(r#"{"city": "Kraków"}"#),
        expects("IgnoreFlowIfNullOrEmpty([city])", Expected::IgnoreAttribute),
        expects("IgnoreFlowIfNullOrEmpty([city])", Expected::IgnoreAttribute).given(r#"{"city": ""}"#),
        example("IgnoreFlowIfNullOrEmpty([city])", " ").given(r#"{"city": " "}"#),
        refused(r#"Append(IgnoreFlowIfNullOrEmpty([city]), "x")"#, "position"),
    ],
    body: Body::Flow(ignore_flow_if_null_or_empty),
};

fn ignore_flow_if_null_or_empty<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let value = call.value(0)?;
    if value.is_empty() { Err(Stop::Flow(Flow::IgnoreAttribute)) } else { Ok(value) }
}
