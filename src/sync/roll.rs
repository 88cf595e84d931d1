//! The roll of a population: who is there, and who has which target resource.
//!
//! Objects are placed in the order of the population; the first that has a resource, an id or a matching value keeps it.

use super::basis::{Basis, Sighting};
use super::course::{Course, Matched};
use super::decision::{self, Action, AtTarget, InScope, LinkState};
use super::links::{Link, Links};
use super::request::REFERENCED;
use super::targets::Targets;
use crate::input::Astray;
use crate::value::Arena;
use foldhash::fast::RandomState;
use indexmap::IndexSet;
use std::collections::{HashMap, HashSet};

/// What is known of the population as a whole.
#[derive(Default)]
pub(super) struct Roll {
    pub(super) links: Links,
    /// Where each object stands.
    pub(super) standings: Vec<Standing>,
    /// For each kind of object the ids of the population.
    pub(super) seen: Vec<IndexSet<String, RandomState>>,
    /// The ids of objects that the rules do not map: they are there all the same.
    pub(super) elsewhere: Ids,
    /// An object cannot be read, so that nobody knows who is gone.
    pub(super) unreadable: bool,
    /// There were no links before the first object.
    pub(super) begins_unlinked: bool,
    /// References lead from one object to another.
    has_references: bool,
    /// Source ids of users that this run creates, where references lead to them.
    pub(super) created: Ids,
    /// Source ids of users whose target resource this run deletes: no reference leads there any more.
    pub(super) deleted: Ids,
    /// The target ids of those that leave the scope: memberships end with them, whatever the order of the population.
    pub(super) leaving: Ids,
    /// Resources that a source object of this run has matched.
    claimed: HashSet<usize, RandomState>,
    /// Resources that an object matches which may not have them: nobody deletes them.
    pub(super) contested: HashSet<usize, RandomState>,
    /// For each kind of object, for each matching attribute, the values of the resources that this run creates.
    claimed_values: Vec<Vec<Claims>>,
    /// How many objects lose something.
    pub(super) removals: usize,
}

type Ids = HashSet<String, RandomState>;

/// Matching values, and which of the ids that were seen has them; none where the object has no id.
type Claims = HashMap<Box<str>, Option<usize>, RandomState>;

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

impl Roll {
    pub(super) fn new(basis: &Basis<'_>, links: Links) -> Self {
        let objects = &basis.plan.objects;
        let begins_unlinked = links.iter().next().is_none();
        Self {
            begins_unlinked,
            links,
            seen: vec![IndexSet::default(); objects.len()],
            has_references: basis.has_references(),
            claimed_values: objects
                .iter()
                .map(|object| vec![Claims::default(); object.matching.len()])
                .collect(),
            ..Self::default()
        }
    }

    /// Notes an object that cannot be read.
    pub(super) fn add_unreadable(&mut self) -> Standing {
        self.unreadable = true;
        self.push(Standing::UNKNOWN)
    }

    fn push(&mut self, standing: Standing) -> Standing {
        self.standings.push(standing);
        standing
    }

