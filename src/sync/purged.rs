//! Links whose source object is gone.
//!
//! Source: `spec:mapping-4.4`, rows 24 to 27.

use super::basis::Basis;
use super::decision::{self, Action, InScope, Presence, Situation, reason};
use super::names::Number;
use super::roll::Roll;
use foldhash::fast::RandomState;
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
    let links = roll.links.iter().filter_map(|(kind, source, link)| Some((index_of(kind)?, source, link)));
    let (there, gone): (Vec<_>, Vec<_>) = links.partition(|(index, source, _)| roll.is_there(*index, source));
    if gone.is_empty() {
        return Vec::new();
    }
    let is_contested =
        |resource: Option<Number>| resource.is_some_and(|resource| roll.contested.get(resource));
    // A resource that several objects are linked to is deleted once, and only with the last of them.
    let needed = there.into_iter().map(|(index, _, link)| (index, link.target.as_str()));
    let mut needed: HashSet<(usize, &str), RandomState> = needed.collect();
    let gone = gone.into_iter().filter_map(|(index, source, link)| {
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
