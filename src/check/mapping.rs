//! Attribute mappings: one target, one source of the value.
//!
//! Source: `spec:mapping-1`.

use super::combinations::{self, Combination};
use super::place::ResourceKeys;
use super::source_attribute::Slots;
use super::target::{Path, Resolved, Shape, Table, complex_for_simple};
use super::{Findings, Reported, expression};
use crate::diagnostic::{Diagnostic, code};
use crate::functions;
use crate::plan::{Constant, Expr, Mapping, MappingType, Node, Place, Target};
use crate::ruleset::{self, Apply, ObjectRules, RuleFile, Scalar};
use crate::schema::AttributeType;
use crate::source::Span;
use crate::value::{Arena, Value};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// A mapping and where its target stands in the output.
pub(super) struct Mapped {
    pub(super) mapping: Mapping,
    pub(super) path: Path,
    /// Matching precedence.
    pub(super) precedence: Option<u32>,
}

/// Checks the mappings of one object.
pub(super) fn mappings(
    file: &RuleFile,
    rules: &ObjectRules,
    table: &Table<'_>,
    slots: &mut Slots<'_>,
    resource_keys: &mut ResourceKeys,
    findings: &mut Findings,
) -> Vec<Mapped> {
    let (mut checked, mut taken, mut all_resolved) = (Vec::new(), Taken::default(), true);
    for rule in &rules.mappings {
        let value = value(rule, slots, findings);
        let resolved = match table.resolve(&rule.target) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                findings.push(*diagnostic);
                all_resolved = false;
                continue;
            }
        };
        if let Err(diagnostic) = taken.take(&resolved, &rule.target) {
            findings.push(diagnostic);
            continue;
        }
        let value_node = value.as_ref().ok().and_then(Option::as_ref);
        let refused = combinations::of_mapping(
            &Combination { file, rule, resolved: &resolved, value: value_node, slots },
            findings,
        );
        if rule.expression.is_none()
            && !refused
            && let Some(diagnostic) = complex_for_simple(&resolved, &rule.target)
        {
            findings.push(diagnostic);
        }
        for constant in [&rule.constant, &rule.default].into_iter().flatten() {
            check_constant(&resolved.target, constant, findings);
        }
        let place = resource_keys.place(&resolved.path, file.profile);
        let value = match value {
            Ok(Some(node)) if rule.constant.is_some() => Ok(Some(typed(node, &resolved.target))),
            other => other,
        };
        checked.extend(value.ok().map(|value| mapped(rule, resolved, value, slots, place)));
    }
    combinations::of_object(rules, findings);
    combinations::of_primary(&checked, findings);
    // A target that could not be read may be the one that is missed here.
    for row in table.unfilled(|key| !all_resolved || taken.targets.contains_key(key)) {
        let message = format!("the required target `{}` has no mapping", row.name.text);
        let finding = Diagnostic::new(&code::REQUIRED_TARGET_UNMAPPED, row.name.span(), message);
        findings.push(finding.label("required by the application").help("add a mapping that fills it"));
    }
    checked
}

fn mapped(
    rule: &ruleset::Mapping,
    resolved: Resolved,
    value: Option<Node>,
    slots: &Slots<'_>,
    place: Place,
) -> Mapped {
    let source_gate = value.as_ref().is_some_and(|node| source_gate(node, slots));
    let (kind, text) = match (&rule.source, &rule.constant, &rule.expression) {
        (Some(source), _, _) => (MappingType::Direct, format!("[{}]", source.text)),
        (_, Some(constant), _) => (MappingType::Constant, quoted(&constant.text)),
        (_, _, Some(expression)) => (MappingType::Expression, expression.text.trim().to_owned()),
        (None, None, None) => (MappingType::None, String::new()),
    };
    let mapping = Mapping {
        target: resolved.target,
        place,
        kind,
        text,
        default: rule.default.as_ref().map(|default| default.text.clone()),
        matching: rule.matching.is_some(),
        flow_null: rule.flow_null && source_gate,
        create_only: rule.apply == Apply::OnCreate || resolved.immutable,
        reads_soft_deleted: value.as_ref().is_some_and(|node| reads_soft_deleted(node, slots)),
        list_update: combinations::list_update(value.as_ref()),
        span: rule.target.span(),
        value,
    };
    Mapped { mapping, path: resolved.path, precedence: rule.matching.as_ref().map(|matching| matching.node) }
}

/// A text as an expression writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Tells whether what should name an attribute is an expression instead.
fn calls_function(source: &Scalar, slots: &Slots<'_>) -> bool {
    let call = source.text.split_once('(').filter(|(_, rest)| rest.trim_end().ends_with(')'));
    call.is_some_and(|(name, _)| functions::find(name.trim()).is_some())
        && slots.declared(&source.text).is_none()
}

