//! What a mapping does with what its expression gave, or did not give.
//!
//! Source: `spec:mapping-1.2`, `spec:mapping-1.3`, `spec:mapping-1.6`.

use super::{Effect, Ended, Operation};
use crate::diagnostic::{Code, EvalError, code};
use crate::functions::{Flow, Stop};
use crate::plan::{ListUpdate, Mapping, MappingType};
use crate::schema::AttributeType;
use crate::value::{Arena, Value};

/// Converts a value to what the target takes, or does what its lack asks for.
pub(super) fn settle<'a>(
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
pub(super) fn stopped(mapping: &Mapping, operation: Operation, stop: &Stop) -> Result<Effect, Ended> {
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
