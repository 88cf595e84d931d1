//! Mapping objects, one by one or many at a time: each is read, judged, mapped and written.

use super::outcome::{OutOfScope, Outcome, Payload};
use crate::emit;
use crate::env::Env;
use crate::eval::mapping::{Mapped, Operation, Running, Values};
use crate::eval::scoping::{self, Scope};
use crate::eval::{Evaluator, Failure};
use crate::input::{self, Astray, Found, KeyOrder, KindOf, SourceObject};
use crate::plan::{ObjectPlan, Plan, ScopeMode};
use crate::value::{Arena, Value};

/// Maps objects, reusing its memory. Make one for each thread.
#[derive(Debug)]
pub struct Mapper<'e> {
    pub(super) plan: &'e Plan,
    pub(super) kind: KindOf<'e>,
    pub(super) arena: Arena,
    pub(super) order: KeyOrder,
}

/// The outcome of an object that goes no further.
pub(super) type Ended<'e> = Outcome<'e, Payload<'e>>;

impl<'e> Mapper<'e> {
    pub(super) fn new(plan: &'e Plan, kind: KindOf<'e>) -> Self {
        Self { plan, kind, arena: Arena::new(), order: KeyOrder::default() }
    }

    /// Maps one object and appends its payload to `out`; nothing is appended unless the outcome is `Mapped`.
    pub fn map_into<S: SourceObject + ?Sized>(
        &mut self,
        source: &S,
        env: &dyn Env,
        out: &mut Vec<u8>,
    ) -> Outcome<'e, Payload<'e>> {
        self.arena.reset();
        let arena = &self.arena;
        Read::begin(self.plan, self.kind, source, arena, &mut self.order)
            .and_then(|read| read.in_scope(self.plan.scope_mode, arena)?.run(arena, env))
            .map_or_else(|ended| ended, |ready| ready.write(arena, out))
    }

    /// Maps objects that follow one another, and calls `each` with every outcome, in their order; the payload, if there is
    /// one, has then been appended to `out`.
    ///
    /// All are read before the first is mapped, and mapped before the first is written, which the processor's caches like
    /// better than one by one. They stay in memory until then, so give a few hundred at a time.
    pub fn map_each<'s, S: SourceObject + ?Sized + 's>(
        &mut self,
        sources: impl IntoIterator<Item = &'s S>,
        env: &dyn Env,
        out: &mut Vec<u8>,
        each: impl FnMut(Outcome<'e, Payload<'e>>, &mut Vec<u8>),
    ) {
        self.map_each_in_turn(sources, env, || (), out, each);
    }

    /// Maps objects likewise while other threads map those before and behind them: what depends on the objects before is
    /// done in their turn, for which `turn` waits, and which ends when what it gives is dropped.
    pub(crate) fn map_each_in_turn<'s, S: SourceObject + ?Sized + 's, T>(
        &mut self,
        sources: impl IntoIterator<Item = &'s S>,
        env: &dyn Env,
        turn: impl FnOnce() -> T,
        out: &mut Vec<u8>,
        mut each: impl FnMut(Outcome<'e, Payload<'e>>, &mut Vec<u8>),
    ) {
        self.arena.reset();
        let Self { plan, kind, arena, order } = self;
        let (plan, arena): (&'e Plan, &Arena) = (plan, arena);
        let read: Vec<_> =
            sources.into_iter().map(|source| Read::begin(plan, *kind, source, arena, order)).collect();
        let run =
            |read: Result<_, _>| Ok(Read::in_scope(read?, plan.scope_mode, arena)?.begin_run(arena, env));
        let mut begun: Vec<Result<_, _>> = read.into_iter().map(run).collect();
        let turn = turn();
        begun.iter_mut().flatten().for_each(|begun: &mut Begun<'_, '_>| begun.complete(arena, env));
        drop(turn);
        for begun in begun {
            let ready = begun.and_then(Begun::end);
            let outcome = ready.map_or_else(|ended| ended, |ready| ready.write(arena, out));
            each(outcome, out);
        }
    }
}

/// An object that has been read.
pub(super) struct Read<'e, 'a> {
    pub(super) rules: &'e ObjectPlan,
    /// The values of the slots of its rules.
    pub(super) row: &'a mut [Value<'a>],
}

/// An object whose mappings run.
struct Begun<'e, 'a> {
    rules: &'e ObjectPlan,
    row: &'a [Value<'a>],
    running: Running<'a>,
}

/// An object whose mappings have run.
pub(super) struct Ready<'e, 'a> {
    rules: &'e ObjectPlan,
    values: Values<'a>,
}

impl<'e, 'a> Read<'e, 'a>
where
    'e: 'a,
{
    pub(super) fn begin<S: SourceObject + ?Sized>(
        plan: &'e Plan,
        kind: KindOf<'_>,
        source: &'a S,
        arena: &'a Arena,
        order: &mut KeyOrder,
    ) -> Result<Self, Ended<'e>> {
        match input::object(plan, kind, source, arena, Some(order)) {
            Ok(Found { index, row, .. }) => match plan.objects.get(index) {
                Some(rules) => Ok(Self { rules, row }),
                None => Err(Outcome::NoRules(String::new())),
            },
            Err(Astray::Unreadable(error)) => Err(Outcome::Unreadable(error)),
            Err(Astray::NoRules { kind, .. }) => Err(Outcome::NoRules(kind)),
        }
    }

    /// Goes on with an object that is in scope.
    pub(super) fn in_scope(self, mode: ScopeMode, arena: &'a Arena) -> Result<Self, Ended<'e>> {
        match scoping::decide(self.rules, mode, self.row, arena) {
            Scope::In => Ok(self),
            Scope::Out(checks) => Err(Outcome::OutOfScope(OutOfScope::new(self.rules, checks))),
            Scope::Error(error) => Err(Outcome::Failed(vec![Failure { target: String::new(), error }])),
        }
    }

    /// Runs the mappings.
    pub(super) fn run(self, arena: &'a Arena, env: &'a dyn Env) -> Result<Ready<'e, 'a>, Ended<'e>> {
        let mut begun = self.begin_run(arena, env);
        begun.complete(arena, env);
        begun.end()
    }

    /// Runs the mappings that do not depend on other objects.
    fn begin_run(self, arena: &'a Arena, env: &'a dyn Env) -> Begun<'e, 'a> {
        let Self { rules, row } = self;
        let row: &[Value<'a>] = row;
        let running = Running::begin(rules, Evaluator::new(row, arena, env, None), Operation::Create);
        Begun { rules, row, running }
    }
}

impl<'e, 'a> Begun<'e, 'a>
where
    'e: 'a,
{
    /// Runs the others.
    fn complete(&mut self, arena: &'a Arena, env: &'a dyn Env) {
        let evaluator = Evaluator::new(self.row, arena, env, None);
        self.running.complete(self.rules, evaluator, Operation::Create);
    }

    /// Returns what they gave.
    fn end(self) -> Result<Ready<'e, 'a>, Ended<'e>> {
        match self.running.end() {
            Mapped::Values(values) => Ok(Ready { rules: self.rules, values }),
            Mapped::Ignored => Err(Outcome::Ignored),
            Mapped::Failed(values) => Err(Outcome::Failed(values.failures)),
        }
    }
}

impl<'e> Ready<'e, '_> {
    /// Appends the payload.
    pub(super) fn write(self, arena: &Arena, out: &mut Vec<u8>) -> Ended<'e> {
        emit::create(&self.rules.template, self.values.given, arena, out);
        Outcome::Mapped(Payload::new(&self.rules.kind, self.values.failures))
    }
}
