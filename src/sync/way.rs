//! The way of one object to its decision.

use super::course::{Course, Matched};
use super::decision::{self, Action, InScope, LinkState, Situation, reason};
use super::roll::Standing;
use super::whole::Whole;
use super::{Draft, Sent};
use crate::diagnostic::EvalError;
use crate::eval::change::Current;
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
    pub(crate) current: Option<Current<'a>>,
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
        let decision = Draft {
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
                Some(failure) => return failed_by(decision, vec![failure]),
                None if ignored && is_open => return ignored_by_expression(decision),
                None => {}
            }
        }
        match action {
            Action::Error => match course.scoping_error() {
                Some(error) => {
                    failed_by(decision, vec![Failure { target: String::new(), error: error.clone() }])
                }
                None => decision,
            },
            Action::Delete => self.delete(object, decision),
            action if action.runs_mappings() => self.run(course, object, situation, decision),
            _ => decision,
        }
    }

    fn delete(&self, object: &'e ObjectPlan, decision: Draft<'e, 'a>) -> Draft<'e, 'a> {
        let action = self.whole.guarded(decision.action);
        let links = self.whole.links();
        let sender = self.whole.sender(object, &links, self.mask, self.arena);
        let id = decision.target_id.filter(|_| action == Action::Delete);
        let requests = id.map(|id| sender.delete(id)).into_iter().collect();
        Draft { action, requests, ..decision }
    }

    /// Runs the mappings and writes their requests; where nothing changes the table decides again.
    fn run(
        &mut self,
        course: &Course<'a>,
        object: &'a ObjectPlan,
        situation: Situation,
        decision: Draft<'e, 'a>,
    ) -> Draft<'e, 'a> {
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
                let failures = values.failures.clone();
                self.detail.values = Some(values);
                return failed_by(decision, failures);
            }
            Mapped::Values(values) => values,
            Mapped::Ignored => return ignored_by_expression(decision),
            Mapped::Failed(values) => {
                let failures = values.failures.clone();
                self.detail.values = Some(values);
                return failed_by(decision, failures);
            }
        };
        let links = self.whole.links();
        let sender = self.whole.sender(object, &links, self.mask, self.arena);
        let resource = self.standing.resource.filter(|_| operation != Operation::Create);
        let is_as_wanted =
            self.trace.is_none() && resource.is_some_and(|resource| basis.targets.holds(resource, &values));
        let resource = resource.filter(|_| !is_as_wanted);
        let current = resource.and_then(|resource| basis.targets.current(resource, self.arena));
        let sent = match (operation, current, decision.target_id) {
            _ if is_as_wanted => Some(Sent::default()),
            (Operation::Create, ..) => Some(sender.create(&values)),
            (_, Some(current), Some(id)) => Some(sender.update(&values, current, id)),
            _ => None,
        };
        let Some(mut sent) = sent else {
            return Draft { action: Action::Error, reason: reason::INVALID_ANCHOR, ..decision };
        };
        let mut decision = decision;
        decision.diagnostics.extend(values.failures.iter().cloned());
        decision.diagnostics.append(&mut sent.diagnostics);
        decision.requests = std::mem::take(&mut sent.requests);
        self.detail.values = Some(values);
        self.detail.current = current;
        self.detail.sent = sent;
        if decision.requests.is_empty() {
            let (action, reason) = decision::decide(&Situation { differs: false, ..situation });
            return Draft { action, reason, ..decision };
        }
        let action = self.whole.guarded(decision.action);
        if action != decision.action {
            decision.requests.clear();
        }
        Draft { action, ..decision }
    }
}

fn failed_by<'e, 'a>(decision: Draft<'e, 'a>, failures: Vec<Failure>) -> Draft<'e, 'a> {
    let reason = failures.first().map_or(decision.reason, |failure| EvalError::code(&failure.error).name);
    Draft { action: Action::Error, reason, diagnostics: failures, ..decision }
}

fn ignored_by_expression<'e, 'a>(decision: Draft<'e, 'a>) -> Draft<'e, 'a> {
    Draft { action: Action::Skip, reason: reason::IGNORED_BY_EXPRESSION, ..decision }
}
