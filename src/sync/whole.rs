//! The whole of a population, as the decision about one object sees it.

use super::basis::{Basis, Sighting};
use super::course::Course;
use super::decision::Action;
use super::explain::Redaction;
use super::linking::Linking;
use super::roll::{Roll, Standing};
use super::way::{Detail, Way};
use super::{Draft, Guard, Sender};
use crate::eval::trace::Trace;
use crate::plan::ObjectPlan;
use crate::value::Arena;

/// What is known when decisions are made; threads share it.
#[derive(Copy, Clone)]
pub(super) struct Whole<'w, 'e> {
    pub(super) basis: &'w Basis<'e>,
    pub(super) roll: &'w Roll,
    pub(super) guard: Guard,
}

impl<'w, 'e> Whole<'w, 'e> {
    /// Decides about an object that has its place.
    pub(super) fn decide<'a>(
        self,
        sighting: &Sighting<'a>,
        standing: Standing,
        arena: &'a Arena,
    ) -> Draft<'e, 'a>
    where
        'e: 'a,
    {
        let course = match sighting {
            Sighting::Course(course, _) => course,
            Sighting::Astray(astray) => return Draft::astray(astray, arena),
        };
        Way { whole: self, standing, arena, trace: None, mask: &[], detail: Detail::default() }.decide(course)
    }

    /// Decides likewise, noting what an explanation needs.
    pub(super) fn follow<'a>(
        self,
        course: &Course<'a>,
        standing: Standing,
        arena: &'a Arena,
        trace: &'a Trace<'a>,
    ) -> (Draft<'e, 'a>, Detail<'a>)
    where
        'e: 'a,
    {
        let mask = Redaction::of(course.object).mask(course.object);
        let (trace, detail) = (Some(trace), Detail::default());
        let mut way = Way { whole: self, standing, arena, trace, mask: &mask, detail };
        let decision = way.decide(course);
        (decision, way.detail)
    }

    /// The action, or what the guard makes of it.
    pub(super) fn guarded(self, action: Action) -> Action {
        match action {
            Action::Disable if self.guard.trips() => Action::StagedAction,
            Action::Delete if self.guard.trips() => Action::StagedDelete,
            action => action,
        }
    }

    pub(super) fn links(self) -> Linking<'w, 'e> {
        Linking { basis: self.basis, roll: self.roll }
    }

    pub(super) fn sender<'s, 'a>(
        self,
        object: &'s ObjectPlan,
        links: &'s Linking<'w, 'e>,
        mask: &'s [bool],
        arena: &'a Arena,
    ) -> Sender<'s, 'a> {
        let (profile, max_members) = (self.basis.plan.profile, self.basis.settings.max_members);
        Sender { object, profile, links, max_members, mask, arena }
    }
}
