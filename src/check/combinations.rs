//! Combinations of properties that a mapping must not have.
//!
//! Source: `spec:mapping-1.10`.

use super::Findings;
use super::mapping::Mapped;
use super::source_attribute::Slots;
use super::target::Resolved;
use crate::diagnostic::{Code, Diagnostic, code};
use crate::dotnet::boolean;
use crate::functions::Body;
use crate::plan::{Constant, Expr, ListUpdate, Node, ScopeMode};
use crate::ruleset::{Apply, Mapping, ObjectRules, RuleFile};
use crate::schema::AttributeType;
use crate::source::Span;
use std::collections::BTreeMap;

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
        let body = self.value.and_then(|node| match &node.expr {
            Expr::Call(call) => Some(call.function.body),
            _ => None,
        });
        matches!(body, Some(Body::Whole(_)))
    }

    fn matching(&self, findings: &mut Findings) {
        let Some(precedence) = &self.rule.matching else { return };
        let (span, target) = (precedence.span, &self.resolved.target);
        if let Some(default) = &self.rule.default {
            findings.push(finding(
                &code::MATCHING_DEFAULT_VALUE,
                default.span(),
                "a matching attribute has a default value",
                "links every object without a value to one account",
                "remove `default`, or `match`",
            ));
        }
        if self.rule.source.is_none() && self.rule.expression.is_none() {
            let message = "a matching attribute has the same value for every object";
            let help = "match by a mapping with a `source` or an `expression`";
            findings.push(finding(
                &code::MATCHING_CONSTANT,
                span,
                message,
                "cannot tell objects apart",
                help,
            ));
        }
        if self.calls_unique() {
            let message = "`SelectUniqueValue` cannot feed a matching attribute";
            let help = "match by an attribute that stays the same";
            findings.push(finding(
                &code::UNIQUE_ON_MATCHING,
                span,
                message,
                "never the value that exists",
                help,
            ));
        }
        if self.is_reference() || target.multivalued {
            let message = format!("`{}` cannot be a matching attribute", self.target_text());
            let help = "match by a single-valued attribute that is no reference";
            findings.push(finding(
                &code::MATCHING_REFERENCE_OR_LIST,
                span,
                message,
                "a reference or a list",
                help,
            ));
        }
        match self.resolved.filterable {
            Some(false) => {
                let message = format!("the application does not filter on `{}`", self.target_text());
                let help = "match by an attribute that the table calls `filterable: true`";
                let found =
                    finding(&code::MATCHING_NOT_FILTERABLE, span, message, "cannot be looked up", help);
                findings.push(found.refuse());
            }
            None if self.resolved.declared => {
                let message = format!(
                    "the table does not say that the application filters on `{}`",
                    self.target_text()
                );
                let help = "add `filterable: true` to its row if the application supports it";
                findings.push(finding(
                    &code::MATCHING_NOT_FILTERABLE,
                    span,
                    message,
                    "may not be looked up",
                    help,
                ));
            }
            Some(true) | None => {}
        }
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

    /// Reports what gives a reference target anything but the id of a source object.
    fn reference(&self, findings: &mut Findings) -> bool {
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

    fn switch_on_reference(&self, findings: &mut Findings) {
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

    fn role_function(&self, findings: &mut Findings) {
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

    fn direct_roles(&self, findings: &mut Findings) -> bool {
        let source = self.rule.source.as_ref().filter(|source| source.text == "appRoleAssignments");
        let Some(source) = source.filter(|_| self.resolved.path.attribute == "roles") else { return false };
        let message = "role assignments become roles by a function only";
        let help = "write `expression: AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`";
        findings.push(finding(&code::ROLES_DIRECT, source.span(), message, "a direct mapping", help));
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
pub(super) fn list_update(value: Option<&Node>) -> ListUpdate {
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

/// Reports elements of one attribute that constants make primary beside another.
pub(super) fn of_primary(mapped: &[Mapped], findings: &mut Findings) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for mapped in mapped {
        let sets = mapped.path.sub_attribute.as_ref().is_some_and(|sub| sub.eq_ignore_ascii_case("primary"));
        let Some(Node { expr: Expr::Constant(constant), span }) = &mapped.mapping.value else { continue };
        let is_true = match constant {
            Constant::Boolean(boolean) => *boolean,
            Constant::Text(text) => boolean::parse(text) == Some(true),
            Constant::Integer(_) | Constant::Decimal(_) => false,
        };
        if !sets || !is_true {
            continue;
        }
        if let Some(other) = first.get(&mapped.mapping.place.attribute_path) {
            let message =
                format!("two elements of `{}` are made primary", mapped.mapping.place.attribute_path);
            let found = Diagnostic::new(&code::PRIMARY_TWICE, *span, message).label("again here");
            findings.push(found.also(*other, "first here").help("remove one of the two mappings"));
        } else {
            first.insert(mapped.mapping.place.attribute_path.clone(), *span);
        }
    }
}

/// Reports what the mappings of one object lack or have twice.
pub(super) fn of_object(rules: &ObjectRules, findings: &mut Findings) {
    let mut first: BTreeMap<u32, Span> = BTreeMap::new();
    for matching in rules.mappings.iter().filter_map(|rule| rule.matching.as_ref()) {
        if let Some(other) = first.get(&matching.node) {
            let message = format!("the matching precedence {} is used twice", matching.node);
            let found = Diagnostic::new(&code::MATCHING_PRECEDENCE_DUPLICATE, matching.span, message);
            let found = found.label("again here").also(*other, "first here");
            findings
                .push(found.help("number matching attributes 1, 2, … in the order in which they are tried"));
        } else {
            first.insert(matching.node, matching.span);
        }
    }
    if first.is_empty() {
        let message = format!("no mapping of `{}` is a matching attribute", rules.kind.node);
        let help = "add `match: 1` to the mapping that recognises an existing account";
        let label = "existing accounts would be created again";
        findings.push(finding(&code::NO_MATCHING_ATTRIBUTE, rules.kind.span, message, label, help));
    }
}
