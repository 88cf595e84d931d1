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

/// Runs all mappings, those that need no order among the objects first.
pub(crate) fn run<'a>(plan: &'a ObjectPlan, evaluator: Evaluator<'a>, operation: Operation) -> Mapped<'a> {
    let mut running = Running::begin(plan, evaluator, operation);
    running.complete(plan, evaluator, operation);
    running.end()
}

/// The mappings of one object, of which those have run that give the same whatever objects come before.
#[derive(Debug)]
pub(crate) struct Running<'a> {
    given: &'a mut [&'a Value<'a>],
    effects: &'a mut [Effect],
    failed: Vec<Failed>,
    /// The mapping that leaves the object out of the operation; none behind it runs.
    ignored: Option<usize>,
}

#[derive(Debug)]
struct Failed {
    mapping: usize,
    /// The object fails with it; else only the attribute is left out.
    fails_object: bool,
    failure: Failure,
}

impl<'a> Running<'a> {
    /// Runs the mappings that need no order among the objects.
    pub(crate) fn begin(plan: &'a ObjectPlan, evaluator: Evaluator<'a>, operation: Operation) -> Self {
        let (count, arena) = (plan.mappings.len(), evaluator.context.arena);
        let mut running = Self {
            given: arena.alloc_slice_fill_copy(count, &Value::Null),
            effects: arena.alloc_slice_fill_copy(count, Effect::Null),
            failed: Vec::new(),
            ignored: None,
        };
        if plan.ordered.is_empty() {
            running.run(plan, evaluator, operation, |_| true); // without a question for each
        } else {
            running.run(plan, evaluator, operation, |index| !plan.ordered.contains(&index));
        }
        running
    }

    /// Runs the others, once this has been done for all objects before, and gives out what is unique.
    pub(crate) fn complete(&mut self, plan: &'a ObjectPlan, evaluator: Evaluator<'a>, operation: Operation) {
        if !plan.ordered.is_empty() {
            let end = self.ignored.unwrap_or(plan.mappings.len());
            self.run(plan, evaluator, operation, |index| index < end && plan.ordered.contains(&index));
        }
        if !plan.primaries.is_empty() {
            self.fail_second_primaries(plan);
        }
        let succeeds = || self.ignored.is_none() && !self.failed.iter().any(|failed| failed.fails_object);
        // An explanation shows what a run gives out, and gives out nothing itself.
        if !plan.unique.is_empty()
            && operation == Operation::Create
            && evaluator.trace.is_none()
            && succeeds()
        {
            note_unique(plan, self.given, &evaluator);
        }
    }

    /// Returns what all of them give.
    pub(crate) fn end(mut self) -> Mapped<'a> {
        if self.ignored.is_some() {
            return Mapped::Ignored;
        }
        // What failed the object comes first.
        self.failed.sort_by_key(|failed| (!failed.fails_object, failed.mapping));
        let fails = self.failed.first().is_some_and(|failed| failed.fails_object);
        let failures = self.failed.into_iter().map(|failed| failed.failure).collect();
        let values = Values { given: self.given, effects: self.effects, failures };
        if fails { Mapped::Failed(values) } else { Mapped::Values(values) }
    }

    /// Runs those of the mappings that are meant by their indices, up to one that leaves the object out.
    #[inline]
    fn run(
        &mut self,
        plan: &'a ObjectPlan,
        mut evaluator: Evaluator<'a>,
        operation: Operation,
        is_meant: impl Fn(usize) -> bool,
    ) {
        let Self { given, effects, failed, ignored } = self;
        let places = given.iter_mut().zip(effects.iter_mut());
        for (index, ((value, effect), mapping)) in places.zip(&plan.mappings).enumerate() {
            if !is_meant(index) {
                continue;
            }
            evaluator.context.target = &mapping.target.path;
            let ended = match one(mapping, &evaluator, operation, value) {
                Ok(does) => {
                    *effect = does;
                    continue;
                }
                Err(ended) => ended,
            };
            *effect = Effect::Failed;
            match ended {
                Ended::Ignored => {
                    *ignored = Some(index);
                    return;
                }
                Ended::LeftOut(error) => failed.push(Failed::of(index, mapping, false, error)),
                Ended::Failed(error) => failed.push(Failed::of(index, mapping, true, error)),
            }
        }
    }

    /// Two elements of an attribute that are both to be primary fail the object: neither is more right than the other, and
    /// the target must not hold both.
    #[cold]
    fn fail_second_primaries(&mut self, plan: &ObjectPlan) {
        for second in plan.primaries.iter().filter_map(|primaries| primaries.second(self.given)) {
            let Some((mapping, effect)) = plan.mappings.get(second).zip(self.effects.get_mut(second)) else {
                continue;
            };
            *effect = Effect::Failed;
            let message = format!("two elements of `{}` are made primary", mapping.place.attribute_path);
            let error = EvalError::new(&code::PRIMARY_TWICE, message);
            self.failed.push(Failed::of(second, mapping, true, error));
        }
    }
}

impl Failed {
    #[cold]
    fn of(index: usize, mapping: &Mapping, fails_object: bool, error: EvalError) -> Self {
        Self { mapping: index, fails_object, failure: failure(mapping, error) }
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
