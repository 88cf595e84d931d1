//! Links whose source object is gone.
//!
//! Source: `spec:mapping-4.4`, rows 24 to 27.

use super::basis::Basis;
use super::decision::{self, Action, InScope, Presence, Situation, reason};
use super::names::Number;
use super::roll::Roll;
use std::collections::HashSet;

/// A link whose source object is gone.
#[derive(Debug)]
pub(super) struct Gone {
    pub(super) index: usize,
    pub(super) source_id: String,
    pub(super) target_id: String,
    pub(super) resource: Option<Number>,
    pub(super) action: Action,
    pub(super) reason: &'static str,
}

/// Finds links whose source object the population does not have.
pub(super) fn find(basis: &Basis<'_>, roll: &Roll) -> Vec<Gone> {
    let index_of = |kind: &str| basis.plan.objects.iter().position(|object| object.kind == kind);
    // A resource that several objects are linked to is deleted once, and only with the last of them.
    let there = roll.links.iter().filter_map(|(kind, source, link)| {
        let index = index_of(kind)?;
        roll.is_there(index, source).then_some((index, link.target.as_str()))
    });
    let is_contested =
        |resource: Option<Number>| resource.is_some_and(|resource| roll.contested.get(resource));
    let mut needed: HashSet<(usize, &str)> = there.collect();
    let gone = roll.links.iter().filter_map(|(kind, source, link)| {
        let index = index_of(kind)?;
        if roll.is_there(index, source) {
            return None;
        }
        let object = basis.plan.objects.get(index)?;
        let standing = roll.linked(basis.targets, index, link);
        let situation = Situation {
            source: Presence::Purged,
            scope: InScope::No,
            link: link.state,
            target: standing.target,
            duplicate: !needed.insert((index, &link.target)) || is_contested(standing.resource),
            mapped: true,
            create: object.actions.create,
            update: object.actions.update,
            delete: object.actions.delete,
            differs: true,
            active_mapped: false,
            reads_soft_deleted: false,
            soft_deletes: false,
            skip_out_of_scope_deletions: basis.settings.skip_out_of_scope_deletions,
        };
        let (action, reason) = match decision::decide(&situation) {
            _ if roll.unreadable => (Action::Skip, reason::SOURCE_INCOMPLETE),
            decided => decided,
        };
        let (source_id, target_id) = (source.to_owned(), link.target.clone());
        Some(Gone { index, source_id, target_id, resource: standing.resource, action, reason })
    });
    gone.collect()
}
