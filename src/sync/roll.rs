//! The roll of a population: who is there, and who has which target resource.
//!
//! Objects are placed in the order of the population; the first that has a resource, an id or a matching value keeps it.

use super::basis::{Basis, Sighting};
use super::course::{Course, Matched};
use super::decision::{self, Action, AtTarget, InScope, LinkState};
use super::links::{Link, Links};
use super::names::{Column, Names, Number};
use super::request::REFERENCED;
use super::targets::Targets;
use crate::input::Astray;
use crate::plan::Plan;
use crate::value::Arena;

/// What is known of the population as a whole.
#[derive(Default)]
pub(super) struct Roll {
    /// The links that were given, as they are after the objects so far.
    pub(super) links: Links,
    /// The links that this run makes, in the order of the population.
    pub(super) matches: Vec<Match>,
    /// Where each object stands.
    pub(super) standings: Vec<Standing>,
    /// Source ids, and the matching values of what this run creates.
    pub(super) names: Names,
    pub(super) kinds: Vec<OfKind>,
    /// The ids of objects that the rules do not map: they are there all the same.
    elsewhere: Column<bool>,
    /// An object cannot be read, so that nobody knows who is gone.
    pub(super) unreadable: bool,
    /// There were no links before the first object.
    pub(super) begins_unlinked: bool,
    /// References lead from one object to another.
    has_references: bool,
    /// The kind of object that references lead to.
    pub(super) users: Option<usize>,
    /// Users that this run creates, where references lead to them, by their source ids.
    pub(super) created: Column<bool>,
    /// Users whose target resource this run deletes, by their source ids: no reference leads there any more.
    pub(super) deleted: Column<bool>,
    /// The resources of those that leave the scope: memberships end with them, whatever the order of the population.
    pub(super) leaving: Column<bool>,
    /// Resources that a source object of this run has matched.
    claimed: Column<bool>,
    /// Resources that this run links.
    pub(super) linked: Column<bool>,
    /// Resources that an object matches which may not have them: nobody deletes them.
    pub(super) contested: Column<bool>,
    /// How many objects lose something.
    pub(super) removals: usize,
}

/// What is known of the objects of one kind.
#[derive(Clone, Default)]
pub(super) struct OfKind {
    /// The ids of the population.
    seen: Column<bool>,
    /// The resources that this run links, by source ids.
    pub(super) matched: Column<Option<Number>>,
    /// For each matching attribute, for the values of the resources that this run creates, the source id of the object that
    /// has the value: the empty one where it has none.
    claims: Vec<Column<Option<Number>>>,
}

/// A link that this run makes.
pub(super) struct Match {
    kind: usize,
    source_id: Number,
    resource: Number,
}

