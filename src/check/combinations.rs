//! Combinations of properties that a mapping must not have.
//!
//! Source: `spec:mapping-1.10`.

mod matching;
mod primary;
mod reference;
mod roles;

use super::Findings;
use super::source_attribute::Slots;
use super::target::Resolved;
use crate::diagnostic::{Code, Diagnostic, code};
use crate::plan::Node;
use crate::ruleset::{Apply, Mapping, RuleFile};
use crate::schema::AttributeType;
use crate::source::Span;
pub(super) use matching::of_object;
pub(super) use primary::{of_primary, primaries};
pub(super) use roles::list_update;

/// A mapping with what has been found out about it.
pub(super) struct Combination<'c, 's> {
    pub(super) file: &'c RuleFile,
    pub(super) rule: &'c Mapping,
    pub(super) resolved: &'c Resolved,
    pub(super) value: Option<&'c Node>,
    pub(super) slots: &'c Slots<'s>,
}

/// Reports the combinations of one mapping; tells whether one was found that explains what follows from it.
pub(super) fn of_mapping(mapping: &Combination<'_, '_>, findings: &mut Findings) -> bool {
    mapping.matching(findings);
    mapping.null_flow(findings);
    mapping.unique(findings);
    mapping.default_of_constant(findings);
    mapping.switch_on_reference(findings);
    mapping.role_function(findings);
    let reference = mapping.reference(findings);
    reference || mapping.direct_roles(findings)
}

fn finding(
    code: &'static Code,
    span: Span,
    message: impl Into<String>,
    label: &str,
    help: &str,
) -> Diagnostic {
    Diagnostic::new(code, span, message).label(label).help(help)
}

impl Combination<'_, '_> {
    fn target_text(&self) -> &str {
        &self.rule.target.text
    }

    fn is_reference(&self) -> bool {
        self.resolved.target.kind == AttributeType::Reference
    }

    fn calls_unique(&self) -> bool {
        self.value.is_some_and(Node::is_unique)
    }

    fn null_flow(&self, findings: &mut Findings) {
        if !self.rule.flow_null {
            return;
        }
        let (span, target) = (self.rule.target.span(), &self.resolved.target);
        if target.required || self.rule.matching.is_some() {
            let message = format!("null flow would clear `{}`, which must not be empty", self.target_text());
            let label = if target.required { "required by the application" } else { "a matching attribute" };
            findings.push(finding(&code::REMOVE_REQUIRED, span, message, label, "remove `flowNull`"));
        }
        if target.multivalued {
            let message = format!("null flow cannot clear `{}`", self.target_text());
            findings.push(finding(
                &code::NULL_FLOW_ON_LIST,
                span,
                message,
                "multi-valued",
                "remove `flowNull`",
            ));
        }
    }

    fn unique(&self, findings: &mut Findings) {
        if self.calls_unique() && self.rule.apply != Apply::OnCreate {
            let span = self.value.map_or(self.rule.target.span(), |node| node.span);
            let message = "`SelectUniqueValue` would choose another value on every update";
            findings.push(finding(
                &code::UNIQUE_APPLY_ALWAYS,
                span,
                message,
                "applies always",
                "add `apply: onCreate`",
            ));
        }
    }

    fn default_of_constant(&self, findings: &mut Findings) {
        if let (Some(_), Some(default)) = (&self.rule.constant, &self.rule.default) {
            let message = "a constant is never null, so its default value is never used";
            findings.push(finding(
                &code::DEFAULT_ON_CONSTANT,
                default.span(),
                message,
                "has no effect",
                "remove it",
            ));
        }
    }
}
