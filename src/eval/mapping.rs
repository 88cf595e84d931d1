//! Runs the mappings of one object for an operation: what each gives to its target.
//!
//! Source: `spec:mapping-1.2` to `spec:mapping-1.6`.

use super::{Evaluator, Failure};
use crate::diagnostic::{Code, EvalError, code};
use crate::functions::{Context, Flow, Stop};
use crate::plan::{ListUpdate, Mapping, MappingType, ObjectPlan};
use crate::schema::AttributeType;
use crate::value::{Arena, Value};

/// What the mappings are run for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    /// An update by those mappings only that depend on `IsSoftDeleted`.
    Disable,
    /// A look-up by the value of a matching attribute, whenever its mapping applies.
    Match,
}

/// What the mappings of an object give.
#[derive(Debug)]
pub(crate) enum Mapped<'a> {
    Values(Values<'a>),
    /// An expression said that the object is left out of the operation.
    Ignored,
    /// The object cannot be written; the failures have every reason.
    Failed(Values<'a>),
}

/// What each mapping gives, in the order of the file.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    /// The value of each mapping; null where nothing flows.
    pub(crate) given: &'a [&'a Value<'a>],
    /// What each mapping does with its target.
    pub(crate) effects: &'a [Effect],
    /// The expressions and values that failed, whose attributes are left out.
    pub(crate) failures: Vec<Failure>,
}

/// What a mapping does with its target.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing: there is no value.
    Null,
    /// Sets its value.
    Value,
    /// Sets the default value, because there is no other.
    Default,
    /// Sets the default value where the target is empty.
    Refill,
    /// Clears the target.
    Clear,
    /// Nothing: it applies only during creation.
    CreateOnly,
    /// Nothing: it does not depend on `IsSoftDeleted`, and the account is only disabled.
    NotDisabling,
    /// Nothing: its expression failed.
    Failed,
}

/// Runs all mappings, in the order of the file.
pub(crate) fn run<'a>(plan: &'a ObjectPlan, evaluator: Evaluator<'a>, operation: Operation) -> Mapped<'a> {
    let values = evaluator.context.arena.alloc_slice_fill_copy(plan.mappings.len(), &Value::Null);
    let effects = evaluator.context.arena.alloc_slice_fill_copy(plan.mappings.len(), Effect::Null);
    let (mut failures, mut left_out) = (Vec::new(), Vec::new());
    let mut evaluator = evaluator;
    for ((value, effect), mapping) in values.iter_mut().zip(effects.iter_mut()).zip(&plan.mappings) {
        evaluator.context.target = &mapping.target.path;
        match one(mapping, &evaluator, operation, value) {
            Ok(does) => *effect = does,
            Err(Ended::Ignored) => return Mapped::Ignored,
            Err(Ended::LeftOut(error)) => {
                *effect = Effect::Failed;
                left_out.push(failure(mapping, error));
            }
            Err(Ended::Failed(error)) => {
                *effect = Effect::Failed;
                failures.push(failure(mapping, error));
            }
        }
    }
    if !plan.primaries.is_empty() {
        primary_twice(plan, values, effects, &mut failures);
    }
    let fails = !failures.is_empty();
    // What failed the object comes first.
    failures.append(&mut left_out);
    let values = Values { given: values, effects, failures };
    if fails {
        return Mapped::Failed(values);
    }
    // An explanation shows what a run gives out, and gives out nothing itself.
    if operation == Operation::Create && evaluator.trace.is_none() {
        note_unique(plan, values.given, &evaluator);
    }
    Mapped::Values(values)
}