/// Where an object stands after the first pass.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) link: LinkState,
    pub(super) target: AtTarget,
    /// The target resource.
    pub(super) resource: Option<Number>,
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
        let claims = objects.iter().map(|object| vec![Column::default(); object.matching.len()]);
        let begins_unlinked = links.iter().next().is_none();
        Self {
            links,
            begins_unlinked,
            kinds: claims.map(|claims| OfKind { claims, ..OfKind::default() }).collect(),
            has_references: basis.has_references(),
            users: objects.iter().position(|object| object.kind == REFERENCED),
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
                if let Some(id) = id {
                    self.elsewhere.set(self.names.add(id), true);
                }
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
        let source_id = course.source_id.map(|id| self.names.add(id));
        let link = course.source_id.and_then(|id| self.links.get(&course.object.kind, id));
        let kind = self.kinds.get_mut(course.index).zip(source_id);
        if let Some((kind, id)) = kind
            && kind.seen.set(id, true)
        {
            // The resource is named, though the object may not have it.
            let linked = link.and_then(|link| basis.targets.by_id(course.index, &link.target));
            let resource = linked.or_else(|| kind.matched.get(id));
            return Standing { resource, duplicate: true, ..Standing::UNKNOWN };
        }
        let standing = match (link, matched) {
            (Some(link), _) => self.linked(basis.targets, course.index, link),
            (None, _) if course.in_scope() != InScope::Yes => Standing::UNKNOWN,
            (None, Some(matched)) => self.matched(basis.targets, course, matched, source_id, arena),
            (None, None) => self.matched(basis.targets, course, &basis.find(course, arena), source_id, arena),
        };
        let situation = course.situation(standing, basis.settings.skip_out_of_scope_deletions);
        let (action, _) = decision::decide(&situation);
        self.removals += usize::from(match action {
            Action::Disable => basis.disables(course, standing, arena),
            action => action.is_removal(),
        });
        self.note(course, standing, action, source_id);
        standing
    }

    pub(super) fn linked(&self, targets: &Targets<'_>, object: usize, link: &Link) -> Standing {
        let resource = targets.by_id(object, &link.target);
        let target = match resource.and_then(|resource| targets.get(resource)) {
            None => AtTarget::Gone,
            Some(held) if held.inactive => AtTarget::Inactive,
            Some(_) => AtTarget::Active,
        };
        let duplicate = resource.is_some_and(|resource| self.claimed.get(resource));
        Standing { link: link.state, target, resource, unmatchable: false, duplicate }
    }

    /// Where a matched object stands; a resource or a value that another object has taken is not matched again.
    fn matched(
        &mut self,
        targets: &Targets<'_>,
        course: &Course<'_>,
        matched: &Matched<'_>,
        source_id: Option<Number>,
        arena: &Arena,
    ) -> Standing {
        let unmatchable = matched.failure.is_some() || matched.ignored;
        let is_taken = |resource: Number| {
            let is_linked = |id: &str| self.links.is_target(&course.object.kind, id);
            self.claimed.get(resource) || targets.id(resource).is_some_and(is_linked)
        };
        let target = match (matched.target, matched.resource) {
            (AtTarget::OneMatch, Some(resource)) if is_taken(resource) => AtTarget::Taken,
            (AtTarget::NoMatch, _) if !self.claim(course, matched, source_id, arena) => AtTarget::Taken,
            (target, _) => target,
        };
        if let (AtTarget::Taken, Some(resource)) = (target, matched.resource) {
            self.contested.set(resource, true);
        }
        Standing { link: LinkState::None, target, resource: matched.resource, unmatchable, duplicate: false }
    }

    /// Claims the matching values of an object that is to be created; tells whether no other object has one of them.
    fn claim(
        &mut self,
        course: &Course<'_>,
        matched: &Matched<'_>,
        source_id: Option<Number>,
        arena: &Arena,
    ) -> bool {
        let Some(kind) = self.kinds.get_mut(course.index).filter(|_| course.object.actions.create) else {
            return true;
        };
        let attempts = matched.attempts.iter();
        let values = attempts.map(|attempt| (attempt.precedence, self.names.add(attempt.compared)));
        let values = arena.alloc_slice_fill_iter(values);
        let mut claims =
            values.iter().filter_map(|(precedence, value)| kind.claims.get(*precedence)?.get(*value));
        if claims.next().is_some() {
            return false;
        }
        let holder = source_id.unwrap_or_else(|| self.names.add(""));
        for (precedence, value) in values {
            if let Some(claims) = kind.claims.get_mut(*precedence) {
                claims.set(*value, Some(holder));
            }
        }
        true
    }

    /// Returns the source id of the object that has a resource, or a matching value, which another object would take.
    pub(super) fn holder(
        &self,
        targets: &Targets<'_>,
        course: &Course<'_>,
        matched: &Matched<'_>,
    ) -> Option<&str> {
        let linked = matched.resource.and_then(|resource| {
            let made =
                self.matches.iter().find(|made| made.kind == course.index && made.resource == resource);
            let given = || self.links.source_of(&course.object.kind, targets.id(resource)?);
            made.map(|made| self.names.get(made.source_id)).or_else(given)
        });
        let claimed = || {
            let claims = &self.kinds.get(course.index)?.claims;
            let mut holders = matched.attempts.iter().filter_map(|attempt| {
                claims.get(attempt.precedence)?.get(self.names.find(attempt.compared)?)
            });
            holders.next().map(|holder| self.names.get(holder))
        };
        linked.or_else(claimed).filter(|id| !id.is_empty())
    }

    /// Notes the link that a decision makes or changes, and what it creates.
    fn note(&mut self, course: &Course<'_>, standing: Standing, action: Action, source_id: Option<Number>) {
        if standing.duplicate || standing.target == AtTarget::Taken {
            return;
        }
        if let Some(resource) = standing.resource {
            self.claimed.set(resource, true);
        }
        let (Some(id), Some(text), kind) = (source_id, course.source_id, course.object.kind.as_str()) else {
            return;
        };
        match (standing.target, action) {
            (AtTarget::OneMatch, _) => self.link(course.index, id, standing.resource),
            (_, Action::Create) if kind == REFERENCED && self.has_references => {
                self.created.set(id, true);
            }
            (_, Action::Delete) if kind == REFERENCED => {
                self.deleted.set(id, true);
                if let Some(resource) = standing.resource {
                    self.leaving.set(resource, true);
                }
            }
            (AtTarget::Gone, Action::Skip) if course.in_scope() == InScope::No => {
                self.links.remove(kind, text);
            }
            (AtTarget::Active | AtTarget::Inactive, _)
                if course.in_scope() == InScope::Yes && standing.link == LinkState::Released =>
            {
                self.links.set_state(kind, text, LinkState::Managed);
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: usize, source_id: Number, resource: Option<Number>) {
        if let Some((of_kind, resource)) = self.kinds.get_mut(kind).zip(resource) {
            of_kind.matched.set(source_id, Some(resource));
            self.linked.set(resource, true);
            self.matches.push(Match { kind, source_id, resource });
        }
    }

    /// Returns the links as they are after the population, those that this run makes included.
    pub(super) fn links(&self, plan: &Plan, targets: &Targets<'_>) -> Links {
        let mut links = self.links.clone();
        for made in &self.matches {
            if let Some((object, target)) = plan.objects.get(made.kind).zip(targets.id(made.resource)) {
                let link = Link { target: target.to_owned(), state: LinkState::Managed };
                links.set(&object.kind, self.names.get(made.source_id), link);
            }
        }
        links
    }

    /// Tells whether the population has an object of a kind, or one with its id that the rules do not map.
    pub(super) fn is_there(&self, kind: usize, source_id: &str) -> bool {
        let Some(id) = self.names.find(source_id) else { return false };
        self.kinds.get(kind).is_some_and(|kind| kind.seen.get(id)) || self.elsewhere.get(id)
    }

    /// Tells whether the population has an object of a kind at all.
    pub(super) fn has_any(&self, kind: usize) -> bool {
        self.kinds.get(kind).is_some_and(|kind| kind.seen.iter().any(|seen| *seen))
    }

    /// Notes that the resource of an object that is gone is deleted.
    pub(super) fn delete(&mut self, kind: usize, source_id: &str) {
        if self.users == Some(kind) {
            self.deleted.set(self.names.add(source_id), true);
        }
    }

    /// Notes that nothing is deleted.
    pub(super) fn withhold_deletions(&mut self) {
        (self.deleted, self.leaving) = (Column::default(), Column::default());
    }
}
