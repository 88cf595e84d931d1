//! The action step: every mapping with its sub-expressions, what changes, and the requests.

use super::value::Json;
use super::{Status, View};
use crate::eval::change::{self, Change};
use crate::eval::mapping::Effect;
use crate::eval::trace::Found;
use crate::functions::Flow;
use crate::plan::{Constant, Expr, Mapping, MappingType, Node, ObjectPlan};
use crate::schema::AttributeType;
use crate::sync::decision::{Action, InScope};
use crate::sync::request::Request;
use crate::value::{Kind, Value};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Acting {
    step: &'static str,
    pub(super) status: Status,
    action: Action,
    pub(super) attributes: Vec<Attribute>,
    pub(super) requests: Vec<Request>,
}

/// What becomes of one target attribute.
#[derive(Debug, Serialize)]
pub(super) struct Attribute {
    pub(super) target: String,
    /// The mapping's number in the file, from 1.
    mapping: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    pub(super) expression: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) trace: Vec<Step>,
    pub(super) old: Json,
    pub(super) new: Json,
    /// The value is only an example: another run gives another one.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) example: bool,
    pub(super) outcome: &'static str,
}

/// One sub-expression that was evaluated.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) call: String,
    pub(super) args: Vec<Argument>,
    pub(super) result: Argument,
}

/// A value in a trace.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Argument {
    Value(Json),
    Flow {
        flow: &'static str,
    },
    Error {
        error: &'static str,
    },
    /// It was not needed.
    Skipped {
        skipped: bool,
    },
}

impl Acting {
    pub(super) fn new(view: &View<'_, '_, '_>) -> Self {
        let decision = view.decision;
        let attributes = view.detail.course.as_ref().map(|course| attributes(view, course.object));
        let attributes = attributes.unwrap_or_default();
        let in_scope = view.detail.course.as_ref().map(super::super::course::Course::in_scope);
        let status = match decision.action {
            Action::Skip if attributes.is_empty() && in_scope != Some(InScope::Yes) => Status::NotReached,
            Action::Skip | Action::StagedAction | Action::StagedDelete => Status::Skipped,
            Action::Error if attributes.is_empty() => Status::NotReached,
            Action::Error => Status::Failed,
            _ => Status::Ok,
        };
        let requests = decision.requests.clone();
        Self { step: "action", status, action: decision.action, attributes, requests }
    }