/// What gives the value; `None` for a mapping of type none.
fn value(
    rule: &ruleset::Mapping,
    slots: &mut Slots<'_>,
    findings: &mut Findings,
) -> Result<Option<Node>, Reported> {
    match (&rule.source, &rule.constant, &rule.expression) {
        (None, None, None) => Ok(None),
        (Some(source), None, None) if calls_function(source, slots) => {
            let message = format!("the source object has no attribute `{}`", source.text.trim());
            let finding = Diagnostic::new(&code::UNKNOWN_SOURCE_ATTRIBUTE, source.span(), message);
            findings
                .push(finding.label("a function call").help("this is an expression: write `expression:`"));
            Err(Reported)
        }
        (Some(source), None, None) => {
            let slot = slots.named(&source.text, source.span(), findings);
            Ok(Some(Node { expr: Expr::Attribute(slot), span: source.span() }))
        }
        (None, Some(constant), None) => {
            let expr = Expr::Constant(Constant::Text(constant.text.clone()));
            Ok(Some(Node { expr, span: constant.span() }))
        }
        (None, None, Some(expression)) => {
            expression::check(expression, slots, findings).map(Some).ok_or(Reported)
        }
        (source, constant, expression) => {
            let places = [("source", source), ("constant", constant), ("expression", expression)];
            let mut given = places
                .into_iter()
                .filter_map(|(key, scalar)| scalar.as_ref().map(|scalar| (key, scalar.span())));
            let (first, second) = (given.next(), given.next());
            let message = "a mapping has several sources of its value";
            let finding = Diagnostic::new(
                &code::VALUE_SOURCE,
                second.map(|(_, span)| span).unwrap_or_default(),
                message,
            );
            let finding = first
                .into_iter()
                .fold(finding, |finding, (key, span)| finding.also(span, format!("`{key}` here")));
            findings.push(
                finding.label("and another here").help("keep one of `source`, `constant` and `expression`"),
            );
            Err(Reported)
        }
    }
}

/// The targets mapped so far, and what the mappings make of their attributes.
#[derive(Default)]
struct Taken {
    targets: HashMap<String, Span, RandomState>,
    attributes: HashMap<String, (Shape, Span), RandomState>,
}

impl Taken {
    /// Notes a target, or reports another mapping that writes the same, or that makes another thing of the attribute.
    fn take(&mut self, resolved: &Resolved, scalar: &Scalar) -> Result<(), Diagnostic> {
        let (shape, attribute) = (resolved.path.shape(), resolved.path.attribute_text());
        let (known, first) =
            *self.attributes.entry(attribute.to_lowercase()).or_insert((shape, scalar.span()));
        // Whole lists of elements, such as roles, go together with single ones.
        let lists = resolved.path.is_complex() && shape != Shape::Object && known != Shape::Object;
        if shape != known && !lists {
            let message = format!("two mappings make different things of `{attribute}`");
            let finding = Diagnostic::new(&code::DUPLICATE_TARGET, scalar.span(), message);
            let finding = finding.label(shape.as_str()).also(first, format!("{} here", known.as_str()));
            return Err(finding.help("remove one of the two mappings"));
        }
        if let Some(first) = self.targets.get(&resolved.key) {
            let message = format!("the target `{}` is mapped twice", scalar.text);
            let finding =
                Diagnostic::new(&code::DUPLICATE_TARGET, scalar.span(), message).label("again here");
            return Err(finding.also(*first, "first here").help("remove one of the two mappings"));
        }
        self.targets.insert(resolved.key.clone(), scalar.span());
        Ok(())
    }
}

/// Converts a constant once, so that a wrong one is found before any object is mapped.
fn check_constant(target: &Target, constant: &Scalar, findings: &mut Findings) {
    let arena = Arena::new();
    if let Err(error) = target.convert(&Value::Text(&constant.text), &arena) {
        let finding = Diagnostic::new(
            error.code(),
            constant.span(),
            format!("`{}` does not fit the target `{}`", constant.text, target.path),
        );
        let (label, help) = match target.kind {
            AttributeType::Boolean => ("neither true nor false", Some("write `true` or `false`")),
            AttributeType::Integer => ("not a whole number", Some("write a whole number, e.g. `1`")),
            _ => ("another kind of value", None),
        };
        findings.push(finding.label(label).maybe_help(help));
    }
}

/// A constant as its target has it, where that is another kind than text.
fn typed(node: Node, target: &Target) -> Node {
    let Expr::Constant(Constant::Text(text)) = &node.expr else { return node };
    let (arena, value) = (Arena::new(), Value::Text(text));
    let typed = match target.convert(&value, &arena) {
        Ok(Value::Boolean(boolean)) => Constant::Boolean(*boolean),
        Ok(Value::Integer(integer)) => Constant::Integer(*integer),
        _ => return node,
    };
    Node { expr: Expr::Constant(typed), span: node.span }
}

/// Tells whether every source attribute that an expression reads lets null flow; one that reads none does not.
fn source_gate(node: &Node, slots: &Slots<'_>) -> bool {
    let mut read = Vec::new();
    node.visit_attributes(&mut |slot| read.push(slot));
    let flows = |slot: &usize| slots.declared(slots.name(*slot)).is_some_and(|attribute| attribute.flow_null);
    !read.is_empty() && read.iter().all(flows)
}

fn reads_soft_deleted(node: &Node, slots: &Slots<'_>) -> bool {
    let mut reads = false;
    node.visit_attributes(&mut |slot| reads |= slots.name(slot) == "IsSoftDeleted");
    reads
}