/// Two elements of an attribute that are both to be primary fail the object: neither is more right than the other, and
/// the target must not hold both.
#[cold]
fn primary_twice(
    plan: &ObjectPlan,
    values: &[&Value<'_>],
    effects: &mut [Effect],
    failures: &mut Vec<Failure>,
) {
    for second in plan.primaries.iter().filter_map(|primaries| primaries.second(values)) {
        let Some((mapping, effect)) = plan.mappings.get(second).zip(effects.get_mut(second)) else {
            continue;
        };
        *effect = Effect::Failed;
        let message = format!("two elements of `{}` are made primary", mapping.place.attribute_path);
        failures.push(failure(mapping, EvalError::new(&code::PRIMARY_TWICE, message)));
    }
}

/// Notes the values that are given out as unique.
fn note_unique(plan: &ObjectPlan, values: &[&Value<'_>], evaluator: &Evaluator<'_>) {
    for index in &plan.unique {
        if let (Some(mapping), Some(Value::Text(value))) = (plan.mappings.get(*index), values.get(*index)) {
            evaluator.context.env.note_taken(&mapping.target.path, value);
        }
    }
}

/// Returns the value by which a matching attribute is looked up; null where the object has none.
///
/// # Errors
///
/// The failure of the mapping's expression.
pub(crate) fn matching_value<'a>(
    mapping: &'a Mapping,
    evaluator: &Evaluator<'a>,
) -> Result<&'a Value<'a>, Option<Failure>> {
    let context = Context { target: &mapping.target.path, ..evaluator.context };
    let evaluator = Evaluator { context, ..*evaluator };
    let mut value = &Value::Null;
    match one(mapping, &evaluator, Operation::Match, &mut value) {
        Ok(_) => Ok(value),
        Err(Ended::Ignored) => Err(None),
        Err(Ended::LeftOut(error) | Ended::Failed(error)) => Err(Some(failure(mapping, error))),
    }
}

/// Why a mapping gives no value.
enum Ended {
    /// The object is left out of the operation.
    Ignored,
    /// The attribute is left out and the failure reported.
    LeftOut(EvalError),
    /// The object fails.
    Failed(EvalError),
}

fn failure(mapping: &Mapping, error: EvalError) -> Failure {
    Failure { target: mapping.target.path.clone(), error: error.at(mapping.span) }
}

/// Runs one mapping, whose target the evaluator has; what it gives goes into `given`, which is null before.
#[expect(clippy::inline_always, reason = "the usual mapping is less work than a call")]
#[inline(always)]
fn one<'a>(
    mapping: &'a Mapping,
    evaluator: &Evaluator<'a>,
    operation: Operation,
    given: &mut &'a Value<'a>,
) -> Result<Effect, Ended> {
    match operation {
        Operation::Update | Operation::Disable if mapping.create_only => return Ok(Effect::CreateOnly),
        Operation::Disable if !mapping.reads_soft_deleted => return Ok(Effect::NotDisabling),
        _ => {}
    }
    let arena = evaluator.context.arena;
    let Some(node) = &mapping.value else { return settle(mapping, &Value::Null, arena, operation, given) };
    match evaluator.expr(node) {
        // The usual case: a text that stays as it is.
        Ok(value) if mapping.target.keeps_text && matches!(value, Value::Text(text) if !text.is_empty()) => {
            *given = value;
            Ok(Effect::Value)
        }
        Ok(value) => settle(mapping, value, arena, operation, given),
        Err(stop) => stopped(mapping, operation, &stop),
    }
}

/// Converts a value to what the target takes, or does what its lack asks for.
fn settle<'a>(
    mapping: &'a Mapping,
    value: &'a Value<'a>,
    arena: &'a Arena,
    operation: Operation,
    given: &mut &'a Value<'a>,
) -> Result<Effect, Ended> {
    if !counts_as_none(mapping, value) {
        *given = convert(mapping, value, arena)?;
        if !given.is_null() {
            return Ok(Effect::Value);
        }
    }
    match operation {
        Operation::Create => without_value(mapping, arena, given),
        Operation::Update | Operation::Disable => without_value_on_update(mapping, value, arena, given),
        Operation::Match => Ok(Effect::Null),
    }
}

