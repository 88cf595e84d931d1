//! `AppRoleAssignmentsComplex([appRoleAssignments])`: all roles, as SCIM has them.

use super::prelude::*;
use bumpalo::collections::Vec;

pub(super) const FUNCTION: Function = Function {
    name: "AppRoleAssignmentsComplex",
    summary: "Returns one role for each assignment, with `primary`, `type`, `display` and `value`; null where \
        there is none. An update adds them, and removes nothing.",
    source: "entra:approleassignmentscomplex",
    parameters: &[required("appRoleAssignments", Kind::List)],
    examples: &[
        yields(
            "AppRoleAssignmentsComplex([appRoleAssignments])",
            r#"[{"primary": false, "type": "WindowsAzureActiveDirectoryRole", "display": "Administrator", "value": "Admin"}]"#,
        )
        .given(r#"{"appRoleAssignments": [{"id": "r1", "value": "Admin", "displayName": "Administrator"}]}"#),
        yields(
            "AppRoleAssignmentsComplex([appRoleAssignments])",
            r#"[{"primary": false, "type": "WindowsAzureActiveDirectoryRole", "display": "Rôle 🙂", "value": "Rôle 🙂"}]"#,
        )
        .given(r#"{"appRoleAssignments": ["Rôle 🙂", null]}"#),
        yields(
            "AppRoleAssignmentsComplex([appRoleAssignments])",
            r#"[{"primary": false, "type": "WindowsAzureActiveDirectoryRole", "value": "User"}]"#,
        )
        .given(r#"{"appRoleAssignments": {"id": "r2", "value": "User", "displayName": null}}"#),
        null("AppRoleAssignmentsComplex([appRoleAssignments])"),
        null("AppRoleAssignmentsComplex([appRoleAssignments])").given(r#"{"appRoleAssignments": []}"#),
        refused("AppRoleAssignmentsComplex()", "arity"),
    ],
    body: Body::Eager(|call| {
        let roles = roles(call)?;
        if roles.is_empty() { Ok(&Value::Null) } else { Ok(call.place(Value::List(roles))) }
    }),
};

/// The type that Entra gives every role.
const TYPE: &str = "WindowsAzureActiveDirectoryRole";

/// Returns a role for each assignment of the first argument, in order; null ones are left out.
pub(super) fn roles<'a>(call: &Call<'a, '_>) -> Result<&'a [Value<'a>], Stop> {
    let assignments = call.value(0)?;
    let assignments = assignments.members();
    let mut roles = Vec::with_capacity_in(assignments.len(), call.context.arena);
    for assignment in assignments.iter().filter(|assignment| !assignment.is_null()) {
        roles.push(role(call, assignment)?);
    }
    Ok(roles.into_bump_slice())
}

/// Returns the role of one assignment; a plain text is both its value and its display name.
fn role<'a>(call: &Call<'a, '_>, assignment: &Value<'a>) -> Result<Value<'a>, Stop> {
    let (display, value) = match assignment {
        Value::Complex(members) => (member(members, "displayName"), member(members, "value")),
        plain => {
            let text = Value::from(plain.text(call.context.arena)?);
            (text, text)
        }
    };
    let mut members = Vec::with_capacity_in(4, call.context.arena);
    members.push(("primary", false.into()));
    members.push(("type", TYPE.into()));
    members.extend([("display", display), ("value", value)].into_iter().filter(|(_, member)| !member.is_null()));
    Ok(Value::Complex(members.into_bump_slice()))
}

fn member<'a>(members: &[(&str, Value<'a>)], name: &str) -> Value<'a> {
    members.iter().find(|(known, _)| *known == name).map_or(Value::Null, |(_, value)| *value)
}
