//! The second pass over a population: the decisions, in the order of the population.

use super::course::Course;
use super::decision::{Action, LinkState, reason};
use super::explain::Redaction;
use super::links::Links;
use super::purged::Gone;
use super::request::{EnvLinks, REFERENCED};
use super::survey::{Standing, Survey};
use super::way::{Detail, Way};
use super::{Decision, Guard, Sender, Targets};
use crate::emit::reference::{self, Linked};
use crate::eval::trace::Trace;
use crate::input::{Astray, InputError, KeyOrder, SourceObject};
use crate::plan::{ObjectPlan, Profile};
use crate::value::Arena;
use std::collections::HashSet;

/// The second pass: decides about the objects that were surveyed, in the same order.
pub struct Sync<'e> {
    pub(super) survey: Survey<'e>,
    guard: Guard,
    purged: Vec<Gone>,
    /// What decisions made of their links. It is kept apart, so that no decision depends on those before it.
    settled: Vec<Settled<'e>>,
    /// For each kind of object how the target's resources had their keys.
    target_orders: Vec<KeyOrder>,
}

/// The state of a link once its decision is carried out; none where it is dropped.
struct Settled<'e> {
    kind: &'e str,
    source_id: String,
    state: LinkState,
}

impl<'e> Sync<'e> {
    pub(super) fn new(survey: Survey<'e>, guard: Guard, purged: Vec<Gone>) -> Self {
        let target_orders = survey.plan.objects.iter().map(|_| KeyOrder::default()).collect();
        Self { survey, guard, purged, settled: Vec::new(), target_orders }
    }

    /// Returns what the accidental-deletion guard found.
    #[must_use]
    pub fn guard(&self) -> Guard {
        self.guard
    }

