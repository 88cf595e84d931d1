//! Two passes over a population: the first finds where every object stands, the second decides.

use super::course::{Astray, Course, KindOf, Matched};
use super::decision::{self, Action, AtTarget, InScope, LinkState, Presence, Situation, reason};
use super::links::{Link, Links};
use super::request::{EnvLinks, REFERENCED};
use super::{Decision, Guard, Sender, Sent, Settings, Targets};
use crate::diagnostic::EvalError;
use crate::emit::reference::{self, Linked};
use crate::env::Env;
use crate::eval::Failure;
use crate::eval::mapping::{self, Mapped, Operation, Values};
use crate::eval::trace::Trace;
use crate::input::{InputError, SourceObject};
use crate::plan::{ObjectPlan, Plan};
use crate::value::{Arena, Value};
use std::collections::HashSet;

/// The first pass: every object of the population is added once, in order.
pub struct Survey<'e> {
    plan: &'e Plan,
    targets: &'e Targets<'e>,
    env: &'e dyn Env,
    default_kind: &'e str,
    settings: Settings,
    links: Links,
    standings: Vec<Standing>,
    /// Objects of the population, by the index of their rules.
    seen: HashSet<(usize, String)>,
    /// Source ids of users that this run creates.
    created: HashSet<String>,
    /// Resources that a source object of this run has matched.
    claimed: HashSet<usize>,
    /// Matching values of the resources that this run creates.
    claimed_values: HashSet<(usize, usize, String)>,
    removals: usize,
    arena: Arena,
}

/// Where an object stands after the first pass.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Standing {
    link: LinkState,
    target: AtTarget,
    /// The target resource, as an index of the targets.
    resource: Option<usize>,
    /// The value of a matching attribute could not be known.
    unmatchable: bool,
}

impl Standing {
    const UNKNOWN: Self =
        Self { link: LinkState::None, target: AtTarget::NotQueried, resource: None, unmatchable: false };
}

impl<'e> Survey<'e> {
    pub(crate) fn new(
        plan: &'e Plan,
        default_kind: &'e str,
        targets: &'e Targets<'e>,
        links: Links,
        env: &'e dyn Env,
        settings: Settings,
    ) -> Self {
        Self {
            plan,
            targets,
            env,
            default_kind,
            settings,
            links,
            standings: Vec::new(),
            seen: HashSet::new(),
            created: HashSet::new(),
            claimed: HashSet::new(),
            claimed_values: HashSet::new(),
            removals: 0,
            arena: Arena::new(),
        }
    }

    /// Finds where the next object stands.
    pub fn add<S: SourceObject + ?Sized>(&mut self, source: &S) {
        let mut arena = std::mem::take(&mut self.arena);
        arena.reset();
        let standing = match self.course(source, &arena) {
            Ok(course) => self.place(&course, &arena),
            Err(_) => Standing::UNKNOWN,
        };
        self.standings.push(standing);
        self.arena = arena;
    }

    /// Notes an object that cannot even be framed.
    pub fn add_unreadable(&mut self) {
        self.standings.push(Standing::UNKNOWN);
    }