    /// Places the next object.
    pub(super) fn place<'e: 'a, 'a>(
        &mut self,
        basis: &Basis<'e>,
        sighting: &Sighting<'a>,
        arena: &'a Arena,
    ) -> Standing {
        match sighting {
            Sighting::Course(course, matched) => {
                let standing = self.place_course(basis, course, matched.as_ref(), arena);
                self.push(standing)
            }
            Sighting::Astray(Astray::Unreadable(_)) => self.add_unreadable(),
            Sighting::Astray(Astray::NoRules { id, .. }) => {
                self.elsewhere.extend(id.clone());
                self.push(Standing::UNKNOWN)
            }
        }
    }

    fn place_course<'e: 'a, 'a>(
        &mut self,
        basis: &Basis<'e>,
        course: &Course<'a>,
        matched: Option<&Matched<'a>>,
        arena: &'a Arena,
    ) -> Standing {
        let link = course.source_id.and_then(|id| self.links.get(&course.object.kind, id));
        let seen = self.seen.get_mut(course.index).zip(course.source_id);
        let seen = seen.map(|(seen, id)| seen.insert_full(id.to_owned()));
        if let Some((_, false)) = seen {
            // The resource is named, though the object may not have it.
            let resource = link.and_then(|link| basis.targets.by_id(course.index, &link.target));
            return Standing { resource, duplicate: true, ..Standing::UNKNOWN };
        }
        let standing = match (link, matched) {
            (Some(link), _) => self.linked(basis.targets, course.index, link),
            (None, _) if course.in_scope() != InScope::Yes => Standing::UNKNOWN,
            (None, Some(matched)) => self.matched(basis.targets, course, matched, seen),
            (None, None) => self.matched(basis.targets, course, &basis.find(course, arena), seen),
        };
        let situation = course.situation(standing, basis.settings.skip_out_of_scope_deletions);
        let (action, _) = decision::decide(&situation);
        self.removals += usize::from(match action {
            Action::Disable => basis.disables(course, standing, arena),
            action => action.is_removal(),
        });
        self.note(basis.targets, course, standing, action);
        standing
    }

    pub(super) fn linked(&self, targets: &Targets<'_>, object: usize, link: &Link) -> Standing {
        let resource = targets.by_id(object, &link.target);
        let target = match resource.and_then(|resource| targets.get(resource)) {
            None => AtTarget::Gone,
            Some(held) if held.inactive => AtTarget::Inactive,
            Some(_) => AtTarget::Active,
        };
        let duplicate = resource.is_some_and(|resource| self.claimed.contains(&resource));
        Standing { link: link.state, target, resource, unmatchable: false, duplicate }
    }

    /// Where a matched object stands; a resource or a value that another object has taken is not matched again.
    fn matched(
        &mut self,
        targets: &Targets<'_>,
        course: &Course<'_>,
        matched: &Matched<'_>,
        seen: Option<(usize, bool)>,
    ) -> Standing {
        let unmatchable = matched.failure.is_some() || matched.ignored;
        let is_taken = |resource: usize| {
            let held = targets.get(resource);
            let is_linked = held.is_some_and(|held| self.links.is_target(&course.object.kind, &held.id));
            self.claimed.contains(&resource) || is_linked
        };
        let target = match (matched.target, matched.resource) {
            (AtTarget::OneMatch, Some(resource)) if is_taken(resource) => AtTarget::Taken,
            (AtTarget::NoMatch, _) if self.claims(course, matched).next().is_some() => AtTarget::Taken,
            (target, _) => target,
        };
        if target == AtTarget::Taken {
            self.contested.extend(matched.resource);
        }
        if target == AtTarget::NoMatch && course.object.actions.create {
            for attempt in &matched.attempts {
                let claims = self.claimed_values.get_mut(course.index);
                if let Some(claims) = claims.and_then(|claims| claims.get_mut(attempt.precedence)) {
                    claims.insert(attempt.compared.into(), seen.map(|(index, _)| index));
                }
            }
        }
        Standing { link: LinkState::None, target, resource: matched.resource, unmatchable, duplicate: false }
    }

    /// The claims of other objects to the matching values of this one.
    fn claims<'r>(
        &'r self,
        course: &Course<'_>,
        matched: &'r Matched<'_>,
    ) -> impl Iterator<Item = Option<usize>> + 'r {
        let of_kind = self.claimed_values.get(course.index).map(Vec::as_slice).unwrap_or_default();
        let attempts = matched.attempts.iter();
        attempts.filter_map(|attempt| of_kind.get(attempt.precedence)?.get(attempt.compared).copied())
    }

    /// Returns the source id of the object that has a resource, or a matching value, which another object would take.
    pub(super) fn holder(
        &self,
        targets: &Targets<'_>,
        course: &Course<'_>,
        matched: &Matched<'_>,
    ) -> Option<&str> {
        let held = matched.resource.and_then(|resource| targets.get(resource));
        let linked = held.and_then(|held| self.links.source_of(&course.object.kind, &held.id));
        let claimed = || {
            let index = self.claims(course, matched).next()??;
            self.seen.get(course.index)?.get_index(index).map(String::as_str)
        };
        linked.or_else(claimed).filter(|id| !id.is_empty())
    }

    /// Notes the link that a decision makes or changes, and what it creates.
    fn note(&mut self, targets: &Targets<'_>, course: &Course<'_>, standing: Standing, action: Action) {
        if standing.duplicate || standing.target == AtTarget::Taken {
            return;
        }
        self.claimed.extend(standing.resource);
        let (Some(id), kind) = (course.source_id, course.object.kind.as_str()) else { return };
        let held = standing.resource.and_then(|resource| targets.get(resource));
        match (standing.target, action) {
            (AtTarget::OneMatch, _) => {
                if let Some(held) = held {
                    let link = Link { target: held.id.to_string(), state: LinkState::Managed };
                    self.links.set(kind, id, link);
                }
            }
            (_, Action::Create) if kind == REFERENCED && self.has_references => {
                self.created.insert(id.to_owned());
            }
            (_, Action::Delete) if kind == REFERENCED => {
                self.deleted.insert(id.to_owned());
                self.leaving.extend(held.map(|held| held.id.to_string()));
            }
            (AtTarget::Gone, Action::Skip) if course.in_scope() == InScope::No => self.links.remove(kind, id),
            (AtTarget::Active | AtTarget::Inactive, _) if course.in_scope() == InScope::Yes => {
                self.links.set_state(kind, id, LinkState::Managed);
            }
            _ => {}
        }
    }
}
