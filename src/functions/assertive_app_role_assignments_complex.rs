//! `AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`: all roles, and no others.

use super::app_role_assignments_complex::roles;
use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "AssertiveAppRoleAssignmentsComplex",
    summary: "Returns the roles of AppRoleAssignmentsComplex; an empty list where there is none. An update \
        replaces all roles that the target holds.",
    source: "entra:customize-application-attributes",
    parameters: &[required("appRoleAssignments", Kind::List)],
    examples: &[
        yields(
            "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
            r#"[{"primary": false, "type": "WindowsAzureActiveDirectoryRole", "display": "Prüfer", "value": "Auditor"}]"#,
        )
        .given(r#"{"appRoleAssignments": [{"id": "r1", "value": "Auditor", "displayName": "Prüfer"}]}"#),
        yields("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", "[]").given(r#"{"appRoleAssignments": []}"#),
        yields("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", "[]"), // null: no role either
        refused("AssertiveAppRoleAssignmentsComplex()", "arity"),
    ],
    body: Body::Eager(|call| Ok(call.place(Value::List(roles(call)?)))),
};
