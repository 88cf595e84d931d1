//! The first pass over a population: where every object stands.
//!
//! It finds scope, link and match, and with them what the second pass must know of the whole: which ids references lead
//! to, which target resources are taken, and how many removals there would be.

use super::course::{Attempt, Course, Matched};
use super::decision::{self, Action, AtTarget, InScope, LinkState};
use super::links::{Link, Links};
use super::purged::Gone;
use super::request::REFERENCED;
use super::run::Sync;
use super::targets::comparable;
use super::{Guard, Settings, Targets};
use crate::env::Env;
use crate::input::{Astray, KeyOrder, KindOf, SourceObject};
use crate::plan::{Mapping, Plan};
use crate::schema::AttributeType;
use crate::value::Arena;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

/// The first pass: every object of the population is added once, in order.
pub struct Survey<'e> {
    pub(super) plan: &'e Plan,
    pub(super) targets: &'e Targets<'e>,
    pub(super) env: &'e dyn Env,
    default_kind: &'e str,
    pub(super) settings: Settings,
    pub(super) links: Links,
    pub(super) standings: Vec<Standing>,
    /// For each kind of object the ids of the population.
    pub(super) seen: Vec<Ids>,
    /// The ids of objects that the rules do not map: they are there all the same.
    pub(super) elsewhere: Ids,
    /// An object cannot be read, so that nobody knows who is gone.
    pub(super) unreadable: bool,
    /// Source ids of users that this run creates.
    pub(super) created: Ids,
    /// Source ids of users whose target resource this run deletes: no reference leads there any more.
    pub(super) deleted: Ids,
    /// The target ids of those that leave the scope: memberships end with them, whatever the order of the population.
    pub(super) leaving: Ids,
    /// Resources that a source object of this run has matched.
    claimed: HashSet<usize, RandomState>,
    /// Resources that an object matches which may not have them: nobody deletes them.
    pub(super) contested: HashSet<usize, RandomState>,
    /// Matching values of the resources that this run creates, and the ids of their objects.
    claimed_values: HashMap<(usize, usize, String), String, RandomState>,
    removals: usize,
    pub(super) order: KeyOrder,
    pub(super) arena: Arena,
}

type Ids = HashSet<String, RandomState>;

/// Where an object stands after the first pass.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) link: LinkState,
    pub(super) target: AtTarget,
    /// The target resource, as an index of the targets.
    pub(super) resource: Option<usize>,
    /// The value of a matching attribute could not be known.
    pub(super) unmatchable: bool,
    /// An object before has the same id, or the resource that this one is linked to.
    pub(super) duplicate: bool,
}