/// What follows from an expression that gives no value.
#[cold]
fn stopped(mapping: &Mapping, operation: Operation, stop: &Stop) -> Result<Effect, Ended> {
    match stop {
        Stop::Flow(Flow::IgnoreAttribute) if operation == Operation::Create && mapping.target.required => {
            Err(missing(mapping))
        }
        Stop::Flow(Flow::IgnoreAttribute) => Ok(Effect::Null),
        Stop::Flow(Flow::IgnoreObject) => Err(Ended::Ignored),
        Stop::Error(error) => Err(expression_error(mapping, error)),
    }
}

/// A create without a value takes the default; a required target needs one of the two.
fn without_value<'a>(
    mapping: &'a Mapping,
    arena: &'a Arena,
    given: &mut &'a Value<'a>,
) -> Result<Effect, Ended> {
    match default(mapping) {
        Some(default) => {
            *given = convert(mapping, arena.alloc(Value::Text(default)), arena)?;
            Ok(Effect::Default)
        }
        None if mapping.target.required && mapping.target.kind != AttributeType::Reference => {
            Err(missing(mapping))
        }
        None => Ok(Effect::Null),
    }
}

/// An update without a value keeps what the target has, unless null flows. Only a mapping without a source fills an
/// empty target with its default.
fn without_value_on_update<'a>(
    mapping: &'a Mapping,
    value: &Value<'a>,
    arena: &'a Arena,
    given: &mut &'a Value<'a>,
) -> Result<Effect, Ended> {
    let is_list = matches!(value, Value::List(_));
    match default(mapping) {
        Some(default) if mapping.kind == MappingType::None => {
            *given = convert(mapping, arena.alloc(Value::Text(default)), arena)?;
            Ok(Effect::Refill)
        }
        _ if mapping.flow_null => Ok(Effect::Clear),
        _ if mapping.list_update == ListUpdate::ReplaceRoles && is_list => {
            if mapping.target.required {
                Err(cleared(mapping))
            } else {
                Ok(Effect::Clear)
            }
        }
        // A list of references that is there and empty names nobody; one that is absent says nothing.
        _ if mapping.target.kind == AttributeType::Reference && mapping.target.multivalued && is_list => {
            *given = &Value::List(&[]);
            Ok(Effect::Value)
        }
        _ => Ok(Effect::Null),
    }
}

fn default(mapping: &Mapping) -> Option<&String> {
    mapping.default.as_ref().filter(|default| !default.is_empty() || !mapping.target.required)
}

fn missing(mapping: &Mapping) -> Ended {
    let message = format!("the required target `{}` got no value", mapping.target.path);
    Ended::Failed(EvalError::new(&code::MISSING_REQUIRED, message))
}

fn cleared(mapping: &Mapping) -> Ended {
    let message = format!("the required target `{}` must not be cleared", mapping.target.path);
    Ended::Failed(EvalError::new(&code::REMOVE_REQUIRED, message))
}

/// An expression's empty text flows, except on a required target and where both gates of null flow are open.
fn counts_as_none(mapping: &Mapping, value: &Value<'_>) -> bool {
    let empty_text = matches!(value, Value::Text("") | Value::Reference(""));
    let direct = mapping.kind == MappingType::Direct;
    value.is_empty() && (!empty_text || direct || mapping.target.required || mapping.flow_null)
}

fn convert<'a>(mapping: &'a Mapping, value: &'a Value<'a>, arena: &'a Arena) -> Result<&'a Value<'a>, Ended> {
    let place = mapping.value.as_ref().map_or(mapping.span, |node| node.span);
    mapping.target.convert(value, arena).map_err(|error| Ended::Failed(error.at(place)))
}

/// A failing expression leaves its attribute out; on a matching or required target the object fails.
fn expression_error(mapping: &Mapping, error: &EvalError) -> Ended {
    let cause: &'static Code = error.code();
    let message = format!("{}: {}", cause.name, error.message());
    let reported = EvalError::new(&code::EXPRESSION_ERROR, message).at(error.span().unwrap_or(mapping.span));
    if mapping.matching || mapping.target.required {
        Ended::Failed(reported)
    } else {
        Ended::LeftOut(reported)
    }
}
