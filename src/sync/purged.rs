//! Links whose source object is gone.
//!
//! Source: `spec:mapping-4.4`, rows 24 to 27.

use super::basis::Basis;
use super::decision::{self, Action, InScope, Presence, Situation, reason};
use super::names::Number;
use super::roll::Roll;
use foldhash::fast::RandomState;
use std::collections::HashMap;

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
    let links =
        roll.links.iter().filter_map(|(kind, source, link)| Some((index_of(kind)?, kind, source, link)));
    let gone: Vec<_> = links.filter(|(index, _, source, _)| !roll.is_there(*index, source)).collect();
    let is_contested =
        |resource: Option<Number>| resource.is_some_and(|resource| roll.contested.get(resource));
    // A resource that several objects are linked to is deleted once, and only with the last of them: how many others
    // need it.
    let mut needed: HashMap<(usize, &str), u32, RandomState> = HashMap::default();
    for (index, kind, _, link) in &gone {
        let count = || roll.links.count_of(kind, link.target);
        *needed.entry((*index, link.target)).or_insert_with(count) -= 1;
    }
    let gone = gone.into_iter().filter_map(|(index, _, source, link)| {
        let object = basis.plan.objects.get(index)?;
        let standing = roll.linked(basis.targets, index, link);
        let situation = Situation {
            source: Presence::Purged,
            scope: InScope::No,
            link: link.state,
            target: standing.target,
            duplicate: needed.insert((index, link.target), 1) != Some(0) || is_contested(standing.resource),
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
        let (source_id, target_id) = (source.to_owned(), link.target.to_owned());
        Some(Gone { index, source_id, target_id, resource: standing.resource, action, reason })
    });
    gone.collect()
}
