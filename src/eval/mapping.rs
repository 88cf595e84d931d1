//! Runs the mappings of one object for an operation: what each gives to its target.
//!
//! Source: `spec:mapping-1.2` to `spec:mapping-1.6`.

mod settle;

use super::{Evaluator, Failure};
use crate::diagnostic::{EvalError, code};
use crate::functions::Context;
use crate::plan::{Mapping, ObjectPlan};
use crate::value::Value;
use settle::{settle, stopped};

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
