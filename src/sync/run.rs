//! The second pass over a population: the decisions, in the order of the population.

use super::basis::{Basis, Reader};
use super::decision::{Action, LinkState, reason};
use super::links::Links;
use super::names::Column;
use super::purged::Gone;
use super::roll::{Roll, Standing};
use super::way::Detail;
use super::whole::Whole;
use super::{Decision, Draft, Guard};
use crate::eval::trace::Trace;
use crate::input::{Astray, SourceObject};
use crate::plan::{ObjectPlan, Profile};
use crate::value::Arena;
use std::borrow::Cow;

/// The second pass: decides about the objects that were surveyed, in the same order.
pub struct Sync<'e> {
    pub(super) basis: Basis<'e>,
    pub(super) roll: Roll,
    pub(super) guard: Guard,
    purged: Vec<Gone>,
    /// What decisions made of their links. It is kept apart, so that no decision depends on those before it.
    pub(super) settled: Vec<Settled<'e>>,
    reader: Reader,
}

/// The state of a link once its decision is carried out; none where it is dropped.
pub(super) struct Settled<'e> {
    kind: Cow<'e, str>,
    source_id: String,
    state: LinkState,
}

impl<'e> Settled<'e> {
    /// What a decision makes of its link.
    pub(super) fn by(decision: &Draft<'e, '_>) -> Option<Self> {
        let state = match decision.action {
            Action::Disable if decision.releases => LinkState::Released,
            Action::Delete => LinkState::None,
            _ => return None,
        };
        Some(Self { kind: decision.kind.clone(), source_id: decision.source_id?.to_owned(), state })
    }
}

impl<'e> Sync<'e> {
    pub(super) fn new(
        basis: Basis<'e>,
        roll: Roll,
        guard: Guard,
        purged: Vec<Gone>,
        mut reader: Reader,
    ) -> Self {
        reader.arena.reset();
        Self { basis, roll, guard, purged, settled: Vec::new(), reader }
    }

    /// Returns what the accidental-deletion guard found.
    #[must_use]
    pub fn guard(&self) -> Guard {
        self.guard
    }

    fn whole(&self) -> Whole<'_, 'e> {
        Whole { basis: &self.basis, roll: &self.roll, guard: self.guard }
    }

    /// The name of the rule file, and its profile as it is written.
    pub(super) fn names(&self) -> (&'e str, &'static str) {
        let profile = match self.basis.plan.profile {
            Profile::Rfc => "rfc",
            Profile::Entra => "entra",
            Profile::EntraFlag => "entra-flag",
        };
        (&self.basis.plan.name, profile)
    }

    /// Returns the links as they are when all decisions are carried out; what is created has none yet.
    ///
    /// What the guard withholds keeps its link as it is.
    #[must_use]
    pub fn links(&self) -> Links {
        let mut links = self.roll.links(self.basis.plan, self.basis.targets);
        for Settled { kind, source_id, state } in &self.settled {
            links.set_state(kind, source_id, *state);
        }
        for gone in &self.purged {
            let deleted = gone.action == Action::Delete && !self.guard.trips();
            if let Some(object) = self.basis.plan.objects.get(gone.index)
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
        let is_name = |known: Option<&String>| known.is_some_and(|known| known.eq_ignore_ascii_case(name));
        match self.basis.course(source, &arena, None) {
            Ok(course) => course.is_called(name, &arena),
            Err(Astray::NoRules { id, display, .. }) => is_name(id.as_ref()) || is_name(display.as_ref()),
            Err(Astray::Unreadable(_)) => false,
        }
    }

    /// Decides about the object that was surveyed as number `index`, from 0, or that stands next where the survey was not
    /// needed.
    pub fn decide<S: SourceObject + ?Sized>(&mut self, index: usize, source: &S) -> Decision<'e> {
        let Self { basis, roll, guard, reader, .. } = self;
        reader.arena.reset();
        let Reader { arena, order } = reader;
        let arena = &*arena;
        let sighting = basis.sight(source, arena, order, false);
        let standing = match roll.standings.get(index) {
            Some(standing) => *standing,
            None => roll.place(basis, &sighting, arena),
        };
        let whole = Whole { basis, roll, guard: *guard };
        let decision = whole.decide(&sighting, standing, arena);
        self.settled.extend(Settled::by(&decision));
        decision.into_owned()
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
        let standing = self.roll.standings.get(index).copied().unwrap_or(Standing::UNKNOWN);
        match self.basis.course(source, arena, None) {
            Ok(course) => {
                let (decision, detail) = self.whole().follow(&course, standing, arena, trace);
                let detail = Detail { course: Some(course), link: Some(standing.link), ..detail };
                (decision.into_owned(), detail)
            }
            Err(astray) => (Draft::astray(&astray, arena).into_owned(), Detail::default()),
        }
    }

    /// Returns the decisions about links whose source object is gone, then about resources that only the target has.
    pub fn rest(&self) -> impl Iterator<Item = Decision<'e>> {
        self.draft_rest().map(Draft::into_owned)
    }

    /// Returns likewise what is left over.
    pub(crate) fn draft_rest(&self) -> impl Iterator<Item = Draft<'e, '_>> {
        let purged = self.purged.iter().filter_map(|gone| self.gone(gone));
        let theirs = self.purged.iter().filter_map(|gone| gone.resource);
        let taken = self.roll.standings.iter().filter_map(|standing| standing.resource).chain(theirs);
        let mut is_taken = Column::default();
        taken.for_each(|resource| _ = is_taken.set(resource, true));
        let only = self.basis.targets.iter().filter(move |(resource, ..)| !is_taken.get(*resource));
        let partial = self.basis.settings.partial;
        let only = only.filter(move |_| !partial).filter_map(|(_, object, id)| {
            let object: &'e ObjectPlan = self.basis.plan.objects.get(object)?;
            Some(Draft { target_id: Some(id), ..Draft::skip(&object.kind, reason::TARGET_ONLY) })
        });
        purged.chain(only)
    }

    fn gone<'s>(&'s self, gone: &'s Gone) -> Option<Draft<'e, 's>> {
        let object: &'e ObjectPlan = self.basis.plan.objects.get(gone.index)?;
        let (whole, links) = (self.whole(), self.whole().links());
        let action = whole.guarded(gone.action);
        let sender = whole.sender(object, &links, &[], &self.reader.arena);
        let deletes = (action == Action::Delete).then(|| sender.delete(&gone.target_id));
        Some(Draft {
            source_id: Some(&gone.source_id),
            target_id: Some(&gone.target_id),
            action,
            requests: deletes.into_iter().collect(),
            ..Draft::skip(&object.kind, gone.reason)
        })
    }
}