    pub(super) fn targets(&self) -> &Targets<'e> {
        self.survey.targets
    }

    /// The name of the rule file, and its profile as it is written.
    pub(super) fn names(&self) -> (&'e str, &'static str) {
        let profile = match self.survey.plan.profile {
            Profile::Rfc => "rfc",
            Profile::Entra => "entra",
            Profile::EntraFlag => "entra-flag",
        };
        (&self.survey.plan.name, profile)
    }

    /// Returns the links as they are when all decisions are carried out; what is created has none yet.
    ///
    /// What the guard withholds keeps its link as it is.
    #[must_use]
    pub fn links(&self) -> Links {
        let mut links = self.survey.links.clone();
        for Settled { kind, source_id, state } in &self.settled {
            match state {
                LinkState::None => links.remove(kind, source_id),
                state => links.set_state(kind, source_id, *state),
            }
        }
        for gone in &self.purged {
            let deleted = gone.action == Action::Delete && !self.guard.trips();
            if let Some(object) = self.survey.plan.objects.get(gone.index)
                && (deleted || matches!(gone.reason, reason::ALREADY_GONE | reason::DUPLICATE_SOURCE_ENTRIES))
            {
                links.remove(&object.kind, &gone.source_id);
            }
        }
        links
    }

    /// Tells whether an object is the one that an id or a name means.
    pub fn is_called<S: SourceObject + ?Sized>(&self, source: &S, name: &str) -> bool {
        let arena = Arena::new();
        let course = self.survey.course(source, &arena, None);
        course.is_ok_and(|course| course.is_called(name, &arena))
    }

    /// Decides about the object that was surveyed as number `index`, from 0, or that stands next where the survey was not
    /// needed.
    pub fn decide<S: SourceObject + ?Sized>(&mut self, index: usize, source: &S) -> Decision<'e> {
        let mut arena = std::mem::take(&mut self.survey.arena);
        let mut order = std::mem::take(&mut self.survey.order);
        let mut target_orders = std::mem::take(&mut self.target_orders);
        arena.reset();
        let decision = match self.survey.course(source, &arena, Some(&mut order)) {
            Ok(course) => {
                let standing = match self.survey.standings.get(index) {
                    Some(standing) => *standing,
                    None => self.survey.add_course(&course, &arena),
                };
                let order = target_orders.get_mut(course.index);
                self.way(&course, standing, &arena, None, order).0
            }
            Err(astray) => {
                if index >= self.survey.standings.len() {
                    self.survey.add_astray(&astray);
                }
                Self::astray(astray)
            }
        };
        self.survey.arena = arena;
        self.survey.order = order;
        self.target_orders = target_orders;
        self.settle(&decision);
        decision
    }

    /// Decides about an object that cannot even be framed.
    pub fn unreadable(&mut self, index: usize, error: InputError) -> Decision<'e> {
        if index >= self.survey.standings.len() {
            self.survey.add_unreadable();
        }
        Self::astray(Astray::Unreadable(error))
    }

    /// Notes what a decision makes of its link.
    fn settle(&mut self, decision: &Decision<'e>) {
        let state = match decision.action {
            Action::Disable if decision.releases => LinkState::Released,
            Action::Delete => LinkState::None,
            _ => return,
        };
        let settled =
            |source_id: &String| Settled { kind: decision.kind, source_id: source_id.clone(), state };
        self.settled.extend(decision.source_id.as_ref().map(settled));
    }

    /// Goes the whole way from a surveyed object to its decision, noting what an explanation needs.
    pub(super) fn follow<'a, S: SourceObject + ?Sized>(
        &self,
        index: usize,
        source: &'a S,
        arena: &'a Arena,
        trace: &'a Trace<'a>,
    ) -> (Decision<'e>, Detail<'a>)
    where
        'e: 'a,
    {
        let standing = self.survey.standings.get(index).copied().unwrap_or(Standing::UNKNOWN);
        match self.survey.course(source, arena, None) {
            Ok(course) => {
                let (decision, detail) = self.way(&course, standing, arena, Some(trace), None);
                (decision, Detail { course: Some(course), link: Some(standing.link), ..detail })
            }
            Err(astray) => (Self::astray(astray), Detail::default()),
        }
    }

    fn way<'a>(
        &self,
        course: &Course<'a>,
        standing: Standing,
        arena: &'a Arena,
        trace: Option<&'a Trace<'a>>,
        order: Option<&'a mut KeyOrder>,
    ) -> (Decision<'e>, Detail<'a>)
    where
        'e: 'a,
    {
        let mask = trace.map(|_| Redaction::of(course.object).mask(course.object)).unwrap_or_default();
        let mut way =
            Way { sync: self, standing, arena, trace, mask: &mask, order, detail: Detail::default() };
        let decision = way.decide(course);
        (decision, way.detail)
    }

    fn astray(astray: Astray) -> Decision<'e> {
        match astray {
            Astray::NoRules { .. } => Decision::skip("", reason::OBJECT_MAPPING_DISABLED),
            Astray::Unreadable(error) => Decision {
                action: Action::Error,
                unreadable: Some(error),
                ..Decision::skip("", reason::UNREADABLE)
            },
        }
    }

    /// Returns the decisions about links whose source object is gone, then about resources that only the target has.
    pub fn rest(&self) -> impl Iterator<Item = Decision<'e>> {
        let purged = self.purged.iter().filter_map(|gone| self.gone(gone));
        let theirs = self.purged.iter().filter_map(|gone| gone.resource);
        let taken = self.survey.standings.iter().filter_map(|standing| standing.resource).chain(theirs);
        let taken: HashSet<usize> = taken.collect();
        let resources = self.survey.targets.iter().enumerate();
        let only = resources.filter(move |(index, _)| !taken.contains(index));
        let partial = self.survey.settings.partial;
        let only = only.filter(move |_| !partial).filter_map(|(_, held)| {
            let object: &'e ObjectPlan = self.survey.plan.objects.get(held.object)?;
            let target_id = Some(held.id.clone());
            Some(Decision { target_id, ..Decision::skip(&object.kind, reason::TARGET_ONLY) })
        });
        purged.chain(only)
    }

    fn gone(&self, gone: &Gone) -> Option<Decision<'e>> {
        let object: &'e ObjectPlan = self.survey.plan.objects.get(gone.index)?;
        let links = Linking { survey: &self.survey };
        let action = self.guarded(gone.action);
        let sender = self.sender(object, &links, &[], &self.survey.arena);
        let deletes = (action == Action::Delete).then(|| sender.delete(&gone.target_id));
        Some(Decision {
            source_id: Some(gone.source_id.clone()),
            target_id: Some(gone.target_id.clone()),
            action,
            requests: deletes.into_iter().collect(),
            ..Decision::skip(&object.kind, gone.reason)
        })
    }

    /// The action, or what the guard makes of it.
    pub(super) fn guarded(&self, action: Action) -> Action {
        match action {
            Action::Disable if self.guard.trips() => Action::StagedAction,
            Action::Delete if self.guard.trips() => Action::StagedDelete,
            action => action,
        }
    }

    pub(super) fn sender<'s, 'a>(
        &'s self,
        object: &'s ObjectPlan,
        links: &'s Linking<'s, 'e>,
        mask: &'s [bool],
        arena: &'a Arena,
    ) -> Sender<'s, 'a> {
        let (profile, max_members) = (self.survey.plan.profile, self.survey.settings.max_members);
        Sender { object, profile, links, max_members, mask, arena }
    }
}

/// The links of a run, with those of the environment behind them.
pub(super) struct Linking<'s, 'e> {
    pub(super) survey: &'s Survey<'e>,
}

impl reference::Links for Linking<'_, '_> {
    fn to_target(&self, source_id: &str) -> Linked<'_> {
        if self.survey.deleted.contains(source_id) {
            return Linked::Unresolved;
        }
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
        let survey = self.survey;
        let is_linked =
            survey.links.is_target(REFERENCED, target_id) || EnvLinks(survey.env).is_linked(target_id);
        is_linked && !survey.leaving.contains(target_id)
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
        if survey.is_needed() {
            for object in objects {
                survey.add(object);
            }
        }
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
