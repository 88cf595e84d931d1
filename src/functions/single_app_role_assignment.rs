//! `SingleAppRoleAssignment([appRoleAssignments])`: the one role.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "SingleAppRoleAssignment",
    summary: "Returns the role of the one assignment; null where there is none.",
    source: "entra:singleapproleassignment",
    parameters: &[required("appRoleAssignments", Kind::List)],
    examples: &[
        example("SingleAppRoleAssignment([appRoleAssignments])", "Admin")
            .given(r#"{"appRoleAssignments": [{"id": "r1", "value": "Admin", "displayName": "Administrator"}]}"#),
        example("SingleAppRoleAssignment([appRoleAssignments])", "Rôle 🙂").given(r#"{"appRoleAssignments": ["Rôle 🙂"]}"#),
        null("SingleAppRoleAssignment([appRoleAssignments])"),
        refused("SingleAppRoleAssignment([appRoleAssignments])", "roles").given(r#"{"appRoleAssignments": ["Admin", "User"]}"#),
    ],
    body: Body::Eager(single_app_role_assignment),
};

fn single_app_role_assignment<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let assignments = call.value(0)?;
    let mut filled = assignments.members().iter().filter(|assignment| !assignment.is_null());
    match (filled.next(), filled.next()) {
        (None, _) => Ok(&Value::Null),
        (Some(Value::Complex(members)), None) => {
            let member = |name: &str| members.iter().find(|(known, value)| *known == name && !value.is_null()).map(|(_, value)| value);
            Ok(member("value").or_else(|| member("displayName")).unwrap_or(&Value::Null))
        }
        (Some(single), None) => Ok(single),
        (Some(_), Some(_)) => Err(EvalError::new(&code::ROLES, "more than one role assignment").into()),
    }
}
