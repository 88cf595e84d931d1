//! The roll of a population: who is there, and who has which target resource.
//!
//! Objects are placed in the order of the population; the first that has a resource, an id or a matching value keeps it.

mod placing;

use super::basis::Basis;
use super::course::{Course, Matched};
use super::decision::{AtTarget, LinkState};
use super::links::{Link, Links};
use super::names::{Column, Names, Number};
use super::request::REFERENCED;
use super::targets::Targets;
use crate::plan::Plan;

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
            // A population is usually as large as what the target holds of it.
            names: Names::with_room(basis.targets.len()),
            kinds: claims.map(|claims| OfKind { claims, ..OfKind::default() }).collect(),
            has_references: basis.has_references(),
            users: objects.iter().position(|object| object.kind == REFERENCED),
            ..Self::default()
        }
    }

    fn push(&mut self, standing: Standing) -> Standing {
        self.standings.push(standing);
        standing
    }

    pub(super) fn linked(&self, targets: &Targets<'_>, object: usize, link: Link<'_>) -> Standing {
        let resource = targets.by_id(object, link.target);
        let target = match resource.and_then(|resource| targets.get(resource)) {
            None => AtTarget::Gone,
            Some(held) if held.inactive => AtTarget::Inactive,
            Some(_) => AtTarget::Active,
        };
        let duplicate = resource.is_some_and(|resource| self.claimed.get(resource));
        Standing { link: link.state, target, resource, unmatchable: false, duplicate }
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

    /// Returns the links as they are after the population, those that this run makes included.
    pub(super) fn links(&self, plan: &Plan, targets: &Targets<'_>) -> Links {
        let mut links = self.links.clone();
        for made in &self.matches {
            if let Some((object, target)) = plan.objects.get(made.kind).zip(targets.id(made.resource)) {
                let link = Link { target, state: LinkState::Managed };
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