impl Standing {
    pub(super) const UNKNOWN: Self = Self {
        link: LinkState::None,
        target: AtTarget::NotQueried,
        resource: None,
        unmatchable: false,
        duplicate: false,
    };
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
            seen: vec![Ids::default(); plan.objects.len()],
            elsewhere: Ids::default(),
            unreadable: false,
            created: Ids::default(),
            deleted: Ids::default(),
            leaving: Ids::default(),
            claimed: HashSet::default(),
            contested: HashSet::default(),
            claimed_values: HashMap::default(),
            removals: 0,
            order: KeyOrder::default(),
            arena: Arena::new(),
        }
    }

    /// Tells whether the population must be surveyed before the first decision: where references lead from one object to
    /// another, and where links let removals be planned. Else each object may be surveyed with its decision.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        let is_reference = |mapping: &Mapping| mapping.target.kind == AttributeType::Reference;
        self.links.iter().next().is_some()
            || self.plan.objects.iter().any(|object| object.mappings.iter().any(is_reference))
    }

    /// Finds where the next object stands.
    pub fn add<S: SourceObject + ?Sized>(&mut self, source: &S) {
        let mut arena = std::mem::take(&mut self.arena);
        let mut order = std::mem::take(&mut self.order);
        arena.reset();
        match self.course(source, &arena, Some(&mut order)) {
            Ok(course) => {
                self.add_course(&course, &arena);
            }
            Err(astray) => self.add_astray(&astray),
        }
        self.arena = arena;
        self.order = order;
    }

    /// Notes an object that cannot be read.
    pub fn add_unreadable(&mut self) {
        self.standings.push(Standing::UNKNOWN);
        self.unreadable = true;
    }

    pub(super) fn add_astray(&mut self, astray: &Astray) {
        match astray {
            Astray::Unreadable(_) => self.add_unreadable(),
            Astray::NoRules { id, .. } => {
                self.standings.push(Standing::UNKNOWN);
                self.elsewhere.extend(id.clone());
            }
        }
    }

    pub(super) fn add_course<'a>(&mut self, course: &Course<'a>, arena: &'a Arena) -> Standing
    where
        'e: 'a,
    {
        let standing = self.place(course, arena);
        self.standings.push(standing);
        standing
    }

    pub(super) fn course<'a, S: SourceObject + ?Sized>(
        &self,
        source: &'a S,
        arena: &'a Arena,
        order: Option<&'a mut KeyOrder>,
    ) -> Result<Course<'a>, Astray>
    where
        'e: 'a,
    {
        let kind = KindOf::Said { default: self.default_kind };
        Ok(Course::begin(self.plan, kind, source, arena, order)?.heed_soft_deletion())
    }

    fn place<'a>(&mut self, course: &Course<'a>, arena: &'a Arena) -> Standing
    where
        'e: 'a,
    {
        let kind = &course.object.kind;
        let seen = self.seen.get_mut(course.index).zip(course.source_id);
        if seen.is_some_and(|(seen, id)| !seen.insert(id.to_owned())) {
            return Standing { duplicate: true, ..Standing::UNKNOWN };
        }
        let link = course.source_id.and_then(|id| self.links.get(kind, id));
        let standing = match link {
            Some(link) => self.linked(course.index, link),
            None if course.in_scope() == InScope::Yes => self.matched(course, arena),
            None => Standing::UNKNOWN,
        };
        let situation = course.situation(standing, self.settings.skip_out_of_scope_deletions);
        let (action, _) = decision::decide(&situation);
        self.removals += usize::from(match action {
            Action::Disable => self.disables(course, standing, arena),
            action => action.is_removal(),
        });
        self.note(course, standing, action);
        standing
    }

    /// Tells whether disabling changes anything: the guard counts what is planned.
    fn disables<'a>(&self, course: &Course<'a>, standing: Standing, arena: &'a Arena) -> bool
    where
        'e: 'a,
    {
        let current = standing.resource.and_then(|resource| self.targets.current(resource, arena, None));
        current.is_some_and(|current| course.disables(&course.evaluator(self.env, arena, None), current))
    }

    pub(super) fn linked(&self, object: usize, link: &Link) -> Standing {
        let resource = self.targets.by_id(object, &link.target);
        let target = match resource.and_then(|resource| self.targets.get(resource)) {
            None => AtTarget::Gone,
            Some(held) if held.inactive => AtTarget::Inactive,
            Some(_) => AtTarget::Active,
        };
        let duplicate = resource.is_some_and(|resource| self.claimed.contains(&resource));
        Standing { link: link.state, target, resource, unmatchable: false, duplicate }
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
            (AtTarget::NoMatch, _) if self.has_claimed(course, &matched) => AtTarget::Taken,
            (target, _) => target,
        };
        if target == AtTarget::Taken {
            self.contested.extend(matched.resource);
        }
        if target == AtTarget::NoMatch && course.object.actions.create {
            let id = course.source_id.unwrap_or_default();
            let claims = matched.attempts.iter().map(|attempt| (claim(course, attempt), id.to_owned()));
            self.claimed_values.extend(claims);
        }
        Standing { link: LinkState::None, target, resource: matched.resource, unmatchable, duplicate: false }
    }

    fn has_claimed(&self, course: &Course<'_>, matched: &Matched<'_>) -> bool {
        matched.attempts.iter().any(|attempt| self.claimed_values.contains_key(&claim(course, attempt)))
    }

    /// Returns the source id of the object that has a resource, or a matching value, which another object would take.
    pub(super) fn holder(&self, course: &Course<'_>, matched: &Matched<'_>) -> Option<&str> {
        let held = matched.resource.and_then(|resource| self.targets.get(resource));
        let linked = held.and_then(|held| self.links.source_of(&course.object.kind, &held.id));
        let claimed = || {
            let mut attempts = matched.attempts.iter();
            attempts.find_map(|attempt| self.claimed_values.get(&claim(course, attempt)))
        };
        linked.or_else(|| claimed().map(String::as_str)).filter(|id| !id.is_empty())
    }

    /// Notes the link that a decision makes or changes, and what it creates.
    fn note(&mut self, course: &Course<'_>, standing: Standing, action: Action) {
        if standing.duplicate || standing.target == AtTarget::Taken {
            return;
        }
        self.claimed.extend(standing.resource);
        let (Some(id), kind) = (course.source_id, course.object.kind.as_str()) else { return };
        let held = standing.resource.and_then(|resource| self.targets.get(resource));
        match (standing.target, action) {
            (AtTarget::OneMatch, _) => {
                if let Some(held) = held {
                    self.links.set(kind, id, Link { target: held.id.clone(), state: LinkState::Managed });
                }
            }
            (_, Action::Create) if kind == REFERENCED => self.created.extend([id.to_owned()]),
            (_, Action::Delete) if kind == REFERENCED => {
                self.deleted.insert(id.to_owned());
                self.leaving.extend(held.map(|held| held.id.clone()));
            }
            (AtTarget::Gone, Action::Skip) if course.in_scope() == InScope::No => self.links.remove(kind, id),
            (AtTarget::Active | AtTarget::Inactive, _) if course.in_scope() == InScope::Yes => {
                self.links.set_state(kind, id, LinkState::Managed);
            }
            _ => {}
        }
    }

    /// Tells whether accounts would be deleted of a kind of which the population has no object at all: rather a file that
    /// was forgotten than a company that left.
    fn has_emptied_kind(&self, purged: &[Gone]) -> bool {
        let is_empty = |index: usize| self.seen.get(index).is_none_or(HashSet::is_empty);
        purged.iter().any(|gone| gone.action == Action::Delete && is_empty(gone.index))
    }

    /// Ends the first pass.
    #[must_use]
    pub fn finish(mut self) -> Sync<'e> {
        let purged = if self.settings.partial { Vec::new() } else { self.purged() };
        let removals = self.removals + purged.iter().filter(|gone| gone.action.is_removal()).count();
        let managed = self.links.iter().filter(|(_, _, link)| link.state == LinkState::Managed).count();
        let guard = Guard::new(self.settings.threshold, removals, managed, self.has_emptied_kind(&purged));
        if guard.trips() {
            self.deleted.clear();
            self.leaving.clear();
        } else {
            let users = purged.iter().filter(|gone| gone.action == Action::Delete && gone.is_user(self.plan));
            self.deleted.extend(users.map(|gone| gone.source_id.clone()));
        }
        self.arena.reset();
        Sync::new(self, guard, purged)
    }
}

/// A matching value that a resource of this run is created with.
fn claim(course: &Course<'_>, attempt: &Attempt<'_>) -> (usize, usize, String) {
    let mapping = course.object.mappings.get(attempt.mapping);
    let compared = mapping.map_or(attempt.text.into(), |mapping| comparable(mapping, attempt.text));
    (course.index, attempt.mapping, compared.into_owned())
}
