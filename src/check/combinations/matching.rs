//! Matching attributes: what cannot identify an object.

use super::{Combination, finding};
use crate::check::Findings;
use crate::diagnostic::{Diagnostic, code};
use crate::ruleset::ObjectRules;
use crate::source::Span;
use std::collections::BTreeMap;

impl Combination<'_, '_> {
    pub(super) fn matching(&self, findings: &mut Findings) {
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
}

/// Reports what the mappings of one object lack or have twice.
pub(in crate::check) fn of_object(rules: &ObjectRules, findings: &mut Findings) {
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
