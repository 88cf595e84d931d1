//! Role assignments: which functions make roles of them, and when.

use super::{Combination, finding};
use crate::check::Findings;
use crate::diagnostic::code;
use crate::plan::{Expr, ListUpdate, Node, ScopeMode};

impl Combination<'_, '_> {
    pub(super) fn role_function(&self, findings: &mut Findings) {
        let Some(node) = self.value.filter(|_| self.file.scope_mode == ScopeMode::All) else { return };
        node.visit(&mut |node| {
            let Expr::Call(call) = &node.expr else { return };
            let name = call.function.name;
            if is_role_function(name) {
                let message = format!("`{name}` needs assignments, and the scope mode is `all`");
                let help = "write `scopeMode: assigned` at the top of the file";
                findings.push(finding(
                    &code::ROLES_WITH_SYNC_ALL,
                    node.span,
                    message,
                    "no roles to find",
                    help,
                ));
            }
        });
    }

    pub(super) fn direct_roles(&self, findings: &mut Findings) -> bool {
        // An attribute alone is a direct mapping, however it is written.
        let assignments = |node: &&Node| matches!(node.expr, Expr::Attribute(slot) if self.slots.name(slot) == "appRoleAssignments");
        let source = self.value.filter(assignments);
        let Some(source) = source.filter(|_| self.resolved.path.attribute == "roles") else { return false };
        let message = "role assignments become roles by a function only";
        let help = "write `expression: AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`";
        findings.push(finding(&code::ROLES_DIRECT, source.span, message, "a direct mapping", help));
        true
    }
}

fn is_role_function(name: &str) -> bool {
    name == "SingleAppRoleAssignment" || list_update_of(name).is_some()
}

fn list_update_of(function: &str) -> Option<ListUpdate> {
    match function {
        "AppRoleAssignmentsComplex" => Some(ListUpdate::AddRoles),
        "AssertiveAppRoleAssignmentsComplex" => Some(ListUpdate::ReplaceRoles),
        _ => None,
    }
}

/// Returns what an update does with the members that an expression gives.
pub(in crate::check) fn list_update(value: Option<&Node>) -> ListUpdate {
    let mut found = ListUpdate::Replace;
    if let Some(node) = value {
        node.visit(&mut |node| {
            if let Expr::Call(call) = &node.expr {
                found = list_update_of(call.function.name).unwrap_or(found);
            }
        });
    }
    found
}
