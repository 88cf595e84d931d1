//! Runs the mappings of one object for a create.
//!
//! Source: `spec:mapping-1.2`, `spec:mapping-1.3`, `spec:mapping-1.6`.

use super::{Evaluator, Failure};
use crate::diagnostic::{Code, EvalError, code};
use crate::functions::{Flow, Stop};
use crate::plan::{Mapping, ObjectPlan};
use crate::schema::AttributeType;
use crate::value::{Arena, Value};

/// What the mappings of an object give.
#[derive(Debug)]
pub(crate) enum Mapped<'a> {
    /// A value for each mapping, null where nothing flows, and the failures that left an attribute out.
    Values { values: &'a [Value<'a>], left_out: Vec<Failure> },
    /// An expression said that the object is left out of the operation.
    Ignored,
    /// The object cannot be written; every reason.
    Failed(Vec<Failure>),
}

/// Runs all mappings, in the order of the file.
pub(crate) fn create<'a>(plan: &'a ObjectPlan, evaluator: Evaluator<'a>) -> Mapped<'a> {
    let values = evaluator.arena.alloc_slice_fill_copy(plan.mappings.len(), Value::Null);
    let (mut failures, mut fails) = (Vec::new(), false);
    for (value, mapping) in values.iter_mut().zip(&plan.mappings) {
        match run(mapping, &evaluator) {
            Ok(flowing) => *value = flowing,
            Err(Ended::Ignored) => return Mapped::Ignored,
            Err(Ended::LeftOut(error)) => failures.push(failure(mapping, error)),
            Err(Ended::Failed(error)) => {
                failures.push(failure(mapping, error));
                fails = true;
            }
        }
    }
    if fails {
        return Mapped::Failed(failures);
    }
    for (mapping, value) in plan.mappings.iter().zip(values.iter()).filter(|(mapping, _)| mapping.unique) {
        if let Value::Text(value) = value {
            evaluator.env.note_taken(&mapping.target.path, value);
        }
    }
    Mapped::Values { values, left_out: failures }
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

#[inline]
fn run<'a>(mapping: &'a Mapping, evaluator: &Evaluator<'a>) -> Result<Value<'a>, Ended> {
    let evaluator = Evaluator { target: &mapping.target.path, ..*evaluator };
    let result = match &mapping.value {
        Some(node) => evaluator.expr(node),
        None => Ok(Value::Null),
    };
    let value = match result {
        Ok(value) => value,
        Err(Stop::Flow(Flow::IgnoreAttribute)) if mapping.target.required => return Err(missing(mapping)),
        Err(Stop::Flow(Flow::IgnoreAttribute)) => return Ok(Value::Null),
        Err(Stop::Flow(Flow::IgnoreObject)) => return Err(Ended::Ignored),
        Err(Stop::Error(error)) => return Err(expression_error(mapping, &error)),
    };
    let arena = evaluator.arena;
    let value = if counts_as_none(mapping, value) { Value::Null } else { convert(mapping, value, arena)? };
    let default = mapping.default.as_ref().filter(|default| !default.is_empty() || !mapping.target.required);
    match default {
        Some(default) if value.is_null() => convert(mapping, Value::Text(default), arena),
        None if value.is_null()
            && mapping.target.required
            && mapping.target.kind != AttributeType::Reference =>
        {
            Err(missing(mapping))
        }
        _ => Ok(value),
    }
}

fn missing(mapping: &Mapping) -> Ended {
    let message = format!("the required target `{}` got no value", mapping.target.path);
    Ended::Failed(EvalError::new(&code::MISSING_REQUIRED, message))
}

/// An expression's empty text flows, except on a required target and where both gates of null flow are open.
fn counts_as_none(mapping: &Mapping, value: Value<'_>) -> bool {
    let empty_text = matches!(value, Value::Text("") | Value::Reference(""));
    value.is_empty() && (!empty_text || mapping.direct || mapping.target.required || mapping.flow_null)
}

fn convert<'a>(mapping: &'a Mapping, value: Value<'a>, arena: &'a Arena) -> Result<Value<'a>, Ended> {
    if mapping.target.kind == AttributeType::Reference {
        return Ok(value); // References are linked after the create.
    }
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
