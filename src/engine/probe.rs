//! The parts of the rules, and the stages of a mapping, one by one: for whoever measures what each costs.

use super::Mapper;
use crate::emit;
use crate::env::Env;
use crate::eval::mapping::{self, Mapped, Operation};
use crate::eval::scoping::Scope;
use crate::eval::{Evaluator, scoping};
use crate::input::{self, Found, SourceObject};
use crate::plan::Plan;

/// A part of the rules that runs by itself.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part<'e> {
    /// A clause of a scoping filter, as the rule file has it.
    Clause(&'e str),
    /// The mapping of a target.
    Mapping(&'e str),
}

/// How far a mapping goes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The object is read, and the slots are filled.
    Scan,
    /// Scoping has decided.
    Scope,
    /// The mappings have run.
    Evaluate,
    /// The payload is written.
    Emit,
}

impl<'e> Mapper<'e> {
    /// Maps one object as far as asked, and tells whether it got there; for the benches.
    #[doc(hidden)]
    pub fn run_to<S: SourceObject + ?Sized>(
        &mut self,
        last: Stage,
        source: &S,
        env: &dyn Env,
        out: &mut Vec<u8>,
    ) -> bool {
        self.arena.reset();
        let arena = &self.arena;
        let found = input::object(self.plan, self.kind, source, arena, Some(&mut self.order));
        let Ok(Found { object, row, .. }) = found else { return false };
        if last == Stage::Scan {
            return true;
        }
        let scope = scoping::decide(object, self.plan.scope_mode, row, arena);
        if scope != Scope::In || last == Stage::Scope {
            return scope == Scope::In;
        }
        let evaluator = Evaluator::new(row, arena, env, None);
        let Mapped::Values(values) = mapping::run(object, evaluator, Operation::Create) else { return false };
        if last == Stage::Emit {
            emit::create(&object.template, values.given, arena, out);
        }
        true
    }

    /// Calls `visit` for every clause and every mapping of an object's kind, with what runs it once; nothing for an object
    /// that is not readable or has no rules.
    pub(crate) fn probe<S: SourceObject + ?Sized>(
        &mut self,
        source: &S,
        env: &dyn Env,
        visit: &mut dyn FnMut(Part<'e>, &mut dyn FnMut()),
    ) {
        self.arena.reset();
        let arena = &self.arena;
        let found = input::object(self.plan, self.kind, source, arena, Some(&mut self.order));
        let Ok(Found { index, row, .. }) = found else { return };
        let plan: &'e Plan = self.plan;
        let Some(object) = plan.objects.get(index) else { return };
        let _ = scoping::decide(object, self.plan.scope_mode, row, arena);
        let row = &*row;
        for clause in object.scoping_filters.iter().flat_map(|filter| &filter.clauses) {
            visit(Part::Clause(&clause.text), &mut || drop(scoping::holds(clause, row, arena)));
        }
        let evaluator = Evaluator::new(row, arena, env, None);
        for mapping in &object.mappings {
            let run = &mut || drop(mapping::matching_value(mapping, &evaluator));
            visit(Part::Mapping(&mapping.target.path), run);
        }
    }
}
