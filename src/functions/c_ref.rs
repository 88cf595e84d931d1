//! `CRef(value)`: a text as a reference.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "CRef",
    summary: "Returns the text of `value`, marked as the id of another object.",
    source: "entra-connect:cref",
    parameters: &[required("value", Kind::Text)],
    examples: &[
        example("CRef([dn])", "cn=Zoë,ou=Sales,dc=contoso,dc=com")
            .given(r#"{"dn": "cn=Zoë,ou=Sales,dc=contoso,dc=com"}"#),
        example(r#"CRef("")"#, ""),
        null("CRef([dn])"),
        refused("CRef([members])", "type").given(r#"{"members": ["a", "b"]}"#),
    ],
    body: Body::Eager(|call| Ok(call.place(call.text(0)?.map(Value::Reference)))),
};
