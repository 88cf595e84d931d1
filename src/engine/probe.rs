//! The parts of the rules, and the stages of a mapping, one by one: for whoever measures what each costs.

use super::mapper::{Ended, Mapper, Read};
use crate::env::Env;
use crate::eval::{Evaluator, mapping, scoping};
use crate::input::SourceObject;

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
        let Self { plan, kind, arena, order } = self;
        let arena = &*arena;
        let mut reach = || {
            let read = Read::begin(plan, *kind, source, arena, order)?;
            if last == Stage::Scan {
                return Ok(());
            }
            let read = read.in_scope(plan.scope_mode, arena)?;
            if last == Stage::Scope {
                return Ok(());
            }
            let ready = read.run(arena, env)?;
            if last == Stage::Emit {
                ready.write(arena, out);
            }
            Ok::<_, Ended<'_>>(())
        };
        reach().is_ok()
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
        let (plan, arena) = (self.plan, &self.arena);
        let Ok(Read { rules: object, row }) = Read::begin(plan, self.kind, source, arena, &mut self.order)
        else {
            return;
        };
        let _ = scoping::decide(object, plan.scope_mode, row, arena);
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