    fn course<'a, S: SourceObject + ?Sized>(
        &self,
        source: &'a S,
        arena: &'a Arena,
    ) -> Result<Course<'a>, Astray>
    where
        'e: 'a,
    {
        let kind = KindOf::Said { default: self.default_kind };
        Ok(Course::begin(self.plan, kind, source, arena)?.heed_soft_deletion())
    }

    fn place<'a>(&mut self, course: &Course<'a>, arena: &'a Arena) -> Standing
    where
        'e: 'a,
    {
        let kind = &course.object.kind;
        if let Some(id) = course.source_id {
            self.seen.insert((course.index, id.to_owned()));
        }
        let link = course.source_id.and_then(|id| self.links.get(kind, id));
        let standing = match link {
            Some(link) => self.linked(course.index, link),
            None if course.in_scope() == InScope::Yes => self.matched(course, arena),
            None => Standing::UNKNOWN,
        };
        let situation =
            course.situation(standing.link, standing.target, self.settings.skip_out_of_scope_deletions);
        let (action, _) = decision::decide(&situation);
        self.removals += usize::from(action.is_removal());
        self.note(course, standing, action);
        standing
    }

    fn linked(&self, object: usize, link: &Link) -> Standing {
        let resource = self.targets.by_id(object, &link.target);
        let target = match resource.and_then(|resource| self.targets.get(resource)) {
            None => AtTarget::Gone,
            Some(held) if held.inactive => AtTarget::Inactive,
            Some(_) => AtTarget::Active,
        };
        Standing { link: link.state, target, resource, unmatchable: false }
    }

    /// Matches an object; a resource or a value that another object has taken is not matched again.
    fn matched<'a>(&mut self, course: &Course<'a>, arena: &'a Arena) -> Standing
    where
        'e: 'a,
    {
        let matched = course.find(self.targets, &course.evaluator(self.env, arena, None));
        let unmatchable = matched.failure.is_some() || matched.ignored;
        let is_taken = |resource: usize| {
            let held = self.targets.get(resource);
            let is_linked = held.is_some_and(|held| self.links.is_target(&course.object.kind, &held.id));
            self.claimed.contains(&resource) || is_linked
        };
        let target = match (matched.target, matched.resource) {
            (AtTarget::OneMatch, Some(resource)) if is_taken(resource) => AtTarget::Taken,
            (AtTarget::NoMatch, _) if self.has_claimed(course.index, &matched) => AtTarget::Taken,
            (target, _) => target,
        };
        if target == AtTarget::NoMatch && course.object.actions.create {
            let values =
                matched.attempts.into_iter().map(|attempt| (course.index, attempt.mapping, attempt.value));
            self.claimed_values.extend(values);
        }
        Standing { link: LinkState::None, target, resource: matched.resource, unmatchable }
    }

    fn has_claimed(&self, object: usize, matched: &Matched) -> bool {
        let claimed = |attempt: &super::Attempt| {
            self.claimed_values.contains(&(object, attempt.mapping, attempt.value.clone()))
        };
        matched.attempts.iter().any(claimed)
    }

    /// Notes the link that a decision makes or changes, and what it creates.
    fn note(&mut self, course: &Course<'_>, standing: Standing, action: Action) {
        if let Some(resource) = standing.resource.filter(|_| standing.target == AtTarget::OneMatch) {
            self.claimed.insert(resource);
        }
        let (Some(id), kind) = (course.source_id, course.object.kind.as_str()) else { return };
        let held = standing.resource.and_then(|resource| self.targets.get(resource));
        match (standing.target, action) {
            (AtTarget::OneMatch, _) => {
                if let Some(held) = held {
                    self.links.set(kind, id, Link { target: held.id.clone(), state: LinkState::Managed });
                }
            }
            (_, Action::Create) if kind == REFERENCED => drop(self.created.insert(id.to_owned())),
            (AtTarget::Gone, Action::Skip) if course.in_scope() == InScope::No => self.links.remove(kind, id),
            (AtTarget::Active | AtTarget::Inactive, _) if course.in_scope() == InScope::Yes => {
                self.links.set_state(kind, id, LinkState::Managed);
            }
            _ => {}
        }
    }

    /// Ends the first pass.
    #[must_use]
    pub fn finish(mut self) -> Sync<'e> {
        let purged = if self.settings.partial { Vec::new() } else { self.purged() };
        let removals = self.removals + purged.iter().filter(|gone| gone.action.is_removal()).count();
        let managed = self.links.iter().filter(|(_, _, link)| link.state == LinkState::Managed).count();
        let guard = Guard::new(self.settings.threshold, removals, managed);
        let taken = self.standings.iter().filter_map(|standing| standing.resource).collect();
        self.arena.reset();
        Sync { survey: self, guard, purged, taken }
    }

    /// Links whose source object the population does not have.
    fn purged(&self) -> Vec<Gone> {
        let gone = self.links.iter().filter_map(|(kind, source, link)| {
            let index = self.plan.objects.iter().position(|object| object.kind == kind)?;
            if self.seen.contains(&(index, source.to_owned())) {
                return None;
            }
            let object = self.plan.objects.get(index)?;
            let standing = self.linked(index, link);
            let situation = Situation {
                source: Presence::Purged,
                scope: InScope::No,
                link: link.state,
                target: standing.target,
                mapped: true,
                create: object.actions.create,
                update: object.actions.update,
                delete: object.actions.delete,
                differs: true,
                active_mapped: false,
                reads_soft_deleted: false,
                soft_deletes: false,
                skip_out_of_scope_deletions: self.settings.skip_out_of_scope_deletions,
            };
            let (action, reason) = decision::decide(&situation);
            let (source_id, target_id) = (source.to_owned(), link.target.clone());
            Some(Gone { index, source_id, target_id, resource: standing.resource, action, reason })
        });
        gone.collect()
    }
}

/// A link whose source object is gone.
#[derive(Debug)]
struct Gone {
    index: usize,
    source_id: String,
    target_id: String,
    resource: Option<usize>,
    action: Action,
    reason: &'static str,
}

