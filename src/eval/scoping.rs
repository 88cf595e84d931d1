//! Decides whether an object is in scope.
//!
//! An object is in scope when it is active, assigned where the scope mode asks for it, and passes a scoping filter. A
//! clause whose value is a list is an error of the object, and an error is never «out of scope»: out of scope means
//! «disable the account», an error means «leave alone and report».
//!
//! Source: `spec:mapping-3.4`, `spec:mapping-4.1`.

use crate::diagnostic::{EvalError, code};
use crate::dotnet::boolean;
use crate::operators::{Test, Verdict};
use crate::plan::{Clause, ObjectPlan, ScopeMode, ScopingFilter};
use crate::value::{Arena, Value, boolean_text};

/// What a clause gives for one object.
pub(crate) type ClauseResult = Result<bool, EvalError>;

/// Whether an object is in scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    In,
    Out(Checks),
    /// No filter passed, and at least one could not tell.
    Error(EvalError),
}

/// The checks of an object that is out of scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checks {
    /// The object is not disabled in the source.
    pub(crate) active: bool,
    /// The object is assigned, or need not be.
    pub(crate) assigned: bool,
    /// For each scoping filter the index of its first clause that does not hold; empty when a filter passed.
    pub(crate) failing: Vec<usize>,
}

/// Decides about one object, given the values of the plan's slots; `IsSoftDeleted` is computed unless it is there.
pub(crate) fn decide<'a>(
    plan: &'a ObjectPlan,
    mode: ScopeMode,
    row: &mut [Value<'a>],
    arena: &'a Arena,
) -> Scope {
    let (active, assigned) = standing(plan, mode, row);
    let soft_deleted = plan.state.is_soft_deleted.and_then(|slot| row.get_mut(slot));
    if let Some(value) = soft_deleted.filter(|value| value.is_null()) {
        *value = Value::Boolean(!(active && assigned));
    }
    match passes(&plan.scoping_filters, row, arena) {
        Ok(()) if active && assigned => Scope::In,
        Ok(()) => Scope::Out(Checks { active, assigned, failing: Vec::new() }),
        Err(Refused::Clauses(failing)) => Scope::Out(Checks { active, assigned, failing }),
        Err(Refused::Error(error)) => Scope::Error(error),
    }
}

