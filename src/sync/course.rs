//! The course of one object: from its text to the decision, step by step, so that a decision and its explanation are one.

use super::decision::{AtTarget, InScope, Presence, Situation};
use super::names::Number;
use super::packed::Packed;
use super::resource::comparable;
use super::roll::Standing;
use super::targets::Targets;
use crate::diagnostic::EvalError;
use crate::env::Env;
use crate::eval::Evaluator;
use crate::eval::Failure;
use crate::eval::mapping::{self, Mapped, Operation};
use crate::eval::scoping::{self, Checks, Scope};
use crate::eval::trace::Trace;
use crate::input::{self, Astray, Found, KeyOrder, KindOf, SourceObject};
use crate::plan::{ObjectPlan, Plan, ScopeMode};
use crate::value::{Arena, Value};

/// A source object as far as it has been read and placed.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings about an object, each asked for by name"
)]
pub(crate) struct Course<'a> {
    /// The index of its rules in the plan.
    pub(crate) index: usize,
    pub(crate) object: &'a ObjectPlan,
    pub(crate) source_id: Option<&'a str>,
    pub(crate) row: &'a [Value<'a>],
    pub(crate) scope: Scope,
    pub(crate) active: bool,
    pub(crate) assigned: bool,
    pub(crate) scope_mode: ScopeMode,
    /// `IsSoftDeleted` was computed.
    computes_soft_deleted: bool,
    /// The source says `IsSoftDeleted` itself, and that it is true.
    soft_deleted: bool,
}

/// One attempt to find the target resource of an object.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt<'a> {
    /// The mapping.
    pub(crate) mapping: usize,
    /// The mapping's place in the order of precedence.
    pub(crate) precedence: usize,
    /// The value that the target is asked for.
    pub(crate) text: &'a str,
    /// The value as the target compares it.
    pub(crate) compared: &'a str,
    /// The resources found.
    pub(crate) found: &'a [Number],
}

/// What matching found.
#[derive(Debug)]
pub(crate) struct Matched<'a> {
    pub(crate) target: AtTarget,
    pub(crate) resource: Option<Number>,
    pub(crate) attempts: &'a [Attempt<'a>],
    /// What kept a matching value from being known.
    pub(crate) failure: Option<Failure>,
    /// An expression left the object out of the operation.
    pub(crate) ignored: bool,
}

