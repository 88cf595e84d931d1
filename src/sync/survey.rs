//! The first pass over a population: where every object stands.
//!
//! It finds scope, link and match, and with them what the second pass must know of the whole: which ids references lead
//! to, which target resources are taken, and how many removals there would be.

use super::basis::{Basis, Reader};
use super::decision::{Action, LinkState};
use super::links::Links;
use super::purged::{self, Gone};
use super::roll::Roll;
use super::run::Sync;
use super::{Guard, Settings, Targets};
use crate::env::Env;
use crate::input::SourceObject;
use crate::plan::Plan;

/// The first pass: every object of the population is added once, in order.
pub struct Survey<'e> {
    pub(super) basis: Basis<'e>,
    pub(super) roll: Roll,
    reader: Reader,
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
        let basis = Basis { plan, targets, env, default_kind, settings };
        let roll = Roll::new(&basis, links);
        Self { reader: Reader::default(), basis, roll }
    }

    /// Tells whether the population must be surveyed before the first decision: where references lead from one object to
    /// another, and where links let removals be planned. Else each object may be surveyed with its decision.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        !self.roll.begins_unlinked || self.basis.has_references()
    }

    /// Finds where the next object stands.
    pub fn add<S: SourceObject + ?Sized>(&mut self, source: &S) {
        let Reader { arena, order } = &mut self.reader;
        arena.reset();
        let sighting = self.basis.sight(source, arena, order, false);
        self.roll.place(&self.basis, &sighting, arena);
    }

    /// Ends the first pass.
    #[must_use]
    pub fn finish(self) -> Sync<'e> {
        let Self { basis, mut roll, reader } = self;
        let purged = if basis.settings.partial { Vec::new() } else { purged::find(&basis, &roll) };
        let removals = roll.removals + purged.iter().filter(|gone| gone.action.is_removal()).count();
        let linked = roll.links.iter().filter(|(_, _, link)| link.state == LinkState::Managed).count();
        let managed = linked + roll.matches.len();
        let emptied = has_emptied_kind(&roll, &purged);
        let guard = Guard::new(basis.settings.threshold, removals, managed, emptied);
        if guard.trips() {
            roll.withhold_deletions();
        } else {
            let deleted = purged.iter().filter(|gone| gone.action == Action::Delete);
            deleted.for_each(|gone| roll.delete(gone.index, &gone.source_id));
        }
        Sync::new(basis, roll, guard, purged, reader)
    }
}

/// Tells whether accounts would be deleted of a kind of which the population has no object at all: rather a file that
/// was forgotten than a company that left.
fn has_emptied_kind(roll: &Roll, purged: &[Gone]) -> bool {
    purged.iter().any(|gone| gone.action == Action::Delete && !roll.has_any(gone.index))
}
