//! The whole of a population, as the decision about one object sees it.

use super::basis::{Basis, Sighting};
use super::course::Course;
use super::decision::Action;
use super::explain::Redaction;
use super::request::{EnvLinks, REFERENCED};
use super::roll::{Roll, Standing};
use super::way::{Detail, Way};
use super::{Draft, Guard, Sender};
use crate::emit::reference::{self, Linked};
use crate::eval::trace::Trace;
use crate::input::KeyOrder;
use crate::plan::ObjectPlan;
use crate::value::Arena;
use std::borrow::Cow;

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
        sighting: Sighting<'a>,
        standing: Standing,
        arena: &'a Arena,
        target_orders: &mut [KeyOrder],
    ) -> Draft<'e, 'a>
    where
        'e: 'a,
    {
        let course = match sighting {
            Sighting::Course(course, _) => course,
            Sighting::Astray(astray) => return Draft::astray(astray),
        };
        let (order, detail) = (target_orders.get_mut(course.index), Detail::default());
        Way { whole: self, standing, arena, trace: None, mask: &[], order, detail }.decide(&course)
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
        let mut way = Way { whole: self, standing, arena, trace, mask: &mask, order: None, detail };
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

/// The links of a run, with those of the environment behind them.
pub(super) struct Linking<'w, 'e> {
    basis: &'w Basis<'e>,
    roll: &'w Roll,
}

impl reference::Links for Linking<'_, '_> {
    fn to_target(&self, source_id: &str) -> Linked<'_> {
        let Basis { targets, env, .. } = self.basis;
        let (roll, known) = (self.roll, self.roll.names.find(source_id));
        if known.is_some_and(|known| roll.deleted.get(known)) {
            return Linked::Unresolved;
        }
        let given = || Some(roll.links.get(REFERENCED, source_id)?.target.as_str());
        let made = || targets.id(roll.matched_user(known?)?);
        let linked = given().or_else(made).map(Cow::from);
        match linked.or_else(|| env.link(REFERENCED, source_id)) {
            Some(id) => Linked::To(id),
            None if known.is_some_and(|known| roll.created.get(known)) => Linked::Deferred,
            None => Linked::Unresolved,
        }
    }

    fn is_linked(&self, target_id: &str) -> bool {
        let is_known = EnvLinks(self.basis.env).is_linked(target_id);
        self.roll.keeps_user(target_id, is_known, self.basis.targets)
    }
}