/// The second pass: decides about the objects that were surveyed, in the same order.
pub struct Sync<'e> {
    survey: Survey<'e>,
    guard: Guard,
    purged: Vec<Gone>,
    /// Resources that belong to an object of the population.
    taken: HashSet<usize>,
}

/// What was found on the way to a decision, for an explanation.
#[derive(Debug, Default)]
pub(crate) struct Detail<'a> {
    pub(crate) course: Option<Course<'a>>,
    pub(crate) link: Option<LinkState>,
    pub(crate) matched: Option<Matched>,
    pub(crate) values: Option<Values<'a>>,
    pub(crate) sent: Sent<'a>,
    pub(crate) current: Option<crate::eval::change::Current<'a>>,
}

impl<'e> Sync<'e> {
    /// Returns what the accidental-deletion guard found.
    #[must_use]
    pub fn guard(&self) -> Guard {
        self.guard
    }

    /// Returns the links as they are when all decisions are carried out; what is created has none yet.
    ///
    /// What the guard withholds keeps its link as it is.
    #[must_use]
    pub fn links(&self) -> Links {
        let mut links = self.survey.links.clone();
        for gone in &self.purged {
            let deleted = gone.action == Action::Delete && !self.guard.trips();
            if deleted || gone.reason == reason::ALREADY_GONE {
                if let Some(object) = self.survey.plan.objects.get(gone.index) {
                    links.remove(&object.kind, &gone.source_id);
                }
            }
        }
        links
    }

    /// Decides about the object that was surveyed as number `index`, from 0.
    pub fn decide<S: SourceObject + ?Sized>(&mut self, index: usize, source: &S) -> Decision<'e> {
        let mut arena = std::mem::take(&mut self.survey.arena);
        arena.reset();
        let (decision, _) = self.follow(index, source, &arena, None);
        self.survey.arena = arena;
        self.settle(&decision);
        decision
    }

    /// Decides about an object that cannot even be framed.
    #[must_use]
    pub fn unreadable(&self, error: InputError) -> Decision<'e> {
        self.astray(Astray::Unreadable(error))
    }

    /// Notes what a decision makes of its link.
    fn settle(&mut self, decision: &Decision<'e>) {
        let (Some(id), kind) = (&decision.source_id, decision.kind) else { return };
        let links = &mut self.survey.links;
        match decision.action {
            Action::Disable if decision.releases => links.set_state(kind, id, LinkState::Released),
            Action::Delete => links.remove(kind, id),
            _ => {}
        }
    }

    /// Goes the whole way from an object to its decision.
    pub(crate) fn follow<'a, S: SourceObject + ?Sized>(
        &self,
        index: usize,
        source: &'a S,
        arena: &'a Arena,
        trace: Option<&'a Trace<'a>>,
    ) -> (Decision<'e>, Detail<'a>)
    where
        'e: 'a,
    {
        let survey = &self.survey;
        let standing = survey.standings.get(index).copied().unwrap_or(Standing::UNKNOWN);
        let course = match survey.course(source, arena) {
            Ok(course) => course,
            Err(astray) => return (self.astray(astray), Detail::default()),
        };
        let mut way = Way { sync: self, standing, arena, trace, detail: Detail::default() };
        let decision = way.decide(&course);
        way.detail.course = Some(course);
        way.detail.link = Some(standing.link);
        (decision, way.detail)
    }

    fn astray(&self, astray: Astray) -> Decision<'e> {
        let none = Decision {
            kind: "",
            source_id: None,
            display: None,
            target_id: None,
            action: Action::Skip,
            reason: reason::OBJECT_MAPPING_DISABLED,
            releases: false,
            requests: Vec::new(),
            diagnostics: Vec::new(),
            unreadable: None,
        };
        match astray {
            Astray::NoRules { .. } => none,
            Astray::Unreadable(error) => Decision {
                action: Action::Error,
                reason: reason::UNREADABLE,
                unreadable: Some(error),
                ..none
            },
        }
    }

    /// Returns the decisions about links whose source object is gone, then about resources that only the target has.
    pub fn rest(&self) -> impl Iterator<Item = Decision<'e>> {
        let purged = self.purged.iter().filter_map(|gone| self.gone(gone));
        let theirs: HashSet<usize> = self.purged.iter().filter_map(|gone| gone.resource).collect();
        let resources = self.survey.targets.iter().enumerate();
        let only = resources.filter(move |(index, _)| !self.taken.contains(index) && !theirs.contains(index));
        let partial = self.survey.settings.partial;
        let only = only.filter(move |_| !partial).filter_map(|(_, held)| {
            let object: &'e ObjectPlan = self.survey.plan.objects.get(held.object)?;
            Some(Decision {
                kind: &object.kind,
                source_id: None,
                display: None,
                target_id: Some(held.id.clone()),
                action: Action::Skip,
                reason: reason::TARGET_ONLY,
                releases: false,
                requests: Vec::new(),
                diagnostics: Vec::new(),
                unreadable: None,
            })
        });
        purged.chain(only)
    }

    fn gone(&self, gone: &Gone) -> Option<Decision<'e>> {
        let object: &'e ObjectPlan = self.survey.plan.objects.get(gone.index)?;
        let links = Linking { survey: &self.survey };
        let delete = |_: &Action| self.sender(object, &links, &self.survey.arena).delete(&gone.target_id);
        let action = self.guarded(gone.action);
        Some(Decision {
            kind: &object.kind,
            source_id: Some(gone.source_id.clone()),
            display: None,
            target_id: Some(gone.target_id.clone()),
            action,
            reason: gone.reason,
            releases: false,
            requests: Some(action).filter(|action| *action == Action::Delete).iter().map(delete).collect(),
            diagnostics: Vec::new(),
            unreadable: None,
        })
    }

    /// The action, or what the guard makes of it.
    fn guarded(&self, action: Action) -> Action {
        match action {
            Action::Disable if self.guard.trips() => Action::StagedAction,
            Action::Delete if self.guard.trips() => Action::StagedDelete,
            action => action,
        }
    }

    fn sender<'s, 'a>(
        &'s self,
        object: &'s ObjectPlan,
        links: &'s Linking<'s, 'e>,
        arena: &'a Arena,
    ) -> Sender<'s, 'a> {
        let (profile, max_members) = (self.survey.plan.profile, self.survey.settings.max_members);
        Sender { object, profile, links, max_members, arena }
    }
}