/// Tells whether the source calls the object active, and whether it is assigned where the scope mode asks for it.
pub(crate) fn standing(plan: &ObjectPlan, mode: ScopeMode, row: &[Value<'_>]) -> (bool, bool) {
    (is_active(plan, row), mode == ScopeMode::All || is_assigned(plan, row))
}

/// Tells whether the source calls the object active.
///
/// A source that says `IsSoftDeleted` itself has decided already: the mappings read it, and the object stays in scope.
fn is_active(plan: &ObjectPlan, row: &[Value<'_>]) -> bool {
    let enabled = truth(row, plan.state.account_enabled);
    let says_soft_deleted = value(row, plan.state.is_soft_deleted).is_some_and(|value| !value.is_null());
    let deleted = value(row, plan.state.deleted_date_time).is_some_and(|date| !date.is_empty());
    (enabled != Some(false) && !deleted) || says_soft_deleted
}

/// Tells whether the source itself says that the object is soft-deleted.
pub(crate) fn says_soft_deleted(plan: &ObjectPlan, row: &[Value<'_>]) -> bool {
    let slot = plan.state.is_soft_deleted.or(plan.state.mapped_soft_deleted);
    truth(row, slot) == Some(true)
}

fn is_assigned(plan: &ObjectPlan, row: &[Value<'_>]) -> bool {
    let has_roles = value(row, plan.state.app_role_assignments).is_some_and(|value| !is_null(value));
    truth(row, plan.state.is_assigned) == Some(true) || has_roles
}

fn value<'a>(row: &[Value<'a>], slot: Option<usize>) -> Option<Value<'a>> {
    row.get(slot?).copied()
}

/// The boolean of a slot, also as text.
fn truth(row: &[Value<'_>], slot: Option<usize>) -> Option<bool> {
    match value(row, slot)? {
        Value::Boolean(boolean) => Some(boolean),
        Value::Text(text) => boolean::parse(text),
        _ => None,
    }
}

enum Refused {
    /// For each filter its first clause that does not hold.
    Clauses(Vec<usize>),
    Error(EvalError),
}

/// Filters are joined by OR and their clauses by AND; no filter at all admits everyone.
fn passes<'a>(filters: &'a [ScopingFilter], row: &[Value<'a>], arena: &'a Arena) -> Result<(), Refused> {
    if filters.is_empty() {
        return Ok(());
    }
    let (mut failing, mut first_error) =
        (bumpalo::collections::Vec::with_capacity_in(filters.len(), arena), None);
    for filter in filters {
        match first_failing(filter, row, arena) {
            Ok(None) => return Ok(()),
            Ok(Some(clause)) => failing.push(clause),
            Err(error) => drop(first_error.get_or_insert(error)),
        }
    }
    Err(first_error.map_or_else(|| Refused::Clauses(failing.to_vec()), Refused::Error))
}

/// A filter is false if any clause is, else an error if any clause is one, else true.
fn first_failing<'a>(
    filter: &'a ScopingFilter,
    row: &[Value<'a>],
    arena: &'a Arena,
) -> Result<Option<usize>, EvalError> {
    let mut first_error = None;
    for (index, clause) in filter.clauses.iter().enumerate() {
        match holds(clause, row, arena) {
            Ok(true) => {}
            Ok(false) => return Ok(Some(index)),
            Err(error) => drop(first_error.get_or_insert(error)),
        }
    }
    first_error.map_or(Ok(None), Err)
}

/// Evaluates one clause.
///
/// # Errors
///
/// `multi-valued-attribute` for a list under any operator but the two null tests, `regex-limit` for a pattern that took too
/// many steps.
pub(crate) fn holds<'a>(clause: &'a Clause, row: &[Value<'a>], arena: &'a Arena) -> ClauseResult {
    Ok(judge(clause, row, arena)?.0)
}

/// Evaluates one clause, and tells what decided where the operator did not.
///
/// # Errors
///
/// As [`holds`].
pub(crate) fn judge<'a>(
    clause: &'a Clause,
    row: &[Value<'a>],
    arena: &'a Arena,
) -> Result<(bool, Option<Decider>), EvalError> {
    let value = row.get(clause.slot).copied().unwrap_or(Value::Null);
    let null = is_null(value);
    match clause.operator.test {
        Test::Presence { null: expected } => Ok((null == expected, None)),
        Test::Text(_) | Test::Unsupported if null => Ok((false, Some(Decider::Null))),
        Test::Unsupported => Ok((false, None)),
        Test::Text(decide) => {
            let text = comparable(value, arena).ok_or_else(|| {
                let message =
                    "the attribute holds a list or a complex value, which scoping filters cannot test";
                EvalError::new(&code::MULTI_VALUED_ATTRIBUTE, message).at(clause.attribute)
            })?;
            match decide(text, &clause.operand) {
                Ok(Verdict::Holds(holds)) => Ok((holds, None)),
                Ok(Verdict::NotAnInteger(holds)) => Ok((holds, Some(Decider::NotAnInteger))),
                Err(_) => {
                    Err(EvalError::new(&code::REGEX_LIMIT, "the pattern took too many steps on this value")
                        .at(clause.value))
                }
            }
        }
    }
}

/// What decides a clause before its operator does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decider {
    /// The null rule.
    Null,
    /// The value is no whole number where one is wanted.
    NotAnInteger,
}

/// Absent, null, empty text, and a list of nothing else are null to a filter.
fn is_null(value: Value<'_>) -> bool {
    value.is_empty() || matches!(value, Value::List(members) if members.iter().all(Value::is_empty))
}

/// The text that a filter compares: numbers as their JSON text, exact to any size.
pub(crate) fn comparable<'a>(value: Value<'a>, arena: &'a Arena) -> Option<&'a str> {
    match value {
        Value::Boolean(boolean) => Some(boolean_text(boolean)),
        Value::Decimal(decimal) => Some(decimal.as_json()),
        Value::List(_) | Value::Complex(_) => None,
        other => other.text(arena).ok().flatten(),
    }
}
