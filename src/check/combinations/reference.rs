//! References: what gives them anything but the id of a source object.

use super::{Combination, finding};
use crate::check::Findings;
use crate::diagnostic::code;
use crate::plan::{Expr, Node};
use crate::schema::AttributeType;

impl Combination<'_, '_> {
    /// Reports what gives a reference target anything but the id of a source object.
    pub(super) fn reference(&self, findings: &mut Findings) -> bool {
        if !self.is_reference() {
            return false;
        }
        if let Some(constant) = self.rule.constant.as_ref().or(self.rule.default.as_ref()) {
            let message =
                format!("`{}` is a reference and takes the id of a source object", self.target_text());
            let help = "map a source attribute that holds an id, e.g. `source: manager`";
            findings.push(finding(&code::REFERENCE_CONSTANT, constant.span(), message, "a fixed text", help));
            return true;
        }
        let expression = self.value.filter(|_| self.rule.expression.is_some());
        let Some(node) = expression.filter(|node| !passes_through(node)) else { return false };
        let (code, help) = if self.resolved.path.attribute.eq_ignore_ascii_case("members") {
            (&code::MEMBERS_EXPRESSION, "write `source: members`")
        } else {
            (&code::REFERENCE_EXPRESSION, "map the attribute that holds the id: `source: manager`")
        };
        let message = format!("`{}` is a reference; an expression must not change it", self.target_text());
        findings.push(finding(code, node.span, message, "more than a source attribute", help));
        true
    }

    pub(super) fn switch_on_reference(&self, findings: &mut Findings) {
        let Some(node) = self.value else { return };
        node.visit(&mut |node| {
            let Expr::Call(call) = &node.expr else { return };
            let Some(Some(Node { expr: Expr::Attribute(slot), span })) = call.slots.first() else { return };
            let name = self.slots.name(*slot);
            if call.function.name == "Switch" && self.slots.kind(name) == Some(AttributeType::Reference) {
                let message = format!("`Switch` must not be used on the reference `{name}`");
                let help = "map the reference directly";
                findings.push(finding(&code::SWITCH_ON_REFERENCE, *span, message, "a reference", help));
            }
        });
    }
}

/// Tells whether an expression gives a source attribute as it is, or nothing.
fn passes_through(node: &Node) -> bool {
    match &node.expr {
        Expr::Attribute(_) | Expr::Flow(_) => true,
        Expr::Call(call) => {
            let keeps = ["CRef", "Redact", "IgnoreFlowIfNullOrEmpty", "Coalesce"];
            keeps.contains(&call.function.name) && call.slots.iter().flatten().all(passes_through)
        }
        _ => false,
    }
}