/// The way of one object to its decision.
struct Way<'w, 'e, 'a> {
    sync: &'w Sync<'e>,
    standing: Standing,
    arena: &'a Arena,
    trace: Option<&'a Trace<'a>>,
    detail: Detail<'a>,
}

impl<'e: 'a, 'a> Way<'_, 'e, 'a> {
    fn decide(&mut self, course: &Course<'a>) -> Decision<'e> {
        let survey = &self.sync.survey;
        let situation = course.situation(
            self.standing.link,
            self.standing.target,
            survey.settings.skip_out_of_scope_deletions,
        );
        let (action, reason) = decision::decide(&situation);
        let object: &'e ObjectPlan = match survey.plan.objects.get(course.index) {
            Some(object) => object,
            None => unreachable!("a course is that of an object of the plan"),
        };
        let held = self.standing.resource.and_then(|resource| survey.targets.get(resource));
        let linked = course.source_id.and_then(|id| survey.links.get(&object.kind, id));
        let target_id = held.map(|held| held.id.clone()).or_else(|| linked.map(|link| link.target.clone()));
        let decision = Decision {
            kind: &object.kind,
            source_id: course.source_id.map(str::to_owned),
            display: course.display.map(str::to_owned),
            target_id,
            action,
            reason,
            releases: course.left_scope(),
            requests: Vec::new(),
            diagnostics: Vec::new(),
            unreadable: None,
        };
        let explains = self.trace.is_some() && self.standing.link == LinkState::None;
        if (explains || self.standing.unmatchable) && course.in_scope() == InScope::Yes {
            let matched = course.find(survey.targets, &course.evaluator(survey.env, self.arena, None));
            let failed = matched.failure.clone();
            let ignored = matched.ignored;
            self.detail.matched = Some(matched);
            match failed {
                Some(failure) => return failed_by(decision, vec![failure]),
                None if ignored => return ignored_by_expression(decision),
                None => {}
            }
        }
        match action {
            Action::Error => self.error(course, decision),
            Action::Delete => self.delete(object, decision),
            action if action.runs_mappings() => self.run(course, object, situation, decision),
            _ => decision,
        }
    }

