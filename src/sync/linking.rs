//! The links of a run as references see them: those that were given, those that it makes, and what it does to users.

use super::basis::Basis;
use super::names::{Column, Number};
use super::request::{EnvLinks, REFERENCED};
use super::roll::Roll;
use crate::emit::reference::{self, Linked};
use std::borrow::Cow;

/// The links of a run, with those of the environment behind them.
pub(super) struct Linking<'w, 'e> {
    pub(super) basis: &'w Basis<'e>,
    pub(super) roll: &'w Roll,
}

impl reference::Links for Linking<'_, '_> {
    fn to_target(&self, source_id: &str) -> Linked<'_> {
        let (Basis { targets, env, .. }, roll) = (self.basis, self.roll);
        let known = roll.names.find(source_id);
        let is = |column: &Column<bool>| known.is_some_and(|known| column.get(known));
        if is(&roll.deleted) {
            return Linked::Unresolved;
        }
        let given = || Some(roll.links.get(REFERENCED, source_id)?.target);
        let made = || targets.id(self.matched(known?)?);
        match given().or_else(made).map(Cow::from).or_else(|| env.link(REFERENCED, source_id)) {
            Some(id) => Linked::To(id),
            None if is(&roll.created) => Linked::Deferred,
            None => Linked::Unresolved,
        }
    }

    fn is_linked(&self, target_id: &str) -> bool {
        let roll = self.roll;
        let resource = roll.users.and_then(|users| self.basis.targets.by_id(users, target_id));
        let is = |column: &Column<bool>| resource.is_some_and(|resource| column.get(resource));
        let is_linked = roll.links.is_target(REFERENCED, target_id)
            || is(&roll.linked)
            || EnvLinks(self.basis.env).is_linked(target_id);
        is_linked && !is(&roll.leaving)
    }
}

impl Linking<'_, '_> {
    /// The resource that this run links to a user.
    fn matched(&self, source_id: Number) -> Option<Number> {
        self.roll.kinds.get(self.roll.users?)?.matched.get(source_id)
    }
}