    /// What changes at the target, one line an attribute.
    pub(super) fn changes(&self) -> Vec<String> {
        let changing = |attribute: &&Attribute| {
            !matches!(
                attribute.outcome,
                "unchanged" | "skipped-null" | "skipped-create-only" | "skipped-disabling"
            )
        };
        let lines = self.attributes.iter().filter(changing).map(|attribute| match attribute.outcome {
            "unresolved-reference" | "deferred-reference" | "error" => {
                format!("{}: {}", attribute.target, attribute.outcome)
            }
            outcome => {
                format!(
                    "{}: {} -> {} ({outcome})",
                    attribute.target,
                    attribute.old.as_str(),
                    attribute.new.as_str()
                )
            }
        });
        lines.collect()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(boolean: &bool) -> bool {
    !boolean
}

fn attributes(view: &View<'_, '_, '_>, object: &ObjectPlan) -> Vec<Attribute> {
    let Some(values) = &view.detail.values else { return Vec::new() };
    let given = values.given.iter().map(|value| **value).zip(values.effects.iter().copied());
    let held = view.detail.held.map_or(&[][..], |held| held.all(object.mappings.len(), view.arena));
    let all = object.mappings.iter().zip(given).enumerate();
    all.map(|(index, (mapping, (value, effect)))| {
        let hidden = view.redaction.hides_mapping(mapping);
        let old = held.get(index).map_or(Value::Null, |held| held.value);
        Attribute {
            target: mapping.target.path.clone(),
            mapping: index + 1,
            kind: match mapping.kind {
                MappingType::Direct => "direct",
                MappingType::Constant => "constant",
                MappingType::Expression => "expression",
                MappingType::None => "none",
            },
            expression: mapping.text.clone(),
            trace: mapping.value.as_ref().map(|node| trace(view, node)).unwrap_or_default(),
            old: Json::shown(old, hidden),
            new: Json::shown(value, hidden),
            example: mapping.value.as_ref().is_some_and(|node| view.trace.is_example(node)),
            outcome: outcome(view, index, mapping, effect, old),
        }
    })
    .collect()
}

fn outcome(
    view: &View<'_, '_, '_>,
    index: usize,
    mapping: &Mapping,
    effect: Effect,
    old: Value<'_>,
) -> &'static str {
    match effect {
        Effect::Failed => return "error",
        Effect::Null => return "skipped-null",
        Effect::CreateOnly => return "skipped-create-only",
        Effect::NotDisabling => return "skipped-disabling",
        Effect::Value | Effect::Default | Effect::Refill | Effect::Clear => {}
    }
    let creates = view.detail.held.is_none();
    if mapping.target.kind == AttributeType::Reference {
        let found = view.detail.sent.references.iter().find(|(known, _)| *known == index);
        return match found.map(|(_, found)| found) {
            Some(found) if found.changes && creates => "deferred-reference",
            Some(found) if found.changes && effect == Effect::Clear => "removed",
            Some(found) if found.changes && change::is_empty(old) => "added",
            Some(found) if found.changes => "replaced",
            Some(found) if found.unresolved > 0 => "unresolved-reference",
            Some(found) if found.deferred > 0 => "deferred-reference",
            _ => "unchanged",
        };
    }
    match view.detail.sent.changes.get(index) {
        Some(Change::Add(_) | Change::AddElement(_)) => "added",
        Some(Change::Replace(_)) => "replaced",
        Some(Change::Remove) => "removed",
        None if creates && effect == Effect::Default => "default-applied",
        None if creates => "set",
        Some(Change::None) | None => "unchanged",
    }
}

/// The sub-expressions that were evaluated, from the inside out.
fn trace(view: &View<'_, '_, '_>, node: &Node) -> Vec<Step> {
    let mut steps = Vec::new();
    collect(view, node, &mut steps);
    steps
}

fn collect(view: &View<'_, '_, '_>, node: &Node, steps: &mut Vec<Step>) {
    let (name, arguments): (&str, Vec<Option<&Node>>) = match &node.expr {
        Expr::Call(call) => (call.function.name, call.slots.iter().map(Option::as_ref).collect()),
        Expr::Compare(left, comparison, right) => (comparison.as_str(), vec![Some(left), Some(right)]),
        Expr::Concatenation(parts) => ("&", parts.iter().map(Some).collect()),
        Expr::Constant(_) | Expr::Attribute(_) | Expr::Flow(_) => return,
    };
    for argument in arguments.iter().flatten() {
        collect(view, argument, steps);
    }
    if view.trace.found(node).is_none() {
        return;
    }
    let inside_redact = name == "Redact";
    let args = arguments.into_iter().enumerate().map(|(slot, argument)| match argument {
        Some(argument) => as_taken(node, slot, shown(view, argument, inside_redact)),
        None => Argument::Value(Json::new(Value::Null)),
    });
    let args = args.collect();
    steps.push(Step { call: name.to_owned(), args, result: shown(view, node, inside_redact) });
}

/// A boolean as the text that a parameter for texts takes it for.
fn as_taken(node: &Node, slot: usize, argument: Argument) -> Argument {
    let parameter = match &node.expr {
        Expr::Call(call) => call.function.parameter(slot),
        _ => None,
    };
    let takes_text = parameter.is_some_and(|parameter| parameter.kind == Kind::Text);
    match argument {
        Argument::Value(json) if takes_text && json.as_str() == "true" => {
            Argument::Value(Json::new("True".into()))
        }
        Argument::Value(json) if takes_text && json.as_str() == "false" => {
            Argument::Value(Json::new("False".into()))
        }
        other => other,
    }
}

fn shown(view: &View<'_, '_, '_>, node: &Node, inside_redact: bool) -> Argument {
    let hidden = inside_redact || view.redaction.hides(node);
    let row = view.detail.course.as_ref().map(|course| course.row).unwrap_or_default();
    match &node.expr {
        Expr::Constant(constant) => Argument::Value(Json::shown(Constant::value(constant), hidden)),
        Expr::Flow(flow) => Argument::Flow { flow: flow_name(*flow) },
        Expr::Attribute(slot) => {
            let read = view.trace.found(node);
            let value = match read {
                Some(Found::Value(value)) => value,
                _ => row.get(*slot).copied().unwrap_or(Value::Null),
            };
            Argument::Value(Json::shown(value, hidden))
        }
        Expr::Call(_) | Expr::Compare(..) | Expr::Concatenation(_) => match view.trace.found(node) {
            Some(Found::Value(value)) => Argument::Value(Json::shown(value, hidden)),
            Some(Found::Flow(flow)) => Argument::Flow { flow: flow_name(flow) },
            Some(Found::Error(error)) => Argument::Error { error: error.code().name },
            None => Argument::Skipped { skipped: true },
        },
    }
}

fn flow_name(flow: Flow) -> &'static str {
    match flow {
        Flow::IgnoreAttribute => "ignore-attribute",
        Flow::IgnoreObject => "ignore-object",
    }
}