    fn error(&self, course: &Course<'a>, decision: Decision<'e>) -> Decision<'e> {
        match course.scoping_error() {
            Some(error) => failed_by(decision, vec![Failure { target: String::new(), error: error.clone() }]),
            None => decision,
        }
    }

    fn delete(&self, object: &'e ObjectPlan, decision: Decision<'e>) -> Decision<'e> {
        let action = self.sync.guarded(decision.action);
        let links = Linking { survey: &self.sync.survey };
        let sender = self.sync.sender(object, &links, self.arena);
        let id = decision.target_id.as_deref().filter(|_| action == Action::Delete);
        let requests = id.map(|id| sender.delete(id)).into_iter().collect();
        Decision { action, requests, ..decision }
    }

    /// Runs the mappings and writes their requests; where nothing changes the table decides again.
    fn run(
        &mut self,
        course: &Course<'a>,
        object: &'a ObjectPlan,
        situation: Situation,
        decision: Decision<'e>,
    ) -> Decision<'e> {
        let survey = &self.sync.survey;
        let operation = match decision.action {
            Action::Create => Operation::Create,
            Action::Disable => Operation::Disable,
            _ => Operation::Update,
        };
        let row: &'a [Value<'a>] =
            if operation == Operation::Create { course.row } else { course.row_of_sync(self.arena) };
        let evaluator =
            crate::eval::Evaluator { row, ..course.evaluator(survey.env, self.arena, self.trace) };
        let values = match mapping::run(object, evaluator, operation) {
            Mapped::Values(values) => values,
            Mapped::Ignored => return ignored_by_expression(decision),
            Mapped::Failed(values) => {
                let failures = values.failures.clone();
                self.detail.values = Some(values);
                return failed_by(decision, failures);
            }
        };
        let links = Linking { survey };
        let sender = self.sync.sender(object, &links, self.arena);
        let current =
            self.standing.resource.and_then(|resource| survey.targets.current(resource, self.arena));
        let mut sent = match (current, &decision.target_id) {
            (Some(current), Some(id)) if operation != Operation::Create => {
                sender.update(&values, current, id)
            }
            _ => sender.create(&values),
        };
        let mut decision = decision;
        decision.diagnostics.extend(values.failures.iter().cloned());
        decision.diagnostics.append(&mut sent.diagnostics);
        decision.requests = sent.requests.clone();
        self.detail.values = Some(values);
        self.detail.current = current;
        self.detail.sent = sent;
        if decision.requests.is_empty() {
            let (action, reason) = decision::decide(&Situation { differs: false, ..situation });
            return Decision { action, reason, ..decision };
        }
        let action = self.sync.guarded(decision.action);
        if action != decision.action {
            decision.requests.clear();
        }
        Decision { action, ..decision }
    }
}

fn failed_by(decision: Decision<'_>, failures: Vec<Failure>) -> Decision<'_> {
    let reason = failures.first().map_or(decision.reason, |failure| EvalError::code(&failure.error).name);
    Decision { action: Action::Error, reason, diagnostics: failures, ..decision }
}

fn ignored_by_expression(decision: Decision<'_>) -> Decision<'_> {
    Decision { action: Action::Skip, reason: reason::IGNORED_BY_EXPRESSION, ..decision }
}

/// The links of a run, with those of the environment behind them.
struct Linking<'s, 'e> {
    survey: &'s Survey<'e>,
}

impl reference::Links for Linking<'_, '_> {
    fn to_target(&self, source_id: &str) -> Linked<'_> {
        if let Some(link) = self.survey.links.get(REFERENCED, source_id) {
            return Linked::To(link.target.as_str().into());
        }
        match self.survey.env.link(REFERENCED, source_id) {
            Some(id) => Linked::To(id),
            None if self.survey.created.contains(source_id) => Linked::Deferred,
            None => Linked::Unresolved,
        }
    }

    fn is_linked(&self, target_id: &str) -> bool {
        self.survey.links.is_target(REFERENCED, target_id) || EnvLinks(self.survey.env).is_linked(target_id)
    }
}

/// The decisions about a population that is in memory.
pub struct Decisions<'e, 'o, S> {
    sync: Sync<'e>,
    objects: std::iter::Enumerate<std::slice::Iter<'o, S>>,
    rest: Option<std::vec::IntoIter<Decision<'e>>>,
}

impl<'e, 'o, S: SourceObject> Decisions<'e, 'o, S> {
    pub(crate) fn new(mut survey: Survey<'e>, objects: &'o [S]) -> Self {
        objects.iter().for_each(|object| survey.add(object));
        Self { sync: survey.finish(), objects: objects.iter().enumerate(), rest: None }
    }

    /// Returns what the accidental-deletion guard found.
    #[must_use]
    pub fn guard(&self) -> Guard {
        self.sync.guard()
    }

    /// Returns the links as they are after the decisions so far.
    #[must_use]
    pub fn links(&self) -> Links {
        self.sync.links()
    }
}

impl<'e, S: SourceObject> Iterator for Decisions<'e, '_, S> {
    type Item = Decision<'e>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((index, object)) = self.objects.next() {
            return Some(self.sync.decide(index, object));
        }
        let sync = &self.sync;
        self.rest.get_or_insert_with(|| sync.rest().collect::<Vec<_>>().into_iter()).next()
    }
}