impl<'a> Course<'a> {
    /// Reads an object and decides its scope.
    pub(crate) fn begin<S: SourceObject + ?Sized>(
        plan: &'a Plan,
        kind: KindOf<'_>,
        source: &'a S,
        arena: &'a Arena,
        order: Option<&mut KeyOrder>,
    ) -> Result<Self, Astray> {
        let Found { index, object, row } = input::object(plan, kind, source, arena, order)?;
        let (active, assigned) = scoping::standing(object, plan.scope_mode, row);
        let soft_deleted = scoping::says_soft_deleted(object, row);
        let is_null = |slot: usize| row.get(slot).is_none_or(Value::is_null);
        let computes_soft_deleted = object.state.is_soft_deleted.is_some_and(is_null);
        let scope = scoping::decide(object, plan.scope_mode, row, arena);
        let row: &[Value<'a>] = row;
        let anchor = || {
            let value = row.get(object.identity.anchor?)?;
            value.text(arena).ok().flatten().filter(|text| !text.is_empty())
        };
        let source_id = input::texts(row, &object.identity.id, arena).next().or_else(anchor);
        Ok(Self {
            index,
            object,
            source_id,
            row,
            scope,
            active,
            assigned,
            scope_mode: plan.scope_mode,
            computes_soft_deleted,
            soft_deleted,
        })
    }

    /// Takes the source's word for it that the object is soft-deleted.
    ///
    /// `map` shows what such an object would become; a sync never creates a disabled account.
    pub(crate) fn heed_soft_deletion(mut self) -> Self {
        if self.soft_deleted && self.scope == Scope::In {
            self.active = false;
            self.scope = Scope::Out(Checks { active: false, assigned: self.assigned, failing: Vec::new() });
        }
        self
    }

    /// What scoping says, for the decision.
    pub(crate) fn in_scope(&self) -> InScope {
        match self.scope {
            Scope::In => InScope::Yes,
            Scope::Out(_) => InScope::No,
            Scope::Error(_) => InScope::Error,
        }
    }

    /// Tells whether `IsSoftDeleted` was computed, because the source does not say it.
    pub(crate) fn computed_soft_deleted(&self) -> bool {
        self.computes_soft_deleted
    }

    /// Returns what people call the object.
    pub(crate) fn display(&self, arena: &'a Arena) -> Option<&'a str> {
        input::texts(self.row, &self.object.identity.display, arena).next()
    }

    /// Returns the top-level attribute that says what people call the object.
    pub(crate) fn display_key(&self, arena: &'a Arena) -> Option<usize> {
        let keys = self.object.identity.display.iter();
        let mut saying =
            keys.filter(|key| input::texts(self.row, std::slice::from_ref(*key), arena).next().is_some());
        saying.next().copied()
    }

    /// Tells whether a name is one of the object's ids and names.
    pub(crate) fn is_called(&self, name: &str, arena: &'a Arena) -> bool {
        let identity = &self.object.identity;
        let mut names = [&identity.id, &identity.display].into_iter();
        let is_name = |known: &str| known.eq_ignore_ascii_case(name);
        self.source_id.is_some_and(is_name)
            || names.any(|keys| input::texts(self.row, keys, arena).any(is_name))
    }

    /// Tells whether the object is out of scope for more than being disabled: it is not assigned, or no filter passes.
    ///
    /// Such a resource is released; one that is only disabled stays managed, so that its deletion can follow.
    pub(crate) fn left_scope(&self) -> bool {
        !self.assigned || matches!(&self.scope, Scope::Out(checks) if !checks.failing.is_empty())
    }

    /// The error that scoping ended with.
    pub(crate) fn scoping_error(&self) -> Option<&EvalError> {
        match &self.scope {
            Scope::Error(error) => Some(error),
            Scope::In | Scope::Out(_) => None,
        }
    }

    pub(crate) fn evaluator(
        &self,
        env: &'a dyn Env,
        arena: &'a Arena,
        trace: Option<&'a Trace<'a>>,
    ) -> Evaluator<'a> {
        Evaluator::new(self.row, arena, env, trace)
    }

    /// Looks for the target resource by the matching attributes, in the order of their precedence.
    ///
    /// Source: `spec:mapping-4.3`.
    pub(crate) fn find(&self, targets: &'a Targets<'_>, evaluator: &Evaluator<'a>) -> Matched<'a> {
        let mut matched = Matched {
            target: AtTarget::NoValue,
            resource: None,
            attempts: &[],
            failure: None,
            ignored: false,
        };
        let arena = evaluator.context.arena;
        let mut attempts = bumpalo::collections::Vec::with_capacity_in(self.object.matching.len(), arena);
        for (precedence, index) in self.object.matching.iter().copied().enumerate() {
            let Some(mapping) = self.object.mappings.get(index) else { continue };
            let value = match mapping::matching_value(mapping, evaluator) {
                Ok(value) => value,
                Err(failure) => {
                    matched.ignored = failure.is_none();
                    matched.failure = failure;
                    break;
                }
            };
            let text = value.text(arena).ok().flatten().filter(|text| !text.is_empty());
            let Some(text) = text else { continue };
            let compared = comparable(mapping, text, arena);
            let found = targets.by_value(self.index, precedence, compared);
            attempts.push(Attempt { mapping: index, precedence, text, compared, found });
            match found {
                [] => matched.target = AtTarget::NoMatch,
                [only] => {
                    matched.target = AtTarget::OneMatch;
                    matched.resource = Some(*only);
                    break;
                }
                _ => {
                    matched.target = AtTarget::SeveralMatches;
                    break;
                }
            }
        }
        matched.attempts = attempts.into_bump_slice();
        matched
    }

    /// Where the object stands, as far as its rules and its source say.
    pub(super) fn situation(&self, standing: Standing, skip_out_of_scope_deletions: bool) -> Situation {
        let Standing { link, target, duplicate, .. } = standing;
        Situation {
            source: Presence::Present,
            scope: self.in_scope(),
            link,
            target,
            duplicate,
            mapped: true,
            create: self.object.actions.create,
            update: self.object.actions.update,
            delete: self.object.actions.delete,
            differs: true,
            active_mapped: self.object.maps_active,
            reads_soft_deleted: self.object.reads_soft_deleted,
            soft_deletes: self.object.resource.soft_deletes,
            skip_out_of_scope_deletions,
        }
    }

    /// Tells whether disabling the resource of an object that is out of scope changes anything.
    pub(crate) fn disables(&self, evaluator: &Evaluator<'a>, held: Packed<'a>) -> bool {
        let arena = evaluator.context.arena;
        let evaluator = Evaluator { row: self.row_of_sync(arena), ..*evaluator };
        let Mapped::Values(values) = mapping::run(self.object, evaluator, Operation::Disable) else {
            return false;
        };
        let changes = held.changes(&self.object.mappings, &values, arena);
        values.failures.is_empty() && !changes.is_empty()
    }

    /// The row with `IsSoftDeleted` as the sync has it: true for what is out of scope; false for a linked object in scope
    /// whose source does not say it.
    pub(crate) fn row_of_sync(&self, arena: &'a Arena) -> &'a [Value<'a>] {
        let out = self.in_scope() == InScope::No;
        let Some(slot) = self.object.state.mapped_soft_deleted else { return self.row };
        let known = self.row.get(slot).is_some_and(|value| !value.is_null());
        if known && !out {
            return self.row;
        }
        let row = arena.alloc_slice_copy(self.row);
        if let Some(value) = row.get_mut(slot) {
            *value = Value::Boolean(out);
        }
        row
    }
}
