//! The way of one object to its decision.

use super::course::{Course, Matched};
use super::decision::{self, Action, InScope, LinkState, Situation, reason};
use super::packed::Packed;
use super::roll::Standing;
use super::whole::Whole;
use super::{Draft, Sent};
use crate::diagnostic::EvalError;
use crate::eval::mapping::{self, Mapped, Operation, Values};
use crate::eval::trace::Trace;
use crate::eval::{Evaluator, Failure};
use crate::plan::ObjectPlan;
use crate::value::{Arena, Value};

/// What was found on the way to a decision, for an explanation.
#[derive(Debug, Default)]
pub(crate) struct Detail<'a> {
    pub(crate) course: Option<Course<'a>>,
    pub(crate) link: Option<LinkState>,
    pub(crate) matched: Option<Matched<'a>>,
    pub(crate) values: Option<Values<'a>>,
    pub(crate) sent: Sent<'a>,
    pub(crate) held: Option<Packed<'a>>,
}

/// The way of one object to its decision.
pub(super) struct Way<'w, 'e, 'a> {
    pub(super) whole: Whole<'w, 'e>,
    pub(super) standing: Standing,
    pub(super) arena: &'a Arena,
    /// What notes each result, and which mappings' values are not shown, for an explanation.
    pub(super) trace: Option<&'a Trace<'a>>,
    pub(super) mask: &'w [bool],
    pub(super) detail: Detail<'a>,
}

impl<'e: 'a, 'a> Way<'_, 'e, 'a> {
    pub(super) fn decide(&mut self, course: &Course<'a>) -> Draft<'e, 'a> {
        let Whole { basis, roll, .. } = self.whole;
        let situation = course.situation(self.standing, basis.settings.skip_out_of_scope_deletions);
        let (action, reason) = decision::decide(&situation);
        let object = basis.plan.objects.get(course.index).expect("a course is that of an object of the plan");
        let held = self.standing.resource.and_then(|resource| basis.targets.id(resource));
        let linked = || Some(&*self.arena.alloc_str(roll.links.get(&object.kind, course.source_id?)?.target));
        let target_id = held.or_else(linked);
        let mut decision = Draft {
            source_id: course.source_id,
            display: course.display(self.arena),
            target_id,
            action,
            releases: course.left_scope(),
            ..Draft::skip(&object.kind, reason)
        };
        let explains = self.trace.is_some() && self.standing.link == LinkState::None;
        let is_open = course.in_scope() == InScope::Yes && !self.standing.duplicate;
        if explains || (self.standing.unmatchable && is_open) {
            let matched = basis.find(course, self.arena);
            let failed = matched.failure.clone();
            let ignored = matched.ignored;
            self.detail.matched = Some(matched);
            match failed.filter(|_| is_open) {
                Some(failure) => {
                    fail(&mut decision, vec![failure]);
                    return decision;
                }
                None if ignored && is_open => {
                    ignore(&mut decision);
                    return decision;
                }
                None => {}
            }
        }
        match action {
            Action::Error => {
                if let Some(error) = course.scoping_error() {
                    fail(&mut decision, vec![Failure { target: String::new(), error: error.clone() }]);
                }
            }
            Action::Delete => self.delete(object, &mut decision),
            action if action.runs_mappings() => self.run(course, object, situation, &mut decision),
            _ => {}
        }
        decision
    }

    fn delete(&self, object: &'e ObjectPlan, decision: &mut Draft<'e, 'a>) {
        decision.action = self.whole.guarded(decision.action);
        let links = self.whole.links();
        let sender = self.whole.sender(object, &links, self.mask, self.arena);
        let id = decision.target_id.filter(|_| decision.action == Action::Delete);
        decision.requests = id.map(|id| sender.delete(id)).into_iter().collect();
    }

    /// Runs the mappings and writes their requests; where nothing changes the table decides again.
    fn run(
        &mut self,
        course: &Course<'a>,
        object: &'a ObjectPlan,
        situation: Situation,
        decision: &mut Draft<'e, 'a>,
    ) {
        let basis = self.whole.basis;
        let operation = match decision.action {
            Action::Create => Operation::Create,
            Action::Disable => Operation::Disable,
            _ => Operation::Update,
        };
        let row: &'a [Value<'a>] =
            if operation == Operation::Create { course.row } else { course.row_of_sync(self.arena) };
        let env = basis.env_of(object, self.arena);
        let evaluator = Evaluator { row, ..course.evaluator(env, self.arena, self.trace) };
        let values = match mapping::run(object, evaluator, operation) {
            // An account that is only half disabled is not disabled.
            Mapped::Values(values) | Mapped::Failed(values)
                if operation == Operation::Disable && !values.failures.is_empty() =>
            {
                fail(decision, values.failures.clone());
                self.detail.values = Some(values);
                return;
            }
            Mapped::Values(values) => values,
            Mapped::Ignored => return ignore(decision),
            Mapped::Failed(values) => {
                fail(decision, values.failures.clone());
                self.detail.values = Some(values);
                return;
            }
        };
        let links = self.whole.links();
        let sender = self.whole.sender(object, &links, self.mask, self.arena);
        let resource = self.standing.resource.filter(|_| operation != Operation::Create);
        let held = resource.and_then(|resource| basis.targets.held(resource));
        let sent = match (operation, held, decision.target_id) {
            (Operation::Create, ..) => Some(sender.create(&values)),
            (_, Some(held), Some(id)) => Some(sender.update(&values, held, id)),
            _ => None,
        };
        let Some(mut sent) = sent else {
            (decision.action, decision.reason) = (Action::Error, reason::INVALID_ANCHOR);
            return;
        };
        decision.diagnostics.extend(values.failures.iter().cloned());
        decision.diagnostics.append(&mut sent.diagnostics);
        decision.requests = std::mem::take(&mut sent.requests);
        if self.trace.is_some() {
            self.detail.values = Some(values);
            self.detail.held = held;
            self.detail.sent = sent;
        }
        if decision.requests.is_empty() {
            let unchanged = Situation { differs: false, ..situation };
            (decision.action, decision.reason) = decision::decide(&unchanged);
            return;
        }
        let action = self.whole.guarded(decision.action);
        if action != decision.action {
            decision.requests.clear();
        }
        decision.action = action;
    }
}

fn fail(decision: &mut Draft<'_, '_>, failures: Vec<Failure>) {
    if let Some(failure) = failures.first() {
        decision.reason = EvalError::code(&failure.error).name;
    }
    decision.action = Action::Error;
    decision.diagnostics = failures;
}

fn ignore(decision: &mut Draft<'_, '_>) {
    (decision.action, decision.reason) = (Action::Skip, reason::IGNORED_BY_EXPRESSION);
}
