//! `DefaultDomain()`: the tenant's default domain.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "DefaultDomain",
    summary: "Returns the default verified domain that the run is configured with.",
    source: "entra:defaultdomain",
    parameters: &[],
    examples: &[
        example("DefaultDomain()", "contoso.com"),
        example(r#"Join("@", [mailNickname], DefaultDomain())"#, "zoë@contoso.com")
            .given(r#"{"mailNickname": "zoë"}"#),
        refused("DefaultDomain([mailNickname])", "arity"),
    ],
    body: Body::Eager(default_domain),
};

fn default_domain<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let missing = || EvalError::new(&code::NO_DEFAULT_DOMAIN, "no default domain is configured");
    let domain = call.context.env.default_domain().filter(|domain| !domain.is_empty());
    Ok(call.place(domain.ok_or_else(missing)?))
}
